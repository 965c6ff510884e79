"""Tables of one import together: parts of one table, rows that stand there twice, rows that point at other rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from types import MappingProxyType

from generator import schema
from generator.recipes.recipe import many
from generator.recipes.result import Converted, Mapped, Unmapped
from generator.schema import TableSchema


@dataclass
class Log:
    """What is noted while tables are made; the order is that of the recipe."""

    mapped: list[Mapped] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def after(first: Converted, then: Converted) -> Converted:
    """The rows of two parts of a recipe that fill one table; a field that one of them lacks is empty there."""
    names = dict.fromkeys([*first.columns, *then.columns])
    parts = [each.columns.get(name, ("",) * each.rows) for name in names for each in (first, then)]
    columns = {name: parts[2 * place] + parts[2 * place + 1] for place, name in enumerate(names)}
    return Converted(first.name, MappingProxyType(columns))


def in_order(made: Converted) -> Converted:
    """The columns in the order of the schema."""
    names = [name for name in schema.tables()[made.name].names if name in made.columns]
    return Converted(made.name, MappingProxyType({name: made.columns[name] for name in names}))


def linked(made: Converted, field: str, incidents: Converted | None, log: Log) -> Converted:
    """The rows with the ids of the incidents whose `field` their `incident_id` names, one row for each of them."""
    if incidents is None or field not in incidents.columns or "incident_id" not in made.columns:
        log.problems.append(
            f"{made.name}: link needs incidents with {field}, above this table in the same recipe."
        )
        return made
    ids: dict[str, list[str]] = {}
    for name, code in zip(incidents.columns[field], incidents.columns["incident_id"], strict=True):
        ids.setdefault(name, []).append(code)
    # What belongs to no incident here keeps its number, and is left out as a loose row.
    picks = [
        (place, code)
        for place, name in enumerate(made.columns["incident_id"])
        for code in dict.fromkeys(ids.get(name, [name]))
    ]
    columns = {name: tuple(cells[place] for place, _ in picks) for name, cells in made.columns.items()}
    columns["incident_id"] = tuple(code for _, code in picks)
    if more := len(picks) - made.rows:
        log.decisions.append(
            f"{made.name}: {many(more, 'row')} more, because an event has several incidents."
        )
    return Converted(made.name, MappingProxyType(columns))


def once(table: TableSchema, made: Converted, log: Log) -> Converted:
    """The table with rows that are alike in everything taken once; rows that disagree under one id are a problem."""
    ids = [each.name for each in table.fields if each.unique or each.name in table.primary_key]
    if not ids or ids[0] not in made.columns:
        return _unrepeated(table, made, log)
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


def _unrepeated(table: TableSchema, made: Converted, log: Log) -> Converted:
    """Without repeats of an adult in one incident; other rows that are alike, such as two events, are two."""
    if not any(each.table == "incidents" for each in table.references):
        return made
    first: dict[tuple[str, ...], int] = {}
    rows = zip(*made.columns.values(), strict=True)
    keep = [first.setdefault(row, place) == place for place, row in enumerate(rows)]
    if twice := len(keep) - sum(keep):
        log.decisions.append(f"{table.name}: left out {many(twice, 'exact repeat')} of an earlier row.")
    return _filtered(made, keep)


def without_loose_rows(tables: dict[str, Converted], log: Log) -> None:
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
