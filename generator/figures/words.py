"""How numbers, days and lists are said in titles, descriptions and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.published import plain

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING = "–"
ARROW = "→"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a drawing says in words: its period, its description, its table and its key."""

    when: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    key: tuple[tuple[str, str], ...]


def number(value: float | int | None) -> str:
    """A number as a reader sees it, or a dash."""
    if value is None:
        return NOTHING
    text = plain(round(float(value), 2))
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(when: date | None) -> str:
    """A day: "18 Jun 2026"."""
    return NOTHING if when is None else f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def counted(amount: float, one: str, many: str | None = None) -> str:
    """An amount with its noun: "1 month", "7 months"."""
    return f"{number(amount)} {one if amount == 1 else many or one + 's'}"


def listed(items: Sequence[str], most: int = 4) -> str:
    """Items as a sentence holds them: "a, b and c", or "a, b, c, d and 3 more"."""
    if len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    return " and ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


def between(lower: float | None, upper: float | None) -> str:
    """A range: "10 to 14"."""
    return NOTHING if lower is None or upper is None else f"{number(lower)} to {number(upper)}"


def from_to(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def sentences(*said: str) -> str:
    """The sentences that are not empty, one after another."""
    return " ".join(f"{each[:1].upper()}{each[1:]}" for each in said if each)


def cells(*values: Any) -> tuple[str, ...]:
    """A table row in which nothing is empty."""
    return tuple(str(value) if value not in (None, "") else NOTHING for value in values)
