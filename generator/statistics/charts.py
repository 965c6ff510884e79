"""The shapes every chart comes in, and what all of them share: what is a point, what is on a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pandas import isna

from generator.errors import DataError

Signal = Literal["outside-limits", "shift", "trend", "two-in-three"]
Line = tuple[float | None, ...]
NONE: frozenset[Signal] = frozenset()
OUTSIDE: frozenset[Signal] = frozenset({"outside-limits"})
LARGEST, SMALLEST = 1e100, 1e-100
"""Beyond these, squares and ratios leave what a computer can hold."""


class ChartError(DataError, ValueError):
    """Numbers that cannot be put on a chart as they stand: what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A series with its centre line, its limits and what stands out, each as long as the series given.

    `values`, `centre`, `lower` and `upper` hold None where there is no point or no line. `signals[i]` names
    every rule that point i is part of; it is empty where nothing stands out.
    """

    values: Line
    centre: Line
    lower: Line
    upper: Line
    signals: tuple[frozenset[Signal], ...]


@dataclass(frozen=True, slots=True)
class RunChart:
    """A series about its median, with the longest run and the crossings that were counted and those chance
    allows.

    `useful` is the number of points off the line. `signal` is true where the longest run is longer than
    `longest_run_max` or the crossings are fewer than `crossings_min`.
    """

    values: Line
    centre: float | None
    useful: int
    longest_run: int
    longest_run_max: int
    crossings: int
    crossings_min: int
    signal: bool


def points(values: Iterable[Any]) -> list[float | None]:
    """The series as numbers, with None for a period that has no point (missing, not a number, or infinite).

    Refuses what is no number at all, and what is too large to take the square of; a number that is nought for
    every purpose is nought.
    """
    return [_point(value) for value in values]


def _point(value: Any) -> float | None:
    if isinstance(value, float | int):
        number: float = value
    elif isna(value) is True:
        return None
    else:
        number = _number(value)
    if number != number or number in (math.inf, -math.inf):
        return None
    if abs(number) > LARGEST:
        raise ChartError(
            "series: a number is too large to be a count or a rate.", "Correct it at its source."
        )
    return float(number) if abs(number) >= SMALLEST else 0.0


def _number(value: Any) -> float:
    """The number that something else than a plain one stands for."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        # From nothing: the text that could not be read must not stand in a traceback.
        raise ChartError("series: something is not a number.", "Correct it at its source.") from None


def present(series: Iterable[float | None]) -> list[float]:
    """The points alone, in order: what every rule and every limit is worked out from."""
    return [value for value in series if value is not None]


def spread_out(series: Sequence[float | None], results: Sequence[Any], absent: Any) -> list[Any]:
    """Results for the points, put back where the points stand; `absent` where there is none."""
    following = iter(results)
    return [absent if value is None else next(following) for value in series]


def on_line(value: float, line: float) -> bool:
    """Whether a value is on a line but for rounding: a mean of thirteen 0.1 is not quite 0.1."""
    return math.isclose(value, line, rel_tol=1e-9, abs_tol=1e-12)


def side(value: float, line: float) -> int:
    """1 above the line, -1 below it, 0 on it."""
    if on_line(value, line):
        return 0
    return 1 if value > line else -1


def same_length(where: str, first: Sequence[Any], second: Sequence[Any]) -> None:
    """Refuse two series that do not belong to the same periods."""
    if len(first) != len(second):
        raise ChartError(
            f"{where}: {len(first)} counts and {len(second)} denominators do not belong together.",
            "Give one of each for every period, in the same order.",
        )


def first_points(where: str, series: Sequence[Any], baseline: int | None) -> int:
    """How many of the points the lines are worked out from: the first `baseline`, or all."""
    if baseline is None:
        return len(series)
    if baseline < 1:
        raise ChartError(f"{where}: a base period without points.", "Use 1 or more.")
    return min(baseline, len(series))
