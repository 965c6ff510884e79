"""Texts as numbers: what rules compare where a table has a hundred thousand rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from test_checks import SCHOOL, incidents, setting, write

from generator.model import Dataset
from generator.package import load
from generator.rules.coded import again, coded, number
from generator.rules.frames import neighbours, says


def dataset(folder: Path, *locations: str) -> Dataset:
    write(folder, "incidents", incidents(*({"location_code": each} for each in locations)))
    return load(folder, setting(SCHOOL)).dataset


def test_rows_with_the_same_text_have_the_same_number_and_an_empty_row_has_minus_one(tmp_path: Path) -> None:
    codes = coded(dataset(tmp_path, "hall", "", "yard", "hall"), "incidents", "location_code")
    assert codes.places.tolist() == [0, -1, 1, 0]
    assert codes.different == ["hall", "yard"]


def test_a_field_that_the_table_does_not_have_is_empty_in_every_row(tmp_path: Path) -> None:
    codes = coded(dataset(tmp_path, "hall", "yard"), "incidents", "local_label")
    assert (codes.places.tolist(), codes.different) == ([-1, -1], [])
    assert codes.holds(lambda text: True).tolist() == [False, False]


def test_each_different_text_is_looked_at_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def tell(text: str) -> str:
        asked.append(text)
        return text.upper()

    codes = coded(dataset(tmp_path, "hall", "", "yard", "hall"), "incidents", "location_code")
    assert codes.told(tell, "none").tolist() == ["HALL", "none", "YARD", "HALL"]
    assert asked == ["hall", "yard"]


def test_a_text_is_found_among_those_of_another_column_or_not(tmp_path: Path) -> None:
    school = dataset(tmp_path, "hall", "i2", "", "i1")
    place = coded(school, "incidents", "location_code").among(coded(school, "incidents", "incident_id"))
    assert place.tolist() == [-1, 1, -1, 0]


def test_a_cell_with_several_codes_says_each_of_them_and_no_part_of_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        "incidents",
        incidents({"intervention_category": "seclusion|other"}, {"intervention_category": "other"}),
    )
    school = load(tmp_path, setting(SCHOOL)).dataset
    assert says(school, "incidents", "intervention_category", "seclusion").tolist() == [True, False]
    assert says(school, "incidents", "intervention_category", "seclusi").tolist() == [False, False]


def test_a_row_is_numbered_by_all_its_parts_and_not_where_one_is_empty() -> None:
    one, other = np.array([0, 0, 1, -1, 0]), np.array([5, 6, 5, 5, 5])
    assert number(one, other).tolist() == [0, 1, 2, -1, 0]
    assert again(number(one, other)).tolist() == [False, False, False, False, True]
    assert again(np.array([-1, -1])).tolist() == [False, False]


def test_parts_whose_product_no_number_can_hold_are_still_told_apart() -> None:
    # Three columns of 2 ** 22 codes: 2 ** 20 of the first stand for 2 ** 64 of the whole, which a number takes for 0.
    last = 2**22 - 1
    first, other = np.array([0, 2**20, last]), np.array([0, 0, last])
    assert number(first, other, other).tolist() == [0, 1, 2]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(-1, 3)] * 3), min_size=1, max_size=30))
def test_rows_have_one_number_where_all_parts_agree(rows: list[tuple[int, int, int]]) -> None:
    numbers = number(*(np.array(part) for part in zip(*rows, strict=True))).tolist()
    for row, mine in zip(rows, numbers, strict=True):
        assert (mine == -1) == (-1 in row)
        for other, theirs in zip(rows, numbers, strict=True):
            if -1 not in row and -1 not in other:
                assert (mine == theirs) == (row == other)


def test_each_row_is_set_beside_the_one_before_it_and_the_latest_end_of_all_before() -> None:
    begin = pd.Series(pd.to_datetime(["2026-03-04 10:00", "2026-03-04 10:20", "", "2026-03-04 10:30"]))
    end = pd.Series(pd.to_datetime(["2026-03-04 11:00", "2026-03-04 10:25", "", "2026-03-04 10:40"]))
    order = neighbours(np.array([7, 7, 7, 7]), begin, end)
    assert order["place"].tolist() == [0, 1, 3]
    assert order["before"].tolist() == [-1, 0, 1]
    assert order["gap"].tolist()[1:] == [20, 10]
    # The third begins after the second is over, and before the first is.
    assert order["late"].dt.strftime("%H:%M").tolist()[1:] == ["11:00", "11:00"]


def test_rows_of_another_number_or_of_none_are_no_neighbours() -> None:
    begin = pd.Series(pd.to_datetime(["2026-03-04 10:00"] * 4))
    order = neighbours(np.array([1, 0, -1, 1]), begin)
    assert sorted(zip(order["place"], order["before"], strict=True)) == [(0, -1), (1, -1), (3, 0)]
    assert neighbours(np.array([-1, -1]), begin[:2]).empty
