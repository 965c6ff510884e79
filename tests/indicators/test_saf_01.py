"""SAF-01: high-risk features, and whether those incidents were reviewed in time."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, numbered, window

from generator import catalogue
from generator.indicators.safety import high_risk

SUMMER = "2024-25-summer"
QUIET = {"adverse_signs": "none", "duration_minutes": 3, "planned": "unplanned", "started_time": "10:00"}


def one(**more: Any) -> dict[str, Any]:
    return held("a", "2025-05-06", **{**QUIET, **more})


def technique(incident: int, **more: Any) -> dict[str, Any]:
    given = {
        "position": "standing",
        "ground_reached": False,
        "pain_technique": False,
        "category": "physical_restraint",
    }
    return {"incident_id": f"i{incident}", **given, **more}


def test_each_feature_counts_and_a_missing_one_is_not_known() -> None:
    rows = [
        one(),  # 1: prone in its second technique
        one(),  # 2: on the ground
        one(),  # 3: pain
        one(duration_minutes=10),  # 4: ten minutes
        one(adverse_signs="breathing|pain"),  # 5
        one(intervention_category="mechanical_restraint"),  # 6: equipment, not planned
        one(
            intervention_category="mechanical_restraint", planned="planned_in_plan"
        ),  # 7: planned, nothing else
        one(),  # 8: nothing
        one(),  # 9: position missing
        one(adverse_signs=None),  # 10: signs missing
        one(),  # 11: no technique recorded
        one(duration_minutes=None),  # 12: one technique of 12 minutes
        one(duration_minutes=None),  # 13: techniques of 4 minutes each do not say how long it was
        one(intervention_category="seclusion"),  # 14: no position to record
        one(intervention_category="de_escalated_no_restriction", adverse_signs="pain"),  # no restriction
    ]
    techniques = [
        technique(1), technique(1, position="prone"), technique(2, ground_reached=True),
        technique(3, pain_technique=True), *(technique(number) for number in range(4, 9)),
        technique(9, position=None), technique(10), technique(12, duration_minutes=12),
        technique(13, duration_minutes=4), technique(13, duration_minutes=4),
        technique(14, category="seclusion", position=None),
    ]  # fmt: skip
    data = build(rows, interventions=techniques)
    result = high_risk.compute(data, window(data, SUMMER))
    found = cells(result)
    whole = found["Total"]
    # Seen in 1 to 6 and 12; not known in 9, 10, 11 and 13; not in 7, 8 and 14.
    assert (whole.value, whole.numerator, whole.denominator, whole.unknown) == (7, 7, 14, 4)
    assert [ref.row for ref in whole.evidence] == [2, 3, 4, 5, 6, 7, 13]
    features = {group.removeprefix("feature-"): cell for group, cell in found.items() if "feature" in group}
    assert {name: (cell.numerator, cell.unknown) for name, cell in features.items()} == {
        "prone": (1, 2),  # 9 and 11
        "ground": (1, 1),
        "pain": (1, 1),
        "long": (2, 1),  # 13
        "adverse-sign": (1, 1),
        "unplanned-mechanical": (1, 0),
    }


def test_reviewed_within_forty_eight_hours_of_the_start() -> None:
    rows = numbered([
        one(adverse_signs="pain"),  # reviewed after 48 hours to the minute
        one(adverse_signs="pain"),  # a minute later; a second review after that
        one(adverse_signs="pain"),  # never
        one(adverse_signs="pain", started_time=None),  # no start time
        one(adverse_signs="pain", incident_date="2025-08-30"),  # hours not run out
        one(),  # no feature: its review does not count
    ])  # fmt: skip
    reviews = [
        {"incident_id": "i1", "review_type": "manager_review", "held_at": "2025-05-08 10:00"},
        {"incident_id": "i2", "review_type": "manager_review", "held_at": "2025-05-08 10:01"},
        {"incident_id": "i2", "review_type": "plan_review", "held_at": "2025-05-20 10:01"},
        {"incident_id": "i4", "review_type": "manager_review", "held_at": "2025-05-06 12:00"},
        {"incident_id": "i6", "review_type": "manager_review", "held_at": "2025-05-06 12:00"},
    ]
    data = build(rows, reviews=reviews)
    result = high_risk.compute(data, data.calendar.current)
    cell = cells(result)["reviewed-in-time"]
    # Met: the first. Not met: the second and the third. Not known: the fourth and the fifth.
    assert (cell.numerator, cell.denominator, cell.unknown) == (1, 3, 2)
    assert result.due == (
        "4 incidents in summer term 2025 with a high-risk feature and no review known within 48 hours",
    )
    assert [row[-1] for row in result.listings[0].rows].count("late or not at all") == 2
    assert {row[-2] for row in result.listings[0].rows} == {"a sign of harm during it"}


def test_a_review_dated_before_the_incident_does_not_stand_in_for_one_held_in_time() -> None:
    rows = numbered([one(adverse_signs="pain"), one(adverse_signs="pain")])
    reviews = [
        {"incident_id": "i1", "review_type": "plan_review", "held_at": "2025-05-06 09:59"},  # a minute before
        {"incident_id": "i1", "review_type": "manager_review", "held_at": "2025-05-07 09:00"},  # in time
        {
            "incident_id": "i2",
            "review_type": "plan_review",
            "held_at": "2025-05-06 09:59",
        },  # nothing after it
    ]
    data = build(rows, reviews=reviews)
    cell = cells(high_risk.compute(data, window(data, SUMMER)))["reviewed-in-time"]
    # Met: the first. Not known: the second, whose only review is dated before it.
    assert (cell.numerator, cell.denominator, cell.unknown) == (1, 1, 1)


def test_hours_run_out_by_the_start_where_it_is_recorded() -> None:
    rows = [
        one(
            adverse_signs="pain", incident_date="2025-08-29", started_time="23:59"
        ),  # over on 31 August 23:59
        one(adverse_signs="pain", incident_date="2025-08-29", started_time=None),  # at the latest as it ends
        one(
            adverse_signs="pain", incident_date="2025-08-30", started_time="00:01"
        ),  # a minute after the records
    ]
    reviews = [{"incident_id": "i9", "review_type": "manager_review", "held_at": "2025-05-06 12:00"}]
    data = build(numbered(rows), reviews=reviews)
    cell = cells(high_risk.compute(data, data.calendar.current))["reviewed-in-time"]
    # The records run to the end of 31 August. Not reviewed in time: the first and the second. Not known: the third.
    assert (cell.numerator, cell.denominator, cell.unknown) == (0, 2, 1)


def test_a_setting_may_choose_other_limits() -> None:
    rows = numbered([one(duration_minutes=8)])
    reviews = [{"incident_id": "i1", "review_type": "manager_review", "held_at": "2025-05-09 09:00"}]
    data = build(rows, reviews=reviews, thresholds={"high_risk_minutes": 8, "risk_review_hours": 72})
    found = cells(high_risk.compute(data, window(data, SUMMER)))
    assert (found["feature-long"].numerator, found["feature-long"].label) == (1, "8 minutes or more")
    assert found["reviewed-in-time"].numerator == 1


def test_what_no_table_can_tell_is_not_nought() -> None:
    data = build([one(adverse_signs="none")])
    found = cells(high_risk.compute(data, window(data, SUMMER)))
    assert {group for group, cell in found.items() if cell.marker == "x"} == {
        "reviewed-in-time", "feature-prone", "feature-ground", "feature-pain",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "more", "open_"),
    [
        ([one()], {}, True),
        ([{**one(), "adverse_signs": None}], {"interventions": [technique(1)]}, True),
        ([{**one(), "adverse_signs": None}], {}, False),
    ],
)
def test_it_needs_the_techniques_or_the_signs_of_harm(rows: Any, more: Any, open_: bool) -> None:
    available, locked = catalogue.unlock([high_risk], build(rows, **more))
    assert bool(available) is open_
    assert [each.unlock for each in locked] == ([] if open_ else [("incidents.adverse_signs",)])
