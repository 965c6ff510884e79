"""The disclosure line: true values go in, once per audience, and only what that audience may be shown comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from generator import catalogue
from generator.disclosure import (
    around,
    checking,
    children,
    convert,
    exhibits,
    measured,
    methods,
    protected,
    stated,
)
from generator.disclosure import grid as grid_
from generator.disclosure import results as results_
from generator.disclosure.codes import Issue
from generator.disclosure.plan import DUTIES
from generator.model import Audience, CheckReport, Dataset, Indicator, IndicatorResult, Locked
from generator.periods import Window
from generator.published import (
    Published,
    PublishedCell,
    PublishedExhibit,
    PublishedFinding,
    PublishedGrid,
    PublishedResult,
    PublishedStated,
    PublishedWindow,
    plain,
)
from generator.setting import THRESHOLDS
from generator.trace import key_of

Results = Mapping[tuple[str, str], IndicatorResult]
PublishedResults = Mapping[tuple[str, str], PublishedResult]
STANDS = (
    "Terms that an earlier release showed stay as they were shown. What was recorded or corrected since is not added "
    "to them, because the difference could point at one child; leaders hold the figures as they are now."
)


@dataclass(frozen=True, slots=True)
class _Given:
    """The true values and whom they are for. Private."""

    known: Sequence[Indicator]
    found: Results
    locked: Sequence[Locked]
    report: CheckReport
    dataset: Dataset
    audience: Audience


@dataclass(frozen=True, slots=True)
class _Figures:
    """What may be shown of the figures, how much is held back, and the sums that the figures are."""

    windows: tuple[Window, ...]
    results: PublishedResults
    protection: Mapping[str, int]
    stated: PublishedStated
    kept: bool = False
    """Whether an earlier release showed some of these windows."""


def disclose(
    known: Sequence[Indicator],
    found: Results,
    locked: Sequence[Locked],
    report: CheckReport,
    dataset: Dataset,
    audience: Audience,
    rules: protected.Rules | None = None,
    issue: Issue | None = None,
) -> Published:
    """Everything one audience may be shown, by `rules` where they were decided already.

    `issue` gives codes anew where a named decision lets these readers have codes at all.
    """
    given = _Given(known, found, locked, report, dataset, audience)
    figures = _figures(given, rules)
    lead = _lead(figures.windows, dataset, audience)
    notes = methods.notes(figures.results, lead.id, dataset, internal=audience.internal)
    published = _published(given, figures, lead)
    return _beside(published, given, figures, notes, grid_.grid(dataset, audience, issue))


def _figures(given: _Given, rules: protected.Rules | None) -> _Figures:
    dataset, audience = given.dataset, given.audience
    shown = results_.shown(given.known, given.found, dataset, audience, rules)
    if shown.rules is None:
        return _Figures(
            shown.windows, shown.results, {"hidden": 0, "checked": 0, "others": 0}, PublishedStated()
        )
    protection = _protection(shown.cells, shown.rules)
    own = stated.stated(shown.rules, shown.cells, given.found, dataset, audience)
    return _Figures(shown.windows, shown.results, protection, own, bool(shown.rules.past.kept))


def _published(given: _Given, figures: _Figures, lead: PublishedWindow) -> Published:
    """The figures with their drawings, what they were counted from, and for whom."""
    dataset, audience, report = given.dataset, given.audience, given.report
    shown = tuple(convert.window_of(window) for window in figures.windows)
    results = _with_terms(figures.results, lead, shown, audience, protected.law_changed_on(dataset))
    return Published(
        audience=audience.name,
        policy=audience.policy,
        # The leaders' pages say that nothing is late or missing, of what other readers are not told.
        pages="governors" if audience.pages == "leaders" and not audience.internal else audience.pages,
        setting_name=dataset.setting.name,
        places=tuple((place.id, place.name, place.kind) for place in dataset.setting.places),
        as_of=dataset.as_of,
        k=int(dataset.setting.threshold("k")),
        decision=around.decision(audience),
        lead=lead,
        windows=shown,
        results=results,
        methods=tuple(around.methods(given.known, given.locked, audience)),
        findings=_findings(given) if audience.internal else (),
        tables=tuple(around.tables(report, audience)),
        choices=tuple(
            (each.meaning, dataset.setting.threshold(each.name), each.source) for each in THRESHOLDS
        ),
        roll=_roll(results, lead),
        exhibits=_exhibits(results, lead, shown, dataset, audience),
        parts=_parts(results, dataset),
        stated=figures.stated,
    )


def _findings(given: _Given) -> tuple[PublishedFinding, ...]:
    return tuple(checking.findings_of(given.report, catalogue.headline(given.known)))


def _beside(
    published: Published,
    given: _Given,
    figures: _Figures,
    method_notes: Mapping[str, Any],
    grid: PublishedGrid | None,
) -> Published:
    """The same with all that stands beside the figures: notes, methods, children, rows, law, words."""
    dataset, audience, report = given.dataset, given.audience, given.report
    said = around.notes(dataset, published.windows, report)
    stands = (STANDS,) if figures.kept else ()
    return replace(
        published,
        effects=tuple(checking.effects(report, given.known, given.locked)) if audience.internal else (),
        rules=tuple(checking.rules_of(report)) if audience.internal else (),
        agreed=around.agreed(dataset, audience),
        notes=(*said, *stands, str(method_notes["overview"])),
        method_notes=method_notes,
        children=children.pages(dataset) if audience.internal else (),
        protection={**figures.protection, "measured": measured.rows()},
        grid=grid,
        small=grid_.is_small(dataset),
        holders=around.holders(dataset),
        reader=audience.role,
        looked=around.looked(dataset, audience),
        law=tuple(around.law_used(dataset)),
        words=tuple(around.words(dataset)),
    )


def _lead(windows: Sequence[Window], dataset: Dataset, audience: Audience) -> PublishedWindow:
    """The window the first page speaks of: this term so far for leaders, the last completed term for others."""
    calendar = dataset.calendar
    chosen = calendar.current if audience.internal else calendar.last_term
    if chosen is None:
        start = calendar.data_start if audience.internal else _running_since(dataset)
        chosen = Window("no-term-yet", "No completed term yet", start, calendar.end, "before")
    return convert.window_of(chosen)


def _running_since(dataset: Dataset) -> date:
    """The first day of the term or academic year that runs on the last day: the day of a first incident is no start."""
    day, calendar = dataset.as_of, dataset.calendar
    year = date(day.year - (day.month < 9), 9, 1)
    return next((term.start for term in calendar.all_terms if term.start <= day < term.end), year)


def _protection(cells: Sequence[PublishedCell], rules: protected.Rules) -> dict[str, int]:
    """How many counts of the plan were checked together, how many of them are held back, and how many other figures.

    Every count of the plan is checked: how many of them are small is itself for nobody to know.
    """
    plan = {
        each.key for each in rules.decided.decisions if not each.key.startswith("roll|") and "/" in each.key
    }
    held = [cell.key in plan for cell in cells if cell.hidden or cell.lower is not None]
    return {"checked": len(plan), "hidden": sum(held), "others": len(held) - sum(held)}


def _with_terms(
    results: PublishedResults,
    lead: PublishedWindow,
    windows: Sequence[PublishedWindow],
    audience: Audience,
    changed_on: date | None,
) -> PublishedResults:
    """The results, with each duty's share bars by term added in the leading window.

    Leaders' incidents come with the number of different children by term before them, and the shifts after them.
    """
    found = dict(results)
    change = found.get(("CHG-01", lead.id))
    if change and audience.internal:
        terms = [each for each in windows if each.kind in ("term", "term-so-far")]
        first = (
            exhibits.terms(results, terms, change, "children", changed_on, leaders=True)
            if len(terms) > 1
            else None
        )
        last = exhibits.shifts(change, results, windows)
        drawn = [each for each in (first, *change.exhibits, last) if each is not None]
        found["CHG-01", lead.id] = replace(change, exhibits=tuple(drawn))
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
    shares = exhibits.duties(results, lead)
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


def _parts(results: PublishedResults, dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Which published counts add up to which: incidents by place, where no row stands for those without one."""
    places = [place.id for place in dataset.setting.places]
    found: dict[str, tuple[str, ...]] = {}
    for (indicator, window), result in results.items():
        if indicator != "CHG-01" or len(places) < 2 or not all(result.cell(place) for place in places):
            continue
        if result.cell("place-not-known") is None:
            whole = key_of(indicator, window, "incidents")
            found[whole] = tuple(key_of(indicator, window, place) for place in places)
    return found
