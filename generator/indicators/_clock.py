"""Deadlines by the clock: how long after a measure something was done, and which incidents a law speaks of.

Times in the tables are local time in England without a zone. Across the night on which clocks change they are read
both ways where they can be, and what the two readings disagree on cannot be told.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from generator.indicators._answers import UNKNOWN, YES, Answers
from generator.indicators._shared import stamp, thin
from generator.indicators._tally import Places
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
    shortest = _hours(utc(start, first=False), utc(done, first=True))
    longest = _hours(utc(start, first=True), utc(done, first=False))
    answer = pd.Series(pd.NA, index=start.index, dtype="boolean")
    answer = answer.mask((longest >= 0) & (longest <= hours), True)
    return answer.mask(shortest > hours, False)


def utc(local: pd.Series, *, first: bool) -> pd.Series:
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


def home_frame(dataset: Dataset) -> pd.DataFrame:
    """All of a home's measures of restraint and discipline that are not planned as routine, in order of date.

    Restraint that an education, health and care plan provides for as routine is outside regulation 35(3), by
    regulation 35(4) of the Children's Homes (England) Regulations 2015.
    """
    return _homes(dataset)[0]


def routine_frame(dataset: Dataset) -> pd.DataFrame:
    """A home's restraint that a plan provides for as routine, in order of date."""
    return _homes(dataset)[1]


def school_frame(dataset: Dataset) -> pd.DataFrame:
    """A school's significant force, seclusion and restraint from the day the law on it holds, in order of date.

    Physical restraint counts unless the row says that it was no significant incident, guided contact only where it
    says that it was one; seclusion and other restriction count unless they were a sanction. What a plan provides for
    counts as well. Sources: section 93A of the Education and Inspections Act 2006; the 2025 regulations beside it.
    """
    return dataset.once("incidents under school law", lambda: _school(dataset))  # type: ignore[no-any-return]


def among(dataset: Dataset, window: Window, name: str, frame: pd.DataFrame) -> Places:
    """Where the window's rows of a frame stand in `incidents`; the frame is known by its name."""
    mask = dataset.once(
        f"mask of {name}", lambda: spread(dataset, frame, np.ones(len(frame), dtype=np.int8)) == YES
    )
    places = dataset.places(window, restrictive=False)
    found: Places = places[mask[places]]
    return found


def spread(dataset: Dataset, frame: pd.DataFrame, answers: pd.Series | np.ndarray) -> Answers:
    """The answers of a frame's rows as one for each incident: not known where it is not in the frame."""
    found = np.full(len(dataset.incidents), UNKNOWN, dtype=np.int8)
    if isinstance(answers, pd.Series):
        answers = answers.astype("boolean").astype("Int8").fillna(UNKNOWN).to_numpy(dtype=np.int8)
    found[frame["_place"].to_numpy()] = answers
    return found


def in_time_at_home(dataset: Dataset, field: str, hours: float) -> Answers:
    """`in_time` for each of a home's measures, worked out once."""
    frame = home_frame(dataset)
    return dataset.once(  # type: ignore[no-any-return]
        f"home in time {field} {hours}", lambda: spread(dataset, frame, in_time(frame, field, hours))
    )


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
    mine = np.flatnonzero((there & (rows["incident_date"] >= stamp(first))).to_numpy(dtype=bool))
    mine = mine[np.argsort(rows["incident_date"].to_numpy()[mine], kind="stable")]
    rows = thin(rows, *FIELDS, *CLOCK, *TIMES).take(mine)
    return rows.assign(_place=mine, _began=began(rows), _ended=ended(rows))


def _is(rows: pd.DataFrame, name: str, code: str) -> pd.Series:
    if name not in rows.columns:
        return pd.Series(False, index=rows.index, dtype=bool)
    return rows[name].eq(code).fillna(False).astype(bool)


def _category(rows: pd.DataFrame, code: str) -> pd.Series:
    """Rows with a category among others; each different cell is read once, since there are few."""
    different = rows["intervention_category"].dropna().unique()
    return rows["intervention_category"].isin([each for each in different if code in str(each).split("|")])
