"""CHG-08: how far incidents gather on few children."""

from __future__ import annotations

from datetime import date

import pytest
from example_rows import build, cells, held, roll, window

from generator.indicators.change_spread import gathered

SUMMER = "2024-25-summer"


def times(child: str, count: int, year: int = 2025) -> list[dict[str, object]]:
    return [held(child, f"{year}-05-{day:02}") for day in range(1, count + 1)]


def test_the_share_of_one_child_and_of_three_is_out_of_all_incidents() -> None:
    rows = times("a", 6) + times("b", 2) + times("c", 1) + times("d", 1)
    data = build(rows, children=roll("a", "b", "c", "d", "e"))
    found = cells(gathered.compute(data, window(data, SUMMER)))
    assert (found["Total"].value, found["Total"].numerator, found["Total"].denominator) == (60, 6, 10)
    assert found["top-three"].value == pytest.approx(90)
    # Ten incidents are under twelve: too few to set against chance.
    assert found["Total"].verdict is not None and found["Total"].verdict.klass == "R0"


def test_the_three_children_with_most_stand_in_the_order_of_their_codes() -> None:
    data = build(times("b", 6) + times("c", 3) + times("a", 2) + times("d", 1), children=roll(*"abcde"))
    (listing,) = gathered.compute(data, window(data, SUMMER)).listings
    assert listing.rows == (("a", 2, 12), ("b", 6, 12), ("c", 3, 12))


def test_more_than_chance_gives_is_said_from_twelve_incidents_on() -> None:
    children = [f"child-{number}" for number in range(30)]
    # 20 of 25 incidents with one of 30 children; chance alone would put about one in each.
    data = build(
        times("child-0", 20) + [held(child, "2025-05-01") for child in children[1:6]],
        children=roll(*children),
    )
    whole = cells(gathered.compute(data, window(data, SUMMER)))["Total"]
    assert whole.verdict is not None and whole.verdict.klass == "R9"
    assert "more concentrated than chance would give" in whole.sentence
    # One each for 24 children: nobody stands out.
    even = build([held(child, "2025-05-01") for child in children[:24]], children=roll(*children))
    assert cells(gathered.compute(even, window(even, SUMMER)))["Total"].verdict is None


def test_the_rate_without_the_child_with_most_leaves_out_the_childs_days_too() -> None:
    rows = (
        times("a", 15)
        + times("b", 4)
        + times("c", 4)
        + times("b", 2, 2024)
        + times("c", 2, 2024)
        + times("a", 1, 2024)
    )
    data = build(rows, children=roll("a", "b", "c", "d"))
    found = cells(gathered.compute(data, window(data, SUMMER)))["without-top-child"]
    # Without a: 8 in 2025 and 4 in 2024, over the same three children and 143 days: twice the rate. Two children
    # are fewer than the three a ratio needs.
    assert (found.numerator, found.value, found.marker) == (8, None, "u")
    more = build([*rows, held("d", "2025-05-01"), held("d", "2024-05-01")], children=roll("a", "b", "c", "d"))
    found = cells(gathered.compute(more, window(more, SUMMER)))["without-top-child"]
    assert found.value == pytest.approx(9 / 5)
    assert found.sentence.startswith("Without the child with most:")


def test_an_empty_window_says_so() -> None:
    data = build([held("a", "2024-10-01")])
    result = gathered.compute(data, window(data, SUMMER))
    assert result.headline == "No restrictive incident was recorded in summer term 2025."
    assert cells(result)["Total"].marker == "z"


def test_the_last_91_days_of_a_setting_without_a_finished_term_have_their_chance_line_too() -> None:
    children = [f"child-{number}" for number in range(30)]
    data = build(
        times("child-0", 20) + [held(child, "2025-05-01") for child in children[1:6]],
        as_of=date(2025, 5, 25),
        terms=(),
        data_start=date(2025, 5, 1),
        children=roll(*children),
    )
    assert data.calendar.current.id == "last-91-days"
    # 20 of 25 incidents with one of 30 children, as in a term.
    whole = cells(gathered.compute(data, data.calendar.current))["Total"]
    assert whole.verdict is not None and whole.verdict.klass == "R9"
