"""CHG-09: less recorded restriction beside more of something else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from example_rows import BOTH, HOME, cells, held, roll
from time_rows import SUMMER, dataset

from generator.indicators.change_moved import moved
from generator.model import Dataset


def event(kind: str, when: str, amount: int, collected: bool = True, place: str = "home") -> dict[str, Any]:
    return {"setting_id": place, "event_date": when, "kind": kind, "amount": amount, "collected": collected}


def data(before: int, now: int, events: list[dict], places: Any = (HOME,)) -> Dataset:
    """So many incidents in the summer terms of 2025 and 2026, and these events; one child, here all the time."""
    rows = [held("a", "2025-05-04")] * before + [held("a", "2026-05-04")] * now
    children = [each for place in places for each in roll("a", since="2024-09-01", place=place.id)]
    built = dataset(rows, places=places, related_events=events, children=children)
    frame = built.tables["related_events"]
    frame["event_date"] = frame["event_date"].astype("datetime64[s]")
    return built


def test_changes_are_of_rates_and_both_are_named_where_one_falls_and_another_rises() -> None:
    events = [event("suspension", "2025-05-01", 5), event("suspension", "2026-05-01", 6)]
    # Both summers have 143 days: 10 to 8 is -20 %, 5 to 6 is +20 % with 11 in all.
    result = moved.compute(data(10, 8, events), SUMMER)
    found = cells(result)
    assert found["Total"].value == pytest.approx(-20)
    assert found["suspension"].value == pytest.approx(20)
    assert [ref.row for ref in found["suspension"].evidence] == [3]
    assert result.headline == (
        "Suspensions went up (6 after 5) while recorded restriction went down: is it the same children?"
    )
    assert result.due == (result.headline,)


@pytest.mark.parametrize("days", [20, 22, 31])
def test_just_twenty_in_a_hundred_down_and_up_is_named_for_any_number_of_days(days: int) -> None:
    # Here for so many days of each summer: 25 to 20 is a fifth less, 25 to 30 a fifth more, to the incident.
    events = [event("suspension", "2025-05-01", 25), event("suspension", "2026-05-01", 30)]
    built = data(25, 20, events)
    spells = [*roll("a", since="2025-04-11"), *roll("a", since="2026-04-11")]
    for spell, year in zip(spells, (2025, 2026), strict=True):
        spell["on_roll_to"] = (date(year, 4, 10) + timedelta(days=days)).isoformat()
    rows = [held("a", "2025-05-04")] * 25 + [held("a", "2026-05-04")] * 20
    again = dataset(rows, places=(HOME,), related_events=events, children=spells)
    again.tables["related_events"]["event_date"] = built.tables["related_events"]["event_date"]
    assert again.exposure.child_days(SUMMER) == days
    assert moved.compute(again, SUMMER).due == (
        "Suspensions went up (30 after 25) while recorded restriction went down: is it the same children?",
    )


@pytest.mark.parametrize(
    ("held_before", "held_now", "before", "now"),
    [
        (10, 9, 5, 6),  # restriction down by 10 % only
        (10, 8, 6, 7),  # suspensions up by 17 % only
        (10, 8, 0, 4),  # under five events
        (5, 4, 5, 6),  # nine incidents in all: no percentage of restriction
    ],
)
def test_under_its_limits_nothing_is_named(held_before: int, held_now: int, before: int, now: int) -> None:
    events = [event("suspension", "2025-05-01", before), event("suspension", "2026-05-01", now)]
    result = moved.compute(data(held_before, held_now, events), SUMMER)
    assert result.due == ()


def test_from_none_to_five_is_named_without_a_percentage() -> None:
    events = [event("self_harm", "2025-05-01", 0), event("self_harm", "2026-05-01", 5)]
    result = moved.compute(data(10, 2, events), SUMMER)
    assert (cells(result)["self-harm"].value, cells(result)["self-harm"].marker) == (None, "u")
    assert result.due[0].startswith("Self-harm went up (5 after 0)")


def test_more_of_what_went_well_is_never_named() -> None:
    events = [event("positive_incident", "2025-05-01", 10), event("positive_incident", "2026-05-01", 30)]
    result = moved.compute(data(10, 2, events), SUMMER)
    assert cells(result)["positive-incident"].value == pytest.approx(200)
    assert result.due == ()


def test_not_collected_is_not_nought() -> None:
    events = [
        event("suspension", "2025-05-01", 0, collected=False),
        event("suspension", "2026-05-01", 12),
        event("police_call_out", "2026-05-01", 12),  # no entry in the earlier summer
    ]
    found = cells(moved.compute(data(10, 8, events), SUMMER))
    for group in ("suspension", "police-call-out", "missing-episode"):
        assert (found[group].value, found[group].marker, found[group].evidence) == (None, "x", ())


def test_entries_before_and_after_a_window_show_that_it_was_collected_in_between() -> None:
    events = [event("suspension", "2024-10-01", 1), event("suspension", "2026-05-01", 12)]
    found = cells(moved.compute(data(10, 8, events), SUMMER))["suspension"]
    assert found.marker == "u" and found.sentence == "Suspensions: 12 after 0."


def test_only_places_that_collected_it_in_both_windows_count_with_their_own_days() -> None:
    events = [
        event("suspension", "2025-05-01", 10, place="school"),
        event("suspension", "2026-05-01", 15, place="school"),
        event("suspension", "2026-05-01", 100, place="home"),  # the home began to collect it later
    ]
    found = cells(moved.compute(data(10, 8, events, BOTH), SUMMER))["suspension"]
    assert found.sentence == "Suspensions: 15 after 10."
    assert [ref.row for ref in found.evidence] == [3]


def test_without_a_roll_there_is_no_percentage() -> None:
    built = dataset(
        [held("a", "2025-05-04")] * 10 + [held("a", "2026-05-04")] * 5,
        places=(HOME,),
        related_events=[event("suspension", "2025-05-01", 5)],
    )
    built.tables["related_events"]["event_date"] = built.tables["related_events"]["event_date"].astype(
        "datetime64[s]"
    )
    assert cells(moved.compute(built, SUMMER))["Total"].marker == "u"
