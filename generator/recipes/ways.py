"""How one field is filled: its columns, and the format, value map, code rule or people that stand for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from generator.package.cells import read_column
from generator.recipes.dates import AUTO, Moments, moments_of
from generator.recipes.recipe import CodeRule, FieldRecipe, same
from generator.recipes.shapes import whole
from generator.schema import FieldSchema, TableSchema
from generator.setting.notes import Pad, near

WAYS = ("formats", "values", "codes", "people", "otherwise", "split")
_ALONE = ("formats", "values", "codes", "people")
_PREFIX = re.compile(r"[A-Za-z0-9._-]{0,20}", re.ASCII)
_MOMENTS = ("date", "time", "datetime")
NUMBERS = ("number", "minutes")
Ways = Mapping[str, Mapping[str, Any]]


def field_recipe(
    pad: Pad, table: TableSchema, each: FieldSchema, column: Any, ways: Ways, path: str
) -> FieldRecipe:
    """The recipe of one field; what is wrong with it is on the pad."""
    chosen = [way for way in _ALONE if each.name in ways[way]]
    if len(chosen) > 1:
        pad.note(f"{path}.{chosen[1]}.{each.name}", f"it stands under {chosen[0]} too. Keep one of the two.")
        chosen = []
    given = {way: ways[way][each.name] for way in chosen}
    where = f"{path}.{chosen[0]}.{each.name}" if chosen else path
    moment = AUTO if each.type in _MOMENTS or each.month_allowed else None
    return FieldRecipe(
        each.name,
        _columns(pad, column, f"{path}.columns.{each.name}"),
        _format(pad, each, given["formats"], where) if "formats" in given else moment if not given else None,
        _values(pad, table, each, given["values"], where) if "values" in given else None,
        _code(pad, each, given["codes"], where) if "codes" in given else None,
        _otherwise(pad, table, each, ways, path),
        _split(pad, each, ways, path),
        _person(pad, each, given["people"], where) if "people" in given else None,
    )


def _columns(pad: Pad, value: Any, path: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        text = pad.text(value, path, required=True)
        return (text,) if text else ()
    found = [pad.text(item, inner, required=True) for inner, item in pad.rows(value, path)]
    if not found:
        pad.note(path, "this is missing. Name the column.")
    return tuple(each for each in found if each)


def _format(pad: Pad, each: FieldSchema, value: Any, path: str) -> Moments | str | None:
    if each.type in ("number", "integer"):
        return pad.choice(value, path, NUMBERS)
    if each.type not in _MOMENTS and not each.month_allowed:
        pad.note(path, "only dates and times have a format, and numbers.")
        return None
    written = value if isinstance(value, list) else [value]
    try:
        found = moments_of([each if isinstance(each, str) else "" for each in written] or [""])
    except ValueError as wrong:
        pad.note(path, str(wrong))
        return None
    for one in found.formats:
        if each.type != "time" and not one.has_date:
            pad.note(path, "this field is a date, and the format has none.")
        if each.type in ("time", "datetime") and not one.has_time:
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
        elif codes and (wrong := no_value(table, each, codes)):
            pad.note(where, wrong)
        else:
            made[same(source)] = codes
    if not made and not pad.mistakes:
        pad.note(path, "empty. Write what each value of the column becomes.")
    return MappingProxyType(made)


def _code(pad: Pad, each: FieldSchema, value: Any, path: str) -> CodeRule:
    plain = pad.mapping(value or None, path, ("prefix", "pad", "as_written"))
    if each.type != "string" or each.enum or (each.codes and not each.open_codes):
        pad.note(path, "only a code of your own can have a prefix or zeros.")
    prefix = plain.get("prefix", "")
    if not isinstance(prefix, str) or not _PREFIX.fullmatch(prefix):
        pad.note(f"{path}.prefix", "use letters, digits, point, - and _ only, at most 20.")
        prefix = ""
    as_written = pad.choice(plain.get("as_written", "false"), f"{path}.as_written", ("true", "false"))
    return CodeRule(prefix, whole(pad, plain.get("pad", "0"), f"{path}.pad", 0, 20), as_written == "true")


def _otherwise(pad: Pad, table: TableSchema, each: FieldSchema, ways: Ways, path: str) -> str | None:
    if each.name not in ways["otherwise"]:
        return None
    value, where = ways["otherwise"][each.name], f"{path}.otherwise.{each.name}"
    if each.name not in ways["values"]:
        pad.note(where, "otherwise belongs to a value map. Write values for this field.")
    elif value != "" and (wrong := no_value(table, each, value)):
        pad.note(where, wrong)
    return value if isinstance(value, str) else None


def _split(pad: Pad, each: FieldSchema, ways: Ways, path: str) -> str | None:
    if each.name not in ways["split"]:
        return None
    value, where = ways["split"][each.name], f"{path}.split.{each.name}"
    if not each.multi:
        pad.note(where, "this field takes one value. Use rows_from to make rows of several.")
    if not isinstance(value, str) or not 1 <= len(value) <= 10:
        pad.note(where, "this must be the sign between the values, for example a comma.")
        return None
    return value.replace("\\n", "\n")


def _person(pad: Pad, each: FieldSchema, value: Any, path: str) -> str | None:
    kind = pad.choice(value or None, path, ("child", "adult"), required=True)
    if kind and not (each.identifies or each.name.endswith("staff_id")):
        pad.note(path, "this field holds no code of a person.")
    elif kind and each.identifies and kind != each.identifies:
        pad.note(
            path, f"this field holds the code of {'an adult' if each.identifies == 'adult' else 'a child'}."
        )
    return kind


def no_value(table: TableSchema, each: FieldSchema, value: Any) -> str:
    """Why a text of the recipe is no value of a field; empty where it is one."""
    if not isinstance(value, str) or not value:
        return "this must be text."
    findings = read_column(table.name, each, [value], [1])[1]
    if not findings:
        return ""
    codes = each.enum or tuple(each.labels)
    return f"{findings[0].message}{near(value, codes) or ' ' + findings[0].hint}"
