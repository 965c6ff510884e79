"""A first look at an export of which nothing is known: how it is written, its headings, and its columns."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from generator.errors import DataError
from generator.recipes.headings import read_headings
from generator.recipes.lexicon import headings, plain
from generator.recipes.lines import CsvFile, Record, cannot_open, start_of
from generator.recipes.recipe import FileShape, StopAt
from generator.recipes.workbook import SheetFile, sheet_titles

ROWS_READ = 20_000
"""Rows that are enough to see what a column holds; an import reads them all."""
TOP = 30
"""Rows among which the headings are looked for."""
ENDINGS = ("grand total", "total", "totals", "end of report", "printed", "report generated", "generated on")
SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


@dataclass(frozen=True)
class Look:
    """One export: how it is written, its columns by heading (first rows of a long one), and that as recipe keys."""

    path: Path
    shape: FileShape
    columns: Mapping[str, tuple[str, ...]]
    typed: bool
    keys: Mapping[str, object] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()), ()))


def look(path: Path) -> Look:
    """What can be seen of an export; `DataError` where it cannot be opened or has no rows."""
    first = start_of(path)
    book = first.startswith(b"PK\x03\x04")
    shape = FileShape() if book else _as_text(path, first)
    top = _records(path, shape, book, TOP)
    shape = replace(shape, header_rows=_header_rows([cells for _, cells in top]))
    records = _records(path, shape, book, ROWS_READ)
    names, rest = read_headings(path.name, iter(records), shape)
    rows = [cells for _, cells in rest if any(cell.strip() for cell in cells)]
    ending = _ending(rows)
    if ending:
        shape = replace(shape, stop_at=StopAt(ending))
        rows = rows[: next(at for at, cells in enumerate(rows) if _first(cells).startswith(ending))]
    if not rows:
        raise DataError(f"{path.name}: no rows were found below headings.", "Export it again with its rows.")
    columns = {
        name: tuple(cells[place].strip() if place < len(cells) else "" for cells in rows)
        for place, name in enumerate(names)
        if name
    }
    return Look(path, shape, columns, book, _keys(shape, book, path))


def _records(path: Path, shape: FileShape, book: bool, most: int) -> list[Record]:
    source = SheetFile(path, shape) if book else CsvFile(path, shape)
    return list(islice(source.records(), most))


def _as_text(path: Path, first: bytes) -> FileShape:
    """The first encoding in which the file is sound, and the sign that divides its columns most evenly."""
    guesses = (
        ("utf-16",) if first.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "windows-1252", "cp850")
    )
    for encoding in guesses:
        try:
            with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as lines:
                text = lines.read(1 << 20)
                while lines.read(1 << 20):
                    pass
        except UnicodeError:
            continue
        except OSError:
            raise cannot_open(path) from None
        return FileShape(encoding, _delimiter(text.splitlines()[:TOP]))
    raise DataError(f"{path.name}: its letters fit no known encoding.", "Save it as CSV UTF-8.")


def _delimiter(lines: Sequence[str]) -> str:
    def evenness(sign: str) -> tuple[float, int]:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=sign) if len(cells) > 1)
        width, often = widths.most_common(1)[0] if widths else (0, 0)
        return often * min(width, 4), width

    return max(SIGNS, key=evenness) if lines else ","


def _header_rows(top: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The row with the most headings that are known, and the one above it where its cells stand over several."""
    if not top:
        return (1,)
    known = {
        word for table in ("incidents", "children") for words in headings(table).values() for word in words
    }
    found = [len({plain(cell) for cell in cells} & known) for cells in top]
    best = found.index(max(found)) if max(found) >= 2 else _widest(top)
    above = top[best - 1] if best else ()
    below = [plain(cell) for cell in top[best]]
    filled = [cell for cell in below if cell]
    gaps = any(cell.strip() and (place >= len(below) or not below[place]) for place, cell in enumerate(above))
    over = sum(1 for cell in above if cell.strip())
    if over >= 2 and (len(set(filled)) < len(filled) or gaps):
        return (best, best + 1)
    return (best + 1,)


def _widest(top: Sequence[Sequence[str]]) -> int:
    widths = [sum(1 for cell in cells if cell.strip()) for cells in top]
    return widths.index(max(widths))


def _ending(rows: Sequence[Sequence[str]]) -> str:
    """The word with which a total or a footer begins, where one stands among the last rows."""
    for cells in rows[-4:]:
        for word in ENDINGS:
            if _first(cells).startswith(word):
                return word
    return ""


def _first(cells: Sequence[str]) -> str:
    return next((" ".join(cell.split()).casefold() for cell in cells if cell.strip()), "")


def _keys(shape: FileShape, book: bool, path: Path) -> dict[str, object]:
    """The shape as the keys of a recipe."""
    made: dict[str, object] = {}
    if book:
        made["sheet"] = sheet_titles(path)[0]
    else:
        made |= {"encoding": shape.encoding, "delimiter": SIGNS[shape.delimiter]}
    if len(shape.header_rows) == 2:
        made["header_rows"] = list(shape.header_rows)
    elif shape.header_rows != (1,):
        made["header_row"] = shape.header_rows[0]
    if shape.stop_at:
        made["stop_at"] = shape.stop_at.word.capitalize()
    return made
