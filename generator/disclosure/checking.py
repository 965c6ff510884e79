"""What the checks mean for the figures, for leaders: which are touched, by how much, and what is checked at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator import findings, rules
from generator.catalogue import HEADLINES
from generator.findings import Headline
from generator.model import CheckReport, Finding, Indicator, Locked
from generator.package.settle import ROW_GOES
from generator.published import PublishedEffect, PublishedFinding, PublishedRule

DOUBTFUL, UNKNOWN, OUT = 1, 2, 3
"""What becomes of a row that a finding names: to be looked at, one cell unknown, or left out."""


class _Kind(NamedTuple):
    """Findings that do the same to a figure."""

    table: str
    field: str | None
    worst: int


Rows = Mapping[_Kind, NDArray[np.int64]]


def findings_of(report: CheckReport, headline: Headline) -> Iterable[PublishedFinding]:
    """Findings for leaders, one line for each rule and field: what stops the report first, what can wait last."""
    for weight, kinds in findings.tonight(report, headline).items():
        for kind in kinds:
            each = kind[0]
            yield PublishedFinding(
                each.severity,
                each.code,
                each.table,
                each.row,
                each.field,
                each.message,
                each.hint,
                len(kind),
                weight,
            )


def rules_of(report: CheckReport) -> Iterable[PublishedRule]:
    """Every rule as its own declaration has it, with how many places it names now."""
    found: dict[str, int] = {}
    for each in report.findings:
        found[each.code] = found.get(each.code, 0) + 1
    for rule in rules.load():
        yield PublishedRule(
            rule.code, rule.severity, rule.title, rule.why, rule.tables, found.get(rule.code, 0)
        )


def effects(
    report: CheckReport, known: Sequence[Indicator], locked: Sequence[Locked]
) -> Iterable[PublishedEffect]:
    """For each figure that a finding touches: how many rows are left out, unknown or to be looked at."""
    shut = {each.indicator.id: each.why for each in locked if _blocked(each, report)}
    elsewhere = {each.indicator.id for each in locked} - shut.keys()
    named = _named(report.findings)
    for each in known:
        if each.id in elsewhere:
            continue  # what it lacks is no fault of the records
        touching = {
            kind: rows
            for table, names in each.needs.items()
            for kind, rows in named.get(table, {}).items()
            if kind.field is None or kind.field in names or kind.worst == OUT
        }
        if touching or each.id in shut:
            yield _effect(each, touching, shut.get(each.id, ""))


def _named(found: Iterable[Finding]) -> dict[str, Rows]:
    """By table the rows that findings name, by kind; a note does nothing to a figure."""
    named: dict[_Kind, list[int]] = {}
    for each in found:
        if each.severity != "note":
            worst = OUT if each.code in ROW_GOES else UNKNOWN if each.severity == "error" else DOUBTFUL
            rows = named.setdefault(_Kind(each.table, each.field, worst), [])
            if each.row is not None:
                rows.append(each.row)
    by_table: dict[str, dict[_Kind, NDArray[np.int64]]] = {}
    for kind, numbers in named.items():
        by_table.setdefault(kind.table, {})[kind] = np.array(numbers, dtype=np.int64)
    return dict(by_table)


def _blocked(locked: Locked, report: CheckReport) -> bool:
    return any(
        table in report.tables and report.tables[table].state == "blocked" for table in locked.indicator.needs
    )


def _effect(each: Indicator, touching: Rows, why: str) -> PublishedEffect:
    counts = _counts(touching)
    return PublishedEffect(
        each.id,
        each.title,
        each.id in HEADLINES,
        0 if why else counts[OUT],
        0 if why else counts[UNKNOWN],
        counts[DOUBTFUL],
        why,
        tuple(sorted({kind.field or f"whole rows of {kind.table}" for kind in touching})),
    )


def _counts(touching: Rows) -> list[int]:
    """How many rows are named, by the worst that is done to each: each row once."""
    counts = np.zeros(OUT + 1, dtype=np.int64)
    for table in {kind.table for kind in touching}:
        kinds = [kind for kind in touching if kind.table == table]
        worst = np.zeros(1 + max(int(touching[kind].max(initial=0)) for kind in kinds), dtype=np.int64)
        for kind in sorted(kinds, key=lambda kind: kind.worst):
            worst[touching[kind]] = kind.worst
        counts += np.bincount(worst, minlength=OUT + 1)
    return [int(count) for count in counts]
