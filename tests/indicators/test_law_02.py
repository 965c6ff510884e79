"""LAW-02: how each incident was judged by the five tests."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.lawful_tests import ALL_MET, FIELDS, five_tests

SUMMER = "2024-25-summer"


def judged(when: str, *answers: str | None) -> dict[str, Any]:
    """An incident with its five judgements in order; one answer stands for all five."""
    given = answers * 5 if len(answers) == 1 else answers
    return held("a", when, **dict(zip(FIELDS, given, strict=True)))


def test_met_is_out_of_judged_and_what_is_not_judged_yet_stands_apart() -> None:
    rows = [
        judged("2025-05-01", "met"),
        judged("2025-05-02", "met", "met", "partly", "met", "met"),
        judged("2025-05-03", "unclear", "met", "not_met", "met", "met"),
        judged("2025-05-04", "met", "met", "met", "not_yet_judged", None),  # judged on three only
        judged("2025-05-05", "not_yet_judged"),
        judged("2025-05-06", None),
        held(
            "a", "2025-05-07", intervention_category="guided_contact", **dict.fromkeys(FIELDS, "met")
        ),  # no restriction
    ]
    data = build(rows)
    result = five_tests.compute(data, window(data, SUMMER))
    found = cells(result)
    # On all five: rows 2, 3 and 4 of the sheet, out of six restrictive incidents.
    assert (found["Total"].numerator, found["Total"].denominator) == (3, 6)
    assert [ref.row for ref in found["Total"].evidence] == [2, 3, 4]
    # Legal: met, met, unclear, met = 3 of 4; two not judged. Reasonable: met, partly, not met, met = 2 of 4.
    assert (found["legal"].numerator, found["legal"].denominator, found["legal"].unknown) == (3, 4, 2)
    assert (found["reasonable"].numerator, found["reasonable"].denominator) == (2, 4)
    # The least force: three met of the three judged; row 5 is not yet judged on it.
    force = found["minimum-force"]
    assert (force.numerator, force.denominator, force.unknown) == (3, 3, 3)
    assert found["legal"].value == pytest.approx(75)


def test_leaders_get_what_was_judged_less_and_what_waits() -> None:
    rows = [
        judged("2025-05-01", "met", "met", "partly", "met", "unclear"),
        judged("2025-05-02", "met", "met", "met", "met", None),
    ]
    data = build(rows)
    result = five_tests.compute(data, window(data, SUMMER))
    less, waiting = result.listings
    assert [line[3] for line in less.rows] == ["reasonable in this circumstance, proportionate"]
    assert [line[3] for line in waiting.rows] == ["proportionate"]
    assert result.due == ("1 incident in summer term 2025 not yet judged on every test",)


@pytest.mark.parametrize(("met", "asked"), [(19, False), (20, True)])
def test_where_everything_is_met_that_is_asked_about_from_twenty_on(met: int, asked: bool) -> None:
    data = build([judged(f"2025-05-{day:02}", "met") for day in range(1, met + 1)])
    slots = five_tests.compute(data, window(data, SUMMER)).slots
    assert (slots.ask == ALL_MET) is asked


def test_one_judged_less_than_met_is_enough_for_not_asking_that() -> None:
    rows = [judged(f"2025-05-{day:02}", "met") for day in range(1, 26)]
    data = build([*rows, judged("2025-05-26", "met", "met", "met", "unclear", None)])
    assert five_tests.compute(data, window(data, SUMMER)).slots.ask != ALL_MET


def test_a_setting_may_choose_from_how_many_on_it_is_asked() -> None:
    data = build([judged(f"2025-05-{day:02}", "met") for day in range(1, 7)], thresholds={"all_met_from": 6})
    assert five_tests.compute(data, window(data, SUMMER)).slots.ask == ALL_MET


def test_without_an_incident_there_is_no_share() -> None:
    data = build([judged("2024-05-01", "met")])
    total = cells(five_tests.compute(data, window(data, SUMMER)))["Total"]
    assert (total.value, total.marker, total.numerator) == (None, "z", 0)


def test_being_judged_has_a_good_direction_and_what_was_judged_has_none() -> None:
    data = build([judged("2025-05-01", "met")])
    found = cells(five_tests.compute(data, window(data, SUMMER)))
    assert five_tests.better == "up" and found["Total"].better is None
    assert {cell.better for group, cell in found.items() if group != "Total"} == {"neither"}
