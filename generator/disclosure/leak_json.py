"""Hidden numbers in JSON: records, columns side by side, axis ends, words in strings, private fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.disclosure.leak_codes import codes_in_address
from generator.disclosure.leak_page import parse
from generator.disclosure.leak_shapes import in_domain
from generator.disclosure.leak_tables import Grid, Seen, in_grid, in_record, order_tells, private_columns
from generator.disclosure.leak_words import Hidden, labelled, speaks_of, words_of

SHORT = 80
ADDRESSES = frozenset({"location", "url", "href", "anchor", "link"})
NAMES = frozenset({"title", "location", "name", "section", "page", "description", "caption", "url", "href"})


def in_value(value: Any, path: str, wide: frozenset[str], hidden: Sequence[Hidden]) -> Iterator[Seen]:
    """Everything in a JSON value that gives a hidden number away; paths read `datasets.d[1].n`."""
    yield from _walk(value, path, "", wide, frozenset(data_numbers(value)), hidden)


def data_numbers(value: Any, inside: bool = False) -> Iterator[float]:
    """The numbers that stand in records (objects in a list): what an axis may rightly end at."""
    if isinstance(value, Mapping):
        for inner in value.values():
            if inside and isinstance(inner, int | float) and not isinstance(inner, bool):
                yield float(inner)
            yield from data_numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from data_numbers(inner, inside=True)


def _walk(
    value: Any, path: str, name: str, wide: frozenset[str], data: frozenset[float], hidden: Sequence[Hidden]
) -> Iterator[Seen]:
    if name:
        yield from in_domain(name, value, path, data, hidden)
    if isinstance(value, Mapping):
        yield from _in_object(value, path, wide, data, hidden)
    elif isinstance(value, list):
        yield from _in_rows(value, path, wide, hidden)
        for place, item in enumerate(value):
            yield from _walk(item, f"{path}[{place}]", "", wide, data, hidden)
    elif isinstance(value, str):
        if name in ADDRESSES:
            yield from (Seen(path, None, text) for text in codes_in_address(value))
        yield from _in_string(value, path, wide, hidden)


def _in_object(
    value: Mapping[str, Any],
    path: str,
    wide: frozenset[str],
    data: frozenset[float],
    hidden: Sequence[Hidden],
) -> Iterator[Seen]:
    private = [c for c in private_columns(list(value)) if isinstance(value[c], str | int | list)]
    yield from (Seen(f"{path}.{column}".lstrip("."), None, column) for column in private)
    yield from in_record(value, path, hidden, wide)
    lists = {
        n: v for n, v in value.items() if isinstance(v, list) and v and not isinstance(v[0], Mapping | list)
    }
    if len(lists) > 1 and len({len(v) for v in lists.values()}) == 1:
        rows = [dict(zip(lists, parts, strict=True)) for parts in zip(*lists.values(), strict=True)]
        for place, row in enumerate(rows):
            for seen in in_record(row, "", hidden, wide):
                yield Seen(f"{path}.{seen.path}[{place}]".lstrip("."), seen.value)
    titles = [inner for name, inner in value.items() if name.casefold() in NAMES and isinstance(inner, str)]
    named = wide | words_of(" ".join(titles))
    own = frozenset(
        item for n, v in value.items() if isinstance(v, str) and len(v) <= SHORT for item in words_of(v)
    )
    for name, inner in value.items():
        below = named | own if isinstance(inner, Mapping | list) else named
        yield from _walk(inner, f"{path}.{name}".lstrip("."), name, below, data, hidden)


def _in_rows(value: list[Any], path: str, wide: frozenset[str], hidden: Sequence[Hidden]) -> Iterator[Seen]:
    """Lists of lists as tables, and the order of records."""
    if len(value) > 1 and all(isinstance(row, list) for row in value):
        head = [str(cell) for cell in value[0]]
        rows = [["" if cell is None else str(cell) for cell in row] for row in value[1:]]
        grid = Grid(head, rows, wide, wide | words_of(" ".join(" ".join(row) for row in [head, *rows])))
        yield from (Seen(f"{path}: {seen.path}", seen.value) for seen in in_grid(grid, hidden))
        yield from (Seen(f"{path}: {seen.path}", seen.value, seen.text) for seen in order_tells(grid, hidden))
    elif len(value) > 2 and all(isinstance(row, Mapping) for row in value):
        names = [n for n in value[0] if not isinstance(value[0][n], Mapping | list)]
        rows = [["c" if row.get(n) is None else str(row.get(n)) for n in names] for row in value]
        grid = Grid(names, rows, wide, wide | words_of(" ".join(" ".join(row) for row in rows)))
        yield from (Seen(f"{path}: {seen.path}", seen.value, seen.text) for seen in order_tells(grid, hidden))


def _in_string(text: str, path: str, wide: frozenset[str], hidden: Sequence[Hidden]) -> Iterator[Seen]:
    plain = parse(text).text() if "<" in text else text
    everywhere = words_of(plain) | wide
    for found in labelled(plain):
        if any(
            item.value == found.value and speaks_of(item, found.words, wide, everywhere) for item in hidden
        ):
            yield Seen(path, found.value)
