"""Whether counts vary as chance would have them: over time, over shifts, and over many tests at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.statistics.charts import ChartError, points, same_length

ALPHA = 0.05
PHI = 1.5
"""Chosen from simulation, not from a standard: bursts of incidents give 2 and more, frailty alone about 1."""


@dataclass(frozen=True, slots=True)
class Dispersion:
    """The index of dispersion D, its degrees of freedom, p, and phi = D / df (None below two periods)."""

    statistic: float
    df: int
    p: float
    phi: float | None

    @property
    def known(self) -> bool:
        """Whether there were periods enough to look."""
        return self.df >= 1

    @property
    def clustered(self) -> bool:
        """Whether incidents come in clusters (p below 0.05 or phi above 1.5): no Poisson sentence holds."""
        return self.phi is not None and (self.p < ALPHA or self.phi > PHI)

    def rescaled(self, part: float) -> Dispersion:
        """The same against a variance that is only this part of a Poisson's, as a binomial's is."""
        from scipy.stats import chi2

        if self.df == 0:
            return self
        statistic = self.statistic / part
        return Dispersion(statistic, self.df, float(chi2.sf(statistic, self.df)), statistic / self.df)


@dataclass(frozen=True, slots=True)
class Share:
    """One shift or room: its count, what its hours would give, and both tails, plain and after Holm."""

    count: int
    expected: float
    p_high: float
    p_low: float
    adjusted_high: float
    adjusted_low: float

    @property
    def stands_out(self) -> str:
        """`high`, `low`, or nothing, at 5% after Holm."""
        return "high" if self.adjusted_high < ALPHA else "low" if self.adjusted_low < ALPHA else ""


@dataclass(frozen=True, slots=True)
class Shares:
    """Every unit in the order given; `may_speak` needs 10 expected in all and 2 in each unit."""

    units: tuple[Share, ...]
    may_speak: bool


def dispersion(counts: Sequence[Any], exposures: Sequence[Any] | None = None) -> Dispersion:
    """How much more counts vary from period to period than independent events would (1 is just as much).

    D = sum of (x - un)² / (un), u being the pooled rate, against chi-square with one fewer than the periods.
    Periods without a count or without exposure are left out; without exposures all periods are equal.
    """
    return within([(counts, exposures if exposures is not None else [1.0] * len(counts))])


def within(windows: Sequence[tuple[Sequence[Any], Sequence[Any]]]) -> Dispersion:
    """The same inside several windows, each about its own rate: a change between them does not count."""
    statistic, df = 0.0, 0
    for counts, exposures in windows:
        same_length("dispersion", counts, exposures)
        pairs = [
            (count, size)
            for count, size in zip(points(counts), points(exposures), strict=True)
            if count is not None and size is not None and size > 0
        ]
        if any(count < 0 for count, _ in pairs):
            raise ChartError("dispersion: a count is below nought.", "Correct it at its source.")
        total, exposure = math.fsum(c for c, _ in pairs), math.fsum(s for _, s in pairs)
        df += max(len(pairs) - 1, 0)
        if total > 0:
            rate = total / exposure
            statistic += math.fsum((count - rate * size) ** 2 / (rate * size) for count, size in pairs)
    if df == 0:
        return Dispersion(0.0, 0, 1.0, None)
    from scipy.stats import chi2

    return Dispersion(statistic, df, float(chi2.sf(statistic, df)), statistic / df)


def shares(counts: Sequence[int], exposures: Sequence[float]) -> Shares:
    """Whether any shift or room has more or fewer incidents than its hours would give, given the total.

    Each count is binomial with the unit's share of all hours; Holm over both tails of all units. Never for
    people.
    """
    from scipy.stats import binom

    same_length("shares", counts, exposures)
    if any(not number >= 0 for number in (*counts, *exposures)):
        raise ChartError(
            "shares: a count or its time is missing or below nought.", "Correct it at its source."
        )
    total, exposure = sum(counts), math.fsum(exposures)
    parts = [size / exposure if exposure > 0 else 0.0 for size in exposures]
    high = [min(1.0, float(binom.sf(x - 1, total, part))) for x, part in zip(counts, parts, strict=True)]
    low = [min(1.0, float(binom.cdf(x, total, part))) for x, part in zip(counts, parts, strict=True)]
    adjusted = holm([*high, *low])
    units = tuple(
        Share(int(x), total * part, high[i], low[i], adjusted[i], adjusted[len(high) + i])
        for i, (x, part) in enumerate(zip(counts, parts, strict=True))
    )
    return Shares(units, bool(units) and total >= 10 and all(unit.expected >= 2 for unit in units))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p-values adjusted for looking at all of them, in the order given (Holm 1979)."""
    if any(not 0 <= p <= 1 for p in p_values):
        raise ChartError("many tests: a p-value is not between nought and one.", "Correct it at its source.")
    count = len(p_values)
    adjusted = [0.0] * count
    highest = 0.0
    for rank, place in enumerate(sorted(range(count), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, (count - rank) * p_values[place]))
        adjusted[place] = highest
    return tuple(adjusted)
