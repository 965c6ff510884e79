"""One CSV file as columns of text with their spreadsheet row numbers, and what is wrong with it as a file."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import count
from operator import itemgetter
from pathlib import Path

from generator.model import Finding, Severity
from generator.package import scan
from generator.package.identifiers import column_for
from generator.package.records import LONGEST_CELL, blocks, refuse_long_cells
from generator.package.scan import SAVE_AGAIN, Unreadable
from generator.package.texts import Gathered, Texts
from generator.schema import TableSchema

Blocks = Iterator[tuple[int, list[list[str]]]]


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
        return _table(table, digest, blocks(table.name, scan.lines(table.name, raw)))
    except Unreadable as problem:
        return RawTable(table.name, digest, findings=(problem.finding,))


def _table(table: TableSchema, digest: str, records: Blocks) -> RawTable:
    first, (cells,) = next(records)
    refuse_long_cells(table.name, first, [cells])
    header = [name.strip() for name in cells]
    findings = list(_header_findings(table, header))
    if any(each.severity == "error" for each in findings):
        for first, block in records:
            # what is broken further down is said first: it may be why the header looks wrong
            refuse_long_cells(table.name, first, block)
        return RawTable(table.name, digest, findings=tuple(findings))
    rows = _Rows(table, header)
    for first, block in records:
        rows.add(first, block)
    findings += rows.findings
    if rows.filled:
        findings.append(_unnamed(table.name))
    if not rows.numbers:
        findings.append(_no_rows(table))
    columns = {name: column.texts() for name, (_, column) in rows.columns.items()}
    return RawTable(table.name, digest, rows.numbers, columns, tuple(findings))


class _Rows:
    """The rows under a header while they come in: numbers, known columns, and what is odd about a row."""

    def __init__(self, table: TableSchema, header: Sequence[str]) -> None:
        self.table = table.name
        self.wide = len(header)
        self.columns = {name: (header.index(name), Gathered()) for name in table.names if name in header}
        known = {place for place, _ in self.columns.values()}
        self.others = [place for place in range(self.wide) if place not in known]
        self.unnamed = [place for place, name in enumerate(header) if not name]
        self.numbers = array("i")
        self.findings: list[Finding] = []
        self.filled = False

    def add(self, first: int, block: Sequence[Sequence[str]]) -> None:
        """Take in the next rows, the first of which has this number."""
        rows = block
        if _even(block, self.wide):
            self.numbers.extend(range(first, first + len(block)))
        else:
            refuse_long_cells(self.table, first, block)
            rows = list(
                _made_even(self.table, self.wide, zip(count(first), block), self.findings, self.numbers)
            )
        if not rows:
            return
        turned = list(zip(*rows, strict=True))
        longest = max(column.add(turned[place]) for place, column in self.columns.values())
        longest = max(longest, *(max(map(len, turned[place])) for place in self.others), 0)
        if longest > LONGEST_CELL:
            refuse_long_cells(self.table, first, block)
        self.filled = self.filled or any(any(map(str.strip, turned[place])) for place in self.unnamed)


def _even(block: Sequence[Sequence[str]], wide: int) -> bool:
    """Whether every row is as wide as the header, and surely not blank because something stands in its first cell."""
    return set(map(len, block)) == {wide} and all(map(str.strip, map(itemgetter(0), block)))


def _made_even(
    table: str,
    wide: int,
    records: Iterable[tuple[int, Sequence[str]]],
    findings: list[Finding],
    numbers: array[int],
) -> Iterator[Sequence[str]]:
    """Every row that is not blank, as wide as the header; its number goes to `numbers`, what is odd to `findings`."""
    for number, cells in records:
        if not any(cells) or not any(map(str.strip, cells)):
            continue
        if len(cells) != wide:
            finding = _width(table, number, cells, wide)
            if finding:
                findings.append(finding)
            cells = [*cells, *[""] * wide][:wide]
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
