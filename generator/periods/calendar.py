"""Terms, which windows there are, what each is compared with, and on which days a place was open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from generator.model import Place, TermDates
from generator.periods.windows import DAY, Window, academic_year, day, month, year_name


def assumed_terms(first: date, last: date) -> tuple[TermDates, ...]:
    """Calendar thirds of each academic year, for a setting that has not given its term dates yet."""
    terms: list[TermDates] = []
    for year in range(academic_year(first), academic_year(last) + 1):
        code = f"{year}{(year + 1) % 100:02d}"
        terms.append(TermDates(code, "autumn", date(year, 9, 1), date(year, 12, 31)))
        terms.append(TermDates(code, "spring", date(year + 1, 1, 1), date(year + 1, 3, 31)))
        terms.append(TermDates(code, "summer", date(year + 1, 4, 1), date(year + 1, 8, 31)))
    return tuple(terms)


@dataclass(frozen=True)
class Calendar:
    """Which windows there are, up to and including the day `as_of`, for data that begin on `data_start`."""

    places: tuple[Place, ...]
    terms: tuple[TermDates, ...]
    data_start: date
    as_of: date
    last_inspection: date | None = None
    reg45_month: int | None = None
    cover: float = 0.8
    min_days_so_far: int = 20
    terms_assumed: bool = False

    @property
    def end(self) -> date:
        return self.as_of + DAY

    @cached_property
    def has_home(self) -> bool:
        return any(place.is_home for place in self.places)

    @cached_property
    def all_terms(self) -> tuple[Window, ...]:
        """Every dated term as a window, whether or not it is over or has data."""
        ordered = sorted(self.terms, key=lambda term: term.start_on)
        found = []
        for position, term in enumerate(ordered):
            end = term.end_on + DAY
            if self.has_home:
                following = ordered[position + 1].start_on if position + 1 < len(ordered) else None
                end = max(end, following or _end_of_holiday(term))
            start_year = int(term.academic_year[:4])
            label = f"{term.name.capitalize()} term {start_year + (term.name != 'autumn')}"
            found.append(
                Window(f"{year_name(start_year)}-{term.name}", label, term.start_on, end, "term", True)
            )
        return tuple(found)

    @cached_property
    def completed_terms(self) -> tuple[Window, ...]:
        """Terms that are over by `as_of` and lie (by the cover threshold) inside the data, oldest first."""
        return tuple(term for term in self.all_terms if term.end <= self.end and self._covered(term))

    @cached_property
    def term_so_far(self) -> Window | None:
        """The term that is running on `as_of`, up to and including that day."""
        for term in self.all_terms:
            if term.start <= self.as_of and self.end < term.end and self._covered_from(term.start):
                label = f"{term.label} so far"
                return Window(f"{term.id}-so-far", label, term.start, self.end, "term-so-far")
        return None

    @cached_property
    def current(self) -> Window:
        """The window leaders' pages lead with: this term so far once 20 open days have passed, else the last term."""
        running = self.term_so_far
        if running and self.open_days(running) >= self.min_days_so_far:
            return running
        if self.completed_terms:
            return self.completed_terms[-1]
        if running:
            return running
        start = max(self.data_start, self.end - timedelta(days=91))
        days = (self.end - start).days
        label = "the last day" if days == 1 else f"the last {days} days"
        return Window("last-91-days", label, start, self.end, "before")

    @cached_property
    def last_term(self) -> Window | None:
        """The latest completed term: the window that readers under protection lead with."""
        return self.completed_terms[-1] if self.completed_terms else None

    @cached_property
    def extra(self) -> tuple[Window, ...]:
        """Windows that overlap others, for audiences outside protection only."""
        found: list[Window] = []
        if self.last_inspection and self.data_start <= self.last_inspection < self.as_of:
            start = self.last_inspection
            found.append(
                Window(
                    "since-inspection",
                    f"since the last inspection ({day(start)})",
                    start,
                    self.end,
                    "since-inspection",
                )
            )
        calendar_month = self._last_month()
        if calendar_month:
            found.append(calendar_month)
        half = self._half_year()
        if half:
            found.append(half)
        return tuple(found)

    @cached_property
    def _compared(self) -> dict[Window, Window | None]:
        """Comparison windows worked out already: every figure of a window asks for the same one."""
        return {}

    def comparison(self, window: Window) -> Window | None:
        """The window a figure is compared with: same term last year, else the equal length just before.

        None where less than the cover threshold (80 % unless set) of its open days lie inside the data.
        """
        if window not in self._compared:
            self._compared[window] = self._comparison(window)
        return self._compared[window]

    def _comparison(self, window: Window) -> Window | None:
        if window.kind in ("term", "term-so-far"):
            last_year = self._same_term_last_year(window)
            if last_year and self._covered(last_year):
                return last_year
        length = timedelta(days=window.days)
        before = Window(
            f"{window.id}-before",
            "the day before" if window.days == 1 else f"the {window.days} days before",
            window.start - length,
            window.start,
            "before",
        )
        return before if self._covered(before) else None

    def open_mask(self, place: Place, start: date, end: date) -> np.ndarray:
        """For each day of `[start, end)`, whether the place was open; a home is open every day."""
        span = (end - start).days
        if place.is_home:
            return np.ones(span, dtype=bool)
        days = pd.date_range(start, periods=span, freq="D")
        if self.terms_assumed:
            return np.asarray(days.day_of_week < 5)
        mask = np.zeros(span, dtype=bool)
        for term in self.terms:
            fill(mask, start, term.start_on, term.end_on, True)
            if term.half_term_start and term.half_term_end:
                fill(mask, start, term.half_term_start, term.half_term_end, False)
            for closed in term.closed_on:
                fill(mask, start, closed, closed, False)
        return mask & np.asarray(days.day_of_week < 5)

    def open_days(self, window: Window, place: Place | None = None) -> int:
        """Days of the window on which the place, or any place, was open."""
        chosen = (place,) if place else self.places
        masks = [self.open_mask(each, window.start, window.end) for each in chosen]
        return int(np.logical_or.reduce(masks).sum()) if window.days > 0 else 0

    def _covered_from(self, start: date) -> bool:
        return self.data_start <= start or self._covered(Window("", "", start, self.end, "before"))

    def _covered(self, window: Window) -> bool:
        total = self.open_days(window)
        if not total or window.end > self.end:
            return False
        start = max(window.start, self.data_start)
        if start >= window.end:
            return False
        inside = Window("", "", start, window.end, "before")
        return self.open_days(inside) >= self.cover * total

    def _same_term_last_year(self, window: Window) -> Window | None:
        term_id = window.id.removesuffix("-so-far")
        start_year = int(term_id[:4]) - 1
        name = term_id.rsplit("-", 1)[1]
        found = next((t for t in self.all_terms if t.id == f"{year_name(start_year)}-{name}"), None)
        if found is None or window.kind == "term":
            return found
        end = min(found.start + timedelta(days=window.days), found.end)
        label = f"the same days of {found.label[0].lower()}{found.label[1:]}"
        return Window(f"{found.id}-same-days", label, found.start, end, "before")

    def _last_month(self) -> Window | None:
        first = self.end.replace(day=1)
        start = (first - DAY).replace(day=1)
        if start < self.data_start.replace(day=1):
            return None
        return Window(f"{start:%Y-%m}", month(start), start, first, "month")

    def _half_year(self) -> Window | None:
        if self.reg45_month is None or not self.has_home:
            return None
        starts = {self.reg45_month, (self.reg45_month + 5) % 12 + 1}
        first = self.end.replace(day=1)
        while first.month not in starts:
            first = (first - DAY).replace(day=1)
        start = first
        for _ in range(6):
            start = (start - DAY).replace(day=1)
        if start < self.data_start:
            return None
        label = f"the regulation 45 half-year, {month(start)} to {month(first - DAY)}"
        return Window(f"half-year-to-{first - DAY:%Y-%m}", label, start, first, "half-year")


def _end_of_holiday(term: TermDates) -> date:
    """Where no next term is dated: the end of the academic year for summer, else the term's own end."""
    year = int(term.academic_year[:4])
    return date(year + 1, 9, 1) if term.name == "summer" else term.end_on + DAY


def fill(mask: np.ndarray, start: date, first: date, last: date, value: bool) -> None:
    """Set the days from `first` to `last` (both included) in a mask whose first day is `start`."""
    low = max((first - start).days, 0)
    high = min((last - start).days + 1, len(mask))
    if low < high:
        mask[low:high] = value
