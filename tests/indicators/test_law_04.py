"""LAW-04: whether something else was tried first."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.lawful import alternatives_first

SUMMER = "2024-25-summer"


def tried(when: str, used: str | None, why: str | None = None) -> dict[str, Any]:
    return held("a", when, de_escalation_used=used, de_escalation_none_reason=why)


def test_tried_or_no_time_counts_and_none_without_a_reason_is_not_known() -> None:
    rows = [
        tried("2025-05-01", "distraction|trusted_adult"),  # met
        tried("2025-05-02", "none", "immediate_danger"),  # met
        tried("2025-05-03", "none", "other"),  # not met
        tried("2025-05-04", "none", "not_recorded"),  # not known
        tried("2025-05-05", "none"),  # not known
        tried("2025-05-06", None),  # not known
    ]
    data = build(rows)
    result = alternatives_first.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.numerator, whole.denominator, whole.unknown) == (2, 3, 3)
    assert [ref.row for ref in whole.evidence] == [2, 3]
    assert [line[3] for line in result.listings[0].rows] == ["not known"] * 3 + ["nothing tried first"]
    assert result.due == ("1 incident in summer term 2025 where nothing else was tried first",)


def calmed(when: str) -> dict[str, Any]:
    return held(
        "a", when, intervention_category="de_escalated_no_restriction", de_escalation_used="distraction"
    )


def test_crises_that_ended_without_restriction_are_out_of_all_crises() -> None:
    rows = [
        tried("2025-05-01", "distraction"),
        calmed("2025-05-02"),
        calmed("2025-08-02"),
        held("a", "2025-05-03", intervention_category="guided_contact"),  # no crisis of either kind
        held("a", "2025-05-04", intervention_category="de_escalated_no_restriction|seclusion"),  # restricted
        calmed("2024-05-02"),
        calmed("2024-08-02"),
    ]
    data = build(rows)
    found = cells(alternatives_first.compute(data, window(data, SUMMER)))["ended-without-restriction"]
    assert (found.numerator, found.denominator) == (2, 4)
    assert found.value == pytest.approx(50)


def test_without_crises_recorded_throughout_the_second_figure_is_not_available() -> None:
    rows = [
        tried("2025-05-01", "distraction"),
        calmed("2025-05-02"),
        calmed("2025-08-02"),
        calmed("2024-05-02"),
    ]
    data = build(rows)
    found = cells(alternatives_first.compute(data, window(data, SUMMER)))["ended-without-restriction"]
    assert (found.value, found.marker, found.numerator) == (None, "x", None)
