"""The words of every result, as data: one place to read them, to object to them and to change them.

In braces stand numbers; after a colon the thing counted, put into the plural where needed. Three columns of words go
with each result: what it cannot show, what leaders do now, what governors and inspectors ask.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.statistics import words_change, words_fair, words_law, words_practice, words_staff, words_time
from generator.statistics.phrases import ASK_REVIEWS, READ_REVIEWS, ClassWords, CountWords, DutyWords

CLASSES: Mapping[str, ClassWords] = {
    "R0": ClassWords(
        "{n:recorded incident}{kind} in the two windows together: too few to say whether the level has changed.",
        "Whether the level has changed: {n:incident}{kind} in the two windows together {n:is/are} too few to say.",
        "Read each incident by itself: what happened before, what was tried first, what the child said.",
        "What was learned from each of these incidents, and what was done with it?",
    ),
    "R0-no-exposure": ClassWords(
        "In one of the two windows nobody was here, or it is not known how long children were, so they cannot be "
        "compared.",
        "Whether the level has changed: in one of the two windows nobody was here, or it is not known how long.",
        "Check the dates of the terms, of the roll and of stated child-days.",
        "From when on are figures comparable?",
    ),
    "R1-chance": ClassWords(
        "{went} A difference this size often happens by chance.",
        "Whether the level has changed: a difference this size often happens by chance.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R1-same": ClassWords(
        "{went} That does not say that nothing changed.",
        "Whether the level has changed: equal numbers can hide a change that is too small to be seen in them.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R1-few-children": ClassWords(
        "{went} Too few children had a different number to say whether the level has changed.",
        "Whether the level has changed: too few children had a different number from before.",
        "Look at each child by itself: who had more, who had fewer, and what was done.",
        "What was different for the few children who had more or fewer than before?",
    ),
    "R1-clusters-unknown": ClassWords(
        "{went} Incidents often come in clusters, so two totals alone do not "
        "say whether the level has changed.",
        "Whether the level has changed: incidents often come in clusters, and two totals cannot show them.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R1-uneven": ClassWords(
        "{went} Some children had more and some fewer, so the totals do not say that the level has changed.",
        "Whether the level has changed: the children do not agree, so the totals alone do not say.",
        "Look at the children with more and at those with fewer apart from each other.",
        "For how many children were there more, and what is being done for them?",
    ),
    "R1-share": ClassWords(
        "{went} That is rare by chance for one measure alone, but this report checks many.",
        "Whether the level has changed: among many measures a difference this size comes up by chance.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R1-earlier": ClassWords(
        "{went} Only the latest window is said to have changed or not, because "
        "looking back at many would find differences by chance.",
        "Whether the level had changed: only the latest window is tested.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R1-rolls-differ": ClassWords(
        "{went} Children who came or went make up much of the difference.",
        "Whether anything changed for the children who stayed: those who came or went make up much of this.",
        "Look at the children who were here in both windows.",
        "What is different for the children who were here in both windows?",
    ),
    "R2": ClassWords(
        "Fewer incidents{kind} were recorded in {when} than the usual ups and downs would explain. This does not "
        "show why.",
        "Why there were fewer. Fewer records can also mean fewer records made.",
        "Check first whether recording, attendance or the children living or learning here changed.",
        "How do you know that recording was as full as before?",
    ),
    "R3": ClassWords(
        "More incidents{kind} were recorded in {when} than the usual ups and downs would explain. This does not "
        "show why.",
        "Why there were more. It can also be fuller recording.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "R4": ClassWords(
        "The difference comes from one child, who was in {x} of {n} incidents{kind} in both windows together. Without "
        "that child it is within the usual range.",
        "Anything about the setting as a whole: without one child the difference is within the usual range.",
        "Start with that child: is the plan right, is it followed, and what does the child say?",
        "What is being done for the child with most incidents, and what do they say helps?",
    ),
    "R5": ClassWords(
        "No incidents were recorded in {when}.",
        "Whether nothing happened, or nothing was written down.",
        "Check that recording was complete.",
        "How do you know that recording was complete?",
    ),
    "R11": ClassWords(
        "{went} Incidents came in clusters, so ordinary chance limits do not apply.",
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
"""Result classes R0 to R5 and R11 of the methods page; R1 and R0 by their reason."""

WENT = {
    "moved": "Recorded incidents{kind} went from {a} to {b}.",
    "same": "There {a:was/were} {a:recorded incident}{kind} in each window.",
}
"""How a comparison begins: `{went}`, by whether the two counts differ."""

OF_THIS_KIND = " of this kind"
"""What `{kind}` is where some incidents only are compared, such as those a practice change aims at; else nothing."""

REACH = {
    ("lo", "hi"): "{size} we could only have seen a change to {lo} or fewer, or {hi} or more.",
    ("none", "hi"): "{size} we could only have seen a change to none, or to {hi} or more.",
    ("hi",): "{size} we could only have seen a change to {hi} or more.",
}
"""What R1 adds: which numbers could have been told from chance."""

ZERO = {
    "met": "No incidents were recorded in {d:open day}, longer than the usual gaps here. Check that recording was "
    "complete.",
    "first": "No incidents were recorded in {d:open day}, and none before to set that beside.",
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
        "Why the {latest} is high. It can also be fuller recording.",
        READ_REVIEWS,
        ASK_REVIEWS,
    ),
    "low": (
        "Why the {latest} is low. Fewer records can also mean fewer records made.",
        "Check first whether recording, attendance or the children living or learning here changed.",
        "How do you know that recording was as full as before?",
    ),
    "both": (
        "What the {latest} means: one rule reads it as high and another as low.",
        "Wait for the next months, and read the incidents of this one.",
        "What do you make of the {latest}, and why?",
    ),
    "one-child": (
        "Anything about the setting as a whole: without one child nothing stands out.",
        "Start with that child: is the plan right, is it followed, and what does the child say?",
        "What is being done for the child with most incidents, and what do they say helps?",
    ),
    "depends": (
        "What the {latest} means: without one child the rules read it in another way.",
        "Wait for the next months, and read the incidents of this one.",
        "What do you make of the {latest}, and why?",
    ),
    "unconfirmed-high": (
        "Whether anything changed: the {latest} is above the drawn range, by no more than chance often gives in a "
        "series like this one.",
        "Wait for the next month before asking why, and read the incidents of this one.",
        "What did the incidents of the {latest} have in common, and is the next month like it?",
    ),
    "unconfirmed-low": (
        "Whether anything changed: the {latest} is below the drawn range, by no more than chance often gives in a "
        "series like this one.",
        "Wait for the next month before asking why, and check that recording was as full as before.",
        "How do you know that recording was as full as before, and is the next month like this one?",
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
"""A series over time, by what the rules say of its last point: cannot, do now, ask; `{latest}` is that point."""

LATEST: Mapping[str, str] = {
    "high": "the {latest} is unusual (high)",
    "low": "the {latest} is unusual (low)",
    "both": "the rules do not agree on the {latest}",
    "one-child": "without one child the {latest} does not stand out",
    "depends": "without one child the rules read the {latest} in another way",
    "unconfirmed-high": "the {latest} is above the drawn range, by no more than chance often gives",
    "unconfirmed-low": "the {latest} is below the drawn range, by no more than chance often gives",
    "usual": "the {latest} is in the usual range",
    "none": "the {latest} cannot be read yet",
}
"""What a chart's headline says of its last point."""

LATEST_MONTH = {
    "last": "latest month ({month})",
    "before": "latest month long enough to read ({month})",
}
"""What `{latest}` is, by whether the last month that is drawn is the one that the rules read."""

SELECTED = (
    "Before: {a:incident} in {d1:day}. After: {b} in {d2:day}. Changes usually start after a bad spell, and bad "
    "spells often ease on their own, so this is not evidence that the change worked."
)
"""R7: what may be said of a change made for a child, or for children, who were chosen after a bad spell."""

MORE = (words_change, words_practice, words_law, words_staff, words_fair, words_time)
DUTIES: Mapping[str, DutyWords] = {
    **{id: each for more in MORE for id, each in more.DUTIES.items()},
}
COUNTS: Mapping[str, CountWords] = {
    **{id: each for more in MORE for id, each in more.COUNTS.items()},
}
"""Every duty's and every count's words, by indicator."""
