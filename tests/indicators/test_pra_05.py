"""PRA-05: the plan followed, a need considered, and children without a plan."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.practice_needs import plan_followed

SUMMER = "2024-25-summer"


def row(child: str, day: int, place: str | None, followed: str | None, **more: Any) -> dict[str, Any]:
    given = {"plan_in_place": place, "plan_followed": followed, "linked_to_identified_need": None}
    return held(child, f"2025-05-{day:02}", **{"plan_not_followed_reason": None, **given, **more})


ROWS = [
    row("a", 1, "yes", "yes", linked_to_identified_need="yes"),  # met
    row("a", 2, "partly", "yes", linked_to_identified_need="no"),  # met
    row("a", 3, "yes", "partly", plan_not_followed_reason="emergency", linked_to_identified_need="possibly"),
    row(
        "a", 4, "yes", "no", plan_not_followed_reason="plan_wrong", linked_to_identified_need="not_considered"
    ),
    row("a", 5, "yes", "no"),  # no reason recorded
    row("a", 6, None, "yes"),  # followed, so there was one: met
    row("b", 7, "no_plan", None),  # no plan
    row("b", 8, "no", "no_plan"),  # no plan
    row("c", 9, None, None),  # nothing said
    row("c", 10, "yes", None),  # a plan, not said whether followed
    row("d", 11, "yes", "no_plan"),  # the two answers clash: not known
    row("d", 12, None, "no_plan"),  # no plan
]


def test_followed_known_and_not_known_are_kept_apart() -> None:
    data = build(ROWS)
    result = plan_followed.compute(data, window(data, SUMMER))
    found = cells(result)
    # Met: 1, 2, 6. Known besides: 3, 4, 5. No plan: 7, 8, 12. Not known: 9, 10, 11.
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (3, 6, 3)
    assert [ref.row for ref in found["Total"].evidence] == [2, 3, 7]
    parts = {group: (cell.numerator, cell.denominator) for group, cell in found.items()}
    assert parts["followed-in-part"] == (1, 6)
    assert parts["reason-emergency"] == parts["reason-plan-wrong"] == parts["reason-not-recorded"] == (1, 3)
    assert parts["reason-staff-unaware"] == parts["reason-not-possible"] == parts["reason-other"] == (0, 3)


def test_considering_a_need_counts_whatever_was_found() -> None:
    data = build(ROWS)
    need = cells(plan_followed.compute(data, window(data, SUMMER)))["need-considered"]
    # Considered: rows 1, 2, 3; not considered: 4; nothing said: 8 rows.
    assert (need.numerator, need.denominator, need.unknown, need.value) == (3, 4, 8, 75)


def test_children_with_two_incidents_and_no_plan_by_their_last_answer() -> None:
    data = build(ROWS)
    result = plan_followed.compute(data, window(data, SUMMER))
    without = cells(result)["children-without-plan"]
    # a, b, c and d have two or more. No plan at the last answer: b, d. Plan: a, c (its row 10). All four say.
    assert (without.numerator, without.denominator, without.unknown) == (2, 4, 0)
    assert sorted(line[1] for line in result.listings[0].rows) == ["b", "d"]
    assert result.due == ("2 children with two incidents or more and no plan",)


def test_a_plan_made_since_takes_a_child_off_the_list_and_two_answers_of_one_day_do_too() -> None:
    rows = [
        row("a", 1, "no_plan", None),
        row("a", 2, "yes", "yes"),
        row("b", 3, "no_plan", None),
        row("b", 3, "yes", None),  # the same day
        row("c", 4, "no_plan", None),  # one incident only
        row("d", 5, None, None),
        row("d", 6, None, None),  # two incidents, nothing said: not known
    ]
    data = build(rows)
    result = plan_followed.compute(data, window(data, SUMMER))
    without = cells(result)["children-without-plan"]
    assert (without.numerator, without.denominator, without.unknown) == (0, 2, 1)
    assert result.listings == () and result.due == ()


@pytest.mark.parametrize("term", ["2024-25-spring", "2023-24-autumn"])
def test_a_window_without_incidents_says_that_nothing_was_due(term: str) -> None:
    data = build(ROWS)
    result = plan_followed.compute(data, window(data, term))
    found = cells(result)
    assert {found[group].marker for group in ("Total", "need-considered", "children-without-plan")} == {"z"}
    assert result.headline.startswith("No incident in this window says")


def test_children_without_a_plan_and_reasons_are_not_more_of_a_good_thing() -> None:
    data = build(ROWS)
    found = cells(plan_followed.compute(data, window(data, SUMMER)))
    assert found["children-without-plan"].better == "down"
    assert {found[group].better for group in ("followed-in-part", "reason-emergency")} == {"neither"}
    assert found["need-considered"].better is None, "as the whole: up"
