"""What an attacker can work out: for each hidden number its exact interval over all whole-number worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from generator.disclosure.proofs import no_world_below
from generator.disclosure.reduce import (
    Problem,
    Row,
    agrees,
    components,
    dot,
    extent,
    part,
    scale,
    tighten,
    to_problem,
    with_row,
)
from generator.disclosure.solve import Budget, minimise, ray, search
from generator.disclosure.system import Fact, System, Target, World, fits, value_of

LARGEST_BLOCK = 2000


@dataclass(frozen=True)
class Interval:
    """What can be said about one hidden number: least and greatest possible value (None: open, or not established).

    `exact` where only one value is possible; `ok` only with two worlds, checked in exact arithmetic, at both ends of
    the need; `proved` where the bounds rest on exact arithmetic and not on the solver's word.
    """

    id: str
    lo: int | None
    hi: int | None
    exact: bool
    ok: bool
    proved: bool = field(default=False, compare=False)
    worlds: tuple[World, World] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Audit:
    """The interval of every target, and whether the published facts can all be true at once."""

    intervals: tuple[Interval, ...]
    consistent: bool

    @property
    def ok(self) -> bool:
        return self.consistent and all(interval.ok for interval in self.intervals)


@dataclass(frozen=True)
class End:
    """The least value of a sum: where it is attained, or the direction in which it falls for ever."""

    world: tuple[int, ...]
    value: int
    ray: tuple[int, ...] | None = None
    proved: bool = False


def audit(system: System, seconds: float = 60.0) -> tuple[Interval, ...]:
    """The interval of every hidden number, in the order of the system's targets; none is ok when facts contradict."""
    return examine(system, seconds).intervals


def examine(system: System, seconds: float = 60.0) -> Audit:
    """As `audit`, and whether the facts agree with each other at all (False also where that was not established)."""
    budget = Budget.of(seconds)
    problem = tighten(to_problem(system))
    base = None if problem is None else common_world(problem, budget)
    if problem is None or base is None or not fits(system, _named(system, base)):
        return Audit(tuple(Interval(target.id, None, None, False, False) for target in system.targets), False)
    rooms = components(len(problem.lb), (row.coefs for row in problem.rows))
    ground = Ground(system, problem, base, tuple(rooms), _facts_by_room(system, rooms))
    return Audit(tuple(_interval(ground, target, budget) for target in system.targets), True)


@dataclass(frozen=True)
class Ground:
    """What every target is tried on: the system in whole numbers, one world that fits it, and its separate rooms."""

    system: System
    problem: Problem
    base: tuple[int, ...]
    rooms: tuple[int, ...]
    facts: Mapping[int, tuple[Fact, ...]]

    def inside(self, block: Sequence[int]) -> System:
        """The unknowns of some whole rooms with every fact about them; outside, a world is the base, which fits."""
        names = tuple(self.system.unknowns[i] for i in block)
        facts = tuple(
            fact for room in sorted({self.rooms[i] for i in block}) for fact in self.facts.get(room, ())
        )
        return System(names, self.system.lb, self.system.ub, facts)


def _facts_by_room(system: System, rooms: Sequence[int]) -> dict[int, tuple[Fact, ...]]:
    place = {name: i for i, name in enumerate(system.unknowns)}
    found: dict[int, list[Fact]] = {}
    for fact in system.facts:
        for room in {rooms[place[name]] for name, weight in fact.terms.items() if weight}:
            found.setdefault(room, []).append(fact)
    return {room: tuple(facts) for room, facts in found.items()}


def common_world(problem: Problem, budget: Budget) -> tuple[int, ...] | None:
    """One world that fits every row, block by block; None where there is none or none was found in time."""
    rooms = components(len(problem.lb), (row.coefs for row in problem.rows))
    world = list(problem.lb)
    members: dict[int, list[int]] = {}
    for i, room in enumerate(rooms):
        members.setdefault(room, []).append(i)
    for block in members.values():
        found = _any_world(part(problem, block), budget)
        if found is None:
            return None
        for i, value in zip(block, found, strict=True):
            world[i] = value
    return tuple(world) if agrees(problem, world) else None


