"""The disclosure line: true values go in, once per audience, and only what that audience may be shown comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from generator import catalogue, findings, law
from generator.disclosure import children, convert, exhibits, internal, protected
from generator.disclosure.plan import DUTIES, PLANNED, WITHHELD
from generator.indicator import as_date
from generator.model import Audience, CheckReport, Dataset, Indicator, IndicatorResult, Locked
from generator.periods import Window, day
from generator.published import (
    Published,
    PublishedExhibit,
    PublishedFinding,
    PublishedMethod,
    PublishedResult,
    PublishedTable,
    PublishedWindow,
    plain,
)
from generator.schema import tables as table_schemas
from generator.setting import THRESHOLDS
from generator.trace import key_of

Results = Mapping[tuple[str, str], IndicatorResult]
PublishedResults = dict[tuple[str, str], PublishedResult]
SEVERITY = {"error": 0, "warning": 1, "note": 2}


def disclose(
    known: Sequence[Indicator],
    found: Results,
    locked: Sequence[Locked],
    report: CheckReport,
    dataset: Dataset,
    audience: Audience,
) -> Published:
    """Everything one audience may be shown."""
    windows = catalogue.windows(dataset, internal=audience.internal)
    by_id = {each.id: each for each in known}
    protection: dict[str, int] = {"hidden": 0, "checked": 0}
    if audience.internal:
        results = internal.results(by_id, found, windows, dataset)
    else:
        rules = protected.decide(found, windows, audience, dataset)
        results = protected.results(by_id, found, windows, rules, dataset)
        protection = {"hidden": _held_back(results), "checked": _checked(rules)}
    lead = _lead(windows, dataset, audience)
    shown = tuple(convert.window_of(window) for window in windows)
    results = _with_terms(results, lead, shown, audience)
    return Published(
        audience=audience.name,
        policy=audience.policy,
        pages=audience.pages,
        setting_name=dataset.setting.name,
        places=tuple((place.id, place.name, place.kind) for place in dataset.setting.places),
        as_of=dataset.as_of,
        k=int(dataset.setting.threshold("k")),
        decision=_decision(audience),
        lead=lead,
        windows=shown,
        results=results,
        methods=tuple(_methods(known, locked, audience)),
        findings=tuple(_findings(report)) if audience.internal else (),
        tables=tuple(_tables(report, audience)),
        choices=tuple(
            (each.meaning, dataset.setting.threshold(each.name), each.source) for each in THRESHOLDS
        ),
        roll=_roll(results, lead),
        exhibits=_exhibits(results, lead, shown, dataset, audience),
        agreed=_agreed(dataset, audience),
        notes=tuple(_notes(dataset, shown, report)),
        parts=_parts(results, found, dataset),
        children=children.pages(dataset) if audience.internal else (),
        protection=protection,
        law=tuple(_law(dataset)),
    )


def _law(dataset: Dataset) -> Iterable[tuple[str, str, str, str]]:
    """What is taken from each source, with a mark where it is past the day for another look."""
    for citation in law.citations():
        source = citation.source
        due = day(source.review_by)
        late = f"{due}: overdue, read it again first" if source.review_by < dataset.as_of else due
        for fact in citation.facts:
            yield fact.text, source.title, f"{source.standing}; {source.verified}", late


def _lead(windows: Sequence[Window], dataset: Dataset, audience: Audience) -> PublishedWindow:
    """The window the first page speaks of: this term so far for leaders, the last completed term for others."""
    calendar = dataset.calendar
    chosen = calendar.current if audience.internal else calendar.last_term
    if chosen is None:
        chosen = Window("no-term-yet", "No completed term yet", calendar.data_start, calendar.end, "before")
    return convert.window_of(chosen)


def _held_back(results: PublishedResults) -> int:
    return sum(cell.hidden or cell.lower is not None for result in results.values() for cell in result.cells)


def _checked(rules: protected.Rules) -> int:
    """Every number of the plan: how many of them are small is itself for nobody to know."""
    return sum(not each.key.startswith("roll|") and "/" in each.key for each in rules.decided.decisions)


def _with_terms(
    results: PublishedResults, lead: PublishedWindow, windows: Sequence[PublishedWindow], audience: Audience
) -> PublishedResults:
    """The results, with each duty's share bars by term, and for leaders the shifts, added in the leading window."""
    found = dict(results)
    change = found.get(("CHG-01", lead.id))
    drawn = exhibits.shifts(change, results, windows) if change and audience.internal else None
    if change and drawn:
        found["CHG-01", lead.id] = replace(change, exhibits=(*change.exhibits, drawn))
    for name in DUTIES:
        result = found.get((name, lead.id))
        if result is not None and not result.withheld:
            bars = exhibits.duty_terms(result, results, windows)
            found[name, lead.id] = replace(result, exhibits=(*result.exhibits, bars))
    voices = found.get(("VOI-02", lead.id))
    gap = exhibits.voices(voices, results, windows) if voices and not voices.withheld else None
    if voices and gap:
        found["VOI-02", lead.id] = replace(voices, exhibits=(*voices.exhibits, gap))
    return found


