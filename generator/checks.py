"""What is wrong, odd or worth asking about in the data: every finding of reading and of the rules, in one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from frictionless import Check, Error, errors

from generator import findings as sorting
from generator import rules
from generator.exposure import Exposure
from generator.model import CheckReport, Dataset, Finding
from generator.package.settle import settle
from generator.processes import uncollected


def run(dataset: Dataset, findings: Iterable[Finding] = (), *, errors_only: bool = False) -> CheckReport:
    """Every finding, those of loading (`findings`) among them, and what state they leave each table in.

    With `errors_only` no rule looks whose findings are warnings or notes: the states of the tables, and so all
    figures, are the same without them.
    """
    with uncollected():
        found = list(findings)
        for rule in rules.load():
            if rule.severity == "error" or not errors_only:
                found += rule.find(dataset)
        complete = sorting.ordered(found)
    states = settle(dataset.tables, dataset.states, complete)[1]
    return CheckReport(complete, states)


def sound(dataset: Dataset, report: CheckReport) -> Dataset:
    """The data set without what the report's errors make unusable: what every figure is computed from."""
    tables, states = settle(dataset.tables, dataset.states, report.findings)
    exposure = Exposure(dataset.calendar, tables.get("children"), tables.get("exposure"))
    if "incidents" not in tables:
        exposure = Exposure(dataset.calendar, None, None)
    return replace(dataset, tables=tables, states=states, exposure=exposure)


def as_frictionless(dataset: Dataset, table: str) -> tuple[Check, ...]:
    """Every rule, for the rows of this table, as custom checks for anyone's own Frictionless validation.

    `Resource(…).validate(Checklist(checks=[*as_frictionless(dataset, "incidents")]))` reports the same places under the
    same codes as `run`, with the rows as a spreadsheet numbers them and without any cell.
    """
    return tuple(_check(rule, dataset, table) for rule in rules.load())


def _check(rule: rules.Rule, dataset: Dataset, table: str) -> Check:
    said = {"type": rule.code, "title": rule.title, "description": rule.why, "template": "{note}"}
    in_a_row: Any = type("InARow", (errors.RowError,), said)
    in_the_table: Any = type("InTheTable", (errors.TableError,), said)

    def validate_end(_: Check) -> Iterator[Error]:
        for each in rule.find(dataset):
            note = f"{each.field}: {each.message}" if each.field else each.message
            if each.table == table and each.row is None:
                yield in_the_table(note=note)
            elif each.table == table:
                yield in_a_row(note=note, cells=[], row_number=each.row)

    about = {"type": rule.code, "Errors": [in_a_row, in_the_table], "validate_end": validate_end}
    made: Check = type("RuleCheck", (Check,), about)(title=rule.title, description=rule.why)
    return made
