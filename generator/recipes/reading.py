"""A recipe file → `Recipe`; all its mistakes at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from generator import schema
from generator.errors import SettingError
from generator.recipes.recipe import Recipe, TableRecipe, same
from generator.recipes.shapes import file_shapes, filters, row_steps
from generator.recipes.ways import WAYS, field_recipe, no_value
from generator.schema import TableSchema
from generator.setting.notes import Pad, near, parse

SHIPPED = Path(__file__).parents[1] / "examples" / "recipes"
LONGEST_FILE = 1_000_000
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}", re.ASCII)
_TABLE_KEYS = (
    *("table", "from", "link", "columns", "rows_from", "only_where", "leave_out_where", "leave_out_without"),
    *("constants", *WAYS),
)
_KEYS = ("recipe", "title", "about", "file", "files", "missing", "words", "tables")
Words = dict[str, dict[str, Any]]


def shipped() -> tuple[str, ...]:
    """The names of the worked recipes that come with the program."""
    return tuple(sorted(_shipped()))


def _shipped() -> dict[str, Path]:
    """Each worked recipe by its name: a file, or a folder with its sample beside it."""
    alone = {path.stem: path for path in SHIPPED.glob("*.yml")}
    return alone | {path.parent.name: path for path in SHIPPED.glob("*/recipe.yml")}


def read(path: Path) -> Recipe:
    """The recipe in a file, or the worked recipe of that name; one `SettingError` with all its mistakes otherwise."""
    raw = _bytes(path)
    pad = Pad(path.name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise SettingError(f"{path.name}, line {line}: not UTF-8 text. Save the file as UTF-8.") from None
    parse(text, path.name)  # says what is wrong with it as YAML
    # Everything stays text: a code 007 or a value "no" means what is written.
    plain = pad.mapping(yaml.load(text, Loader=yaml.BaseLoader), "", _KEYS)
    name = pad.text(plain.get("recipe"), "recipe", required=True, longest=61) or ""
    if name and not _NAME.fullmatch(name):
        pad.note("recipe", "use small letters, digits and - for its name.")
    files = file_shapes(pad, plain.get("file"), plain.get("files"))
    words = _words(pad, plain.get("words"))
    tables = _tables(pad, plain.get("tables"), words, [each.name for each in files])
    _check_words(pad, words, tables)
    recipe = Recipe(
        name=name,
        title=pad.text(plain.get("title"), "title") or name,
        files=files,
        missing=_missing(pad, plain.get("missing")),
        tables=tables,
        sha256=hashlib.sha256(raw).hexdigest(),
        note=pad.text(plain.get("about"), "about", longest=5000) or "",
    )
    pad.stop()
    return recipe


def _bytes(path: Path) -> bytes:
    name = path.name.removesuffix(".yml")
    if not path.exists() and path.name == str(path) and name in shipped():
        path = _shipped()[name]
    try:
        raw = path.read_bytes()
    except OSError:
        hint = near(name, shipped()) or f" Worked recipes: {', '.join(shipped())}."
        raise SettingError(
            f"{path.name}: there is no recipe here that can be opened.", f"Name its file.{hint}"
        ) from None
    if len(raw) > LONGEST_FILE:
        raise SettingError(
            f"{path.name}: far too long for a recipe.", "Name the recipe first, then the export."
        )
    return raw


def _missing(pad: Pad, value: Any) -> frozenset[str]:
    found = {""}
    for path, item in pad.rows(value or None, "missing"):
        if isinstance(item, str):
            found.add(same(item))
        else:
            pad.note(path, "this must be text.")
    return frozenset(found)


def _tables(
    pad: Pad, value: Any, words: Mapping[str, Words], shapes: Sequence[str]
) -> tuple[TableRecipe, ...]:
    known = schema.tables()
    made: list[TableRecipe] = []
    given: set[tuple[str, str]] = set()
    for path, item in pad.rows(value or None, "tables"):
        plain = pad.mapping(item or None, path, _TABLE_KEYS)
        name = pad.choice(plain.get("table") or None, f"{path}.table", tuple(known), required=True)
        if not name:
            continue
        one = _table(pad, plain, path, known[name], words, shapes)
        if given & (again := {(name, source) for source in one.sources or shapes}):
            pad.note(f"{path}.table", "this table is given twice. Put all its columns in one place.")
        given |= again
        made.append(one)
    if not made and not pad.mistakes:
        pad.note("tables", "this is missing. Name at least one table with its columns.")
    return tuple(made)


def _table(
    pad: Pad,
    plain: Mapping[str, Any],
    path: str,
    table: TableSchema,
    words: Mapping[str, Words],
    shapes: Sequence[str],
) -> TableRecipe:
    columns = dict(pad.mapping(plain.get("columns") or None, f"{path}.columns", table.names))
    constants = pad.mapping(plain.get("constants") or None, f"{path}.constants", table.names)
    ways = {way: dict(pad.mapping(plain.get(way) or None, f"{path}.{way}", table.names)) for way in WAYS}
    _add_words(pad, words, table, columns, ways)
    _check_columns(pad, columns, constants, ways, path, table)
    fields = [
        field_recipe(pad, table, table.field(name), columns[name], ways, path)
        for name in table.names
        if name in columns
    ]
    needs = tuple(
        name
        for inner, item in pad.rows(plain.get("leave_out_without") or None, f"{path}.leave_out_without")
        if (name := pad.choice(item, inner, tuple(columns)))
    )
    return TableRecipe(
        table.name,
        tuple(fields),
        MappingProxyType({name: str(constants[name]) for name in table.names if name in constants}),
        needs,
        _sources(pad, plain.get("from"), f"{path}.from", shapes),
        row_steps(pad, plain.get("rows_from"), f"{path}.rows_from"),
        filters(pad, plain, path),
        _link(pad, plain.get("link"), f"{path}.link", table),
    )


def _link(pad: Pad, value: Any, path: str, table: TableSchema) -> str | None:
    if value is None:
        return None
    if table.name == "incidents" or "incident_id" not in table.names:
        pad.note(path, "this table has no incident_id that could point at incidents.")
    return pad.choice(value, path, ("incident_group_id", "source_id"))


def _check_columns(
    pad: Pad,
    columns: Mapping[str, Any],
    constants: Mapping[str, Any],
    ways: Mapping[str, Mapping[str, Any]],
    path: str,
    table: TableSchema,
) -> None:
    """Note what is missing, given twice or given for a field that has no column."""
    for each in table.fields:
        if each.required and each.name not in columns and each.name not in constants:
            pad.note(f"{path}.columns", f"{each.name} is missing. Every row of {table.name} needs it.")
        if each.name in constants:
            twice = each.name in columns
            wrong = (
                "filled from a column already. Keep one."
                if twice
                else no_value(table, each, constants[each.name])
            )
            if wrong:
                pad.note(f"{path}.constants.{each.name}", wrong)
    for way, fields in ways.items():
        for name in fields:
            if name not in columns:
                pad.note(f"{path}.{way}.{name}", "this field has no column. Name it under columns.")


def _sources(pad: Pad, value: Any, path: str, shapes: Sequence[str]) -> tuple[str, ...]:
    items = [(path, value)] if isinstance(value, str) and value else pad.rows(value or None, path)
    return tuple(
        name for inner, item in items if (name := pad.choice(item, inner, tuple(filter(None, shapes))))
    )


def _words(pad: Pad, value: Any) -> dict[str, Words]:
    """Source column → table.field or field → source value → code."""
    found: dict[str, Words] = {}
    for column, entries in pad.mapping(value or None, "words").items():
        fields: Words = {}
        listed = pad.mapping(entries or None, f"words.{column}")
        for number, (source, targets) in enumerate(listed.items(), 1):
            for target, code in pad.mapping(targets or None, f"words.{column}, entry {number}").items():
                fields.setdefault(target, {})[source] = code
        for codes in fields.values():
            for source in listed:
                codes.setdefault(source, "")
        found[" ".join(column.split())] = fields
    return found


def _add_words(
    pad: Pad,
    words: Mapping[str, Words],
    table: TableSchema,
    columns: dict[str, Any],
    ways: Mapping[str, dict[str, Any]],
) -> None:
    """Give each field that the words name its column and its value map."""
    for column, fields in words.items():
        for target, codes in fields.items():
            name = target.removeprefix(f"{table.name}.")
            if name not in table.names or name in ways["values"]:
                continue
            if columns.setdefault(name, column) != column:
                pad.note(
                    f"words.{column}", f"{table.name}.{name} is filled from another column already. Keep one."
                )
            else:
                ways["values"][name] = codes


def _check_words(pad: Pad, words: Mapping[str, Words], tables: Sequence[TableRecipe]) -> None:
    """Note what the words name that no table of the recipe has."""
    known = {
        name
        for each in tables
        for field in each.fields
        for name in (field.field, f"{each.table}.{field.field}")
    }
    for column, fields in words.items():
        for target in fields:
            if tables and target not in known:
                pad.note(
                    f"words.{column}",
                    f"a field is named that no table of this recipe has.{near(target, known)}",
                )
