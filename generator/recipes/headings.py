"""The headings of an export: in one row, in two, or in none; each once, and where the wanted ones stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from generator.errors import DataError
from generator.package.files import letter
from generator.recipes.lines import Record
from generator.recipes.recipe import FileShape, same


def read_headings(
    name: str, records: Iterator[Record], shape: FileShape
) -> tuple[list[str], Iterator[Record]]:
    """The headings, each once, and the records that follow."""
    if not shape.header_rows:
        first = next(records, None)
        if first is None:
            raise DataError(f"{name}: the file is empty.", "Export it again with its rows.")
        width = max(len(first[1]), len(shape.names))
        numbered = [str(place) for place in range(len(shape.names) + 1, width + 1)]
        return [*shape.names, *numbered], _after(first, records)
    upper: list[str] = []
    for number, cells in records:
        if number in shape.header_rows:
            lower = [" ".join(cell.split()) for cell in cells]
            upper = _joined(upper, lower) if number > shape.header_rows[0] else lower
        if number == shape.header_rows[-1]:
            return _told_apart(upper), records
    raise DataError(
        f"{name}: it ends before row {shape.header_rows[-1]}.", "Correct header_row in the recipe."
    )


def _after(first: Record, records: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from records


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows of headings as one; a merged cell of the upper row stands over all that lie below it."""
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    made, over = [], ""
    for high, low in zip(above, below, strict=True):
        over = high or over
        made.append(" / ".join(part for part in ((over if low else high), low) if part))
    return made


def _told_apart(header: Sequence[str]) -> list[str]:
    """Headings that stand there twice get a number: Notes (1), Notes (2)."""
    plain = [same(name) for name in header]
    made = []
    for place, name in enumerate(header):
        twice = name and plain.count(plain[place]) > 1
        made.append(f"{name} ({plain[: place + 1].count(plain[place])})" if twice else name)
    return made


def expand(name: str, header: Sequence[str], patterns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The headings that each pattern with # stands for, counted from 1 for as long as there is one."""
    plain = {same(each): each for each in header}
    made = {}
    for pattern in patterns:
        found: list[str] = []
        while heading := plain.get(same(pattern.replace("#", str(len(found) + 1)))):
            found.append(heading)
        if not found:
            first = pattern.replace("#", "1")
            raise DataError(
                f"{name}: the column {first} is not there.",
                "Correct the name with # in the recipe, or header_row.",
            )
        made[pattern] = tuple(found)
    return made


def places_of(name: str, header: Sequence[str], wanted: Sequence[str]) -> dict[str, int]:
    """Where each wanted column stands. Headings that are not known are never repeated: they may be a child's row."""
    plain = [same(each) for each in header]
    wrong = []
    for each in wanted:
        if same(each) in plain:
            continue
        if twice := sum(other.startswith(f"{same(each)} (") for other in plain):
            wrong.append(
                f"{name}: the column {each} stands there {twice} times. Rename all but one in the export, or write "
                f"{each} (1) in the recipe."
            )
        else:
            near = get_close_matches(same(each), plain, n=1, cutoff=0.6)
            todo = (
                f"Did you mean column {letter(plain.index(near[0]))}? Correct its name"
                if near
                else "Correct it"
            )
            wrong.append(
                f"{name}: the column {each} is not there. {todo} in the recipe, or header_row or delimiter."
            )
    if wrong:
        raise DataError(
            "\n".join(wrong), "Correct what is named above and import again. Nothing was written."
        )
    return {each: plain.index(same(each)) for each in wanted}
