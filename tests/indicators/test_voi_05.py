"""VOI-05: views of children that are linked to an action."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.voice import said_and_done

SUMMER = "2024-25-summer"


def view(number: int, when: str | None, linked: str | None, **more: Any) -> dict[str, Any]:
    given = {"view_id": f"v{number}", "child_id": "a", "captured_on": when, "led_to_action_id": linked}
    return {**given, "declined": None, "incident_id": None, **more}


VIEWS = [
    view(1, "2025-05-01", "act-1"),
    view(2, "2025-05-02", "act-1|act-2"),
    view(3, "2025-05-03", None, incident_id="i1"),
    view(4, "2025-05-04", None, declined=True),
    view(5, "2025-04-10", "act-3"),  # the day before the window
    view(6, None, "act-3"),
]


def test_views_with_an_action_are_out_of_views_given() -> None:
    data = build([held("a", "2025-05-01")], child_views=VIEWS)
    result = said_and_done.compute(data, window(data, SUMMER))
    found = cells(result)["Total"]
    assert (found.numerator, found.denominator, found.unknown) == (2, 3, 0)
    assert found.value == pytest.approx(200 / 3)
    assert [(ref.table, ref.row) for ref in found.evidence] == [("child_views", 2), ("child_views", 3)]
    assert result.listings[0].rows == (("3 May 2025", "a", "after an incident"),)


def test_of_the_actions_so_linked_those_that_are_done_are_counted() -> None:
    actions = [
        {"action_id": "act-1", "completed_on": "2025-08-31"},
        {"action_id": "act-2", "completed_on": None},
        {"action_id": "act-3", "completed_on": "2025-05-05"},
    ]
    data = build([held("a", "2025-05-01")], child_views=VIEWS, actions=actions)
    done = cells(said_and_done.compute(data, window(data, SUMMER)))["completed"]
    assert (done.value, done.denominator) == (1, 2)
    assert [(ref.table, ref.row) for ref in done.evidence] == [("actions", 2)]


def test_a_window_without_views_says_so() -> None:
    data = build([held("a", "2025-05-01")], child_views=VIEWS)
    result = said_and_done.compute(data, window(data, "2024-25-autumn"))
    assert cells(result)["Total"].marker == "z"
    assert result.headline == "No view was recorded in this window."
