"""Injuries and complaints with no recorded incident beside them."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from generator.indicators._clock import yes
from generator.indicators._shared import stamp
from generator.model import Dataset
from generator.periods import Window

LOOK_BACK = timedelta(days=7)
"""A complaint with an incident of the same child in the week before does not stand alone; a choice of this program."""


def injuries_alone(dataset: Dataset, window: Window) -> pd.DataFrame | None:
    """Injuries to adults with no recorded incident at that place on the day, or in the month where only that is given.

    None where injuries are not collected. A row dated on the first of a month may stand for the whole of it.
    """
    if not dataset.has("related_events", "event_date"):
        return None
    events = dataset.tables["related_events"]
    kept = events[(events["kind"] == "staff_injury") & yes(events, "collected")]
    if kept.empty:
        return None
    dates = pd.to_datetime(kept["event_date"])
    kept = kept[
        (dates >= stamp(window.start)) & (dates < stamp(window.end)) & (kept["amount"].astype(float) > 0)
    ]
    days, in_months = dataset.once("days and months with an incident", lambda: _recorded(dataset))
    beside = []
    for place, when_ in zip(
        dataset.place_of(kept).fillna(""), pd.to_datetime(kept["event_date"]), strict=True
    ):
        whole_month = when_.day == 1 and (place, when_.year, when_.month) in in_months
        beside.append(whole_month or (place, when_) in days)
    return kept[~np.asarray(beside, dtype=bool)]


def _recorded(dataset: Dataset) -> tuple[set[tuple[str, pd.Timestamp]], set[tuple[str, int, int]]]:
    """The days, and the months, on which each place has any recorded incident."""
    rows = dataset.incidents
    found = pd.DataFrame(
        {"where": dataset.place_of(rows).fillna(""), "on": rows["incident_date"]}
    ).drop_duplicates()
    days = {(str(place), when_) for place, when_ in zip(found["where"], found["on"], strict=True)}
    return days, {(place, when_.year, when_.month) for place, when_ in days}


def complaints_alone(dataset: Dataset, window: Window) -> pd.DataFrame | None:
    """Parents' complaints that name a child and no incident, with none of that child recorded in the week before."""
    if not all(dataset.has("concerns", name) for name in ("kind", "arose_at", "child_id")):
        return None
    concerns = dataset.tables["concerns"]
    arose = pd.to_datetime(concerns["arose_at"])
    mine = (concerns["kind"] == "complaint_parent") & concerns["child_id"].notna()
    if "incident_id" in concerns.columns:
        mine &= concerns["incident_id"].isna()
    kept = concerns[mine & (arose >= stamp(window.start)) & (arose < stamp(window.end))]
    rows = dataset.incidents[["child_id", "incident_date"]]
    alone = []
    for child, at in zip(kept["child_id"], pd.to_datetime(kept["arose_at"]), strict=True):
        dates = rows.loc[rows["child_id"] == child, "incident_date"]
        alone.append(not bool(((dates <= at) & (dates >= at.normalize() - LOOK_BACK)).any()))
    return kept[np.asarray(alone, dtype=bool)]
