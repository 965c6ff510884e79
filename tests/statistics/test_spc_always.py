"""What holds for every chart of every series."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.statistics import spc

pytestmark = pytest.mark.filterwarnings("error")

points = st.one_of(st.none(), st.integers(0, 40), st.floats(-1e6, 1e6), st.just(float("nan")))
counts = st.one_of(st.none(), st.integers(0, 300))
sizes = st.one_of(st.none(), st.integers(0, 3000), st.floats(0.5, 1e5))


def sound(chart: spc.ControlChart, length: int) -> None:
    for line in (chart.values, chart.centre, chart.lower, chart.upper):
        assert len(line) == length
        assert all(number is None or math.isfinite(number) for number in line)
    for value, low, high, signals in zip(chart.values, chart.lower, chart.upper, chart.signals, strict=True):
        assert value is not None or not signals
        if value is not None and low is not None and high is not None and low + 1e-6 < value < high - 1e-6:
            assert "outside-limits" not in signals


@settings(max_examples=60, deadline=None)
@given(st.lists(points, max_size=40), st.lists(st.integers(0, 40), max_size=3), st.booleans())
def test_xmr_and_run_charts_never_fail_and_never_hold_a_number_that_is_none(
    series: list[float | None], rebase: list[int], screen: bool
) -> None:
    for rules in ("house", "mdc", "ptd"):
        sound(spc.xmr(series, rebase=rebase, rules=rules, screen=screen), len(series))  # type: ignore[arg-type]
    chart = spc.run_chart(series)
    assert 0 <= chart.longest_run <= chart.useful <= len(series)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(counts, sizes), max_size=30), st.booleans(), st.booleans())
def test_attribute_and_gap_charts_never_fail(
    periods: list[tuple[int | None, float | None]], laney: bool, exact: bool
) -> None:
    x, n = [x for x, _ in periods], [n for _, n in periods]
    sound(spc.u_chart(x, n, laney=laney, exact=exact), len(x))
    whole = [None if a is None or b is None else a + b for a, b in periods]
    sound(spc.p_chart(x, whole, laney=laney), len(x))
    sound(spc.g_chart(x), len(x))
    gaps = [None if a is None else a + 1 for a in x]
    sound(spc.t_chart(gaps), len(x))
    sound(spc.t_chart(gaps, method="power"), len(x))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=20))
def test_the_exact_u_signal_is_the_poisson_tail_added_up(series: list[int]) -> None:
    mean = sum(series) / len(series)
    chart = spc.u_chart(series, [1] * len(series))

    def at_most(x: int) -> float:
        return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(x + 1))

    for x, signals in zip(series, chart.signals, strict=True):
        if mean > 0:
            rare = min(at_most(x), 1 - at_most(x - 1)) < 0.00135
            assert ("outside-limits" in signals) == rare
