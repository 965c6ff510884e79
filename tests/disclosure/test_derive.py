"""How a number follows from what was published, in words: counted by hand."""

from __future__ import annotations

from fractions import Fraction

from generator.disclosure.derive import derive, steps_to
from generator.disclosure.system import Fact, System, Target, value_of

ONE = Fraction(1)


def fact(name: str, terms: str, lo: int | None, hi: int | None) -> Fact:
    low, high = (None if end is None else Fraction(end) for end in (lo, hi))
    return Fact(name, dict.fromkeys(terms.split(), ONE), low, high)


def system(*facts: Fact) -> System:
    names = sorted({name for each in facts for name in each.terms})
    return System(tuple(names), {}, {}, facts)


def target(terms: str) -> Target:
    return Target("wanted", dict.fromkeys(terms.split(), ONE), None, None)


def test_two_releases_and_three_tables_give_a_chain_of_four_numbers() -> None:
    # Home in spring 13 in all, 6 of one kind; 11 of another kind in the year, 6 of them in autumn, so 5 in spring:
    # 13 - 6 - (11 - 6) = 2 of the third kind in spring.
    facts = system(
        fact("Home spring", "pi.2 sec.2 wdr.2", 13, 13),
        fact("Withdrawal spring", "wdr.2", 6, 6),
        fact("Holding year", "pi.1 pi.2", 11, 11),
        fact("Holding autumn", "pi.1", 6, 6),
    )
    text = derive(facts, target("sec.2"), {})
    assert text == "13 (Home spring) + 6 (Holding autumn) − 11 (Holding year) − 6 (Withdrawal spring) = 2"


def test_a_range_gives_what_the_number_is_at_least_and_at_most() -> None:
    # 19 in all, 16 or 17 there: at least 19 - 17 = 2 and at most 19 - 16 = 3 here.
    facts = system(fact("all", "here there", 19, 19), fact("there", "there", 16, 17))
    assert derive(facts, target("here"), {"all": "the total"}) == "19 (the total) − 17 (there) = 2"
    assert derive(facts, target("here"), {}, upper=True) == "19 (all) − 16 (there) = 3"


def test_a_number_counted_twice_is_taken_half() -> None:
    twice = Fact("twice", {"a": Fraction(2)}, Fraction(6), Fraction(6))
    assert derive(system(twice), target("a"), {}) == "1/2 × 6 (twice) = 3"


def test_what_only_whole_numbers_settle_has_no_sum() -> None:
    # 2a lies between 5 and 7, so a is 3; adding and taking away alone say from 2.5 to 3.5.
    halves = Fact("about six", {"a": Fraction(2)}, Fraction(5), Fraction(7))
    assert derive(system(halves), target("a"), {}) == ""


def test_every_chain_adds_up_in_exact_arithmetic() -> None:
    facts = system(fact("a and b", "a b", 7, 7), fact("b and c", "b c", 9, 9), fact("c", "c", 4, 4))
    # c = 4, so b = 5, so a = 2.
    steps = steps_to(facts, target("a"))
    assert sum(step.times * step.end for step in steps) == 2
    total: dict[str, Fraction] = {}
    for step in steps:
        for name, weight in step.fact.terms.items():
            total[name] = total.get(name, Fraction(0)) + step.times * weight
    assert {name: weight for name, weight in total.items() if weight} == {"a": ONE}
    assert value_of(total, {"a": 2, "b": 5, "c": 4}) == 2
