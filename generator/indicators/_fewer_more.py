"""Each child's incidents in two windows, and which change that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from generator.indicators._tally import held_places, tally_of
from generator.model import Dataset, Setting
from generator.periods import Window

LEAST = 2
"""A difference of one incident is never called a change of a child's; catalogue, CHG-02."""


@dataclass(frozen=True, slots=True)
class Change:
    """One child's incidents in the earlier window and in this one, and which change that is."""

    child: str
    before: int
    now: int
    kind: str


@dataclass(frozen=True)
class ByChild:
    """Every child here in either window, in the order of their codes."""

    every: tuple[Change, ...]

    @cached_property
    def _by_kind(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in self.every:
            found.setdefault(each.kind, []).append(each.child)
        return found

    def of(self, kind: str) -> list[str]:
        return self._by_kind.get(kind, [])

    @cached_property
    def concerned(self) -> tuple[Change, ...]:
        """Children with an incident in either window."""
        return tuple(each for each in self.every if each.before or each.now)


def incidents_by_child(dataset: Dataset, window: Window) -> dict[str, int]:
    """Restrictive incidents of the window by child."""
    return tally_of(dataset).named(held_places(dataset, window))


def changes(dataset: Dataset, window: Window, other: Window) -> ByChild:
    """Which change each child had, by the definitions of CHG-02."""
    before, now = incidents_by_child(dataset, other), incidents_by_child(dataset, window)
    days_before, days_now = (dataset.exposure.by_child(each) for each in (other, window))
    children = sorted({*before, *now, *days_before, *days_now})
    return ByChild(
        tuple(
            Change(
                child,
                before.get(child, 0),
                now.get(child, 0),
                _kind(
                    dataset.setting,
                    (before.get(child, 0), days_before.get(child, 0)),
                    (now.get(child, 0), days_now.get(child, 0)),
                ),
            )
            for child in children
        )
    )


def _kind(setting: Setting, before: tuple[int, int], now: tuple[int, int]) -> str:
    """Which change it is from count and days in both windows; a rate just on a limit counts as reaching it."""
    (a, days_a), (b, days_b) = before, now
    if min(days_a, days_b) < setting.threshold("min_open_days_on_roll"):
        return "not-compared"
    if a + b == 0:
        return "none-in-both"
    # b / days_b against a / days_a without dividing, so that a quarter more is a quarter more for any number of days.
    rate_before, rate_now = a * days_b, b * days_a
    if a - b >= LEAST and _at_most(rate_now, setting.threshold("fewer_ratio") * rate_before):
        return "fewer"
    if b - a >= LEAST and _at_most(setting.threshold("more_ratio") * rate_before, rate_now):
        return "more"
    return "about-the-same"


def _at_most(one: float, other: float) -> bool:
    return one <= other or math.isclose(one, other, rel_tol=1e-9)
