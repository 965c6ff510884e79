"""Run charts by hand, and the gate before their rules are read."""

from __future__ import annotations

import pytest

from generator.statistics import spc
from generator.statistics.runs import critical, may_speak

pytestmark = pytest.mark.filterwarnings("error")


def test_a_run_chart_counts_the_longest_run_and_the_crossings() -> None:
    chart = spc.run_chart(range(1, 13))
    assert (chart.centre, chart.useful, chart.longest_run, chart.crossings) == (6.5, 12, 6, 1)
    assert (chart.longest_run_max, chart.crossings_min, chart.signal) == (7, 3, True)
    calm = spc.run_chart([1, 9, 2, 8, 3, 7, 1, 9, 2, 8, 3, 7])
    assert (calm.longest_run, calm.crossings, calm.signal) == (1, 11, False)


def test_points_on_the_median_neither_break_a_run_nor_add_to_it() -> None:
    chart = spc.run_chart([9, 5, 9, None, 5, 9, 1, 5, 1, 1])
    assert (chart.centre, chart.useful, chart.longest_run, chart.crossings) == (5.0, 6, 3, 1)


def test_a_run_chart_takes_its_median_from_the_baseline_and_reads_all_points() -> None:
    chart = spc.run_chart([1, 2, 3, 9, 9, 9], baseline=3)
    assert (chart.centre, chart.useful, chart.longest_run, chart.crossings) == (2.0, 5, 4, 1)


@pytest.mark.parametrize(("useful", "limits"), [(10, (6, 2)), (12, (7, 3)), (20, (7, 6)), (24, (8, 8))])
def test_run_chart_bounds_are_those_of_the_published_table(useful: int, limits: tuple[int, int]) -> None:
    assert critical(useful) == limits


def test_pitfall_21_a_median_of_nought_may_not_speak() -> None:
    rare = spc.run_chart([0] * 13 + [1, 0, 2, 1, 0, 1, 1, 0, 1, 3, 1])  # 15 noughts, 9 others
    assert rare.centre == 0.0
    one_sided = spc.run_chart([0] * 13 + [1] * 11)
    assert one_sided.signal and one_sided.useful == 11 and not may_speak(one_sided)
    assert not may_speak(rare)


def test_a_run_chart_may_speak_from_ten_points_with_a_quarter_on_each_side() -> None:
    assert may_speak(spc.run_chart([1, 9] * 5))
    assert not may_speak(spc.run_chart([1, 9] * 4 + [1]))
    assert not may_speak(spc.run_chart([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 1, 1, 5, 5, 5, 5, 5, 5, 5], baseline=1))
