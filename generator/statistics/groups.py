"""Two groups of children compared: how many of each it happened to at least once. The child is the unit."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from generator.model import Verdict
from generator.statistics.charts import ChartError
from generator.statistics.rates import ALPHA
from generator.statistics.spread import holm

Name = TypeVar("Name", bound=Hashable)
Facts = dict[str, int | float | str]

MIN_GROUP = 10
MIN_RESTRAINED = 6
WIDEST = 40.0
"""The end of the search for a limit, as a natural logarithm: no ratio of two shares of real groups comes near."""
FAR = 1e9


@dataclass(frozen=True, slots=True)
class RiskRatio:
    """First share over second: Fisher's two-sided p, ratio (None where the second is nought), its score interval."""

    p: float
    ratio: float | None
    low: float
    high: float

    @property
    def apart(self) -> str:
        """`more` or `fewer` where the interval leaves out 1, else nothing."""
        return "more" if self.low > 1 else "fewer" if self.high < 1 else ""


@dataclass(frozen=True, slots=True)
class Group:
    """`a` of `n` children of a group, and `b` of `m` others."""

    a: int
    n: int
    b: int
    m: int

    @property
    def mirrored(self) -> frozenset[tuple[int, int]]:
        """The same for a group and for the others seen from the other side: one test, not two."""
        return frozenset({(self.a, self.n), (self.b, self.m)})


def risk_ratio(a: int, n: int, b: int, m: int, confidence: float = 0.95) -> RiskRatio:
    """a of n over b of m, with the score interval of Miettinen and Nurminen and Fisher's exact two-sided p.

    The interval holds every ratio R that the score test does not reject: both shares are fitted under R (Koopman 1984,
    Biometrics 40, 513-517), the variance carries the factor N / (N - 1) of Miettinen and Nurminen (1985, Statistics in
    Medicine 4, 213-226). It works at nought: 0 of n has the lower end 0, and against 0 of m there is no upper end.
    Nothing on either side says nothing: no ratio, 0 to infinity, p 1. Own code, because scipy offers only the
    logarithmic interval, which needs an event on both sides.
    """
    from scipy.stats import fisher_exact, norm

    _checked(a, n, b, m)
    p = float(fisher_exact([[a, n - a], [b, m - b]]).pvalue)
    if a + b == 0:
        return RiskRatio(p, None, 0.0, math.inf)
    z = float(norm.isf((1 - confidence) / 2))
    low = 0.0 if a == 0 else _limit(lambda ratio: _score(a, n, b, m, ratio) - z)
    high = math.inf if b == 0 else _limit(lambda ratio: _score(a, n, b, m, ratio) + z)
    return RiskRatio(p, (a / n) / (b / m) if b else None, low, high)


def _checked(a: int, n: int, b: int, m: int) -> None:
    if n < 1 or m < 1 or not (0 <= a <= n and 0 <= b <= m):
        raise ChartError("groups: a count is not between nought and its group.", "Correct it at its source.")


def _limit(distance: Callable[[float], float]) -> float:
    """The ratio at which the score test just does not reject; the score falls as the ratio grows."""
    from scipy.optimize import brentq

    return math.exp(float(brentq(lambda log: distance(math.exp(log)), -WIDEST, WIDEST, xtol=1e-12)))


def _score(a: int, n: int, b: int, m: int, ratio: float) -> float:
    """The score statistic of the hypothesis that the first share is `ratio` times the second."""
    total = n + m
    middle = (n * ratio + a + m + b * ratio) / 2
    root = math.sqrt(max(middle * middle - total * ratio * (a + b), 0.0))
    # The smaller root of the quadratic, written so that nothing cancels.
    second = min((a + b) / (middle + root), 1.0, 1 / ratio)
    first = min(second * ratio, 1.0)
    variance = (first * (1 - first) / n + ratio * ratio * second * (1 - second) / m) * total / (total - 1)
    gap = a / n - ratio * (b / m)
    if variance <= 0:
        return math.copysign(FAR, gap) if gap else 0.0
    return gap / math.sqrt(variance)


def compare_groups(
    groups: Mapping[Name, Group],
    *,
    min_group: int = MIN_GROUP,
    min_restrained: int = MIN_RESTRAINED,
    alpha: float = ALPHA,
    speaks: bool = True,
) -> dict[Name, Verdict]:
    """The result class of every group against the others, allowing for all that are looked at together.

    R0: fewer than ten children on either side, or fewer than six with an incident in all. R8: Fisher's p, after Holm's
    correction over all groups that can be tested, is below `alpha` and the interval leaves out 1. R1: tested, not met;
    with reason `earlier` where the window is one of which nothing is said (`speaks` is false).
    Two groups that are each other's rest are one test. Sources: methods, sections 4, 6 and 8.

    Facts: `a`, `n1`, `b`, `n2`, `n` (children with an incident on both sides) and, where tested, `p` (adjusted),
    `tests`, `apart` (`more`, `fewer` or nothing), with `ratio`, `low` and `high` where they are finite.
    """
    tested = {
        name: group
        for name, group in groups.items()
        if min(group.n, group.m) >= max(min_group, 1) and group.a + group.b >= min_restrained
    }
    ratios = {name: risk_ratio(group.a, group.n, group.b, group.m) for name, group in tested.items()}
    family = {(_kind(name), group.mirrored): ratios[name].p for name, group in tested.items()}
    adjusted = dict(zip(family, holm(tuple(family.values())), strict=True))
    found: dict[Name, Verdict] = {}
    for name, group in groups.items():
        facts: Facts = {"a": group.a, "n1": group.n, "b": group.b, "n2": group.m, "n": group.a + group.b}
        if name in tested:
            p = adjusted[_kind(name), group.mirrored]
            found[name] = _tested(facts, ratios[name], p, len(family), alpha if speaks else None)
        else:
            found[name] = Verdict("R0", {**facts, "reason": "groups"})
    return found


def _kind(name: Hashable) -> Hashable:
    """What a group is a group by: the first part of a name in parts, else nothing."""
    return name[0] if isinstance(name, tuple) else None


def _tested(facts: Facts, ratio: RiskRatio, p: float, tests: int, alpha: float | None) -> Verdict:
    """R8 where Holm and the interval agree that the groups differ, else R1."""
    apart = ratio.apart if alpha is not None and p < alpha else ""
    finite = {"ratio": ratio.ratio, "low": ratio.low, "high": ratio.high}
    known = {key: value for key, value in finite.items() if value is not None and math.isfinite(value)}
    told: Facts = {**facts, **known, "p": p, "tests": tests, "apart": apart}
    return (
        Verdict("R8", told) if apart else Verdict("R1", {**told, "reason": "groups" if alpha else "earlier"})
    )
