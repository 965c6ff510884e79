"""Which adults took part in which incidents, and each adult's part against the hours worked in the same team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from generator.indicator import refs as row_refs
from generator.indicators._hours import posts
from generator.indicators._shared import slug, stamp
from generator.model import Dataset, RowRef
from generator.periods import Window
from generator.statistics import report
from generator.statistics.rates import holm
from generator.statistics.units import MIN_TOTAL, Reading, Unit, readings

HANDS = ("led", "held")
NOT_INVOLVED = ("authorised", "non_staff")
"""Parts that are no part in what happened: leave given beforehand, and people who do not work here."""
NIGHT = ("night", "waking-night")
MINE = (
    "child_id",
    "incident_date",
    "started_time",
    "shift_or_lesson",
    "location_code",
    "setting_id",
)
THEIRS = ("incident_id", "staff_id", "role", "was_key_adult")


@dataclass(frozen=True)
class Adult:
    """One adult at one place: hours (None: not known), rows led or held, and how they compare within the team.

    `reading` is None where nothing is compared: hours not known, a team too small, or too few incidents in it.
    """

    code: str
    place: str
    team: str
    role: str
    row: int
    hours: float | None
    rows: pd.DataFrame
    reading: Reading | None = None

    @cached_property
    def by_child(self) -> Counter[str]:
        return Counter(self.rows["child_id"].tolist())

    @property
    def top_share(self) -> float:
        return max(self.by_child.values()) / len(self.rows) if len(self.rows) else 0.0


def refs(dataset: Dataset, table: str, numbers: Iterable[int]) -> tuple[RowRef, ...]:
    """Rows of a table as evidence, in spreadsheet order."""
    return row_refs(table, np.array(list(numbers), dtype=int))


def parts(dataset: Dataset) -> pd.DataFrame:
    """Every adult's part in every restrictive incident, with the incident; the index is the row of the table."""
    return dataset.once("parts", lambda: _parts(dataset))  # type: ignore[no-any-return]


def _parts(dataset: Dataset) -> pd.DataFrame:
    table = dataset.tables["staff_involvement"]
    incidents = dataset.incidents.assign(place=dataset.place_of(dataset.incidents))
    incidents = incidents[incidents["restrictive"]].drop_duplicates("incident_id").set_index("incident_id")
    known = incidents[[name for name in (*MINE, "place") if name in incidents.columns]]
    found = table[[name for name in THEIRS if name in table.columns]]
    own = known.reindex(found["incident_id"])
    own.index = found.index
    found = pd.concat([found, own], axis=1)
    return found[found["incident_date"].notna() & found["staff_id"].notna()].sort_index()


def inside(rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    """The rows whose incident lies in the window."""
    return rows[(rows["incident_date"] >= stamp(window.start)) & (rows["incident_date"] < stamp(window.end))]


def once_each(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each adult in each incident, however many parts are recorded: the first in the table."""
    return rows.drop_duplicates(["incident_id", "staff_id"])


def hands(dataset: Dataset) -> pd.DataFrame:
    """Restrictive incidents that an adult led or held in, once for each adult, whatever the window."""
    return dataset.once("hands", lambda: _hands(parts(dataset)))  # type: ignore[no-any-return]


def _hands(rows: pd.DataFrame) -> pd.DataFrame:
    return once_each(rows[rows["role"].isin(HANDS)])


def adults(dataset: Dataset, window: Window) -> tuple[Adult, ...]:
    """Every adult in post in the window, by place and code, each compared within the team of the place.

    A team is compared where at least as many adults as the setting's `min_team` have hours that are known; what is
    called is corrected over all adults and both tails (Holm). Without teams all adults of a place are one.
    """
    key = f"adults {window.start} {window.end}"
    return dataset.once(key, lambda: _adults(dataset, window))  # type: ignore[no-any-return]


def _adults(dataset: Dataset, window: Window) -> tuple[Adult, ...]:
    found = posts(dataset, window)
    rows = inside(hands(dataset), window)
    groups = dict(tuple(rows.groupby(["staff_id", "place"])))
    empty = rows.iloc[:0]
    least = int(dataset.setting.threshold("min_team"))
    known = [
        Adult(
            code, place, team, role, int(row), hours if hours > 0 else None, groups.get((code, place), empty)
        )
        for row, code, place, team, role, hours in zip(
            found.index,
            *(found[name].astype("str") for name in ("staff_id", "place", "team", "role")),
            found["hours"].fillna(0.0).astype(float),
            strict=True,
        )
    ]
    teams: dict[tuple[str, str], list[Adult]] = {}
    for each in known:
        if each.hours is not None:
            teams.setdefault((each.place, each.team), []).append(each)
    compared = [team for team in teams.values() if len(team) >= least]
    families = [[Unit(each.hours or 0.0, each.by_child) for each in team] for team in compared]
    said = {
        (each.code, each.place): reading
        for team, row in zip(
            compared, readings(families, holm, report.level(dataset.calendar, "adults")), strict=True
        )
        for each, reading in zip(team, row, strict=True)
        if reading.total >= MIN_TOTAL
    }
    read = [replace(each, reading=said.get((each.code, each.place))) for each in known]
    return tuple(sorted(read, key=lambda each: (each.place, each.code)))


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


def explained(dataset: Dataset, window: Window, adult: Adult, called: int) -> str:
    """What else may lie behind an adult's number: key adult, one child, called to help, nights."""
    rows = adult.rows
    reasons = []
    if len(rows) and "was_key_adult" in rows.columns:
        key = int(rows["was_key_adult"].eq(True).fillna(False).sum())
        if key:
            reasons.append(f"key adult of the child in {key} of {len(rows)}")
    if len(rows) >= 3:
        most = int(rows["child_id"].value_counts().iloc[0])
        if 2 * most >= len(rows):
            reasons.append(f"one child in {most} of {len(rows)}")
    if called:
        reasons.append(f"also called to help {called} times" if called > 1 else "also called to help once")
    nights = rows["shift_or_lesson"].isin([*NIGHT, "waking_night"]).sum() if "shift_or_lesson" in rows else 0
    if adult.role == "night" or (len(rows) and 2 * nights >= len(rows)):
        reasons.append("works nights")
    return "; ".join(reasons) or "nothing in the records"
