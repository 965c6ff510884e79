"""g and t charts: how long it was between one event and the next, for events too rare to count monthly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import Any, Literal

from pandas import isna

from generator.statistics.attribute import D2, TAIL
from generator.statistics.charts import NONE, OUTSIDE, ChartError, ControlChart, points, present, spread_out
from generator.statistics.individuals import moving_ranges, screened
from generator.statistics.rules import outside

POWER = 3.6
"""Nelson's power that makes waiting times near normal (Journal of Quality Technology 26, 1994)."""


def incident_day_gaps(days: Iterable[Any]) -> list[int]:
    """Days from each day with an incident to the next such day; several incidents on one day are one day.

    A day may be a date, a date with a time, or text as 2026-03-09; missing ones are left out.
    """
    known = {_day(day) for day in days if isna(day) is not True}
    return [(after - before).days for before, after in pairwise(sorted(known))]


def _day(day: Any) -> date:
    """The day alone, without its time."""
    if isinstance(day, datetime):
        return day.date()
    if isinstance(day, date):
        return day
    try:
        return datetime.fromisoformat(day).date()
    except (TypeError, ValueError):
        # From nothing: the text that could not be read must not stand in a traceback.
        raise ChartError("gaps: something is not a day.", "Give each day as year-month-day.") from None


def g_chart(gaps: Sequence[Any]) -> ControlChart:
    """A chart of counts between events: the median, and limits from the mean of a geometric distribution.

    Limits are mean ± 3·sqrt(mean·(mean + 1)), floored at nought.
    """
    series = _gaps("g chart", gaps, nought=True)
    values = present(series)
    if not values:
        return _chart(series, None, None, None)
    mean = math.fsum(values) / len(values)
    width = 3 * math.sqrt(mean * (mean + 1))
    return _chart(series, float(median(values)), max(mean - width, 0.0), mean + width)


def t_chart(gaps: Sequence[Any], *, method: Literal["exponential", "power"] = "exponential") -> ControlChart:
    """A chart of days between incident-days, for waiting times that chance alone would make exponential.

    `exponential` takes the centre and both limits (0.00135 in each tail) from the exponential distribution
    with the mean gap. `power` works on gaps to the power 1/3.6 with screened moving ranges and turns the
    lines back. Gaps are longer than nought: count incident-days, and leave out the time since the last one,
    which has not ended.
    """
    series = _gaps("t chart", gaps, nought=False)
    values = present(series)
    if method not in ("exponential", "power"):
        raise ChartError("t chart: no such method.", "Use exponential or power.")
    if not values:
        return _chart(series, None, None, None)
    if method == "exponential":
        mean = math.fsum(values) / len(values)
        return _chart(series, mean * math.log(2), -mean * math.log1p(-TAIL), -mean * math.log(TAIL))
    return _power_chart(series, [value ** (1 / POWER) for value in values])


def _power_chart(series: Sequence[float | None], roots: Sequence[float]) -> ControlChart:
    """The t chart by Nelson's power: an individuals chart of the roots, its lines raised back."""
    centre = math.fsum(roots) / len(roots)
    ranges = moving_ranges(roots)
    if not ranges:
        return _chart(series, centre**POWER, None, None)
    kept = screened(ranges)
    kept = kept if any(kept) else ranges
    width = 3 * math.fsum(kept) / len(kept) / D2
    return _chart(series, centre**POWER, max(centre - width, 0.0) ** POWER, (centre + width) ** POWER)


def _gaps(where: str, gaps: Sequence[Any], nought: bool) -> list[float | None]:
    """The gaps as numbers; refuses one below nought, and nought itself unless `nought`."""
    series = points(gaps)
    if any(gap < 0 or (gap == 0 and not nought) for gap in present(series)):
        raise ChartError(
            f"{where}: a gap is not longer than nought.",
            "Count days with an incident, not incidents, before measuring the gaps between them.",
        )
    return series


def _chart(
    series: Sequence[float | None], centre: float | None, lower: float | None, upper: float | None
) -> ControlChart:
    """The same three lines for every gap, and the gaps outside them marked."""
    values = present(series)
    low = -math.inf if lower is None else lower
    high = math.inf if upper is None else upper
    marks = outside(values, [low] * len(values), [high] * len(values))
    return ControlChart(
        values=tuple(series),
        centre=(centre,) * len(series),
        lower=(lower,) * len(series),
        upper=(upper,) * len(series),
        signals=tuple(spread_out(series, [OUTSIDE if mark else NONE for mark in marks], NONE)),
    )
