"""What hours would predict of shifts, lessons, locations and teams, beside what is recorded of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.indicators._hours import stated_keys, worked
from generator.indicators._posts import posts_in
from generator.indicators._shared import slug, words
from generator.indicators._tally import Places, held_places
from generator.model import Dataset
from generator.periods import Window

DIMENSIONS = {"shift": "shift_or_lesson", "lesson": "shift_or_lesson", "location": "location_code"}
USERS = ("led", "held")


@dataclass(frozen=True)
class Unit:
    """A shift, a lesson, a location or a team: its hours, what they predict, and what is recorded of what."""

    group: str
    label: str
    hours: float
    expected: float
    recorded: int
    thing: str = "incident"

    def silent(self, least: float) -> bool:
        return self.recorded == 0 and self.expected >= least


def stated_units(dataset: Dataset, window: Window) -> tuple[Unit, ...]:
    """Shifts, lessons and locations with stated hours: each one's share of its place's incidents by its hours."""
    stated = worked(dataset, window)
    hours = dict(zip(stated.number.tolist(), stated.hours.tolist(), strict=True))
    names = {place.id: place.name for place in dataset.setting.places}
    if len(names) > 1 and not dataset.has("incidents", "setting_id"):
        return ()
    rows = held_places(dataset, window)
    found = []
    for (place, dimension), values in dataset.once("units of hours", lambda: _units(dataset)).items():
        some = [(value, hours[number]) for value, number in values if number in hours]
        whole = float(np.sum([each for _, each in some]))
        if place not in names or len(some) < 2 or whole <= 0:
            continue
        counts = _counts(dataset, rows, place, DIMENSIONS[dimension])
        total = sum(counts.get(value, 0) for value, _ in some)
        for value, each in some:
            group = f"{slug(dimension)}-{slug(value)}" + (f"-{slug(place)}" if len(names) > 1 else "")
            at = f", {names[place]}" if len(names) > 1 else ""
            label = f"{words(value).capitalize()} ({dimension}{at})"
            found.append(Unit(group, label, each, total * each / whole, counts.get(value, 0)))
    return tuple(found)


def _units(dataset: Dataset) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """For each place and kind of unit with stated hours the units in order, and the number of each one's hours."""
    keys = stated_keys(dataset)
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for number, key in enumerate(zip(keys["setting_id"], keys["dimension"], keys["value"], strict=True)):
        place, dimension, value = (str(each) for each in key)
        if dimension in DIMENSIONS and dataset.has("incidents", DIMENSIONS[dimension]):
            found.setdefault((place, dimension), []).append((value, number))
    return {key: sorted(found[key]) for key in sorted(found)}


def _counts(dataset: Dataset, rows: Places, place: str, field: str) -> dict[str, int]:
    """How many of these incidents at a place name each shift, lesson or location."""
    codes, names = dataset.once(f"codes of {field}", lambda: pd.factorize(dataset.incidents[field]))
    there = dataset.once(
        f"incidents of {place}",
        lambda: dataset.place_of(dataset.incidents).isin([place]).to_numpy(dtype=bool),
    )
    counts = np.bincount(codes[rows[there[rows]]] + 1, minlength=len(names) + 1)[1:]
    return dict(zip(names.tolist(), counts.tolist(), strict=True))


def teams(dataset: Dataset, window: Window) -> tuple[Unit, ...]:
    """Teams of adults: involvements as leading or holding, by their share of hours; only where that is decided."""
    wanted = dataset.setting.staff_patterns is not None
    if not (wanted and dataset.has("staff_involvement", "staff_id") and dataset.has("staff", "team")):
        return ()
    posts = posts_in(dataset, window)
    mine = np.flatnonzero((posts.hours > 0) & (posts.team != ""))
    hours = pd.Series(posts.hours[mine]).groupby(posts.team[mine]).sum()
    if len(hours) < 2:
        return ()
    # An adult who holds posts in two teams counts with the team of the most hours.
    most = np.lexsort((posts.team[mine].astype(str), -posts.hours[mine]))[::-1]
    team = dict(zip(posts.adults[mine][most], posts.team[mine][most], strict=True))
    involved = _involvements(dataset, window)
    counts: Counter[str] = Counter()
    for adult, name in team.items():
        counts[name] += involved.get(adult, 0)
    total, whole = counts.total(), float(posts.hours[mine].sum())
    return tuple(
        Unit(
            f"team-{slug(name)}",
            f"{words(name).capitalize()} (team)",
            float(worked_there),
            total * float(worked_there) / whole,
            counts[str(name)],
            "involvement",
        )
        for name, worked_there in hours.items()
    )


def _involvements(dataset: Dataset, window: Window) -> dict[str, int]:
    """How often each adult led or held in a restrictive incident of the window."""
    incident, adult, names = dataset.once("who led or held", lambda: _led_or_held(dataset))
    inside = np.zeros(len(dataset.incidents), dtype=bool)
    inside[held_places(dataset, window)] = True
    counts = np.bincount(adult[inside[incident]], minlength=len(names))
    return dict(zip(names.tolist(), counts.tolist(), strict=True))


def _led_or_held(dataset: Dataset) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """For each time that somebody led or held: the place of the incident in its table, and the adult's number."""
    rows, incident = dataset.tables["staff_involvement"], dataset.linked("staff_involvement")
    adult, names = pd.factorize(rows["staff_id"])
    mine = rows["role"].isin(USERS).to_numpy(dtype=bool) & (incident >= 0) & (adult >= 0)
    return incident[mine], adult[mine], names
