"""Practice changes as they were recorded, and whose and which incidents lie in the scope of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from generator.indicator import as_date
from generator.indicators._tally import Places, incident_days, place_numbers, tally_of
from generator.indicators.practice import title_of
from generator.model import Dataset
from generator.periods import Window

FIELDS = {"location": "location_code", "time_of_day": "shift_or_lesson"}


@dataclass(frozen=True, slots=True)
class Action:
    """One dated practice change."""

    id: str
    title: str
    scope: str
    value: str | None
    effective: date
    raised: date | None
    decided_before: bool | None


@dataclass(frozen=True)
class ByDate:
    """Incidents in order of date, with their days since 1970."""

    places: Places
    days: np.ndarray

    def only(self, mask: np.ndarray) -> ByDate:
        return ByDate(self.places[mask], self.days[mask])


@dataclass(frozen=True)
class Coded:
    """For each row of `incidents` which of the different cells of a field it holds, -1 where it is empty."""

    numbers: Places
    cells: tuple[str, ...]


def dated_actions(dataset: Dataset) -> tuple[Action, ...]:
    """Every action that says from when it took effect, in the order of the table."""
    actions = dataset.tables["actions"]
    return tuple(_action(row) for _, row in actions[actions["effective_from"].notna()].iterrows())


def _action(row: pd.Series) -> Action:
    decided, raised, value = (
        None if (told := row.get(name)) is None or pd.isna(told) else told
        for name in ("decided_before_seeing_result", "raised_on", "scope_value")
    )
    return Action(
        id=str(row["action_id"]),
        title=title_of(row),
        scope=str(row["scope"]),
        value=None if value is None else str(value),
        effective=as_date(row["effective_from"]),
        raised=None if raised is None else as_date(raised),
        decided_before=None if decided is None else bool(decided),
    )


def in_scope(dataset: Dataset, action: Action) -> bool:
    """Whether incidents and children of the scope can be told from the tables."""
    if action.scope == "whole_setting":
        return True
    if action.value is None:
        return False
    if action.scope == "child":
        return action.value in dataset.once("ever on a roll", lambda: frozenset(dataset.exposure.children))
    if action.scope == "group":
        return bool(group(dataset, action.value))
    name = FIELDS.get(action.scope)
    return name is not None and dataset.has("incidents", name)


def group(dataset: Dataset, value: str) -> frozenset[str]:
    """Children of a group, by age band, year group or setting; nobody where the code is none of these."""

    def make() -> frozenset[str]:
        roll = dataset.tables["children"]
        names = [name for name in ("setting_id", "age_band", "year_group") if name in roll.columns]
        return frozenset(
            str(child) for name in names for child in roll.loc[roll[name].astype("str") == value, "child_id"]
        )

    return dataset.once(f"group {value}", make)  # type: ignore[no-any-return]


def incidents_of(dataset: Dataset, action: Action) -> ByDate:
    """All restrictive incidents in the scope of an action."""
    if action.scope == "whole_setting" and _place(dataset, action) is None:
        return _every(dataset)
    key = f"incidents of {action.scope} {action.value}"
    return dataset.once(key, lambda: _incidents_of(dataset, action))  # type: ignore[no-any-return]


def _every(dataset: Dataset) -> ByDate:
    def make() -> ByDate:
        held = np.flatnonzero(dataset.incidents["restrictive"].to_numpy(dtype=bool))
        held = held[np.argsort(incident_days(dataset)[held], kind="stable")]
        return ByDate(held, incident_days(dataset)[held])

    return dataset.once("held by date", make)  # type: ignore[no-any-return]


def on_open_day(dataset: Dataset) -> np.ndarray:
    """For each incident whether the place it names was open that day; of one that names none, whether any was."""

    def make() -> np.ndarray:
        calendar = dataset.calendar
        start, end = calendar.data_start, max(calendar.data_start, calendar.end)
        opened = np.vstack([calendar.open_mask(place, start, end) for place in dataset.setting.places])
        opened = np.vstack([opened, opened.any(axis=0)])  # the last, which -1 finds, is for no place
        days = incident_days(dataset) - (start - date(1970, 1, 1)).days
        inside = (days >= 0) & (days < opened.shape[1])
        found = np.zeros(len(days), dtype=bool)
        found[inside] = opened[place_numbers(dataset)[inside], days[inside]]
        return found

    return dataset.once("incidents on open days", make)  # type: ignore[no-any-return]


def _incidents_of(dataset: Dataset, action: Action) -> ByDate:
    every, value = _every(dataset), str(action.value)
    if action.scope == "whole_setting":
        number = [place.id for place in dataset.setting.places].index(value)
        return every.only(place_numbers(dataset)[every.places] == number)
    if action.scope in FIELDS:
        coded = coded_field(dataset, FIELDS[action.scope])
        number = coded.cells.index(value) if value in coded.cells else len(coded.cells)
        return every.only(coded.numbers[every.places] == number)
    people = {value} if action.scope == "child" else group(dataset, value)
    numbers = [number for number, child in enumerate(tally_of(dataset).names) if child in people]
    return every.only(np.isin(tally_of(dataset).who[every.places], numbers))


def coded_field(dataset: Dataset, name: str) -> Coded:
    """The different cells of a field of `incidents`, and which of them each row holds."""

    def make() -> Coded:
        numbers, cells = pd.factorize(dataset.incidents[name])
        return Coded(numbers, tuple(str(cell) for cell in cells))

    return dataset.once(f"cells of {name}", make)  # type: ignore[no-any-return]


def people_of(dataset: Dataset, action: Action, window: Window) -> Mapping[str, int]:
    """Days here in the window of every child in the scope of an action."""
    days = dataset.exposure.by_child(window, _place(dataset, action))
    if action.scope not in ("child", "group"):
        return days
    people = {str(action.value)} if action.scope == "child" else group(dataset, str(action.value))
    return {child: days[child] for child in people if child in days}


def _place(dataset: Dataset, action: Action) -> str | None:
    """The one place that an action for a whole setting names."""
    known = action.scope == "whole_setting" and action.value in {each.id for each in dataset.setting.places}
    return action.value if known else None
