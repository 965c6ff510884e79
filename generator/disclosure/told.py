"""What may be said of figures under protection: sentences, slots and points made from released numbers alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator.disclosure import convert, points
from generator.disclosure.plan import DUTIES
from generator.model import Indicator
from generator.periods import day
from generator.published import PublishedCell, PublishedResult, PublishedSlots, PublishedWindow, named, plain
from generator.statistics import wording
from generator.statistics.compare import compare_totals

Key = tuple[str, str]
DAYS: Mapping[str, str] = {"VOI-01": "view_days", "PRA-03": "evaluate_after_days"}
"""The setting's own number of days that a duty's sentence names."""
OPENING: Mapping[str, str] = {"HSC-01": "Of children of both home and school, with incidents ", "REC-01": ""}
"""How the sentence begins that lists the parts of an indicator."""
RECORDED: Mapping[str, str] = {
    "median-hours-to-record": "Half of the incidents were written down within {} hours",
    "missing-time": "no start time in {} records",
    "rounded-durations": "length ends in 0 or 5 minutes in {} records",
}
NOTHING_SHOWN = PublishedSlots(
    "This breakdown is not published because it would say too much about individual children.",
    "Anything about this question.",
    "Who in the setting has looked at this, and what did they find?",
)


def result(
    each: Indicator,
    window: PublishedWindow,
    compared: PublishedWindow | None,
    cells: Mapping[Key, tuple[PublishedCell, ...]],
    changed_on: date | None,
    limit: float | None = None,
) -> PublishedResult:
    """Sentence, slots and points of one result, from published cells alone.

    `limit` is the setting's own number of days where the duty's sentence names one (`DAYS`).
    """
    own = cells[each.id, window.id]
    before = cells.get((each.id, compared.id), ()) if compared else ()
    days = _lengths(before, own)
    note = ""
    if changed_on and compared and compared.start < changed_on < window.end:
        note = f"The law’s definitions for schools changed between the two, on {day(changed_on)}."
    said = tuple(_say(each, cell, _same(before, cell.group), compared, days, note, limit) for cell in own)
    supports, against, unknowns = points.of(each.id, said)
    headline, slots = _headline(each, said, window, limit)
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
    limit: float | None,
) -> PublishedCell:
    """The cell with its sentence: what it is, and what it was, in released numbers only."""
    if cell.hidden:
        return cell
    comparison = before.key if before is not None else None
    if each.id in DUTIES and cell.group == "Total" and cell.numerator is not None:
        known, unknown = int(cell.denominator or 0), cell.unknown or 0
        text = wording.duty_sentence(each.id, cell.numerator, known, unknown, days=limit)
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


def _lengths(before: Sequence[PublishedCell], own: Sequence[PublishedCell]) -> tuple[float, float]:
    """The child-days of both windows as published.

    Both 1 where neither has any, so that they count as equally long; both nought where one alone has: they cannot be
    compared.
    """
    first, second = _days(before), _days(own)
    if first is None and second is None:
        return 1.0, 1.0
    return (0.0, 0.0) if first is None or second is None else (first, second)


def _days(cells: Sequence[PublishedCell]) -> float | None:
    """The child-days of a window as published, None where none are."""
    total = _same(cells, "Total")
    return float(total.denominator) if total is not None and total.denominator else None


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
    each: Indicator, cells: Sequence[PublishedCell], window: PublishedWindow, limit: float | None
) -> tuple[str, PublishedSlots]:
    if all(cell.hidden for cell in cells):
        return f"{named(each.title)}: not shown, to protect children.", NOTHING_SHOWN
    total = next((cell for cell in cells if cell.group == "Total"), cells[0])
    if each.id in DUTIES and total.numerator is not None:
        known, unknown = int(total.denominator or 0), total.unknown or 0
        found = wording.duty_slots(each.id, total.numerator, known, unknown, reader="governors", days=limit)
        return total.sentence, convert.slots_of(found)
    if each.id == "VOI-02":
        return _voices_headline(cells)
    if each.id == "CHG-01":
        return _level_headline(cells, window)
    if each.id == "CHG-02":
        return _change_headline(cells, window)
    groups = [cell for cell in cells if cell.group != "Total" and not cell.hidden]
    if each.id in OPENING and (clauses := _clauses(each.id, groups)):
        found = wording.count_slots(each.id, reader="governors")
        text = f"{OPENING[each.id]}{'; '.join(clauses)}."
        return text, PublishedSlots(text, found.cannot, found.ask)
    shown = [f"{_lower(cell.label)}: {_amount(cell)}" for cell in groups]
    text = f"{'; '.join(shown)}." if shown else f"{named(each.title)}: {_amount(total)}."
    text = text[:1].upper() + text[1:]
    cannot = "Why it is so: these figures count what was recorded."
    return text, PublishedSlots(text, cannot, "What did leaders make of this, and what did they do?")


def _clauses(indicator: str, groups: Sequence[PublishedCell]) -> list[str]:
    """What each shown part says, in the words of its indicator."""
    if indicator == "HSC-01":
        return [f"{_lower(cell.label)}: {cell.shown}" for cell in groups]
    return [
        RECORDED[cell.group].format(_amount(cell) if cell.unit == "%" else cell.shown)
        for cell in groups
        if cell.group in RECORDED and not cell.marker
    ]


def _voices_headline(cells: Sequence[PublishedCell]) -> tuple[str, PublishedSlots]:
    """Both groups in one sentence; they are shown together or not at all."""
    numbers: dict[str, float | None] = {}
    for group, name in (("non-verbal", "non_verbal"), ("others", "others")):
        cell = _same(cells, group)
        numbers[f"met_{name}"] = cell.numerator if cell is not None else None
        numbers[f"known_{name}"] = cell.denominator if cell is not None else None
    slots = wording.count_slots("VOI-02", reader="governors", **numbers)
    return slots.certain, convert.slots_of(slots)


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
    if children is not None and not children.hidden:
        roll = f" of {plain(children.denominator)}" if children.denominator else ""
        verb = "was" if children.shown == "1" else "were"
        parts.append(
            f"{wording.amount(children.shown + roll if roll else children.shown, 'child')} {verb} restrained"
        )
    if incidents is not None and not incidents.hidden:
        parts.append(wording.amount(incidents.shown, "recorded incident"))
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
