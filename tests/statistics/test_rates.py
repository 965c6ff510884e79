"""Intervals and comparisons by hand, and the mistakes they keep out of the report."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from generator.statistics.charts import ChartError
from generator.statistics.rates import (
    concentration,
    exact_conditional,
    garwood,
    how_long_zero,
    kaplan_meier,
    sign_flip,
    smallest_detectable,
    wilson,
    zero_period,
)

pytestmark = pytest.mark.filterwarnings("error")


def test_pitfall_13_nothing_counted_still_has_an_upper_end() -> None:
    # -ln 0.025 = 3.6889 events; a share of 0 of 5 could be 1.96² / (5 + 1.96²) = 43%.
    assert garwood(0, 500) == (0.0, pytest.approx(3.688879 / 500))
    assert wilson(0, 5) == (0.0, pytest.approx(3.841459 / 8.841459))


@pytest.mark.parametrize(("x", "n"), [(0, 1), (1, 1), (3, 7), (20, 20), (13, 61), (999, 1000), (1, 100_000)])
@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_the_interval_of_a_share_is_scipys_to_twelve_places(x: int, n: int, confidence: float) -> None:
    theirs = binomtest(x, n).proportion_ci(confidence, method="wilson")
    assert wilson(x, n, confidence) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_the_interval_of_a_rate_matches_the_printed_poisson_table() -> None:
    assert garwood(10, 1) == (pytest.approx(4.7954, abs=1e-4), pytest.approx(18.3904, abs=1e-4))
    low, high = garwood(10, 200)
    assert (low, high) == (pytest.approx(4.7954 / 200, rel=1e-4), pytest.approx(18.3904 / 200, rel=1e-4))


def test_where_nothing_was_observed_an_interval_is_the_whole_range() -> None:
    assert garwood(0, 0) == (0.0, math.inf)
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("x1", "x2", "p"),
    # Twice the tail of coins: 2 x 22/64, 2 x 4944/32768, and the six of pitfalls 7 and 8.
    [
        (4, 2, 44 / 64),
        (10, 5, 2 * 4944 / 32768),
        (20, 10, 0.0987),
        (3, 0, 0.25),
        (5, 0, 0.0625),
        (6, 0, 0.03125),
    ],
)
def test_pitfalls_7_and_8_halved_and_eliminated_are_mostly_chance(x1: int, x2: int, p: float) -> None:
    assert exact_conditional(x1, 100, x2, 100).p == pytest.approx(p, abs=5e-5)
    assert exact_conditional(x2, 100, x1, 100).p == pytest.approx(p, abs=5e-5)


def test_pitfall_11_nought_against_five_is_not_called_and_has_a_real_interval() -> None:
    found = exact_conditional(0, 100, 5, 100)
    assert (found.p, found.ratio, found.low) == (pytest.approx(0.0625), 0.0, 0.0)
    # Clopper and Pearson: 1 - 0.025^(1/5) = 0.5218, as odds 1.0913.
    assert found.high == pytest.approx((0.025**-0.2) - 1)


def test_the_ratio_takes_account_of_exposure_and_nothing_over_nothing_has_none() -> None:
    assert exact_conditional(6, 300, 2, 100).ratio == pytest.approx(1.0)
    nothing = exact_conditional(0, 10, 0, 20)
    assert (nothing.p, nothing.ratio, nothing.low, nothing.high) == (1.0, None, 0.0, math.inf)
    assert exact_conditional(5, 100, 0, 100).ratio == math.inf


def test_a_window_without_exposure_is_not_compared() -> None:
    for e1, e2 in ((0, 1), (1, 0), (math.nan, 1)):
        with pytest.raises(ChartError, match="exposure"):
            exact_conditional(1, e1, 1, e2)
        with pytest.raises(ChartError, match="exposure"):
            smallest_detectable(1, e1, e2)


@pytest.mark.parametrize(
    ("a", "lower"),
    [(4, None), (5, None), (6, 0), (8, 1), (10, 2), (12, 3), (15, 5), (20, 8), (30, 15), (50, 31)],
)
def test_the_smallest_fall_that_could_be_seen_matches_the_methods_page(a: int, lower: int | None) -> None:
    assert smallest_detectable(a, 100, 100)[0] == lower


@pytest.mark.parametrize(("a", "lower"), [(9, None), (10, 0), (12, 0), (15, 1), (20, 2), (30, 6), (50, 13)])
def test_the_smallest_fall_after_a_window_twice_as_long_matches_it_too(a: int, lower: int | None) -> None:
    assert smallest_detectable(a, 2, 1)[0] == lower


def test_the_smallest_rise_from_nought_is_to_six() -> None:
    assert smallest_detectable(0, 1, 1) == (None, 6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 300), st.floats(0.2, 5))
def test_the_detectable_counts_are_called_and_their_neighbours_towards_the_middle_are_not(
    a: int, scale: float
) -> None:
    low, high = smallest_detectable(a, 1, scale)
    assert a + high >= 6 and exact_conditional(a, 1, high, scale).p < 0.05
    assert a + high == 6 or exact_conditional(a, 1, high - 1, scale).p >= 0.05
    if low is not None:
        assert exact_conditional(a, 1, low, scale).p < 0.05 <= exact_conditional(a, 1, low + 1, scale).p


def test_a_quiet_period_is_judged_by_how_full_the_time_before_was() -> None:
    assert zero_period(3, 195, 195) == pytest.approx(1 / 8)
    assert zero_period(0, 195, 60) == zero_period(3, 0, 60) == 1.0
    # The methods page: 3, 6, 12 and 24 events in 195 days.
    needed = [how_long_zero(n, 195) for n in (3, 6, 12, 24)]
    assert [round(days) for days in needed if days is not None] == [472, 166, 70, 32]
    assert how_long_zero(0, 195) is None
    assert zero_period(6, 195, how_long_zero(6, 195) or 0) == pytest.approx(0.025)


def test_counts_below_nought_are_refused() -> None:
    for call in (
        lambda: garwood(-1, 1),
        lambda: wilson(-1, 1),
        lambda: exact_conditional(-1, 1, 1, 1),
        lambda: zero_period(-1, 1, 1),
        lambda: concentration([-1]),
        lambda: kaplan_meier([-1], [True]),
        lambda: sign_flip([1], [1, 2], 1, 1),
    ):
        with pytest.raises(ChartError):
            call()
