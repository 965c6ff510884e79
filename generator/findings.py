"""Findings put in order, one line a bad row, and written for people or for scripts.

Scripts get every finding. People get one line for one row: findings of a row that differ in their field stand
together, rows with the same findings stand together, ten are named and the rest counted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter, lt
from typing import Literal

from generator import schema
from generator.model import CheckReport, Finding, TableState

RANK = {"error": 0, "warning": 1, "note": 2}
SHOWN_OF_A_KIND = 10
SHOWN_OF_A_CODE = 10
WIDTH = 100

Kind = tuple[Finding, ...]
Group = tuple[Kind, ...]
"""Rows with the same findings: one `Kind` for each of these, each as long as there are rows."""
Weight = Literal["stops the report", "would change a headline", "can wait"]
WEIGHTS: tuple[Weight, ...] = ("stops the report", "would change a headline", "can wait")
"""What a finding means tonight, the most pressing first."""
Headline = Collection[tuple[str, str | None]]
"""Tables (with None) and fields that the figures at the head of a site are counted from."""
_kind = attrgetter("severity", "code", "table", "field", "message", "hint")
"""All of a finding but its row."""


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Every finding once, by table in the order of the data package, the gravest first."""
    # By what is said of which field first, then by row within it: a quarter of a million rows may be said the same of.
    order = _order()
    alike: dict[tuple[int, int, str, str, str], list[Finding]] = {}
    for each in findings:
        place = (order.get(each.table, -1), RANK[each.severity], each.code, each.field or "", each.message)
        alike.setdefault(place, []).append(each)
    return tuple(each for place in sorted(alike) for each in _by_row(alike[place]))


