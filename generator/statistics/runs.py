"""Run charts by Anhøj's rules: is one side of the median held too long, or the median crossed too seldom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from statistics import median
from typing import Any

from generator.statistics.charts import RunChart, first_points, points, present, side

MIN_USEFUL = 10
MIN_A_SIDE = 3
SHARE_A_SIDE = 0.25


def run_chart(values: Sequence[Any], *, baseline: int | None = None) -> RunChart:
    """A series about its median, with the two counts that chance bounds.

    Points on the median are left out, periods without a point bridged. A signal is a run longer than
    round(log2 n) + 3 or fewer crossings than the 5% quantile of Bin(n - 1, 1/2), n being the points off the
    line (Anhøj 2014, PLoS ONE). `baseline` takes the median from the first points;
    the rules read all.
    """
    series = points(values)
    numbers = present(series)
    if not numbers:
        return RunChart(tuple(series), None, 0, 0, 0, 0, 0, False)
    centre = float(median(numbers[: first_points("run chart", numbers, baseline)]))
    lengths = [len(list(run)) for _, run in groupby(_sides(numbers, centre))]
    useful, longest, crossings = sum(lengths), max(lengths, default=0), max(len(lengths) - 1, 0)
    longest_max, crossings_min = critical(useful)
    return RunChart(
        values=tuple(series),
        centre=centre,
        useful=useful,
        longest_run=longest,
        longest_run_max=longest_max,
        crossings=crossings,
        crossings_min=crossings_min,
        signal=longest > longest_max or crossings < crossings_min,
    )


def critical(useful: int) -> tuple[int, int]:
    """The longest run and the fewest crossings that chance still allows for so many points off the line."""
    from scipy.stats import binom

    if useful < 1:
        return 0, 0
    return round(math.log2(useful)) + 3, int(binom.ppf(0.05, useful - 1, 0.5)) if useful > 1 else 0


def may_speak(chart: RunChart) -> bool:
    """Whether the run rules may be read at all: 10 points off the line, and 3 and a quarter of them on each
    side.

    A median of nought, as rare events give, would otherwise signal on half of all quiet charts.
    """
    if chart.centre is None or chart.useful < MIN_USEFUL:
        return False
    sides = _sides(present(chart.values), chart.centre)
    fewer = min(sides.count(1), sides.count(-1))
    return fewer >= max(MIN_A_SIDE, SHARE_A_SIDE * chart.useful)


def _sides(numbers: Sequence[float], centre: float) -> list[int]:
    """The side of each point that is off the line."""
    return [where for where in (side(number, centre) for number in numbers) if where != 0]
