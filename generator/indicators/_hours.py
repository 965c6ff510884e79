"""How long adults worked, as the exposure table states it, and on which days places were open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.model import Dataset, Place
from generator.periods import Window

COVERED = 0.8
"""The share of a window that stated hours must cover to stand for it."""
KEYS = ["setting_id", "dimension", "value"]
FAR = 10**7
"""A day after all others, or before them with a minus: for a date that nobody recorded."""

Days = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Worked:
    """Hours worked as stated, by setting, dimension and value: `number` is the place of each among `keys`.

    `days` is how many days are covered, `open` how many of them the place was open.
    """

    keys: pd.DataFrame
    number: Days
    hours: Numbers
    days: Days
    open: Numbers


@dataclass(frozen=True)
class _Periods:
    """Periods of stated hours: the number of each one's key, first day, day after the last, hours and place."""

    keys: pd.DataFrame
    key: Days
    first: Days
    after: Days
    amount: Numbers
    place: Days


def stated_hours(dataset: Dataset, window: Window, dimensions: Sequence[str]) -> pd.DataFrame:
    """Hours worked in the window as the exposure table states them, a row a setting, dimension and value.

    A period that reaches over an edge of the window counts by the day. `days` is how many days are covered, `open`
    how many of them the place was open.
    """
    found = worked(dataset, window)
    rows = found.keys.take(found.number)
    rows = rows.assign(hours=found.hours, days=found.days, open=found.open)
    return rows[rows["dimension"].isin(list(dimensions))].reset_index(drop=True)


def stated_keys(dataset: Dataset) -> pd.DataFrame:
    """Every setting, dimension and value of which the exposure table states hours, numbered from 0."""
    return _periods(dataset).keys


def _periods(dataset: Dataset) -> _Periods:
    return dataset.once("periods of stated hours", lambda: _read_periods(dataset))  # type: ignore[no-any-return]


def _read_periods(dataset: Dataset) -> _Periods:
    if not dataset.has("exposure", "amount"):
        none = np.array([], dtype=np.int64)
        return _Periods(pd.DataFrame(columns=KEYS, dtype="str"), none, none, none, none.astype(float), none)
    table = dataset.tables["exposure"]
    rows = table[(table["measure"] == "staff_hours") & (table["period_end"] >= table["period_start"])]
    rows = rows.dropna(subset=KEYS)
    groups = rows.groupby(KEYS)
    return _Periods(
        groups.size().index.to_frame(index=False),
        np.asarray(groups.ngroup(), dtype=np.int64),
        day_numbers(rows["period_start"]),
        day_numbers(rows["period_end"]) + 1,
        np.asarray(rows["amount"].to_numpy(dtype=float, na_value=np.nan), dtype=np.float64),
        place_numbers(dataset, rows["setting_id"]),
    )


def worked(dataset: Dataset, window: Window) -> Worked:
    """The same as numbers, for every dimension at once."""
    return dataset.once(f"stated {window.start} {window.end}", lambda: _worked(dataset, window))  # type: ignore[no-any-return]


def _worked(dataset: Dataset, window: Window) -> Worked:
    found, opens = _periods(dataset), day_number(window.start)
    low = np.clip(found.first - opens, 0, window.days)
    high = np.clip(np.minimum(found.after, day_number(window.end)) - opens, 0, window.days)
    inside = np.maximum(high - low, 0)
    hours = found.amount * inside / (found.after - found.first)
    some = inside > 0
    # pandas adds up with care for the last digit, and so do the figures that stand published.
    hours_by_key = pd.Series(hours[some]).groupby(found.key[some]).sum()
    number = hours_by_key.index.to_numpy(dtype=np.int64)
    days, opened = (
        np.bincount(found.key[some], weights=each[some], minlength=len(found.keys))[number]
        for each in (inside, open_between(dataset, window, found.place, low, high))
    )
    return Worked(
        found.keys, number, hours_by_key.to_numpy(), days.astype(np.int64), opened.astype(np.float64)
    )


def open_between(dataset: Dataset, window: Window, places: Days, low: Days, high: Days) -> Numbers:
    """Days on which each row's place (its number, -1 none) was open, from day `low` to before day `high`."""
    opened = _opened(dataset, window)
    return np.maximum(opened[places, high] - opened[places, low], 0.0)  # type: ignore[no-any-return]


def open_on(dataset: Dataset, window: Window, place: Place) -> NDArray[np.bool_]:
    """For each day of the window whether the place was open."""
    return np.diff(_opened(dataset, window)[dataset.setting.places.index(place)]) > 0


def _opened(dataset: Dataset, window: Window) -> Numbers:
    """For each place, and last for none, the days it was open before each day of the window."""

    def count() -> Numbers:
        opened = np.zeros((len(dataset.setting.places) + 1, window.days + 1))
        for number, place in enumerate(dataset.setting.places):
            opened[number, 1:] = np.cumsum(dataset.calendar.open_mask(place, window.start, window.end))
        return opened

    return dataset.once(f"opened {window.start} {window.end}", count)  # type: ignore[no-any-return]


def place_numbers(dataset: Dataset, places: pd.Series) -> Days:
    """Where each row's place stands among the settings; -1 where it is none of them."""
    numbers = {place.id: number for number, place in enumerate(dataset.setting.places)}
    return np.asarray(places.map(numbers).fillna(-1), dtype=np.int64)


def day_numbers(dates: pd.Series) -> Days:
    """Dates as whole days; a missing one is far in the past."""
    days = dates.to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(days), -FAR, days.astype(np.int64))


def day_number(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))
