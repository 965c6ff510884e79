"""One CSV file as columns of text with their spreadsheet row numbers, and what is wrong with it as a file."""

from __future__ import annotations

import csv
import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TextIO

from generator.model import Finding, Severity
from generator.package import scan
from generator.package.identifiers import column_for
from generator.package.scan import SAVE_AGAIN, Unreadable, stop
from generator.schema import TableSchema

LONGEST_CELL = 100_000
AT_A_TIME = 5_000
"""Rows turned into columns together: fewer are slower, more take more memory."""


class Places(dict[str, int]):
    """Gives each different text the next number."""

    def __missing__(self, text: str) -> int:
        place = self[text] = len(self)
        return place


class Texts:
    """One column as its different texts and, for each row, the place of its text among them."""

    def __init__(self) -> None:
        self._known = Places()
        self.places = array("i")

    def add(self, cells: Iterable[str]) -> None:
        self.places.extend(map(self._known.__getitem__, cells))

    @property
    def different(self) -> tuple[str, ...]:
        return tuple(self._known)


@dataclass(frozen=True)
class RawTable:
    """A file as read: known columns, each as long as `numbers`, and what is wrong with it."""

    name: str
    sha256: str | None = None
    numbers: Sequence[int] = ()
    columns: dict[str, Texts] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def usable(self) -> bool:
        return not any(each.severity == "error" and each.row is None for each in self.findings)


def read(table: TableSchema, path: Path) -> RawTable:
    """The file's known columns; every way in which it is no proper table becomes a finding, never a traceback."""
    digest: str | None = None
    try:
        raw = scan.read(table.name, path)
        digest = hashlib.sha256(raw).hexdigest()
        return _table(table, digest, _records(table.name, scan.lines(table.name, raw)))
    except Unreadable as problem:
        return RawTable(table.name, digest, findings=(problem.finding,))


