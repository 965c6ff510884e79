"""What no row ever says is not nought, and nought of nought is said in words."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import BOTH, build, cells, held, roll, window
from staff_rows import adult, dealt
from test_ddl_04 import data as board
from test_ddl_04 import review
from test_rec_03 import data as hours_data
from test_rec_03 import hours
from test_saf_01 import technique
from time_rows import SUMMER as SUMMER_2026
from time_rows import dataset

from generator import catalogue
from generator.indicators.change import rate
from generator.indicators.change_attention import fresh_attention
from generator.indicators.change_children import fewer_same_more
from generator.indicators.change_more import time_under_restriction
from generator.indicators.change_spread import days_to_next
from generator.indicators.deadlines_board import board_looked
from generator.indicators.fairness import who_is_restrained
from generator.indicators.lawful import ground_named
from generator.indicators.practice_needs import plan_followed
from generator.indicators.practice_plans import plan_refreshed
from generator.indicators.recording_silence import silent_places
from generator.indicators.restorative import restored
from generator.indicators.safety import children_hurt, concerns_raised, high_risk
from generator.indicators.seclusion import by_experience
from generator.indicators.staffing_people import involvement
from generator.indicators.staffing_support import hurt
from generator.indicators.voice import said_and_done, view_captured
from generator.model import Dataset, Indicator

SUMMER = "2024-25-summer"


def view(incident: str, **more: Any) -> dict[str, Any]:
    return {"child_id": "a", "incident_id": incident, "captured_on": "2025-05-05", **more}


@pytest.mark.parametrize("more", [{}, {"declined": None}])
def test_where_no_view_says_whether_the_child_declined_that_is_not_collected(more: dict[str, Any]) -> None:
    data = build([held("a", "2025-05-05")], child_views=[view("i1", **more)])
    found = cells(view_captured.compute(data, window(data, SUMMER)))["declined"]
    assert (found.value, found.numerator, found.marker) == (None, None, "x")
    assert found.sentence == "Not collected."


def test_where_one_view_says_that_the_child_did_not_decline_nobody_did() -> None:
    data = build([held("a", "2025-05-05")], child_views=[view("i1", declined=False)])
    found = cells(view_captured.compute(data, window(data, SUMMER)))["declined"]
    assert (found.value, found.denominator, found.marker) == (0, 1, None)


def test_where_no_action_ever_says_when_it_was_done_none_is_called_undone() -> None:
    actions = [{"action_id": "act-1", "completed_on": None}]
    data = build(child_views=[view("i1", led_to_action_id="act-1")], actions=actions)
    assert "completed" not in cells(said_and_done.compute(data, window(data, SUMMER)))
    agreed = [{"action_id": "act-1", "due_on": "2026-05-01", "completed_on": None}]
    there = board([review("2026-05-05", actions_agreed="act-1")], agreed)
    late = cells(board_looked.compute(there, SUMMER_2026))["actions-on-time"]
    assert (late.value, late.numerator, late.marker) == (None, None, "x")


def test_where_no_column_tells_a_high_risk_feature_none_is_counted() -> None:
    # Two incidents, one with a technique of which only the kind is recorded.
    kind = dict.fromkeys(("position", "ground_reached", "pain_technique"))
    data = build([held("a", "2025-05-05"), held("b", "2025-05-06")], interventions=[technique(1, **kind)])
    result = high_risk.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.value, whole.numerator, whole.marker, whole.unknown) == (None, None, "x", 2)
    assert result.headline == (
        "No high-risk feature can be told of 2 incidents in summer term 2025: none of the columns for one is "
        "filled in."
    )


def two_places(**more: Any) -> Dataset:
    rows = [held("a", "2025-05-05", reason_primary="self_harm", **more), held("b", "2025-05-06")]
    return build(rows, places=BOTH, children=roll("a", "b"))


@pytest.mark.parametrize("indicator", [rate, by_experience])
def test_where_no_incident_names_its_place_no_place_has_nought(indicator: Indicator) -> None:
    for data in (two_places(), two_places(setting_id=None)):
        result = indicator.compute(data, window(data, SUMMER))
        assert not [cell.group for cell in result.cells if cell.dims.get("place")]
        assert not [each.id for each in result.exhibits if each.id in ("chg-01-home", "chg-01-school")]


def test_where_one_incident_names_its_place_the_others_stand_apart() -> None:
    data = two_places(setting_id="home")
    found = cells(rate.compute(data, window(data, SUMMER)))
    assert [found[place].value for place in ("home", "school", "place-not-known")] == [1, 0, 1]


def test_where_no_ground_can_be_read_none_is_said_to_be_missing_from_the_law() -> None:
    data = two_places(setting_id=None)
    found = cells(ground_named.compute(data, window(data, SUMMER)))
    assert (found["Total"].marker, found["Total"].unknown) == ("z", 2)
    assert (found["not-named"].value, found["not-named"].marker) == (None, "x")


def test_an_incident_without_a_place_may_be_the_one_beside_an_injury() -> None:
    # Injuries on 4 May, when an incident names no place, and on 5 May, when there is none at all: one stands alone.
    injuries = [
        {"setting_id": "home", "kind": "staff_injury", "event_date": day, "amount": 1, "collected": True}
        for day in ("2026-05-04", "2026-05-05")
    ]
    rows = [held("a", "2026-05-04", setting_id=None), held("a", "2026-05-12", setting_id="school")]
    built = dataset(rows, places=BOTH, exposure=[hours("late", 200)], related_events=injuries)
    built.tables["related_events"]["event_date"] = built.tables["related_events"]["event_date"].astype(
        "datetime64[s]"
    )
    assert cells(silent_places.compute(built, SUMMER_2026))["injuries"].numerator == 1


def test_shifts_have_no_nought_where_no_incident_names_a_shift() -> None:
    exposure = [hours("late", 190), hours("night", 100)]
    rows = [held("a", "2026-05-04", shift_or_lesson=None) for _ in range(15)]
    result = silent_places.compute(hours_data(rows, exposure), SUMMER_2026)
    assert (cells(result)["Total"].value, cells(result)["Total"].marker) == (None, "x")
    assert "shift-night" not in cells(result)
    assert result.headline.startswith("No shift, place or team has hours in summer term 2026")


def test_days_of_a_child_whom_the_roll_never_has_here_are_calendar_days() -> None:
    # The roll lets a go in 2024, and still a was held on 1, 5 and 11 May 2025: 4 and 6 days, then 112 not followed.
    gone = [{**roll("a")[0], "on_roll_to": "2024-01-05"}]
    data = build([held("a", f"2025-05-{day}") for day in ("01", "05", "11")], children=gone)
    found = cells(days_to_next.compute(data, window(data, SUMMER)))
    # At risk 3: after 4 days 2/3 are left, after 6 days 1/3, so the middle is 6 and the quarter 4.
    assert (found["Total"].value, found["quartile"].value) == (6, 4)


def test_an_adult_without_hours_is_not_said_to_have_held_nobody() -> None:
    rows = [held("a", "2025-05-05"), held("b", "2025-05-06")]
    data = build(rows, staff=[adult("p1", None)], staff_involvement=dealt({"p1": 2}))
    result = involvement.compute(data, window(data, SUMMER))
    assert result.headline.startswith("No adult's part in summer term 2025 can be set against hours worked")


SAID = [
    (time_under_restriction, "No restrictive incident was recorded in summer term 2025."),
    (days_to_next, "No restrictive incident was recorded in summer term 2025."),
    (
        fresh_attention,
        "0 children may need fresh attention now; no restrictive incident was recorded in summer term 2025.",
    ),
    (children_hurt, "In summer term 2025 no restrictive incident says whether the child was hurt."),
    (hurt, "In summer term 2025 no restrictive incident says whether an adult was hurt."),
    (
        by_experience,
        "No incident is recorded in summer term 2025 in which a child could not leave; 1 row not saying whether a "
        "child could leave.",
    ),
    (who_is_restrained, "No child was on the roll in summer term 2025."),
]


@pytest.mark.parametrize(("indicator", "said"), SAID, ids=[each.id for each, _ in SAID])
def test_nought_of_nought_is_said_in_words(indicator: Indicator, said: str) -> None:
    quiet = {"child_injury": None, "staff_injury": None, "duration_minutes": None}
    calm = held("a", "2025-05-05", **{**quiet, "intervention_category": "de_escalated_no_restriction"})
    gone = [{**roll("a")[0], "on_roll_to": "2024-01-05"}]
    data = build([calm], children=gone)
    assert indicator.compute(data, window(data, SUMMER)).headline == said


def test_without_a_child_to_compare_no_share_of_none_is_said() -> None:
    data = build(children=roll("a", since="2024-01-01"))
    whole = cells(fewer_same_more.compute(data, window(data, SUMMER)))["Total"]
    assert (whole.marker, whole.denominator) == ("z", 0)
    assert whole.sentence == "No child with an incident in either window was here long enough in both."


def test_reviews_of_a_child_that_name_no_incident_stop_nothing() -> None:
    # Three incidents in eleven days, and the plan reviewed five days after the third.
    review_rows = [{"child_id": "a", "review_type": "plan_review", "held_at": "2025-05-16 10:00"}]
    data = build([held("a", f"2025-05-{day}") for day in ("01", "05", "11")], reviews=review_rows)
    whole = cells(plan_refreshed.compute(data, window(data, SUMMER)))["Total"]
    assert (whole.numerator, whole.denominator) == (1, 1)
    available, _ = catalogue.unlock(catalogue.load(), data)
    assert catalogue.compute(available, data, [window(data, SUMMER)])


def test_what_reviews_that_name_no_incident_led_to_is_no_answer_to_a_concern() -> None:
    concern = {
        "concern_id": "c1",
        "incident_id": "i1",
        "kind": "complaint_child",
        "arose_at": "2025-05-06 09:00",
    }
    later = {
        "child_id": "a",
        "review_type": "plan_review",
        "held_at": "2025-05-16 10:00",
        "led_to_action_id": "act-1",
    }
    actions = [{"action_id": "act-1"}]
    data = build([held("a", "2025-05-05")], concerns=[concern], reviews=[later], actions=actions)
    led = cells(concerns_raised.compute(data, window(data, SUMMER)))["led-to-an-action"]
    assert (led.value, led.marker) == (None, "x")
    # The same review of the incident itself, ten days after the concern arose: it led to an action.
    told = build(
        [held("a", "2025-05-05")],
        concerns=[concern],
        reviews=[{**later, "incident_id": "i1"}],
        actions=actions,
    )
    assert cells(concerns_raised.compute(told, window(told, SUMMER)))["led-to-an-action"].numerator == 1


def test_reasons_that_no_record_gives_are_not_nought() -> None:
    said = {"plan_in_place": "yes", "plan_followed": "no", "linked_to_identified_need": "yes"}
    for more, reasons in (({}, (None, "x")), ({"plan_not_followed_reason": "emergency"}, (0, None))):
        data = build([held("a", "2025-05-05", **said, **more)])
        found = cells(plan_followed.compute(data, window(data, SUMMER)))
        assert (found["reason-plan-wrong"].value, found["reason-plan-wrong"].marker) == reasons
        assert found["reason-not-recorded"].value == (0 if more else 1)


def test_putting_right_that_no_review_says_was_offered_is_not_nought() -> None:
    done = {"restorative_completed": False, "child_took_part": True, "staff_took_part": True}
    row = {"incident_id": "i1", "review_type": "child_debrief", "held_at": "2025-05-06 10:00", **done}
    for more, offered in (({}, (None, "x")), ({"restorative_offered": True}, (1, None))):
        data = build([held("a", "2025-05-05")], reviews=[{**row, **more}])
        found = cells(restored.compute(data, window(data, SUMMER)))["offered-not-completed"]
        assert (found.value, found.marker) == offered
