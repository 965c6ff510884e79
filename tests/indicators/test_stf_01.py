"""STF-01: what each adult led or held in, beside what hours worked would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from example_rows import BOTH, build, cells, window
from staff_rows import adult, dealt, incidents, part

from generator import catalogue
from generator.indicators.staffing_people import involvement
from generator.model import StaffPatterns
from generator.statistics.wording import banned_words

# Summer 2025 runs from 11 April to 31 August 2025: 143 days of a home that is open every day.
SUMMER = "2024-25-summer"
FIVE = [adult(f"a{number}") for number in range(1, 6)]


def test_expected_is_the_share_of_the_teams_hours_and_stands_beside_the_actual() -> None:
    # 20 parts. Hours 40 + 40 + 40 + 40 + 20 = 180 a week, so a1 is expected in 20 x 40/180 = 4.44, a5 in 2.22.
    team = [*FIVE[:4], adult("a5", 20)]
    parts = dealt({"a1": 4, "a2": 4, "a3": 4, "a4": 4, "a5": 4})
    data = build(incidents(20), staff=team, staff_involvement=parts)
    found = cells(involvement.compute(data, window(data, SUMMER)))
    assert (found["a1"].numerator, found["a1"].denominator) == (4, pytest.approx(40 / 9))
    assert found["a1"].value == pytest.approx(0.9) and found["a5"].value == pytest.approx(1.8)
    low, high = found["a5"].interval or (0, 0)
    assert low < 1 < 1.8 < high
    assert (found["Total"].value, found["Total"].denominator) == (0, 5)
    assert "does not stand out" in found["a5"].sentence
    assert len(found["a1"].evidence) == 4 and found["a1"].evidence[0].table == "staff_involvement"


def test_hours_are_weekly_hours_times_the_open_weeks_in_post() -> None:
    # a5 joined on 20 June: 11 + 31 + 31 = 73 of 143 days. Hours by day: 4 x 143 + 73 = 645; 20 x 73/645 = 2.26.
    team = [*FIVE[:4], adult("a5", start_on="2025-06-20")]
    data = build(
        incidents(20), staff=team, staff_involvement=dealt({"a1": 5, "a2": 5, "a3": 5, "a4": 3, "a5": 2})
    )
    found = cells(involvement.compute(data, window(data, SUMMER)))
    assert found["a5"].denominator == pytest.approx(20 * 73 / 645)


def test_stated_hours_of_an_adult_come_before_weekly_ones() -> None:
    # Stated for all of the window: 100 hours. The others: 40 x 143/7 each. 20 x 100 / (100 + 4 x 817.14) = 0.594.
    stated = {
        "setting_id": "home",
        "period_start": "2025-04-11",
        "period_end": "2025-08-31",
        "dimension": "staff",
        "value": "a5",
        "measure": "staff_hours",
        "amount": 100,
    }
    parts = dealt({"a1": 5, "a2": 5, "a3": 5, "a4": 4, "a5": 1})
    for hours in (None, 40):
        data = build(
            incidents(20), staff=[*FIVE[:4], adult("a5", hours)], staff_involvement=parts, exposure=[stated]
        )
        found = cells(involvement.compute(data, window(data, SUMMER)))
        assert found["a5"].denominator == pytest.approx(20 * 100 / (100 + 4 * 40 * 143 / 7))
    # Stated for half of it only, the weekly hours stand.
    half = {**stated, "period_start": "2025-07-01"}
    data = build(incidents(20), staff=FIVE, staff_involvement=parts, exposure=[half])
    assert cells(involvement.compute(data, window(data, SUMMER)))["a5"].denominator == pytest.approx(4)


def test_an_adult_stands_out_only_where_it_holds_without_the_child_with_most() -> None:
    # a1 in 12 of 20 where 4 are expected: P(12 or more) = 0.0001, ten tails. Six children, two or so each.
    counts = {"a1": 12, "a2": 2, "a3": 2, "a4": 2, "a5": 2}
    data = build(incidents(20), staff=FIVE, staff_involvement=dealt(counts))
    result = involvement.compute(data, data.calendar.current)
    found = cells(result)
    assert found["a1"].verdict is not None and found["a1"].verdict.facts["stands_out"] == "high"
    assert (found["Total"].value, [ref.row for ref in found["Total"].evidence]) == (1, [2])
    assert result.due == ("1 adult involved more than hours worked would give: ask what they need",)
    # The same with ten of the twelve about one child: without that child 2 of 10 are left, where 2 are expected.
    rows = incidents(20)
    for row in rows[:10]:
        row["child_id"] = "c9"
    data = build(rows, staff=FIVE, staff_involvement=dealt(counts))
    found = cells(involvement.compute(data, window(data, SUMMER)))
    assert found["a1"].verdict is not None and found["a1"].verdict.facts["stands_out"] == "one-child"
    assert found["Total"].value == 0 and "comes from one child" in found["a1"].sentence


def test_each_adult_counts_once_an_incident_and_only_where_leading_or_holding() -> None:
    rows = incidents(10)
    rows[9]["intervention_category"] = "guided_contact"
    parts = [
        *dealt({"a1": 2, "a2": 2, "a3": 2, "a4": 2, "a5": 2}),  # the tenth incident was not restrictive
        part(1, "a1", "led"),  # the same adult again
        part(2, "a2", "present"),
        part(3, "a3", "called_to_help"),
        part(1, "a4", "held"),
    ]
    data = build(rows, staff=FIVE, staff_involvement=parts)
    found = cells(involvement.compute(data, window(data, SUMMER)))
    assert {code: found[code].numerator for code in ("a1", "a2", "a3", "a4", "a5")} == {
        "a1": 2, "a2": 2, "a3": 2, "a4": 3, "a5": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("team", "why"),
    [
        ([adult("a1", None), *FIVE[1:]], "hours not known, and four are left"),
        ([*FIVE[:4], adult("a5", team="blue")], "four in one team, one in the other"),
        ([*FIVE[:4], adult("a5", start_on="2025-09-01")], "not in post yet"),
        ([*FIVE[:4], adult("a5", 0)], "no hours at all"),
    ],
)
def test_a_small_team_and_unknown_hours_are_never_compared(team: list[dict[str, Any]], why: str) -> None:
    parts = dealt({"a1": 12, "a2": 2, "a3": 2, "a4": 2, "a5": 2})
    data = build(incidents(20), staff=team, staff_involvement=parts)
    result = involvement.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].value, cells(result)["Total"].marker) == (None, "u"), why
    assert all(cell.verdict is None and cell.value is None for cell in result.cells), why


def test_under_ten_parts_in_a_team_nothing_is_compared() -> None:
    data = build(incidents(9), staff=FIVE, staff_involvement=dealt({"a1": 9}))
    assert cells(involvement.compute(data, window(data, SUMMER)))["Total"].marker == "u"


def test_the_list_is_in_the_order_of_codes_and_says_what_else_explains_a_number() -> None:
    team = [*FIVE[1:4], adult("a5", role_group="night"), FIVE[0]]
    parts = dealt({"a5": 8, "a1": 4, "a2": 3, "a3": 3, "a4": 2})
    rows = incidents(20)
    for row in rows[8:12]:
        row["child_id"] = "c1"
    for row in parts[8:11]:
        row["was_key_adult"] = True
    parts += [part(1, "a2", "called_to_help"), part(2, "a2", "called_to_help")]
    data = build(rows, staff=team, staff_involvement=parts)
    (listing,) = involvement.compute(data, data.calendar.current).listings
    assert [row[0] for row in listing.rows] == ["a1", "a2", "a3", "a4", "a5"]
    why = {row[0]: row[-1] for row in listing.rows}
    assert why["a1"] == "key adult of the child in 3 of 4; one child in 4 of 4"
    assert why["a2"] == "also called to help 2 times" and why["a5"] == "works nights"
    # 20 parts, a fifth each: 4 expected; P(0) = 0.012 < 0.025 < P(0 or 1) = 0.069, so the usual range begins at 1.
    assert listing.rows[0][2:4] == (4, "4.0") and listing.rows[0][4].startswith("1 to ")
    assert involvement.compute(data, window(data, "2023-24-summer")).listings == ()


def test_each_place_is_a_team_of_its_own_and_parts_elsewhere_are_left_out() -> None:
    rows = incidents(10, setting_id="school") + incidents(10, setting_id="home")
    home = [adult(f"h{number}") for number in range(5)]
    school = [adult(f"s{number}", setting_id="school") for number in range(5)]
    # Ten parts in the school by the school's adults; in the home nine by its own and one by an adult of the school.
    counts = {**{f"s{n}": 2 for n in range(5)}, "h0": 5, "h1": 4, "s4": 1}
    parts = dealt({f"s{n}": 2 for n in range(5)})
    parts += [part(11 + n, code) for n, code in enumerate(["h0"] * 5 + ["h1"] * 4 + ["s4"])]
    data = build(rows, places=BOTH, staff=home + school, staff_involvement=parts, as_of=date(2025, 8, 31))
    found = cells(involvement.compute(data, window(data, SUMMER)))
    assert found["s4-school"].numerator == 2 and counts["s4"] == 1
    assert found["s0-school"].value == pytest.approx(1) and found["h0-home"].value is None


def test_it_is_locked_without_a_purpose_and_without_hours() -> None:
    parts = dealt({"a1": 10})
    data = build(incidents(10), staff=[adult(f"a{n}", None) for n in range(5)], staff_involvement=parts)
    (locked,) = catalogue.unlock([involvement], data)[1]
    assert set(locked.unlock) == {"setting.yml:staff_patterns", "staff.weekly_hours"}
    known = replace(
        data.setting, staff_patterns=StaffPatterns("to see who needs rest", "the head", date(2025, 1, 1))
    )
    ready = build(incidents(10), staff=FIVE, staff_involvement=parts)
    assert catalogue.unlock([involvement], replace(ready, setting=known))[1] == ()
    assert involvement.internal_only and not banned_words(involvement.method)


def test_the_list_says_why_by_whose_decision_and_since_when_it_is_made() -> None:
    data = build(incidents(10), staff=FIVE, staff_involvement=dealt({"a1": 10}))
    named = StaffPatterns("to see who needs rest.", "the head", date(2025, 1, 6))
    known = replace(data, setting=replace(data.setting, staff_patterns=named))
    (listing,) = involvement.compute(known, known.calendar.current).listings
    assert listing.note.endswith("Looked at to see who needs rest: the head, since 6 Jan 2025.")


@pytest.mark.parametrize(("names", "compared"), [(("c1", "c2"), 0), (("c1", "c2", "c3"), 5)])
def test_a_team_is_compared_from_three_children(names: tuple[str, ...], compared: int) -> None:
    # Five adults with the same hours and four parts each: twenty in all, with two children or with three.
    team = [adult(f"a{number}") for number in range(5)]
    data = build(
        incidents(20, names=names),
        staff=team,
        staff_involvement=dealt({f"a{number}": 4 for number in range(5)}),
    )
    total = cells(involvement.compute(data, window(data, SUMMER)))["Total"]
    assert (total.denominator, total.marker) == (compared, None if compared else "u")
