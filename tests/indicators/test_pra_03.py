"""PRA-03: practice changes that were looked at to see whether they helped."""

from __future__ import annotations

from typing import Any

from example_rows import build, cells, held, window

from generator.indicators.practice import evaluated

SUMMER = "2024-25-summer"  # it ends with 31 August 2025; 42 days before its end is 21 July


def action(number: int, since: str | None, found: str | None, **more: Any) -> dict[str, Any]:
    return {"action_id": f"act-{number}", "effective_from": since, "evaluation": found, **more}


def test_changes_in_place_for_six_weeks_are_counted_by_what_was_found() -> None:
    data = build(
        [held("a", "2025-05-01")],
        actions=[
            action(1, "2024-01-10", "helped"),
            action(2, "2025-05-01", "partly"),
            action(3, "2025-05-02", "no_change"),
            action(4, "2025-07-21", "worse"),
            action(5, "2025-06-01", "too_early"),
            action(6, "2025-06-01", None),
            action(7, "2025-07-22", "helped"),  # 41 days before the end
            action(8, None, "helped"),  # no date
        ],
    )
    found = cells(evaluated.compute(data, window(data, SUMMER)))
    whole = found["Total"]
    assert (whole.numerator, whole.denominator, whole.unknown) == (4, 6, 0)
    assert [ref.row for ref in whole.evidence] == [2, 3, 4, 5] and whole.evidence[0].table == "actions"
    assert {group: cell.value for group, cell in found.items() if group != "Total"} == {
        "helped": 1,
        "partly": 1,
        "no-difference": 1,
        "harder": 1,
        "not-evaluated": 2,
    }
    assert whole.verdict is not None and whole.verdict.klass == "R6"


def test_what_was_found_after_the_window_does_not_count_in_it() -> None:
    late = action(1, "2025-05-01", "helped", evaluated_on="2025-09-01")
    data = build([held("a", "2025-05-01")], actions=[late])
    result = evaluated.compute(data, window(data, SUMMER))
    assert cells(result)["Total"].numerator == 0
    assert result.listings[0].rows == (("Practice change of 1 May 2025", "1 May 2025", 123),)
    assert result.due == ("1 practice change in place for 42 days or more and not yet looked at",)


def test_where_every_change_is_said_to_have_helped_that_is_asked_about() -> None:
    all_helped = [action(number, "2025-05-01", "helped") for number in range(3)]
    data = build([held("a", "2025-05-01")], actions=all_helped)
    assert "found out" in evaluated.compute(data, window(data, SUMMER)).slots.ask


def test_before_anything_is_due_it_says_so() -> None:
    data = build([held("a", "2025-05-01")], actions=[action(1, "2025-08-20", None)])
    result = evaluated.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].value, cells(result)["Total"].marker) == (None, "z")
    assert result.headline == "No practice change has been in place for 42 days yet."


def test_that_is_asked_however_few_they_are_and_not_where_one_was_found_not_to_help() -> None:
    for helped in (1, 2):
        actions = [action(number, "2025-05-01", "helped") for number in range(helped)]
        data = build([held("a", "2025-05-01")], actions=actions)
        assert "found out" in evaluated.compute(data, window(data, SUMMER)).slots.ask
        data = build([held("a", "2025-05-01")], actions=[*actions, action(9, "2025-05-01", "partly")])
        assert "found out" not in evaluated.compute(data, window(data, SUMMER)).slots.ask


def test_what_was_found_without_a_day_counts_in_every_window() -> None:
    looked_at = action(1, "2024-01-10", "helped", evaluated_on=None)
    data = build([held("a", "2025-05-01")], actions=[looked_at])
    for term in ("2023-24-summer", SUMMER):
        assert cells(evaluated.compute(data, window(data, term)))["Total"].numerator == 1


def test_looking_has_a_good_direction_and_what_was_found_has_none() -> None:
    data = build([held("a", "2025-05-01")], actions=[action(1, "2025-05-01", "helped")])
    found = cells(evaluated.compute(data, window(data, SUMMER)))
    assert evaluated.better == "up" and found["Total"].better is None
    assert {found[group].better for group in ("helped", "partly", "no-difference", "harder")} == {"neither"}
    assert found["not-evaluated"].better == "down"
