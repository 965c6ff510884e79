"""Words about time: what lasted, what was due, what the record holds and where it is silent."""

from __future__ import annotations

from collections.abc import Mapping

from generator.statistics.phrases import CountWords, DutyWords

DUTIES: Mapping[str, DutyWords] = {
    "DDL-01": DutyWords(
        "In the home the record was made within 24 hours after {met} of {known:incident}.",
        "For {unknown:incident} this cannot be told.",
        "No incident in a home in this window has both a start time and the time of its record.",
        "Whether a record is full or fair: this reads the clock, not the account.",
        "Ask what held the late ones up, and fill in missing times where they are known.",
        "What was in the way when a record was made late?",
        {},
    ),
    "DDL-02": DutyWords(
        "In the home the adult was spoken to and the record signed within 48 hours after {met} of {known:incident}.",
        "For {unknown:incident} this cannot be told.",
        "No incident in a home in this window has all the times that this needs.",
        "What was said: a signature shows that somebody read the record, not that they asked about it.",
        "Speak to the adults and children in the lists, and write down when.",
        "What has changed because of what adults and children said when they were spoken to?",
        {},
    ),
    "DDL-03": DutyWords(
        "A parent was told the same day after {met} of {known:school incident}.",
        "For {unknown:incident} this is not known.",
        "No school incident in this window falls under the duty to tell parents, or none says when they were told.",
        "What a parent was told, and whether they could ask. The same day is guidance, not law.",
        "Tell the parents in the list who do not know yet, and note when.",
        "What do parents say about how and when they are told?",
        {},
    ),
    "DDL-04": DutyWords(
        "The board looked at this evidence in {met} of {known:term}.",
        "For {unknown:term} this is not known yet.",
        "No term in this window can be judged yet.",
        "Whether looking was challenge: it counts meetings, not what was asked or changed.",
        "Put the next review in the diary, and report on each action that is due.",
        "Which question of the board changed something that children notice?",
        {},
    ),
    "REC-02": DutyWords(
        "Every element that the rules name is filled in for {met} of {known:record}.",
        "For {unknown:record} this cannot be told.",
        "No record in this window can be checked for every element.",
        "Whether a record is good: an element can be filled in and say little.",
        "Complete the records in the list while people still remember.",
        "Which element is most often missing, and why?",
        {},
    ),
}

COUNTS: Mapping[str, CountWords] = {
    "CHG-03": CountWords(
        (
            "A length is recorded for {known} of {incidents:incident} in {when}",
            "No restrictive incident was recorded in {nobody}",
            "{minutes:minute} in all",
            "half lasted {median:minute} or less",
        ),
        "How long the others lasted: nothing is put in for a length that was not recorded.",
        "Read the longest ones: what would have let adults stop sooner?",
        "What lets adults stop sooner, and when is a length timed and not guessed?",
    ),
    "CHG-06": CountWords(
        (
            "{actions:practice change} that took effect in {when} named what they aim at",
            "{measured} with enough incidents before and after to compare",
        ),
        "Whether a change worked: changes start after bad spells, and what adults call a trigger drifts.",
        "Ask the children concerned whether what the change aimed at still comes up.",
        "What did each change aim at, and is that what children say was hard?",
    ),
    "CHG-09": CountWords(
        (
            "{compared} of {kinds:kind} of other event can be set beside restrictive incidents in {when}",
            "; {flagged} went up while recorded restriction went down",
        ),
        "Why: events of one kind can rise and another fall for reasons of their own.",
        "Read the children behind both figures side by side: is it the same children?",
        "How do you know that one thing has not taken the place of another?",
    ),
    "REC-03": CountWords(
        (
            "At {silent} of {units:point} (shifts, places, teams) nothing is recorded "
            "where hours predict {least} or more",
            "No shift, place or team has hours in {nobody} to set beside its records",
            "; {injuries:injury record} without an incident",
            "; {contacts:complaint} without an incident",
        ),
        "Whether a silence is calm or unrecorded: nothing here can tell the two apart.",
        "Ask the people there, without blame: was it calm, or was it not written down?",
        "Where is nothing recorded, and what do people there say about it?",
    ),
    "REC-04": CountWords(
        (
            "{statements:statement} of the self-evaluation {statements:names/name} a figure and "
            "{statements:waits/wait} to be set against it",
            "{acknowledged} already with a note that the records do not bear it out",
        ),
        "Whether any statement holds: they are listed here, and no verdict has been given yet.",
        "Read each statement beside its figure, and change the sentence or say why it stays.",
        "Which of these sentences would the figures not bear out?",
    ),
}
