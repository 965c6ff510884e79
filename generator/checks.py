"""What is wrong, odd or worth asking about in the data: every finding of reading and of the rules, in one report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from generator import findings as sorting
from generator.exposure import Exposure
from generator.model import CheckReport, Dataset, Finding
from generator.package.settle import settle
from generator.rules import law, links, practice, times

Rule = Callable[[Dataset], Iterator[Finding]]

ABOUT_INCIDENTS: tuple[Rule, ...] = (
    times.dates_outside,
    times.time_order,
    times.durations,
    times.missing_start,
    times.silence,
    links.not_on_roll,
    links.before_incident,
    links.duplicate_incidents,
    links.missing_setting,
    practice.seclusion_by_another_name,
    practice.ground_not_named,
    practice.plans,
    practice.nothing_tried,
    practice.aims,
)
"""Rules that read the incidents table; they wait until it can be used."""
ABOUT_OTHERS: tuple[Rule, ...] = (
    links.dates_backwards,
    links.unknown_people,
    links.restrictions_of_whom,
    links.later_than_as_of,
    practice.quotes,
    practice.none_with_others,
    law.review_due,
)


def run(dataset: Dataset, findings: Iterable[Finding] = ()) -> CheckReport:
    """Every finding, those of loading (`findings`) among them, and what state they leave each table in."""
    found = list(findings)
    for rule in (*(ABOUT_INCIDENTS if "incidents" in dataset.tables else ()), *ABOUT_OTHERS):
        found += rule(dataset)
    merged = sorting.merge(found)
    states = settle(dataset.tables, dataset.states, merged)[1]
    return CheckReport(merged, states)


def sound(dataset: Dataset, report: CheckReport) -> Dataset:
    """The data set without what the report's errors make unusable: what every figure is computed from."""
    tables, states = settle(dataset.tables, dataset.states, report.findings)
    exposure = Exposure(dataset.calendar, tables.get("children"), tables.get("exposure"))
    if "incidents" not in tables:
        exposure = Exposure(dataset.calendar, None, None)
    return replace(dataset, tables=tables, states=states, exposure=exposure)
