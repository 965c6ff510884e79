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
from generator.recipes.workbook import OLD, ZIP, SheetFile, sheet_titles

ROWS_READ = 100_000
"""Rows that are enough to see what a column holds; an import reads them all."""
TOP = 30
"""Rows among which the headings are looked for."""
ENDINGS = ("grand total", "total", "sum of", "count of", "number of records", "end of report", "printed",
           "report generated", "generated on")  # fmt: skip
SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


@dataclass(frozen=True)
class Look:
    """One export: how it is written, its columns by heading (first rows of a long one), and that as recipe keys."""

    path: Path
    shape: FileShape
    columns: Mapping[str, tuple[str, ...]]
    typed: bool
    titles: tuple[str, ...] = ()
    """What stands above the headings, and the name of the sheet and the file: they may say what every row is."""
    keys: Mapping[str, object] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()), ()))


def look(path: Path) -> Look:
    """What can be seen of an export; `DataError` where it cannot be opened or has no rows."""
    first = start_of(path)
    book = first.startswith((ZIP, OLD))
    shape, top = _best_sheet(path) if book else _as_it_is(path, _as_text(path, first))
    shape = replace(shape, header_rows=_header_rows([cells for _, cells in top]))
    names, rest = read_headings(path.name, iter(_records(path, shape, book, ROWS_READ)), shape)
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
    above = [cell for number, cells in top if number < shape.header_rows[0] for cell in cells if cell.strip()]
    titles = (*above, *([shape.sheet] if shape.sheet else []), path.stem.replace("_", " "))
    return Look(path, shape, columns, book, titles, _keys(shape, book))


def _as_it_is(path: Path, shape: FileShape) -> tuple[FileShape, list[Record]]:
    return shape, _records(path, shape, False, TOP)


def _best_sheet(path: Path) -> tuple[FileShape, list[Record]]:
    """The sheet among whose first rows most headings are known, the first of equals; and those rows."""
    seen = []
    for title in sheet_titles(path):
        shape = FileShape(sheet=title)
        top = _records(path, shape, True, TOP)
        filled = sum(1 for _, cells in top if any(cell.strip() for cell in cells))
        seen.append((max(_known([cells for _, cells in top]), default=0), filled > 1, shape, top))
    if not seen:
        raise DataError(
            f"{path.name}: it has no sheet that is shown.", "Show the sheet, save it, and try again."
        )
    return max(seen, key=lambda each: each[:2])[2:]


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


def _known(top: Sequence[Sequence[str]]) -> list[int]:
    """How many known headings each row has."""
    known = {
        word for table in ("incidents", "children") for words in headings(table).values() for word in words
    }
    return [len({plain(cell) for cell in cells} & known) for cells in top]


def _header_rows(top: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The row with the most headings that are known, and the one above or below it where two rows are one heading."""
    if not top:
        return (1,)
    found = _known(top)
    best = found.index(max(found)) if max(found) >= 2 else _widest(top)
    if best and _stands_over(top[best - 1], top[best]):
        return (best, best + 1)
    if best + 1 < len(top) and _stands_over(top[best], top[best + 1]):
        return (best + 1, best + 2)
    return (best + 1,)


def _stands_over(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row of headings stands over several of the row below: "Time" over "In" and "Out"."""
    width = max(len(upper), len(lower))
    above, below = ([*map(str.strip, row), *[""] * (width - len(row))] for row in (upper, lower))
    words = [cell for cell in below if cell]
    if sum(map(bool, above)) < 2 or len(words) < 2 or any(sign.isdigit() for cell in words for sign in cell):
        return False
    spread = any(high and low and place + 1 < width and not above[place + 1] and below[place + 1]
                 for place, (high, low) in enumerate(zip(above, below, strict=True)))  # fmt: skip
    # A first row of data has something below nearly every heading; a second row of headings repeats or leaves gaps.
    gaps = any(high and not low for high, low in zip(above, below, strict=True))
    twice = len({plain(cell) for cell in words}) < len(words)
    return spread and (gaps or twice)


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


def _keys(shape: FileShape, book: bool) -> dict[str, object]:
    """The shape as the keys of a recipe."""
    made: dict[str, object] = {}
    if book:
        made["sheet"] = shape.sheet
    else:
        made |= {"encoding": shape.encoding, "delimiter": SIGNS[shape.delimiter]}
    if len(shape.header_rows) == 2:
        made["header_rows"] = list(shape.header_rows)
    elif shape.header_rows != (1,):
        made["header_row"] = shape.header_rows[0]
    if shape.stop_at:
        made["stop_at"] = shape.stop_at.word.capitalize()
    return made
