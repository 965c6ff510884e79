"""Words of reviews, plans, children's views and what came after, as data, in the form of `templates.py`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.statistics.phrases import CountWords, DutyWords

DUTIES: Mapping[str, DutyWords] = {
    "PRA-01": DutyWords(
        "{met} of {known:reviewed incident} {met:has/have} an action linked to a review.",
        "For {unknown:incident} this is not known.",
        "No incident of this window has been reviewed yet.",
        "Whether the action was the right one, or made any difference to the child.",
        "Read some reviews with an action and some without: did each fit what had happened?",
        "Which reviews called for nothing to be done, and who decided that?",
        {},
    ),
    "PRA-04": DutyWords(
        "The plan was reviewed within {days:day} for {met} of {known:child} with repeated incidents.",
        "For {unknown:child} this is not known.",
        "No child with repeated incidents in this window has a plan review that is due and known.",
        "Whether the plan fits now: a review can be held and alter nothing.",
        "Look at the plan of each child in the list this week, together with the child.",
        "What was altered in the plans that were reviewed, and what did each child say?",
        {"days": 14},
    ),
    "PRA-05": DutyWords(
        "The plan was followed in {met} of {known:incident} involving children with a plan.",
        "For {unknown:incident} this is not known.",
        "No incident in this window says that there was a plan and whether it was followed.",
        "Whether the plan was a good one: following a poor plan is no success.",
        "Read why plans were not followed, and write a plan with each child who has none.",
        "Which plans were rewritten because adults could not follow them?",
        {},
    ),
    "PRA-06": DutyWords(
        "{met} of {known:review} {met:names/name} another way, or something learned.",
        "For {unknown:review} this is not known.",
        "No review held in this window says whether anything was learned.",
        "Whether what was learned was put to use, or how hard anybody looked.",
        "Read a few reviews that found nothing: what would an adult from elsewhere have asked?",
        "What has a review found that adults here did not expect?",
        {},
    ),
    "VOI-03": DutyWords(
        "{met} of {known:view} of children who communicate without speech {met:was/were} given in the child's own way.",
        "For {unknown:view} this is not known.",
        "No view of a child who communicates without speech says how it was given in this window.",
        "Whether the view was understood. What skilled adults observe can be a true view of some children.",
        "For each view in the list: which way does the child's plan name, and was it offered?",
        "How would a child who does not speak show you what they think, and who reads it?",
        {},
    ),
    "VOI-06": DutyWords(
        "The child was asked whether the record is right in {met} of {known:view}.",
        "For {unknown:view} this is not known.",
        "No view in this window says whether the child was asked about the record.",
        "Whether a child felt free to say no. More disagreement can mean more trust.",
        "Read each record that a child does not agree with, and put the child's account beside it.",
        "What happens here when a child says that the record is wrong?",
        {},
    ),
}

COUNTS: Mapping[str, CountWords] = {
    "PRA-02": CountWords(
        (
            "Half of {followed:incident} with a change in effect afterwards had it within {median:day}",
            "{few:incident} had a change in effect afterwards, fewer than a middle number of days needs",
            "; {without} of {reviewed:reviewed incident} had none",
        ),
        "Whether the change was the right one, or came of the incident rather than at the same time.",
        "Look at the changes that took longest: what held them up, and what was done meanwhile?",
        "What is different for a child in the first week after an incident?",
    ),
    "VOI-04": CountWords(
        (
            "{views:view} told how it felt",
            "; answers of 1 or 2 out of 5: listened to {low_listened} of {listened}",
            "treated fairly {low_fair} of {fair}",
            "safe now {low_safe} of {safe}",
        ),
        "How children felt who were not asked, or who said what the adult hoped to hear.",
        "Read the low answers with what the child said, and tell the child what you make of them.",
        "What do children who felt unsafe or unheard say would help?",
    ),
    "RES-02": CountWords(
        (
            "{said:answer} of children: {closer} closer than before, {same} the same, {strained} more strained",
            "No child's answer about the relationship stands in the reviews of {nobody}",
            "; {adult_said:answer} of adults: {adult_closer} closer",
        ),
        "Whether a child felt free to answer: the adult who asks may be the one it is about.",
        "Start with the children who say it is more strained: who do they want to talk to?",
        "What do adults do when a child says that trust is lost?",
    ),
    "RES-03": CountWords(
        (
            "Half of {known:incident} were followed by a return to an activity within {median:minute}",
            "{few:incident} with a recovery time recorded, fewer than a middle number needs",
            "; {same} of {timed} {same:was/were} followed by one on the same day",
        ),
        "Whether a child had really recovered. Faster is not kinder if feelings are passed over.",
        "Ask about the longest recoveries: who stayed with the child, and what helped?",
        "What does a child have around them between an incident and being ready to go back?",
    ),
}
