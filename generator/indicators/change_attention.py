"""Children who need fresh attention now."""

from __future__ import annotations

from typing import Any

from generator.indicator import evidence, indicator
from generator.indicators._attention import SOON, attention_listing, flagged, repeats, repeats_listing
from generator.indicators._shared import group_cell, held, is_current, needing, thin, when
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window
from generator.statistics.wording import count_sentence, count_slots


@indicator(
    id="CHG-07",
    title="Children needing fresh attention",
    unit="children",
    better="neither",
    answers=("Q11", "Q12"),
    needs=needing(),
    internal_only=True,
)
def fresh_attention(dataset: Dataset, window: Window) -> IndicatorResult:
    """Children whose restrictive incidents have become closer together, as seen at the end of the window.

    Counts: a child with at least three incidents in the last 28 days and at least twice their own rate of the 84 days
    before; or with an incident in those 28 days and the last three gaps all shorter than their own middle gap, from six
    gaps on. Beside it: incidents that came within seven days of the one before for the same child.
    Leaves out: nothing else. Rates are by days here where a roll is kept, by calendar days where it is not.
    Read with care: this is an early sign and no finding; about one child in eight shows three short gaps by chance.
    """
    found = flagged(dataset, window)
    last = thin(dataset.incidents).loc[[each.row for each in found]]
    again = repeats(dataset, window)
    rows = held(dataset, window)
    whole = Cell(
        unit="children",
        counts="children",
        value=float(len(found)),
        numerator=len(found),
        children=len(found),
        evidence=evidence("incidents", last),
        sentence=count_sentence("CHG-07", children=len(found)),
    )
    repeated = group_cell(
        "incidents",
        rows.loc[again.index],
        group="repeats",
        label="Again within seven days",
        unit="incidents",
        denominator=float(len(rows)),
        counts="events",
    )
    counted: dict[str, Any] = {
        "children": len(found),
        "repeats": len(again),
        "incidents": len(rows),
        "days": SOON,
    }
    slots = count_slots("CHG-07", when=when(window), **counted)
    return IndicatorResult(
        cells=(whole, repeated),
        slots=slots,
        headline=slots.certain,
        listings=(*attention_listing(found), *repeats_listing(dataset, again)),
        due=tuple(each.clause for each in found[:5]) if is_current(dataset, window) else (),
    )
