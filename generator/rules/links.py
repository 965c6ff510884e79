"""What does not fit between two tables, or between two dates of one row."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from generator import schema
from generator.model import Dataset, Finding
from generator.rules import in_rows
from generator.rules.times import CORRECT, column

ORDER = (
    ("children", "on_roll_from", "on_roll_to"),
    ("staff", "start_on", "end_on"),
    ("training", "completed_on", "expires_on"),
    ("exposure", "period_start", "period_end"),
    ("restrictions", "started_on", "ended_on"),
    ("actions", "raised_on", "completed_on"),
    ("actions", "effective_from", "stopped_on"),
    ("concerns", "arose_at", "submitted_at"),
    ("interventions", "started_at", "ended_at"),
    ("governance_reviews", "period_from", "period_to"),
)
"""Pairs of fields of which the second cannot come before the first."""


def dates_backwards(dataset: Dataset) -> Iterator[Finding]:
    """Rows that end before they begin."""
    for table, first, second in ORDER:
        frame = dataset.tables.get(table)
        if frame is None or first not in frame.columns or second not in frame.columns:
            continue
        rows = frame.index[frame[second] < frame[first]]
        message = f"earlier than {first} on the same row."
        yield from in_rows("error", "dates-backwards", table, rows, second, message, CORRECT)


def not_on_roll(dataset: Dataset) -> Iterator[Finding]:
    """Incidents of a child on a day when the roll does not have that child."""
    roll = dataset.tables.get("children")
    if roll is None:
        return
    incidents = dataset.tables["incidents"][["child_id", "incident_date"]]
    spells = pd.DataFrame(
        {"child_id": roll["child_id"], "from": roll["on_roll_from"], "to": column(roll, "on_roll_to")}
    )
    pairs = incidents.rename_axis("row").reset_index().merge(spells, on="child_id")
    last = pd.to_datetime(pairs["to"]).fillna(pd.Timestamp(2200, 1, 1))
    inside = pairs[(pairs["incident_date"] >= pairs["from"]) & (pairs["incident_date"] <= last)]
    rows = incidents.index.difference(pd.Index(inside["row"].unique()))
    message = "the children table does not have this child on roll on that day."
    hint = "Add the child to the roll, or correct the code or the date."
    yield from in_rows("warning", "not-on-roll", "incidents", rows, "child_id", message, hint)


def unknown_people(dataset: Dataset) -> Iterator[Finding]:
    """Codes of children and adults in other tables that stand in neither the roll nor the list of adults."""
    for who, home, key in (("child", "children", "child_id"), ("adult", "staff", "staff_id")):
        if home not in dataset.tables:
            continue
        known = dataset.tables[home][key]
        for table, frame in dataset.tables.items():
            if table in (home, "incidents"):
                continue
            for each in schema.tables()[table].fields:
                if each.identifies == who and each.name in frame.columns:
                    rows = frame.index[frame[each.name].notna() & ~frame[each.name].isin(known)]
                    message = f"a code that does not stand in {home}.csv."
                    hint = f"Add it to {home}.csv, or correct it here."
                    yield from in_rows("warning", f"unknown-{who}", table, rows, each.name, message, hint)


def before_incident(dataset: Dataset) -> Iterator[Finding]:
    """Reviews and views dated before the incident they are about, and views of another child than its own."""
    incidents = dataset.tables["incidents"].set_index("incident_id")
    for table, name, code in (
        ("reviews", "held_at", "review-before-incident"),
        ("child_views", "captured_on", "view-before-incident"),
    ):
        frame = dataset.tables.get(table)
        if frame is None or "incident_id" not in frame.columns:
            continue
        day = frame["incident_id"].map(incidents["incident_date"])
        rows = frame.index[pd.to_datetime(frame[name]) < day]
        message = "earlier than the incident it is about."
        yield from in_rows("warning", code, table, rows, name, message, CORRECT)
        if "child_id" in frame.columns:
            child = frame["incident_id"].map(incidents["child_id"])
            both = frame["child_id"].notna() & child.notna()
            rows = frame.index[both & (frame["child_id"] != child)]
            message = "another child than the one of the incident it is about."
            yield from in_rows("warning", "child-mismatch", table, rows, "child_id", message, CORRECT)


def duplicate_incidents(dataset: Dataset) -> Iterator[Finding]:
    """Incidents that look as if they were recorded twice: one child, one moment, the same intervention."""
    incidents = dataset.tables["incidents"]
    if "started_time" not in incidents.columns:
        return
    key = ["child_id", "incident_date", "started_time", "intervention_category"]
    timed = incidents.dropna(subset=key)
    rows = timed.index[timed.duplicated(subset=key)]
    message = "the same child, day, time and intervention as a row above, under another number."
    hint = "Take one out if it is one incident recorded twice."
    yield from in_rows("warning", "duplicate-incident", "incidents", rows, None, message, hint)


def missing_setting(dataset: Dataset) -> Iterator[Finding]:
    """Incidents that do not say where, in a workspace with more than one setting."""
    if len(dataset.setting.places) < 2:
        return
    incidents = dataset.tables["incidents"]
    rows = incidents.index[column(incidents, "setting_id").isna()]
    message = "empty, and there is more than one setting."
    hint = "Say which setting it was. Until then the row counts in neither, only in the whole."
    yield from in_rows("warning", "missing-setting", "incidents", rows, "setting_id", message, hint)


def restrictions_of_whom(dataset: Dataset) -> Iterator[Finding]:
    """Restrictions that are neither on one child nor on everyone, or both at once."""
    frame = dataset.tables.get("restrictions")
    if frame is None:
        return
    everyone = frame["blanket"].eq(True).fillna(False).astype(bool)
    rows = frame.index[everyone == column(frame, "child_id").notna()]
    message = "either name the child or say that it holds for everyone, not both and not neither."
    yield from in_rows("warning", "restriction-of-whom", "restrictions", rows, "child_id", message, CORRECT)


def later_than_as_of(dataset: Dataset) -> Iterator[Finding]:
    """Rows of other tables that say something happened after the day these figures are made for."""
    end = pd.Timestamp(dataset.as_of) + pd.Timedelta(days=1)
    for table, name in (
        ("reviews", "held_at"),
        ("child_views", "captured_on"),
        ("actions", "raised_on"),
        ("training", "completed_on"),
        ("concerns", "arose_at"),
        ("governance_reviews", "review_on"),
    ):
        frame = dataset.tables.get(table)
        if frame is None or name not in frame.columns:
            continue
        rows = frame.index[frame[name] >= end]
        message = "later than the day these figures are made for."
        yield from in_rows("warning", "after-as-of", table, rows, name, message, CORRECT)
