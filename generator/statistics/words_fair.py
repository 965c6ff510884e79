"""Words of consistency, fairness and safety, as data, in the form of `templates.py`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.statistics.phrases import CountWords, DutyWords

DUTIES: Mapping[str, DutyWords] = {
    "HSC-03": DutyWords(
        "{met} of {known:child} of both home and school had plans looked at within {days:day} and followed in both.",
        "For {unknown:child} this is not known.",
        "For no child of both home and school is this known.",
        "Whether one plan would be right: a difference between home and school can be in a child's interest.",
        "Put the two plans of each child in the list side by side, and write down why they differ.",
        "Where a child's two plans differ, who decided that, and what does the child say?",
        {"days": 14},
    ),
    "HSC-04": DutyWords(
        "Home and school told each other within {days:hour} after {met} of {known:incident} of children of both.",
        "For {unknown:incident} no time is recorded.",
        "No incident of a child of both has a time at which the other place was told.",
        "What was said, or what the other place did with it.",
        "Ask at both ends about the incidents in the list: who knew the next morning, and how?",
        "What does the school know in the morning of a hard night at home, and who tells it?",
        {"days": 24},
    ),
}

COUNTS: Mapping[str, CountWords] = {
    "HSC-02": CountWords(
        (
            "For {triggers:trigger} seen at both places, {home} of {home_all} crises at home ended in restriction",
            "and {school} of {school_all} at school",
        ),
        "Which place is right: the same word for a trigger can stand for different demands.",
        "Take one trigger from the list: what does each place do in the first minute?",
        "Why does the same trigger end differently at home and at school?",
    ),
    "EQU-01": CountWords(
        (
            "{restrained} of {children:child} {restrained:was/were} restrained at least once in {when}",
            "No child was on the roll in {nobody}",
            "; {compared:group} could be compared",
            "{apart} stood out beyond chance",
            "; {none} could be compared",
        ),
        "Why groups differ, or that they are treated alike: small groups hide even large gaps.",
        "Where a group stands out, compare needs, staffing and how decisions were made, child by child.",
        "What have leaders asked about the children behind each gap, and what did they find?",
    ),
    "EQU-02": CountWords(
        (
            "Half of {children:restrained child} in {when} had {median:incident} or fewer",
            "{few:restrained child} in {when}, fewer than a middle number needs",
            "No child on the roll was restrained in {nobody}",
            "; {compared:group} could be set beside all others",
            "; {none} was large enough to set beside the others",
        ),
        "Whether a gap is more than chance: nothing here is tested, and one child can move a middle value.",
        "Read the longest and the most frequent first: is it one child, or many of one group?",
        "For which group of children do incidents last longest, and is the reason known?",
    ),
    "EQU-03": CountWords(
        (
            "{compared:comparison} of care afterwards in {when}",
            "{wide} with {points} points or more between groups",
            "; {unknown} of {incidents:incident} not fully known",
            "; no child on the roll was in a restrictive incident in {nobody}",
        ),
        "Whether a gap is more than chance: with many comparisons some are wide by luck, and one child counts often.",
        "Take the widest gap: whose view, meeting or message was missing, and why theirs?",
        "Which children are heard least often afterwards, and what is being done about it?",
    ),
    "SAF-01": CountWords(
        (
            "{risky} of {incidents:incident} in {when} had a high-risk feature",
            "No restrictive incident was recorded in {nobody}",
            "No high-risk feature can be told of {untold:incident} in {then}: none of the columns for one is filled in",
            "{reviewed} of {known} reviewed within {hours:hour}",
            "; {unknown} not fully known",
        ),
        "Whether a child was in danger: a position that nobody wrote down is not counted.",
        "Read each incident in the list with the adults and a health professional, this week.",
        "Who reads every incident with a high-risk feature, how soon, and what was changed after the last?",
    ),
    "SAF-02": CountWords(
        (
            "First aid or more was needed in {hurt} of {known:incident} in {when}",
            "In {nobody} no restrictive incident says whether the child was hurt",
            "; checks offered or not needed: {checked} of {asked}",
            "; {unknown} not recorded",
        ),
        "Whether the injury came from the restriction or from what went before it.",
        "See each hurt child in the list: was a check offered, what did they say, who was told?",
        "How do leaders know that children were not hurt by being held?",
    ),
    "SAF-03": CountWords(
        (
            "{concerns:concern} about incidents in {when}",
            "half sent within {hours:hour}",
            "; {long} of {known} open over {days:day}",
            "{led} followed by action",
        ),
        "Whether every concern was written down, or heard as one.",
        "Close or chase every concern in the list, and tell the person who raised it.",
        "What was the last concern a child raised about being held, and what came of it?",
    ),
}

GROUPS: Mapping[str, str] = {
    "apart": "{a} of {n1:child} in the group “{group}” {a:was/were} restrained at least once, compared with {b} of "
    "{n2:other}. That gap is larger than chance usually gives. It does not show why; compare needs, staffing and how "
    "decisions were made.",
    "chance": "{a} of {n1:child} in the group “{group}” {a:was/were} restrained at least once, compared with {b} of "
    "{n2:other}. A gap this size can happen by chance with groups this small, where several are looked at.",
    "earlier": "{a} of {n1:child} in the group “{group}” {a:was/were} restrained at least once, compared with {b} of "
    "{n2:other}. Only the latest windows are tested.",
    "few": "{a} of {n1:child} in the group “{group}” {a:was/were} restrained at least once, and {b} of {n2:other}: too "
    "few to compare.",
    "alone": "Every child whose answer is known is in the group “{group}”, so there is nobody to compare with.",
}
"""R8 of the methods page, by what was found; the third and fourth where the gate is not passed."""
