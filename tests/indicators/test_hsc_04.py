"""HSC-04: home and school tell each other; the home's standard for incidents at school."""

from __future__ import annotations

from typing import Any

from example_rows import BOTH, build, cells, frame, held, roll, window

from generator.indicators.consistency_more import told_each_other
from generator.model import Dataset

SUMMER = "2024-25-summer"
TIMES = ("shared_with_other_setting_at", "user_spoken_to_at", "record_signed_at", "child_spoken_to_at")


def data_of(rows: list[dict[str, Any]], **more: Any) -> Dataset:
    """As `build`, with the fields that hold a date and time read as such."""
    children = roll("a", "b", place="home") + roll("a", "b", "day", place="school")
    data = build(rows, places=BOTH, children=children, **more)
    incidents = data.tables["incidents"]
    moments = {
        name: frame([{"held_at": each} for each in incidents[name]])["held_at"]
        for name in TIMES
        if name in incidents
    }
    return Dataset(
        data.setting,
        {**data.tables, "incidents": incidents.assign(**moments)},
        data.states,
        data.as_of,
        data.calendar,
        data.exposure,
    )


def told(
    child: str, started: str | None, shared: str | None, place: str = "home", **more: Any
) -> dict[str, Any]:
    given = {"setting_id": place, "started_time": started, "shared_with_other_setting_at": shared}
    return held(child, "2025-05-06", **{**given, **more})


def test_told_in_twenty_four_hours_of_the_start_of_those_where_that_is_known() -> None:
    data = data_of(
        [
            told("a", "10:00", "2025-05-07 10:00"),  # 24 hours: met
            told("a", "10:00", "2025-05-07 10:01"),  # one minute late
            told("b", "10:00", "2025-05-06 12:00", "school"),  # met
            told("b", "10:00", None),  # not known
            told("b", None, "2025-05-06 12:00"),  # no start time: cannot be told
            told("b", "10:00", "2025-05-06 09:00"),  # before the start: cannot be told
            told("day", "10:00", "2025-05-06 12:00", "school"),  # at school only: left out
        ]
    )
    result = told_each_other.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.numerator, whole.denominator, whole.unknown) == (2, 3, 3)
    assert [ref.row for ref in whole.evidence] == [2, 4]
    states = sorted(row[-1] for row in result.listings[0].rows)
    assert states == ["later", "not known", "not known", "not known"]


def test_hours_are_hours_that_passed_also_when_the_clocks_go_back() -> None:
    # On 27 October 2024 they went back: from 10:00 the day before until 9:30 it was 24.5 hours, not 23.5.
    row = told("a", "10:00", "2024-10-26 09:30", "home", incident_date="2024-10-25")
    late = told("a", "10:00", "2024-10-27 09:30", "home", incident_date="2024-10-26")
    data = data_of([row, late])
    whole = cells(told_each_other.compute(data, window(data, "2024-25-autumn")))["Total"]
    assert (whole.numerator, whole.denominator) == (1, 2)


def test_the_homes_standard_is_shown_for_school_incidents_of_the_same_children() -> None:
    good = {
        "record_made_at": "2025-05-07 10:00",
        "user_spoken_to_at": "2025-05-08 10:00",
        "record_signed_at": "2025-05-08 10:00",
        "child_spoken_to_at": "2025-05-11 10:00",
    }
    shared = "2025-05-06 12:00"
    data = data_of(
        [
            told("a", "10:00", shared, "school", **good),  # all three met, to the minute
            told("a", "10:00", shared, "school", **{**good, "record_signed_at": "2025-05-08 10:01"}),
            told("b", "10:00", shared, "school", **{**good, "child_spoken_to_at": None}),
            told("b", "10:00", shared, "school", **{**good, "record_signed_at": None}),
            told("b", "10:00", shared, "school", **good, planned="planned_routine_ehcp"),  # left out
            told("a", "10:00", shared, "home", **good),  # at home: not this standard
        ]
    )
    found = cells(told_each_other.compute(data, window(data, SUMMER)))

    def counted(group: str) -> tuple[Any, ...]:
        return found[group].numerator, found[group].denominator, found[group].unknown

    assert counted("record-in-24-hours") == (4, 4, 0)
    assert counted("adult-and-signature-in-48-hours") == (2, 3, 1)
    assert counted("child-in-five-days") == (3, 3, 1)


def test_a_setting_may_choose_another_number_of_hours() -> None:
    data = data_of([told("a", "10:00", "2025-05-08 10:00")], thresholds={"shared_hours": 48})
    result = told_each_other.compute(data, window(data, SUMMER))
    assert cells(result)["Total"].numerator == 1
    assert result.headline == (
        "Home and school told each other within 48 hours after 1 of 1 incident of children of both."
    )
