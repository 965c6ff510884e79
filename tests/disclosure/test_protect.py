"""Hidden stays hidden: tables are attacked with the audit after they have been protected."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.disclosure.audit import examine
from generator.disclosure.cells import band_of, widen
from generator.disclosure.protect import ProtectCell, Protected, leaves_open, protect, retell
from generator.disclosure.system import Fact, fits, value_of
from generator.errors import DisclosureError

SITES = ("home", "school")
KINDS = ("hold", "seclusion", "none")


def children(key: str, value: int, atoms: str, table: str = "t", **more: object) -> ProtectCell:
    cell = ProtectCell(key, value, dict.fromkeys(atoms.split(), 1), value, 0.0, True, 1, table, "children")
    return replace(cell, **more)  # type: ignore[arg-type]


def events(key: str, value: int, atoms: str, by: int, share: float = 0.1, table: str = "t") -> ProtectCell:
    return ProtectCell(key, value, dict.fromkeys(atoms.split(), 1), by, share, True, 1, table, "events")


def states(result: Protected) -> dict[str, str]:
    return {decision.key: decision.state for decision in result.decisions}


def row_of_four() -> list[ProtectCell]:
    """12 held, 3 secluded, 15 neither, 9 elsewhere: 39 children in all."""
    parts = {"hold": 12, "seclusion": 3, "none": 15, "other": 9}
    cells = [children(name, value, name) for name, value in parts.items()]
    return [*cells, children("total", 39, "hold seclusion none other", whole=True)]


def row_of_eight(small: int = 3) -> list[ProtectCell]:
    """One small number among seven of 20, and their total: nine cells, of which a quarter is two."""
    cells = [children("a", small, "a"), *(children(name, 20, name) for name in "bcdefgh")]
    return [*cells, children("total", 140 + small, "a b c d e f g h", whole=True)]


def linked(seed: int) -> list[ProtectCell]:
    """Sites by kinds with all margins, and the margins once more as a table of their own."""
    chance = random.Random(seed)
    counts = {(s, k): chance.choice([0, 1, 3, 4, 6, 9, 14, 22]) for s in SITES for k in KINDS}
    cells = []
    for site in (*SITES, "all"):
        for kind in (*KINDS, "all"):
            atoms = [(s, k) for s in SITES for k in KINDS if site in (s, "all") and kind in (k, "all")]
            value = sum(counts[atom] for atom in atoms)
            names = " ".join(f"{s}.{k}" for s, k in atoms)
            whole = site == kind == "all"
            cells.append(children(f"{site}/{kind}", value, names, "cross", whole=whole, priority=2))
            if kind == "all":
                cells.append(children(f"only/{site}", value, names, "sites", whole=whole, priority=1))
    return cells


def test_a_small_cell_and_one_helper_are_hidden_and_the_total_stays() -> None:
    result = protect(row_of_eight())
    assert result.rungs["t"] == "exact"
    hidden = {key for key, state in states(result).items() if state == "hidden"}
    assert "a" in hidden
    assert len(hidden) == 2
    assert result.decision("total").lo == 143


def test_more_than_a_quarter_hidden_sends_a_table_to_bands() -> None:
    result = protect(row_of_four())
    assert result.rungs["t"] == "bands"
    assert (result.decision("seclusion").lo, result.decision("seclusion").hi) == (0, 4)
    assert (result.decision("hold").lo, result.decision("hold").hi) == (10, 14)


def test_large_cells_are_shown_as_they_are() -> None:
    result = protect([children("a", 12, "a"), children("b", 15, "b"), children("ab", 27, "a b")])
    assert set(states(result).values()) == {"exact"}
    assert result.decision("ab").lo == 27


def test_nought_in_a_breakdown_is_small_and_nought_for_the_whole_setting_is_not() -> None:
    below = protect([children("a", 0, "a")])
    assert (below.decision("a").state, below.decision("a").hi) == ("band", 4)
    whole = protect([children("a", 0, "a", whole=True)])
    assert (whole.decision("a").state, whole.decision("a").hi) == ("exact", 0)


def test_many_incidents_by_few_children_are_never_shown_within_half_of_the_number() -> None:
    result = protect([events("a", 24, "a", by=2), events("b", 30, "b", by=9), events("ab", 54, "a b", by=10)])
    assert result.decision("a").state == "hidden"
    (target,) = result.system.targets
    low, high = result.worlds["a"]
    assert value_of(target.terms, low) <= 12
    assert value_of(target.terms, high) >= 36


def test_one_child_above_three_quarters_of_a_cell_is_enough_to_hide_it() -> None:
    assert states(protect([events("a", 40, "a", by=8, share=0.76)]))["a"] != "exact"
    assert states(protect([events("a", 40, "a", by=8, share=0.75)]))["a"] == "exact"


def test_all_but_a_few_is_hidden_like_a_few() -> None:
    cells = [
        children("roll", 30, "in out", whole=True, table="r"),
        children("in", 28, "in", denominator="roll"),
    ]
    result = protect(
        cells, public=[Fact("roll", {"in": Fraction(1), "out": Fraction(1)}, Fraction(30), Fraction(30))]
    )
    shown = result.decision("in")
    # The band 20 to 29 would say that at least one of the 30 is out, so only a range up to 30 or more may stand.
    assert shown.state == "hidden" or (shown.hi or 99) >= 30
    assert examine(result.system).ok


def test_public_facts_join_the_attack() -> None:
    roll = Fact("roll", dict.fromkeys(("a", "b"), Fraction(1)), Fraction(20), Fraction(20))
    cells = [children("a", 17, "a"), children("b", 3, "b", table="")]
    assert states(protect(cells))["a"] == "exact"
    guarded = protect(cells, public=[roll])
    assert states(guarded)["a"] != "exact"
    assert examine(guarded.system).ok


def test_an_earlier_release_joins_the_attack() -> None:
    first = protect(row_of_eight())
    (helper,) = (key for key, state in states(first).items() if state == "hidden" and key != "a")
    shown_alone = protect([children(helper, 20, helper)])
    assert states(shown_alone)[helper] == "exact"
    second = protect([children(helper, 20, helper), children("a", 3, "a", table="")], past=first.facts)
    assert states(second)[helper] != "exact"
    assert examine(second.system).ok


def test_a_number_that_was_hidden_before_stays_hidden_and_one_that_was_shown_stays_as_it_was() -> None:
    cells = [children("a", 12, "a"), children("b", 15, "b"), children("c", 13, "c")]
    assert set(states(protect(cells)).values()) == {"exact"}
    shown = Fact("shown|b", {"b": Fraction(1)}, Fraction(15), Fraction(19))
    result = protect(cells, past=[shown], kept={"a": None, "b": (15, 19)})
    assert (result.decision("a").state, result.decision("c").state) == ("hidden", "exact")
    assert (result.decision("b").lo, result.decision("b").hi) == (15, 19)
    assert [fact.id for fact in result.facts] == ["shown|c"]


def test_a_table_that_was_settled_whole_is_not_decided_again() -> None:
    result = protect([children("a", 12, "a")], kept={"a": None})
    assert (result.rungs, result.facts, result.decision("a").state) == ({"t": "kept"}, (), "hidden")


def test_a_table_may_have_a_ladder_of_its_own() -> None:
    cells = [children("a", 12, "a"), children("b", 15, "b", table="u")]
    result = protect(cells, ladders={"u": ("bands",)})
    assert result.decision("a").state == "exact"
    assert (result.decision("b").lo, result.decision("b").hi) == (15, 19)


def test_other_readers_who_know_more_must_learn_nothing_either() -> None:
    """12 is the sum of 9 and 3: with the sum known, the 9 alone gives the 3 away, and the sum again does not."""
    cells = [children("a", 3, "a", table=""), children("b", 9, "b"), children("ab", 12, "a b")]
    total = Fact("total", {"a": Fraction(1), "b": Fraction(1)}, Fraction(12), Fraction(12))
    nine = Fact("nine", {"b": Fraction(1)}, Fraction(9), Fraction(9))
    assert leaves_open(cells, 5, [total], [replace(total, id="again")])
    assert not leaves_open(cells, 5, [total], [nine])
    assert leaves_open(cells, 5, [], [nine])


def test_a_small_number_that_is_known_to_be_none_is_no_target() -> None:
    none = Fact("nobody left", {"a": Fraction(1)}, Fraction(0), Fraction(0))
    result = protect([children("a", 0, "a"), children("b", 12, "b")], public=[none])
    assert result.system.targets == ()
    assert result.known == ("a",)


def test_what_is_public_already_is_reported_and_not_made_worse() -> None:
    known = Fact("two girls on roll", {"a": Fraction(1)}, None, Fraction(2))
    result = protect([children("a", 2, "a"), children("b", 12, "b")], public=[known])
    assert result.known == ("a",)
    (target,) = result.system.targets
    assert (target.need_lo, target.need_hi) == (1, 2)


def test_numbers_that_contradict_each_other_stop_the_run() -> None:
    with pytest.raises(DisclosureError, match="do not agree"):
        protect([children("a", 3, "a"), children("b", 5, "b"), children("ab", 9, "a b")])


@pytest.mark.parametrize(
    "cells",
    [
        [children("a", 3, "a"), children("a", 4, "b")],
        [children("a", -1, "a")],
        [children("a", 3, "a", denominator="nowhere")],
    ],
)
def test_unsound_cells_are_refused(cells: list[ProtectCell]) -> None:
    with pytest.raises(DisclosureError):
        protect(cells)


def test_without_time_everything_is_withheld() -> None:
    result = protect(row_of_four(), seconds=0.0)
    assert set(states(result).values()) == {"hidden"}
    assert result.rungs == {"t": "withheld"}
    assert result.withheld["t"]


def test_one_sum_has_one_state_in_every_table() -> None:
    for seed in range(6):
        result = protect(linked(seed))
        if "withheld" in result.rungs.values():
            continue
        for site in (*SITES, "all"):
            first, second = result.decision(f"only/{site}"), result.decision(f"{site}/all")
            if "hidden" not in (first.state, second.state):
                assert (first.state, first.lo, first.hi) == (second.state, second.lo, second.hi)


def test_a_cell_of_no_table_is_protected_and_never_shown() -> None:
    result = protect([children("a", 3, "a", table=""), children("b", 9, "b"), children("ab", 12, "a b")])
    assert states(result)["a"] == "hidden"
    assert not {"b", "ab"} <= {key for key, state in states(result).items() if state == "exact"}


def test_bands_are_true_and_wide_bands_do_not_cut_across_them() -> None:
    bands = (0, 5, 10, 15, 20)
    assert [band_of(value, bands) for value in (0, 4, 5, 19, 20, 99)] == [
        (0, 4), (0, 4), (5, 9), (15, 19), (20, None), (20, None),
    ]  # fmt: skip
    assert widen(bands) == (0, 10, 20)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_hidden_stays_hidden_and_what_is_shown_is_true(seed: int) -> None:
    cells = linked(seed)
    result = protect(cells)
    assert examine(result.system).ok
    for target in result.system.targets:
        low, high = result.worlds[target.id]
        assert fits(result.system, low) and fits(result.system, high)
        assert value_of(target.terms, low) <= 1 and value_of(target.terms, high) >= 4
    for cell in cells:
        shown = result.decision(cell.key)
        if shown.state != "hidden":
            assert shown.lo is not None and shown.lo <= cell.value
            assert shown.hi is None or cell.value <= shown.hi
        if cell.value < 5 and not (cell.whole and cell.value == 0):
            assert shown.state != "exact"


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000), shuffle=st.integers(0, 100))
def test_the_order_of_the_cells_changes_nothing(seed: int, shuffle: int) -> None:
    cells = linked(seed)
    mixed = random.Random(shuffle).sample(cells, len(cells))
    assert protect(cells).decisions == protect(mixed).decisions


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_exact_parts_add_up_to_their_exact_total(seed: int) -> None:
    result = protect(linked(seed))
    for site in SITES:
        parts = [result.decision(f"{site}/{kind}") for kind in KINDS]
        total = result.decision(f"{site}/all")
        if total.state == "exact" and all(part.state == "exact" for part in parts):
            assert sum(part.lo or 0 for part in parts) == total.lo


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_shown_number_is_as_true_in_each_certificate_world_as_in_the_data(seed: int) -> None:
    cells = linked(seed)
    result = protect(cells)
    for pair in result.worlds.values():
        for cell in (*retell(cells, pair[0]), *retell(cells, pair[1])):
            shown = result.decision(cell.key)
            if shown.state != "hidden":
                assert shown.lo is not None and shown.lo <= cell.value
                assert shown.hi is None or cell.value <= shown.hi


def two_small(first: int, second: int) -> list[ProtectCell]:
    values: Mapping[str, int] = {
        "a": first,
        "b": second,
        "d": 20,
        "e": 25,
        "f": 30,
        "g": 31,
        "h": 32,
        "i": 33,
    }
    cells = [children(name, value, name) for name, value in values.items()]
    return [*cells, children("all", sum(values.values()), " ".join(values), whole=True)]


@pytest.mark.parametrize("pair", [(1, 4), (2, 3), (4, 1)])
def test_nothing_changes_when_hidden_numbers_change_under_the_same_total(pair: tuple[int, int]) -> None:
    assert protect(two_small(3, 2)).decisions == protect(two_small(*pair)).decisions
