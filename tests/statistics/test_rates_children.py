"""Changes counted child by child, by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from generator.statistics.rates import (
    concentration,
    sign_flip,
    top_children,
    without_each_top_child,
)

pytestmark = pytest.mark.filterwarnings("error")


def test_six_children_who_all_fell_give_one_in_thirty_two() -> None:
    found = sign_flip([2, 1, 1, 1, 3, 1], [0] * 6, 90, 90)
    assert (found.p, found.changed, found.total) == (2 / 64, 6, 4.5)
    assert sign_flip([2, 1, 1, 1, 3], [0] * 5, 90, 90).p == 2 / 32


def test_one_child_with_a_bad_spell_is_no_change_among_children() -> None:
    # 12 against 0 for one, 1 against 0 for two and 0 against 1 for four: the big one turns the sum alone.
    found = sign_flip([12, 1, 1, 0, 0, 0, 0], [0, 0, 0, 1, 1, 1, 1], 90, 90)
    # 6 + s >= 5 where s, six halves with signs, is at least -1: two or more of six point up.
    assert found.p == (15 + 20 + 15 + 6 + 1) / 64
    assert found.changed == 7


def test_a_child_seen_in_one_window_only_and_one_in_proportion_do_not_count_as_changed() -> None:
    found = sign_flip([4, 7, 1], [2, 0, 0], [100, 50, 90], [50, 0, 90])
    assert found.changed == 1
    assert sign_flip([], [], 1, 1).p == 1.0
    assert sign_flip([1, 1], [1, 1], 30, 30).p == 1.0


def test_more_than_sixteen_children_are_drawn_and_the_same_each_time() -> None:
    first, second = [1] * 20, [0] * 20
    found = sign_flip(first, second, 90, 90)
    assert found.p == 1 / 10_000  # 2 in a million by count; the draw itself is one of 10,000
    assert sign_flip(first, second, 90, 90) == found
    mixed = sign_flip([1, 0] * 10, [0, 1] * 10, 90, 90)
    assert mixed.p == 1.0


children = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 99), st.integers(1, 99)), max_size=24
)


@settings(max_examples=40, deadline=None)
@given(children, st.randoms())
def test_the_order_of_the_children_and_of_the_windows_changes_no_p(
    rows: list[tuple[int, int, int, int]], random: object
) -> None:
    def test(rows: list[tuple[int, int, int, int]]) -> tuple[float, int]:
        x1, x2, e1, e2 = ([row[i] for row in rows] for i in range(4))
        found = sign_flip(x1, x2, e1, e2)
        return found.p, found.changed

    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert test(mixed) == test(rows)
    assert test([(x2, x1, e2, e1) for x1, x2, e1, e2 in rows]) == test(rows)
    assert 0 < test(rows)[0] <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-6, 6).filter(bool), min_size=1, max_size=8))
def test_the_exact_p_is_every_way_to_sign_the_changes_counted_one_by_one(changes: list[int]) -> None:
    found = sign_flip([max(c, 0) for c in changes], [max(-c, 0) for c in changes], 1, 1)
    ways = [abs(sum(w)) for w in itertools.product(*[(c, -c) for c in changes])]
    assert found.p == sum(way >= abs(sum(changes)) for way in ways) / len(ways)


def test_leaving_out_the_child_with_most_is_done_once_for_each_who_shares_the_place() -> None:
    totals = {"a": 5, "b": 7, "c": 7}
    assert top_children(totals) == ("b", "c")
    assert [sorted(rest) for rest in without_each_top_child(totals, totals)] == [["a", "c"], ["a", "b"]]
    assert top_children({"a": 0}) == () and list(without_each_top_child({}, {})) == []


def test_concentration_counts_every_child_on_the_roll() -> None:
    found = concentration([3, 0, 1, 0])  # in order 0 0 1 3: (1 x 1 + 3 x 3) / (4 x 4)
    assert (found.top1, found.top3, found.gini) == (0.75, 1.0, 0.625)
    assert not found.enough and not found.above_chance
    assert concentration([]).top1 == 0.0


def test_pitfall_24_twelve_incidents_among_thirty_children_always_look_gathered() -> None:
    by_luck = concentration([2, 2, 2] + [1] * 6 + [0] * 21)
    assert by_luck.gini > 0.7 and not by_luck.above_chance
    gathered = concentration([9, 1, 1, 1] + [0] * 26)
    assert gathered.above_chance and gathered.top1 == 0.75
    assert concentration([9, 1, 1, 1] + [0] * 26) == gathered


def test_for_hundreds_of_children_the_curve_agrees_with_counting_every_sign() -> None:
    # 600 children with one incident each and equal days: each change is half an incident, so the first window's
    # total is binomial (600, 1/2) and p can be counted exactly.
    for first in (300, 310, 330, 345):
        found = sign_flip([1] * first + [0] * (600 - first), [0] * first + [1] * (600 - first), 1, 1)
        exact = min(1.0, 2 * float(binom.sf(first - 1, 600, 0.5)))
        assert found.changed == 600 and found.p == pytest.approx(exact, abs=0.001)


def test_one_child_who_has_most_of_it_keeps_hundreds_from_the_curve() -> None:
    # One child fell by 500 and 600 others by a half each way, in all 500: whichever sign that child has, the others
    # add to it or leave it as it is in a little over half of all ways.
    first = [1000] + [1, 0] * 300
    second = [0] + [0, 1] * 300
    assert sign_flip(first, second, 1, 1).p > 0.4
