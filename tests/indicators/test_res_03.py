"""RES-03: minutes until a child was back in an activity, and whether on the same day."""

from __future__ import annotations

from typing import Any

import pytest
from answers import typed
from example_rows import build, cells, held, window

from generator.indicators.restorative_recovery import recovery
from generator.model import Dataset

SUMMER = "2024-25-summer"


def row(
    child: str, minutes: int | None, started: str | None, ended: str | None = None, **more: Any
) -> dict[str, Any]:
    times = {"started_time": started, "ended_time": ended, "duration_minutes": None, "ended_date": None}
    return held(child, "2025-05-05", recovery_minutes=minutes, **{**times, **more})


ROWS = [
    row("a", 10, "10:00", "10:20"),
    row("a", 20, "10:00", duration_minutes=5),
    row("b", 30, "23:00", "23:30"),  # midnight exactly: the next day
    row("b", 29, "23:00", "23:30"),  # a minute before it
    row("c", 60, "23:50", "00:10"),  # ended after midnight
    row("c", 40, "09:00", "10:00", ended_date="2025-05-06"),  # ended the next day
    row("d", 50, None),  # no time
    row("d", 90, "12:00"),  # a start and no length
    row("d", None, "12:00", "12:05"),  # not recorded
]


def with_rows(*rows: dict[str, Any]) -> Dataset:
    data = build(rows)
    return typed(data, "incidents", numbers=("recovery_minutes",))


def test_the_middle_of_what_is_recorded_and_nothing_is_estimated() -> None:
    data = with_rows(*ROWS)
    result = recovery.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    # 10, 20, 29, 30, 40, 50, 60, 90: the middle is (30 + 40) / 2; of eight the interval is the whole range, since
    # leaving out both ends would leave 2 x 9/256 = 7 % outside.
    assert (whole.value, whole.interval, whole.denominator, whole.unknown) == (35, (10, 90), 8, 1)
    assert [ref.row for ref in whole.evidence] == list(range(2, 10))
    assert cells(result)["longest"].value == 90


def test_back_on_the_same_day_is_read_from_when_it_ended() -> None:
    data = with_rows(*ROWS)
    result = recovery.compute(data, window(data, SUMMER))
    same = cells(result)["same-day"]
    # Same day: rows 1, 2, 4. Later: 3, 5, 6. Not known: 7, 8 (no end) and 9 (no minutes).
    assert (same.numerator, same.denominator, same.unknown, same.value) == (3, 6, 3, 50)
    assert [ref.row for ref in same.evidence] == [2, 3, 5]
    assert sorted(line[3] for line in result.listings[0].rows) == ["30", "40", "60"]
    assert result.headline == (
        "Half of 8 incidents were followed by a return to an activity within 35 minutes; "
        "3 of 6 were followed by one on the same day."
    )


def test_under_six_there_is_no_middle() -> None:
    data = with_rows(*ROWS[:5])
    result = recovery.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.value, whole.marker, whole.denominator) == (None, "u", 5)
    assert result.headline.startswith("5 incidents with a recovery time recorded, fewer than")


@pytest.mark.parametrize("rows", [(ROWS[8],), (row("a", None, None),)])
def test_what_is_not_recorded_is_never_nought(rows: tuple[dict[str, Any], ...]) -> None:
    data = with_rows(*rows)
    found = cells(recovery.compute(data, window(data, SUMMER)))
    assert {cell.marker for cell in found.values()} == {"z"}
    assert (found["Total"].unknown, found["same-day"].unknown) == (1, 1)


def test_a_longer_recovery_and_a_return_on_the_same_day_are_good_news_in_opposite_directions() -> None:
    data = with_rows(*ROWS)
    found = cells(recovery.compute(data, window(data, SUMMER)))
    # The indicator's own direction is down (fewer minutes); a share back on the same day is good news upwards.
    assert recovery.better == "down" and found["Total"].better is None and found["same-day"].better == "up"
