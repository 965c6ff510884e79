"""The table on the page that explains protection: what each size is shown, and what nine releases leave of it."""

from __future__ import annotations

import pytest
import yaml
from measure_disclosure import TARGET, measured
from simulate import SIZES

ROWS = {row["roll"]: row for row in yaml.safe_load(TARGET.read_text(encoding="utf-8"))}
STATES = ("exact", "band", "hidden")


def share(roll: int) -> float:
    """The part of the plan's cells that a first release shows, exact or as a range."""
    row = ROWS[roll]
    return (row["exact"] + row["band"]) / row["cells"]


def test_every_size_is_in_the_table_and_nothing_was_ever_worked_out() -> None:
    assert tuple(ROWS) == SIZES == (6, 12, 30, 60, 120)
    assert {row["recovered"] for row in ROWS.values()} == {0}


def test_sixty_on_roll_are_shown_at_least_85_in_100_and_thirty_at_least_60() -> None:
    assert share(60) >= 0.85
    assert share(120) >= 0.85
    assert share(30) >= 0.60


def test_up_to_twelve_get_the_minimal_plan() -> None:
    expected = {6: "minimal", 12: "minimal", 30: "middle", 60: "full", 120: "full"}
    assert {roll: row["plan"] for roll, row in ROWS.items()} == expected


@pytest.mark.parametrize("roll", ROWS)
def test_the_states_of_a_row_add_up(roll: int) -> None:
    row = ROWS[roll]
    assert sum(row[name] for name in STATES) == row["cells"]
    assert sum(row["after_nine"][name] for name in STATES) == row["cells"]


def test_the_table_is_what_the_program_measures_today() -> None:
    """The quickest row stands for the others; `make measure-disclosure` writes them all again."""
    assert measured(12) == ROWS[12]
