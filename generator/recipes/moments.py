"""Dates and times as people write them: `DD/MM/YYYY`, `MM/DD/YYYY hh:mm:ss AM/PM`, `%d %b %Y`.

Read here and not by the computer's own rules, which follow its language and take other scripts' digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NAME = "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + "|sept"
_TWO = r"\d{1,2}"
# What stands in a format, the part it is, and what it looks like in a cell.
_PARTS = (
    ("YYYY", "year", r"\d{4}"),
    ("%Y", "year", r"\d{4}"),
    ("YY", "short_year", r"\d{2}"),
    ("%y", "short_year", r"\d{2}"),
    ("MMMM", "name", _NAME),
    ("%B", "name", _NAME),
    ("MMM", "name", _NAME),
    ("%b", "name", _NAME),
    ("MM", "month", _TWO),
    ("%m", "month", _TWO),
    ("DD", "day", _TWO),
    ("%d", "day", _TWO),
    ("HH", "hour", _TWO),
    ("%H", "hour", _TWO),
    ("hh", "hour", _TWO),
    ("%I", "hour", _TWO),
    ("mm", "minute", _TWO),
    ("%M", "minute", _TWO),
    ("ss", "second", _TWO),
    ("%S", "second", _TWO),
    ("AM/PM", "half", r"[ap]\.?m\.?"),
    ("%p", "half", r"[ap]\.?m\.?"),
)
KNOWN = "YYYY YY MMM MM DD HH hh mm ss AM/PM"
_SIGN = re.compile("|".join(re.escape(sign) for sign, _, _ in _PARTS) + r"|(?P<gap>\s+)|(?P<other>.)")


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a moment; `parts` are those it names."""

    written: str
    pattern: re.Pattern[str]
    parts: frozenset[str]

    @property
    def has_date(self) -> bool:
        return "day" in self.parts and bool({"month", "name"} & self.parts)

    @property
    def has_time(self) -> bool:
        return {"hour", "minute"} <= self.parts

    @property
    def has_short_year(self) -> bool:
        return "short_year" in self.parts

    def read(self, text: str) -> tuple[date | None, time | None] | None:
        """The day and the time of day in a text, each None where the format has none; None where it does not fit."""
        found = self.pattern.fullmatch(text)
        return _moment(found.groupdict()) if found else None

    def is_ambiguous(self, text: str) -> bool:
        """Whether day and month could change places and still make a day."""
        found = self.pattern.fullmatch(text)
        if not found or not {"day", "month"} <= self.parts:
            return False
        return int(found["day"]) <= 12 and int(found["day"]) != int(found["month"])

    def fits_swapped(self, text: str) -> bool:
        """Whether a text that does not fit would, were its day and month to change places."""
        found = self.pattern.fullmatch(text)
        if not found or not {"day", "month"} <= self.parts or self.read(text):
            return False
        other = found.groupdict() | {"day": found["month"], "month": found["day"]}
        return _moment(other) is not None


def format_of(written: str) -> Format:
    """The format that a text describes; a `ValueError` with a sentence where it describes none."""
    pattern, parts = "", []
    for sign in _SIGN.finditer(written.strip()):
        if sign["gap"]:
            pattern += r"\s+"
        elif sign["other"]:
            if sign["other"].isalnum() and sign["other"] != "T":
                raise ValueError(f"not a format. Write it with {KNOWN}, for example DD/MM/YYYY.")
            pattern += re.escape(sign["other"])
        else:
            _, part, look = next(each for each in _PARTS if each[0] == sign[0])
            if part in parts:
                raise ValueError("names the same part twice. MM is the month, mm the minutes.")
            parts.append(part)
            pattern += f"(?P<{part}>{look})"
    _check(set(parts))
    return Format(written.strip(), re.compile(pattern, re.ASCII | re.IGNORECASE), frozenset(parts))


def _check(parts: set[str]) -> None:
    days = parts & {"year", "short_year", "name", "month", "day"}
    year, month = {"year", "short_year"} & parts, {"name", "month"} & parts
    if days and not (len(year) == len(month) == 1 and "day" in parts):
        raise ValueError("a date needs its day, its month and its year, each once.")
    if parts & {"hour", "minute", "second", "half"} and not {"hour", "minute"} <= parts:
        raise ValueError("a time needs its hours and its minutes.")
    if not parts:
        raise ValueError(f"not a format. Write it with {KNOWN}, for example DD/MM/YYYY.")


def _moment(found: dict[str, str | None]) -> tuple[date | None, time | None] | None:
    try:
        return _day(found), _time(found)
    except ValueError:
        return None


def _day(found: dict[str, str | None]) -> date | None:
    day = found.get("day")
    if day is None:
        return None
    short, name = found.get("short_year"), found.get("name")
    # POSIX: 69 to 99 are of the last century, 00 to 68 of this one.
    year = int(found.get("year") or 0) if short is None else int(short) + (1900 if int(short) > 68 else 2000)
    month = int(found.get("month") or 0)
    if name:
        month = next(number for number, each in enumerate(_MONTHS, 1) if each.startswith(name.lower()[:3]))
    return date(year, month, int(day))


def _time(found: dict[str, str | None]) -> time | None:
    if found.get("hour") is None:
        return None
    hour, half = int(found["hour"] or 0), found.get("half")
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of a twelve-hour clock")
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return time(hour, int(found["minute"] or 0), int(found.get("second") or 0))
