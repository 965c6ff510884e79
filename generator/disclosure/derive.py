"""How a number follows from published facts, in words that anyone can check with a pencil."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from generator.disclosure.reduce import Problem, Row, make_row, scale
from generator.disclosure.solve import DENOMINATORS, one_sided, relax
from generator.disclosure.system import Fact, System, Target


@dataclass(frozen=True)
class Step:
    """One published end of a fact, and how often it is added (above 0) or taken away (under 0)."""

    fact: Fact
    times: Fraction
    end: Fraction


def derive(system: System, target: Target, names: Mapping[str, str], *, upper: bool = False) -> str:
    """The least (or with `upper` the greatest) value of a target as a sum of published ends: "13 − 6 − 5 = 2".

    `names` says in words what a fact is called. Empty where adding and taking away do not get there, because only
    whole numbers make it so.
    """
    steps = steps_to(system, target, upper=upper)
    if not steps:
        return ""
    total = sum((step.times * step.end for step in steps), Fraction(0))
    ordered = sorted(steps, key=lambda step: (step.times < 0, -abs(step.end)))
    text = ""
    for step in ordered:
        sign = "−" if step.times < 0 else "+" if text else ""
        times = "" if abs(step.times) == 1 else f"{abs(step.times)} × "
        where = names.get(step.fact.id, step.fact.id)
        text += f" {sign} {times}{step.end} ({where})"
    return f"{' '.join(text.split())} = {total}"


def steps_to(system: System, target: Target, *, upper: bool = False) -> tuple[Step, ...]:
    """The facts that prove the least (greatest) value of a target, checked exactly; none where they do not."""
    place = {name: i for i, name in enumerate(system.unknowns)}
    sign = -1 if upper else 1
    wanted = {place[name]: sign * Fraction(weight) for name, weight in target.terms.items()}
    coefs, factor = scale(wanted)
    facts = [fact for fact in system.facts if fact.terms]
    rows = [
        make_row({place[name]: Fraction(w) for name, w in fact.terms.items()}, fact.lo, fact.hi)
        for fact in facts
    ]
    lb = tuple(system.lb.get(name, 0) for name in system.unknowns)
    problem = Problem(lb, tuple(system.ub.get(name) for name in system.unknowns), tuple(rows))
    hint = relax(problem, rows, coefs, list(zip(problem.lb, problem.ub, strict=True)))
    if hint is None or not rows or one_sided(rows, len(lb))[0] is None or not isfinite(hint.fun):
        return ()
    for denominator in DENOMINATORS:
        steps = _steps(facts, rows, hint.ineqlin.marginals, denominator, factor)
        if _proves(steps, wanted, place, Fraction(hint.fun).limit_denominator(10_000) / factor):
            return tuple(Step(step.fact, sign * step.times, step.end) for step in steps)
    return ()


def _steps(
    facts: Sequence[Fact], rows: Sequence[Row], marginals: Sequence[float], denominator: int, factor: Fraction
) -> list[Step]:
    """The ends with a multiplier, in the units of the facts; upper ends come first, as the solver was given them."""
    sides = [(fact, row, -1) for fact, row in zip(facts, rows, strict=True) if row.hi is not None]
    sides += [(fact, row, 1) for fact, row in zip(facts, rows, strict=True) if row.lo is not None]
    steps: list[Step] = []
    for (fact, row, side), marginal in zip(sides, marginals, strict=True):
        times = Fraction(max(0.0, -float(marginal))).limit_denominator(denominator)
        end = fact.hi if side < 0 else fact.lo
        if times and end is not None and row.coefs:
            name = next(iter(fact.terms))
            unit = abs(Fraction(next(iter(row.coefs.values()))) / Fraction(fact.terms[name]))
            steps.append(Step(fact, side * times * unit / factor, end))
    return steps


def _proves(
    steps: Sequence[Step], wanted: Mapping[int, Fraction], place: Mapping[str, int], value: Fraction
) -> bool:
    """Whether the steps add up to at most the wanted sum for every world without a negative number."""
    left = dict(wanted)
    for step in steps:
        for name, weight in step.fact.terms.items():
            left[place[name]] = left.get(place[name], Fraction(0)) - step.times * Fraction(weight)
    total = sum((step.times * step.end for step in steps), Fraction(0))
    return bool(steps) and all(rest >= 0 for rest in left.values()) and total == value
