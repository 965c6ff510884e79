"""Results for readers under protection: each cell as the plan and the engine decided, words from what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.disclosure import convert, points
from generator.disclosure.cells import DOMINANT, Decision, Protected
from generator.disclosure.plan import DUTIES, OF_INCIDENTS, plan
from generator.disclosure.protect import protect
from generator.indicator import behind
from generator.law import breaks_for
from generator.model import Audience, Cell, Dataset, Indicator, IndicatorResult
from generator.periods import Window, day
from generator.published import PublishedCell, PublishedResult, PublishedSlots, PublishedWindow, plain
from generator.statistics import wording
from generator.statistics.compare import compare_totals
from generator.trace import key_of

Results = Mapping[tuple[str, str], IndicatorResult]
Key = tuple[str, str]
OF_RECORDING = ("missing-time", "rounded-durations", "median-hours-to-record")
"""Parts of REC-01 that speak of recording alone; the longest silence is a fact about single days and is not shown."""
OF_SINGLE_RECORDS = ("median-hours-to-record",)
"""Middle values, which are those of one or two records: shown from ten records, no child behind half of them."""
NOTHING_SHOWN = PublishedSlots(
    "This breakdown is not published because it would say too much about individual children.",
    "Anything about this question.",
    "Who in the setting has looked at this, and what did they find?",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides how far a cell may be shown."""

    k: int
    exact_totals: bool
    decided: Protected
    recorded: frozenset[str] = frozenset()
    """Windows in which all that was recorded, less the restrictive, says nothing about a few children."""


def law_changed_on(dataset: Dataset) -> date | None:
    """The day from which the law counts something else for one of the places, where there is one."""
    breaks = breaks_for(None, dataset.setting.places)
    return breaks[0].on if breaks else None


def decide(found: Results, windows: Sequence[Window], audience: Audience, dataset: Dataset) -> Rules:
    """Run the engine over the plan for one audience."""
    k = int(dataset.setting.threshold("k"))
    exact_totals = audience.policy == "inspection" and audience.decision is not None
    places = [place.id for place in dataset.setting.places]
    homes = [place.id for place in dataset.setting.places if place.is_home]
    wanted = plan(found, [window.id for window in windows], places, exact_totals=exact_totals, homes=homes)
    open_ = (window.id for window in windows if exact_totals or _calm_is_open(dataset, window, k))
    return Rules(k, exact_totals, protect(wanted.cells, k=k, public=(*wanted.public, *wanted.linked)), frozenset(open_))


def _calm_is_open(dataset: Dataset, window: Window, k: int) -> bool:
    """Whether the incidents that passed without restriction are none, or those of enough children."""
    rows = dataset.crises(window)
    children, top = behind(rows[~rows["restrictive"]])
    return not children or (children >= k and top <= DOMINANT)


def results(
    known: Mapping[str, Indicator],
    found: Results,
    windows: Sequence[Window],
    rules: Rules,
    dataset: Dataset,
) -> dict[Key, PublishedResult]:
    """Every result of the plan's windows; what the plan does not name is withheld."""
    by_id = {window.id: window for window in windows}
    cells: dict[Key, tuple[PublishedCell, ...]] = {}
    for (indicator, window), result in found.items():
        if window in by_id:
            cells[indicator, window] = tuple(_cells(known[indicator], window, result, found, rules))
    changed_on = law_changed_on(dataset)
    compared = {window.id: dataset.calendar.comparison(window) for window in windows}
    return {
        (indicator, window): _result(
            known[indicator],
            convert.window_of(by_id[window]),
            convert.window_of(other) if (other := compared[window]) and other.id in by_id else None,
            cells,
            changed_on,
        )
        for indicator, window in cells
    }


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
            whole = convert.plain_cell(each, window, cell, interval=False)
            apart = decided.get("not-compared")
            known = apart is not None and apart.state == "exact"
            cells.append(whole if known else replace(whole, unknown=None))
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
            shown = shown and (cell.denominator or 0) >= 10 and cell.top_share < 0.5
        linked_open = window in rules.recorded and _incidents_exact(window, rules)
        if not shown or (linked and not linked_open):
            cells.append(convert.hidden_cell(each, window, cell))
        else:
            cells.append(convert.plain_cell(each, window, cell))
    return cells


def _result(
    each: Indicator,
    window: PublishedWindow,
    compared: PublishedWindow | None,
    cells: Mapping[Key, tuple[PublishedCell, ...]],
    changed_on: date | None,
) -> PublishedResult:
    """Sentence, slots and points of one result, from published cells alone."""
    own = cells[each.id, window.id]
    before = cells.get((each.id, compared.id), ()) if compared else ()
    days = _days(before), _days(own)
    note = ""
    if changed_on and compared and compared.start < changed_on < window.end:
        note = f"The law’s definitions for schools changed between the two, on {day(changed_on)}."
    said = tuple(_say(each, cell, _same(before, cell.group), compared, days, note) for cell in own)
    supports, against, unknowns = points.of(each.id, said)
    headline, slots = _headline(each, said, window)
    return PublishedResult(
        indicator=each.id,
        title=each.title,
        unit=each.unit,
        better=each.better,
        answers=each.answers,
        window=window,
        compared_with=compared,
        headline=headline,
        slots=slots,
        cells=said,
        supports=supports,
        against=against,
        unknowns=unknowns,
        withheld=all(cell.hidden for cell in said),
    )


