"""What stands round the incidents of the example `small-home`: restrictions, adults, visits, hours, concerns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.examples import _small_home_story as story
from generator.examples._dice import Dice
from generator.examples._roll import Row
from generator.examples._small_home_story import EVENTS, HOME

TEAM = (
    ("leader", "permanent", "2022-05-02"),
    ("senior_care", "permanent", "2022-09-05"),
    ("senior_care", "permanent", "2023-11-13"),
    ("care", "permanent", "2023-02-06"),
    ("care", "permanent", "2024-06-17"),
    ("care", "permanent", "2025-10-06"),
    ("care", "bank", "2025-03-03"),
    ("night", "permanent", "2022-10-10"),
    ("night", "agency", "2026-06-01"),
)


def restriction_rows(codes: list[str]) -> list[Row]:
    """Three restrictions: a door alarm for all, one adult always near for one child, a vehicle harness now lifted."""
    shared = {"setting_id": HOME, "least_restrictive_considered": "true", "child_informed": "true"}
    rows: list[Row] = [
        {"child_id": "", "blanket": "true", "kind": "door_alarm", "legal_basis": "risk_assessment_only",
         "started_on": "2025-06-01", "review_due_on": "2026-10-01", "last_reviewed_on": "2026-03-30",
         "ended_on": "", "child_view_recorded": "false"},
        {"child_id": codes[5], "blanket": "false", "kind": "constant_supervision",
         "legal_basis": "care_plan_placing_authority_consent", "started_on": "2026-03-16",
         "review_due_on": "2026-12-14", "last_reviewed_on": "2026-09-14", "ended_on": "",
         "child_view_recorded": "true"},
        {"child_id": codes[0], "blanket": "false", "kind": "vehicle_harness",
         "legal_basis": "care_plan_placing_authority_consent", "started_on": "2024-05-01",
         "review_due_on": "2026-04-13", "last_reviewed_on": "2026-04-13", "ended_on": "2026-04-13",
         "child_view_recorded": "true"},
    ]  # fmt: skip
    return [{"restriction_id": f"res-{place:03d}"} | row | shared for place, row in enumerate(rows, start=1)]


def staff_tables(dice: Dice, adults: list[str], events: int) -> dict[str, list[Row]]:
    """The team, who was there, and its training; one adult's physical intervention course has run out."""
    staff: list[Row] = [
        {"staff_id": code, "setting_id": HOME, "team": "home", "role_group": role, "employment_type": kind,
         "start_on": start, "end_on": "", "weekly_hours": 37 if kind == "permanent" else 16}
        for code, (role, kind, start) in zip(adults, TEAM, strict=True)
    ]  # fmt: skip
    there: list[Row] = []
    for number in range(events):
        here = [
            code
            for code, (_, _, start) in zip(adults[1:7], TEAM[1:7], strict=True)
            if start <= EVENTS[number].day
        ]
        for place, code in enumerate(dice.sample(here, 2)):
            there.append(
                {"incident_id": f"inc-{number + 1:03d}", "staff_id": code, "role": "present" if place else "led",
                 "was_key_adult": "true" if dice.chance(0.4) else "false"}
            )  # fmt: skip
    return {"staff": staff, "staff_involvement": there, "training": list(_training(adults))}


def _training(adults: list[str]) -> Iterator[Row]:
    for place, (code, (_, _, start)) in enumerate(zip(adults, TEAM, strict=True)):
        for course in ("de_escalation", "physical_intervention", "communication"):
            if course == "communication" and place % 3 == 2:
                continue
            done = max(date.fromisoformat(start), date(2026, 2, 9)) + timedelta(days=place * 6)
            if place == 3 and course == "physical_intervention":
                done = date(2025, 9, 15)
            yield {
                "staff_id": code,
                "course": course,
                "rrn_certified": "true" if course == "physical_intervention" else "",
                "completed_on": done,
                "expires_on": done + timedelta(days=365),
                "competence_assessed": "true" if place != 8 else "false",
            }


