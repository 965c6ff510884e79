"""The attacker against cases counted by hand, against enumeration, and against the shared golden cases."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import OptimizeResult

from generator.disclosure import audit as audit_room
from generator.disclosure import solve
from generator.disclosure.audit import audit, examine
from generator.disclosure.proofs import branch, contradicted, proved_least
from generator.disclosure.reduce import Problem, Row, to_problem
from generator.disclosure.solve import Budget, Outcome, minimise, search
from generator.disclosure.system import Fact, System, Target, fits, read_system, value_of

GOLDEN = sorted((Path(__file__).parents[2].parent / "shared" / "disclosure" / "golden").glob("G*.json"))
ONE = Fraction(1)


def fact(terms: str, lo: int | None, hi: int | None) -> Fact:
    """`fact("a b", 7, 7)`: a and b together are 7."""
    low, high = (None if end is None else Fraction(end) for end in (lo, hi))
    return Fact(terms, dict.fromkeys(terms.split(), ONE), low, high)


def small(name: str, low: int = 1, high: int = 4) -> Target:
    return Target(name, {name: ONE}, Fraction(low), Fraction(high))


def found(names: str, facts: list[Fact], *targets: Target) -> list[tuple[int | None, int | None, bool, bool]]:
    system = System(tuple(names.split()), {}, {}, tuple(facts), targets)
    return [(each.lo, each.hi, each.exact, each.ok) for each in audit(system)]


def test_a_total_less_the_visible_cell_is_worked_out() -> None:
    assert found("a b", [fact("a b", 19, 19), fact("a", 16, 16)], small("b")) == [(3, 3, True, False)]


def test_a_second_hidden_cell_opens_the_first() -> None:
    assert found("a b", [fact("a b", 19, 19)], small("b")) == [(0, 19, False, True)]


def test_nothing_published_leaves_the_upper_end_open_and_still_gives_two_worlds() -> None:
    system = System(("a",), {}, {}, (), (small("a"),))
    (interval,) = audit(system)
    assert (interval.lo, interval.hi, interval.ok) == (0, None, True)
    assert interval.worlds is not None
    assert interval.worlds[0]["a"] <= 1
    assert interval.worlds[1]["a"] >= 4


def test_an_interval_that_is_too_narrow_is_not_ok_although_it_is_not_exact() -> None:
    assert found("a b", [fact("a b", 19, 19), fact("a", 16, 17)], small("b")) == [(2, 3, False, False)]


def test_whole_numbers_matter_where_fractions_would_leave_room() -> None:
    # 2a + 2b = 7 has no whole solution; 3a = b with b from 4 to 8 leaves a = 2 alone.
    tripled = Fact("b is three times a", {"a": Fraction(3), "b": -ONE}, Fraction(0), Fraction(0))
    assert found("a b", [tripled, fact("b", 4, 8)], small("a")) == [(2, 2, True, False)]


def test_contradicting_facts_make_nothing_ok_wherever_they_stand() -> None:
    facts = (fact("a", 1, 1), fact("a", 2, 2))
    result = examine(System(("a", "b"), {}, {}, facts, (small("b"),)))
    assert not result.consistent
    assert [(each.lo, each.hi, each.ok) for each in result.intervals] == [(None, None, False)]


def test_contradiction_that_only_whole_numbers_show_is_seen() -> None:
    doubled = Fact("2a + 2b = 7", {"a": Fraction(2), "b": Fraction(2)}, Fraction(7), Fraction(7))
    assert not examine(System(("a", "b"), {}, {}, (doubled,), ())).consistent


def test_without_time_nothing_is_ok() -> None:
    system = System(("a", "b", "d"), {}, {}, (fact("a b", 9, 9), fact("b d", 11, 14)), (small("a"),))
    result = examine(system, seconds=0.0)
    assert not any(each.ok for each in result.intervals)
    assert examine(system).ok


def test_a_target_without_a_need_is_ok_unless_it_is_exact() -> None:
    open_end = Target("a", {"a": ONE}, None, None)
    assert found("a b", [fact("a b", 3, 3)], open_end) == [(0, 3, False, True)]
    assert found("a b", [fact("a", 3, 3)], open_end) == [(3, 3, True, False)]


def test_a_difference_may_be_open_at_both_ends() -> None:
    change = Target("change", {"a": ONE, "b": -ONE}, Fraction(-1), Fraction(1))
    assert found("a b", [], change) == [(None, None, False, True)]


def test_a_target_over_separate_blocks_adds_their_ends() -> None:
    both = Target("both", {"a": ONE, "b": ONE}, None, None)
    assert found("a b", [fact("a", 1, 3), fact("b", 2, 5)], both) == [(3, 8, False, True)]


def test_the_solver_leaves_standard_output_alone(capfd: pytest.CaptureFixture[str]) -> None:
    found("a b d", [fact("a b", 9, 9), fact("b d", 11, 14)], small("a"), small("b"))
    assert capfd.readouterr().out == ""


def test_a_proof_by_multipliers_never_exceeds_the_least_value() -> None:
    # a + b >= 5, b <= 2, so a is at least 3.
    problem = to_problem(System(("a", "b"), {}, {"b": 2}, (fact("a b", 5, None),)))
    assert proved_least(problem, {0: 1}) == 3


def test_the_exact_search_proves_that_no_world_exists() -> None:
    problem = Problem((0, 0), (6, 6), (Row({0: 2, 1: 4}, 7, 7),))
    assert search(problem) == Outcome(empty=True)
    assert minimise(problem, {}, Budget.of(5)).empty


def random_system(seed: int) -> System:
    chance = random.Random(seed)
    names = [f"x{i}" for i in range(chance.randint(2, 4))]
    lb = {name: chance.choice([0, 0, 0, 1]) for name in names}
    ub = {name: chance.randint(2, 6) for name in names}
    truth = {name: chance.randint(lb[name], ub[name]) for name in names}
    facts = []
    for number in range(chance.randint(1, 4)):
        inside = chance.sample(names, chance.randint(1, len(names)))
        weights = {
            name: Fraction(chance.choice(["1", "1", "1", "-1", "2", "1/2", "-57/400"])) for name in inside
        }
        value = value_of(weights, truth) + (chance.random() < 0.05)
        lo, hi = chance.choice([(value, value), (value - 2, value + 1), (value - Fraction(1, 3), None)])
        facts.append(Fact(str(number), weights, lo, hi))
    total = Target("all", dict.fromkeys(names, ONE), ONE, Fraction(4))
    return System(tuple(names), lb, ub, tuple(facts), (*map(small, names[:2]), total))


def every_world(system: System) -> np.ndarray:
    """All whole-number worlds within the bounds that agree with every fact, one a row, by trying each."""
    ranges = [np.arange(system.lb[name], system.ub[name] + 1) for name in system.unknowns]
    grid = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, len(ranges))
    for each in system.facts:
        values, common = sums(system, each.terms, grid)
        if each.lo is not None:
            keep = values * each.lo.denominator >= each.lo.numerator * common
            grid, values = grid[keep], values[keep]
        if each.hi is not None:
            grid = grid[values * each.hi.denominator <= each.hi.numerator * common]
    return grid


def sums(system: System, terms: Mapping[str, Fraction], grid: np.ndarray) -> tuple[np.ndarray, int]:
    """A weighted sum in every world as whole numbers, and what they must be divided by."""
    common = math.lcm(*(Fraction(weight).denominator for weight in terms.values()))
    weights = [int(terms.get(name, Fraction(0)) * common) for name in system.unknowns]
    return grid @ np.array(weights, dtype=np.int64), common


@pytest.mark.parametrize("start", range(0, 1000, 250))
def test_a_thousand_random_systems_agree_with_enumeration(start: int) -> None:
    for seed in range(start, start + 250):
        # The first forty try three targets each, so that sums and single numbers are covered; the others one.
        system = random_system(seed)
        number = seed % 3
        targets = system.targets if seed < 40 else system.targets[number : number + 1]
        system = replace(system, targets=targets)
        worlds = every_world(system)
        result = examine(system)
        assert result.consistent == bool(len(worlds)), seed
        for target, interval in zip(system.targets, result.intervals, strict=True):
            if not len(worlds):
                assert not interval.ok
                continue
            values, common = sums(system, target.terms, worlds)
            low, high = int(values.min()), int(values.max())
            assert common == 1
            wide = low < high and low <= 1 and high >= 4
            told = (interval.lo, interval.hi, interval.exact, interval.ok)
            assert told == (low, high, low == high, wide), seed
            assert interval.proved, seed
            assert interval.worlds is None or all(fits(system, world) for world in interval.worlds)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(10_000, 20_000))
def test_adding_a_fact_never_widens_an_interval(seed: int) -> None:
    system = random_system(seed)
    fewer = System(system.unknowns, system.lb, system.ub, system.facts[:-1], system.targets)
    before, after = examine(fewer), examine(system)
    if not after.consistent:
        return
    for wide, narrow in zip(before.intervals, after.intervals, strict=True):
        assert wide.lo is not None and narrow.lo is not None and wide.lo <= narrow.lo
        assert wide.hi is not None and narrow.hi is not None and wide.hi >= narrow.hi
        assert wide.ok or not narrow.ok


@pytest.mark.skipif(not GOLDEN, reason="the shared golden cases are not beside this checkout")
@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_case_is_found_when_naive_and_passed_when_safe(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    for variant in ("naive", "safe"):
        system = read_system(
            {
                "unknowns": case["unknowns"],
                "published": case[f"published_{variant}"],
                "hidden": case["hidden"],
            }
        )
        expected = [(e["hidden"], e["lo"], e["hi"], e["exact"], e["ok"]) for e in case[f"{variant}_recovers"]]
        assert [(each.id, each.lo, each.hi, each.exact, each.ok) for each in audit(system)] == expected


# Fails safe: what the solver does not settle is not shown to be open.


def hard() -> System:
    """Three numbers in two sums, too tangled for bounds alone to settle."""
    facts = (fact("a b", 9, 9), fact("b d", 11, 14), fact("a d", 5, 12))
    return System(("a", "b", "d"), {}, {}, facts, (small("a"),))


def broken(status: int, values: object = None) -> Callable[..., object]:
    """A solver that always ends in the same way."""
    answer = {
        "status": status,
        "x": values,
        "fun": 0.0,
        "mip_node_count": 0,
        "mip_dual_bound": None,
        "message": "",
    }
    return lambda *_, **__: OptimizeResult(**answer)


FAULTS: dict[str, Callable[..., object]] = {
    "time out": broken(1),
    "branches used up": broken(4),
    "unbounded": broken(3),
    "a world that is none": broken(0, np.array([99.0, 99.0, 99.0])),
    "no numbers": broken(0, np.array([math.nan, math.nan, math.nan])),
    "infeasible although it is not": broken(2),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_solver_that_fails_leaves_nothing_ok(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert examine(hard()).ok
    for name in ("milp", "linprog"):
        monkeypatch.setattr(solve, name, FAULTS[fault])
    monkeypatch.setattr(audit_room, "search", lambda *_: Outcome())
    assert not examine(hard()).ok


def test_a_solver_that_raises_leaves_nothing_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_: object, **__: object) -> None:
        raise ValueError("no memory")

    for name in ("milp", "linprog"):
        monkeypatch.setattr(solve, name, raises)
    monkeypatch.setattr(audit_room, "search", lambda *_: Outcome())
    assert not examine(hard()).ok


def test_a_bound_that_only_the_solver_claims_is_not_called_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_room, "no_world_below", lambda *_: Outcome())
    (interval,) = examine(hard()).intervals
    assert not interval.proved
    (interval,) = examine(replace(hard(), targets=(small("b"),))).intervals
    assert not interval.proved


def test_work_is_counted_and_not_timed() -> None:
    spent = []
    for _ in range(2):
        budget = Budget.of(5)
        minimise(Problem((0, 0), (6, 6), (Row({0: 2, 1: 4}, 6, 9),)), {0: 1}, budget)
        spent.append(5 - budget.left)
    assert spent[0] == spent[1] > 0


def test_a_contradiction_between_fractions_is_proved_by_multipliers() -> None:
    # a + b >= 5 and a + b <= 4: added up, 0 >= 1.
    assert contradicted(Problem((0, 0), (9, 9), (Row({0: 1, 1: 1}, 5, None), Row({0: 1, 1: 1}, None, 4))))
    assert not contradicted(Problem((0, 0), (9, 9), (Row({0: 1, 1: 1}, 4, 5),)))


def test_branching_finds_a_world_or_proves_that_there_is_none() -> None:
    # 6a + 10b + 15d = 29 has no solution in whole numbers of nought or more; = 31 has a = b = d = 1.
    row = {0: 6, 1: 10, 2: 15}
    assert branch(Problem((0,) * 3, (9,) * 3, (Row(row, 29, 29),)), {}, Budget.of(60)) == Outcome(empty=True)
    assert branch(Problem((0,) * 3, (9,) * 3, (Row(row, 31, 31),)), {}, Budget.of(60)).world == (1, 1, 1)
    assert branch(Problem((0,) * 3, (9,) * 3, (Row(row, 29, 29),)), {}, Budget.of(0)) == Outcome()
