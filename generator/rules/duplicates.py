"""The same thing twice: rows, events and codes that differ in spelling, in minutes or in who wrote them down."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from generator import schema
from generator.model import Dataset
from generator.rules.frames import column, each_value, neighbours, started
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
    key = ["child_id", "incident_date", "started_time", "intervention_category"]
    timed = incidents.dropna(subset=key)
    rows = timed.index[timed.duplicated(subset=key)]
    message = "the same child, day, time and intervention as a row above, under another number."
    return hits("incidents", rows, None, message, TAKE_OUT)


@rule("near-duplicate", "warning", "Two rows differ only by minutes or by the spelling of the child", CLOCK)
def nearly_same(dataset: Dataset) -> Iterator[Hit]:
    """The same incident typed twice seldom has the same minute and the same capital letters."""
    incidents = dataset.tables["incidents"]
    keys = pd.DataFrame(
        {"child": _plainly(incidents["child_id"]), "category": incidents["intervention_category"]},
        index=incidents.index,
    )
    order = neighbours(keys, started(dataset))
    child = order["row"].map(incidents["child_id"])
    other = order["before"].map(incidents["child_id"])
    minutes = (order["gap"] > 0) & (order["gap"] <= NEAR_MINUTES)
    spelling = (order["gap"] == 0) & (child != other) & other.notna()
    message = "the same child and intervention as another row, within ten minutes of it."
    return hits("incidents", sorted(order.loc[minutes | spelling, "row"]), None, message, TAKE_OUT)


@rule(
    "entered-by-two",
    "warning",
    "One event seems to be entered by two adults",
    {**CLOCK, "staff_involvement": ("incident_id", "staff_id")},
)
def entered_by_two(dataset: Dataset) -> Iterator[Hit]:
    """Two adults who each write their own record of one event make it count twice, each with half of the adults."""
    incidents = dataset.tables["incidents"]
    keys = pd.DataFrame({"child": _plainly(incidents["child_id"])}, index=incidents.index)
    order = neighbours(keys, started(dataset))
    close = order[(order["gap"] <= ONE_EVENT_MINUTES) & (order["before"] >= 0)]
    adults = _adults(dataset.tables["staff_involvement"])
    numbers = incidents["incident_id"].to_dict()
    rows = [
        row
        for row, before in zip(close["row"], close["before"], strict=True)
        if _apart(adults.get(numbers[row]), adults.get(numbers[before]))
    ]
    message = "the same child within half an hour of another row, and no adult is named in both."
    hint = "If it is one event, keep one row and name all its adults there."
    return hits("incidents", sorted(rows), None, message, hint)


def _adults(parts: pd.DataFrame) -> dict[str, set[str]]:
    """The adults of each incident."""
    found: dict[str, set[str]] = {}
    filled = parts.dropna(subset=["incident_id", "staff_id"])
    for number, adult in zip(filled["incident_id"].tolist(), filled["staff_id"].tolist(), strict=True):
        found.setdefault(number, set()).add(adult)
    return found


def _apart(one: set[str] | None, other: set[str] | None) -> bool:
    return bool(one and other and not one & other)


@rule("code-spelling", "warning", "Two codes differ only in spelling", {}, OWN_CODES)
def spelling(dataset: Dataset) -> Iterator[Hit]:
    """A child whose code is written in two ways is two children in every figure, and so is a place."""
    for table, frame in dataset.tables.items():
        for each in schema.tables()[table].fields:
            if _is_own_code(each) and each.name in frame.columns:
                rows = _rarer_spelling(frame[each.name].dropna())
                message = (
                    "differs from another code of this column only in capitals, spaces, points or strokes."
                )
                hint = "Write one code in one way."
                yield from hits(table, rows, each.name, message, hint)


def _rarer_spelling(codes: pd.Series) -> list[int]:
    """Rows whose code has a more frequent twin that reads the same, the first one where both are as frequent."""
    often = codes.value_counts(sort=False)
    usual: dict[str, str] = {}
    for code in sorted(often.index.unique(), key=lambda code: -often[code]):
        usual.setdefault(_plain(str(code)), str(code))
    rare = {code for code in often.index if usual[_plain(str(code))] != code}
    return [int(row) for row in codes.index[codes.isin(rare)]] if rare else []


def _plain(code: str) -> str:
    return re.sub(r"[\s._-]+", "", code.casefold()) or code


def _plainly(codes: pd.Series) -> pd.Series:
    told = pd.Series(each_value(codes, _plain, ""), index=codes.index)
    return told.where(codes.notna())


@rule(
    "group-split", "warning", "Rows of one event lie on different days", {"incidents": ("incident_group_id",)}
)
def group_split(dataset: Dataset) -> Iterator[Hit]:
    """Rows that share an event's code count as one event, so they must have happened together."""
    incidents = dataset.tables["incidents"].dropna(subset=["incident_group_id"])
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
    incidents = dataset.tables["incidents"].dropna(subset=["incident_group_id"])
    rows = incidents.index[incidents.duplicated(subset=["incident_group_id", "child_id"])]
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
    if "interventions" in dataset.tables and "incidents" in dataset.tables:
        yield from _retired_techniques(dataset)


def _retired_techniques(dataset: Dataset) -> Iterator[Hit]:
    codes = dataset.setting.retired_codes.get("technique_code", {})
    frame = dataset.tables["interventions"]
    by_number = dataset.tables["incidents"].set_index("incident_id")["incident_date"]
    last = column(frame, "technique_code").map({code: pd.Timestamp(on) for code, on in codes.items()})
    rows = frame.index[frame["incident_id"].map(by_number) > pd.to_datetime(last)]
    message = "a code that setting.yml says was retired before that day."
    return hits("interventions", rows, "technique_code", message, "Use the code that took its place.")
