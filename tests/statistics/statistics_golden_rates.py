"""Our intervals and tests against cases that others published."""

from __future__ import annotations

from statistics_golden_cases import Case, agree, near

from generator.statistics.groups import risk_ratio
from generator.statistics.rates import (
    dispersion,
    exact_conditional,
    garwood,
    holm,
    order_interval,
    wilson,
)


def check_garwood(case: Case) -> None:
    given, expected, tolerance = case["input"], case["expected"], case["tolerance"]
    if "exposure" in given:
        agree(garwood(given["x"], given["exposure"]), expected["exact"], tolerance)
        return
    for percent, confidence in (("95", 0.95), ("998", 0.998)):
        found = [garwood(x, 1, confidence) for x in given["x"]]
        agree([low for low, _ in found], expected[f"low{percent}"], tolerance)
        agree([high for _, high in found], expected[f"high{percent}"], tolerance)


def check_wilson(case: Case) -> None:
    given, expected, tolerance = case["input"], case["expected"], case["tolerance"]
    if "x_n" in given:
        for (x, n), interval in zip(given["x_n"], expected["wilson"], strict=True):
            agree(wilson(x, n), interval, tolerance)
        return
    found = [wilson(*row) for row in given["x_n_conf"]]
    agree([low for low, _ in found], expected["low"], tolerance)
    agree([high for _, high in found], expected["high"], tolerance)


def check_ratio(case: Case) -> None:
    """The intervals agree; their p counts tables by likelihood, ours is central, never below it here."""
    found = [exact_conditional(*row) for row in case["input"]["x1_e1_x2_e2"]]
    agree([f.low for f in found], case["expected"]["low"], case["tolerance"])
    agree([f.high for f in found], case["expected"]["high"], case["tolerance"])
    assert all(f.p >= p - 1e-6 for f, p in zip(found, case["expected"]["p_minlike"], strict=True))


def check_zero_ratio(case: Case) -> None:
    given, right = case["input"], case["expected"]["right"]
    found = exact_conditional(given["x1"], given["e1"], given["x2"], given["e2"])
    assert near(found.p, right["exact"], case["tolerance"])
    agree([found.low, found.high], right["ci"], case["tolerance"])


def check_median(case: Case) -> None:
    found, expected = order_interval(case["input"]["x"]), case["expected"]
    names = {"median": found.value, "low": found.low, "high": found.high, "coverage": found.coverage}
    for key, number in expected.items():
        assert near(names[key], number, case["tolerance"]), key


def check_dispersion(case: Case) -> None:
    found, expected = dispersion(case["input"]["x"]), case["expected"]
    names = {"stat": found.statistic, "df": found.df, "p": found.p, "phi": found.phi}
    for key, number in expected.items():
        assert near(names[key], number, case["tolerance"]), key


def check_holm(case: Case) -> None:
    agree(holm(case["input"]["p"]), case["expected"]["holm"], case["tolerance"])


def check_fisher(case: Case) -> None:
    found = [risk_ratio(*row) for row in case["input"]["a_n1_b_n2"]]
    agree([f.p for f in found], case["expected"]["p"], case["tolerance"])
    agree([f.ratio for f in found], case["expected"]["rr"], case["tolerance"])


def check_risk_ratio(case: Case) -> None:
    """The score interval agrees; the logarithmic one of Katz is not offered, it needs an event on both sides."""
    found = [risk_ratio(*row) for row in case["input"]["a_n1_b_n2"]]
    for each, interval in zip(found, case["expected"]["score"], strict=True):
        agree((each.low, each.high), interval, case["tolerance"])
