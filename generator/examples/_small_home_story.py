"""The invented year of the example `small-home`: who lives there, what happened, what was changed and asked."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

HOME = "alder-house"
OPENED, AS_OF = date(2025, 6, 1), date(2026, 11, 20)
KITCHEN, PHONE, BED, QUIET, TALKER = "act-001", "act-002", "act-003", "act-004", "act-005"


class Lived(NamedTuple):
    """One child: when the child came, and what the roll says of the child."""

    joined: date
    left: date | None
    age_band: str
    sex: str
    need: str
    ways: str
    reviewed: date | None


CHILDREN = (
    Lived(date(2024, 3, 4), None, "11_13", "M", "ASD", "symbols_pecs|makaton", date(2026, 9, 14)),
    Lived(date(2024, 8, 19), None, "14_15", "F", "SEMH", "spoken|written", date(2026, 6, 15)),
    Lived(date(2025, 1, 13), None, "8_10", "M", "SEMH", "spoken|drawn", date(2026, 10, 5)),
    Lived(date(2025, 5, 6), date(2026, 2, 20), "16_17", "M", "SEMH", "spoken", date(2025, 11, 3)),
    Lived(date(2025, 5, 27), None, "11_13", "F", "SLCN", "aac_device|symbols_pecs", date(2026, 3, 2)),
    Lived(date(2026, 3, 9), None, "14_15", "M", "ASD", "spoken|emotion_scale", None),
)
"""Six in all and never more than five at a time."""


class Event(NamedTuple):
    """One incident: day, child (by place above), start, minutes, what was done, where, what came before, why, tried."""

    day: str
    child: int
    start: str
    minutes: int
    done: str
    place: str
    trigger: str
    reason: str
    tried: str


HELD, CALM, GUIDED, DOOR = (
    "physical_restraint",
    "de_escalated_no_restriction",
    "guided_contact",
    "environmental_restriction",
)
ADULT, OTHER, SELF, ROAD, THINGS = (
    "injury_to_adult",
    "injury_to_another_child",
    "self_harm_deliberate",
    "self_injury_accidental",
    "serious_property_damage",
)
EVENTS = (
    Event("2025-09-04", 0, "16:40", 6, HELD, "kitchen", "denied_access", ADULT, "distraction|communication_aid"),
    Event("2025-09-19", 1, "19:25", 8, HELD, "lounge", "family_contact", THINGS, "verbal_reassurance|time_and_space"),
    Event("2025-10-02", 2, "20:35", 4, HELD, "bedroom", "transition", SELF, "verbal_reassurance|trusted_adult"),
    Event("2025-10-11", 0, "16:55", 5, HELD, "kitchen", "denied_access", ADULT, "redirection"),
    Event("2025-11-06", 3, "18:10", 3, HELD, "lounge", "peers", OTHER, "audience_moved|verbal_reassurance"),
    Event("2025-11-15", 1, "19:40", 9, HELD, "lounge", "family_contact", THINGS, "time_and_space"),
    Event("2025-11-25", 0, "17:05", 7, HELD, "kitchen", "denied_access", ADULT, "limited_choice|communication_aid"),
    Event("2025-12-04", 2, "20:50", 5, HELD, "bedroom", "transition", SELF, "trusted_adult"),
    Event("2025-12-13", 0, "16:45", 4, HELD, "kitchen", "basic_need", ADULT, "distraction"),
    Event("2025-12-27", 1, "18:30", 10, HELD, "lounge", "family_contact", THINGS, "verbal_reassurance|change_of_adult"),
    Event("2026-01-08", 3, "21:10", 2, GUIDED, "entrance", "peers", ROAD, "verbal_reassurance"),
    Event("2026-01-17", 0, "16:50", 6, HELD, "kitchen", "denied_access", ADULT, "redirection|demand_reduced"),
    Event("2026-01-29", 4, "08:05", 3, HELD, "bathroom", "demand", ADULT, "demand_reduced|communication_aid"),
    Event("2026-02-07", 2, "20:40", 6, HELD, "bedroom", "transition", SELF, "verbal_reassurance|sensory_support"),
    Event("2026-02-21", 1, "19:30", 7, HELD, "lounge", "family_contact", THINGS, "time_and_space|trusted_adult"),
    Event("2026-03-05", 0, "17:00", 3, CALM, "kitchen", "denied_access", "", "limited_choice|communication_aid"),
    Event("2026-03-14", 5, "15:50", 12, DOOR, "entrance", "routine_change", ROAD, "verbal_reassurance|limited_choice"),
    Event("2026-03-28", 5, "18:20", 8, HELD, "lounge", "sensory", ADULT, "sensory_support|time_and_space"),
    Event("2026-04-16", 1, "19:35", 4, HELD, "lounge", "family_contact", THINGS, "trusted_adult|time_and_space"),
    Event("2026-04-30", 2, "20:30", 5, HELD, "bedroom", "transition", SELF, "trusted_adult|sensory_support"),
    Event("2026-05-23", 5, "18:45", 5, HELD, "lounge", "sensory", ADULT, "time_and_space|change_of_adult"),
    Event("2026-06-12", 1, "18:55", 2, CALM, "lounge", "family_contact", "", "trusted_adult|time_and_space"),
    Event("2026-06-20", 4, "08:10", 4, HELD, "bathroom", "demand", ADULT, "communication_aid"),
    Event("2026-07-09", 5, "17:40", 6, HELD, "playground", "peers", OTHER, "audience_moved|humour_or_play"),
    Event("2026-07-25", 2, "20:45", 2, CALM, "bedroom", "transition", "", "sensory_support|trusted_adult"),
    Event("2026-08-15", 5, "16:30", 4, HELD, "off_site", "sensory", ROAD, "none"),
    Event("2026-09-10", 0, "16:35", 2, CALM, "kitchen", "transition", "", "communication_aid|humour_or_play"),
    Event("2026-09-26", 5, "18:05", 5, HELD, "lounge", "sensory", ADULT, "time_and_space|sensory_support"),
    Event("2026-10-17", 4, "08:15", 3, CALM, "bathroom", "demand", "", "communication_aid|demand_reduced"),
    Event("2026-11-02", 5, "18:15", 3, HELD, "lounge", "sensory", ADULT, "sensory_support|change_of_adult"),
    Event("2026-11-17", 1, "19:20", 5, HELD, "lounge", "family_contact", THINGS, "trusted_adult|verbal_reassurance"),
)  # fmt: skip
"""Six are more than twelve months old on the last day of the records; the others are the year's."""


