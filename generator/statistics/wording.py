"""Which words a result has earned: sentences and three slots, made from plain numbers and from nothing else.

Both sides of the disclosure line use these: indicators with true numbers, the disclosure stage with released ones. A
number may be text, such as "10 to 14", wherever a range is released. Templates stand in `templates.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from generator.model import Slots, Verdict
from generator.statistics.rates import wilson
from generator.statistics.templates import (
    CHARTS,
    CLASSES,
    COUNTS,
    DUTIES,
    LATEST,
    LATEST_MONTH,
    OF_THIS_KIND,
    REACH,
    SELECTED,
    SHIFTS,
    WENT,
    ZERO,
    ClassWords,
    DutyWords,
)

Number = int | float | str
Reader = Literal["leaders", "governors"]
NEAR_NOUGHT = 0.005
"""Below this, two decimal places would print nought for something that is not."""
PLURALS = {"child": "children"}
SMALL = 100
"""Fewer incidents than this in both windows together are called small."""

BANNED = re.compile(
    r"\b(?:caused|led to(?! (?:a change|an action))|thanks to|due to|proves|significant(?! (?:incident|use of force))"
    r"|trends?|improving|improvements?|worsening|better|worse|stable|no change|on target|halved|doubled|spik(?:es?|ed)"
    r"|drop(?:s|ped)?|hotspots?|baselines?|outliers?|compliance)\b",
    re.IGNORECASE,
)
RAG = re.compile(r"\bRAG\b")


def banned_words(text: str) -> tuple[str, ...]:
    """Words of a text that no figure here may earn, in order; empty where there are none."""
    return tuple(found.group(0) for found in [*BANNED.finditer(text), *RAG.finditer(text)])


def plain(number: Number) -> str:
    """A number as a sentence holds it: whole, or with one decimal place (two where it is under one)."""
    if isinstance(number, str):
        return number
    if 0 < abs(number) < NEAR_NOUGHT:
        return "under 0.01"
    if float(number).is_integer():
        return f"{int(number):,}"
    return f"{number:.2f}" if abs(number) < 1 else f"{number:,.1f}"


def amount(number: Number, thing: str) -> str:
    """A number with the thing counted, "1 incident" or "2 incidents"; text such as a range takes the plural."""
    if plain(number) == "1":
        return f"1 {thing}"
    head, _, last = thing.rpartition(" ")
    return " ".join(part for part in (plain(number), head, PLURALS.get(last, f"{last}s")) if part)


def joined(parts: Sequence[str]) -> str:
    """Parts as a sentence lists them: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def sentence_case(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


class _Amount:
    """A number that knows how to stand before the thing counted, `{n:incident}`, and which verb follows it.

    `{n:was/were}` is the word alone: the first for one, the second for nought, for more and for a range.
    """

    def __init__(self, number: Number) -> None:
        self.number = number

    def __format__(self, thing: str) -> str:
        if "/" in thing:
            one, more = thing.split("/")
            return one if plain(self.number) == "1" else more
        return amount(self.number, thing) if thing else plain(self.number)


def fill(template: str, numbers: Mapping[str, Number]) -> str:
    """A template with its numbers put in."""
    return sentence_case(template.format_map({name: _Amount(number) for name, number in numbers.items()}))


def verdict_sentence(verdict: Verdict | None, *, when: str = "this window", some: bool = False) -> str:
    """The one or more sentences that a result class has earned (methods page, section 9).

    Without a verdict: that there is nothing to compare with yet. R5 and R7 have sentences of their own facts. `some`:
    incidents of one kind are compared, not all, and the sentence says so.
    """
    if verdict is None:
        return CLASSES["none"].sentence
    facts: Mapping[str, Number] = {**verdict.facts, "kind": OF_THIS_KIND if some else ""}
    if verdict.klass == "R5":
        return fill(ZERO["met" if facts["met"] else "not-met" if facts.get("n") != 0 else "first"], facts)
    if verdict.klass == "R7":
        return fill(SELECTED, facts)
    if "shift" in facts:
        return fill(
            SHIFTS["earlier" if facts.get("reason") == "earlier" else str(facts["stands_out"])], facts
        )
    went = fill(WENT["same" if _same(verdict) else "moved"], facts) if {"a", "b"} <= set(facts) else ""
    said = fill(_class_words(verdict).sentence, {**facts, "when": when, "went": went})
    reach = _reach(verdict) if _reason(verdict) in ("R1-chance", "R1-same") else ""
    return f"{said} {reach}".strip()


def verdict_slots(
    verdict: Verdict | None, certain: str, *, when: str = "this window", reader: Reader = "leaders"
) -> Slots:
    """The three slots of a comparison: what is certain is given, the rest follows from the result class."""
    words = _class_words(verdict)
    facts: dict[str, Number] = {**(verdict.facts if verdict else {}), "when": when, "kind": ""}
    return Slots(certain, fill(words.cannot, facts), words.do if reader == "leaders" else words.ask)


def latest_month(month: str, *, last: bool) -> str:
    """The month that a chart's rules read, as it stands after "the"; `last`: it is the last one drawn.

    A month with few days has no place on a chart of rates, and is drawn after the one that is read.
    """
    return LATEST_MONTH["last" if last else "before"].format(month=month)


def chart_reading(reading: str, latest: str = "latest month") -> str:
    """What a chart's headline says of its last point, by what that is: a key of `LATEST`."""
    return LATEST[reading].format(latest=latest)


def chart_slots(
    reading: str, certain: str, *, latest: str = "latest month", reader: Reader = "leaders"
) -> Slots:
    """The three slots of a series over time, by what its last point is: a key of `CHARTS`, such as high or usual."""
    cannot, do, ask = (text.format(latest=latest) for text in CHARTS[reading])
    return Slots(certain, cannot, do if reader == "leaders" else ask)


def _reason(verdict: Verdict) -> str:
    """The class and why; two counts that are the same are no difference, and have words of their own."""
    reason = verdict.facts.get("reason", "")
    return f"{verdict.klass}-{'same' if reason == 'chance' and _same(verdict) else reason}"


def _same(verdict: Verdict) -> bool:
    """Whether both counts are known and equal; two equal ranges need not hold equal counts."""
    a, b = verdict.facts.get("a"), verdict.facts.get("b")
    return isinstance(a, int) and a == b


def _class_words(verdict: Verdict | None) -> ClassWords:
    if verdict is None:
        return CLASSES["none"]
    if verdict.klass == "R1":
        return CLASSES.get(_reason(verdict), CLASSES["R1-chance"])
    return CLASSES.get(_reason(verdict)) or CLASSES.get(verdict.klass) or CLASSES["none"]


def _reach(verdict: Verdict) -> str:
    """Which counts could have been told from chance, where the comparison knows."""
    known = tuple(name for name in ("lo", "hi") if name in verdict.facts)
    if known not in REACH:
        return ""
    if verdict.facts.get("lo") == 0:
        known = ("none", "hi")
    small = float(verdict.facts.get("n", 0)) < SMALL
    size = "With numbers this small" if small else "With numbers of this size"
    return fill(REACH[known], {**verdict.facts, "size": size})


def duty_sentence(
    indicator_id: str, met: Number, known: Number, unknown: Number = 0, *, days: Number | None = None
) -> str:
    """How often a duty was met, of how many where that is known, and how many are not known.

    `days` is the setting's own limit where the sentence names one (VOI-01: 5 unless given, PRA-03: 42).
    """
    words = DUTIES[indicator_id]
    numbers: dict[str, Number] = {**words.settings, "met": met, "known": known, "unknown": unknown}
    if days is not None:
        numbers["days"] = days
    nothing = words.silent if unknown != 0 and words.silent else words.none
    said = [fill(nothing if known == 0 else words.sentence, numbers)]
    if unknown != 0:
        said.append(fill(words.unknown, numbers))
    return " ".join(said)


def duty_slots(
    indicator_id: str,
    met: Number,
    known: Number,
    unknown: Number = 0,
    *,
    reader: Reader = "leaders",
    days: Number | None = None,
) -> Slots:
    """The three slots of a duty: its sentence, what it cannot show, and what to do (leaders) or ask (others)."""
    words: DutyWords = DUTIES[indicator_id]
    certain = duty_sentence(indicator_id, met, known, unknown, days=days)
    return Slots(certain, words.cannot, words.do if reader == "leaders" else words.ask)


def share_words(met: int, known: int, *, percent_from: int = 20) -> str:
    """A share in percent with its plausible range (Wilson, 95 %); empty under `percent_from` known."""
    if known < percent_from:
        return ""
    low, high = wilson(met, known)
    return f"That is {100 * met / known:.0f}% ({100 * low:.0f}–{100 * high:.0f}% is the plausible range)."


def count_sentence(indicator_id: str, **numbers: Number | None) -> str:
    """What an indicator counted, in one sentence; a clause without its numbers is left out.

    A clause that begins with a semicolon stands apart from the one before it, the others follow a comma.
    """
    given = {name: number for name, number in numbers.items() if number is not None}
    clauses = [
        clause
        for clause in COUNTS[indicator_id].clauses
        if all(name in given for name in re.findall(r"\{(\w+)", clause))
    ]
    if not clauses:
        return ""
    said = clauses[0].removeprefix("; ")
    for clause in clauses[1:]:
        said += clause if clause.startswith(";") else f", {clause}"
    return f"{fill(said, given)}."


def count_slots(indicator_id: str, *, reader: Reader = "leaders", **numbers: Number | None) -> Slots:
    """The three slots of an indicator that counts and does not test."""
    words = COUNTS[indicator_id]
    certain = count_sentence(indicator_id, **numbers)
    return Slots(certain, words.cannot, words.do if reader == "leaders" else words.ask)
