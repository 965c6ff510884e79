"""The records of one file, many at a time, each with the row a spreadsheet shows it in."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TextIO

from generator.package.scan import Unreadable, stop

LONGEST_CELL = 100_000
AT_A_TIME = 100
"""Records handed over together. More would not stay in the processor's own memory, and so be slower to look through."""


def blocks(table: str, lines: TextIO) -> Iterator[tuple[int, list[list[str]]]]:
    """Every record in lists of up to `AT_A_TIME`, each list with the row number of its first record.

    The header is row 1 and comes alone; blank rows count and come as they are. What stands before a record that
    cannot be read is handed over before `Unreadable` is raised, because it may hold what has to be said first.
    """
    # The reader's own limit for a cell is one number for the whole process, and other packages raise it.
    reader = csv.reader(lines, strict=True)
    first, size = 1, 1
    while True:
        block: list[list[str]] = []
        broken: Unreadable | None = None
        try:
            for cells in islice(reader, size):
                block.append(cells)  # one by one, so that what stands before an error is kept
        except csv.Error as problem:
            broken = _broken(table, first + len(block), too_long="limit" in str(problem))
        if block:
            yield first, block
        if broken:
            raise broken
        if len(block) < size:
            return
        first, size = first + size, AT_A_TIME


def refuse_long_cells(table: str, first: int, block: Sequence[Sequence[str]]) -> None:
    """Stop at the first record with a cell that no table has."""
    for row, cells in enumerate(block, first):
        if cells and len(max(cells, key=len)) > LONGEST_CELL:
            raise _broken(table, row, too_long=True)


def _broken(table: str, row: int, *, too_long: bool) -> Unreadable:
    if too_long:
        message = f"one cell is longer than {LONGEST_CELL:,} characters."
        hint = "A quote that is not closed swallows what follows. Look at this row and export again."
        return stop(table, "cell-too-long", message, hint, row)
    hint = 'Inside a quoted cell a quote is written twice (""), and each opening quote needs its closing one.'
    return stop(table, "broken-quotes", "the quotes do not match.", hint, row)
