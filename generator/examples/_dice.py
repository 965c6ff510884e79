"""Repeatable chance for the worked examples: the same seed gives the same draws on every machine.

Only `Random.random` is drawn from. Python promises its sequence across versions; the other methods of `Random` and
the streams of numpy's generators may change, and with them every byte of the examples.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
"""Letters and digits that cannot be mistaken for one another; without vowels no code spells a word."""


class Dice:
    """One named stream of chance; streams with other names do not disturb it."""

    def __init__(self, seed: int, name: str = "") -> None:
        self.seed = seed
        self._random = random.Random(f"{seed}/{name}")
        self._owed: dict[str, float] = {}

    def stream(self, name: str) -> Dice:
        """A stream of its own for one table or one story."""
        return Dice(self.seed, name)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both possible."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def even(self, group: str, probability: float) -> bool:
        """Like `chance`, but the share of a group never strays by more than two from what was asked for."""
        owed = self._owed.get(group, 0.5) + probability
        yes = owed >= self.between(0.4, 1.6)
        self._owed[group] = owed - yes
        return yes

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self._random.random() * len(choices))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One key, as often as its weight says."""
        mark = self._random.random() * sum(weights.values())
        for key, weight in weights.items():
            mark -= weight
            if mark < 0:
                return key
        return next(reversed(list(weights)))

    def several(self, weights: Mapping[str, float], count: int) -> str:
        """Up to `count` different codes joined by a bar, in the order of the list."""
        chosen = {self.weighted(weights) for _ in range(count)}
        return "|".join(key for key in weights if key in chosen)

    def sample(self, choices: Sequence[T], count: int) -> list[T]:
        """Different members of `choices`, in the order they were drawn."""
        left = list(choices)
        return [left.pop(int(self._random.random() * len(left))) for _ in range(min(count, len(left)))]

    def poisson(self, mean: float) -> int:
        """How many of something rare happen where `mean` are usual."""
        limit, product, count = math.exp(-mean), self._random.random(), 0
        while product > limit:
            product *= self._random.random()
            count += 1
        return count


def make_codes(dice: Dice, prefix: str, count: int) -> list[str]:
    """Different codes such as `child-7kq2`, in no order that tells anything."""
    codes: list[str] = []
    while len(codes) < count:
        code = f"{prefix}-" + "".join(dice.pick(LETTERS) for _ in range(4))
        if code not in codes and any(letter.isdigit() for letter in code):
            codes.append(code)
    return codes
