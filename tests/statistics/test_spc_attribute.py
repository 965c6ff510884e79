"""Charts of rates, shares and gaps by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import pytest

from generator.statistics import spc

pytestmark = pytest.mark.filterwarnings("error")


def marked(chart: spc.ControlChart, signal: str) -> list[int]:
    return [place for place, signals in enumerate(chart.signals) if signal in signals]


def clean(chart: spc.ControlChart) -> bool:
    return not any(chart.signals)


def approx(numbers: Sequence[float | None]) -> list[float | None]:
    return [None if number is None else pytest.approx(number) for number in numbers]


def test_pitfall_5_a_short_month_is_compared_by_rate_and_not_by_count() -> None:
    november, december = spc.u_chart([8, 5], [400, 280], per=100).values
    assert (november, december) == (pytest.approx(2.0), pytest.approx(5 / 2.8))
    assert december is not None and november is not None
    assert round(100 * (december / november - 1)) == -11  # by count it would be -38


def test_pitfall_6_a_closed_august_is_no_low_point() -> None:
    counts, days = [9, 8, 10, 9, 0, 9, 10], [30, 30, 30, 30, 0, 30, 30]
    chart = spc.u_chart(counts, days)
    assert chart.values[4] is None and chart.lower[4] is None and chart.signals[4] == frozenset()
    assert chart.centre[0] == pytest.approx(55 / 180)


def test_u_limits_are_the_last_counts_that_a_poisson_tail_of_0_00135_allows() -> None:
    # Mean 1: P(X >= 5) = 0.0037, P(X >= 6) = 0.0006. Mean 10: P(X <= 2) = 0.0028, P(X <= 1) = 0.0005.
    assert marked(spc.u_chart([5, 0, 0, 0, 0], [1] * 5), "outside-limits") == []
    assert marked(spc.u_chart([6, 0, 0, 0, 0, 0], [1] * 6), "outside-limits") == [0]
    assert marked(spc.u_chart([5, 0, 0, 0, 0], [1] * 5, exact=False), "outside-limits") == [0]
    assert marked(spc.u_chart([1, 19], [1, 1]), "outside-limits") == [0]
    assert marked(spc.u_chart([2, 18], [1, 1]), "outside-limits") == []
    assert spc.u_chart([2, 18], [1, 1]).lower == (2.0, 2.0)


def test_three_sigma_u_limits_follow_the_exposure_and_the_unit() -> None:
    chart = spc.u_chart([4, 16], [1, 4], per=10, exact=False)
    assert list(chart.values) == approx([40.0, 40.0])
    assert list(chart.upper) == approx([100.0, 70.0])
    assert list(chart.lower) == approx([0.0, 10.0])


def test_p_limits_are_three_sigma_and_a_share_on_the_limit_is_inside() -> None:
    chart = spc.p_chart([18, 27, 28, 9, 8], [36] * 5, baseline=1)  # sigma is 1/12
    assert list(chart.lower) == approx([0.25] * 5)
    assert list(chart.upper) == approx([0.75] * 5)
    assert marked(chart, "outside-limits") == [2, 4]


def test_p_limits_stay_between_nought_and_one() -> None:
    chart = spc.p_chart([1, 0, 4], [4, 4, 4])
    assert chart.lower[0] == 0.0 and chart.upper[0] == 1.0
    assert clean(spc.p_chart([5, 5], [5, 5])) and clean(spc.p_chart([0, 0], [5, 5]))


def test_laney_limits_stretch_with_the_ranges_of_z() -> None:
    chart = spc.p_chart([55, 45, 55, 45], [100] * 4, laney=True)  # z is 1, -1, 1, -1
    assert list(chart.upper) == approx([0.5 + 3 * 0.05 * 2 / 1.128] * 4)
    same = spc.u_chart([110, 90, 110, 90], [1] * 4, laney=True)
    assert list(same.upper) == approx([100 + 3 * 10 * 2 / 1.128] * 4)


def test_g_chart_centres_on_the_median_and_takes_limits_from_the_mean() -> None:
    chart = spc.g_chart([1, 1, 10])
    assert chart.centre == (1.0,) * 3
    assert list(chart.upper) == approx([4 + 3 * math.sqrt(20)] * 3)
    assert chart.lower == (0.0,) * 3


def test_t_chart_limits_are_exponential_quantiles_of_the_mean_gap() -> None:
    chart = spc.t_chart([5, 15, 10])
    assert list(chart.centre) == approx([10 * math.log(2)] * 3)
    assert chart.lower[0] == pytest.approx(0.013509, abs=1e-6)
    assert chart.upper[0] == pytest.approx(66.0765, abs=1e-4)
    assert marked(spc.t_chart([10] * 20 + [190]), "outside-limits") == [20]  # mean 18.57, upper 122.7


def test_t_chart_by_power_works_on_gaps_to_the_power_of_one_over_3_6() -> None:
    chart = spc.t_chart([1, 2**3.6], method="power")
    assert list(chart.centre) == approx([1.5**3.6] * 2)
    assert list(chart.upper) == approx([(1.5 + 3 / 1.128) ** 3.6] * 2)
    assert chart.lower == (0.0, 0.0)


def test_pitfall_25_incidents_on_one_day_are_one_incident_day_and_a_gap_of_nought_is_refused() -> None:
    days = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 2)]
    assert spc.incident_day_gaps(days) == [7]
    for method in ("exponential", "power"):
        with pytest.raises(spc.ChartError, match="not longer"):
            spc.t_chart([0, 7], method=method)  # type: ignore[arg-type]
