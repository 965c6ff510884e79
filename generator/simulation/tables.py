"""A made-up setting as the tables of a `Dataset`: incidents, roll, hours, adults and their parts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from generator.exposure import Exposure
from generator.model import Dataset, Place, Setting, TableState, TermDates
from generator.periods import Calendar
from generator.setting import thresholds
from generator.simulation.worlds import DAYS, SAME_AGAIN, World, incident_days

TERMS: tuple[tuple[Literal["autumn", "spring", "summer"], tuple[tuple[int, int], ...]], ...] = (
    ("autumn", ((9, 4), (12, 20), (10, 27), (10, 31))),
    ("spring", ((1, 6), (4, 4), (2, 17), (2, 21))),
    ("summer", ((4, 22), (7, 22), (5, 26), (5, 30))),
)
"""First and last day, and the half-term, of each term, as month and day."""
ROOMS = {"classroom": 0.5, "corridor": 0.3, "dining_room": 0.2}
TEAM = 12


def dataset(random: Generator, world: World) -> Dataset:
    """The setting's tables as the loader would give them: incidents, roll, hours, adults and their parts."""
    start = world.as_of - timedelta(days=DAYS - 1)
    place = Place(id="place", name="Place", kind="childrens_home" if world.home else "special_school")
    terms = _terms(start.year - 1, world.as_of.year)
    calendar = Calendar((place,), terms, start, world.as_of)
    mask = calendar.open_mask(place, start, world.as_of + timedelta(days=1))
    found = incident_days(random, world, np.asarray(mask, dtype=bool))
    incidents = _incidents(random, world, found, start)
    tables = {
        "incidents": incidents,
        "children": _roll(random, world, start),
        "exposure": _hours(world, start),
        "staff": _staff(start),
        "staff_involvement": _parts(random, incidents),
    }
    setting = Setting(
        name="Setting",
        places=(place,),
        terms=terms,
        audiences=(),
        thresholds={each.name: each.default for each in thresholds.THRESHOLDS},
        as_of=world.as_of,
    )
    return Dataset(
        setting=setting,
        tables=tables,
        states={name: TableState(rows=len(rows), state="loaded") for name, rows in tables.items()},
        as_of=world.as_of,
        calendar=calendar,
        exposure=Exposure(calendar, tables["children"], tables["exposure"]),
    )


def _terms(first: int, last: int) -> tuple[TermDates, ...]:
    """Three terms a year with their half-terms, about as schools in England have them."""
    found = []
    for year in range(first, last + 1):
        for name, days in TERMS:
            starts, ends, half_starts, half_ends = (
                date(year + (month < 9), month, number) for month, number in days
            )
            code = f"{year}{(year + 1) % 100:02d}"
            found.append(TermDates(code, name, starts, ends, half_starts, half_ends))
    return tuple(found)


def _frame(columns: dict[str, Any]) -> pd.DataFrame:
    """A table whose rows are numbered as a spreadsheet numbers them."""
    frame = pd.DataFrame(columns)
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return frame


def _dates(days: Any) -> pd.Series:
    return pd.Series(pd.to_datetime(days)).astype("datetime64[s]")


def _incidents(random: Generator, world: World, found: list[tuple[int, int]], start: date) -> pd.DataFrame:
    ordered = sorted(found, key=lambda each: each[1])
    hours = random.integers(8, 20, size=len(ordered))
    again = random.random(len(ordered)) < (SAME_AGAIN if world.kind == "days" else 0.0)
    children = [child for child, _ in ordered]
    return _frame(
        {
            "incident_id": pd.Series([f"i{n}" for n in range(len(ordered))], dtype="str"),
            "child_id": pd.Series([f"c{child}" for child in children], dtype="str"),
            "incident_date": _dates([pd.Timestamp(start) + pd.Timedelta(day, "D") for _, day in ordered]),
            "intervention_category": pd.Series(["physical_restraint"] * len(ordered), dtype="str"),
            "setting_id": pd.Series(["place"] * len(ordered), dtype="str"),
            "started_time": pd.Series([f"{hour:02d}:15" for hour in hours], dtype="str"),
            "shift_or_lesson": _dealt(random, world.shifts, children, again),
            "location_code": _dealt(random, ROOMS, children, again),
        }
    )


