"""What several rules read off a table in the same way: absent columns, moments, answers, pairs of rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.model import Dataset
from generator.rules.coded import coded

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


def says(dataset: Dataset, table: str, name: str, *codes: str) -> pd.Series:
    """Whether a cell with several codes holds one of these."""
    wanted = set(codes)
    told = coded(dataset, table, name).told(lambda text: not wanted.isdisjoint(text.split("|")), False)
    return pd.Series(told, index=dataset.tables[table].index, dtype="bool")


def started(dataset: Dataset) -> pd.Series:
    """When each incident began; empty where no time of day was recorded."""

    def make() -> pd.Series:
        incidents = dataset.tables["incidents"]
        return _moment(dataset, incidents["incident_date"], "started_time")

    return dataset.once("rules.started", make)


def ended(dataset: Dataset) -> pd.Series:
    """When each incident ended, by its end or by its minutes; the day is that of the start unless another is given."""

    def make() -> pd.Series:
        incidents = dataset.tables["incidents"]
        day = days(incidents, "ended_date").fillna(incidents["incident_date"])
        return _moment(dataset, day, "ended_time")

    return dataset.once("rules.ended", make)


def over(dataset: Dataset) -> pd.Series:
    """When each incident was over as far as can be told: its end, else its start and its minutes, else its start."""

    def make() -> pd.Series:
        begin = started(dataset)
        minutes = pd.to_numeric(column(dataset.tables["incidents"], "duration_minutes"), errors="coerce")
        # In seconds throughout: a date typed as the year 4155 does not fit into nanoseconds.
        lasted = pd.to_timedelta(minutes.fillna(0), unit="min").astype("timedelta64[s]")
        end = ended(dataset).fillna(begin + lasted)
        return end.where(~(end < begin), begin)

    return dataset.once("rules.over", make)


def _moment(dataset: Dataset, day: pd.Series, clock: str) -> pd.Series:
    def seconds(text: str) -> float:
        hours, minutes = text.split(":")
        return int(hours) * 3600 + int(minutes) * 60

    since = coded(dataset, "incidents", clock).told(seconds, np.nan).astype("float64")
    lasted = pd.to_timedelta(since, unit="s").astype("timedelta64[s]")
    return (day + pd.Series(lasted, index=day.index)).astype("datetime64[s]")


def of_incident(dataset: Dataset, table: str, values: pd.Series) -> pd.Series:
    """For each row of a table, the value of the incident that it names; empty where it names none."""
    index = dataset.tables[table].index
    return pd.Series(values.array.take(dataset.linked(table), allow_fill=True), index=index)


def neighbours(number: NDArray[np.int64], begin: pd.Series, end: pd.Series | None = None) -> pd.DataFrame:
    """Rows of one number in the order of their beginnings, each with the row before it.

    Columns `number`, `place` (which row, from 0), `before` (a place or -1), `begin`, `gap` (minutes between the two
    beginnings) and `late` (the latest end of all rows of that number before this one). Rows without a beginning, or
    with the number -1, are left out.
    """
    known = np.flatnonzero((number >= 0) & begin.notna().to_numpy())
    moments = begin.to_numpy()[known]
    # The sort keeps the order of what is alike: of two that begin together the row above comes first.
    order = np.lexsort((moments, number[known]))
    place, moments = known[order], moments[order]
    ends = moments if end is None else end.to_numpy()[place]
    frame = pd.DataFrame({"number": number[place], "place": place, "begin": moments, "late": ends})
    first = np.ones(len(frame), dtype=bool)
    first[1:] = frame["number"].to_numpy()[1:] != frame["number"].to_numpy()[:-1]
    frame["before"] = frame["place"].shift(fill_value=-1).mask(first, -1)
    frame["gap"] = frame["begin"].diff().dt.total_seconds().mask(first) / 60
    frame["late"] = frame.groupby("number", sort=False)["late"].cummax().shift().mask(first)
    return frame
