"""CHG-02: for how many children there were fewer, more, about as many."""

from __future__ import annotations

import pytest
from example_rows import build, cells, held, roll, window

from generator.indicators.change_children import fewer_same_more

SUMMER = "2024-25-summer"


def many(child: str, year: int, count: int) -> list[dict[str, object]]:
    return [held(child, f"{year}-05-{day:02}") for day in range(1, count + 1)]


def test_each_child_is_counted_once_by_the_catalogues_thresholds() -> None:
    rows = [
        *many("fewer", 2024, 5), *many("fewer", 2025, 3),   # 3/143 is 0.6 of 5/143 and two fewer
        *many("one-less", 2024, 2), *many("one-less", 2025, 1),  # half, but one fewer only: about the same
        *many("more", 2024, 2), *many("more", 2025, 4),     # twice, and two more
        *many("little-more", 2024, 9), *many("little-more", 2025, 11),  # 1.22: under 1.25
        *many("joined", 2025, 4),                            # not on the roll in 2024
    ]  # fmt: skip
    children = roll("fewer", "one-less", "more", "little-more", "none") + roll("joined", since="2025-01-01")
    data = build(rows, children=children)
    result = fewer_same_more.compute(data, window(data, SUMMER))
    found = cells(result)
    counts = {group: cell.value for group, cell in found.items() if group != "Total"}
    assert counts == {
        "fewer": 1,
        "more": 1,
        "about-the-same": 2,
        "none-in-both": 1,
        "not-compared": 1,
    }
    # Four compared children had an incident in either window; one of them fewer. One more could not be compared.
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (1, 4, 1)
    assert found["Total"].value == pytest.approx(25)
    assert len(found["fewer"].evidence) == 1 and found["fewer"].evidence[0].table == "children"
    assert "1 child had fewer incidents than in summer term 2024" in result.headline


def test_a_child_here_for_nineteen_open_days_is_not_compared() -> None:
    rows = many("late", 2024, 4)
    # 13 to 31 August 2025 are 19 days; from 12 August it is 20.
    on_roll = roll("late", since="2024-04-01")
    on_roll[0]["on_roll_to"] = "2024-12-31"
    short = build(rows, children=[*on_roll, *roll("late", since="2025-08-13")])
    assert cells(fewer_same_more.compute(short, window(short, SUMMER)))["not-compared"].value == 1
    enough = build(rows, children=[*on_roll, *roll("late", since="2025-08-12")])
    assert cells(fewer_same_more.compute(enough, window(enough, SUMMER)))["fewer"].value == 1


def test_just_a_quarter_more_counts_as_more_for_any_number_of_days() -> None:
    # 29 July to 31 August is 34 days in both years; 12 then 15 is a quarter more to the incident.
    both = roll("quarter", since="2024-07-29") + roll("quarter", since="2025-07-29")
    both[0]["on_roll_to"] = "2024-08-31"
    data = build([*many("quarter", 2024, 12), *many("quarter", 2025, 15)], children=both)
    assert cells(fewer_same_more.compute(data, window(data, SUMMER)))["more"].value == 1


def test_without_an_earlier_window_it_says_how_many_children_and_nothing_of_change() -> None:
    data = build([held("a", "2023-10-01")], children=roll("a", "b"))
    result = fewer_same_more.compute(data, window(data, "2023-24-autumn"))
    assert [(cell.group, cell.marker) for cell in result.cells] == [("Total", "x")]
    assert result.headline == "1 child had at least one restrictive incident in autumn term 2023."


def test_small_drawings_show_a_child_who_was_not_here_as_absent_and_not_as_nought() -> None:
    rows = [held("a", "2023-10-01"), held("b", "2025-05-01")]
    data = build(rows, children=roll("a") + roll("b", since="2025-01-01"))
    panels = fewer_same_more.compute(data, data.calendar.current).exhibits[0]
    values = {(row[0], row[1]): (row[2], row[3]) for row in panels.rows}
    assert values["a", "aut 24"] == (0, None)
    assert values["b", "aut 24"] == (None, "x")
    assert values["b", "sum 25"] == (1, None)
