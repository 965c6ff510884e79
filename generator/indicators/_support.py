"""When an adult was involved far more than hours would give, and whether support was planned afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from generator.indicator import as_date
from generator.indicators._adults import Adult
from generator.indicators._answers import NO, UNKNOWN, YES
from generator.indicators._tally import incident_days
from generator.model import Dataset
from generator.statistics.units import WIDE

SUPPORT = ("training", "staffing", "relationship", "therapy_or_health", "other")
"""Kinds of action that may support a team; an action that names the adult counts whatever its kind."""


def passed_on(dataset: Dataset, adult: Adult) -> date | None:
    """The day on which an adult's parts passed the upper limit, or None."""
    reading = adult.reading
    if reading is None or not reading.tested or reading.p_high >= WIDE:
        return None
    _, limit = reading.limits(WIDE)
    days = np.sort(incident_days(dataset)[dataset.linked("staff_involvement")[adult.places]])
    return np.datetime64(int(days[min(limit, len(days) - 1)]), "D").item()  # type: ignore[no-any-return]


def supported(dataset: Dataset, adult: Adult, on: date, days: int) -> int:
    """Whether support was planned in time; not known while there is still time, or if no action says for whom."""
    until = on + timedelta(days=days)
    planned = dataset.once("support planned", lambda: _planned(dataset))
    if any(on <= raised <= until and whom & {adult.code, ("team", adult.team)} for raised, whom in planned):
        return YES
    return NO if says_for_whom(dataset) and until <= dataset.as_of else UNKNOWN


def says_for_whom(dataset: Dataset) -> bool:
    """Whether any action says whom it is for."""
    return dataset.has("actions", "scope_value") or dataset.has("actions", "origin_ref")


def _planned(dataset: Dataset) -> list[tuple[date, set[object]]]:
    """For each action the day it was raised and whom it supports: what it names, and the team that it is for."""
    actions = dataset.tables["actions"]
    found = []
    for action in actions[actions["raised_on"].notna()].to_dict("records"):
        named = {action.get(name) for name in ("scope_value", "origin_ref")}
        value = action.get("scope_value")
        if action["scope"] == "staff_team" and action["action_type"] in SUPPORT and value:
            named.add(("team", value))
        found.append((as_date(action["raised_on"]), named))
    return found
