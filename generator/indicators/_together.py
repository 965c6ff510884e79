"""Children of both home and school: their incidents and their hours at each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.indicators._dual import at_side, children_of_both, held_of_both, routine, sides
from generator.indicators._tally import Places, tally_of
from generator.model import Dataset
from generator.periods import Window

DAY_HOURS = 24.0
SCHOOL_HOURS = 6.5
Side = Mapping[str, tuple[int, float]]


@dataclass(frozen=True)
class Together:
    """Children of both home and school, their rows at each, and for each child count and hours at each."""

    children: tuple[str, ...]
    home_rows: Places
    school_rows: Places
    home: Side
    school: Side

    @staticmethod
    def hours(side: Side) -> float:
        return sum(hours for _, hours in side.values())


def together(dataset: Dataset, window: Window) -> Together:
    """The children of both, with their rows and hours at each in the window."""
    homes, schools = sides(dataset)
    exposure, children = dataset.exposure, children_of_both(dataset, window)
    rows = held_of_both(dataset, window)
    rows = rows[~routine(dataset)[rows]]
    home_rows, school_rows = rows[at_side(dataset, "home")[rows]], rows[at_side(dataset, "school")[rows]]
    at_home, at_school = (tally_of(dataset).named(places) for places in (home_rows, school_rows))
    day = float(dataset.setting.thresholds.get("school_day_hours", SCHOOL_HOURS))
    home: dict[str, tuple[int, float]] = {}
    school: dict[str, tuple[int, float]] = {}
    for child in children:
        school_days = exposure.days_at(child, window, schools)
        both_days = exposure.days_at_both(child, window, homes, schools)
        hours = DAY_HOURS * exposure.days_at(child, window, homes) - day * both_days
        home[child] = (at_home.get(child, 0), hours)
        school[child] = (at_school.get(child, 0), day * school_days)
    return Together(children, home_rows, school_rows, home, school)
