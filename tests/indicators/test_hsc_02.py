"""HSC-02: the same trigger at home and at school."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import BOTH, build, cells, held, roll, window

from generator.indicators.consistency_more import same_response

SUMMER = "2024-25-summer"
CALM = {"intervention_category": "de_escalated_no_restriction"}


def at(place: str, child: str, count: int, **more: Any) -> list[dict[str, Any]]:
    given = {"trigger_codes": "demand", **more}
    return [held(child, f"2025-05-{day:02}", setting_id=place, **given) for day in range(1, count + 1)]


def children(*names: str) -> list[dict[str, Any]]:
    return roll(*names, place="home") + roll(*names, place="school")


def test_a_trigger_counts_where_it_was_seen_five_times_in_each() -> None:
    rows = [
        *at("home", "a", 4),
        *at("home", "b", 1, **CALM),
        *at("school", "a", 1, trigger_codes="demand|sensory"),
        *at("school", "b", 4, **CALM),
        *at("home", "a", 5, trigger_codes="unknown"),
        *at("school", "a", 5, trigger_codes="unknown"),
        *at("home", "a", 9, planned="planned_routine_ehcp"),
        *at("home", "a", 6, trigger_codes=None),
    ]
    data = build(rows, places=BOTH, children=children("a", "b"))
    result = same_response.compute(data, data.calendar.current)
    found = cells(result)
    # Home: 4 of 5 ended in restriction, school: 1 of 5. Sensory was seen once, "unknown" is no trigger.
    assert [group for group in found if group.startswith("trigger-")] == ["trigger-demand"]
    assert found["trigger-demand"].value == pytest.approx(60)
    assert (
        found["trigger-demand"].sentence == "Demand: 4 of 5 at home, 1 of 5 at school ended in restriction."
    )
    assert found["Total"].value == pytest.approx(60)
    assert found["response-physical-restraint"].value == pytest.approx(60)
    assert found["response-de-escalated-no-restriction"].value == pytest.approx(-60)
    assert result.listings[0].rows == (("demand", "4 of 5", "1 of 5", "60"),)
    # Two children cannot make a difference more than chance.
    assert found["Total"].verdict is not None and found["Total"].verdict.klass not in ("R2", "R3")


def test_triggers_are_listed_in_the_order_of_their_names_and_not_of_their_gaps() -> None:
    # Demand: 4 of 5 at home, 3 of 5 at school. Peers: 5 of 5 and 0 of 5, the wider gap.
    rows = [
        *at("home", "a", 5, trigger_codes="peers"),
        *at("school", "a", 5, trigger_codes="peers", **CALM),
        *at("home", "b", 4),
        *at("home", "b", 1, **CALM),
        *at("school", "b", 3),
        *at("school", "b", 2, **CALM),
    ]
    data = build(rows, places=BOTH, children=children("a", "b"))
    listing = same_response.compute(data, data.calendar.current).listings[0]
    assert [(row[0], row[3]) for row in listing.rows] == [("demand", "20"), ("peers", "100")]


def test_a_crisis_with_two_shared_triggers_counts_once_in_the_whole() -> None:
    rows = [
        *at("home", "a", 5, trigger_codes="demand|peers"),
        *at("home", "a", 1, trigger_codes="peers", **CALM),
        *at("school", "a", 5, trigger_codes="demand|peers", **CALM),
    ]
    data = build(rows, places=BOTH, children=children("a"))
    found = cells(same_response.compute(data, window(data, SUMMER)))
    # Six crises at home, five of them held: 83.3%; none of five at school.
    assert found["Total"].value == pytest.approx(100 * 5 / 6)
    assert found["trigger-demand"].value == 100 and found["trigger-peers"].value == pytest.approx(100 * 5 / 6)


def test_without_calm_crises_at_both_places_only_kinds_of_restriction_are_compared() -> None:
    rows = [
        *at("home", "a", 4),
        *at("home", "a", 1, intervention_category="seclusion"),
        *at("home", "a", 2, **CALM),
        *at("school", "a", 5),
    ]
    data = build(rows, places=BOTH, children=children("a"))
    found = cells(same_response.compute(data, window(data, SUMMER)))
    assert (found["Total"].value, found["Total"].marker) == (None, "x")
    assert found["trigger-demand"].marker == "x"
    # Of five restrictive incidents at home four were holds and one seclusion; all five at school were holds.
    assert found["response-physical-restraint"].value == pytest.approx(80 - 100)
    assert found["response-seclusion"].value == pytest.approx(20)
    assert "response-de-escalated-no-restriction" not in found


def test_eight_children_who_all_differ_the_same_way_are_more_than_chance() -> None:
    names = [f"child-{number}" for number in range(8)]
    rows = [row for name in names for row in at("home", name, 4) + at("school", name, 4, **CALM)]
    rows += at("home", names[0], 1, **CALM)
    data = build(rows, places=BOTH, children=children(*names))
    whole = cells(same_response.compute(data, window(data, SUMMER)))["Total"]
    # Every child was held in all (or four of five) crises at home and in none at school: 2 of 2^8 signs, p = 0.008.
    assert whole.verdict is not None and whole.verdict.klass == "R3"
    assert whole.verdict.facts["p"] == pytest.approx(2 / 2**8)
    assert "more often at home" in whole.sentence


def test_too_few_is_said_in_words() -> None:
    data = build(at("home", "a", 4) + at("school", "a", 9), places=BOTH, children=children("a"))
    result = same_response.compute(data, window(data, SUMMER))
    assert result.headline == "No trigger was seen often enough at both places in summer term 2025."
    assert result.cells[0].marker in ("u", "x") and len(result.cells) == 1
