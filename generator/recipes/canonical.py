"""A recipe for files that hold the tables themselves: sheets of a workbook, or CSVs, that are called as tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from glob import escape
from pathlib import Path

from generator import schema
from generator.errors import DataError
from generator.package.files import letter
from generator.recipes.dates import AUTO
from generator.recipes.lines import CsvFile, start_of
from generator.recipes.recipe import FieldRecipe, FileShape, Recipe, TableRecipe, same
from generator.recipes.workbook import OLD, ZIP, SheetFile, sheet_titles
from generator.schema import TableSchema

CANONICAL = "canonical"
LOOKED_AT = 10
"""Rows among which the column names are looked for; a title or a line of help may stand above them."""


def canonical(files: Sequence[Path]) -> Recipe:
    """The recipe that takes each sheet or CSV that is called as a table for that table; empty ones are left out.

    Raises `DataError` where none is called so, where a column that must be there is not, and where no sheet has rows.
    """
    shapes: list[FileShape] = []
    tables: list[TableRecipe] = []
    wrong: list[str] = []
    for path in files:
        for shape, table in _called(path):
            found = _header(path, shape, table)
            if found is None:
                continue
            shapes.append(found[0])
            wrong += _missing(path, table, found[1])
            tables.append(_as_it_stands(table, found[1], found[0].name))
    if wrong:
        raise DataError("\n".join(wrong), "Correct the column names and import again. Nothing was written.")
    if not tables:
        raise DataError(
            f"{', '.join(path.name for path in files)}: no sheet or file that is called as a table has rows.",
            f"Call it as its table, with the column names in its first row: {', '.join(list(schema.tables())[:6])} …",
        )
    digest = hashlib.sha256(CANONICAL.encode()).hexdigest()
    return Recipe(CANONICAL, "Tables as they stand", tuple(shapes), frozenset({""}), tuple(tables), digest)


def _called(path: Path) -> Iterator[tuple[FileShape, TableSchema]]:
    """Each sheet of a workbook, or the CSV, that is called as a table."""
    tables = {same(name): table for name, table in schema.tables().items()}
    match = escape(path.name)
    if start_of(path).startswith((ZIP, OLD)):
        for title in sheet_titles(path):
            if table := tables.get(same(title)):
                yield FileShape(sheet=title, name=f"{path.name}: {title}", match=match), table
    elif table := tables.get(same(path.stem)):
        yield FileShape(name=path.name, match=match), table


def _header(path: Path, shape: FileShape, table: TableSchema) -> tuple[FileShape, list[str]] | None:
    """The shape with the row of its column names, and these; None where no filled row follows it."""
    file = SheetFile(path, shape) if shape.sheet else CsvFile(path, shape)
    best: tuple[int, int, list[str]] | None = None
    for number, cells in file.records():
        names = [" ".join(cell.split()) for cell in cells]
        count = sum(name in table.names for name in names)
        if number <= LOOKED_AT and count > (best[1] if best else 0):
            best = (number, count, names)
        elif best and any(names):
            return replace(shape, header_rows=(best[0],)), best[2]
    return None


def _missing(path: Path, table: TableSchema, header: Sequence[str]) -> Iterator[str]:
    strange = [name for name in header if name and name not in table.names]
    for each in table.fields:
        if each.required and each.name not in header:
            near = get_close_matches(each.name, strange, n=1, cutoff=0.75)
            todo = f" Did you mean column {letter(header.index(near[0]))}?" if near else ""
            yield f"{path.name}, {table.name}: the column {each.name} is missing.{todo}"


def _as_it_stands(table: TableSchema, header: Sequence[str], source: str) -> TableRecipe:
    fields = tuple(
        FieldRecipe(
            each.name,
            (each.name,),
            AUTO if each.type in ("date", "time", "datetime") or each.month_allowed else None,
        )
        for each in table.fields
        if each.name in header
    )
    return TableRecipe(table.name, fields, sources=(source,))
