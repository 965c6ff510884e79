"""What holds for every indicator and any data: no crash, no infinite number, no unearned word, count equals rows."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from example_rows import BOTH, FOUR, build, held, numbered, roll

from generator import catalogue
from generator.model import Dataset, IndicatorResult
from generator.statistics.wording import banned_words

FIRST = (
    "CHG-01", "CHG-02", "CHG-04", "CHG-05", "CHG-07", "CHG-08", "PRA-03", "VOI-01", "VOI-02", "VOI-05",
    "RES-01", "LAW-01", "LAW-04", "HSC-01", "REC-01",
)  # fmt: skip
FROM_FOUR_COLUMNS = ("CHG-01", "CHG-04", "CHG-07", "CHG-08", "REC-01")
DAYS = [f"2025-0{month}-{day:02}" for month in (1, 3, 5, 6, 8) for day in (2, 9, 20)]


def full(incidents: list[dict[str, Any]], children: list[dict[str, Any]]) -> Dataset:
    """A dataset in which all fifteen indicators can be computed."""
    rich = {
        "setting_id": "home",
        "reason_primary": "injury_to_adult",
        "de_escalation_used": "none",
        "de_escalation_none_reason": None,
        "shift_or_lesson": "late",
        "started_time": "10:00",
        "record_made_at": "2025-08-31 09:00",
        "duration_minutes": 5,
        "trigger_codes": "demand",
    }
    rows = numbered([{**rich, **row} for row in incidents])
    views = [
        {
            "child_id": row["child_id"],
            "incident_id": row["incident_id"],
            "captured_on": row["incident_date"],
            "declined": None,
            "led_to_action_id": "act-1",
        }
        for row in rows[::2]
    ]
    reviews = [
        {
            "incident_id": row["incident_id"],
            "review_type": "manager_review",
            "held_at": f"{row['incident_date']} 12:00",
            "restorative_completed": True,
            "child_took_part": True,
            "staff_took_part": True,
        }
        for row in rows[::3]
    ]
    actions = [
        {
            "action_id": f"act-{number}",
            "scope": "whole_setting",
            "scope_value": None,
            "effective_from": day,
            "evaluation": "helped",
            "published_title": "Quiet arrival",
        }
        for number, day in enumerate(("2024-10-01", "2025-03-20", "2025-08-20"), 1)
    ]
    tables = {"child_views": views, "reviews": reviews} if rows else {}
    return build(rows, places=BOTH, children=children, actions=actions, **tables)


def one_day() -> Dataset:
    return full([held("a", "2025-08-31")], roll("a", uses_non_verbal_communication=True))


def one_child() -> Dataset:
    return full([held("a", day) for day in DAYS], roll("a", uses_non_verbal_communication=True))


def same_day() -> Dataset:
    return full([held("a", "2025-05-05")] * 15, roll("a", uses_non_verbal_communication=None))


def nobody_held() -> Dataset:
    rows = [held("a", day, intervention_category="de_escalated_no_restriction") for day in DAYS]
    return full(rows, roll("a", "b", uses_non_verbal_communication=False))


def not_on_the_roll() -> Dataset:
    children = roll("someone-else", since="2025-08-01", uses_non_verbal_communication=False)
    return full([held("a", day) for day in DAYS], children)


def left_long_ago() -> Dataset:
    children = roll("a", "b", uses_non_verbal_communication=True)
    for child in children:
        child["on_roll_to"] = "2023-09-02"
    return full([held("a", day) for day in DAYS], children)


def many() -> Dataset:
    children = [f"child-{number:02}" for number in range(12)]
    rows = [held(child, day) for number, child in enumerate(children) for day in DAYS[number % 3 :: 2]]
    rows += [
        held(child, day.replace("2025", "2024"), setting_id="school")
        for child in children
        for day in DAYS[::4]
    ]
    on_roll = roll(*children, place="home", uses_non_verbal_communication=True)
    return full(rows, on_roll + roll(*children[:6], place="school", uses_non_verbal_communication=None))


def four_columns() -> Dataset:
    return build([held("a", day) for day in DAYS] + [held("b", day) for day in DAYS[::2]])


CASES = (one_day, one_child, same_day, nobody_held, not_on_the_roll, left_long_ago, many, four_columns)


@cache
def results(case: Callable[[], Dataset]) -> tuple[tuple[str, IndicatorResult], ...]:
    """Every available indicator in every window of a case."""
    return computed(case())


def computed(data: Dataset) -> tuple[tuple[str, IndicatorResult], ...]:
    """Every available indicator in every window, all of them free of warnings about numbers."""
    available, _ = catalogue.unlock(catalogue.load(), data)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        found = catalogue.compute(available, data, catalogue.windows(data, internal=True))
    return tuple((id, result) for (id, _), result in found.items())


def texts(result: IndicatorResult) -> Iterator[str]:
    """Everything that a result would have printed."""
    yield from (result.headline, result.slots.certain, result.slots.cannot, result.slots.ask, *result.due)
    yield from (cell.sentence for cell in result.cells)
    yield from (cell.label for cell in result.cells)
    for exhibit in result.exhibits:
        slots = exhibit.slots
        yield from (exhibit.headline, exhibit.sub, slots.certain, slots.cannot, slots.ask)
    for listing in result.listings:
        yield from (listing.title, *listing.columns, listing.note)


def numbers(result: IndicatorResult) -> Iterator[float]:
    """Every number that a result holds."""
    for cell in result.cells:
        yield from (
            each for each in (cell.value, cell.denominator, *(cell.interval or ())) if each is not None
        )
        yield from (
            each
            for each in (cell.verdict.facts if cell.verdict else {}).values()
            if not isinstance(each, str)
        )
    for exhibit in result.exhibits:
        yield from (each for row in exhibit.rows for each in row if isinstance(each, (int, float)))


@pytest.mark.parametrize("case", CASES)
def test_odd_data_never_break_an_indicator_and_give_finite_numbers(case: Any) -> None:
    for id, result in results(case):
        assert all(math.isfinite(number) for number in numbers(result)), id
        assert result.headline, id


@pytest.mark.parametrize("case", CASES)
def test_a_cell_has_a_value_or_says_why_not_and_its_rows_are_its_count(case: Any) -> None:
    for id, result in results(case):
        groups = [cell.group for cell in result.cells]
        assert len(groups) == len(set(groups)), id
        for cell in result.cells:
            assert (cell.value is None) == (cell.marker is not None), f"{id}/{cell.group}"
            if cell.numerator is not None:
                assert len(cell.evidence) == cell.numerator, f"{id}/{cell.group}"


@pytest.mark.parametrize("case", CASES)
def test_no_word_is_used_that_no_figure_here_can_earn(case: Any) -> None:
    for id, result in results(case):
        for text in texts(result):
            assert not banned_words(text), f"{id}: {text}"


@pytest.mark.parametrize("case", CASES)
def test_every_slot_says_something_in_at_most_thirty_words(case: Any) -> None:
    for id, result in results(case):
        for slots in (result.slots, *(exhibit.slots for exhibit in result.exhibits)):
            for text in (slots.certain, slots.cannot, slots.ask):
                assert text.endswith((".", "?")), f"{id}: {text!r}"
                assert len(text.split()) <= 30, f"{id}: {text!r}"


@pytest.mark.parametrize("case", CASES)
def test_every_row_of_a_drawing_and_of_a_list_follows_its_columns(case: Any) -> None:
    for id, result in results(case):
        for table in (*result.exhibits, *result.listings):
            assert all(len(row) == len(table.columns) for row in table.rows), f"{id}: {table.id}"


def test_the_first_fifteen_are_all_there_with_a_method_note() -> None:
    known = {each.id: each for each in catalogue.load()}
    assert set(FIRST) <= set(known)
    for id in FIRST:
        method = known[id].method
        assert all(heading in method for heading in ("Counts:", "Leaves out:", "Read with care:")), id
        assert not banned_words(method), id


def test_four_columns_are_enough_for_five_indicators_and_all_of_them_speak() -> None:
    data = four_columns()
    assert tuple(data.tables["incidents"].columns) == ("incident_id", *FOUR[1:])
    available, locked = catalogue.unlock(catalogue.load(), data)
    assert {each.id for each in available} & set(FIRST) == set(FROM_FOUR_COLUMNS)
    assert all(each.why for each in locked)
    for each in available:
        result = each.compute(data, data.calendar.current)
        assert "too few" not in result.headline.lower(), f"{each.id}: {result.headline}"
        assert any(character.isdigit() for character in result.headline), f"{each.id}: {result.headline}"


def test_the_order_of_the_rows_changes_no_figure() -> None:
    def figures(reverse: bool) -> list[tuple[Any, ...]]:
        data = many()
        rows = data.tables["incidents"]
        shuffled = rows.iloc[::-1] if reverse else rows
        other = Dataset(
            data.setting,
            {**data.tables, "incidents": shuffled},
            data.states,
            data.as_of,
            data.calendar,
            data.exposure,
        )
        return [
            (id, cell.group, cell.value, cell.interval, cell.verdict, cell.sentence)
            for id, result in computed(other)
            for cell in result.cells
        ]

    assert figures(False) == figures(True)
