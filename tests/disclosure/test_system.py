"""Reading a system: exact numbers in, plain refusals otherwise."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from generator.disclosure.system import Fact, System, fits, read_system, value_of
from generator.errors import DisclosureError


def described(**changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "unknowns": {"names": ["a", "b"], "lb": {"a": 1}, "ub": {"b": 4}, "cap": 9},
        "published": [{"id": "sum", "terms": {"a": "1", "b": "57/400"}, "lo": "2", "hi": None}],
        "hidden": [{"id": "a", "terms": {"a": "1"}, "need_lo": 1, "need_hi": 4}],
    }
    return whole | changes


def test_rational_text_is_read_exactly() -> None:
    system = read_system(described())
    assert system.facts == (Fact("sum", {"a": Fraction(1), "b": Fraction(57, 400)}, Fraction(2), None),)
    assert system.lb == {"a": 1}
    assert system.ub == {"b": 4}


def test_the_cap_is_no_fact() -> None:
    assert read_system(described()) == read_system(
        described(unknowns={"names": ["a", "b"], "lb": {"a": 1}, "ub": {"b": 4}})
    )


def test_a_target_without_a_need_asks_nothing_at_either_end() -> None:
    target = read_system(described(hidden=[{"id": "a", "terms": {"a": "1"}}])).targets[0]
    assert (target.need_lo, target.need_hi) == (None, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"unknowns": {"names": ["a", "a"]}},
        {"unknowns": None},
        {"published": "sum"},
        {"published": [{"id": "x", "terms": {"c": "1"}, "lo": "1", "hi": "1"}]},
        {"published": [{"id": "x", "terms": {"a": 0.5}, "lo": "1", "hi": "1"}]},
        {"published": [{"id": "x", "terms": {"a": "1/0"}, "lo": "1", "hi": "1"}]},
        {"hidden": [{"id": "x", "terms": {"a": "one"}}]},
    ],
)
def test_what_cannot_be_read_exactly_is_refused_without_repeating_a_value(changes: dict[str, Any]) -> None:
    with pytest.raises(DisclosureError) as refused:
        read_system(described(**changes))
    assert "one" not in refused.value.message.split()
    assert refused.value.hint


def test_a_world_fits_only_within_bounds_and_facts() -> None:
    system = System(
        ("a", "b"), {}, {"a": 3}, (Fact("sum", {"a": Fraction(1), "b": Fraction(1)}, None, Fraction(5)),)
    )
    assert fits(system, {"a": 3, "b": 2})
    assert not fits(system, {"a": 4, "b": 0})
    assert not fits(system, {"a": 3, "b": 3})
    assert not fits(system, {"a": -1, "b": 3})
    assert not fits(system, {"a": 3})


def test_a_weighted_sum_is_exact() -> None:
    assert value_of({"a": Fraction(1, 3), "b": Fraction(1, 6)}, {"a": 1, "b": 1}) == Fraction(1, 2)
