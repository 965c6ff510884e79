"""What stands beside the figures: methods, findings, children, rows, and the system of sums they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.published.figures import PublishedExhibit


@dataclass(frozen=True, slots=True)
class PublishedMethod:
    """What the definitions page says of one indicator: title, unit, how it is counted, what it needs."""

    indicator: str
    title: str
    unit: str
    better: str
    answers: tuple[str, ...]
    method: str
    needs: tuple[str, ...]
    state: Literal["available", "locked", "withheld", "elsewhere"]
    """`withheld`: it would say too much about children; `elsewhere`: not part of this audience's site."""
    why: str = ""
    unlock: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedFinding:
    """A finding about the data, without values; `row` only for audiences that may open the records."""

    severity: str
    code: str
    table: str
    row: int | None
    field: str | None
    message: str
    hint: str
    count: int = 1
    weight: str = "can wait"
    """`stops the report`, `would change a headline` or `can wait`."""


@dataclass(frozen=True, slots=True)
class PublishedRule:
    """One thing that is checked: its code, how grave it is, what it is, why, where, and how often it is found now."""

    code: str
    severity: str
    title: str
    why: str
    tables: tuple[str, ...]
    found: int


@dataclass(frozen=True, slots=True)
class PublishedEffect:
    """What the findings mean for one figure, in rows; `why` it cannot be worked out at all, where that is so."""

    indicator: str
    title: str
    headline: bool
    left_out: int
    unknown: int
    doubtful: int
    why: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """One table of the data as the data-quality page names it."""

    name: str
    title: str
    state: str
    rows: int | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedChild:
    """The page of one child, for leaders only: what is due first, then what happened and what the child told us."""

    code: str
    heading: str
    facts: tuple[tuple[str, str], ...]
    exhibits: tuple[PublishedExhibit, ...]
    told: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedGridRow:
    """One incident of a small setting, in words; `child` is a code as these readers may see it."""

    on: date
    started: str
    child: str
    tried: str
    done: str
    times: tuple[tuple[str, str, str], ...]
    """Limit, what was due, and met, late, not known or not yet due; empty where no rule gives hours."""
    view: str
    learned: str
    changed: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedGrid:
    """Every incident of a small setting, the newest first: those of the last twelve months, and older ones."""

    recent: tuple[PublishedGridRow, ...]
    older: tuple[PublishedGridRow, ...]
    since: date
    reissued: bool
    timed: bool
    """Whether the regulations of children's homes give hours and days for what follows a measure here."""


@dataclass(frozen=True, slots=True)
class PublishedSum:
    """Which unknowns the named fields of one figure add up, hidden or not: `terms` gives each its weight."""

    key: str
    fields: tuple[str, ...]
    terms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PublishedFact:
    """What follows from how figures are defined: a weighted sum lies between `lo` and `hi`, fractions as text."""

    id: str
    terms: Mapping[str, str]
    lo: str | None
    hi: str | None


@dataclass(frozen=True, slots=True)
class PublishedStated:
    """What a site says of itself to anyone who checks it: sums, definitions, bands, and whose sites its readers see."""

    sums: tuple[PublishedSum, ...] = ()
    linked: tuple[PublishedFact, ...] = ()
    bands: tuple[int, ...] = ()
    can_see: tuple[str, ...] = ()
