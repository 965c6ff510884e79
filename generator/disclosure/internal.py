"""Results for leaders and others with lawful access to everything: outside the disclosure guarantee, and said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.disclosure import convert, points
from generator.model import Dataset, Indicator, IndicatorResult
from generator.periods import Window
from generator.published import PublishedResult

Results = Mapping[tuple[str, str], IndicatorResult]


def results(
    known: Mapping[str, Indicator], found: Results, windows: Sequence[Window], dataset: Dataset
) -> dict[tuple[str, str], PublishedResult]:
    """Every result as it is."""
    by_id = {window.id: window for window in windows}
    published: dict[tuple[str, str], PublishedResult] = {}
    for (indicator, window), result in found.items():
        if window not in by_id:
            continue
        each = known[indicator]
        compared = dataset.calendar.comparison(by_id[window])
        cells = tuple(convert.true_cell(each, window, cell, found) for cell in result.cells)
        supports, against, unknowns = points.of(each.id, cells)
        published[indicator, window] = PublishedResult(
            indicator=each.id,
            title=each.title,
            unit=each.unit,
            better=each.better,
            answers=each.answers,
            window=convert.window_of(by_id[window]),
            compared_with=convert.window_of(compared) if compared else None,
            headline=result.headline,
            slots=convert.slots_of(result.slots),
            cells=cells,
            exhibits=tuple(convert.exhibit_of(exhibit) for exhibit in result.exhibits),
            listings=tuple(convert.listing_of(listing) for listing in result.listings),
            due=result.due,
            supports=supports,
            against=against,
            unknowns=unknowns,
        )
    return published
