"""Term dates as most schools in England have them: a draft for a person to correct.

No law fixes them: a local authority, or the school itself, does (Education Act 2002, section 32). So they are drafted
from the pattern most authorities follow, from Easter and from bank holidays, and never taken for a setting's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from generator.model import TermDates
from generator.periods import academic_year

MOST_YEARS = 8
"""Years that are drafted at most, the last ones: one mistyped year must not make a century of terms."""
MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4
_CORRECTED = re.compile(
    r"(autumn|spring|summer) +(\d{4}) +(\d{4}-\d\d-\d\d) +(?:to +)?(\d{4}-\d\d-\d\d)", re.ASCII | re.I
)


def draft_terms(first: date, last: date) -> tuple[TermDates, ...]:
    """Autumn, spring and summer terms with their half-terms, of every school year from the first day to the last."""
    start, end = academic_year(first), academic_year(last)
    years = range(max(start, end - MOST_YEARS + 1), end + 1)
    return tuple(term for year in years for term in _year(year))


def corrected(terms: Sequence[TermDates], text: str) -> tuple[TermDates, ...] | None:
    """The terms with those corrected that a text names; None where it names none or one that is not drafted.

    `spring 2026 2026-01-06 2026-03-26`, several parted by a semicolon. A half-term that no longer lies inside is left
    out.
    """
    made = {(term.name, term.start_on.year): term for term in terms}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        found = _CORRECTED.fullmatch(part)
        key = (found[1].casefold(), int(found[2])) if found else ("", 0)
        if not found or key not in made:
            return None
        try:
            start, end = date.fromisoformat(found[3]), date.fromisoformat(found[4])
        except ValueError:
            return None
        if not start < end:
            return None
        made[key] = _moved(made[key], start, end)  # type: ignore[index]
    return tuple(made.values()) if text.strip(" ;") else None


def _moved(term: TermDates, start: date, end: date) -> TermDates:
    first, last = term.half_term_start, term.half_term_end
    moved = replace(term, start_on=start, end_on=end)
    if first and last and start < first <= last < end:
        return moved
    return replace(moved, half_term_start=None, half_term_end=None)


def _year(year: int) -> tuple[TermDates, ...]:
    """The three terms of the school year that begins in September of `year`."""
    code = f"{year}{(year + 1) % 100:02d}"
    start = (
        _on_or_after(date(year, 9, 2), MONDAY) if date(year, 9, 2).weekday() > FRIDAY else date(year, 9, 2)
    )
    break_on = _on_or_after(date(year, 10, 23), MONDAY)
    autumn = TermDates(
        code, "autumn", start, _on_or_before(date(year, 12, 21), FRIDAY), break_on, break_on + timedelta(4)
    )
    spring_end, summer_start = _easter_holiday(_easter(year + 1))
    february = _on_or_after(date(year + 1, 2, 12), MONDAY)
    spring = TermDates(
        *(code, "spring", _on_or_after(date(year + 1, 1, 3), MONDAY), spring_end),
        *(february, february + timedelta(4)),
    )
    # The spring bank holiday is the last Monday in May, and the early one the first (Banking and
    # Financial Dealings Act 1971 and the yearly proclamation).
    late_may, early_may = (
        _on_or_before(date(year + 1, 5, 31), MONDAY),
        _on_or_after(date(year + 1, 5, 1), MONDAY),
    )
    summer_end = _on_or_before(date(year + 1, 7, 23), WEDNESDAY)
    summer = TermDates(
        code, "summer", summer_start, summer_end, late_may, late_may + timedelta(4), closed_on=(early_may,)
    )
    return autumn, spring, summer


def _easter(year: int) -> date:
    """Easter Sunday."""
    return (pd.Timestamp(year, 1, 1) + pd.offsets.Easter()).date()


def _easter_holiday(sunday: date) -> tuple[date, date]:
    """The last day of the spring term and the first of the summer term: two weeks, of which Easter is a part."""
    if sunday >= date(sunday.year, 4, 14):  # a late Easter ends the holiday
        return sunday - timedelta(16), sunday + timedelta(2)
    if sunday >= date(sunday.year, 4, 1):
        return sunday - timedelta(9), sunday + timedelta(8)
    return sunday - timedelta(3), sunday + timedelta(15)  # an early one begins it: the last day is a Thursday


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta((weekday - day.weekday()) % 7)


def _on_or_before(day: date, weekday: int) -> date:
    return day - timedelta((day.weekday() - weekday) % 7)
