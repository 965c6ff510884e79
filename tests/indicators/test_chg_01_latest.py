"""CHG-01: what its chart says of its latest month, and that headline, marks and table agree on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from example_rows import HOME, build, held, roll

from generator.disclosure.convert import exhibit_of
from generator.figures import draw
from generator.indicators.change import rate
from generator.model import Exhibit

# Seven sixes and six sevens: 84 / 13 = 6.46, every moving range 1, so limits at 3.80 and 9.12 incidents.
EVEN = [6, 7] * 6 + [6]


Z = [9, 11] * 6 + [9]
"""Seven nines and six elevens: 129 / 13 = 9.92, every moving range 2, so limits at 4.60 and 15.24."""


def monthly(counts: Sequence[int], child: str | None = None, start: int = 2024) -> list[dict[str, Any]]:
    """So many incidents a month from September of that year on, each of another child where none is named."""
    months = [(start + (8 + i) // 12, (8 + i) % 12 + 1) for i in range(len(counts))]
    return [
        held(child or f"child-{i}-{each}", f"{year}-{month:02d}-{each % 28 + 1:02d}")
        for i, ((year, month), count) in enumerate(zip(months, counts, strict=True))
        for each in range(count)
    ]


def chart_of(others: Sequence[int], one: Sequence[int]) -> Exhibit:
    """The chart of 26 months from September 2023: one child, and others who have one incident each."""
    rows = [*monthly(others, start=2023), *monthly(one, "one", start=2023)]
    data = build(rows, places=(HOME,), as_of=date(2025, 10, 31), data_start=date(2023, 9, 1))
    return next(e for e in rate.compute(data, data.calendar.current).exhibits if e.kind == "control")


@pytest.mark.parametrize(("last", "side"), [(10, "high"), (3, "low")])
def test_a_latest_month_that_is_not_confirmed_is_said_to_lie_outside_and_not_called_unusual(
    last: int, side: str
) -> None:
    counts = [*EVEN, last]
    rows = monthly(counts)
    data = build(rows, places=(HOME,), as_of=date(2025, 10, 31), data_start=date(2024, 9, 1))
    exhibit = next(e for e in rate.compute(data, data.calendar.current).exhibits if e.kind == "control")
    word = {"high": "above", "low": "below"}[side]
    assert exhibit.headline.endswith(
        f"the latest month (Oct 2025) is {word} the drawn range, by no more than chance often gives"
    )
    assert exhibit.marks["latest"] == f"unconfirmed-{side}"
    assert f"the latest month (Oct 2025) is {word} the drawn range" in exhibit.slots.cannot
    assert exhibit.slots.ask.startswith("Wait for the next month before asking why")
    assert all(row[exhibit.columns.index("flags")] == () for row in exhibit.rows)
    figure = draw(exhibit_of(exhibit), id="one")
    assert "unusual" not in figure.description.replace("No point is marked as unusual.", "")
    assert not any("triangle" in symbol for symbol, _ in figure.key)
    assert figure.rows[-1][-1] == f"{word} the range, not marked as unusual"


def test_a_latest_month_marked_by_another_rule_without_one_child_is_not_called_unusual() -> None:
    # The others: seven months at 5 and 6, under their middle of 9.92 and inside 4.60 to 15.24: a run, none outside.
    others = [*Z, 11, 9, 11, 9, 11, 9, 5, 6, 5, 6, 5, 6, 5]
    # With the one, who has ten a month, then fifteen, then none: 19.92, limits 14.60 and 25.24. The months before the
    # last are 20 and 21, so no run; the last is 5, outside. So each of the two has a rule that the other has not.
    exhibit = chart_of(others, [*[10] * 19, *[15] * 6, 0])
    assert exhibit.marks["latest"] == "depends"
    assert exhibit.headline.endswith(
        "without one child the rules read the latest month (Oct 2025) in another way"
    )
    assert exhibit.rows[-1][exhibit.columns.index("flags")] == ()
    figure = draw(exhibit_of(exhibit), id="one")
    assert figure.rows[-1][-1] == "below the range, not marked as unusual"


def test_a_latest_month_on_which_the_rules_disagree_without_one_child_is_neither_told_nor_marked() -> None:
    # The others: eighteens and twenty-twos, middle 258 / 13 = 19.85, limits 9.21 and 30.49; then seven above it, each
    # lower than the last: one rule says high, another low. The one has two a month, and four in three of the last
    # seven: all of these are above 21.85, and none of them is a run of lower ones. So all together say high alone.
    others = [*[18, 22] * 9, 18, 30, 28, 27, 26, 25, 24, 23]
    exhibit = chart_of(others, [*[2] * 21, 4, 2, 4, 2, 4])
    assert exhibit.marks["latest"] == "depends"
    assert exhibit.rows[-1][exhibit.columns.index("flags")] == ()


def test_a_latest_month_that_stands_out_with_and_without_one_child_is_told_and_marked() -> None:
    # As the first, but the one has two in every month: a run of seven at 7 and 8 under 11.92, as at 5 and 6 under 9.92.
    others = [*Z, 11, 9, 11, 9, 11, 9, 5, 6, 5, 6, 5, 6, 5]
    exhibit = chart_of(others, [2] * 26)
    assert exhibit.marks["latest"] == "low"
    assert exhibit.headline.endswith("the latest month (Oct 2025) is unusual (low)")
    assert "shift" in exhibit.rows[-1][exhibit.columns.index("flags")]


def test_the_month_that_is_read_is_named_where_a_shorter_one_is_drawn_after_it() -> None:
    # Thirteen whole months, then three days of October: 30 child-days, under half of the usual 300 or so.
    rows = [*monthly(EVEN), held("child-0-0", "2025-10-02")]
    children = roll(*(f"pupil-{number}" for number in range(10)))
    data = build(
        rows, places=(HOME,), as_of=date(2025, 10, 3), data_start=date(2024, 9, 1), children=children
    )
    exhibit = next(e for e in rate.compute(data, data.calendar.current).exhibits if e.kind == "control")
    value = exhibit.columns.index("value")
    assert exhibit.rows[-1][2] == "Oct 2025" and exhibit.rows[-1][value] == pytest.approx(100 / 30)
    assert exhibit.headline.endswith("the latest month long enough to read (Sep 2025) is in the usual range")
