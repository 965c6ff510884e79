"""High-risk features of an incident: seen, not seen, or not known, each for itself."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.model import Dataset

FIELDS = ("adverse_signs", "planned", "duration_minutes", "intervention_category")
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


def features(dataset: Dataset, rows: pd.DataFrame, minutes: float) -> dict[str, pd.Series]:
    """For each feature that the tables can tell: yes, no or missing for every incident."""
    found: dict[str, pd.Series] = {}
    if dataset.has("interventions", "incident_id"):
        said = dataset.once("features by technique", lambda: _by_technique(dataset))
        for name, answer in said.items():
            found[name] = pd.Series(
                answer.reindex(rows["incident_id"]).to_numpy(), index=rows.index, dtype="boolean"
            )
    long = _long(dataset, rows, minutes)
    if long is not None:
        found["long"] = long
    if dataset.has("incidents", "adverse_signs"):
        signs = rows["adverse_signs"]
        found["adverse-sign"] = signs.ne("none").astype("boolean").mask(signs.isna())
    mechanical = rows["intervention_category"].str.contains(
        r"(?:^|\|)mechanical_restraint(?:\||$)", regex=True
    )
    if dataset.has("incidents", "planned"):
        unplanned = rows["planned"].eq("unplanned").astype("boolean").mask(rows["planned"].isna())
        found["unplanned-mechanical"] = mechanical.astype("boolean") & unplanned
    return {name: found[name] for name in LABELS if name in found}


def _by_technique(dataset: Dataset) -> dict[str, pd.Series]:
    """What techniques say of each incident that has one: yes where one does, no where all say so, else missing."""
    table = dataset.tables["interventions"]
    found = {}
    if dataset.has("interventions", "position"):
        prone = table["position"].eq("prone").astype("boolean").mask(table["position"].isna())
        hands_off = table["category"].isin(HANDS_OFF) & table["position"].isna()
        found["prone"] = _together(prone.mask(hands_off, False), table)
    for name, field in (("ground", "ground_reached"), ("pain", "pain_technique")):
        if dataset.has("interventions", field):
            found[name] = _together(table[field].astype("boolean"), table)
    return found


def _together(said: pd.Series, techniques: pd.DataFrame) -> pd.Series:
    """One answer an incident from those of its techniques."""
    ids = techniques["incident_id"]
    seen, silent = said.fillna(False).astype(bool).groupby(ids).any(), said.isna().groupby(ids).any()
    return seen.astype("boolean").mask(silent & ~seen)


def _long(dataset: Dataset, rows: pd.DataFrame, minutes: float) -> pd.Series | None:
    """Whether an incident lasted so many minutes; None where the tables have no minutes.

    Without minutes of its own it is long where one technique was; shorter techniques do not say how long it was.
    """
    answer = pd.Series(pd.NA, index=rows.index, dtype="boolean")
    told = dataset.has("incidents", "duration_minutes")
    if told:
        lasted = rows["duration_minutes"].astype("Float64")
        answer = (lasted >= minutes).astype("boolean").mask(lasted.isna())
    if dataset.has("interventions", "duration_minutes"):
        table = dataset.tables["interventions"]
        long = table.loc[(table["duration_minutes"] >= minutes).fillna(False).astype(bool), "incident_id"]
        return answer.mask(answer.isna() & rows["incident_id"].isin(long), True)
    return answer if told else None


def any_of(found: Mapping[str, pd.Series], rows: pd.DataFrame) -> pd.Series:
    """Whether an incident has at least one feature: yes where one is seen, no where all are known not to be."""
    answer = pd.Series(False, index=rows.index, dtype="boolean")
    for each in found.values():
        answer = answer | each
    return answer
