"""Findings put in order, one line a cell, and written for people or for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator import schema
from generator.model import CheckReport, Finding, TableState

RANK = {"error": 0, "warning": 1, "note": 2}
SHOWN_OF_A_KIND = 10
WIDTH = 100

Kind = tuple[Finding, ...]


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings sorted, with one left of those that are about the same cell: the gravest, else the first."""
    kept: dict[tuple[object, ...], Finding] = {}
    for each in findings:
        cell: tuple[object, ...] = (each.table, each.row, each.field)
        if each.row is None or each.field is None:
            cell = (*cell, each.code, each.message)
        other = kept.get(cell)
        if other is None or RANK[each.severity] < RANK[other.severity]:
            kept[cell] = each
    return tuple(sorted(kept.values(), key=_place))


def _place(each: Finding) -> tuple[object, ...]:
    order = {name: number for number, name in enumerate(schema.tables())}
    return (
        order.get(each.table, -1),
        RANK[each.severity],
        each.code,
        each.field or "",
        each.message,
        each.row or 0,
    )


def kinds(findings: Iterable[Finding]) -> tuple[Kind, ...]:
    """Findings that differ only in their row, together; the kinds in the order of the findings."""
    grouped: dict[Finding, list[Finding]] = {}
    for each in findings:
        alike = Finding(each.severity, each.code, each.table, None, each.field, each.message, each.hint)
        grouped.setdefault(alike, []).append(each)
    return tuple(tuple(kind) for kind in grouped.values())


def first_three(report: CheckReport) -> tuple[Kind, ...]:
    """The three kinds that matter first: what stops incidents, then what locks a table, then what is most frequent."""

    def weight(kind: Kind) -> tuple[int, int, int]:
        each = kind[0]
        table = schema.tables().get(each.table)
        stops = report.tables.get(each.table, TableState()).state == "blocked"
        order = 0 if table and table.required and stops else 1 if stops else 2
        return (RANK[each.severity], order, -len(kind))

    return tuple(
        sorted((kind for kind in kinds(report.findings) if kind[0].severity != "note"), key=weight)[:3]
    )


def render_json(report: CheckReport) -> str:
    """The report for scripts: one object with `findings` and `tables`."""
    found = [
        {
            "severity": each.severity,
            "code": each.code,
            "table": each.table,
            "row": each.row,
            "field": each.field,
            "message": each.message,
            "hint": each.hint,
        }
        for each in report.findings
    ]
    tables = {
        name: {"rows": state.rows, "sha256": state.sha256, "state": state.state}
        for name, state in report.tables.items()
    }
    return json.dumps({"findings": found, "tables": tables}, indent=2, ensure_ascii=False) + "\n"


def render_text(report: CheckReport) -> str:
    """The report for people: what matters first, then every kind of finding by table, then the tables."""
    lines = [_summary(report)]
    first = first_three(report)
    if len(kinds(report.findings)) > 3 and first:
        lines += ["", "First:"]
        lines += [f"  {number}. {_headline(kind)}" for number, kind in enumerate(first, 1)]
    for _, group in groupby(kinds(report.findings), key=lambda kind: kind[0].table):
        lines.append("")
        for kind in group:
            lines += _lines(kind)
    return "\n".join([*lines, "", *_tables(report)]) + "\n"


def _summary(report: CheckReport) -> str:
    count = {level: sum(each.severity == level for each in report.findings) for level in RANK}
    if not report.findings:
        return "Nothing found."
    parts = [f"{number} {level}{'s' if number != 1 else ''}" for level, number in count.items() if number]
    return ", ".join(parts) + "."


def _file(table: str) -> str:
    return f"{table}.csv" if table in schema.tables() else f"{table}/"


def _where(kind: Kind) -> str:
    each = kind[0]
    parts = [_file(each.table)]
    rows = [str(finding.row) for finding in kind if finding.row is not None]
    if rows:
        shown = ", ".join(rows[:SHOWN_OF_A_KIND])
        more = f" and {len(rows) - SHOWN_OF_A_KIND} more" if len(rows) > SHOWN_OF_A_KIND else ""
        parts.append(f"row{'s' if len(rows) > 1 else ''} {shown}{more}")
    if each.field:
        parts.append(each.field)
    return ", ".join(parts)


def _headline(kind: Kind) -> str:
    each = kind[0]
    count = f"{len(kind)} rows" if len(kind) > 1 else f"row {each.row}" if each.row else ""
    parts = [part for part in (_file(each.table), count, each.field) if part]
    return f"{', '.join(parts)}: {each.message}"


def _lines(kind: Kind) -> Iterator[str]:
    each = kind[0]
    yield f"{_where(kind)}: {each.message}"
    tag = f"{each.severity} {each.code}"
    hint = f"  {each.hint}"
    if len(hint) + len(tag) + 2 <= WIDTH:
        yield hint + tag.rjust(WIDTH - len(hint))
    else:
        yield hint
        yield tag.rjust(WIDTH)


def _tables(report: CheckReport) -> Iterator[str]:
    """One line a table that is here, and one for those that are not."""
    absent: Sequence[str] = [name for name, state in report.tables.items() if state.state == "absent"]
    for name, state in report.tables.items():
        if state.state == "loaded":
            yield f"{name}: {state.rows:,} row{'s' if state.rows != 1 else ''}"
        elif state.state == "blocked":
            yield f"{name}: cannot be used. {state.why}"
    if absent:
        yield f"Not here: {', '.join(absent)}."
