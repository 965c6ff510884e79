"""STF-04: parts taken by agency and new adults beside their share of the hours."""

from __future__ import annotations

import pytest
from example_rows import build, cells, window
from staff_rows import adult, dealt, incidents

from generator.indicators.staffing_mix import staffing_mix

SUMMER = "2024-25-summer"
OWN = [adult(f"p{number}") for number in range(5)]
AGENCY = [adult(f"g{number}", employment_type="agency" if number % 2 else "bank") for number in range(5)]


def test_agency_and_bank_adults_are_set_against_their_share_of_the_hours() -> None:
    # Ten adults with the same hours. 12 of 20 parts by agency and bank adults where 10 are expected.
    parts = dealt({"p0": 8, "g0": 6, "g1": 6})
    data = build(incidents(20), staff=OWN + AGENCY, staff_involvement=parts)
    found = cells(staffing_mix.compute(data, window(data, SUMMER)))
    outside = found["agency-and-bank"]
    assert (outside.numerator, outside.denominator) == (12, pytest.approx(10))
    assert outside.value == pytest.approx(1.2)
    assert outside.interval is not None and outside.interval[0] < 1 < outside.interval[1]
    assert found["Total"].numerator == 20 and found["Total"].unknown == 0
    assert len(outside.evidence) == 12


def test_each_team_is_weighed_by_itself() -> None:
    # Green: 16 parts by five own adults; blue: 4 parts, five agency adults alone. Expected of agency: 4, not 10.
    blue = [{**each, "team": "blue"} for each in AGENCY]
    data = build(incidents(20), staff=OWN + blue, staff_involvement=dealt({"p0": 16, "g0": 4}))
    assert cells(staffing_mix.compute(data, window(data, SUMMER)))["agency-and-bank"].value == pytest.approx(
        1
    )


def test_new_adults_count_for_their_first_ninety_days_only() -> None:
    # Five adults join on 11 April 2025; day 90 is 9 July, the last new day. Each works 143 days, 90 of them new.
    new = [adult(f"n{number}", start_on="2025-04-11") for number in range(5)]
    rows = incidents(10, "2025-07")  # 1 to 10 July: the first nine are in the ninety days
    data = build(rows, staff=OWN + new, staff_involvement=dealt({"n0": 10}))
    first = cells(staffing_mix.compute(data, window(data, SUMMER)))["first-days"]
    assert first.numerator == 9
    # 10 parts, half of the hours by the new, 90/143 of those in their first days.
    assert first.denominator == pytest.approx(10 * 0.5 * 90 / 143)
    assert first.value == pytest.approx(9 / (5 * 90 / 143))


def test_hours_that_are_not_known_are_apart_and_small_groups_have_no_ratio() -> None:
    few = [*AGENCY[:4], {**AGENCY[4], "weekly_hours": None}]
    data = build(incidents(20), staff=OWN + few, staff_involvement=dealt({"p0": 10, "g0": 6, "g4": 4}))
    result = staffing_mix.compute(data, window(data, SUMMER))
    found = cells(result)
    assert (found["Total"].numerator, found["Total"].unknown) == (16, 4)
    # Four agency adults with hours: a ratio would be nearly a person.
    assert (found["agency-and-bank"].value, found["agency-and-bank"].marker) == (None, "u")
    assert found["agency-and-bank"].numerator == 6
    assert "led or held 16 times" in result.headline


@pytest.mark.parametrize("names", [("c1", "c2"), ("c1",)])
def test_under_ten_parts_or_three_children_there_is_no_ratio(names: tuple[str, ...]) -> None:
    data = build(incidents(20, names=names), staff=OWN + AGENCY, staff_involvement=dealt({"p0": 8, "g0": 12}))
    assert cells(staffing_mix.compute(data, window(data, SUMMER)))["agency-and-bank"].marker == "u"
    data = build(incidents(9), staff=OWN + AGENCY, staff_involvement=dealt({"p0": 5, "g0": 4}))
    assert cells(staffing_mix.compute(data, window(data, SUMMER)))["agency-and-bank"].marker == "u"


def test_where_nobody_on_the_list_was_in_post_in_the_window_all_parts_are_not_known() -> None:
    # All five left in 2021; the records name them in 10 parts of 2025.
    gone = [adult(f"p{number}", end_on="2021-12-31") for number in range(5)]
    data = build(incidents(10), staff=gone, staff_involvement=dealt({"p0": 5, "p1": 5}))
    found = cells(staffing_mix.compute(data, window(data, SUMMER)))
    whole = found["Total"]
    assert (whole.value, whole.marker, whole.denominator, whole.unknown) == (None, "x", 10, 10)
    assert (
        whole.sentence
        == "Adults led or held 10 times in summer term 2025, and the hours of none of them are known."
    )