def _decision(audience: Audience) -> str:
    if audience.policy != "inspection" or audience.decision is None:
        return ""
    decision = audience.decision
    reason = f" Reason: {decision.reason.rstrip('.')}." if decision.reason else ""
    return (
        f"Figures for the whole setting are shown exactly to {audience.name}, as decided by {decision.by} "
        f"on {day(decision.on)}.{reason}"
    )


def _methods(
    known: Iterable[Indicator], locked: Sequence[Locked], audience: Audience
) -> Iterable[PublishedMethod]:
    shut = {each.indicator.id: each for each in locked}
    for each in known:
        why = shut.get(each.id)
        state = "locked" if why else "available"
        if not audience.internal and each.id in WITHHELD:
            state = "withheld"
        elif not audience.internal and each.id not in PLANNED:
            state = "elsewhere"
        needs = [f"{table}.{name}" for table, names in each.needs.items() for name in names] or list(
            each.needs
        )
        yield PublishedMethod(
            each.id,
            each.title,
            each.unit,
            each.better,
            each.answers,
            each.method,
            tuple(needs),
            state,  # type: ignore[arg-type]
            why.why if why else "",
            why.unlock if why else (),
        )


def _findings(report: CheckReport) -> Iterable[PublishedFinding]:
    """Findings for leaders, one line for each rule and table, most pressing first."""
    ordered = sorted(
        findings.kinds(report.findings), key=lambda kind: (SEVERITY[kind[0].severity], -len(kind))
    )
    for kind in ordered:
        each = kind[0]
        yield PublishedFinding(
            each.severity, each.code, each.table, each.row, each.field, each.message, each.hint, len(kind)
        )


def _tables(report: CheckReport, audience: Audience) -> Iterable[PublishedTable]:
    for name, schema in table_schemas().items():
        state = report.tables.get(name)
        if state is None:
            continue
        rows = state.rows if audience.internal and state.state != "absent" else None
        # The reason names a row of the file, which says how long the file is at least.
        why = (
            state.why if audience.internal or not state.why else "It has errors that must be put right first."
        )
        yield PublishedTable(name, schema.title, state.state, rows, why)


def _roll(results: PublishedResults, lead: PublishedWindow) -> str:
    result = results.get(("CHG-01", lead.id))
    cell = result.cell("children") if result else None
    return f"{plain(cell.denominator)} children on roll" if cell and cell.denominator else ""


def _exhibits(
    results: PublishedResults,
    lead: PublishedWindow,
    windows: Sequence[PublishedWindow],
    dataset: Dataset,
    audience: Audience,
) -> dict[str, PublishedExhibit]:
    """The drawings of a first page."""
    found: dict[str, PublishedExhibit] = {}
    shares = exhibits.duties(results, lead, "Do now" if audience.internal else "Ask")
    if shares:
        found["duties"] = shares
    change = results.get(("CHG-01", lead.id))
    if change is None or audience.internal:
        return found
    changed_on = protected.law_changed_on(dataset)
    for group in ("children", "incidents"):
        drawn = exhibits.terms(results, windows, change, group, changed_on)
        if drawn:
            found[group] = drawn
    return found


