"""Cells made from counted rows: numbers, children behind them, and the rows themselves."""

from __future__ import annotations

import numpy as np
import pytest
from example_rows import build, held, window

from generator.indicators._answers import NO, UNKNOWN, YES, told
from generator.indicators._cells import duty, middle, part, plain_share, share
from generator.indicators._tally import held_places, tally_of

SUMMER = "2024-25-summer"
ROWS = [
    held("a", "2025-05-01"),
    held("a", "2025-05-02"),
    held("b", "2025-05-03"),
    held("b", "2025-05-04", intervention_category="guided_contact"),
    held("c", "2024-05-04"),  # another window
    held("a", "2025-05-06"),
    held("c", "2025-05-05"),
]


def test_a_share_counts_what_is_met_and_known_and_leaves_the_rest_unknown() -> None:
    data = build(ROWS)
    answers = np.array([YES, NO, UNKNOWN, NO, NO, NO, YES], dtype=np.int8)
    places = held_places(data, window(data, SUMMER))
    assert places.tolist() == [0, 1, 2, 5, 6]
    cell = share(data, None, tally_of(data), told(answers, places), "g", "G")
    # Met 2 of 4, one unknown; of the four known rows three are of one child, one of another.
    assert (cell.numerator, cell.denominator, cell.unknown, cell.value) == (2, 4, 1, 50)
    assert (cell.children, cell.top_share, cell.marker) == (2, 0.75, None)
    assert cell.interval is None, "an interval is given from twenty known rows on"
    # Places 0 and 6 are rows 2 and 8 of a sheet whose first row is the header.
    assert [ref.row for ref in cell.evidence] == [2, 8]


def test_a_share_of_twenty_has_wilsons_interval() -> None:
    data = build([held("a", "2025-05-01") for _ in range(20)])
    answers = np.array([YES] * 10 + [NO] * 10, dtype=np.int8)
    cell = share(data, None, tally_of(data), told(answers, np.arange(20)))
    # Wilson, z = 1.95996, half of 20: 0.5 +/- z * sqrt(0.25 / 20 + z * z / 1600) / (1 + z * z / 20) = 0.2993, 0.7007.
    assert cell.interval == pytest.approx((29.93, 70.07), abs=0.01)


def test_a_part_is_counted_with_its_rows_and_children() -> None:
    data = build(ROWS)
    cell = part(tally_of(data), np.array([2, 6, 0]), "g", "G", of=5, unknown=1)
    assert (cell.value, cell.numerator, cell.denominator, cell.unknown) == (3, 3, 5, 1)
    # One row each of b, c and a.
    assert (cell.children, cell.top_share) == (3, 1 / 3)
    assert [ref.row for ref in cell.evidence] == [2, 4, 8]


def test_no_rows_give_no_number_and_no_child() -> None:
    data = build([])
    now = window(data, SUMMER)
    none = held_places(data, now)
    found = told(np.array([], dtype=np.int8), none)
    cells = (
        share(data, now, tally_of(data), found),
        plain_share(data, now, "incidents", [], 0, 0),
        middle(data, now, tally_of(data), np.array([]), (none, 0), "days", enough=False),
    )
    assert [(cell.value, cell.marker, len(cell.evidence)) for cell in cells] == [(None, "z", 0)] * 3
    assert tally_of(data).behind(none) == (0, 0.0)


def test_a_duty_says_its_counts_and_stands_first() -> None:
    data = build(ROWS)
    now = window(data, SUMMER)
    found = told(np.array([YES, NO, UNKNOWN, NO, NO, NO, YES], dtype=np.int8), held_places(data, now))
    group = part(tally_of(data), found.known, "g", "G")
    result = duty(data, now, "VOI-01", tally_of(data), found, groups=(group,), days=5)
    assert [cell.group for cell in result.cells] == ["Total", "g"]
    assert result.cells[0].sentence.startswith(result.headline) and "2 of 4" in result.headline