def _any_world(block: Problem, budget: Budget) -> tuple[int, ...] | None:
    if agrees(block, block.lb):
        return block.lb
    if len(block.lb) > LARGEST_BLOCK:
        return None
    return minimise(block, {}, budget).world or search(block).world


def _interval(ground: Ground, target: Target, budget: Budget) -> Interval:
    system, rooms = ground.system, ground.rooms
    place = {name: i for i, name in enumerate(system.unknowns)}
    coefs, factor = scale({place[name]: Fraction(weight) for name, weight in target.terms.items()})
    touched = {rooms[i] for i in coefs}
    block = [i for i, room in enumerate(rooms) if room in touched]
    here = {i: n for n, i in enumerate(block)}
    small = part(ground.problem, block)
    inner = {here[i]: weight for i, weight in coefs.items()}
    low = least(small, inner, budget)
    high = least(small, {i: -weight for i, weight in inner.items()}, budget)
    if low is None or high is None:
        return Interval(target.id, None, None, False, False)
    pair = tuple(
        _named(system, _placed(ground.base, block, _reach(end, sign, target, factor)))
        for end, sign in ((low, 1), (high, -1))
    )
    lo = None if low.ray else Fraction(low.value) / factor
    hi = None if high.ray else Fraction(-high.value) / factor
    exact = lo is not None and lo == hi
    own = ground.inside(block)
    ok = not exact and all(fits(own, world) for world in pair) and _open(target, pair)
    return Interval(
        target.id,
        None if lo is None else lo.__floor__(),
        None if hi is None else hi.__ceil__(),
        exact,
        ok,
        low.proved and high.proved,
        (pair[0], pair[1]) if ok else None,
    )


def _open(target: Target, pair: Sequence[World]) -> bool:
    low, high = (value_of(target.terms, world) for world in pair)
    if low >= high:
        return False
    return (target.need_lo is None or low <= target.need_lo) and (
        target.need_hi is None or high >= target.need_hi
    )


def least(problem: Problem, coefs: Mapping[int, int], budget: Budget) -> End | None:
    """The least value of a sum over all worlds of a block, or its open direction; None where it was not established."""
    if len(problem.lb) > LARGEST_BLOCK or budget.left <= 0:
        return None
    floor = extent(coefs, problem.lb, problem.ub)[0]
    if floor is None and (direction := ray(problem, coefs)) is not None:
        start = _any_world(problem, budget)
        return None if start is None else End(start, dot(coefs, start), direction, proved=True)
    outcome = minimise(problem, coefs, budget)
    world = outcome.world or search(problem).world
    while world is not None:
        value = dot(coefs, world)
        if value == floor:
            return End(world, value, proved=True)
        proof = no_world_below(problem, coefs, value, budget)
        if proof.empty:
            return End(world, value, proved=True)
        if proof.world is None:
            proof = minimise(with_row(problem, Row(dict(coefs), None, value - 1)), coefs, budget)
            if proof.empty:
                return End(world, value)
        world = proof.world
    return None


def _reach(end: End, sign: int, target: Target, factor: Fraction) -> tuple[int, ...]:
    """The world at this end: the extreme one, or far enough along an open direction to meet the need."""
    if end.ray is None:
        return end.world
    need = target.need_lo if sign > 0 else target.need_hi
    goal = end.value - 1 if need is None else min(end.value - 1, (sign * need * factor).__floor__())
    steps = end.value - goal  # a step along the direction lowers a whole-number sum by at least one
    return tuple(x + steps * d for x, d in zip(end.world, end.ray, strict=True))


def _placed(base: Sequence[int], block: Sequence[int], values: Sequence[int]) -> tuple[int, ...]:
    world = list(base)
    for i, value in zip(block, values, strict=True):
        world[i] = value
    return tuple(world)


def _named(system: System, world: Sequence[int]) -> dict[str, int]:
    return dict(zip(system.unknowns, world, strict=True))
