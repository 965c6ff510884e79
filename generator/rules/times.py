"""What cannot be right, or wants a second look, in the times of incidents."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from generator.model import Dataset, Finding
from generator.rules import in_rows

CORRECT = "Correct it where it was recorded and export again."
FIRST_USUAL_DAY = pd.Timestamp(2015, 1, 1)
LONG_MINUTES = 60
SILENCE_DAYS = 14
MISMATCH_MINUTES = 5
AFTER_START = (
    "record_made_at",
    "user_spoken_to_at",
    "record_signed_at",
    "child_spoken_to_at",
    "parent_informed_at",
    "parent_written_report_at",
    "placing_authority_informed_at",
    "social_worker_informed_at",
    "shared_with_other_setting_at",
)


def column(frame: pd.DataFrame, name: str) -> pd.Series:
    """The field, or as many empty values where the table does not have it."""
    return frame[name] if name in frame.columns else pd.Series(pd.NA, index=frame.index, dtype="object")


def started(incidents: pd.DataFrame) -> pd.Series:
    """When each incident began; empty where no time of day was recorded."""
    return _moment(incidents["incident_date"], column(incidents, "started_time"))


def ended(incidents: pd.DataFrame) -> pd.Series:
    """When each incident ended; the day is that of the start unless another was recorded."""
    day = pd.to_datetime(column(incidents, "ended_date")).fillna(incidents["incident_date"])
    return _moment(day, column(incidents, "ended_time"))


def _moment(day: pd.Series, clock: pd.Series) -> pd.Series:
    return day + pd.to_timedelta(clock.astype("str") + ":00", errors="coerce")


def dates_outside(dataset: Dataset) -> Iterator[Finding]:
    """Incidents dated after the day these pages are made for, and very old ones."""
    dates = dataset.tables["incidents"]["incident_date"]
    late = dates.index[dates > pd.Timestamp(dataset.as_of)]
    message = "later than the day these figures are made for. The row is left out."
    yield from in_rows("error", "incident-after-as-of", "incidents", late, "incident_date", message, CORRECT)
    early = dates.index[dates < FIRST_USUAL_DAY]
    message = "before 2015, which is unusual."
    hint = "Nothing to do if it is right."
    yield from in_rows("warning", "before-2015", "incidents", early, "incident_date", message, hint)


def time_order(dataset: Dataset) -> Iterator[Finding]:
    """Ends before starts, and anything that follows an incident but is timed before it."""
    incidents = dataset.tables["incidents"]
    begin, end = started(incidents), ended(incidents)
    day = incidents["incident_date"]
    other_day = pd.to_datetime(column(incidents, "ended_date"))
    backwards = incidents.index[other_day < day]
    message = "earlier than incident_date on the same row."
    yield from in_rows("error", "time-order", "incidents", backwards, "ended_date", message, CORRECT)
    hint = "Give ended_date if it ended on another day; otherwise correct it and export again."
    wrong = incidents.index[(end < begin) & ~(other_day < day)]
    message = "earlier than started_time on the same row."
    yield from in_rows("error", "time-order", "incidents", wrong, "ended_time", message, hint)
    floor = begin.fillna(day)
    for name in AFTER_START:
        early = incidents.index[pd.to_datetime(column(incidents, name)) < floor]
        code = "record-before-start" if name == "record_made_at" else "time-order"
        message = "earlier than the incident itself."
        yield from in_rows("error", code, "incidents", early, name, message, CORRECT)


def durations(dataset: Dataset) -> Iterator[Finding]:
    """Minutes that do not fit the two times, very long ones, and how many are estimated or rounded."""
    incidents = dataset.tables["incidents"]
    if "duration_minutes" not in incidents.columns:
        return
    minutes = incidents["duration_minutes"]
    between = (ended(incidents) - started(incidents)).dt.total_seconds() / 60
    apart = (minutes - between).abs()
    off = incidents.index[(between >= 0) & (apart > MISMATCH_MINUTES) & (apart > 0.2 * minutes)]
    message = "does not fit started_time and ended_time on the same row."
    hint = "Look which of the three is right. Figures use the minutes given."
    yield from in_rows("warning", "duration-mismatch", "incidents", off, "duration_minutes", message, hint)
    long = incidents.index[minutes > LONG_MINUTES]
    message = "longer than an hour."
    hint = "Nothing to do if it is right."
    yield from in_rows("warning", "long-duration", "incidents", long, "duration_minutes", message, hint)
    known = minutes.dropna()
    estimated = int(column(incidents, "duration_is_estimate").eq(True).fillna(False).sum())
    if estimated:
        message = f"{estimated} of {len(known)} lengths of time are marked as estimated."
        yield Finding("note", "estimated-durations", "incidents", None, "duration_minutes", message)
    rounded = int((known % 5 == 0).sum())
    if len(known) >= 20 and rounded > 0.5 * len(known):
        message = f"{rounded} of {len(known)} lengths of time end in 0 or 5, as estimates do."
        hint = "Where times are looked up on a clock, about one in five would."
        yield Finding("note", "rounded-durations", "incidents", None, "duration_minutes", message, hint)


def missing_start(dataset: Dataset) -> Iterator[Finding]:
    """How many incidents have no time of day, where the setting records one at all."""
    incidents = dataset.tables["incidents"]
    if "started_time" not in incidents.columns:
        return
    missing = int(incidents["started_time"].isna().sum())
    if missing:
        message = f"empty in {missing} of {len(incidents)} rows."
        hint = "Without it nobody can tell whether a record was made in time."
        yield Finding("note", "missing-start-time", "incidents", None, "started_time", message, hint)


def silence(dataset: Dataset) -> Iterator[Finding]:
    """The longest stretch of days between two incidents, where it is two weeks or more."""
    dates = dataset.tables["incidents"]["incident_date"].dropna().sort_values(kind="stable")
    gaps = dates.diff().dt.days.iloc[1:]
    if gaps.empty or gaps.max() < SILENCE_DAYS:
        return
    place = int(gaps.to_numpy().argmax())
    message = f"{int(gaps.max())} days follow with no incident, the longest such stretch."
    hint = "It may be calm, a holiday, or records not made: ask."
    yield Finding(
        "note", "silent-weeks", "incidents", int(dates.index[place]), "incident_date", message, hint
    )
