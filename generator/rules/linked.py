"""What does not fit between an incident and the rows of other tables that are about it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator import schema
from generator.model import Dataset
from generator.rules.coded import again, coded, number
from generator.rules.frames import CORRECT, column, days, neighbours, of_incident, one_of, over, started, yes
from generator.rules.rule import Hit, hits, rule

INCIDENT = ("incident_id", "incident_date")


@rule(
    "review-before-incident",
    "warning",
    "A review came before its incident",
    {"reviews": ("incident_id", "held_at"), "incidents": INCIDENT},
)
def review_before(dataset: Dataset) -> Iterator[Hit]:
    """A review dated too early counts as the quickest of all."""
    day = of_incident(dataset, "reviews", dataset.tables["incidents"]["incident_date"])
    reviews = dataset.tables["reviews"]
    rows = reviews.index[reviews["held_at"] < day]
    return hits("reviews", rows, "held_at", "earlier than the incident it is about.", CORRECT)


@rule(
    "debrief-before-end",
    "warning",
    "A debrief began before the incident was over",
    {"reviews": ("incident_id", "held_at", "review_type"), "incidents": (*INCIDENT, "started_time")},
)
def debrief_before_end(dataset: Dataset) -> Iterator[Hit]:
    """Nobody can talk over what is still going on, so one of the two times is wrong."""
    reviews = dataset.tables["reviews"]
    begin, end = (of_incident(dataset, "reviews", each(dataset)) for each in (started, over))
    day = of_incident(dataset, "reviews", dataset.tables["incidents"]["incident_date"])
    talk = one_of(reviews, "review_type", "child_debrief", "staff_debrief", "restorative_meeting")
    # A review kept without a time of day is written at midnight.
    timed = reviews["held_at"] != reviews["held_at"].dt.normalize()
    rows = reviews.index[
        talk & timed & begin.notna() & (reviews["held_at"] >= day) & (reviews["held_at"] < end)
    ]
    return hits("reviews", rows, "held_at", "earlier than the end of the incident it is about.", CORRECT)


@rule(
    "view-before-incident",
    "warning",
    "A view came before its incident",
    {"child_views": ("incident_id", "captured_on"), "incidents": INCIDENT},
)
def view_before(dataset: Dataset) -> Iterator[Hit]:
    """A child cannot have said what an incident was like before it happened."""
    views = dataset.tables["child_views"]
    day = of_incident(dataset, "child_views", dataset.tables["incidents"]["incident_date"])
    rows = views.index[views["captured_on"] < day]
    return hits("child_views", rows, "captured_on", "earlier than the incident it is about.", CORRECT)


@rule(
    "child-mismatch",
    "warning",
    "Another child than the incident's",
    {"incidents": ("incident_id", "child_id")},
    ("reviews", "child_views", "concerns"),
)
def child_mismatch(dataset: Dataset) -> Iterator[Hit]:
    """A view or review that names another child than its incident counts for the wrong one."""
    for table in ("child_views", "reviews", "concerns"):
        frame = dataset.tables.get(table)
        if frame is None or not {"incident_id", "child_id"} <= set(frame.columns):
            continue
        named, known = coded(dataset, table, "child_id"), coded(dataset, "incidents", "child_id")
        place = dataset.linked(table)
        child = np.where(place >= 0, known.places[place], -1)
        rows = frame.index[(named.places >= 0) & (child >= 0) & (named.among(known) != child)]
        message = "another child than the one of the incident it is about."
        yield from hits(table, rows, "child_id", message, CORRECT)


@rule(
    "unknown-child",
    "warning",
    "A child who is not on the roll",
    {"children": ("child_id",)},
    ("child_views", "reviews", "concerns", "restrictions", "related_events"),
)
def unknown_child(dataset: Dataset) -> Iterator[Hit]:
    """A code that the roll does not know is a child nobody can count among those who were here."""
    return _unknown(dataset, "child", "children", "child_id")


@rule(
    "unknown-adult",
    "warning",
    "An adult who is not on the list of adults",
    {"staff": ("staff_id",)},
    ("staff_involvement", "reviews", "training"),
)
def unknown_adult(dataset: Dataset) -> Iterator[Hit]:
    """Without a row in the list of adults nobody knows the role, nor whether training was due."""
    return _unknown(dataset, "adult", "staff", "staff_id")


def _unknown(dataset: Dataset, who: str, home: str, key: str) -> Iterator[Hit]:
    known = set(coded(dataset, home, key).different)
    for table, frame in dataset.tables.items():
        if table in (home, "incidents"):
            continue
        for each in schema.tables()[table].fields:
            if each.identifies == who and each.name in frame.columns:
                rows = frame.index[coded(dataset, table, each.name).holds(lambda text: text not in known)]
                message = f"a code that does not stand in {home}.csv."
                hint = f"Add it to {home}.csv, or correct it here."
                yield from hits(table, rows, each.name, message, hint)


@rule(
    "statement-before-incident",
    "warning",
    "A statement was made before its incident",
    {"staff_involvement": ("incident_id", "statement_made_at"), "incidents": INCIDENT},
)
def statement_before(dataset: Dataset) -> Iterator[Hit]:
    """A statement dated too early counts as made in time."""
    frame = dataset.tables["staff_involvement"]
    floor = started(dataset).fillna(dataset.tables["incidents"]["incident_date"])
    rows = frame.index[frame["statement_made_at"] < of_incident(dataset, "staff_involvement", floor)]
    message = "earlier than the incident it is about."
    return hits("staff_involvement", rows, "statement_made_at", message, CORRECT)


@rule(
    "independent-and-involved",
    "warning",
    "An independent reviewer took part in the incident",
    {
        "reviews": ("incident_id", "led_by_staff_id", "independent_of_incident"),
        "staff_involvement": ("incident_id", "staff_id", "role"),
    },
)
def independent_and_involved(dataset: Dataset) -> Iterator[Hit]:
    """Independence is what gives a review its weight, and the same adult led or held in the incident."""
    incident, adult = (coded(dataset, "staff_involvement", name) for name in ("incident_id", "staff_id"))
    about = coded(dataset, "reviews", "incident_id").among(incident)
    leader = coded(dataset, "reviews", "led_by_staff_id").among(adult)
    both = number(np.append(incident.places, about), np.append(adult.places, leader))
    took_part, led = np.split(both, [len(incident.places)])
    reviews = dataset.tables["reviews"]
    involved = pd.Series(led, index=reviews.index).isin(took_part[_hands_on(dataset)]) & (led >= 0)
    rows = reviews.index[yes(reviews, "independent_of_incident") & involved]
    message = "says yes, and the person who led it led or held in the incident."
    return hits("reviews", rows, "independent_of_incident", message, CORRECT)


def _hands_on(dataset: Dataset) -> NDArray[np.bool_]:
    """Which rows of `staff_involvement` say that the adult led or held."""
    return coded(dataset, "staff_involvement", "role").holds(lambda role: role in ("led", "held"))


@rule(
    "adult-in-two-places",
    "warning",
    "An adult is in two incidents at once",
    {"staff_involvement": ("incident_id", "staff_id", "role"), "incidents": (*INCIDENT, "started_time")},
)
def adult_twice(dataset: Dataset) -> Iterator[Hit]:
    """One adult cannot hold two children in two places, so a code or a time is wrong."""
    incidents, frame = dataset.tables["incidents"], dataset.tables["staff_involvement"]
    event = pd.factorize(column(incidents, "incident_group_id").fillna(incidents["incident_id"]))[0]
    place = dataset.linked("staff_involvement")
    adult = np.where(_hands_on(dataset), coded(dataset, "staff_involvement", "staff_id").places, -1)
    at_event = number(adult, np.where(place >= 0, event[place], -1))
    once = np.where(again(at_event) | (at_event < 0), -1, adult)
    begin, end = (of_incident(dataset, "staff_involvement", each(dataset)) for each in (started, over))
    order = neighbours(once, begin, end)
    rows = frame.index[np.sort(order.loc[order["begin"] < order["late"], "place"])]
    message = "leads or holds in another incident at the same time."
    return hits("staff_involvement", rows, "staff_id", message, CORRECT)


@rule(
    "concern-before-incident",
    "warning",
    "A concern came before its incident",
    {"concerns": ("incident_id", "arose_at"), "incidents": INCIDENT},
)
def concern_before(dataset: Dataset) -> Iterator[Hit]:
    """A concern about an incident cannot arise before it, and the delay to its notification is counted from here."""
    frame = dataset.tables["concerns"]
    day = of_incident(dataset, "concerns", dataset.tables["incidents"]["incident_date"])
    rows = frame.index[days(frame, "arose_at") < day]
    return hits("concerns", rows, "arose_at", "earlier than the incident it is about.", CORRECT)
