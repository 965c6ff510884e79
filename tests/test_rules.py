"""Every rule by rows written here: at least one that breaks it, and beside it one that looks the same and is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from frictionless import Checklist, Dialect, Resource, Schema, formats
from small import write_setting
from test_checks import FINE, HOME, SCHOOL, START, incidents, setting, write

from generator import checks, rules, schema
from generator.errors import SettingError
from generator.model import Dataset, Place, TermDates
from generator.package import load
from generator.setting import read
from generator.statistics.wording import banned_words

Rows = Sequence[Mapping[str, str]]
Where = tuple[str, int | None, str | None]
NOON = {"started_time": "12:00", "ended_time": "12:10"}
VIEW = {"child_id": "c1", "captured_on": "2026-03-05", "methods": "drawn", "source": "child_directly"}
TALK = {"review_type": "child_debrief", "held_at": "2026-03-05T10:00"}
ADULT = {"setting_id": "school", "role_group": "ta", "employment_type": "bank", "start_on": "2020-01-06"}
HOLD = {"incident_id": "i1", "category": "physical_restraint"}
ACTION = {"raised_on": "2026-03-09", "origin": "pattern", "scope": "location", "action_type": "environment"}
LIMIT = {
    "blanket": "yes",
    "setting_id": "school",
    "kind": "cctv",
    "legal_basis": "none_recorded",
    "started_on": "2026-01-05",
}
ROLL = {"setting_id": "school", "on_roll_from": "2026-01-05"}
DAYS = {
    "setting_id": "school",
    "dimension": "all",
    "value": "Total",
    "measure": "child_days",
    "amount": "100",
}
BOARD = {
    "body": "governors",
    "period_from": "2026-01-01",
    "period_to": "2026-03-31",
    "review_on": "2026-04-14",
}
EVENT = {"setting_id": "school", "event_date": "2026-03", "kind": "positive_incident"}
COMPLAINT = {"kind": "complaint_child", "arose_at": "2026-03-05T10:00"}
COURSE = {
    "staff_id": "a1",
    "course": "physical_intervention",
    "completed_on": "2025-01-10",
    "expires_on": "2026-01-09",
}
LONG = "a long text of what came before which nobody would write twice in the same words"


def numbered(key: str, *rows: Mapping[str, str], **same: str) -> Rows:
    return [{key: f"x{number}", **same, **row} for number, row in enumerate(rows, 1)]


def tables(**given: Rows) -> dict[str, Rows]:
    return {"incidents": incidents({}), **given}


def rows(*changes: Mapping[str, str]) -> dict[str, Rows]:
    return {"incidents": incidents(*changes)}


def many(number: int, **same: str) -> list[dict[str, str]]:
    """That many incidents of as many children."""
    return [{"child_id": f"k{each}", **same} for each in range(number)]


CASES: dict[str, tuple[dict[str, Rows], list[Where]]] = {
    "incident-after-as-of": (
        rows({"incident_date": "2026-11-20"}, {"incident_date": "2026-11-21"}),
        [("incidents", 3, "incident_date")],
    ),
    "before-2015": (
        rows({"incident_date": "2015-01-01"}, {"incident_date": "2014-12-31"}),
        [("incidents", 3, "incident_date")],
    ),
    "time-order": (
        rows(
            {**NOON, "parent_informed_at": "2026-03-04T12:00"},
            {**NOON, "child_id": "c2", "parent_informed_at": "2026-03-04T11:59"},
            {
                "child_id": "c3",
                "started_time": "23:50",
                "ended_time": "00:10",
            },  # over midnight, and no ended_date
        ),
        [("incidents", 4, "ended_time"), ("incidents", 3, "parent_informed_at")],
    ),
    "record-before-start": (
        rows({**NOON, "record_made_at": "2026-03-04T12:00"}, {**NOON, "record_made_at": "2026-03-04T11:59"}),
        [("incidents", 3, "record_made_at")],
    ),
    "signed-before-made": (
        rows(
            {"record_made_at": "2026-03-04T15:00", "record_signed_at": "2026-03-04T15:00"},
            {"record_made_at": "2026-03-04T15:00", "record_signed_at": "2026-03-04T14:59"},
        ),
        [("incidents", 3, "record_signed_at")],
    ),
    "judged-before-incident": (
        rows({"judged_on": "2026-03-04"}, {"judged_on": "2026-03-03"}),
        [("incidents", 3, "judged_on")],
    ),
    "record-weeks-later": (  # 28 days after 4 March is 1 April
        rows({"record_made_at": "2026-04-01T00:00"}, {"record_made_at": "2026-04-01T00:01"}),
        [("incidents", 3, "record_made_at")],
    ),
    "duration-mismatch": (
        rows({**NOON, "duration_minutes": "15"}, {**NOON, "duration_minutes": "16", "child_id": "c2"}),
        [("incidents", 3, "duration_minutes")],
    ),
    "long-duration": (
        rows({"duration_minutes": "60"}, {"duration_minutes": "61"}),
        [("incidents", 3, "duration_minutes")],
    ),
    "zero-duration": (
        rows(
            {"duration_minutes": "0", "intervention_category": "guided_contact"},
            {"duration_minutes": "0"},
            {"duration_minutes": "1"},
        ),
        [("incidents", 3, "duration_minutes")],
    ),
    "estimate-without-minutes": (
        rows(
            {"duration_is_estimate": "yes", "duration_minutes": "5"},
            {"duration_is_estimate": "yes"},
            {"duration_is_estimate": "no"},
        ),
        [("incidents", 3, "duration_is_estimate")],
    ),
    "seclusion-without-end": (
        rows(
            {"intervention_category": "seclusion", "duration_minutes": "5"},
            {"intervention_category": "guided_contact|seclusion"},
            {"intervention_category": "seclusion", "ended_time": "10:00"},
            {},
        ),
        [("incidents", 3, "ended_time")],
    ),
    "two-places-at-once": (
        rows(
            {"started_time": "12:00", "ended_time": "13:00"},
            {"started_time": "12:59", "ended_time": "13:05"},
            {"started_time": "13:05"},  # begins as the one before is over
            {"started_time": "12:30", "child_id": "c2"},
        ),
        [("incidents", 3, "started_time")],
    ),
    "missing-start-time": (rows({"started_time": "12:00"}, {}), [("incidents", None, "started_time")]),
    "clock-skipped-hour": (  # the clocks went from 01:00 to 02:00 on 29 March 2026
        rows(
            {"incident_date": "2026-03-29", "started_time": "00:59"},
            {"incident_date": "2026-03-29", "started_time": "01:00"},
            {"incident_date": "2026-03-29", "started_time": "02:00"},
            {"incident_date": "2026-03-28", "started_time": "01:30"},
        ),
        [("incidents", 3, "started_time")],
    ),
    "clock-repeated-hour": (  # the clocks went from 02:00 back to 01:00 on 25 October 2026
        rows(
            {"incident_date": "2026-10-25", "started_time": "00:59"},
            {"incident_date": "2026-10-25", "started_time": "01:59"},
            {"incident_date": "2026-10-25", "started_time": "02:00"},
        ),
        [("incidents", 3, "started_time")],
    ),
    "estimated-durations": (
        rows({"duration_minutes": "5", "duration_is_estimate": "yes"}),
        [("incidents", None, "duration_minutes")],
    ),
    "rounded-durations": (  # 11 of 20 end in 0 or 5
        rows(*many(11, duration_minutes="10"), *many(9, duration_minutes="12")),
        [("incidents", None, "duration_minutes")],
    ),
    "rounded-starts": (  # 19 of 20 end in 0 or 5
        rows(*many(19, started_time="10:05"), *many(1, started_time="10:06")),
        [("incidents", None, "started_time")],
    ),
    "midnight-starts": (
        rows(*many(5, started_time="00:00"), *many(20, started_time="10:06")),
        [("incidents", None, "started_time")],
    ),
    "same-minute-records": (  # five records of five days at 15:00; four of four days at 16:00
        rows(
            *(
                {"incident_date": f"2026-03-0{day}", "record_made_at": "2026-03-10T15:00"}
                for day in range(2, 7)
            ),
            *(
                {"incident_date": f"2026-03-0{day}", "record_made_at": "2026-03-10T16:00"}
                for day in range(2, 6)
            ),
        ),
        [("incidents", row, "record_made_at") for row in range(2, 7)],
    ),
    "copied-summary": (
        rows(*({"lead_up_summary": LONG} for _ in range(3)), {"lead_up_summary": "short"}),
        [("incidents", None, "lead_up_summary")],
    ),
    "silent-weeks": (  # 16 days, of which 11 are week days; then 14 days, of which 9 are
        rows(
            {"incident_date": "2026-03-03"}, {"incident_date": "2026-03-19"}, {"incident_date": "2026-04-02"}
        ),
        [("incidents", 2, "incident_date")],
    ),
    "nothing-tried-no-reason": (
        rows({"de_escalation_used": "none"}),
        [("incidents", None, "de_escalation_none_reason")],
    ),
    "duplicate-incident": (rows(NOON, {**NOON, "child_id": "c2"}, NOON), [("incidents", 4, None)]),
    "near-duplicate": (
        rows(
            {"started_time": "12:00"},
            {"started_time": "12:10"},  # ten minutes after
            {"started_time": "12:21"},  # eleven after that
            {"started_time": "12:00", "child_id": "C-1"},  # the first again, spelt otherwise
            {"started_time": "12:00", "child_id": "c12"},
        ),
        [("incidents", 3, None), ("incidents", 5, None)],
    ),
    "entered-by-two": (
        {
            "incidents": incidents(
                {"started_time": "12:00"},
                {"started_time": "12:30"},
                {"started_time": "12:40"},
                {"started_time": "13:11"},
            ),
            "staff_involvement": [
                {"incident_id": "i1", "staff_id": "a1", "role": "held"},
                {"incident_id": "i2", "staff_id": "a2", "role": "held"},
                {"incident_id": "i3", "staff_id": "a2", "role": "held"},  # the same adult as in i2
                {"incident_id": "i4", "staff_id": "a3", "role": "held"},  # 31 minutes after i3
            ],
        },
        [("incidents", 3, None)],
    ),
    "code-spelling": (
        rows(
            {"child_id": "child-1"},
            {"child_id": "child-1"},
            {"child_id": "Child.1"},
            {"child_id": "child-11"},
        ),
        [("incidents", 4, "child_id")],
    ),
    "group-split": (
        rows(
            {"incident_group_id": "g1"},
            {"incident_group_id": "g1", "incident_date": "2026-03-05"},  # over midnight
            {"incident_group_id": "g1", "incident_date": "2026-03-06"},
        ),
        [("incidents", 4, "incident_group_id")],
    ),
    "child-twice-in-event": (
        rows(
            {"incident_group_id": "g1"},
            {"incident_group_id": "g1", "child_id": "c2"},
            {"incident_group_id": "g1"},
            {},
            {},
        ),
        [("incidents", 4, "incident_group_id")],
    ),
    "repeated-row": (
        tables(governance_reviews=[BOARD, {**BOARD, "body": "reg44"}, BOARD]),
        [("governance_reviews", 4, None)],
    ),
    "seclusion-under-another-name": (
        rows(
            {"prevented_from_leaving": "yes"},
            {"prevented_from_leaving": "yes", "intervention_category": "seclusion"},
        ),
        [("incidents", 2, "intervention_category")],
    ),
    "seclusion-free-to-leave": (
        rows(
            {"prevented_from_leaving": "no"},
            {"prevented_from_leaving": "no", "intervention_category": "seclusion"},
        ),
        [("incidents", 3, "prevented_from_leaving")],
    ),
    "method-without-seclusion": (
        rows(
            {"seclusion_method": "locked"},
            {"seclusion_method": "not_applicable"},
            {"seclusion_method": "locked", "intervention_category": "seclusion"},
        ),
        [("incidents", 2, "seclusion_method")],
    ),
    "calm-and-restricted": (
        rows(
            {"intervention_category": "de_escalated_no_restriction|guided_contact"},
            {"intervention_category": "de_escalated_no_restriction|seclusion"},
        ),
        [("incidents", 3, "intervention_category")],
    ),
    "force-without-restraint": (
        rows(
            {"degree_of_force": "high", "intervention_category": "guided_contact"},
            {"degree_of_force": "light", "intervention_category": "guided_contact"},
            {"degree_of_force": "high"},
        ),
        [("incidents", 2, "degree_of_force")],
    ),
    "restraint-as-sanction": (
        rows(
            {"is_disciplinary": "yes"},
            {"is_disciplinary": "yes", "intervention_category": "disciplinary_removal"},
        ),
        [("incidents", 2, "is_disciplinary")],
    ),
    "ground-not-named": (
        rows({"reason_primary": "refusal_only"}, {"reason_primary": "injury_to_adult"}),
        [("incidents", 2, "reason_primary")],
    ),
    "none-with-others": (
        rows({"adverse_signs": "none"}, {"adverse_signs": "none|pain"}),
        [("incidents", 3, "adverse_signs")],
    ),
    "reason-for-nothing": (
        rows(
            {"de_escalation_used": "distraction", "de_escalation_none_reason": "other"},
            {"de_escalation_used": "none", "de_escalation_none_reason": "other"},
        ),
        [("incidents", 2, "de_escalation_none_reason")],
    ),
    "plan-contradiction": (
        rows(
            {"plan_in_place": "no", "plan_followed": "yes"},
            {"plan_in_place": "partly", "plan_followed": "yes"},
        ),
        [("incidents", 2, "plan_followed")],
    ),
    "plan-reason-contradiction": (
        rows(
            {"plan_followed": "yes", "plan_not_followed_reason": "other"},
            {"plan_followed": "partly", "plan_not_followed_reason": "other"},
        ),
        [("incidents", 2, "plan_not_followed_reason")],
    ),
    "told-and-not-told": (
        rows(
            {"parent_informed_at": "2026-03-04T16:00", "parent_not_informed_reason": "other"},
            {"parent_not_informed_reason": "other"},
        ),
        [("incidents", 2, "parent_not_informed_reason")],
    ),
    "injury-without-check": (
        rows(
            {"child_injury": "first_aid", "medical_check": "not_needed"},
            {"child_injury": "mark_only", "medical_check": "not_needed"},
        ),
        [("incidents", 2, "medical_check")],
    ),
    "judgement-without-day": (
        rows(
            {"judged_legal": "met"},
            {"judged_legal": "not_yet_judged"},
            {"judged_legal": "met", "judged_on": "2026-03-06"},
        ),
        [("incidents", 2, "judged_on")],
    ),
    "quote-without-text": (
        tables(child_views=numbered("view_id", {"quote_cleared": "yes"}, {"quote_cleared": "no"}, **VIEW)),
        [("child_views", 2, "quote_cleared")],
    ),
    "declined-and-answered": (
        tables(
            child_views=numbered(
                "view_id",
                {"declined": "yes", "felt_safe_now": "4"},
                {"declined": "yes"},
                {"felt_safe_now": "4"},
                **VIEW,
            )
        ),
        [("child_views", 2, "declined")],
    ),
    "completed-not-offered": (
        tables(
            reviews=numbered(
                "review_id",
                {"restorative_offered": "no", "restorative_completed": "yes"},
                {"restorative_offered": "yes", "restorative_completed": "yes"},
                incident_id="i1",
                **TALK,
            )
        ),
        [("reviews", 2, "restorative_completed")],
    ),
    "debrief-without-child": (
        tables(
            reviews=numbered(
                "review_id", {"child_took_part": "no"}, {"child_took_part": "yes"}, incident_id="i1", **TALK
            )
        ),
        [("reviews", 2, "child_took_part")],
    ),
    "review-before-incident": (
        tables(
            reviews=numbered(
                "review_id",
                {"held_at": "2026-03-03T23:59"},
                {"held_at": "2026-03-04T00:00"},
                incident_id="i1",
                review_type="manager_review",
            )
        ),
        [("reviews", 2, "held_at")],
    ),
    "debrief-before-end": (
        {
            "incidents": incidents(NOON),
            "reviews": numbered(
                "review_id",
                {"held_at": "2026-03-04T12:09"},
                {"held_at": "2026-03-04T12:10"},
                {"held_at": "2026-03-04T00:00"},  # no time of day was kept
                incident_id="i1",
                review_type="child_debrief",
            ),
        },
        [("reviews", 2, "held_at")],
    ),
    "view-before-incident": (
        tables(
            child_views=numbered(
                "view_id",
                {**VIEW, "captured_on": "2026-03-03"},
                {**VIEW, "captured_on": "2026-03-04"},
                incident_id="i1",
            )
        ),
        [("child_views", 2, "captured_on")],
    ),
    "child-mismatch": (
        tables(
            concerns=numbered(
                "concern_id", {"child_id": "c2"}, {"child_id": "c1"}, {}, incident_id="i1", **COMPLAINT
            )
        ),
        [("concerns", 2, "child_id")],
    ),
    "unknown-child": (
        tables(
            children=[{"child_id": "c1", **ROLL}],
            concerns=numbered("concern_id", {"child_id": "c1"}, {"child_id": "c9"}, **COMPLAINT),
        ),
        [("concerns", 3, "child_id")],
    ),
    "unknown-adult": (
        tables(staff=[{"staff_id": "a1", **ADULT}], training=[COURSE, {**COURSE, "staff_id": "a9"}]),
        [("training", 3, "staff_id")],
    ),
    "restraint-without-technique": (
        {
            "incidents": incidents({}, {}),
            "interventions": [{"intervention_id": "x1", "sequence": "1", **HOLD}],
        },
        [("incidents", None, "incident_id")],
    ),
    "technique-outside-category": (
        tables(
            interventions=numbered(
                "intervention_id",
                {"sequence": "1", "category": "seclusion"},
                {"sequence": "2", "category": "physical_restraint"},
                incident_id="i1",
            )
        ),
        [("interventions", 2, "category")],
    ),
    "technique-outside-times": (  # five minutes are two clocks
        {
            "incidents": incidents(NOON),
            "interventions": numbered(
                "intervention_id",
                {"sequence": "1", "started_at": "2026-03-04T11:55"},
                {"sequence": "2", "started_at": "2026-03-04T11:54"},
                {"sequence": "3", "started_at": "2026-03-04T12:16"},
                **HOLD,
            ),
        },
        [("interventions", 3, "started_at"), ("interventions", 4, "started_at")],
    ),
    "technique-minutes": (
        tables(
            interventions=numbered(
                "intervention_id",
                {"sequence": "1", "duration_minutes": "15"},
                {"sequence": "2", "duration_minutes": "16"},
                started_at="2026-03-04T12:00",
                ended_at="2026-03-04T12:10",
                **HOLD,
            )
        ),
        [("interventions", 3, "duration_minutes")],
    ),
    "sequence-repeated": (
        tables(
            interventions=numbered(
                "intervention_id", {"sequence": "1"}, {"sequence": "2"}, {"sequence": "1"}, **HOLD
            )
        ),
        [("interventions", 4, "sequence")],
    ),
    "technique-of-another": (
        {
            "incidents": incidents({}, {"child_id": "c2"}),
            "interventions": [{"intervention_id": "x1", "sequence": "1", **HOLD}],
            "staff_involvement": [
                {"incident_id": number, "staff_id": "a1", "role": "held", "intervention_id": "x1"}
                for number in ("i1", "i2")
            ],
        },
        [("staff_involvement", 3, "intervention_id")],
    ),
    "statement-before-incident": (
        {
            "incidents": incidents(NOON),
            "staff_involvement": [
                {
                    "incident_id": "i1",
                    "staff_id": "a1",
                    "role": "held",
                    "statement_made_at": "2026-03-04T12:00",
                },
                {
                    "incident_id": "i1",
                    "staff_id": "a2",
                    "role": "held",
                    "statement_made_at": "2026-03-04T11:59",
                },
            ],
        },
        [("staff_involvement", 3, "statement_made_at")],
    ),
    "independent-and-involved": (
        tables(
            reviews=numbered(
                "review_id",
                {"led_by_staff_id": "a1"},
                {"led_by_staff_id": "a2"},  # a witness
                {"led_by_staff_id": "a3"},
                incident_id="i1",
                independent_of_incident="yes",
                **TALK,
            ),
            staff_involvement=[
                {"incident_id": "i1", "staff_id": "a1", "role": "held"},
                {"incident_id": "i1", "staff_id": "a2", "role": "witness"},
            ],
        ),
        [("reviews", 2, "independent_of_incident")],
    ),
    "adult-in-two-places": (
        {
            "incidents": incidents(
                NOON, {**NOON, "child_id": "c2"}, {"child_id": "c3", "started_time": "12:10"}
            ),
            "staff_involvement": [
                {"incident_id": number, "staff_id": "a1", "role": "held"} for number in ("i1", "i2", "i3")
            ],
        },
        [("staff_involvement", 3, "staff_id")],
    ),
    "concern-before-incident": (
        tables(
            concerns=numbered(
                "concern_id",
                {"arose_at": "2026-03-03T10:00"},
                {"arose_at": "2026-03-04T00:00"},
                kind="allegation",
                incident_id="i1",
            )
        ),
        [("concerns", 2, "arose_at")],
    ),
    "not-on-roll": (
        {
            "incidents": incidents(
                {},
                {"incident_date": "2026-01-04"},
                {"incident_date": "2026-03-06"},
                {"incident_date": "2026-03-05"},
            ),
            "children": [{"child_id": "c1", **ROLL, "on_roll_to": "2026-03-05"}],
        },
        [("incidents", 3, "child_id"), ("incidents", 4, "child_id")],
    ),
    "roll-overlap": (
        tables(
            children=[
                {"child_id": "c1", **ROLL, "on_roll_to": "2026-02-01"},
                {"child_id": "c1", **ROLL, "on_roll_from": "2026-02-01", "on_roll_to": ""},
                {"child_id": "c2", **ROLL, "on_roll_to": "2026-02-01"},
                {"child_id": "c2", **ROLL, "on_roll_from": "2026-02-02", "on_roll_to": ""},
            ]
        ),
        [("children", 3, "on_roll_from")],
    ),
    "staff-overlap": (
        tables(
            staff=[
                {"staff_id": "a1", **ADULT, "end_on": "2021-01-01"},
                {"staff_id": "a1", **ADULT, "start_on": "2020-06-01", "end_on": ""},
                {"staff_id": "a2", **ADULT, "end_on": ""},
            ]
        ),
        [("staff", 3, "start_on")],
    ),
    "child-described-twice": (
        tables(
            children=[
                {"child_id": "c1", **ROLL, "on_roll_to": "2026-02-01", "sex": "F"},
                {"child_id": "c1", **ROLL, "on_roll_from": "2026-02-02", "on_roll_to": "", "sex": "M"},
                {"child_id": "c2", **ROLL, "on_roll_to": "", "sex": "M"},
            ]
        ),
        [("children", 2, "sex"), ("children", 3, "sex")],
    ),
    "age-impossible": (  # year 7 is twelve on 31 August after it; two years out of it is 10 to 14
        tables(
            children=[
                {"child_id": "c1", **ROLL, "age_band": "8_10", "year_group": "7"},
                {"child_id": "c2", **ROLL, "age_band": "5_7", "year_group": "7"},
                {"child_id": "c3", **ROLL, "age_band": "16_17", "year_group": "7"},
                {"child_id": "c4", **ROLL, "age_band": "16_17", "year_group": "X"},
            ]
        ),
        [("children", 3, "age_band"), ("children", 4, "age_band")],
    ),
    "adult-not-here": (
        tables(
            staff=[
                {"staff_id": "a1", **ADULT, "end_on": "2026-03-03"},
                {"staff_id": "a2", **ADULT, "end_on": "2026-03-04"},
            ],
            staff_involvement=[
                {"incident_id": "i1", "staff_id": each, "role": "held"} for each in ("a1", "a2")
            ],
        ),
        [("staff_involvement", 2, "staff_id")],
    ),
    "held-without-training": (
        tables(
            training=[COURSE, {**COURSE, "staff_id": "a2", "expires_on": "2026-03-04"}],
            staff_involvement=[
                {"incident_id": "i1", "staff_id": "a1", "role": "held"},  # ran out in January
                {"incident_id": "i1", "staff_id": "a2", "role": "held"},  # valid to the very day
                {"incident_id": "i1", "staff_id": "a3", "role": "witness"},
            ],
        ),
        [("staff_involvement", 2, "staff_id")],
    ),
    "training-twice": (
        tables(training=[COURSE, {**COURSE, "expires_on": "2027-01-09"}, {**COURSE, "staff_id": "a2"}]),
        [("training", 3, "completed_on")],
    ),
    "long-week": (
        tables(
            staff=[
                {"staff_id": "a1", **ADULT, "weekly_hours": "60"},
                {"staff_id": "a2", **ADULT, "weekly_hours": "61"},
            ]
        ),
        [("staff", 3, "weekly_hours")],
    ),
    "dates-backwards": (
        tables(
            restrictions=numbered(
                "restriction_id", {"ended_on": "2026-01-04"}, {"ended_on": "2026-01-05"}, **LIMIT
            )
        ),
        [("restrictions", 2, "ended_on")],
    ),
    "deadline-impossible": (
        tables(actions=numbered("action_id", {"due_on": "2026-03-08"}, {"due_on": "2026-03-09"}, **ACTION)),
        [("actions", 2, "due_on")],
    ),
    "reviewed-before-start": (
        tables(
            restrictions=numbered(
                "restriction_id",
                {"last_reviewed_on": "2026-01-04"},
                {"last_reviewed_on": "2026-01-05"},
                **LIMIT,
            )
        ),
        [("restrictions", 2, "last_reviewed_on")],
    ),
    "after-as-of": (
        tables(
            related_events=[
                {**EVENT, "amount": "1", "collected": "yes", "event_date": day}
                for day in ("2026-11", "2026-12")
            ]
        ),
        [("related_events", 3, "event_date")],
    ),
    "restriction-of-whom": (
        tables(restrictions=numbered("restriction_id", {"child_id": "c1"}, {"child_id": ""}, **LIMIT)),
        [("restrictions", 2, "child_id")],
    ),
    "restriction-review-overdue": (
        tables(
            restrictions=numbered(
                "restriction_id",
                {"review_due_on": "2026-11-19"},
                {"review_due_on": "2026-11-20"},
                {"review_due_on": "2026-11-19", "last_reviewed_on": "2026-11-19"},
                {"review_due_on": "2026-11-19", "ended_on": "2026-11-01"},
                **LIMIT,
            )
        ),
        [("restrictions", 2, "review_due_on")],
    ),
    "restriction-basis-expired": (
        tables(
            restrictions=numbered(
                "restriction_id",
                {"basis_expires_on": "2026-11-19"},
                {"basis_expires_on": "2026-11-20"},
                {"basis_expires_on": "2026-02-01", "ended_on": "2026-02-01"},
                **LIMIT,
            )
        ),
        [("restrictions", 2, "basis_expires_on")],
    ),
    "evaluation-without-day": (
        tables(
            actions=numbered(
                "action_id",
                {"evaluation": "helped"},
                {"evaluation": "helped", "evaluated_on": "2026-05-01"},
                **ACTION,
            )
        ),
        [("actions", 2, "evaluated_on")],
    ),
    "aim-unknown": (
        tables(
            actions=numbered(
                "action_id", {"aims_at": "transition|moon"}, {"aims_at": "transition|corridor"}, **ACTION
            )
        ),
        [("actions", 2, "aims_at")],
    ),
    "counted-not-collected": (
        tables(related_events=[{**EVENT, "amount": number, "collected": "no"} for number in ("3", "0")]),
        [("related_events", 2, "collected")],
    ),
    "exposure-overlap": (
        tables(
            exposure=[
                {**DAYS, "period_start": "2026-03-01", "period_end": "2026-03-31"},
                {**DAYS, "period_start": "2026-03-31", "period_end": "2026-04-30"},
                {**DAYS, "period_start": "2026-03-15", "period_end": "2026-03-20", "measure": "staff_hours"},
            ]
        ),
        [("exposure", 3, "period_start")],
    ),
    "exposure-gap": (
        tables(
            exposure=[
                {
                    **DAYS,
                    "period_start": "2026-03-05",
                    "period_end": "2026-03-31",
                },  # the incident is of the 4th
                {**DAYS, "period_start": "2026-04-01", "period_end": "2026-04-30"},
                {**DAYS, "period_start": "2026-05-02", "period_end": "2026-05-31"},
            ]
        ),
        [("exposure", 2, "period_start"), ("exposure", 4, "period_start")],
    ),
}
"""For each rule its tables, and the places it must name: no more and no fewer."""

ELSEWHERE = {
    "law-review-due",
    "missing-setting",
    "before-opening",
    "closed-day",
    "outside-terms",
    "retired-code",
}
"""Rules that need another setting than the plain one; each has a test of its own here or in `test_law.py`."""


def loaded(folder: Path, given: Mapping[str, Rows], *places: Place) -> Dataset:
    for table, lines in given.items():
        write(folder, table, lines)
    read = load(folder, setting(*(places or (SCHOOL,))))
    stops = [(each.code, each.table) for each in read.findings if each.severity == "error"]
    assert not stops, "the rows of this test do not even load"
    return read.dataset


def named(dataset: Dataset, code: str) -> list[Where]:
    rule = next(each for each in rules.load() if each.code == code)
    return sorted(((each.table, each.row, each.field) for each in rule.find(dataset)), key=str)


@pytest.mark.parametrize("code", CASES)
def test_a_rule_names_the_rows_that_break_it_and_no_others(tmp_path: Path, code: str) -> None:
    given, expected = CASES[code]
    dataset = loaded(tmp_path, given)
    assert named(dataset, code) == sorted(expected, key=str)
    report = checks.run(dataset)
    assert {code} <= {each.code for each in report.findings}


@pytest.mark.parametrize("code", CASES)
def test_frictionless_runs_the_same_rule_as_a_custom_check_of_its_own(tmp_path: Path, code: str) -> None:
    given, expected = CASES[code]
    dataset = loaded(tmp_path, given)
    table = expected[0][0]
    chosen = [each for each in checks.as_frictionless(dataset, table) if each.type == code]
    known = Schema.from_descriptor({**schema.tables()[table].descriptor, "foreignKeys": []})
    dialect = Dialect(controls=[formats.CsvControl(delimiter=",")])
    resource = Resource(path=f"{table}.csv", basepath=str(tmp_path / "data"), schema=known, dialect=dialect)
    errors = resource.validate(Checklist(checks=chosen)).tasks[0].errors
    # A finding without a row is about the whole table.
    found = [
        (getattr(each, "row_number", None), each.note.split(":")[0]) for each in errors if each.type == code
    ]
    wanted = [(row, field) for at, row, field in expected if at == table]
    assert sorted(row or 0 for row, _ in found) == sorted(row or 0 for row, _ in wanted)
    if all(field for _, field in wanted):
        assert sorted(found, key=str) == sorted(wanted, key=str)


def test_every_rule_has_rows_written_for_it() -> None:
    ours = {each.code for each in rules.load() if not each.look.__module__.endswith(".identity")}
    assert ours == CASES.keys() | ELSEWHERE
    assert len(ours) >= 40


def test_a_rule_says_what_it_is_why_it_is_there_and_where_it_looks() -> None:
    for each in rules.load():
        said = f"{each.title} {each.why}"
        assert each.why.endswith(".") and len(each.why.split()) > 6, each.code
        assert set(each.tables) <= {*schema.tables(), "law"} and each.tables, each.code
        assert not banned_words(said), (each.code, banned_words(said))
        for table, names in each.needs.items():
            assert set(names) <= set(schema.tables()[table].names), each.code


def test_no_rule_repeats_a_cell(tmp_path: Path) -> None:
    for code, (given, _) in CASES.items():
        folder = tmp_path / code
        folder.mkdir()
        canary = {name: [dict(row) for row in lines] for name, lines in given.items()}
        for row in canary["incidents"]:
            row["lead_up_summary"] = row.get("lead_up_summary", "canary-in-a-coal-mine")
        report = checks.run(loaded(folder, canary))
        text = " ".join(f"{each.message} {each.hint}" for each in report.findings)
        assert "canary" not in text and LONG not in text and not banned_words(text), code


TERMS = (
    TermDates("202526", "spring", date(2026, 1, 5), date(2026, 3, 27), date(2026, 2, 16), date(2026, 2, 20)),
)


def with_setting(folder: Path, given: Mapping[str, Rows], place: Place = SCHOOL, **more: object) -> Dataset:
    for table, lines in given.items():
        write(folder, table, lines)
    return load(folder, replace(setting(place), **more)).dataset  # type: ignore[arg-type]


def test_a_day_in_the_holidays_or_at_the_week_end_is_closed_in_a_school_and_open_in_a_home(
    tmp_path: Path,
) -> None:
    given = rows(
        {"incident_date": "2026-02-18"},  # half term
        {"incident_date": "2026-03-07"},  # a Saturday
        {"incident_date": "2026-03-06"},
        {"incident_date": "2026-04-01"},  # after the last term: another rule
    )
    school = with_setting(tmp_path, given, terms=TERMS)
    assert named(school, "closed-day") == [
        ("incidents", 2, "incident_date"),
        ("incidents", 3, "incident_date"),
    ]
    assert named(school, "outside-terms") == [("incidents", 5, "incident_date")]
    assert named(with_setting(tmp_path, given, HOME, terms=TERMS), "closed-day") == []
    assert named(with_setting(tmp_path, given), "closed-day") == []


def test_an_incident_before_the_setting_opened_is_pointed_out(tmp_path: Path) -> None:
    given = rows({"incident_date": "2026-03-03"}, {"incident_date": "2026-03-04"})
    opened = replace(SCHOOL, opened_on=date(2026, 3, 4))
    assert named(with_setting(tmp_path, given, opened), "before-opening") == [
        ("incidents", 2, "incident_date")
    ]


def test_a_code_is_pointed_out_after_the_day_on_which_the_setting_gave_it_up(tmp_path: Path) -> None:
    given = {
        "incidents": incidents(
            {"location_code": "old_wing", "incident_date": "2026-03-03"},
            {"location_code": "old_wing"},
            {"location_code": "hall"},
        ),
        "interventions": numbered(
            "intervention_id",
            {"incident_id": "i1"},
            {"incident_id": "i2"},
            category="physical_restraint",
            sequence="1",
            technique_code="t9",
        ),
    }
    gone = {"location_code": {"old_wing": date(2026, 3, 3)}, "technique_code": {"t9": date(2026, 3, 3)}}
    dataset = with_setting(tmp_path, given, retired_codes=gone)
    assert named(dataset, "retired-code") == [
        ("incidents", 3, "location_code"),
        ("interventions", 3, "technique_code"),
    ]


def test_where_there_is_a_home_and_a_school_a_row_says_which(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, rows({"setting_id": "school"}, {"setting_id": ""}), SCHOOL, HOME)
    assert named(dataset, "missing-setting") == [("incidents", 3, "setting_id")]


def test_a_row_that_is_right_in_every_field_breaks_no_rule(tmp_path: Path) -> None:
    assert checks.run(loaded(tmp_path, {"incidents": [{**START, **FINE}]})).findings == ()


def test_the_setting_says_which_of_its_codes_it_gave_up_and_a_wrong_day_or_field_is_a_mistake(
    tmp_path: Path,
) -> None:
    write_setting(tmp_path, more="retired_codes:\n  location_code: {old_wing: 2026-03-03}")
    assert read(tmp_path).retired_codes == {"location_code": {"old_wing": date(2026, 3, 3)}}
    write_setting(
        tmp_path, more="retired_codes:\n  location_code: {old_wing: soon}\n  locations: {hall: 2026-03-03}"
    )
    with pytest.raises(SettingError) as error:
        read(tmp_path)
    assert "retired_codes.location_code.old_wing" in error.value.message
    assert "location_code" in error.value.message and "locations" in error.value.message


def test_a_reason_is_not_held_against_regulations_that_came_later(tmp_path: Path) -> None:
    # Regulation 20 of the Children's Homes (England) Regulations 2015 is in force from 1 April 2015.
    dataset = loaded(
        tmp_path,
        rows(
            {"incident_date": "2015-03-31", "reason_primary": "good_order_and_discipline"},
            {"incident_date": "2015-04-01", "reason_primary": "good_order_and_discipline"},
        ),
        HOME,
    )
    assert named(dataset, "ground-not-named") == [("incidents", 3, "reason_primary")]


def test_a_child_who_left_and_came_back_was_here_in_both_spells_and_not_between_them(tmp_path: Path) -> None:
    # Here 5 January to 31 March, and from 1 May on; a third row lies within the first spell and ends before it.
    spells = (
        {"on_roll_from": "2026-01-05", "on_roll_to": "2026-03-31"},
        {"on_roll_from": "2026-02-02", "on_roll_to": "2026-02-27"},
        {"on_roll_from": "2026-05-01"},
    )
    days = ("2026-01-04", "2026-01-05", "2026-03-31", "2026-04-01", "2026-04-30", "2026-05-01")
    given: dict[str, Rows] = {
        "incidents": incidents(*({"incident_date": day} for day in days)),
        "children": [{"child_id": "c1", "setting_id": "school", **spell} for spell in spells],
    }
    assert [row for _, row, _ in named(loaded(tmp_path, given), "not-on-roll")] == [2, 5, 6]


def test_an_adult_named_twice_in_one_record_is_still_in_both_records_of_an_event(tmp_path: Path) -> None:
    given: dict[str, Rows] = {
        "incidents": incidents(
            NOON,
            {**NOON, "started_time": "12:20", "ended_time": "12:30"},  # a2 alone: apart from the row above
            {**NOON, "started_time": "12:40", "ended_time": "12:50"},  # a2 and a3: together with it
            {**NOON, "started_time": "12:45", "ended_time": "12:50"},  # nobody named: cannot be told
        ),
        "staff_involvement": [
            {"incident_id": number, "staff_id": adult, "role": role}
            for number, adult, role in (
                ("i1", "a1", "led"),
                ("i1", "a1", "witness"),
                ("i2", "a2", "led"),
                ("i3", "a3", "led"),
                ("i3", "a2", "present"),
            )
        ],
    }
    assert named(loaded(tmp_path, given), "entered-by-two") == [("incidents", 3, None)]


def test_a_place_with_several_rows_gives_a_finding_for_each(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, rows(NOON))

    @rules.rule("several", "note", "Several", {"incidents": ("incident_id",)})
    def several(dataset: Dataset) -> list[rules.Hit]:
        """Three rows in the same words, and the table as a whole."""
        return [
            *rules.hits("incidents", [2, 5, 9], "incident_date", "odd.", "Look."),
            *rules.hits("incidents", [], "incident_date", "never said."),
            rules.Hit("incidents", None, None, "all of it."),
        ]

    assert [(each.row, each.message, each.hint) for each in several.find(dataset)] == [
        (2, "odd.", "Look."),
        (5, "odd.", "Look."),
        (9, "odd.", "Look."),
        (None, "all of it.", ""),
    ]


def test_two_rows_that_begin_together_are_both_set_beside_the_incident_still_going_on(tmp_path: Path) -> None:
    dataset = loaded(
        tmp_path,
        rows(
            {"started_time": "10:00", "ended_time": "11:00"},
            {"started_time": "10:30", "ended_time": "10:40"},
            {"started_time": "10:30", "ended_time": "10:35", "intervention_category": "seclusion"},
            {
                "started_time": "12:00",
                "ended_time": "12:10",
            },  # the two at noon begin together, and nothing goes on
            {"started_time": "12:00", "ended_time": "12:05", "intervention_category": "seclusion"},
            {"started_time": "12:00", "ended_time": "12:05", "child_id": "c2"},
        ),
    )
    assert [row for _, row, _ in named(dataset, "two-places-at-once")] == [3, 4]


@pytest.mark.parametrize("year", ["2300", "4155", "9999"])
def test_a_day_that_no_computer_clock_holds_is_a_finding_and_no_crash(tmp_path: Path, year: str) -> None:
    # Dates counted in billionths of a second end on 11 April 2262 (2^63 of them after 1970).
    far = {**NOON, "incident_date": f"{year}-03-04", "duration_minutes": "10.5"}
    dataset = loaded(
        tmp_path, rows({}, far, {**far, "started_time": "12:05", "ended_time": "", "child_id": "c2"})
    )
    found = [(each.code, each.row) for each in checks.run(dataset).findings]
    assert ("incident-after-as-of", 3) in found and ("incident-after-as-of", 4) in found
