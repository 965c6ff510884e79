"""Which chart a series has earned, and whether it may say more than what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Literal

from generator.statistics.attribute import p_chart, u_chart
from generator.statistics.charts import (
    NONE,
    ControlChart,
    RunChart,
    Signal,
    points,
    present,
    same_length,
    side,
)
from generator.statistics.gaps import t_chart
from generator.statistics.individuals import xmr
from generator.statistics.rates import central_p
from generator.statistics.rules import RULE_SETS, apply
from generator.statistics.runs import may_speak, run_chart
from generator.statistics.spread import PHI, Dispersion, dispersion

Kind = Literal["dots", "since", "t", "u", "xmr", "p"]
Reading = Literal["high", "low", "both", "usual", "none"]
Side = Literal["high", "low"]

MIN_EVENTS = 6
MIN_PERIODS = 10
MIN_GAPS = 10
SPARSE = 2.0
FULL = 5.0
MAX_ZERO_SHARE = 0.25
RESTS_ON: Mapping[Signal, int] = {"outside-limits": 1, "two-in-three": 3, "shift": 7, "trend": 7}
"""How many of the last points each rule rests on."""
CONFIRM = 0.01
"""Two-sided level of the count that confirms a signal of the latest point; chosen by `make simulate`."""
SHORT = 0.5
"""A period with less than this part of the middle exposure has no place on an XmR chart: its rate jumps by itself."""
BASE = (13, 20)
"""Limits are firm from 13 points; the NHS tool's advice is a base of up to 20."""
MIN_DENOMINATOR = 20


@dataclass(frozen=True, slots=True)
class ChosenChart:
    """The chart to draw, whether it may speak, and why.

    `chart` and `runs` are None where dots are all that is earned. `reason` is one of `few-events`,
    `few-periods`, `rare`, `rare-gaps`, `counts`, `rates`, `shares`, `small-denominators` and `clusters`.
    `latest` is what the last point's rules say (`none` where the chart may not speak), `runs_signal`
    whether the median is held or crossed more oddly than chance gives, on a run chart that passes its own
    gate. `trial` marks limits from fewer than 13 points. `unconfirmed` is the side on which the last point lies
    outside its limits where that is no more than chance often gives: `latest` and the rules of the chart then say
    nothing of it.
    """

    kind: Kind
    may_speak: bool
    reason: str
    periods: int
    events: int
    mean: float
    phi: float | None
    clustered: bool
    chart: ControlChart | None = None
    runs: RunChart | None = None
    runs_signal: bool = False
    latest: Reading = "none"
    trial: bool = False
    unconfirmed: Side | None = None


