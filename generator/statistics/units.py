"""Whether one of several units (an adult, a shift, a weekday) has more or fewer than its part of the time would give.

Given the total, each count is binomial with the unit's share of all time (exact, no normal curve). What stands out is
said only after correction for looking at all of them, and only where it holds without the child with most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betainc, betaincc

from generator.statistics.charts import ChartError
from generator.statistics.children import top_children
from generator.statistics.spread import ALPHA, holm

MIN_TOTAL = 10
MIN_EXPECTED = 2.0
MIN_CHILDREN = 3
"""Fewest different children behind a unit that may stand out as high (a rule of small numbers, no law)."""
FDR = 0.10
WIDE = 0.001
Adjust = Callable[[Sequence[float]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its time (hours worked, days open) and how many incidents of each child fell to it."""

    size: float
    by_child: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.by_child.values())


@dataclass(frozen=True, slots=True)
class Reading:
    """What its share of the time would give, both tails plain and corrected, and what may be said.

    `low` and `high` are the exact 95 % interval of its share of the incidents (Clopper and Pearson 1934). `said` is
    `high`, `low`, `one-child` (it does not hold without one child) or nothing.
    """

    count: int
    total: int
    share: float
    p_high: float
    p_low: float
    low: float
    high: float
    adjusted: float = 1.0
    said: str = ""

    @property
    def expected(self) -> float:
        return self.total * self.share

    @property
    def tested(self) -> bool:
        """Whether there is enough to say anything: ten in the family, two expected here (methods page, section 4)."""
        return self.total >= MIN_TOTAL and 0 < self.share < 1 and self.expected >= MIN_EXPECTED

    @property
    def ratio(self) -> float | None:
        """The count over what its share of the time would give; None where that is nought."""
        return self.count / self.expected if self.expected > 0 else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The exact 95 % interval of that ratio."""
        return (self.low / self.share, self.high / self.share) if self.expected > 0 else None

    @property
    def against_rest(self) -> tuple[float, float, float] | None:
        """Its rate over the rate of the rest, with the exact 95 % interval; None where that has no end."""
        if not 0 < self.share < 1 or self.count == self.total or self.high >= 1:
            return None
        time = self.share / (1 - self.share)
        ratio = self.count / (self.total - self.count) / time
        return ratio, self.low / (1 - self.low) / time, self.high / (1 - self.high) / time

    def limits(self, tail: float) -> tuple[int, int]:
        """The counts between which chance alone would stay, leaving `tail` on each side."""
        from scipy.stats import binom

        return int(binom.ppf(tail, self.total, self.share)), int(binom.ppf(1 - tail, self.total, self.share))


def readings(
    families: Sequence[Sequence[Unit]],
    adjust: Adjust,
    level: float = ALPHA,
    *,
    familywise: float | None = None,
) -> tuple[tuple[Reading, ...], ...]:
    """Each unit of each family against its family, corrected over both tails of all that are tested.

    `familywise` is a second limit, on the chance of calling any at all (Holm), where the report gives this test a
    share. A unit is said to be low only where it is so beside those that are not high: where one has many, the others
    have few by themselves.
    """
    plain = _plain(families)
    tested = [(f, u) for f, row in enumerate(plain) for u, each in enumerate(row) if each.tested]
    tails = [plain[f][u].p_high for f, u in tested] + [plain[f][u].p_low for f, u in tested]
    adjusted = adjust(tails) if tails else ()
    any_at_all = holm(tails) if tails and familywise is not None else [0.0] * len(tails)
    called = [
        float(adjusted[i]) < level and any_at_all[i] < (1.0 if familywise is None else familywise)
        for i in range(len(tails))
    ]
    for place, (f, u) in enumerate(tested):
        high, low = float(adjusted[place]), float(adjusted[len(tested) + place])
        said = "high" if called[place] else "low" if called[len(tested) + place] else ""
        plain[f][u] = replace(plain[f][u], adjusted=min(high, low), said=said)
    return tuple(_held(family, row) for family, row in zip(families, plain, strict=True))


def _plain(families: Sequence[Sequence[Unit]]) -> list[list[Reading]]:
    """Counts, shares, tails and intervals of all units at once."""
    from scipy.stats import beta, binom

    sizes = [sum(each.size for each in family) for family in families]
    totals = [sum(each.count for each in family) for family in families]
    every = [(f, unit) for f, family in enumerate(families) for unit in family]
    count = np.array([unit.count for _, unit in every], dtype=int)
    total = np.array([totals[f] for f, _ in every], dtype=int)
    share = np.array([min(1.0, unit.size / sizes[f]) if sizes[f] > 0 else 0.0 for f, unit in every])
    high, low = binom.sf(count - 1, total, share), binom.cdf(count, total, share)
    least = beta.ppf(ALPHA / 2, np.maximum(count, 1), total - count + 1)
    most = beta.isf(ALPHA / 2, count + 1, np.maximum(total - count, 1))
    least = np.where(count == 0, 0.0, least)
    most = np.where(count == total, 1.0, most)
    columns = (count, total, share, np.minimum(high, 1), np.minimum(low, 1), least, most)
    rows = iter(zip(*(column.tolist() for column in columns), strict=True))
    return [[Reading(*next(rows)) for _ in family] for family in families]


def _held(family: Sequence[Unit], row: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings again, what is said of each cut back to what holds without each child with most."""
    high = {place for place, each in enumerate(row) if each.said == "high"}
    found = []
    for place, each in enumerate(row):
        said = each.said
        if said == "low" and high:
            rest = [unit for other, unit in enumerate(family) if other not in high]
            said = said if _tail(rest, family[place], said, None) < ALPHA else ""
        if said and not _holds(family, family[place], said):
            said = "one-child"
        found.append(replace(each, said=said))
    return tuple(found)


