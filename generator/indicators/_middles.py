"""Middle values of two groups of children side by side, and again without the child with most incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.indicators._characteristics import Group
from generator.indicators._tally import Mask, Places
from generator.model import Cell
from generator.statistics.wording import amount, plain


@dataclass(frozen=True, slots=True)
class Middle:
    """The group's median and the others', their ratio where both have enough, and the range without one child."""

    one: float | None
    two: float | None
    ratio: float | None
    low: float | None
    high: float | None
    children: int
    """Children of the group behind its median."""
    top_share: float
    unknown: int
    """Incidents of the group that the measure leaves out because nothing is recorded."""


class Measured:
    """Restrictive incidents by child, with their minutes: two measures of which medians can be taken."""

    def __init__(self, who: Places, minutes: NDArray[np.float64], children: int) -> None:
        """One entry an incident: which of so many children it is of, and its minutes, not a number where unknown."""
        timed = ~np.isnan(minutes)
        self.counts = np.bincount(who, minlength=children)
        self.timed_counts = np.bincount(who[timed], minlength=children)
        self.who, self.minutes = who[timed], minutes[timed]

    def beside(self, group: Group, needed: int) -> dict[str, Middle]:
        """Incidents a child, and minutes an incident: a group beside all others."""
        lost = int((self.counts - self.timed_counts)[group.inside].sum())
        return {
            "incidents": self._middle(group, needed, self.counts, 0),
            "minutes": self._middle(group, needed, self.timed_counts, lost),
        }

    def _middle(self, group: Group, needed: int, counts: NDArray[np.intp], unknown: int) -> Middle:
        """Both medians; `counts` are each child's incidents that the measure can use."""
        sides = [side & (counts > 0) for side in (group.inside, group.others)]
        one, two = (self._median(side, counts) for side in sides)
        mine = counts[sides[0]]
        behind = len(mine), float(mine.max() / mine.sum()) if len(mine) else 0.0
        if one is None or two is None or two <= 0 or min(int(side.sum()) for side in sides) < needed:
            return Middle(one, two, None, None, None, *behind, unknown)
        ratios = [one / two]
        first, second = (self._median(_without_top(side, counts), counts) for side in sides)
        ratios += [first / two] if first is not None else []
        ratios += [one / second] if second else []
        return Middle(one, two, ratios[0], min(ratios), max(ratios), *behind, unknown)

    def _median(self, side: Mask, counts: NDArray[np.intp]) -> float | None:
        """The median of one side; none where nobody is left."""
        if not side.any():
            return None
        if counts is self.counts:
            return float(np.median(counts[side]))
        return float(np.median(self.minutes[side[self.who]]))


def _without_top(side: Mask, counts: NDArray[np.intp]) -> Mask:
    """The side without its child with most; of several with as many, the first by code."""
    rest = side.copy()
    rest[int(np.argmax(np.where(side, counts, -1)))] = False
    return rest


def middle_words(middle: Middle, name: str) -> str:
    """Both middle values, and whether one child carries the difference."""
    if middle.one is None or middle.two is None:
        return ""
    thing = "incident" if name == "incidents" else "minute"
    values = f"In the middle {amount(middle.one, thing)}, and {plain(middle.two)} among all others"
    if middle.ratio is None:
        return f"{values}: too few children to set side by side."
    if middle.low == middle.high:
        return f"{values}; the same without the child with most incidents on either side."
    low, high = plain(middle.low or 0), plain(middle.high or 0)
    return (
        f"{values}; without the child with most incidents on either side the ratio lies from {low} to {high}."
    )


def middle_cells(group: Group, pair: Mapping[str, Middle]) -> tuple[Cell, ...]:
    """One group's two ratios: incidents a child, and minutes."""
    return tuple(
        Cell(
            group=f"{group.key}-{name}",
            label=f"{group.label}, {name}",
            unit="ratio",
            value=each.ratio,
            unknown=each.unknown,
            marker=None if each.ratio is not None else "z" if group.alone else "u",
            children=each.children,
            top_share=each.top_share,
            dims={**group.dims, "measure": name},
            sentence=middle_words(each, name),
        )
        for name, each in pair.items()
    )
