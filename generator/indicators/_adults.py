"""Which adults took part in which incidents, and each adult's part against the hours worked in the same team."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicators._answers import YES, flags
from generator.indicators._posts import people_at, posts_in
from generator.indicators._shared import slug
from generator.indicators._shifts import may_say
from generator.indicators._tally import Places, rows_in, tally_of
from generator.model import Dataset
from generator.periods import Window
from generator.statistics.rates import holm
from generator.statistics.units import MIN_CHILDREN, MIN_TOTAL, Reading, Unit, readings

HANDS = ("led", "held")
NOT_INVOLVED = ("authorised", "non_staff")
"""Parts that are no part in what happened: leave given beforehand, and people who do not work here."""
NIGHT = ("night", "waking-night")


@dataclass(frozen=True)
class Adult:
    """One adult at one place: hours (None: not known), parts led or held, and how they compare within the team.

    `places` says where the parts stand in the table of adults involved. `reading` is None where nothing is compared:
    hours not known, a team too small, or too few incidents in it.
    """

    code: str
    place: str
    team: str
    role: str
    row: int
    hours: float | None
    places: Places
    by_child: Mapping[str, int]
    reading: Reading | None = None

    @property
    def top_share(self) -> float:
        return max(self.by_child.values()) / len(self.places) if len(self.places) else 0.0


def first_parts(dataset: Dataset, counts: Callable[[pd.Series], pd.Series]) -> NDArray[np.bool_]:
    """Which rows of the table count: of the parts whose role does, each adult's first in each incident."""
    table = dataset.tables["staff_involvement"]
    incident, (adult, names) = dataset.linked("staff_involvement"), pd.factorize(table["staff_id"])
    counting = counts(table["role"]).to_numpy(dtype=bool, na_value=False)
    places = np.flatnonzero(counting & (incident >= 0) & (adult >= 0))
    places = places[np.argsort(table.index.to_numpy()[places], kind="stable")]
    _, first = np.unique(incident[places] * len(names) + adult[places], return_index=True)
    found = np.zeros(len(table), dtype=bool)
    found[places[first]] = True
    return found


def hands_in(dataset: Dataset, window: Window | None = None) -> Places:
    """Where the parts stand in which an adult led or held, once for each incident: of the window, or all there are."""
    counts = dataset.once("led or held", lambda: first_parts(dataset, lambda role: role.isin(HANDS)))
    if window is None:
        return np.flatnonzero(counts)
    places = rows_in(dataset, window, "staff_involvement")
    return places[counts[places]]


def adults(dataset: Dataset, window: Window) -> tuple[Adult, ...]:
    """Every adult in post in the window, by place and code, each compared within the team of the place.

    A team is compared where at least as many adults as the setting's `min_team` have hours that are known, from ten
    parts with three children (catalogue, rule 7.2); what is called is corrected over all adults and both tails (Holm).
    Without teams all adults of a place are one.
    """
    key = f"adults {window.start} {window.end}"
    return dataset.once(key, lambda: _adults(dataset, window))  # type: ignore[no-any-return]


def _adults(dataset: Dataset, window: Window) -> tuple[Adult, ...]:
    known = _in_post(dataset, window)
    least = int(dataset.setting.threshold("min_team"))
    teams: dict[tuple[str, str], list[Adult]] = {}
    for each in known:
        if each.hours is not None:
            teams.setdefault((each.place, each.team), []).append(each)
    compared = [team for team in teams.values() if len(team) >= least and _children(team) >= MIN_CHILDREN]
    families = [[Unit(each.hours or 0.0, each.by_child) for each in team] for team in compared]
    said = {
        (each.code, each.place): reading
        for team, row in zip(compared, readings(families, holm, may_say(dataset, "adults")[0]), strict=True)
        for each, reading in zip(team, row, strict=True)
        if reading.total >= MIN_TOTAL
    }
    read = [replace(each, reading=said.get((each.code, each.place))) for each in known]
    return tuple(sorted(read, key=lambda each: (each.place, each.code)))


def _children(team: list[Adult]) -> int:
    """How many different children the parts of a team are with."""
    return len({child for each in team for child in each.by_child})