def _tail(family: Sequence[Unit], unit: Unit, said: str, child: str | None) -> float:
    """How often chance would give a unit so many (or so few) of its family, one child left out."""
    size = sum(each.size for each in family)
    total = sum(each.count - each.by_child.get(child or "", 0) for each in family)
    count, share = unit.count - unit.by_child.get(child or "", 0), unit.size / size
    if said == "high":
        return float(betainc(count, total - count + 1, share)) if count > 0 else 1.0
    return float(betaincc(count + 1, total - count, share)) if count < total else 1.0


def _holds(family: Sequence[Unit], unit: Unit, said: str) -> bool:
    """Whether it stands out also without each child with most, in the unit and in the whole family."""
    if said == "high" and sum(count > 0 for count in unit.by_child.values()) < MIN_CHILDREN:
        return False
    whole: Counter[str] = Counter()
    for each in family:
        whole.update(each.by_child)
    tops = {*top_children(unit.by_child), *top_children(whole)}
    return all(_tail(family, unit, said, child) < ALPHA for child in tops)


def benjamini_yekutieli(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p-values adjusted so that of all that are called, at most a known share is called by chance.

    It holds also where the tests hang together, as shifts and hours do (Benjamini and Yekutieli 2001, Annals of
    Statistics 29): p times the number of tests, times 1 + 1/2 + … + 1/m, over its rank, never falling with p.
    """
    if any(not 0 <= p <= 1 for p in p_values):
        raise ChartError("many tests: a p-value is not between nought and one.", "Correct it at its source.")
    count = len(p_values)
    harmonic = sum(1 / rank for rank in range(1, count + 1))
    adjusted = [1.0] * count
    lowest = 1.0
    for rank, place in zip(
        range(count, 0, -1), sorted(range(count), key=lambda i: p_values[i], reverse=True), strict=True
    ):
        lowest = min(lowest, p_values[place] * count * harmonic / rank)
        adjusted[place] = lowest
    return tuple(adjusted)
