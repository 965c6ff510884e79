"""Incidents counted child by child, from whole numbers that are worked out once for a data set.

`places` are always positions (from 0) in `dataset.incidents`, as `dataset.places` gives them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.indicators._tally import Places, held_places, incident_days, tally_of
from generator.model import Dataset
from generator.periods import Window

ByChild = dict[str, tuple[int, float]]
NEVER = np.iinfo(np.int64).max
"""Stands for a day that does not come."""


@dataclass(frozen=True)
class InOrder:
    """All restrictive incidents, each child's together and in order of date; those of one day as in the table."""

    places: Places
    whose: Places
    days: np.ndarray

    def until(self, day: int, children: int) -> np.ndarray:
        """For each child the place in this order of the first incident on this day or later."""
        first, last = (int(self.days.min()), int(self.days.max())) if len(self.days) else (0, 0)
        span = last - first + 2  # a day and a child as one number, so that one search finds them all
        wanted = np.arange(children) * span + min(max(day - first, 0), span - 1)
        return np.searchsorted(self.whose * span + (self.days - first), wanted)

    @property
    def gaps(self) -> np.ndarray:
        """Days from each to the same child's next, `NEVER` for the last."""
        same = self.whose[1:] == self.whose[:-1]
        return np.append(np.where(same, np.diff(self.days), NEVER), NEVER)[: len(self.days)]


def in_order(dataset: Dataset) -> InOrder:
    """Each child's restrictive incidents one after the other."""

    def make() -> InOrder:
        whose, days = tally_of(dataset).who, incident_days(dataset)
        dated = dataset.incidents["incident_date"].notna().to_numpy()
        places = np.flatnonzero(dataset.incidents["restrictive"].to_numpy(dtype=bool) & (whose >= 0) & dated)
        places = places[np.lexsort((days[places], whose[places]))]
        return InOrder(places, whose[places], days[places])

    return dataset.once("held in order", make)  # type: ignore[no-any-return]


def _by_place(dataset: Dataset, places: Places, gaps: np.ndarray) -> np.ndarray:
    """A gap for each of these places, spread over all rows of `incidents`; `NEVER` elsewhere."""
    found = np.full(len(dataset.incidents), NEVER)
    found[places] = gaps
    return found


def days_to_next(dataset: Dataset) -> np.ndarray:
    """For each row of `incidents` the days until the child's next restrictive incident, `NEVER` where none came."""
    every = in_order(dataset)
    return dataset.once("days to next", lambda: _by_place(dataset, every.places, every.gaps))  # type: ignore[no-any-return]


def days_since_last(dataset: Dataset) -> np.ndarray:
    """For each row of `incidents` the days since the child's last restrictive incident, `NEVER` for the first."""
    every = in_order(dataset)
    return dataset.once(  # type: ignore[no-any-return]
        "days since last", lambda: _by_place(dataset, every.places[1:], every.gaps[:-1])
    )


def pair_by_child(
    dataset: Dataset, window: Window, other: Window, place: str | None = None
) -> tuple[ByChild, ByChild]:
    """Each child's incidents and days in the earlier and in the later window; shared, so not to be changed.

    Without a roll every child who has an incident in either is taken to be here for the whole of both.
    """

    def make() -> tuple[ByChild, ByChild]:
        before, after = (_by_child(dataset, each, place) for each in (other, window))
        if not dataset.exposure.children:
            for child in before.keys() | after.keys():
                before.setdefault(child, (0, float(other.days)))
                after.setdefault(child, (0, float(window.days)))
        return before, after

    key = f"pair {other.start} {other.end} {window.start} {window.end} {place}"
    return dataset.once(key, make)  # type: ignore[no-any-return]


def _by_child(dataset: Dataset, window: Window, place: str | None) -> ByChild:
    """For each child here in the window (or with an incident in it): incidents and child-days.

    Without a roll every child with an incident gets the window's length, so that windows of equal length can be
    compared.
    """
    counts = tally_of(dataset).named(held_places(dataset, window, place))
    days = dataset.exposure.by_child(window, place)
    if not days:
        return {child: (count, float(window.days)) for child, count in counts.items()}
    return {child: (counts.get(child, 0), float(days.get(child, 0))) for child in sorted({*days, *counts})}
