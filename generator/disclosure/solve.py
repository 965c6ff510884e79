"""HiGHS behind one door: worlds that are checked exactly, bounds, open directions, and exact proofs.

A solver works in floating point. Whatever it returns is rounded and checked in whole numbers before it is
believed; what cannot be checked counts as not found.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from math import inf, lcm
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from generator.disclosure.reduce import Problem, Row, agrees, dot, tighten

DENOMINATORS = (1, 60, 10_000, 10_000_000)
SEARCH_NODES = 300
LARGEST = 2**45
PER_CALL, PER_ENTRY, PER_NODE = 0.004, 4e-6, 1e-3
MOST_NODES = 5_000
HANGS_AFTER = 600.0
"""Seconds after which one call of the solver counts as hung; its answer is then unknown, and nothing is shown."""


@dataclass
class Budget:
    """How much work solving may still do, in seconds of an ordinary machine.

    Work is counted (calls, their size, branches), never timed, so that a busy or slow machine withholds exactly what
    a quick one withholds.
    """

    left: float

    @classmethod
    def of(cls, seconds: float) -> Budget:
        return cls(float(seconds))

    def spend(self, work: float) -> None:
        """Take work done off what is left."""
        self.left = max(0.0, self.left - work)


def work_of(rows: Sequence[Row], nodes: float = 0.0) -> float:
    """What one call of the solver costs, by what it is given and how many branches it took; measured, rounded up."""
    entries = sum(len(row.coefs) for row in rows)
    return PER_CALL + PER_ENTRY * entries + nodes * (PER_NODE + PER_ENTRY * entries)


@dataclass(frozen=True)
class Outcome:
    """A checked world, or `empty` where the solver says there is none; neither where nothing is known."""

    world: tuple[int, ...] | None = None
    empty: bool = False
    bound: float = -inf


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the solver's stray lines off standard output, which carries results."""
    try:
        flush = ctypes.CDLL(None).fflush if sys.platform != "win32" else ctypes.cdll.msvcrt.fflush
        flush(None)
        kept = os.dup(1)
    except (OSError, AttributeError):
        yield
        return
    silent = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silent, 1)
        yield
    finally:
        flush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(silent)


def matrix(rows: Sequence[Row], size: int) -> csr_array:
    """The rows' coefficients as a sparse matrix with `size` columns."""
    counts = [len(row.coefs) for row in rows]
    columns = [i for row in rows for i in row.coefs]
    data = [float(w) for row in rows for w in row.coefs.values()]
    return csr_array((data, columns, np.concatenate(([0], np.cumsum(counts)))), shape=(len(rows), size))


