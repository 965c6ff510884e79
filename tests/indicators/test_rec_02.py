"""REC-02: every element that the rules of a setting name."""

from __future__ import annotations

from typing import Any

from example_rows import BOTH, FOUR, HOME, SCHOOL, cells, held
from time_rows import AUTUMN, SPRING, SUMMER, dataset

from generator.indicators.recording_more import complete

FULL = {
    "started_time": "10:00",
    "location_code": "hall",
    "duration_minutes": 5,
    "behaviour_codes": "climbing",
    "de_escalation_used": "none",
    "degree_of_force": "light",
    "effectiveness": "safe_quickly",
    "child_injury": "none",
    "staff_injury": "none",
    "reason_primary": "injury_to_adult",
    "trigger_codes": "demand",
    "post_incident_support": "none",
}
NEEDS = [{"child_id": "a", "sen_provision": "E", "on_roll_from": "2024-09-01"}]


def data(rows: list[dict], places: Any, *, adults: tuple[str, ...] | None = None, **more: Any) -> Any:
    """These rows, numbered i1, i2, …, with an adult who held beside each unless some are named."""
    numbers = [f"i{number}" for number in range(1, len(rows) + 1)]
    beside = numbers if adults is None else adults
    involved = [{"incident_id": each, "staff_id": "adult-1", "role": "held"} for each in beside]
    return dataset(rows, places=places, staff_involvement=involved, children=NEEDS, **more)


def row(when: str = "2026-05-04", **more: Any) -> dict[str, Any]:
    return held("a", when, **{**FULL, **more})


def test_a_home_record_needs_all_eight_and_what_is_missing_most_often_is_named() -> None:
    rows = [
        row(),
        row(location_code=None),  # no place
        row(location_code=None, child_injury=None),  # no place, no injuries
        row(behaviour_codes=None),  # no behaviour
        row(duration_minutes=None),  # no length and no end
        row(degree_of_force=None),  # not among a home's elements
    ]
    result = complete.compute(data(rows, (HOME,)), SUMMER)
    found = cells(result)
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (2, 6, 0)
    assert [ref.row for ref in found["Total"].evidence] == [2, 7]
    missing = [found[f"home-element-{number}"].numerator for number in range(1, 9)]
    assert missing == [0, 1, 2, 1, 0, 0, 0, 1]
    assert result.headline.endswith("Missing most often: date, time and place (home), from 2 records.")
    assert result.listings[0].rows[1][3] == "date, time and place, injuries, and treatment"


def test_a_school_record_needs_its_nine_from_1_april_2026_on_and_is_not_judged_before() -> None:
    rows = [
        row("2025-11-03", location_code=None),  # long before
        row("2026-03-31", location_code=None),  # the day before
        row("2026-04-01"),
        row("2026-04-02", degree_of_force=None),
        row("2026-04-03", reason_primary="not_recorded"),
        row("2026-04-04", effectiveness=None),  # not among a school's elements
    ]
    built = data(rows, (SCHOOL,))
    assert cells(complete.compute(built, AUTUMN))["Total"].denominator == 0
    found = cells(complete.compute(built, SPRING))
    assert (found["Total"].numerator, found["Total"].denominator) == (2, 4)
    assert [ref.row for ref in found["school"].evidence] == [4, 7]
    assert [found[f"school-element-{n}"].numerator for n in range(1, 10)] == [0, 0, 0, 0, 0, 1, 0, 1, 0]


def test_an_adult_who_only_saw_it_is_not_the_one_who_used_it() -> None:
    built = data([row(), row()], (HOME,), adults=("i1",))
    found = cells(complete.compute(built, SUMMER))
    assert (found["Total"].numerator, found["home-element-6"].numerator) == (1, 1)


def test_what_these_tables_do_not_hold_cannot_be_told_unless_something_else_is_missing() -> None:
    rows = [row(), row(location_code=None)]
    built = dataset(rows, places=(HOME,), children=NEEDS)  # no table of adults
    found = cells(complete.compute(built, SUMMER))
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (0, 1, 1)
    assert (found["home-element-6"].value, found["home-element-6"].marker) == (None, "x")


def test_four_columns_leave_everything_open() -> None:
    built = dataset([held("a", "2026-05-04"), held("b", "2026-05-05")], places=(HOME,))
    assert tuple(built.tables["incidents"].columns) == FOUR
    result = complete.compute(built, SUMMER)
    assert (cells(result)["Total"].denominator, cells(result)["Total"].unknown) == (0, 2)
    assert "For 2 records this cannot be told." in result.headline


def test_routine_in_a_plan_is_outside_the_home_rule_and_inside_the_school_one() -> None:
    rows = [
        row(planned="planned_routine_ehcp", setting_id=place, location_code=None)
        for place in ("home", "school")
    ]
    rows.append(row(planned=None, setting_id=None))  # names no setting: cannot be told
    found = cells(complete.compute(data(rows, BOTH), SUMMER))
    assert "home" not in found and found["school"].denominator == 1
    assert (found["Total"].denominator, found["Total"].unknown) == (1, 1)