def _agreed(dataset: Dataset, audience: Audience) -> tuple[tuple[str, str, str, str], ...]:
    """What the board agreed in the last twelve months, in the setting's published words; none for a visitor."""
    if audience.policy == "visitor" or not dataset.has("governance_reviews", "actions_agreed"):
        return ()
    reviews = dataset.tables["governance_reviews"]
    reviews = reviews[
        reviews["actions_agreed"].notna() & reviews["body"].isin(["governors", "trust", "proprietor"])
    ]
    if reviews.empty or not dataset.has("actions", "published_title"):
        return ()
    year = reviews[reviews["review_on"] > pd.Timestamp(dataset.as_of) - pd.Timedelta(days=365)]
    agreed = [code for text in year["actions_agreed"] for code in str(text).split("|")]
    actions = dataset.tables["actions"]
    actions = actions[actions["action_id"].isin(agreed) & actions["published_title"].notna()]
    if not audience.internal:
        actions = actions[actions["scope"] != "child"]
        codes = _codes(dataset)
        actions = actions[
            [not any(code in str(title) for code in codes) for title in actions["published_title"]]
        ]
    return tuple(_agreed_row(row) for row in actions.itertuples())


def _codes(dataset: Dataset) -> set[str]:
    """Every code of a child, an adult or an incident."""
    names = ("child_id", "staff_id", "incident_id")
    found = (frame[name].dropna() for frame in dataset.tables.values() for name in names if name in frame)
    return {str(code) for codes in found for code in codes.unique()}


def _agreed_row(action: object) -> tuple[str, str, str, str]:
    def said(name: str) -> str:
        value = getattr(action, name, None)
        return "" if value is None or pd.isna(value) else day(as_date(value))

    stopped, done, started = said("stopped_on"), said("completed_on"), said("effective_from")
    state = f"under way since {started}" if started else "not started"
    state = f"stopped {stopped}" if stopped else f"done {done}" if done else state
    return (
        str(getattr(action, "published_title", "")),
        said("due_on") or "–",
        state,
        said("evaluated_on") or "not yet",
    )


def _notes(dataset: Dataset, windows: Sequence[PublishedWindow], report: CheckReport) -> Iterable[str]:
    yield "These figures count what was recorded."
    if any(finding.code == "records-end-early" for finding in report.findings):
        yield f"The records end on {day(dataset.as_of)}, and so do the figures."
    changed_on = protected.law_changed_on(dataset)
    if changed_on and windows and windows[0].start < changed_on < max(window.end for window in windows):
        yield f"The law on recording in schools changed on {day(changed_on)}: before and after are not the same count."
    if dataset.setting.terms_assumed:
        yield (
            "Term dates were not given, so calendar thirds of the school year stand in for them: "
            "September to December, January to March, April to August."
        )
    if dataset.exposure.source is None:
        yield "Nothing says how long children were here, so there are counts and no rates."
    blocked = [name for name, state in dataset.states.items() if state.state == "blocked"]
    if blocked:
        names = ", ".join(f"{name}.csv" for name in sorted(blocked))
        yield f"Not used because of errors in them: {names}."


def _parts(results: PublishedResults, true: Results, dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Which published counts add up to which: incidents by place, where every incident has one."""
    places = [place.id for place in dataset.setting.places]
    found: dict[str, tuple[str, ...]] = {}
    for (indicator, window), result in results.items():
        if indicator != "CHG-01" or len(places) < 2 or not all(result.cell(place) for place in places):
            continue
        if not _apart(true[indicator, window], places):
            whole = key_of(indicator, window, "incidents")
            found[whole] = tuple(key_of(indicator, window, place) for place in places)
    return found


def _apart(change: IndicatorResult, places: Sequence[str]) -> int:
    """How many incidents no place is named for."""
    counted = {cell.group: int(cell.numerator or 0) for cell in change.cells}
    return counted.get("incidents", 0) - sum(counted.get(place, 0) for place in places)
