"""Long to wide: one row for each different set of the other columns; and the id that a row gets from its contents."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from generator.errors import DataError
from generator.recipes.recipe import FileShape, same

ROW_ID = "<row id>"


def row_id(cells: Sequence[str], hidden: set[int]) -> str:
    """Sixteen letters and digits from what the row holds. Names stay out: they could be found by trying them."""
    texts = [" ".join(text.split()) for place, text in enumerate(cells) if place not in hidden]
    while texts and not texts[-1]:
        texts.pop()
    return hashlib.sha256("\x1f".join(texts).encode("utf-8")).hexdigest()[:16]


def pivot(
    name: str,
    numbers: Sequence[int],
    columns: dict[str, list[str]],
    shape: FileShape,
    pivoted: frozenset[str],
) -> tuple[list[int], dict[str, list[str]]]:
    """Long to wide: one row for each different set of the other columns."""
    assert shape.pivot
    headings, cells = columns.pop(shape.pivot.headings), columns.pop(shape.pivot.cells)
    by_plain = {same(each): each for each in pivoted}
    kept = [each for each in columns if each != ROW_ID]
    rows: dict[tuple[str, ...], int] = {}
    first: list[int] = []
    made: dict[str, list[str]] = {
        each: [] for each in [*kept, *pivoted, *([ROW_ID] if ROW_ID in columns else [])]
    }
    taken: set[tuple[int, str]] = set()
    for number, heading, cell, key in zip(
        numbers, headings, cells, zip(*(columns[each] for each in kept), strict=True), strict=True
    ):
        place = rows.setdefault(key, len(rows))
        if place == len(first):
            first.append(number)
            for each, text in zip(kept, key, strict=True):
                made[each].append(text)
            for each in pivoted:
                made[each].append("")
            if ROW_ID in columns:
                made[ROW_ID].append(row_id(key, set()))
        target = by_plain.get(same(heading))
        if target is None:
            continue
        if (place, target) in taken:
            raise DataError(
                f"{name}, row {number}: a second cell for the same heading and the same other columns.",
                "Use a column more that tells the rows apart, or leave such rows out at the source.",
            )
        taken.add((place, target))
        made[target][place] = cell
    _refuse_absent(name, pivoted, headings)
    return first, made


def _refuse_absent(name: str, pivoted: frozenset[str], headings: Sequence[str]) -> None:
    """Raise where a wanted column is no heading and no cell names it."""
    absent = [each for each in sorted(pivoted) if same(each) not in {same(text) for text in set(headings)}]
    if absent:
        raise DataError(
            "\n".join(
                f"{name}: the column {each} is neither a heading nor named by pivot." for each in absent
            ),
            "Correct its name in the recipe.",
        )
