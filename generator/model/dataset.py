"""The tables that could be used, cut by window, and what the setting says beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from generator.model.reports import TableState
from generator.model.settings import Setting

if TYPE_CHECKING:
    from generator.exposure import Exposure
    from generator.periods import Calendar, Window

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
        """For each row of a table the place of its incident in `incidents`, -1 where it has none.

        A table without a column for the incident has rows of none.
        """
        return self.once(f"linked {table}", lambda: self._linked(table))  # type: ignore[no-any-return]

    def _linked(self, table: str) -> np.ndarray:
        codes = self.once("places of codes", lambda: _first_places(self.tables["incidents"]["incident_id"]))
        if "incident_id" not in self.tables[table].columns:
            return np.full(len(self.tables[table]), -1, dtype=np.intp)
        named = self.tables[table]["incident_id"]
        return np.fromiter(map(codes.get, named.tolist(), repeat(-1)), dtype=np.intp, count=len(named))

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
