"""Duties counted by adult: the same shape as duties counted by incident, without a child behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.indicators._shared import comparison_id, percent_from
from generator.model import Cell, Dataset, IndicatorResult, Listing, RowRef
from generator.periods import Window
from generator.statistics.compare import process
from generator.statistics.rates import wilson
from generator.statistics.wording import duty_sentence, duty_slots, share_words

Counted = tuple[str, Sequence[int], int, int]
"""A table, the numbers of its rows that met the duty, how many are known, and how many are not."""


def people_cell(
    dataset: Dataset, window: Window, counted: Counted, *, group: str = "Total", label: str = "All"
) -> Cell:
    """A share of adults: value and interval as for any duty, children left open since it is not about them."""
    table, met, known, unknown = counted
    interval = None
    if known >= percent_from(dataset):
        low, high = wilson(len(met), known)
        interval = (100 * low, 100 * high)
    return Cell(
        group=group,
        label=label,
        unit="%",
        counts="duty",
        value=100 * len(met) / known if known else None,
        numerator=len(met),
        denominator=float(known),
        unknown=unknown,
        interval=interval,
        marker=None if known else "z",
        compare_window=comparison_id(dataset, window),
        verdict=process(len(met), known) if known else None,
        evidence=tuple(RowRef(table, int(row)) for row in sorted(met)),
    )


def people_result(
    dataset: Dataset,
    window: Window,
    id: str,
    counted: Counted,
    *,
    groups: Sequence[Cell] = (),
    listings: tuple[Listing, ...] = (),
    due: tuple[str, ...] = (),
    days: float | None = None,
) -> IndicatorResult:
    """A duty by adult as indicators return it."""
    _, met, known, unknown = counted
    said = duty_sentence(id, len(met), known, unknown, days=days)
    percent = share_words(len(met), known, percent_from=percent_from(dataset))
    whole = people_cell(dataset, window, counted)
    sentence = f"{said} {percent}".strip()
    return IndicatorResult(
        cells=(replace(whole, sentence=sentence), *groups),
        slots=duty_slots(id, len(met), known, unknown, days=days),
        headline=said,
        listings=listings,
        due=due,
    )
