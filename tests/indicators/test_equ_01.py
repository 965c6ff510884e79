"""EQU-01: who is restrained, group beside group, each child once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from example_rows import build, cells, held, roll, window

from generator.indicators.fairness import who_is_restrained
from generator.model import Dataset

SUMMER = "2024-25-summer"


def named(prefix: str, count: int) -> list[str]:
    return [f"{prefix}-{number:02}" for number in range(count)]


def data_of(groups: Sequence[tuple[dict[str, Any], int, int]], **more: Any) -> Dataset:
    """For each group its fields on the roll, how many children it has and how many of them were held (twice)."""
    children, rows = [], []
    for position, (fields, size, restrained) in enumerate(groups):
        names = named(f"g{position}", size)
        children += roll(*names, **fields)
        rows += [held(name, day) for name in names[:restrained] for day in ("2025-05-01", "2025-06-01")]
    return build([*rows, *more.pop("incidents", [])], children=children, **more)


def test_the_share_of_children_is_set_beside_all_others_and_not_the_share_of_incidents() -> None:
    data = data_of([({"sex": "F"}, 12, 3), ({"sex": "M"}, 15, 6), ({"sex": None}, 4, 2)])
    found = cells(who_is_restrained.compute(data, window(data, SUMMER)))
    # Girls 3 of 12, boys 6 of 15: 0.25 / 0.4 = 0.625. Four children's sex is not known.
    female = found["sex-f"]
    assert female.value == pytest.approx(0.625) and found["sex-m"].value == pytest.approx(1.6)
    assert (female.numerator, female.denominator, female.unknown) == (3, 12, 4)
    assert [ref.row for ref in female.evidence] == [2, 3, 4] and female.evidence[0].table == "children"
    assert female.verdict is not None and female.verdict.klass == "R1"
    assert female.interval is not None and female.interval[0] < 1 < female.interval[1]
    # All: 3 + 6 + 2 of 31.
    assert (found["Total"].numerator, found["Total"].denominator) == (11, 31)


def test_a_gap_beyond_chance_is_said_with_both_counts_and_listed() -> None:
    data = data_of([({"primary_need": "ASD"}, 20, 15), ({"primary_need": "MLD"}, 20, 2)])
    result = who_is_restrained.compute(data, data.calendar.current)
    need = cells(result)["primary-need-asd"]
    assert need.verdict is not None and need.verdict.klass == "R8"
    assert need.sentence.startswith(
        "15 of 20 children in the group “Primary need: autistic spectrum disorder” were restrained at least once, "
        "compared with 2 of 20 others. That gap is larger than chance usually gives. It does not show why"
    )
    lists = {each.id: each for each in result.listings}
    assert [line[:4] for line in lists["equ-01-apart"].rows] == [
        ("Primary need: moderate learning difficulty", "2 of 20", "15 of 20", "0.13"),
        ("Primary need: autistic spectrum disorder", "15 of 20", "2 of 20", "7.5"),
    ]
    assert "2 groups could be compared, 2 stood out beyond chance" in result.headline


def test_five_major_ethnic_groups_stand_apart_and_unknown_is_no_group() -> None:
    codes = ("WBRI", "WROM", "MWBC", "CHNE", "BAFR", "OOTH", "REFU", "NOBT")
    data = data_of([({"ethnicity_code": code}, 2, 1) for code in codes])
    found = cells(who_is_restrained.compute(data, window(data, SUMMER)))
    ethnic = {group: cell for group, cell in found.items() if group.startswith("ethnic-group-")}
    assert {group: cell.denominator for group, cell in ethnic.items()} == {
        "ethnic-group-white": 4,
        "ethnic-group-mixed": 2,
        "ethnic-group-asian": 2,
        "ethnic-group-black": 2,
        "ethnic-group-other": 2,
    }
    assert {cell.unknown for cell in ethnic.values()} == {4}


@pytest.mark.parametrize(
    ("groups", "marker"),
    [
        ([({"sen_provision": "E"}, 30, 12)], "z"),  # nobody else
        ([({"sen_provision": "E"}, 9, 6), ({"sen_provision": "K"}, 30, 3)], "u"),  # nine in the group
        ([({"sen_provision": "E"}, 10, 3), ({"sen_provision": "K"}, 30, 2)], "u"),  # five restrained in all
    ],
)
def test_under_ten_children_or_six_restrained_there_is_no_ratio(groups: Any, marker: str) -> None:
    data = data_of(groups)
    result = who_is_restrained.compute(data, window(data, SUMMER))
    cell = cells(result)["sen-provision-e"]
    assert (cell.value, cell.marker) == (None, marker)
    assert cell.verdict is not None and cell.verdict.klass == "R0"
    assert "no group could be compared" in result.headline
    assert "stood out" not in result.headline, "nought of nought is never said"


def test_a_setting_may_ask_for_larger_groups() -> None:
    groups = [({"sex": "F"}, 12, 3), ({"sex": "M"}, 15, 6)]
    data = data_of(groups, thresholds={"group_min_children": 13})
    assert cells(who_is_restrained.compute(data, window(data, SUMMER)))["sex-f"].marker == "u"


def test_groups_with_nobody_restrained_on_one_side_have_a_count_and_no_ratio() -> None:
    data = data_of([({"sex": "F"}, 12, 8), ({"sex": "M"}, 15, 0)])
    found = cells(who_is_restrained.compute(data, window(data, SUMMER)))
    assert (found["sex-f"].value, found["sex-f"].marker, found["sex-f"].numerator) == (None, "u", 8)
    assert found["sex-f"].verdict is not None and found["sex-f"].verdict.klass == "R8"
    assert found["sex-m"].value == 0.0


def test_children_who_are_not_on_the_roll_are_counted_apart_and_each_once() -> None:
    strangers = [held("stranger", "2025-05-02"), held("stranger", "2025-05-03"), held("other", "2025-05-03")]
    data = data_of([({"sex": "F"}, 3, 1)], incidents=strangers)
    whole = cells(who_is_restrained.compute(data, window(data, SUMMER)))["Total"]
    # Three incidents, but two children who are on no roll.
    assert (whole.numerator, whole.denominator, whole.unknown) == (1, 3, 2)


def test_the_number_of_restrained_children_has_no_good_direction() -> None:
    data = data_of([({"sex": "F"}, 3, 1)])
    whole = cells(who_is_restrained.compute(data, window(data, SUMMER)))["Total"]
    assert whole.better == "neither"


def test_small_groups_are_put_together_over_the_years_without_a_test() -> None:
    rows = [held(name, "2024-02-01") for name in named("g0", 12)[:5]]
    data = data_of([({"sex": "F"}, 12, 1), ({"sex": "M"}, 12, 2)], incidents=rows)
    result = who_is_restrained.compute(data, data.calendar.current)
    assert cells(result)["sex-f"].marker == "u"
    pooled = {each.id: each for each in result.listings}["equ-01-pooled"]
    # Over both years five girls (one of them twice over) and two boys: 5 of 12 over 2 of 12.
    assert [line[:4] for line in pooled.rows] == [
        ("Sex: female", "5 of 12", "2 of 12", "2.5"),
        ("Sex: male", "2 of 12", "5 of 12", "0.40"),
    ]


def test_a_child_with_two_rows_on_the_roll_counts_once_with_what_was_last_recorded() -> None:
    children = roll("a", since="2023-09-01", sex="F", looked_after_status="not_looked_after")
    children += roll("a", since="2025-01-01", sex=None, looked_after_status="looked_after")
    data = build([held("a", "2025-05-01")], children=children)
    found = cells(who_is_restrained.compute(data, window(data, SUMMER)))
    assert (found["sex-f"].numerator, found["sex-f"].denominator) == (1, 1)
    assert "care-status-looked-after" in found and "care-status-not-looked-after" not in found


def test_yes_or_no_fields_compare_those_with_yes_to_those_with_no() -> None:
    data = data_of([({"disabled": True}, 10, 4), ({"disabled": False}, 12, 6), ({"disabled": None}, 5, 5)])
    cell = cells(who_is_restrained.compute(data, window(data, SUMMER)))["disability-yes"]
    # 4 of 10 over 6 of 12.
    assert cell.value == pytest.approx(0.8) and cell.unknown == 5
