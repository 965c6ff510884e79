"""The system of sums behind one or more sites, set up from what they state and show, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from generator.attack.reading import Publication
from generator.disclosure.system import Fact, Target

Record = Mapping[str, Any]
Terms = dict[str, Fraction]
FREED = "CHG-01"
"""Totals of the setting, which a named decision may show exactly."""


@dataclass(frozen=True)
class Sum:
    """What some fields of one figure add up."""

    key: str
    fields: tuple[str, ...]
    terms: Terms


@dataclass(frozen=True)
class Rebuilt:
    """Every fact that sites show, with words for each, and every count that is shown nowhere in them."""

    facts: tuple[Fact, ...]
    names: Mapping[str, str]
    hidden: Mapping[str, Target] = field(default_factory=dict)
    banded: Mapping[str, Target] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    """Windows that two sites tell differently: each site's unknowns are its own there."""
    decided: frozenset[str] = frozenset()
    """Facts that a named decision gives exactly; what they tell by themselves was decided with them."""


def sums_of(site: Publication) -> Iterator[Sum]:
    """Every sum that a site states; where it states none, the counts that it says add up to others."""
    for each in _listed(site.stated.get("sums")):
        terms = _terms(each.get("terms"))
        if terms:
            yield Sum(str(each.get("key")), tuple(map(str, each.get("fields") or ("value",))), terms)
    if site.stated.get("sums"):
        return
    parts = site.stated.get("partsOf")
    for key, inside in parts.items() if isinstance(parts, Mapping) else ():
        if isinstance(inside, list):
            yield Sum(str(key), ("value",), {f"cell|{part}": Fraction(1) for part in inside})
            yield from (Sum(str(part), ("value",), {f"cell|{part}": Fraction(1)}) for part in inside)


def shown(record: Record, fields: Sequence[str]) -> tuple[Fraction | None, Fraction | None] | None:
    """What a figure says of the sum of some of its fields: least and greatest, or None where it says nothing."""
    if tuple(fields) == ("value",) and record.get("value") is None:
        low, high = _number(record.get("lower")), _number(record.get("upper"))
        return None if low is None and high is None else (low, high)
    numbers = [_number(record.get(name)) for name in fields]
    if any(number is None for number in numbers[:1]) or all(number is None for number in numbers):
        return None
    total = sum((number for number in numbers if number is not None), Fraction(0))
    return total, total


@dataclass(frozen=True)
class Said:
    """One sum with what its site says of it; `mark` names the count, the same in every site that means the same."""

    sum: Sum
    mark: str
    told: tuple[Fraction | None, Fraction | None] | None
    record: Record | None

    @property
    def exact(self) -> bool:
        return self.told is not None and self.told[0] == self.told[1]


def rebuild(own: Sequence[Publication], others: Sequence[Publication] = ()) -> Rebuilt:
    """The system of all these sites together; `own` are those whose hidden counts are tried."""
    sites = (*own, *others)
    changed = changed_windows(sites)
    facts: dict[tuple[Any, ...], Fact] = {}
    names: dict[str, str] = {}
    decided: set[str] = set()
    for site in sites:
        for each in _said(site, changed):
            if each.told is None:
                continue
            name = f"{site.name}|{each.sum.key}|{'+'.join(each.sum.fields)}"
            facts.setdefault(
                (frozenset(each.sum.terms.items()), each.told), Fact(name, each.sum.terms, *each.told)
            )
            names[name] = _words(site.name, each.sum, len(sites) > 1)
            decided |= {name} if each.exact and freed(site, each.sum.key) else set()
        for fact in _definitions(site, changed):
            facts.setdefault((frozenset(fact.terms.items()), (fact.lo, fact.hi)), fact)
            names[fact.id] = "by definition"
    hidden, banded = _covered(own, others, changed)
    return Rebuilt(tuple(facts.values()), names, hidden, banded, changed, frozenset(decided))


