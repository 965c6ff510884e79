"""What supports a good answer, what points the other way and what is not known, from published cells alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from generator.disclosure.plan import DUTIES
from generator.published import PublishedCell, named
from generator.statistics.wording import amount

Points = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
NOT_SHOWN = "not shown, to protect children"
AIMED = ("up", "target")
ODD = "longer than the usual gaps"
"""What the sentence of class R5 says where its test is met."""


def of(indicator: str, cells: Sequence[PublishedCell]) -> Points:
    """Three lists of clauses; every number in them is one of the cells'."""
    total = next((cell for cell in cells if cell.group == "Total"), None)
    if indicator == "CHG-01":
        return _level(next((cell for cell in cells if cell.group in ("incidents",)), None), cells)
    if indicator == "CHG-02":
        return _children(cells)
    if indicator in DUTIES or _is_duty(total):
        return _duty(total)
    if indicator == "REC-01":
        return _recording(cells)
    return _rest(indicator, cells)


def _is_duty(total: PublishedCell | None) -> bool:
    """Whether a share is one the setting aims for, so that done and not done point somewhere."""
    return total is not None and total.unit == "%" and total.numerator is not None and total.better in AIMED


def _recording(cells: Sequence[PublishedCell]) -> Points:
    by_group = {cell.group: cell for cell in cells}
    written, missing, silence = (
        by_group.get(group) for group in ("median-hours-to-record", "missing-time", "longest-silence")
    )
    supports = (
        [f"Half of incidents were written down within {written.shown} hours"] if _exact(written) else []
    )
    odd = silence is not None and _exact(silence) and ODD in silence.sentence
    against = [silence.sentence.split(". ")[0].rstrip(".")] if silence is not None and odd else []
    unknowns = []
    if missing is not None and missing.numerator and missing.denominator:
        unknowns = [f"Start time missing: {missing.numerator} of {int(missing.denominator)}"]
    if silence is not None and silence.hidden:
        unknowns.append(f"The longest time without a record: {NOT_SHOWN}")
    return tuple(supports), tuple(against), tuple(unknowns)


def _exact(cell: PublishedCell | None) -> TypeGuard[PublishedCell]:
    return cell is not None and cell.exact


def _duty(cell: PublishedCell | None) -> Points:
    if cell is None or cell.hidden:
        title = named(cell.title) if cell else "This"
        return (), (), (f"{title}: {NOT_SHOWN}",)
    if cell.numerator is None or not cell.denominator:
        return (), (), (f"{named(cell.title)}: nothing to count yet",)
    title, known, met = named(cell.title), int(cell.denominator), cell.numerator
    supports = (f"{title}: {met} of {known} known",) if met else ()
    against = (f"{title}: not so for {known - met} of {known} known",) if known > met else ()
    unknowns = (f"{title}: {amount(cell.unknown, 'blank')}",) if cell.unknown else ()
    return supports, against, unknowns


def _level(incidents: PublishedCell | None, cells: Sequence[PublishedCell]) -> Points:
    total = next((cell for cell in cells if cell.group == "Total"), None)
    klass = total.klass if total and total.klass else incidents.klass if incidents else None
    if incidents is None or incidents.hidden:
        return (), (), (f"The number of incidents: {NOT_SHOWN}",)
    said = f"Recorded incidents: {incidents.shown}"
    if klass == "R2":
        return (f"{said}, fewer than usual ups and downs would explain",), (), ("Why there were fewer",)
    if klass == "R3":
        return (), (f"{said}, more than usual ups and downs would explain",), ("Why there were more",)
    if klass == "R5":
        return (), (), (f"{said}; whether recording was complete",)
    if klass == "R4":
        return (), (), (f"{said}; the difference comes from one child",)
    return (), (), (f"{said}; whether the level has changed cannot be said",)


def _children(cells: Sequence[PublishedCell]) -> Points:
    by_group = {cell.group: cell for cell in cells}
    counted = [by_group[group] for group in ("fewer", "more", "about-the-same") if group in by_group]
    unknowns = [f"Children with {cell.label.lower()}: {NOT_SHOWN}" for cell in counted if cell.hidden]
    unknowns += _told(by_group, "not-compared", "Children who cannot be compared")
    return (
        tuple(_told(by_group, "fewer", "Children with fewer incidents than before")),
        tuple(_told(by_group, "more", "Children with more incidents than before")),
        tuple(unknowns),
    )


def _told(by_group: Mapping[str, PublishedCell], group: str, words: str) -> list[str]:
    """One clause with a group's number, where it is shown and is not none."""
    cell = by_group.get(group)
    if cell is None or cell.hidden or not (cell.value or cell.upper):
        return []
    return [f"{words}: {cell.shown}"]


def _rest(indicator: str, cells: Sequence[PublishedCell]) -> Points:
    """Figures that neither support nor speak against: only what is not known of them is listed."""
    total = next((cell for cell in cells if cell.group == "Total"), None)
    if total is None:
        return (), (), ()
    if total.hidden:
        return (), (), (f"{named(total.title)}: {NOT_SHOWN}",)
    if indicator == "HSC-01":
        return (), (), ("Why the two places differ: demands, hours and company are not the same",)
    if total.marker == "u":
        return (), (), (f"{named(total.title)}: too few to say",)
    return (), (), ()
