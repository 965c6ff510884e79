"""The release plan as a system: where every incident has a place, the places and the total are one sum."""

from __future__ import annotations

import itertools

import pytest

from generator.disclosure.cells import LADDER
from generator.disclosure.plan import plan
from generator.disclosure.protect import protect
from generator.disclosure.sizes import PLANS, SETTING_LEVEL, plan_for
from generator.model import Cell, IndicatorResult, Slots
from generator.published import PublishedCell

SLOTS = Slots("", "", "")
TERM = "2025-26-summer"


def result(*cells: Cell) -> IndicatorResult:
    return IndicatorResult(cells=cells, slots=SLOTS, headline="")


def events(group: str, number: int, children: int) -> Cell:
    return Cell(
        group=group, unit="incidents", counts="events", value=number, numerator=number, children=children
    )


def held(number: int, roll: int | None) -> Cell:
    return Cell(
        group="children", unit="children", counts="children", value=number, numerator=number, denominator=roll
    )


def level(
    school: tuple[int, int], home: tuple[int, int], elsewhere: int = 0, roll: int | None = 30
) -> IndicatorResult:
    """Incidents and children behind them at the school and at the home, and incidents without a place."""
    return result(
        events("incidents", school[0] + home[0] + elsewhere, 12),
        held(12, roll),
        events("school", *school),
        events("home", *home),
    )


def decide(
    found: IndicatorResult, exact_totals: bool = False
) -> dict[str, tuple[str, int | None, int | None]]:
    wanted = plan({("CHG-01", TERM): found}, [TERM], ["school", "home"], exact_totals=exact_totals)
    decided = protect(wanted.cells, public=wanted.public)
    return {
        each.key.removeprefix(f"CHG-01/{TERM}/"): (each.state, each.lo, each.hi) for each in decided.decisions
    }


def test_a_small_place_cannot_be_worked_out_by_taking_the_other_from_the_total() -> None:
    for home in (1, 2, 3, 4):
        found = decide(level((26, 10), (home, 2)))
        if found["incidents"][0] == "exact":
            assert found["school"][0] != "exact", f"{26 + home} less 26 is the home's number"
        assert found["home"][0] != "exact"


def test_two_places_with_enough_children_are_exact() -> None:
    found = decide(level((26, 10), (14, 6)))
    assert found["incidents"] == ("exact", 40, 40)
    assert (found["school"], found["home"]) == (("exact", 26, 26), ("exact", 14, 14))


def test_a_term_without_the_level_of_incidents_has_no_cells() -> None:
    wanted = plan({}, [TERM], ["school", "home"], exact_totals=False)
    assert wanted.cells == () and wanted.public == ()


def test_the_roll_is_public_and_is_never_a_figure_of_its_own() -> None:
    wanted = plan(
        {("CHG-01", TERM): level((26, 10), (14, 6))}, [TERM], ["school", "home"], exact_totals=False
    )
    (fact,) = wanted.public
    assert (fact.lo, fact.hi) == (30, 30)
    assert [cell.table for cell in wanted.cells if cell.key.startswith("roll|")] == [""]


def test_without_a_roll_nothing_is_taken_for_public() -> None:
    wanted = plan(
        {("CHG-01", TERM): level((26, 10), (14, 6), roll=None)},
        [TERM],
        ["school", "home"],
        exact_totals=False,
    )
    assert wanted.public == ()


def test_a_decision_frees_the_totals_of_the_school_and_of_the_home() -> None:
    wanted = plan({("CHG-01", TERM): level((3, 2), (2, 1))}, [TERM], ["school", "home"], exact_totals=True)
    free = {cell.key.rsplit("/", 1)[-1] for cell in wanted.cells if not cell.sensitive and cell.table}
    assert free == {"incidents", "children", "school", "home"}


def test_the_plan_is_the_same_for_any_data_with_the_same_tables() -> None:
    keys = [
        sorted(
            cell.key
            for cell in plan({("CHG-01", TERM): found}, [TERM], ["school", "home"], exact_totals=False).cells
        )
        for found in (level((26, 10), (14, 6)), level((1, 1), (0, 0)), level((0, 0), (3, 1)))
    ]
    assert keys[0] == keys[1] == keys[2]


def test_nearly_all_children_of_the_roll_is_as_private_as_a_few() -> None:
    found = decide(
        result(events("incidents", 40, 12), held(29, 30), events("school", 26, 10), events("home", 14, 6))
    )
    assert found["children"][0] != "exact"


@pytest.mark.parametrize(
    ("roll", "name"),
    [
        *((0, "minimal"), (6, "minimal"), (12, "minimal"), (13, "small"), (29, "small")),
        *((30, "middle"), (59, "middle"), (60, "full"), (200, "full")),
    ],
)
def test_the_plan_follows_the_number_on_roll(roll: int, name: str) -> None:
    assert plan_for([roll]).name == name


def test_the_smallest_roll_of_any_term_decides_and_an_unknown_one_gives_no_exact_children() -> None:
    assert plan_for([70, 58, 64]).name == "middle"
    assert "exact" not in plan_for([]).tables["CHG-02"]


def test_a_smaller_setting_is_never_shown_a_table_finer_than_a_larger_one() -> None:
    for smaller, larger in itertools.pairwise(PLANS):
        assert set(smaller.tables) <= set(larger.tables)
        assert all(set(smaller.tables[name]) <= set(larger.tables[name]) for name in smaller.tables)
    assert all(set(ladder) <= set(LADDER) for each in PLANS for ladder in each.tables.values())
    assert set(SETTING_LEVEL) <= set(PLANS[-1].tables)


def test_every_plan_has_its_reason_and_a_hash_of_its_own() -> None:
    assert all(len(each.why) > 40 for each in PLANS)
    assert len({each.hash for each in PLANS}) == len(PLANS)


def test_a_cell_that_is_shown_says_its_range_in_words() -> None:
    frame = {
        "key": "k",
        "indicator": "CHG-01",
        "title": "t",
        "unit": "incidents",
        "better": "down",
        "window": TERM,
    }
    assert PublishedCell(**frame, lower=10, upper=14).shown == "10 to 14"
    assert PublishedCell(**frame, marker="c").shown == "c"
