"""The invented site's calendar: terms, days on which the school is open, parts of the day.

The term dates are invented. They follow the usual English pattern and are those of no real school.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

SCHOOL = "hazel-school"
HOME = "hazel-home"
FIRST_DAY = date(2023, 9, 1)
AS_OF = date(2026, 11, 20)
SERIES_BREAK = date(2026, 4, 1)
"""From this day schools in England record more kinds of restrictive intervention (section 93A of the Education and
Inspections Act 2006, in force 1 April 2026); counts before and after are not of the same thing."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """One term; every date is a day of it, `closed` are days on which the school stayed shut."""

    academic_year: str
    name: str
    start: date
    end: date
    half_start: date
    half_end: date
    closed: tuple[date, ...] = ()


def _term(year: str, name: str, dates: str, closed: str = "") -> Term:
    start, end, half_start, half_end = (date.fromisoformat(each) for each in dates.split())
    shut = tuple(date.fromisoformat(each) for each in closed.split())
    return Term(year, name, start, end, half_start, half_end, shut)


TERMS = (
    _term("202324", "autumn", "2023-09-05 2023-12-20 2023-10-23 2023-10-27", "2023-11-24"),
    _term("202324", "spring", "2024-01-08 2024-03-28 2024-02-12 2024-02-16"),
    _term("202324", "summer", "2024-04-15 2024-07-19 2024-05-27 2024-05-31", "2024-05-06 2024-06-28"),
    _term("202425", "autumn", "2024-09-04 2024-12-20 2024-10-28 2024-11-01", "2024-11-29"),
    _term("202425", "spring", "2025-01-06 2025-04-04 2025-02-17 2025-02-21"),
    _term("202425", "summer", "2025-04-22 2025-07-22 2025-05-26 2025-05-30", "2025-05-05 2025-06-27"),
    _term("202526", "autumn", "2025-09-03 2025-12-19 2025-10-27 2025-10-31", "2025-11-28"),
    _term("202526", "spring", "2026-01-05 2026-03-27 2026-02-16 2026-02-20"),
    _term("202526", "summer", "2026-04-13 2026-07-21 2026-05-25 2026-05-29", "2026-05-04 2026-06-26"),
    _term("202627", "autumn", "2026-09-02 2026-12-18 2026-10-26 2026-10-30", "2026-11-27"),
)

LESSONS = {
    "arrival": (time(8, 45), 45),
    "period_1": (time(9, 30), 70),
    "period_2": (time(10, 55), 65),
    "lunch": (time(12, 0), 50),
    "period_3": (time(12, 50), 65),
    "period_4": (time(13, 55), 65),
}
"""Start and minutes of each part of the school day."""


def days(start: date, end: date) -> Iterator[date]:
    """Each day of `[start, end)`."""
    while start < end:
        yield start
        start += DAY


def school_open(day: date) -> bool:
    """Whether the school has lessons on that day."""
    if day.weekday() > 4:
        return False
    return any(
        term.start <= day <= term.end
        and not term.half_start <= day <= term.half_end
        and day not in term.closed
        for term in TERMS
    )


def months() -> Iterator[tuple[date, date]]:
    """First and last day of each month of the data; the last month ends on the as-of date."""
    first = FIRST_DAY
    while first <= AS_OF:
        following = (first.replace(day=28) + 4 * DAY).replace(day=1)
        yield first, min(following - DAY, AS_OF)
        first = following


def at(day: date, start: time, minutes: int) -> datetime:
    """A moment some minutes after a time of day."""
    return datetime.combine(day, start) + timedelta(minutes=minutes)


def working_hours(moment: datetime) -> datetime:
    """The moment itself in office hours, else the next morning or the same one."""
    if moment.hour >= 18:
        moment += DAY
    if 8 <= moment.hour < 18:
        return moment
    return moment.replace(hour=9 + moment.minute % 3)


def stamp(moment: datetime) -> str:
    """A moment as written in the tables, or nothing where it lies after the as-of date.

    Nothing is stamped between one and two at night: on one night of spring that hour does not exist.
    """
    if moment.hour == 1:
        moment += timedelta(hours=1)
    return moment.isoformat() if moment.date() <= AS_OF else ""
