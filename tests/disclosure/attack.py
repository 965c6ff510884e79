"""An attacker who knows every published figure of one audience, the roll and the definitions, and can do sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

from generator.build import Evidence
from generator.disclosure.audit import Audit, examine
from generator.disclosure.system import Fact, System, Target
from generator.published import Published

Record = Mapping[str, Any]
Terms = dict[str, Fraction]
CHANGE = ("fewer", "more", "about-the-same", "none-in-both", "not-compared")
WHERE = ("both", "home-only", "school-only", "neither", "one-roll")
RESTRAINED_SOMEWHERE = ("both", "home-only", "school-only")


def children(window: str, restrained: bool | None = None, change: str = "", where: str = "") -> Terms:
    """All kinds of child on the roll that fit; a child without an incident has not more of them, nor any at a place."""
    found: Terms = {}
    for held, how, place in product((True, False), CHANGE, WHERE):
        if not held and (how == "more" or place in RESTRAINED_SOMEWHERE):
            continue
        if held and how == "none-in-both":
            continue
        fits = restrained in (None, held) and change in ("", how) and where in ("", place)
        if fits:
            found[f"{window}|child|{held}|{how}|{place}"] = Fraction(1)
    return found


def terms_of(record: Record, places: Sequence[str]) -> Terms | None:
    """What a published count adds up, by its definition; None where it is no sum of children or of incidents."""
    window, group = record["window"], record["group"]
    if record["indicator"] == "CHG-01":
        if group == "children":
            return children(window, restrained=True)
        if group == "incidents":
            return {f"{window}|events|{place}": Fraction(1) for place in places}
        return {f"{window}|events|{group}": Fraction(1)} if group in places else None
    if record["indicator"] == "CHG-02" and group in CHANGE:
        left = {f"{window}|left": Fraction(1)} if group == "not-compared" else {}
        return children(window, change=group) | left
    if record["indicator"] == "HSC-01" and group in WHERE:
        return children(window, where=group)
    return None


def facts(records: Iterable[Record], places: Sequence[str]) -> list[Fact]:
    """Everything that is printed about children and incidents, as sums of unknowns."""
    found: list[Fact] = []
    for record in records:
        key, window = record["key"], record["window"]
        terms = terms_of(record, places)
        if terms is not None and record["value"] is not None:
            value = Fraction(record["value"])
            found.append(Fact(key, terms, value, value))
        elif terms is not None and record["lower"] is not None:
            found.append(Fact(key, terms, Fraction(record["lower"]), Fraction(record["upper"])))
        if record["indicator"] == "HSC-01" and terms is not None and record["denominator"] is not None:
            of: Terms = {}
            for where in ("both", "home-only", "school-only", "neither"):
                of |= children(window, where=where)
            number = Fraction(record["denominator"])
            found.append(Fact(f"{key}|of", of, number, number))
        if record["indicator"] == "LAW-01" and record["denominator"] is not None:
            # Every restrictive incident has a reason that is known or not known.
            number = Fraction(record["denominator"]) + Fraction(record["unknown"] or 0)
            every = {f"{window}|events|{place}": Fraction(1) for place in places}
            found.append(Fact(f"{key}|of", every, number, number))
    return found


def public(evidence: Evidence, windows: Iterable[str]) -> list[Fact]:
    """What anyone may know: how many children are on the roll."""
    found = []
    for window in windows:
        (cell,) = (each for each in evidence.results["CHG-01", window].cells if each.group == "children")
        if cell.denominator:
            roll = Fraction(cell.denominator)
            found.append(Fact(f"roll|{window}", children(window), roll, roll))
    return found


def targets(
    evidence: Evidence, windows: Iterable[str], places: Sequence[str], k: int, totals: bool
) -> list[Target]:
    """Every true number that the rule protects: from one to under k children, or fewer than k children behind it."""
    found: list[Target] = []
    for window, indicator in product(windows, ("CHG-01", "CHG-02", "HSC-01")):
        result = evidence.results.get((indicator, window))
        for cell in result.cells if result else ():
            record = {"indicator": indicator, "window": window, "group": cell.group}
            terms = terms_of(record, places)
            count = cell.numerator or 0
            whole = (
                indicator == "CHG-01"
            )  # of the school, of the home, of both: what a named decision gives exactly
            few = count if cell.counts == "children" else cell.children or 0
            if terms is None or count == 0 or few >= k or (whole and not totals):
                continue
            low, high = (1, k - 1) if count < k else (count // 2, -(-3 * count // 2))
            found.append(Target(f"{indicator}/{window}/{cell.group}", terms, Fraction(low), Fraction(high)))
    return found


def attack(evidence: Evidence, published: Published) -> Audit:
    """What can be worked out of all that one audience is shown; needs are clipped to what is known anyway."""
    places = [place.id for place in evidence.dataset.setting.places]
    windows = sorted({cell.window for cell in published.cells if cell.indicator == "CHG-01"})
    known = public(evidence, windows)
    wanted = targets(evidence, windows, places, published.k, totals=not published.decision)
    shown = facts([cell.record() for cell in published.cells], places)
    if published.decision:
        # A named decision makes the totals of the setting known; what they tell by themselves was decided with them.
        known += [fact for fact in shown if fact.id.startswith("CHG-01/") and fact.lo == fact.hi]
    names = sorted({name for each in (*known, *shown, *wanted) for name in each.terms})
    before = examine(System(tuple(names), facts=tuple(known), targets=tuple(wanted)))
    clipped = []
    for target, interval in zip(wanted, before.intervals, strict=True):
        low = max(Fraction(interval.lo), target.need_lo) if interval.lo is not None else target.need_lo
        high = min(Fraction(interval.hi), target.need_hi) if interval.hi is not None else target.need_hi
        clipped.append(replace(target, need_lo=low, need_hi=high))
    return examine(System(tuple(names), facts=(*known, *shown), targets=tuple(clipped)))
