"""Rows counted by where they stand in their table."""

from __future__ import annotations

import numpy as np
import pandas as pd
from example_rows import build, held, window

from generator.indicators._tally import Tally, incidents_with, rows_in, tally_of

SUMMER = "2024-25-summer"
ROWS = pd.DataFrame({"child_id": ["b", "a", None, "b", "b"]}, index=[9, 4, 6, 2, 3])


def places(*of: int) -> np.ndarray:
    return np.array(of, dtype=np.intp)


def test_children_behind_rows_are_counted_once_and_the_share_is_of_rows_that_name_one() -> None:
    tally = Tally.of("incidents", ROWS)
    # Rows of b, a, nobody and b: two children, b in two of the three that name one.
    assert tally.behind(places(0, 1, 2, 3)) == (2, 2 / 3)
    assert tally.behind(places(2)) == (0, 0.0)
    assert tally.behind(places()) == (0, 0.0)


def test_the_first_row_of_each_child_is_the_first_in_the_table_and_nobody_has_none() -> None:
    tally = Tally.of("incidents", ROWS)
    assert tally.one_a_child(places(1, 2, 3, 4)).tolist() == [1, 3]


def test_rows_are_pointed_at_by_their_numbers_in_spreadsheet_order() -> None:
    found = Tally.of("incidents", ROWS).rows(places(0, 3, 1))
    assert [(ref.table, ref.row) for ref in found] == [("incidents", 2), ("incidents", 4), ("incidents", 9)]


def test_rows_are_counted_for_each_child_and_named_where_there_are_any() -> None:
    tally = Tally.of("incidents", ROWS)
    # Places 0, 2, 3: b, nobody, b.
    assert tally.by_child(places(0, 2, 3)).tolist() == [2, 0], "b stands first in the table, then a"
    assert tally.named(places(0, 2, 3)) == {"b": 2}
    assert tally.named(places()) == {}


HELD = [
    held("a", "2025-05-01"),
    held("a", "2025-05-02"),
    held("b", "2025-05-03"),
    held("b", "2025-05-04", intervention_category="guided_contact"),
    held("c", "2024-05-04"),  # another window
    held("a", "2025-05-06"),
    held("c", "2025-05-05"),
]


def test_rows_of_another_table_follow_their_incident() -> None:
    parts = [
        {"incident_id": code, "staff_id": "x"} for code in ("i3", "i4", "i5", "nothing", None, "i1", "i3")
    ]
    data = build(HELD, staff_involvement=parts)
    found = rows_in(data, window(data, SUMMER), "staff_involvement")
    assert found.tolist() == [0, 5, 6], "i4 is not restrictive, i5 lies in another window, two name none"
    # Children: b, a, b.
    assert tally_of(data, "staff_involvement").behind(found) == (2, 2 / 3)
    named = incidents_with(data, "staff_involvement", np.ones(len(parts), dtype=bool))
    assert named.tolist() == [True, False, True, True, True, False, False]


def test_a_review_is_of_the_child_it_names_or_of_that_of_its_incident() -> None:
    reviews = [
        {"incident_id": "i1", "child_id": "c"},
        {"incident_id": "i3"},
        {"incident_id": "nothing"},
    ]
    data = build(HELD, reviews=reviews)
    assert tally_of(data, "reviews").named(places(0, 1, 2)) == {"c": 1, "b": 1}
