"""Our intervals and tests against cases that others published."""

from __future__ import annotations

from statistics_golden_cases import Case, agree, near

from generator.statistics.groups import risk_ratio
from generator.statistics.rates import (
    byar,
    dispersion,
    exact_conditional,
    garwood,
    holm,
    order_interval,
    ukhsa_rate,
    wilson,
)
from generator.statistics.units import benjamini_yekutieli


def check_garwood(case: Case) -> None:
    given, expected, tolerance = case["input"], case["expected"], case["tolerance"]
    if "exposure" in given:
        agree(garwood(given["x"], given["exposure"]), expected["exact"], tolerance)
        return
    for percent, confidence in (("95", 0.95), ("998", 0.998)):
        found = [garwood(x, 1, confidence) for x in given["x"]]
        agree([low for low, _ in found], expected[f"low{percent}"], tolerance)
        agree([high for _, high in found], expected[f"high{percent}"], tolerance)


def check_byar(case: Case) -> None:
    found = [byar(x, 1, confidence) for x, confidence in case["input"]["x_conf"]]
    agree([low for low, _ in found], case["expected"]["low"], case["tolerance"])
    agree([high for _, high in found], case["expected"]["high"], case["tolerance"])


def check_ukhsa_rate(case: Case) -> None:
    given, per = case["input"], case["input"]["multiplier"]
    found = [ukhsa_rate(x, n) for x, n in zip(given["x"], given["n"], strict=True)]
    agree([per * low for low, _ in found], case["expected"]["low"], case["tolerance"])
    agree([per * high for _, high in found], case["expected"]["high"], case["tolerance"])


def check_funnel(case: Case) -> None:
    """Limits of a funnel are Garwood's interval: of what was expected over itself, or of an observed count turned."""
    given, expected = case["input"], case["expected"]
    turned = "observed" in given
    for low, high, confidence in (("ll95", "ul95", 0.95), ("ll998", "ul998", 0.998)):
        found = [garwood(x, x, confidence) for x in given.get("expected", given.get("observed"))]
        if turned:
            low, high = ("lower_2s", "upper_2s") if confidence == 0.95 else ("lower_3s", "upper_3s")
            found = [(100 / above, 100 / below) for below, above in found]
        tolerance = case.get("rel_tolerance", case["tolerance"])
        agree([below for below, _ in found], expected[low], tolerance)
        agree([above for _, above in found], expected[high], tolerance)


def check_funnel_category(case: Case) -> None:
    """Outside a funnel is where the interval of observed over expected leaves out 1: the same exact tails."""

    def category(observed: int, expected: float) -> str:
        for confidence, tail in ((0.998, "0.001"), (0.95, "0.025")):
            low, high = garwood(observed, expected, confidence)
            if low > 1 or high < 1:
                return f"{'High' if low > 1 else 'Low'} ({tail})"
        return "Not significant"

    assert [category(*pair) for pair in case["input"]["observed_expected"]] == case["expected"]["category"]


def check_ratio_by_exposure(case: Case) -> None:
    for name in ("a", "b"):
        found = exact_conditional(*case["input"][name])
        agree((found.low, found.high), case["expected"]["right"][f"ci_{name}"], case["tolerance"])


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


def check_adjusted(case: Case) -> None:
    agree(holm(case["input"]["p"]), case["expected"]["holm"], case["tolerance"])
    agree(benjamini_yekutieli(case["input"]["p"]), case["expected"]["BY"], case["tolerance"])


def check_fisher(case: Case) -> None:
    found = [risk_ratio(*row) for row in case["input"]["a_n1_b_n2"]]
    agree([f.p for f in found], case["expected"]["p"], case["tolerance"])
    agree([f.ratio for f in found], case["expected"]["rr"], case["tolerance"])


def check_risk_ratio(case: Case) -> None:
    """The score interval agrees; the logarithmic one of Katz is not offered, it needs an event on both sides."""
    found = [risk_ratio(*row) for row in case["input"]["a_n1_b_n2"]]
    for each, interval in zip(found, case["expected"]["score"], strict=True):
        agree((each.low, each.high), interval, case["tolerance"])