def _in_post(dataset: Dataset, window: Window) -> list[Adult]:
    """Every adult in post in the window with the parts taken there, nothing compared yet."""
    found = posts_in(dataset, window)
    parts = hands_in(dataset, window)
    group = people_of_parts(dataset)[parts]
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(len(found.people) + 1))
    counts, names = _by_child(dataset, parts, group, len(found.people)), tally_of(dataset).names
    return [
        Adult(
            str(code),
            str(place),
            str(team),
            str(role),
            int(row),
            hours if hours > 0 else None,
            np.sort(parts[order[ends[mine] : ends[mine + 1]]]),
            {names[child]: int(counts[mine, child]) for child in np.flatnonzero(counts[mine])},
        )
        for mine, code, place, team, role, row, hours in zip(
            found.group,
            found.adults,
            found.places,
            found.team,
            found.role,
            found.row,
            found.hours.tolist(),
            strict=True,
        )
    ]


def _by_child(dataset: Dataset, parts: Places, group: Places, people: int) -> NDArray[np.intp]:
    """For each adult at a place (rows) the parts with each child (columns)."""
    children = len(tally_of(dataset).names)
    child = tally_of(dataset, "staff_involvement").who[parts]
    own = (group >= 0) & (child >= 0)
    cells = np.bincount(group[own] * children + child[own], minlength=people * children)
    return cells.reshape(people, children)


def people_of_parts(dataset: Dataset) -> Places:
    """For each row of the table of adults involved the number of the adult at that place; -1 where none is on staff."""
    return dataset.once("people of parts", lambda: _people_of_parts(dataset))  # type: ignore[no-any-return]


def _people_of_parts(dataset: Dataset) -> Places:
    people = people_at(dataset)
    table, linked = dataset.tables["staff_involvement"], dataset.linked("staff_involvement")
    adult, codes = pd.factorize(table["staff_id"])
    place, ids = pd.factorize(dataset.place_of(dataset.incidents))
    place = np.append(place, -1)[linked]
    numbers = np.full((len(codes) + 1, len(ids) + 1), -1)  # the last of each is for a missing code
    wanted = {pair: number for number, pair in enumerate(people.itertuples(index=False, name=None))}
    for a, code in enumerate(codes):
        for p, id in enumerate(ids):
            numbers[a, p] = wanted.get((code, id), -1)
    return numbers[adult, place]


def groups_of(dataset: Dataset, found: tuple[Adult, ...]) -> tuple[str, ...]:
    """Each adult's part of a cell key: the code, with the place where there are several; never two alike."""
    several = len(dataset.setting.places) > 1
    names: list[str] = []
    for each in found:
        name = slug(f"{each.code} {each.place}") if several else slug(each.code)
        while name in names or name == "total":
            name = f"{name}-again"
        names.append(name)
    return tuple(names)


def explained(dataset: Dataset, adult: Adult, called: int) -> str:
    """What else may lie behind an adult's number: key adult, one child, called to help, nights."""
    parts = len(adult.places)
    reasons = []
    key = _as_key_adult(dataset, adult.places)
    if key:
        reasons.append(f"key adult of the child in {key} of {parts}")
    if parts >= 3:
        most = max(adult.by_child.values())
        if 2 * most >= parts:
            reasons.append(f"one child in {most} of {parts}")
    if called:
        reasons.append(f"also called to help {called} times" if called > 1 else "also called to help once")
    if adult.role == "night" or (parts and 2 * _at_night(dataset, adult.places) >= parts):
        reasons.append("works nights")
    return "; ".join(reasons) or "nothing in the records"


def _as_key_adult(dataset: Dataset, places: Places) -> int:
    """In how many of these parts the adult was the child's key adult."""
    table = dataset.tables["staff_involvement"]
    if "was_key_adult" not in table.columns:
        return 0
    said = dataset.once("key adults", lambda: flags(table, "was_key_adult"))
    return int((said[places] == YES).sum())


def _at_night(dataset: Dataset, places: Places) -> int:
    """In how many of these parts the incident was at night."""
    if "shift_or_lesson" not in dataset.incidents.columns:
        return 0
    nights = dataset.once(
        "nights", lambda: dataset.incidents["shift_or_lesson"].isin([*NIGHT, "waking_night"]).to_numpy()
    )
    return int(nights[dataset.linked("staff_involvement")[places]].sum())
