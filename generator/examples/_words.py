"""Invented sentences for the two free-text fields. They name nobody, and the program publishes almost none of them."""

from __future__ import annotations

LEAD_UP: dict[str, tuple[str, ...]] = {
    "demand": (
        "Asked to put the tablet away and join the group at the table.",
        "Asked twice to start the task after the timer had ended.",
        "Asked to tidy up before going out.",
        "Asked to change out of wet clothes.",
        "Two instructions were given close together and there was no time to answer the first.",
    ),
    "transition": (
        "The taxi came late and breakfast club had already finished.",
        "The entrance was crowded and the usual adult was not at the door.",
        "Stayed at the gate and would not come in, then ran towards the road.",
        "Three taxis arrived at once and the noise in the entrance hall rose.",
        "Came in upset after the journey and was moved straight on to class.",
    ),
    "peers": (
        "Another child took the place next to the window.",
        "A game with a ball ended in an argument about the score.",
        "Two children called names across the room.",
        "Another child laughed at a mistake.",
    ),
    "sensory": (
        "The fire bell had been tested and the room stayed loud.",
        "A new floor cleaner smelt strong and the windows were shut.",
        "The hall echoed and the lights were all on.",
    ),
    "denied_access": (
        "Wanted to go out on the bikes and it was already dark.",
        "Asked for a second turn and was told to wait.",
        "The kitchen was closed while the floor dried.",
    ),
    "routine_change": (
        "The swimming trip was called off in the morning.",
        "The timetable on the wall had not been changed to match the day.",
        "An appointment moved and nobody had been able to say when it would be.",
    ),
    "family_contact": (
        "A phone call with family ended sooner than hoped.",
        "A visit was put off at short notice.",
        "Waited by the window for a visit that started late.",
    ),
    "attention": (
        "Waited for an adult who was busy with someone else.",
        "Called out several times while the adult was on the phone.",
    ),
    "staffing_change": ("A new adult led the session and did not know the usual start.",),
    "bereavement_or_trauma_reminder": ("A song on the radio brought back a hard time.",),
    "pain_or_illness": ("Had slept badly and held one ear.", "Care that hurts a little was due."),
    "unknown": ("Nothing that anyone noticed came before.", "Seemed settled until a few moments before."),
}
"""What came before, by the first trigger recorded."""

SAID: tuple[str, ...] = (
    "I wanted to finish first.",
    "I wanted everyone to stop talking at me.",
    "Next time tell me before it changes.",
    "I was cross because I had to wait so long.",
    "I did not like being held. I was calming down already.",
    "It helped when we went outside.",
    "I want to sit near the door.",
    "The picture cards helped me say it.",
    "I was sorry about the window.",
    "I felt safe after a while.",
    "I want the same person to be with me.",
    "Too many people came in.",
    "I want to draw it and not talk about it.",
    "They listened this time.",
)
"""A child's own words, spoken or written."""

SHOWN: tuple[str, ...] = (
    "Pointed to the symbols for loud and for stop.",
    "Chose the picture of the garden and then the picture of a friend.",
    "Put the card for hurt on the table and moved it away.",
    "Signed finish and home, and smiled when shown the plan for tomorrow.",
    "Looked at angry on the feelings board, then at calm.",
    "Pressed wait and help on the talker.",
    "Turned away from the room and towards the quiet corner.",
    "Gave the yellow cup, which means a drink and a break.",
)
"""What a child who communicates non-verbally showed, as written down by the adult with them."""

CLEARED: tuple[str, ...] = (
    "I want someone to tell me before things change.",
    "The feelings board helped me.",
    "I like it better when we come in by the garden.",
    "When I asked for space I got it.",
    "I want to help write my plan.",
    "It was good that we talked about it the next day.",
    "Symbols for stop and wait should be in every room.",
)
"""Words a child and a leader have both cleared for readers; none tells of one event or one child."""
