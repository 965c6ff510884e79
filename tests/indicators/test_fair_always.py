"""Consistency, fairness and safety: odd data give a figure or a sentence, never a crash, an infinity or a warning.

The cases are those of all indicators, with the answers that these nine need: all the same, all missing but one, mixed.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest
from example_rows import frame
from test_indicators_always import CASES, four_columns, numbers, texts

from generator import catalogue
from generator.indicators import consistency_more, fairness, safety
from generator.model import Dataset, Indicator, IndicatorResult
from generator.statistics.wording import banned_words

MODULES = (consistency_more, fairness, safety)
NINE = tuple(each for module in MODULES for each in vars(module).values() if isinstance(each, Indicator))
INCIDENTS = {
    "plan_followed": "yes",
    "shared_with_other_setting_at": "2025-08-31 09:00",
    "user_spoken_to_at": "2025-08-31 09:00",
    "record_signed_at": "2025-08-31 09:00",
    "child_spoken_to_at": "2025-08-31 09:00",
    "parent_informed_at": "2025-08-31 09:00",
    "child_injury": "first_aid",
    "medical_check": "not_offered",
    "adverse_signs": "breathing",
    "planned": "unplanned",
}
CHILDREN = {
    "sex": "F",
    "ethnicity_code": "MWBC",
    "sen_provision": "E",
    "primary_need": "SEMH",
    "disabled": True,
    "looked_after_status": "looked_after",
    "fsm_or_pupil_premium": False,
    "plan_reviewed_on": "2025-05-01",
}
FIELDS = {"incidents": INCIDENTS, "children": CHILDREN}
MOMENTS = (*(name for name in INCIDENTS if name.endswith("_at")), "plan_reviewed_on")
FILLS = ("all the same", "all but one missing", "every other missing")


def answered(data: Dataset, fill: str) -> Dataset:
    """The case with these answers in every row, in one row, or in every other row; with techniques and concerns."""
    tables = dict(data.tables)
    for name, fields in FIELDS.items():
        kept = {
            "all the same": slice(None),
            "all but one missing": slice(0, 1),
            "every other missing": slice(0, None, 2),
        }
        rows = tables[name].copy()
        for field, value in fields.items():
            typed = frame([{"held_at" if field in MOMENTS else field: value}]).iloc[:, 0]
            column = pd.Series(pd.NA, index=rows.index).astype(typed.dtype)
            column.iloc[kept[fill]] = typed.iloc[0]
            rows[field] = column
        tables[name] = rows
    ids = list(tables["incidents"]["incident_id"])[:: 1 if fill == "all the same" else 3]
    techniques = [
        {"incident_id": each, "category": "physical_restraint", "position": "prone", "ground_reached": True,
         "pain_technique": None, "duration_minutes": 0}
        for each in ids
    ]  # fmt: skip
    concerns = [
        {"concern_id": f"con-{each}", "kind": "police", "incident_id": each, "arose_at": "2025-03-02 10:00",
         "submitted_at": "2025-03-02 10:00", "outcome": "open", "resolved_on": None}
        for each in ids
    ]  # fmt: skip
    if ids:
        tables |= {"interventions": frame(techniques), "concerns": frame(concerns)}
    return replace(data, tables=tables)


@cache
def results(case: Callable[[], Dataset], fill: str) -> tuple[tuple[str, IndicatorResult], ...]:
    data = answered(case(), fill)
    available, _ = catalogue.unlock(NINE, data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = catalogue.compute(
            available, data, (*data.calendar.completed_terms[-3:], data.calendar.current)
        )
    return tuple((id, result) for (id, _), result in found.items())


RICH = tuple(case for case in CASES if case is not four_columns)
EVERY = [(case, fill) for case in RICH for fill in (FILLS if case is RICH[-1] else FILLS[:2])]


def test_all_nine_are_there_and_open_where_their_fields_are() -> None:
    assert sorted(each.id for each in NINE) == [
        "EQU-01", "EQU-02", "EQU-03", "HSC-02", "HSC-03", "HSC-04", "SAF-01", "SAF-02", "SAF-03",
    ]  # fmt: skip
    assert {id for id, _ in results(RICH[-1], FILLS[0])} == {each.id for each in NINE}
    for each in NINE:
        assert all(heading in each.method for heading in ("Counts:", "Leaves out:", "Read with care:")), (
            each.id
        )
        assert not banned_words(each.method), each.id


@pytest.mark.parametrize(("case", "fill"), EVERY)
def test_every_figure_is_finite_or_says_why_not_and_its_rows_are_its_count(case: Any, fill: str) -> None:
    for id, result in results(case, fill):
        assert all(math.isfinite(number) for number in numbers(result)), id
        groups = [cell.group for cell in result.cells]
        assert len(groups) == len(set(groups)), id
        for cell in result.cells:
            assert (cell.value is None) == (cell.marker is not None), f"{id}/{cell.group}"
            if cell.numerator is not None:
                assert len(cell.evidence) == cell.numerator, f"{id}/{cell.group}"


@pytest.mark.parametrize(("case", "fill"), EVERY)
def test_every_text_is_plain_and_every_slot_short(case: Any, fill: str) -> None:
    for id, result in results(case, fill):
        for text in texts(result):
            assert not banned_words(text), f"{id}: {text}"
            assert "nan" not in text.lower().split(), f"{id}: {text}"
        for text in (result.slots.certain, result.slots.cannot, result.slots.ask):
            assert text.endswith((".", "?")) and len(text.split()) <= 30, f"{id}: {text!r}"
        for listing in result.listings:
            assert all(len(row) == len(listing.columns) for row in listing.rows), f"{id}: {listing.id}"


@pytest.mark.parametrize("case", RICH)
def test_the_order_of_the_rows_changes_no_figure(case: Any) -> None:
    def figures(data: Dataset) -> list[Any]:
        available, _ = catalogue.unlock(NINE, data)
        found = catalogue.compute(available, data, (data.calendar.current,))
        return [
            (id, cell.group, cell.value, cell.numerator, cell.interval, cell.verdict, cell.sentence)
            for (id, _), result in found.items()
            for cell in result.cells
        ]

    data = answered(case(), "every other missing")
    turned = replace(data, tables={name: rows.iloc[::-1] for name, rows in data.tables.items()})
    assert figures(data) == figures(turned)
