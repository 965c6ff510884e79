"""Publishable values: the only ones that pages, charts, downloads and releases are made from.

They are built by `generator.disclosure` and carry no row, no code of a child that the audience may not see, and no
number finer than its policy allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Marker = Literal["c", "x", "z", "u", "low"]

OVERDUE = "overdue, read it again first"
"""What stands beside a source of law or guidance whose day for another look is over."""
MARKERS: Mapping[str, str] = {
    "c": "not shown, to protect children",
    "x": "not available",
    "z": "does not apply",
    "u": "too few to rely on",
    "low": "more than none, but rounds to zero",
}
"""What each marker says aloud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCell:
    """One figure as its readers may see it: exact (`value`), a true range (`lower` to `upper`) or hidden (`marker`)."""

    key: str
    indicator: str
    title: str
    unit: str
    better: str
    window: str
    group: str = "Total"
    label: str = "All"
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    marker: Marker | None = None
    numerator: int | None = None
    denominator: float | None = None
    unknown: int | None = None
    interval_lower: float | None = None
    interval_upper: float | None = None
    comparison: str | None = None
    klass: str | None = None
    sentence: str = ""

    @property
    def exact(self) -> bool:
        return self.value is not None

    @property
    def hidden(self) -> bool:
        return self.marker == "c"

    @property
    def shown(self) -> str:
        """The figure as a page prints it: "12", "10 to 14", "12.5" or the marker."""
        if self.value is not None:
            return plain(self.value)
        if self.lower is not None and self.upper is not None:
            return f"{plain(self.lower)} to {plain(self.upper)}"
        return self.marker or "x"

    def record(self) -> dict[str, Any]:
        """The cell as `data/indicators.json` holds it."""
        return {
            "key": self.key,
            "indicator": self.indicator,
            "title": self.title,
            "unit": self.unit,
            "better": self.better,
            "window": self.window,
            "group": self.group,
            "value": tidy(self.value),
            "lower": tidy(self.lower),
            "upper": tidy(self.upper),
            "marker": self.marker,
            "numerator": self.numerator,
            "denominator": tidy(self.denominator),
            "unknown": self.unknown,
            "interval_lower": tidy(self.interval_lower),
            "interval_upper": tidy(self.interval_upper),
            "comparison": self.comparison,
            "class": self.klass,
            "sentence": self.sentence,
        }


def tidy(number: float | int | None) -> float | int | None:
    """A number as a machine file holds it: whole numbers without a point, others to four places."""
    if number is None:
        return None
    rounded = round(float(number), 4)
    return int(rounded) if rounded == int(rounded) else rounded


def plain(number: float) -> str:
    """A number as a sentence holds it: one decimal place at most, two where it is under one."""
    if float(number).is_integer():
        return f"{int(number):,}"
    return f"{number:.2f}" if abs(number) < 1 else f"{number:,.1f}"


@dataclass(frozen=True, slots=True)
class PublishedWindow:
    """A window as readers see it; `end` is the day after its last."""

    id: str
    label: str
    dates: str
    start: date
    end: date
    kind: str


