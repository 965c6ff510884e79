"""Which adults had which course in date on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from generator.indicators._shared import stamp
from generator.model import Dataset

COURSES = ("de_escalation", "physical_intervention")


@dataclass(frozen=True)
class Standing:
    """For each adult whether both courses are in date, whether that is not known, and the state of each course."""

    met: pd.Series
    unknown: pd.Series
    by_course: dict[str, pd.Series]


def taken(dataset: Dataset, course: str) -> pd.DataFrame:
    """Courses of one kind: adult, completed, valid until (missing where not recorded); the index is the row."""
    training = dataset.tables["training"]
    rows = training[training["course"].eq(course) & training["completed_on"].notna()]
    until = rows["expires_on"] if "expires_on" in rows.columns else pd.Series(pd.NaT, index=rows.index)
    return pd.DataFrame(
        {"staff_id": rows["staff_id"], "completed": rows["completed_on"], "until": pd.to_datetime(until)}
    )


def standing_on(dataset: Dataset, course: str, people: pd.Series, days: pd.Series) -> pd.Series:
    """For each adult on each day: met, not met (nothing in date) or unknown (a course without its last day).

    A course is in date from the day it was completed to its last day, both included.
    """
    asked = pd.DataFrame({"staff_id": people, "on": pd.to_datetime(days), "key": np.arange(len(people))})
    pairs = asked.merge(taken(dataset, course), on="staff_id")
    pairs = pairs[pairs["completed"] <= pairs["on"]]
    met = set(pairs.loc[pairs["until"] >= pairs["on"], "key"])
    unknown = set(pairs.loc[pairs["until"].isna(), "key"]) - met
    state = np.where(
        asked["key"].isin(met), "met", np.where(asked["key"].isin(unknown), "unknown", "not met")
    )
    return pd.Series(state, index=people.index, dtype="str")


def courses(dataset: Dataset, people: pd.Series, on: date) -> Standing:
    """Where each adult stands with both courses on one day; one course out of date decides whatever the other."""
    days = pd.Series(stamp(on), index=people.index)
    states = {course: standing_on(dataset, course, people, days) for course in COURSES}
    met = pd.Series(True, index=people.index)
    failed = pd.Series(False, index=people.index)
    for state in states.values():
        met &= state == "met"
        failed |= state == "not met"
    return Standing(met, ~met & ~failed, states)


def latest(dataset: Dataset, course: str, people: pd.Series, on: date, field: str) -> pd.Series:
    """What the newest course of each adult by that day says of itself (assessed, certified); missing where nothing."""
    training = dataset.tables["training"]
    if field not in training.columns:
        return pd.Series(pd.NA, index=people.index, dtype="boolean")
    rows = taken(dataset, course)
    rows = rows[rows["completed"] <= stamp(on)].sort_values("completed", kind="stable")
    newest = rows.loc[~rows["staff_id"].duplicated(keep="last")]
    said = training.loc[newest.index, field].astype("boolean").set_axis(newest["staff_id"])
    return said.reindex(people).set_axis(people.index)