def _same(cells: Sequence[PublishedCell], group: str) -> PublishedCell | None:
    return next((cell for cell in cells if cell.group == group), None)


def _say(
    each: Indicator,
    cell: PublishedCell,
    before: PublishedCell | None,
    compared: PublishedWindow | None,
    days: tuple[float, float],
    note: str,
) -> PublishedCell:
    """The cell with its sentence: what it is, and what it was, in released numbers only."""
    if cell.hidden:
        return cell
    comparison = before.key if before is not None else None
    if each.id in DUTIES and cell.group == "Total" and cell.numerator is not None:
        text = wording.duty_sentence(each.id, cell.numerator, int(cell.denominator or 0), cell.unknown or 0)
        return replace(cell, sentence=text, comparison=comparison, klass="R6" if cell.denominator else None)
    if before is None or compared is None or cell.marker:
        return replace(cell, comparison=comparison)
    if each.id == "CHG-01" and cell.group == "incidents" and cell.exact and before.exact:
        return _compared(cell, before, comparison, days, note)
    earlier = "not shown" if before.hidden else before.shown
    whole = f" of {plain(before.denominator)}" if before.denominator and cell.unit == "children" else ""
    return replace(
        cell, sentence=f"In {_lower(compared.label)} it was {earlier}{whole}.", comparison=comparison
    )


def _days(cells: Sequence[PublishedCell]) -> float:
    """The child-days of a window as published; 1 where none are, so that two windows count as equally long."""
    total = _same(cells, "Total")
    return float(total.denominator) if total is not None and total.denominator else 1.0


def _compared(
    cell: PublishedCell, before: PublishedCell, comparison: str | None, days: tuple[float, float], note: str
) -> PublishedCell:
    """Two released totals tested as totals: what may be said of them without knowing a single child."""
    verdict = compare_totals([(before.value, days[0])], [(cell.value, days[1])])
    sentence = f"{wording.verdict_sentence(verdict)} {note}".strip()
    said = {"R0": "R0", "R1": "R1"}.get(verdict.klass)
    return replace(cell, sentence=sentence, comparison=comparison, klass=said)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _headline(
    each: Indicator, cells: Sequence[PublishedCell], window: PublishedWindow
) -> tuple[str, PublishedSlots]:
    if all(cell.hidden for cell in cells):
        return f"{each.title}: not shown, to protect children.", NOTHING_SHOWN
    total = next((cell for cell in cells if cell.group == "Total"), cells[0])
    if each.id in DUTIES and total.numerator is not None:
        found = wording.duty_slots(
            each.id, total.numerator, int(total.denominator or 0), total.unknown or 0, reader="governors"
        )
        return total.sentence, convert.slots_of(found)
    if each.id == "CHG-01":
        return _level_headline(cells, window)
    if each.id == "CHG-02":
        return _change_headline(cells, window)
    groups = [cell for cell in cells if cell.group != "Total" and not cell.hidden]
    shown = [f"{_lower(cell.label)}: {_amount(cell)}" for cell in groups]
    text = f"{'; '.join(shown)}." if shown else f"{each.title}: {_amount(total)}."
    text = text[:1].upper() + text[1:]
    cannot = "Why it is so: these figures count what was recorded."
    return text, PublishedSlots(text, cannot, "What did leaders make of this, and what did they do?")


def _amount(cell: PublishedCell) -> str:
    """A figure in words, a share as counts."""
    if cell.marker:
        return cell.shown
    if cell.unit == "%" and cell.numerator is not None and cell.denominator is not None:
        return f"{cell.numerator} of {plain(cell.denominator)}"
    return f"{cell.shown}%" if cell.unit == "%" else f"{cell.shown} {cell.unit}"


def _level_headline(cells: Sequence[PublishedCell], window: PublishedWindow) -> tuple[str, PublishedSlots]:
    incidents, children = _same(cells, "incidents"), _same(cells, "children")
    parts = []
    if incidents is not None and not incidents.hidden:
        parts.append(wording.amount(incidents.shown, "recorded incident"))
    if children is not None and not children.hidden:
        roll = f" of {plain(children.denominator)}" if children.denominator else ""
        verb = "was" if children.shown == "1" else "were"
        parts.append(
            f"{wording.amount(children.shown + roll if roll else children.shown, 'child')} {verb} restrained"
        )
    text = (
        f"{window.label}: {'; '.join(parts)}."
        if parts
        else f"{window.label}: not shown, to protect children."
    )
    said = incidents.sentence if incidents is not None and not incidents.hidden else ""
    return text, PublishedSlots(
        f"{text} {said}".strip(),
        "Why, and whether it was the same children each time.",
        "Are the same children affected term after term, and what was learned from the reviews?",
    )


def _change_headline(cells: Sequence[PublishedCell], window: PublishedWindow) -> tuple[str, PublishedSlots]:
    def told(group: str) -> str:
        cell = _same(cells, group)
        return "a number not shown" if cell is None or cell.hidden else cell.shown

    text = (
        f"{window.label}: fewer incidents than before for {told('fewer')}, more for {told('more')}, "
        f"about the same for {told('about-the-same')} children."
    )
    return text, PublishedSlots(
        text,
        "Why: a child's worst term is often followed by an easier one, whatever adults do.",
        "What is being done for the children who had more incidents than before?",
    )
