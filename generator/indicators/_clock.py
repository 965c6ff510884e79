"""Deadlines by the clock: how long after a measure something was done, and which incidents a law speaks of.

Times in the tables are local time in England without a zone. Across the night on which clocks change they are read
both ways where they can be, and what the two readings disagree on cannot be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from generator.indicators._shared import stamp, thin
from generator.law import deadline, law, laws_of
from generator.model import Dataset
from generator.periods import Window

LONDON = ZoneInfo("Europe/London")
ROUTINE = "planned_routine_ehcp"
SANCTION = "disciplinary_removal"
FIELDS = ("planned", "is_disciplinary", "significant_incident", "intervention_category")
CLOCK = ("started_time", "ended_time", "ended_date")
TIMES = (
    "record_made_at",
    "user_spoken_to_at",
    "record_signed_at",
    "child_spoken_to_at",
    "parent_informed_at",
    "parent_written_report_at",
    "parent_not_informed_reason",
)


def moments(rows: pd.DataFrame, name: str) -> pd.Series:
    """A date-and-time field, or as many missing values where the table does not have it."""
    if name not in rows.columns:
        return pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    return pd.to_datetime(rows[name]).astype("datetime64[s]")


def yes(rows: pd.DataFrame, name: str) -> pd.Series:
    """Rows where a yes-or-no field says yes: empty does not."""
    return _says(rows, name, True)


def no(rows: pd.DataFrame, name: str) -> pd.Series:
    """Rows where a yes-or-no field says no: empty does not."""
    return _says(rows, name, False)


def _says(rows: pd.DataFrame, name: str, answer: bool) -> pd.Series:
    if name not in rows.columns:
        return pd.Series(False, index=rows.index, dtype=bool)
    return rows[name].eq(answer).fillna(False).astype(bool)


def began(rows: pd.DataFrame) -> pd.Series:
    """When each measure began; missing where no time of day was recorded."""
    return (
        rows["_began"] if "_began" in rows.columns else _moment(rows["incident_date"], rows, "started_time")
    )


def ended(rows: pd.DataFrame) -> pd.Series:
    """When each measure ended, on the day it began unless another is recorded."""
    if "_ended" in rows.columns:
        return rows["_ended"]
    return _moment(moments(rows, "ended_date").fillna(rows["incident_date"]), rows, "ended_time")


def _moment(day: pd.Series, rows: pd.DataFrame, name: str) -> pd.Series:
    """A day with its time of day; each different time is read once, since there are few."""
    if name not in rows.columns:
        return pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    different = rows[name].dropna().unique()
    minutes = {text: int(str(text)[:-3]) * 60 + int(str(text)[-2:]) for text in different}
    times = pd.to_timedelta(rows[name].map(minutes).astype("float64"), unit="m")
    return (day + times).astype("datetime64[s]")


def within(start: pd.Series, done: pd.Series, hours: float) -> pd.Series:
    """Whether `done` came at most so many hours after `start`: true, false, or missing where it cannot be told.

    Hours are hours that passed: 23 or 25 lie between the same clock times across the nights on which clocks change.
    Something done before the start cannot be told either.
    """
    shortest = _hours(_utc(start, first=False), _utc(done, first=True))
    longest = _hours(_utc(start, first=True), _utc(done, first=False))
    answer = pd.Series(pd.NA, index=start.index, dtype="boolean")
    answer = answer.mask((longest >= 0) & (longest <= hours), True)
    return answer.mask(shortest > hours, False)


def _utc(local: pd.Series, *, first: bool) -> pd.Series:
    """Local times as times that never jump; an hour that comes twice is the first or the second one."""
    twice = np.full(len(local), first)
    return local.dt.tz_localize(LONDON, ambiguous=twice, nonexistent="shift_forward").dt.tz_convert("UTC")


def _hours(start: pd.Series, done: pd.Series) -> pd.Series:
    return (done - start).dt.total_seconds() / 3600


def in_time(rows: pd.DataFrame, field: str, hours: float) -> pd.Series:
    """Whether a field's moment lies within so many hours of the measure: true, false or missing.

    The clock runs from the start. Where only the end is recorded, what is late after the end is late; nothing else
    can be told.
    """
    start, done = began(rows), moments(rows, field)
    late = start.isna() & within(ended(rows), done, hours).eq(False).fillna(False)
    return within(start, done, hours).mask(late.astype(bool), False)


def places_under(dataset: Dataset, *laws: str) -> list[str]:
    """The settings that follow one of these laws; a setting registered as both follows both."""
    return [place.id for place in dataset.setting.places if set(laws_of(place.kind)) & set(laws)]


def home_rows(dataset: Dataset, window: Window, *more: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A home's measures of restraint and discipline in the window, and apart those planned as routine.

    Restraint that an education, health and care plan provides for as routine is outside regulation 35(3), by
    regulation 35(4) of the Children's Homes (England) Regulations 2015.
    """
    return (
        _with(dataset, inside(home_frame(dataset), window), more),
        _with(dataset, inside(_homes(dataset)[1], window), more),
    )


