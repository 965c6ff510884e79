"""Exports and a recipe → canonical tables, with every decision on the way; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from types import MappingProxyType

from generator import schema
from generator.errors import UsageError
from generator.recipes.assigning import assign
from generator.recipes.cells import Filled, count_different, fill
from generator.recipes.joining import Log, after, in_order, linked, once, without_loose_rows
from generator.recipes.pivoting import ROW_ID
from generator.recipes.recipe import FieldRecipe, FileShape, People, Recipe, TableRecipe, many, same
from generator.recipes.reshape import Rows, rows_of
from generator.recipes.result import Conversion, Converted, Mapped, SourceFile, Unmapped
from generator.recipes.sources import Wanted, open_source
from generator.schema import FieldSchema


def convert(recipe: Recipe, files: Sequence[Path], people: People | None = None) -> Conversion:
    """The recipe's tables from these exports, read one after the other, and what a person should know of it.

    `people(kind, identity)` gives the pseudonym of a child or an adult; a recipe with `people` is refused without it.
    A value that is not known leaves its cell empty and is counted; where the field must be filled it is a problem, and
    `Conversion.stop` and `write` then refuse. Raises `DataError` where an export cannot be read at all.
    """
    if not people and recipe.names_people:
        raise UsageError(
            "people: this recipe turns names into pseudonyms, and no key for that is at hand.",
            "Run it with readiness import in a workspace, which keeps the key in private/.",
        )
    sources = [
        open_source(path, shape, _wanted(recipe, shape)) for path, shape in assign(recipe.files, files)
    ]
    log = Log(
        decisions=[note for each in sources for note in each.notes],
        warnings=[warning for each in sources for warning in each.warnings],
    )
    tables: dict[str, Converted] = {}
    for how in recipe.tables:
        rows = rows_of(how, sources, recipe.missing)
        log.decisions += rows.notes
        made = _table(recipe, how, rows, people, log)
        if how.link:
            made = linked(made, how.link, tables.get("incidents"), log)
        tables[how.table] = after(tables[how.table], made) if how.table in tables else made
    tables = {name: once(schema.tables()[name], in_order(made), log) for name, made in tables.items()}
    without_loose_rows(tables, log)
    return Conversion(
        recipe=recipe,
        sources=tuple(
            dict.fromkeys(SourceFile(each.name, each.sha256, len(each.numbers)) for each in sources)
        ),
        tables=MappingProxyType(tables),
        mapped=tuple(log.mapped),
        unmapped=tuple(log.unmapped),
        dropped=tuple(dict.fromkeys(name for each in sources for name in each.unused)),
        decisions=tuple(dict.fromkeys(log.decisions)),
        problems=tuple(dict.fromkeys(log.problems)),
        warnings=tuple(dict.fromkeys(log.warnings)),
    )


def _wanted(recipe: Recipe, shape: FileShape) -> Wanted:
    """What the tables ask of the exports of one shape."""
    tables = [each for each in recipe.tables if not each.sources or shape.name in each.sources]
    persons = {name for each in recipe.tables for one in each.fields if one.person for name in one.columns}
    for step in (step for each in recipe.tables for step in each.steps):
        if persons & set(step.made):
            persons |= set(step.asked)
            persons |= {one for one in getattr(step, "columns", {}).values() if isinstance(one, str)}
    return Wanted(
        columns=tuple(dict.fromkeys(name for each in tables for name in each.columns)),
        patterns=tuple(dict.fromkeys(name for each in tables for name in each.patterns)),
        row_id=any(ROW_ID in one.columns for each in tables for one in each.fields),
        people=frozenset(persons),
    )


def _texts(each: FieldSchema, way: FieldRecipe, rows: Rows, missing: frozenset[str]) -> list[str]:
    """What stands in the columns of a field, joined where there are several."""
    if len(way.columns) == 1:
        return rows.columns[way.columns[0]]
    sign = "-" if each.pattern and not way.person and way.values is None and not each.month_allowed else " "
    parts = [rows.columns[name] for name in way.columns]
    empty = {text for part in parts for text in set(part) if same(text) in missing}
    return [sign.join(text for text in cells if text not in empty) for cells in zip(*parts, strict=True)]


def _table(recipe: Recipe, how: TableRecipe, rows: Rows, people: People | None, log: Log) -> Converted:
    """One table; its rows keep the order of the exports."""
    table = schema.tables()[how.table]
    texts = {each.field: _texts(table.field(each.field), each, rows, recipe.missing) for each in how.fields}
    filled = {
        each.field: fill(
            *(how.table, table.field(each.field), each, texts[each.field], recipe.missing),
            typed=rows.typed,
            people=people,
        )
        for each in how.fields
    }
    keep = _kept(how, filled, texts, log)
    for each in how.fields:
        place = _Place(table.field(each.field), how, each, filled[each.field], texts[each.field], rows, keep)
        _note(place, log)
    columns = {name: tuple(compress(each.cells, keep)) for name, each in filled.items()}
    count = sum(keep)
    for name, value in how.constants.items():
        columns[name] = (value,) * count
        log.decisions.append(f"{how.table}.{name}: {value} in every row, by the recipe.")
    if not count:
        log.problems.append(
            f"{how.table}: no row is left. Look at leave_out_without and missing in the recipe."
        )
    return Converted(how.table, MappingProxyType(columns))


def _kept(
    how: TableRecipe, filled: Mapping[str, Filled], texts: Mapping[str, Sequence[str]], log: Log
) -> list[bool]:
    """Which rows stay: those with a value, or an unknown one, wherever the recipe says that one is needed."""
    keep = [True] * len(next(iter(texts.values()), ()))
    for name in how.needs:
        each = filled[name]
        out = [
            not cell and text not in each.wrong for cell, text in zip(each.cells, texts[name], strict=True)
        ]
        if count := sum(now and gone for now, gone in zip(keep, out, strict=True)):
            log.decisions.append(
                f"{how.table}: left out {many(count, 'row')} without {name}, which cannot be counted for anyone."
            )
        keep = [now and not gone for now, gone in zip(keep, out, strict=True)]
    return keep


@dataclass(frozen=True)
class _Place:
    """One field with its way, its cells and the rows they come from."""

    field: FieldSchema
    how: TableRecipe
    way: FieldRecipe
    filled: Filled
    texts: Sequence[str]
    rows: Rows
    keep: Sequence[bool]

    @property
    def where(self) -> str:
        return f"{self.how.table}.{self.field.name}, column {self.way.column}"


def _note(at: _Place, log: Log) -> None:
    """Write down what became of one column."""
    filled, kept = at.filled, sum(at.keep)
    full = sum(1 for cell, stays in zip(filled.cells, at.keep, strict=True) if cell and stays)
    different = filled.known + count_different(filled.wrong, at.way)
    log.mapped.append(
        Mapped(
            *(
                at.how.table,
                at.field.name,
                at.way.column,
                full,
                kept - full,
                different,
                filled.known,
                _said(at.way),
            )
        )
    )
    log.decisions += [f"{at.where}: {note}" for note in filled.notes]
    log.problems += [f"{at.where}: {problem}" for problem in filled.problems]
    log.warnings += [f"{at.where}: {warning}" for warning in filled.warnings]
    if filled.clashes:
        log.problems.append(
            f"{at.where}: {many(filled.clashes, 'code')} of the export would become the same as another. Correct codes."
        )
    unknown = _unknown(at)
    log.unmapped += unknown
    if at.field.required:
        log.problems += [_problem(at.where, one) for one in unknown]
        wrong = sum(one.rows for one in unknown)
        if empty := kept - full - wrong:
            first = next(
                place
                for place, (cell, stays) in enumerate(zip(filled.cells, at.keep, strict=True))
                if stays and not cell and at.texts[place] not in filled.wrong
            )
            log.problems.append(_empty(at.where, at.field.name, empty, at.rows.where(first)))


def _said(way: FieldRecipe) -> str:
    """How a field is filled, in the words of the plan."""
    if way.values is not None:
        return "values"
    if way.format is not None:
        return way.format if isinstance(way.format, str) else way.format.written
    return "person" if way.person else "code" if way.code else ""


def _empty(where: str, name: str, rows: int, first: str) -> str:
    return (
        f"{where}: empty in {many(rows, 'row')} (first: {first}), and it must be filled. Fill it at the source, or "
        f"leave such rows out: leave_out_without: [{name}]."
    )


def _unknown(at: _Place) -> list[Unmapped]:
    """What is no value, one entry a reason."""
    wrong = at.filled.wrong
    places = [place for place, stays in enumerate(at.keep) if stays and at.texts[place] in wrong]
    found = []
    for why in dict.fromkeys(wrong.values()):
        rows = [place for place in places if wrong[at.texts[place]] == why]
        if rows:
            different = count_different((at.texts[place] for place in rows), at.way)
            first = at.rows.where(rows[0])
            found.append(
                Unmapped(
                    *(
                        at.how.table,
                        at.field.name,
                        at.way.column,
                        different,
                        len(rows),
                        first,
                        why,
                        at.field.required,
                    )
                )
            )
    return found


def _problem(where: str, one: Unmapped) -> str:
    todo = "The field must be filled. Correct the recipe, or the values at the source."
    return f"{where}: {one.why}: {one.counted}. {todo}"
