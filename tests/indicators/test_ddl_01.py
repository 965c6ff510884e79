"""DDL-01: a home's record within 24 hours."""

from __future__ import annotations

import pytest
from example_rows import BOTH, HOME, cells
from time_rows import SUMMER, at, dataset

from generator.indicators.deadlines import recorded_in_time
from generator.periods import Window


def shown(rows: list[dict], window: Window = SUMMER, places: tuple = (HOME,)) -> tuple[int, float, int]:
    found = cells(recorded_in_time.compute(dataset(rows, places=places), window))["Total"]
    assert found.numerator is not None and found.denominator is not None and found.unknown is not None
    return found.numerator, found.denominator, found.unknown


def test_twenty_four_hours_to_the_minute_are_in_time_and_a_minute_more_is_late() -> None:
    rows = [
        at("2026-05-04", "10:00", record_made_at="2026-05-05 10:00"),  # 24:00, in time
        at("2026-05-04", "10:00", record_made_at="2026-05-05 10:01"),  # 24:01, late
        at("2026-05-04", "10:00", record_made_at="2026-05-04 10:30"),  # in time
        at("2026-05-04", None, record_made_at="2026-05-04 10:30"),  # no start: cannot be told
        at("2026-05-04", "10:00", record_made_at=None),  # no record time: cannot be told
        at("2026-05-04", "10:00", record_made_at="2026-05-04 09:00"),  # before it began: cannot be told
    ]
    assert shown(rows) == (2, 3, 3)


@pytest.mark.parametrize(
    ("began", "made", "expected"),
    [
        # Clocks went forward on 29 March 2026: 12:00 to 12:00 are 23 hours, to 13:00 are 24, to 13:01 more.
        (("2026-03-28", "12:00"), "2026-03-29 13:00", (1, 1, 0)),
        (("2026-03-28", "12:00"), "2026-03-29 13:01", (0, 1, 0)),
        # Clocks went back on 26 October 2025: 12:00 to 11:00 are 24 hours, to 11:01 more, to 12:00 25.
        (("2025-10-25", "12:00"), "2025-10-26 11:00", (1, 1, 0)),
        (("2025-10-25", "12:00"), "2025-10-26 11:01", (0, 1, 0)),
        # 01:30 came twice that night: 23.5 or 24.5 hours after 02:00 the day before, so it cannot be told.
        (("2025-10-25", "02:00"), "2025-10-26 01:30", (0, 0, 1)),
    ],
)
def test_hours_are_hours_that_passed_when_the_clocks_change(
    began: tuple[str, str], made: str, expected: tuple[int, float, int]
) -> None:
    year = Window("year", "the year", SUMMER.start.replace(year=2025, month=9, day=1), SUMMER.end, "year")
    assert shown([at(*began, record_made_at=made)], year) == expected


def test_late_after_the_recorded_end_is_late_and_in_time_after_it_cannot_be_told() -> None:
    made = {"ended_time": "10:10", "record_made_at": "2026-05-05 10:11"}
    assert shown([at("2026-05-04", None, **made)]) == (0, 1, 0)
    assert shown([at("2026-05-04", None, **{**made, "record_made_at": "2026-05-05 10:10"})]) == (0, 0, 1)


def test_only_the_home_and_its_sanctions_count_and_what_a_plan_makes_routine_stands_apart() -> None:
    made = {"record_made_at": "2026-05-04 11:00", "setting_id": "home", "planned": "unplanned"}
    rows = [
        at("2026-05-04", "10:00", **made),
        at("2026-05-04", "10:00", **{**made, "setting_id": "school"}),  # a school: not this rule
        at("2026-05-04", "10:00", **{**made, "planned": "planned_routine_ehcp"}),  # apart
        at("2026-05-04", "10:00", intervention_category="guided_contact", **made),  # no measure
        at("2026-05-04", "10:00", intervention_category="disciplinary_removal", **made),  # a sanction
        at("2026-05-04", "10:00", intervention_category="other", is_disciplinary=True, **made),  # a sanction
    ]
    for row in rows:
        row.setdefault("is_disciplinary", False)
    data = dataset(rows, places=BOTH)
    found = cells(recorded_in_time.compute(data, SUMMER))
    assert [ref.row for ref in found["Total"].evidence] == [2, 6, 7]
    assert [ref.row for ref in found["planned-routine"].evidence] == [4]


def test_what_is_missing_is_listed_and_put_before_leaders_for_28_days() -> None:
    rows = [
        at("2026-08-30", "10:00", record_made_at=None),
        at("2026-05-04", "10:00", record_made_at=None),
        at("2026-05-04", "10:00", record_made_at="2026-05-09 10:00"),
    ]
    result = recorded_in_time.compute(dataset(rows, places=(HOME,)), SUMMER)
    assert [line[3] for line in result.listings[0].rows] == ["not known", "not known", "late or not done"]
    assert result.due == ("1 incident at home in the last 28 days without the time of the record",)
    assert result.headline.startswith(
        "In the home the record was made within 24 hours after 0 of 1 incident."
    )


def test_without_a_home_nothing_is_due() -> None:
    data = dataset(
        [at("2026-05-04", "10:00", record_made_at="2026-05-04 11:00", setting_id="school")], places=BOTH[:1]
    )
    found = cells(recorded_in_time.compute(data, SUMMER))["Total"]
    assert (found.value, found.marker, found.denominator) == (None, "z", 0)
