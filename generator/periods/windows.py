"""Half-open stretches of days, and days, months and years in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

WindowKind = Literal["term", "term-so-far", "year", "month", "half-year", "since-inspection", "before"]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open stretch of days `[start, end)`.

    `nested` is true only for completed terms: the one family of windows in which no two overlap, and so the only one
    that readers under protection are shown (overlapping windows undo suppression).
    """

    id: str
    label: str
    start: date
    end: date
    kind: WindowKind
    nested: bool = False

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def dates(self) -> str:
        """First and last day in words, for example "13 April to 31 August 2026"."""
        return date_range(self.start, self.end - DAY)


def day(when: date) -> str:
    """A date in words: "9 Jun 2025"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def month(when: date) -> str:
    """A month in words: "Nov 2025"."""
    return f"{MONTHS[when.month - 1]} {when.year}"


def date_range(first: date, last: date) -> str:
    """Two dates in words, the year once where it is the same."""
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def academic_year(when: date) -> int:
    """The calendar year in which the academic year of a date began (1 September to 31 August)."""
    return when.year if when.month >= 9 else when.year - 1


def year_name(start_year: int) -> str:
    """An academic year as people write it: 2025-26."""
    return f"{start_year}-{(start_year + 1) % 100:02d}"


def months(start: date, end: date) -> tuple[Window, ...]:
    """The calendar months that lie in `[start, end)`; the first and last are cut to it."""
    found: list[Window] = []
    first = start
    while first < end:
        after = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
        stop = min(after, end)
        found.append(Window(f"{first:%Y-%m}", month(first), first, stop, "month"))
        first = after
    return tuple(found)
