"""Which result class a comparison earns: one case a gate, counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.statistics.compare import compare, compare_totals, process, zero

pytestmark = pytest.mark.filterwarnings("error")


def window(*counts: int, days: float = 60) -> dict[str, tuple[int, float]]:
    return {f"child-{i:02}": (count, days) for i, count in enumerate(counts)}


def test_fewer_than_six_incidents_in_both_windows_say_nothing() -> None:
    found = compare(window(3, 1), window(1, 0))
    assert found.klass == "R0" and found.facts["n"] == 5 and found.facts["reason"] == "few-events"


def test_a_window_without_exposure_says_nothing() -> None:
    assert compare({}, window(4, 4)).facts["reason"] == "no-exposure"
    assert compare({}, window(4, 4)).klass == "R0"
    assert compare({}, {}).klass == "R0"


def test_fewer_than_six_children_with_a_change_are_no_signal_however_big_it_is() -> None:
    found = compare(window(9, 9, 9, 9, 9), window(0, 0, 0, 0, 0))
    assert (found.klass, found.facts["reason"], found.facts["changed"]) == ("R1", "few-children", 5)
    assert "lo" not in found.facts and "hi" not in found.facts  # 0 is past what totals alone could show


def test_a_difference_of_chance_names_what_could_have_been_seen() -> None:
    found = compare(window(2, 2, 2, 1, 1, 1, 1), window(1, 1, 1, 2, 0, 0, 0))
    # 10 and 5 of equal length: from 10 only 2 or fewer could be called.
    assert (found.klass, found.facts["a"], found.facts["b"]) == ("R1", 10, 5)
    assert (found.facts["reason"], found.facts["lo"]) == ("chance", 2)
    assert found.facts["hi"] == 23


def test_eight_children_who_all_fell_are_lower_and_all_rose_are_higher() -> None:
    before, after = window(3, 2, 2, 2, 2, 2, 2, 2), window(0, 0, 0, 0, 0, 0, 0, 0)
    lower = compare(before, after)
    assert (lower.klass, lower.facts["p"], lower.facts["changed"]) == ("R2", 2 / 256, 8)
    assert compare(after, before).klass == "R3"


def test_six_children_who_all_fell_cannot_survive_without_one_of_them() -> None:
    found = compare(window(3, 2, 2, 2, 2, 2), window(0, 0, 0, 0, 0, 0))
    assert (found.klass, found.facts["reason"]) == ("R1", "few-children")


def test_one_child_behind_a_rise_is_named_as_that_and_not_as_a_rise() -> None:
    found = compare(window(1, 1, 1, 1, 1, 1, 0, 2), window(1, 0, 2, 1, 0, 2, 1, 20))
    # 8 and 27 differ by more than chance; without the last child 6 and 7 do not.
    assert (found.klass, found.facts["x"], found.facts["n"]) == ("R4", 22, 35)


def test_totals_that_differ_without_the_children_agreeing_are_no_signal() -> None:
    # Changes: 4 down, six of 1 down, one of 1 up: sum 9.
    before = window(8, 2, 2, 2, 2, 2, 2, 0)
    after = window(0, 0, 0, 0, 0, 0, 0, 2)
    found = compare(before, after)
    # Sums of at least 9 are 4 + 7 and 4 + 5: 1 + 7 ways, twice, of 256.
    assert found.facts["p"] == 16 / 256
    assert (found.klass, found.facts["reason"]) == (
        "R1",
        "uneven",
    )  # 12 and 2 still differ without that child


def test_leave_one_out_turns_a_bare_signal_into_one_child() -> None:
    # Changes 9 (the top child), seven of 1 down and one of 1 up: sum 15.
    before = window(18, 2, 2, 2, 2, 2, 2, 2, 0)
    after = window(0, 0, 0, 0, 0, 0, 0, 0, 2)
    found = compare(before, after)
    # Sums of at least 15: 9 + 6 or 9 + 8: 8 + 1 ways, twice, of 512. Without that child 18/256.
    assert found.facts["p"] == 18 / 512
    assert (found.klass, found.facts["x"], found.facts["n"]) == ("R4", 18, 34)


def test_a_signal_that_rests_on_two_children_alike_is_not_put_on_one() -> None:
    found = compare(window(18, 18, 2, 2, 2, 2, 2, 2, 0), window(0, 0, 0, 0, 0, 0, 0, 0, 2))
    # Changes 9, 9, six of 1 down, one up: 1 + 7 ways, twice, of 512. Without either, 16/256 = 0.0625.
    assert found.facts["p"] == 16 / 512
    assert (found.klass, found.facts["reason"]) == ("R1", "uneven")


def test_children_who_came_or_went_cannot_turn_a_fall_into_a_rise() -> None:
    before = window(2, 2, 2, 2, 2, 2, 2, 2)
    after = window(0, 0, 0, 0, 0, 0, 0, 0) | {"child-new": (40, 60)}
    found = compare(before, after)
    assert (found.klass, found.facts["reason"]) == ("R1", "rolls-differ")


def test_twice_the_days_with_twice_the_incidents_is_no_change() -> None:
    found = compare(window(*[2] * 8, days=120), window(*[1] * 8, days=60))
    assert (found.klass, found.facts["changed"]) == ("R1", 0)


def test_without_children_the_exact_test_speaks_where_incidents_do_not_cluster() -> None:
    assert compare_totals([(5, 30)] * 6, [(1, 30)] * 6).klass == "R2"
    assert compare_totals([(1, 30)] * 6, [(5, 30)] * 6).klass == "R3"
    chance = compare_totals([(2, 30)] * 6, [(2, 30), (1, 30), (1, 30)])
    assert (chance.klass, chance.facts["reason"]) == ("R1", "chance")
    assert compare_totals([(1, 30)] * 2, [(1, 30)] * 3).klass == "R0"


def test_without_children_clusters_stop_every_sentence() -> None:
    found = compare_totals([(0, 30), (12, 30), (0, 30), (9, 30)], [(1, 30)] * 4)
    # Before: mean 5.25, (27.5625 x 2 + 45.5625 + 14.0625) / 5.25 = 21.857 on 3, and nought on 3 after.
    assert found.klass == "R11" and found.facts["phi"] == pytest.approx(21.857 / 6, abs=1e-3)


def test_without_children_one_period_a_window_cannot_be_looked_at_for_clusters() -> None:
    found = compare_totals([(30, 100)], [(5, 100)])
    assert (found.klass, found.facts["reason"]) == ("R1", "clusters-unknown")


def test_a_percentage_is_given_from_twenty() -> None:
    assert process(3, 7).facts == {"x": 3, "n": 7} and process(3, 7).klass == "R6"
    found = process(20, 20).facts
    # Wilson, all of 20: 20 / (20 + 1.96²) = 83.9%.
    assert found["percent"] == 100 and found["lo"] == pytest.approx(83.887, abs=1e-3)
    assert "percent" not in process(19, 19).facts and process(0, 0).facts == {"x": 0, "n": 0}


def test_a_quiet_period_is_met_only_when_it_is_longer_than_chance_gives() -> None:
    short, long = zero(24, 195, 32), zero(24, 195, 33)
    assert (short.klass, short.facts["met"], long.facts["met"]) == ("R5", 0, 1)
    assert short.facts["needed"] == 33 and "needed" not in zero(0, 195, 60).facts
    assert zero(3, 195, 195).facts["p_in_100"] == 12


rows = st.dictionaries(
    st.sampled_from([f"child-{i:02}" for i in range(12)]), st.tuples(st.integers(0, 12), st.integers(0, 90))
)


@settings(max_examples=60, deadline=None)
@given(rows, rows)
def test_any_two_windows_get_a_class_and_the_order_of_the_children_does_not_matter(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
) -> None:
    found = compare(before, after)
    assert found.klass in {"R0", "R1", "R2", "R3", "R4"}
    assert found == compare(dict(reversed(before.items())), dict(reversed(after.items())))
    if found.klass == "R1" and "hi" in found.facts:
        assert float(found.facts.get("lo", -1)) < float(found.facts["b"]) < float(found.facts["hi"])
    if found.klass in {"R2", "R3"}:
        assert int(found.facts["changed"]) > 6 and float(found.facts["p"]) < 0.05
