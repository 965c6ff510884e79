"""LIB-03: rules that hold for everyone."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import BOTH, build, cells, held, roll, window

from generator.indicators.liberty_blanket import blanket_rules

SUMMER = "2024-25-summer"
INCIDENT = [held("a", "2025-05-01")]


def rule(
    id: str, start: str, end: str | None = None, considered: bool | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "restriction_id": id,
        "child_id": None,
        "blanket": True,
        "setting_id": "home",
        "kind": "locked_exit",
        "started_on": start,
        "ended_on": end,
        "least_restrictive_considered": considered,
        **more,
    }


def test_rules_in_force_on_the_last_day_are_counted_and_rules_for_one_child_are_not() -> None:
    rows = [
        rule("r1", "2024-01-01", considered=True),  # 2
        rule("r2", "2025-08-31", considered=False),  # 3 from the last day on
        rule("r3", "2025-01-01", "2025-08-31"),  # 4 lifted on the last day
        rule("r4", "2024-01-01", child_id="a", blanket=False),  # 5 for one child
        rule("r5", "2024-01-01"),  # 6 nothing said of a less restrictive way
    ]
    data = build(INCIDENT, restrictions=rows)
    result = blanket_rules.compute(data, window(data, SUMMER))
    found = cells(result)
    assert [ref.row for ref in found["Total"].evidence] == [2, 3, 6]
    considered = found["considered"]
    assert (considered.numerator, considered.denominator, considered.unknown) == (1, 2, 1)
    assert sorted(line[4] for line in result.listings[0].rows) == [
        "none considered",
        "not known whether one was considered",
    ]


def test_child_days_under_two_rules_at_once_count_once() -> None:
    rows = [
        rule("r1", "2025-04-11", "2025-04-21"),  # 11 to 20 April
        rule("r2", "2025-04-16", "2025-04-26"),  # 16 to 25 April: together 15 days
        rule("r3", "2025-08-30"),  # 30 and 31 August: 2 days
    ]
    children = roll("a", "b")
    children[1]["on_roll_from"] = "2025-04-20"
    data = build(INCIDENT, restrictions=rows, children=[dict(each) for each in children])
    share = cells(blanket_rules.compute(data, window(data, SUMMER)))["child-days"]
    # Child a: 15 + 2 days of 143. Child b from 20 April: 6 + 2 days of 134.
    assert share.denominator == 143 + 134
    assert share.value == pytest.approx(100 * (17 + 8) / 277)


def test_a_place_without_a_rule_counts_its_child_days_and_each_place_has_its_share() -> None:
    children = [*roll("a", place="home"), *roll("b", "c", place="school", since="2025-08-25")]
    data = build(INCIDENT, places=BOTH, restrictions=[rule("r1", "2024-01-01")], children=children)
    found = cells(blanket_rules.compute(data, window(data, SUMMER)))
    assert (found["child-days-home"].value, found["child-days-school"].value) == (100, 0)
    # Monday 25 to Friday 29 August: five open days for two children; the home has 143 for one.
    assert (found["child-days-school"].denominator, found["child-days"].denominator) == (10, 153)
    assert found["child-days"].value == pytest.approx(100 * 143 / 153)


def test_without_a_roll_the_share_of_child_days_is_not_available() -> None:
    data = build(INCIDENT, restrictions=[rule("r1", "2024-01-01")])
    share = cells(blanket_rules.compute(data, window(data, SUMMER)))["child-days"]
    assert (share.value, share.marker) == (None, "x")


def test_with_stated_child_days_only_a_rule_of_the_whole_window_has_a_share() -> None:
    stated = [
        {
            "setting_id": "home",
            "period_start": "2025-04-11",
            "period_end": "2025-08-31",
            "dimension": "all",
            "value": "Total",
            "measure": "child_days",
            "amount": 400,
        }
    ]
    whole = build(INCIDENT, restrictions=[rule("r1", "2024-01-01")], exposure=stated)
    found = cells(blanket_rules.compute(whole, window(whole, SUMMER)))["child-days"]
    assert (found.value, found.denominator) == (100, 400)
    part = build(INCIDENT, restrictions=[rule("r1", "2025-05-01")], exposure=stated)
    found = cells(blanket_rules.compute(part, window(part, SUMMER)))["child-days"]
    assert (found.value, found.marker) == (None, "x")


def test_without_any_rule_there_are_none_and_nothing_holds() -> None:
    rows = [rule("r1", "2024-01-01", "2024-06-01")]
    data = build(INCIDENT, restrictions=rows, children=roll("a"))
    result = blanket_rules.compute(data, window(data, SUMMER))
    found = cells(result)
    assert (found["Total"].value, found["child-days"].value, found["considered"].marker) == (0, 0, "z")
    assert result.listings == () and result.due == ()
    assert result.headline == "0 rules for everyone in force on 31 Aug 2025, holding on 0% of child-days."
