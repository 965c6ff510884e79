"""One figure, and one indicator in one window, as readers may see them."""

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


def named(title: str) -> str:
    """A title as it stands before a colon or a comma: one that is a question goes into quotation marks."""
    return f"“{title}”" if title.endswith("?") else title


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