class Change(NamedTuple):
    """One change of practice: for whom, what, when, and what was found when it was looked at again."""

    id: str
    child: int | None
    kind: str
    origin: str
    title: str
    aims: str
    agreed: str
    began: str
    looked: str
    found: str


CHANGES = (
    Change(KITCHEN, 0, "communication_support", "incident_review", "A snack shelf with pictures that is always open",
           "denied_access|kitchen", "2026-01-19", "2026-02-02", "2026-04-20", "helped"),
    Change(PHONE, 1, "family", "child_view", "Calls home at a fixed time with the same adult near",
           "family_contact", "2026-02-24", "2026-03-02", "2026-06-30", "partly"),
    Change(BED, 2, "environment", "incident_review", "A slower evening with a weighted blanket and one story",
           "transition|bedroom", "2026-05-04", "2026-05-11", "2026-09-07", "helped"),
    Change(QUIET, 5, "environment", "child_view", "A quiet corner away from the lounge",
           "sensory|lounge", "2026-06-01", "2026-06-08", "2026-10-19", "partly"),
    Change(TALKER, 4, "communication_support", "reg44", "Morning care shown step by step on the talker",
           "demand|bathroom", "2026-06-26", "2026-07-06", "", ""),
    Change("act-006", None, "training", "reg45", "All adults practise reading early signs together each quarter",
           "", "2026-04-27", "2026-05-18", "2026-10-26", "no_change"),
)  # fmt: skip
SAYINGS = {
    1: "I get angry when the call ends and nobody says why.",
    2: "The story helps. I like the blanket.",
    5: "It is too loud when everyone is in the lounge.",
}
"""What three children said about life in the home; these words alone are cleared for readers."""
LOOKED = (
    ("2026-06-24", "inspection", "inspector", "L-GRID|L-VOI-01", "What was tried before anyone was held?"),
    ("2026-10-27", "proprietor", "responsible_individual", "L-GRID|L-CHG-07",
     "Has the quiet corner made evenings easier?"),
)  # fmt: skip
"""Times at which somebody looked in the room at what their own pages withhold."""
