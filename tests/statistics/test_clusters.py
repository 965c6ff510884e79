"""How far a child's incidents go together, and the tails of counts that are divided by it: counted by hand."""

from __future__ import annotations

from math import atan, pi

import pytest

from generator.statistics.clusters import allowing, pooled, tail_at_least, tail_at_most, together


def test_the_design_effect_by_hand() -> None:
    # Six incidents, three in each unit: a has two in the first, b two in the second, c one in each. T = 2 for each and
    # p = 1/2, so x - T·p is 1 and -1 for a and for b, and nought for c: 4, times 3/2 for three children = 6.
    # By chance 6 x 6/5 x (1/4 + 1/4) = 3.6.
    found = together([{"a": 2, "c": 1}, {"b": 2, "c": 1}])
    assert (found.found, found.chance) == (pytest.approx(6), pytest.approx(3.6))
    assert found.effect == pytest.approx(5 / 3)
    # Children as good as 6² / (4 + 4 + 4) = 3, less one, times two units less one.
    assert found.freedom == pytest.approx(2)


def test_the_design_effect_of_uneven_units_and_children() -> None:
    # Eight incidents: a has 3 and 0, b 1 and 0, c 2 and 2. p = 6/8 and 2/8. T·p: a 2.25 and 0.75, b 0.75 and 0.25,
    # c 3 and 1. Squares: 2 x 0.75² + 2 x 0.25² + 2 x 1² = 3.25, times 3/2 = 4.875.
    # By chance 8 x 8/7 x (3/16 + 3/16) = 24/7.
    found = together([{"a": 3, "b": 1, "c": 2}, {"c": 2}])
    assert (found.found, found.chance) == (pytest.approx(4.875), pytest.approx(24 / 7))
    # 8² / (9 + 1 + 16) - 1 = 38/26.
    assert found.freedom == pytest.approx(38 / 26)


def test_one_incident_a_child_counts_as_one() -> None:
    assert together([{"a": 1, "b": 1, "c": 1}, {"d": 1}]).effect == 1


def test_a_difference_that_all_children_share_does_not_count_as_one_childs() -> None:
    # Each of four has three here and one there: x = T·p for every one of them, and nothing is left over.
    shared = together([dict.fromkeys("abcd", 3), dict.fromkeys("abcd", 1)])
    assert shared.found == pytest.approx(0, abs=1e-9) and shared.effect == 1


def test_where_nothing_can_be_seen_each_childs_incidents_are_one_event() -> None:
    # One child with five incidents: they are worth one. All in one unit, 3, 2 and 1 of six: (9 + 4 + 1) / 6.
    assert together([{"a": 3}, {"a": 2}]).effect == 5
    assert together([{"a": 3, "b": 2, "c": 1}, {}]).effect == pytest.approx(14 / 6)
    assert together([{}, {}]).effect == together([]).effect == 1


def test_several_families_are_pooled_by_their_sums() -> None:
    # 6 over 3.6 and 4.875 over 24/7: 10.875 over 3.6 + 24/7.
    families = [{"a": 2, "c": 1}, {"b": 2, "c": 1}], [{"a": 3, "b": 1, "c": 2}, {"c": 2}]
    assert pooled(together(family) for family in families) == pytest.approx(10.875 / (3.6 + 24 / 7))
    assert pooled([]) == 1


def test_tails_are_exact_where_nothing_is_divided() -> None:
    # 9 or more of 10 tosses: 11 / 1024.
    assert tail_at_least(9, 10, 0.5, 1) == pytest.approx(11 / 1024)


def test_divided_counts_that_come_out_even_have_the_tails_of_the_smaller_counts() -> None:
    # Six of ten that are worth three of five: 16 / 32. Two of ten, one of five: 6 / 32.
    assert tail_at_least(6, 10, 0.5, 2) == pytest.approx(16 / 32)
    assert tail_at_most(2, 10, 0.5, 2) == pytest.approx(6 / 32)
    assert tail_at_least(0, 10, 0.5, 3) == tail_at_most(10, 10, 0.5, 3) == tail_at_least(0, 0, 0.5, 1) == 1


def test_between_whole_counts_a_tail_lies_between_theirs() -> None:
    # 7 of 10 worth 3.5 of 5: rarer than three of five, less rare than four of five.
    assert 6 / 32 < tail_at_least(7, 10, 0.5, 2) < 16 / 32


def test_an_effect_from_few_children_widens_the_tail_as_students_t_does() -> None:
    # 1.96 on Student's t with one degree of freedom (Cauchy): 1/2 - atan(1.96) / pi = 0.150 where the normal has 0.025.
    assert allowing(0.0249979, 2, 1) == pytest.approx(0.5 - atan(1.96) / pi, rel=1e-4)
    assert allowing(0.0249979, 2, 1e6) == pytest.approx(0.0249979, rel=1e-3)
    # Nothing divided, nothing widened; and a count that is not rare stays so.
    assert allowing(0.025, 1, 1) == 0.025 and allowing(0.7, 3, 1) == 0.7
