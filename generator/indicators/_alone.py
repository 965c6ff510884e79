"""Injuries and complaints with no recorded incident beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.indicators._clock import yes
from generator.indicators._tally import tally_of
from generator.model import Dataset
from generator.periods import Window

LOOK_BACK = 7
"""Days: a complaint with an incident of the same child in the week before is not alone; a choice of this program."""
FAR = 1_000_000
"""More days than any date has behind it, so that a child's number and a day make one whole number."""


@dataclass(frozen=True)
class Alone:
    """Rows with no recorded incident beside them: their numbers in the spreadsheet, and their moments."""

    numbers: np.ndarray
    on: np.ndarray

    def inside(self, window: Window) -> Alone:
        """Those of the window."""
        mine = (self.on >= np.datetime64(window.start)) & (self.on < np.datetime64(window.end))
        return Alone(self.numbers[mine], self.on[mine])


def injuries_alone(dataset: Dataset, window: Window) -> Alone | None:
    """Injuries to adults with no recorded incident at that place on the day, or in the month where only that is given.

    None where injuries are not collected. A row dated on the first of a month may stand for the whole of it.
    """
    found: Alone | None = dataset.once("injuries alone", lambda: _injuries(dataset))
    return found.inside(window) if found else None


def _injuries(dataset: Dataset) -> Alone | None:
    if not dataset.has("related_events", "event_date"):
        return None
    events = dataset.tables["related_events"]
    kept = events[(events["kind"] == "staff_injury") & yes(events, "collected")]
    if kept.empty:
        return None
    kept = kept[kept["event_date"].notna() & (kept["amount"].astype(float) > 0)]
    days, in_months = _recorded(dataset)
    dates = pd.to_datetime(kept["event_date"])
    # An incident that names no place may have been at any of them.
    beside = [
        any(
            (each, on) in days or (on.day == 1 and (each, on.year, on.month) in in_months)
            for each in (place, "")
        )
        for place, on in zip(dataset.place_of(kept).fillna(""), dates, strict=True)
    ]
    return _left(dates, np.array(beside, dtype=bool))


def _left(dates: pd.Series, beside: np.ndarray) -> Alone:
    left = dates[~beside]
    return Alone(left.index.to_numpy(), left.to_numpy())


def _recorded(dataset: Dataset) -> tuple[set[tuple[str, pd.Timestamp]], set[tuple[str, int, int]]]:
    """The days, and the months, on which each place has any recorded incident."""
    rows = dataset.incidents
    found = pd.DataFrame(
        {"where": dataset.place_of(rows).fillna(""), "on": rows["incident_date"]}
    ).drop_duplicates()
    days = {(str(place), when_) for place, when_ in zip(found["where"], found["on"], strict=True)}
    return days, {(place, when_.year, when_.month) for place, when_ in days}


def complaints_alone(dataset: Dataset, window: Window) -> Alone | None:
    """Parents' complaints that name a child and no incident, with none of that child recorded in the week before."""
    found: Alone | None = dataset.once("complaints alone", lambda: _complaints(dataset))
    return found.inside(window) if found else None


def _complaints(dataset: Dataset) -> Alone | None:
    if not all(dataset.has("concerns", name) for name in ("kind", "arose_at", "child_id")):
        return None
    concerns = dataset.tables["concerns"]
    mine = (
        (concerns["kind"] == "complaint_parent") & concerns["child_id"].notna() & concerns["arose_at"].notna()
    )
    if "incident_id" in concerns.columns:
        mine &= concerns["incident_id"].isna()
    kept = concerns[mine]
    tally, dates = tally_of(dataset), pd.to_datetime(kept["arose_at"])
    on = dataset.incidents["incident_date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    recorded = np.unique(tally.who * FAR + on)
    numbers = {name: number for number, name in enumerate(tally.names)}
    who = np.array([numbers.get(str(child), -1) for child in kept["child_id"]], dtype=np.int64)
    asked = who * FAR + dates.to_numpy().astype("datetime64[D]").astype(np.int64)
    before = np.isin(asked[:, None] - np.arange(LOOK_BACK + 1), recorded).any(axis=1)
    return _left(dates, before & (who >= 0))
