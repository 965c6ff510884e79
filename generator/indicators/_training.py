"""Which adults had which course in date on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicators._answers import NO, UNKNOWN, YES, Answers, flags
from generator.indicators._tally import Places
from generator.model import Dataset

COURSES = ("de_escalation", "physical_intervention")
LONGEST = 10**7
"""Days more than any calendar has: what keeps the days of one adult apart from those of the next."""


@dataclass(frozen=True)
class Standing:
    """For each adult whether both courses are in date, and the answer for each course."""

    both: Answers
    by_course: dict[str, Answers]


@dataclass(frozen=True)
class Taken:
    """Courses of one kind in order of the day they were completed; `open_ended` where no last day is recorded."""

    places: Places
    adults: NDArray[np.object_]
    completed: NDArray[np.int64]
    until: NDArray[np.int64]
    open_ended: NDArray[np.bool_]


def taken(dataset: Dataset, course: str) -> Taken:
    """Every course of one kind whose day is recorded."""
    return dataset.once(f"courses {course}", lambda: _taken(dataset, course))  # type: ignore[no-any-return]


def _taken(dataset: Dataset, course: str) -> Taken:
    training = dataset.tables["training"]
    places = np.flatnonzero(training["course"].eq(course) & training["completed_on"].notna())
    rows = training.take(places)
    order = np.argsort(rows["completed_on"].to_numpy(), kind="stable")
    places, rows = places[order], rows.take(order)
    until = rows["expires_on"] if "expires_on" in rows.columns else pd.Series(pd.NaT, index=rows.index)
    return Taken(
        places,
        rows["staff_id"].to_numpy(dtype=object),
        days_of(rows["completed_on"]),
        days_of(until),
        until.isna().to_numpy(),
    )


def days_of(dates: pd.Series) -> NDArray[np.int64]:
    """Dates as whole days; a missing one is far in the past."""
    return dates.to_numpy(dtype="datetime64[D]").astype(np.int64)


def standing_on(
    dataset: Dataset, course: str, people: NDArray[np.object_], days: NDArray[np.int64]
) -> Answers:
    """For each adult on each day: yes, no (nothing in date) or unknown (a course without its last day).

    A course is in date from the day it was completed to its last day, both included.
    """
    found = taken(dataset, course)
    codes, names = pd.factorize(people)
    # All days of one adult stand together, in order: a course covers a stretch of them.
    keys = codes.astype(np.int64) * LONGEST + days
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    numbers = {name: number for number, name in enumerate(names)}
    mine = np.array([numbers.get(adult, -1) for adult in found.adults], dtype=np.int64)
    base, until = mine * LONGEST, np.where(found.open_ended, LONGEST // 2, found.until)
    first = np.searchsorted(keys, base + found.completed, side="left")
    last = np.searchsorted(keys, base + until, side="right")
    covered = [
        _stretches(first, last, (mine >= 0) & (found.open_ended == open_ended), len(keys))
        for open_ended in (False, True)
    ]
    state = np.empty(len(keys), dtype=np.int8)
    state[order] = np.where(covered[0], YES, np.where(covered[1], UNKNOWN, NO))
    return state


def _stretches(first: Places, last: Places, which: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """The places that lie in any of these stretches; one that ends before it begins holds none."""
    which = which & (last > first)
    steps = np.bincount(first[which], minlength=length + 1) - np.bincount(last[which], minlength=length + 1)
    return np.cumsum(steps)[:length] > 0


def courses(dataset: Dataset, people: NDArray[np.object_], on: date) -> Standing:
    """Where each adult stands with both courses on one day; one course out of date decides whatever the other."""
    days = np.full(len(people), np.datetime64(on).astype(np.int64))
    states = {course: standing_on(dataset, course, people, days) for course in COURSES}
    every = np.vstack(list(states.values()))
    some = np.where((every == UNKNOWN).any(axis=0), UNKNOWN, YES)
    return Standing(np.where((every == NO).any(axis=0), NO, some).astype(np.int8), states)


def latest(dataset: Dataset, course: str, people: NDArray[np.object_], on: date, field: str) -> Answers:
    """What the newest course of each adult by that day says of itself (assessed, certified); unknown where nothing."""
    training = dataset.tables["training"]
    if field not in training.columns:
        return np.full(len(people), UNKNOWN, dtype=np.int8)
    said = dataset.once(f"training {field}", lambda: flags(training, field))
    found = taken(dataset, course)
    by_then = np.searchsorted(found.completed, np.datetime64(on).astype(np.int64), side="right")
    newest = dict(zip(found.adults[:by_then], said[found.places[:by_then]], strict=True))
    return np.array([newest.get(each, UNKNOWN) for each in people], dtype=np.int8)
