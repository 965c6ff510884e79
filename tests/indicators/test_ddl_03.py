"""DDL-03: parents told the same day, by school law from 1 April 2026."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import BOTH, SCHOOL, cells
from time_rows import AUTUMN, SPRING, SUMMER, at, dataset

from generator.indicators.deadlines import parents_told


def row(day: str = "2026-05-04", told: str | None = "2026-05-04 16:00", **more: Any) -> dict[str, Any]:
    return at(day, "10:00", parent_informed_at=told, **{"parent_not_informed_reason": None, **more})


def total(rows: list[dict], window: Any = SUMMER, places: Any = (SCHOOL,)) -> Any:
    return cells(parents_told.compute(dataset(rows, places=places), window))["Total"]


def test_the_same_calendar_day_counts_and_an_empty_cell_is_not_known() -> None:
    rows = [
        row(),  # same day
        row(told="2026-05-04 23:59"),  # same day
        row(told="2026-05-05 00:01"),  # next day
        row(told=None),  # not known
        row(told=None, parent_not_informed_reason="no_contact_yet"),  # not told
        row(told=None, parent_not_informed_reason="other"),  # not told
        row(told="2026-05-03 12:00"),  # before the incident: cannot be told
    ]
    found = total(rows)
    assert (found.numerator, found.denominator, found.unknown) == (2, 5, 2)


def test_a_day_that_is_not_over_is_not_a_failing_yet() -> None:
    found = total([row(day="2026-08-31", told=None, parent_not_informed_reason="no_contact_yet")])
    assert (found.numerator, found.denominator, found.unknown) == (0, 0, 1)


def test_exceptions_of_the_law_are_counted_apart_and_not_among_those_due() -> None:
    rows = [
        row(),
        row(told=None, parent_not_informed_reason="aged_20_plus"),
        row(told=None, parent_not_informed_reason="significant_harm"),
        row(told=None, parent_not_informed_reason="significant_harm"),
        row(told=None, parent_not_informed_reason="la_informed_instead"),
    ]
    found = cells(parents_told.compute(dataset(rows, places=(SCHOOL,)), SUMMER))
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (1, 1, 0)
    names = ("aged-20-plus", "significant-harm", "la-informed-instead")
    assert [found[f"exception-{name}"].numerator for name in names] == [1, 2, 1]


def test_nothing_before_1_april_2026_is_judged_by_the_law_that_came_then() -> None:
    rows = [
        row("2025-11-03", "2025-11-20 10:00"),
        row("2026-03-31", "2026-04-20 10:00"),
        row("2026-04-01", "2026-04-01 15:00"),
    ]
    assert total(rows, AUTUMN).denominator == 0
    spring = total(rows, SPRING)
    assert (spring.numerator, spring.denominator, spring.unknown) == (1, 1, 0)


@pytest.mark.parametrize(
    ("category", "more", "counts"),
    [
        ("physical_restraint", {}, 1),
        ("physical_restraint", {"significant_incident": False}, 0),  # the record says it was not significant
        ("guided_contact", {}, 0),
        ("guided_contact", {"significant_incident": True}, 1),
        ("seclusion", {"significant_incident": False}, 1),  # seclusion needs no significance
        ("seclusion", {"is_disciplinary": True}, 0),  # a sanction is outside that duty
        ("physical_restraint|seclusion", {"is_disciplinary": True}, 1),  # force counts all the same
        ("physical_restraint", {"planned": "planned_routine_ehcp"}, 1),  # also when a plan provides for it
        ("disciplinary_removal", {}, 0),
    ],
)
def test_significant_force_seclusion_and_restraint_are_due(category: str, more: dict, counts: int) -> None:
    blank = {"significant_incident": None, "is_disciplinary": None, "planned": None}
    assert total([row(intervention_category=category, **{**blank, **more})]).denominator == counts


def test_a_home_is_not_under_school_law() -> None:
    assert total([row(setting_id="home"), row(setting_id="school")], places=BOTH).denominator == 1


def test_the_written_report_stands_beside() -> None:
    rows = [
        row(parent_written_report_at="2026-05-04 18:00"),
        row(parent_written_report_at="2026-05-06 18:00"),
        row(parent_written_report_at=None),
    ]
    found = cells(parents_told.compute(dataset(rows, places=(SCHOOL,)), SUMMER))["written-same-day"]
    assert (found.numerator, found.denominator, found.unknown) == (1, 2, 1)
