"""CHG-01 without a roll: child-days that are stated say whether more incidents are only more children."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from example_rows import BOTH, SCHOOL, build, cells, held, roll, window

from generator.indicators._headcount import pair_by_child
from generator.indicators.change import rate
from generator.model import Dataset, Verdict

# Summer runs from 11 April to 31 August: 20 + 31 + 30 + 31 + 31 = 143 days of a home, in 2024 and in 2025.
SUMMER = "2024-25-summer"
BEFORE = "2023-24-summer"


def child_days(start: str, end: str, amount: float, place: str = "home") -> dict[str, Any]:
    """Child-days stated for one place, first and last day included."""
    return {
        "setting_id": place,
        "period_start": start,
        "period_end": end,
        "dimension": "all",
        "value": "Total",
        "measure": "child_days",
        "amount": amount,
    }


def summers(first: int, second: int, **more: Any) -> list[dict[str, Any]]:
    """One incident for each of so many children in summer 2024, and for each of so many others in summer 2025."""
    return [
        *(held(f"first-{number}", "2024-05-01", **more) for number in range(first)),
        *(held(f"second-{number}", "2025-05-01", **more) for number in range(second)),
    ]


def by_month(year: int, april: float, others: float) -> list[dict[str, Any]]:
    """Child-days of April, and as many in each of May to August."""
    lasts = {4: 30, 5: 31, 6: 30, 7: 31, 8: 31}
    return [
        child_days(f"{year}-{month:02d}-01", f"{year}-{month:02d}-{last}", april if month == 4 else others)
        for month, last in lasts.items()
    ]


def verdict(data: Dataset, group: str = "Total") -> Verdict:
    found = cells(rate.compute(data, window(data, SUMMER)))[group].verdict
    assert found is not None
    return found


def test_three_times_the_incidents_of_three_times_the_child_days_are_no_more_than_before() -> None:
    stated = [child_days("2024-04-11", "2024-08-31", 1000), child_days("2025-04-11", "2025-08-31", 3000)]
    data = build(summers(20, 60), exposure=stated)
    total = cells(rate.compute(data, window(data, SUMMER)))["Total"]
    assert (total.value, total.denominator) == (2, 3000)  # 60 in 3,000, as 20 in 1,000
    # Each child's one incident would fall in the later summer with 3 in 4: 20 x 0.75 less 60 x 0.25 is nought.
    found = verdict(data)
    assert (found.klass, found.facts["reason"], found.facts["p"]) == ("R1", "chance", 1)
    # As many child-days in both: 20 after 60 and 60 after 20 stand out.
    even = [child_days("2024-04-11", "2024-08-31", 1000), child_days("2025-04-11", "2025-08-31", 1000)]
    assert verdict(build(summers(20, 60), exposure=even)).klass == "R3"
    assert verdict(build(summers(60, 20), exposure=even)).klass == "R2"


def test_months_that_reach_over_the_edge_of_a_term_count_by_their_open_days_inside() -> None:
    # 20 of April's 30 days lie in the summer: 2/3 x 300 + 4 x 200 = 1,000, then 2/3 x 900 + 4 x 600 = 3,000.
    data = build(summers(20, 60), exposure=[*by_month(2024, 300, 200), *by_month(2025, 900, 600)])
    before, after = pair_by_child(data, window(data, SUMMER), window(data, BEFORE))
    assert [days for _, days in before.values()] == pytest.approx([1000] * 80)
    assert [days for _, days in after.values()] == pytest.approx([3000] * 80)
    assert verdict(data).facts["reason"] == "chance"


def test_child_days_of_one_summer_only_are_not_taken_for_those_of_both() -> None:
    data = build(summers(20, 60), exposure=by_month(2025, 900, 600))
    total = cells(rate.compute(data, window(data, SUMMER)))["Total"]
    assert total.verdict is not None
    assert (total.verdict.klass, total.verdict.facts["reason"]) == ("R0", "no-exposure")
    assert "it is not known how long children were" in total.sentence


def test_child_days_of_each_place_speak_for_that_place_and_added_for_the_site() -> None:
    rows = [*summers(20, 60, setting_id="home"), *summers(10, 10, setting_id="school")]
    stated = [
        child_days(f"{year}-04-11", f"{year}-08-31", amount, place)
        for year, place, amount in (
            (2024, "home", 1000),
            (2025, "home", 3000),
            (2024, "school", 500),
            (2025, "school", 500),
        )
    ]
    data = build(rows, places=BOTH, exposure=stated)
    assert verdict(data, "home").facts["p"] == 1  # as above
    assert verdict(data, "school").facts["p"] == 1  # ten and ten
    before, after = pair_by_child(data, window(data, SUMMER), window(data, BEFORE))
    assert ({days for _, days in before.values()}, {days for _, days in after.values()}) == ({1500}, {3500})


def test_without_child_days_a_window_is_as_long_as_its_open_days() -> None:
    data = build(summers(6, 6), places=(SCHOOL,))
    before, after = pair_by_child(data, window(data, SUMMER), window(data, BEFORE))
    # 143 days are 20 weeks and 3 days: Thursday, Friday, Saturday in 2024; Friday, Saturday, Sunday in 2025.
    assert ({days for _, days in before.values()}, {days for _, days in after.values()}) == ({102}, {101})


def test_a_window_in_which_nobody_was_on_the_roll_is_not_compared() -> None:
    children = [f"child-{number}" for number in range(8)]
    rows = [held(child, f"2024-05-0{day}") for child in children for day in (1, 2, 3)]
    data = build(rows, children=roll(*children, since="2025-01-01"), as_of=date(2025, 8, 31))
    found = verdict(data)
    assert (found.klass, found.facts["reason"]) == ("R0", "no-exposure")
    # Child-days that are stated for both windows stand in: 24 incidents, then none at all, in as many days.
    stated = [child_days("2024-04-11", "2024-08-31", 1000), child_days("2025-04-11", "2025-08-31", 1000)]
    data = build(rows, children=roll(*children, since="2025-01-01"), exposure=stated)
    assert verdict(data).klass == "R5"
