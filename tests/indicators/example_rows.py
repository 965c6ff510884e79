"""A small builder: rows written in a test become a `Dataset`, without a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from generator.exposure import Exposure
from generator.model import Cell, Dataset, IndicatorResult, Place, Setting, TableState, TermDates
from generator.periods import Calendar, Window
from generator.setting import thresholds

Rows = Sequence[Mapping[str, Any]]

DATES = (
    "incident_date",
    "on_roll_from",
    "on_roll_to",
    "captured_on",
    "effective_from",
    "completed_on",
    "evaluated_on",
    "raised_on",
    "plan_reviewed_on",
    "period_start",
    "period_end",
    "held_at",
    "record_made_at",
    "started_on",
    "ended_on",
    "review_due_on",
    "last_reviewed_on",
    "last_reduced_on",
    "basis_expires_on",
    "judged_on",
    "start_on",
    "end_on",
    "expires_on",
    "arose_at",
    "submitted_at",
    "resolved_on",
)
FLAGS = (
    "declined",
    "uses_non_verbal_communication",
    "child_took_part",
    "staff_took_part",
    "restorative_offered",
    "restorative_completed",
    "decided_before_seeing_result",
    "prevented_from_leaving",
    "is_disciplinary",
    "judged_independently",
    "blanket",
    "least_restrictive_considered",
    "child_view_recorded",
    "was_key_adult",
    "rrn_certified",
    "competence_assessed",
    "collected",
    "disabled",
    "fsm_or_pupil_premium",
    "ground_reached",
    "pain_technique",
)
NUMBERS = ("duration_minutes", "amount", "weekly_hours")
THRESHOLDS = {each.name: each.default for each in thresholds.THRESHOLDS}
HOME = Place(id="home", name="Home", kind="childrens_home")
SCHOOL = Place(id="school", name="School", kind="special_school")
BOTH = (
    Place(id="school", name="School", kind="special_school", co_location_group="site"),
    Place(id="home", name="Home", kind="childrens_home", co_location_group="site"),
)
FOUR = ("incident_id", "child_id", "incident_date", "intervention_category")

# Two academic years of a home, so that every day is open; each term is as long as its window below.
TERMS = tuple(
    TermDates(f"{year}{year % 100 + 1}", name, start, end)
    for year in (2023, 2024)
    for name, start, end in (
        ("autumn", date(year, 9, 1), date(year, 12, 31)),
        ("spring", date(year + 1, 1, 1), date(year + 1, 4, 10)),
        ("summer", date(year + 1, 4, 11), date(year + 1, 8, 31)),
    )
)
AS_OF = date(2025, 8, 31)


def frame(rows: Rows, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Rows as the loader gives them: typed, indexed by the row of the spreadsheet (the header is row 1)."""
    table = pd.DataFrame(list(rows), columns=list(columns) if not rows else None)
    table.index = pd.RangeIndex(2, len(table) + 2)
    for name in table.columns:
        if name in DATES:
            table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
        elif name in FLAGS:
            table[name] = table[name].astype("boolean")
        elif name in NUMBERS:
            table[name] = table[name].astype("Float64")
        else:
            table[name] = table[name].astype("str")
    return table


def held(child: str, when: str, **more: Any) -> dict[str, Any]:
    """One incident in which a child was held."""
    return {"child_id": child, "incident_date": when, "intervention_category": "physical_restraint", **more}


def numbered(rows: Rows) -> list[dict[str, Any]]:
    """The rows with an incident number each, where they have none: i1, i2, …"""
    return [{"incident_id": f"i{number}", **row} for number, row in enumerate(rows, 1)]


def roll(*children: str, place: str = "home", since: str = "2023-09-01", **more: Any) -> list[dict[str, Any]]:
    """Children on the roll of one place."""
    return [
        {"child_id": child, "setting_id": place, "on_roll_from": since, "on_roll_to": None, **more}
        for child in children
    ]


def build(
    incidents: Rows = (),
    *,
    as_of: date = AS_OF,
    terms: Sequence[TermDates] = TERMS,
    places: tuple[Place, ...] = (HOME,),
    data_start: date | None = date(2023, 9, 1),
    thresholds: Mapping[str, float] | None = None,
    **tables: Rows,
) -> Dataset:
    """A dataset of these rows; `data_start` is the first incident where none is given."""
    frames = {"incidents": frame(numbered(incidents), FOUR)}
    frames |= {name: frame(rows) for name, rows in tables.items()}
    setting = Setting(
        name="Test",
        places=places,
        terms=tuple(terms),
        audiences=(),
        thresholds={**THRESHOLDS, **(thresholds or {})},
        as_of=as_of,
    )
    first = frames["incidents"]["incident_date"].min() if len(frames["incidents"]) else None
    start = data_start or (as_of if first is None else first.date())
    calendar = Calendar(places=places, terms=tuple(terms), data_start=start, as_of=as_of)
    return Dataset(
        setting=setting,
        tables=frames,
        states={name: TableState(rows=len(rows), state="loaded") for name, rows in frames.items()},
        as_of=as_of,
        calendar=calendar,
        exposure=Exposure(calendar, frames.get("children"), frames.get("exposure")),
    )


def cells(result: IndicatorResult) -> dict[str, Cell]:
    """The cells of a result by group."""
    return {cell.group: cell for cell in result.cells}


def window(dataset: Dataset, id: str) -> Window:
    """A window of the dataset's calendar by its id."""
    known = {each.id: each for each in dataset.calendar.all_terms}
    return known[id]
