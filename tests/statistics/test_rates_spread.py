"""Clusters, shares and many tests at once, and how long things last, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from generator.statistics.rates import (
    dispersion,
    holm,
    kaplan_meier,
    order_interval,
    shares,
)
from generator.statistics.spread import within

pytestmark = pytest.mark.filterwarnings("error")


def test_dispersion_is_the_squared_distance_from_the_mean_over_the_mean() -> None:
    found = dispersion([2, 2, 8])  # mean 4: (4 + 4 + 16) / 4 = 6 on 2, p = e^-3
    assert (found.statistic, found.df, found.phi) == (pytest.approx(6), 2, pytest.approx(3))
    assert found.p == pytest.approx(math.exp(-3))
    assert found.clustered and not dispersion([4, 4, 4]).clustered


def test_dispersion_allows_for_exposure_and_leaves_out_periods_without_any() -> None:
    assert dispersion([2, 4, 0, 9], [10, 20, 0, 45]).statistic == pytest.approx(0)
    assert dispersion([2, 4, 0, 9], [10, 20, 0, 45]).df == 2
    assert dispersion([None, 3], [1, 1]).phi is None and not dispersion([], []).known
    assert dispersion([0, 0, 0]).phi == 0.0


def test_a_change_between_windows_is_no_cluster_within_them() -> None:
    calm = within([([5, 5, 5], [1, 1, 1]), ([1, 1, 1], [1, 1, 1])])
    assert (calm.statistic, calm.df) == (pytest.approx(0), 4)
    whole = dispersion([5, 5, 5, 1, 1, 1])  # mean 3: 6 x 4 / 3 = 8 on 5
    assert whole.phi == pytest.approx(1.6) and whole.clustered and not calm.clustered


def test_a_shift_stands_out_only_after_allowing_for_all_that_were_looked_at() -> None:
    found = shares([10, 1, 1], [8, 8, 8])
    # P(X >= 10) of 12 at a third: (66 x 4 + 12 x 2 + 1) / 3^12; six tails are looked at.
    assert found.units[0].p_high == pytest.approx(289 / 3**12)
    assert found.units[0].adjusted_high == pytest.approx(6 * 289 / 3**12)
    assert [unit.stands_out for unit in found.units] == ["high", "", ""]
    assert found.units[0].expected == pytest.approx(4) and found.may_speak


def test_shares_do_not_speak_of_few_or_of_units_with_little_time() -> None:
    assert not shares([5, 4], [8, 8]).may_speak
    assert not shares([50, 0], [99, 1]).may_speak
    assert not shares([], []).may_speak and not shares([0, 0], [0, 0]).may_speak


def test_holm_multiplies_the_smallest_by_the_number_and_never_turns_the_order() -> None:
    assert holm([0.04, 0.01, 0.03]) == pytest.approx((0.06, 0.03, 0.06))
    assert holm([0.9, 0.8]) == (1.0, 1.0) and holm([]) == ()


def test_the_middle_of_durations_has_an_interval_from_six_values() -> None:
    six = order_interval([30, 1, 4, 3, 2, 9])
    assert (six.value, six.low, six.high, six.longest) == (3.5, 1.0, 30.0, 30.0)
    assert six.coverage == pytest.approx(1 - 2 / 64)
    five = order_interval([1, 2, 3, 4, None, 90])
    assert (five.n, five.value, five.low, five.high, five.longest) == (5, 3.0, None, None, 90.0)
    assert order_interval([]).value is None
    # An array says the same as a list, and what is missing in it is left out.
    assert order_interval(np.array([30, 1, np.nan, 4, 3, 2, 9])) == six


def test_the_ninth_decile_has_an_interval_from_thirty_six_values() -> None:
    # 0.9^35 = 0.02503 is above 2.5%, 0.9^36 = 0.0225 is not.
    assert order_interval(range(35), 0.9).high is None
    assert order_interval(range(36), 0.9).high == 35.0


def test_time_to_an_end_counts_those_who_have_not_ended() -> None:
    found = kaplan_meier([1, 2, 2, 3, 4], [True, True, False, True, False])
    # 5 at risk: 4/5; 4 at risk: 3/4; then 2 at risk: 1/2.
    assert found.times == (1.0, 2.0, 3.0)
    assert found.surviving == pytest.approx((0.8, 0.6, 0.3))
    assert (found.median, found.quartile) == (3.0, 2.0)


def test_a_median_that_was_not_reached_is_none() -> None:
    found = kaplan_meier([5, 6, 7, 8], [True, False, False, False])
    assert (found.median, found.quartile, found.median_high) == (None, 5.0, None)
    assert kaplan_meier([], []).median is None
    assert kaplan_meier([3, 3], [True, True]).median == 3.0


def test_the_median_interval_is_that_of_the_leukaemia_trial_everyone_checks_against() -> None:
    # Freireich and others 1963, 6-mercaptopurine: median 23 weeks, log-log interval from 13, no upper end.
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    going = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    found = kaplan_meier(ended + going, [True] * 9 + [False] * 12)
    assert (found.median, found.median_low, found.median_high, found.quartile) == (23.0, 13.0, None, 13.0)
    assert found.surviving[0] == pytest.approx(18 / 21)
