"""The tables of the worked example as plain pandas, for tests that count without the program's own indicators."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
CONTENT, FIRST_NIGHT = ROOT / "content", ROOT / "generator" / "examples" / "first-night"
HELD = "physical_restraint|mechanical_restraint|non_contact_restraint|seclusion|environmental_restriction"
SCHOOL, HOME = "hazel-school", "hazel-home"
AS_OF = date(2026, 11, 20)
SUMMER_25, SUMMER_26 = (date(2025, 4, 22), date(2025, 9, 3)), (date(2026, 4, 13), date(2026, 9, 2))
AUTUMN_25, AUTUMN_26 = (date(2025, 9, 3), date(2025, 11, 22)), (date(2026, 9, 2), date(2026, 11, 21))
SPRING_26 = (date(2026, 1, 5), date(2026, 4, 13))
SILENCE = (date(2026, 2, 9), date(2026, 3, 9))


@cache
def table(name: str) -> pd.DataFrame:
    """One table of the example as text, with the dates that the stories need."""
    rows = pd.read_csv(CONTENT / "data" / f"{name}.csv", dtype=str, keep_default_na=False)
    for field in ("incident_date", "captured_on", "effective_from", "evaluated_on", "start_on", "end_on"):
        if field in rows.columns:
            rows[field] = pd.to_datetime(rows[field])
    return rows


def between(rows: pd.DataFrame, window: tuple[date, date], field: str = "incident_date") -> pd.DataFrame:
    return rows[(rows[field] >= pd.Timestamp(window[0])) & (rows[field] < pd.Timestamp(window[1]))]


def restrictive(setting: str | None = None) -> pd.DataFrame:
    rows = table("incidents")
    rows = rows[rows["intervention_category"].str.contains(HELD)]
    return rows if setting is None else rows[rows["setting_id"] == setting]


@cache
def school_days() -> pd.DatetimeIndex:
    found: list[pd.Timestamp] = []
    for term in table("terms").itertuples():
        half = pd.date_range(term.half_term_start, term.half_term_end)
        shut = pd.to_datetime([day for day in term.closed_on.split("|") if day])
        found += list(pd.bdate_range(term.start_on, term.end_on).difference(half).difference(shut))
    return pd.DatetimeIndex(found)


@cache
def child_days(setting: str, window: tuple[date, date], without: str = "") -> int:
    days = pd.date_range(window[0], window[1] - timedelta(days=1))
    days = days.intersection(school_days()) if setting == SCHOOL else days
    total = 0
    for row in table("children").itertuples():
        if row.setting_id == setting and row.child_id != without:
            last = row.on_roll_to or str(AS_OF)
            total += int(((days >= row.on_roll_from) & (days <= last)).sum())
    return total


def ratio(setting: str, before: tuple[date, date], after: tuple[date, date], without: str = "") -> float:
    """Rate of restrictive incidents per child-day, after divided by before."""
    rows = restrictive(setting)
    rows = rows[rows["child_id"] != without]
    first, second = (len(between(rows, w)) / child_days(setting, w, without) for w in (before, after))
    return second / first


def most_frequent(setting: str, *windows: tuple[date, date]) -> str:
    rows = pd.concat([between(restrictive(setting), window) for window in windows])
    return str(rows["child_id"].value_counts().idxmax())


def attention(rows: pd.DataFrame, end: date) -> set[str]:
    """Children with three or more in the last 28 days and at least twice their own rate of the 84 days before."""
    last = between(rows, (end - timedelta(days=28), end))["child_id"].value_counts()
    prior = between(rows, (end - timedelta(days=112), end - timedelta(days=28)))["child_id"].value_counts()
    return {str(child) for child, n in last.items() if n >= 3 and n / 28 >= 2 * prior.get(child, 0) / 84}
