"""HSC-03: one plan for a child of both home and school."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import BOTH, build, cells, held, roll, window

from generator.indicators.consistency_more import one_plan

SUMMER = "2024-25-summer"  # 11 April to 31 August 2025


def plans(child: str, home: str | None, school: str | None) -> list[dict[str, Any]]:
    return roll(child, place="home", plan_reviewed_on=home) + roll(
        child, place="school", plan_reviewed_on=school
    )


def says(child: str, home: str | None, school: str | None) -> list[dict[str, Any]]:
    return [
        held(child, "2025-05-01", setting_id="home", plan_followed=home),
        held(child, "2025-05-02", setting_id="school", plan_followed=school),
    ]


CHILDREN = [
    *plans("met", "2025-05-01", "2025-05-15"),  # 14 days apart, followed in both
    *plans("apart", "2025-05-01", "2025-05-16"),  # 15 days apart
    *plans("not-followed", "2025-05-01", "2025-05-01"),
    *plans("in-part", "2025-05-01", "2025-05-01"),
    *plans("silent", "2025-05-01", "2025-05-01"),  # one incident does not say
    *plans(
        "calm-at-school", "2025-05-01", "2025-05-01"
    ),  # no incident there: nothing shows that it is followed
    *plans("undated", "2025-05-01", None),
    *plans("later", "2025-09-01", "2025-09-01"),  # after the window's end
    *roll("home-only", place="home", plan_reviewed_on="2025-05-01"),
]
INCIDENTS = [
    *says("met", "yes", "yes"),
    *says("apart", "yes", "yes"),
    *says("not-followed", "yes", "no"),
    *says("in-part", "partly", "yes"),
    *says("silent", "yes", None),
    *says("calm-at-school", "yes", "yes")[:1],
    *says("undated", "yes", "yes"),
    *says("later", "yes", "yes"),
    *says("home-only", "yes", "yes")[:1],
]


def test_a_child_counts_where_both_dates_agree_and_both_places_follow_the_plan() -> None:
    data = build(INCIDENTS, places=BOTH, children=CHILDREN)
    result = one_plan.compute(data, window(data, SUMMER))
    found = cells(result)
    # Met: one. Known: met, apart, not-followed, in-part. Not known: silent, calm-at-school, undated, later.
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (1, 4, 4)
    assert found["Total"].evidence[0].table == "children" and found["Total"].evidence[0].row == 2
    # By dates alone: known for six, together for five.
    dates = found["looked-at-together"]
    assert (dates.numerator, dates.denominator, dates.unknown) == (5, 6, 2)
    assert result.headline.startswith(
        "1 of 4 children of both home and school had plans looked at within 14 days"
    )


def test_children_whose_plans_differ_are_listed_with_both_dates() -> None:
    data = build(INCIDENTS, places=BOTH, children=CHILDREN)
    result = one_plan.compute(data, data.calendar.current)
    assert result.listings[0].rows == (
        ("apart", "1 May 2025", "16 May 2025", "yes"),
        ("in-part", "1 May 2025", "1 May 2025", "no"),
        ("not-followed", "1 May 2025", "1 May 2025", "no"),
    )
    assert result.due == (
        "3 children with plans at home and school that differ, or are not followed in both",
    )


def test_a_setting_may_choose_another_number_of_days() -> None:
    data = build(INCIDENTS, places=BOTH, children=CHILDREN, thresholds={"plan_apart_days": 15})
    result = one_plan.compute(data, window(data, SUMMER))
    assert cells(result)["Total"].numerator == 2
    assert "within 15 days" in result.headline


@pytest.mark.parametrize("incidents", [INCIDENTS[:1], []])
def test_without_an_answer_about_following_nothing_is_met(incidents: list[dict[str, Any]]) -> None:
    bare = [{key: value for key, value in row.items() if key != "plan_followed"} for row in incidents]
    data = build(bare, places=BOTH, children=plans("met", "2025-05-01", "2025-05-15"))
    whole = cells(one_plan.compute(data, window(data, SUMMER)))["Total"]
    assert (whole.value, whole.marker, whole.numerator, whole.unknown) == (None, "z", 0, 1)


def test_the_last_date_by_the_windows_end_counts_where_a_child_came_back_and_was_looked_at_later() -> None:
    children = plans("met", "2025-05-01", "2025-05-15")
    again = roll("met", place="home", since="2025-08-01", plan_reviewed_on="2025-09-10")
    data = build(says("met", "yes", "yes"), places=BOTH, children=[*children, *again])
    # At home 1 May is the last date before September; 14 days from 15 May at school.
    dates = cells(one_plan.compute(data, window(data, SUMMER)))["looked-at-together"]
    assert (dates.numerator, dates.denominator, dates.unknown) == (1, 1, 0)
