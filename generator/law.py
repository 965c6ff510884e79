"""What the law names: grounds for restriction, deadlines, and the days on which definitions changed.

Everything stands in `law.yml` with its source, the day it came into force, how that was checked and when to look again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from generator.model import Place

Ground = Literal["yes", "no", "check", "unknown"]
LawOf = Literal["school", "home", "secure_home"]


@dataclass(frozen=True, slots=True)
class Source:
    """One piece of law: what it is called, since when it holds, how that is known, when to look again."""

    id: str
    title: str
    in_force: date
    verified: str
    review_by: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """How many hours after a measure something must be done, and under what law."""

    id: str
    hours: int
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A day from which figures of one kind of setting count something else than before."""

    on: date
    kind: str
    label: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """The whole of `law.yml`, read once."""

    sources: Mapping[str, Source]
    reasons: Mapping[str, Mapping[str, Ground]]
    ground_sources: Mapping[str, Source]
    deadlines: Mapping[str, Deadline]
    breaks: tuple[SeriesBreak, ...]


@cache
def law() -> Law:
    """The law as this program knows it."""
    text = Path(__file__).with_name("law.yml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    sources = {name: Source(id=name, **given) for name, given in raw["sources"].items()}
    grounds = raw["grounds"]
    return Law(
        sources=sources,
        reasons=grounds["reasons"],
        ground_sources={kind: sources[grounds[kind]] for kind in ("school", "home")},
        deadlines={
            name: Deadline(name, int(given["hours"]), given["text"], sources[given["source"]])
            for name, given in raw["deadlines"].items()
        },
        breaks=tuple(
            SeriesBreak(
                given["date"],
                given["kind"],
                given["label"],
                tuple(sources[name] for name in given["sources"]),
            )
            for given in raw["breaks"]
        ),
    )


def laws_of(kind: str) -> tuple[LawOf, ...]:
    """Whose law a kind of setting follows: a school's, a home's, a secure home's, or two of them."""
    if kind == "secure_childrens_home":
        return ("secure_home",)
    if kind == "dual_registered":
        return ("school", "home")
    return ("home",) if kind in ("childrens_home", "short_break_home") else ("school",)


def ground(reason: str | None, kind: str) -> Ground:
    """Whether the law of this kind of setting names the recorded reason: yes, no, check or unknown.

    A setting under two laws needs both to name it; where they differ the answer is `check`. Sources: section 93 of
    the Education and Inspections Act 2006; regulation 20 of the Children's Homes (England) Regulations 2015.
    """
    named = law().reasons.get(reason or "not_recorded")
    if named is None:
        return "unknown"
    answers = {named[each] for each in laws_of(kind)}
    return answers.pop() if len(answers) == 1 else "check"


def breaks_for(place: Place | None, places: tuple[Place, ...]) -> tuple[SeriesBreak, ...]:
    """The days on which the figures of a place (or of any of them) begin to count something else."""
    chosen = (place,) if place else places
    kinds = {law_of for each in chosen for law_of in laws_of(each.kind)}
    return tuple(each for each in law().breaks if each.kind in kinds)
