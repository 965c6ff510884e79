"""Tables and records of any kind: cells that hold a hidden number, shares that give it away, telling row orders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from generator.disclosure.leak_words import Hidden, is_marker, listed, named, speaks_of, words_of

PRIVATE = listed(
    "child_id staff_id pupil_id adult_id young_person_id incident_id source_id upn uln date_of_birth dob "
    "surname forename first_name last_name lead_up_summary view_text"
)
NO_COUNT = listed("id index order rank position level row page year k x y width height sort_order")
PAIRS = (
    ("lower", "upper"),
    ("lo", "hi"),
    ("from", "to"),
    ("min", "max"),
    ("interval_lower", "interval_upper"),
)
LARGEST_WHOLE = 500
PRECISE = re.compile(r"0?\.\d{3,}|\d+\.\d+(?:[eE]-\d+)?")


@dataclass(frozen=True)
class Seen:
    """Something that gives a hidden number away: where in the file, and the number or the words found."""

    path: str
    value: int | str | None
    text: str = ""


@dataclass(frozen=True)
class Grid:
    """A table as text: heads, rows, the words around it, all words of its page, and how to name a cell."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    wide: frozenset[str]
    everywhere: frozenset[str]


def number(value: Any) -> Fraction | None:
    """A number in a cell, whatever its type; None for words, marks, ranges and empty cells."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip().replace(",", "").rstrip("%").strip()
    return Fraction(text) if re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", text) else None


def share_of(value: Any, hidden: Hidden) -> str | None:
    """The fraction "n/total" that a precise share or percentage spells out for a hidden n; None if it does not."""
    text = str(value).strip().rstrip("%")
    if not hidden.value or not PRECISE.fullmatch(text):
        return None
    digits = len(text.split(".")[1].split("e")[0].split("E")[0])
    shown, step = Fraction(text), Fraction(1, 2 * 10 ** min(digits, 12))
    for scale in (1, 100, 1000):
        whole = (hidden.value * scale / (shown + step)).__ceil__()
        close = abs(Fraction(hidden.value * scale, max(whole, 1)) - shown) <= step
        if hidden.value <= whole < LARGEST_WHOLE and close:
            return f"{hidden.value}/{whole}"
    return None


def gives_away(value: Any, hidden: Hidden) -> int | str | None:
    """The hidden number, or the share that spells it out, where a cell holds it; None where it does not."""
    return hidden.value if number(value) == hidden.value else share_of(value, hidden)


def may_give(value: Any) -> Fraction | None:
    """The number in a cell that a hidden number could equal; -1 for a share, which may fit any; None for neither."""
    if PRECISE.fullmatch(str(value).strip().rstrip("%")):
        return Fraction(-1)
    return number(value)


def in_record(
    record: Mapping[str, Any], path: str, hidden: Sequence[Hidden], wide: frozenset[str]
) -> Iterator[Seen]:
    """The fields of a record that hold the hidden number the record is about, or a share that spells it out."""
    values = {
        name: str(value) for name, value in record.items() if isinstance(value, str | int) and str(value)
    }
    numbers = [
        name for name, value in record.items() if number(value) is not None and _may_count(name, record)
    ]
    if not numbers:
        return
    words = {name: words_of(value) for name, value in values.items()}
    spoken = frozenset(word for name, own in words.items() if number(values[name]) is None for word in own)
    dot = f"{path}." if path else ""
    given = {name: may_give(record[name]) for name in numbers}
    for item in hidden:
        names = [name for name, found in given.items() if found in (item.value, -1) and name not in item.key]
        if names and _about(words, spoken, item, wide):
            seen = ((name, gives_away(record[name], item)) for name in names)
            yield from (Seen(f"{dot}{name}", found) for name, found in seen if found is not None)


def _about(
    words: Mapping[str, frozenset[str]], spoken: frozenset[str], hidden: Hidden, wide: frozenset[str]
) -> bool:
    """Whether a record's own fields name the hidden cell and none of them names another."""
    if any(name in words and words[name] != part for name, part in hidden.parts.items()):
        return False
    own = spoken.union(*(words[name] for name in hidden.key if name in words))
    return speaks_of(hidden, own, wide, own | wide)