@dataclass(frozen=True, slots=True)
class PublishedSlots:
    """The three things every figure says: what is certain, what it cannot show, what to ask or do."""

    certain: str
    cannot: str
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedExhibit:
    """The data of one drawing; `kind` names how it is drawn, `rows` follow `columns`."""

    id: str
    kind: str
    headline: str
    sub: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    slots: PublishedSlots
    marks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedListing:
    """A table of rows for leaders; empty for every audience under protection."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedResult:
    """One indicator in one window, as its readers may see it."""

    indicator: str
    title: str
    unit: str
    better: str
    answers: tuple[str, ...]
    window: PublishedWindow
    compared_with: PublishedWindow | None
    headline: str
    slots: PublishedSlots
    cells: tuple[PublishedCell, ...]
    exhibits: tuple[PublishedExhibit, ...] = ()
    listings: tuple[PublishedListing, ...] = ()
    due: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()
    """What supports a good answer to its question, what points the other way, what is not known: one clause each."""
    withheld: bool = False

    def cell(self, group: str = "Total") -> PublishedCell | None:
        return next((cell for cell in self.cells if cell.group == group), None)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Everything one audience may be shown. Pages, charts, downloads and the PDF take this and nothing else."""

    audience: str
    policy: str
    pages: str
    setting_name: str
    places: tuple[tuple[str, str, str], ...]
    """Id, name and kind of each setting on the site."""
    as_of: date
    k: int
    decision: str
    """The named decision an inspection policy rests on, in words; empty where there is none."""
    lead: PublishedWindow
    windows: tuple[PublishedWindow, ...]
    results: Mapping[tuple[str, str], PublishedResult]
    methods: tuple[PublishedMethod, ...]
    findings: tuple[PublishedFinding, ...]
    tables: tuple[PublishedTable, ...]
    choices: tuple[tuple[str, float, str], ...]
    """Every number the setting or the program has chosen: what it does, the number, where it comes from."""
    roll: str
    """How many children are on roll, in words for the strip above the heading; empty where not known."""
    exhibits: Mapping[str, PublishedExhibit] = field(default_factory=dict)
    """Drawings that join several indicators: `children`, `incidents`, `duties`, `places`."""
    agreed: tuple[tuple[str, str, str, str], ...] = ()
    """What the board agreed: action, due, state in words, looked at again."""
    notes: tuple[str, ...] = ()
    """What a reader must know before relying on the figures, one sentence each."""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which cell is the sum of which: key to the keys that add up to it."""
    children: tuple[PublishedChild, ...] = ()
    """Children who have a page of their own; only where the policy is internal."""
    law: tuple[tuple[str, str, str, str], ...] = ()
    """What the program takes from the law and from guidance: text, source, how that is known, look again by."""
    words: tuple[tuple[str, str, str], ...] = ()
    """What each word of an imported export was taken for: word, reader's label, field."""
    rules: tuple[PublishedRule, ...] = ()
    effects: tuple[PublishedEffect, ...] = ()
    """What is checked, and what the findings mean for the figures; for leaders only."""
    method_notes: Mapping[str, Any] = field(default_factory=dict)
    """What the page of methods and differences shows: overview, shares, false alarms, power, deviations."""
    protection: Mapping[str, Any] = field(default_factory=dict)
    """How many numbers are hidden and how many checks were made, for the page that explains the protection."""
    grid: PublishedGrid | None = None
    """Where fewer than twelve are on roll and the readers may have it: one row an incident."""
    small: bool = False
    """Whether fewer than twelve children are on roll."""
    holders: tuple[str, ...] = ()
    """The roles of those who hold what is not shown here, for "ask the …"."""
    reader: str = ""
    """The role in which one of these readers may ask to see it."""
    looked: tuple[tuple[str, str, str, str], ...] = ()
    """Times at which what is withheld was looked at in the room: day, by whom, which pages, what was asked."""
    stated: PublishedStated = PublishedStated()
    """The system of sums that the figures are, for whoever wants to check what can be worked out."""

    def result(self, indicator: str, window: str | None = None) -> PublishedResult | None:
        """The result of one indicator, in the leading window unless another is named."""
        return self.results.get((indicator, window or self.lead.id))

    @property
    def cells(self) -> tuple[PublishedCell, ...]:
        """Every published cell, in the order of indicators and windows."""
        return tuple(cell for result in self.results.values() for cell in result.cells)

    @property
    def internal(self) -> bool:
        return self.policy == "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing ready for a page: two SVG texts, and the table that says the same in words and numbers."""

    id: str
    title: str
    description: str
    wide: str
    narrow: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    key: tuple[tuple[str, str], ...] = ()
    """Key below the drawing: symbol name and its words."""


@dataclass(frozen=True, slots=True)
class Page:
    """One finished page: `path` is its Markdown file relative to the site, `section` its place in the navigation."""

    path: str
    title: str
    markdown: str
    section: str = ""
    hide_navigation: bool = False
    listed: bool = True
    """Whether the lists of pages name it; children's pages are reached from a list of their own."""


@dataclass(frozen=True, slots=True)
class Site:
    """All pages of one audience and the files that lie beside them."""

    audience: str
    name: str
    pages: tuple[Page, ...]
    files: Mapping[str, bytes]
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """A frozen site: version, audience, the day it shows, and the hash of every file."""

    version: str
    audience: str
    as_of: date
    note: str
    files: Mapping[str, str]
