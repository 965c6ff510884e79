"""XmR: one value a period, with limits from how far neighbouring values lie apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, get_args

from generator.statistics.charts import (
    NONE,
    ChartError,
    ControlChart,
    Signal,
    first_points,
    on_line,
    points,
    present,
    spread_out,
)
from generator.statistics.rules import RULE_SETS, RuleSet, RuleSetName, apply

REACH = 2.66
"""3 / 1.128 rounded, as the NHS tools print and use it."""
SCREEN = 3.267
"""Upper limit of a moving range, in mean moving ranges (Montgomery, Statistical Quality Control)."""


def xmr(
    values: Sequence[Any],
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    rules: RuleSetName = "house",
    screen: bool = False,
) -> ControlChart:
    """A chart of single values: the mean, limits 2.66 mean moving ranges away, and what stands out.

    `baseline` takes the lines of every phase from its first points; `rebase` holds the places (from 0)
    where a new phase starts: lines and rules begin again there. A period without a point is left out before
    any rule, so runs bridge it. `screen` leaves out moving ranges of 3.267 means and more, once; never use
    it on counts, where a quiet series loses its limits. Where all moving ranges are nought no rule is read.
    """
    series = points(values)
    if rules not in RULE_SETS:
        raise ChartError(f"XmR chart: no such rule set. Use one of {', '.join(get_args(RuleSetName))}.")
    centre: list[float | None] = []
    lower: list[float | None] = []
    upper: list[float | None] = []
    signals: list[frozenset[Signal]] = []
    for start, end in _phases(len(series), rebase):
        phase = series[start:end]
        middle, reach, found = _phase(present(phase), baseline, RULE_SETS[rules], screen)
        centre += [middle] * len(phase)
        lower += [None if middle is None or reach is None else middle - reach] * len(phase)
        upper += [None if middle is None or reach is None else middle + reach] * len(phase)
        signals += spread_out(phase, found, NONE)
    return ControlChart(tuple(series), tuple(centre), tuple(lower), tuple(upper), tuple(signals))


def _phases(length: int, rebase: Sequence[int]) -> list[tuple[int, int]]:
    """Start and end of every phase, in order."""
    if any(start < 0 for start in rebase):
        raise ChartError("XmR chart: a new phase cannot start before the first point.", "Count from 0.")
    starts = sorted({0, *(int(start) for start in rebase if start < length)})
    return list(pairwise([*starts, length]))


def _phase(
    values: Sequence[float], baseline: int | None, rules: RuleSet, screen: bool
) -> tuple[float | None, float | None, list[frozenset[Signal]]]:
    """Mean, distance to the limits and what stands out, for one phase."""
    base = values[: first_points("XmR chart", values, baseline)]
    if not base:
        return None, None, []
    centre = math.fsum(base) / len(base)
    ranges = moving_ranges(base)
    quiet = [NONE] * len(values)
    if not ranges or (screen and rules.undefined_when_constant and not any(ranges)):
        return centre, None, quiet
    kept = screened(ranges) if screen else ranges
    reach = REACH * math.fsum(kept) / len(kept)
    if rules.stop_without_ranges and reach == 0:
        return centre, reach, quiet
    return centre, reach, apply(rules, values, centre, reach)


def moving_ranges(values: Sequence[float]) -> list[float]:
    """How far each value lies from the one before; nought where they differ by rounding alone."""
    return [0.0 if on_line(after, before) else abs(after - before) for before, after in pairwise(values)]


def screened(ranges: Sequence[float]) -> list[float]:
    """The moving ranges below 3.267 times their mean, taken once; all of them where they are all nought."""
    limit = SCREEN * math.fsum(ranges) / len(ranges)
    return [gap for gap in ranges if gap < limit] or list(ranges)
