"""Charts by hand: every number here was counted on paper or follows from the formula named beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from generator.statistics import spc
from generator.statistics.rules import shift, trend, two_in_three

pytestmark = pytest.mark.filterwarnings("error")

# Mean 0 and every moving range 2, so the limits are 5.32 away and the inner lines 3.546...
STEADY = [1, -1] * 7


def marked(chart: spc.ControlChart, signal: str) -> list[int]:
    return [place for place, signals in enumerate(chart.signals) if signal in signals]


def clean(chart: spc.ControlChart) -> bool:
    return not any(chart.signals)


def approx(numbers: Sequence[float | None]) -> list[float | None]:
    return [None if number is None else pytest.approx(number) for number in numbers]


def test_xmr_lines_are_the_mean_and_2_66_mean_moving_ranges() -> None:
    chart = spc.xmr([10, 12, 11, 13])  # ranges 2, 1, 2
    assert chart.values == (10.0, 12.0, 11.0, 13.0)
    assert list(chart.centre) == approx([11.5] * 4)
    assert list(chart.lower) == approx([11.5 - 2.66 * 5 / 3] * 4)
    assert list(chart.upper) == approx([11.5 + 2.66 * 5 / 3] * 4)
    assert clean(chart)


def test_a_point_on_the_limit_is_inside_and_one_beyond_is_outside() -> None:
    assert marked(spc.xmr([*STEADY, 5.32], baseline=14), "outside-limits") == []
    assert marked(spc.xmr([*STEADY, 5.33], baseline=14), "outside-limits") == [14]
    assert marked(spc.xmr([*STEADY, -5.33], baseline=14), "outside-limits") == [14]


def test_seven_on_one_side_are_a_shift_and_six_only_by_the_six_point_option() -> None:
    six = [*STEADY, 0, 1, 2, 1, 2, 1, 2, -1]
    seven = [*STEADY, 0, 1, 2, 1, 2, 1, 2, 1, -1]
    assert marked(spc.xmr(six, baseline=14), "shift") == []
    assert marked(spc.xmr(six, baseline=14, rules="mdc"), "shift") == [15, 16, 17, 18, 19, 20]
    assert marked(spc.xmr(seven, baseline=14), "shift") == list(range(15, 22))
    assert marked(spc.xmr(seven, baseline=14, rules="ptd"), "shift") == list(range(15, 22))


def test_a_point_on_the_mean_breaks_a_shift() -> None:
    assert shift([1, 1, 1, 1, 0, 1, 1, 1, 1], 7) == [0] * 9
    assert shift([0, -1, -1, -1, -1, -1, -1, -1], 7) == [0, -1, -1, -1, -1, -1, -1, -1]


def test_a_tie_breaks_a_trend_and_the_later_of_two_trends_gives_a_shared_point_its_direction() -> None:
    assert trend([1, 2, 3, 4, 4, 5, 6, 7], 7) == [0] * 8
    assert trend([1, 2, 3, 4, 3, 2, 1], 4) == [1, 1, 1, -1, -1, -1, -1]


def test_seven_rising_points_are_a_trend_for_the_house_and_six_are_not() -> None:
    seven = [*STEADY, -3, -2, -1.5, 0, 0.5, 1, 1.5, -1]
    assert marked(spc.xmr(seven, baseline=14), "trend") == list(range(14, 21))
    six = [*STEADY, -0.5, 0, 0.5, 1, 1.5, -1]
    assert marked(spc.xmr(six, baseline=14), "trend") == []
    assert marked(spc.xmr(six, baseline=14, rules="mdc"), "trend") == list(range(13, 19))


def test_two_in_three_marks_only_the_near_points_and_wants_all_three_on_one_side() -> None:
    assert two_in_three([True, False, True], [1, 1, 1]) == [1, 0, 1]
    assert two_in_three([True, False, True], [1, -1, 1]) == [0, 0, 0]
    assert two_in_three([True, False, True], [1, 0, 1]) == [0, 0, 0]


def test_a_point_beyond_the_limit_counts_towards_two_in_three_for_the_house_but_not_in_ptd() -> None:
    values = [*STEADY, 4, 6, 1]
    house = spc.xmr(values, baseline=14)
    assert marked(house, "two-in-three") == [14, 15]
    assert marked(house, "outside-limits") == [15]
    assert marked(spc.xmr(values, baseline=14, rules="ptd"), "two-in-three") == []


def test_every_rule_that_a_point_is_part_of_is_named() -> None:
    chart = spc.xmr([*STEADY, -1, 1, 2, 3, 4, 5, 6, 7], baseline=14)
    assert chart.signals[-1] == {"outside-limits", "trend", "two-in-three", "shift"}


def test_the_baseline_takes_the_lines_from_the_first_points_that_exist() -> None:
    chart = spc.xmr([None, 1, 3, 100], baseline=2)
    assert list(chart.centre) == approx([2.0] * 4)
    assert list(chart.upper) == approx([2 + 2.66 * 2] * 4)
    assert chart.signals[3] == {"outside-limits"}


def test_a_new_phase_has_its_own_lines_and_no_rule_reaches_across() -> None:
    chart = spc.xmr([1, 3, 1, 3, 11, 13, 11, 13], rebase=[4])
    assert list(chart.centre) == approx([2.0] * 4 + [12.0] * 4)
    assert clean(chart)
    across = [0, 2, 0, 2, 0, 1.5, 1.5, 1.5, 1.5, 0.5, 1.5, 1.5, 1.5, 0.1, -1, -1]
    assert marked(spc.xmr(across, rebase=[8]), "shift") == []


def test_the_baseline_holds_in_each_phase() -> None:
    chart = spc.xmr([1, 3, 9, 11, 13, 99], baseline=2, rebase=[3])
    assert list(chart.centre) == approx([2.0] * 3 + [12.0] * 3)


def test_a_period_without_exposure_has_no_point_and_runs_bridge_it() -> None:
    with_gap = [*STEADY, 0, 1, 2, 1, None, 2, 1, 2, 1, float("nan"), -1]
    chart = spc.xmr(with_gap, baseline=14)
    assert chart.values[18] is None and chart.values[23] is None
    assert marked(chart, "shift") == [15, 16, 17, 19, 20, 21, 22]
    without = [value for value in with_gap if value is not None and value == value]
    assert chart.centre[0] == spc.xmr(without, baseline=14).centre[0]


def test_pitfall_1_one_event_in_a_quiet_year_keeps_its_limits_unless_screened_as_ptd_does() -> None:
    quiet = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    ours = spc.xmr(quiet)
    assert list(ours.upper) == approx([1 / 12 + 2.66 * 2 / 11] * 12)
    assert marked(ours, "outside-limits") == [5]
    ptd = spc.xmr(quiet, rules="ptd", screen=True)
    assert ptd.lower == ptd.upper == ptd.centre
    assert marked(ptd, "outside-limits") == list(range(12))
    assert clean(spc.xmr(quiet, screen=True))  # the limits fall together, so the house reads no rule


def test_pitfall_2_a_year_of_noughts_has_lines_and_says_nothing() -> None:
    chart = spc.xmr([0] * 13)
    assert chart.lower == chart.upper == (0.0,) * 13
    assert clean(chart)
    assert spc.xmr([0] * 13, rules="ptd", screen=True).lower == (None,) * 13


@pytest.mark.parametrize("rules", ["house", "mdc", "ptd"])
def test_pitfall_3_a_constant_tenth_is_on_its_mean(rules: str) -> None:
    chart = spc.xmr([0.1] * 13, rules=rules)  # type: ignore[arg-type]
    assert clean(chart)
    assert clean(spc.xmr([0.1 + 0.2, 0.3] * 7, rules=rules))  # type: ignore[arg-type]


def test_series_of_numpy_and_pandas_are_read_as_lists_are() -> None:
    assert spc.xmr(np.array([1.0, np.nan, 3.0])) == spc.xmr([1, None, 3])
    assert spc.run_chart(pd.Series([1, None, 3], dtype="Int64")) == spc.run_chart([1, None, 3])
    assert spc.u_chart(pd.Series([1, 2]), pd.Series([3, 4])) == spc.u_chart([1, 2], [3, 4])


def test_empty_and_single_and_missing_series_give_charts_without_signals() -> None:
    for series in ([], [None], [None, None], [4], [4, None]):
        charts = (
            spc.xmr(series),
            spc.u_chart(series, [2] * len(series)),
            spc.p_chart(series, [9] * len(series)),
        )
        for chart in (*charts, spc.g_chart(series), spc.t_chart(series), spc.t_chart(series, method="power")):
            assert clean(chart)
            assert {len(line) for line in (chart.values, chart.centre, chart.lower, chart.upper)} == {
                len(series)
            }
        assert not spc.run_chart(series).signal
    assert spc.xmr([4]).lower == (None,)


def test_what_cannot_be_charted_is_refused_with_what_to_do() -> None:
    refused = (
        lambda: spc.u_chart([1, 2], [1]),
        lambda: spc.u_chart([-1], [1]),
        lambda: spc.p_chart([3], [2]),
        lambda: spc.xmr([1, 2], baseline=0),
        lambda: spc.xmr([1, 2], rebase=[-1]),
        lambda: spc.xmr([1, 2], rules="other"),  # type: ignore[arg-type]
        lambda: spc.t_chart([1], method="other"),  # type: ignore[arg-type]
    )
    for call in refused:
        with pytest.raises(ValueError) as raised:
            call()
        assert isinstance(raised.value, spc.ChartError) and ":" in raised.value.message
