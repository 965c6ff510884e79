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

    Without a roll every child who has an incident in either is taken to be here for the whole of both, and a window
    is as long as all child-days that are stated for it: only how the two compare counts, so that a setting that has
    grown is not one with more incidents. Where none are stated its open days stand for them; where they are for other
    days but not for these, nought. The same where the roll has nobody here in one of them and child-days are stated
    for both.
    """

    def make() -> tuple[ByChild, ByChild]:
        if _roll_speaks(dataset, window, other, place):
            return _by_child(dataset, other, place), _by_child(dataset, window, place)
        return _all_here(dataset, window, other, place)

    key = f"pair {other.start} {other.end} {window.start} {window.end} {place}"
    return dataset.once(key, make)  # type: ignore[no-any-return]


def _roll_speaks(dataset: Dataset, window: Window, other: Window, place: str | None) -> bool:
    """Whether there is a roll, and it has somebody here in both windows or nothing else says how long children were."""
    exposure, spans = dataset.exposure, (other, window)
    if not exposure.has_roll(place):
        return False
    somebody = all(exposure.by_child(each, place) for each in spans)
    return somebody or not all(exposure.stated_size(each, place) for each in spans)


def _by_child(dataset: Dataset, window: Window, place: str | None) -> ByChild:
    """For each child here in the window (or with an incident in it): incidents and child-days."""
    counts = tally_of(dataset).named(held_places(dataset, window, place))
    days = dataset.exposure.by_child(window, place)
    return {child: (counts.get(child, 0), float(days.get(child, 0))) for child in sorted({*days, *counts})}


def _all_here(dataset: Dataset, window: Window, other: Window, place: str | None) -> tuple[ByChild, ByChild]:
    """The same without a roll: every child with an incident in either, each with the whole length of both."""
    named = next((each for each in dataset.setting.places if each.id == place), None)
    spans = (other, window)
    sizes = [dataset.exposure.stated_size(each, place) for each in spans]
    if all(size is None for size in sizes):
        sizes = [float(dataset.calendar.open_days(each, named)) for each in spans]
    before, after = (tally_of(dataset).named(held_places(dataset, each, place)) for each in spans)
    children = sorted({*before, *after})
    first, second = (size or 0.0 for size in sizes)
    return (
        {child: (before.get(child, 0), first) for child in children},
        {child: (after.get(child, 0), second) for child in children},
    )
