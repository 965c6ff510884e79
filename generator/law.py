"""What the law names: grounds for restriction, deadlines, duties, what words mean, and the days on which that changed.

Everything stands once in `law.yml` with its source, the day it came into force, how that was checked and when to look
again. A figure takes its limit from here, and a page cites it from here.
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
Standing = Literal["law", "guidance", "practice"]
FactKind = Literal["ground", "deadline", "rule", "definition", "elements", "break"]


@dataclass(frozen=True, slots=True)
class Source:
    """One piece of law or guidance: what it is called, since when it holds, how that is known, when to look again.

    `standing` is `practice` where it could not be checked: it is then worded as practice and never as law.
    Without `date_known` the day is from memory and is not printed.
    """

    id: str
    title: str
    in_force: date
    verified: str
    review_by: date
    standing: Standing = "law"
    date_known: bool = True

    def in_force_on(self, when: date) -> bool:
        """Whether it held on that day: nothing is judged by law that came later."""
        return when >= self.in_force


@dataclass(frozen=True, slots=True)
class Deadline:
    """How many hours after a measure something must be done, and under what law."""

    id: str
    hours: int
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Rule:
    """A duty, a limit or an exception that is no number of hours; `number` of `unit` where it has one."""

    id: str
    text: str
    source: Source
    number: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a word means; `kinds` are the codes of the tables that the meaning takes in."""

    id: str
    text: str
    source: Source
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Elements:
    """What a record must hold, in the order of the law."""

    id: str
    parts: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A day from which figures of one kind of setting count something else than before."""

    on: date
    kind: str
    label: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is taken from a source: what kind of thing, in words, and where it stands."""

    id: str
    kind: FactKind
    text: str
    source: Source

    def review_due(self, on: date) -> bool:
        """Whether the day by which somebody must look again is over."""
        return on > self.source.review_by


@dataclass(frozen=True, slots=True)
class Citation:
    """One source with all that is taken from it, as the page of definitions cites it."""

    source: Source
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """The whole of `law.yml`, read once."""

    sources: Mapping[str, Source]
    reasons: Mapping[str, Mapping[str, Ground]]
    ground_sources: Mapping[str, Source]
    deadlines: Mapping[str, Deadline]
    rules: Mapping[str, Rule]
    definitions: Mapping[str, Definition]
    elements: Mapping[str, Elements]
    breaks: tuple[SeriesBreak, ...]


@cache
def law() -> Law:
    """The law as this program knows it."""
    text = Path(__file__).with_name("law.yml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    sources = {name: Source(id=name, **given) for name, given in raw["sources"].items()}
    grounds = raw["grounds"]

    def of(given: Mapping[str, Any]) -> dict[str, Any]:
        """What an entry gives, with its source in place of the source's name, and no list that can change."""
        frozen = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        return {**frozen, "source": sources[given["source"]]}

    return Law(
        sources=sources,
        reasons=grounds["reasons"],
        ground_sources={kind: sources[grounds[kind]] for kind in ("school", "home")},
        deadlines={name: Deadline(id=name, **of(given)) for name, given in raw["deadlines"].items()},
        rules={name: Rule(id=name, **of(given)) for name, given in raw["rules"].items()},
        definitions={name: Definition(id=name, **of(given)) for name, given in raw["definitions"].items()},
        elements={name: Elements(id=name, **of(given)) for name, given in raw["elements"].items()},
        breaks=tuple(
            SeriesBreak(
                each["date"], each["kind"], each["label"], tuple(sources[name] for name in each["sources"])
            )
            for each in raw["breaks"]
        ),
    )


def deadline(id: str) -> Deadline:
    """The deadline of that name; a `KeyError` where there is none."""
    return law().deadlines[id]


def rule(id: str) -> Rule:
    """The duty, limit or exception of that name; a `KeyError` where there is none."""
    return law().rules[id]


def definition(id: str) -> Definition:
    """What that word means; a `KeyError` where it is not defined."""
    return law().definitions[id]


def elements(id: str) -> Elements:
    """What that record must hold; a `KeyError` where it is not listed."""
    return law().elements[id]


@cache
def facts() -> tuple[Fact, ...]:
    """Everything that is taken from a source, in the order of `law.yml`; a break once for each of its sources."""
    whole = law()
    found = [
        Fact(
            f"grounds-{kind}", "ground", f"the reasons for which a {kind} may use force or restraint", source
        )
        for kind, source in whole.ground_sources.items()
    ]
    found += [Fact(each.id, "deadline", each.text, each.source) for each in whole.deadlines.values()]
    found += [Fact(each.id, "rule", each.text, each.source) for each in whole.rules.values()]
    found += [Fact(each.id, "definition", each.text, each.source) for each in whole.definitions.values()]
    found += [
        Fact(f"{each.id}-elements", "elements", "; ".join(each.parts), each.source)
        for each in whole.elements.values()
    ]
    found += [
        Fact(f"break-{each.on.isoformat()}-{each.kind}", "break", each.label, source)
        for each in whole.breaks
        for source in each.sources
    ]
    return tuple(found)


def stale(on: date) -> tuple[Fact, ...]:
    """The facts whose source should have been looked at again before that day."""
    return tuple(fact for fact in facts() if fact.review_due(on))


def citations() -> tuple[Citation, ...]:
    """Every source that something is taken from, with what is taken: law first, then guidance, then practice."""
    order: tuple[Standing, ...] = ("law", "guidance", "practice")
    sources = list(dict.fromkeys(fact.source for fact in facts()))
    return tuple(
        Citation(source, tuple(fact for fact in facts() if fact.source == source))
        for source in sorted(sources, key=lambda each: order.index(each.standing))
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


def grounds_since(kind: str) -> date:
    """From which day on the grounds of this kind of setting hold: nothing is judged by law that came later."""
    sources = law().ground_sources
    return max(sources["school" if each == "school" else "home"].in_force for each in laws_of(kind))


def breaks_for(place: Place | None, places: tuple[Place, ...]) -> tuple[SeriesBreak, ...]:
    """The days on which the figures of a place (or of any of them) begin to count something else."""
    chosen = (place,) if place else places
    kinds = {law_of for each in chosen for law_of in laws_of(each.kind)}
    return tuple(each for each in law().breaks if each.kind in kinds)
