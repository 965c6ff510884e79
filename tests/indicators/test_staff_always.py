"""What holds for every indicator about adults and any data: a sentence, finite numbers, count equals rows."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from example_rows import BOTH, build, held, roll
from staff_rows import CHILDREN, adult, course, part
from test_indicators_always import numbers, texts

from generator import catalogue
from generator.indicators.staffing import where_and_when
from generator.indicators.staffing_mix import staffing_mix
from generator.indicators.staffing_people import followed_up, involvement
from generator.indicators.staffing_support import hurt, supported
from generator.indicators.training import team_in_date, trained_on_the_day
from generator.model import Dataset, IndicatorResult
from generator.statistics.wording import banned_words
from generator.statistics.words_staff import ADULTS, COUNTS, DUTIES, UNITS

EIGHT = (
    involvement,
    followed_up,
    where_and_when,
    staffing_mix,
    supported,
    hurt,
    trained_on_the_day,
    team_in_date,
)
DAYS = [f"2025-0{month}-{day:02}" for month in (4, 5, 6, 8) for day in (2, 9, 20, 27)]
RICH = {"setting_id": "home", "shift_or_lesson": "late", "location_code": "hall", "started_time": "10:00"}


def full(rows: list[dict[str, Any]], staff: list[dict[str, Any]], each: int = 2) -> Dataset:
    """A dataset in which all eight can be computed, every incident with so many adults."""
    given = [{**RICH, "staff_injury": "first_aid", "trigger_codes": "demand", **row} for row in rows]
    codes = [row["staff_id"] for row in staff] or ["nobody"]
    parts = [
        part(number, codes[(number + more) % len(codes)], ("led", "held")[more % 2])
        for number in range(1, len(given) + 1)
        for more in range(each)
    ] or [part(1, "nobody")]
    reviews = [
        {
            "incident_id": f"i{number}",
            "review_type": "staff_debrief",
            "held_at": f"{row['incident_date']} 12:00",
        }
        for number, row in enumerate(given, 1)
    ] or [{"incident_id": None, "review_type": "plan_review", "held_at": "2025-05-01 09:00"}]
    actions = [
        {"action_id": "a", "raised_on": "2025-05-01", "scope": "staff_team", "action_type": "training"}
    ]
    hours = [
        {"setting_id": "home", "period_start": "2023-09-01", "period_end": "2025-08-31", "dimension": "shift",
         "value": shift, "measure": "staff_hours", "amount": 5000}
        for shift in ("early", "late", "night")
    ]  # fmt: skip
    return build(
        given,
        places=BOTH,
        children=roll(*CHILDREN),
        staff=staff or [adult("someone-else", setting_id="elsewhere")],
        staff_involvement=parts,
        reviews=reviews,
        actions=actions,
        exposure=hours,
        training=[
            course(code, "2025-01-01", None if number % 3 else "2026-01-01")
            for number, code in enumerate(codes)
        ],
    )


def team(count: int, **more: Any) -> list[dict[str, Any]]:
    return [adult(f"a{number}", **more) for number in range(count)]


def one_day() -> Dataset:
    return full([held("c1", "2025-08-31")], team(1))


def one_child() -> Dataset:
    return full([held("c1", day) for day in DAYS], team(6))


def same_day() -> Dataset:
    return full([held("c1", "2025-05-05")] * 15, team(5))


def nobody_held() -> Dataset:
    return full([held("c1", day, intervention_category="guided_contact") for day in DAYS], team(5))


def no_staff() -> Dataset:
    return full([held("c1", day) for day in DAYS], [])


def no_hours() -> Dataset:
    return full([held("c1", day) for day in DAYS], team(6, hours=None))


def not_in_post() -> Dataset:
    return full([held("c1", day) for day in DAYS], team(6, start_on="2025-08-31"))


def nothing_known() -> Dataset:
    blank = {"shift_or_lesson": None, "location_code": None, "started_time": None, "staff_injury": None}
    rows = [held("c1", day, **{**blank, "trigger_codes": None}) for day in DAYS[:-1]]
    return full([*rows, held("c2", DAYS[-1])], team(6, team=None))


def all_by_one() -> Dataset:
    rows = [held(CHILDREN[number % 6], day) for number, day in enumerate(DAYS * 3)]
    data = full(rows, team(6))
    parts = data.tables["staff_involvement"].assign(staff_id="a0")
    return replace(data, tables={**data.tables, "staff_involvement": parts})


def many() -> Dataset:
    rows = [held(CHILDREN[number % 6], day) for number, day in enumerate(DAYS * 4)]
    rows += [held(CHILDREN[number % 5], day, setting_id="school") for number, day in enumerate(DAYS)]
    more = [*team(3, setting_id="school"), adult("A0"), adult("a.0"), adult("a-0")]
    return full(rows, team(8) + more, each=3)


CASES = (
    one_day, one_child, same_day, nobody_held, no_staff, no_hours, not_in_post, nothing_known, all_by_one, many,
)  # fmt: skip


@cache
def results(case: Callable[[], Dataset]) -> tuple[tuple[str, IndicatorResult], ...]:
    """All eight in every window of a case, free of warnings about numbers, each count equal to its rows."""
    data = case()
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        found = catalogue.compute(EIGHT, data, catalogue.windows(data, internal=True))
    return tuple((id, result) for (id, _), result in found.items())


@pytest.mark.parametrize("case", CASES)
def test_every_number_is_finite_and_a_cell_without_one_says_why(case: Any) -> None:
    for id, result in results(case):
        assert all(math.isfinite(number) for number in numbers(result)), id
        groups = [cell.group for cell in result.cells]
        assert len(groups) == len(set(groups)), id
        for cell in result.cells:
            assert (cell.value is None) == (cell.marker is not None), f"{id}/{cell.group}"
            if cell.numerator is not None:
                assert len(cell.evidence) == cell.numerator, f"{id}/{cell.group}"


@pytest.mark.parametrize("case", CASES)
def test_every_sentence_is_said_and_holds_no_word_that_is_not_earned(case: Any) -> None:
    for id, result in results(case):
        assert result.headline and result.headline.endswith("."), id
        for text in texts(result):
            assert not banned_words(text), f"{id}: {text}"
        for slots in (result.slots, *(exhibit.slots for exhibit in result.exhibits)):
            for text in (slots.certain, slots.cannot, slots.ask):
                assert text.endswith((".", "?")) and len(text.split()) <= 30, f"{id}: {text!r}"
        for table in (*result.exhibits, *result.listings):
            assert all(len(row) == len(table.columns) for row in table.rows), f"{id}: {table.id}"


@pytest.mark.parametrize("case", [all_by_one, many])
def test_the_order_of_the_rows_changes_no_figure(case: Any) -> None:
    data = case()
    turned = replace(data, tables={name: rows.iloc[::-1] for name, rows in data.tables.items()})

    def figures(of: Dataset) -> list[tuple[Any, ...]]:
        window = of.calendar.current
        return [
            (each.id, cell.group, cell.value, cell.interval, cell.verdict, cell.sentence)
            for each in EIGHT
            for cell in each.compute(of, window).cells
        ]

    assert figures(data) == figures(turned)


def test_no_word_of_this_subject_is_banned_and_no_method_note_lacks_a_part() -> None:
    for words in (*DUTIES.values(), *COUNTS.values()):
        assert not banned_words(f"{words}")
    for text in (*ADULTS.values(), *UNITS.values()):
        assert not banned_words(text)
    for each in EIGHT:
        assert all(heading in each.method for heading in ("Counts:", "Leaves out:", "Read with care:")), (
            each.id
        )
