"""p and u charts: shares and rates a period, with limits from how many there were to count."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from generator.statistics.charts import (
    NONE,
    OUTSIDE,
    ChartError,
    ControlChart,
    Line,
    first_points,
    points,
    same_length,
    spread_out,
)
from generator.statistics.individuals import moving_ranges, screened
from generator.statistics.rules import outside

TAIL = 0.00135
"""One tail beyond three standard deviations of a normal curve, the customary risk of a false signal."""
D2 = 1.128
"""Mean range of two normal values, in standard deviations (Montgomery, appendix VI)."""

LARGE = 1e9

Pair = tuple[float, float]


def p_chart(
    numerators: Sequence[Any],
    denominators: Sequence[Any],
    *,
    baseline: int | None = None,
    laney: bool = False,
) -> ControlChart:
    """A chart of shares (0 to 1): the pooled share, and three-sigma limits for each period's denominator.

    A period with no denominator has no point. `laney` widens or narrows the limits by how far the shares
    really vary (Laney's p', moving ranges screened at 3.267 means). Only points outside the limits are
    marked.
    """
    pairs, kept = _pairs("p chart", numerators, denominators)
    if any(count > size and not math.isclose(count, size) for count, size in pairs):
        raise ChartError("p chart: more counted than there were.", "Put the part first and the whole second.")
    base = pairs[: first_points("p chart", pairs, baseline)]
    centre = _pooled(base)
    sigmas = [math.sqrt(max(centre * (1 - centre), 0.0) / size) for _, size in pairs]
    widths = _widths(pairs, base, centre, sigmas, laney)
    lower = [None if width is None else max(centre - width, 0.0) for width in widths]
    upper = [None if width is None else min(centre + width, 1.0) for width in widths]
    return _chart(kept, pairs, centre, lower, upper, 1.0)


def u_chart(
    counts: Sequence[Any],
    exposures: Sequence[Any],
    *,
    per: float = 1.0,
    baseline: int | None = None,
    laney: bool = False,
    exact: bool = True,
) -> ControlChart:
    """A chart of events per `per` units of exposure: the pooled rate, and limits for each period's
    exposure.

    With `exact` the limits are the largest and smallest counts with a Poisson tail of at least 0.00135,
    because three-sigma limits mark a quarter and more of quiet charts at low counts. Without it they are
    three sigma, floored at nought; `laney` (u') takes the place of both. A period with no exposure has no
    point.
    """
    if not 0 < per < math.inf:
        raise ChartError(
            "u chart: `per` is not above nought.", "Use the exposure that a rate is for, such as 100."
        )
    pairs, kept = _pairs("u chart", counts, exposures)
    base = pairs[: first_points("u chart", pairs, baseline)]
    centre = _pooled(base)
    lower: list[float | None]
    upper: list[float | None]
    if exact and not laney:
        bounds = [_exact(centre * size) for _, size in pairs]
        lower = [low / size for (low, _), (_, size) in zip(bounds, pairs, strict=True)]
        upper = [high / size for (_, high), (_, size) in zip(bounds, pairs, strict=True)]
    else:
        sigmas = [math.sqrt(centre / size) for _, size in pairs]
        widths = _widths(pairs, base, centre, sigmas, laney)
        lower = [None if width is None else max(centre - width, 0.0) for width in widths]
        upper = [None if width is None else centre + width for width in widths]
    return _chart(kept, pairs, centre, lower, upper, per)


def _exact(mean: float) -> tuple[float, float]:
    """The smallest and the largest count with a Poisson tail of at least `TAIL` for this mean.

    From a thousand million the two are those of a normal curve to less than one part in 10,000 of its width, and
    scipy's tails begin to fail.
    """
    from scipy.stats import norm, poisson

    if mean < LARGE:
        return float(poisson.ppf(TAIL, mean)), float(poisson.isf(TAIL, mean))
    z = float(norm.isf(TAIL))
    skew = (z * z - 1) / 6
    return round(mean + skew - z * math.sqrt(mean)), round(mean + skew + z * math.sqrt(mean))


def _pairs(where: str, counts: Sequence[Any], sizes: Sequence[Any]) -> tuple[list[Pair], list[bool]]:
    """The periods that have a count and something to count in, and which periods those are."""
    same_length(where, counts, sizes)
    both = list(zip(points(counts), points(sizes), strict=True))
    if any(number is not None and number < 0 for pair in both for number in pair):
        raise ChartError(f"{where}: a count or a denominator is below nought.", "Correct it at its source.")
    kept = [count is not None and size is not None and size > 0 for count, size in both]
    pairs = [(count, size) for count, size in both if count is not None and size is not None and size > 0]
    return pairs, kept


def _pooled(pairs: Sequence[Pair]) -> float:
    """All events over all exposure: a mean of ratios would give a short period too much say."""
    exposure = math.fsum(size for _, size in pairs)
    return math.fsum(count for count, _ in pairs) / exposure if exposure > 0 else 0.0


def _widths(
    pairs: Sequence[Pair], base: Sequence[Pair], centre: float, sigmas: Sequence[float], laney: bool
) -> list[float | None]:
    """Distance from the centre to each limit: three sigma, times Laney's sigma of z where asked for."""
    if not laney or not any(sigmas):
        return [3 * sigma for sigma in sigmas]
    ranges = moving_ranges(
        [(count / size - centre) / sigma for (count, size), sigma in zip(base, sigmas, strict=False)]
    )
    if not ranges:
        return [None] * len(pairs)
    # Screening may leave only noughts; then the ranges are all we know of the spread.
    kept = screened(ranges)
    kept = kept if any(kept) else ranges
    return [3 * sigma * math.fsum(kept) / len(kept) / D2 for sigma in sigmas]


def _chart(
    kept: Sequence[bool],
    pairs: Sequence[Pair],
    centre: float,
    lower: Sequence[float | None],
    upper: Sequence[float | None],
    per: float,
) -> ControlChart:
    """The chart in the reader's units, with gaps where a period has no point."""
    rates = [count / size for count, size in pairs]
    marks = outside(
        rates,
        [-math.inf if low is None else low for low in lower],
        [math.inf if high is None else high for high in upper],
    )
    slots = [1.0 if keep else None for keep in kept]

    def line(numbers: Sequence[float | None]) -> Line:
        return tuple(spread_out(slots, [None if x is None else x * per for x in numbers], None))

    return ControlChart(
        values=line(rates),
        centre=tuple([centre * per if pairs else None] * len(kept)),
        lower=line(lower),
        upper=line(upper),
        signals=tuple(spread_out(slots, [OUTSIDE if mark else NONE for mark in marks], NONE)),
    )
