"""The wider record: restrictions of liberty, concerns, other events, and the people who look in from outside."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from generator.examples._calendar import (
    AS_OF,
    DAY,
    FIRST_DAY,
    HOME,
    SCHOOL,
    TERMS,
    at,
    days,
    months,
    school_open,
    stamp,
    working_hours,
)
from generator.examples._changes import agreed_after
from generator.examples._dice import Dice
from generator.examples._episodes import SILENCE, Episode, later
from generator.examples._roll import Child, Row

# Setting, kind, legal basis, started, ended: rules for everyone.
BLANKET = (
    (HOME, "locked_exit", "risk_assessment_only", "2021-09-01", ""),
    (HOME, "locked_kitchen_or_items", "risk_assessment_only", "2022-03-01", "2025-06-30"),
    (HOME, "phone_internet", "care_plan_placing_authority_consent", "2023-09-01", ""),
    (SCHOOL, "locked_exit", "risk_assessment_only", "2020-09-01", ""),
)
FOR_ONE = (
    "constant_supervision", "two_to_one", "door_alarm", "vehicle_harness", "listening_or_night_monitor",
    "window_restrictor", "contact_limit", "room_search",
)  # fmt: skip
BASES = {
    "care_plan_placing_authority_consent": 40, "high_court_dol_order": 12, "parental_consent": 22,
    "risk_assessment_only": 22, "none_recorded": 4,
}  # fmt: skip
WHILE_SILENT = (
    (HOME, "2026-02-13", "staff_injury"),
    (SCHOOL, "2026-02-12", "staff_injury"),
    (HOME, "2026-02-18", "missing_episode"),
    (HOME, "2026-02-21", "staff_injury"),
    (SCHOOL, "2026-02-25", "staff_injury"),
    (HOME, "2026-03-02", "staff_injury"),
    (SCHOOL, "2026-03-05", "staff_injury"),
)
"""Adults were hurt on days for which no incident was written down."""


def restriction_rows(dice: Dice, children: list[Child]) -> list[Row]:
    """Restrictions on one child or on all; some overdue for review, some lifted."""
    rows: list[Row] = []
    for setting, kind, basis, start, end in BLANKET:
        started, ended = date.fromisoformat(start), date.fromisoformat(end) if end else None
        rows.append(_restriction(dice, "", setting, kind, basis, started, ended))
    for child in dice.sample([each for each in children if each.home], 13):
        _, joined, left = child.spells[-1]
        started = max(joined, FIRST_DAY) + dice.whole(5, 250) * DAY
        ended = started + dice.whole(120, 600) * DAY if dice.chance(0.5) else left
        kind, basis = dice.pick(FOR_ONE), dice.weighted(BASES)
        if started <= (left or AS_OF):
            rows.append(
                _restriction(dice, child.code, HOME, kind, basis, started, min(ended or AS_OF, left or AS_OF))
            )
    for number, row in enumerate(rows, start=1):
        row["restriction_id"] = f"res-{number:03d}"
    return rows


def _restriction(
    dice: Dice, child: str, setting: str, kind: str, basis: str, started: date, ended: date | None
) -> Row:
    over = ended is not None and ended < AS_OF
    reviewed = max(started, (ended if over and ended else AS_OF) - dice.whole(10, 200) * DAY)
    dated = basis in ("high_court_dol_order", "care_plan_placing_authority_consent")
    return {
        "restriction_id": "",
        "child_id": child,
        "blanket": "false" if child else "true",
        "setting_id": setting,
        "kind": kind,
        "legal_basis": basis,
        "basis_expires_on": reviewed + dice.whole(60, 365) * DAY if dated else "",
        "started_on": started,
        "review_due_on": reviewed + 182 * DAY,
        "last_reviewed_on": reviewed if reviewed > started else "",
        "last_reduced_on": reviewed if reviewed > started and dice.chance(0.3) else "",
        "ended_on": ended if over else "",
        "least_restrictive_considered": dice.pick(("true", "true", "true", "false", "")),
        "child_informed": dice.pick(("true", "true", "")),
        "child_view_recorded": dice.pick(("true", "false")),
        "authority_informed_at": stamp(at(started, time(16, 0), dice.whole(0, 600)))
        if kind == "contact_limit"
        else "",
    }


def concern_rows(dice: Dice, pairs: list[tuple[Episode, Row]]) -> list[Row]:
    """Complaints, notifications and referrals; most about an incident, one about four weeks without a record."""
    held = [pair for pair in pairs if pair[0].restrictive]
    rows = []
    for episode, incident in sorted(dice.sample(held, 30), key=lambda pair: pair[0].start):
        kind = dice.weighted(
            {
                "complaint_child": 9,
                "complaint_parent": 9,
                "reg40_notification": 5,
                "lado_referral": 2,
                "safeguarding_referral": 3,
                "riddor": 2,
            }
        )
        if kind == "reg40_notification" and episode.setting != HOME:
            kind = "complaint_parent"
        arose = working_hours(later(episode.start, dice.between(1, 40)))
        rows.append(_concern(dice, kind, arose, incident["incident_id"], episode.child.code))
    rows.append(_concern(dice, "complaint_parent", at(date(2026, 2, 27), time(11, 10), 0), "", ""))
    rows = [row for row in rows if row["arose_at"]]
    rows.sort(key=lambda row: str(row["arose_at"]))
    for number, row in enumerate(rows, start=1):
        row["concern_id"] = f"con-{number:03d}"
    return rows


RECIPIENTS = {
    "reg40_notification": "ofsted", "lado_referral": "lado", "safeguarding_referral": "local_authority",
    "riddor": "hse",
}  # fmt: skip


def _concern(dice: Dice, kind: str, arose: datetime, incident: object, child: str) -> Row:
    resolved = arose.date() + dice.whole(6, 60) * DAY
    closed = resolved <= AS_OF and dice.chance(0.88)
    outcomes = {"upheld": 3, "partly": 4, "not_upheld": 5, "no_further_action": 5, "unsubstantiated": 2}
    return {
        "concern_id": "",
        "kind": kind,
        "incident_id": incident,
        "child_id": child,
        "arose_at": stamp(arose),
        "submitted_at": stamp(working_hours(arose + timedelta(hours=dice.whole(1, 50))))
        if dice.chance(0.93)
        else "",
        "recipient": RECIPIENTS.get(kind, "internal"),
        "outcome": dice.weighted(outcomes) if closed else "open",
        "resolved_on": resolved if closed else "",
    }


def event_rows(dice: Dice, children: list[Child]) -> list[Row]:
    """Events beside restraint: by month where only counts are kept, by day and child where each is known."""
    rows = [row for first, last in months() for row in _month(dice, children, first, last)]
    for day in days(FIRST_DAY, AS_OF + DAY):
        if SILENCE[0] <= day < SILENCE[1]:
            continue
        for setting, kind, likely in SINGLE:
            if (setting == HOME or school_open(day)) and dice.chance(likely):
                here = [child for child in children if child.here(setting, day)]
                code = "" if kind == "staff_injury" else dice.pick(here).code
                rows.append(_event(setting, day.isoformat(), kind, 1, child=code))
    rows += [_event(setting, day, kind, 1) for setting, day, kind in WHILE_SILENT]
    return sorted(rows, key=lambda row: (str(row["event_date"]), str(row["setting_id"]), str(row["kind"])))


SINGLE = (
    (SCHOOL, "suspension", 0.03),
    (SCHOOL, "disciplinary_removal", 0.06),
    (SCHOOL, "staff_injury", 0.05),
    (HOME, "staff_injury", 0.014),
    (HOME, "missing_episode", 0.018),
    (HOME, "self_harm", 0.02),
    (HOME, "police_call_out", 0.006),
)


def _month(dice: Dice, children: list[Child], first: date, last: date) -> list[Row]:
    month = f"{first:%Y-%m}"
    rows = [_event(HOME, month, "positive_incident", dice.whole(18, 46))]
    open_days = [day for day in days(first, last + DAY) if school_open(day)]
    if not open_days:
        return rows
    sessions = 2 * sum(child.here(SCHOOL, day) for day in open_days for child in children)
    absent = round(sessions * dice.between(0.06, 0.11))
    kept = first >= date(2024, 9, 1)
    part_time = dice.whole(4, 22) if kept else 0
    return [
        *rows,
        _event(SCHOOL, month, "attended_session", sessions - absent),
        _event(SCHOOL, month, "absence_session", absent),
        _event(SCHOOL, month, "positive_incident", dice.whole(40, 95)),
        _event(SCHOOL, month, "part_time_timetable_day", part_time, collected=kept),
    ]


def _event(
    setting: str, when: str, kind: str, amount: int, *, child: str = "", collected: bool = True
) -> Row:
    return {
        "child_id": child,
        "setting_id": setting,
        "event_date": when,
        "kind": kind,
        "amount": amount,
        "collected": "true" if collected else "false",
    }


def governance_rows(dice: Dice, actions: list[Row]) -> list[Row]:
    """Governors each term but one, the home's visitor each month but one, its own review each half-year."""
    rows = []
    for term in TERMS:
        meeting = term.end + dice.whole(8, 19) * DAY
        if meeting <= AS_OF and term.academic_year + term.name != "202324summer":
            rows.append(_looked(dice, actions, meeting, "governors", term.start, term.end))
    for first, _ in months():
        visit = first + dice.whole(11, 26) * DAY
        if visit <= AS_OF and f"{first:%Y-%m}" != "2025-08":
            rows.append(_looked(dice, actions, visit, "reg44", first, visit))
    for end in (
        date(2024, 2, 29),
        date(2024, 8, 31),
        date(2025, 2, 28),
        date(2025, 8, 31),
        date(2026, 2, 28),
        date(2026, 8, 31),
    ):
        start = (end - timedelta(days=170)).replace(day=1)
        rows.append(_looked(dice, actions, end + dice.whole(12, 30) * DAY, "reg45", start, end))
    return sorted(rows, key=lambda row: (str(row["review_on"]), str(row["body"])))


def _looked(dice: Dice, actions: list[Row], on: date, body: str, start: date, end: date) -> Row:
    agreed = agreed_after(actions, on, body) if body != "reg44" or dice.chance(0.3) else ""
    return {
        "review_on": on,
        "body": body,
        "period_from": start,
        "period_to": end,
        "questions_asked": dice.whole(2, 9) if dice.chance(0.9) else "",
        "actions_agreed": agreed,
    }
