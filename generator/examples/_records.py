"""One row of `incidents` from one episode, as adults fill it in: mostly whole, now and then late, with gaps."""

from __future__ import annotations

from datetime import timedelta

from generator.examples._calendar import HOME, SERIES_BREAK
from generator.examples._dice import Dice
from generator.examples._episodes import Episode
from generator.examples._roll import Row
from generator.examples._told import judged, told
from generator.examples._words import LEAD_UP

SCHOOL_REASONS = {
    "injury_to_another_child": 30, "injury_to_adult": 28, "self_harm_deliberate": 10, "self_injury_accidental": 6,
    "serious_property_damage": 8, "good_order_and_discipline": 7, "leaving_site_unsafe": 4, "not_recorded": 3,
    "dangerous_behaviour_other": 3, "other_property_damage": 2, "refusal_only": 1,
}  # fmt: skip
HOME_REASONS = {
    "injury_to_another_child": 26, "injury_to_adult": 32, "self_harm_deliberate": 14, "self_injury_accidental": 6,
    "serious_property_damage": 9, "good_order_and_discipline": 2.5, "leaving_site_unsafe": 2, "not_recorded": 3,
    "dangerous_behaviour_other": 4, "other_property_damage": 1.5, "refusal_only": 1,
}  # fmt: skip
TRIED = {
    "verbal_reassurance": 30, "distraction": 14, "humour_or_play": 5, "limited_choice": 16, "redirection": 10,
    "time_and_space": 22, "change_of_adult": 9, "audience_moved": 7, "demand_reduced": 9, "sensory_support": 8,
    "communication_aid": 7, "planned_ignoring": 2, "success_reminder": 3, "trusted_adult": 9,
}  # fmt: skip
BEHAVIOURS = {
    "physical_aggression_adult": 26, "physical_aggression_child": 22, "verbal": 18, "property_damage": 14,
    "refusal": 12, "self_harm": 8, "self_injury": 6, "leaving_site": 6, "climbing": 5, "sexualised": 1, "weapon": 1,
}  # fmt: skip
SECOND_TRIGGERS = {
    "sensory": 4,
    "peers": 4,
    "routine_change": 3,
    "staffing_change": 2,
    "basic_need": 2,
    "unknown": 1,
}
PLACES: dict[str, dict[str, float]] = {
    "arrival": {"entrance": 8, "corridor": 1},
    "lunch": {"dining": 5, "playground": 6, "corridor": 2, "hall": 1},
    "early": {"bedroom": 4, "kitchen": 4, "bathroom": 2, "lounge": 2, "vehicle": 1},
    "late": {"lounge": 7, "kitchen": 3, "bedroom": 3, "playground": 2, "off_site": 1, "vehicle": 1},
    "night": {"bedroom": 8, "corridor": 2, "lounge": 1},
}
LESSON_PLACES: dict[str, float] = {"classroom": 12, "corridor": 4, "playground": 2, "hall": 2, "calm_room": 1}
CHILD_HURT = {"none": 86, "mark_only": 8, "first_aid": 4, "gp_or_minor_unit": 0.5, "": 2}
ADULT_HURT = {"none": 78, "mark_only": 12, "first_aid": 8, "gp_or_minor_unit": 1, "": 2}
HARDLY_HURT = {"none": 95, "mark_only": 2, "": 3}
CHECK_HURT = {"offered_accepted": 6, "offered_declined": 2, "not_offered": 1}
CHECK_UNHURT = {"not_needed": 5, "offered_declined": 3, "offered_accepted": 2, "not_offered": 1, "": 1}
SIGNS = {"none": 88, "pain": 2, "breathing": 0.7, "colour_change": 0.4, "": 9}
ACTIVITIES = {
    "arrival": ("transition", "transition", "travel"),
    "lunch": ("mealtime", "unstructured"),
    "early": ("mealtime", "personal_care", "transition"),
    "late": ("unstructured", "mealtime", "family_time", "one_to_one"),
    "night": ("bedtime",),
}


