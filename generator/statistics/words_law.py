"""Words of the five tests, of seclusion and of restrictions of liberty, as data, in the form of `templates.py`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.statistics.phrases import CountWords, DutyWords

DUTIES: Mapping[str, DutyWords] = {
    "LAW-02": DutyWords(
        "{met} of {known:incident} {met:was/were} judged on all five tests.",
        "For {unknown:incident} this is not known.",
        "There was no incident in this window to judge.",
        "Whether the judgement was right: it is the setting's own, and no ruling.",
        "Judge the incidents in the list, and read again those judged less than met.",
        "What did you find where a test was judged less than met, and who challenged the others?",
        {},
    ),
    "LAW-03": DutyWords(
        "{met} of {known:judged incident} {met:was/were} judged by someone who was not involved.",
        "For {unknown:judged incident} nothing says by whom.",
        "No judged incident in this window says who judged it.",
        "Whether the person who judged was free to say what they saw.",
        "Ask someone who was not there to judge, and link an action to each incident in the list.",
        "Who judges your incidents, and what was done where a test was less than met?",
        {},
    ),
    "LIB-01": DutyWords(
        "{met} of {known:restriction} in force had an authority recorded and in date.",
        "For {unknown:restriction} its last day is not recorded.",
        "No restriction in force in this window has an authority that can be read.",
        "Whether the authority covers what is done: that is for someone with legal training.",
        "Look at each restriction in the list: who can authorise it, and until when?",
        "On whose authority does each restriction rest, and who checked that it covers it?",
        {},
    ),
    "LIB-02": DutyWords(
        "The review of {met} of {known:restriction} in force was not overdue.",
        "For {unknown:restriction} this is not known.",
        "No restriction in force in this window has a review date that can be read.",
        "Whether a review asked if the restriction is still needed, or only repeated it.",
        "Review the restrictions in the list, and ask each child what they think of theirs.",
        "Which restrictions were made less or lifted, and what did the children say?",
        {},
    ),
}
COUNTS: Mapping[str, CountWords] = {
    "SEC-01": CountWords(
        (
            "{incidents:incident} in {when} in which {children:child} could not leave",
            "No incident is recorded in {nobody} in which a child could not leave",
            "; {unknown:row} not saying whether a child could leave",
        ),
        "Why it happened, or how much of it was not recorded under any name.",
        "Read each record: could the child leave, and did the child know it?",
        "How do you know that no child is kept apart under another name?",
    ),
    "SEC-02": CountWords(
        (
            "{rows:incident} in {when} whose name or place wants a second look",
            "; {unknown:row} not saying whether the child could leave",
        ),
        "Whether any of it was wrong: it asks for a look at the record and is no finding.",
        "Open each incident in the list: what did the child experience, and what should it be called?",
        "Which of your own words for time apart can mean that a child may not leave?",
    ),
    "SEC-03": CountWords(
        (
            "{incidents:incident} of seclusion in {when}",
            "half up to {middle:minute}",
            "the longest {longest:minute}",
            "; {always} of {known} watched over all the time",
        ),
        "How it was for the child: minutes do not tell, so read what each child said.",
        "Read them one by one: why so long, who was there, and what ended it?",
        "Who watched over each child, and what did the child say about it afterwards?",
    ),
    "LIB-03": CountWords(
        (
            "{rules:rule} for everyone in force on {on}",
            "holding on {share}% of child-days",
        ),
        "How much a rule weighs on a child: one can weigh more than five.",
        "Ask of each rule: which child needs it, and could it hold for that child alone?",
        "Which rules hold for everyone, and when was each last asked about?",
    ),
}
