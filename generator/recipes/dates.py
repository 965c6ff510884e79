"""How a column of dates and times is written: as the recipe says, or decided from the whole column and never guessed.

A serial number counts days: 1 is 1 January 1900 in most workbooks, and 60 a day that never was; in some old ones 0 is
1 January 1904 (ISO/IEC 29500-1, 18.17.4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from generator.package.cells import local
from generator.recipes.moments import NAME, Format, format_of, moment_of

Order = Literal["day", "month"]
Moment = tuple[date | None, time | None]

_FLAGS = re.ASCII | re.IGNORECASE
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?"
_YEAR = r"(?:(?P<year>\d{4})|(?P<short_year>\d{2}))(?!\d)"
_ISO = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)", _FLAGS)
_NUMBERS = re.compile(_WEEKDAY + r"(?P<first>\d{1,2})([/.-])(?P<second>\d{1,2})\2" + _YEAR, _FLAGS)
_NAMED = (
    re.compile(
        _WEEKDAY + rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s/-]*(?P<name>{NAME})[\s/,.-]*" + _YEAR, _FLAGS
    ),
    re.compile(_WEEKDAY + rf"(?P<name>{NAME})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+" + _YEAR, _FLAGS),
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)?)?\s*(?P<half>[ap]\.?m\.?)?",
    _FLAGS,
)
_DIGITS = re.compile(r"\d{3,4}", re.ASCII)
_SERIAL = re.compile(r"\d{1,6}(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Auto:
    """Dates and times in any of the usual ways; days and months in figures only where `order` says which is first."""

    order: Order | None = None
    written = "auto"

    def read(self, text: str) -> Moment | None:
        """The day and the time of day, each None where the text has none; None where it is no moment."""
        if moment := _zoned(text):
            return moment.date(), moment.time()
        found = _date_in(text, self.order)
        if not found:
            clock = _clock(text)
            return (None, clock) if clock else None
        day, rest = found
        rest = rest.removeprefix("T").strip(" ,\t").removeprefix("at ").strip()
        if not rest:
            return day, None
        clock = _clock(rest)
        return (day, clock) if clock else None


@dataclass(frozen=True, slots=True)
class Serial:
    """Serial numbers of a spreadsheet: days since its first, the part behind the point the time of day."""

    written: str

    def read(self, text: str) -> Moment | None:
        """The day and the time of day; the day is None for a number below 1, which is a time alone."""
        if not _SERIAL.fullmatch(text):
            return None
        number = Decimal(text)
        days, seconds = int(number), round((number - int(number)) * 86_400)
        days, seconds = (days + 1, 0) if seconds == 86_400 else (days, seconds)
        clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        if self.written == "excel-1904":
            return date(1904, 1, 1) + timedelta(days), clock
        if days == 60:
            return None
        first = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
        return (first + timedelta(days) if days else None), clock


@dataclass(frozen=True, slots=True)
class Moments:
    """The ways in which a column may be written, tried in order; `ways` is empty where the column is to decide."""

    written: str
    ways: tuple[Format | Serial | Auto, ...] = ()

    def read(self, text: str) -> Moment | None:
        """The moment in a text by the first way that fits."""
        return next((found for way in self.ways if (found := way.read(text)) is not None), None)

    def with_typed(self) -> Moments:
        """The same, and dates as a workbook gives them, which say year, month and day beyond doubt."""
        return replace(self, ways=(*self.ways, Auto()))

    @property
    def formats(self) -> tuple[Format, ...]:
        return tuple(way for way in self.ways if isinstance(way, Format))


AUTO = Moments("auto")


def moments_of(written: Sequence[str]) -> Moments:
    """The ways that these formats describe; a `ValueError` with a sentence where one describes none."""
    if list(written) == ["auto"]:
        return AUTO
    ways: list[Format | Serial | Auto] = []
    for each in written:
        plain = each.strip().lower()
        if plain == "auto":
            raise ValueError("auto decides from the whole column, and stands alone.")
        ways.append(
            Auto() if plain == "iso" else Serial(plain) if plain.startswith("excel") else format_of(each)
        )
        if plain.startswith("excel") and plain not in ("excel", "excel-1904"):
            raise ValueError("not a format. Serial numbers are excel or excel-1904.")
    # Two formats that differ only in the order of day and month would be a guess at every cell.
    if {True, False} <= {way.day_first for way in ways if isinstance(way, Format)}:
        raise ValueError("one begins with the day and one with the month, and a date may fit both. Keep one.")
    return Moments(" or ".join(written), tuple(ways))


FEW_DATES = 5
"""Real dates below which it is nothing special that none falls after the twelfth: (12/31)^5 is one in a hundred."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a column of dates was found to be, in words, or why nobody could say."""

    moments: Moments
    notes: tuple[str, ...] = ()
    problem: str = ""
    warnings: tuple[str, ...] = ()