def _may_count(name: str, record: Mapping[str, Any]) -> bool:
    bare = name.strip().casefold()
    return bare not in NO_COUNT and bare not in PRIVATE and not _is_band_end(name, record)


def _is_band_end(name: str, record: Mapping[str, Any]) -> bool:
    for low, high in PAIRS:
        if name in (low, high) and low in record and high in record:
            first, second = number(record[low]), number(record[high])
            return second is None or (first is not None and first < second)
    return False


def in_grid(grid: Grid, hidden: Sequence[Hidden]) -> Iterator[Seen]:
    """The cells of a table that hold a hidden number under its names, by row and column."""
    for place, row in enumerate(grid.rows, 2):
        record = dict(zip(grid.head, row, strict=False))
        labels = words_of(" ".join(cell for cell in row if number(cell) is None and not is_marker(cell)))
        for column, cell in enumerate(row):
            head = grid.head[column] if column < len(grid.head) else ""
            if number(cell) is None or not _may_count(head, record):
                continue
            given = may_give(cell)
            for item in hidden:
                if given in (item.value, -1) and _names(grid, record, labels, column, item):
                    found = gives_away(cell, item)
                    if found is not None:
                        yield Seen(f"row {place}, {head or column + 1}", found)


def _names(
    grid: Grid, record: Mapping[str, str], labels: frozenset[str], column: int, hidden: Hidden
) -> bool:
    """Whether a cell's row and column name the hidden cell and no column of the row names another."""
    head = grid.head[column] if column < len(grid.head) else ""
    if head in hidden.key or _clashes(grid.head, column, hidden):
        return False
    if any(name in record and words_of(record[name]) != part for name, part in hidden.parts.items()):
        return False
    return speaks_of(hidden, labels | words_of(head), grid.wide, grid.everywhere)


def _clashes(head: Sequence[str], column: int, hidden: Hidden) -> bool:
    """Whether another column than this one is the hidden cell's own (a column for each site, say)."""
    own = named(hidden, words_of(head[column] if column < len(head) else ""))
    others = [named(hidden, words_of(name)) for n, name in enumerate(head) if n != column]
    return not own and any(others)


def private_columns(names: Sequence[str]) -> list[str]:
    """The names among a table's columns that only a table of single children, adults or incidents has."""
    return [name for name in names if name.strip().casefold() in PRIVATE]


def order_tells(grid: Grid, hidden: Sequence[Hidden]) -> Iterator[Seen]:
    """Columns whose rows stand in order of the true numbers, hidden ones included, and in no order of their own."""
    labels = [row[0] if row else "" for row in grid.rows]
    if len(grid.rows) < 3 or _in_own_order(labels):
        return
    for column in range(1, max(len(row) for row in grid.rows)):
        truth = [_truth(grid, row, column, hidden) for row in grid.rows]
        shown = [value for value, is_hidden in truth if value is not None and not is_hidden]
        veiled = [value for value, is_hidden in truth if value is not None and is_hidden]
        known = [value for value, _ in truth if value is not None]
        if not veiled or len(set(shown)) < 2:
            continue
        if known == sorted(known) or known == sorted(known, reverse=True):
            head = grid.head[column] if column < len(grid.head) else str(column + 1)
            yield Seen(f"column {head}", int(veiled[0]), "row order")


def _truth(
    grid: Grid, row: Sequence[str], column: int, hidden: Sequence[Hidden]
) -> tuple[Fraction | None, bool]:
    cell = row[column] if column < len(row) else ""
    if number(cell) is not None or not is_marker(cell):
        return number(cell), False
    own = words_of(" ".join([*row, *(grid.head[column : column + 1])]))
    for item in hidden:
        if speaks_of(item, own, grid.wide, grid.everywhere):
            return Fraction(item.value), True
    return None, True


def _in_own_order(labels: Sequence[str]) -> bool:
    """Whether the labels are alphabetical, or go by time or number, so that their order says nothing."""
    plain = [label.casefold() for label in labels if label.casefold() not in ("total", "all")]
    if plain in (sorted(plain), sorted(plain, reverse=True)):
        return True
    time = re.compile(
        r"\d|autumn|spring|summer|january|february|march|april|monday|tuesday|sunday|morning|night"
    )
    return all(time.search(label) for label in plain)
