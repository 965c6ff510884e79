"""LIB-01: whether restrictions of liberty rest on an authority that is recorded and in date."""

from __future__ import annotations

from typing import Any

from example_rows import build, cells, held, roll, window

from generator.indicators.liberty import basis_in_date

SUMMER = "2024-25-summer"
LAST = "2025-08-31"
INCIDENT = [held("a", "2025-05-01")]


def restriction(id: str, basis: str | None, until: str | None = None, **more: Any) -> dict[str, Any]:
    given = {"child_id": "a", "kind": "door_alarm", "started_on": "2025-01-10", "ended_on": None}
    return {
        "restriction_id": id,
        "setting_id": "home",
        "legal_basis": basis,
        "basis_expires_on": until,
        "blanket": False,
        **given,
        **more,
    }


def test_an_authority_counts_up_to_and_on_its_last_day() -> None:
    rows = [
        restriction("r1", "high_court_dol_order", LAST),  # 2 in date on its last day
        restriction("r2", "high_court_dol_order", "2025-08-30"),  # 3 expired the day before
        restriction("r3", "section_25"),  # 4 a court's order without its last day: not known
        restriction("r4", "parental_consent"),  # 5 consent needs no last day
        restriction("r5", "none_recorded"),  # 6 none recorded
        restriction("r6", None),  # 7 not known
        restriction("r7", "parental_consent", ended_on=LAST),  # 8 lifted on the last day: not in force
        restriction("r8", "parental_consent", started_on="2025-09-01"),  # 9 not begun yet
    ]
    data = build(INCIDENT, restrictions=rows)
    result = basis_in_date.compute(data, window(data, SUMMER))
    total = cells(result)["Total"]
    # In force: r1 to r6; known: r1, r2, r4, r5; in date: r1 and r4.
    assert (total.numerator, total.denominator, total.unknown) == (2, 4, 2)
    assert [ref.row for ref in total.evidence] == [2, 5]
    assert sorted(line[4] for line in result.listings[0].rows) == [
        "expired",
        "none recorded",
        "not known",
        "not known",
    ]
    assert result.due == ("2 restrictions in force without an authority in date",)


def test_a_risk_assessment_alone_stands_apart_where_a_child_may_not_be_free_to_leave() -> None:
    rows = [
        restriction("r1", "risk_assessment_only", kind="constant_supervision"),  # 2 apart
        restriction("r2", "risk_assessment_only", kind="locked_exit", child_id=None, blanket=True),  # 3 apart
        restriction("r3", "risk_assessment_only", kind="door_alarm"),  # 4 no such control
        restriction("r4", "high_court_dol_order", LAST, kind="two_to_one"),  # 5 a court's order
    ]
    data = build(INCIDENT, restrictions=rows)
    result = basis_in_date.compute(data, window(data, SUMMER))
    found = cells(result)
    assert [ref.row for ref in found["risk-assessment-alone"].evidence] == [2, 3]
    assert (found["Total"].numerator, found["Total"].denominator) == (4, 4), (
        "a risk assessment is a recorded basis"
    )
    assert [(line[0], line[4]) for line in result.listings[0].rows] == [
        ("a", "risk assessment alone"),
        ("everyone", "risk assessment alone"),
    ]


def test_a_child_who_has_left_has_no_restriction_and_one_whom_the_roll_does_not_know_keeps_it() -> None:
    children = roll("a", "b")
    children[1]["on_roll_to"] = "2025-08-30"
    rows = [
        restriction("r1", "parental_consent", child_id="a"),
        restriction("r2", "parental_consent", child_id="b"),
        restriction("r3", "parental_consent", child_id="c"),
    ]
    data = build(INCIDENT, restrictions=rows, children=children)
    total = cells(basis_in_date.compute(data, window(data, SUMMER)))["Total"]
    assert [ref.row for ref in total.evidence] == [2, 4]


def test_an_earlier_window_has_the_restrictions_of_then() -> None:
    rows = [
        restriction("r1", "parental_consent", ended_on="2025-02-01"),
        restriction("r2", "parental_consent", started_on="2025-04-11"),
    ]
    data = build(INCIDENT, restrictions=rows)
    # The spring term ends on 10 April: r1 was lifted by then, r2 began the day after; autumn had neither.
    for term, count in (("2024-25-autumn", 0), ("2024-25-spring", 0), (SUMMER, 1)):
        assert cells(basis_in_date.compute(data, window(data, term)))["Total"].numerator == count
    assert cells(basis_in_date.compute(data, window(data, "2024-25-spring")))["Total"].marker == "z"


def test_a_table_without_the_optional_fields_is_read_all_the_same() -> None:
    short = {"restriction_id": "r1", "setting_id": "home", "kind": "cctv", "started_on": "2025-01-01"}
    rows = [
        {**short, "legal_basis": "parental_consent"},
        {**short, "restriction_id": "r2", "legal_basis": "section_25"},
    ]
    data = build(INCIDENT, restrictions=rows, children=roll("a"))
    total = cells(basis_in_date.compute(data, window(data, SUMMER)))["Total"]
    assert (total.numerator, total.denominator, total.unknown) == (1, 1, 1)
