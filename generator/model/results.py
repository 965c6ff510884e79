"""One measure as declared, and the true values it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from generator.model.dataset import Dataset
from generator.rows import RowRef

if TYPE_CHECKING:
    from generator.periods import Window

Better = Literal["up", "down", "target", "neither", "to-zero", "to-one"]
Counts = Literal["children", "events", "duty", "other"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result class a comparison has earned (R0 to R12 of the methods page) and the numbers its words use."""

    klass: str
    facts: Mapping[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Slots:
    """The three things every figure says."""

    certain: str
    cannot: str
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One true figure, with the rows behind it.

    `numerator` of `denominator` with `unknown` apart; `children` is how many different children stand behind the
    figure (None where it is not about children) and `top_share` the share of the one with most. `counts` says what
    kind of number it is for disclosure: `children`, `events`, `duty` or `other`. `dims` places it in its table, for
    example `{"place": "school"}`; the whole has none.
    """

    group: str = "Total"
    label: str = "All"
    unit: str
    counts: Counts = "other"
    value: float | None = None
    numerator: int | None = None
    denominator: float | None = None
    unknown: int | None = None
    interval: tuple[float, float] | None = None
    marker: str | None = None
    compare_window: str | None = None
    verdict: Verdict | None = None
    children: int | None = None
    top_share: float = 0.0
    dims: Mapping[str, str] = field(default_factory=dict)
    evidence: Sequence[RowRef] = ()
    sentence: str = ""
    better: Better | None = None
    """Which way is good news for this cell, where that is not the indicator's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """The data of one drawing, private: what kind, its columns and rows, and what is written round it."""

    id: str
    kind: str
    headline: str
    sub: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    slots: Slots
    marks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table for leaders only, for example the rows that have no view yet; `links` are child codes."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measure as declared: what it needs, what it answers, how it is counted and how it is said."""

    id: str
    title: str
    unit: str
    better: Better
    answers: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    compute: Callable[[Dataset, Window], IndicatorResult]
    method: str
    internal_only: bool = False
    requires: tuple[str, ...] = ()
    """Conditions that are not a field: `setting.yml:KEY`, held true by `catalogue.unlock`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorResult:
    """True values of one indicator in one window. Private."""

    cells: tuple[Cell, ...]
    slots: Slots
    headline: str
    exhibits: tuple[Exhibit, ...] = ()
    listings: tuple[Listing, ...] = ()
    due: tuple[str, ...] = ()
    """For leaders' first page: what wants an adult now, one clause each."""


@dataclass(frozen=True, slots=True)
class Locked:
    """An indicator that cannot be computed here, why, and what would unlock it."""

    indicator: Indicator
    why: str
    unlock: tuple[str, ...]
