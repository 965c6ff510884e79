"""PRA-04: the plan reviewed after repeated incidents."""

from __future__ import annotations

from typing import Any

from example_rows import build, cells, held, roll, window

from generator.indicators.practice_plans import plan_refreshed

SUMMER = "2024-25-summer"  # 11 April to 31 August 2025, the day of the figures


def plan_review(
    child: str | None, when: str, incident: str | None = None, kind: str = "plan_review"
) -> dict[str, Any]:
    return {
        "review_id": f"r-{child}-{when}",
        "child_id": child,
        "incident_id": incident,
        "review_type": kind,
        "held_at": f"{when} 15:30",
    }


def three(child: str, *days: str) -> list[dict[str, Any]]:
    return [held(child, day) for day in days]


REPEATED = [
    *three("a", "2025-05-01", "2025-05-10", "2025-05-28"),  # 28 days, both ends counted: repeated on 28 May
    *three("b", "2025-05-01", "2025-05-10", "2025-05-29"),  # 29 days: not repeated
    *three("c", "2025-06-01", "2025-06-01", "2025-06-01"),  # repeated on 1 June
    *three("d", "2025-06-01", "2025-06-02", "2025-06-03", "2025-06-04"),  # repeated on 3 June
    *three("e", "2025-06-01", "2025-06-02", "2025-06-03"),  # repeated on 3 June
    *three("f", "2025-08-01", "2025-08-10", "2025-08-17"),  # 14 days after 17 August end on 31 August
    *three("g", "2025-04-09", "2025-04-10", "2025-04-11"),  # one of the three lies in the window
]


def test_a_plan_reviewed_within_fourteen_days_of_the_third_incident_counts() -> None:
    reviews = [
        plan_review("a", "2025-06-11"),  # the 14th day
        plan_review("c", "2025-06-16"),  # the 15th day
        plan_review(None, "2025-06-03", incident="i10"),  # about an incident of d, on the day of the third
        plan_review("e", "2025-06-02"),  # before the third
        plan_review("e", "2025-06-04", kind="manager_review"),  # no review of the plan
    ]
    data = build(REPEATED, reviews=reviews)
    result = plan_refreshed.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    # Met: a, d. Not met: c (late), e (none since). Not known: f, whose days end with the day of the figures.
    assert (whole.numerator, whole.denominator, whole.unknown, whole.value) == (2, 4, 1, 50)
    # The third incident of a is i3 in row 4, that of d is i12 in row 13.
    assert [ref.row for ref in whole.evidence] == [4, 13]
    assert whole.children == 4
    assert result.headline == (
        "The plan was reviewed within 14 days for 2 of 4 children with repeated incidents. "
        "For 1 child this is not known."
    )
    assert result.listings[0].rows == (
        ("f", "17 Aug 2025", "can still be reviewed in time"),
        ("e", "3 Jun 2025", "no review since"),
        ("c", "1 Jun 2025", "reviewed 16 Jun 2025"),
    )
    assert result.due == ("1 child with repeated incidents and no plan review recorded since",)


def test_the_roll_alone_shows_the_last_review_and_no_more_is_read_from_it() -> None:
    dates = {"a": "2025-06-01", "c": "2025-07-01", "d": "2025-05-01", "e": None, "f": "2025-08-20"}
    children = [row for child, day in dates.items() for row in roll(child, plan_reviewed_on=day)]
    data = build(REPEATED, children=children)
    whole = cells(plan_refreshed.compute(data, window(data, SUMMER)))["Total"]
    # Met: a (4 days after), f (3 days after). Not met: d, last reviewed before. Not known: c, whose earlier reviews
    # the roll no longer shows, and e.
    assert (whole.numerator, whole.denominator, whole.unknown) == (2, 3, 2)


def test_where_no_plan_review_is_recorded_anywhere_there_is_no_figure_and_no_nought() -> None:
    data = build(REPEATED)
    result = plan_refreshed.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.value, whole.marker, whole.unknown, whole.denominator) == (None, "x", 5, 0)
    assert result.headline == (
        "No plan review is recorded anywhere, in the reviews or on the roll, so there is no figure. "
        "5 children had repeated incidents."
    )
    assert result.due == ()


def test_a_review_that_names_no_child_is_no_history_that_others_could_be_missing_from() -> None:
    # The only plan review names an incident that is not in the records: nobody knows whose plan it was.
    review = {
        "incident_id": "i99",
        "child_id": None,
        "review_type": "plan_review",
        "held_at": "2025-06-02 12:00",
    }
    data = build(REPEATED, reviews=[review])
    result = plan_refreshed.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.value, whole.marker, whole.unknown, whole.denominator) == (None, "x", 5, 0)
    assert result.due == ()


def test_a_setting_may_choose_other_numbers() -> None:
    data = build(
        REPEATED,
        reviews=[plan_review("b", "2025-06-01")],
        thresholds={"repeat_days": 29, "repeat_incidents": 3, "plan_review_days": 3},
    )
    result = plan_refreshed.compute(data, window(data, SUMMER))
    # Now b is repeated too, on 29 May, and reviewed on the third day; f's three days have run out.
    assert (cells(result)["Total"].numerator, cells(result)["Total"].denominator) == (1, 6)
    assert "within 3 days" in result.headline


def test_without_a_child_with_repeats_it_says_so() -> None:
    data = build([held("a", "2025-05-01")], reviews=[plan_review("a", "2025-05-02")])
    result = plan_refreshed.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].marker, cells(result)["Total"].unknown) == ("z", 0)
    assert result.listings == () and result.due == ()
