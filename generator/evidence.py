"""From a setting's folder to the true values of its figures: read, checked and computed once for all readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import catalogue, checks, findings, narrative, package, recipes, setting, trace
from generator.disclosure.plan import PLANNED, WITHHELD
from generator.errors import DataError
from generator.model import Audience, CheckReport, Dataset, Indicator, IndicatorResult, Locked, Statement


@dataclass(frozen=True)
class Evidence:
    """The true values of one workspace on one day. Private: it goes no further than `disclose` and `records/`."""

    workspace: Path
    dataset: Dataset
    report: CheckReport
    known: tuple[Indicator, ...]
    locked: tuple[Locked, ...]
    results: Mapping[tuple[str, str], IndicatorResult]


def gather(
    workspace: Path, *, as_of: date | None = None, today: date | None = None, both: bool = False
) -> Evidence:
    """Read, check and compute: all true values, and what is locked and why.

    With `both` a second process shares the work where there is much of it; what comes out is the same.
    """
    dataset, report = sound(workspace, as_of=as_of, today=today, both=both)
    refuse_unusable(report)
    return computed(workspace, dataset, report)


def computed(
    workspace: Path, dataset: Dataset, report: CheckReport, audience: Audience | None = None
) -> Evidence:
    """The true values of sound tables: all of them, or with `audience` those alone that its figures rest on."""
    known = catalogue.load()
    available, locked = catalogue.unlock(known, dataset)
    internal = audience is None or audience.internal
    if not internal:
        available = tuple(each for each in available if each.id in (*PLANNED, *WITHHELD))
    results = catalogue.compute(available, dataset, catalogue.windows(dataset, internal=internal))
    return Evidence(workspace, dataset, report, known, locked, results)


def sound(
    workspace: Path,
    *,
    as_of: date | None = None,
    today: date | None = None,
    both: bool = False,
    errors_only: bool = False,
) -> tuple[Dataset, CheckReport]:
    """The tables of a workspace without what their errors make unusable, and what the checks found.

    With `both` a second process reads and checks some of them: for a process that does nothing else. With
    `errors_only` neither warnings nor notes are looked for: enough for figures, not for a page.
    """
    loaded = package.load(workspace, setting.read(workspace), as_of, today, both=both)
    report = checks.run(loaded.dataset, loaded.findings, errors_only=errors_only)
    sound = checks.sound(loaded.dataset, report)
    words = recipes.words_used(workspace)
    return replace(sound, statements=statements(workspace), words=words), report


def statements(workspace: Path) -> tuple[Statement, ...]:
    """What the setting says of itself: the statements named at the head of its narrative pages, in their order."""
    return tuple(
        Statement(
            id=str(each.get("id", "")),
            text=" ".join(str(each["text"]).split()),
            indicator=str(each["indicator"]),
            page=document.title,
            acknowledged=bool(each.get("acknowledgement")),
        )
        for document in narrative.read(workspace)
        if document.folder == "narrative" and isinstance(document.front.get("statements"), list)
        for each in document.front["statements"]
        if isinstance(each, dict) and each.get("text") and each.get("indicator")
    )


def refuse_unusable(report: CheckReport) -> None:
    """Stop where `incidents.csv` cannot be used: every figure counts its rows."""
    if report.tables["incidents"].state == "loaded":
        return
    told = CheckReport(
        tuple(each for each in report.findings if each.table == "incidents" and each.severity == "error"),
        report.tables,
    )
    raise DataError(findings.render_text(told), "Nothing was built; what was there before is untouched.")


def records(evidence: Evidence) -> trace.Records:
    """Everything a person needs to check a figure of this evidence by hand. Private."""
    known = {each.id: each for each in evidence.known}
    return trace.records(known, evidence.results, evidence.dataset, evidence.report)
