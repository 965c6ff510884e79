"""What the checks mean for the figures, for leaders: which are touched, by how much, and what is checked at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator import findings, rules
from generator.catalogue import HEADLINES
from generator.findings import Headline
from generator.model import CheckReport, Finding, Indicator, Locked
from generator.package.settle import ROW_GOES
from generator.published import PublishedEffect, PublishedFinding, PublishedRule


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
    grave = [each for each in report.findings if each.severity != "note"]
    by_table: dict[str, list[Finding]] = {}
    for finding in grave:
        by_table.setdefault(finding.table, []).append(finding)
    for each in known:
        if each.id in elsewhere:
            continue  # what it lacks is no fault of the records
        touching = [
            finding
            for table, names in each.needs.items()
            for finding in by_table.get(table, ())
            if finding.field is None or finding.field in names or finding.code in ROW_GOES
        ]
        if touching or each.id in shut:
            yield _effect(each, touching, shut.get(each.id, ""))


def _blocked(locked: Locked, report: CheckReport) -> bool:
    return any(
        table in report.tables and report.tables[table].state == "blocked" for table in locked.indicator.needs
    )


def _effect(each: Indicator, touching: Sequence[Finding], why: str) -> PublishedEffect:
    out = _rows(finding for finding in touching if finding.code in ROW_GOES)
    unknown = _rows(finding for finding in touching if finding.severity == "error") - out
    doubtful = _rows(finding for finding in touching if finding.severity == "warning") - out - unknown
    return PublishedEffect(
        each.id,
        each.title,
        each.id in HEADLINES,
        0 if why else len(out),
        0 if why else len(unknown),
        len(doubtful),
        why,
        tuple(sorted({finding.field or f"whole rows of {finding.table}" for finding in touching})),
    )


def _rows(found: Iterable[Finding]) -> set[tuple[str, int]]:
    return {(each.table, each.row) for each in found if each.row is not None}
