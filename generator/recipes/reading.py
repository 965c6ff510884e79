"""A recipe file → `Recipe`; all its mistakes at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from generator import schema
from generator.errors import SettingError
from generator.package.cells import read_column
from generator.recipes.moments import Format, format_of
from generator.recipes.recipe import CodeRule, FieldRecipe, FileShape, Recipe, TableRecipe, same
from generator.schema import FieldSchema, TableSchema
from generator.setting.notes import Pad, near, parse

SHIPPED = Path(__file__).parents[1] / "examples" / "recipes"
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "windows-1252",
    "iso-8859-1",
    "iso-8859-15",
    "cp850",
    "mac-roman",
)
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
LONGEST_FILE = 1_000_000
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}", re.ASCII)
_PREFIX = re.compile(r"[A-Za-z0-9._-]{0,20}", re.ASCII)
_TABLE_KEYS = ("table", "columns", "formats", "values", "codes", "constants", "leave_out_without")


def shipped() -> tuple[str, ...]:
    """The names of the worked recipes that come with the program."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yml")))


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
    plain = pad.mapping(
        yaml.load(text, Loader=yaml.BaseLoader), "", ("recipe", "title", "about", "file", "missing", "tables")
    )
    name = pad.text(plain.get("recipe"), "recipe", required=True, longest=61) or ""
    if name and not _NAME.fullmatch(name):
        pad.note("recipe", "use small letters, digits and - for its name.")
    pad.text(plain.get("about"), "about", longest=5000)
    recipe = Recipe(
        name=name,
        title=pad.text(plain.get("title"), "title") or name,
        file=_shape(pad, plain.get("file")),
        missing=_missing(pad, plain.get("missing")),
        tables=_tables(pad, plain.get("tables")),
        sha256=hashlib.sha256(raw).hexdigest(),
    )
    pad.stop()
    return recipe


def _bytes(path: Path) -> bytes:
    name = path.name.removesuffix(".yml")
    if not path.exists() and path.name == str(path) and name in shipped():
        path = SHIPPED / f"{name}.yml"
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


def _shape(pad: Pad, value: Any) -> FileShape:
    plain = pad.mapping(value or None, "file", ("encoding", "delimiter", "header_row"))
    written = str(plain.get("encoding", "utf-8")).lower().replace("_", "-")
    encoding = pad.choice(written, "file.encoding", ENCODINGS)
    sign = plain.get("delimiter", "comma")
    delimiter = DELIMITERS.get(str(sign).lower(), sign) if isinstance(sign, str) else ""
    if not (isinstance(delimiter, str) and len(delimiter) == 1 and delimiter not in '"\r\n'):
        pad.note("file.delimiter", f"not one of: {', '.join(DELIMITERS)}, nor one sign.")
        delimiter = ","
    return FileShape(
        encoding or "utf-8", delimiter, _whole(pad, plain.get("header_row", "1"), "file.header_row", 1, 100)
    )


def _missing(pad: Pad, value: Any) -> frozenset[str]:
    found = {""}
    for path, item in pad.rows(value or None, "missing"):
        if isinstance(item, str):
            found.add(same(item))
        else:
            pad.note(path, "this must be text.")
    return frozenset(found)


def _tables(pad: Pad, value: Any) -> tuple[TableRecipe, ...]:
    known = schema.tables()
    made: list[TableRecipe] = []
    for path, item in pad.rows(value or None, "tables"):
        plain = pad.mapping(item or None, path, _TABLE_KEYS)
        name = pad.choice(plain.get("table") or None, f"{path}.table", tuple(known), required=True)
        if name in {each.table for each in made}:
            pad.note(f"{path}.table", "this table is given twice. Put all its columns in one place.")
        elif name:
            made.append(_table(pad, plain, path, known[name]))
    if not made and not pad.mistakes:
        pad.note("tables", "this is missing. Name at least one table with its columns.")
    return tuple(made)