def _records(table: str, lines: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Every record with its spreadsheet row number; the header is row 1 and blank rows count."""
    reader = csv.reader(lines, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise _broken_record(table, number, "limit" in str(problem)) from None
        # The reader's own limit is one number for the whole process, and other packages raise it.
        if cells and len(max(cells, key=len)) > LONGEST_CELL:
            raise _broken_record(table, number, True)
        yield number, cells


def _broken_record(table: str, number: int, too_long: bool) -> Unreadable:
    if too_long:
        message = f"one cell is longer than {LONGEST_CELL:,} characters."
        hint = "A quote that is not closed swallows what follows. Look at this row and export again."
        return stop(table, "cell-too-long", message, hint, number)
    hint = 'Inside a quoted cell a quote is written twice (""), and each opening quote needs its closing one.'
    return stop(table, "broken-quotes", "the quotes do not match.", hint, number)


def _table(table: TableSchema, digest: str, records: Iterator[tuple[int, list[str]]]) -> RawTable:
    header = [name.strip() for name in next(records)[1]]
    findings = list(_header_findings(table, header))
    if any(each.severity == "error" for each in findings):
        for _ in records:
            pass  # a broken quote further down is said first: it may be why the header looks wrong
        return RawTable(table.name, digest, findings=tuple(findings))
    places = {name: header.index(name) for name in table.names if name in header}
    columns = {name: Texts() for name in places}
    unnamed = [place for place, name in enumerate(header) if not name]
    filled = False
    numbers = array("i")
    rows = _even_rows(table.name, len(header), records, findings, numbers)
    while block := list(islice(rows, AT_A_TIME)):
        turned = list(zip(*block, strict=True))
        for name, place in places.items():
            columns[name].add(turned[place])
        filled = filled or any(cell.strip() for place in unnamed for cell in turned[place])
    if filled:
        findings.append(_unnamed(table.name))
    if not numbers:
        findings.append(_no_rows(table))
    return RawTable(table.name, digest, numbers, columns, tuple(findings))


def _even_rows(
    table: str,
    wide: int,
    records: Iterable[tuple[int, list[str]]],
    findings: list[Finding],
    numbers: array[int],
) -> Iterator[list[str]]:
    """Every row that is not blank, as wide as the header; its number goes to `numbers`, what is odd to `findings`."""
    for number, cells in records:
        if not any(cells) or not any(map(str.strip, cells)):
            continue
        if len(cells) != wide:
            finding = _width(table, number, cells, wide)
            if finding:
                findings.append(finding)
            cells = (cells + [""] * wide)[:wide]
        numbers.append(number)
        yield cells


def _width(table: str, number: int, cells: Sequence[str], wanted: int) -> Finding | None:
    if len(cells) < wanted:
        hint = "Fill the row up with empty cells, or export again."
        message = "has fewer cells than there are columns."
        return Finding("error", "missing-cells", table, number, None, message, hint)
    if any(cell.strip() for cell in cells[wanted:]):
        hint = "A comma inside a text needs quotes round the text. Export again."
        message = "has more cells than there are columns, so its cells may stand in the wrong columns."
        return Finding("error", "extra-cells", table, number, None, message, hint)
    return None


def _no_rows(table: TableSchema) -> Finding:
    severity: Severity = "error" if table.required else "note"
    message = "has column names and no rows yet."
    return Finding(severity, "no-rows", table.name, None, None, message, "Add rows, or take the file away.")


def _unnamed(table: str) -> Finding:
    message = "a column without a name holds something, and its contents are left out."
    return Finding(
        "warning", "unnamed-column", table, None, None, message, "Give it its name in the first row."
    )


def _header_findings(table: TableSchema, header: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with the first row. Its text is never repeated: without a header it would be a child's row."""
    known = [name for name in header if name in table.names]
    if not any(header):
        hint = "Delete the empty rows above the column names."
        yield Finding("error", "header-not-first", table.name, None, None, "the first row is empty.", hint)
        return
    separator = _separator(table, header)
    if separator and len(known) < 2:
        message = f"the columns are divided by {separator} and not by commas."
        yield Finding("error", "delimiter", table.name, None, None, message, SAVE_AGAIN)
        return
    if not known:
        message = "no column name of this table stands in the first row."
        hint = f"The first row must hold the names of the columns: {_some(table)}."
        yield Finding("error", "no-known-column", table.name, None, None, message, hint)
        return
    for name in sorted({name for name in known if known.count(name) > 1}):
        message = f"the column {name} stands there more than once."
        yield Finding("error", "duplicate-column", table.name, None, None, message, "Keep one of them.")
    yield from _unknown_and_missing(table, header)


def _unknown_and_missing(table: TableSchema, header: Sequence[str]) -> Iterator[Finding]:
    strange = [place for place, name in enumerate(header) if name and name not in table.names]
    for place in [place for place in strange if column_for(header[place])]:
        strange.remove(place)
        message = f"column {letter(place)} is for {column_for(header[place])}, which no table here may hold."
        hint = "Take the whole column out and save the table again. A code of your own stands for a person."
        yield Finding("error", "identifying-column", table.name, None, None, message, hint)
    absent = [name for name in table.names if name not in header]
    likely: dict[str, int] = {}
    for place in strange:
        plain = header[place].lower().replace(" ", "_").replace("-", "_")
        for name in get_close_matches(plain, absent, n=1, cutoff=0.75):
            likely.setdefault(name, place)
    for each in table.fields:
        if each.required and each.name in absent:
            hint = "Add it."
            if each.name in likely:
                place = likely.pop(each.name)
                strange.remove(place)
                hint = f"Did you mean column {letter(place)}? Name it {each.name}."
            message = f"the column {each.name} is missing."
            yield Finding("error", "missing-column", table.name, None, each.name, message, hint)
    for name, place in likely.items():
        message = f"column {letter(place)} is not a column of this table, and its contents are left out."
        hint = f"Did you mean {name}? Then name it so."
        yield Finding("warning", "near-miss-column", table.name, None, None, message, hint)
    rest = [place for place in strange if place not in likely.values()]
    if rest:
        more = f" and {len(rest) - 10} more" if len(rest) > 10 else ""
        letters = ", ".join(letter(place) for place in rest[:10])
        message = f"not columns of this table, and their contents are left out: {letters}{more}."
        hint = "Nothing to do, unless you expected them to be used."
        yield Finding("warning", "unknown-column", table.name, None, None, message, hint)


def _separator(table: TableSchema, header: Sequence[str]) -> str | None:
    line = ",".join(header)
    for sign, words in ((";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")):
        parts = [part.strip().strip('"') for part in line.split(sign)]
        ours = sum(part in table.names for part in parts) > sum(name in table.names for name in header)
        if len(parts) > 1 and (ours or len(header) == 1):
            return words
    return None


def _some(table: TableSchema) -> str:
    wanted = [each.name for each in table.fields if each.required]
    return ", ".join(wanted[:6])


def letter(place: int) -> str:
    """The letter a spreadsheet gives a column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
