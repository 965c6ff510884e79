"""The simulations behind each place where the method differs from the NHS or UKHSA tools: theirs beside ours.

In none of these series anything changes. `theirs` counts how often the other method says that something did, `ours`
how often this program's function does, on the very same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from generator.simulation.tally import share, stream
from generator.simulation.worlds import BURST
from generator.statistics import spc
from generator.statistics.choose import choose
from generator.statistics.compare import compare
from generator.statistics.rates import ALPHA, central_p, garwood, holm, shares, ukhsa_rate
from generator.statistics.runs import may_speak
from generator.statistics.units import Unit, readings

Both = tuple[bool, bool]
MONTHS = 24
CHILDREN = 20
GAPS = 20
T_CRITICAL = 2.776
"""Two-sided 5 % point of Student's t with 4 degrees of freedom, what a straight line through six points is held to."""
HARD_DAYS = 20
"""Days of a term on which some child had three incidents."""
LEAGUE, TOP = (6, 20), 7
"""Six adults and twenty incidents; seven or more for the one with most."""


def differences(runs: int) -> dict[str, dict[str, dict[str, float | int]]]:
    """For each simulation: how often the other method, and how often ours, says that something changed."""
    found = {}
    for place, (name, once) in enumerate(SIMULATIONS.items()):
        told = [once(stream(3, place, number)) for number in range(runs)]
        found[name] = {
            "theirs": share(sum(theirs for theirs, _ in told), runs),
            "ours": share(sum(ours for _, ours in told), runs),
        }
    return found


def _sparse(mean: float) -> Callable[[Generator], Both]:
    """NHS XmR with screening on rare counts: any mark, beside what the chart chosen here says of the latest month."""

    def once(random: Generator) -> Both:
        counts = random.poisson(mean, MONTHS).tolist()
        theirs = any(spc.xmr(counts, rules="ptd", screen=True).signals)
        return theirs, choose(counts, [1.0] * MONTHS).latest in ("high", "low")

    return once


def _six_points(random: Generator) -> Both:
    """Runs and trends of six points, an option of the NHS workbook, beside seven, on monthly counts of ten."""
    counts = random.poisson(10.0, MONTHS).tolist()
    return tuple(any(spc.xmr(counts, rules=name, baseline=13).signals) for name in ("mdc", "house"))  # type: ignore


def _rolling(random: Generator) -> Both:
    """Run rules on a three-month rolling mean, beside the months themselves."""
    counts = random.poisson(10.0, MONTHS).astype(float)
    smooth = np.convolve(counts, np.ones(3) / 3, "valid").tolist()
    return (
        any(spc.xmr(smooth, rules="ptd").signals),
        choose(counts.tolist(), [1.0] * MONTHS).latest in ("high", "low"),
    )


def _three_sigma(random: Generator) -> Both:
    """Three-sigma limits of a u chart beside exact ones, at one incident every two months."""
    counts = random.poisson(0.5, MONTHS).tolist()
    sizes = [100.0] * MONTHS
    return (
        any(spc.u_chart(counts, sizes, exact=False).signals),
        any(spc.u_chart(counts, sizes).signals),
    )


def _median_nought(random: Generator) -> Both:
    """A run chart's rules on rare counts, beside the same rules where both sides of the median have enough points."""
    chart = spc.run_chart(random.poisson(0.5, MONTHS).tolist())
    return chart.signal, may_speak(chart) and chart.signal


def _anew(random: Generator) -> NDArray[np.int64]:
    """Incidents of twenty children in two terms, 1.5 a child and term; each child's rate is drawn anew each term."""
    return random.poisson(1.5 * random.gamma(BURST, 1 / BURST, size=(CHILDREN, 2)))


def _spells(random: Generator) -> NDArray[np.int64]:
    """Incidents of twenty children in six terms; a hard spell lasts a term or two and gives eight times as many."""
    hard = np.zeros((CHILDREN, 6), dtype=bool)
    hard[:, 0] = random.random(CHILDREN) < 0.25
    for term in range(1, 6):
        stays, begins = random.random(CHILDREN) < 0.5, random.random(CHILDREN) < 0.17
        hard[:, term] = np.where(hard[:, term - 1], stays, begins)
    return random.poisson(np.where(hard, 4.0, 0.5))


def _incidents_as_unit(random: Generator) -> Both:
    """Two terms compared with the incident as the unit, beside the child, where children's rates go up and down."""
    counts = _anew(random)
    a, b = int(counts[:, 0].sum()), int(counts[:, 1].sum())
    before, after = ({child: (int(n), 60.0) for child, n in enumerate(counts[:, term])} for term in (0, 1))
    return central_p(a, 1.0, b, 1.0) < ALPHA, compare(before, after).klass in ("R2", "R3")


