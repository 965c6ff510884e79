"""What has been published, as one system of exact linear facts about unknown whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from generator.errors import DisclosureError

HINT = "Write the system as `audit --help` shows it, with whole numbers and fractions as text."
World = Mapping[str, int]


@dataclass(frozen=True)
class Fact:
    """One published statement: the weighted sum of unknowns lies between `lo` and `hi` (None: open)."""

    id: str
    terms: Mapping[str, Fraction]
    lo: Fraction | None
    hi: Fraction | None


@dataclass(frozen=True)
class Target:
    """One number that must stay hidden: readers must find a world at or below `need_lo` and one at or above `need_hi`.

    None asks nothing at that end; with None at both ends it is enough that the value is not fixed.
    """

    id: str
    terms: Mapping[str, Fraction]
    need_lo: Fraction | None
    need_hi: Fraction | None


@dataclass(frozen=True)
class System:
    """Unknown whole numbers with their bounds (absent: 0 and open), the facts about them, and the targets."""

    unknowns: tuple[str, ...]
    lb: Mapping[str, int] = field(default_factory=dict)
    ub: Mapping[str, int] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    targets: tuple[Target, ...] = ()


def value_of(terms: Mapping[str, Fraction], world: World) -> Fraction:
    """The weighted sum in one world, in exact arithmetic."""
    whole, parts = 0, Fraction(0)
    for name, weight in terms.items():
        # Nearly every weight is whole, and whole numbers add up far faster than fractions do.
        if weight.denominator == 1:
            whole += weight.numerator * world[name]
        else:
            parts += weight * world[name]
    return parts + whole


def fits(system: System, world: World) -> bool:
    """Whether a world is whole, within all bounds and agrees with every fact, in exact arithmetic."""
    for name in system.unknowns:
        value = world.get(name)
        if not isinstance(value, int) or value < system.lb.get(name, 0):
            return False
        if name in system.ub and value > system.ub[name]:
            return False
    return all(holds(fact, world) for fact in system.facts)


def holds(fact: Fact, world: World) -> bool:
    """Whether one fact is true in one world, in exact arithmetic."""
    value = value_of(fact.terms, world)
    return (fact.lo is None or value >= fact.lo) and (fact.hi is None or value <= fact.hi)


def read_system(data: Any) -> System:
    """The system that a JSON object describes; raises DisclosureError where it cannot be read.

    The shape is `{"unknowns": {"names", "lb", "ub"}, "published": [...], "hidden": [...]}` with rational
    numbers as text. `cap` is no fact and is ignored.
    """
    unknowns = _mapping(_mapping(data, "system").get("unknowns"), "unknowns")
    names = tuple(str(name) for name in _sequence(unknowns.get("names"), "unknowns, names"))
    known = frozenset(names)
    if len(known) != len(names):
        raise DisclosureError("unknowns, names: a name stands there twice.", HINT)
    return System(
        unknowns=names,
        lb=_bounds(unknowns.get("lb"), known, "lb"),
        ub=_bounds(unknowns.get("ub"), known, "ub"),
        facts=tuple(
            _fact(item, known, n) for n, item in enumerate(_sequence(data.get("published"), "published"), 1)
        ),
        targets=tuple(
            _target(item, known, n) for n, item in enumerate(_sequence(data.get("hidden"), "hidden"), 1)
        ),
    )


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DisclosureError(f"{where}: not an object.", HINT)
    return value


def _sequence(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise DisclosureError(f"{where}: not a list.", HINT)
    return list(value)


def _rational(value: Any, where: str) -> Fraction:
    """A rational from text or a whole number; a decimal number in JSON is refused, because it is not exact."""
    if isinstance(value, str | int | Fraction) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            pass
    raise DisclosureError(f"{where}: not a whole number or a fraction written as text.", HINT)


def _open(value: Any, where: str) -> Fraction | None:
    return None if value is None else _rational(value, where)


def _bounds(value: Any, known: frozenset[str], which: str) -> dict[str, int]:
    bounds: dict[str, int] = {}
    for name, raw in _mapping(value or {}, f"unknowns, {which}").items():
        if name not in known:
            raise DisclosureError(f"unknowns, {which}: a name that is not among the unknowns.", HINT)
        number = _open(raw, f"unknowns, {which}")
        if number is None:
            continue
        bounds[name] = -(-number.numerator // number.denominator) if which == "lb" else number.__floor__()
    return bounds


def _terms(item: Mapping[str, Any], known: frozenset[str], where: str) -> dict[str, Fraction]:
    terms = {
        str(k): _rational(v, f"{where}, terms")
        for k, v in _mapping(item.get("terms"), f"{where}, terms").items()
    }
    if not known.issuperset(terms):
        raise DisclosureError(f"{where}, terms: a name that is not among the unknowns.", HINT)
    return {name: weight for name, weight in terms.items() if weight}


def _fact(item: Any, known: frozenset[str], number: int) -> Fact:
    where = f"published, item {number}"
    entry = _mapping(item, where)
    return Fact(
        str(entry.get("id", number)),
        _terms(entry, known, where),
        _open(entry.get("lo"), f"{where}, lo"),
        _open(entry.get("hi"), f"{where}, hi"),
    )


def _target(item: Any, known: frozenset[str], number: int) -> Target:
    where = f"hidden, item {number}"
    entry = _mapping(item, where)
    return Target(
        str(entry.get("id", number)),
        _terms(entry, known, where),
        _open(entry.get("need_lo"), f"{where}, need_lo"),
        _open(entry.get("need_hi"), f"{where}, need_hi"),
    )
