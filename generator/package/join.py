"""Keys that must stand once, and values that must stand in another table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

import pandas as pd

from generator.model import Finding
from generator.schema import TableSchema

Frames = Mapping[str, pd.DataFrame]
Column = Callable[[str, str], frozenset[str] | None]


def findings(tables: Iterable[TableSchema], frames: Frames, places: Iterable[str]) -> Iterator[Finding]:
    """Every key that stands twice and every reference to something that is not there.

    `places` are the settings that `setting.yml` names, which the settings table need not repeat.
    """
    named = frozenset(places)
    column = cache(lambda table, field: _different(frames, table, field))
    for table in tables:
        if table.name not in frames:
            continue
        yield from _keys(table, frames[table.name])
        for reference in table.references:
            known = named if reference.table == "settings" else frozenset()
            there = (reference.table, reference.target)
            yield from _missing((table.name, reference.field), there, known, frames, column)
        for each in table.fields:
            if each.refers_to:
                yield from _missing((table.name, each.name), each.refers_to, frozenset(), frames, column)


def _keys(table: TableSchema, frame: pd.DataFrame) -> Iterator[Finding]:
    key = [name for name in table.primary_key if name in frame.columns]
    if not key or len(key) < len(table.primary_key):
        return
    filled = frame[key].dropna()
    for row in filled.index[filled.duplicated()]:
        message = f"the same {' and '.join(key)} as in a row above."
        hint = "Each row needs its own. Take out the row that stands twice, or correct it."
        yield Finding("error", "duplicate-key", table.name, int(row), key[0], message, hint)


def _different(frames: Frames, table: str, field: str) -> frozenset[str] | None:
    """Every text of a column once; None where the table or the column is absent."""
    if table not in frames or field not in frames[table].columns:
        return None
    return frozenset(frames[table][field].dropna().astype(object))


def _missing(
    source: tuple[str, str], target: tuple[str, str], known: frozenset[str], frames: Frames, column: Column
) -> Iterator[Finding]:
    """Rows whose value, or one of whose values, does not stand in the other table; none where that table is absent."""
    here, there = column(*source), column(*target)
    if here is None or (there is None and not known):
        return
    known = known | (there or frozenset())
    unsure = (here - known) | {text for text in here if "|" in text}
    strange = {text for text in unsure if not known.issuperset(text.split("|"))}
    if not strange:
        return
    table, field = source
    filled = frames[table][field].dropna().astype(object)
    file = "setting.yml" if target[0] == "settings" else f"{target[0]}.csv"
    message = f"points at something that does not stand in {file}."
    hint = f"Add it to {file}, or correct it here."
    for row in filled[filled.isin(strange)].sort_values(kind="stable").index:
        yield Finding("error", "unknown-reference", table, int(row), field, message, hint)
