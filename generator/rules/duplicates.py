"""The same thing twice: rows, events and codes that differ in spelling, in minutes or in who wrote them down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator import schema
from generator.model import Dataset
from generator.rules.coded import Coded, again, coded, number
from generator.rules.frames import column, neighbours, started
from generator.rules.rule import Hit, hits, rule

NEAR_MINUTES = 10
ONE_EVENT_MINUTES = 30
CLOCK = {"incidents": ("started_time",)}
TAKE_OUT = "Take one out if it is one incident recorded twice."


def _is_own_code(each: schema.FieldSchema) -> bool:
    """Whether a field holds one code of the setting's own making."""
    own = each.identifies or each.open_codes or each.name in ("team", "technique_code")
    return bool(own) and not each.multi


OWN_CODES = tuple(table.name for table in schema.tables().values() if any(map(_is_own_code, table.fields)))


@rule("duplicate-incident", "warning", "An incident is recorded twice", CLOCK)
def same(dataset: Dataset) -> Iterator[Hit]:
    """One child, one day, one time and one intervention under two numbers count twice in every figure."""
    incidents = dataset.tables["incidents"]
    day = pd.factorize(incidents["incident_date"].to_numpy())[0]
    names = ("child_id", "started_time", "intervention_category")
    rows = incidents.index[again(number(day, *(coded(dataset, "incidents", name).places for name in names)))]
    message = "the same child, day, time and intervention as a row above, under another number."
    return hits("incidents", rows, None, message, TAKE_OUT)


@rule("near-duplicate", "warning", "Two rows differ only by minutes or by the spelling of the child", CLOCK)
def nearly_same(dataset: Dataset) -> Iterator[Hit]:
    """The same incident typed twice seldom has the same minute and the same capital letters."""
    incidents = dataset.tables["incidents"]
    category = coded(dataset, "incidents", "intervention_category").places
    order = neighbours(number(_plain_child(dataset), category), started(dataset))
    child = coded(dataset, "incidents", "child_id").places
    minutes = (order["gap"] > 0) & (order["gap"] <= NEAR_MINUTES)
    spelling = (order["gap"] == 0) & (child[order["place"]] != child[order["before"]])
    rows = incidents.index[np.sort(order.loc[minutes | spelling, "place"])]
    message = "the same child and intervention as another row, within ten minutes of it."
    return hits("incidents", rows, None, message, TAKE_OUT)


@rule(
    "entered-by-two",
    "warning",
    "One event seems to be entered by two adults",
    {**CLOCK, "staff_involvement": ("incident_id", "staff_id")},
)
def entered_by_two(dataset: Dataset) -> Iterator[Hit]:
    """Two adults who each write their own record of one event make it count twice, each with half of the adults."""
    order = neighbours(_plain_child(dataset), started(dataset))
    close = order[(order["gap"] <= ONE_EVENT_MINUTES) & (order["before"] >= 0)]
    place, before = close["place"].to_numpy(), close["before"].to_numpy()
    apart = _apart(dataset, place, before)
    rows = dataset.tables["incidents"].index[np.sort(place[apart])]
    message = "the same child within half an hour of another row, and no adult is named in both."
    hint = "If it is one event, keep one row and name all its adults there."
    return hits("incidents", rows, None, message, hint)


