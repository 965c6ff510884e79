"""The first review of each incident that was held after it began."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicators._clock import began
from generator.model import Dataset

DAY = np.timedelta64(1, "D")
NEVER = np.datetime64("NaT", "s")


@dataclass(frozen=True, slots=True)
class First:
    """For each incident the first review since it began (NaT: none), and whether one is dated before it began."""

    at: NDArray[np.datetime64]
    early: NDArray[np.bool_]


def starts(dataset: Dataset) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """The earliest and the latest moment at which each incident can have begun: apart where no time is recorded."""
    return dataset.once("starts", lambda: _starts(dataset))  # type: ignore[no-any-return]


def _starts(dataset: Dataset) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    start = began(dataset.incidents).to_numpy(dtype="datetime64[s]")
    day = dataset.incidents["incident_date"].to_numpy(dtype="datetime64[s]")
    untimed = np.isnat(start)
    return np.where(untimed, day, start), np.where(untimed, day + DAY, start)


def first_reviews(dataset: Dataset, which: pd.Series) -> First:
    """The first of these reviews (one mark for each row of the table) of every incident.

    A review dated before its incident began cannot be one of that incident: it does not stand in for a later one.
    """
    places = dataset.linked("reviews")
    at = dataset.tables["reviews"]["held_at"].to_numpy(dtype="datetime64[s]")
    own = which.to_numpy(dtype=bool, na_value=False) & (places >= 0) & ~np.isnat(at)
    places, at = places[own], at[own]
    late_enough = at >= starts(dataset)[0][places]
    early = np.zeros(len(dataset.incidents), dtype=bool)
    early[places[~late_enough]] = True
    first = np.full(len(dataset.incidents), np.iinfo(np.int64).max)
    np.minimum.at(first, places[late_enough], at[late_enough].astype(np.int64))
    none = first == np.iinfo(np.int64).max
    return First(np.where(none, NEVER, first.astype("datetime64[s]")), early & none)


def ran_out(dataset: Dataset, hours: float) -> NDArray[np.bool_]:
    """For each incident whether so many hours after it were over when the records end."""
    end = np.datetime64(dataset.calendar.end, "s")
    return starts(dataset)[1] + np.timedelta64(round(hours * 3600), "s") <= end
