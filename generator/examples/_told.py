"""When an incident was written down, who was told and when, and how it was judged: the deadlines' raw material.

The home's hours come from regulation 35(3) of the Children's Homes (England) Regulations 2015 (24 hours, 48 hours,
5 days); the school's same-day report from the guidance that goes with section 93A of the Education and Inspections
Act 2006. Most of the invented records keep them, some do not, and some do not say.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from generator.examples._calendar import AS_OF, HOME, at, stamp
from generator.examples._dice import Dice
from generator.examples._episodes import Episode, later
from generator.examples._roll import Row

TIMES = (
    "record_made_at",
    "user_spoken_to_at",
    "record_signed_at",
    "child_spoken_to_at",
    "parent_informed_at",
    "parent_written_report_at",
    "parent_not_informed_reason",
    "placing_authority_informed_at",
    "social_worker_informed_at",
    "shared_with_other_setting_at",
)
TESTS = (
    "judged_legal",
    "judged_necessary",
    "judged_reasonable",
    "judged_minimum_force",
    "judged_proportionate",
)
SUPPORT = {
    "child_debrief": 34, "staff_debrief": 26, "key_worker_time": 20, "family_contact": 10, "therapy": 3, "advocate": 1,
}  # fmt: skip


def told(dice: Dice, episode: Episode, row: Row) -> Row:
    """Every moment of the record; what does not apply to the setting stays empty."""
    found: Row = dict.fromkeys(TIMES, "")
    made = later(episode.start, 0.6 + _hours(dice, episode.setting == HOME))
    if dice.chance(0.97):
        found["record_made_at"] = stamp(made)
    if episode.restrictive and episode.setting == HOME:
        found |= _at_home(dice, episode, made)
    elif episode.restrictive:
        found |= _at_school(dice, episode)
    if episode.child.resident == "both" and dice.chance(0.72):
        found["shared_with_other_setting_at"] = stamp(later(episode.start, dice.between(1, 30)))
    return found


def _hours(dice: Dice, at_home: bool) -> float:
    """Hours from the start to the record: most within the shift, a few days late."""
    kind = dice.weighted({"soon": 84, "next day": 11, "late": 5})
    if kind == "soon":
        return dice.between(0.2, 9 if at_home else 5)
    return dice.between(10, 22) if kind == "next day" else dice.between(26, 90)


def _at_home(dice: Dice, episode: Episode, made: datetime) -> Row:
    spoken = later(made, dice.between(0.5, 26))
    signed = later(spoken, dice.between(0.1, 12) if dice.chance(0.93) else dice.between(30, 90))
    child = later(episode.start, dice.between(4, 100) if dice.chance(0.9) else dice.between(125, 200))
    authority = later(episode.start, dice.between(3, 40))
    return {
        "user_spoken_to_at": stamp(spoken) if dice.chance(0.94) else "",
        "record_signed_at": stamp(signed) if dice.chance(0.93) else "",
        "child_spoken_to_at": stamp(child) if dice.chance(0.9) else "",
        "placing_authority_informed_at": stamp(authority) if dice.chance(0.8) else "",
        "social_worker_informed_at": stamp(later(authority, 0.5)) if dice.chance(0.7) else "",
    }


def _at_school(dice: Dice, episode: Episode) -> Row:
    if dice.chance(0.05):
        why = dice.weighted({"no_contact_yet": 5, "significant_harm": 1, "la_informed_instead": 1, "": 2})
        return {"parent_not_informed_reason": why}
    same_day = at(episode.day, time(15, 15), dice.whole(0, 130))
    heard = same_day if dice.chance(0.9) else same_day + timedelta(days=1)
    written = (
        later(heard, dice.between(0.1, 1.5)) if dice.chance(0.85) else later(heard, dice.between(18, 60))
    )
    return {
        "parent_informed_at": stamp(heard),
        "parent_written_report_at": stamp(written) if dice.chance(0.88) else "",
    }


def judged(dice: Dice, episode: Episode, row: Row) -> Row:
    """The five tests of a restrictive incident, as the setting judged them itself, and the support that followed."""
    found: Row = dict.fromkeys((*TESTS, "judged_on", "judged_independently", "post_incident_support"), "")
    if not episode.restrictive:
        return found
    on = episode.day + timedelta(days=dice.whole(1, 14))
    found["post_incident_support"] = "none" if dice.chance(0.06) else dice.several(SUPPORT, 2)
    if on > AS_OF or dice.chance(0.14):
        return found | dict.fromkeys(TESTS, "not_yet_judged")
    found |= {test: dice.weighted({"met": 90, "partly": 5, "not_met": 1.5, "unclear": 3.5}) for test in TESTS}
    if row["reason_primary"] in ("refusal_only", "not_recorded"):
        found["judged_legal"] = dice.pick(("unclear", "not_met", "partly"))
    return found | {"judged_on": on, "judged_independently": "true" if dice.chance(0.62) else "false"}
