"""RES-01: whether things were put right between child and adults."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.restorative import restored

SUMMER = "2024-25-summer"


def review(
    incident: str | None,
    done: bool | None,
    child: bool | None,
    staff: bool | None,
    offered: bool | None = None,
) -> dict[str, Any]:
    return {
        "review_id": f"r-{incident}",
        "incident_id": incident,
        "restorative_completed": done,
        "child_took_part": child,
        "staff_took_part": staff,
        "restorative_offered": offered,
    }


def test_each_incident_is_met_not_met_or_not_known() -> None:
    rows = [held("a", f"2025-05-{day:02}") for day in range(1, 9)]
    data = build(
        rows,
        reviews=[
            review("i1", True, True, True),  # put right
            review("i2", True, True, False),  # one side only
            review("i3", False, True, True, offered=True),  # offered, did not come about
            review("i4", None, None, None),  # reviewed, nothing of it recorded: not put right
            review("i5", True, True, None),  # does not say whether staff took part: not known
            review("i6", None, None, None),  # a manager's review …
            review("i6", True, True, True),  # … and a meeting: put right
            review("i7", True, False, False),  # neither took part: not met, and not one-sided
            review(None, True, True, True),  # not about an incident
        ],  # i8 has no review: not known
    )
    found = cells(restored.compute(data, window(data, SUMMER)))
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (2, 6, 2)
    assert found["Total"].value == pytest.approx(100 / 3)
    assert [ref.row for ref in found["Total"].evidence] == [2, 7]
    assert (found["offered-not-completed"].value, found["one-sided"].value) == (1, 1)


def test_the_list_says_what_is_missing_newest_first() -> None:
    data = build(
        [held("a", "2025-05-01"), held("b", "2025-08-30"), held("c", "2025-08-31")],
        reviews=[review("i1", False, None, None), review("i2", True, True, True)],
    )
    result = restored.compute(data, window(data, SUMMER))
    assert [(line[1], line[3]) for line in result.listings[0].rows] == [
        ("c", "not known"),
        ("a", "not put right"),
    ]
    assert result.due == ("1 incident in the last 28 days not put right with the child, or not known",)


def test_the_last_28_days_count_the_day_of_the_figures_itself() -> None:
    # 4 to 31 August are 28 days.
    rows = [held("a", "2025-08-03"), held("b", "2025-08-04")]
    data = build(rows, reviews=[review("i1", False, None, None), review("i2", False, None, None)])
    result = restored.compute(data, window(data, SUMMER))
    assert result.due == ("1 incident in the last 28 days not put right with the child, or not known",)


def test_without_a_single_review_of_the_window_nothing_is_known() -> None:
    data = build([held("a", "2025-05-01")], reviews=[review(None, True, True, True)])
    result = restored.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].marker, cells(result)["Total"].unknown) == ("z", 1)
    assert "For 1 incident this is not known." in result.headline


def test_who_took_part_is_read_over_all_reviews_of_an_incident() -> None:
    data = build(
        [held("a", f"2025-05-0{day}") for day in (1, 2, 3)],
        reviews=[
            review("i1", True, True, False),  # one side only …
            review("i1", True, True, None),  # … and a meeting that may have had both: not known
            review("i2", True, False, None),  # the child was not there, so not both: not put right
            review("i3", True, None, False),  # the staff were not
        ],
    )
    found = cells(restored.compute(data, window(data, SUMMER)))
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (0, 2, 1)
    # Of i2 and i3 it is not known whether anybody took part, of i1 it is not known that it was not put right.
    assert found["one-sided"].value == 0
    assert {cell.better for cell in found.values() if cell.group != "Total"} == {"neither"}
