"""The shapes that words take: one for a result class, one for a duty, one for a count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

READ_REVIEWS = "Read the reviews of these incidents together: which times, places and children do they share?"
ASK_REVIEWS = "What do the reviews of these incidents have in common, and what was changed after them?"
"""Said of several results alike."""


@dataclass(frozen=True, slots=True)
class ClassWords:
    """One result class: its sentence, what it cannot show, and what to do or ask."""

    sentence: str
    cannot: str
    do: str
    ask: str


@dataclass(frozen=True, slots=True)
class DutyWords:
    """One duty of the setting itself: met of known, what stays unknown, and what to do or ask.

    `none` is said where nothing was due; `settings` are numbers of a
    setting's own that the sentence names. `silent` is said in place of
    `none` where something was due of which nothing is known.
    """

    sentence: str
    unknown: str
    none: str
    cannot: str
    do: str
    ask: str
    settings: Mapping[str, float]
    silent: str = ""


@dataclass(frozen=True, slots=True)
class CountWords:
    """One indicator that counts: its clauses, each said only where all its numbers are given."""

    clauses: tuple[str, ...]
    cannot: str
    do: str
    ask: str
