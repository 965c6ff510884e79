"""What only the children's own counts can say: whether many changed or one did, and who has how much."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from generator.statistics.charts import ChartError, same_length

Child = TypeVar("Child", bound=Hashable)
Value = TypeVar("Value")

EXACT_UP_TO = 16
RESAMPLES = 9999
SEED = 20_26_04_01
"""Any fixed number does: the same data must give the same page every time."""
ROUNDING = 1e-9
MIN_INCIDENTS = 12
MANY_CHILDREN = 500
NO_ONE_ABOVE = 0.01
"""The part of the sum of squares above which one child would bend the normal curve."""
AT_ONCE = 2_000_000
"""How many signs are held at a time, so that thousands of people do not fill the memory."""


@dataclass(frozen=True, slots=True)
class SignFlip:
    """Two-sided p, how many children changed, and the sum of their changes.

    The sum is above nought where the second window has less than the first would lead one to expect.
    """

    p: float
    changed: int
    total: float


@dataclass(frozen=True, slots=True)
class Concentration:
    """Share of the one and of the three children with most, and the Gini coefficient, each beside what
    chance gives.

    `..._chance` is the value that chance alone exceeds in 2.5% of draws. `enough` is false below 12
    incidents.
    """

    top1: float
    top3: float
    gini: float
    top1_chance: float
    top3_chance: float
    gini_chance: float
    enough: bool

    @property
    def above_chance(self) -> bool:
        """Whether it may be said that few children account for more than chance would give."""
        return self.enough and (self.top1 > self.top1_chance or self.top3 > self.top3_chance)


def sign_flip(
    first: Sequence[float],
    second: Sequence[float],
    exposure_first: Sequence[float] | float,
    exposure_second: Sequence[float] | float,
) -> SignFlip:
    """Whether children, each against itself, had less or more in the second window than chance would sort.

    One number a child, in one order throughout; an exposure may be one number for all. A child's change is
    its first count less the part of its total that its exposure would give. Every change is given both
    signs: exactly for up to 16 children who changed, otherwise in 9,999 draws from a fixed seed; for more than
    500, of whom none has a hundredth of the sum of squares, by the normal curve with a correction for
    continuity, whose p is then within 0.001 of what all signs would give. A child present in one window only
    does not count. The smallest p for m children is 2 x 0.5^m, so fewer than six
    never reach 5%.
    """
    same_length("comparison by child", first, second)
    for exposure in (exposure_first, exposure_second):
        if isinstance(exposure, Sequence):
            same_length("comparison by child", first, exposure)
    x1, x2 = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if min(x1.min(initial=0.0), x2.min(initial=0.0)) < 0:
        raise ChartError("comparison by child: a count is below nought.", "Correct it at its source.")
    e1 = np.broadcast_to(np.asarray(exposure_first, dtype=float), x1.shape)
    e2 = np.broadcast_to(np.asarray(exposure_second, dtype=float), x1.shape)
    both = (e1 > 0) & (e2 > 0)
    total = x1[both] + x2[both]
    expected = total * e1[both] / (e1[both] + e2[both])
    changes = x1[both] - expected
    changes = changes[np.abs(changes) > ROUNDING * np.maximum(total, 1.0)]
    # In order of size, so that the order of the children cannot change a drawn p.
    sizes = np.sort(np.abs(changes))
    observed = float(np.abs(changes.sum())) if changes.size else 0.0
    return SignFlip(_flipped_p(sizes, observed), int(sizes.size), float(changes.sum()))


def _flipped_p(sizes: NDArray[np.float64], observed: float) -> float:
    """The part of all ways to sign these sizes whose sum is as far from nought as the one observed."""
    if not sizes.size:
        return 1.0
    bar = observed - ROUNDING * float(sizes.sum())
    if sizes.size <= EXACT_UP_TO:
        sums = np.zeros(1)
        for size in sizes:
            sums = np.concatenate([sums + size, sums - size])
        return float(np.mean(np.abs(sums) >= bar))
    if sizes.size > MANY_CHILDREN and sizes[-1] ** 2 <= NO_ONE_ABOVE * float(sizes @ sizes):
        # The sum of m signs of sizes s has mean 0 and variance s·s; its steps are twice the smallest size or finer.
        return float(min(1.0, 2 * ndtr(-max(0.0, bar - sizes[0]) / np.sqrt(sizes @ sizes))))
    random = np.random.default_rng(SEED)
    rows = max(1, AT_ONCE // sizes.size)
    beyond = 0
    for done in range(0, RESAMPLES, rows):
        signs = random.integers(0, 2, size=(min(rows, RESAMPLES - done), sizes.size), dtype=np.int8)
        beyond += int(np.count_nonzero(np.abs((2.0 * signs - 1.0) @ sizes) >= bar))
    return (1 + beyond) / (1 + RESAMPLES)


def top_children(totals: Mapping[Child, float]) -> tuple[Child, ...]:
    """The child with most, or all who share that place; nobody where nothing was counted."""
    most = max(totals.values(), default=0)
    return tuple(child for child, total in totals.items() if most > 0 and total == most)


def without_each_top_child(
    totals: Mapping[Child, float], by_child: Mapping[Child, Value]
) -> Iterator[dict[Child, Value]]:
    """The data again without the child with most, once for each who shares that place.

    A signal is stated only where it holds in all of them.
    """
    for top in top_children(totals):
        yield {child: value for child, value in by_child.items() if child != top}


def concentration(counts: Sequence[int], seed: int = SEED) -> Concentration:
    """How far incidents gather on few children: one count for every child on the roll, noughts included.

    Beside each measure stands what 9,999 draws (999 for more than 500 children) of as many incidents over
    as many children exceed in 2.5% of cases (a fixed seed), because twelve incidents always look gathered.
    State it only from 12 incidents, and only above.
    """
    known = np.asarray(counts, dtype=np.int64)
    if known.size and known.min() < 0:
        raise ChartError("concentration: a count is below nought.", "Correct it at its source.")
    total = int(known.sum())
    if total == 0:
        return Concentration(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, False)
    top1, top3, gini = (float(measure[0]) for measure in _measures(known[np.newaxis, :]))
    chance = _chance(total, int(known.size), seed)
    return Concentration(top1, top3, gini, chance[0], chance[1], chance[2], total >= MIN_INCIDENTS)


@cache
def _chance(total: int, children: int, seed: int) -> tuple[float, float, float]:
    """What chance alone exceeds in 2.5 % of cases; it depends on two totals only, so it is drawn once for each."""
    draws = RESAMPLES if children <= MANY_CHILDREN else RESAMPLES // 10
    drawn = np.random.default_rng(seed).multinomial(total, [1 / children] * children, size=draws)
    top1, top3, gini = (
        float(np.quantile(measure, 0.975, method="inverted_cdf")) for measure in _measures(drawn)
    )
    return top1, top3, gini


def _measures(counts: NDArray[np.int64]) -> tuple[NDArray[np.float64], ...]:
    """Top share, share of the top three, and Gini over all children, for each row of counts."""
    ordered = np.sort(counts, axis=1)
    children = ordered.shape[1]
    total = ordered.sum(axis=1)
    weights = 2 * np.arange(1, children + 1) - children - 1
    return (
        ordered[:, -1] / total,
        ordered[:, -3:].sum(axis=1) / total,
        (ordered @ weights) / (children * total),
    )
