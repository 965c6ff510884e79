"""CHG-01: what its chart says of a latest month outside the drawn range by no more than chance often gives."""

from __future__ import annotations

from datetime import date

import pytest
from example_rows import HOME, build, held

from generator.disclosure.convert import exhibit_of
from generator.figures import draw
from generator.indicators.change import rate

# Seven sixes and six sevens: 84 / 13 = 6.46, every moving range 1, so limits at 3.80 and 9.12 incidents.
EVEN = [6, 7] * 6 + [6]


@pytest.mark.parametrize(("last", "side"), [(10, "high"), (3, "low")])
def test_a_latest_month_that_is_not_confirmed_is_said_to_lie_outside_and_not_called_unusual(
    last: int, side: str
) -> None:
    counts = [*EVEN, last]
    months = [(2024 + (8 + i) // 12, (8 + i) % 12 + 1) for i in range(len(counts))]  # September 2024 on
    rows = [
        held(f"child-{i}-{each}", f"{year}-{month:02d}-{each + 1:02d}")
        for i, ((year, month), count) in enumerate(zip(months, counts, strict=True))
        for each in range(count)
    ]
    data = build(rows, places=(HOME,), as_of=date(2025, 10, 31), data_start=date(2024, 9, 1))
    exhibit = next(e for e in rate.compute(data, data.calendar.current).exhibits if e.kind == "control")
    word = {"high": "above", "low": "below"}[side]
    assert exhibit.headline.endswith(
        f"the latest month is {word} the drawn range, by no more than chance often gives"
    )
    assert exhibit.marks["latest"] == f"unconfirmed-{side}"
    assert f"{word} the drawn range" in exhibit.slots.cannot
    assert exhibit.slots.ask.startswith("Wait for the next month before asking why")
    assert all(row[exhibit.columns.index("flags")] == () for row in exhibit.rows)
    figure = draw(exhibit_of(exhibit), id="one")
    assert "unusual" not in figure.description.replace("No point is marked as unusual.", "")
    assert not any("triangle" in symbol for symbol, _ in figure.key)
    assert figure.rows[-1][-1] == f"{word} the range, not marked as unusual"
