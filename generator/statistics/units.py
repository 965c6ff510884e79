"""Whether one of several units (an adult, a shift, a weekday) has more or fewer than its part of the time would give.

Given the total, each count is binomial with the unit's share of all time (exact, no normal curve). What is shown are
those counts; what is said rests on counts divided by how far a child's incidents go together (`clusters`). What stands
out is said only after correction for looking at all of them, and only where it holds without the child with most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.statistics.charts import ChartError
from generator.statistics.children import top_children
from generator.statistics.clusters import Together, allowing, tail_at_least, tail_at_most, together
from generator.statistics.spread import ALPHA, holm

MIN_TOTAL = 10
MIN_EXPECTED = 2.0
MIN_CHILDREN = 3
"""Fewest different children behind a unit that may stand out as high (a rule of small numbers, no law)."""
FDR = 0.10
WIDE = 0.001
ALONE = "alone-"
"""Marks, while it is being worked out, what would be called only if every incident stood for itself."""
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

    `low` and `high` are the exact 95 % interval of its share of the incidents (Clopper and Pearson 1934). These and
    the plain tails take incidents one by one; `adjusted` has the counts divided by the effect of what comes
    `together`, and is corrected. `said` is `high`, `low`, `one-child` (it does not hold without one child) or nothing.
    """

    count: int
    total: int
    share: float
    p_high: float
    p_low: float
    low: float
    high: float
    together: Together
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
    looked_at = [plain[f][u] for f, u in tested]
    adjusted, called = _called(_deciding(looked_at), adjust, level, familywise)
    # What only incidents taken one by one would call is often one child's, and is then said to be.
    _, alone = _called(_one_by_one(looked_at), adjust, level, familywise)
    for place, (f, u) in enumerate(tested):
        low = len(tested) + place
        said = _side(called[place], called[low]) or _side(alone[place], alone[low], ALONE)
        plain[f][u] = replace(plain[f][u], adjusted=min(adjusted[place], adjusted[low]), said=said)
    return tuple(_held(family, row) for family, row in zip(families, plain, strict=True))


def _side(high: bool, low: bool, mark: str = "") -> str:
    return f"{mark}high" if high else f"{mark}low" if low else ""


def _called(
    tails: Sequence[float], adjust: Adjust, level: float, familywise: float | None
) -> tuple[list[float], list[bool]]:
    """Every tail after correction, and whether it is called."""
    adjusted = [float(p) for p in adjust(tails)] if tails else []
    any_at_all = holm(tails) if tails and familywise is not None else [0.0] * len(tails)
    most = 1.0 if familywise is None else familywise
    return adjusted, [p < level and q < most for p, q in zip(adjusted, any_at_all, strict=True)]


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
    of_family = [together([unit.by_child for unit in family]) for family in families]
    values: list[list[Any]] = [*(column.tolist() for column in columns), [of_family[f] for f, _ in every]]
    rows = iter(zip(*values, strict=True))
    return [[Reading(*next(rows)) for _ in family] for family in families]


def _one_by_one(tested: Sequence[Reading]) -> list[float]:
    """The tails of the counts as they stand, all the high ones first."""
    return [each.p_high for each in tested] + [each.p_low for each in tested]


def _deciding(tested: Sequence[Reading]) -> list[float]:
    """The tails of the divided counts, all the high ones first: what may be said rests on these."""
    rows = [(r.count, r.total, r.share, r.together.effect, r.together.freedom) for r in tested]
    count, total, share, effect, freedom = np.array(rows, dtype=float).reshape(-1, 5).T
    high, low = (
        allowing(tail(count, total, share, effect), effect, freedom) for tail in (tail_at_least, tail_at_most)
    )
    return [*high.tolist(), *low.tolist()]


def _held(family: Sequence[Unit], row: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings again, what is said of each cut back to what holds without each child with most."""
    high = {place for place, each in enumerate(row) if each.said == "high"}
    rest = [unit for other, unit in enumerate(family) if other not in high]
    found = []
    for unit, each in zip(family, row, strict=True):
        said = each.said
        if said == "low" and high and _tail(rest, unit, said, None) >= ALPHA:
            said = ""
        if said in ("high", "low") and not _holds(family, unit, said):
            said = "one-child"
        if said.startswith(ALONE):
            said = "" if _holds(family, unit, said.removeprefix(ALONE), by_child=False) else "one-child"
        found.append(replace(each, said=said))
    return tuple(found)


def _tail(
    family: Sequence[Unit], unit: Unit, said: str, child: str | None, *, by_child: bool = True
) -> float:
    """How often chance would give a unit so many (or so few) of its family, one child left out.

    With `by_child` the counts are divided by the design effect of those that are left.
    """
    rest = [{name: n for name, n in each.by_child.items() if name != child} for each in family]
    total = sum(sum(each.values()) for each in rest)
    count, share = (
        unit.count - unit.by_child.get(child or "", 0),
        unit.size / sum(each.size for each in family),
    )
    tail = tail_at_least if said == "high" else tail_at_most
    return float(tail(count, total, share, together(rest).effect if by_child else 1.0))


def _holds(family: Sequence[Unit], unit: Unit, said: str, *, by_child: bool = True) -> bool:
    """Whether it stands out also without each child with most, in the unit and in the whole family."""
    if said == "high" and sum(count > 0 for count in unit.by_child.values()) < MIN_CHILDREN:
        return False
    whole: Counter[str] = Counter()
    for each in family:
        whole.update(each.by_child)
    tops = {*top_children(unit.by_child), *top_children(whole)}
    return all(_tail(family, unit, said, child, by_child=by_child) < ALPHA for child in tops)


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
