"""Private values: everything that may still point at a child.

Nothing here is ever given to a page, a chart or a file for readers. `generator.disclosure` turns these values into
those of `generator.published`, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from generator.rows import RowRef

if TYPE_CHECKING:
    from generator.exposure import Exposure
    from generator.periods import Calendar, Window

Severity = Literal["error", "warning", "note"]
TableStateName = Literal["loaded", "blocked", "absent"]
PolicyName = Literal["internal", "protected", "inspection", "visitor"]
PageSet = Literal["leaders", "governors", "inspectors", "visitor"]
Better = Literal["up", "down", "target", "neither", "to-zero", "to-one"]
Counts = Literal["children", "events", "duty", "other"]

RESTRICTIVE = (
    "physical_restraint",
    "mechanical_restraint",
    "non_contact_restraint",
    "chemical_restraint",
    "seclusion",
    "long_term_segregation",
    "environmental_restriction",
)
"""The restrictive set R of the catalogue: an incident counts when any of its categories is one of these."""

HOME_KINDS = ("childrens_home", "secure_childrens_home", "short_break_home")
"""Kinds of setting under the Children's Homes (England) Regulations 2015; all others follow school law."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the data that a person should know: where, what, what to do. Never a cell value."""

    severity: Severity
    code: str
    table: str
    row: int | None
    field: str | None
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TableState:
    """What became of one table: `rows` as read, `sha256` of the file's bytes, and whether it can be used."""

    rows: int = 0
    sha256: str | None = None
    state: TableStateName = "absent"
    why: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings, and the state of every table."""

    findings: tuple[Finding, ...]
    tables: Mapping[str, TableState]

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Place:
    """One setting of the workspace: a school, or a home."""

    id: str
    name: str
    kind: str
    co_location_group: str | None = None
    registered_places: int | None = None
    opened_on: date | None = None

    @property
    def is_home(self) -> bool:
        return self.kind in HOME_KINDS


@dataclass(frozen=True, slots=True)
class TermDates:
    """One school term as the setting dates it; both ends are days of the term."""

    academic_year: str
    name: Literal["autumn", "spring", "summer"]
    start_on: date
    end_on: date
    half_term_start: date | None = None
    half_term_end: date | None = None
    closed_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedDecision:
    """Who decided something that readers are told of, when and why."""

    by: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers of one site: the disclosure policy that holds for them and the page set they get."""

    name: str
    policy: PolicyName
    pages: PageSet
    decision: NamedDecision | None = None
    can_see: tuple[str, ...] = ()
    """Other audiences whose sites and releases these readers see too, besides what their policy implies."""
    role: str = ""
    """Who these readers are, in words: whom to ask where they hold the records, else who may ask."""

    @property
    def internal(self) -> bool:
        return self.policy == "internal"


@dataclass(frozen=True, slots=True)
class StaffPatterns:
    """Why, by whose decision and since when figures by adult are looked at (later indicators need it)."""

    purpose: str
    owner: str
    on: date


