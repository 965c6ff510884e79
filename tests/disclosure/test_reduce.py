"""Exact reasoning about bounds, on rows small enough to reason about by hand."""

from __future__ import annotations

from generator.disclosure.reduce import Problem, Row, tighten


def bounds(
    lb: tuple[int, ...], ub: tuple[int | None, ...], *rows: Row
) -> tuple[tuple[int, ...], tuple[int | None, ...]] | None:
    tight = tighten(Problem(lb, ub, rows))
    return None if tight is None else (tight.lb, tight.ub)


def test_a_total_bounds_each_of_its_open_parts() -> None:
    # x + y = 7, both 0 or more: neither can pass 7.
    assert bounds((0, 0), (None, None), Row({0: 1, 1: 1}, 7, 7)) == ((0, 0), (7, 7))


def test_a_total_less_its_greatest_other_parts_lifts_the_lower_end() -> None:
    # x + y = 7 and y <= 3: x is at least 4.
    assert bounds((0, 0), (None, 3), Row({0: 1, 1: 1}, 7, 7)) == ((4, 0), (7, 3))


def test_one_open_part_is_bounded_by_the_others_and_two_bound_nothing() -> None:
    # x - y <= 2 with y <= 5: x <= 7. With y open nothing is said of x; y >= x - 2 says nothing while x may be 0.
    assert bounds((0, 0), (None, 5), Row({0: 1, 1: -1}, None, 2)) == ((0, 0), (7, 5))
    assert bounds((0, 0), (None, None), Row({0: 1, 1: -1}, None, 2)) == ((0, 0), (None, None))


def test_whole_numbers_round_inwards() -> None:
    # 2x between 3 and 7: x is 2 or 3. -3x <= -4: x is at least 2.
    assert bounds((0,), (None,), Row({0: 2}, 3, 7)) == ((2,), (3,))
    assert bounds((0,), (9,), Row({0: -3}, None, -4)) == ((2,), (9,))


def test_what_moves_within_a_row_counts_for_the_rest_of_it() -> None:
    # x + 2y + z = 4 with z >= 2: x <= 2, y <= 1, z <= 4; then nothing tighter follows.
    assert bounds((0, 0, 2), (None, None, None), Row({0: 1, 1: 2, 2: 1}, 4, 4)) == ((0, 0, 2), (2, 1, 4))


def test_rows_that_cannot_hold_are_seen() -> None:
    assert bounds((0, 0), (2, 2), Row({0: 1, 1: 1}, 5, None)) is None
    assert bounds((3,), (None,), Row({0: 1}, None, 2)) is None
    # x + y = 1 and x - y = 2 need y below nought.
    assert bounds((0, 0), (None, None), Row({0: 1, 1: 1}, 1, 1), Row({0: 1, 1: -1}, 2, 2)) is None
