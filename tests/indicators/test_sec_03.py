"""SEC-03: how long seclusion lasted, who watched over the child, and whether the child was heard."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.seclusion_lived import as_experienced

SUMMER = "2024-25-summer"


def apart(when: str, minutes: float | None, watched: str | None, **more: Any) -> dict[str, Any]:
    given = {"intervention_category": "seclusion", "prevented_from_leaving": True, **more}
    return held("a", when, duration_minutes=minutes, seclusion_supervised=watched, **given)


ROWS = [
    apart("2025-05-01", 4, "continuous"),
    apart("2025-05-02", 30, "intermittent"),
    apart("2025-05-03", 50, "none"),
    apart("2025-05-04", 12, "unknown"),
    apart("2025-05-05", None, None),
    apart(
        "2025-05-06",
        300,
        "continuous",
        intervention_category="physical_restraint",
        prevented_from_leaving=False,
    ),
]


def test_times_are_of_rows_with_a_length_and_watching_of_rows_where_it_is_known() -> None:
    data = build(ROWS)
    result = as_experienced.compute(data, window(data, SUMMER))
    found = cells(result)
    # 4, 12, 30 and 50 minutes: the middle is 21. The hold of 300 minutes is no seclusion.
    total = found["Total"]
    assert (total.value, total.denominator, total.unknown, total.interval) == (21, 4, 1, None)
    assert found["longest"].value == 50
    # 30 and 50 are 30 minutes or more.
    assert (found["long"].numerator, found["long"].denominator, found["long"].unknown) == (2, 4, 1)
    watched = found["watched-over"]
    assert (watched.numerator, watched.denominator, watched.unknown) == (1, 3, 2)
    assert "view" not in found, "no views are recorded"
    assert result.headline == (
        "5 incidents of seclusion in summer term 2025, half up to 21 minutes, the longest 50 minutes; "
        "1 of 3 watched over all the time."
    )


def test_from_six_lengths_the_middle_has_an_interval() -> None:
    data = build([apart(f"2025-05-0{n}", n, "continuous") for n in range(1, 7)])
    total = cells(as_experienced.compute(data, window(data, SUMMER)))["Total"]
    # With six values the interval runs from the smallest to the largest: 1 - 2 x 0.5^6 = 97 %.
    assert (total.value, total.interval) == (3.5, (1, 6))


def test_the_childs_view_is_counted_as_voi_01_counts_it() -> None:
    views = [
        {"child_id": "a", "incident_id": "i1", "captured_on": "2025-05-06"},  # on the fifth day
        {"child_id": "a", "incident_id": "i2", "captured_on": "2025-05-09"},  # on the seventh
    ]
    data = build(ROWS, child_views=views)
    view = cells(as_experienced.compute(data, window(data, SUMMER)))["view"]
    assert (view.numerator, view.denominator, view.unknown) == (1, 5, 0)
    assert view.value == pytest.approx(20)


def test_a_setting_may_choose_what_is_long() -> None:
    data = build(ROWS, thresholds={"long_seclusion_minutes": 50})
    long = cells(as_experienced.compute(data, window(data, SUMMER)))["long"]
    assert (long.numerator, long.label) == (1, "50 minutes or more")


def test_without_seclusion_nothing_is_called_nought_minutes() -> None:
    data = build(ROWS[-1:])
    result = as_experienced.compute(data, window(data, SUMMER))
    assert {group: cell.marker for group, cell in cells(result).items()} == {
        "Total": "z",
        "longest": "z",
        "long": "z",
        "watched-over": "z",
    }
    assert result.headline == "0 incidents of seclusion in summer term 2025."


def test_each_one_is_listed_in_the_leading_window() -> None:
    data = build(ROWS)
    listed = as_experienced.compute(data, data.calendar.current).listings[0]
    assert [line[3:] for line in listed.rows] == [
        ("not recorded", "not recorded"),
        ("12", "unknown"),
        ("50", "none"),
        ("30", "intermittent"),
        ("4", "continuous"),
    ]


def test_long_ones_are_to_be_fewer_and_watching_and_hearing_more() -> None:
    views = [{"child_id": "a", "incident_id": "i1", "captured_on": "2025-05-06"}]
    data = build(ROWS, child_views=views)
    found = cells(as_experienced.compute(data, window(data, SUMMER)))
    assert as_experienced.better == "down" and found["long"].better is None
    assert (found["watched-over"].better, found["view"].better) == ("up", "up")
