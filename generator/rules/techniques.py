"""What does not fit between an incident, its techniques, and the adults who used them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from generator.model import Dataset
from generator.rules.coded import again, coded, number
from generator.rules.frames import CORRECT, ended, of_incident, says, started
from generator.rules.rule import Hit, hits, rule

SLACK = pd.Timedelta(minutes=5)
"""Two clocks on two walls may differ by this much."""
INCIDENT = ("incident_id", "incident_date")


@rule(
    "restraint-without-technique",
    "note",
    "Restraints have no technique",
    {"interventions": ("incident_id",), "incidents": ("incident_id", "intervention_category")},
    ("incidents",),
)
def without_technique(dataset: Dataset) -> Iterator[Hit]:
    """Where techniques are kept, a restraint without one is missing from every figure on positions and holds."""
    incidents = dataset.tables["incidents"]
    held = says(dataset, "incidents", "intervention_category", "physical_restraint")
    bare = held & ~incidents["incident_id"].isin(dataset.tables["interventions"]["incident_id"])
    if bare.any():
        message = (
            f"{int(bare.sum())} of {int(held.sum())} physical restraints have no row in interventions.csv."
        )
        hint = "Figures on positions and techniques do not count them."
        yield Hit("incidents", None, "incident_id", message, hint)


@rule(
    "technique-outside-category",
    "warning",
    "A technique of another kind than its incident",
    {"interventions": ("incident_id", "category"), "incidents": ("incident_id", "intervention_category")},
)
def outside_category(dataset: Dataset) -> Iterator[Hit]:
    """What the techniques say and what the incident says should be one story; figures read the incident."""
    frame = dataset.tables["interventions"]
    kind = coded(dataset, "interventions", "category")
    place = dataset.linked("interventions")
    wrong = np.zeros(len(frame), dtype=bool)
    for code, each in enumerate(kind.different):
        named = says(dataset, "incidents", "intervention_category", each).to_numpy()
        wrong |= (kind.places == code) & (place >= 0) & ~named[place]
    message = "a kind that the incident's own row does not name."
    hint = "Name it in intervention_category too, or correct it."
    return hits("interventions", frame.index[wrong], "category", message, hint)


@rule(
    "technique-outside-times",
    "warning",
    "A technique outside the times of its incident",
    {"interventions": ("incident_id", "started_at"), "incidents": (*INCIDENT, "started_time")},
)
def outside_times(dataset: Dataset) -> Iterator[Hit]:
    """A hold that begins before its incident, or after it was over, belongs to another one or has a wrong time."""
    frame = dataset.tables["interventions"]
    begin = of_incident(dataset, "interventions", started(dataset))
    end = of_incident(dataset, "interventions", ended(dataset))
    rows = frame.index[(frame["started_at"] < begin - SLACK) | (frame["started_at"] > end + SLACK)]
    return hits(
        "interventions", rows, "started_at", "outside the times of the incident it belongs to.", CORRECT
    )


@rule(
    "technique-minutes",
    "warning",
    "Minutes of a technique do not fit its times",
    {"interventions": ("started_at", "ended_at", "duration_minutes")},
)
def technique_minutes(dataset: Dataset) -> Iterator[Hit]:
    """Long holds are found by their minutes, and these disagree with the clock."""
    frame = dataset.tables["interventions"]
    between = (frame["ended_at"] - frame["started_at"]).dt.total_seconds() / 60
    apart = (frame["duration_minutes"] - between).abs()
    off = frame.index[(between >= 0) & (apart > 5) & (apart > 0.2 * frame["duration_minutes"])]
    message = "does not fit started_at and ended_at on the same row."
    return hits("interventions", off, "duration_minutes", message, CORRECT)


@rule(
    "sequence-repeated",
    "warning",
    "Two techniques have one place in the order",
    {"interventions": ("incident_id", "sequence")},
)
def sequence_repeated(dataset: Dataset) -> Iterator[Hit]:
    """Which hold came first says whether an incident grew, and two cannot both be first."""
    frame = dataset.tables["interventions"]
    place = pd.factorize(frame["sequence"].to_numpy())[0]
    rows = frame.index[again(number(coded(dataset, "interventions", "incident_id").places, place))]
    message = "the same incident and number in the order as a row above."
    return hits(
        "interventions", rows, "sequence", message, "Number them 1, 2, 3 in the order of the incident."
    )


@rule(
    "technique-of-another",
    "warning",
    "An adult's technique belongs to another incident",
    {
        "staff_involvement": ("incident_id", "intervention_id"),
        "interventions": ("incident_id", "intervention_id"),
    },
)
def technique_of_another(dataset: Dataset) -> Iterator[Hit]:
    """The adult would be counted as holding a child in an incident where they were not."""
    frame = dataset.tables["staff_involvement"]
    techniques = dataset.tables["interventions"].drop_duplicates("intervention_id")
    owner = frame["intervention_id"].map(techniques.set_index("intervention_id")["incident_id"])
    rows = frame.index[owner.notna() & (owner != frame["incident_id"])]
    message = "a technique of another incident than this row names."
    return hits("staff_involvement", rows, "intervention_id", message, CORRECT)
