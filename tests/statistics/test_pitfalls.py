"""Mistakes that others made with such figures, each with its numbers: what the naive step says, and what is said here.

Those not here stand beside the function they concern (`test_spc.py`, `test_rates.py`) or are simulated
(`test_simulate.py`). Numbers are those of the methods' list of pitfalls, or counted in a comment.
"""

from __future__ import annotations

from statistics import fmean

import pytest

from generator.statistics import spc
from generator.statistics.choose import choose
from generator.statistics.compare import compare
from generator.statistics.durations import order_interval
from generator.statistics.groups import Group, compare_groups, risk_ratio
from generator.statistics.rates import exact_conditional
from generator.statistics.spread import holm
from generator.statistics.units import MIN_TOTAL, Unit, readings

pytestmark = pytest.mark.filterwarnings("error")


def test_pitfall_4_the_middle_of_rates_is_all_events_over_all_exposure() -> None:
    # 2.0, 1.5 and 3.5 in 100 child-days, and one short month with 5.0 (1 in 20): a mean counts it in full.
    counts, days = [4, 3, 7, 1], [200, 200, 200, 20]
    assert 100 * fmean(c / d for c, d in zip(counts, days, strict=True)) == pytest.approx(3.0)
    assert spc.u_chart(counts, days, per=100).centre[0] == pytest.approx(100 * 15 / 620)  # 2.42


def test_pitfall_10_six_falling_totals_are_no_line_and_the_halves_do_not_differ() -> None:
    # 9, 7, 8 and 6, 6, 4: 24 against 16. Twice P(X >= 24) of 40 coins is 0.27.
    assert exact_conditional(24, 1, 16, 1).p == pytest.approx(0.268, abs=0.001)
    assert not any(spc.xmr([9, 7, 8, 6, 6, 4]).signals)


def test_pitfall_12_ten_times_the_exposure_is_ten_times_the_ratio() -> None:
    near, far = exact_conditional(10, 100, 5, 50), exact_conditional(10, 100, 5, 500)
    assert (near.ratio, far.ratio) == (pytest.approx(1.0), pytest.approx(10.0))
    assert (far.low, far.high) == (pytest.approx(10 * near.low), pytest.approx(10 * near.high))


def test_pitfall_16_children_who_left_are_no_fall_where_every_rate_is_the_same() -> None:
    # Twelve children with two incidents each in both terms; six more with two each were here in the first only.
    stayed = {f"s{n}": (2, 60.0) for n in range(12)}
    found = compare({**stayed, **{f"left{n}": (2, 60.0) for n in range(6)}}, stayed)
    assert (found.facts["a"], found.facts["b"]) == (36, 24)  # a third fewer
    assert (found.klass, found.facts["changed"]) == ("R1", 0)


def test_pitfall_17_one_long_time_moves_the_mean_and_not_the_middle() -> None:
    minutes = [1, 2, 2, 3, 4, 6, 125]
    assert fmean(minutes) == pytest.approx(143 / 7)  # 20.4
    found = order_interval(minutes)
    # Of seven values both ends are outermost: each side has 1/128 beyond it.
    assert (found.value, found.low, found.high, found.coverage) == (3.0, 1.0, 125.0, 1 - 2 / 128)


def test_pitfall_22_and_18_one_childs_bad_spell_is_said_to_be_one_childs() -> None:
    # Seven children fall by one each and one by fourteen: p = 2 / 256 for all; without that child 2 / 128.
    before = {f"c{n}": (1, 60.0) for n in range(7)} | {"most": (14, 60.0)}
    after = {f"c{n}": (0, 60.0) for n in range(7)} | {"most": (0, 60.0)}
    assert compare(before, after).klass == "R2"
    # Where the seven do not agree, the totals (21 to 3) differ by far and the children do not: it is one child's.
    for n in range(3):
        before[f"c{n}"], after[f"c{n}"] = (0, 60.0), (1, 60.0)
    found = compare(before, after)
    assert (found.klass, found.facts["x"]) == ("R4", 14)


def test_pitfall_23_groups_are_compared_by_children_and_not_by_their_incidents() -> None:
    # 2 of 10 had 27 incidents, 2 of 18 others had 2: 24 times the rate by incident, 1.8 times by child. Of the 20,475
    # ways to draw the four, 8,160 are likelier than this one, so p is 12,315 / 20,475.
    found = risk_ratio(2, 10, 2, 18)
    assert (found.ratio, found.p) == (pytest.approx(1.8), pytest.approx(12315 / 20475))
    assert found.low < 1 < found.high and not found.apart
    verdict = compare_groups({"need": Group(3, 10, 5, 30)})["need"]
    assert (verdict.klass, verdict.facts["apart"]) == ("R1", "")


def test_pitfall_26_the_p_agrees_with_its_interval() -> None:
    # 0 in 100 against 9 in 200: (2/3)^9 = 0.0260, twice that 0.0520, and the interval holds 1.
    found = exact_conditional(0, 100, 9, 200)
    assert found.p == pytest.approx(2 * (2 / 3) ** 9) and found.p > 0.05
    assert found.low == 0.0 and 1 < found.high < 1.02


def test_pitfall_14_somebody_is_first_of_six_and_nobody_stands_out() -> None:
    # Seven of twenty where 3.3 are expected: the naive tail is 0.037, and there are twelve tails.
    children = iter(range(20))
    team = [Unit(1.0, {f"c{next(children)}": 1 for _ in range(n)}) for n in (7, 3, 3, 3, 2, 2)]
    found = readings([team], holm)[0]
    assert found[0].p_high == pytest.approx(0.037, abs=0.0005) and found[0].total >= MIN_TOTAL
    assert [each.said for each in found] == [""] * 6


@pytest.mark.parametrize(("months", "trial"), [(11, True), (12, True), (13, False)])
def test_pitfall_30_limits_are_firm_from_thirteen_points(months: int, trial: bool) -> None:
    assert choose([6, 8] * (months // 2) + [7] * (months % 2), [1.0] * months).trial is trial
