"""The words of every result, as data: one place to read them, to object to them and to change them.

In braces stand numbers; after a colon the thing counted, put into the plural where needed. Three columns of words go
with each result: what it cannot show, what leaders do now, what governors and inspectors ask.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.statistics import words_fair, words_law, words_practice, words_staff, words_time
from generator.statistics.phrases import ClassWords, CountWords, DutyWords

READ_REVIEWS = "Read the reviews of these incidents together: which times, places and children do they share?"
ASK_REVIEWS = "What do the reviews of these incidents have in common, and what was changed after them?"

CLASSES: Mapping[str, ClassWords] = {
    "R0": ClassWords(
        "{n:recorded incident} in the two windows together: too few to say whether the level has changed.",
        "Whether the level has changed: {n:incident} in the two windows together are too few to say.",
        "Read each incident by itself: what happened before, what was tried first, what the child said.",
        "What was learned from each of these incidents, and what was done with it?",
    ),
    "R0-no-exposure": ClassWords(
        "Nobody was here in one of the two windows, so they cannot be compared.",
        "Whether the level has changed: nobody was here in one of the two windows.",
        "Check the dates of the terms and of the roll.",
        "From when on are figures comparable?",
    ),
    "R1-chance": ClassWords(
        "Recorded incidents went from {a} to {b}. A difference this size often happens by chance.",
        "Whether the level has changed: a difference this size often happens by chance.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R1-few-children": ClassWords(
        "Recorded incidents went from {a} to {b}. Too few children had a different number to say whether the "
        "level has changed.",
        "Whether the level has changed: too few children had a different number from before.",
        "Look at each child by itself: who had more, who had fewer, and what was done.",
        "What was different for the few children who had more or fewer than before?",
    ),
    "R1-clusters-unknown": ClassWords(
        "Recorded incidents went from {a} to {b}. Incidents often come in clusters, so two totals alone do not "
        "say whether the level has changed.",
        "Whether the level has changed: incidents often come in clusters, and two totals cannot show them.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R1-uneven": ClassWords(
        "Recorded incidents went from {a} to {b}. Some children had more and some fewer, so the totals do not "
        "say that the level has changed.",
        "Whether the level has changed: the children do not agree, so the totals alone do not say.",
        "Look at the children with more and at those with fewer apart from each other.",
        "For how many children were there more, and what is being done for them?",
    ),
    "R1-share": ClassWords(
        "Recorded incidents went from {a} to {b}. That is rare by chance for one measure alone, but this report "
        "checks many.",
        "Whether the level has changed: among many measures a difference this size comes up by chance.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R1-earlier": ClassWords(
        "Recorded incidents went from {a} to {b}. Only the latest window is said to have changed or not, because "
        "looking back at many would find differences by chance.",
        "Whether the level had changed: only the latest window is tested.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R1-rolls-differ": ClassWords(
        "Recorded incidents went from {a} to {b}. Children who came or went make up much of the difference.",
        "Whether anything changed for the children who stayed: those who came or went make up much of this.",
        "Look at the children who were here in both windows.",
        "What is different for the children who were here in both windows?",
    ),
    "R2": ClassWords(
        "Fewer incidents were recorded in {when} than the usual ups and downs would explain. This does not "
        "show why.",
        "Why there were fewer. Fewer records can also mean fewer records made.",
        "Check first whether recording, attendance or the children living or learning here changed.",
        "How do you know that recording was as full as before?",
    ),
    "R3": ClassWords(
        "More incidents were recorded in {when} than the usual ups and downs would explain. This does not "
        "show why.",
        "Why there were more. It can also be fuller recording.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R4": ClassWords(
        "The pattern comes from one child, who was in {x} of {n} incidents. Without that child it is within "
        "the usual range.",
        "Anything about the setting as a whole: without one child the difference is within the usual range.",
        "Start with that child: is the plan right, is it followed, and what does the child say?",
        "What is being done for the child with most incidents, and what do they say helps?",
    ),
    "R11": ClassWords(
        "Recorded incidents went from {a} to {b}. Incidents came in clusters, so ordinary chance limits do "
        "not apply.",
        "Whether the level has changed: incidents came in clusters, so ordinary chance limits do not apply.",
        "Look at the clusters: which days, children and places do they share?",
        "What lies behind the days with several incidents?",
    ),
    "none": ClassWords(
        "There is no earlier window to compare with yet.",
        "Whether the level has changed: there is no earlier window to compare with yet.",
        "Read each incident by itself: what happened before, what was tried first, what the child said.",
        "What was learned from these incidents, and what was done with it?",
    ),
}
"""Result classes R0 to R4 and R11 of the methods page; R1 and R0 by their reason."""

REACH = {
    ("lo", "hi"): "{size} we could only have seen a change to {lo} or fewer, or {hi} or more.",
    ("hi",): "{size} we could only have seen a change to {hi} or more.",
}
"""What R1 adds: which numbers could have been told from chance."""

ZERO = {
    "met": "No incidents were recorded in {d:open day}, longer than the usual gaps here. Check that recording was "
    "complete.",
    "not-met": "No incidents were recorded in {d:open day}. A gap this long is not unusual for this setting "
    "({p_in_100} in 100 by chance).",
}
"""R5, by whether the gap is longer than chance gives."""

SHIFTS = {
    "high": "{shift}: {b:incident} after {a} before, more than hours worked would predict. Look at which children and "
    "lessons it covers before drawing any conclusion.",
    "low": "{shift}: {b:incident} after {a} before, fewer than hours worked would predict. Check that recording was as "
    "full as before.",
    "one-child": "{shift}: {b:incident} after {a} before. The difference comes from one child.",
    "": "{shift}: {b:incident} after {a} before. Allowing for hours worked, that does not stand out.",
    "earlier": "{shift}: {b:incident} after {a} before. Only the latest windows are tested.",
}
"""R10 where a shift stands out, else R1; by what stands out after Holm's correction and without one child."""

