"""Rows behind a figure, kept as numbers."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from generator.indicator import refs
from generator.rows import RowRef, Rows

THREE = (RowRef("incidents", 2), RowRef("incidents", 9), RowRef("reviews", 3))


def test_rows_are_the_references_they_stand_for() -> None:
    rows = Rows(("incidents", np.array([2, 9])), ("reviews", np.array([3])))
    assert len(rows) == 3
    assert tuple(rows) == THREE
    assert rows == THREE and rows == list(THREE) and rows == Rows.of(THREE)
    assert rows[0] == THREE[0] and rows[-1] == THREE[2] and rows[1:] == THREE[1:]
    assert RowRef("reviews", 3) in rows and RowRef("reviews", 4) not in rows
    assert hash(rows) == hash(Rows.of(THREE))


def test_rows_differ_by_table_by_number_and_by_order() -> None:
    assert Rows.of(THREE) != THREE[:2]
    assert Rows.of(THREE) != THREE[::-1]
    assert Rows(("incidents", np.array([2]))) != Rows(("reviews", np.array([2])))
    assert Rows.of(THREE) != "incidents"


def test_tables_that_take_turns_keep_their_order() -> None:
    mixed = (*THREE, RowRef("incidents", 4))
    assert tuple(Rows.of(mixed)) == mixed
    assert Rows.of(THREE) + mixed[3:] == mixed


def test_no_rows_are_no_evidence() -> None:
    assert not Rows() and not Rows(("incidents", np.array([], dtype=int)))
    assert Rows() == () and tuple(Rows()) == ()


def test_rows_survive_the_way_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(Rows.of(THREE)))
    assert again == THREE and [table for table, _ in again.parts] == ["incidents", "reviews"]


def test_what_is_printed_of_rows_is_how_many() -> None:
    assert repr(Rows.of(THREE)) == "Rows(incidents: 2, reviews: 1)"


@pytest.mark.parametrize("numbers", [np.array([9, 2]), [9, 2], iter((9, 2))])
def test_references_stand_in_spreadsheet_order(numbers: object) -> None:
    assert refs("incidents", numbers) == THREE[:2]  # type: ignore[arg-type]