def decide(texts: Sequence[str], field: str, typed: bool = False) -> Decided:
    """How a column is to be read, from all its cells together; counts are of rows."""
    counts = {"day": 0, "month": 0, "either": 0}
    for text in texts:
        if found := _NUMBERS.match(text):
            first, second = int(found["first"]), int(found["second"])
            if first > 12 >= second:
                counts["day"] += 1
            elif second > 12 >= first:
                counts["month"] += 1
            elif first != second:
                counts["either"] += 1
    day, month, either = counts["day"], counts["month"], counts["either"]
    say = f"Say which in the recipe: formats: {{{field}: DD/MM/YYYY}} or {{{field}: MM/DD/YYYY}}"
    if day and month:
        problem = f"{day:,} of its dates can only be day-first and {month:,} only month-first. {say}, or correct them."
        return Decided(Moments("auto", (Auto(),)), problem=problem)
    if not day and not month and either:
        return Decided(
            Moments("auto", (Auto(),)), problem=f"each of its dates could be day-first or month-first. {say}."
        )
    order: Order = "month" if month else "day"
    notes = []
    if day or month:
        notes.append(
            f"read {order}-first, because {day + month:,} of its dates can be nothing else; {either:,} could be either "
            "and are read the same way."
        )
    return Decided(Moments("auto", (Auto(order),)), tuple(notes), "", _exchanged(texts, day) if typed else ())


def _exchanged(texts: Sequence[str], day_first: int) -> tuple[str, ...]:
    """A word where a spreadsheet of another country seems to have taken days for months.

    It turns 3/4/2026 into the 4th of March and leaves 16/1/2026 as text: then no real date has a day above 12.
    """
    days = [int(found["day"]) for text in texts if (found := _ISO.match(text))]
    if not day_first or len(days) < FEW_DATES or max(days) > 12:
        return ()
    return (
        f"all {len(days):,} real dates of the workbook fall on days 1 to 12, and dates typed as text do not. A program "
        "set to another country may have exchanged day and month. Compare a few with the source.",
    )


def has_short_year(text: str) -> bool:
    """Whether a date in a text has a year of two digits."""
    found = next((hit for each in (_NUMBERS, *_NAMED) if (hit := each.match(text))), None)
    return bool(found and found["short_year"])


def is_serial(text: str) -> bool:
    """Whether a text could be a spreadsheet's serial number of a day between 1980 and 2120."""
    return bool(_SERIAL.fullmatch(text)) and 29_000 <= float(text) <= 80_000


def _zoned(text: str) -> datetime | None:
    """A moment with a zone, as local time in England; None for anything else."""
    if len(text) < 17 or not ("Z" in text[16:] or "+" in text[16:] or "-" in text[16:]):
        return None
    return local(text)


def _date_in(text: str, order: Order | None) -> tuple[date, str] | None:
    """The day at the start of a text, and what follows it."""
    for pattern in (_ISO, *_NAMED):
        if found := pattern.match(text):
            return _day(found.groupdict(), text[found.end() :])
    found = _NUMBERS.match(text)
    if not found:
        return None
    parts = found.groupdict()
    first, second = parts.pop("first"), parts.pop("second")
    if order is None and first and second and int(first) != int(second):
        return None
    parts |= {"day": second, "month": first} if order == "month" else {"day": first, "month": second}
    return _day(parts, text[found.end() :])


def _day(parts: dict[str, str | None], rest: str) -> tuple[date, str] | None:
    moment = moment_of(parts)
    return (moment[0], rest) if moment and moment[0] else None


def _clock(text: str) -> time | None:
    """The time of day that a text is: 09:05, 9.05 pm, 9 am, 905."""
    if _DIGITS.fullmatch(text):
        text = f"{text[:-2]}:{text[-2:]}"
    found = _CLOCK.fullmatch(text)
    if not found or not (found["minute"] or found["half"]):
        return None
    moment = moment_of(found.groupdict())
    return moment[1] if moment else None
