"""Two groups of children compared: intervals and p by hand, and what no gap may claim."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.statistics.charts import ChartError
from generator.statistics.groups import Group, compare_groups, risk_ratio

pytestmark = pytest.mark.filterwarnings("error")


def test_by_incidents_thirteen_times_by_children_not_even_twice() -> None:
    # 3 of 10 children against 5 of 30: ratio 0.3 / 0.1667 = 1.8. Fisher by hand over C(40, 8): the tables with
    # 3, 4 … 8 of the ten, and those at least as unlikely on the other side.
    whole = math.comb(40, 8)
    chance = [math.comb(10, a) * math.comb(30, 8 - a) / whole for a in range(9)]
    by_hand = sum(each for each in chance if each <= chance[3] * (1 + 1e-9))
    found = risk_ratio(3, 10, 5, 30)
    assert found.ratio == pytest.approx(1.8)
    assert found.p == pytest.approx(by_hand)
    assert found.low < 1 < found.high and found.apart == ""


def test_the_limits_are_where_the_score_test_just_rejects() -> None:
    # At a limit R the fitted shares solve N R p² - (n R + a + m + b R) p + (a + b) = 0, p being the second share.
    a, n, b, m = 6, 10, 4, 40
    found = risk_ratio(a, n, b, m)
    for limit in (found.low, found.high):
        middle = n * limit + a + m + b * limit
        second = (middle - math.sqrt(middle**2 - 4 * 50 * limit * 10)) / (2 * 50 * limit)
        first = second * limit
        variance = (first * (1 - first) / n + limit**2 * second * (1 - second) / m) * 50 / 49
        assert (a / n - limit * b / m) ** 2 / variance == pytest.approx(1.959964**2, rel=1e-5)


def test_at_nought_the_interval_still_has_the_end_that_can_be_known() -> None:
    nobody = risk_ratio(0, 10, 8, 12)
    assert (nobody.ratio, nobody.low) == (0.0, 0.0) and 0 < nobody.high < 1
    against_nobody = risk_ratio(8, 12, 0, 10)
    assert against_nobody.ratio is None and against_nobody.high == math.inf
    # Each group is the other's mirror: one lower end is the other upper end turned over.
    assert against_nobody.low == pytest.approx(1 / nobody.high)
    neither = risk_ratio(0, 10, 0, 10)
    assert (neither.p, neither.ratio, neither.low, neither.high) == (1.0, None, 0.0, math.inf)
    everyone = risk_ratio(10, 10, 12, 12)
    assert everyone.p == 1.0 and everyone.low < 1 < everyone.high


@given(st.integers(1, 60), st.integers(1, 60), st.data())
@settings(max_examples=150, deadline=None)
def test_the_interval_holds_the_ratio_and_turns_over_with_the_groups(n: int, m: int, data: Any) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    one, other = risk_ratio(a, n, b, m), risk_ratio(b, m, a, n)
    assert one.p == pytest.approx(other.p)
    if one.ratio is not None:
        assert one.low <= one.ratio * (1 + 1e-9) and one.ratio <= one.high * (1 + 1e-9)
    if a and b:
        assert one.low == pytest.approx(1 / other.high, rel=1e-6)


@pytest.mark.parametrize("counts", [(3, 2, 1, 5), (-1, 5, 1, 5), (1, 5, 6, 5), (0, 0, 1, 5)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ChartError):
        risk_ratio(*counts)


def test_no_word_under_ten_children_a_side_or_six_restrained_in_all() -> None:
    found = compare_groups(
        {
            "nine": Group(9, 9, 0, 30),
            "nine others": Group(0, 30, 9, 9),
            "five restrained": Group(5, 10, 0, 30),
            "enough": Group(6, 10, 0, 30),
        }
    )
    assert {name: verdict.klass for name, verdict in found.items()} == {
        "nine": "R0",
        "nine others": "R0",
        "five restrained": "R0",
        "enough": "R8",
    }
    assert found["enough"].facts["apart"] == "more" and "ratio" not in found["enough"].facts


def test_every_group_looked_at_makes_the_bar_higher() -> None:
    # 8 of 20 against 1 of 20. Fisher by hand: 2 x (C(20, 8) x 20 + C(20, 9)) / C(40, 9)
    # = 2 x (125,970 x 20 + 167,960) / 273,438,880 = 0.019656. Four tests make the smallest p four times as large.
    alone = compare_groups({("need", "one"): Group(8, 20, 1, 20)})
    assert alone["need", "one"].klass == "R8"
    assert alone["need", "one"].facts["p"] == pytest.approx(2 * 2_687_360 / 273_438_880)
    more = {("need", f"other {number}"): Group(5, 20, 5 + number, 20) for number in range(3)}
    together = compare_groups({("need", "one"): Group(8, 20, 1, 20), **more})
    assert together["need", "one"].klass == "R1"
    assert together["need", "one"].facts["p"] == pytest.approx(8 * 2_687_360 / 273_438_880)
    assert together["need", "one"].facts["tests"] == 4


def test_a_group_and_its_mirror_are_one_test() -> None:
    found = compare_groups({("sex", "F"): Group(8, 20, 1, 20), ("sex", "M"): Group(1, 20, 8, 20)})
    assert found["sex", "F"].facts["tests"] == 1
    assert (found["sex", "F"].facts["apart"], found["sex", "M"].facts["apart"]) == ("more", "fewer")
    # The same counts under two characteristics are two tests.
    two = compare_groups({("sex", "F"): Group(8, 20, 1, 20), ("speech", "yes"): Group(8, 20, 1, 20)})
    assert two["sex", "F"].facts["tests"] == 2
