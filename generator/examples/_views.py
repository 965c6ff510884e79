"""Children's own views: whose was asked for, how soon, in what way, and a few words of some."""

from __future__ import annotations

from datetime import date, timedelta

from generator.examples._calendar import AS_OF, DAY, FIRST_DAY
from generator.examples._dice import Dice
from generator.examples._episodes import Episode
from generator.examples._roll import Child, Row
from generator.examples._words import CLEARED, SAID, SHOWN

COMMUNICATION_CHANGED = date(2025, 9, 8)
"""From this day every room had each child's own way of communicating to hand."""

# How likely a view within five days is, for children who communicate non-verbally and for the others.
BEFORE, SINCE = (0.37, 0.73), (0.67, 0.75)
FEELINGS = {
    "scared": 14,
    "angry": 30,
    "sad": 18,
    "embarrassed": 8,
    "hurt": 5,
    "calm": 8,
    "safe": 7,
    "confused": 8,
    "other": 2,
}
ABOUT = {
    "what_happened": 30,
    "why": 20,
    "how_felt": 24,
    "what_helps": 24,
    "staff_response": 9,
    "relationship": 6,
    "record": 5,
}
OWN_WAY = {
    "symbols_pecs": 5,
    "makaton": 4,
    "aac_device": 3,
    "objects_of_reference": 2,
    "talking_mats": 2,
    "structured_observation": 2,
}
SPOKEN_WAY = {"spoken": 14, "drawn": 3, "written": 2, "emotion_scale": 3, "comic_strip": 2, "play_based": 1}
OWN_SOURCE = {"child_directly": 40, "with_trusted_adult": 38, "inferred_by_staff": 16, "family_on_behalf": 6}
SPOKEN_SOURCE = {"child_directly": 74, "with_trusted_adult": 22, "with_advocate": 4}


def view_rows(dice: Dice, episode: Episode, incident: Row) -> list[Row]:
    """At most one view of one incident, without its number."""
    own, others = BEFORE if episode.day < COMMUNICATION_CHANGED else SINCE
    likely = own if episode.child.non_verbal else others
    if not episode.restrictive:
        likely = 0.2
    soon = dice.even(f"{episode.restrictive} {episode.child.non_verbal}", likely)
    declined = not soon and dice.chance(0.2 if episode.restrictive else 0.05)
    late = not soon and not declined and dice.chance(0.2)
    if not (soon or declined or late):
        return []
    wait = dice.whole(6, 13) if late else dice.weighted({0: 34, 1: 34, 2: 16, 3: 9, 4: 5, 5: 2})
    day = episode.day + timedelta(days=wait)
    if day > AS_OF:
        return []
    return [_view(dice, episode.child, incident["incident_id"], day, declined)]


def general_view_rows(dice: Dice, children: list[Child]) -> list[Row]:
    """Views about life in the school or the home, not tied to an incident; the only ones cleared for readers."""
    rows: list[Row] = []
    for child in children:
        _, joined, left = child.spells[0]
        day = max(joined, FIRST_DAY) + dice.whole(20, 300) * DAY
        while day <= (left or AS_OF):
            rows.append(
                _view(dice, child, "", day, False) | {"agrees_with_record": "", "about": "what_helps"}
            )
            day += dice.whole(330, 700) * DAY
    rows.sort(key=lambda row: (str(row["captured_on"]), str(row["child_id"])))
    for row, words in zip(dice.sample(rows, len(CLEARED)), CLEARED, strict=True):
        row |= {"view_text": words, "quote_cleared": "true"}
    return rows


def _view(dice: Dice, child: Child, incident: object, day: date, declined: bool) -> Row:
    ways, sources = (OWN_WAY, OWN_SOURCE) if child.non_verbal else (SPOKEN_WAY, SPOKEN_SOURCE)
    row: Row = {
        "view_id": "",
        "child_id": child.code,
        "incident_id": incident,
        "captured_on": day,
        "methods": dice.several(ways, 2),
        "method_is_childs_own": dice.weighted({"true": 78, "false": 12, "": 10}),
        "source": dice.weighted(sources),
        "captured_by_involved_staff": dice.weighted({"true": 30, "false": 62, "": 8}),
        "declined": "true" if declined else "false",
    }
    return row | _said(dice, child, declined)


def _said(dice: Dice, child: Child, declined: bool) -> Row:
    fields = (
        "about", "felt_listened_to", "felt_treated_fairly", "felt_safe_now", "feeling_codes", "agrees_with_record",
        "advocate_offered", "advocate_used", "view_text", "quote_cleared", "led_to_action_id",
    )  # fmt: skip
    row: Row = dict.fromkeys(fields, "")
    if declined:
        return row
    offered = dice.chance(0.4)
    words = SHOWN if child.non_verbal else SAID
    return row | {
        "about": dice.several(ABOUT, 2),
        "felt_listened_to": _score(dice),
        "felt_treated_fairly": _score(dice),
        "felt_safe_now": _score(dice),
        "feeling_codes": dice.several(FEELINGS, 2),
        "agrees_with_record": dice.weighted({"yes": 42, "partly": 12, "no": 6, "not_asked": 40}),
        "advocate_offered": "true" if offered else "false",
        "advocate_used": "true" if offered and dice.chance(0.14) else "false",
        "view_text": dice.pick(words) if dice.chance(0.8) else "",
        "quote_cleared": "false",
    }


def _score(dice: Dice) -> str:
    """One to five, or nothing where the child was not asked."""
    return dice.weighted({"1": 8, "2": 14, "3": 24, "4": 28, "5": 16, "": 10})
