"""Words about adults, shifts and training, as data, in the form of `templates.py`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.statistics.phrases import CountWords, DutyWords

DUTIES: Mapping[str, DutyWords] = {
    "STF-02": DutyWords(
        "Support was planned within {days:day} for {met} of {known:adult} above the upper limit.",
        "For {unknown:adult} there is still time.",
        "No adult was above the upper limit for hours worked in this window.",
        "Whether the support was wanted or helped: this counts that it was planned.",
        "Ask each adult what they need: rest, company, training or another child to work with.",
        "How do adults who hold children often get support, and who asks them?",
        {"days": 28},
        "Support for adults above the upper limit is not known yet.",
    ),
    "STF-02-untold": DutyWords(
        "Support was planned within {days:day} for {met} of {known:adult} above the upper limit.",
        "For {unknown:adult} this is not known: no action says whom it is for.",
        "No adult was above the upper limit for hours worked in this window.",
        "Whether the support was wanted or helped: this counts that it was planned.",
        "Write on each action whom it is for; until then ask each adult what they need.",
        "How do adults who hold children often get support, and who asks them?",
        {"days": 28},
        "Nothing says whether adults above the upper limit were supported.",
    ),
    "STF-05": DutyWords(
        "Adults had a debrief within {days:hour} after {met} of the {known:time} they were involved.",
        "For {unknown:time} this is not known.",
        "Nothing says whether adults had a debrief in this window.",
        "Whether the talk helped, or whether adults felt free to say what went wrong.",
        "Offer a talk to the adults in the list, also where it is late.",
        "How are adults looked after when an incident shook them?",
        {"days": 72},
    ),
    "TRN-01": DutyWords(
        "Adults who led or held had training in date on that day in {met} of {known:part}.",
        "For {unknown:part} this is not known.",
        "No adult led or held in this window.",
        "Whether the hold was done as taught. An adult without training may act lawfully in an emergency.",
        "Book training for the adults in the list; ask why they were the ones who had to act.",
        "Who had to act without training in date, and what has been arranged since?",
        {},
        "Nothing says whether adults who led or held had training in date on that day.",
    ),
    "TRN-02": DutyWords(
        "{met} of {known:adult} had both de-escalation and physical intervention training in date.",
        "For {unknown:adult} this is not known.",
        "No adult in the roles that need it was in post.",
        "Whether adults can do what they were taught: a course attended is not a skill shown.",
        "Book the adults in the list, those who work with children alone first.",
        "How do you know that training is used when it matters?",
        {},
        "Nothing says whether adults in the roles that need it had both courses in date.",
    ),
}

COUNTS: Mapping[str, CountWords] = {
    "STF-01": CountWords(
        (
            "{adults:adult} led or held {parts:time} in {when}",
            "No adult's part in {nobody} can be set against hours worked",
            "{out} of them more often than hours worked would give",
            "; {apart} not compared",
        ),
        "Why anyone differs: key adults, those called to help and those on nights will, for good reason.",
        "Ask, do not judge: what do these adults need, and which child are they with?",
        "How do leaders look at patterns by adult, and what support came of it?",
    ),
    "STF-03": CountWords(
        (
            "Allowing for time, {out} of {tested} shifts, lessons and days {out:stands/stand} out in {when}",
            "; {incidents:restrictive incident} counted",
        ),
        "Why one part of the day has more: the same children may be there, or the harder lessons.",
        "Read the incidents of one busy time together: what comes just before them?",
        "Which times and places are hardest for children, and what was changed there?",
    ),
    "STF-03-shares": CountWords(
        ("{incidents:restrictive incident} in {when} by shift, weekday, time and place",),
        "Whether a time or a place is harder than another: there is too little to set them against.",
        "Add hours worked by shift or lesson; until then read single incidents.",
        "Which times and places are hardest for children, and what was changed there?",
    ),
    "STF-03-earlier": CountWords(
        (
            "{tested} shifts, lessons and days set against their time in {when}",
            "; {incidents:restrictive incident} counted",
        ),
        "Whether a time or a place stands out: only the latest windows are tested, because looking back at many would "
        "find some by chance.",
        "Read the incidents of one busy time together: what comes just before them?",
        "Which times and places are hardest for children, and what was changed there?",
    ),
    "STF-04": CountWords(
        (
            "Adults led or held {parts:time} in {when}",
            "{agency} by agency or bank adults (by hours {agency_expected})",
            "{new} by new adults (by hours {new_expected})",
        ),
        "Why: agency adults are often placed with the most distressed children.",
        "Look at where new and agency adults work, and who is beside them.",
        "How are new and agency adults brought in before they work alone?",
    ),
    "STF-04-none": CountWords(
        (
            "Adults whose hours are known led or held {parts:time} in {when}",
            "Adults led or held {untold:time} in {when}, and the hours of none of them are known",
        ),
        "Whether agency or new adults were involved more: too few of them have hours that are known.",
        "Add hours worked for every adult, agency and bank adults too.",
        "How are new and agency adults brought in before they work alone?",
    ),
    "STF-06": CountWords(
        (
            "An adult was hurt in {hurt} of {known:restrictive incident} in {when}",
            "In {nobody} no restrictive incident says whether an adult was hurt",
            "not known for {unknown}",
            "; recorded apart: {other}",
        ),
        "Whether all injuries were written down: small ones often are not.",
        "Ask the adults who were hurt what they needed, then and since.",
        "What was learned from incidents in which an adult was hurt?",
    ),
}

ADULTS: Mapping[str, str] = {
    "high": "Led or held in {x} of {n:part}, where hours worked would give about {expected}. That is more than chance "
    "would usually give. Ask what this adult needs, and which child they are with.",
    "low": "Led or held in {x} of {n:part}, where hours worked would give about {expected}. That is fewer than chance "
    "would usually give. Ask who is called instead.",
    "one-child": "Led or held in {x} of {n:part}, where hours worked would give about {expected}. The difference comes "
    "from one child.",
    "": "Led or held in {x} of {n:part}, where hours worked would give about {expected}. That does not stand out.",
    "earlier": "Led or held in {x} of {n:part}, where hours worked would give about {expected}. Only the latest "
    "windows are tested.",
    "not-tested": "Led or held in {x} of {n:part}, where hours worked would give about {expected}. That is too few "
    "to say more.",
}
"""STF-01, by what stands out after Holm's correction and without each child with most."""

UNITS: Mapping[str, str] = {
    "high": "{unit}: {x} of {n:incident}, where {basis} would give about {expected}. Look at which children and "
    "lessons it covers before drawing any conclusion.",
    "low": "{unit}: {x} of {n:incident}, where {basis} would give about {expected}. Check that recording was as full "
    "as elsewhere.",
    "one-child": "{unit}: {x} of {n:incident}, where {basis} would give about {expected}. The difference comes from "
    "one child.",
    "": "{unit}: {x} of {n:incident}, where {basis} would give about {expected}. That does not stand out.",
    "earlier": "{unit}: {x} of {n:incident}, where {basis} would give about {expected}. Only the latest windows are "
    "tested.",
    "not-tested": "{unit}: {x} of {n:incident}, where {basis} would give about {expected}. That is too few to say "
    "more.",
    "share": "{unit}: {x} of {n:incident}. Without {basis} this is a share and no rate.",
    "share-only": "{unit}: {x} of {n:incident}. This is a share and no rate.",
}
"""STF-03, by what stands out with at most one in ten called by chance and without each child with most."""
