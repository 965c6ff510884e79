"""What must not leave in a file: hidden numbers that stand in a site or can be read off it, and codes of people."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import Any

from generator.disclosure.leak_codes import codes_in_name, codes_in_page
from generator.disclosure.leak_json import in_value
from generator.disclosure.leak_page import Node, fragments, parse
from generator.disclosure.leak_shapes import axis_in_drawing, in_drawing, in_styled
from generator.disclosure.leak_tables import Grid, Seen, in_grid, order_tells, private_columns
from generator.disclosure.leak_words import (
    Hidden,
    is_marker,
    labelled,
    listed,
    numbers_in,
    speaks_of,
    words_of,
)

PAGES = frozenset({".html", ".htm", ".xhtml", ".svg", ".xml", ".md"})
SPOKEN = listed(
    "alt title aria-label aria-description aria-valuenow aria-valuetext label summary content "
    "placeholder value"
)
HEADINGS = ("title", "h1", "h2", "h3", "caption", "figcaption", "legend")
LONGEST_PAGE = 20_000
LONGEST_LABEL = 300


@dataclass(frozen=True)
class Leak(Mapping[str, Any]):
    """One leak: the file, where in it, and the number (or share, "3/13") or the words that give something away.

    `count` is how often the same thing stands in the file. Also readable like a dictionary.
    """

    file: str
    path: str = ""
    value: int | str | None = None
    text: str = ""
    count: int = 1

    def __getitem__(self, name: str) -> Any:
        if name not in self:
            raise KeyError(name)
        return getattr(self, name)

    def __iter__(self) -> Iterator[str]:
        return (f.name for f in fields(self) if getattr(self, f.name) not in (None, ""))

    def __contains__(self, name: object) -> bool:
        return any(name == own for own in iter(self))

    def __len__(self) -> int:
        return sum(1 for _ in iter(self))


def find(
    files: Mapping[str, str], hidden: Sequence[Mapping[str, Any]], codes: Sequence[str] = ()
) -> tuple[Leak, ...]:
    """Every place in the files where a hidden number stands or can be read off, and every code or column of people.

    `hidden` holds `{"key": {name: value}, "value": whole number}`; `codes` are codes of people that must not appear.
    What is looked at: embedded data, attributes, comments, tables, downloads, search index, drawings and their axes,
    row order, copies of raw tables, anchors and file names, and older copies of a page beside a protected one.
    """
    wanted = [
        Hidden({str(name): str(part) for name, part in item["key"].items()}, int(item["value"]))
        for item in hidden
    ]
    leaks: list[Leak] = []
    for file in sorted(files):
        seen = [*codes_in_name(file, codes), *_in_file(file, files[file], wanted, codes)]
        leaks += [Leak(file, item.path, item.value, item.text) for item in dict.fromkeys(seen)]
    leaks += [leak for leak in stale(files, wanted) if not _already(leak, leaks)]
    return tuple(_counted(leaks))


def _already(leak: Leak, leaks: Sequence[Leak]) -> bool:
    return any(other.file == leak.file and other.value == leak.value for other in leaks)


def _counted(leaks: Sequence[Leak]) -> list[Leak]:
    def same(a: Leak, b: Leak) -> bool:
        return (a.file, a.value, a.text) == (b.file, b.value, b.text)

    return [replace(leak, count=sum(same(leak, other) for other in leaks)) for leak in leaks]


def _in_file(file: str, text: str, hidden: Sequence[Hidden], codes: Sequence[str]) -> Iterator[Seen]:
    suffix = PurePosixPath(file).suffix.casefold()
    name = words_of(file)
    if suffix in (".csv", ".tsv"):
        yield from _in_csv(text, name, hidden, "\t" if suffix == ".tsv" else None)
    elif suffix in (".json", ".geojson", ".webmanifest", ".jsonl", ".ndjson", ".js", ".mjs", ".map"):
        for value in _parsed(text):
            yield from in_value(value, "", name, hidden)
    elif suffix in PAGES or text.lstrip().startswith("<"):
        yield from _in_page(parse(text), name, hidden)
        yield from codes_in_page(parse(text), codes)
    elif suffix != ".css":
        yield from _in_text(text, "", name, hidden)
    yield from (Seen("", None, code) for code in sorted(set(codes)) if code in text)


def _parsed(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError):
        return list(fragments(text))


def _in_text(text: str, path: str, wide: frozenset[str], hidden: Sequence[Hidden]) -> Iterator[Seen]:
    everywhere = words_of(text) | wide
    for place, found in enumerate(labelled(text), 1):
        if any(
            item.value == found.value and speaks_of(item, found.words, wide, everywhere) for item in hidden
        ):
            yield Seen(path or f"number {place}", found.value)


def _in_csv(text: str, name: frozenset[str], hidden: Sequence[Hidden], mark: str | None) -> Iterator[Seen]:
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    split = mark or (";" if first.count(";") > first.count(",") else ",")
    rows = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=split) if row]
    if rows:
        yield from (Seen("heading", None, column) for column in private_columns(rows[0]))
        yield from _in_grid(Grid(rows[0], rows[1:], name, words_of(text) | name), hidden, "")


def _in_grid(grid: Grid, hidden: Sequence[Hidden], prefix: str) -> Iterator[Seen]:
    yield from (replace(seen, path=f"{prefix}{seen.path}") for seen in in_grid(grid, hidden))
    yield from (replace(seen, path=f"{prefix}{seen.path}") for seen in order_tells(grid, hidden))


def _in_page(page: Node, name: frozenset[str], hidden: Sequence[Hidden]) -> Iterator[Seen]:
    heads = words_of(" ".join(node.text() for node in page.all(*HEADINGS))) | name
    everywhere = words_of(page.text()) | heads
    for place, comment in enumerate(page.comments, 1):
        values = set(numbers_in(re.sub(r"[=:]", " ", comment))) & {item.value for item in hidden}
        yield from (Seen(f"comment {place}", value) for value in sorted(values))
    for place, table in enumerate(page.all("table"), 1):
        grid = _grid(table, heads, everywhere)
        if grid:
            yield from (Seen(f"table {place}", None, column) for column in private_columns(grid.head))
            yield from _in_grid(grid, hidden, f"table {place}, ")
    for place, node in enumerate(page.walk(), 1):
        yield from _in_attributes(node, place, heads, hidden)
        if node.tag == "script":
            for value in fragments(node.text(frozenset())):
                yield from in_value(value, f"script {place}", heads, hidden)
        if node.tag == "":
            yield from in_styled(node, heads, hidden)
        if node.tag == "svg":
            yield from in_drawing(node, heads, hidden)
            yield from axis_in_drawing(node, heads, hidden)
    prose = page.text(frozenset({"script", "style", "table", "svg", "title"}))
    yield from _in_text(prose, "", heads, hidden)
    for place, drawing in enumerate(page.all("svg"), 1):
        spoken = "\n".join(node.text() for node in drawing.all("title", "desc", "text"))
        yield from _in_text(spoken, f"drawing {place}", heads, hidden)


def _grid(table: Node, wide: frozenset[str], everywhere: frozenset[str]) -> Grid | None:
    rows = [[cell.text().strip() for cell in row.all("td", "th")] for row in table.all("tr")]
    rows = [row for row in rows if row]
    return Grid(rows[0], rows[1:], wide, everywhere) if rows else None


def _in_attributes(node: Node, place: int, wide: frozenset[str], hidden: Sequence[Hidden]) -> Iterator[Seen]:
    text = node.text()
    short = text if len(text) <= LONGEST_LABEL else ""
    marked = any(is_marker(part) for part in [short, *re.split(r"[\s:,]+", short)])
    for name, value in node.attrs.items():
        if name not in SPOKEN and not name.startswith("data-"):
            continue
        where = f"element {place}, {name}"
        if value.lstrip()[:1] in ("{", "["):
            for inner in fragments(value):
                yield from in_value({name.removeprefix("data-"): inner}, where, wide, hidden)
            continue
        yield from _in_attribute(value, where, short if marked else "", wide, hidden)


def _in_attribute(
    value: str, where: str, marked: str, wide: frozenset[str], hidden: Sequence[Hidden]
) -> Iterator[Seen]:
    """A number in an attribute, named by the attribute's own words or, beside a mark, by the element's."""
    own = words_of(marked)
    everywhere = words_of(value) | own | wide
    for found in labelled(value):
        same = [item for item in hidden if item.value == found.value]
        naming = [item for item in same if speaks_of(item, found.words | own, wide, everywhere)]
        bare = marked and (is_marker(marked) or not found.words)
        if naming or (bare and same):
            yield Seen(where, found.value)


def stale(files: Mapping[str, str], hidden: Sequence[Hidden]) -> Iterator[Leak]:
    """Copies of a page, in a folder within or beside the protected one, that show a number where that has a mark."""
    pages: dict[str, list[str]] = {}
    for file in sorted(files):
        if PurePosixPath(file).suffix.casefold() in PAGES | {".csv"} and len(files[file]) <= LONGEST_PAGE:
            pages.setdefault(PurePosixPath(file).name, []).append(file)
    values = {item.value for item in hidden}
    for copies in pages.values():
        lines = {file: _lines(file, files[file]) for file in copies} if len(copies) > 1 else {}
        for protected in lines:
            for other in lines:
                if other != protected:
                    yield from _bared(other, lines[other], lines[protected], values)


def _lines(file: str, text: str) -> list[str]:
    if file.casefold().endswith(".csv"):
        return [cell.strip() for row in csv.reader(io.StringIO(text)) for cell in row]
    return [line.strip() for line in parse(text).text().split("\n") if line.strip()]


def _bared(file: str, shown: Sequence[str], protected: Sequence[str], values: set[int]) -> Iterator[Leak]:
    if len(shown) != len(protected):
        return
    words = [(a, b) for a, b in zip(shown, protected, strict=True) if not a.isdigit() and not is_marker(a)]
    if any(a != b for a, b in words):
        return
    for place, (a, b) in enumerate(zip(shown, protected, strict=True), 1):
        if is_marker(b) and a.isdigit() and int(a) in values:
            yield Leak(file, f"text {place}", int(a))
