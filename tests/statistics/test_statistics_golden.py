"""Published cases of others, read from ../shared: what we offer agrees, what we do not is listed and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from statistics_golden_cases import NOT_OFFERED, Case, cases, method_of
from statistics_golden_charts import (
    check_attribute,
    check_critical,
    check_end_markers,
    check_gaps,
    check_individuals,
    check_limits,
    check_phases,
    check_run_chart,
    check_trial,
    check_two_in_three,
    check_vectors,
    check_xmr,
)
from statistics_golden_rates import (
    check_adjusted,
    check_byar,
    check_dispersion,
    check_fisher,
    check_funnel,
    check_funnel_category,
    check_garwood,
    check_median,
    check_ratio,
    check_ratio_by_exposure,
    check_risk_ratio,
    check_ukhsa_rate,
    check_wilson,
    check_zero_ratio,
)

CHECKS: dict[str, Callable[[Case], None]] = {
    "xmr": check_xmr,
    "xmr-limits": check_limits,
    **dict.fromkeys(("c", "u", "p", "pp", "uprime", "pprime"), check_attribute),
    "i": check_individuals,
    **dict.fromkeys(("g", "t"), check_gaps),
    "run-chart": check_run_chart,
    "anhoej": check_critical,
    **dict.fromkeys(("shift-end-marker", "trend-end-marker"), check_end_markers),
    "two-of-three": check_two_in_three,
    **dict.fromkeys(("shift", "trend", "astronomical"), check_vectors),
    "garwood": check_garwood,
    "byar": check_byar,
    "phe_rate": check_ukhsa_rate,
    "funnel-poisson": check_funnel,
    "funnel-significance": check_funnel_category,
    "rebase": check_phases,
    "gate": check_trial,
    "wilson": check_wilson,
    "poisson.test two-sample": check_ratio,
    "pn-08": check_zero_ratio,
    "pn-09": check_ratio_by_exposure,
    "median-ci": check_median,
    "dispersion": check_dispersion,
    "p.adjust": check_adjusted,
    "fisher": check_fisher,
    "relative-risk": check_risk_ratio,
}


def offered() -> Iterator[Any]:
    known = [case for case in cases() if method_of(case) in CHECKS]
    if not known:
        yield pytest.param({}, id="absent", marks=pytest.mark.skip(reason="../shared has no golden cases"))
    yield from (pytest.param(case, id=case["id"]) for case in known)


@pytest.mark.parametrize("case", list(offered()))
@pytest.mark.filterwarnings("error")
def test_our_charts_and_intervals_agree_with_the_published_case(case: Case) -> None:
    CHECKS[method_of(case)](case)


def test_every_published_case_is_answered_or_listed_with_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    everything = cases()
    if not everything:
        pytest.skip("../shared has no golden cases")
    listed = {case["id"]: method_of(case) for case in everything if method_of(case) in NOT_OFFERED}
    unknown = [case["id"] for case in everything if method_of(case) not in {**CHECKS, **NOT_OFFERED}]
    assert not unknown
    with capsys.disabled():
        print(f"\ngolden statistics: {len(everything) - len(listed)} cases run, {len(listed)} not offered:")
        for name, method in listed.items():
            print(f"  {name}: {NOT_OFFERED[method]}")
