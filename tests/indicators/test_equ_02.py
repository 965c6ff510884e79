"""EQU-02: among restrained children, how many incidents and how many minutes."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, roll, window

from generator.indicators.fairness import how_much_how_long
from generator.model import Dataset

SUMMER = "2024-25-summer"


def incidents(child: str, minutes: list[float | None]) -> list[dict[str, Any]]:
    return [
        held(child, f"2025-05-{number:02}", duration_minutes=each) for number, each in enumerate(minutes, 1)
    ]


def data_of(girls: list[list[float | None]], boys: list[list[float | None]], **more: Any) -> Dataset:
    """One list of minutes a child: as many incidents as it is long."""
    children, rows = [], []
    for sex, some in (("F", girls), ("M", boys)):
        names = [f"{sex}-{number}" for number in range(len(some))]
        children += roll(*names, sex=sex)
        rows += [row for name, each in zip(names, some, strict=True) for row in incidents(name, each)]
    return build(rows, children=children, **more)


GIRLS: list[list[float | None]] = [[2], [2], [2, 2], [2, 2], [4, 4, 4], [30] * 9]
BOYS: list[list[float | None]] = [[4]] * 5 + [[4, None]]


def test_middle_values_stand_side_by_side_with_and_without_one_child() -> None:
    data = data_of(GIRLS, BOYS)
    found = cells(how_much_how_long.compute(data, window(data, SUMMER)))
    # Incidents a child: girls 1, 1, 2, 2, 3, 9, in the middle 2; boys 1, 1, 1, 1, 1, 2, in the middle 1.
    # Without the girl with nine it is 2 again, without the boy with two 1 again.
    count = found["sex-f-incidents"]
    assert count.value == pytest.approx(2)
    assert count.sentence.endswith("the same without the child with most incidents on either side.")
    # Minutes: girls 2 (six times), 4 (three times), 30 (nine times): 18 values, in the middle (4 + 30) / 2 = 17.
    # Boys 4 (six times): 4. Without the girl with nine: 2 (six), 4 (three): 2, and 2 / 4 = 0.5.
    minutes = found["sex-f-minutes"]
    assert minutes.value == pytest.approx(17 / 4)
    assert "the ratio lies from 0.50 to 4.2" in minutes.sentence
    assert minutes.unknown == 0 and found["sex-m-minutes"].unknown == 1
    # All twelve children: 1, 1, 2, 2, 3, 9 and 1, 1, 1, 1, 1, 2: in the middle 1.
    assert found["Total"].value == 1 and found["Total"].numerator == 12


@pytest.mark.parametrize("few", [GIRLS[:5], []])
def test_under_six_restrained_children_on_a_side_there_is_no_ratio(few: list[list[float | None]]) -> None:
    data = data_of(BOYS, few)
    found = cells(how_much_how_long.compute(data, window(data, SUMMER)))
    assert found["sex-f-incidents"].marker == ("u" if few else "z")
    assert found["sex-f-incidents"].value is None


def test_minutes_that_nobody_wrote_down_are_not_made_up() -> None:
    data = data_of(GIRLS, [[None]] * 5 + [[4.0]])
    found = cells(how_much_how_long.compute(data, window(data, SUMMER)))
    # Six boys were restrained, but minutes are known for one of them.
    assert found["sex-f-incidents"].value == pytest.approx(2)
    assert found["sex-f-minutes"].marker == "u" and found["sex-m-minutes"].unknown == 5


def test_minutes_of_nought_on_the_other_side_give_no_ratio() -> None:
    data = data_of(GIRLS, [[0.0]] * 6)
    found = cells(how_much_how_long.compute(data, window(data, SUMMER)))
    assert found["sex-f-minutes"].marker == "u" and found["sex-m-minutes"].value == 0


def test_under_six_restrained_children_in_all_there_is_no_middle_number() -> None:
    five = data_of(GIRLS[:5], [])
    result = how_much_how_long.compute(five, window(five, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.value, whole.marker, whole.numerator, len(whole.evidence)) == (None, "u", 5, 5)
    assert result.headline == (
        "5 restrained children in summer term 2025, fewer than a middle number needs; "
        "no group was large enough to set beside the others."
    )
    # Six girls: 1, 1, 2, 2, 3, 9, in the middle 2.
    six = data_of(GIRLS, [])
    whole = cells(how_much_how_long.compute(six, window(six, SUMMER)))["Total"]
    assert (whole.value, whole.marker) == (2, None)


def test_where_nobody_was_restrained_that_is_said_and_no_half_of_nought() -> None:
    rows = [held("F-0", "2025-03-01", duration_minutes=5)]
    data = build(rows, children=roll("F-0", sex="F"))
    result = how_much_how_long.compute(data, window(data, SUMMER))
    whole = cells(result)["Total"]
    assert (whole.value, whole.marker, whole.numerator) == (None, "z", 0)
    assert result.headline == "No child on the roll was restrained in summer term 2025."


def test_children_who_are_not_on_the_roll_are_counted_apart_and_each_once() -> None:
    rows = [held("stranger", f"2025-05-0{day}", duration_minutes=5) for day in (1, 2, 3)]
    data = build([*rows, *incidents("F-0", [2])], children=roll("F-0", sex="F"))
    whole = cells(how_much_how_long.compute(data, window(data, SUMMER)))["Total"]
    # Three incidents of one child who is on no roll.
    assert (whole.numerator, whole.unknown, whole.better) == (1, 1, "neither")
