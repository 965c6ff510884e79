"""LIB-02: whether restrictions are looked at again, made less and lifted."""

from __future__ import annotations

from typing import Any

from example_rows import BOTH, build, cells, held, roll, window

from generator.indicators.liberty import reviewed_and_lifted

SUMMER = "2024-25-summer"
INCIDENT = [held("a", "2025-05-01")]


def restriction(id: str, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = dict.fromkeys(
        ("review_due_on", "last_reviewed_on", "last_reduced_on", "ended_on", "child_view_recorded")
    )
    return {
        "restriction_id": id,
        "child_id": "a",
        "setting_id": "home",
        "kind": "door_alarm",
        "started_on": "2025-01-10",
        **given,
        **more,
    }


def test_a_review_is_overdue_from_the_day_after_it_was_due() -> None:
    rows = [
        restriction("r1", review_due_on="2025-08-31"),  # 2 due on the last day: not overdue
        restriction("r2", review_due_on="2025-08-30", last_reviewed_on="2025-02-01"),  # 3 overdue
        restriction(
            "r3", review_due_on="2025-06-01", last_reviewed_on="2025-06-02"
        ),  # 4 reviewed since: next not known
        restriction("r4"),  # 5 no date
        restriction("r5", review_due_on="2026-01-01", last_reviewed_on="2025-07-01"),  # 6 not due yet
    ]
    data = build(INCIDENT, restrictions=rows)
    result = reviewed_and_lifted.compute(data, window(data, SUMMER))
    total = cells(result)["Total"]
    assert (total.numerator, total.denominator, total.unknown) == (2, 3, 2)
    assert [ref.row for ref in total.evidence] == [2, 6]
    assert result.listings[0].rows == (("a", "Home", "door alarm", "10 Jan 2025", "review overdue"),)


def test_a_window_before_the_latest_review_does_not_know_what_was_due_then() -> None:
    data = build(
        INCIDENT, restrictions=[restriction("r1", review_due_on="2026-01-01", last_reviewed_on="2025-07-01")]
    )
    total = cells(reviewed_and_lifted.compute(data, window(data, "2024-25-spring")))["Total"]
    assert (total.numerator, total.denominator, total.unknown, total.marker) == (0, 0, 1, "z")


def test_reduced_or_lifted_less_begun_and_a_leavers_is_not_lifted() -> None:
    children = roll("a", "b", "c")
    children[1]["on_roll_to"] = "2025-06-30"
    rows = [
        restriction("r1", last_reduced_on="2025-05-01"),  # 2 reduced
        restriction("r2", last_reduced_on="2025-05-01", ended_on="2025-06-01"),  # 3 reduced and lifted: once
        restriction("r3", child_id="b", ended_on="2025-06-30"),  # 4 ended with the child's last day
        restriction("r4", child_id="b", ended_on="2025-06-01"),  # 5 lifted while the child was here
        restriction("r5", started_on="2025-05-05"),  # 6 begun
        restriction("r6", started_on="2025-05-05", ended_on="2025-05-06"),  # 7 begun and lifted
        restriction("r7", ended_on="2025-04-10"),  # 8 lifted the day before the window
    ]
    data = build(INCIDENT, restrictions=rows, children=children)
    found = cells(reviewed_and_lifted.compute(data, window(data, SUMMER)))
    assert [ref.row for ref in found["reduced-or-lifted"].evidence] == [2, 3, 5, 7]
    assert [ref.row for ref in found["begun"].evidence] == [6, 7]
    assert [ref.row for ref in found["child-left"].evidence] == [4]
    # Four reduced or lifted, two begun.
    assert found["net"].value == 2


def test_more_begun_than_lifted_is_below_nought() -> None:
    rows = [restriction(f"r{n}", started_on="2025-05-05") for n in range(3)]
    data = build(INCIDENT, restrictions=rows)
    assert cells(reviewed_and_lifted.compute(data, window(data, SUMMER)))["net"].value == -3


def test_days_in_force_and_the_childs_view_are_of_what_is_in_force() -> None:
    rows = [
        restriction("r1", started_on="2025-08-31", child_view_recorded=True),  # 1 day
        restriction("r2", started_on="2025-08-22", child_view_recorded=False),  # 10 days
        restriction("r3", started_on="2025-08-12", child_view_recorded=None),  # 20 days
        restriction(
            "r4", started_on="2020-01-01", ended_on="2025-08-01", child_view_recorded=True
        ),  # not in force
    ]
    data = build(INCIDENT, restrictions=rows)
    found = cells(reviewed_and_lifted.compute(data, window(data, SUMMER)))
    assert (found["days-in-force"].value, found["days-in-force"].denominator) == (10, 3)
    view = found["view"]
    assert (view.numerator, view.denominator, view.unknown) == (1, 2, 1)


def test_a_child_who_leaves_the_home_and_stays_at_the_school_is_a_leaver_of_the_home() -> None:
    children = roll("a", place="home") + roll("a", place="school") + roll("b", place="home")
    children[0]["on_roll_to"] = "2025-06-30"
    rows = [
        restriction("r1", ended_on="2025-06-30"),  # 2 at home, with the last day there
        restriction("r2", setting_id="school", ended_on="2025-06-30"),  # 3 at school, where the child stays
        restriction("r3"),  # 4 at home with no end: over all the same
        restriction("r4", child_id="b", setting_id="school"),  # 5 the roll knows b at home only: in force
    ]
    data = build(INCIDENT, restrictions=rows, children=children, places=BOTH)
    found = cells(reviewed_and_lifted.compute(data, window(data, SUMMER)))
    assert [ref.row for ref in found["child-left"].evidence] == [2]
    assert [ref.row for ref in found["reduced-or-lifted"].evidence] == [3]
    assert [ref.row for ref in found["days-in-force"].evidence] == [5]
