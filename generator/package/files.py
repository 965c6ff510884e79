"""One CSV file as columns of text with their spreadsheet row numbers, and what is wrong with it as a file."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from generator.model import Finding, Severity
from generator.schema import TableSchema

LARGEST_FILE = 100_000_000
"""Bytes; 20,000 rows of every field stay far below it."""
LONGEST_CELL = 100_000
SAVE_AGAIN = "Open it in your spreadsheet and save it as CSV UTF-8 (comma delimited)."


@dataclass(frozen=True)
class RawTable:
    """A file as read: known columns as lists of text, each as long as `numbers`, and what is wrong with it."""

    name: str
    sha256: str | None = None
    numbers: tuple[int, ...] = ()
    columns: dict[str, list[str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def usable(self) -> bool:
        return not any(each.severity == "error" and each.row is None for each in self.findings)


class _Unreadable(Exception):
    """The file as a whole cannot be used; carries the one finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def read(table: TableSchema, path: Path) -> RawTable:
    """The file's known columns; every way in which it is no proper table becomes a finding, never a traceback."""
    digest: str | None = None
    try:
        raw = _bytes(table.name, path)
        digest = hashlib.sha256(raw).hexdigest()
        return _table(table, digest, _records(table.name, _decoded(table.name, raw)))
    except _Unreadable as stop:
        return RawTable(table.name, digest, findings=(stop.finding,))


def _stop(table: str, code: str, message: str, hint: str, row: int | None = None) -> _Unreadable:
    where = f"row {row}: " if row else ""
    return _Unreadable(Finding("error", code, table, None, None, f"{where}{message}", hint))


def _bytes(table: str, path: Path) -> bytes:
    if path.is_symlink() and not path.exists():
        raise _stop(
            table, "broken-link", "this is a link to a file that is not there.", "Put the file itself here."
        )
    if not path.is_file():
        raise _stop(table, "not-a-file", "this is a folder, not a file.", "Put the CSV file itself here.")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _stop(table, "file-too-large", "the file is larger than 100 MB.", "Export fewer years.")
        return path.read_bytes()
    except OSError:
        raise _stop(
            table,
            "cannot-open",
            "the file cannot be opened.",
            "Close it in other programs, check who may read it.",
        ) from None


def _decoded(table: str, raw: bytes) -> str:
    """The bytes as text: UTF-8 with or without its mark, and nothing else."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _stop(table, "not-utf8", "saved as Unicode text (UTF-16), not UTF-8.", SAVE_AGAIN)
    if b"\x00" in raw:
        row = _row_at(raw, raw.index(b"\x00"))
        hint = "The file is damaged or is not a CSV. Export it again."
        raise _stop(table, "nul-byte", "holds a character that no text has.", hint, row)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = _row_at(raw, problem.start)
        raise _stop(table, "not-utf8", "holds a letter that is not UTF-8.", SAVE_AGAIN, row) from None
    if not text.strip():
        hint = "Add a first row with the names of the columns, or take the file away."
        raise _stop(table, "empty-file", "the file is empty.", hint)
    return text


def _row_at(raw: bytes, position: int) -> int:
    """The spreadsheet row in which a byte lies; line breaks inside quotes do not count."""
    before = raw[:position].decode("utf-8", errors="replace").replace("\x00", " ")
    try:
        return max(1, sum(1 for _ in csv.reader(io.StringIO(before + "x", newline=""))))
    except csv.Error:
        return before.count("\n") + 1


def _records(table: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with its spreadsheet row number; the header is row 1 and blank rows count."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
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
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise _broken_record(table, number, True)
        yield number, cells


def _broken_record(table: str, number: int, too_long: bool) -> _Unreadable:
    if too_long:
        hint = "A quote that is not closed swallows what follows. Look at this row and export again."
        return _stop(
            table, "cell-too-long", f"one cell is longer than {LONGEST_CELL:,} characters.", hint, number
        )
    hint = 'Inside a quoted cell a quote is written twice (""), and each opening quote needs its closing one.'
    return _stop(table, "broken-quotes", "the quotes do not match.", hint, number)


def _table(table: TableSchema, digest: str, records: Iterator[tuple[int, list[str]]]) -> RawTable:
    header = [name.strip() for name in next(records)[1]]
    findings = list(_header_findings(table, header))
    if any(each.severity == "error" for each in findings):
        list(records)  # a broken quote further down is said first: it may be why the header looks wrong
        return RawTable(table.name, digest, findings=tuple(findings))
    places = {name: header.index(name) for name in table.names if name in header}
    columns: dict[str, list[str]] = {name: [] for name in places}
    unnamed = [place for place, name in enumerate(header) if not name]
    filled = False
    numbers: list[int] = []
    for number, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        finding = _width(table.name, number, cells, len(header))
        if finding:
            findings.append(finding)
        filled = filled or any(cells[place].strip() for place in unnamed if place < len(cells))
        numbers.append(number)
        for name, place in places.items():
            columns[name].append(cells[place] if place < len(cells) else "")
    if filled:
        findings.append(_unnamed(table.name))
    if not numbers:
        findings.append(_no_rows(table))
    return RawTable(table.name, digest, tuple(numbers), columns, tuple(findings))


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
