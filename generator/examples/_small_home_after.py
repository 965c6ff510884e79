"""What followed the incidents of the example `small-home`: what children told, and what reviews found."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from generator.examples import _small_home_story as story
from generator.examples._dice import Dice
from generator.examples._roll import Row
from generator.examples._small_home_story import CALM, CHANGES, CHILDREN, EVENTS, Event

FORGOTTEN = (4, 18)
"""Events, by place in the story, whose child nobody is recorded to have spoken to."""
FEELINGS = ("angry", "scared", "sad|confused", "angry|hurt", "calm|safe")
LEARNT = {
    "denied_access": "trigger_understood|communication",
    "family_contact": "trigger_understood",
    "transition": "environment",
    "sensory": "environment|trigger_understood",
    "demand": "communication",
}


def is_measure(event: Event) -> bool:
    return event.done not in (CALM, "guided_contact")


def id_of(number: int) -> str:
    return f"inc-{number + 1:03d}"


def view_rows(dice: Dice, codes: list[str]) -> list[Row]:
    """A view of most incidents, in the child's own way, and three about life in the home."""
    rows: list[Row] = []
    for number, event in enumerate(EVENTS):
        on = date.fromisoformat(event.day) + timedelta(days=dice.whole(0, 4) + (6 if number == 14 else 0))
        if number in FORGOTTEN or on > story.AS_OF or (not is_measure(event) and number % 2):
            continue
        rows.append(_view(dice, codes, event.child, on, id_of(number), declined=number in (5, 21)))
    for child, words in story.SAYINGS.items():
        on = date(2026, 5, 20) if child != 2 else date(2026, 8, 12)
        cleared = {"view_text": words, "quote_cleared": "true", "cleared_by": "the registered manager"}
        rows.append(_view(dice, codes, child, on, "") | {"about": "what_helps"} | cleared)
    rows.sort(key=lambda row: str(row["captured_on"]))
    return [{"view_id": f"view-{place:03d}"} | row for place, row in enumerate(rows, start=1)]


def _view(dice: Dice, codes: list[str], child: int, on: date, incident: str, declined: bool = False) -> Row:
    change = next((each for each in CHANGES if each.child == child and each.origin == "child_view"), None)
    led = change is not None and on <= date.fromisoformat(change.agreed) <= on + timedelta(days=60)
    return {
        "child_id": codes[child],
        "incident_id": incident,
        "captured_on": on,
        "methods": CHILDREN[child].ways.split("|")[0],
        "method_is_childs_own": "true",
        "source": "child_directly" if child not in (0, 4) else "with_trusted_adult",
        "captured_by_involved_staff": "true" if dice.chance(0.25) else "false",
        "declined": "true" if declined else "false",
        "about": "" if declined else dice.pick(("what_happened|how_felt", "what_helps", "why|what_helps")),
        "felt_listened_to": "" if declined else dice.whole(2, 5),
        "felt_safe_now": "" if declined else dice.whole(3, 5),
        "feeling_codes": "" if declined else dice.pick(FEELINGS),
        "agrees_with_record": "not_asked" if declined else dice.weighted({"yes": 5, "partly": 2, "no": 1}),
        "advocate_offered": "true" if dice.chance(0.6) else "false",
        "view_text": ""
        if declined or dice.chance(0.5)
        else "Wanted to go out first and to be told what comes next.",
        "quote_cleared": "false",
        "cleared_by": "",
        "led_to_action_id": change.id if led and change else "",
    }


def review_rows(dice: Dice, codes: list[str]) -> list[Row]:
    rows: list[Row] = []
    for number, event in enumerate(EVENTS):
        when = datetime.combine(
            date.fromisoformat(event.day) + timedelta(days=dice.whole(2, 6)), time(10, 30)
        )
        if not is_measure(event) or when.date() > story.AS_OF or number in (13, 23):
            continue
        rows.append(_review(number, event, when, "manager_review"))
        if number % 3 != 1:
            rows.append(_review(number, event, when + timedelta(hours=5), "restorative_meeting"))
    for place, child in enumerate(CHILDREN):
        if child.reviewed:
            held = datetime.combine(child.reviewed, time(14, 0))
            blank = _review(-1, EVENTS[0], held, "plan_review")
            rows.append(blank | {"child_id": codes[place], "learning_codes": "", "led_to_action_id": ""})
    rows.sort(key=lambda row: str(row["held_at"]))
    return [{"review_id": f"rev-{place:03d}"} | row for place, row in enumerate(rows, start=1)]


def _review(number: int, event: Event, when: datetime, kind: str) -> Row:
    meeting = kind == "restorative_meeting"
    change = next(
        (
            each.id
            for each in CHANGES
            if each.child == event.child
            and each.origin == "incident_review"
            and when.date() <= date.fromisoformat(each.agreed) <= when.date() + timedelta(days=75)
        ),
        "",
    )
    return {
        "incident_id": id_of(number) if number >= 0 else "",
        "child_id": "",
        "review_type": kind,
        "held_at": when.isoformat(),
        "independent_of_incident": "false" if meeting else "true",
        "child_took_part": "true" if kind != "manager_review" else "false",
        "staff_took_part": "true",
        "restorative_offered": "true" if meeting else "",
        "restorative_completed": ("true" if number % 4 else "false") if meeting else "",
        "relationship_after_child": ("same" if number % 2 else "better") if meeting else "",
        "learning_codes": "" if meeting else LEARNT.get(event.trigger, "none"),
        "alternative_identified": "" if meeting else ("true" if number % 3 else "false"),
        "led_to_action_id": "" if meeting else change,
    }