def _by_row(alike: list[Finding]) -> Sequence[Finding]:
    """Findings with the same words once each, by row; those of rows that only grow are so already."""
    rows = [each.row or 0 for each in alike]
    if all(map(lt, rows, rows[1:])):
        return alike
    return sorted(dict.fromkeys(alike), key=lambda each: (each.row or 0, each.hint))


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in order, with one left of those that are about the same cell: the gravest, else the first."""
    kept: dict[tuple[object, ...], Finding] = {}
    for each in findings:
        cell: tuple[object, ...] = (each.table, each.row, each.field)
        if each.row is None or each.field is None:
            cell = (*cell, each.code, each.message)
        other = kept.get(cell)
        if other is None or RANK[each.severity] < RANK[other.severity]:
            kept[cell] = each
    return ordered(kept.values())


@cache
def _order() -> Mapping[str, int]:
    return {name: number for number, name in enumerate(schema.tables())}


def kinds(findings: Iterable[Finding]) -> tuple[Kind, ...]:
    """Findings that differ only in their row, together; the kinds in the order of the findings."""
    grouped: dict[object, list[Finding]] = {}
    for each in findings:
        grouped.setdefault(_kind(each), []).append(each)
    return tuple(tuple(kind) for kind in grouped.values())


def rows_together(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """The findings by row, and rows with the same findings in one group; in the order of the findings."""
    merged = merge(findings)
    by_row: dict[tuple[str, int], list[Finding]] = {}
    for each in merged:
        if each.row is not None:
            by_row.setdefault((each.table, each.row), []).append(each)
    groups: dict[tuple[object, ...], list[list[Finding]]] = {}
    for each in merged:
        row = [each] if each.row is None else by_row.pop((each.table, each.row), [])
        if row:
            groups.setdefault(tuple(map(_kind, row)), []).append(row)
    return tuple(
        tuple(tuple(found) for found in zip(*sorted(rows, key=lambda row: row[0].row or 0), strict=True))
        for rows in groups.values()
    )


def weight(finding: Finding, report: CheckReport, headline: Headline) -> Weight:
    """Whether a finding stops the report, would change a headline, or can wait.

    The report stops where incidents cannot be used. A headline changes by what is unknown, doubled or missing in a
    field it is counted from; a note says only how to read what is there.
    """
    state = report.tables.get(finding.table, TableState()).state
    table = schema.tables().get(finding.table)
    if finding.severity == "error" and table is not None and table.required and state == "blocked":
        return "stops the report"
    whole = (finding.table, None)
    touched = whole in headline and (finding.field is None or (finding.table, finding.field) in headline)
    blocked = finding.severity == "error" and state == "blocked" and whole in headline
    return "would change a headline" if blocked or (touched and finding.severity != "note") else "can wait"


def tonight(report: CheckReport, headline: Headline) -> dict[Weight, tuple[Kind, ...]]:
    """The kinds of finding by what they mean tonight, in each the gravest and most frequent first."""
    found: dict[Weight, list[Kind]] = {each: [] for each in WEIGHTS}
    for kind in kinds(merge(report.findings)):
        found[weight(kind[0], report, headline)].append(kind)
    return {
        name: tuple(sorted(each, key=lambda kind: (RANK[kind[0].severity], -len(kind))))
        for name, each in found.items()
    }


def render_json(report: CheckReport) -> str:
    """The report for scripts: one object with every finding in `findings`, and `tables`."""
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


def render_text(report: CheckReport, headline: Headline = ()) -> str:
    """The report for people: what matters tonight, then every kind of finding by table, then the tables."""
    lines = [_summary(report)]
    if report.findings:
        lines += ["", "Tonight:", *_tonight(report, headline)]
    for _, by_table in groupby(rows_together(report.findings), key=lambda group: group[0][0].table):
        lines.append("")
        for _, by_code in groupby(by_table, key=lambda group: (group[0][0].severity, group[0][0].code)):
            same = list(by_code)
            for group in same[:SHOWN_OF_A_CODE]:
                lines += _lines(group)
            lines += _rest(same[SHOWN_OF_A_CODE:])
    return "\n".join([*lines, "", *_tables(report)]) + "\n"


def _summary(report: CheckReport) -> str:
    count = {level: sum(each.severity == level for each in report.findings) for level in RANK}
    if not report.findings:
        return "Nothing found."
    parts = [f"{number} {level}{'s' if number != 1 else ''}" for level, number in count.items() if number]
    return ", ".join(parts) + "."


def _tonight(report: CheckReport, headline: Headline) -> Iterator[str]:
    """The three that matter: one line for what stops, one for what would change a headline, one for what can wait."""
    for name, found in tonight(report, headline).items():
        if not found:
            yield f"  {name.capitalize()}: nothing."
            continue
        more = f" And {len(found) - 1} more kind{'s' if len(found) > 2 else ''}." if len(found) > 1 else ""
        yield f"  {name.capitalize()}: {_headline(found[0])}{more}"


def _file(table: str) -> str:
    return f"{table}.csv" if table in schema.tables() else f"{table}/"


def _where(group: Group) -> str:
    each = group[0][0]
    parts = [_file(each.table)]
    rows = [str(finding.row) for finding in group[0] if finding.row is not None]
    if rows:
        shown = ", ".join(rows[:SHOWN_OF_A_KIND])
        more = f" and {len(rows) - SHOWN_OF_A_KIND} more" if len(rows) > SHOWN_OF_A_KIND else ""
        parts.append(f"row{'s' if len(rows) > 1 else ''} {shown}{more}")
    return ", ".join(parts)


def _headline(kind: Kind) -> str:
    each = kind[0]
    count = f"{len(kind)} rows" if len(kind) > 1 else f"row {each.row}" if each.row else ""
    parts = [part for part in (_file(each.table), count, each.field) if part]
    return f"{', '.join(parts)}: {each.message}"


def _lines(group: Group) -> Iterator[str]:
    """One line for the row or rows, naming each field; beneath it what to do, with the public codes at the end."""
    firsts = [kind[0] for kind in group]
    if len(firsts) == 1 and firsts[0].field:
        yield f"{_where(group)}, {firsts[0].field}: {firsts[0].message}"
    else:
        said = "; ".join(
            f"{each.field}: {each.message.rstrip('.')}"
            if each.field and len(firsts) > 1
            else each.message.rstrip(".")
            for each in firsts
        )
        yield f"{_where(group)}{', ' if len(firsts) > 1 else ': '}{said}."
    hints = " ".join(dict.fromkeys(each.hint for each in firsts if each.hint))
    tag = f"{firsts[0].severity} {', '.join(dict.fromkeys(each.code for each in firsts))}"
    hint = f"  {hints}".rstrip()
    if len(hint) + len(tag) + 2 <= WIDTH:
        yield hint + tag.rjust(WIDTH - len(hint))
    else:
        yield hint
        yield tag.rjust(WIDTH)


def _rest(groups: Sequence[Group]) -> Iterator[str]:
    """How many more rows with this code there are, each with other findings beside it."""
    if groups:
        each = groups[0][0][0]
        rows = sum(len(group[0]) for group in groups)
        fields = sorted({kind[0].field for group in groups for kind in group if kind[0].field})
        about = f", in {', '.join(fields[:SHOWN_OF_A_KIND])}" if fields else ""
        yield f"{_file(each.table)}, {rows} more rows with this and other findings{about}."
        yield f"  readiness check --format json lists them all.{f'{each.severity} {each.code}':>53}"


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
