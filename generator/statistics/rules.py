"""What makes a point stand out: each rule turns a series into 1 (high), -1 (low) or 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from generator.statistics.charts import Signal, side

RuleSetName = Literal["house", "mdc", "ptd"]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """How long a shift and a trend must be, and what the rules do at the limits and without spread."""

    shift: int
    trend: int
    outside_counts: bool
    stop_without_ranges: bool
    undefined_when_constant: bool


RULE_SETS: Mapping[str, RuleSet] = {
    # Ours: 7 and 7; two in three as NHS England staff describe their Making Data Count tool since 2023.
    "house": RuleSet(7, 7, outside_counts=True, stop_without_ranges=True, undefined_when_constant=False),
    # The same tool with its six-point option, the setting under which its published examples were made.
    "mdc": RuleSet(6, 6, outside_counts=True, stop_without_ranges=True, undefined_when_constant=False),
    # NHS plot-the-dots charts as they are usually drawn, faults included: screening may draw both limits
    # onto the mean, or leave none.
    "ptd": RuleSet(7, 7, outside_counts=False, stop_without_ranges=False, undefined_when_constant=True),
}


def outside(values: Sequence[float], lower: Sequence[float], upper: Sequence[float]) -> list[int]:
    """Points strictly beyond a limit; a point on the limit is inside."""
    return [
        1 if side(value, high) > 0 else -1 if side(value, low) < 0 else 0
        for value, low, high in zip(values, lower, upper, strict=True)
    ]


def shift(sides: Sequence[int], length: int) -> list[int]:
    """Points in a run of at least `length` on one side of the centre; a point on the centre ends a run."""
    found = [0] * len(sides)
    start = 0
    for end in range(1, len(sides) + 1):
        if end == len(sides) or sides[end] != sides[start]:
            if sides[start] != 0 and end - start >= length:
                found[start:end] = [sides[start]] * (end - start)
            start = end
    return found


def trend(values: Sequence[float], length: int) -> list[int]:
    """Points in `length` or more that rise, or fall, each past the one before; a tie ends it.

    A point that ends one trend and begins another carries the later one's direction.
    """
    found = [0] * len(values)
    steps = [side(after, before) for before, after in pairwise(values)]
    for first, direction in enumerate(steps):
        window = steps[first : first + length - 1]
        if direction != 0 and len(window) == length - 1 and all(step == direction for step in window):
            found[first : first + length] = [direction] * length
    return found


def two_in_three(near: Sequence[bool], sides: Sequence[int]) -> list[int]:
    """Near points where two of three neighbours are near a limit and all three are on one side of the centre.

    The third point, which is not near, is not marked.
    """
    found = [0] * len(near)
    for first in range(len(near) - 2):
        window = range(first, first + 3)
        if sides[first] != 0 and len({sides[i] for i in window}) == 1 and sum(near[i] for i in window) >= 2:
            for i in window:
                if near[i]:
                    found[i] = sides[i]
    return found


def apply(rules: RuleSet, values: Sequence[float], centre: float, reach: float) -> list[frozenset[Signal]]:
    """The rules that each point is part of, for limits `reach` above and below the centre.

    The line for two in three lies two thirds of the way to the limit.
    """
    sides = [side(value, centre) for value in values]
    beyond = outside(values, [centre - reach] * len(values), [centre + reach] * len(values))
    inner = outside(values, [centre - 2 * reach / 3] * len(values), [centre + 2 * reach / 3] * len(values))
    near = [bool(n) and (rules.outside_counts or not b) for n, b in zip(inner, beyond, strict=True)]
    found: dict[Signal, list[int]] = {
        "outside-limits": beyond,
        "shift": shift(sides, rules.shift),
        "trend": trend(values, rules.trend),
        "two-in-three": two_in_three(near, sides),
    }
    return [frozenset(name for name, marks in found.items() if marks[i]) for i in range(len(values))]
