"""Exports and a recipe → canonical tables, with every decision on the way; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from types import MappingProxyType

from generator import schema
from generator.errors import UsageError
from generator.recipes.cells import Filled, count_different, fill
from generator.recipes.recipe import FieldRecipe, Recipe, TableRecipe, many
from generator.recipes.result import Conversion, Converted, Mapped, SourceFile, Unmapped
from generator.recipes.sources import Source, open_source
from generator.schema import FieldSchema, TableSchema


@dataclass
class _Log:
    """What is noted while tables are made; the order is that of the recipe."""

    mapped: list[Mapped] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Read:
    """All exports one after the other: columns, and for each row the file and the row number in it."""

    columns: Mapping[str, Sequence[str]]
    places: Sequence[tuple[str, int]]

    def where(self, position: int) -> str:
        name, row = self.places[position]
        return f"{name}, row {row}"


def convert(recipe: Recipe, files: Sequence[Path]) -> Conversion:
    """The recipe's tables from these exports, read one after the other, and what a person should know of it.

    A value that is not known leaves its cell empty and is counted; where the field must be filled it is a problem, and
    `Conversion.stop` and `write` then refuse. Raises `DataError` where an export cannot be read at all.
    """
    if not files:
        raise UsageError("FILE: no export is named.", "Name the file to import after the recipe.")
    wanted = list(dict.fromkeys(each.column for table in recipe.tables for each in table.fields))
    sources = [open_source(path, recipe.file, wanted) for path in files]
    read = _joined(sources, wanted)
    log = _Log([], [], [note for each in sources for note in each.notes], [])
    tables = {each.table: _table(recipe, each, read, log) for each in recipe.tables}
    _without_loose_rows(tables, log)
    return Conversion(
        recipe=recipe,
        sources=tuple(SourceFile(each.name, each.sha256, len(each.numbers)) for each in sources),
        tables=MappingProxyType(tables),
        mapped=tuple(log.mapped),
        unmapped=tuple(log.unmapped),
        dropped=tuple(dict.fromkeys(name for each in sources for name in each.unused)),
        decisions=tuple(log.decisions),
        problems=tuple(log.problems),
    )


def _joined(sources: Sequence[Source], wanted: Sequence[str]) -> _Read:
    columns = {name: [text for each in sources for text in each.columns[name]] for name in wanted}
    return _Read(columns, [(each.name, number) for each in sources for number in each.numbers])


def _table(recipe: Recipe, how: TableRecipe, read: _Read, log: _Log) -> Converted:
    """One table; its rows keep the order of the exports."""
    table = schema.tables()[how.table]
    filled = {
        each.field: fill(how.table, table.field(each.field), each, read.columns[each.column], recipe.missing)
        for each in how.fields
    }
    keep = _kept(how, filled, read, log)
    for each in how.fields:
        _note(table.field(each.field), how, each, filled[each.field], read, keep, log)
    columns = {name: tuple(compress(each.cells, keep)) for name, each in filled.items()}
    rows = sum(keep)
    for name, value in how.constants.items():
        columns[name] = (value,) * rows
        log.decisions.append(f"{how.table}.{name}: {value} in every row, by the recipe.")
    if not rows:
        log.problems.append(
            f"{how.table}: no row is left. Look at leave_out_without and missing in the recipe."
        )
    ordered = {name: columns[name] for name in table.names if name in columns}
    return _once(table, Converted(how.table, MappingProxyType(ordered)), log)


def _kept(how: TableRecipe, filled: Mapping[str, Filled], read: _Read, log: _Log) -> list[bool]:
    """Which rows stay: those with a value, or an unknown one, wherever the recipe says that one is needed."""
    keep = [True] * len(read.places)
    by_field = {each.field: each for each in how.fields}
    for name in how.needs:
        each, texts = filled[name], read.columns[by_field[name].column]
        out = [not cell and text not in each.wrong for cell, text in zip(each.cells, texts, strict=True)]
        if count := sum(now and gone for now, gone in zip(keep, out, strict=True)):
            log.decisions.append(
                f"{how.table}: left out {many(count, 'row')} without {name}, which cannot be counted for anyone."
            )
        keep = [now and not gone for now, gone in zip(keep, out, strict=True)]
    return keep


def _note(
    each: FieldSchema,
    how: TableRecipe,
    way: FieldRecipe,
    filled: Filled,
    read: _Read,
    keep: Sequence[bool],
    log: _Log,
) -> None:
    """Write down what became of one column."""
    where = f"{how.table}.{each.name}, column {way.column}"
    texts = read.columns[way.column]
    full = sum(1 for cell, stays in zip(filled.cells, keep, strict=True) if cell and stays)
    said = (
        "values"
        if way.values is not None
        else way.format.written
        if way.format
        else "code"
        if way.code
        else ""
    )
    different = filled.known + count_different(filled.wrong, way)
    log.mapped.append(
        Mapped(how.table, each.name, way.column, full, sum(keep) - full, different, filled.known, said)
    )
    log.decisions += [f"{where}: {note}" for note in filled.notes]
    if filled.clashes:
        log.problems.append(
            f"{where}: {many(filled.clashes, 'code')} of the export would become the same as another. Correct codes."
        )
    unknown = _unknown(each, how, way, filled, read, keep)
    log.unmapped += unknown
    if each.required:
        log.problems += [_problem(where, one) for one in unknown]
        wrong = sum(one.rows for one in unknown)
        if empty := sum(keep) - full - wrong:
            first = next(
                place
                for place, (cell, stays) in enumerate(zip(filled.cells, keep, strict=True))
                if stays and not cell and texts[place] not in filled.wrong
            )
            log.problems.append(_empty(where, each.name, empty, read.where(first)))


def _empty(where: str, name: str, rows: int, first: str) -> str:
    return (
        f"{where}: empty in {many(rows, 'row')} (first: {first}), and it must be filled. Fill it at the source, or "
        f"leave such rows out: leave_out_without: [{name}]."
    )


def _unknown(
    each: FieldSchema, how: TableRecipe, way: FieldRecipe, filled: Filled, read: _Read, keep: Sequence[bool]
) -> list[Unmapped]:
    """What is no value, one entry a reason."""
    texts = read.columns[way.column]
    places = [place for place, stays in enumerate(keep) if stays and texts[place] in filled.wrong]
    found = []
    for why in dict.fromkeys(filled.wrong.values()):
        rows = [place for place in places if filled.wrong[texts[place]] == why]
        if rows:
            different = count_different((texts[place] for place in rows), way)
            first = read.where(rows[0])
            found.append(
                Unmapped(how.table, each.name, way.column, different, len(rows), first, why, each.required)
            )
    return found


def _problem(where: str, one: Unmapped) -> str:
    todo = "The field must be filled. Correct the recipe, or the values at the source."
    return f"{where}: {one.why}: {one.counted}. {todo}"


def _once(table: TableSchema, made: Converted, log: _Log) -> Converted:
    """The table with rows that are alike in everything taken once; rows that disagree under one id are a problem."""
    ids = [each.name for each in table.fields if each.unique or each.name in table.primary_key]
    if not ids or ids[0] not in made.columns:
        return made
    key = ids[0]
    seen: dict[str, tuple[str, ...]] = {}
    keep, disagree = [], set()
    for code, row in zip(made.columns[key], zip(*made.columns.values(), strict=True), strict=True):
        first = seen.setdefault(code, row)
        keep.append(first is row)
        if code and first != row:
            disagree.add(code)
    if disagree:
        log.problems.append(
            f"{table.name}.{key}: {many(len(disagree), 'code')} on several rows that differ otherwise, and each row "
            "needs its own. Choose a column that tells the rows apart."
        )
        return made
    if twice := len(keep) - sum(keep):
        log.decisions.append(f"{table.name}: left out {many(twice, 'exact repeat')} of an earlier row.")
    return _filtered(made, keep)


def _without_loose_rows(tables: dict[str, Converted], log: _Log) -> None:
    """Leave out rows that belong to a row of another table of this import which was left out."""
    for name, made in list(tables.items()):
        for reference in schema.tables()[name].references:
            other = tables.get(reference.table)
            if other is None or reference.field not in made.columns or reference.target not in other.columns:
                continue
            there = set(other.columns[reference.target])
            keep = [not code or code in there for code in made.columns[reference.field]]
            if loose := len(keep) - sum(keep):
                log.decisions.append(
                    f"{name}: left out {many(loose, 'row')} whose row of {reference.table} is left out."
                )
                made = tables[name] = _filtered(made, keep)


def _filtered(made: Converted, keep: Sequence[bool]) -> Converted:
    columns = {name: tuple(compress(cells, keep)) for name, cells in made.columns.items()}
    return Converted(made.name, MappingProxyType(columns))
