"""How long things last: the middle and its interval, also where some have not ended yet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from generator.statistics.charts import LARGEST, ChartError, points, present, same_length

FAR = 40

REACH = -float(ndtri(0.025))
"""Standard errors to each side of a 95% interval."""


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

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends, where there are enough values for them."""
        return (self.low, self.high) if self.low is not None and self.high is not None else None


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


def order_interval(
    values: Sequence[Any] | np.ndarray, q: float = 0.5, confidence: float = 0.95
) -> OrderInterval:
    """The q-quantile of the values with its order-statistic interval, which asks nothing of their shape.

    The interval runs between the values at the ranks that a binomial with share q leaves at most 2.5% beyond.
    """
    from scipy.stats import binom

    if not 0 <= q <= 1:
        raise ChartError("durations: a quantile is not between nought and one.", "Use 0.5 for the median.")
    ordered = _ordered(values)
    n = int(ordered.size)
    if n == 0:
        return OrderInterval(0, None, None, None, None, None)
    value, longest = float(np.quantile(ordered, q)), float(ordered[-1])
    tail = (1 - confidence) / 2
    # Only ranks near the quantile can be the ends: forty standard deviations away no tail is left.
    first = max(0, int(n * q - FAR * math.sqrt(n * q * (1 - q)) - FAR))
    places = np.arange(first, min(n, int(n * q + FAR * math.sqrt(n * q * (1 - q)) + FAR) + 1))
    short, beyond = binom.cdf(places, n, q), binom.sf(places, n, q)
    low = int(np.count_nonzero(short <= tail)) - 1
    high = len(places) - int(np.count_nonzero(beyond <= tail))
    if low < 0 or high >= len(places):
        return OrderInterval(n, value, None, None, None, longest)
    coverage = 1 - float(short[low]) - float(beyond[high])
    ends = float(ordered[places[low]]), float(ordered[places[high]])
    return OrderInterval(n, value, *ends, coverage, longest)


def _ordered(values: Sequence[Any] | NDArray[Any]) -> NDArray[np.float64]:
    """The points alone, by size; thousands of plain numbers are read at once."""
    try:
        found = np.asarray(values, dtype=float)
    except (TypeError, ValueError, OverflowError):
        found = np.empty((0, 0))
    if found.ndim != 1 or np.abs(found[np.isfinite(found)]).max(initial=0.0) > LARGEST:
        found = np.array(present(points(values)), dtype=float)
    return np.sort(found[np.isfinite(found)])


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
    """95% limits of a surviving share on the log-log scale; at nought neither is known, so neither is reached."""
    if surviving <= 0:
        return 1.0, 1.0
    reach = REACH * math.sqrt(variance) / abs(math.log(surviving))
    return surviving ** math.exp(reach), surviving ** math.exp(-reach)


def _reached(steps: Sequence[tuple[float, ...]], column: int, share: float) -> float | None:
    """The first time at which the share left is no more than this."""
    return next((step[0] for step in steps if step[column] <= share + 1e-12), None)
