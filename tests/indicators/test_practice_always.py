"""Reviews, plans, views and what came after: odd data give a figure or a sentence, never a crash or an infinity.

The cases are those of all indicators, with the answers that these ten need: all the same, all missing but one, mixed.
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
from test_indicators_always import CASES, numbers, texts

from generator import catalogue
from generator.indicators import (
    practice_needs,
    practice_plans,
    practice_reviews,
    restorative_more,
    restorative_recovery,
    voice_feelings,
    voice_more,
)
from generator.model import Dataset, Indicator, IndicatorResult
from generator.statistics.wording import banned_words

MODULES = (
    practice_needs,
    practice_plans,
    practice_reviews,
    restorative_more,
    restorative_recovery,
    voice_feelings,
    voice_more,
)
TEN = tuple(each for module in MODULES for each in vars(module).values() if isinstance(each, Indicator))
INCIDENTS = {
    "plan_in_place": "yes",
    "plan_followed": "no",
    "plan_not_followed_reason": "emergency",
    "linked_to_identified_need": "not_considered",
    "recovery_minutes": 0.0,
    "ended_time": "09:00",
}
REVIEWS = {
    "learning_codes": "none",
    "alternative_identified": False,
    "independent_of_incident": True,
    "led_to_action_id": "act-1|act-2",
    "review_type": "plan_review",
    "relationship_after_child": "same",
    "relationship_after_staff": "worse",
}
VIEWS = {
    "methods": "spoken|drawn",
    "source": "inferred_by_staff",
    "method_is_childs_own": False,
    "felt_listened_to": 1.0,
    "felt_treated_fairly": 5.0,
    "felt_safe_now": 3.0,
    "feeling_codes": "angry",
    "captured_by_involved_staff": True,
    "agrees_with_record": "not_asked",
    "advocate_offered": False,
    "advocate_used": False,
}
FIELDS = {"incidents": INCIDENTS, "reviews": REVIEWS, "child_views": VIEWS}
FILLS = ("all the same", "all but one missing", "every other missing")


def answered(data: Dataset, fill: str) -> Dataset:
    """The case with these answers in every row, in one row, or in every other row."""
    tables = dict(data.tables)
    for name, fields in FIELDS.items():
        if name in tables:
            rows = tables[name].copy()
            keep = pd.Series(range(len(rows)), index=rows.index)
            shown = {"all the same": keep >= 0, "all but one missing": keep == 0}.get(fill, keep % 2 == 0)
            for field, value in fields.items():
                kind = {bool: "boolean", float: "float64"}.get(type(value), "str")
                rows[field] = pd.Series(value, index=rows.index, dtype=kind).where(shown)
            tables[name] = rows
    return replace(data, tables=tables)


@cache
def results(case: Callable[[], Dataset], fill: str) -> tuple[tuple[str, IndicatorResult], ...]:
    data = answered(case(), fill)
    available, _ = catalogue.unlock(TEN, data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = catalogue.compute(available, data, catalogue.windows(data, internal=True))
    return tuple((id, result) for (id, _), result in found.items())


EVERY = [(case, fill) for case in CASES for fill in FILLS[:2]]


def test_all_ten_are_there_and_open_with_these_answers() -> None:
    assert sorted(each.id for each in TEN) == [
        "PRA-01", "PRA-02", "PRA-04", "PRA-05", "PRA-06", "RES-02", "RES-03", "VOI-03", "VOI-04", "VOI-06",
    ]  # fmt: skip
    for fill in FILLS:
        assert {id for id, _ in results(CASES[6], fill)} == {each.id for each in TEN}
    for each in TEN:
        assert all(heading in each.method for heading in ("Counts:", "Leaves out:", "Read with care:")), (
            each.id
        )
        assert not banned_words(each.method), each.id


@pytest.mark.parametrize(("case", "fill"), EVERY)
def test_odd_answers_give_finite_numbers_or_say_why_not(case: Any, fill: str) -> None:
    for id, result in results(case, fill):
        assert all(math.isfinite(number) for number in numbers(result)), id
        assert result.headline, id
        assert len({cell.group for cell in result.cells}) == len(result.cells), id
        for cell in result.cells:
            assert (cell.value is None) == (cell.marker is not None), f"{id}/{cell.group}"
            if cell.numerator is not None:
                assert len(cell.evidence) == cell.numerator, f"{id}/{cell.group}"
                assert cell.denominator is None or cell.numerator <= cell.denominator, f"{id}/{cell.group}"
            assert cell.unknown is None or cell.unknown >= 0, f"{id}/{cell.group}"


@pytest.mark.parametrize(("case", "fill"), EVERY)
def test_odd_answers_earn_no_banned_word_and_no_long_slot(case: Any, fill: str) -> None:
    for id, result in results(case, fill):
        listed = (str(value) for each in result.listings for row in each.rows for value in row)
        for text in (*texts(result), *listed):
            assert not banned_words(text), f"{id}: {text}"
        for text in (result.slots.certain, result.slots.cannot, result.slots.ask):
            assert text.endswith((".", "?")) and len(text.split()) <= 30, f"{id}: {text!r}"
        for listing in result.listings:
            assert all(len(row) == len(listing.columns) for row in listing.rows), f"{id}: {listing.id}"


@pytest.mark.parametrize("fill", FILLS)
def test_the_order_of_the_rows_changes_no_figure(fill: str) -> None:
    data = answered(CASES[6](), fill)
    turned = replace(data, tables={name: rows.iloc[::-1] for name, rows in data.tables.items()})

    def figures(some: Dataset) -> list[Any]:
        found = catalogue.compute(TEN, some, catalogue.windows(some, internal=True))
        return [
            (
                key,
                cell.group,
                cell.value,
                cell.numerator,
                cell.denominator,
                cell.unknown,
                cell.interval,
                cell.sentence,
            )
            for key, result in found.items()
            for cell in result.cells
        ]

    assert figures(data) == figures(turned)
