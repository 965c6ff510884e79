"""Results for readers under protection: each cell as the plan and the engine decided, words from what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator.disclosure import convert, told
from generator.disclosure.cells import Decision
from generator.disclosure.history import hide
from generator.disclosure.plan import DUTIES, OF_INCIDENTS, PLANNED, WITHHELD
from generator.disclosure.rules import Rules, decide
from generator.law import breaks_for
from generator.model import Cell, Dataset, Indicator, IndicatorResult
from generator.periods import Window
from generator.published import PublishedCell, PublishedResult
from generator.trace import key_of

__all__ = ["Rules", "decide", "law_changed_on", "results"]

Results = Mapping[tuple[str, str], IndicatorResult]
Key = tuple[str, str]
OF_RECORDING = ("missing-time", "rounded-durations", "median-hours-to-record")
"""Parts of REC-01 that speak of recording alone; the longest silence is a fact about single days and is not shown."""
OF_SINGLE_RECORDS = ("median-hours-to-record",)
"""Middle values, which are those of one or two records: shown from ten records, no child behind half of them."""
OUTSIDE_THE_ENGINE = ("REC-01", "VOI-02", *DUTIES)
"""Figures about the setting's own work, which are no sums of the plan."""
FIGURES = ("value", "lower", "upper", "marker", "numerator", "denominator", "unknown")


def law_changed_on(dataset: Dataset) -> date | None:
    """The day from which the law counts something else for one of the places, where there is one."""
    breaks = breaks_for(None, dataset.setting.places)
    return breaks[0].on if breaks else None


def results(
    known: Mapping[str, Indicator],
    found: Results,
    windows: Sequence[Window],
    rules: Rules,
    dataset: Dataset,
) -> dict[Key, PublishedResult]:
    """Every result of the plan's windows; what the plan does not name is withheld.

    A window that an earlier release showed stays as it was shown, whatever has been recorded or corrected since.
    """
    by_id = {window.id: window for window in windows}
    settled = _settled(known, by_id, rules)
    cells: dict[Key, tuple[PublishedCell, ...]] = {}
    for (indicator, window), result in found.items():
        if window not in by_id or indicator not in (*PLANNED, *WITHHELD):
            continue
        if (indicator, window) in settled:
            cells[indicator, window] = settled.pop((indicator, window))
        elif window in rules.past.kept or window in rules.shut:
            cells[indicator, window] = (convert.withheld_cell(known[indicator], window),)
        else:
            fresh = _cells(known[indicator], window, result, found, rules)
            cells[indicator, window] = tuple(_agreeing(cell, rules) for cell in fresh)
    cells |= settled
    changed_on = law_changed_on(dataset)
    compared = {window.id: dataset.calendar.comparison(window) for window in windows}
    limits = {indicator: dataset.setting.threshold(name) for indicator, name in told.DAYS.items()}
    return {
        (indicator, window): told.result(
            known[indicator],
            convert.window_of(by_id[window]),
            convert.window_of(other) if (other := compared[window]) and other.id in by_id else None,
            cells,
            changed_on,
            limits.get(indicator),
        )
        for indicator, window in cells
    }


def _settled(
    known: Mapping[str, Indicator], windows: Mapping[str, Window], rules: Rules
) -> dict[Key, tuple[PublishedCell, ...]]:
    """The figures of windows that earlier releases of this audience showed, every one as it was shown then."""
    found: dict[Key, list[PublishedCell]] = {}
    for window in windows:
        for cell in rules.past.kept.get(window, ()):
            if cell.indicator in known:
                found.setdefault((cell.indicator, window), []).append(cell)
    return {key: tuple(cells) for key, cells in found.items()}


def _agreeing(cell: PublishedCell, rules: Rules) -> PublishedCell:
    """The cell, hidden where another readable release showed it otherwise: the difference is for nobody to know.

    Counts of children and of incidents went through the engine, which knows those releases.
    """
    if cell.indicator not in OUTSIDE_THE_ENGINE or cell.hidden:
        return cell
    others = (each for each in rules.past.seen.get(cell.key, ()) if each["marker"] != "c")
    differs = any(each[name] != getattr(cell, name) for each in others for name in FIGURES)
    return hide(cell) if differs else cell


def _cells(
    each: Indicator, window: str, result: IndicatorResult, found: Results, rules: Rules
) -> list[PublishedCell]:
    if each.internal_only:
        return [convert.withheld_cell(each, window)]
    if each.id == "CHG-01":
        return _level(each, window, result, rules)
    if each.id in ("CHG-02", "HSC-01"):
        return _children(each, window, result, rules)
    if each.id in DUTIES:
        return _duty(each, window, result, found, rules)
    if each.id == "VOI-02":
        return _voices(each, window, result, found, rules)
    if each.id == "REC-01":
        return _recording(each, window, result, found, rules)
    return [convert.withheld_cell(each, window)]


def _decision(rules: Rules, key: str) -> Decision:
    found = next((each for each in rules.decided.decisions if each.key == key), None)
    return found or Decision(key, "hidden")


