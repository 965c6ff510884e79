"""How the 5 % of one report is shared among its tests: fixed before any data are seen, and printed.

A report that looks at many measures at 5 % each nearly always finds something. So a whole report may say once in
twenty, where nothing changed, that something did; each test below has its fixed part of that (Bonferroni's method with
weights, Holm 1979), and so every indicator can be computed alone and gives the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from generator.periods import Calendar, Window

TOTAL = 5.0
"""Percent of reports, over settings in which nothing changes, that may carry a sentence R2, R3, R8 or R10."""
Windows = Literal["running", "latest", "dated"]


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a report: its indicator, what is asked in plain words, and its part of the 5 % in percent.

    `windows` says where its sentence may stand: `running` are windows that end on the last day of the data (the one
    pages lead with, and the time since the last inspection), `latest` has the last completed term as well. A sentence
    R2 or R3 of one window against another is never about any other; `dated` are the days around a dated practice
    change.
    """

    name: str
    indicator: str
    asks: str
    percent: float
    windows: Windows


HEADLINES = (
    Test("change", "CHG-01", "has the rate of incidents changed, child by child", 2.0, "running"),
    Test("chart", "CHG-01", "is the latest month outside the usual range", 0.8, "running"),
    Test(
        "shifts", "CHG-01", "has a shift or lesson more or fewer incidents than its hours give", 0.6, "latest"
    ),
    Test("adults", "STF-01", "has an adult more or fewer incidents than hours worked give", 0.5, "latest"),
    Test(
        "times", "STF-03", "has a time or a room more or fewer incidents than its hours give", 0.5, "latest"
    ),
    Test(
        "groups", "EQU-01", "is a group of children restrained more or less often than others", 0.6, "latest"
    ),
)
"""The headline tests: the only ones whose sentences R2, R3, R8 and R10 share the 5 %. The chart's part is a ceiling
for its false-alarm rate, which `make simulate` measures."""

OTHERS = (
    Test("actions", "CHG-05", "was there less or more after a practice change", 5.0, "dated"),
    Test("aims", "CHG-06", "was there less or more of what a change was aimed at", 5.0, "dated"),
    Test("places", "HSC-01", "do home and school differ for the same children", 5.0, "running"),
    Test("responses", "HSC-02", "do home and school respond differently", 5.0, "running"),
)
"""Tests beside the headlines, for readers who ask that question: each at 5 % over all it looks at (Holm), so about one
in twenty of them will stand out by chance. CHG-08 is not among them: it speaks only where CHG-01 does."""

_BY_NAME = {each.name: each for each in (*HEADLINES, *OTHERS)}


@lru_cache(maxsize=64)
def windows(calendar: Calendar, name: str) -> tuple[Window, ...]:
    """The windows of which this test may say something, the leading one first.

    None of them is shorter than the fewest open days from which pages lead with a running term: one day with an
    incident of many children, and the day before without, are no change.
    """
    found = [calendar.current]
    if _BY_NAME[name].windows == "dated":
        return tuple(found)
    if _BY_NAME[name].windows == "latest" and calendar.last_term is not None:
        found.append(calendar.last_term)
    found += [each for each in calendar.extra if each.kind == "since-inspection"]
    long_enough = [each for each in found if calendar.open_days(each) >= calendar.min_days_so_far]
    return tuple({each.id: each for each in long_enough}.values())


def speaks(calendar: Calendar, name: str, window: Window) -> bool:
    """Whether this test may say something of this window."""
    return window.id in {each.id for each in windows(calendar, name)}


def level(calendar: Calendar, name: str) -> float:
    """The part of 1 that this test may be wrong in one window: its share, divided by the windows it speaks of.

    How many windows there are follows from dates, never from counts.
    """
    return _BY_NAME[name].percent / 100 / max(1, len(windows(calendar, name)))


def expected_by_chance(tests: Mapping[str, int], simulated: float) -> float:
    """How many of the tests made would stand out by chance alone: the sum of their parts.

    `tests` says by name, with 1 or 0, which had enough to be made; the chart counts with its `simulated` rate.
    """
    parts = {each.name: each.percent / 100 for each in (*HEADLINES, *OTHERS)} | {"chart": simulated}
    return sum(parts[name] for name, made in tests.items() if made)
