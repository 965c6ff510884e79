"""CHG-07: children who may need fresh attention."""

from __future__ import annotations

from datetime import date

from example_rows import AS_OF, build, cells, held, roll, window

from generator.indicators.change_attention import fresh_attention

SUMMER = "2024-25-summer"
assert (
    date(2025, 8, 31) == AS_OF
)  # the last 28 days are 4 to 31 August, the 84 before them 12 May to 3 August


def test_three_in_28_days_and_twice_the_earlier_rate_call_for_attention() -> None:
    rows = [
        # Four recent, five earlier: 4/28 is 2.4 times 5/84.
        *[held("a", f"2025-08-{day:02}") for day in (4, 10, 20, 31)],
        *[held("a", f"2025-06-{day:02}") for day in (1, 5, 9, 13, 17)],
        # Three recent, six earlier: 3/28 is 1.5 times 6/84.
        *[held("b", f"2025-08-{day:02}") for day in (5, 15, 25)],
        *[held("b", f"2025-07-{day:02}") for day in (3, 5, 7, 17, 27, 31)],
        # Two recent.
        *[held("c", f"2025-08-{day:02}") for day in (29, 30)],
    ]
    data = build(rows, children=roll("a", "b", "c"))
    result = fresh_attention.compute(data, window(data, SUMMER))
    assert cells(result)["Total"].value == 1
    assert [line[0] for line in result.listings[0].rows] == ["a"]
    assert result.listings[0].rows[0][1] == "4 incidents in the last 28 days, 5 in the 84 before"
    assert result.due == ("a: 4 incidents in the last 28 days, 5 in the 84 before; plan review not known",)


def test_a_new_child_needs_no_earlier_rate() -> None:
    rows = [held("new", f"2025-08-{day:02}") for day in (29, 30, 31)]
    data = build(rows, children=roll("new", since="2025-08-20"))
    assert cells(fresh_attention.compute(data, window(data, SUMMER)))["Total"].value == 1


def test_three_gaps_shorter_than_usual_call_for_attention_from_six_gaps_on() -> None:
    # Gaps 60, 60, 60, then 1: four gaps are too few for a middle that the last three could all lie under.
    four = ("2025-03-01", "2025-04-30", "2025-06-29", "2025-08-28", "2025-08-29")
    few = build([held("b", when) for when in four])
    assert cells(fresh_attention.compute(few, window(few, SUMMER)))["Total"].value == 0
    # Gaps 40, 40, 40, 20, 20, 20: two recent only, yet the last three are all under the middle of 30.
    slow = ("2025-03-01", "2025-04-10", "2025-05-20", "2025-06-29", "2025-07-19", "2025-08-08", "2025-08-28")
    closer = build([held("c", when) for when in slow])
    found = fresh_attention.compute(closer, window(closer, SUMMER))
    assert found.listings[0].rows[0][1] == "the last three gaps were shorter than usual for this child"


def test_whether_the_plan_was_reviewed_since_is_said() -> None:
    rows = [held("a", f"2025-08-{day:02}") for day in (10, 20, 30)]
    for reviewed, said in (
        ("2025-08-21", "plan reviewed 21 Aug 2025"),
        ("2025-07-01", "plan not reviewed since 1 Jul 2025"),
        ("2025-09-05", "no plan review recorded"),
    ):
        data = build(rows, children=roll("a", plan_reviewed_on=reviewed))
        assert fresh_attention.compute(data, window(data, SUMMER)).listings[0].rows[0][3] == said
    review = {
        "review_id": "r1",
        "incident_id": "i1",
        "review_type": "plan_review",
        "held_at": "2025-08-12 10:00",
    }
    data = build(rows, reviews=[review])
    assert (
        fresh_attention.compute(data, window(data, SUMMER)).listings[0].rows[0][3]
        == "plan reviewed 12 Aug 2025"
    )


def test_incidents_within_seven_days_of_the_last_are_listed_from_four_columns() -> None:
    rows = [
        held("a", "2025-05-01"),
        held("a", "2025-05-08"),  # 7 days after
        held("a", "2025-05-16"),  # 8 days after
        held("b", "2025-05-16"),
        held("b", "2025-05-16"),  # the same day
    ]
    data = build(rows)
    result = fresh_attention.compute(data, window(data, SUMMER))
    repeats = cells(result)["repeats"]
    assert (repeats.value, repeats.denominator, [ref.row for ref in repeats.evidence]) == (2, 5, [3, 6])
    listing = next(each for each in result.listings if each.id == "chg-07-repeats")
    assert listing.rows == (("16 May 2025", "b", 0), ("8 May 2025", "a", 7))


def test_days_before_the_records_begin_are_not_days_without_an_incident() -> None:
    recent = [held("a", f"2025-08-{day:02}") for day in (4, 10, 20)]
    # The records begin on 25 July: ten days before 4 August, with one incident, 2.8 in 28 days, so 3 is not twice it.
    rows = [*recent, held("a", "2025-07-25")]
    data = build(rows, children=roll("a"), data_start=date(2025, 7, 25))
    assert cells(fresh_attention.compute(data, window(data, SUMMER)))["Total"].value == 0
    # Where they reach back for all 84 days the same incidents are 3 in 28 days after 1 in 84.
    data = build(rows, children=roll("a"))
    assert cells(fresh_attention.compute(data, window(data, SUMMER)))["Total"].value == 1
    # And where there is no day before, nothing is said of one.
    data = build(recent, children=roll("a"), data_start=date(2025, 8, 4))
    found = fresh_attention.compute(data, window(data, SUMMER))
    assert found.listings[0].rows[0][1] == "3 incidents in the last 28 days, with no record before them"


def test_a_review_is_found_by_the_child_it_names_or_by_its_incident() -> None:
    rows = [held("a", f"2025-08-{day:02}") for day in (10, 20, 30)]
    rows += [held("b", f"2025-08-{day:02}") for day in (10, 20, 30)]
    base = {"review_type": "plan_review", "held_at": "2025-08-12 10:00"}
    reviews = [
        {"review_id": "r1", "incident_id": "i1", "child_id": "b", **base},  # names b, whatever the incident
        {"review_id": "r2", "incident_id": None, "child_id": None, **base},  # of nobody known
        {**base, "review_id": "r3", "incident_id": "i2", "child_id": None, "held_at": "2025-08-25 23:59"},
        {**base, "review_id": "r4", "incident_id": "i2", "child_id": None, "review_type": "staff_debrief"},
        {**base, "review_id": "r5", "incident_id": "i3", "child_id": None, "held_at": "2025-09-01 00:00"},
    ]
    found = fresh_attention.compute(data := build(rows, reviews=reviews), window(data, SUMMER))
    assert [(line[0], line[3]) for line in found.listings[0].rows] == [
        ("a", "plan reviewed 25 Aug 2025"),
        ("b", "plan reviewed 12 Aug 2025"),
    ]