def _covered(
    own: Sequence[Publication], others: Sequence[Publication], changed: frozenset[str]
) -> tuple[dict[str, Target], dict[str, Target]]:
    """Counts of one's own sites that no site shows exactly: with a marker, or in a range that may be small."""
    hidden: dict[str, Target] = {}
    banded: dict[str, Target] = {}
    exact: set[str] = set()
    for site in (*own, *others):
        for each in _said(site, changed):
            if each.sum.fields != ("value",) or each.record is None:
                continue
            target = Target(each.mark, each.sum.terms, None, None)
            if each.exact:
                exact.add(each.mark)
            elif site in own and each.told is not None:
                if each.told[0] is None or each.told[0] < site.k:
                    banded[each.mark] = target
            elif site in own and each.record.get("marker") == "c":
                hidden[each.mark] = target
    return (
        {mark: target for mark, target in hidden.items() if mark not in exact and mark not in banded},
        {mark: target for mark, target in banded.items() if mark not in exact},
    )


def _said(site: Publication, changed: frozenset[str]) -> Iterator[Said]:
    """Every sum of a site with what it says of it; in changed windows its unknowns are its own."""
    records = {str(each.get("key")): each for each in site.records}
    for each in sums_of(site):
        record = records.get(each.key)
        told = shown(record, each.fields) if record is not None else None
        terms = _apart(each.terms, site.name, changed)
        mark = each.key if terms.keys() == each.terms.keys() else f"{each.key}@{site.name}"
        yield Said(Sum(each.key, each.fields, terms), mark, told, record)


def freed(site: Publication, key: str) -> bool:
    """Whether a figure is a total of the setting that a named decision lets stand exactly."""
    return bool(site.stated.get("decision")) and key.split("/")[0] == FREED


def changed_windows(sites: Sequence[Publication]) -> frozenset[str]:
    """Windows of which two sites say things that cannot both be true: records came late or were corrected."""
    told: dict[tuple[str, str], tuple[Fraction | None, Fraction | None]] = {}
    changed: set[str] = set()
    for site in sites:
        records = {str(each.get("key")): each for each in site.records}
        for each in sums_of(site):
            said = shown(records.get(each.key, {}), each.fields)
            if said is None:
                continue
            place = (each.key, "+".join(each.fields))
            before = told.setdefault(place, said)
            if apart(before, said):
                changed.add(window_of(each.key))
    return frozenset(changed)


def apart(
    one: tuple[Fraction | None, Fraction | None], other: tuple[Fraction | None, Fraction | None]
) -> bool:
    """Whether two ranges have no number in common."""
    lows = [each[0] for each in (one, other) if each[0] is not None]
    highs = [each[1] for each in (one, other) if each[1] is not None]
    return bool(lows and highs) and max(lows) > min(highs)


def window_of(key: str) -> str:
    parts = key.split("/")
    return parts[1] if len(parts) > 1 else ""


def _apart(terms: Terms, site: str, changed: frozenset[str]) -> Terms:
    return {
        (f"{name}@{site}" if name.split("|", 1)[0] in changed else name): weight
        for name, weight in terms.items()
    }


def _definitions(site: Publication, changed: frozenset[str]) -> Iterable[Fact]:
    for each in _listed(site.stated.get("definitions")):
        terms = _apart(_terms(each.get("terms")), site.name, changed)
        if terms:
            yield Fact(str(each.get("id")), terms, _number(each.get("lo")), _number(each.get("hi")))


def _words(site: str, each: Sum, several: bool) -> str:
    fields = "" if each.fields == ("value",) else f", {' and '.join(each.fields)}"
    return f"{each.key}{fields}{f' in {site}' if several else ''}"


def _listed(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _terms(value: Any) -> Terms:
    if not isinstance(value, Mapping):
        return {}
    found = {str(name): _number(weight) for name, weight in value.items()}
    return {name: weight for name, weight in found.items() if weight}


def _number(value: Any) -> Fraction | None:
    """An exact number from a file; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None
