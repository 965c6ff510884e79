"""A series of months and what its chart shows of it: phases, runs, unusual points, gaps."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import Literal

from generator.figures.words import between, counted
from generator.published import PublishedExhibit

LONGEST_MONTH = 31
MANY = 60
"""From so many periods on, the line carries the chart and single dots would be clutter."""
RULES = ("shift", "trend", "two-in-three")
"""Chart rules that speak of several periods; the one named first is drawn where two share a period."""


@dataclass(frozen=True, slots=True)
class Period:
    """One month, half-term or term; `at` counts from 0. `value` is None where the state is not "known"."""

    at: int
    start: date
    end: date
    label: str
    value: float | None
    numerator: float | None
    denominator: float | None
    flags: tuple[str, ...]
    phase: int
    centre: float | None
    lower: float | None
    upper: float | None
    state: str

    @property
    def direction(self) -> Literal["high", "low"]:
        """Which side an unusual point lies on."""
        if "high" in self.flags or "low" in self.flags:
            return "high" if "high" in self.flags else "low"
        return "high" if (self.value or 0.0) >= (self.centre or 0.0) else "low"

    @property
    def above(self) -> bool:
        """Which side of the middle it lies on."""
        return (self.value or 0.0) > (self.centre or 0.0)


@dataclass(frozen=True, slots=True)
class Run:
    """Several periods that a chart rule calls unusual together."""

    rule: str
    periods: tuple[Period, ...]
    noun: str

    @property
    def below(self) -> bool:
        return sum((p.value or 0.0) - (p.centre or 0.0) for p in self.periods) < 0

    @property
    def words(self) -> str:
        """What is unusual: "7 months below the middle"."""
        amount = counted(len(self.periods), self.noun)
        if self.rule == "shift":
            return f"{amount} {'below' if self.below else 'above'} the middle"
        if self.rule == "trend":
            return f"{amount}, each {'higher' if self._rises else 'lower'} than the last"
        return "near the edge of the usual range"

    @property
    def short(self) -> str:
        amount = str(len(self.periods))
        if self.rule == "shift":
            return f"{amount} {'below' if self.below else 'above'} the middle"
        return (
            f"{amount}, each {'higher' if self._rises else 'lower'}"
            if self.rule == "trend"
            else "near the edge"
        )

    @property
    def _rises(self) -> bool:
        return (self.periods[-1].value or 0.0) > (self.periods[0].value or 0.0)


@dataclass(frozen=True, slots=True)
class Series:
    """The exhibit of a control chart, read."""

    periods: tuple[Period, ...]
    events: tuple[tuple[str, str, date, str], ...]
    limits: str
    top: float | None
    unit: str
    tested: bool

    @classmethod
    def of(cls, exhibit: PublishedExhibit) -> Series:
        """The series of an exhibit; where no verdict is allowed its flags are put aside."""
        marks = exhibit.marks
        periods = tuple(Period(at, *row) for at, row in enumerate(exhibit.rows))
        tested = bool(marks.get("verdict_allowed", True))
        if not tested:
            periods = tuple(replace(period, flags=()) for period in periods)
        events = tuple(tuple(event) for event in marks.get("events", ()))
        return cls(
            periods, events, marks.get("limits", "none"), marks.get("y_max"), marks.get("unit") or "", tested
        )

    @property
    def known(self) -> tuple[Period, ...]:
        return tuple(p for p in self.periods if p.state == "known" and p.value is not None)

    @property
    def unusual(self) -> tuple[Period, ...]:
        """Known periods outside the limits."""
        return tuple(p for p in self.known if "outside-limits" in p.flags)

    @property
    def monthly(self) -> bool:
        """Whether every period is a calendar month or part of one, and no month is left out."""
        numbers = [p.start.year * 12 + p.start.month for p in self.periods]
        short = all((p.end - p.start).days <= LONGEST_MONTH for p in self.periods)
        return short and all(after - before in (0, 1) for before, after in pairwise(numbers))

    @property
    def noun(self) -> str:
        return "month" if self.monthly else "period"

    @property
    def long(self) -> bool:
        return len(self.periods) >= MANY

    def place(self, when: date) -> float | None:
        """Where a day lies, counted in periods; None outside the series."""
        starts = [p.start for p in self.periods]
        at = bisect_right(starts, when) - 1
        if at < 0 or when > self.periods[-1].end:
            return None
        stop = starts[at + 1] if at + 1 < len(starts) else self.periods[at].end
        return at + min(1.0, (when - starts[at]).days / max(1, (stop - starts[at]).days))

    def stretches(self) -> Iterator[tuple[str, Period, Period]]:
        """State, first and last of neighbouring periods in the same state."""
        for state, group in groupby(self.periods, key=lambda p: p.state):
            stretch = list(group)
            yield state, stretch[0], stretch[-1]

    def joined_runs(self) -> list[list[Period]]:
        """Known periods that a line may join: neighbours of one phase."""
        return _neighbours(self.known)

    @property
    def ranges(self) -> list[list[Period]]:
        """Known neighbours of one phase that have a usual range or a middle."""
        return _neighbours([p for p in self.known if p.centre is not None or p.upper is not None])

    @property
    def runs(self) -> tuple[Run, ...]:
        """Runs by the chart rules; where two share a period, the one of the rule named first."""
        found: list[Run] = []
        for rule in RULES:
            used = {p.at for run in found for p in run.periods}
            for run in self._runs_of(rule):
                if used.isdisjoint(p.at for p in run.periods):
                    found.append(run)
        return tuple(sorted(found, key=lambda run: run.periods[0].at))

    def _runs_of(self, rule: str) -> Iterator[Run]:
        def kin(before: Period, after: Period) -> bool:
            """Whether two flagged periods belong to one run; two in three may leave one out between them."""
            reach = 2 if rule == "two-in-three" else 1
            alike = rule == "trend" or before.above == after.above
            return before.phase == after.phase and alike and order[after.at] - order[before.at] <= reach

        order = {period.at: number for number, period in enumerate(self.known)}
        runs: list[list[Period]] = []
        for period in (p for p in self.known if rule in p.flags):
            if runs and kin(runs[-1][-1], period):
                runs[-1].append(period)
            else:
                runs.append([period])
        yield from (Run(rule, tuple(run), self.noun) for run in runs if len(run) > 1)

    def range_name(self, limited: Sequence[Period], *, short: bool) -> str:
        """The words above a usual range: "usual range: 0 to 7"; only the words where it is not the same throughout."""
        name = "usual" if short else "usual range"
        if self.limits == "trial":
            name += " so far"
        if len({(p.lower, p.upper) for p in limited}) > 1:
            return "usual range so far" if self.limits == "trial" else "usual range"
        return f"{name}{' ' if short else ': '}{self.range_of(limited[0])}"

    def range_of(self, period: Period) -> str:
        """The usual range of one period: "0 to 7"; whole numbers where the values are whole."""
        if period.upper is None:
            return ""
        lower, upper = max(0.0, period.lower or 0.0), period.upper
        if all(float(p.value or 0.0).is_integer() for p in self.known):
            return between(math.ceil(lower - 1e-9), math.floor(upper + 1e-9))
        places = 1 if upper >= 1 else 2
        return between(round(lower, places), round(upper, places))


def _neighbours(periods: Sequence[Period]) -> list[list[Period]]:
    runs: list[list[Period]] = []
    for period in periods:
        last = runs[-1][-1] if runs else None
        if last is not None and period.at == last.at + 1 and period.phase == last.phase:
            runs[-1].append(period)
        else:
            runs.append([period])
    return runs