def _table(pad: Pad, plain: Mapping[str, Any], path: str, table: TableSchema) -> TableRecipe:
    columns = pad.mapping(plain.get("columns") or None, f"{path}.columns", table.names)
    constants = pad.mapping(plain.get("constants") or None, f"{path}.constants", table.names)
    for each in table.fields:
        if each.required and each.name not in columns and each.name not in constants:
            pad.note(f"{path}.columns", f"{each.name} is missing. Every row of {table.name} needs it.")
        if each.name in constants:
            twice = each.name in columns
            wrong = (
                "filled from a column already. Keep one."
                if twice
                else _no_value(table, each, constants[each.name])
            )
            if wrong:
                pad.note(f"{path}.constants.{each.name}", wrong)
    ways = {
        way: pad.mapping(plain.get(way) or None, f"{path}.{way}", tuple(columns))
        for way in ("formats", "values", "codes")
    }
    fields = [
        _field(pad, table.field(name), columns[name], ways, path, table)
        for name in table.names
        if name in columns
    ]
    needs = tuple(
        name
        for inner, item in pad.rows(plain.get("leave_out_without") or None, f"{path}.leave_out_without")
        if (name := pad.choice(item, inner, tuple(columns)))
    )
    fixed = {name: str(constants[name]) for name in table.names if name in constants}
    return TableRecipe(table.name, tuple(fields), MappingProxyType(fixed), needs)


def _field(
    pad: Pad,
    each: FieldSchema,
    column: Any,
    ways: Mapping[str, Mapping[str, Any]],
    path: str,
    table: TableSchema,
) -> FieldRecipe:
    written = pad.text(column, f"{path}.columns.{each.name}", required=True) or ""
    chosen = [way for way, fields in ways.items() if each.name in fields]
    if len(chosen) > 1:
        pad.note(f"{path}.{chosen[1]}.{each.name}", f"it stands under {chosen[0]} too. Keep one of the two.")
        chosen = []
    given = {way: ways[way][each.name] for way in chosen}
    where = f"{path}.{chosen[0]}.{each.name}" if chosen else path
    return FieldRecipe(
        each.name,
        written,
        _format(pad, each, given["formats"], where) if "formats" in given else None,
        _values(pad, table, each, given["values"], where) if "values" in given else None,
        _code(pad, each, given["codes"], where) if "codes" in given else None,
    )


def _format(pad: Pad, each: FieldSchema, value: Any, path: str) -> Format | None:
    if each.type not in ("date", "time", "datetime"):
        pad.note(path, "only dates and times have a format.")
        return None
    try:
        found = format_of(value if isinstance(value, str) else "")
    except ValueError as wrong:
        pad.note(path, str(wrong))
        return None
    if each.type != "time" and not found.has_date:
        pad.note(path, "this field is a date, and the format has none.")
    if each.type != "date" and not found.has_time:
        pad.note(path, "this field has a time of day, and the format has none.")
    return found


def _values(pad: Pad, table: TableSchema, each: FieldSchema, value: Any, path: str) -> Mapping[str, str]:
    """The value map; its entries are named by number, since what they hold stands in a child's row."""
    made: dict[str, str] = {}
    for number, (source, target) in enumerate(pad.mapping(value, path).items(), 1):
        where = f"{path}, entry {number}"
        codes = "|".join(map(str, target)) if isinstance(target, list) else target
        if same(source) in made:
            pad.note(where, "the same value stands there already, but for capitals or spaces. Keep one.")
        elif not isinstance(codes, str):
            pad.note(where, "this must be one code, or a list of codes.")
        elif codes and (wrong := _no_value(table, each, codes)):
            pad.note(where, wrong)
        else:
            made[same(source)] = codes
    if not made and not pad.mistakes:
        pad.note(path, "empty. Write what each value of the column becomes.")
    return MappingProxyType(made)


def _code(pad: Pad, each: FieldSchema, value: Any, path: str) -> CodeRule:
    plain = pad.mapping(value or None, path, ("prefix", "pad"))
    if each.type != "string" or each.enum or each.codes:
        pad.note(path, "only a code of your own can have a prefix or zeros.")
    prefix = plain.get("prefix", "")
    if not isinstance(prefix, str) or not _PREFIX.fullmatch(prefix):
        pad.note(f"{path}.prefix", "use letters, digits, point, - and _ only, at most 20.")
        prefix = ""
    return CodeRule(prefix, _whole(pad, plain.get("pad", "0"), f"{path}.pad", 0, 20))


def _whole(pad: Pad, value: Any, path: str, low: int, high: int) -> int:
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isdigit()
        and len(value) < 6
        and low <= int(value) <= high
    ):
        return int(value)
    pad.note(path, f"must be a whole number between {low} and {high}.")
    return low


def _no_value(table: TableSchema, each: FieldSchema, value: Any) -> str:
    """Why a text of the recipe is no value of a field; empty where it is one."""
    if not isinstance(value, str) or not value:
        return "this must be text."
    findings = read_column(table.name, each, [value], [1])[1]
    if not findings:
        return ""
    codes = each.enum or tuple(each.labels)
    return f"{findings[0].message}{near(value, codes) or ' ' + findings[0].hint}"
