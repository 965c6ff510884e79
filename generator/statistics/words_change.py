"""Words of change, of children's views and of what a record holds, as data, in the form of `templates.py`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.statistics.phrases import ASK_REVIEWS, READ_REVIEWS, CountWords, DutyWords

DUTIES: Mapping[str, DutyWords] = {
    "VOI-01": DutyWords(
        "The child's own view was captured within {days:day} after {met} of {known:incident}.",
        "For {unknown:incident} this is not known yet.",
        "No child's view was due in this window.",
        "What the other children would have said, or whether a child felt free to say it.",
        "Ask each child in the list, in the child's own way. A child may choose not to say.",
        "Who asked, in what way, and which children were not asked?",
        {"days": 5},
        "Of no incident in this window can it be said yet whether the child's own view was captured.",
    ),
    "VOI-05": DutyWords(
        "{met} of {known:view} given by children {met:is/are} linked to an action.",
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
        "{met} of {known:practice change} made at least {days:day} ago {met:was/were} looked at to see whether "
        "{met:it/they} helped.",
        "For {unknown:practice change} this is not known.",
        "No practice change has been in place for {days:day} yet.",
        "Whether a change that was said to help did help: this counts the looking, not the effect.",
        "Ask adults and children about each change in the list, and write down what they say.",
        "Which changes were found not to help, and what was done then?",
        {"days": 42},
    ),
}

COUNTS: Mapping[str, CountWords] = {
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
            "; {followed} of {incidents:incident} in {when} {followed:was/were} followed",
            "No restrictive incident was recorded in {nobody}",
        ),
        "What happens after the window ends: incidents near its end have had little time to be followed.",
        "Look at what was done in the first days after an incident, while it still counts.",
        "What is done for a child in the days straight after an incident?",
    ),
    "CHG-07": CountWords(
        (
            "{children:child} may need fresh attention now",
            "; {repeats} of {incidents:incident} in {when} came within {days:day} of that child's last",
            "; no restrictive incident was recorded in {nobody}",
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
            "No incident of a child who communicates without speech can be counted in {silent}",
            "and after {met_others} of {known_others} for others",
            "; a view was captured after {met_alone} of {known_alone:incident} for others",
            "; {none} of others can be counted",
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
