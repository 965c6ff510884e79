"""SAF-02: children hurt, and whether a check was offered."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.safety import children_hurt

SUMMER = "2024-25-summer"


def one(injury: str | None, check: str | None = "offered_declined", **more: Any) -> dict[str, Any]:
    return held("a", "2025-05-06", child_injury=injury, medical_check=check, **more)


ROWS = [
    one("none", "not_needed"),
    one("mark_only"),
    one("first_aid", "offered_accepted"),
    one("hospital", "not_offered"),
    one("serious", None),
    one(None, "not_offered"),
    one("first_aid", None, intervention_category="guided_contact"),  # no restriction
]


def test_hurt_is_first_aid_or_more_of_those_where_injury_is_recorded() -> None:
    data = build(ROWS)
    result = children_hurt.compute(data, data.calendar.current)
    found = cells(result)
    # Hurt: first aid, hospital, serious. Recorded: those, none and the mark. Not recorded: one.
    whole = found["Total"]
    assert (whole.numerator, whole.denominator, whole.unknown) == (3, 5, 1)
    assert whole.value == pytest.approx(60) and whole.unit == "per 100"
    assert found["mark-only"].numerator == 1
    # A check offered or not needed: three; not offered: two; not recorded: one.
    checked = found["checked"]
    assert (checked.numerator, checked.denominator, checked.unknown) == (3, 5, 1)
    assert result.headline == (
        "First aid or more was needed in 3 of 5 incidents in summer term 2025; checks offered or not needed: 3 of 5; "
        "1 not recorded."
    )


def test_a_hurt_child_without_a_check_is_something_to_do() -> None:
    data = build(ROWS)
    result = children_hurt.compute(data, data.calendar.current)
    assert result.due == (
        "2 incidents in summer term 2025 with a child hurt and no check offered or recorded",
    )
    assert [row[-2:] for row in result.listings[0].rows] == [
        ("first aid", "offered"),
        ("hospital", "not offered, or not recorded"),
        ("serious", "not offered, or not recorded"),
    ]


def test_without_a_field_for_checks_that_part_is_not_available() -> None:
    data = build([{key: value for key, value in row.items() if key != "medical_check"} for row in ROWS])
    result = children_hurt.compute(data, window(data, SUMMER))
    assert cells(result)["checked"].marker == "x"
    assert result.due == () and "check" not in result.headline


def test_a_window_without_incidents_has_no_rate() -> None:
    data = build(ROWS)
    whole = cells(children_hurt.compute(data, window(data, "2023-24-autumn")))["Total"]
    assert (whole.value, whole.marker, whole.denominator) == (None, "z", 0)
