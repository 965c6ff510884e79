"""The example `small-home`: a children's home for five children, about twenty-five incidents in a year, no school.

    python -m generator.examples.small_home [FOLDER]

writes its tables to `FOLDER/data`, the same bytes each time; without FOLDER to this package's `small-home`.
The home, its children, its adults and every sentence are invented.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

from generator.examples import _small_home_story as story
from generator.examples._dice import Dice, make_codes
from generator.examples._roll import Row
from generator.examples._small_home_after import FORGOTTEN, id_of, is_measure, review_rows, view_rows
from generator.examples._small_home_around import around_rows, restriction_rows, staff_tables
from generator.examples._small_home_story import CHANGES, CHILDREN, EVENTS, HELD, HOME, Event
from generator.examples._words import LEAD_UP
from generator.examples._write import write_tables

SEED = 20261119
LATE_RECORD, LATE_SIGNED, LATE_SPOKEN = (9, 23), (12,), (17,)
NO_TIME = (20,)
"""An event whose record has no time of making."""


def make_tables(seed: int = SEED) -> dict[str, list[Row]]:
    """All tables by name."""
    dice = Dice(seed)
    codes = make_codes(dice.stream("children"), "child", len(CHILDREN))
    adults = make_codes(dice.stream("adults"), "adult", 9)
    incidents = [
        _incident(dice.stream(f"incident {number}"), number, event, codes[event.child])
        for number, event in enumerate(EVENTS)
    ]
    return {
        "incidents": incidents,
        "interventions": [_hold(number, event) for number, event in enumerate(EVENTS) if is_measure(event)],
        "child_views": list(view_rows(dice.stream("views"), codes)),
        "reviews": list(review_rows(dice.stream("reviews"), codes)),
        "actions": [_action(change, codes) for change in CHANGES],
        "children": [_child(place, code) for place, code in enumerate(codes)],
        "restrictions": restriction_rows(codes),
        **staff_tables(dice.stream("staff"), adults, len(EVENTS)),
        **around_rows(dice.stream("around"), codes),
    }


def _start(event: Event) -> datetime:
    return datetime.combine(date.fromisoformat(event.day), time.fromisoformat(event.start))


def _after(moment: datetime, hours: float) -> str:
    """So many hours later, or nothing where that lies after the last day of the records."""
    later = moment + timedelta(minutes=round(hours * 60))
    return later.isoformat() if later.date() <= story.AS_OF else ""


def _incident(dice: Dice, number: int, event: Event, child: str) -> Row:
    start, force = _start(event), is_measure(event)
    hurt = event.reason == story.ADULT and dice.chance(0.3)
    row: Row = {
        "incident_id": id_of(number),
        "child_id": child,
        "incident_date": event.day,
        "intervention_category": event.done,
        "setting_id": HOME,
        "started_time": event.start,
        "ended_time": f"{start + timedelta(minutes=event.minutes):%H:%M}",
        "duration_minutes": event.minutes,
        "location_code": event.place,
        "shift_or_lesson": "early" if start.hour < 14 else "late",
        "planned": "unplanned",
        "lead_up_summary": dice.pick(LEAD_UP.get(event.trigger, LEAD_UP["unknown"])),
        "trigger_codes": event.trigger,
        "behaviour_codes": _behaviour(event),
        "reason_primary": event.reason,
        "harm_risked": dice.pick(("minor", "moderate")) if event.reason else "none_apparent",
        "de_escalation_used": event.tried,
        "de_escalation_none_reason": "immediate_danger" if event.tried == "none" else "",
        "degree_of_force": dice.pick(("light", "moderate")) if event.done == HELD else "none",
        "prevented_from_leaving": "true" if event.done == story.DOOR else "false",
        "effectiveness": dice.weighted({"safe_quickly": 6, "safe_slowly": 3, "partly": 1}),
        "consequence_for_child": "extra_support",
        "recovery_minutes": dice.whole(2, 8) * 5,
        "child_injury": "mark_only" if number in (7, 19) else "none",
        "other_child_injury": "none",
        "staff_injury": "mark_only" if hurt else "none",
        "medical_check": "offered_accepted" if number in (7, 19) else "not_needed",
        "plan_in_place": "no_plan" if number == 16 else "yes",
        "plan_followed": "no_plan" if number == 16 else dice.weighted({"yes": 8, "partly": 2}),
    }
    return (
        row | (_clock(dice, number, start) if force else _clock_calm(start)) | _judged(start, force, number)
    )


def _behaviour(event: Event) -> str:
    return {
        story.ADULT: "physical_aggression_adult",
        story.OTHER: "physical_aggression_child",
        story.SELF: "self_harm",
        story.ROAD: "leaving_site",
        story.THINGS: "property_damage|verbal",
    }.get(event.reason, "verbal|refusal")


def _clock(dice: Dice, number: int, start: datetime) -> Row:
    """When the record was made and who was spoken to: mostly in time, a few late, a few blank."""
    return {
        "record_made_at": ""
        if number in NO_TIME
        else _after(start, dice.between(30, 50) if number in LATE_RECORD else dice.between(1, 14)),
        "user_spoken_to_at": _after(start, dice.between(12, 30)),
        "record_signed_at": _after(start, 70 if number in LATE_SIGNED else dice.between(31, 46)),
        "child_spoken_to_at": ""
        if number in FORGOTTEN
        else _after(start, 150 if number in LATE_SPOKEN else dice.between(3, 80)),
        "parent_informed_at": _after(start, dice.between(1, 20)) if number % 3 else "",
        "placing_authority_informed_at": _after(start, dice.between(2, 22)),
        "social_worker_informed_at": _after(start, dice.between(2, 30)) if number % 7 else "",
    }


def _clock_calm(start: datetime) -> Row:
    names = (
        "user_spoken_to_at",
        "record_signed_at",
        "child_spoken_to_at",
        "parent_informed_at",
        "placing_authority_informed_at",
        "social_worker_informed_at",
    )
    row: Row = dict.fromkeys(names, "")
    return {"record_made_at": _after(start, 5), **row}


def _judged(start: datetime, force: bool, number: int) -> Row:
    tests = (
        "judged_legal",
        "judged_necessary",
        "judged_reasonable",
        "judged_minimum_force",
        "judged_proportionate",
    )
    on = start.date() + timedelta(days=4 + number % 5)
    if not force or on > story.AS_OF:
        return dict.fromkeys((*tests, "judged_on", "judged_independently", "post_incident_support"), "")
    found: Row = dict.fromkeys(tests, "met")
    if number == 16:
        found["judged_legal"] = "unclear"
    if number in (9, 25):
        found["judged_minimum_force"] = "partly"
    return found | {
        "judged_on": on,
        "judged_independently": "true" if number % 4 else "false",
        "post_incident_support": "child_debrief|key_worker_time",
    }


def _hold(number: int, event: Event) -> Row:
    seated = event.place in ("bedroom", "lounge")
    door = event.done == story.DOOR
    return {
        "intervention_id": f"int-{number + 1:03d}",
        "incident_id": id_of(number),
        "sequence": 1,
        "category": event.done,
        "position": "not_applicable" if door else "seated" if seated else "standing",
        "technique_code": "" if door else "two_person_seated" if seated else "guide_away",
        "adults_holding": 0 if door else 2 if event.minutes > 4 else 1,
        "duration_minutes": event.minutes,
        "ground_reached": "false",
        "pain_technique": "false",
        "released_because": "alternative_found" if number % 5 == 0 else "calm",
    }


def _action(change: story.Change, codes: list[str]) -> Row:
    return {
        "action_id": change.id,
        "raised_on": change.agreed,
        "origin": change.origin,
        "scope": "whole_setting" if change.child is None else "child",
        "scope_value": "" if change.child is None else codes[change.child],
        "action_type": change.kind,
        "published_title": change.title,
        "aims_at": change.aims,
        "due_on": date.fromisoformat(change.agreed) + timedelta(days=28),
        "effective_from": change.began,
        "completed_on": change.began,
        "stopped_on": "",
        "expected_effect": "calmer" if change.child is None else "fewer",
        "evaluated_on": change.looked,
        "evaluation": change.found,
    }


def _child(place: int, code: str) -> Row:
    child = CHILDREN[place]
    return {
        "child_id": code,
        "setting_id": HOME,
        "on_roll_from": child.joined,
        "on_roll_to": child.left,
        "age_band": child.age_band,
        "sex": child.sex,
        "primary_need": child.need,
        "looked_after_status": "looked_after",
        "resident": "home_only",
        "uses_non_verbal_communication": "true" if child.need == "SLCN" or place == 0 else "false",
        "communication_methods": child.ways,
        "behaviour_plan_from": child.joined + timedelta(days=21),
        "plan_reviewed_on": child.reviewed,
    }


def main(arguments: list[str]) -> None:
    """Writes the tables and prints where they are."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent / "small-home"
    for path in write_tables(folder / "data", make_tables()):
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
