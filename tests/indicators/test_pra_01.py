"""PRA-01: reviewed incidents that have an action linked to a review."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.practice_reviews import led_somewhere

SUMMER = "2024-25-summer"  # 11 April to 31 August 2025


def review(incident: str | None, linked: str | None) -> dict[str, Any]:
    return {"review_id": f"r-{incident}-{linked}", "incident_id": incident, "led_to_action_id": linked}


def test_an_incident_counts_once_whichever_of_its_reviews_names_an_action() -> None:
    rows = [
        held("a", "2025-05-01"),  # i1: two reviews, the second names an action
        held("a", "2025-05-02"),  # i2: two actions
        held("b", "2025-05-03"),  # i3: reviewed, nothing linked
        held("b", "2025-05-04"),  # i4: not reviewed
        held("b", "2025-04-10"),  # i5: the day before the window
        held("b", "2025-05-05", intervention_category="guided_contact"),  # i6: not restrictive
    ]
    reviews = [
        review("i1", None),
        review("i1", "act-1"),
        review("i2", "act-1|act-2"),
        review("i3", None),
        review("i5", "act-1"),
        review("i6", "act-1"),
        review(None, "act-1"),  # several incidents of a child at once
    ]
    data = build(rows, reviews=reviews)
    result = led_somewhere.compute(data, window(data, SUMMER))
    found = cells(result)
    # Met: i1, i2. Reviewed besides: i3. Apart: i4.
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (2, 3, 0)
    assert found["Total"].value == pytest.approx(200 / 3)
    assert [(ref.table, ref.row) for ref in found["Total"].evidence] == [("incidents", 2), ("incidents", 3)]
    assert (found["not-reviewed"].value, found["not-reviewed"].denominator) == (1, 4)
    assert [ref.row for ref in found["not-reviewed"].evidence] == [5]
    assert result.headline == "2 of 3 reviewed incidents have an action linked to a review."
    assert [line[1] for line in result.listings[0].rows] == ["b"]


def test_where_every_one_of_ten_reviews_names_an_action_that_is_asked_about() -> None:
    rows = [held("a", f"2025-05-{day:02}") for day in range(1, 11)]
    linked = [review(f"i{number}", "act-1") for number in range(1, 11)]
    data = build(rows, reviews=linked)
    ask = led_somewhere.compute(data, window(data, SUMMER)).slots.ask
    assert ask == "Every reviewed incident has an action. Ask which of them a child or an adult would notice."
    for others in ([*linked[:9], review("i10", None)], linked[:9]):  # one without; only nine
        data = build(rows, reviews=others)
        assert led_somewhere.compute(data, window(data, SUMMER)).slots.ask != ask


def test_without_a_reviewed_incident_there_is_no_share() -> None:
    data = build([held("a", "2025-05-01")], reviews=[review(None, "act-1")])
    result = led_somewhere.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.value, whole.marker, whole.denominator) == (None, "z", 0)
    assert result.headline == "No incident of this window has been reviewed yet."


def test_links_of_reviews_that_name_no_incident_are_nobodys() -> None:
    data = build(
        [held("a", "2025-05-01")],
        reviews=[review(None, "act-1"), review("i1", None)],
        actions=[{"action_id": "act-1", "effective_from": "2025-05-02"}],
    )
    whole = cells(led_somewhere.compute(data, window(data, SUMMER)))["Total"]
    assert (whole.numerator, whole.denominator) == (0, 1)


def test_a_review_that_is_still_to_come_is_none_yet() -> None:
    held_at = {"i1": "2025-08-31 16:00", "i2": "2025-09-01 09:00"}  # the day of the figures is 31 August
    data = build(
        [held("a", "2025-08-30"), held("a", "2025-08-31")],
        reviews=[{**review(incident, "act-1"), "held_at": when} for incident, when in held_at.items()],
    )
    found = cells(led_somewhere.compute(data, window(data, SUMMER)))
    assert (found["Total"].numerator, found["Total"].denominator, found["not-reviewed"].value) == (1, 1, 1)