def incident_row(dice: Dice, number: int, episode: Episode) -> Row:
    """The whole row. A calm ending is written down more briefly than a restrictive one."""
    row: Row = {
        "incident_id": f"inc-{number:04d}",
        "child_id": episode.child.code,
        "incident_date": episode.day,
    }
    row["intervention_category"] = _category(dice, episode)
    row["setting_id"] = episode.setting
    row["incident_group_id"] = ""
    for part in (_when_and_where, _lead_up, _why, _tried, _done, _afterwards, _hurt, _plan, told, judged):
        row |= part(dice, episode, row)
    return row


def _category(dice: Dice, episode: Episode) -> str:
    if episode.kind == "routine":
        return "physical_restraint" if dice.chance(0.7) else "mechanical_restraint"
    if episode.kind == "counted-since-break":
        return "non_contact_restraint" if dice.chance(0.6) else "physical_restraint"
    if episode.kind == "quiet-pod":
        return "de_escalated_no_restriction" if dice.chance(0.75) else "guided_contact"
    at_home = episode.setting == HOME
    if not episode.restrictive:
        guided = 10 if episode.day >= SERIES_BREAK and not at_home else 26
        return dice.weighted({"de_escalated_no_restriction": 74, "guided_contact": guided, "other": 1})
    if at_home:
        return dice.weighted({
            "physical_restraint": 90, "guided_contact|physical_restraint": 4, "environmental_restriction": 4,
            "non_contact_restraint": 2,
        })  # fmt: skip
    return dice.weighted({
        "physical_restraint": 86, "seclusion": 6, "physical_restraint|seclusion": 3,
        "guided_contact|physical_restraint": 4, "non_contact_restraint": 1,
    })  # fmt: skip


def _when_and_where(dice: Dice, episode: Episode, row: Row) -> Row:
    minutes = _minutes(dice, episode)
    timed = dice.chance(0.96)
    measured = timed and dice.chance(0.94)
    end = episode.start + timedelta(minutes=minutes)
    return {
        "started_time": f"{episode.start:%H:%M}" if timed else "",
        "ended_time": f"{end:%H:%M}" if measured else "",
        "duration_minutes": minutes if measured else "",
        "duration_is_estimate": ("true" if minutes % 5 == 0 and dice.chance(0.7) else "false")
        if measured
        else "",
        "location_code": _place(dice, episode, str(row["intervention_category"]))
        if dice.chance(0.97)
        else "",
        "shift_or_lesson": episode.part_of_day,
        "activity": dice.pick(
            ACTIVITIES.get(episode.part_of_day, ("group_lesson", "group_lesson", "one_to_one"))
        ),
    }


def _place(dice: Dice, episode: Episode, category: str) -> str:
    if episode.kind == "quiet-pod":
        return "calm_room"
    if "seclusion" in category:
        return "seclusion_room" if dice.chance(0.6) else "calm_room"
    return dice.weighted(PLACES.get(episode.part_of_day, LESSON_PLACES))


def _minutes(dice: Dice, episode: Episode) -> int:
    if episode.kind == "counted-since-break":
        return dice.whole(1, 2)
    if episode.kind == "quiet-pod":
        return dice.whole(9, 38)
    longest = 22 if episode.restrictive else 30
    minutes = 1 + int((longest - 1) * dice.between(0, 1) ** 2)
    return max(5, 5 * round(minutes / 5)) if minutes > 4 and dice.chance(0.45) else minutes


def _lead_up(dice: Dice, episode: Episode, row: Row) -> Row:
    planned = "planned_in_plan" if dice.chance(0.18) else "unplanned"
    triggers = [episode.trigger]
    second = dice.weighted(SECOND_TRIGGERS)
    if dice.chance(0.2) and second != episode.trigger:
        triggers.append(second)
    return {
        "planned": "planned_routine_ehcp" if episode.kind == "routine" else planned,
        "lead_up_summary": dice.pick(LEAD_UP[episode.trigger]) if dice.chance(0.93) else "",
        "trigger_codes": "|".join(triggers) if dice.chance(0.97) else "",
        "linked_to_identified_need": dice.weighted(
            {"yes": 40, "possibly": 20, "no": 14, "not_considered": 18, "": 8}
        ),
        "behaviour_codes": dice.several(BEHAVIOURS, 2) if episode.kind != "routine" else "",
    }