CHARTS: Mapping[str, tuple[str, str, str]] = {
    "high": (
        "Why the latest month is high. It can also be fuller recording.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "low": (
        "Why the latest month is low. Fewer records can also mean fewer records made.",
        "Check first whether recording, attendance or the children living or learning here changed.",
        "How do you know that recording was as full as before?",
    ),
    "both": (
        "What the latest month means: one rule reads it as high and another as low.",
        "Wait for the next months, and read the incidents of this one.",
        "What do you make of the latest month, and why?",
    ),
    "one-child": (
        "Anything about the setting as a whole: without one child nothing stands out.",
        "Start with that child: is the plan right, is it followed, and what does the child say?",
        "What is being done for the child with most incidents, and what do they say helps?",
    ),
    "usual": (
        "Whether the level is right. A month in the usual range can still hold incidents that need not have been.",
        "Read single incidents, not single months: what was tried first, and what did the child say?",
        "What would it take for the usual range itself to be lower?",
    ),
    "none": (
        "Whether a month is unusual: there are too few incidents or months for a usual range.",
        "Read each incident by itself: what happened before, what was tried first, what the child said.",
        "What was learned from each of these incidents, and what was done with it?",
    ),
}
"""A series over time, by what the rules say of its last point: cannot, do now, ask."""

SELECTED = (
    "Before: {a:incident} in {d1:day}. After: {b} in {d2:day}. Changes usually start after a bad spell, and bad "
    "spells often ease on their own, so this is not evidence that the change worked."
)
"""R7: what may be said of a change made for a child, or for children, who were chosen after a bad spell."""

OWN_DUTIES: Mapping[str, DutyWords] = {
    "VOI-01": DutyWords(
        "The child's own view was captured within {days:day} after {met} of {known:incident}.",
        "For {unknown:incident} this is not known yet.",
        "No child had yet to be asked for a view in this window.",
        "What the other children would have said, or whether a child felt free to say it.",
        "Ask each child in the list, in the child's own way. A child may choose not to say.",
        "Who asked, in what way, and which children were not asked?",
        {"days": 5},
    ),
    "VOI-05": DutyWords(
        "{met} of {known:view} given by children are linked to an action.",
        "For {unknown:view} this is not known.",
        "No view was recorded in this window.",
        "Whether the child knows what was done: not every view asks for a change.",
        "Read the views without an action, and tell each child what will happen next.",
        "What is one thing that is different now because a child asked for it?",
        {},
    ),
    "RES-01": DutyWords(
        "Child and adults put things right together after {met} of {known:reviewed incident}.",
        "For {unknown:incident} this is not known.",
        "No incident in this window has a review that says whether things were put right.",
        "Whether the child felt it was fair: a meeting can be held and still not mend anything.",
        "Offer a meeting to child and adults where there was none. Never press for one.",
        "How does a child say that things were put right, and what if they say no?",
        {},
    ),
    "LAW-01": DutyWords(
        "The recorded reason is one the law names for {met} of {known:incident}.",
        "For {unknown:incident} no reason can be read.",
        "No incident in this window has a reason that can be read.",
        "Whether any of it was lawful: this reads the recorded reason, not what happened.",
        "Open the incidents in the list: was the reason recorded as it was?",
        "Where the recorded reason is not one the law names, what was found on review?",
        {},
    ),
    "LAW-04": DutyWords(
        "Something else was tried first, or danger left no time, in {met} of {known:incident}.",
        "For {unknown:incident} this is not known.",
        "No incident in this window says whether anything was tried first.",
        "Whether what was tried was right for this child, or had time to work.",
        "Ask about each incident without anything tried first: what would the plan have offered?",
        "Which ways of calming work most often here, and do all adults use them?",
        {},
    ),
    "PRA-03": DutyWords(
        "{met} of {known:practice change} made at least {days:day} ago were looked at to see whether they helped.",
        "For {unknown:practice change} this is not known.",
        "No practice change has been in place for {days:day} yet.",
        "Whether a change that was said to help did help: this counts the looking, not the effect.",
        "Ask adults and children about each change in the list, and write down what they say.",
        "Which changes were found not to help, and what was done then?",
        {"days": 42},
    ),
}

