"""Keys that must stand once, and values that must stand in another table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from generator.model import Finding
from generator.schema import TableSchema

Frames = Mapping[str, pd.DataFrame]


def findings(tables: Iterable[TableSchema], frames: Frames, places: Iterable[str]) -> Iterator[Finding]:
    """Every key that stands twice and every reference to something that is not there.

    `places` are the settings that `setting.yml` names, which the settings table need not repeat.
    """
    named = frozenset(places)
    for table in tables:
        if table.name not in frames:
            continue
        yield from _keys(table, frames[table.name])
        for reference in table.references:
            known = named if reference.table == "settings" else frozenset()
            yield from _missing(table.name, reference.field, reference.table, reference.target, frames, known)
        for each in table.fields:
            if each.refers_to:
                yield from _missing(table.name, each.name, *each.refers_to, frames, frozenset())


def _keys(table: TableSchema, frame: pd.DataFrame) -> Iterator[Finding]:
    key = [name for name in table.primary_key if name in frame.columns]
    if not key or len(key) < len(table.primary_key):
        return
    filled = frame.dropna(subset=key)
    for row in filled.index[filled.duplicated(subset=key)]:
        message = f"the same {' and '.join(key)} as in a row above."
        hint = "Each row needs its own. Take out the row that stands twice, or correct it."
        yield Finding("error", "duplicate-key", table.name, int(row), key[0], message, hint)


def _missing(
    table: str, field: str, other: str, target: str, frames: Frames, known: frozenset[str]
) -> Iterator[Finding]:
    """Rows whose value, or one of whose values, does not stand in the other table; none where that table is absent."""
    frame = frames[table]
    if field not in frame.columns:
        return
    there = frames.get(other)
    if there is None or target not in there.columns:
        if not known:
            return
    else:
        known = known | set(there[target].dropna())
    filled = frame[field].dropna().astype(object)
    strange = {text for text in filled.unique() if not known.issuperset(str(text).split("|"))}
    if not strange:
        return
    source = "setting.yml" if other == "settings" else f"{other}.csv"
    message = f"points at something that does not stand in {source}."
    hint = f"Add it to {source}, or correct it here."
    for row in filled[filled.isin(strange)].sort_values(kind="stable").index:
        yield Finding("error", "unknown-reference", table, int(row), field, message, hint)
