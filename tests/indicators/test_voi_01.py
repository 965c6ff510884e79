"""VOI-01: the child's own view, captured within five days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.voice import view_captured

SUMMER = "2024-25-summer"


def view(incident: str | None, when: str | None, **more: Any) -> dict[str, Any]:
    return {
        "view_id": f"v-{incident}-{when}",
        "incident_id": incident,
        "captured_on": when,
        "declined": None,
        **more,
    }


INCIDENTS = [
    held("a", "2025-05-01"),  # i1: captured on the fifth day
    held("a", "2025-05-10"),  # i2: captured on the sixth day
    held("b", "2025-05-11"),  # i3: asked, chose not to say
    held("b", "2025-05-12"),  # i4: no view
    held("c", "2025-05-13"),  # i5: a view without a date
    held("c", "2025-05-14"),  # i6: declined first, then given
    held("c", "2025-08-26"),  # i7: five days end on 31 August, the day of the figures: not run out
    held("c", "2025-08-25"),  # i8: run out on 30 August
    held("c", "2025-05-15", intervention_category="guided_contact"),  # i9: not restrictive
]
VIEWS = [
    view("i1", "2025-05-06"),
    view("i2", "2025-05-16"),
    view("i3", "2025-05-12", declined=True),
    view("i5", None),
    view("i6", "2025-05-15", declined=True),
    view("i6", "2025-05-16"),
    view(None, "2025-05-12"),
    view("i9", "2025-05-15"),
]


def test_captured_known_and_not_known_are_kept_apart() -> None:
    data = build(INCIDENTS, child_views=VIEWS)
    result = view_captured.compute(data, window(data, SUMMER))
    found = cells(result)
    # Captured: i1, i6. Known besides: i2 (late), i3 (declined), i4 and i8 (nothing). Not known: i5, i7.
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (2, 6, 2)
    assert found["Total"].value == pytest.approx(100 / 3)
    assert [ref.row for ref in found["Total"].evidence] == [2, 7]
    assert (found["declined"].value, found["declined"].denominator) == (1, 6)
    assert result.headline == (
        "The child's own view was captured within 5 days after 2 of 6 incidents. "
        "For 2 incidents this is not known yet."
    )
    assert [line[1] for line in result.listings[0].rows] == ["c", "b", "a"], "i8, i4, i2: newest first"


def test_leaders_are_told_who_can_still_be_asked() -> None:
    data = build(INCIDENTS, child_views=VIEWS)
    assert view_captured.compute(data, window(data, SUMMER)).due == (
        "1 incident where the child can still be asked within 5 days",
        "1 incident in the last 28 days without the child's view in time",
    )


def test_the_setting_may_choose_another_number_of_days() -> None:
    data = build(INCIDENTS, child_views=VIEWS, thresholds={"view_days": 6})
    result = view_captured.compute(data, window(data, SUMMER))
    assert cells(result)["Total"].numerator == 3
    assert "within 6 days" in result.headline


def test_a_view_from_before_the_incident_is_not_a_view_of_it() -> None:
    data = build([held("a", "2025-05-10")], child_views=[view("i1", "2025-05-09")])
    assert cells(view_captured.compute(data, window(data, SUMMER)))["Total"].numerator == 0


def test_a_percentage_and_its_range_are_said_from_twenty_known_on() -> None:
    rows = [held(f"child-{number}", "2025-05-01") for number in range(20)]
    some = [view(f"i{number}", "2025-05-02") for number in range(1, 16)]
    data = build(rows, child_views=some)
    whole = cells(view_captured.compute(data, window(data, SUMMER)))["Total"]
    # Wilson's interval of 15 of 20 is 53.1 to 88.8 (Newcombe 1998's formula, by hand).
    assert whole.interval == pytest.approx((53.13, 88.81), abs=0.02)
    assert "That is 75% (53–89% is the plausible range)." in whole.sentence
    fewer = build(rows[:19], child_views=some)
    whole = cells(view_captured.compute(fewer, window(fewer, SUMMER)))["Total"]
    assert whole.interval is None and "%" not in whole.sentence


def test_a_list_of_more_than_fifty_says_how_many_more() -> None:
    rows = [held(f"child-{number}", "2025-05-01") for number in range(53)]
    data = build(rows, as_of=date(2025, 8, 31), child_views=[view(None, "2025-05-12")])
    listing = view_captured.compute(data, window(data, SUMMER)).listings[0]
    assert (len(listing.rows), listing.note) == (50, "and 3 more")


def test_more_children_who_chose_not_to_say_is_neither_good_nor_bad() -> None:
    data = build(INCIDENTS, child_views=VIEWS)
    found = cells(view_captured.compute(data, window(data, SUMMER)))
    assert found["declined"].better == "neither"


def test_the_list_comes_only_with_the_window_that_leaders_read_first() -> None:
    data = build([held("a", "2025-02-01"), held("a", "2025-05-01")], child_views=[view(None, "2025-05-12")])
    assert not view_captured.compute(data, window(data, "2024-25-spring")).listings
    assert view_captured.compute(data, window(data, SUMMER)).listings


def test_where_the_days_of_every_incident_still_run_no_one_is_said_to_have_been_passed_over() -> None:
    data = build([held("a", "2025-08-30")], child_views=[view(None, "2025-05-12")])
    result = view_captured.compute(data, window(data, SUMMER))
    assert result.headline == (
        "Of no incident in this window can it be said yet whether the child's own view was captured. "
        "For 1 incident this is not known yet."
    )
