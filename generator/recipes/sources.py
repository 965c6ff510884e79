"""An export as columns of text with their row numbers; what makes it no proper table is one clear error."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import DataError
from generator.recipes.headings import expand, places_of, read_headings
from generator.recipes.lines import CsvFile, Record, start_of
from generator.recipes.pivoting import ROW_ID, pivot, row_id
from generator.recipes.recipe import FileShape, many, same
from generator.recipes.workbook import OLD, ZIP, SheetFile

_POOL = 200_000
"""How many different texts are kept once; beyond it a column holds texts of its own anyway."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of an export: columns and patterns of columns; columns that name people, which no id is made of."""

    columns: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    row_id: bool = False
    people: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """One export: the wanted columns by their name in the recipe, each as long as `numbers`, and what was noticed."""

    name: str
    shape: str
    sha256: str
    typed: bool
    numbers: list[int]
    columns: dict[str, list[str]]
    expanded: dict[str, tuple[str, ...]]
    """Pattern → the headings that it stands for."""
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass
class _Seen:
    """What is counted while rows pass."""

    short: int = 0
    beside: int = 0
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def open_source(path: Path, shape: FileShape, wanted: Wanted) -> Source:
    """The wanted columns of an export; `DataError` where it cannot be read or lacks one of them."""
    file = _opened(path, shape)
    seen = _Seen()
    records = file.records()
    header, records = read_headings(path.name, records, shape)
    expanded = expand(path.name, header, wanted.patterns)
    names = list(dict.fromkeys([*wanted.columns, *(name for each in expanded.values() for name in each)]))
    pivoted = _pivoted(header, shape, names)
    places = places_of(
        path.name, header, [name for name in names if name not in pivoted] + _pivot_columns(shape)
    )
    rows = _ended(path.name, records, shape, header, seen)
    hidden = {
        places[name] for each in wanted.people for name in expanded.get(each, (each,)) if name in places
    }
    numbers, columns = _columns(
        path.name, file.typed, rows, places, hidden if wanted.row_id else None, len(header), seen
    )
    if not numbers:
        raise DataError(f"{path.name}: has headings and no rows.", "Export it again with its rows.")
    if shape.pivot:
        numbers, columns = pivot(path.name, numbers, columns, shape, pivoted)
    if seen.short:
        rows_short = many(seen.short, "row")
        seen.notes.append(
            f"{path.name}: fewer cells than headings in {rows_short}; what is missing is read as empty."
        )
    if seen.beside:
        seen.warnings.append(
            f"{path.name}: cells beside the headings are left out in {many(seen.beside, 'row')}."
        )
    unused = [name for place, name in enumerate(header) if name and place not in places.values()]
    notes = (*file.notes, *seen.notes)
    return Source(
        path.name,
        shape.name,
        file.sha256,
        file.typed,
        numbers,
        columns,
        expanded,
        tuple(unused),
        tuple(notes),
        tuple(seen.warnings),
    )


def _opened(path: Path, shape: FileShape) -> CsvFile | SheetFile:
    """The file as what its first bytes say it is."""
    start = start_of(path)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) and not shape.encoding.startswith("utf-16"):
        raise DataError(
            f"{path.name}: the file is utf-16, and the recipe says {shape.encoding}.",
            "Write encoding: utf-16.",
        )
    return SheetFile(path, shape) if start.startswith((ZIP, OLD)) else CsvFile(path, shape)


def _pivot_columns(shape: FileShape) -> list[str]:
    return [shape.pivot.headings, shape.pivot.cells] if shape.pivot else []


def _pivoted(header: Sequence[str], shape: FileShape, names: Sequence[str]) -> frozenset[str]:
    """The wanted columns that are no headings, and so must stand in the cells that name columns."""
    plain = {same(name) for name in header}
    return frozenset(name for name in names if same(name) not in plain) if shape.pivot else frozenset()


def _ended(
    name: str, records: Iterator[Record], shape: FileShape, header: Sequence[str], seen: _Seen
) -> Iterator[Record]:
    """The filled rows of the table, without what stands below it."""
    rows = _stopped(name, records, shape, header, seen) if shape.stop_at else records
    last: deque[Record] = deque()
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            last.append((number, cells))
        if len(last) > shape.skip_footer:
            yield last.popleft()
    if shape.skip_footer:
        seen.notes.append(f"{name}: left out {many(len(last), 'row')} at the end, as skip_footer says.")


def _stopped(
    name: str, records: Iterator[Record], shape: FileShape, header: Sequence[str], seen: _Seen
) -> Iterator[Record]:
    assert shape.stop_at
    word, column = shape.stop_at.word, shape.stop_at.column
    place = places_of(name, header, [column])[column] if column else None
    for number, cells in records:
        filled = [cell for cell in cells if cell.strip()]
        text = (cells[place] if place < len(cells) else "") if place is not None else (filled or [""])[0]
        if (same(text).startswith(word) and filled) if word else not filled:
            left = bool(filled) + sum(any(cell.strip() for cell in rest) for _, rest in records)
            seen.notes.append(
                f"{name}: the table ends before row {number}, as stop_at says; {many(left, 'row')} below."
            )
            return
        yield number, cells
    if word:
        seen.warnings.append(f"{name}: no row begins as stop_at says, so the table ends with the file.")


def _columns(
    name: str,
    typed: bool,
    rows: Iterator[Record],
    places: dict[str, int],
    hidden: set[int] | None,
    width: int,
    seen: _Seen,
) -> tuple[list[int], dict[str, list[str]]]:
    """The wanted columns, cell by cell; a text that comes often is kept once.

    Where `hidden` is given, each row gets an id, made of everything but those columns.
    """
    columns: dict[str, list[str]] = {each: [] for each in places}
    into = [(columns[each], place) for each, place in places.items()]
    numbers: list[int] = []
    ids: list[str] = []
    pool: dict[str, str] = {}
    for number, cells in rows:
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            if not typed:
                raise _too_wide(name, number)
            seen.beside += 1
        seen.short += len(cells) < width and not typed
        numbers.append(number)
        for column, place in into:
            text = cells[place].strip() if place < len(cells) else ""
            column.append(pool.setdefault(text, text) if len(pool) < _POOL else pool.get(text, text))
        if hidden is not None:
            ids.append(row_id(cells, hidden))
    if hidden is not None:
        columns[ROW_ID] = ids
    return numbers, columns


def _too_wide(name: str, number: int) -> DataError:
    return DataError(
        f"{name}, row {number}: has more cells than there are columns, so its cells may stand in the wrong columns.",
        "Text that holds the dividing sign needs quotes round it. Export again, or correct delimiter, or leave a "
        "footer out with stop_at.",
    )
