"""How long things last: the middle and its interval, also where some have not ended yet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import binom, norm

from generator.statistics.charts import ChartError, points, present, same_length


@dataclass(frozen=True, slots=True)
class OrderInterval:
    """A quantile and its interval, all values that were really seen but for the median of an even number.

    `low` and `high` are None where there are too few values (below 6 for a median, 36 for the ninth decile).
    `coverage` is the interval's own confidence; `longest` is the largest value; all are None without values.
    """

    n: int
    value: float | None
    low: float | None
    high: float | None
    coverage: float | None
    longest: float | None


@dataclass(frozen=True, slots=True)
class Survival:
    """When half, and when a quarter, had ended, with 95% limits of the median; None is "not reached".

    `surviving` gives, for each of `times`, the share that had not ended after it.
    """

    times: tuple[float, ...]
    surviving: tuple[float, ...]
    median: float | None
    quartile: float | None
    median_low: float | None
    median_high: float | None


def order_interval(values: Sequence[Any], q: float = 0.5, confidence: float = 0.95) -> OrderInterval:
    """The q-quantile of the values with its order-statistic interval, which asks nothing of their shape.

    The interval runs between the values at the ranks that a binomial with share q leaves at most 2.5% beyond.
    """
    ordered = sorted(present(points(values)))
    n = len(ordered)
    if n == 0:
        return OrderInterval(0, None, None, None, None, None)
    value, longest = float(np.quantile(ordered, q)), ordered[-1]
    tail = (1 - confidence) / 2
    places = np.arange(n)
    short, beyond = binom.cdf(places, n, q), binom.sf(places, n, q)
    low = int(np.count_nonzero(short <= tail)) - 1
    high = n - int(np.count_nonzero(beyond <= tail))
    if low < 0 or high >= n:
        return OrderInterval(n, value, None, None, None, longest)
    coverage = 1 - float(short[low]) - float(beyond[high])
    return OrderInterval(n, value, ordered[low], ordered[high], coverage, longest)


def kaplan_meier(durations: Sequence[float], observed: Sequence[bool]) -> Survival:
    """How long until something ends, counting those that have not ended for as long as they were followed.

    `observed` is false where the end has not come. The median's interval is the log-log one (Brookmeyer and
    Crowley 1982, with Greenwood's variance). Whoever leaves at the time of an end is still counted at risk.
    """
    same_length("durations", durations, observed)
    times = np.asarray(durations, dtype=float)
    ended = np.asarray(observed, dtype=bool)
    if times.size and not (np.isfinite(times).all() and times.min() >= 0):
        raise ChartError("durations: one is missing or below nought.", "Leave it out or correct it.")
    steps: list[tuple[float, float, float, float]] = []
    surviving, variance = 1.0, 0.0
    for time in np.unique(times[ended]):
        at_risk, ends = int((times >= time).sum()), int((ended & (times == time)).sum())
        surviving *= (at_risk - ends) / at_risk
        variance += ends / (at_risk * (at_risk - ends)) if at_risk > ends else math.inf
        steps.append((float(time), surviving, *_log_log(surviving, variance)))
    return Survival(
        times=tuple(step[0] for step in steps),
        surviving=tuple(step[1] for step in steps),
        median=_reached(steps, 1, 0.5),
        quartile=_reached(steps, 1, 0.75),
        median_low=_reached(steps, 2, 0.5),
        median_high=_reached(steps, 3, 0.5),
    )


def _log_log(surviving: float, variance: float) -> tuple[float, float]:
    """95% limits of a surviving share on the log-log scale; at nought the upper one is not known."""
    if surviving <= 0:
        return 0.0, 1.0
    reach = float(norm.isf(0.025)) * math.sqrt(variance) / abs(math.log(surviving))
    return surviving ** math.exp(reach), surviving ** math.exp(-reach)


def _reached(steps: Sequence[tuple[float, ...]], column: int, share: float) -> float | None:
    """The first time at which the share left is no more than this."""
    return next((step[0] for step in steps if step[column] <= share + 1e-12), None)