def _level(each: Indicator, window: str, result: IndicatorResult, rules: Rules) -> list[PublishedCell]:
    """Incidents, children and places as decided; the rate is worked out from the count that is shown."""
    cells: list[PublishedCell] = []
    incidents = _decision(rules, key_of(each.id, window, "incidents"))
    for cell in result.cells:
        if cell.group == "Total":
            cells.append(_rate(each, window, cell, incidents))
        elif not cell.group.startswith("shift-"):
            cells.append(
                convert.decided_cell(
                    each, window, cell, _decision(rules, key_of(each.id, window, cell.group))
                )
            )
    return cells


def _rate(each: Indicator, window: str, cell: Cell, incidents: Decision) -> PublishedCell:
    if incidents.state == "exact":
        return convert.plain_cell(each, window, cell)
    hidden = convert.hidden_cell(each, window, cell)
    if incidents.state != "band" or not cell.denominator or incidents.lo is None or incidents.hi is None:
        return hidden
    per = 100 / cell.denominator
    return replace(hidden, marker=None, sentence="", lower=per * incidents.lo, upper=per * incidents.hi)


def _children(each: Indicator, window: str, result: IndicatorResult, rules: Rules) -> list[PublishedCell]:
    """Counts of children as decided; a share only where every count it is made of is exact and the base is large."""
    counts = [cell for cell in result.cells if cell.counts == "children"]
    decided = {cell.group: _decision(rules, key_of(each.id, window, cell.group)) for cell in counts}
    cells: list[PublishedCell] = []
    for cell in result.cells:
        if cell.group in decided:
            cells.append(convert.decided_cell(each, window, cell, decided[cell.group]))
        elif (
            cell.group == "Total"
            and each.id == "CHG-02"
            and (cell.denominator or 0) >= 20
            and all(decided[g].state == "exact" for g in ("fewer", "more", "about-the-same") if g in decided)
        ):
            # Not known here: children with an incident who cannot be compared, a number that no plan names.
            cells.append(replace(convert.plain_cell(each, window, cell, interval=False), unknown=None))
        elif cell.group == "Total":
            cells.append(convert.hidden_cell(each, window, cell))
    return cells


def _enough(cell: Cell, rules: Rules) -> bool:
    """Whether a duty may be shown: no child stands behind it, or at least k do."""
    return cell.children is None or cell.children >= rules.k or rules.exact_totals


def _incidents_exact(window: str, rules: Rules) -> bool:
    return _decision(rules, key_of("CHG-01", window, "incidents")).state == "exact"


def _duty(
    each: Indicator, window: str, result: IndicatorResult, found: Results, rules: Rules
) -> list[PublishedCell]:
    """A duty as counted, unless too few children stand behind it or it would give a hidden total away."""
    cell = next(cell for cell in result.cells if cell.group == "Total")
    linked = each.id in OF_INCIDENTS and ("CHG-01", window) in found
    if not _enough(cell, rules) or (linked and not _incidents_exact(window, rules)):
        return [convert.hidden_cell(each, window, cell)]
    return [convert.plain_cell(each, window, cell)]


def _voices(
    each: Indicator, window: str, result: IndicatorResult, found: Results, rules: Rules
) -> list[PublishedCell]:
    """Both groups or neither: with one of them, and the whole beside it, the other could be worked out.

    Shown where the whole is shown, at least k children stand behind each group, none of them behind more than three
    quarters, and the two groups are everyone (otherwise a third, small group could be worked out).
    """
    groups = [cell for cell in result.cells if cell.group != "Total"]
    whole = found.get(("VOI-01", window))
    total = next((cell for cell in whole.cells if cell.group == "Total"), None) if whole else None
    safe = (
        total is not None
        and _incidents_exact(window, rules)
        and (total.children or 0) >= rules.k
        and len(groups) == 2
        and all((cell.children or 0) >= rules.k and cell.top_share <= 0.75 for cell in groups)
        and sum(cell.denominator or 0 for cell in groups) == total.denominator
        and not any(cell.unknown for cell in (total, *result.cells))
    )
    if not safe:
        return [convert.hidden_cell(each, window, cell) for cell in result.cells]
    return [convert.plain_cell(each, window, cell) for cell in result.cells]


def _recording(
    each: Indicator, window: str, result: IndicatorResult, found: Results, rules: Rules
) -> list[PublishedCell]:
    """How incidents are written down; nothing about single days."""
    linked = ("CHG-01", window) in found
    cells: list[PublishedCell] = []
    for cell in result.cells:
        # A figure that does not say how many children stand behind it is not shown.
        shown = cell.group in OF_RECORDING and cell.children is not None and _enough(cell, rules)
        if cell.group in OF_SINGLE_RECORDS:
            enough = (cell.denominator or 0) >= 10 and (cell.children or 0) >= rules.k
            shown = shown and enough and cell.top_share < 0.5
        linked_open = window in rules.recorded and _incidents_exact(window, rules)
        if not shown or (linked and not linked_open):
            cells.append(convert.hidden_cell(each, window, cell))
        else:
            cells.append(convert.plain_cell(each, window, cell))
    return cells
