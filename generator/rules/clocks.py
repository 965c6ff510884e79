"""Hours that the clocks in England skip in spring and repeat in autumn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from generator import schema
from generator.model import Dataset
from generator.rules.frames import FINE, ended, started
from generator.rules.rule import Hit, hits, rule

LONDON = "Europe/London"
NIGHT_HOURS = (0, 1, 2)
"""The clocks change at one in the morning in England, whatever the year; other hours need no look."""


WITH_CLOCKS = tuple(
    table.name
    for table in schema.tables().values()
    if any(each.type in ("datetime", "time") for each in table.fields)
)


@rule("clock-skipped-hour", "warning", "A time that no clock in England showed", {}, WITH_CLOCKS)
def skipped(dataset: Dataset) -> Iterator[Hit]:
    """In March the hour from one to two does not exist; such a time comes from a system that runs on another clock."""
    for table, name, moments in _moments(dataset):
        missing = moments.dt.tz_localize(LONDON, ambiguous=True, nonexistent="NaT").isna()
        message = "in the hour that the clocks skip in March."
        hint = "Look which clock the system runs on: all its times may be an hour out."
        yield from hits(table, moments.index[missing], name, message, hint)


@rule("clock-repeated-hour", "note", "A time that clocks in England showed twice", {}, WITH_CLOCKS)
def repeated(dataset: Dataset) -> Iterator[Hit]:
    """In October the hour from one to two comes twice, so a length of time across it may be an hour out."""
    for table, name, moments in _moments(dataset):
        shifted = moments.dt.tz_localize(LONDON, ambiguous="NaT", nonexistent="shift_forward")
        message = "in the hour that comes twice in October."
        yield from hits(table, moments.index[shifted.isna()], name, message, FINE)


def _moments(dataset: Dataset) -> tuple[tuple[str, str, pd.Series], ...]:
    """Each field that says a day and a time, with those of its moments that lie in the first hours of a day."""
    made: tuple[tuple[str, str, pd.Series], ...] = dataset.once("moments", lambda: tuple(_each(dataset)))
    return made


def _each(dataset: Dataset) -> Iterator[tuple[str, str, pd.Series]]:
    if "incidents" in dataset.tables and "incident_date" in dataset.tables["incidents"]:
        yield from (
            ("incidents", name, _small_hours(made))
            for name, made in (("started_time", started(dataset)), ("ended_time", ended(dataset)))
        )
    for table, frame in dataset.tables.items():
        for each in schema.tables()[table].fields:
            if each.type == "datetime" and each.name in frame.columns:
                yield table, each.name, _small_hours(frame[each.name])


def _small_hours(moments: pd.Series) -> pd.Series:
    hours = moments.to_numpy().astype("datetime64[h]").astype("int64") % 24
    night = moments[np.isin(hours, NIGHT_HOURS)]
    return night[night.dt.month.isin((3, 10)) & (night.dt.day > 24)]
