"""REC-01: how far the record can be trusted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from example_rows import BOTH, build, cells, held, window

from generator.indicators.recording import recording

SUMMER = "2024-25-summer"


def test_hours_missing_times_and_rounded_durations_are_counted_where_known() -> None:
    made = {"record_made_at": "2025-05-01 12:00", "started_time": "10:00", "duration_minutes": 10}
    rows = [
        held("a", "2025-05-01", **made),  # 2 hours, ends in 0
        held("a", "2025-05-01", **{**made, "started_time": "08:00", "duration_minutes": 7}),  # 4 hours
        held(
            "a", "2025-04-30", **{**made, "started_time": "12:00", "duration_minutes": 15}
        ),  # 24 hours, in 5
        held("a", "2025-05-01", **{**made, "started_time": None, "duration_minutes": None}),  # cannot tell
        held("a", "2025-05-01", **{**made, "started_time": "13:00"}),  # made before it began: cannot tell
        held("b", "2025-05-01", intervention_category="guided_contact", **made),  # recorded too: 2 hours
    ]
    data = build(rows)
    found = cells(recording.compute(data, window(data, SUMMER)))
    assert found["Total"].value == 6
    # 2, 2, 4 and 24 hours: the middle is 3.
    hours = found["median-hours-to-record"]
    assert (hours.value, hours.denominator, hours.unknown) == (3, 4, 2)
    missing = found["missing-time"]
    assert (missing.numerator, missing.denominator) == (1, 6)
    rounded = found["rounded-durations"]
    assert (rounded.numerator, rounded.denominator, rounded.unknown) == (4, 5, 1)


def test_each_figure_needs_its_own_field_only() -> None:
    data = build([held("a", "2025-05-01"), held("a", "2025-05-05")])
    assert set(cells(recording.compute(data, window(data, SUMMER)))) == {"Total", "longest-silence"}


def test_the_longest_silence_is_in_open_days_and_judged_by_the_rate_until_then() -> None:
    # An incident every day from 11 April to 20 May 2025 (40 days), silence for 30 days, then again on 20 June.
    first = date(2025, 4, 11)
    rows = [held("a", (first + timedelta(days=day)).isoformat()) for day in range(40)]
    data = build([*rows, held("a", "2025-06-20")], as_of=date(2025, 6, 20), data_start=first)
    result = recording.compute(data, data.calendar.current)
    cell = cells(result)["longest-silence"]
    assert cell.value == 30
    # Chance of such a gap at one a day: (40 / 70) to the power of 40, far under 1 in 40 among 41 gaps.
    assert cell.verdict is not None and cell.verdict.klass == "R5" and cell.verdict.facts["met"] == 1
    assert cell.verdict.facts["p"] == pytest.approx(1 - (1 - (40 / 70) ** 40) ** 41)
    assert "longer than the usual gaps here" in cell.sentence
    assert result.headline == (
        "Nothing was recorded for 30 open days, 21 May to 19 Jun 2025: longer than the usual gaps here."
    )
    assert result.listings[0].rows[0] == (
        "here",
        30,
        "21 May to 19 Jun 2025",
        "longer than the usual gaps here",
    )


def test_a_silence_after_few_incidents_is_not_unusual() -> None:
    data = build([held("a", "2025-04-11"), held("a", "2025-05-11"), held("a", "2025-08-01")])
    cell = cells(recording.compute(data, window(data, SUMMER)))["longest-silence"]
    # 12 May to 31 July: 20 + 30 + 31 = 81 days.
    assert cell.value == 81
    assert cell.verdict is not None and cell.verdict.facts["met"] == 0
    assert "not unusual" in cell.sentence


def test_days_when_a_school_is_closed_are_no_silence() -> None:
    # From Thursday 1 May to Tuesday 6 May 2025 only Friday and Monday lie open between.
    data = build(
        [held("a", "2025-05-01"), held("a", "2025-05-06")], as_of=date(2025, 5, 31), places=(BOTH[0],)
    )
    found = recording.compute(data, data.calendar.current).listings[0].rows
    assert (2, "2 May to 5 May 2025") in [row[1:3] for row in found]


def test_a_silence_still_running_counts_until_the_day_of_the_figures() -> None:
    data = build([held("a", "2025-08-01")], data_start=date(2025, 8, 1))
    listing = recording.compute(data, data.calendar.current).listings[0]
    assert listing.rows[0][1:3] == (30, "2 Aug to 31 Aug 2025, still running")


def test_each_place_has_its_own_silence() -> None:
    rows = [held("a", "2025-08-01", setting_id="home"), held("a", "2025-08-29", setting_id="home")]
    rows += [held("a", f"2025-08-{day:02}", setting_id="school") for day in range(1, 32)]
    data = build(rows, places=BOTH)
    found = cells(recording.compute(data, window(data, SUMMER)))
    assert found["longest-silence-home"].value == 27
    assert found["longest-silence-home"].dims == {"place": "home"}
    assert found["longest-silence-school"].marker == "z"


def test_the_drawing_holds_open_days_between_incident_days_and_what_runs_now() -> None:
    rows = [
        held("a", "2025-08-01"),
        held("b", "2025-08-01"),
        held("a", "2025-08-04"),
        held("a", "2025-08-14"),
    ]
    data = build(rows)
    drawing = recording.compute(data, data.calendar.current).exhibits[0]
    assert drawing.kind == "days-between"
    assert drawing.rows == ((date(2025, 8, 4), 3, False), (date(2025, 8, 14), 10, False))
    assert drawing.marks["usual"] is None, "no usual range under ten gaps"
    assert drawing.marks["running"] == (date(2025, 8, 14), 17)
