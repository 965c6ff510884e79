"""A system in whole numbers: exact scaling, exact bounds, independent blocks. No solver, no rounding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from generator.disclosure.system import System

ROUNDS = 60


@dataclass(frozen=True)
class Row:
    """lo <= sum of coefficient x unknown <= hi, all in whole numbers (None: open)."""

    coefs: Mapping[int, int]
    lo: int | None
    hi: int | None


@dataclass(frozen=True)
class Problem:
    """Whole-number unknowns by position, with their bounds, and the rows they must satisfy."""

    lb: tuple[int, ...]
    ub: tuple[int | None, ...]
    rows: tuple[Row, ...]


def ceil_div(a: int, b: int) -> int:
    return -((-a) // b)


def scale(terms: Mapping[int, Fraction]) -> tuple[dict[int, int], Fraction]:
    """Coprime whole coefficients and the positive factor that was multiplied in."""
    common = lcm(*(weight.denominator for weight in terms.values()), 1)
    whole = {i: int(weight * common) for i, weight in terms.items() if weight}
    divisor = gcd(*whole.values()) or 1
    return {i: value // divisor for i, value in whole.items()}, Fraction(common, divisor)


def make_row(terms: Mapping[int, Fraction], lo: Fraction | None, hi: Fraction | None) -> Row:
    """A fact as a row; its ends are rounded inwards, which loses no whole-number world."""
    coefs, factor = scale(terms)
    low = None if lo is None else (lo * factor).__ceil__()
    high = None if hi is None else (hi * factor).__floor__()
    return Row(coefs, low, high)


def to_problem(system: System) -> Problem:
    """The system with its unknowns by position and its facts as whole-number rows."""
    place = {name: i for i, name in enumerate(system.unknowns)}
    rows = tuple(
        make_row({place[name]: Fraction(w) for name, w in fact.terms.items()}, fact.lo, fact.hi)
        for fact in system.facts
    )
    lb = tuple(system.lb.get(name, 0) for name in system.unknowns)
    return Problem(lb, tuple(system.ub.get(name) for name in system.unknowns), rows)


def agrees(problem: Problem, world: Sequence[int]) -> bool:
    """Whether a world is within all bounds and satisfies every row, in whole-number arithmetic."""
    for value, low, high in zip(world, problem.lb, problem.ub, strict=True):
        if value < low or (high is not None and value > high):
            return False
    for row in problem.rows:
        total = dot(row.coefs, world)
        if (row.lo is not None and total < row.lo) or (row.hi is not None and total > row.hi):
            return False
    return True


def dot(coefs: Mapping[int, int], world: Sequence[int]) -> int:
    return sum(weight * world[i] for i, weight in coefs.items())


def extent(
    coefs: Mapping[int, int], lb: Sequence[int], ub: Sequence[int | None]
) -> tuple[int | None, int | None]:
    """The least and greatest that bounds alone allow for a sum (None: open)."""
    low: int | None = 0
    high: int | None = 0
    for i, weight in coefs.items():
        down, up = (lb[i], ub[i]) if weight > 0 else (ub[i], lb[i])
        low = None if low is None or down is None else low + weight * down
        high = None if high is None or up is None else high + weight * up
    return low, high


def tighten(problem: Problem) -> Problem | None:
    """The same worlds with tighter bounds, by exact reasoning row by row; None where nothing can fit."""
    lb, ub = list(problem.lb), list(problem.ub)
    for _ in range(ROUNDS):
        changed = False
        for row in problem.rows:
            verdict = _tighten_row(row, lb, ub)
            if verdict is None:
                return None
            changed = changed or verdict
        if not changed:
            break
    if any(high is not None and low > high for low, high in zip(lb, ub, strict=True)):
        return None
    return Problem(tuple(lb), tuple(ub), problem.rows)


def _tighten_row(row: Row, lb: list[int], ub: list[int | None]) -> bool | None:
    """Tighten bounds in place from one row; True where one moved, None where the row cannot hold."""
    low, high = _Span(), _Span()
    for i, weight in row.coefs.items():
        low.add(weight, lb[i] if weight > 0 else ub[i])
        high.add(weight, ub[i] if weight > 0 else lb[i])
    if (row.hi is not None and not low.open and low.total > row.hi) or (
        row.lo is not None and not high.open and high.total < row.lo
    ):
        return None
    moved = False
    for i, weight in row.coefs.items():
        below, above = lb[i], ub[i]
        ends = (below, above) if weight > 0 else (above, below)
        least, most = low.without(weight, ends[0]), high.without(weight, ends[1])
        if not _tighten_unknown(row, i, weight, lb, ub, (least, most)):
            continue
        moved = True
        if ub[i] is not None and lb[i] > ub[i]:  # type: ignore[operator]
            return None
        after = (lb[i], ub[i]) if weight > 0 else (ub[i], lb[i])
        low.move(weight, ends[0], after[0])
        high.move(weight, ends[1], after[1])
    return moved


class _Span:
    """One end of a sum that bounds allow: what the closed parts add up to, and how many parts are open."""

    __slots__ = ("open", "total")

    def __init__(self) -> None:
        self.total = self.open = 0

    def add(self, weight: int, end: int | None, sign: int = 1) -> None:
        if end is None:
            self.open += sign
        else:
            self.total += sign * weight * end

    def without(self, weight: int, end: int | None) -> int | None:
        """The end of the sum less one part; None where another part is open."""
        if end is None:
            return None if self.open > 1 else self.total
        return None if self.open else self.total - weight * end

    def move(self, weight: int, before: int | None, after: int | None) -> None:
        if before != after:
            self.add(weight, before, -1)
            self.add(weight, after)


def _tighten_unknown(
    row: Row,
    i: int,
    weight: int,
    lb: list[int],
    ub: list[int | None],
    others: tuple[int | None, int | None],
) -> bool:
    """Tighten one unknown by what the others of its row add up to, at least and at most; True where it moved."""
    most = None if row.hi is None or others[0] is None else row.hi - others[0]
    least = None if row.lo is None or others[1] is None else row.lo - others[1]
    if weight < 0:
        most, least = (None if least is None else -least), (None if most is None else -most)
    size, moved = abs(weight), False
    if most is not None and (ub[i] is None or most // size < ub[i]):  # type: ignore[operator]
        ub[i], moved = most // size, True
    if least is not None and ceil_div(least, size) > lb[i]:
        lb[i], moved = ceil_div(least, size), True
    return moved


def components(size: int, groups: Iterable[Iterable[int]]) -> list[int]:
    """For each unknown the number of its block: unknowns that share a row share a block."""
    parent = list(range(size))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for group in groups:
        members = list(group)
        for other in members[1:]:
            parent[root(other)] = root(members[0])
    return [root(i) for i in range(size)]


def part(problem: Problem, members: Sequence[int]) -> Problem:
    """The sub-problem of a block; its unknowns stand in the order of `members`."""
    place = {i: n for n, i in enumerate(members)}
    rows = tuple(
        Row({place[i]: w for i, w in row.coefs.items()}, row.lo, row.hi)
        for row in problem.rows
        if row.coefs and next(iter(row.coefs)) in place
    )
    return Problem(tuple(problem.lb[i] for i in members), tuple(problem.ub[i] for i in members), rows)


def with_row(problem: Problem, row: Row) -> Problem:
    return Problem(problem.lb, problem.ub, (*problem.rows, row))
