"""SAF-03: concerns about incidents, how long they waited, and what came of them."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.safety import concerns_raised

SUMMER = "2024-25-summer"  # the figures are made on 31 August 2025
INCIDENTS = [
    held("a", "2025-05-01"),
    held("b", "2025-08-20"),
    held("a", "2025-05-02", intervention_category="guided_contact"),
    held("a", "2025-02-01"),
]


def concern(number: int, incident: str | None = "i1", **more: Any) -> dict[str, Any]:
    given = {
        "concern_id": f"con-{number}",
        "kind": "complaint_child",
        "incident_id": incident,
        "arose_at": "2025-05-02 10:00",
        "submitted_at": "2025-05-02 12:00",
        "outcome": "upheld",
        "resolved_on": "2025-05-30",
    }
    return {**given, **more}


CONCERNS = [
    concern(1),  # closed on the 28th day
    concern(2, resolved_on="2025-05-31"),  # on the 29th
    concern(3, outcome="open", resolved_on=None, kind="allegation"),  # still open after 121 days
    concern(4, resolved_on=None),  # closed, nobody wrote when
    concern(
        5, "i2", arose_at="2025-08-21 10:00", submitted_at=None, outcome="open", resolved_on=None
    ),  # ten days
    concern(6, "i2", arose_at="2025-08-21 10:00", submitted_at="2025-08-21 20:00", resolved_on="2025-08-22"),
    concern(7, None),  # about no incident
    concern(8, "i3"),  # about one without restriction
    concern(9, "i4"),  # about an incident of another term
]


def test_concerns_about_the_windows_restrictive_incidents_are_counted() -> None:
    data = build(INCIDENTS, concerns=CONCERNS)
    result = concerns_raised.compute(data, window(data, SUMMER))
    found = cells(result)
    assert found["Total"].value == 6
    assert [ref.row for ref in found["Total"].evidence] == [2, 3, 4, 5, 6, 7]
    # More than 28 days: the second and the third. Known: the first three. Not known: no date; 28 days not run out.
    long = found["open-for-long"]
    assert (long.numerator, long.denominator, long.unknown) == (2, 3, 3)
    assert {group: cell.value for group, cell in found.items() if group.startswith("kind-")} == {
        "kind-allegation": 1,
        "kind-complaint-child": 5,
    }


def test_the_middle_of_six_known_waits_is_given_and_of_five_is_not() -> None:
    waits = ["11:00", "12:00", "13:00", "15:00", "17:00", "19:00"]
    rows = [concern(number, submitted_at=f"2025-05-02 {at}") for number, at in enumerate(waits)]
    before = concern(9, submitted_at="2025-05-01 09:00")  # sent before it arose: not known
    data = build(INCIDENTS, concerns=[*rows, before])
    cell = cells(concerns_raised.compute(data, window(data, SUMMER)))["median-hours-to-send"]
    # 1, 2, 3, 5, 7, 9 hours: in the middle 4.
    assert (cell.value, cell.denominator, cell.unknown) == (4, 6, 1)
    data = build(INCIDENTS, concerns=rows[:5])
    few = cells(concerns_raised.compute(data, window(data, SUMMER)))["median-hours-to-send"]
    assert (few.value, few.marker) == (None, "u")


def test_an_action_follows_where_it_names_the_concern_or_a_later_review_led_to_it() -> None:
    actions = [
        {"action_id": "act-1", "origin": "complaint", "origin_ref": "con-1", "effective_from": "2025-06-01"},
        {
            "action_id": "act-2",
            "origin": "incident_review",
            "origin_ref": None,
            "effective_from": "2025-09-01",
        },
    ]
    reviews = [
        {
            "incident_id": "i2",
            "review_type": "manager_review",
            "held_at": "2025-08-22 10:00",
            "led_to_action_id": "act-2",
        },
        # Before the concern arose: it did not lead there.
        {
            "incident_id": "i1",
            "review_type": "manager_review",
            "held_at": "2025-05-01 18:00",
            "led_to_action_id": "act-2",
        },
    ]
    data = build(INCIDENTS, concerns=CONCERNS, actions=actions, reviews=reviews)
    cell = cells(concerns_raised.compute(data, window(data, SUMMER)))["led-to-an-action"]
    # The first by name; the fifth and the sixth by the review of their incident.
    assert (cell.numerator, cell.denominator) == (3, 6)
    assert [ref.row for ref in cell.evidence] == [2, 6, 7]


def test_where_nothing_ever_says_what_led_to_an_action_there_is_no_number() -> None:
    actions = [{"action_id": "act-1", "origin": "complaint", "effective_from": "2025-06-01"}]
    reviews = [{"incident_id": "i2", "review_type": "manager_review", "held_at": "2025-08-22 10:00"}]
    data = build(INCIDENTS, concerns=CONCERNS, actions=actions, reviews=reviews)
    result = concerns_raised.compute(data, window(data, SUMMER))
    cell = cells(result)["led-to-an-action"]
    assert (cell.value, cell.marker, cell.numerator) == (None, "x", None)
    assert "followed by action" not in result.headline


def test_open_concerns_are_listed_the_longest_first() -> None:
    data = build(INCIDENTS, concerns=CONCERNS)
    result = concerns_raised.compute(data, data.calendar.current)
    # From 2 May to 31 August: 29 + 30 + 31 + 31 = 121 days.
    assert result.listings[0].rows == (
        ("con-3", "allegation", "a", "2 May 2025", 121),
        ("con-5", "complaint child", "b", "21 Aug 2025", 10),
    )
    assert result.due == ("1 concern about incidents in summer term 2025 still open after more than 28 days",)


@pytest.mark.parametrize("rows", [CONCERNS[6:], CONCERNS[:1]])
def test_none_or_one_is_said_without_a_share_of_nothing(rows: list[dict[str, Any]]) -> None:
    data = build(INCIDENTS, concerns=rows)
    result = concerns_raised.compute(data, window(data, SUMMER))
    found = cells(result)
    assert found["Total"].value == (0 if len(rows) > 1 else 1)
    assert found["led-to-an-action"].marker == "x"
    assert ("of 0" in result.headline) is False