def ends(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    low = np.array([-inf if row.lo is None else float(row.lo) for row in rows])
    high = np.array([inf if row.hi is None else float(row.hi) for row in rows])
    return low, high


def costs(objective: Mapping[int, int], size: int) -> np.ndarray:
    cost = np.zeros(size)
    for i, weight in objective.items():
        cost[i] = weight
    return cost


def relax(problem: Problem, rows: Sequence[Row], objective: Mapping[int, int], box: Any) -> Any:
    """The solver's answer without whole numbers, or None where it has none; never believed, only a hint."""
    size = len(problem.lb)
    try:
        left, right = one_sided(rows, size)
        with quiet():
            result = linprog(costs(objective, size), A_ub=left, b_ub=right, bounds=box, method="highs")
    except (ValueError, MemoryError, OverflowError):
        return None
    return result if result.status == 0 else None


def minimise(problem: Problem, objective: Mapping[int, int], budget: Budget) -> Outcome:
    """A checked world with the least objective the solver finds, and the bound it claims."""
    size = len(problem.lb)
    if budget.left <= 0:
        return Outcome()
    rows = [row for row in problem.rows if row.coefs]
    nodes = min(MOST_NODES, int(budget.left / max(work_of(rows, 1.0) - work_of(rows), PER_NODE)))
    options = {"node_limit": max(nodes, 1), "time_limit": HANGS_AFTER, "mip_rel_gap": 0.0}
    try:
        cost = costs(objective, size)
        limits = Bounds(
            np.array(problem.lb, float), np.array([inf if u is None else u for u in problem.ub], float)
        )
        constraints = LinearConstraint(matrix(rows, size), *ends(rows)) if rows else None
        with quiet():
            result = milp(
                cost, integrality=np.ones(size), bounds=limits, constraints=constraints, options=options
            )
    except (ValueError, MemoryError, OverflowError):
        budget.spend(work_of(rows))
        return Outcome()
    budget.spend(work_of(rows, result.get("mip_node_count") or 0))
    if result.status == 2:
        return Outcome(empty=True)
    world = rounded(problem, result.x)
    bound = result.mip_dual_bound if result.status == 0 and result.mip_dual_bound is not None else -inf
    return Outcome(world=world, bound=bound)


def rounded(problem: Problem, values: np.ndarray | None) -> tuple[int, ...] | None:
    """The nearest whole-number world, if it truly fits."""
    if values is None or not np.all(np.isfinite(values)) or np.any(np.abs(values) > LARGEST):
        return None
    world = tuple(round(float(value)) for value in values)
    return world if agrees(problem, world) else None


def ray(problem: Problem, objective: Mapping[int, int]) -> tuple[int, ...] | None:
    """A whole-number direction in which the objective falls for ever and every fact stays true, checked exactly."""
    rows = [
        Row(row.coefs, None if row.lo is None else 0, None if row.hi is None else 0)
        for row in problem.rows
        if row.coefs
    ]
    result = relax(problem, rows, objective, [(0.0, 0.0 if high is not None else 1.0) for high in problem.ub])
    if result is None or result.fun > -1e-7:
        return None
    for denominator in DENOMINATORS:
        steps = [Fraction(float(x)).limit_denominator(denominator) for x in result.x]
        common = lcm(*(step.denominator for step in steps))
        direction = tuple(int(step * common) for step in steps)
        if dot(objective, direction) < 0 and _keeps(problem, rows, direction):
            return direction
    return None


def _keeps(problem: Problem, rows: Sequence[Row], direction: Sequence[int]) -> bool:
    cone = Problem((0,) * len(direction), tuple(None if u is None else 0 for u in problem.ub), tuple(rows))
    return agrees(cone, direction)


def one_sided(rows: Sequence[Row], size: int) -> tuple[csr_array | None, np.ndarray | None]:
    """All rows as `matrix @ x <= right`: upper ends first, then lower ends with the sign turned."""
    upper = [row for row in rows if row.hi is not None]
    lower = [Row({i: -w for i, w in row.coefs.items()}, None, -row.lo) for row in rows if row.lo is not None]
    together = upper + lower
    return (matrix(together, size), ends(together)[1]) if together else (None, None)


def search(problem: Problem, nodes: int = SEARCH_NODES) -> Outcome:
    """An exact search with bound reasoning at each step: a world, `empty` as a proof, or neither in `nodes` steps."""
    stack, visited = [problem], 0
    while stack:
        visited += 1
        if visited > nodes:
            return Outcome()
        tight = tighten(stack.pop())
        if tight is None:
            continue
        if agrees(tight, tight.lb):
            return Outcome(world=tight.lb)
        spans = [
            (high - low, i)
            for i, (low, high) in enumerate(zip(tight.lb, tight.ub, strict=True))
            if high is not None and high > low
        ]
        if not spans:
            return Outcome()  # only open unknowns are left: nothing can be enumerated
        stack.extend(reversed(_halves(tight, min(spans)[1])))
    return Outcome(empty=True)


def _halves(problem: Problem, i: int) -> tuple[Problem, Problem]:
    low, high = problem.lb[i], problem.ub[i]
    middle = (low + high) // 2  # type: ignore[operator]
    return (
        Problem(problem.lb, (*problem.ub[:i], middle, *problem.ub[i + 1 :]), problem.rows),
        Problem((*problem.lb[:i], middle + 1, *problem.lb[i + 1 :]), problem.ub, problem.rows),
    )
