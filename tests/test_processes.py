"""Work shared by two processes gives what one process gives."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from generator import processes
from generator.model import Cell, RowRef, Verdict


def test_results_come_in_order_and_all_of_them() -> None:
    assert processes.in_turn(lambda number: number**2, 5, both=True) == [0, 1, 4, 9, 16]
    assert processes.in_turn(lambda number: number**2, 5, both=False) == [0, 1, 4, 9, 16]
    assert processes.in_turn(lambda number: number, 0, both=True) == []


def test_each_number_is_worked_out_once(tmp_path: Path) -> None:
    def work(number: int) -> int:
        with (tmp_path / str(number)).open("a") as file:
            file.write("x")
        return number

    assert processes.in_turn(work, 40, both=True) == list(range(40))
    assert {path.read_text() for path in tmp_path.iterdir()} == {"x"}


def test_an_error_shows_itself_as_it_does_with_one_process() -> None:
    def work(number: int) -> int:
        if number == 3:
            raise ZeroDivisionError("third")
        return number

    for both in (True, False):
        with pytest.raises(ZeroDivisionError, match="third"):
            processes.in_turn(work, 6, both=both)


def test_what_the_second_process_does_not_bring_is_worked_out_here() -> None:
    first = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != first:
            os._exit(9)
        return number

    assert processes.in_turn(work, 30, both=True) == list(range(30))


def test_a_result_that_cannot_be_handed_over_is_worked_out_here() -> None:
    found = processes.in_turn(lambda number: lambda: number, 8, both=True)
    assert [each() for each in found] == list(range(8))


def test_two_works_beside_each_other_give_what_they_give_one_after_the_other(tmp_path: Path) -> None:
    first = os.getpid()

    def where(name: str) -> tuple[str, bool]:
        with (tmp_path / name).open("a") as file:
            file.write("x")
        return name, os.getpid() == first

    assert processes.beside(lambda: where("a"), lambda: where("b"), both=False) == (("a", True), ("b", True))
    # The first of the two never leaves this process; the second does where there is another core.
    assert processes.beside(lambda: where("c"), lambda: where("d"), both=True) == (
        ("c", True),
        ("d", not processes.can_share()),
    )
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys("abcd", "x")


def test_an_error_of_either_work_beside_the_other_shows_itself() -> None:
    def wrong() -> int:
        raise ZeroDivisionError("wrong")

    for both in (True, False):
        for here, there in ((wrong, int), (int, wrong)):
            with pytest.raises(ZeroDivisionError, match="wrong"):
                processes.beside(here, there, both=both)


def test_work_that_the_second_process_was_stopped_in_is_done_here() -> None:
    first = os.getpid()

    def there() -> int:
        if os.getpid() != first:
            os._exit(9)
        return 2

    assert processes.beside(lambda: 1, there, both=True) == (1, 2)


def test_a_cell_that_changes_process_is_the_same_cell() -> None:
    rows = (RowRef("incidents", 2), RowRef("incidents", 9), RowRef("reviews", 3), RowRef("incidents", 4))
    cell = Cell(
        unit="incidents",
        value=4.0,
        numerator=4,
        interval=(1.0, 9.5),
        verdict=Verdict("R1", {"a": 4}),
        dims={"place": "school"},
        evidence=rows,
        better="down",
    )
    again = pickle.loads(pickle.dumps(cell))
    assert again == cell and again.evidence == rows and repr(again) == repr(cell)
    empty = Cell(unit="incidents")
    assert pickle.loads(pickle.dumps(empty)) == empty
