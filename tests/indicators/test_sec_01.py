"""SEC-01: seclusion by what the child experienced."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from example_rows import BOTH, HOME, SCHOOL, TERMS, build, cells, held, roll, window

from generator.indicators._seclusion import states
from generator.indicators.seclusion import by_experience
from generator.model import TermDates

SUMMER = "2024-25-summer"


def apart(
    when: str, category: str, kept_in: bool | None, sanction: bool | None = None, **more: Any
) -> dict[str, Any]:
    child = more.pop("child", "a")
    return held(
        child,
        when,
        intervention_category=category,
        prevented_from_leaving=kept_in,
        is_disciplinary=sanction,
        **more,
    )


ROWS = [
    apart("2025-05-01", "seclusion", True, duration_minutes=10),  # 2 yes
    apart(
        "2025-05-02", "physical_restraint|seclusion", None, child="b", duration_minutes=5
    ),  # 3 yes: called so
    apart(
        "2025-05-03", "de_escalated_no_restriction", True, duration_minutes=None
    ),  # 4 yes: whatever it is called
    apart("2025-05-04", "disciplinary_removal", True, duration_minutes=40),  # 5 no: a sanction
    apart("2025-05-05", "guided_contact", True, True, duration_minutes=40),  # 6 no: a sanction
    apart("2025-05-06", "physical_restraint", False, duration_minutes=40),  # 7 no
    apart("2025-05-07", "physical_restraint", None, duration_minutes=40),  # 8 does not say
    apart("2025-05-08", "disciplinary_removal", None, duration_minutes=40),  # 9 no: a sanction either way
    apart("2024-05-08", "seclusion", True, duration_minutes=40),  # 10 another window
]


def test_what_the_child_experienced_decides_and_not_the_name() -> None:
    data = build(ROWS, children=roll("a", "b", "c"))
    found = cells(by_experience.compute(data, window(data, SUMMER)))
    total = found["Total"]
    assert [ref.row for ref in total.evidence] == [2, 3, 4]
    # Three children on the roll for all 143 days from 11 April to 31 August: 429 child-days.
    assert (total.numerator, total.denominator, total.unknown) == (3, 3 * 143, 1)
    assert total.value == pytest.approx(100 * 3 / 429)
    # Garwood for 3: half of the chi-square points 1.2373 (6 degrees, 2.5 %) and 17.5345 (8 degrees, 97.5 %).
    assert total.interval == pytest.approx((100 * 1.2373 / 2 / 429, 100 * 17.5345 / 2 / 429), rel=1e-3)
    assert (found["incidents"].value, found["children"].value, found["children"].denominator) == (3, 2, 3)
    # 10 and 5 minutes; the third has none, and none is filled in.
    assert (found["minutes"].value, found["minutes"].denominator, found["minutes"].unknown) == (15, 2, 1)


def test_a_row_is_yes_no_or_does_not_say() -> None:
    data = build(ROWS)
    assert states(data.incidents).tolist() == ["yes"] * 3 + ["no"] * 3 + ["unknown", "no", "yes"]


def test_without_a_roll_there_is_a_count_and_no_rate_and_without_lengths_no_minutes() -> None:
    rows = [{key: value for key, value in row.items() if key != "duration_minutes"} for row in ROWS]
    data = build(rows)
    found = cells(by_experience.compute(data, window(data, SUMMER)))
    assert (found["Total"].value, found["Total"].marker, found["incidents"].value) == (None, "x", 3)
    assert "minutes" not in found


def test_incidents_all_without_a_length_have_no_minutes_and_not_nought() -> None:
    rows = [apart("2025-05-01", "seclusion", True, duration_minutes=None)]
    rows.append(apart("2025-05-02", "physical_restraint", False, duration_minutes=3))
    data = build(rows)
    minutes = cells(by_experience.compute(data, window(data, SUMMER)))["minutes"]
    assert (minutes.value, minutes.marker, minutes.unknown) == (None, "x", 1)


def test_places_add_up_and_a_row_without_one_stands_apart() -> None:
    where = ("school", "home", None)
    data = build(
        [apart(f"2025-05-0{n}", "seclusion", True, setting_id=place) for n, place in enumerate(where, 1)],
        places=BOTH,
    )
    found = cells(by_experience.compute(data, window(data, SUMMER)))
    assert [found[f"place-{each}"].value for each in ("school", "home", "not-known")] == [1, 1, 1]


TERMS_26 = (
    *TERMS,
    TermDates("202526", "autumn", date(2025, 9, 1), date(2025, 12, 31)),
    TermDates("202526", "spring", date(2026, 1, 1), date(2026, 3, 31)),
    TermDates("202526", "summer", date(2026, 4, 1), date(2026, 8, 31)),
)


def test_the_change_of_the_law_for_schools_is_marked_and_a_home_has_no_such_mark() -> None:
    rows = [
        apart("2025-05-01", "seclusion", True),
        apart("2025-12-01", "seclusion", True),
        apart("2026-05-01", "seclusion", True),
    ]
    school = build(rows, places=(SCHOOL,), terms=TERMS_26, as_of=date(2026, 8, 31))
    result = by_experience.compute(school, school.calendar.current)
    assert "1 Apr 2026" in result.slots.cannot
    drawing = result.exhibits[0]
    marked = [(row[0], row[1]) for row in drawing.rows if row[6]]
    assert marked == [("Sum 26", 1)] and sum(row[1] for row in drawing.rows) == 3
    assert drawing.headline == "1 incident of seclusion in summer term 2026, 0 in spring term 2026"
    assert {row[5] for row in drawing.rows} == {""}, "every row says whether the child could leave"
    assert drawing.marks["events"] == (("A", "Recording law for schools changed 1 Apr 2026"),)
    home = build(rows, places=(HOME,), terms=TERMS_26, as_of=date(2026, 8, 31))
    result = by_experience.compute(home, home.calendar.current)
    assert "Apr 2026" not in result.slots.cannot
    assert not any(row[6] for row in result.exhibits[0].rows) and result.exhibits[0].marks["events"] == ()
    assert by_experience.compute(home, window(home, SUMMER)).exhibits == (), (
        "drawn for the leading window only"
    )


def test_the_drawing_says_where_rows_do_not_tell_whether_a_child_could_leave() -> None:
    data = build(ROWS)
    drawing = by_experience.compute(data, data.calendar.current).exhibits[0]
    # Rows 2 to 4 in the summer of 2025, where row 8 does not say; row 10 in the summer of 2024.
    terms = {row[0]: (row[1], row[5]) for row in drawing.rows}
    assert (terms["Sum 25"], terms["Sum 24"], terms["Spr 25"]) == ((3, "+ ?"), (1, ""), (0, ""))


def test_children_are_counted_before_incidents() -> None:
    data = build(ROWS)
    groups = [cell.group for cell in by_experience.compute(data, window(data, SUMMER)).cells]
    assert groups[:3] == ["Total", "children", "incidents"]
