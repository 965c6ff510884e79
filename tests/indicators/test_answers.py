"""What rows say: yes, no and not known are kept apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.indicators._answers import NO, UNKNOWN, YES, answered, both, flags, holds, told


def test_what_some_rows_answer_keeps_met_known_and_unknown_apart() -> None:
    answers = np.array([YES, NO, UNKNOWN, NO, YES], dtype=np.int8)
    found = told(answers, np.array([0, 1, 2, 4]))
    assert (found.met.tolist(), found.known.tolist(), found.unknown) == ([0, 4], [0, 1, 4], 1)
    none = told(answers, np.array([], dtype=np.intp))
    assert (len(none.met), len(none.known), none.unknown) == (0, 0, 0)


def test_an_empty_yes_or_no_is_not_known_and_so_is_a_field_that_the_table_does_not_hold() -> None:
    rows = pd.DataFrame({"said": pd.array([True, False, None], dtype="boolean")})
    assert flags(rows, "said").tolist() == [YES, NO, UNKNOWN]
    assert flags(rows, "other").tolist() == [UNKNOWN] * 3


def test_what_is_missing_is_not_known_whatever_the_row_says() -> None:
    said = pd.Series([True, True, False])
    assert answered(said).tolist() == [YES, YES, NO]
    assert answered(said, np.array([False, True, True])).tolist() == [YES, UNKNOWN, UNKNOWN]


def test_two_answers_are_yes_where_both_are_and_no_where_either_is() -> None:
    one = np.array([YES, YES, YES, NO, NO, UNKNOWN], dtype=np.int8)
    two = np.array([YES, NO, UNKNOWN, NO, UNKNOWN, UNKNOWN], dtype=np.int8)
    assert both(one, two).tolist() == [YES, NO, UNKNOWN, NO, NO, UNKNOWN]


def test_a_code_is_found_as_a_whole_among_several_and_an_empty_cell_holds_none() -> None:
    field = pd.Series(["seclusion", "physical_restraint|seclusion", "seclusion_room", None, ""], dtype="str")
    assert holds(field, "seclusion").tolist() == [True, True, False, False, False]
    assert holds(field.iloc[:0], "seclusion").tolist() == []