def _line(random: Generator) -> Both:
    """A straight line through the totals of six terms, beside the last two terms compared by child."""
    counts = _spells(random)
    totals, terms = counts.sum(axis=0).astype(float), np.arange(6.0)
    r = float(np.corrcoef(terms, totals)[0, 1]) if totals.std() > 0 else 0.0
    t = abs(r) * sqrt(4 / max(1 - r * r, 1e-12))
    before, after = ({child: (int(n), 60.0) for child, n in enumerate(counts[:, term])} for term in (4, 5))
    return t > T_CRITICAL, compare(before, after).klass in ("R2", "R3")


def _chosen_children(random: Generator) -> Both:
    """Children picked after a term with four or more: more than half of them have fewer in the next.

    Beside it whether the whole setting, with nobody picked, is said to have fewer.
    """
    first, second = random.poisson(2.0, 60), random.poisson(2.0, 60)
    picked = first >= 4
    fewer = bool(picked.any()) and int((second[picked] < first[picked]).sum()) * 2 > int(picked.sum())
    before, after = ({child: (int(n), 60.0) for child, n in enumerate(term)} for term in (first, second))
    return fewer, compare(before, after).klass == "R2"


def _league(random: Generator) -> Both:
    """Six adults with equal hours: whether one has seven or more of twenty, beside whether the test names anyone."""
    adults, incidents = LEAGUE
    who, children = random.integers(0, adults, incidents), random.integers(0, 10, incidents)
    team = [
        Unit(1.0, {f"c{c}": int(((who == adult) & (children == c)).sum()) for c in range(10)})
        for adult in range(adults)
    ]
    most = max(unit.count for unit in team)
    return most >= TOP, any(each.said in ("high", "low") for each in readings([team], holm)[0])


def _hard_days(random: Generator) -> Both:
    """Three incidents of one child on each of twenty days of a term: whether a weekday stands out, counted one by one.

    Beside it the same weekdays with incidents counted for less where they are one child's; both after Holm at 5 %.
    """
    days, children = random.integers(0, 5, HARD_DAYS), random.integers(0, 30, HARD_DAYS)
    week = [
        Unit(14.0, {f"c{c}": 3 * int(((days == day) & (children == c)).sum()) for c in range(30)})
        for day in range(5)
    ]
    theirs = shares([unit.count for unit in week], [unit.size for unit in week]).units
    return any(each.stands_out for each in theirs), any(
        each.said in ("high", "low") for each in readings([week], holm)[0]
    )


def _two_in_three(random: Generator) -> Both:
    """Two of three near a limit as NHS charts are usually drawn, beside counting points beyond it as near."""
    counts = random.poisson(10.0, MONTHS).tolist()
    return tuple(  # type: ignore[return-value]
        any("two-in-three" in marks for marks in spc.xmr(counts, rules=name, baseline=13).signals)
        for name in ("ptd", "house")
    )


def _waiting(random: Generator) -> Both:
    """Days between rare incidents on a chart of their 3.6th root, beside limits from the waiting times themselves."""
    gaps = (np.ceil(random.exponential(30.0, GAPS))).tolist()
    return any(spc.t_chart(gaps, method="power").signals), any(spc.t_chart(gaps).signals)


SIMULATIONS: Mapping[str, Callable[[Generator], Both]] = {
    "xmr-quarter": _sparse(0.25),
    "xmr-one": _sparse(1.0),
    "xmr-five": _sparse(5.0),
    "six-points": _six_points,
    "rolling-mean": _rolling,
    "u-three-sigma": _three_sigma,
    "median-nought": _median_nought,
    "incident-as-unit": _incidents_as_unit,
    "straight-line": _line,
    "chosen-children": _chosen_children,
    "league-table": _league,
    "two-in-three": _two_in_three,
    "waiting": _waiting,
    "hard-days": _hard_days,
}


def screening() -> dict[str, dict[str, int]]:
    """One incident in twelve months: how many of the months each XmR chart calls unusual. An example, not a draw."""
    months = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    theirs = spc.xmr(months, rules="ptd", screen=True)
    ours = choose(months, [1.0] * 12)
    return {"theirs": _marked(theirs.signals), "ours": _marked(ours.chart.signals if ours.chart else ())}


def _marked(signals: tuple[frozenset[str], ...] | tuple[()]) -> dict[str, int]:
    return {"hits": sum(1 for each in signals if each), "runs": 12}


def byar() -> dict[str, float]:
    """How far Byar's upper limit lies from the exact one at most, in percent, for counts from 10 to 100."""
    gaps = [abs(ukhsa_rate(x, 1.0)[1] / garwood(x, 1.0)[1] - 1) for x in range(10, 101)]
    return {"largest_percent": round(100 * max(gaps), 2)}