def school_rows(dataset: Dataset, window: Window, *more: str) -> pd.DataFrame:
    """A school's significant force, seclusion and restraint in the window, from the day the law on it holds.

    Physical restraint counts unless the row says that it was no significant incident, guided contact only where it
    says that it was one; seclusion and other restriction count unless they were a sanction. What a plan provides for
    counts as well. Sources: section 93A of the Education and Inspections Act 2006; the 2025 regulations beside it.
    """
    return _with(dataset, inside(school_frame(dataset), window), more)


def home_frame(dataset: Dataset) -> pd.DataFrame:
    """All of a home's measures that are not planned as routine, in order of date."""
    return _homes(dataset)[0]


def school_frame(dataset: Dataset) -> pd.DataFrame:
    """All of a school's incidents under the law of April 2026, in order of date; worked out once."""
    return dataset.once("incidents under school law", lambda: _school(dataset))  # type: ignore[no-any-return]


def span(frame: pd.DataFrame, window: Window) -> slice:
    """Where the window's rows stand in a frame in order of date."""
    low, high = frame["incident_date"].searchsorted([stamp(window.start), stamp(window.end)])
    return slice(int(low), int(high))


def inside(frame: pd.DataFrame, window: Window) -> pd.DataFrame:
    """The window's rows of a frame in order of date."""
    return frame.iloc[span(frame, window)]


def in_time_at_home(dataset: Dataset, window: Window, field: str, hours: float) -> pd.Series:
    """`in_time` for a home's measures in the window, worked out once for all of them."""
    frame = home_frame(dataset)
    whole = dataset.once(f"home in time {field} {hours}", lambda: in_time(frame, field, hours))
    return whole.iloc[span(frame, window)]  # type: ignore[no-any-return]


def _homes(dataset: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    return dataset.once("measures under home law", lambda: _home(dataset))  # type: ignore[no-any-return]


def _home(dataset: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = _under(dataset, deadline("home-record").source.in_force, "home", "secure_home")
    sanction = yes(rows, "is_disciplinary") | _category(rows, SANCTION)
    rows = rows[rows["restrictive"] | sanction]
    routine = _is(rows, "planned", ROUTINE) & rows["restrictive"]
    return rows[~routine], rows[routine]


def _school(dataset: Dataset) -> pd.DataFrame:
    rows = _under(dataset, law().sources["eia-2006-s93a"].in_force, "school")
    physical, guided = _category(rows, "physical_restraint"), _category(rows, "guided_contact")
    only_physical = _is(rows, "intervention_category", "physical_restraint")
    force = (physical & ~no(rows, "significant_incident")) | (guided & yes(rows, "significant_incident"))
    other = rows["restrictive"] & ~only_physical & ~yes(rows, "is_disciplinary")
    return rows[force | other]


def _under(dataset: Dataset, first: date, *laws: str) -> pd.DataFrame:
    """Incidents at the places under a law, from the day it holds, in order of date."""
    rows = dataset.incidents
    there = dataset.place_of(rows).isin(places_under(dataset, *laws)).astype(bool)
    rows = thin(rows, *FIELDS, *CLOCK, *TIMES)[there & (rows["incident_date"] >= stamp(first))]
    rows = rows.sort_values("incident_date", kind="stable")
    return rows.assign(_began=began(rows), _ended=ended(rows))


def _with(dataset: Dataset, rows: pd.DataFrame, more: Sequence[str]) -> pd.DataFrame:
    """The rows with further fields of the table, as far as it has them."""
    known = dataset.incidents.columns
    missing = [name for name in more if name not in rows.columns and name in known]
    return (
        rows.assign(**{name: dataset.incidents[name].loc[rows.index] for name in missing})
        if missing
        else rows
    )


def _is(rows: pd.DataFrame, name: str, code: str) -> pd.Series:
    if name not in rows.columns:
        return pd.Series(False, index=rows.index, dtype=bool)
    return rows[name].eq(code).fillna(False).astype(bool)


def _category(rows: pd.DataFrame, code: str) -> pd.Series:
    pattern = rf"(?:^|\|){code}(?:\||$)"
    return rows["intervention_category"].fillna("").str.contains(pattern, regex=True).astype(bool)
