"""What holds for the figures about time, recording and oversight over odd data, with every table they can use."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from example_rows import frame
from test_indicators_always import (
    left_long_ago,
    many,
    nobody_held,
    not_on_the_roll,
    numbers,
    one_child,
    one_day,
    same_day,
    texts,
)

from generator import catalogue
from generator.model import Dataset, IndicatorResult, StaffPatterns, Statement, TableState
from generator.statistics.wording import banned_words

OURS = ("CHG-03", "CHG-06", "CHG-09", "DDL-01", "DDL-02", "DDL-03", "DDL-04", "REC-02", "REC-03", "REC-04")
TIMES = (
    "user_spoken_to_at",
    "record_signed_at",
    "child_spoken_to_at",
    "parent_informed_at",
    "parent_written_report_at",
)
TOLD = (Statement("one", "We ask.", "VOI-01", "Self-evaluation"),)


def rich(make: Callable[[], Dataset], empty: bool) -> Dataset:
    """A case with every table these figures can use; `empty` leaves all but one cell of the added fields empty."""
    data = make()
    incidents = data.tables["incidents"].copy()
    for name in TIMES:
        stamps = incidents["incident_date"].astype("datetime64[s]")
        incidents[name] = stamps.where(incidents.index == 2) if empty else stamps
    incidents["duration_minutes"] = (
        incidents["duration_minutes"].where(incidents.index == 2) if empty else 0.0
    )
    related = [
        {
            "setting_id": place,
            "event_date": day,
            "kind": kind,
            "amount": 0 if empty else 7,
            "collected": not empty,
        }
        for place in ("school", "home")
        for day in ("2024-05-01", "2025-05-01", "2025-05-05")
        for kind in ("suspension", "staff_injury", "positive_incident")
    ]
    hours = [
        {"setting_id": "home", "period_start": "2025-04-11", "period_end": "2025-08-31", "dimension": "shift"}
        | {"value": value, "measure": "staff_hours", "amount": 0.0 if empty else 100.0}
        for value in ("late", "night")
    ]
    reviews = [
        {
            "review_on": "2025-05-05",
            "body": body,
            "questions_asked": None,
            "actions_agreed": None if empty else "act-1",
        }
        for body in ("governors", "reg44", "reg45")
    ]
    adults = [
        {
            "staff_id": code,
            "setting_id": "home",
            "team": code,
            "role_group": "care",
            "employment_type": "bank",
        }
        | {"start_on": "2024-09-01", "end_on": None, "weekly_hours": None if empty else 30}
        for code in ("x", "y")
    ]
    complaint = {
        "kind": "complaint_parent",
        "child_id": "a",
        "arose_at": "2025-05-05 10:00",
        "incident_id": None,
    }
    added = {
        "related_events": frame(related),
        "exposure": frame(hours),
        "governance_reviews": frame(reviews),
        "staff": frame(adults),
        "staff_involvement": frame([{"incident_id": "i1", "staff_id": "x", "role": "held"}]),
        "concerns": frame([complaint]),
    }
    for table, name in (
        ("related_events", "event_date"),
        ("governance_reviews", "review_on"),
        ("concerns", "arose_at"),
        ("staff", "start_on"),
        ("staff", "end_on"),
    ):
        added[table][name] = added[table][name].astype("datetime64[s]")
    added["staff"]["weekly_hours"] = added["staff"]["weekly_hours"].map({"30": 30.0}).astype("float64")
    actions = data.tables["actions"].assign(aims_at="demand", due_on=None, completed_on=None)
    tables = {**data.tables, **added, "incidents": incidents, "actions": actions}
    states = {
        **data.states,
        **{name: TableState(rows=len(table), state="loaded") for name, table in added.items()},
    }
    named = replace(data.setting, staff_patterns=StaffPatterns("support", "the head", date(2025, 1, 1)))
    return Dataset(named, tables, states, data.as_of, data.calendar, data.exposure, TOLD)


CASES = (one_day, one_child, same_day, nobody_held, not_on_the_roll, left_long_ago, many)


def computed(data: Dataset) -> list[tuple[str, IndicatorResult]]:
    known = [each for each in catalogue.load() if each.id in OURS]
    available, _ = catalogue.unlock(known, data)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        found = catalogue.compute(available, data, catalogue.windows(data, internal=True))
    return [(id, result) for (id, _), result in found.items()]


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_odd_data_give_finite_numbers_plain_words_and_as_many_rows_as_counted(
    case: Callable[[], Dataset], empty: bool
) -> None:
    for id, result in computed(rich(case, empty)):
        assert all(math.isfinite(number) for number in numbers(result)), id
        assert not [text for text in texts(result) if banned_words(text)], id
        groups = [cell.group for cell in result.cells]
        assert len(groups) == len(set(groups)), id
        for cell in result.cells:
            assert (cell.value is None) == (cell.marker is not None), f"{id}/{cell.group}"
            assert cell.numerator is None or len(cell.evidence) == cell.numerator, f"{id}/{cell.group}"
        for slot in (result.slots.certain, result.slots.cannot, result.slots.ask):
            assert slot.endswith((".", "?")) and len(slot.split()) <= 30, f"{id}: {slot}"
        for table in result.listings:
            assert all(len(row) == len(table.columns) for row in table.rows), table.id


def test_with_every_table_all_ten_are_available() -> None:
    assert {id for id, _ in computed(rich(many, False))} == set(OURS)


def test_the_order_of_the_rows_changes_none_of_them() -> None:
    def figures(reverse: bool) -> list[tuple[object, ...]]:
        data = rich(many, False)
        tables = {name: table.iloc[::-1] if reverse else table for name, table in data.tables.items()}
        return [
            (id, cell.group, cell.value, cell.interval, cell.verdict, cell.sentence)
            for id, result in computed(replace(data, tables=tables))
            for cell in result.cells
        ]

    assert figures(False) == figures(True)


def test_each_has_a_note_of_what_it_counts_leaves_out_and_how_to_read_it() -> None:
    for each in catalogue.load():
        if each.id in OURS:
            assert all(heading in each.method for heading in ("Counts:", "Leaves out:", "Read with care:")), (
                each.id
            )
            assert not banned_words(each.method), each.id
