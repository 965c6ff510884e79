"""CHG-03: minutes under restriction, as far as they were recorded."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import HOME, cells, held, roll
from time_rows import SUMMER, dataset

from generator.indicators.change_more import time_under_restriction


def row(minutes: float | None, **more: Any) -> dict[str, Any]:
    return held("a", "2026-05-04", duration_minutes=minutes, **{"duration_is_estimate": None, **more})


def test_recorded_minutes_for_every_100_child_days_and_nothing_is_put_in_for_a_missing_length() -> None:
    rows = [row(3), row(10), row(17), row(None), row(30, intervention_category="guided_contact")]
    data = dataset(rows, places=(HOME,), children=roll("a", "b", since="2024-09-01"))
    result = time_under_restriction.compute(data, SUMMER)
    found = cells(result)
    # 3 + 10 + 17 minutes; two children for the 143 days from 11 April to 31 August are 286 child-days.
    assert found["Total"].value == pytest.approx(100 * 30 / 286)
    assert found["Total"].unknown == 1
    assert [ref.row for ref in found["Total"].evidence] == [2, 3, 4]
    assert found["median"].value == 10
    assert (found["long"].numerator, found["long"].denominator, found["long"].unknown) == (2, 3, 1)
    assert result.headline == (
        "A length is recorded for 3 of 4 incidents in summer term 2026, 30 minutes in all, "
        "half lasted 10 minutes or less."
    )
    assert [each.id for each in result.listings] == ["chg-03-missing"]


def test_a_very_long_one_counts_as_240_minutes_and_is_listed() -> None:
    data = dataset([row(240), row(600)], places=(HOME,), children=roll("a", since="2024-09-01"))
    result = time_under_restriction.compute(data, SUMMER)
    # 240 and 240; one child for 143 days.
    assert cells(result)["Total"].value == pytest.approx(100 * 480 / 143)
    assert [ref.row for ref in cells(result)["over-cap"].evidence] == [3]
    assert result.listings[0].rows[0][3] == "600"
    assert result.due == ("1 incident recorded as longer than 240 minutes: is that right?",)


def test_estimates_are_counted_and_shown_apart() -> None:
    rows = [row(5, duration_is_estimate=True), row(6, duration_is_estimate=False), row(7)]
    found = cells(time_under_restriction.compute(dataset(rows, places=(HOME,)), SUMMER))["estimated"]
    assert (found.numerator, found.denominator, found.unknown) == (1, 2, 1)


def test_without_a_roll_and_without_a_length_there_is_no_sum_and_no_nought() -> None:
    found = cells(time_under_restriction.compute(dataset([row(5)], places=(HOME,)), SUMMER))
    assert (found["Total"].value, found["Total"].marker, found["median"].value) == (None, "x", 5)
    rows = [row(None), held("a", "2025-05-04", duration_minutes=4)]
    data = dataset(rows, places=(HOME,), children=roll("a", since="2024-09-01"))
    found = cells(time_under_restriction.compute(data, SUMMER))
    assert (found["Total"].value, found["Total"].marker, found["median"].marker) == (None, "x", "z")


def test_nobody_held_is_nought_minutes() -> None:
    rows = [row(5, intervention_category="de_escalated_no_restriction")]
    data = dataset(rows, places=(HOME,), children=roll("a", since="2024-09-01"))
    assert cells(time_under_restriction.compute(data, SUMMER))["Total"].value == 0


def test_with_too_few_lengths_for_a_range_the_longest_is_said() -> None:
    few = [row(minutes) for minutes in range(1, 36)]  # 35 lengths, 1 to 35 minutes: one too few
    found = cells(time_under_restriction.compute(dataset(few, places=(HOME,)), SUMMER))["ninth-decile"]
    assert (found.interval, found.sentence) == (None, "Too few for a range; the longest was 35 minutes.")
    enough = [*few, row(36)]
    found = cells(time_under_restriction.compute(dataset(enough, places=(HOME,)), SUMMER))["ninth-decile"]
    assert found.interval is not None and found.sentence == ""
