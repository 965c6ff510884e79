"""Numbers that are none, that are far too large, or that cannot belong together: refused in words, or taken for what
they are, and never a warning, an infinite line or a number that is none."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from traceback import format_exception

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, poisson

from generator.statistics import spc
from generator.statistics.charts import ChartError
from generator.statistics.durations import kaplan_meier, order_interval
from generator.statistics.rates import byar, dispersion, garwood, holm, shares, sign_flip, wilson

pytestmark = pytest.mark.filterwarnings("error")

CANARY = "Canary Kestrel"


@pytest.mark.parametrize(
    "call",
    [
        lambda: spc.xmr([1, CANARY]),
        lambda: spc.run_chart([CANARY]),
        lambda: spc.xmr([1, [2]]),
        lambda: spc.xmr([date(2026, 1, 1), 1]),
        lambda: spc.xmr(np.array([[1, 2], [3, 4]])),
        lambda: spc.xmr([10**400, 1]),
        lambda: spc.xmr([1e308, 1e308, 1e307]),
        lambda: spc.run_chart([1e308, 1e308]),
        lambda: spc.t_chart([1e308] * 3),
        lambda: spc.g_chart([1e200, 1]),
        lambda: spc.u_chart([1], [1], per=0),
        lambda: spc.u_chart([1], [1], per=math.nan),
        lambda: spc.incident_day_gaps([CANARY]),
        lambda: spc.incident_day_gaps([date(2026, 1, 1), 5]),
        lambda: order_interval([CANARY]),
        lambda: order_interval([1, 2], q=-1),
        lambda: wilson(5, 3),
        lambda: wilson(math.nan, 3),  # type: ignore[arg-type]
        lambda: garwood(math.nan, 3),  # type: ignore[arg-type]
        lambda: byar(-1, 3),
        lambda: holm([math.nan, 0.1]),
        lambda: holm([2, 0.1]),
        lambda: dispersion([-1, 2]),
        lambda: shares([-1, 2], [1, 1]),
        lambda: sign_flip([1, 2], [1, 5], [1, 2, 3], 1),
        lambda: sign_flip([-1], [2], 1, 1),
    ],
)
def test_what_is_no_number_or_no_possible_one_is_refused_without_being_repeated(
    call: Callable[[], object],
) -> None:
    with pytest.raises(ChartError) as raised:
        call()
    assert CANARY not in "".join(line for line in format_exception(raised.value) if "lambda" not in line)


def test_what_a_table_holds_for_missing_is_no_point() -> None:
    for missing in (None, math.nan, pd.NA, pd.NaT, np.nan, math.inf):
        assert spc.xmr([1, missing, 3]).values == (1.0, None, 3.0)


def test_exact_limits_of_a_huge_count_are_those_of_a_normal_curve() -> None:
    # A Poisson count of 10^15 has standard deviation 31,622,776.6; three of them are 94,868,330.
    chart = spc.u_chart([10**15, 10**15 - 10**8, 10**15 + 10**8], [1, 1, 1])
    assert chart.lower[0] == pytest.approx(1e15 - 94_868_330, abs=10_000)
    assert chart.upper[0] == pytest.approx(1e15 + 94_868_330, abs=10_000)
    assert [bool(each) for each in chart.signals] == [False, True, True]


def test_the_curve_takes_over_where_it_is_the_same_as_the_tails_added_up() -> None:
    for mean in (2e9, 5e9):
        chart = spc.u_chart([mean, mean], [1, 1])
        assert chart.lower[0] == pytest.approx(float(poisson.ppf(0.00135, mean)), abs=1)
        assert chart.upper[0] == pytest.approx(float(poisson.isf(0.00135, mean)), abs=1)


def test_an_exposure_of_as_good_as_nothing_is_none() -> None:
    assert spc.u_chart([2, 3], [1e-320, 1]).values == (None, 3.0)


def test_gaps_are_measured_between_days_however_a_day_is_written() -> None:
    days = ["2026-01-01", date(2026, 1, 5), datetime(2026, 1, 5, 23, 30), pd.Timestamp("2026-01-06 04:00")]
    assert spc.incident_day_gaps([*days, None, pd.NaT]) == [4, 1]
    assert spc.incident_day_gaps(pd.to_datetime(["2026-03-01", "2026-02-01"])) == [28]
    assert spc.incident_day_gaps([]) == []


def test_an_exposure_that_is_not_known_leaves_the_rate_unknown() -> None:
    assert garwood(3, math.nan) == garwood(3, math.inf) == (0.0, math.inf)


def test_one_end_gives_a_median_and_no_interval() -> None:
    # At nought the curve's variance is not known (Kalbfleisch and Prentice 2002, section 1.4), so neither is a limit.
    alone = kaplan_meier([38], [True])
    assert (alone.median, alone.median_low, alone.median_high) == (38.0, None, None)


def test_byars_interval_is_the_published_one_and_stays_at_nought() -> None:
    # 10 x (1 - 1/90 - 1.96 / 9.487)³ = 10 x 0.7823³ = 4.79; 11 x (1 - 1/99 + 1.96 / 9.950)³ = 11 x 1.1869³ = 18.39.
    low, high = byar(10, 1)
    assert (round(low, 2), round(high, 2)) == (4.79, 18.39)
    assert byar(10, 200) == pytest.approx((low / 200, high / 200))
    assert byar(0, 1)[0] == 0.0 and byar(0, 0) == (0.0, math.inf)


def test_shares_of_the_whole_add_up_to_the_binomial_tails() -> None:
    found = shares([7, 3, 2], [1, 1, 2])
    assert found.units[0].p_high == pytest.approx(float(binom.sf(6, 12, 0.25)))
    assert found.units[2].p_low == pytest.approx(float(binom.cdf(2, 12, 0.5)))
