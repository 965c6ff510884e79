"""What followed an incident: the techniques used, the adults involved, the reviews, the child's own view."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from generator.examples._calendar import AS_OF, DAY, FIRST_DAY, HOME, TERMS, at, stamp, working_hours
from generator.examples._dice import Dice
from generator.examples._episodes import Episode, later
from generator.examples._roll import Child, Row
from generator.examples._team import Adult

POSITIONS = {
    "standing": 40,
    "seated": 26,
    "restrictive_escort": 20,
    "kneeling": 5,
    "side": 2,
    "supine": 1,
    "prone": 0.4,
}
TECHNIQUES = {"two_person_escort": 30, "seated_hold": 26, "standing_hold": 34, "single_hold": 10}
LEARNING = {
    "trigger_understood": 24, "plan_wrong": 8, "environment": 10, "timetable": 8, "staffing": 7, "communication": 12,
    "technique": 4, "training": 4,
}  # fmt: skip
AFTERWARDS = {"better": 34, "same": 44, "worse": 5, "not_said": 12, "": 5}


def intervention_rows(dice: Dice, number: int, episode: Episode, incident: Row) -> list[Row]:
    """One row for each technique of a restrictive incident, in order."""
    held = [code for code in str(incident["intervention_category"]).split("|") if code != "guided_contact"]
    if held == ["physical_restraint"] and dice.chance(0.2):
        held = ["physical_restraint", "physical_restraint"]
    whole = incident["duration_minutes"]
    return [
        _technique(
            dice, f"int-{number:04d}-{place}", place, category, incident, whole if len(held) == 1 else ""
        )
        for place, category in enumerate(held, start=1)
    ]


def _technique(dice: Dice, code: str, place: int, category: str, incident: Row, minutes: object) -> Row:
    hands_on = category == "physical_restraint"
    position = dice.weighted(POSITIONS) if hands_on else "not_applicable"
    return {
        "intervention_id": code,
        "incident_id": incident["incident_id"],
        "sequence": place,
        "category": category,
        "position": position if dice.chance(0.94) else "",
        "technique_code": dice.weighted(TECHNIQUES) if hands_on else "",
        "adults_holding": dice.weighted({1: 30, 2: 62, 3: 8}) if hands_on else 0,
        "duration_minutes": minutes,
        "ground_reached": "true" if position in ("supine", "prone", "side") else "false",
        "pain_technique": "false",
        "released_because": dice.weighted(
            {"calm": 74, "alternative_found": 14, "injury_risk": 5, "other": 3, "": 4}
        ),
    }


def involvement_rows(dice: Dice, episode: Episode, incident: Row, adults: list[Adult]) -> list[Row]:
    """The adults who led, held or were there; one adult where nobody was held."""
    roles = ("led", "held", dice.pick(("present", "held", "witness", "called_to_help")))
    count = dice.weighted({2: 55, 3: 38, 1: 7}) if episode.restrictive else 1
    present = [adult for adult in adults if _on_duty(adult, episode)]
    chosen = dice.sample(present, count)
    return [
        {
            "incident_id": incident["incident_id"],
            "staff_id": adult.code,
            "role": role,
            "statement_made_at": stamp(later(episode.start, dice.between(0.5, 30)))
            if dice.chance(0.7)
            else "",
            "was_key_adult": "true" if dice.chance(0.22) else "false",
        }
        for adult, role in zip(chosen, roles, strict=False)
    ]


def _on_duty(adult: Adult, episode: Episode) -> bool:
    if adult.setting != episode.setting or not adult.here(episode.day):
        return False
    if episode.setting != HOME:
        return adult.role in ("teacher", "ta", "leader")
    return (
        (adult.role == "night") if episode.part_of_day == "night" else adult.role in ("care", "senior_care")
    )


def review_rows(dice: Dice, episode: Episode, incident: Row, adults: list[Adult]) -> list[Row]:
    """Reviews of one incident, without their numbers; a calm ending is seldom looked at again."""
    if not episode.restrictive:
        return [_review(dice, episode, incident, adults, "manager_review", 40)] if dice.chance(0.14) else []
    rows = []
    for kind, likely, hours in (
        ("manager_review", 0.86, 110),
        ("child_debrief", 0.42, 50),
        ("staff_debrief", 0.46, 84),
    ):
        if dice.chance(likely):
            rows.append(_review(dice, episode, incident, adults, kind, hours))
    if dice.chance(0.66):
        rows.append(_review(dice, episode, incident, adults, "restorative_meeting", 140) | _restored(dice))
    return [row for row in rows if row["held_at"]]


def _review(dice: Dice, episode: Episode, incident: Row, adults: list[Adult], kind: str, hours: int) -> Row:
    leading = [
        a for a in adults if a.setting == episode.setting and a.role in LEADING and a.here(episode.day)
    ]
    nothing = dice.chance(0.4)
    return {
        "review_id": "",
        "incident_id": incident["incident_id"],
        "child_id": "",
        "review_type": kind,
        "held_at": stamp(working_hours(later(episode.start, dice.between(4, hours)))),
        "led_by_staff_id": dice.pick(leading).code,
        "independent_of_incident": dice.weighted({"true": 60, "false": 32, "": 8}),
        "child_took_part": "true" if kind == "child_debrief" else "false",
        "staff_took_part": "false" if kind == "child_debrief" else "true",
        "parent_took_part": "false",
        "restorative_offered": "",
        "restorative_completed": "",
        "relationship_after_child": "",
        "relationship_after_staff": "",
        "learning_codes": "none" if nothing else dice.several(LEARNING, 2),
        "alternative_identified": dice.weighted({"true": 24, "false": 62, "": 14}),
        "led_to_action_id": "",
    }


LEADING = ("leader", "senior_care", "teacher")


def by_another(review: Row, parts: list[Row], episode: Episode, adults: list[Adult]) -> Row:
    """The review, led by someone else where it is called independent and its leader led or held the child."""
    took_part = {part["staff_id"] for part in parts if part["role"] in ("led", "held")}
    if review["independent_of_incident"] != "true" or review["led_by_staff_id"] not in took_part:
        return review
    free = (a.code for a in adults if a.role in LEADING and a.here(episode.day) and a.code not in took_part)
    return review | {"led_by_staff_id": min(free)}


def _restored(dice: Dice) -> Row:
    """A restorative meeting: both took part, one side only, or offered and declined."""
    how = dice.weighted({"both": 62, "child only": 5, "adult only": 8, "declined": 25})
    done = how != "declined"
    return {
        "child_took_part": "true" if how in ("both", "child only") else "false",
        "staff_took_part": "true" if how in ("both", "adult only") else "false",
        "restorative_offered": "true",
        "restorative_completed": "true" if done else "false",
        "relationship_after_child": dice.weighted(AFTERWARDS) if done else "",
        "relationship_after_staff": dice.weighted(AFTERWARDS) if done else "",
    }


def plan_review_rows(dice: Dice, children: list[Child], adults: list[Adult]) -> list[Row]:
    """Reviews of a child's plan, every few months, not tied to one incident."""
    rows = []
    for child in children:
        setting, joined, left = child.spells[0]
        day = max(joined, FIRST_DAY) + dice.whole(30, 140) * DAY
        while day <= min(left or AS_OF, AS_OF):
            moment = at(day - max(0, day.weekday() - 4) * DAY, time(15, 30), 0)
            rows.append(_plan_review(dice, child, setting, moment, adults))
            day += dice.whole(110, 220) * DAY
    return rows


def _plan_review(dice: Dice, child: Child, setting: str, moment: datetime, adults: list[Adult]) -> Row:
    episode = Episode(child, setting, moment, "", "", False)
    row = _review(dice, episode, {"incident_id": ""}, adults, "plan_review", 5)
    parent = "true" if dice.chance(0.55) else "false"
    return row | {
        "child_id": child.code,
        "held_at": stamp(moment),
        "child_took_part": "true",
        "parent_took_part": parent,
    }


def governor_sample_rows(dice: Dice, episodes: list[tuple[Episode, Row]], adults: list[Adult]) -> list[Row]:
    """Three restrictive incidents a term that governors asked to see."""
    rows = []
    for term in TERMS:
        inside = [pair for pair in episodes if pair[0].restrictive and term.start <= pair[0].day <= term.end]
        if term.end + timedelta(days=20) > AS_OF:
            continue
        for episode, incident in dice.sample(inside, 3):
            row = _review(dice, episode, incident, adults, "governor_sample", 5)
            rows.append(
                row | {"held_at": stamp(_evening(term.end + dice.whole(6, 18) * DAY)), "led_by_staff_id": ""}
            )
    return rows


def _evening(day: date) -> datetime:
    return at(day, time(17, 30), 0)
