"""PRA-02: days from an incident to the first change that its reviews name."""

from __future__ import annotations

from typing import Any

from example_rows import build, cells, held, window

from generator.indicators.practice_reviews import days_to_change

SUMMER = "2024-25-summer"  # 11 April to 31 August 2025, the day of the figures


def review(incident: str, linked: str | None) -> dict[str, Any]:
    return {"review_id": f"r-{incident}-{linked}", "incident_id": incident, "led_to_action_id": linked}


ACTIONS = [
    {"action_id": "early", "effective_from": "2025-05-11"},
    {"action_id": "late", "effective_from": "2025-06-10"},
    {"action_id": "undated", "effective_from": None},
    {"action_id": "planned", "effective_from": "2025-09-01"},
]
INCIDENTS = [
    held("a", "2025-05-01"),  # i1: early after 10 days, late after 40: 10
    held("a", "2025-05-11"),  # i2: early on the day itself: 0
    held("b", "2025-05-21"),  # i3: early was before it, late after 20 days: 20
    held("b", "2025-06-05"),  # i4: late after 5 days: 5
    held("c", "2025-06-09"),  # i5: late after 1 day: 1
    held("c", "2025-06-08"),  # i6: two reviews, late after 2 days: 2
    held("d", "2025-06-20"),  # i7: early and late were in effect before it
    held("d", "2025-06-21"),  # i8: linked to an action without a date
    held("d", "2025-06-22"),  # i9: linked to an action that is not in effect yet
    held("d", "2025-06-23"),  # i10: linked to an action that no table holds
    held("d", "2025-06-24"),  # i11: reviewed, nothing linked
    held("d", "2025-06-25"),  # i12: no review
]
REVIEWS = [
    review("i1", "late|early"),
    review("i2", "early"),
    review("i3", "early|late"),
    review("i4", "late"),
    review("i5", "late"),
    review("i6", None),
    review("i6", "late"),
    review("i7", "early|late"),
    review("i8", "undated"),
    review("i9", "planned"),
    review("i10", "act-404"),
    review("i11", None),
]


def test_the_middle_of_the_days_to_the_first_change_after_each_incident() -> None:
    data = build(INCIDENTS, reviews=REVIEWS, actions=ACTIONS)
    result = days_to_change.compute(data, window(data, SUMMER))
    found = cells(result)
    # 0, 1, 2, 5, 10, 20: the middle is (2 + 5) / 2; of six values the interval runs from the least to the most.
    assert (found["Total"].value, found["Total"].interval) == (3.5, (0, 20))
    assert (found["Total"].denominator, found["Total"].unknown, found["Total"].numerator) == (6, 3, None)
    assert [ref.row for ref in found["Total"].evidence] == [2, 3, 4, 5, 6, 7]
    apart = {group: (cell.value, cell.denominator) for group, cell in found.items() if group != "Total"}
    # Of 11 reviewed: i7 before; i8, i9, i10 not in effect; i11 nothing linked.
    assert apart == {"already-in-effect": (1, 11), "not-in-effect": (3, 11), "no-change-linked": (1, 11)}
    assert result.headline == (
        "Half of 6 incidents with a change in effect afterwards had it within 3.5 days; "
        "5 of 11 reviewed incidents had none."
    )
    assert [line[3] for line in result.listings[0].rows] == [
        "nothing linked",  # 24 June
        "not in effect yet, or no date",
        "not in effect yet, or no date",
        "not in effect yet, or no date",
        "in effect before the incident",  # 20 June
    ]


def test_under_six_incidents_there_is_no_middle_and_the_count_is_said() -> None:
    data = build(INCIDENTS, reviews=REVIEWS[:4], actions=ACTIONS)  # i1 to i4
    result = days_to_change.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.value, whole.marker, whole.interval, whole.denominator) == (None, "u", None, 4)
    assert result.headline.startswith("4 incidents had a change in effect afterwards, fewer than")


def test_nothing_reviewed_gives_noughts_and_no_figure() -> None:
    data = build([held("a", "2024-10-01")], reviews=REVIEWS[:1], actions=ACTIONS)
    result = days_to_change.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.value, whole.marker, whole.denominator, whole.unknown) == (None, "z", 0, 0)


def test_only_the_days_themselves_have_a_good_direction() -> None:
    data = build(INCIDENTS, reviews=REVIEWS, actions=ACTIONS)
    directions = {
        group: cell.better
        for group, cell in cells(days_to_change.compute(data, window(data, SUMMER))).items()
    }
    # Not every incident calls for a change (PRA-01), so fewer without one is not the aim.
    assert directions == {
        "Total": None,
        "already-in-effect": "neither",
        "not-in-effect": "neither",
        "no-change-linked": "neither",
    }
