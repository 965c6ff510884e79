"""An export as columns of text with their row numbers; what makes it no proper table is one clear error."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from generator.errors import DataError
from generator.package.files import letter
from generator.recipes.recipe import FileShape, many, same

LONGEST_CELL = 131_072
LARGEST_FILE = 500_000_000
"""Bytes; an export of half a million rows stays below it."""


@dataclass(frozen=True)
class Source:
    """One export: the wanted columns by their name in the recipe, each as long as `numbers`, and what was noticed."""

    name: str
    sha256: str
    numbers: tuple[int, ...]
    columns: dict[str, list[str]]
    unused: tuple[str, ...]
    notes: tuple[str, ...]


def open_source(path: Path, shape: FileShape, wanted: Sequence[str]) -> Source:
    """The wanted columns of an export; `DataError` where it cannot be read or lacks one of them."""
    raw = _bytes(path)
    text, notes = _decoded(path.name, raw, shape.encoding)
    records = _records(path.name, text, shape.delimiter)
    header = _header(path.name, records, shape)
    places = _places(path.name, header, wanted)
    columns: dict[str, list[str]] = {name: [] for name in wanted}
    numbers, short = [], 0
    for number, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            raise DataError(
                f"{path.name}, row {number}: has more cells than there are columns, so its cells may stand in the "
                "wrong columns.",
                "Text that holds the dividing sign needs quotes round it. Export again, or correct delimiter.",
            )
        short += len(cells) < len(header)
        numbers.append(number)
        for name, place in places.items():
            columns[name].append(cells[place].strip() if place < len(cells) else "")
    if not numbers:
        raise DataError(f"{path.name}: has headings and no rows.", "Export it again with its rows.")
    if short:
        notes.append(
            f"{path.name}: fewer cells than headings in {many(short, 'row')}; what is missing is read as empty."
        )
    unused = [name.strip() for place, name in enumerate(header) if place not in places.values()]
    digest = hashlib.sha256(raw).hexdigest()
    return Source(
        path.name, digest, tuple(numbers), columns, tuple(name for name in unused if name), tuple(notes)
    )


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise DataError(f"{path.name}: there is no such file.", "Check its name and folder.")
    if not path.is_file():
        raise DataError(f"{path.name}: this is a folder, not a file.", "Name the export itself.")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DataError(f"{path.name}: the file is larger than 500 MB.", "Export fewer years at a time.")
        return path.read_bytes()
    except OSError:
        raise DataError(
            f"{path.name}: the file cannot be opened.", "Close it in other programs, check who may read it."
        ) from None


def _decoded(name: str, raw: bytes, encoding: str) -> tuple[str, list[str]]:
    """The bytes as text by the recipe's encoding, with a word where they look like another."""
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise DataError(
            f"{name}: this is a workbook, not a CSV.", "Save its sheet as CSV UTF-8 and import that."
        )
    try:
        text = raw.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as problem:
        row = raw[: problem.start].count(b"\n") + 1
        raise DataError(
            f"{name}, about row {row}: holds a letter that is not {encoding}.",
            "Correct encoding in the recipe (exports of Windows programs are often windows-1252), or save as UTF-8.",
        ) from None
    except UnicodeError:
        raise DataError(f"{name}: the file is not {encoding}.", "Correct encoding in the recipe.") from None
    if "\x00" in text:
        row = text[: text.index("\x00")].count("\n") + 1
        raise DataError(
            f"{name}, about row {row}: holds a character that no text has.",
            "Correct encoding in the recipe, or export the file again.",
        )
    notes = [f"{name}: read as {encoding}."]
    if not encoding.startswith("utf") and not raw.isascii() and _is_utf8(raw):
        notes.append(
            f"{name}: every letter of it is also sound UTF-8. If accents look odd, write encoding: utf-8."
        )
    return text, notes


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _records(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with its spreadsheet row number; blank rows count."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise _broken(name, number, long="limit" in str(problem)) from None
        # Asked here too, because other packages lift the reader's own limit for the whole program.
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise _broken(name, number, long=True)
        yield number, cells


def _broken(name: str, number: int, *, long: bool) -> DataError:
    what = f"one cell is longer than {LONGEST_CELL:,} characters" if long else "the quotes do not match"
    todo = "A quote may not be closed." if long else "Inside a quoted cell a quote is written twice."
    return DataError(f"{name}, row {number}: {what}.", f"{todo} Look at this row and export again.")


def _header(name: str, records: Iterator[tuple[int, list[str]]], shape: FileShape) -> list[str]:
    for number, cells in records:
        if number == shape.header_row:
            return cells
    raise DataError(f"{name}: it ends before row {shape.header_row}.", "Correct header_row in the recipe.")


def _places(name: str, header: Sequence[str], wanted: Sequence[str]) -> dict[str, int]:
    """Where each wanted column stands. Headings that are not known are never repeated: they may be a child's row."""
    plain = [same(each) for each in header]
    wrong = []
    for each in wanted:
        found = plain.count(same(each))
        if found > 1:
            wrong.append(
                f"{name}: the column {each} stands there {found} times. Rename all but one in the export."
            )
        elif not found:
            near = get_close_matches(same(each), plain, n=1, cutoff=0.6)
            todo = (
                f"Did you mean column {letter(plain.index(near[0]))}? Correct its name"
                if near
                else "Correct it"
            )
            wrong.append(
                f"{name}: the column {each} is not there. {todo} in the recipe, or header_row or delimiter."
            )
    if wrong:
        raise DataError(
            "\n".join(wrong), "Correct what is named above and import again. Nothing was written."
        )
    return {each: plain.index(same(each)) for each in wanted}
