"""Rows by where they stand in their table: a window is a list of whole numbers, and no table is cut to count.

What holds for a row is worked out once for the whole table (`Dataset.once`); a window only picks its rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import refs
from generator.indicators._reviews import with_child
from generator.indicators._shared import column, thin
from generator.model import Dataset
from generator.periods import Window
from generator.rows import Rows

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
"""Where rows stand in their table, from 0."""
OWN = ("incidents", "children", "child_views", "restrictions")
"""Tables whose rows are of the child they name themselves, if they name one."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One table as numbers: each row's number in its spreadsheet, and its child's place among `names` (-1: none)."""

    table: str
    numbers: NDArray[np.int64]
    who: Places
    names: tuple[str, ...]

    @classmethod
    def of(cls, table: str, rows: pd.DataFrame) -> Tally:
        """The tally of a table's rows, by the child that each names."""
        who, names = pd.factorize(column(rows, "child_id").to_numpy(dtype=object))
        return cls(table, rows.index.to_numpy(dtype=np.int64), who, tuple(str(name) for name in names))

    def rows(self, places: Places) -> Rows:
        """References to the rows at these places."""
        return refs(self.table, self.numbers[places])

    def by_child(self, places: Places) -> NDArray[np.intp]:
        """How many of these rows each child has, in the order of `names`."""
        # Rows that name no child are counted first, and left out.
        return np.bincount(self.who[places] + 1, minlength=len(self.names) + 1)[1:]

    def named(self, places: Places) -> dict[str, int]:
        """How many of these rows each child has, of those with at least one, by the child's code."""
        counts = self.by_child(places)
        some = np.flatnonzero(counts)
        return {self.names[i]: n for i, n in zip(some.tolist(), counts[some].tolist(), strict=True)}

    def behind(self, places: Places) -> tuple[int, float]:
        """How many different children stand behind the rows, and the share of the one with most (0 without rows)."""
        counts = self.by_child(places)
        whole = int(counts.sum())
        return int(np.count_nonzero(counts)), int(counts.max()) / whole if whole else 0.0

    def one_a_child(self, places: Places) -> Places:
        """The first of the rows of each child, in the table's order."""
        named = places[self.who[places] >= 0]
        _, first = np.unique(self.who[named], return_index=True)
        return named[np.sort(first)]


def tally_of(dataset: Dataset, table: str = "incidents") -> Tally:
    """A table as numbers, made once; a review is of the child it names, or of that of its incident.

    Rows of other tables that name incidents are of the children of those.
    """
    return dataset.once(f"tally of {table}", lambda: _tally(dataset, table))  # type: ignore[no-any-return]


def _tally(dataset: Dataset, table: str) -> Tally:
    if table == "reviews":
        return Tally.of(table, with_child(dataset))
    rows = dataset.tables[table]
    if table in OWN:
        return Tally.of(table, rows)
    every = tally_of(dataset)
    theirs = of_incident(dataset, table, every.who, -1)
    return Tally(table, rows.index.to_numpy(dtype=np.int64), theirs, every.names)


def first_rows(rows: pd.DataFrame) -> dict[str, int]:
    """The number of each child's first row."""
    first = rows["child_id"].drop_duplicates().dropna()
    return dict(zip(first.astype("str").tolist(), first.index.tolist(), strict=True))


def held_places(dataset: Dataset, window: Window, place: str | None = None) -> Places:
    """The restrictive incidents of the window, or those of one place."""
    found = dataset.places(window, restrictive=True)
    if place is None:
        return found
    number = [each.id for each in dataset.setting.places].index(place)
    return found[place_numbers(dataset)[found] == number]


def rows_in(dataset: Dataset, window: Window, table: str) -> Places:
    """The rows of a table that name a restrictive incident of the window; of `incidents`, those themselves."""
    if table == "incidents":
        return held_places(dataset, window)

    def find() -> Places:
        # The last place is for rows that name no incident: `linked` gives them -1.
        inside = np.zeros(len(dataset.incidents) + 1, dtype=bool)
        inside[held_places(dataset, window)] = True
        return np.flatnonzero(inside[dataset.linked(table)])

    return dataset.once(f"{table} of {window.start} {window.end}", find)  # type: ignore[no-any-return]


def incidents_with(dataset: Dataset, table: str, which: Mask) -> Mask:
    """For each incident whether any of these rows of a table names it."""
    found = np.zeros(len(dataset.incidents) + 1, dtype=bool)  # the last is for rows that name no incident
    found[dataset.linked(table)[which]] = True
    return found[:-1]


def of_incident(dataset: Dataset, table: str, values: NDArray[Any], missing: int) -> NDArray[Any]:
    """What holds for each row of a table because it holds for its incident; `missing` where it names none."""
    return values if table == "incidents" else np.append(values, [missing])[dataset.linked(table)]


def incident_days(dataset: Dataset) -> NDArray[np.int64]:
    """For each incident its date as a whole number of days, counted from 1970."""
    return dataset.once(  # type: ignore[no-any-return]
        "incident days",
        lambda: dataset.incidents["incident_date"].to_numpy(dtype="datetime64[D]").astype(np.int64),
    )


def place_numbers(dataset: Dataset, table: str = "incidents") -> NDArray[np.intp]:
    """For each row of a table which place of the setting it names, -1 where none."""

    def make() -> NDArray[np.intp]:
        known = {place.id: number for number, place in enumerate(dataset.setting.places)}
        found, ids = pd.factorize(dataset.place_of(dataset.tables[table]))
        # One more at the end, so that a row without a place (-1) finds it.
        return np.array([*(known.get(each, -1) for each in ids), -1])[found]

    return dataset.once(f"place of each row of {table}", make)  # type: ignore[no-any-return]


def incidents_of(dataset: Dataset, places: Places, *more: str, table: str = "incidents") -> pd.DataFrame:
    """The incidents of some rows, for a list: few fields, by the numbers of those rows."""
    whole = thin(dataset.incidents, *more)
    if table == "incidents":
        return whole.take(places)
    return whole.take(dataset.linked(table)[places]).set_axis(dataset.tables[table].index[places])
