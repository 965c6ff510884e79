"""How exports are written, and which rows they give: the keys `file`, `files`, `rows_from` and the filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.recipes.recipe import (
    HEADINGS,
    FileShape,
    Filter,
    Listed,
    Pivot,
    StopAt,
    Wide,
    same,
)
from generator.setting.notes import Pad

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "windows-1252",
    "iso-8859-1",
    "iso-8859-15",
    "cp850",
    "mac-roman",
)
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_KEYS = (
    "encoding",
    "delimiter",
    "header_row",
    "header_rows",
    "header",
    "names",
    "sheet",
    "stop_at",
    "skip_footer",
    "pivot",
)
MOST_PLACES = 2000
"""Columns that one `rows_from` may name; no sheet that people fill has as many."""


def file_shapes(pad: Pad, file: Any, files: Any) -> tuple[FileShape, ...]:
    """The shapes of a recipe: the one under `file`, or those under `files`."""
    if files is None:
        return (_shape(pad, file or None, "file", ()),)
    if file is not None:
        pad.note("files", "file stands there too. Keep one of the two.")
    made: list[FileShape] = []
    for path, item in pad.rows(files or None, "files"):
        made.append(_shape(pad, item or None, path, ("name", "match")))
        if not made[-1].name:
            pad.note(f"{path}.name", "this is missing. Tables name it with from.")
        elif made[-1].name in {each.name for each in made[:-1]}:
            pad.note(f"{path}.name", "this name is given twice.")
    if not made:
        pad.note("files", "empty. Describe at least one file, or take the key away.")
    return tuple(made) or (FileShape(),)


def _shape(pad: Pad, value: Any, path: str, more: tuple[str, ...]) -> FileShape:
    plain = pad.mapping(value, path, (*_KEYS, *more))
    written = str(plain.get("encoding", "utf-8")).lower().replace("_", "-")
    encoding = pad.choice(written, f"{path}.encoding", ENCODINGS)
    sign = plain.get("delimiter", "comma")
    delimiter = DELIMITERS.get(str(sign).lower(), sign) if isinstance(sign, str) else ""
    if not (isinstance(delimiter, str) and len(delimiter) == 1 and delimiter not in '"\r\n'):
        pad.note(f"{path}.delimiter", f"not one of: {', '.join(DELIMITERS)}, nor one sign.")
        delimiter = ","
    rows = _header_rows(pad, plain, path)
    names = _texts(pad, plain.get("names"), f"{path}.names")
    if names and rows:
        pad.note(
            f"{path}.names", "names are for files without headings. Write header: none, or take them away."
        )
    if len({same(name) for name in names}) < len(names):
        pad.note(f"{path}.names", "a name stands there twice.")
    return FileShape(
        encoding=encoding or "utf-8",
        delimiter=delimiter,
        header_rows=rows,
        names=names,
        sheet=pad.text(plain.get("sheet"), f"{path}.sheet"),
        skip_footer=whole(pad, plain.get("skip_footer", "0"), f"{path}.skip_footer", 0, 1000),
        stop_at=_stop_at(pad, plain, f"{path}.stop_at"),
        pivot=_pivot(pad, plain, f"{path}.pivot"),
        name=pad.text(plain.get("name"), f"{path}.name") or "",
        match=pad.text(plain.get("match"), f"{path}.match"),
    )


def _header_rows(pad: Pad, plain: Mapping[str, Any], path: str) -> tuple[int, ...]:
    given = [key for key in ("header", "header_row", "header_rows") if key in plain]
    if len(given) > 1:
        pad.note(f"{path}.{given[1]}", f"{given[0]} stands there too. Keep one of the two.")
    if "header" in plain:
        pad.choice(plain["header"], f"{path}.header", ("none",))
        return ()
    if "header_rows" in plain:
        where = f"{path}.header_rows"
        rows = tuple(whole(pad, item, inner, 1, 100) for inner, item in pad.rows(plain["header_rows"], where))
        if not 1 <= len(rows) <= 3 or list(rows) != list(range(rows[0], rows[0] + len(rows))):
            pad.note(where, "name one, two or three rows that follow each other, for example [2, 3].")
            return (1,)
        return rows
    return (whole(pad, plain.get("header_row", "1"), f"{path}.header_row", 1, 100),)


def _stop_at(pad: Pad, plain: Mapping[str, Any], path: str) -> StopAt | None:
    if "stop_at" not in plain:
        return None
    value = plain["stop_at"]
    if isinstance(value, str):
        return StopAt(same(value))
    inner = pad.mapping(value, path, ("column", "word"))
    word = inner.get("word", "")
    if not isinstance(word, str):
        pad.note(f"{path}.word", "this must be text.")
        word = ""
    return StopAt(same(word), pad.text(inner.get("column"), f"{path}.column", required=True))


def _pivot(pad: Pad, plain: Mapping[str, Any], path: str) -> Pivot | None:
    if "pivot" not in plain:
        return None
    inner = pad.mapping(plain["pivot"] or None, path, ("headings", "cells"))
    return Pivot(
        pad.text(inner.get("headings"), f"{path}.headings", required=True) or "",
        pad.text(inner.get("cells"), f"{path}.cells", required=True) or "",
    )


def row_steps(pad: Pad, value: Any, path: str) -> tuple[Wide | Listed, ...]:
    """The steps of `rows_from`: one, or a list of them."""
    if value is None or value == "":
        return ()
    items = pad.rows(value, path) if isinstance(value, list) else [(path, value)]
    return tuple(step for inner, item in items if (step := _step(pad, item, inner)))


def _step(pad: Pad, value: Any, path: str) -> Wide | Listed | None:
    plain = pad.mapping(value, path, ("columns", "cell", "between", "inside", "into"))
    if ("columns" in plain) == ("cell" in plain):
        pad.note(path, "name columns (wide columns), or cell and between (a list in one cell).")
        return None
    return _wide(pad, plain, path) if "columns" in plain else _listed(pad, plain, path)


def _wide(pad: Pad, plain: Mapping[str, Any], path: str) -> Wide | None:
    where = f"{path}.columns"
    made: dict[str, tuple[str, ...] | str] = {}
    for name, item in pad.mapping(plain["columns"] or None, where).items():
        if isinstance(item, str) and (item == HEADINGS or "#" in item):
            made[name] = " ".join(item.split())
        else:
            made[name] = _texts(pad, item, f"{where}.{name}")
    listed = {len(each) for each in made.values() if not isinstance(each, str)}
    first = next(iter(made.values()), ())
    if not made or first == HEADINGS or not first:
        pad.note(
            where, "name a new column first, and the columns that it is taken from, or a pattern with #."
        )
        return None
    if len(listed) > 1:
        pad.note(
            where, "the lists have different lengths. Each new column takes its part from the same place."
        )
        return None
    if listed and max(listed) > MOST_PLACES:
        pad.note(where, f"more than {MOST_PLACES:,} columns.")
    return Wide(made)


def _listed(pad: Pad, plain: Mapping[str, Any], path: str) -> Listed | None:
    cell = pad.text(plain["cell"], f"{path}.cell", required=True) or ""
    signs = {}
    for key in ("between", "inside"):
        sign = plain.get(key)
        if sign is not None and (not isinstance(sign, str) or not 1 <= len(sign) <= 10):
            pad.note(f"{path}.{key}", "this must be the sign between the values, for example a comma.")
            sign = None
        signs[key] = sign
    into = _texts(pad, plain.get("into"), f"{path}.into") or (cell,)
    if not signs["between"]:
        pad.note(f"{path}.between", "this is missing. Write the sign between the values.")
        return None
    if (len(into) > 1) != bool(signs["inside"]):
        pad.note(
            f"{path}.inside", "inside, the sign within a pair, and into, the names of its parts, go together."
        )
        return None
    # A new line in YAML is written as a sign of two letters by people.
    return Listed(cell, str(signs["between"]).replace("\\n", "\n"), signs["inside"], into)


def filters(pad: Pad, plain: Mapping[str, Any], path: str) -> tuple[Filter, ...]:
    """The rows that stay or go by the value of a column."""
    found = []
    for key, keep in (("only_where", True), ("leave_out_where", False)):
        for column, item in pad.mapping(plain.get(key) or None, f"{path}.{key}").items():
            values = [item] if isinstance(item, str) else item
            if (
                not isinstance(values, list)
                or not values
                or not all(isinstance(each, str) for each in values)
            ):
                pad.note(f"{path}.{key}.{column}", "this must be a value, or a list of values.")
            else:
                found.append(Filter(" ".join(column.split()), frozenset(map(same, values)), keep))
    return tuple(found)


def _texts(pad: Pad, value: Any, path: str) -> tuple[str, ...]:
    if isinstance(value, str) and value:
        value = [value]
    found = [pad.text(item, inner, required=True) for inner, item in pad.rows(value or None, path)]
    return tuple(each for each in found if each)


def whole(pad: Pad, value: Any, path: str, low: int, high: int) -> int:
    """A whole number of a recipe, whose values are all text."""
    plain = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 6
    if plain and low <= int(value) <= high:
        return int(value)
    pad.note(path, f"must be a whole number between {low} and {high}.")
    return low
