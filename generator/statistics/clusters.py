"""How far one child's incidents go together, and what a count is then worth: tails of counts divided by it.

Three incidents of one child on one afternoon are not three pieces of evidence about afternoons. Rao and Scott (1992,
Biometrics 48: 577-585) divide counts from clusters by the design effect; here the child is the cluster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincc, ndtri, stdtr

Numbers = NDArray[np.float64]
ROUNDING = 1e-9
Units = Sequence[Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Together:
    """How far children's counts lie from what the whole would give, `found`, beside what `chance` would make it.

    `freedom` says on how much this rests: one fewer than the children, those with few incidents counted as less than
    one, times one fewer than the units.
    """

    found: float
    chance: float
    freedom: float = 1.0

    @property
    def effect(self) -> float:
        """How many incidents are worth one. Never below 1: that incidents keep apart is no ground to say more."""
        found = self.found / self.chance if self.chance > 0 else 1.0
        return found if found > 1 + ROUNDING else 1.0


def together(units: Units) -> Together:
    """How far incidents of one child go together in units (adults, weekdays, two windows): of each, counts by child.

    With x incidents of a child in a unit, T of that child in all, p the unit's part of all N incidents, and k
    children: found is the sum over units and children of (x - T·p)², times k / (k - 1); chance is N times the sum over
    units of p·(1 - p), times N / (N - 1), so that one incident a child counts as one. p comes from these incidents
    and not from hours, so that a difference that all children share does not count as one child's. Where that says
    nothing (one child only, or all in one unit) each child's incidents are taken for one event: found is the sum of
    T², chance is N.
    """
    count = np.array([n for unit in units for n in unit.values()], dtype=float)
    unit = np.repeat(np.arange(len(units)), [len(each) for each in units])
    numbers: dict[str, int] = {}
    child = np.array(
        [numbers.setdefault(name, len(numbers)) for each in units for name in each], dtype=np.intp
    )
    return together_of(unit, child, count)


def together_of(unit: NDArray[np.intp], child: NDArray[np.intp], count: Numbers) -> Together:
    """The same of counts in a row, each with the number of its unit and of its child."""
    whole = float(count.sum())
    if not whole:
        return Together(0.0, 0.0)
    part = np.bincount(unit, count) / whole
    of_child = np.bincount(child, count)
    children = int((of_child > 0).sum())
    squares = float(of_child @ of_child)
    apart_by_chance = float(1 - part @ part)
    if children < 2 or apart_by_chance < ROUNDING:
        return Together(squares, whole)
    # (x - T·p)² summed over all units and children, also those where x is nought.
    apart = float(count @ count - 2 * (count * of_child[child]) @ part[unit]) + squares * float(part @ part)
    freedom = (whole**2 / squares - 1) * (np.count_nonzero(part) - 1)
    chance = whole**2 / (whole - 1) * apart_by_chance
    return Together(apart * children / (children - 1), chance, max(1.0, float(freedom)))


def pooled(parts: Iterable[Together]) -> float:
    """The design effect of several families taken as one: steadier than that of each where children are few."""
    every = list(parts)
    return Together(sum(each.found for each in every), sum(each.chance for each in every)).effect


def tail_at_least(count: ArrayLike, total: ArrayLike, share: ArrayLike, effect: ArrayLike) -> Numbers:
    """How often chance would give so many or more of the total, each `effect` incidents counted as one."""
    x, n = np.divide(count, effect), np.divide(total, effect)
    return np.where(x > 0, betainc(np.where(x > 0, x, 1.0), n - x + 1, share), 1.0)


def tail_at_most(count: ArrayLike, total: ArrayLike, share: ArrayLike, effect: ArrayLike) -> Numbers:
    """How often chance would give so few or fewer of the total, each `effect` incidents counted as one.

    The binomial tails are incomplete beta functions, which take counts that are not whole, so nothing is rounded
    (Johnson, Kemp and Kotz 2005, section 3.4). For whole counts they are exact; for divided ones they lie on the side
    of no signal, because they allow for steps of one where the steps are finer.
    """
    x, n = np.divide(count, effect), np.divide(total, effect)
    return np.where(n > x, betaincc(x + 1, np.where(n > x, n - x, 1.0), share), 1.0)


def allowing(tails: Numbers, effect: ArrayLike, freedom: ArrayLike) -> Numbers:
    """The tails, larger where they rest on a design effect that was itself counted from few children.

    As a mean over its estimated error is read from Student's t and not from the normal curve. Where the effect is 1
    nothing was divided and the exact tail stands.
    """
    wider = stdtr(freedom, ndtri(np.clip(tails, 1e-300, 0.5)))
    return np.where((np.asarray(effect) > 1) & (tails < 0.5), wider, tails)