OWN_COUNTS: Mapping[str, CountWords] = {
    "CHG-01": CountWords(
        (
            "{children:child} involved in {incidents:incident} in {when}",
            "{rate} for every 100 child-days",
            "compared with {before:incident} in {then}",
        ),
        "Why there were so many or so few, or whether every incident was recorded.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "CHG-02": CountWords(
        (
            "{fewer:child} had fewer incidents than in {then}",
            "{more} had more",
            "{same} about the same",
            "{apart} could not be compared",
        ),
        "Why: incidents often ease by themselves after a hard term, and come back after a quiet one.",
        "Talk first about the children with more: what does each one say, and what is planned?",
        "What helped the children with fewer, and is it offered to those with more?",
    ),
    "CHG-04": CountWords(
        (
            "Half were followed by another for the same child within {median:day}",
            "A quarter were followed by another for the same child within {quartile:day}, fewer than half in all",
            "; {followed} of {incidents:incident} in {when} were followed",
        ),
        "What happens after the window ends: incidents near its end have had little time to be followed.",
        "Look at what was done in the first days after an incident, while it still counts.",
        "What is done for a child in the days straight after an incident?",
    ),
    "CHG-07": CountWords(
        (
            "{children:child} may need fresh attention now",
            "; {repeats} of {incidents:incident} in {when} came within {days:day} of that child's last",
        ),
        "Why: this is an early sign, not a finding, and about one child in eight shows it by chance.",
        "For each child in the list: read the last incidents together and look at the plan this week.",
        "Which children are adults most concerned about now, and what has changed for them?",
    ),
    "CHG-08": CountWords(
        (
            "One child was in {top} of {incidents:incident}, three children in {three}",
            "; chance alone would seldom put any one child in more than {chance}",
        ),
        "Why, or whether one child was recorded more fully than others.",
        "Read the incidents of these children as one story each, not one by one.",
        "What does the child with most incidents say would help?",
    ),
    "VOI-02": CountWords(
        (
            "A view was captured after {met_non_verbal} of {known_non_verbal:incident} for children who "
            "communicate without speech",
            "and after {met_others} of {known_others} for others",
        ),
        "Whether a view is the child's own: that depends on how it was asked and who read the answer.",
        "Look at how children who do not speak were asked: is it the way their plan names?",
        "Show us how a child who does not speak told you what happened.",
    ),
    "HSC-01": CountWords(
        (
            "For {dual:child} of both home and school: {home:incident} at home, {school} at school",
            "that is {home_rate} and {school_rate} for every 100 hours",
        ),
        "Which place is right: demands, hours and company differ between home and school.",
        "Bring home and school together over one child: what does each do at the first sign?",
        "Where home and school answer the same child differently, why is that in the child's interest?",
    ),
    "REC-01": CountWords(
        (
            "{rows:incident} recorded in {when}",
            "half within {hours:hour}",
            "{missing} without a start time",
            "; the longest silence: {silence:open day}",
        ),
        "Whether everything was recorded: what was never written down cannot be counted.",
        "Ask about the longest silence: what do diaries, injuries and parents say of those days?",
        "How would you know if incidents went unrecorded?",
    ),
    "CHG-05": CountWords(
        (
            "{actions:practice change} took effect in {when}",
            "{measured} with enough incidents before and after to compare",
        ),
        "Whether a change worked: changes usually start after a bad spell, and bad spells often ease on their own.",
        "Ask the children and adults concerned what is different since each change.",
        "Which changes are still in use, and who checked?",
    ),
}

MORE = (words_practice, words_law, words_staff, words_fair, words_time)
DUTIES: Mapping[str, DutyWords] = {
    **OWN_DUTIES,
    **{id: each for more in MORE for id, each in more.DUTIES.items()},
}
COUNTS: Mapping[str, CountWords] = {
    **OWN_COUNTS,
    **{id: each for more in MORE for id, each in more.COUNTS.items()},
}
"""Every duty's and every count's words, by indicator."""
