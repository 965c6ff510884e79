"""VOI-03: views of children who communicate without speech, given in their own way."""

from __future__ import annotations

from typing import Any

import pytest
from answers import typed
from example_rows import build, cells, held, roll, window

from generator.indicators.voice_more import own_way
from generator.model import Dataset

SUMMER = "2024-25-summer"  # 11 April to 31 August 2025
ROLL = [
    *roll("a", "b", uses_non_verbal_communication=True),
    *roll("c", uses_non_verbal_communication=False),
    *roll("d", uses_non_verbal_communication=None),
]


def view(
    child: str, when: str, own: bool | None, source: str | None, methods: str, **more: Any
) -> dict[str, Any]:
    return {
        "view_id": f"v-{child}-{when}",
        "child_id": child,
        "captured_on": when,
        "method_is_childs_own": own,
        "source": source,
        "methods": methods,
        "declined": None,
        **more,
    }


VIEWS = [
    view("a", "2025-05-01", True, "child_directly", "symbols_pecs|makaton"),  # met
    view("a", "2025-05-02", True, "with_trusted_adult", "symbols_pecs"),  # met
    view("a", "2025-05-03", True, "inferred_by_staff", "structured_observation"),  # inferred: not met
    view("b", "2025-05-04", False, "child_directly", "spoken"),  # not the child's own way: not met
    view("b", "2025-05-05", None, "child_directly", "drawn|drawn"),  # not said: not known
    view("b", "2025-05-06", None, "inferred_by_staff", "structured_observation"),  # inferred: not met
    view("b", "2025-05-07", True, None, "drawn"),  # from whom is not said: not known
    view("b", "2025-05-08", True, "child_directly", "drawn", declined=True),  # declined
    view("c", "2025-05-09", True, "child_directly", "spoken"),  # speaks
    view("d", "2025-05-10", True, "child_directly", "spoken"),  # the roll does not say
    view("a", "2025-04-10", True, "child_directly", "makaton"),  # the day before the window
]


def with_views(*views: dict[str, Any]) -> Dataset:
    data = build([held("a", "2025-05-01")], children=ROLL, child_views=views)
    return typed(data, "child_views", flags=("method_is_childs_own",))


def test_own_way_known_and_not_known_are_kept_apart() -> None:
    data = with_views(*VIEWS)
    result = own_way.compute(data, window(data, SUMMER))
    found = cells(result)
    # Met: the first two. Not met: the 3rd, 4th and 6th. Not known: the 5th and 7th.
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (2, 5, 2)
    assert found["Total"].value == pytest.approx(40)
    assert [(ref.table, ref.row) for ref in found["Total"].evidence] == [
        ("child_views", 2),
        ("child_views", 3),
    ]
    assert (found["roll-does-not-say"].value, found["roll-does-not-say"].denominator) == (1, 9)
    assert [line[0] for line in result.listings[0].rows] == ["6 May 2025", "4 May 2025", "3 May 2025"]
    assert result.listings[0].rows[1][2] == "The child directly, spoken"


def test_from_whom_and_by_which_way_a_view_came_are_shown() -> None:
    data = with_views(*VIEWS)
    found = cells(own_way.compute(data, window(data, SUMMER)))
    counted = {group: (cell.numerator, cell.denominator) for group, cell in found.items()}
    assert counted["inferred"] == (2, 7) and counted["directly"] == (3, 7)
    assert counted["with-trusted-adult"] == (1, 7) and counted["family"] == (0, 7)
    ways = {group: count for group, (count, _) in counted.items() if group.startswith("way-")}
    # One code that stands twice in a view counts once.
    assert ways == {
        "way-drawn": 2,
        "way-makaton": 1,
        "way-spoken": 1,
        "way-structured-observation": 2,
        "way-symbols-pecs": 2,
    }
    assert found["way-symbols-pecs"].label == "Symbols or PECS"


def test_without_a_view_of_such_a_child_there_is_no_share() -> None:
    data = with_views(*VIEWS[8:10])
    result = own_way.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].value, cells(result)["Total"].marker) == (None, "z")
    assert result.listings == ()


def test_from_whom_and_how_a_view_came_has_no_good_direction() -> None:
    data = with_views(*VIEWS)
    found = own_way.compute(data, window(data, SUMMER)).cells
    assert {cell.better for cell in found if cell.group != "Total"} == {"neither"}
