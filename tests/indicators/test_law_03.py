"""LAW-03: who judged, and whether anything followed where a test was not met."""

from __future__ import annotations

from typing import Any

from example_rows import build, cells, held, window

from generator.indicators.lawful_tests import followed_up, independent

SUMMER = "2024-25-summer"
ACTIONS = [{"action_id": "act-1", "origin_ref": None}, {"action_id": "act-2", "origin_ref": "i5"}]


def judged(when: str, legal: str | None, alone: bool | None) -> dict[str, Any]:
    return held("a", when, judged_legal=legal, judged_independently=alone)


def test_independent_is_out_of_judged_incidents_that_say_who_judged() -> None:
    rows = [
        judged("2025-05-01", "met", True),
        judged("2025-05-02", "partly", True),
        judged("2025-05-03", "met", False),
        judged("2025-05-04", "not_met", None),  # judged, and nothing says by whom
        judged("2025-05-05", "not_yet_judged", True),  # not judged yet
        judged("2025-05-06", None, False),  # not judged yet
    ]
    data = build(rows, actions=ACTIONS)
    found = cells(independent.compute(data, window(data, SUMMER)))
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (2, 3, 1)
    assert [ref.row for ref in found["Total"].evidence] == [2, 3]
    assert found["judged-by-involved"].value == 1


def test_less_than_met_is_followed_up_through_a_review_or_the_actions_own_reference() -> None:
    rows = [
        judged("2025-05-01", "partly", True),  # i1: a review of it names act-1
        judged("2025-05-02", "unclear", True),  # i2: its review names an action that is not there
        judged("2025-05-03", "not_met", True),  # i3: no review
        judged("2025-05-04", "met", True),  # i4: met, and followed up all the same
        judged("2025-05-05", "partly", True),  # i5: act-2 names it
        judged("2025-05-06", "partly", True),  # i6: act-3 names its review
    ]
    reviews = [
        {"review_id": "r1", "incident_id": "i1", "led_to_action_id": "act-9|act-1"},
        {"review_id": "r2", "incident_id": "i2", "led_to_action_id": "act-9"},
        {"review_id": "r4", "incident_id": "i4", "led_to_action_id": "act-1"},
        {"review_id": "r6", "incident_id": "i6", "led_to_action_id": None},
    ]
    data = build(rows, actions=[*ACTIONS, {"action_id": "act-3", "origin_ref": "r6"}], reviews=reviews)
    result = independent.compute(data, window(data, SUMMER))
    followed = cells(result)["followed-up"]
    # Less than met: i1, i2, i3, i5, i6. Followed up: i1, i5, i6.
    assert (followed.numerator, followed.denominator) == (3, 5)
    assert [ref.row for ref in followed.evidence] == [2, 6, 7]
    assert [line[0] for line in result.listings[0].rows] == ["3 May 2025", "2 May 2025"]
    assert result.due == (
        "2 incidents in summer term 2025 judged less than met and without an action linked",
    )
    assert {"i1", "i4", "i5", "i6"} <= followed_up(data)
    assert not {"i2", "i3"} & followed_up(data)


def test_without_the_judgements_the_second_figure_is_not_available() -> None:
    rows = [
        held("a", "2025-05-01", judged_independently=True),
        held("a", "2025-05-02", judged_independently=None),
    ]
    data = build(rows, actions=ACTIONS)
    found = cells(independent.compute(data, window(data, SUMMER)))
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (1, 1, 0)
    assert (found["followed-up"].value, found["followed-up"].marker, found["followed-up"].numerator) == (
        None,
        "x",
        None,
    )


def test_more_incidents_judged_by_someone_involved_is_not_the_aim() -> None:
    data = build([judged("2025-05-01", "met", False)], actions=ACTIONS)
    found = cells(independent.compute(data, window(data, SUMMER)))
    assert found["judged-by-involved"].better == "down"
