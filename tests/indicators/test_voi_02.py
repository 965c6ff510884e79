"""VOI-02: whether children who communicate without speech are heard as often."""

from __future__ import annotations

import pytest
from example_rows import build, cells, held, roll, window

from generator.indicators.voice import equal_voice

SUMMER = "2024-25-summer"
CHILDREN = (
    roll("quiet", uses_non_verbal_communication=True)
    + roll("speaks", uses_non_verbal_communication=False)
    + roll("unknown", uses_non_verbal_communication=None)
)


def build_voices(quiet: tuple[int, int], speaks: tuple[int, int]):  # type: ignore[no-untyped-def]
    """(captured, all) for each side, and one incident of a child of whom the roll does not say."""
    rows, views = [], []
    for child, (captured, count) in (("quiet", quiet), ("speaks", speaks)):
        for number in range(count):
            rows.append(held(child, f"2025-05-{number + 1:02}"))
            if number < captured:
                views.append({"incident_id": f"i{len(rows)}", "captured_on": f"2025-05-{number + 2:02}"})
    rows.append(held("unknown", "2025-05-01"))
    return build(rows, child_views=views, children=CHILDREN)


def test_the_gap_is_one_share_less_the_other_in_points() -> None:
    data = build_voices((2, 5), (8, 10))
    result = equal_voice.compute(data, window(data, SUMMER))
    found = cells(result)
    assert found["Total"].value == pytest.approx(40 - 80)
    assert (found["non-verbal"].numerator, found["non-verbal"].denominator) == (2, 5)
    assert (found["others"].numerator, found["others"].denominator) == (8, 10)
    assert found["non-verbal"].dims == {"voice": "non-verbal"}
    assert found["Total"].unknown == 1
    assert found["Total"].sentence == (
        "Children who communicate without speech were heard 40 points less often than others."
    )


def test_with_four_known_on_one_side_there_is_no_gap_and_the_counts_are_said() -> None:
    data = build_voices((2, 4), (8, 10))
    result = equal_voice.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].value, cells(result)["Total"].marker) == (None, "u")
    assert "after 2 of 4 incidents" in result.headline and "8 of 10 for others" in result.headline


def test_a_child_marked_on_either_of_two_rolls_counts_as_marked() -> None:
    rows = [held("twice", f"2025-05-0{day}") for day in range(1, 6)]
    both = roll("twice", uses_non_verbal_communication=None) + roll(
        "twice", uses_non_verbal_communication=True
    )
    data = build(rows, child_views=[{"incident_id": "i1", "captured_on": "2025-05-02"}], children=both)
    assert cells(equal_voice.compute(data, window(data, SUMMER)))["non-verbal"].denominator == 5


def test_each_sides_own_share_is_meant_to_go_up_and_only_the_gap_to_nought() -> None:
    data = build_voices((2, 5), (8, 10))
    found = cells(equal_voice.compute(data, window(data, SUMMER)))
    assert (found["Total"].better, found["non-verbal"].better, found["others"].better) == (None, "up", "up")


@pytest.mark.parametrize(
    ("quiet", "speaks", "said"),
    [
        (
            (0, 0),
            (2, 3),
            "No incident of a child who communicates without speech can be counted in summer term 2025; "
            "a view was captured after 2 of 3 incidents for others.",
        ),
        (
            (1, 1),
            (0, 0),
            "A view was captured after 1 of 1 incident for children who communicate without speech; "
            "no incident of others can be counted.",
        ),
        (
            (0, 0),
            (0, 0),
            "No incident of a child who communicates without speech can be counted in summer term 2025; "
            "no incident of others can be counted.",
        ),
    ],
)
def test_nought_of_nought_is_never_said(quiet: tuple[int, int], speaks: tuple[int, int], said: str) -> None:
    data = build_voices(quiet, speaks)
    if not quiet[1] and not speaks[1]:  # A table of views without a row is no table.
        data = build([held("unknown", "2025-05-01")], children=CHILDREN, child_views=[
            {"incident_id": "i1", "captured_on": "2025-05-02"}
        ])  # fmt: skip
    assert equal_voice.compute(data, window(data, SUMMER)).headline == said
