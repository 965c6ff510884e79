"""High-risk features of an incident: seen, not seen, or not known, each for itself."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.indicators._answers import NO, UNKNOWN, YES, Answers, answered, flags, holds, unknown_to_all
from generator.indicators._tally import incidents_with
from generator.model import Dataset

LABELS: Mapping[str, str] = {
    "prone": "Held face down",
    "ground": "On the ground",
    "pain": "A technique that works by pain",
    "long": "Lasted long",
    "adverse-sign": "A sign of harm during it",
    "unplanned-mechanical": "Held by equipment, not planned",
}
HANDS_OFF = ("seclusion", "long_term_segregation", "environmental_restriction", "chemical_restraint")
"""Techniques that have no position of being held."""


def features(dataset: Dataset) -> dict[str, Answers]:
    """For each feature that the tables can tell what every incident answers; worked out once."""
    return dataset.once("high-risk features", lambda: _features(dataset))  # type: ignore[no-any-return]


def _features(dataset: Dataset) -> dict[str, Answers]:
    incidents = dataset.incidents
    found = _by_technique(dataset) if dataset.has("interventions", "incident_id") else {}
    long = _long(dataset, dataset.setting.threshold("high_risk_minutes"))
    if long is not None:
        found["long"] = long
    if dataset.has("incidents", "adverse_signs"):
        signs = incidents["adverse_signs"]
        found["adverse-sign"] = answered(signs.ne("none"), signs.isna())
    if dataset.has("incidents", "planned"):
        mechanical = holds(incidents["intervention_category"], "mechanical_restraint")
        planned = incidents["planned"]
        found["unplanned-mechanical"] = answered(
            mechanical & planned.eq("unplanned"), mechanical & planned.isna()
        )
    return {name: found[name] for name in LABELS if name in found}


def _by_technique(dataset: Dataset) -> dict[str, Answers]:
    """What techniques say of each incident that has one: yes where one does, no where all say so, else unknown."""
    table = dataset.tables["interventions"]
    found = {}
    if dataset.has("interventions", "position"):
        position = table["position"]
        hands_off = table["category"].isin(HANDS_OFF)
        found["prone"] = _together(dataset, answered(position.eq("prone"), position.isna() & ~hands_off))
    for name, field in (("ground", "ground_reached"), ("pain", "pain_technique")):
        if dataset.has("interventions", field):
            found[name] = _together(dataset, flags(table, field))
    return found


def _together(dataset: Dataset, said: Answers) -> Answers:
    """One answer an incident from those of its techniques; unknown where it has none."""
    seen, silent, told = (
        incidents_with(dataset, "interventions", mine)
        for mine in (said == YES, said == UNKNOWN, said != UNKNOWN)
    )
    return np.where(seen, YES, np.where(silent | ~told, UNKNOWN, NO)).astype(np.int8)


def _long(dataset: Dataset, minutes: float) -> Answers | None:
    """Whether an incident lasted so many minutes; None where the tables have no minutes.

    Without minutes of its own it is long where one technique was; shorter techniques do not say how long it was.
    """
    answer, told = unknown_to_all(dataset), dataset.has("incidents", "duration_minutes")
    if told:
        lasted = dataset.incidents["duration_minutes"]
        answer = answered(lasted >= minutes, lasted.isna())
    if dataset.has("interventions", "duration_minutes"):
        long = dataset.tables["interventions"]["duration_minutes"] >= minutes
        which = long.to_numpy(dtype=bool, na_value=False)
        answer[(answer == UNKNOWN) & incidents_with(dataset, "interventions", which)] = YES
        return answer
    return answer if told else None


def any_of(found: Mapping[str, Answers], incidents: int) -> Answers:
    """Whether an incident has at least one feature: yes where one is seen, no where all are known not to be.

    Where the tables can tell no feature at all nothing is known.
    """
    if not found:
        return np.full(incidents, UNKNOWN, dtype=np.int8)
    every = np.vstack([np.full(incidents, NO, dtype=np.int8), *found.values()])
    some = np.where((every == UNKNOWN).any(axis=0), UNKNOWN, NO)
    return np.where((every == YES).any(axis=0), YES, some).astype(np.int8)
