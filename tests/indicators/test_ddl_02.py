"""DDL-02: 48 hours for the adult and the signature, five days for the child."""

from __future__ import annotations

from typing import Any

from example_rows import HOME, cells
from time_rows import SUMMER, at, dataset

from generator.indicators.deadlines import spoken_to_in_time

IN_TIME = {
    "user_spoken_to_at": "2026-05-05 09:00",
    "record_signed_at": "2026-05-06 10:00",  # 48:00 after 4 May, 10:00
    "child_spoken_to_at": "2026-05-09 10:00",  # 120:00 after it
}


def row(**more: Any) -> dict[str, Any]:
    return at("2026-05-04", "10:00", **{**IN_TIME, **more})


def test_both_the_talk_and_the_signature_must_be_in_time_and_a_late_one_decides_alone() -> None:
    rows = [
        row(),  # both in time
        row(record_signed_at="2026-05-06 10:01"),  # signed a minute late
        row(
            user_spoken_to_at="2026-05-07 09:00", record_signed_at=None
        ),  # spoken to late: late whatever the other
        row(user_spoken_to_at=None),  # cannot be told
        row(started_time=None),  # cannot be told
    ]
    found = cells(spoken_to_in_time.compute(dataset(rows, places=(HOME,)), SUMMER))["Total"]
    assert (found.numerator, found.denominator, found.unknown) == (1, 3, 2)
    assert [ref.row for ref in found.evidence] == [2]


def test_five_days_are_120_hours_and_beside_them_the_fifth_calendar_day() -> None:
    rows = [
        row(),  # 120:00: in both
        row(child_spoken_to_at="2026-05-09 18:00"),  # 128 hours, on the fifth day after: in the second only
        row(child_spoken_to_at="2026-05-10 00:05"),  # sixth day: in neither
        row(child_spoken_to_at=None),  # not known
        row(started_time=None),  # hours cannot be told, the day can
    ]
    found = cells(spoken_to_in_time.compute(dataset(rows, places=(HOME,)), SUMMER))
    hours, days = found["child-in-five-days"], found["child-by-fifth-day"]
    assert (hours.numerator, hours.denominator, hours.unknown) == (1, 3, 2)
    assert (days.numerator, days.denominator, days.unknown) == (3, 4, 1)


def test_leaders_get_one_list_for_adults_and_one_for_children() -> None:
    rows = [row(record_signed_at=None), row(child_spoken_to_at="2026-05-20 10:00")]
    result = spoken_to_in_time.compute(dataset(rows, places=(HOME,)), SUMMER)
    assert [(each.id, [line[3] for line in each.rows]) for each in result.listings] == [
        ("ddl-02-late", ["not known"]),
        ("ddl-02-child", ["late or not done"]),
    ]
