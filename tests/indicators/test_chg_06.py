"""CHG-06: what a change aimed at, against everything else in the same days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from example_rows import SCHOOL, build, cells, held, roll, window

from generator.indicators.change_aims import aimed_at

SUMMER = "2024-25-summer"
START = date(2025, 4, 20)
CHILDREN = tuple(f"child-{number}" for number in range(8))


def rows(trigger: str, *offsets: int, child: str | None = None, **more: Any) -> list[dict[str, Any]]:
    return [
        held(
            child or CHILDREN[number % 8],
            (START + timedelta(days=offset)).isoformat(),
            **{"trigger_codes": trigger, "location_code": None, "shift_or_lesson": None, **more},
        )
        for number, offset in enumerate(offsets)
    ]


def action(number: str = "act_1", **more: Any) -> dict[str, Any]:
    given = {
        "action_id": number,
        "scope": "whole_setting",
        "scope_value": None,
        "effective_from": START.isoformat(),
        "published_title": "Quiet arrival",
        "aims_at": "transition|corridor",
    }
    return {**given, **more}


def test_incidents_with_an_aimed_code_are_set_against_all_others() -> None:
    incidents = [
        *rows("transition", *range(-20, -10)),  # 10 aimed before
        *rows("demand|transition", -9, 10),  # one before, one after: a trigger among several
        *rows("demand", -8, 12, location_code="corridor"),  # one before, one after: by the place
        *rows("transitional", -7, 13),  # another word: all others, one and one
        *rows("demand", *range(-30, -21), *range(20, 28)),  # 9 and 8 others
        *rows("transition", 3),  # in the week left out
    ]
    data = build(incidents, children=roll(*CHILDREN), actions=[action()])
    found = cells(aimed_at.compute(data, window(data, SUMMER)))
    # Eight children for 60 days each time, so ratios are of counts: aimed 12 then 2, all others 10 then 9.
    assert found["act-1"].value == pytest.approx(2 / 12)
    assert found["act-1"].numerator == 2
    assert found["act-1-others"].value == pytest.approx(9 / 10)
    assert found["act-1"].sentence.startswith(
        "Aimed at: 12 incidents before, 2 after. All others: 10 before, 9 after."
    )


def test_under_ten_incidents_there_is_no_ratio() -> None:
    data = build(rows("transition", *range(-15, -8), 10, 11), children=roll(*CHILDREN), actions=[action()])
    found = cells(aimed_at.compute(data, window(data, SUMMER)))["act-1"]
    assert (found.value, found.marker, found.numerator) == (None, "u", 2)  # 7 + 2 = 9
    assert "Recorded incidents of this kind went from 7 to 2." in found.sentence


def test_from_ten_on_there_is_one() -> None:
    data = build(rows("transition", *range(-15, -7), 10, 11), children=roll(*CHILDREN), actions=[action()])
    assert cells(aimed_at.compute(data, window(data, SUMMER)))["act-1"].value == pytest.approx(2 / 8)


def test_a_change_for_one_child_carries_the_warning() -> None:
    incidents = rows("transition", *range(-20, -8), 10, child="child-0")
    change = action(scope="child", scope_value="child-0")
    data = build(incidents, children=roll(*CHILDREN), actions=[change])
    found = cells(aimed_at.compute(data, window(data, SUMMER)))["act-1"]
    assert found.verdict is not None and found.verdict.klass == "R7"
    assert found.sentence.startswith("Before: 12 incidents in 60 days. After: 1 in 60 days.")


def test_changes_without_an_aim_or_outside_the_window_have_no_cell() -> None:
    others = [action("act_2", aims_at=None), action("act_3", effective_from="2025-02-01")]
    data = build(rows("transition", -3), children=roll(*CHILDREN), actions=[action(), *others])
    result = aimed_at.compute(data, window(data, SUMMER))
    assert [cell.group for cell in result.cells] == ["act-1", "act-1-others"]
    assert len(result.listings[0].rows) == 2


def test_a_difference_is_called_only_where_it_holds_with_every_change_that_was_tested() -> None:
    # Eight children with one aimed incident before and none after: by child p is 2 / 2^8 = 0.0078.
    incidents = rows("transition", *range(-20, -12))
    alone = build(incidents, children=roll(*CHILDREN), actions=[action()])
    found = cells(aimed_at.compute(alone, window(alone, SUMMER)))["act-1"]
    assert found.verdict is not None and found.verdict.klass == "R2"
    assert "Fewer incidents of this kind were recorded in the days after than the usual" in found.sentence
    # With eight changes of the same day, each tested on the same incidents, 8 x 0.0078 is over 0.05.
    many = build(
        incidents, children=roll(*CHILDREN), actions=[action(f"act_{number}") for number in range(8)]
    )
    found = cells(aimed_at.compute(many, window(many, SUMMER)))["act-0"]
    assert found.verdict is not None and found.verdict.klass == "R1"


def test_a_mark_in_an_aim_is_a_letter_like_any_other() -> None:
    incidents = [*rows("noise (hall", *range(-15, -7), 10, 11), *rows("noise hall", -6, 12)]
    data = build(incidents, children=roll(*CHILDREN), actions=[action(aims_at="noise (hall|.*")])
    found = cells(aimed_at.compute(data, window(data, SUMMER)))
    assert found["act-1"].value == pytest.approx(2 / 8)
    assert (found["act-1-others"].numerator, found["act-1-others"].marker) == (1, "u")


def test_incidents_on_days_when_the_place_was_closed_are_left_out_of_both_parts() -> None:
    # 20 April 2025 is a Sunday: -5 to -2, -9, 8 and 10 are weekdays, -1 and -8 Saturdays, 14 a Sunday.
    incidents = [*rows("transition", *range(-5, -1), -1, 8, 14), *rows("demand", -8, -9, 10)]
    school = roll(*CHILDREN, place="school")
    data = build(incidents, places=(SCHOOL,), children=school, actions=[action()])
    found = cells(aimed_at.compute(data, window(data, SUMMER)))
    assert found["act-1"].sentence.startswith(
        "Aimed at: 4 incidents before, 1 after. All others: 1 before, 1 after. 5 recorded incidents of this kind in"
    )
    assert found["act-1"].sentence.endswith("closed that day: 2 incidents before, 1 after.")
    assert len(found["act-1"].evidence) == 1 and len(found["act-1-others"].evidence) == 1
