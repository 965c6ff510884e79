"""How many measures a site checks, how many would stand out by chance, and where its method differs from others'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model import Dataset
from generator.published import PublishedCell, PublishedResult
from generator.statistics import deviations, report

Results = Mapping[tuple[str, str], PublishedResult]
TESTED = ("R1", "R2", "R3", "R4", "R8", "R10")
"""Classes of a cell that was tested, whatever was found."""


def notes(results: Results, lead: str, dataset: Dataset, *, internal: bool) -> dict[str, Any]:
    """All that the methods page shows; `overview` stands on the first page as well."""
    return {
        "overview": overview(results, lead, dataset, internal=internal),
        "deviations": deviations.deviations(),
        "pairs": deviations.pairs(),
        "split": split(tests_made(results, dataset)) if internal else "",
        "shares": deviations.shares(),
        "others": deviations.others() if internal else (),
        "not_offered": [(f"{what[0].upper()}{what[1:]}", why) for _, what, why in deviations.not_offered()],
        "alarms": deviations.alarms(),
        "power": deviations.power(),
    }


def overview(results: Results, lead: str, dataset: Dataset, *, internal: bool) -> str:
    """How many measures are checked, and how many of them would stand out by chance alone, from published values.

    Readers under protection are told of no difference that stands out, since released numbers are not tested.
    """
    measures = sum(1 for (_, window), result in results.items() if window == lead and not result.withheld)
    checked = f"This report checks {measures} measures."
    if not internal:
        return f"{checked} No difference is put to a test for these readers, so none would stand out by chance alone."
    made = tests_made(results, dataset)
    by_chance = report.expected_by_chance(made, deviations.chart_rate())
    if by_chance == 0:
        return f"{checked} There is too little yet to put any of them to a test."
    once = f"once in {round(1 / by_chance)} such reports"
    return f"{checked} About {by_chance:.2f} would stand out by chance alone: {once}."


def split(made: Mapping[str, int]) -> str:
    """How much of what would stand out by chance belongs to the headlines, and how much to the other questions.

    Empty where no other question was asked: then it is all the headlines'.
    """
    heads = {each.name for each in report.HEADLINES}
    parts = [
        report.expected_by_chance({name: n for name, n in made.items() if (name in heads) == head}, rate)
        for head, rate in ((True, deviations.chart_rate()), (False, 0.0))
    ]
    if parts[1] == 0:
        return ""
    return (
        f"Of the {sum(parts):.2f} that would stand out by chance in this report, the headlines make up {parts[0]:.2f} "
        f"and the questions beside them {parts[1]:.2f}."
    )


def tests_made(results: Results, dataset: Dataset) -> dict[str, int]:
    """For each test of the report 1 where there was enough to make it, in any window of which it may speak."""
    found: dict[str, int] = {}
    for each in (*report.HEADLINES, *report.OTHERS):
        windows = [window.id for window in report.windows(dataset.calendar, each.name)]
        if each.windows == "dated":
            windows = [window for indicator, window in results if indicator == each.indicator]
        read = [one for window in windows if (one := results.get((each.indicator, window))) is not None]
        found[each.name] = int(any(_made(each.name, result) for result in read))
    return found


def _made(name: str, result: PublishedResult) -> bool:
    if name == "chart":
        return any(each.kind == "control" and each.marks.get("verdict_allowed") for each in result.exhibits)
    return any(cell.klass in TESTED and _belongs(name, cell) for cell in result.cells)


def _belongs(name: str, cell: PublishedCell) -> bool:
    """Whether the cell is one of this test's: CHG-01 holds two of them."""
    if name == "shifts":
        return cell.group.startswith("shift-")
    return name != "change" or not cell.group.startswith("shift-")
