"""Children who need fresh attention now."""

from __future__ import annotations

from typing import Any

from generator.indicator import indicator, refs
from generator.indicators._attention import SOON, attention_listing, flagged, repeats, repeats_listing
from generator.indicators._cells import part
from generator.indicators._shared import is_current, needing, when
from generator.indicators._tally import held_places, tally_of
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
    before (a setting may choose other numbers); or with an incident in those 28 days and the last three gaps all
    shorter than their own middle gap, from six gaps on. Beside it: incidents that came within seven days of the one
    before for the same child.
    Leaves out: days before the records begin, which are not days without an incident. Rates are by days here where a
    roll is kept, by calendar days where it is not.
    Read with care: this is an early sign and no finding; about one child in eight shows three short gaps by chance.
    """
    found = flagged(dataset, window)
    again = repeats(dataset, window)
    held = held_places(dataset, window)
    whole = Cell(
        unit="children",
        counts="children",
        value=float(len(found)),
        numerator=len(found),
        children=len(found),
        evidence=refs("incidents", (each.row for each in found)),
        sentence=count_sentence("CHG-07", children=len(found)),
    )
    repeated = part(
        tally_of(dataset), again, "repeats", "Again within seven days", of=len(held), counts="events"
    )
    numbers: dict[str, Any] = {
        "children": len(found),
        "repeats": len(again) if len(held) else None,
        "incidents": len(held),
        "days": SOON,
        "nobody": None if len(held) else when(window),
    }
    slots = count_slots("CHG-07", when=when(window), **numbers)
    return IndicatorResult(
        cells=(whole, repeated),
        slots=slots,
        headline=slots.certain,
        listings=(*attention_listing(found), *repeats_listing(dataset, again)),
        due=tuple(each.clause for each in found[:5]) if is_current(dataset, window) else (),
    )
