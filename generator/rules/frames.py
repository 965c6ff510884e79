"""What several rules read off a table in the same way: absent columns, moments, answers, pairs of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from generator.model import Dataset

CORRECT = "Correct it where it was recorded and export again."
FINE = "Nothing to do if it is right."


def column(frame: pd.DataFrame, name: str) -> pd.Series:
    """The field, or as many empty values where the table does not have it."""
    return frame[name] if name in frame.columns else pd.Series(pd.NA, index=frame.index, dtype="object")


def days(frame: pd.DataFrame, name: str) -> pd.Series:
    """The field as dates; empty ones where the table does not have it."""
    if name in frame.columns:
        return pd.to_datetime(frame[name])
    return pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")


def yes(frame: pd.DataFrame, name: str) -> pd.Series:
    """Whether a yes-or-no field says yes; empty is no."""
    return column(frame, name).eq(True).fillna(False).astype(bool)


def no(frame: pd.DataFrame, name: str) -> pd.Series:
    """Whether a yes-or-no field says no in so many words."""
    return column(frame, name).eq(False).fillna(False).astype(bool)


def one_of(frame: pd.DataFrame, name: str, *codes: str) -> pd.Series:
    """Whether the field is one of these codes."""
    return column(frame, name).isin(codes)


def each_value(values: pd.Series, tell: Callable[[str], Any], missing: Any) -> np.ndarray:
    """What `tell` says of each value, asked once for each different one."""
    places, different = pd.factorize(values.astype("object"))
    answers = np.array([tell(str(value)) for value in different] + [missing])
    return answers[places]


def says(frame: pd.DataFrame, name: str, *codes: str) -> pd.Series:
    """Whether a cell with several codes holds one of these."""
    wanted = set(codes)
    told = each_value(column(frame, name), lambda text: not wanted.isdisjoint(text.split("|")), False)
    return pd.Series(told.astype(bool), index=frame.index)


def started(dataset: Dataset) -> pd.Series:
    """When each incident began; empty where no time of day was recorded."""

    def make() -> pd.Series:
        incidents = dataset.tables["incidents"]
        return _moment(incidents["incident_date"], column(incidents, "started_time"))

    return dataset.once("rules.started", make)


def ended(dataset: Dataset) -> pd.Series:
    """When each incident ended, by its end or by its minutes; the day is that of the start unless another is given."""

    def make() -> pd.Series:
        incidents = dataset.tables["incidents"]
        day = days(incidents, "ended_date").fillna(incidents["incident_date"])
        return _moment(day, column(incidents, "ended_time"))

    return dataset.once("rules.ended", make)


def over(dataset: Dataset) -> pd.Series:
    """When each incident was over as far as can be told: its end, else its start and its minutes, else its start."""

    def make() -> pd.Series:
        begin = started(dataset)
        minutes = pd.to_numeric(column(dataset.tables["incidents"], "duration_minutes"), errors="coerce")
        lasted = pd.to_timedelta(minutes.fillna(0), unit="min")
        end = ended(dataset).fillna((begin + lasted).astype("datetime64[s]"))
        return end.where(~(end < begin), begin)

    return dataset.once("rules.over", make)


def _moment(day: pd.Series, clock: pd.Series) -> pd.Series:
    def seconds(text: str) -> float:
        hours, minutes = text.split(":")
        return int(hours) * 3600 + int(minutes) * 60

    lasted = pd.to_timedelta(each_value(clock, seconds, np.nan).astype("float64"), unit="s")
    return (day + pd.Series(lasted, index=day.index)).astype("datetime64[s]")


def of_incident(dataset: Dataset, table: str, values: pd.Series) -> pd.Series:
    """For each row of a table, the value of the incident that it names; empty where it names none."""
    numbers = dataset.tables["incidents"]["incident_id"]
    by_number = pd.Series(values.to_numpy(), index=numbers.to_numpy(), dtype=values.dtype)
    by_number = by_number[~by_number.index.duplicated()]
    return column(dataset.tables[table], "incident_id").map(by_number)


def neighbours(keys: pd.DataFrame, begin: pd.Series, end: pd.Series | None = None) -> pd.DataFrame:
    """Rows of one key in the order of their beginnings, each with the row before it.

    Columns `row`, `before` (a row number or -1), `gap` (minutes between the two beginnings) and `late` (the latest
    end of all rows of that key before this one). Rows without a beginning or a part of the key are left out.
    """
    frame = keys.rename_axis(None).assign(_begin=begin, _end=begin if end is None else end, row=keys.index)
    frame = frame.dropna(subset=[*keys.columns, "_begin"])
    frame = frame.sort_values([*keys.columns, "_begin", "row"], kind="stable")
    grouped = frame.groupby(list(keys.columns), sort=False)
    frame["before"] = grouped["row"].shift().fillna(-1).astype("int64")
    frame["gap"] = (frame["_begin"] - grouped["_begin"].shift()).dt.total_seconds() / 60
    frame["late"] = grouped["_end"].cummax()
    frame["late"] = frame.groupby(list(keys.columns), sort=False)["late"].shift()
    return frame
