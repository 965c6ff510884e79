"""Changes of practice: what was decided after incidents, when it began, and whether anyone looked if it helped."""

from __future__ import annotations

from datetime import date, timedelta

from generator.examples._calendar import AS_OF, DAY, FIRST_DAY
from generator.examples._dice import Dice
from generator.examples._episodes import ROUTINE_CHANGED, Episode
from generator.examples._roll import Row
from generator.examples._site_changes import SITE_CHANGES
from generator.examples._views import COMMUNICATION_CHANGED

CHILD_CHANGES = {
    "plan_change": (
        "Plan rewritten with the child",
        "Earlier signs added to the plan",
        "Shorter steps in the plan",
    ),
    "communication_support": (
        "Now-and-next board carried by the adults",
        "Symbols for stop and wait on a key ring",
    ),
    "environment": ("A seat by the door", "A low-light corner to work in"),
    "timetable": ("A later start to the first task", "Movement break before the second lesson"),
    "relationship": ("Weekly time with the key adult", "Repair time after a hard day"),
    "therapy_or_health": ("Sleep and pain looked at with the nurse", "Sensory profile brought up to date"),
    "family": ("Plan shared with family each month",),
}
AIMS = ("demand", "sensory", "peers", "denied_access", "routine_change", "transition")
FOUND = {"helped": 44, "partly": 30, "no_change": 18, "worse": 4, "too_early": 4}


def action_rows(dice: Dice, episodes: list[Episode]) -> list[Row]:
    """Every change in the order it was raised; every second one was looked at again."""
    rows = [_site_change(*change) for change in SITE_CHANGES] + _child_changes(dice, episodes)
    rows.sort(key=lambda row: (str(row["raised_on"]), str(row["scope_value"])))
    for number, row in enumerate(rows, start=1):
        row["action_id"] = f"act-{number:03d}"
        row |= _evaluated(dice, row, number)
    return rows


def _site_change(told: str, title: str) -> Row:
    raised, began, *codes = ("" if word == "-" else word for word in told.split())
    origin, scope, value, kind, aims = codes
    return _row(
        date.fromisoformat(raised), date.fromisoformat(began), origin, scope, value, kind, title, aims
    )


def _child_changes(dice: Dice, episodes: list[Episode]) -> list[Row]:
    """One change for about every fourteenth restrictive incident, for the child concerned."""
    rows = []
    for episode in episodes:
        if not episode.restrictive or episode.kind == "routine" or not dice.chance(0.072):
            continue
        raised = episode.day + dice.whole(3, 12) * DAY
        began = raised + dice.whole(3, 24) * DAY
        if raised > AS_OF:
            continue
        origin = dice.weighted({"incident_review": 58, "child_view": 26, "staff": 8, "parent": 8})
        kind = dice.pick(tuple(CHILD_CHANGES))
        title, aims = dice.pick(CHILD_CHANGES[kind]), dice.pick(AIMS)
        rows.append(_row(raised, began, origin, "child", episode.child.code, kind, title, aims))
    return rows


def _row(
    raised: date, began: date, origin: str, scope: str, value: str, kind: str, title: str, aims: str
) -> Row:
    return {
        "action_id": "",
        "raised_on": raised,
        "origin": origin,
        "origin_ref": "",
        "scope": scope,
        "scope_value": value,
        "action_type": kind,
        "published_title": title,
        "aims_at": aims,
        "due_on": raised + timedelta(days=28),
        "effective_from": began if began <= AS_OF else "",
    }


def _evaluated(dice: Dice, row: Row, number: int) -> Row:
    """What became of the change. The two changes that mattered most were looked at; of the others every second."""
    began = date.fromisoformat(str(row["effective_from"] or AS_OF))
    looked = began + dice.whole(28, 41) * DAY if dice.chance(0.6) else began + dice.whole(50, 110) * DAY
    told = began in (ROUTINE_CHANGED, COMMUNICATION_CHANGED)
    found = dice.weighted(FOUND)
    if looked > AS_OF or not (told or number % 2):
        looked_on, found = "", ""
    else:
        looked_on = looked.isoformat()
    done = began + dice.whole(0, 20) * DAY
    over = bool(row["effective_from"]) and done <= AS_OF and dice.chance(0.82)
    return {
        "completed_on": done if over else "",
        "stopped_on": "",
        "expected_effect": dice.weighted(
            {"fewer": 48, "calmer": 24, "view_met": 14, "shorter": 8, "lower_level": 6}
        ),
        "evaluated_on": looked_on,
        "evaluation": "helped" if told and looked_on else found,
        "decided_before_seeing_result": ("true" if dice.chance(0.7) else "false") if looked_on else "",
    }


def link(dice: Dice, actions: list[Row], reviews: list[Row], views: list[Row], whose: dict[str, str]) -> None:
    """Writes into reviews and views which change followed from them, and into each change where it came from.

    `whose` gives the child of each incident. A change is tied to what was said of the same child in the weeks before.
    """
    for action in actions:
        raised = date.fromisoformat(str(action["raised_on"]))
        wide = action["scope"] != "child"
        child = None if wide else action["scope_value"]
        said = _before(views, "captured_on", raised, 75 if wide else 60, child, whose)
        held = _before(reviews, "held_at", raised, 30, child, whose)
        held = [
            row
            for row in held
            if row["review_type"] in ("manager_review", "plan_review", "restorative_meeting")
        ]
        tied_views = dice.sample(said, dice.whole(3, 9) if wide else dice.whole(2, 4))
        tied_reviews = dice.sample(held, dice.whole(1, 3))
        if not wide and action["origin"] not in ("child_view", "incident_review"):
            tied_views, tied_reviews = [], []
        for row in (*tied_views, *tied_reviews):
            codes = [code for code in str(row["led_to_action_id"]).split("|") if code]
            row["led_to_action_id"] = "|".join([*codes, str(action["action_id"])])
        action["origin_ref"] = _origin(action, tied_views, tied_reviews)


def _origin(action: Row, views: list[Row], reviews: list[Row]) -> object:
    if action["origin"] == "child_view" and views:
        return views[0]["view_id"]
    return reviews[0]["review_id"] if action["origin"] == "incident_review" and reviews else ""


def _before(
    rows: list[Row], dated: str, end: date, length: int, child: object, whose: dict[str, str]
) -> list[Row]:
    first, last = (end - timedelta(days=length)).isoformat(), end.isoformat()
    return [
        row
        for row in rows
        if first <= str(row[dated])[:10] <= last
        and (child is None or child == (row["child_id"] or whose.get(str(row["incident_id"]))))
        and row.get("declined") != "true"
    ]


def agreed_after(actions: list[Row], when: date, body: str) -> str:
    """The changes a reviewing body agreed: at most two raised before, by people other than reviewers.

    Governors agree what is for everyone, a place, a team or a time of day; others what was raised in the month before.
    """
    days = 240 if body == "governors" else 31
    first = max(FIRST_DAY, when - timedelta(days=days)).isoformat()
    near = [
        str(row["action_id"])
        for row in actions
        if first <= str(row["raised_on"]) <= when.isoformat()
        and (body != "governors" or row["scope"] != "child")
    ]
    return "|".join(near[-2:])
