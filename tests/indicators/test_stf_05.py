"""STF-05: whether adults had a debrief within 72 hours."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from example_rows import build, cells, held, window
from staff_rows import part

from generator.indicators.staffing_support import supported

SUMMER = "2024-25-summer"


def review(
    incident: int, at: str, kind: str = "staff_debrief", took_part: bool | None = True
) -> dict[str, Any]:
    return {
        "review_id": f"r{incident}{kind}",
        "incident_id": f"i{incident}",
        "review_type": kind,
        "held_at": at,
        "staff_took_part": took_part,
    }


def test_each_adult_counts_once_an_incident_and_the_clock_starts_with_the_incident() -> None:
    rows = [held("a", "2025-05-01", started_time="10:00") for _ in range(6)]
    reviews = [
        review(1, "2025-05-04 10:00"),  # 72 hours to the minute: met for both adults
        review(2, "2025-05-04 10:01"),  # a minute late
        review(3, "2025-05-02 09:00", kind="manager_review"),  # not a staff debrief
        review(4, "2025-05-02 09:00", took_part=False),  # no adult took part
        review(5, "2025-05-02 09:00", took_part=None),  # held, does not say who: met
    ]  # the sixth was not reviewed
    parts = [
        part(1, "x"), part(1, "y", "witness"), part(1, "x", "led"), part(1, "boss", "authorised"),
        *[part(number, "x") for number in range(2, 7)],
        part(2, "z", "non_staff"),
    ]  # fmt: skip
    data = build(rows, reviews=reviews, staff_involvement=parts)
    found = cells(supported.compute(data, window(data, SUMMER)))
    # Seven adults' parts: 2 + 1 + 1 + 1 + 1 + 1; met are both of the first and the one of the fifth.
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (3, 7, 0)
    assert [(ref.table, ref.row) for ref in found["Total"].evidence] == [
        ("staff_involvement", 2), ("staff_involvement", 3), ("staff_involvement", 9),
    ]  # fmt: skip
    # Held at any time: incidents 1, 2, 4 and 5, that is five parts, of the six whose incident was reviewed at all.
    assert (found["offered"].numerator, found["offered"].denominator, found["offered"].unknown) == (5, 6, 1)


def test_without_a_start_time_both_ends_of_the_day_decide() -> None:
    rows = [held("a", "2025-05-01", started_time=None) for _ in range(4)]
    reviews = [
        review(1, "2025-05-04 00:00"),  # within 72 hours even of midnight: met
        review(2, "2025-05-04 12:00"),  # only if it began in the afternoon: not known
        review(3, "2025-05-05 00:00"),  # only if it began at the end of the day: not known
        review(4, "2025-05-05 00:01"),  # too late whenever it began
    ]
    data = build(rows, reviews=reviews)
    total = cells(supported.compute(data, window(data, SUMMER)))["Total"]
    assert (total.numerator, total.denominator, total.unknown) == (1, 2, 2)
    assert total.evidence[0].table == "incidents", "without the table of adults each incident counts once"


def test_hours_that_are_not_over_yet_are_not_known() -> None:
    rows = [held("a", "2025-08-28", started_time="23:59"), held("b", "2025-08-29", started_time="00:01")]
    data = build(rows, reviews=[review(9, "2025-05-01 09:00")], as_of=date(2025, 8, 31))
    # The records run to the end of 31 August: 72 hours after 28 August 23:59 are over, those after the 29th are not.
    total = cells(supported.compute(data, window(data, SUMMER)))["Total"]
    assert (total.numerator, total.denominator, total.unknown) == (0, 1, 1)


def test_where_no_staff_debrief_was_ever_recorded_nothing_is_known() -> None:
    data = build([held("a", "2025-05-01")], reviews=[review(1, "2025-05-02 09:00", kind="manager_review")])
    result = supported.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].marker, cells(result)["Total"].unknown) == ("z", 1)
    assert result.headline.startswith("Nothing says whether adults had a debrief")


@pytest.mark.parametrize(("support", "offered"), [("child_debrief|staff_debrief", 1), ("child_debrief", 0)])
def test_support_named_on_the_incident_counts_as_offered(support: str, offered: int) -> None:
    data = build(
        [held("a", "2025-05-01", post_incident_support=support)], reviews=[review(9, "2025-05-02 09:00")]
    )
    found = cells(supported.compute(data, window(data, SUMMER)))
    assert (found["offered"].numerator, found["offered"].denominator) == (offered, 1)


def test_a_debrief_dated_before_the_incident_does_not_count_and_hides_none_after_it() -> None:
    rows = [held("a", "2025-05-01", started_time=at) for at in ("10:00", "10:00", None)]
    early = {**review(1, "2025-05-01 09:59"), "review_id": "early"}
    reviews = [
        early,
        review(1, "2025-05-02 09:00"),
        review(2, "2025-05-01 09:59"),
        review(3, "2025-04-30 23:59"),
    ]
    data = build(rows, reviews=reviews)
    total = cells(supported.compute(data, window(data, SUMMER)))["Total"]
    # Met: the first, by its second debrief. Not known: the other two, whose only debrief is dated before them.
    assert (total.numerator, total.denominator, total.unknown) == (1, 1, 2)


def test_seventy_two_hours_are_hours_that_passed_also_where_clocks_change() -> None:
    # Clocks went forward on 30 March 2025: from 29 March 10:00 to 1 April 11:00 are 72 hours, to 10:30 71 and a half.
    rows = [held("a", "2025-03-29", started_time="10:00") for _ in range(2)]
    data = build(rows, reviews=[review(1, "2025-04-01 11:00"), review(2, "2025-04-01 11:01")])
    total = cells(supported.compute(data, window(data, "2024-25-spring")))["Total"]
    assert (total.numerator, total.denominator) == (1, 2)
