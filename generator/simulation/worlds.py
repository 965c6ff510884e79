"""Settings made from a seed: their roll, adults, hours and two years of incidents, as the tables of a `Dataset`."""

from __future__ import annotations

from dataclasses import dataclass
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

Kind = Literal["independent", "bursts", "spells"]
KINDS: tuple[Kind, ...] = ("independent", "bursts", "spells")
DAYS = 730
MONTH = 30.4
"""Days of a month, for a rate given by the month."""
LATEST = date(2025, 8, 31)
CHILDREN = (6, 200)
MEANS = (0.25, 20.0)
BURST = 0.4
"""Shape of the gamma that raises and lowers one child's rate from month to month: a squared spread of 2.5."""
SPELL_DAYS = (60, 180)
"""How long a child's hard spell lasts, from and to, in days."""
CALM_DAYS = (120, 540)
HARD = 8.0
"""How many times the rate of calm days a child's rate is in a hard spell."""
TERMS: tuple[tuple[Literal["autumn", "spring", "summer"], tuple[tuple[int, int], ...]], ...] = (
    ("autumn", ((9, 4), (12, 20), (10, 27), (10, 31))),
    ("spring", ((1, 6), (4, 4), (2, 17), (2, 21))),
    ("summer", ((4, 22), (7, 22), (5, 26), (5, 30))),
)
"""First and last day, and the half-term, of each term, as month and day."""
SHIFTS = {"early": 0.4, "late": 0.4, "night": 0.2}
TEAM = 12


@dataclass(frozen=True, slots=True)
class World:
    """How many children, how many incidents a month on average, how they come, and whether it is a home."""

    children: int
    mean: float
    kind: Kind
    home: bool
    as_of: date
    halved: int = 0
    """Over how many of the last days incidents come at half the rate; nought where nothing changes."""


def drawn(random: Generator, kind: Kind) -> World:
    """A setting of any size and mean (both even on a logarithm) on any of the last days of a school year."""
    low, high = np.log(CHILDREN), np.log(MEANS)
    return World(
        children=round(float(np.exp(random.uniform(low[0], low[1])))),
        mean=float(np.exp(random.uniform(high[0], high[1]))),
        kind=kind,
        home=bool(random.integers(2)),
        as_of=LATEST - timedelta(days=int(random.integers(0, 365))),
    )


def incident_days(random: Generator, world: World, open_mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Each incident as child and day: a rate a child and day, with Poisson counts, and none on closed days."""
    rates = _rates(random, world) * open_mask
    rates = rates * (world.mean * DAYS / MONTH) / _expected(world, open_mask)
    if world.halved:
        rates[:, DAYS - world.halved :] *= 0.5
    counts = random.poisson(rates)
    return [(int(c), int(d)) for c, d in np.argwhere(counts) for _ in range(int(counts[c, d]))]


def _expected(world: World, open_mask: NDArray[np.bool_]) -> float:
    """The sum of all rates to expect, so that a mean is a mean over many settings and not one of each."""
    level = 1.0
    if world.kind == "spells":
        hard = sum(SPELL_DAYS) / (sum(SPELL_DAYS) + sum(CALM_DAYS))
        level = hard * HARD + 1 - hard
    return float(world.children * open_mask.sum() * level)


def _rates(random: Generator, world: World) -> NDArray[np.float64]:
    """The rate of each child on each day, before it is brought to the setting's mean.

    Children differ for good (gamma, shape 1) unless incidents are independent. `bursts`: each child's rate is drawn
    anew each month. `spells`: hard spells and calm ones, each lasting months, begin at any time.
    """
    shape = (world.children, DAYS)
    if world.kind == "independent":
        return np.ones(shape)
    frailty = random.gamma(1.0, 1.0, size=(world.children, 1))
    if world.kind == "bursts":
        months = np.arange(DAYS) // int(MONTH)
        factors = random.gamma(BURST, 1 / BURST, size=(world.children, int(months[-1]) + 1))
        return frailty * factors[:, months]
    rates = np.ones(shape)
    for child in range(world.children):
        day = -int(random.integers(0, SPELL_DAYS[1] + CALM_DAYS[1]))
        hard = bool(random.integers(2))
        while day < DAYS:
            low, high = SPELL_DAYS if hard else CALM_DAYS
            length = int(random.integers(low, high + 1))
            if hard:
                rates[child, max(day, 0) : max(day + length, 0)] = HARD
            day, hard = day + length, not hard
    return frailty * rates


def dataset(random: Generator, world: World) -> Dataset:
    """The setting's tables as the loader would give them: incidents, roll, hours, adults and their parts."""
    start = world.as_of - timedelta(days=DAYS - 1)
    place = Place(id="place", name="Place", kind="childrens_home" if world.home else "special_school")
    terms = _terms(start.year - 1, world.as_of.year)
    calendar = Calendar((place,), terms, start, world.as_of)
    mask = calendar.open_mask(place, start, world.as_of + timedelta(days=1))
    found = incident_days(random, world, np.asarray(mask, dtype=bool))
    incidents = _incidents(random, found, start)
    tables = {
        "incidents": incidents,
        "children": _roll(random, world, start),
        "exposure": _hours(start, world.as_of),
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


def _incidents(random: Generator, found: list[tuple[int, int]], start: date) -> pd.DataFrame:
    ordered = sorted(found, key=lambda each: each[1])
    hours = random.integers(8, 20, size=len(ordered))
    return _frame(
        {
            "incident_id": pd.Series([f"i{n}" for n in range(len(ordered))], dtype="str"),
            "child_id": pd.Series([f"c{child}" for child, _ in ordered], dtype="str"),
            "incident_date": _dates([pd.Timestamp(start) + pd.Timedelta(day, "D") for _, day in ordered]),
            "intervention_category": pd.Series(["physical_restraint"] * len(ordered), dtype="str"),
            "setting_id": pd.Series(["place"] * len(ordered), dtype="str"),
            "started_time": pd.Series([f"{hour:02d}:15" for hour in hours], dtype="str"),
            "shift_or_lesson": pd.Series(
                random.choice(list(SHIFTS), size=len(ordered), p=list(SHIFTS.values())), dtype="str"
            ),
        }
    )


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


def _hours(start: date, end: date) -> pd.DataFrame:
    """Hours worked on each shift in all of the two years, as one period."""
    count = len(SHIFTS)
    return _frame(
        {
            "setting_id": pd.Series(["place"] * count, dtype="str"),
            "period_start": _dates([pd.Timestamp(start)] * count),
            "period_end": _dates([pd.Timestamp(end)] * count),
            "dimension": pd.Series(["shift"] * count, dtype="str"),
            "value": pd.Series(list(SHIFTS), dtype="str"),
            "measure": pd.Series(["staff_hours"] * count, dtype="str"),
            "amount": pd.Series([10_000 * share for share in SHIFTS.values()], dtype="Float64"),
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