def _dealt(
    random: Generator, parts: dict[str, float], children: list[int], again: NDArray[np.bool_]
) -> pd.Series:
    """A shift or a room for each incident, by its part of all hours; `again`: that of the child's one before."""
    drawn_anew = random.choice(list(parts), size=len(children), p=list(parts.values()))
    before: dict[int, str] = {}
    found: list[str] = []
    for child, new, same in zip(children, drawn_anew, again, strict=True):
        before[child] = before.get(child, str(new)) if same else str(new)
        found.append(before[child])
    return pd.Series(found, dtype="str")


def _roll(random: Generator, world: World, start: date) -> pd.DataFrame:
    count = world.children
    yes = [random.random(count) < part for part in (0.3, 0.4, 0.2)]
    return _frame(
        {
            "child_id": pd.Series([f"c{n}" for n in range(count)], dtype="str"),
            "setting_id": pd.Series(["place"] * count, dtype="str"),
            "on_roll_from": _dates([pd.Timestamp(start)] * count),
            "on_roll_to": _dates([pd.NaT] * count),
            "sex": pd.Series(random.choice(["F", "M"], size=count, p=[0.3, 0.7]), dtype="str"),
            "primary_need": pd.Series(random.choice(["ASD", "SEMH", "MLD"], size=count), dtype="str"),
            "disabled": pd.Series(yes[0], dtype="boolean"),
            "fsm_or_pupil_premium": pd.Series(yes[1], dtype="boolean"),
            "uses_non_verbal_communication": pd.Series(yes[2], dtype="boolean"),
        }
    )


def _hours(world: World, start: date) -> pd.DataFrame:
    """Hours worked on each shift and in each room in all of the two years, as one period."""
    parts = {"shift": world.shifts, "location": ROOMS}
    rows = [(name, code, 10_000 * part) for name, each in parts.items() for code, part in each.items()]
    count = len(rows)
    return _frame(
        {
            "setting_id": pd.Series(["place"] * count, dtype="str"),
            "period_start": _dates([pd.Timestamp(start)] * count),
            "period_end": _dates([pd.Timestamp(world.as_of)] * count),
            "dimension": pd.Series([name for name, _, _ in rows], dtype="str"),
            "value": pd.Series([code for _, code, _ in rows], dtype="str"),
            "measure": pd.Series(["staff_hours"] * count, dtype="str"),
            "amount": pd.Series([amount for _, _, amount in rows], dtype="Float64"),
        }
    )


def _staff(start: date) -> pd.DataFrame:
    return _frame(
        {
            "staff_id": pd.Series([f"a{n}" for n in range(TEAM)], dtype="str"),
            "setting_id": pd.Series(["place"] * TEAM, dtype="str"),
            "team": pd.Series(["one"] * TEAM, dtype="str"),
            "role_group": pd.Series(["care"] * TEAM, dtype="str"),
            "employment_type": pd.Series(["permanent"] * TEAM, dtype="str"),
            "start_on": _dates([pd.Timestamp(start)] * TEAM),
            "end_on": _dates([pd.NaT] * TEAM),
            "weekly_hours": pd.Series([37.0] * TEAM, dtype="Float64"),
        }
    )


def _parts(random: Generator, incidents: pd.DataFrame) -> pd.DataFrame:
    """One adult for each incident, any of the team."""
    count = len(incidents)
    return _frame(
        {
            "incident_id": incidents["incident_id"].reset_index(drop=True),
            "staff_id": pd.Series([f"a{n}" for n in random.integers(0, TEAM, size=count)], dtype="str"),
            "role": pd.Series(["held"] * count, dtype="str"),
        }
    )
