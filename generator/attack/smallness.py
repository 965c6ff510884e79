"""Counts that are shown although the rule hides them, and what is left of a whole when a part is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from generator.attack.reading import Publication
from generator.attack.rebuilding import FREED, Rebuilt, Sum, freed, shown, sums_of, window_of
from generator.attack.reporting import Finding
from generator.disclosure.system import Target

COUNTED = ("children", "incidents")
"""Units of figures that count children, or what happened to them."""
NO_PART = "not-compared"
"""A group that is no part of the children on roll: some of it have left."""


def small_shown(site: Publication) -> Iterator[Finding]:
    """A finding for each count from 1 to k-1 that stands in the figures as it is, and for counts of no known sum."""
    records = {str(each.get("key")): each for each in site.records}
    summed = {each.key for each in sums_of(site) if each.fields == ("value",)}
    for key, figure in records.items() if site.stated.get("sums") else ():
        if figure.get("unit") in COUNTED and key not in summed and shown(figure, ("value",)) is not None:
            message = (
                "a count that is no part of the sums the site states, so nobody knows what follows from it."
            )
            yield Finding("unknown-figure", site.name, key, message)
    for each in sums_of(site):
        record = records.get(each.key)
        told = shown(record, each.fields) if record is not None and each.fields == ("value",) else None
        if told is None or told[0] is None or told[1] is None or freed(site, each.key):
            continue
        if told[0] == told[1] and 1 <= told[0] < site.k:
            message = "a small number of children, or of incidents, is shown as it is."
            yield Finding("small-shown", site.name, each.key, message)


def rests(own: Sequence[Publication], rebuilt: Rebuilt) -> list[Target]:
    """For each count of children what is left of the roll: "all but a few" says as much as a few.

    Where the roll is printed, a few may be left, and no named decision has freed the count.
    """
    found: dict[str, Target] = {}
    for site in own:
        records = {str(each.get("key")): each for each in site.records}
        rolls = {window_of(each.key): each for each in sums_of(site) if _is_roll(each)}
        for each in sums_of(site):
            roll = rolls.get(window_of(each.key))
            if roll is None or each.fields != ("value",) or not each.terms.keys() <= roll.terms.keys():
                continue
            if window_of(each.key) in rebuilt.changed or freed(site, each.key) or each.key.endswith(NO_PART):
                continue
            ends = (shown(records.get(one.key, {}), one.fields) or (None, None) for one in (roll, each))
            (least, _), (_, most) = ends
            if least is not None and most is not None and least - most >= site.k:
                continue
            terms = {name: weight - each.terms.get(name, Fraction(0)) for name, weight in roll.terms.items()}
            terms = {name: weight for name, weight in terms.items() if weight}
            if terms:
                found[each.key] = Target(f"{each.key}, all the others", terms, None, None)
    return list(found.values())


def _is_roll(each: Sum) -> bool:
    """Whether a sum is the number on roll, which stands beside the children counted."""
    return each.fields == ("denominator",) and each.key.split("/")[::2] == [FREED, "children"]