@dataclass(frozen=True)
class Setting:
    """What `setting.yml` says, with every default filled in."""

    name: str
    places: tuple[Place, ...]
    terms: tuple[TermDates, ...]
    audiences: tuple[Audience, ...]
    thresholds: Mapping[str, float]
    as_of: date | None = None
    last_inspection: date | None = None
    reg45_month: int | None = None
    staff_patterns: StaffPatterns | None = None
    terms_assumed: bool = False
    """True when nobody gave term dates and calendar thirds of the academic year stand in for them."""
    training_roles: tuple[str, ...] = ("teacher", "ta", "care", "senior_care", "night", "leader")
    """Role groups whose adults are expected to have both courses."""
    retired_codes: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    """Codes of the setting's own lists that it gave up: by field, with the last day of each."""

    def threshold(self, name: str) -> float:
        return self.thresholds[name]

    def audience(self, name: str) -> Audience | None:
        return next((each for each in self.audiences if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that the setting says of itself, with the indicator it names.

    `page` is the narrative page at whose head it stands; `acknowledged` says that a note admits what the records do
    not bear out.
    """

    id: str
    text: str
    indicator: str
    page: str
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """One person of the private lookup, as the folded words that no text may hold. Never shown, not even in a log."""

    kind: Literal["child", "adult"]
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Dataset:
    """The tables that could be used, with the calendar they are read by.

    Every data frame is indexed by spreadsheet row number. Date fields are `datetime64[s]`; date-and-time fields are
    `datetime64[s]` in local Europe/London time without a zone; time-of-day fields are text `HH:MM`; booleans are
    `boolean`; several codes in one cell stay joined by `|`. Empty is missing.
    """

    setting: Setting
    tables: Mapping[str, pd.DataFrame]
    states: Mapping[str, TableState]
    as_of: date
    calendar: Calendar
    exposure: Exposure
    statements: tuple[Statement, ...] = ()
    named: tuple[Named, ...] = field(default=(), repr=False)
    words: tuple[tuple[str, str, str, str], ...] = ()
    """Table, field, word of the source and code: what the recipes that made the tables say."""

    def has(self, table: str, name: str | None = None) -> bool:
        """Whether the table is loaded and, where a field is named, holds at least one value in it."""
        frame = self.tables.get(table)
        if frame is None:
            return False
        return name is None or bool(self.once(f"has {table}.{name}", lambda: _holds(frame, name)))

    @cached_property
    def incidents(self) -> pd.DataFrame:
        """`incidents` with one added column: `restrictive` (bool)."""
        frame = self.tables["incidents"]
        pattern = r"(?:^|\|)(?:" + "|".join(RESTRICTIVE) + r")(?:\||$)"
        marked = frame["intervention_category"].fillna("").str.contains(pattern, regex=True)
        return frame.assign(restrictive=marked)

    @cached_property
    def _cuts(self) -> dict[tuple[date, date, tuple[str, ...] | None, bool], pd.DataFrame]:
        """Windows of `incidents` cut out already: fifteen indicators ask for the same twenty."""
        return {}

    @cached_property
    def _in_order(self) -> tuple[np.ndarray, np.ndarray]:
        """The places of the rows of `incidents` in order of date, and those dates; undated rows come last."""
        dates = self.incidents["incident_date"].to_numpy()
        order = np.argsort(dates, kind="stable")
        return order, dates[order]

    @cached_property
    def _narrow(self) -> dict[tuple[str, ...], pd.DataFrame]:
        return {}

    def cut(self, window: Window, names: tuple[str, ...] | None = None, *, restrictive: bool) -> pd.DataFrame:
        """The rows of `incidents` (or R alone) dated inside the window, in the table's order.

        `names` are the fields wanted, all where none is named; each cut is made once.
        """
        key = (window.start, window.end, names, restrictive)
        if key not in self._cuts:
            self._cuts[key] = self._wide(names).take(self.places(window, restrictive=restrictive))
        return self._cuts[key]

    def _wide(self, names: tuple[str, ...] | None) -> pd.DataFrame:
        """All rows with the fields named: cutting fifty fields again and again is slow."""
        if names is None:
            return self.incidents
        if names not in self._narrow:
            self._narrow[names] = self.incidents[list(names)]
        return self._narrow[names]

    def places(self, window: Window, *, restrictive: bool) -> np.ndarray:
        """The places (from 0) of the rows of `incidents` dated inside the window, in the table's order."""
        key = (window.start, window.end, restrictive)
        if key not in self._placed:
            self._placed[key] = self._inside(window, restrictive)
        return self._placed[key]

    @cached_property
    def _placed(self) -> dict[tuple[date, date, bool], np.ndarray]:
        return {}

    def linked(self, table: str) -> np.ndarray:
        """For each row of a table the place of its incident in `incidents`, -1 where it has none."""
        return self.once(f"linked {table}", lambda: self._linked(table))  # type: ignore[no-any-return]

    def _linked(self, table: str) -> np.ndarray:
        codes = self.once("places of codes", lambda: _first_places(self.incidents["incident_id"]))
        named = self.tables[table]["incident_id"]
        return np.fromiter((codes.get(code, -1) for code in named.tolist()), dtype=np.intp, count=len(named))

    def _inside(self, window: Window, restrictive: bool) -> np.ndarray:
        order, dates = self._in_order
        ends = np.array([window.start, window.end], dtype="datetime64[D]").astype(dates.dtype)
        low, high = np.searchsorted(dates, ends)
        places = np.sort(order[low:high])
        return places[self._restrictive[places]] if restrictive else places

    @cached_property
    def _restrictive(self) -> np.ndarray:
        return self.incidents["restrictive"].to_numpy(dtype=bool)

    @cached_property
    def _made(self) -> dict[tuple[str, str], Any]:
        return {}

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out once for this data set: for what does not depend on the window.

        `name` is the module's own: two modules may call different things the same.
        """
        key = (make.__module__, name)
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def crises(self, window: Window) -> pd.DataFrame:
        """Every incident row dated inside the window."""
        return self.cut(window, restrictive=False)

    def restrictive(self, window: Window) -> pd.DataFrame:
        """The rows R of the catalogue dated inside the window."""
        return self.cut(window, restrictive=True)

    def place_of(self, rows: pd.DataFrame) -> pd.Series:
        """The setting of each row; where there is only one setting, that one."""
        only = self.setting.places[0].id if len(self.setting.places) == 1 else None
        if "setting_id" not in rows.columns:
            return pd.Series(only, index=rows.index, dtype="str")
        return rows["setting_id"].fillna(only) if only else rows["setting_id"]


def _first_places(codes: pd.Series) -> dict[str, int]:
    """The place of the first row of each code; rows without one have none."""
    pairs = zip(reversed(codes.tolist()), range(len(codes) - 1, -1, -1), strict=True)
    return {code: place for code, place in pairs if isinstance(code, str)}


def _holds(frame: pd.DataFrame, name: str) -> bool:
    return name in frame.columns and bool(frame[name].notna().any())


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
