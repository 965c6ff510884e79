"""From private shapes to published ones, field by field: the only place where one is made from the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.disclosure.cells import Decision
from generator.model import Cell, Exhibit, Indicator, IndicatorResult, Listing, Slots
from generator.periods import Window
from generator.published import (
    PublishedCell,
    PublishedExhibit,
    PublishedListing,
    PublishedSlots,
    PublishedWindow,
    named,
)
from generator.trace import key_of

Results = Mapping[tuple[str, str], IndicatorResult]


def window_of(window: Window) -> PublishedWindow:
    """A window as readers see it."""
    return PublishedWindow(window.id, window.label, window.dates, window.start, window.end, window.kind)


def slots_of(slots: Slots) -> PublishedSlots:
    """The three slots as readers see them."""
    return PublishedSlots(slots.certain, slots.cannot, slots.ask)


def exhibit_of(exhibit: Exhibit) -> PublishedExhibit:
    """A drawing's data for readers with lawful access to everything."""
    return PublishedExhibit(
        id=exhibit.id,
        kind=exhibit.kind,
        headline=exhibit.headline,
        sub=exhibit.sub,
        columns=exhibit.columns,
        rows=exhibit.rows,
        slots=slots_of(exhibit.slots),
        marks=exhibit.marks,
    )


def listing_of(listing: Listing) -> PublishedListing:
    """A table of rows for readers with lawful access to everything."""
    return PublishedListing(
        id=listing.id,
        title=listing.title,
        columns=tuple(column[:1].upper() + column[1:] for column in listing.columns),
        rows=listing.rows,
        note=listing.note,
    )


def true_cell(each: Indicator, window: str, cell: Cell, results: Results) -> PublishedCell:
    """A cell as it is, for readers with lawful access to everything."""
    low, high = cell.interval or (None, None)
    return PublishedCell(
        **_frame(each, window, cell),
        value=cell.value,
        marker=None if cell.value is not None else cell.marker or "x",  # type: ignore[arg-type]
        numerator=cell.numerator,
        denominator=cell.denominator,
        unknown=cell.unknown,
        interval_lower=low if cell.value is not None else None,
        interval_upper=high if cell.value is not None else None,
        comparison=comparison_key(each.id, cell, results),
        klass=cell.verdict.klass if cell.verdict else None,
        sentence=cell.sentence,
    )


def decided_cell(each: Indicator, window: str, cell: Cell, decision: Decision) -> PublishedCell:
    """A count as it was decided: exact, a true range, or hidden. A hidden or banded one carries no numerator.

    The number is the decision's, never the true one: what was shown earlier stays, and any world gives the same bytes.
    """
    frame = _frame(each, window, cell)
    if decision.state == "exact":
        return PublishedCell(
            **frame, value=decision.lo, numerator=decision.lo, denominator=_known(each, cell)
        )
    if decision.state == "band" and decision.hi is not None:
        roll = _known(each, cell) if cell.counts == "children" else None
        upper = decision.hi if roll is None else min(float(decision.hi), roll)
        return PublishedCell(**frame, lower=decision.lo, upper=upper, denominator=roll)
    return hidden_cell(each, window, cell)


def hidden_cell(each: Indicator, window: str, cell: Cell) -> PublishedCell:
    """A cell that stands in the list and says nothing; the mark is the same whatever the reason."""
    return PublishedCell(**_frame(each, window, cell), marker="c", sentence="Not shown, to protect children.")


def withheld_cell(each: Indicator, window: str) -> PublishedCell:
    """The one cell of an indicator that readers under protection are not given at all."""
    return hidden_cell(each, window, Cell(unit=each.unit))


def plain_cell(each: Indicator, window: str, cell: Cell, *, interval: bool = True) -> PublishedCell:
    """A figure about the setting's own duties, as counted; pages print the percentage only from twenty known."""
    low, high = cell.interval if cell.interval and interval else (None, None)
    return PublishedCell(
        **_frame(each, window, cell),
        value=cell.value,
        marker=None if cell.value is not None else cell.marker or "x",  # type: ignore[arg-type]
        numerator=cell.numerator,
        denominator=cell.denominator,
        unknown=cell.unknown,
        interval_lower=low,
        interval_upper=high,
    )


def comparison_key(indicator: str, cell: Cell, results: Results) -> str | None:
    """The key of the cell this one is compared with, where that cell is there."""
    if cell.compare_window is None:
        return None
    other = results.get((indicator, cell.compare_window))
    if other is None or all(each.group != cell.group for each in other.cells):
        return None
    return key_of(indicator, cell.compare_window, cell.group)


def _known(each: Indicator, cell: Cell) -> float | None:
    """The denominator of a count where everyone knows it: the roll. Every other group of children is a count itself."""
    return cell.denominator if each.id == "CHG-01" else None


def _frame(each: Indicator, window: str, cell: Cell) -> dict[str, Any]:
    return {
        "key": key_of(each.id, window, cell.group),
        "indicator": each.id,
        "title": each.title if cell.group == "Total" else f"{named(each.title)}: {cell.label}",
        "unit": cell.unit,
        "better": cell.better or each.better,
        "window": window,
        "group": cell.group,
        "label": cell.label,
    }
