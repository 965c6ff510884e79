"""The decision table, row by row: which chart is drawn and whether it may speak."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.statistics import spc
from generator.statistics.choose import choose, choose_share, latest_reading, survives

pytestmark = pytest.mark.filterwarnings("error")

CALM = [6, 7, 5, 8, 6, 7, 5, 8, 6, 7, 5, 8, 6]


def test_fewer_than_six_events_or_ten_periods_are_dots_that_say_nothing() -> None:
    few = choose([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0], [30] * 12)
    assert (few.kind, few.may_speak, few.reason, few.chart) == ("dots", False, "few-events", None)
    short = choose([9] * 9, [30] * 9)
    assert (short.kind, short.reason) == ("dots", "few-periods")


def test_a_month_without_exposure_is_no_period_and_no_nought() -> None:
    found = choose([9] * 9 + [0], [30] * 9 + [0])
    assert (found.reason, found.periods, found.mean) == ("few-periods", 9, 9.0)


def test_rare_events_show_days_since_until_there_are_ten_gaps() -> None:
    counts = [1, 0, 2, 0, 1, 0, 2, 1, 0, 1, 2, 1]
    assert choose(counts, [30] * 12).kind == "since"
    assert choose(counts, [30] * 12, gaps=[20] * 9).kind == "since"
    found = choose(counts, [30] * 12, gaps=[20, 22, 18] * 3 + [20])
    assert (found.kind, found.may_speak, found.trial) == ("t", True, True)
    assert found.chart is not None and len(found.chart.values) == 10


def test_a_quarter_of_empty_periods_is_rare_however_high_the_mean() -> None:
    assert choose([0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9], [30] * 12).kind == "since"


def test_two_to_five_a_period_are_a_u_chart_with_exact_limits() -> None:
    found = choose([3, 2, 4, 1, 2, 5, 2, 1, 3, 2, 4, 1], [30] * 12, per=100)
    assert (found.kind, found.may_speak, found.reason) == ("u", True, "counts")
    assert found.chart == spc.u_chart([3, 2, 4, 1, 2, 5, 2, 1, 3, 2, 4, 1], [30] * 12, per=100)


def test_clusters_at_low_counts_are_dots() -> None:
    found = choose([9, 1, 1, 9, 1, 1, 9, 1, 1, 9, 1, 1], [30] * 12)  # mean 3.67, phi 3.8
    assert (found.kind, found.reason, found.clustered, found.may_speak) == ("dots", "clusters", True, False)


def test_five_and_more_a_period_are_an_xmr_chart_of_the_rate_from_thirteen_points() -> None:
    found = choose(CALM, [100] * 13, per=100)
    assert (found.kind, found.reason, found.latest, found.trial) == ("xmr", "rates", "usual", False)
    assert found.chart == spc.xmr([float(x) for x in CALM], baseline=13)
    assert choose(CALM[:12], [100] * 12).kind == "u"


@pytest.mark.parametrize(("periods", "base"), [(13, 13), (26, 13), (30, 15), (40, 20), (60, 20)])
def test_the_lines_come_from_the_first_half_between_thirteen_and_twenty(periods: int, base: int) -> None:
    counts = [6] * base + [16] * (periods - base)
    found = choose([x + i % 2 for i, x in enumerate(counts)], [1] * periods)
    assert found.chart is not None
    assert found.chart.centre[0] == pytest.approx(6 + (base // 2) / base)


def test_clusters_do_not_stop_an_xmr_chart_but_are_told() -> None:
    found = choose([*CALM, 30], [100] * 14)
    assert (found.kind, found.latest, found.clustered) == ("xmr", "high", True)


# Seven sixes and six sevens: 84 / 13 = 6.46, every moving range 1, so limits at 3.80 and 9.12.
EVEN = [6, 7] * 6 + [6]


@pytest.mark.parametrize(("last", "side"), [(10, "high"), (3, "low")])
def test_a_point_outside_by_no_more_than_chance_is_drawn_outside_and_marked_by_no_rule(
    last: int, side: str
) -> None:
    # Ten or more where 6.46 are usual: 12 in 100 by chance; three or fewer: 12 in 100.
    found = choose([*EVEN, last], [100] * 14, per=100)
    assert (found.kind, found.latest, found.unconfirmed) == ("xmr", "usual", side)
    chart = found.chart
    assert chart is not None and set(chart.signals) == {frozenset()}
    assert (chart.values[-1], chart.lower[-1], chart.upper[-1]) == (
        last,
        pytest.approx(84 / 13 - 2.66),
        pytest.approx(84 / 13 + 2.66),
    )


def test_a_point_outside_that_counts_confirm_is_not_called_unconfirmed() -> None:
    found = choose([*EVEN, 30], [100] * 14, per=100)
    assert (found.latest, found.unconfirmed) == ("high", None)
    assert found.chart is not None and "outside-limits" in found.chart.signals[-1]


def test_a_run_goes_with_the_last_point_that_ended_it_and_one_that_was_there_before_stays() -> None:
    seven = choose([*EVEN, *[7] * 7], [100] * 20, per=100)
    assert (seven.latest, seven.unconfirmed) == ("usual", None)
    assert seven.chart is not None and set(seven.chart.signals) == {frozenset()}
    eight = choose([*EVEN, *[7] * 8], [100] * 21, per=100)
    assert eight.chart is not None
    assert [bool(each) for each in eight.chart.signals] == [False] * 13 + [True] * 7 + [False]


def test_a_signal_must_be_there_without_the_child_with_most() -> None:
    whole = choose([*CALM, 30], [100] * 14)
    assert not survives(whole, [choose([*CALM, 8], [100] * 14)])
    assert survives(whole, [choose([*CALM, 25], [100] * 14)])
    assert not survives(choose([*CALM, 6], [100] * 14), [])


def test_the_run_rules_pass_their_own_gate_before_they_are_read() -> None:
    moved = choose([9, 8] * 7 + [5, 4] * 7, [100] * 28)
    assert moved.runs is not None and moved.runs.signal and moved.runs_signal
    rare = choose([0] * 5 + [4] * 20, [30] * 25)
    assert rare.runs is not None and not rare.runs_signal  # nearly all points lie on the median


def test_the_last_point_is_read_and_not_the_last_period() -> None:
    assert latest_reading(spc.xmr([*CALM, 30, None], baseline=13)) == "high"
    assert latest_reading(spc.xmr([*CALM, 1, None], baseline=13)) == "low"
    assert latest_reading(spc.xmr([])) == latest_reading(spc.xmr([None])) == "none"


def test_rules_that_disagree_are_both_said() -> None:
    falling_above = [1, -1] * 7 + [9, 8, 7, 6, 5, 4, 3]
    assert latest_reading(spc.xmr(falling_above, baseline=14)) == "both"


def test_percentages_need_twenty_to_count_and_five_of_the_rarer_outcome() -> None:
    assert choose_share([10] * 9, [30] * 9).reason == "few-periods"
    assert choose_share([8] * 12, [19] * 12).reason == "small-denominators"
    assert choose_share([26] * 12, [30] * 12).reason == "small-denominators"
    found = choose_share([10, 12] * 6, [30] * 12)
    assert (found.kind, found.may_speak, found.clustered) == ("p", True, False)
    assert found.chart == spc.p_chart([10, 12] * 6, [30] * 12)


def test_shares_that_vary_more_than_a_binomial_get_laneys_limits() -> None:
    # Mean 15 of 30, each 7 away: 49 x 12 / 7.5 on 11, phi 7.1.
    found = choose_share([8, 22] * 6, [30] * 12)
    assert found.phi == pytest.approx(49 * 12 / 7.5 / 11)
    assert found.chart == spc.p_chart([8, 22] * 6, [30] * 12, laney=True)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 30)), st.one_of(st.none(), st.integers(0, 90)))),
    st.one_of(st.none(), st.lists(st.integers(1, 200), max_size=30)),
)
def test_every_series_gets_a_chart_and_silence_where_no_chart_is_earned(
    periods: list[tuple[int | None, int | None]], gaps: list[int] | None
) -> None:
    found = choose([x for x, _ in periods], [n for _, n in periods], gaps=gaps)
    assert found.may_speak == (found.chart is not None) == (found.kind in {"t", "u", "xmr"})
    assert found.may_speak or (found.latest == "none" and not found.runs_signal)
    assert found.phi is None or math.isfinite(found.phi)
