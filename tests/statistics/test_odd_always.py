"""Every odd thing that data can be: each gets a gate's answer, never a failure, a warning or a number that is none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from generator.statistics import report
from generator.statistics.children import concentration, sign_flip
from generator.statistics.choose import choose, choose_share
from generator.statistics.compare import compare, compare_totals, process, zero
from generator.statistics.durations import kaplan_meier, order_interval
from generator.statistics.groups import Group, compare_groups
from generator.statistics.rates import exact_conditional, garwood, how_long_zero, wilson, zero_period
from generator.statistics.spread import dispersion, holm, shares
from generator.statistics.units import Unit, benjamini_yekutieli, readings
from generator.statistics.wording import banned_words, verdict_sentence, verdict_slots

pytestmark = pytest.mark.filterwarnings("error")

NAN = float("nan")
STRONG = ("R2", "R3", "R8", "R10")
# Counts and exposures by period.
SERIES: Mapping[str, tuple[list[Any], list[Any]]] = {
    "no denominators": ([3, 4, 5], [None, None, None]),
    "one period": ([3], [10]),
    "nothing at all": ([], []),
    "all zeros": ([0] * 24, [100.0] * 24),
    "all missing": ([None] * 24, [100.0] * 24),
    "not a number": ([NAN] * 24, [NAN] * 24),
    "a term without open days": ([5, 6, 0, 7] * 6, [100.0, 100.0, 0.0, 100.0] * 6),
    "exposure of zero": ([0] * 24, [0.0] * 24),
    "incidents without exposure": ([3] * 24, [0.0] * 24),
    "ties everywhere": ([7] * 24, [100.0] * 24),
    "nearly nobody here": ([1] * 24, [1e-9] * 24),
    "a great many": ([10**6] * 24, [1e9] * 24),
}
# Each child's count and days in both windows.
CHILDREN: Mapping[str, tuple[dict[str, tuple[int, float]], dict[str, tuple[int, float]]]] = {
    "nobody": ({}, {}),
    "one child": ({"a": (9, 60.0)}, {"a": (1, 60.0)}),
    "all zeros": (dict.fromkeys("abcdefgh", (0, 60.0)), dict.fromkeys("abcdefgh", (0, 60.0))),
    "every child the same": (dict.fromkeys("abcdefgh", (3, 60.0)), dict.fromkeys("abcdefgh", (3, 60.0))),
    "a window before the data start": ({}, dict.fromkeys("abcdefgh", (3, 60.0))),
    "exposure of zero": (dict.fromkeys("abcdefgh", (3, 0.0)), dict.fromkeys("abcdefgh", (3, 0.0))),
    "one day": (dict.fromkeys("abcdefgh", (1, 1.0)), dict.fromkeys("abcdefgh", (1, 1.0))),
    "nobody in both": (dict.fromkeys("abcdefgh", (3, 60.0)), dict.fromkeys("ijklmnop", (3, 60.0))),
    "incidents without days": (dict.fromkeys("abcdefgh", (3, 60.0)), dict.fromkeys("abcdefgh", (3, 0.0))),
}


def numbers(found: Any) -> Iterator[float]:
    """Every number in a result, however deep."""
    if isinstance(found, (int, float)):
        yield float(found)
    elif isinstance(found, Mapping):
        for value in found.values():
            yield from numbers(value)
    elif isinstance(found, (tuple, list)):
        for value in found:
            yield from numbers(value)


@pytest.mark.parametrize("case", SERIES)
def test_a_series_gets_a_chart_or_a_reason_and_finite_lines(case: str) -> None:
    counts, sizes = SERIES[case]
    for chosen in (choose(counts, sizes, gaps=[1] * 12), choose(counts, sizes), choose_share(counts, counts)):
        assert chosen.reason and chosen.latest in ("none", "usual")
        chart = chosen.chart
        lines = (chart.values, chart.centre, chart.lower, chart.upper) if chart else ()
        assert all(math.isfinite(each) for line in lines for each in line if each is not None)
        assert math.isfinite(chosen.mean) and (chosen.phi is None or math.isfinite(chosen.phi))
    spread = dispersion(counts, sizes)
    assert math.isfinite(spread.statistic) and 0 <= spread.p <= 1


@pytest.mark.parametrize("case", CHILDREN)
@pytest.mark.parametrize("alpha", [0.05, 0.0005])
@pytest.mark.parametrize("speaks", [True, False])
def test_two_windows_without_a_change_get_a_sentence_that_claims_none(
    case: str, alpha: float, speaks: bool
) -> None:
    before, after = CHILDREN[case]
    found = compare(before, after, alpha=alpha, speaks=speaks, totals_too=True)
    assert found.klass in ("R0", "R1")
    assert all(math.isfinite(number) for number in numbers(found.facts))
    slots = verdict_slots(found, "x", when="spring")
    for text in (verdict_sentence(found), slots.cannot, slots.ask):
        assert text and not banned_words(text) and not {"nan", "inf", "None"} & set(text.split())
    flip = sign_flip(*zip(*[(1, 1, 0, 0)] * 3, strict=True))
    assert (flip.p, flip.changed) == (1.0, 0)


@pytest.mark.parametrize("case", SERIES)
def test_totals_get_a_class_that_claims_nothing(case: str) -> None:
    counts, sizes = SERIES[case]
    found = compare_totals(list(zip(counts, sizes, strict=True)), list(zip(counts, sizes, strict=True)))
    assert found.klass not in STRONG and all(math.isfinite(number) for number in numbers(found.facts))


@pytest.mark.parametrize(
    "groups",
    [
        {},
        {"a group of one": Group(1, 1, 9, 30)},
        {"nobody on one side": Group(0, 0, 9, 30)},
        {"0 of 0": Group(0, 0, 0, 0)},
        {"nobody restrained": Group(0, 30, 0, 30)},
        {"everybody restrained": Group(30, 30, 30, 30)},
        {"ties": Group(5, 20, 5, 20), "again": Group(5, 20, 5, 20)},
    ],
)
def test_groups_that_cannot_be_told_apart_are_not(groups: dict[str, Group]) -> None:
    for verdict in compare_groups(groups, alpha=0.003).values():
        assert verdict.klass in ("R0", "R1")
        assert all(math.isfinite(number) for number in numbers(verdict.facts))


@pytest.mark.parametrize(
    "family",
    [
        [],
        [Unit(10.0, {"a": 30})],
        [Unit(0.0, {"a": 3}), Unit(0.0, {"b": 3})],
        [Unit(0.0, {"a": 20}), Unit(10.0, {})],
        [Unit(10.0, {}), Unit(10.0, {})],
        [Unit(10.0, {"a": 40}), Unit(10.0, {})],
        [Unit(10.0, dict.fromkeys("abcdefgh", 2))] * 5,
    ],
)
def test_units_without_time_without_incidents_or_of_one_child_never_stand_out(family: list[Unit]) -> None:
    for adjust in (holm, benjamini_yekutieli):
        for each in readings([family], adjust, familywise=0.005)[0]:
            assert each.said in ("", "one-child")
            assert all(
                math.isfinite(number) for number in (each.expected, each.adjusted, each.low, each.high)
            )


def test_single_figures_at_nought_are_what_can_be_known() -> None:
    assert garwood(0, 0.0) == (0.0, math.inf) and wilson(0, 0) == (0.0, 1.0)
    assert exact_conditional(0, 1.0, 0, 1.0).p == 1.0
    assert zero_period(0, 0.0, 30.0) == 1.0 and how_long_zero(0, 100.0) is None
    assert process(0, 0).facts == {"x": 0, "n": 0}
    assert zero(0, 0.0, 30.0).facts["met"] == 0
    assert order_interval([]).value is None and order_interval([4]).low is None
    assert kaplan_meier([], []).median is None and kaplan_meier([5, 5], [False, False]).median is None
    assert not concentration([]).above_chance and not concentration([0, 0, 0]).above_chance
    assert not concentration([50]).above_chance and not concentration([2] * 10).above_chance
    assert not shares([], []).may_speak and not shares([0, 0], [0.0, 0.0]).may_speak
    assert holm([]) == () and benjamini_yekutieli([]) == ()
    assert report.expected_by_chance({}, 0.0) == 0
