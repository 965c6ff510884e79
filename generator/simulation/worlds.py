"""Settings made from a seed: how many children, and which of them has an incident on which day of two years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Kind = Literal["independent", "bursts", "spells", "days"]
KINDS: tuple[Kind, ...] = ("independent", "bursts", "spells", "days")
DAYS = 730
MONTH = 30.4
"""Days of a month, for a rate given by the month."""
LATEST = date(2025, 8, 31)
CHILDREN = (6, 200)
MEANS = (0.25, 20.0)
BURST = 0.4
"""Shape of the gamma that raises and lowers one child's rate from month to month: a squared spread of 2.5."""
SPELL_DAYS = (60, 180)
"""How long a child's hard spell lasts, from and to, in days."""
CALM_DAYS = (120, 540)
HARD = 8.0
"""How many times the rate of calm days a child's rate is in a hard spell."""
BURST_SIZES, BURST_DAYS = (2, 3, 5, 8), (1, 3, 5, 15)
"""Of bursts within days: how many incidents one has on average, and over how many open days they lie."""
BUSY_CHILDREN, BUSY_MEANS = (8, 60), (8.0, 20.0)
"""Of settings with such bursts: where a weekday or a shift has incidents enough to be tested at all."""
SAME_AGAIN = 0.3
"""In bursts within days: the chance that an incident falls to the shift and the room of the child's one before."""
SHIFTS = {"early": 0.4, "late": 0.4, "night": 0.2}
LESSONS = {"period_1": 0.2, "period_2": 0.2, "period_3": 0.2, "period_4": 0.2, "period_5": 0.2}


@dataclass(frozen=True, slots=True)
class World:
    """How many children, how many incidents a month on average, how they come, and whether it is a home."""

    children: int
    mean: float
    kind: Kind
    home: bool
    as_of: date
    halved: int = 0
    """Over how many of the last days incidents come at half the rate; nought where nothing changes."""
    burst: float = 3.0
    """How many incidents a burst within days has on average."""
    width: int = 3
    """Over how many open days such a burst lies."""

    @property
    def shifts(self) -> dict[str, float]:
        """Shifts of a home or periods of a school, each with its part of all hours worked."""
        return SHIFTS if self.home else LESSONS


def drawn(random: Generator, kind: Kind) -> World:
    """A setting of any size and mean (both even on a logarithm) on any of the last days of a school year.

    With bursts within days it is a busy one, and how large the bursts are and how long they last is drawn too.
    """
    days = kind == "days"
    low, high = np.log(BUSY_CHILDREN if days else CHILDREN), np.log(BUSY_MEANS if days else MEANS)
    return World(
        children=round(float(np.exp(random.uniform(low[0], low[1])))),
        mean=float(np.exp(random.uniform(high[0], high[1]))),
        kind=kind,
        home=bool(random.integers(2)),
        as_of=LATEST - timedelta(days=int(random.integers(0, 365))),
        burst=float(random.choice(BURST_SIZES)) if days else 3.0,
        width=int(random.choice(BURST_DAYS)) if days else 3,
    )


def incident_days(random: Generator, world: World, open_mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Each incident as child and day: a rate a child and day, with Poisson counts, and none on closed days."""
    if world.kind == "days":
        return _bursts(random, world, np.flatnonzero(open_mask))
    rates = _rates(random, world) * open_mask
    rates = rates * (world.mean * DAYS / MONTH) / _expected(world, open_mask)
    if world.halved:
        rates[:, DAYS - world.halved :] *= 0.5
    counts = random.poisson(rates)
    return [(int(c), int(d)) for c, d in np.argwhere(counts) for _ in range(int(counts[c, d]))]


def _bursts(random: Generator, world: World, open_days: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Bursts that begin on any open day, each one child's, over a few open days; some children have more of them."""
    weight = random.gamma(1.0, 1.0, size=world.children)
    many = int(random.poisson(world.mean * DAYS / MONTH / world.burst))
    sizes = 1 + random.poisson(world.burst - 1, size=many)
    child = np.repeat(random.choice(world.children, size=many, p=weight / weight.sum()), sizes)
    first = np.repeat(random.integers(0, len(open_days), size=many), sizes)
    place = (first + random.integers(0, world.width, size=len(first))) % len(open_days)
    return list(zip(child.tolist(), open_days[place].tolist(), strict=True))


def _expected(world: World, open_mask: NDArray[np.bool_]) -> float:
    """The sum of all rates to expect, so that a mean is a mean over many settings and not one of each."""
    level = 1.0
    if world.kind == "spells":
        hard = sum(SPELL_DAYS) / (sum(SPELL_DAYS) + sum(CALM_DAYS))
        level = hard * HARD + 1 - hard
    return float(world.children * open_mask.sum() * level)


def _rates(random: Generator, world: World) -> NDArray[np.float64]:
    """The rate of each child on each day, before it is brought to the setting's mean.

    Children differ for good (gamma, shape 1) unless incidents are independent. `bursts`: each child's rate is drawn
    anew each month. `spells`: hard spells and calm ones, each lasting months, begin at any time. `days` are made
    otherwise (`_bursts`).
    """
    shape = (world.children, DAYS)
    if world.kind == "independent":
        return np.ones(shape)
    frailty = random.gamma(1.0, 1.0, size=(world.children, 1))
    if world.kind == "bursts":
        months = np.arange(DAYS) // int(MONTH)
        factors = random.gamma(BURST, 1 / BURST, size=(world.children, int(months[-1]) + 1))
        return frailty * factors[:, months]
    rates = np.ones(shape)
    for child in range(world.children):
        day = -int(random.integers(0, SPELL_DAYS[1] + CALM_DAYS[1]))
        hard = bool(random.integers(2))
        while day < DAYS:
            low, high = SPELL_DAYS if hard else CALM_DAYS
            length = int(random.integers(low, high + 1))
            if hard:
                rates[child, max(day, 0) : max(day + length, 0)] = HARD
            day, hard = day + length, not hard
    return frailty * rates
