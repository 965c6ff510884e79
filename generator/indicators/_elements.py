"""What a record must hold by the law of its setting: for each part whether it is there, missing or not collected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import pandas as pd

from generator.indicators._answers import Answers
from generator.indicators._clock import began, ended
from generator.model import Dataset

FIELDS = (
    "behaviour_codes",
    "lead_up_summary",
    "trigger_codes",
    "location_code",
    "duration_minutes",
    "de_escalation_used",
    "degree_of_force",
    "effectiveness",
    "child_injury",
    "staff_injury",
    "reason_primary",
    "post_incident_support",
)
USERS = ("led", "held")
There = Callable[[Dataset, pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Element:
    """One part of a record: its name in the law's order, and for each incident there (yes), missing (no) or neither."""

    group: str
    label: str
    there: Answers


def home_tests() -> tuple[There, ...]:
    """The eight parts of regulation 35(3)(a), in its order."""
    return (
        _always,
        _any("behaviour_codes", "lead_up_summary"),
        _all(_clock, _any("location_code")),
        _lasted,
        _any("de_escalation_used"),
        _adults,
        _any("effectiveness"),
        _injuries,
    )


def school_tests() -> tuple[There, ...]:
    """The nine parts of the record that guidance for schools asks for, in the order of `law.yml`."""
    return (
        _all(_always, _adults),
        _needs,
        _all(_clock, _any("location_code"), _lasted),
        _any("lead_up_summary", "trigger_codes"),
        _any("de_escalation_used"),
        _any("degree_of_force"),
        _injuries,
        _reason,
        _any("post_incident_support"),
    )


def _given(rows: pd.DataFrame, there: pd.Series) -> pd.Series:
    return pd.Series(there.to_numpy(dtype=bool), index=rows.index).astype("boolean")


def _untold(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(pd.NA, index=rows.index, dtype="boolean")


def _always(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
    return _given(rows, rows["incident_date"].notna())


def _any(*names: str) -> There:
    """There where any of the fields is filled in; cannot be told where none of them is collected at all."""

    def test(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
        known = [name for name in names if name in rows.columns and dataset.has("incidents", name)]
        return _given(rows, rows[known].notna().any(axis=1)) if known else _untold(rows)

    return test


def _all(*tests: There) -> There:
    """There where every part is; missing where one is missing, whatever cannot be told of the others."""

    def test(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
        return reduce(lambda one, two: one & two, (each(dataset, rows) for each in tests))

    return test


def _clock(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
    return _any("started_time", "ended_time")(dataset, rows)


def _lasted(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
    """Minutes, or both ends of it."""
    minutes = _any("duration_minutes")(dataset, rows)
    both = dataset.has("incidents", "started_time") and dataset.has("incidents", "ended_time")
    if not both:
        return minutes
    return minutes.fillna(False) | _given(rows, began(rows).notna() & ended(rows).notna())


def _injuries(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
    """An answer for the child, and for adults where that is collected; "none" is an answer."""
    child = _any("child_injury")(dataset, rows)
    return child & _any("staff_injury")(dataset, rows) if dataset.has("incidents", "staff_injury") else child


def _reason(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
    there = _any("reason_primary")(dataset, rows)
    if "reason_primary" not in rows.columns:
        return there
    return there & ~_given(rows, rows["reason_primary"].eq("not_recorded").fillna(False))


def _adults(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
    """An adult who led or held stands beside the incident, where that table is kept."""
    if not dataset.has("staff_involvement", "incident_id"):
        return _untold(rows)
    named = dataset.tables["staff_involvement"]
    named = named[named["role"].isin(USERS) & named["staff_id"].notna()]
    return _given(rows, rows["incident_id"].isin(named["incident_id"]))


def _needs(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
    """The roll says what support or need the child has."""
    roll = dataset.tables.get("children")
    names = [name for name in ("sen_provision", "primary_need") if dataset.has("children", name)]
    if roll is None or not names:
        return _untold(rows)
    told = roll[roll[names].notna().any(axis=1)]
    return _given(rows, rows["child_id"].isin(told["child_id"]))
