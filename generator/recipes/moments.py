"""Dates and times as people write them: `DD/MM/YYYY`, `MM/DD/YYYY hh:mm:ss AM/PM`, `%d %b %Y`.

Read here and not by the computer's own rules, which follow its language and take other scripts' digits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import groupby

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
NAME = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept"
_TWO = r"\d{1,2}"
# A spreadsheet turns 9.50 into 9.5, which is not five past nine: minutes and seconds always have two figures.
_BOTH = r"\d{2}"
# What stands in a format, the part it is, and what it looks like in a cell.
_PARTS = (
    ("YYYY", "year", r"\d{4}"),
    ("%Y", "year", r"\d{4}"),
    ("YY", "short_year", r"\d{2}"),
    ("%y", "short_year", r"\d{2}"),
    ("MMMM", "name", NAME),
    ("%B", "name", NAME),
    ("MMM", "name", NAME),
    ("%b", "name", NAME),
    ("MM", "month", _TWO),
    ("%m", "month", _TWO),
    ("DD", "day", _TWO),
    ("%d", "day", _TWO),
    ("HH", "hour", _TWO),
    ("%H", "hour", _TWO),
    ("hh", "hour", _TWO),
    ("%I", "hour", _TWO),
    ("mm", "minute", _BOTH),
    ("%M", "minute", _BOTH),
    ("ss", "second", _BOTH),
    ("%S", "second", _BOTH),
    ("AM/PM", "half", r"[ap]\.?m\.?"),
    ("%p", "half", r"[ap]\.?m\.?"),
    ("D", "day", _TWO),
    ("M", "month", _TWO),
    ("H", "hour", _TWO),
    ("h", "hour", _TWO),
)
_WORDS = ("name", "half")
KNOWN = "YYYY YY MMM MM DD HH hh mm ss AM/PM"
Run = tuple[tuple[str, int], ...]
_SIGN = re.compile("|".join(re.escape(sign) for sign, _, _ in _PARTS) + r"|(?P<gap>\s+)|(?P<other>.)")


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a moment; `parts` are those it names.

    `runs` are the parts that stand side by side with no sign between (HHmm): they are taken apart by their widths from
    the right, because a spreadsheet takes leading zeros away.
    """

    written: str
    pattern: re.Pattern[str]
    parts: frozenset[str]
    runs: Mapping[str, Run] = field(default_factory=dict)
    day_first: bool | None = None
    """Whether the day stands before a month in figures; None where a date cannot be mistaken."""

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
        found = self._parts_of(text)
        return moment_of(found) if found else None

    def is_ambiguous(self, text: str) -> bool:
        """Whether day and month could change places and still make a day."""
        found = self._parts_of(text)
        if not found or not {"day", "month"} <= self.parts:
            return False
        return int(found["day"] or 0) <= 12 and int(found["day"] or 0) != int(found["month"] or 0)

    def fits_swapped(self, text: str) -> bool:
        """Whether a text that does not fit would, were its day and month to change places."""
        found = self._parts_of(text)
        if not found or not {"day", "month"} <= self.parts or self.read(text):
            return False
        return moment_of(found | {"day": found["month"], "month": found["day"]}) is not None

    def _parts_of(self, text: str) -> dict[str, str | None] | None:
        """What each part is in a text; None where the text is not written so."""
        found = self.pattern.fullmatch(text)
        if not found:
            return None
        parts = found.groupdict()
        for name, run in self.runs.items():
            digits = (parts.pop(name) or "").zfill(sum(width for _, width in run))
            for part, width in run:
                parts[part], digits = digits[:width], digits[width:]
        return parts


def format_of(written: str) -> Format:
    """The format that a text describes; a `ValueError` with a sentence where it describes none."""
    tokens: list[tuple[str, str]] = []
    for sign in _SIGN.finditer(written.strip()):
        if sign["gap"]:
            tokens.append(("", r"\s+"))
        elif sign["other"]:
            if sign["other"].isalnum() and sign["other"] != "T":
                raise ValueError(f"not a format. Write it with {KNOWN}, for example DD/MM/YYYY.")
            tokens.append(("", re.escape(sign["other"])))
        else:
            _, part, look = next(each for each in _PARTS if each[0] == sign[0])
            if part in [name for name, _ in tokens]:
                raise ValueError("names the same part twice. MM is the month, mm the minutes.")
            tokens.append((part, look))
    order = [part for part, _ in tokens if part]
    _check(set(order))
    pattern, runs = _pattern(tokens)
    mistakable = {"day", "month"} <= set(order) and order[0] != "year"
    day_first = order.index("day") < order.index("month") if mistakable else None
    compiled = re.compile(pattern, re.ASCII | re.IGNORECASE)
    return Format(written.strip(), compiled, frozenset(order), runs, day_first)


def _pattern(tokens: Sequence[tuple[str, str]]) -> tuple[str, dict[str, Run]]:
    """The look of a whole format, and its runs of figures."""
    pattern = ""
    runs: dict[str, Run] = {}
    for figures, group in groupby(tokens, key=lambda token: bool(token[0]) and token[0] not in _WORDS):
        inner = list(group)
        if figures and len(inner) > 1:
            run = tuple((part, 4 if part == "year" else 2) for part, _ in inner)
            width = sum(each for _, each in run)
            least = 1 if run[0][0] == "hour" else width - (run[0][0] in ("day", "month"))
            pattern += f"(?P<run{len(runs)}>\\d{{{least},{width}}})"
            runs[f"run{len(runs)}"] = run
        else:
            pattern += "".join(f"(?P<{part}>{look})" if part else look for part, look in inner)
    return pattern, runs


def _check(parts: set[str]) -> None:
    days = parts & {"year", "short_year", "name", "month", "day"}
    year, month = {"year", "short_year"} & parts, {"name", "month"} & parts
    if days and not (len(year) == len(month) == 1 and "day" in parts):
        raise ValueError("a date needs its day, its month and its year, each once.")
    if parts & {"hour", "minute", "second", "half"} and not {"hour", "minute"} <= parts:
        raise ValueError("a time needs its hours and its minutes.")
    if not parts:
        raise ValueError(f"not a format. Write it with {KNOWN}, for example DD/MM/YYYY.")


def moment_of(found: dict[str, str | None]) -> tuple[date | None, time | None] | None:
    """The day and the time of day that parts by name make; None where there is no such day or time."""
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
        month = next(number for number, each in enumerate(MONTHS, 1) if each.startswith(name.lower()[:3]))
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
