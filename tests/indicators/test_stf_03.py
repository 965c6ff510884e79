"""STF-03: when and where, each part of the day, week and building against the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from example_rows import BOTH, build, cells, window
from staff_rows import incidents

from generator import catalogue
from generator.indicators.staffing import where_and_when
from generator.statistics.wording import banned_words

SUMMER = "2024-25-summer"


def hours(
    dimension: str, amounts: dict[str, float], place: str = "home", **more: Any
) -> list[dict[str, Any]]:
    """Hours worked in all of summer 2025, by shift or lesson or place."""
    return [
        {
            "setting_id": place,
            "period_start": "2025-04-11",
            "period_end": "2025-08-31",
            "dimension": dimension,
            "value": value,
            "measure": "staff_hours",
            "amount": amount,
            **more,
        }
        for value, amount in amounts.items()
    ]


def on_shift(counts: dict[str, int]) -> list[dict[str, Any]]:
    """So many incidents on each shift, the six children in turn, one incident a day over two months."""
    rows = incidents(28) + incidents(28, "2025-06")
    codes = [code for code, count in counts.items() for _ in range(count)]
    return [{**row, "shift_or_lesson": code} for row, code in zip(rows, codes, strict=False)]


def test_the_rate_of_a_shift_is_set_against_the_rest_with_its_hours() -> None:
    # Late 8 in 200 hours, early 4 in 200 hours: 8/200 over 4/200 = 2; expected 12 x 200/400 = 6.
    data = build(on_shift({"late": 8, "early": 4}), exposure=hours("shift", {"late": 200, "early": 200}))
    found = cells(where_and_when.compute(data, window(data, SUMMER)))
    late = found["shift-late"]
    assert (late.value, late.numerator, late.denominator) == (pytest.approx(2), 8, 12)
    assert late.interval is not None and late.interval[0] < 1 < 2 < late.interval[1]
    assert "where hours worked would give about 6. That does not stand out." in late.sentence
    assert found["shift-early"].value == pytest.approx(0.5)
    assert [ref.row for ref in late.evidence] == list(range(2, 10))


def test_a_shift_stands_out_after_correction_and_the_others_are_not_called_low() -> None:
    # Late 30 of 36 with a third of the hours: expected 12, and three children or more are behind it.
    shifts = {"early": 100, "late": 100, "night": 100}
    data = build(on_shift({"late": 30, "early": 3, "night": 3}), exposure=hours("shift", shifts))
    result = where_and_when.compute(data, data.calendar.current)
    found = cells(result)
    verdicts = {code: found[f"shift-{code}"].verdict for code in shifts}
    assert {code: v.facts["stands_out"] for code, v in verdicts.items() if v} == {
        "early": "", "late": "high", "night": "",
    }  # fmt: skip
    assert result.due == ("Late shift: more incidents than its time would give",)
    assert result.headline.startswith(
        "Late shift: 30 of 36 incidents, where hours worked would give about 12."
    )


def test_one_child_behind_a_shift_is_said_to_be_one_child() -> None:
    rows = on_shift({"late": 23, "early": 3})
    for row in rows[:18]:
        row["child_id"] = "c9"
    # P(23 or more of 26, half of the hours) = 2951 / 2^26 = 0.00004, four tails. Without that child 5 late of 8.
    data = build(rows, exposure=hours("shift", {"late": 100, "early": 100}))
    late = cells(where_and_when.compute(data, window(data, SUMMER)))["shift-late"]
    assert late.verdict is not None and late.verdict.facts["stands_out"] == "one-child"


def test_without_hours_shifts_and_rooms_are_shares_and_nothing_is_tested() -> None:
    rows = on_shift({"late": 6, "early": 2})
    for row in rows[:3]:
        row["location_code"] = "calm_room"
    rows[7]["shift_or_lesson"] = None
    data = build(rows)
    found = cells(where_and_when.compute(data, window(data, SUMMER)))
    # Six of the seven that say are late; three rows say where, all of them in one room.
    assert (found["shift-late"].value, found["shift-late"].unknown) == (pytest.approx(600 / 7), 1)
    assert (found["location-calm-room"].value, found["location-calm-room"].unknown) == (100, 5)
    assert "Without hours worked this is a share and no rate." in found["shift-late"].sentence
    assert found["shift-late"].verdict is None and found["shift-late"].interval is None


@pytest.mark.parametrize(
    "stated",
    [
        hours(
            "shift", {"late": 100, "early": 100}, period_start="2025-05-20"
        ),  # 104 of 143 days: under four fifths
        hours("shift", {"late": 100}),  # one shift alone has nothing to stand against
        hours("shift", {"school_day": 100, "evening": 100}),  # hours of shifts that no incident names
        hours("shift", {"late": 100, "early": 100}, place="elsewhere"),
    ],
)
def test_hours_that_do_not_cover_or_do_not_match_are_not_used(stated: list[dict[str, Any]]) -> None:
    data = build(on_shift({"late": 12, "early": 2}), exposure=stated)
    assert cells(where_and_when.compute(data, window(data, SUMMER)))["shift-late"].unit == "%"


def test_of_shift_and_lesson_only_the_one_that_incidents_name_is_used() -> None:
    rows = on_shift({"period_1": 9, "period_2": 3})
    stated = hours("shift", {"school_day": 200, "evening": 50}) + hours(
        "lesson", {"period_1": 100, "period_2": 100}
    )
    data = build(rows, exposure=stated)
    found = cells(where_and_when.compute(data, window(data, SUMMER)))
    assert (found["shift-period-1"].value, found["shift-period-1"].denominator) == (pytest.approx(3), 12)
    assert "shift-school-day" not in found


def test_weekdays_are_set_against_the_days_on_which_the_place_was_open() -> None:
    # 5 May 2025 is a Monday. Eight Mondays and four Tuesdays; summer 2025 has 20 Mondays and 20 Tuesdays of 143 days.
    rows = [
        {**row, "incident_date": day, "shift_or_lesson": "late"}
        for row, day in zip(
            incidents(12),
            ["2025-05-05", "2025-05-12", "2025-05-19", "2025-05-26"] * 2
            + ["2025-05-06", "2025-05-13", "2025-05-20", "2025-05-27"],
            strict=True,
        )
    ]
    data = build(rows)
    found = cells(where_and_when.compute(data, window(data, SUMMER)))
    # 8 in 20 days against 4 in 123.
    assert found["weekday-monday"].value == pytest.approx((8 / 20) / (4 / 123))
    assert "where days open would give about 1.7" in found["weekday-monday"].sentence  # 12 x 20/143 = 1.68


def test_home_and_school_are_never_put_together() -> None:
    rows = on_shift({"late": 10, "early": 10})
    for row in rows[:10]:
        row["setting_id"] = "school"
    for row in rows[10:]:
        row["setting_id"] = "home"
    data = build(rows, places=BOTH, exposure=hours("shift", {"late": 100, "early": 100}))
    found = cells(where_and_when.compute(data, window(data, SUMMER)))
    assert found["home-shift-early"].denominator == 10 and found["school-shift-late"].denominator == 10
    assert found["home-shift-early"].unit == "ratio" and found["school-shift-late"].unit == "%"
    # All ten of the home are early, so the rest has none and there is no rate.
    assert (found["home-shift-early"].value, found["home-shift-early"].marker) == (None, "u")
    assert found["home-shift-late"].value == 0


def test_the_timetable_has_every_timed_incident_once_and_comes_with_the_leading_window_only() -> None:
    rows = incidents(4)  # 1 to 4 May 2025: Thursday to Sunday
    for row, time in zip(rows, ["08:10", "09:59", "14:00", None], strict=True):
        row["started_time"] = time
    data = build(rows)
    (drawn,) = where_and_when.compute(data, data.calendar.current).exhibits
    assert drawn.kind == "heat" and drawn.marks["rows"] == ("08 to 10", "10 to 12", "12 to 14", "14 to 16")
    assert {row[:2]: row[2] for row in drawn.rows if row[2]} == {
        ("08 to 10", "Thu"): 1, ("08 to 10", "Fri"): 1, ("14 to 16", "Sat"): 1,
    }  # fmt: skip
    assert "1 without a start time" in drawn.sub
    assert where_and_when.compute(data, window(data, "2023-24-summer")).exhibits == ()


def test_any_of_shift_place_and_time_opens_it_and_none_locks_it() -> None:
    four = build(incidents(3))
    (locked,) = catalogue.unlock([where_and_when], four)[1]
    assert locked.unlock == ("incidents.location_code",)
    assert "a shift or lesson, a place or a start time" in locked.why
    for field, value in (("shift_or_lesson", "late"), ("location_code", "hall"), ("started_time", "10:00")):
        data = build(incidents(3, **{field: value}))
        assert catalogue.unlock([where_and_when], data)[1] == ()
    assert not banned_words(where_and_when.method)


def test_a_lower_share_of_false_calls_is_stricter() -> None:
    # 18 of 24 with half of the hours: P(18 or more) = 190051 / 16777216 = 0.0113. With the seven weekdays there are
    # 18 tails, and the strictest setting, one in a hundred, cannot call it.
    data = build(on_shift({"late": 18, "early": 6}), exposure=hours("shift", {"late": 100, "early": 100}))
    strict = replace(data.setting, thresholds={**data.setting.thresholds, "false_discovery": 0.01})
    found = cells(where_and_when.compute(replace(data, setting=strict), window(data, SUMMER)))
    assert found["shift-late"].verdict is not None and found["shift-late"].verdict.facts["stands_out"] == ""


def test_rare_lessons_stand_together_as_others_and_none_is_lost() -> None:
    # Thirteen lessons: the commonest eleven have a cell of their own, the last two (one incident each) stand together.
    counts = {f"lesson_{number:02}": 2 for number in range(1, 12)} | {"lesson_12": 1, "lesson_13": 1}
    data = build(on_shift(counts))
    found = cells(where_and_when.compute(data, window(data, SUMMER)))
    lessons = {group: cell for group, cell in found.items() if group.startswith("shift-")}
    assert len(lessons) == 12
    assert (found["shift-other"].numerator, found["shift-other"].label) == (2, "Other shifts and lessons")
    assert sum(cell.numerator or 0 for cell in lessons.values()) == 24  # 11 x 2 + 2
