"""CHG-01: restrictive incidents for every 100 child-days."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from example_rows import BOTH, HOME, build, cells, held, roll, window

from generator.indicators._by_shift import Compared
from generator.indicators.change import rate

# Summer 2025 runs from 11 April to 31 August 2025: 20 + 31 + 30 + 31 + 31 = 143 days of a home that never closes.
SUMMER = "2024-25-summer"


def test_the_rate_is_rows_over_child_days_and_leaves_out_what_is_not_restrictive() -> None:
    rows = [
        held("a", "2025-04-11"),
        held("a", "2025-05-01", intervention_category="guided_contact|seclusion"),
        held("b", "2025-08-31"),
        held("b", "2025-06-01", intervention_category="guided_contact"),  # not restrictive
        held("b", "2025-06-02", intervention_category="de_escalated_no_restriction"),  # not restrictive
        held("b", "2025-04-10"),  # the day before
        held("b", "2025-09-01"),  # the day after the last
    ]
    # b joins on 1 June: 30 + 31 + 31 = 92 days. With a's 143 that makes 235 child-days.
    data = build(rows, as_of=date(2025, 9, 30), children=roll("a") + roll("b", since="2025-06-01"))
    found = cells(rate.compute(data, window(data, SUMMER)))
    assert (found["Total"].numerator, found["Total"].denominator) == (3, 235)
    assert found["Total"].value == pytest.approx(300 / 235)
    # Garwood for 3: half of the chi-square points 1.2373 (6 degrees, 2.5 %) and 17.5345 (8 degrees, 97.5 %).
    assert found["Total"].interval == pytest.approx(
        (100 * 1.2373 / 2 / 235, 100 * 17.5345 / 2 / 235), rel=1e-3
    )
    assert (found["incidents"].value, found["children"].value, found["children"].denominator) == (3, 2, 2)
    assert [ref.row for ref in found["Total"].evidence] == [2, 3, 4]
    assert [ref.row for ref in found["children"].evidence] == [2, 4]


def test_without_a_roll_there_are_counts_and_no_rate() -> None:
    data = build([held("a", "2025-05-01"), held("b", "2025-05-02")])
    found = cells(rate.compute(data, window(data, SUMMER)))
    assert (found["Total"].value, found["Total"].marker, found["Total"].numerator) == (None, "x", 2)
    assert (found["incidents"].value, found["children"].value) == (2, 2)
    assert found["children"].denominator is None


def test_incidents_by_place_add_up_also_where_a_row_names_no_place() -> None:
    rows = [
        held("a", "2025-05-01", setting_id="home"),
        held("a", "2025-05-02", setting_id="school"),
        held("a", "2025-05-06", setting_id="school"),
        held("a", "2025-05-07", setting_id=None),
    ]
    data = build(rows, places=BOTH)
    found = cells(rate.compute(data, window(data, SUMMER)))
    assert {g: found[g].value for g in ("home", "school", "place-not-known")} == {
        "home": 1,
        "school": 2,
        "place-not-known": 1,
    }
    assert found["incidents"].value == 4
    assert found["school"].dims == {"place": "school"}


def test_a_lasting_difference_in_many_children_is_called_and_few_incidents_are_not() -> None:
    children = [f"child-{number}" for number in range(8)]
    # Eight children with three incidents each in summer 2024; one in 2025: 24 against 1, no child stands out.
    before = [held(child, f"2024-05-0{day}") for child in children for day in (1, 2, 3)]
    data = build([*before, held(children[0], "2025-05-01")], children=roll(*children))
    summer = rate.compute(data, window(data, SUMMER))
    whole = cells(summer)["Total"]
    assert whole.compare_window == "2023-24-summer"
    assert whole.verdict is not None and whole.verdict.klass == "R2"
    assert summer.headline.startswith("Fewer incidents were recorded in summer term 2025")
    assert "does not show why" in whole.sentence

    none = build(before, children=roll(*children))
    summer = rate.compute(none, window(none, SUMMER))
    whole = cells(summer)["Total"]
    # Summer 2024 ran from 11 April to 31 August too, 143 days: (143 / 286)^24 is one in sixteen million.
    assert whole.verdict is not None and whole.verdict.klass == "R5"
    assert whole.verdict.facts["met"] == 1 and whole.verdict.facts["d"] == 143
    assert whole.sentence.startswith(
        "No incidents were recorded in 143 open days, longer than the usual gaps here."
    )
    assert not summer.headline.startswith("Fewer") and "recording was complete" in summer.slots.ask

    few = build(before[:5], children=roll(*children))
    verdict = cells(rate.compute(few, window(few, SUMMER)))["Total"].verdict
    assert verdict is not None and verdict.klass == "R0" and verdict.facts["n"] == 5


def test_a_difference_that_is_one_childs_is_said_to_be_one_childs_or_not_called() -> None:
    children = [f"child-{number}" for number in range(8)]
    rows = [held("child-0", f"2025-05-{day:02}") for day in range(1, 21)]
    rows += [held(child, "2024-05-01") for child in children[1:]]
    rows += [held(child, "2025-05-01") for child in children[1:]]
    data = build(rows, children=roll(*children))
    verdict = cells(rate.compute(data, window(data, SUMMER)))["Total"].verdict
    assert verdict is not None and verdict.klass in ("R1", "R4")


def test_shifts_are_tested_against_hours_and_the_rest_add_up() -> None:
    children = [f"child-{number}" for number in range(10)]
    late = [held(child, f"2025-05-{day:02}", shift_or_lesson="late") for child in children for day in (1, 8)]
    early = [
        held(child, f"2025-05-{day:02}", shift_or_lesson="early") for child in children[:6] for day in (2,)
    ]
    earlier = [held(child, "2024-05-02", shift_or_lesson="early") for child in children[:6]]
    unknown = [held("child-0", "2025-05-03", shift_or_lesson=None)]
    hours = [
        {
            "setting_id": "home",
            "period_start": f"{year}-04-11",
            "period_end": f"{year}-08-31",
            "dimension": "shift",
            "value": shift,
            "measure": "staff_hours",
            "amount": 1000,
        }
        for year in (2024, 2025)
        for shift in ("early", "late")
    ]
    data = build(late + early + earlier + unknown, children=roll(*children), exposure=hours)
    found = cells(rate.compute(data, window(data, SUMMER)))
    assert (found["shift-late"].value, found["shift-early"].value, found["shift-not-known"].value) == (
        20,
        6,
        1,
    )
    # 20 against 0 in the same hours: p = 2 x 0.5^20, and every child took part. 6 against 6 is an even split.
    assert (
        found["shift-late"].verdict is not None and found["shift-late"].verdict.facts["stands_out"] == "high"
    )
    assert found["shift-early"].verdict is not None and found["shift-early"].verdict.facts["stands_out"] == ""
    assert "Allowing for hours worked" in found["shift-early"].sentence
    assert found["shift-not-known"].verdict is None


def compared(before: list[int], after: list[int]) -> Compared:
    """A shift with the same hours in both windows."""
    return Compared(np.array(before), np.array(after), 1000.0, 1000.0)


def test_a_shift_with_one_incident_a_child_is_tested_exactly() -> None:
    # Two before and fourteen after, sixteen children: 2 x P(two or fewer of sixteen) = 2 (1 + 16 + 120) / 65536.
    shift = compared([1, 1] + [0] * 14, [0, 0] + [1] * 14)
    assert shift.p() == pytest.approx(274 / 65536)
    assert shift.reading(shift.p(), shift.p(None), 0.006) == "high"


def test_a_shift_on_which_five_children_had_a_hard_week_is_not_said_to_have_changed() -> None:
    # Two before, of one child, and 25 after, five each of five others. p = 2/27 before. Squares of x - T·p:
    # 2 x (50/27)² for the first, 2 x (10/27)² for each other = 6000/729, times 6/5; by chance 27 x 27/26 x 2 x 2/27
    # x 25/27 = 50/13.
    shift = compared([2, 0, 0, 0, 0, 0], [0, 5, 5, 5, 5, 5])
    assert shift.together.effect == pytest.approx(6000 / 729 * 6 / 5 / (50 / 13))
    # One by one: 2 x (1 + 27 + 351) / 2^27, and without one of the five 2 x (1 + 22 + 231) / 2^22.
    assert shift.p(None) == pytest.approx(758 / 2**27) and shift.p(None, 1) == pytest.approx(508 / 2**22)
    # Divided, 0.78 against 9.7: rarer than one of ten (22/1024), not so rare as none of ten (2/1024).
    assert 2 / 1024 < shift.p() < 22 / 1024
    assert shift.reading(shift.p(), shift.p(None), 0.006) == ""


def test_a_shift_that_is_one_childs_is_said_to_be() -> None:
    # Fourteen of one child after, and one each of two others on both sides: 2 against 16, p = 2 x 172 / 2^18.
    shift = compared([0, 1, 1], [14, 1, 1])
    assert shift.p(None) == pytest.approx(344 / 2**18) and shift.p() > 0.05
    assert shift.reading(shift.p(), shift.p(None), 0.006) == "one-child"


def test_shifts_are_divided_by_what_all_of_them_show_as_one() -> None:
    alone = compared([1, 1] + [0] * 14, [0, 0] + [1] * 14)
    # Half of 2 and 14 is one of eight: 2 x (1 + 8) / 256.
    assert alone.p(2.0) == pytest.approx(18 / 256)


def test_without_hours_shifts_are_counts_only() -> None:
    data = build([held("a", "2025-05-01", shift_or_lesson="late")])
    assert cells(rate.compute(data, window(data, SUMMER)))["shift-late"].verdict is None


def test_drawings_come_with_the_leading_window_only_and_mark_closed_months_and_breaks() -> None:
    rows = [held("a", "2025-11-03"), held("a", "2026-05-05")]
    data = build(rows, as_of=date(2026, 8, 31), places=(BOTH[0],), children=roll("a", place="school"))
    current = rate.compute(data, data.calendar.current)
    control = next(each for each in current.exhibits if each.kind == "control")
    states = {row[2]: row[11] for row in control.rows}
    phases = {row[2]: row[7] for row in control.rows}
    # Without dated terms for 2025-26 the school is closed in all of it.
    assert states["Nov 2025"] == "closed"
    assert (phases["Mar 2026"], phases["Apr 2026"]) == (1, 2)
    assert [event[3] for event in control.marks["events"]] == ["break"]
    assert rate.compute(data, data.calendar.completed_terms[0]).exhibits == ()


def test_a_home_has_no_break_in_april_2026() -> None:
    rows = [held("a", f"2026-{month:02}-03") for month in range(1, 9)]
    data = build(rows, as_of=date(2026, 8, 31), places=(HOME,), children=roll("a"))
    exhibits = rate.compute(data, data.calendar.current).exhibits
    control = next(each for each in exhibits if each.kind in ("control", "days-between"))
    assert not any(event[3] == "break" for event in control.marks.get("events", ()))


def test_the_week_has_every_incident_once() -> None:
    # 5 May 2025 is a Monday, 10 May a Saturday.
    data = build([held("a", "2025-05-05"), held("b", "2025-05-05"), held("a", "2025-05-10")])
    week = next(each for each in rate.compute(data, data.calendar.current).exhibits if each.kind == "heat")
    assert sum(row[2] for row in week.rows) == 3
    assert {row[1]: row[2] for row in week.rows if row[2]} == {"Mon": 2, "Sat": 1}
