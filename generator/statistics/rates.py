"""Rates with exact intervals, two windows compared, and how long a quiet period must be to be unusual."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import betainc, betaincc, betainccinv, betaincinv, ndtri

from generator.statistics.charts import ChartError
from generator.statistics.children import (
    Concentration,
    SignFlip,
    concentration,
    sign_flip,
    top_children,
    without_each_top_child,
)
from generator.statistics.durations import OrderInterval, Survival, kaplan_meier, order_interval
from generator.statistics.silence import ZERO_P, counted, how_long_zero, zero_period
from generator.statistics.spread import Dispersion, Share, Shares, dispersion, holm, shares

__all__ = [
    "ZERO_P",
    "Concentration",
    "Dispersion",
    "OrderInterval",
    "RateRatio",
    "Share",
    "Shares",
    "SignFlip",
    "Survival",
    "byar",
    "concentration",
    "dispersion",
    "exact_conditional",
    "garwood",
    "holm",
    "how_long_zero",
    "kaplan_meier",
    "order_interval",
    "shares",
    "sign_flip",
    "smallest_detectable",
    "top_children",
    "ukhsa_rate",
    "wilson",
    "without_each_top_child",
    "zero_period",
]

ALPHA = 0.05
BYAR_FROM = 10
MIN_EVENTS = 6
"""With fewer events in two equal windows no difference reaches 5%: the smallest p is 2 x 0.5^5 = 0.0625."""


@dataclass(frozen=True, slots=True)
class RateRatio:
    """First rate over second: two-sided central p, ratio (None for nothing over nothing), its interval."""

    p: float
    ratio: float | None
    low: float
    high: float


def garwood(count: int, exposure: float, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of a rate, in events per unit of exposure (Garwood 1936, Biometrika 28).

    The lower end is 0 where nothing was counted. Without a known exposure nothing is known: 0 to infinity. For a count
    that was expected, over itself, these are the limits of a funnel plot of observed over expected; and observed over
    expected lies outside the limits of 1 just where its interval leaves out 1.
    """
    from scipy.stats import chi2

    counted("rate", count)
    if not 0 < exposure < math.inf:
        return 0.0, math.inf
    tail = (1 - confidence) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count > 0 else 0.0
    return low / exposure, float(chi2.isf(tail, 2 * count + 2)) / 2 / exposure


def byar(count: int, exposure: float, confidence: float = 0.95) -> tuple[float, float]:
    """Byar's approximate interval of a rate, as UKHSA and OHID print it (Breslow and Day 1987, IARC volume 2).

    Offered so that their figures can be made again and the difference be shown; reports use `garwood`. Theirs is the
    exact interval below 10 events. The same name is also given to a formula with count + 0.5, which is not this one.
    """
    counted("rate", count)
    if not 0 < exposure < math.inf:
        return 0.0, math.inf
    z = float(ndtri(0.5 + 0.5 * confidence))
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 if count > 0 else 0.0
    above = count + 1
    high = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    return max(low, 0.0) / exposure, high / exposure


def ukhsa_rate(count: int, exposure: float, confidence: float = 0.95) -> tuple[float, float]:
    """The interval that UKHSA prints with a rate: exact below `BYAR_FROM` events, Byar's from there on."""
    return (garwood if count < BYAR_FROM else byar)(count, exposure, confidence)


def wilson(x: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a share (0 to 1) for x of n (Wilson 1927); 0 to 1 where n is nought.

    Newcombe's closed form (1998, Statistics in Medicine 17, method 3), as scipy has it; scipy's test object, made anew
    for each of thousands of shares, took most of the time that the shares took.
    """
    counted("share", x)
    if x > n:
        raise ChartError("share: more counted than there were.", "Put the part first and the whole second.")
    if n == 0:
        return 0.0, 1.0
    z = float(ndtri(0.5 + 0.5 * confidence))
    share = x / n
    both = 2 * (n + z**2)
    centre = (2 * n * share + z**2) / both
    reach = z / both * math.sqrt(4 * n * share * (1 - share) + z**2)
    return (0.0 if x == 0 else centre - reach), (1.0 if x == n else centre + reach)


def exact_conditional(x1: int, e1: float, x2: int, e2: float, confidence: float = 0.95) -> RateRatio:
    """Whether x1 events in exposure e1 and x2 in e2 could share one rate: exact, given their total.

    x1 of x1 + x2 is binomial with share e1 / (e1 + e2). p is twice the smaller tail (central), so that it
    agrees with the interval, which is Clopper and Pearson's turned into a ratio. With no events at all p is
    1.
    """
    counted("comparison", min(x1, x2))
    _exposed(e1, e2)
    total = x1 + x2
    if total == 0:
        return RateRatio(1.0, None, 0.0, math.inf)
    tail, scale = (1 - confidence) / 2, e2 / e1
    low = float(betaincinv(x1, x2 + 1, tail)) if x1 else 0.0
    high = float(betainccinv(x1 + 1, x2, tail)) if x2 else 1.0
    return RateRatio(
        p=central_p(x1, e1, x2, e2),
        ratio=x1 / x2 * scale if x2 else math.inf,
        low=_odds(low) * scale,
        high=_odds(high) * scale,
    )


def central_p(x1: float, e1: float, x2: float, e2: float) -> float:
    """The p of `exact_conditional` alone: twice the smaller binomial tail.

    The tails are incomplete beta functions (Johnson, Kemp and Kotz 2005, section 3.4), asked for directly because a
    search for the smallest change asks thousands of times.
    """
    share = e1 / (e1 + e2)
    at_most = float(betaincc(x1 + 1, x2, share)) if x2 > 0 else 1.0
    at_least = float(betainc(x1, x2 + 1, share)) if x1 > 0 else 1.0
    return min(1.0, 2 * min(at_most, at_least))


def _odds(share: float) -> float:
    return math.inf if share >= 1 else share / (1 - share)


def smallest_detectable(a: int, e1: float, e2: float, alpha: float = ALPHA) -> tuple[int | None, int]:
    """The counts in the second window nearest to `a` in the first that the exact test would call at `alpha`.

    First the largest lower count (None where even nought would not do), then the smallest higher one. Both
    windows together hold at least six events, without which nothing is called.
    """
    counted("comparison", a)
    _exposed(e1, e2)
    even = math.floor(a * e2 / e1)

    def called(b: int) -> bool:
        return central_p(a, e1, b, e2) < alpha

    # The further from an even split, the smaller p: so halve the range until the border is found.
    lower, not_called = -1, even
    while not_called - lower > 1:
        middle = (lower + not_called) // 2
        lower, not_called = (middle, not_called) if called(middle) else (lower, middle)
    reach = 1
    while not called(even + reach):
        reach *= 2
    below, higher = even, even + reach
    while higher - below > 1:
        middle = (below + higher) // 2
        below, higher = (below, middle) if called(middle) else (middle, higher)
    return (lower if lower >= max(0, MIN_EVENTS - a) else None), max(higher, MIN_EVENTS - a)


def _exposed(e1: float, e2: float) -> None:
    if not (e1 > 0 and e2 > 0):
        raise ChartError("comparison: a window has no exposure.", "Compare windows with children present.")
