"""Proofs in exact arithmetic that a sum cannot be lower, or that no world exists: the solver hints, nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

import numpy as np

from generator.disclosure.reduce import Problem, Row, agrees, extent, tighten, with_row
from generator.disclosure.solve import (
    DENOMINATORS,
    Budget,
    Outcome,
    relax,
    rounded,
    search,
    work_of,
)

BRANCHES = 400
FRACTIONAL = 1e-6


def proved_least(problem: Problem, objective: Mapping[int, int]) -> int | None:
    """A lower bound of the objective that is proved in exact arithmetic (None: nothing proved).

    Weak duality: any multipliers with the right signs prove a bound. The solver suggests them, the sum is exact
    (Neumaier and Shcherbina 2004, safe bounds for mixed-integer programming).
    """
    best = extent(objective, problem.lb, problem.ub)[0]
    rows = [row for row in problem.rows if row.coefs]
    if not rows:
        return best
    result = relax(problem, rows, objective, list(zip(problem.lb, problem.ub, strict=True)))
    if result is None:
        return best
    upper = [(row.coefs, row.hi, 1) for row in rows if row.hi is not None]
    signed = upper + [(row.coefs, row.lo, -1) for row in rows if row.lo is not None]
    for denominator in DENOMINATORS:
        bound = _dual_bound(problem, objective, signed, result.ineqlin.marginals, denominator)
        if bound is not None and (best is None or bound > best):
            best = bound
    return best


def _dual_bound(
    problem: Problem,
    objective: Mapping[int, int],
    signed: Sequence[tuple[Mapping[int, int], int | None, int]],
    marginals: np.ndarray,
    denominator: int,
) -> int | None:
    reduced = {i: Fraction(weight) for i, weight in objective.items()}
    total = Fraction(0)
    for (coefs, end, sign), marginal in zip(signed, marginals, strict=True):
        multiplier = Fraction(max(0.0, -float(marginal))).limit_denominator(denominator)
        if not multiplier or end is None:
            continue
        total -= multiplier * sign * end
        for i, weight in coefs.items():
            reduced[i] = reduced.get(i, Fraction(0)) + multiplier * sign * weight
    for i, share in reduced.items():
        if not share:
            continue
        edge = problem.lb[i] if share > 0 else problem.ub[i]
        if edge is None:
            return None
        total += share * edge
    return total.__ceil__()


def contradicted(problem: Problem) -> bool:
    """Whether it is proved that nothing fits, not even in fractions: multipliers that add up to 0 >= 1 (Farkas).

    Every row may give way by one more unknown; where a proof says that it must give way, the rows contradict.
    """
    give = len(problem.lb)
    rows: list[Row] = []
    for row in problem.rows:
        if row.hi is not None:
            rows.append(Row({**row.coefs, give: -1}, None, row.hi))
        if row.lo is not None:
            rows.append(Row({**row.coefs, give: 1}, row.lo, None))
    elastic = Problem((*problem.lb, 0), (*problem.ub, None), tuple(rows))
    least = proved_least(elastic, {give: 1})
    return least is not None and least >= 1


def no_world_below(problem: Problem, objective: Mapping[int, int], value: int, budget: Budget) -> Outcome:
    """Whether any world has an objective under `value`: `empty` is an exact proof, a world refutes it."""
    least = proved_least(problem, objective)
    budget.spend(work_of(problem.rows))
    if least is not None and least >= value:
        return Outcome(empty=True)
    below = with_row(problem, Row(dict(objective), None, value - 1))
    quick = search(below)
    return quick if quick.empty or quick.world else branch(below, objective, budget)


def branch(problem: Problem, objective: Mapping[int, int], budget: Budget, nodes: int = BRANCHES) -> Outcome:
    """A world, or a proof that there is none: each part is closed by exact multipliers or split at a fraction."""
    stack = [problem]
    for _ in range(nodes):
        if not stack:
            return Outcome(empty=True)
        if budget.left <= 0:
            return Outcome()
        tight = tighten(stack.pop())
        budget.spend(2 * work_of(problem.rows))
        if tight is None or contradicted(tight):
            continue
        rows = [row for row in tight.rows if row.coefs]
        hint = relax(tight, rows, objective, list(zip(tight.lb, tight.ub, strict=True)))
        world = tight.lb if agrees(tight, tight.lb) else rounded(tight, None if hint is None else hint.x)
        if world is not None:
            return Outcome(world=world)
        split = _split(tight, None if hint is None else hint.x)
        if split is None:
            return Outcome()
        stack.extend(split)
    return Outcome(empty=True) if not stack else Outcome()


def _split(problem: Problem, values: np.ndarray | None) -> tuple[Problem, Problem] | None:
    """The problem with one unknown at most, and above, a whole number between its bounds."""
    spans = [
        i
        for i, (low, high) in enumerate(zip(problem.lb, problem.ub, strict=True))
        if high is None or high > low
    ]
    if not spans:
        return None
    place, middle = spans[0], problem.lb[spans[0]]
    if values is not None and np.all(np.isfinite(values)):
        place = max(spans, key=lambda i: min(values[i] - floor(values[i]), floor(values[i]) + 1 - values[i]))
        middle = max(problem.lb[place], floor(values[place] + FRACTIONAL))
    high = problem.ub[place]
    if high is not None:
        middle = min(middle, high - 1)
    lower = Problem(problem.lb, (*problem.ub[:place], middle, *problem.ub[place + 1 :]), problem.rows)
    upper = Problem((*problem.lb[:place], middle + 1, *problem.lb[place + 1 :]), problem.ub, problem.rows)
    return upper, lower
