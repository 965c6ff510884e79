"""CHG-04: days to the same child's next incident."""

from __future__ import annotations

from example_rows import BOTH, build, cells, held, roll, window

from generator.indicators.change_spread import days_to_next

SUMMER = "2024-25-summer"


def test_the_median_counts_those_not_followed_for_as_long_as_they_were_seen() -> None:
    rows = [
        held("a", "2025-05-01"),  # followed after 4 days
        held("a", "2025-05-05"),  # followed after 6
        held("a", "2025-05-11"),  # not followed by 31 August
        held("b", "2025-05-01"),  # followed after 10
        held("b", "2025-05-11"),  # not followed
    ]
    data = build(rows, children=roll("a", "b"))
    found = cells(days_to_next.compute(data, window(data, SUMMER)))
    # At risk 5: after 4 days 4/5 are left, after 6 days 3/5, after 10 days 2/5, so the middle is 10 and the quarter 6.
    assert (found["Total"].value, found["quartile"].value) == (10, 6)
    assert (found["Total"].numerator, found["Total"].denominator) == (3, 5)
    assert [ref.row for ref in found["Total"].evidence] == [2, 3, 5]


def test_where_fewer_than_half_were_followed_the_median_is_not_reached() -> None:
    rows = [
        held("a", "2025-05-01"),
        held("a", "2025-05-05"),
        held("b", "2025-05-01"),
        held("c", "2025-05-01"),
    ]
    data = build(rows)
    result = days_to_next.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.value, whole.marker) == (None, "z")
    assert "median is not reached" in whole.sentence
    assert cells(result)["quartile"].value == 4


def test_an_incident_after_the_window_does_not_count_as_a_follow_up() -> None:
    data = build([held("a", "2024-12-30"), held("a", "2025-01-02")])
    whole = cells(days_to_next.compute(data, window(data, "2024-25-autumn")))["Total"]
    assert (whole.numerator, whole.denominator) == (0, 1)


def test_only_days_the_child_was_here_are_counted() -> None:
    # Friday 2 May to Tuesday 6 May 2025 at a school: Friday and Monday are open days.
    data = build(
        [held("a", "2025-05-02"), held("a", "2025-05-06")],
        places=(BOTH[0],),
        children=roll("a", place="school"),
    )
    assert cells(days_to_next.compute(data, window(data, SUMMER)))["quartile"].value == 2
    data = build([held("a", "2025-05-02"), held("a", "2025-05-06")], places=(BOTH[0],))
    assert cells(days_to_next.compute(data, window(data, SUMMER)))["quartile"].value == 4


def test_it_speaks_from_four_columns() -> None:
    data = build([held("a", "2025-05-01"), held("a", "2025-05-03")])
    result = days_to_next.compute(data, window(data, SUMMER))
    assert "1 of 2 incidents in summer term 2025 was followed" in result.headline


def test_fewer_than_half_followed_is_not_reached_even_where_most_others_were_lost_sight_of_early() -> None:
    # Only one of four was followed, after 10 days; the other three were last here two days after theirs.
    rows = [
        held("a", "2025-05-01"),
        held("a", "2025-05-11"),
        held("b", "2025-05-01"),
        held("c", "2025-05-01"),
    ]
    children = roll("a", "b", "c")
    for child, last in zip(children, ("2025-05-12", "2025-05-02", "2025-05-02"), strict=True):
        child["on_roll_to"] = last
    result = days_to_next.compute(build(rows, children=children), window(build(rows), SUMMER))
    whole = cells(result)["Total"]
    # After 10 days one is at risk and one ends, so nothing is left of the curve; 1 of 4 is still fewer than half.
    assert (whole.value, whole.marker, whole.numerator, whole.denominator) == (None, "z", 1, 4)
    assert cells(result)["quartile"].value == 10
    assert "fewer than half in all" in result.headline


def test_two_incidents_of_one_day_are_nought_days_apart() -> None:
    data = build([held("a", "2025-05-01"), held("a", "2025-05-01"), held("b", "2025-05-01")])
    found = cells(days_to_next.compute(data, window(data, SUMMER)))
    # 1 of 3 followed, on the same day: two thirds are left, so the quarter is reached at 0 days.
    assert (found["Total"].numerator, found["quartile"].value) == (1, 0)
