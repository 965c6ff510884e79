"""How long each adult worked at each place: by weekly hours in post, or as the exposure table states it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicators._hours import (
    COVERED,
    FAR,
    Days,
    Numbers,
    day_number,
    day_numbers,
    open_between,
    place_numbers,
    stated_keys,
    worked,
)
from generator.model import Dataset
from generator.periods import Window

Texts = NDArray[np.object_]
TOLD = ("team", "role_group", "employment_type")


@dataclass(frozen=True)
class Posts:
    """Adults at places in one window, in the order of their codes, with the hours worked there (NaN: nothing says).

    `group` is the number of adult and place in `people`, `row` the adult's first row in the table of staff, `fresh`
    hours are those of the adult's first days (the setting's threshold for new adults), `began` the first day there.
    """

    people: pd.DataFrame
    group: Days
    row: Days
    team: Texts
    role: Texts
    employment: Texts
    began: Days
    hours: Numbers
    fresh: Numbers

    @property
    def adults(self) -> Texts:
        return self.people["staff_id"].to_numpy(dtype=object)[self.group]

    @property
    def places(self) -> Texts:
        return self.people["place"].to_numpy(dtype=object)[self.group]


@dataclass(frozen=True)
class _Staff:
    """The table of staff as numbers, a row each: adult and place, first day, first day ever there, day after the last.

    `week` is how many days a week that place is open, `weekly` the hours of a week.
    """

    people: pd.DataFrame
    group: Days
    place: Days
    start: Days
    began: Days
    after: Days
    week: Numbers
    weekly: Numbers


def people_at(dataset: Dataset) -> pd.DataFrame:
    """Every adult at every place that the table of staff names, in the order of codes; numbered from 0."""
    return _staff(dataset).people


def _staff(dataset: Dataset) -> _Staff:
    return dataset.once("staff as numbers", lambda: _numbers(dataset))  # type: ignore[no-any-return]


def _numbers(dataset: Dataset) -> _Staff:
    staff = dataset.tables["staff"]
    at = pd.DataFrame({"staff_id": staff["staff_id"], "place": dataset.place_of(staff)})
    groups = at.groupby(["staff_id", "place"])
    group = np.asarray(groups.ngroup(), dtype=np.int64)
    start = day_numbers(staff["start_on"])
    known = (group >= 0) & (start > -FAR)
    first = np.full(len(staff) + 1, FAR)
    np.minimum.at(first, group[known], start[known])
    place = place_numbers(dataset, at["place"])
    ends = staff["end_on"] if "end_on" in staff.columns else pd.Series(pd.NaT, index=staff.index)
    weekly = (
        staff["weekly_hours"] if "weekly_hours" in staff.columns else pd.Series(np.nan, index=staff.index)
    )
    return _Staff(
        groups.size().index.to_frame(index=False),
        group,
        place,
        start,
        first[group],
        np.where(ends.isna(), FAR, day_numbers(ends) + 1),
        np.array([*(7.0 if each.is_home else 5.0 for each in dataset.setting.places), 7.0])[place],
        np.asarray(weekly.to_numpy(dtype=float, na_value=np.nan), dtype=np.float64),
    )


def posts_in(dataset: Dataset, window: Window) -> Posts:
    """Every adult in post at every place in the window.

    Hours are those the exposure table states for the adult where it covers four fifths of the time in post, else
    weekly hours times the weeks on which the place was open.
    """
    return dataset.once(f"posts {window.start} {window.end}", lambda: _posts(dataset, window))  # type: ignore[no-any-return]


def _posts(dataset: Dataset, window: Window) -> Posts:
    staff, table = _staff(dataset), dataset.tables["staff"]
    opens, new = day_number(window.start), int(dataset.setting.threshold("new_staff_days"))
    end = np.minimum(staff.after, day_number(window.end))
    low, high, newly = (
        np.clip(each - opens, 0, window.days)
        for each in (staff.start, end, np.minimum(staff.began + new, end))
    )
    mine = np.flatnonzero((high > low) & (staff.group >= 0))
    # One adult's rows at a place stand together, in the order of their last days: the last says team and role.
    mine = mine[np.lexsort((end[mine], staff.group[mine]))]
    first = np.flatnonzero(np.diff(staff.group[mine], prepend=-1))
    last = np.append(first[1:], len(mine)) - 1 if len(mine) else first
    opened, fresh = (open_between(dataset, window, staff.place, low, each)[mine] for each in (high, newly))
    hours = opened / staff.week[mine] * staff.weekly[mine]
    total, opened, fresh = (_sums(each, first) for each in (hours, opened, fresh))
    group = staff.group[mine[first]]
    total = _with_stated(dataset, window, group, total, opened)
    team, role, employment = (_text(table, name)[mine[last]] for name in TOLD)
    return Posts(
        people=staff.people,
        group=group,
        row=np.minimum.reduceat(table.index.to_numpy(dtype=np.int64)[mine], first) if len(mine) else mine,
        team=team,
        role=role,
        employment=employment,
        began=staff.began[mine[first]],
        hours=total,
        fresh=total * np.divide(fresh, opened, out=np.zeros(len(opened)), where=opened > 0),
    )


def _sums(values: Numbers, first: Days) -> Numbers:
    """The sums of stretches that begin at these places; one that holds a missing value is missing."""
    return np.add.reduceat(values, first) if len(values) else values


def _with_stated(dataset: Dataset, window: Window, group: Days, hours: Numbers, opened: Numbers) -> Numbers:
    """The hours of each post, with stated ones in place of weekly ones where they cover enough."""
    stated = worked(dataset, window)
    people = dataset.once("people of stated hours", lambda: _people_of_hours(dataset))[stated.number]
    said = np.full((2, len(people_at(dataset)) + 1), np.nan)  # the last is for hours of nobody on staff
    said[:, people] = stated.hours, stated.open
    said[:, -1] = np.nan
    return np.where(said[1, group] >= COVERED * opened, said[0, group], hours)


def _people_of_hours(dataset: Dataset) -> Days:
    """For each key of stated hours the number of the adult at that place; -1 where it is none."""
    people = people_at(dataset).itertuples(index=False, name=None)
    numbers = {("staff", place, code): number for number, (code, place) in enumerate(people)}
    keys = stated_keys(dataset)
    asked = zip(keys["dimension"], keys["setting_id"], keys["value"], strict=True)
    return np.array([numbers.get(key, -1) for key in asked], dtype=np.int64)


def _text(rows: pd.DataFrame, name: str) -> Texts:
    """A field as text, empty where it is missing."""
    if name not in rows.columns:
        return np.full(len(rows), "", dtype=object)
    return rows[name].fillna("").to_numpy(dtype=object)