def _why(dice: Dice, episode: Episode, row: Row) -> Row:
    if not episode.restrictive:
        return {"reason_primary": "", "harm_risked": ""}
    reasons = HOME_REASONS if episode.setting == HOME else SCHOOL_REASONS
    harm = dice.weighted({"none_apparent": 2, "minor": 30, "moderate": 44, "serious": 16, "": 8})
    reason = "personal_care" if episode.kind == "routine" else dice.weighted(reasons)
    return {"reason_primary": reason, "harm_risked": harm}


def _tried(dice: Dice, episode: Episode, row: Row) -> Row:
    used, why = dice.several(TRIED, 3 if not episode.restrictive else 2), ""
    if episode.restrictive and dice.chance(0.14):
        used, why = "none", dice.weighted({"immediate_danger": 60, "other": 15, "not_recorded": 25})
    elif dice.chance(0.05):
        used = ""
    return {"de_escalation_used": used, "de_escalation_none_reason": why}


def _done(dice: Dice, episode: Episode, row: Row) -> Row:
    category = str(row["intervention_category"])
    alone = "seclusion" in category or episode.kind == "quiet-pod"
    label = {"quiet-pod": "quiet pod time"}.get(episode.kind, "")
    if category == "physical_restraint" and dice.chance(0.12):
        label = dice.pick(("supportive hold", "team hold"))
    force = "none"
    if "physical" in category or "mechanical" in category:
        short = episode.kind in ("counted-since-break", "routine")
        force = "light" if short else dice.weighted({"light": 40, "moderate": 44, "high": 8, "": 8})
    elif "guided" in category:
        force = "light"
    return {
        "degree_of_force": force,
        "prevented_from_leaving": "true" if alone else ("false" if dice.chance(0.9) else ""),
        "seclusion_method": dice.pick(("blocked", "held_shut", "instructed_with_threat"))
        if alone
        else "not_applicable",
        "seclusion_supervised": dice.pick(("continuous", "continuous", "intermittent", "unknown"))
        if alone
        else "",
        "local_label": label,
        "is_disciplinary": "false",
        "significant_incident": "true" if episode.restrictive else "false",
    }


def _afterwards(dice: Dice, episode: Episode, row: Row) -> Row:
    outcome = {"safe_quickly": 50, "safe_slowly": 30, "partly": 9, "not_effective": 4, "made_worse": 2, "": 5}
    follows = {
        "returned_to_activity": 50,
        "extra_support": 30,
        "removal": 4,
        "sanction": 3,
        "other": 2,
        "police": 0.4,
    }
    return {
        "effectiveness": dice.weighted(outcome),
        "consequence_for_child": dice.several(follows, 2),
        "recovery_minutes": 5 * dice.whole(1, 14) if dice.chance(0.75) else "",
    }


def _hurt(dice: Dice, episode: Episode, row: Row) -> Row:
    hurt = CHILD_HURT if episode.restrictive else HARDLY_HURT
    adult = ADULT_HURT if episode.restrictive else HARDLY_HURT
    child = dice.weighted(hurt)
    checks = CHECK_UNHURT if child in ("none", "") else CHECK_HURT
    return {
        "child_injury": child,
        "other_child_injury": dice.weighted(hurt),
        "staff_injury": dice.weighted(adult),
        "other_person_injury": "none" if dice.chance(0.97) else "",
        "medical_check": dice.weighted(checks) if episode.restrictive else "",
        "adverse_signs": dice.weighted(SIGNS) if episode.restrictive else "",
    }


def _plan(dice: Dice, episode: Episode, row: Row) -> Row:
    in_place = dice.weighted({"yes": 84, "partly": 4, "no_plan": 7, "": 5})
    followed, why = "", ""
    if in_place in ("yes", "partly"):
        followed = dice.weighted({"yes": 66, "partly": 18, "no": 9, "": 7})
    if followed in ("partly", "no"):
        why = dice.weighted(
            {"plan_wrong": 3, "staff_unaware": 4, "not_possible": 3, "emergency": 4, "other": 1, "": 2}
        )
    return {"plan_in_place": in_place, "plan_followed": followed, "plan_not_followed_reason": why}