def around_rows(dice: Dice, codes: list[str]) -> dict[str, list[Row]]:
    """The home itself, visits and reviews of it, hours worked, concerns and other events."""
    return {
        "settings": [
            {"setting_id": HOME, "kind": "childrens_home", "name": "Alder House", "urn": "",
             "registered_places": 5, "opened_on": "2022-05-02"}
        ],
        "governance_reviews": list(_visits(dice)),
        "exposure": list(_hours()),
        "concerns": [
            {"concern_id": "con-001", "kind": "complaint_child", "incident_id": "inc-010", "child_id": codes[1],
             "arose_at": "2025-12-29T10:00:00", "submitted_at": "", "recipient": "internal",
             "outcome": "partly", "resolved_on": "2026-01-14"},
            {"concern_id": "con-002", "kind": "reg40_notification", "incident_id": "inc-017", "child_id": codes[5],
             "arose_at": "2026-03-14T16:30:00", "submitted_at": "2026-03-14T20:10:00", "recipient": "ofsted",
             "outcome": "no_further_action", "resolved_on": "2026-04-02"},
        ],
        "related_events": [
            {"child_id": codes[5], "setting_id": HOME, "event_date": "2026-03-14", "kind": "missing_episode",
             "amount": 1, "collected": "true"},
            {"child_id": codes[3], "setting_id": HOME, "event_date": "2026-02-20", "kind": "placement_move",
             "amount": 1, "collected": "true"},
        ],
    }  # fmt: skip


def _months() -> Iterator[tuple[date, date]]:
    first = date(2025, 9, 1)
    while first <= story.AS_OF:
        following = (first + timedelta(days=32)).replace(day=1)
        yield first, min(following - timedelta(days=1), story.AS_OF)
        first = following


def _visits(dice: Dice) -> list[Row]:
    """A visit each month but one, two reviews of the quality of care, and those who looked in the room."""
    rows: list[Row] = []
    for first, last in _months():
        if first != date(2026, 8, 1):
            agreed = story.TALKER if first == date(2026, 6, 1) else ""
            on = min(first + timedelta(days=dice.whole(18, 26)), last)
            rows.append(_visit(on, "reg44", first, on, dice.whole(2, 7), agreed))
    rows.append(_visit(date(2025, 10, 27), "reg45", date(2025, 4, 1), date(2025, 9, 30), 5, ""))
    rows.append(_visit(date(2026, 4, 27), "reg45", date(2025, 10, 1), date(2026, 3, 31), 6, "act-006"))
    rows.append(_visit(date(2026, 10, 26), "reg45", date(2026, 4, 1), date(2026, 9, 30), 6, ""))
    for when, body, role, pages, asked in story.LOOKED:
        on = date.fromisoformat(when)
        row = _visit(on, body, on - timedelta(days=364), on, 3, "")
        rows.append(row | {"looked_at": pages, "looked_at_by": role, "published_question": asked})
    return sorted(rows, key=lambda row: str(row["review_on"]))


def _visit(on: date, body: str, start: date, end: date, asked: int, agreed: str) -> Row:
    return {
        "review_on": on,
        "body": body,
        "period_from": start,
        "period_to": end,
        "questions_asked": asked,
        "actions_agreed": agreed,
        "looked_at": "",
        "looked_at_by": "",
        "published_question": "",
    }


def _hours() -> Iterator[Row]:
    """Hours worked by shift, month by month: two adults early, three late, one at night."""
    for first, last in _months():
        days = (last - first).days + 1
        for shift, amount in (("early", 14), ("late", 21), ("night", 10)):
            yield {
                "setting_id": HOME,
                "period_start": first,
                "period_end": last,
                "dimension": "shift",
                "value": shift,
                "measure": "staff_hours",
                "amount": days * amount,
            }