def _apart(dataset: Dataset, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For pairs of incidents, by place, whether adults are named in both and nobody in both at once."""
    incident, adult = dataset.linked("staff_involvement"), coded(dataset, "staff_involvement", "staff_id")
    many = len(adult.different)
    named = np.sort((incident * many + adult.places)[(incident >= 0) & (adult.places >= 0)])
    first = np.searchsorted(named, np.arange(len(dataset.tables["incidents"]) + 1) * many)
    amount = np.diff(first)
    # Each adult of the first incident of a pair, one line each, looked for in the second.
    pair = np.repeat(np.arange(len(one)), amount[one])
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(amount[one]) - amount[one], amount[one])
    sought = other[pair] * many + named[first[one[pair]] + nth] % max(many, 1)
    shared = np.zeros(len(one), dtype=bool)
    shared[pair[pd.Series(sought).isin(named)]] = True
    return (amount[one] > 0) & (amount[other] > 0) & ~shared


@rule("code-spelling", "warning", "Two codes differ only in spelling", {}, OWN_CODES)
def spelling(dataset: Dataset) -> Iterator[Hit]:
    """A child whose code is written in two ways is two children in every figure, and so is a place."""
    for table, frame in dataset.tables.items():
        for each in schema.tables()[table].fields:
            if _is_own_code(each) and each.name in frame.columns:
                rows = frame.index[_rarer_spelling(coded(dataset, table, each.name))]
                message = (
                    "differs from another code of this column only in capitals, spaces, points or strokes."
                )
                hint = "Write one code in one way."
                yield from hits(table, rows, each.name, message, hint)


def _rarer_spelling(codes: Coded) -> NDArray[np.int64]:
    """Which rows have a code with a more frequent twin that reads the same; where both are as frequent, the first."""
    plain = [*map(_plain, codes.different)]
    if len(set(plain)) == len(plain):
        return np.array([], dtype=np.int64)
    often = np.bincount(codes.places[codes.places >= 0])
    usual: dict[str, str] = {}
    for place in np.argsort(-often, kind="stable"):
        usual.setdefault(plain[place], codes.different[place])
    return np.flatnonzero(codes.holds(lambda code: usual[_plain(code)] != code))


def _plain(code: str) -> str:
    return re.sub(r"[\s._-]+", "", code.casefold()) or code


def _plain_child(dataset: Dataset) -> NDArray[np.int64]:
    """A number for each child, the same for codes that read the same."""
    codes = coded(dataset, "incidents", "child_id")
    return pd.factorize(codes.told(_plain, None))[0]


@rule(
    "group-split", "warning", "Rows of one event lie on different days", {"incidents": ("incident_group_id",)}
)
def group_split(dataset: Dataset) -> Iterator[Hit]:
    """Rows that share an event's code count as one event, so they must have happened together."""
    incidents = dataset.tables["incidents"][["incident_group_id", "incident_date"]].dropna()
    day = incidents.groupby("incident_group_id")["incident_date"]
    rows = incidents.index[(incidents["incident_date"] - day.transform("min")).dt.days > 1]
    message = "the same event as a row of an earlier day."
    return hits("incidents", rows, "incident_group_id", message, "Give each event a code of its own.")


@rule(
    "child-twice-in-event",
    "warning",
    "A child stands twice in one event",
    {"incidents": ("incident_group_id",)},
)
def child_twice(dataset: Dataset) -> Iterator[Hit]:
    """One row is one child in one event; a second row of the same child makes the event count double for that child."""
    incidents = dataset.tables["incidents"]
    event, child = (coded(dataset, "incidents", name).places for name in ("incident_group_id", "child_id"))
    rows = incidents.index[again(number(event, child))]
    message = "the same child and event as a row above."
    return hits(
        "incidents", rows, "incident_group_id", message, "Join the two rows, with both categories in one."
    )


@rule(
    "repeated-row",
    "warning",
    "A row stands twice",
    {},
    (
        "staff_involvement",
        "children",
        "staff",
        "training",
        "exposure",
        "related_events",
        "governance_reviews",
    ),
)
def repeated(dataset: Dataset) -> Iterator[Hit]:
    """Tables without a number of their own cannot tell a second event from a line that was pasted twice."""
    for table, frame in dataset.tables.items():
        if schema.tables()[table].primary_key:
            continue
        message = "the same in every column as a row above."
        rows = frame.index[frame.duplicated()]
        yield from hits(table, rows, None, message, "Take it out if it was pasted twice.")


@rule(
    "retired-code",
    "warning",
    "A code is used after it was retired",
    {},
    ("incidents", "interventions", "staff"),
)
def retired(dataset: Dataset) -> Iterator[Hit]:
    """A code that the setting gave up still coming in says that somebody works from an old list."""
    for name, codes in dataset.setting.retired_codes.items():
        for table, day in (("incidents", "incident_date"), ("staff", "start_on")):
            frame = dataset.tables.get(table)
            if frame is None or name not in frame.columns or day not in frame.columns:
                continue
            last = frame[name].map({code: pd.Timestamp(on) for code, on in codes.items()})
            rows = frame.index[frame[day] > pd.to_datetime(last)]
            message = "a code that setting.yml says was retired before that day."
            yield from hits(table, rows, name, message, "Use the code that took its place.")
    techniques = dataset.setting.retired_codes.get("technique_code")
    if techniques and "interventions" in dataset.tables and "incidents" in dataset.tables:
        yield from _retired_techniques(dataset, techniques)


def _retired_techniques(dataset: Dataset, codes: Mapping[str, date]) -> Iterator[Hit]:
    frame = dataset.tables["interventions"]
    by_number = dataset.tables["incidents"].set_index("incident_id")["incident_date"]
    last = column(frame, "technique_code").map({code: pd.Timestamp(on) for code, on in codes.items()})
    rows = frame.index[frame["incident_id"].map(by_number) > pd.to_datetime(last)]
    message = "a code that setting.yml says was retired before that day."
    return hits("interventions", rows, "technique_code", message, "Use the code that took its place.")