def choose(
    counts: Sequence[Any], exposures: Sequence[Any], *, gaps: Sequence[Any] | None = None, per: float = 1.0
) -> ChosenChart:
    """The chart for counts over time, by the decision table of the methods page (section 2).

    `gaps` are days between incident-days. Fewer than 6 events or 10 periods: dots. Fewer than 2 events a
    period, or over a quarter of the periods empty: days since, or from 10 gaps a chart of gaps. From 2: a u
    chart with exact tails, dots where incidents come in clusters. From 5, and 13 periods: XmR of the rate
    per `per`, unscreened, its lines from the first half of the points, at least 13 and at most 20.
    """
    same_length("chart", counts, exposures)
    pairs = list(zip(points(counts), points(exposures), strict=True))
    numbers = [count if size is not None and size > 0 else None for count, size in pairs]
    spread = dispersion(numbers, exposures)
    known = present(numbers)
    events, periods = int(sum(known)), len(known)
    mean = events / periods if periods else 0.0
    measured = present(points(gaps if gaps is not None else ()))
    if events < MIN_EVENTS or periods < MIN_PERIODS:
        return _chosen(
            "dots", "few-events" if events < MIN_EVENTS else "few-periods", events, periods, spread
        )
    if mean < SPARSE or known.count(0.0) > MAX_ZERO_SHARE * periods:
        if len(measured) < MIN_GAPS:
            return _chosen("since", "rare", events, periods, spread)
        return _chosen("t", "rare-gaps", events, periods, spread, t_chart(measured), base=len(measured))
    if mean >= FULL and periods >= BASE[0]:
        least = SHORT * median(size for _, size in pairs if size)
        rates = [
            None if c is None or not e or e < least else per * c / e
            for c, (_, e) in zip(numbers, pairs, strict=True)
        ]
        base = min(BASE[1], max(BASE[0], periods // 2))
        chart = xmr(rates, baseline=base, rules="house", screen=False)
        found = _chosen("xmr", "rates", events, periods, spread, chart, run_chart(rates), base)
        kept = [pair for pair, rate in zip(pairs, rates, strict=True) if rate is not None]
        return found if found.latest == "usual" or confirmed(chart, kept) else _unconfirmed(found, chart)
    if spread.clustered:
        return _chosen("dots", "clusters", events, periods, spread)
    chart = u_chart(numbers, exposures, per=per)
    return _chosen("u", "counts", events, periods, spread, chart, run_chart(chart.values), periods)


def choose_share(numerators: Sequence[Any], denominators: Sequence[Any]) -> ChosenChart:
    """The chart for percentages over time: a p chart (Laney's where phi is above 1.5), else dots.

    A p chart needs 10 periods, a mean denominator of 20, and 5 of the rarer outcome a period on average.
    """
    same_length("chart", numerators, denominators)
    pairs = list(zip(points(numerators), points(denominators), strict=True))
    kept = [(x, n) for x, n in pairs if x is not None and n is not None and n > 0]
    met, known, periods = sum(x for x, _ in kept), sum(n for _, n in kept), len(kept)
    spread = _share_spread(kept, met, known)
    if periods < MIN_PERIODS:
        return _chosen("dots", "few-periods", int(met), periods, spread)
    if known / periods < MIN_DENOMINATOR or min(met, known - met) / periods < FULL:
        return _chosen("dots", "small-denominators", int(met), periods, spread)
    chart = p_chart(numerators, denominators, laney=spread.phi is not None and spread.phi > PHI)
    return _chosen("p", "shares", int(met), periods, spread, chart, run_chart(chart.values), periods)


def survives(whole: ChosenChart, rests: Sequence[ChosenChart]) -> bool:
    """Whether the last point says the same without the child with most incidents, in every such rest."""
    return whole.latest in ("high", "low") and all(rest.latest == whole.latest for rest in rests)


def confirmed(chart: ControlChart, pairs: Sequence[tuple[float | None, float | None]]) -> bool:
    """Whether what the rules see in the last point of an XmR chart is also more than chance gives by counts.

    Limits from thirteen moving ranges lie too near now and then, and a middle from thirteen points too high or too
    low. So the points that a rule rests on (1 outside the limits, 3 of two in three, 7 of a shift or a trend) are set
    against all before them: exact, given the total, at `CONFIRM`, with counts divided by the phi of those before
    where that is above 1. `pairs` are count and exposure of the points, in order. Found by `make simulate`: without
    it two to five of a hundred charts on which nothing changes have a signal in the latest point.
    """
    known = [(count or 0.0, size or 0.0) for count, size in pairs]
    for length in sorted({RESTS_ON[signal] for signal in _last_signals(chart)}):
        before, after = known[:-length], known[-length:]
        spread = dispersion([count for count, _ in before], [size for _, size in before])
        wide = max(spread.phi or 1.0, 1.0)
        (a, e1), (b, e2) = ((sum(c for c, _ in part), sum(e for _, e in part)) for part in (before, after))
        if central_p(round(a / wide), e1, round(b / wide), e2) < CONFIRM:
            return True
    return False


def _unconfirmed(found: ChosenChart, chart: ControlChart) -> ChosenChart:
    """The same chart, silent about its last point: what the rules see is what they see in the points before it.

    A run that the last point ends goes with it; one that was there before stays.
    """
    *before, last = (place for place, value in enumerate(chart.values) if value is not None)
    value, centre, upper = chart.values[last], chart.centre[last], chart.upper[last]
    assert value is not None and centre is not None and upper is not None, (
        "a point that stands out has limits"
    )
    values = present(chart.values)[:-1]
    seen = dict(zip(before, apply(RULE_SETS["house"], values, centre, upper - centre), strict=True))
    outside: Side | None = None
    if "outside-limits" in chart.signals[last]:
        outside = "high" if side(value, centre) > 0 else "low"
    quiet = replace(chart, signals=tuple(seen.get(place, NONE) for place in range(len(chart.values))))
    return replace(found, chart=quiet, latest="usual", unconfirmed=outside)


def _last_signals(chart: ControlChart) -> frozenset[Signal]:
    """The rules that the last point is part of, where there is a point at all."""
    places = [place for place, value in enumerate(chart.values) if value is not None]
    return chart.signals[places[-1]] if places else frozenset()


def latest_reading(chart: ControlChart) -> Reading:
    """What the rules say of the last point: `high`, `low`, `both` (they disagree), `usual`, `none`.

    On a chart of gaps `high` is a long gap, so fewer incidents.
    """
    places = [place for place, value in enumerate(chart.values) if value is not None]
    values, last = present(chart.values), places[-1] if places else 0
    centre = chart.centre[last] if places else None
    if centre is None:
        return "none"
    signals = chart.signals[last]
    found = {side(values[-1], centre)} if signals - {"trend"} else set()
    if "trend" in signals:
        found.add(side(values[-1], values[-2]))
    if len(found) > 1:
        return "both"
    return "usual" if not found else "high" if 1 in found else "low"


def _share_spread(kept: Sequence[tuple[float, float]], met: float, known: float) -> Dispersion:
    """The dispersion of shares: that of the counts over what a binomial leaves of a Poisson's variance."""
    plain = dispersion([x for x, _ in kept], [n for _, n in kept])
    left = 1 - met / known if known > 0 else 1.0
    if plain.phi is None or left <= 0:
        return plain
    return plain.rescaled(left)


def _chosen(
    kind: Kind,
    reason: str,
    events: int,
    periods: int,
    spread: Dispersion,
    chart: ControlChart | None = None,
    runs: RunChart | None = None,
    base: int = 0,
) -> ChosenChart:
    return ChosenChart(
        kind=kind,
        may_speak=chart is not None,
        reason=reason,
        periods=periods,
        events=events,
        mean=events / periods if periods else 0.0,
        phi=spread.phi,
        clustered=spread.clustered,
        chart=chart,
        runs=runs,
        runs_signal=runs is not None and may_speak(runs) and runs.signal,
        latest="none" if chart is None else latest_reading(chart),
        trial=chart is not None and base < BASE[0],
    )
