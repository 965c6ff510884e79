"""CHG-05: before and after a practice change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from example_rows import BOTH, SCHOOL, build, cells, held, roll, window

from generator.indicators.change_actions import before_and_after

SUMMER = "2024-25-summer"
START = date(2025, 4, 20)
CHILDREN = tuple(f"child-{number}" for number in range(8))


def action(number: str = "act_1", **more: Any) -> dict[str, Any]:
    given = {
        "action_id": number,
        "scope": "whole_setting",
        "scope_value": None,
        "effective_from": START.isoformat(),
    }
    return {**given, "published_title": "Quiet arrival", **more}


def days_after(*offsets: int, child: str = "child-0") -> list[dict[str, Any]]:
    return [held(child, (START + timedelta(days=offset)).isoformat()) for offset in offsets]


def test_sixty_days_before_are_set_against_sixty_after_a_week() -> None:
    rows = [
        *days_after(-61),  # a day too early
        *days_after(*range(-60, -48)),  # 12 before
        *days_after(0, 3, 6),  # in the week that is left out
        *days_after(7, 30, 66),  # 3 after
        *days_after(67, 126),  # 2 in days 61 to 120
        *days_after(127),  # a day too late
    ]
    data = build(rows, children=roll(*CHILDREN), actions=[action()])
    result = before_and_after.compute(data, window(data, SUMMER))
    found = cells(result)["act-1"]
    # Eight children for 60 days each time: 480 child-days, so the ratio is 3 / 12.
    assert found.value == pytest.approx(0.25)
    assert found.numerator == 3 and len(found.evidence) == 3
    assert found.interval is not None and found.interval[0] < 0.25 < found.interval[1]
    line = result.listings[0].rows[0]
    assert line[2:4] == ("12 (2.5 per 100)", "3 (0.62 per 100)")
    assert line[5] == "2 (0.42 per 100)"
    # Without child-0, who has all of them: 420 child-days, nothing before and nothing after.
    assert line[4] == "0 (0 per 100), then 0 (0 per 100)"


def test_under_ten_incidents_there_is_no_ratio_and_the_counts_are_said() -> None:
    data = build(days_after(-5, -4, 10), children=roll(*CHILDREN), actions=[action()])
    found = cells(before_and_after.compute(data, window(data, SUMMER)))["act-1"]
    assert (found.value, found.marker, found.numerator) == (None, "u", 1)
    assert found.sentence.startswith("2 incidents in the 60 days before, 1 in 60 after.")


def test_a_change_for_one_child_carries_the_warning_whatever_its_figures() -> None:
    data = build(
        [*days_after(*range(-40, -28)), *days_after(10), *days_after(-3, child="child-1")],
        children=roll(*CHILDREN),
        actions=[action(scope="child", scope_value="child-0")],
    )
    found = cells(before_and_after.compute(data, window(data, SUMMER)))["act-1"]
    assert found.verdict is not None and found.verdict.klass == "R7"
    assert found.sentence.startswith("Before: 12 incidents in 60 days. After: 1 in 60 days.")
    assert "not evidence that the change worked" in found.sentence


def test_with_fewer_than_28_days_since_nothing_is_compared() -> None:
    # The week after the change ends on 27 April; 24 May is the 28th day after it, 23 May the 27th.
    rows = days_after(*range(-12, 0))
    late = build(rows, as_of=date(2025, 5, 23), children=roll(*CHILDREN), actions=[action()])
    found = cells(before_and_after.compute(late, window(late, SUMMER)))["act-1"]
    assert (found.marker, found.verdict, found.sentence) == ("x", None, "Not compared: too few days since.")
    enough = build(rows, as_of=date(2025, 5, 24), children=roll(*CHILDREN), actions=[action()])
    assert cells(before_and_after.compute(enough, window(enough, SUMMER)))["act-1"].value == 0


def test_a_scope_the_tables_cannot_follow_is_said_and_not_guessed() -> None:
    data = build(
        days_after(-1), children=roll(*CHILDREN), actions=[action(scope="staff_team", scope_value="team-a")]
    )
    found = cells(before_and_after.compute(data, window(data, SUMMER)))["act-1"]
    assert found.marker == "x" and "scope" in found.sentence


def test_other_changes_in_the_same_days_are_named() -> None:
    other = action("act_2", effective_from="2025-05-20", published_title="Smaller lunch groups")
    data = build(days_after(-1), children=roll(*CHILDREN), actions=[action(), other])
    lines = before_and_after.compute(data, window(data, SUMMER)).listings[0].rows
    assert {line[0]: line[6] for line in lines} == {
        "Quiet arrival": "Smaller lunch groups",
        "Smaller lunch groups": "Quiet arrival",
    }


def test_only_changes_that_began_in_the_window_have_a_cell() -> None:
    data = build(days_after(-1), children=roll(*CHILDREN), actions=[action(effective_from="2025-02-01")])
    assert before_and_after.compute(data, window(data, SUMMER)).cells == ()


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (
            "2025-02-28",
            "The change was raised before Mar 2025 (3), the month with most incidents in its scope.",
        ),
        ("2025-03-01", "The change was raised in Mar 2025 (3), the month with most incidents in its scope."),
        (
            "2025-04-01",
            "The change was raised after Mar 2025 (3), the month with most incidents in its scope.",
        ),
    ],
)
def test_whether_it_was_raised_before_or_after_the_month_with_most_incidents_is_said(
    raised: str, said: str
) -> None:
    # 20 April less 50, 49 and 48 days is 1, 2 and 3 March 2025; one more on 15 April, and one a year and a day before.
    rows = [*days_after(-50, -49, -48, -5), *[held("child-0", "2024-04-19")] * 9]
    data = build(rows, children=roll(*CHILDREN), actions=[action(raised_on=raised)])
    result = before_and_after.compute(data, window(data, SUMMER))
    assert said in cells(result)["act-1"].sentence
    assert result.listings[0].columns[7] == "raised"
    assert f"The change was raised {result.listings[0].rows[0][7]}, the month" in said


def test_where_two_months_share_most_incidents_nothing_is_said_of_either() -> None:
    data = build(days_after(-50, -5), children=roll(*CHILDREN), actions=[action(raised_on="2025-03-20")])
    assert "raised" not in cells(before_and_after.compute(data, window(data, SUMMER)))["act-1"].sentence


def test_the_days_that_a_setting_chose_are_the_days_that_are_printed() -> None:
    rows = [*days_after(*range(-28, -16), *range(10, 15))]  # 12 in the 28 days before; 5 from the 10th day on
    chosen = {"before_after_days": 30, "washout_days": 10}
    data = build(rows, children=roll(*CHILDREN), actions=[action()], thresholds=chosen)
    result = before_and_after.compute(data, window(data, SUMMER))
    assert cells(result)["act-1"].sentence.startswith("12 incidents in the 30 days before, 5 in 30 after.")
    assert "30 days before and after, 10 days left out" in result.exhibits[0].sub
    assert result.exhibits[0].marks["days"] == 30
    assert result.listings[0].columns[5] == "31 to 60 days after"
    assert result.listings[0].note.startswith("Incidents in 30 days before and after each change.")


def test_counts_and_rows_stay_with_the_scope_of_the_change() -> None:
    rows = [
        *days_after(-10, 10),  # child-0: two in the group
        *days_after(-10, 10, child="child-1"),  # of another age
        held("child-0", "2025-05-05", location_code="hall"),
        held("child-1", "2025-05-06", location_code="hall"),
        held("child-1", "2025-05-07", location_code="corridor"),
    ]
    rows = [{"location_code": None, **each} for each in rows]
    children = [*roll("child-0", age_band="5-7"), *roll("child-1", age_band="8-11")]
    young = action("act_1", scope="group", scope_value="5-7")
    hall = action("act_2", scope="location", scope_value="hall")
    nowhere = action("act_3", scope="location", scope_value="moon")
    data = build(rows, children=children, actions=[young, hall, nowhere])
    found = cells(before_and_after.compute(data, window(data, SUMMER)))
    # After, from 27 April: of the group 30 April and 5 May; in the hall 5 and 6 May; nothing anywhere unknown.
    assert [ref.row for ref in found["act-1"].evidence] == [3, 6]
    assert [ref.row for ref in found["act-2"].evidence] == [6, 7]
    assert (found["act-3"].numerator, found["act-3"].value) == (0, None)


def test_incidents_on_days_when_the_place_was_closed_are_left_out_as_its_child_days_are() -> None:
    # 20 April 2025 is a Sunday, so offsets of sevens are Sundays, and those one less Saturdays.
    rows = [
        *days_after(*range(-6, -1), *range(-13, -8), -20, -19),  # 5 + 5 + 2 = 12 before, Monday to Friday
        *days_after(-1, -8, -15, -22),  # 4 Saturdays
        *days_after(8, 9, 10),  # 3 after
        *days_after(7, 14, 21, 28, 35),  # 5 Sundays
    ]
    data = build(rows, places=(SCHOOL,), children=roll(*CHILDREN, place="school"), actions=[action()])
    result = before_and_after.compute(data, window(data, SUMMER))
    found = cells(result)["act-1"]
    # Eight weeks and four days each time: 40 + 3 (Wednesday to Friday; Monday to Wednesday) open days, for 8 children.
    assert found.value == pytest.approx(0.25)
    assert found.numerator == 3 and len(found.evidence) == 3
    assert found.sentence.startswith("12 incidents in the 60 days before, 3 in 60 after.")
    assert found.sentence.endswith(
        "Not counted, because the place was closed that day: 4 incidents before, 5 after."
    )
    assert result.listings[0].rows[0][2:4] == ("12 (3.5 per 100)", "3 (0.87 per 100)")  # of 8 x 43 = 344
    assert result.listings[0].note.endswith("Incidents on days when the place was closed are not counted.")


def test_of_two_places_a_day_is_open_where_the_incident_was() -> None:
    # Saturdays: open for the home, closed for the school; a row that names neither may have been at the home.
    rows = [
        *[{**each, "setting_id": "home"} for each in days_after(-1, 13)],
        *[{**each, "setting_id": "school"} for each in days_after(-8, 20)],
        *[{**each, "setting_id": None} for each in days_after(-15, 27)],
    ]
    children = [*roll("child-0", place="home"), *roll("child-0", place="school")]
    data = build(rows, places=BOTH, children=children, actions=[action()])
    found = cells(before_and_after.compute(data, window(data, SUMMER)))["act-1"]
    assert found.sentence.startswith("2 incidents in the 60 days before, 2 in 60 after.")
    assert found.sentence.endswith("closed that day: 1 incident before, 1 after.")
