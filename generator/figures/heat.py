"""A timetable of counts: days across, hours or terms down, three fixed shades and the number in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.figures.layers import Layer, boxes, dots, words
from generator.figures.lettering import shorten, width_of, wrap
from generator.figures.palette import Palette
from generator.figures.sheet import Note, Sheet
from generator.figures.words import Reading, cells, counted, listed, number, sentences
from generator.published import MARKERS, PublishedExhibit

WIDTH = 340.0
CELL, TALL, SPACE = 42.0, 30.0, 2.0
LABEL_ROOM = 104.0
SHADES = ("heat1", "heat2", "heat3")
LADDER = ((3, 5), (10, 20), (25, 50), (100, 200), (250, 500), (1000, 2000), (10_000, 20_000))
"""Where the second and third shade begin: 1–2, 3–4 and 5 or more, or the first rungs that still part the cells."""
REACH = 3
"""A rung serves counts up to so many times its higher step."""
LEAST = 12.0
"""Least width of a cell that carries its number."""


@dataclass(frozen=True, slots=True)
class Cell:
    value: float | None
    marker: str | None

    @property
    def said(self) -> str:
        if self.value is None:
            return MARKERS.get(self.marker or "x", self.marker or "")
        return number(self.value) if self.value else "none"


@dataclass(frozen=True, slots=True)
class Grid:
    """The exhibit, read: names down and across, and a cell for each pair that has one."""

    down: tuple[str, ...]
    across: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]

    @classmethod
    def of(cls, exhibit: PublishedExhibit) -> Grid:
        found = {(str(row), str(column)): Cell(value, marker) for row, column, value, marker in exhibit.rows}
        down = exhibit.marks.get("rows") or dict.fromkeys(row for row, _ in found)
        across = exhibit.marks.get("columns") or dict.fromkeys(column for _, column in found)
        return cls(tuple(map(str, down)), tuple(map(str, across)), found)

    @property
    def steps(self) -> tuple[int, int]:
        """Where the second and third shade begin, by the highest number shown."""
        most = max((cell.value for cell in self.cells.values() if cell.value is not None), default=0)
        return next((rung for rung in LADDER if most < REACH * rung[1]), LADDER[-1])

    def shade(self, cell: Cell) -> str | None:
        """The shade of a cell; None for none and for a hidden number."""
        if cell.value is None or cell.value <= 0:
            return None
        return SHADES[sum(cell.value >= step for step in self.steps)]

    def __iter__(self) -> Iterator[tuple[int, int, Cell]]:
        """Column and row number of every cell, and the cell."""
        for y, row in enumerate(self.down):
            for x, column in enumerate(self.across):
                cell = self.cells.get((row, column))
                if cell is not None:
                    yield x, y, cell


def chart(exhibit: PublishedExhibit, palette: Palette, narrow: bool) -> tuple[Sheet, list[Layer]]:
    """One drawing, 340 wide, for all widths of page."""
    grid = Grid.of(exhibit)
    sheet = _sheet(grid, palette)
    gap = SPACE / 2 / (sheet.across / max(1, len(grid.across)))
    rise = SPACE / 2 / TALL

    def areas(shade: str | None, hidden: bool = False) -> list[tuple[float, float, float, float]]:
        return [
            (x + gap, y + rise, x + 1 - gap, y + 1 - rise)
            for x, y, cell in grid
            if (cell.value is None) == hidden and grid.shade(cell) == shade and (hidden or shade)
        ]

    nones = [(x + 0.5, y + 0.5) for x, y, cell in grid if cell.value == 0]
    return sheet, [
        *(boxes(sheet, areas(shade), fill=shade) for shade in SHADES),
        boxes(sheet, areas(None, hidden=True), stroke="axis"),
        dots(sheet, nones, fill="axis", size=6),
        *words(sheet, _notes(sheet, grid)),
    ]


def _sheet(grid: Grid, palette: Palette) -> Sheet:
    labels = [shorten(name, LABEL_ROOM) for name in grid.down]
    left = max([width_of(label) for label in labels] or [0.0]) + 10
    count = max(1, len(grid.across))
    wide = min(CELL + SPACE, (WIDTH - left - 2) / count)
    tallest = max([_head(name, wide).count("\n") for name in grid.across] or [0])
    top = 22.0 + tallest * 15
    return Sheet(
        width=WIDTH,
        height=top + max(1, len(grid.down)) * (TALL + SPACE) + 2,
        left=left,
        right=WIDTH - left - wide * count,
        top=top,
        bottom=2,
        x=(0, count),
        y=(max(1, len(grid.down)), 0),
        palette=palette,
        narrow=True,
    )


def _head(name: str, room: float) -> str:
    """A column's name as its width allows: whole, in lines, or its first three letters."""
    if width_of(name) <= room:
        return name
    if " " not in name and width_of(name[:3]) <= room:
        return name[:3]
    return wrap(name, room, most=3)


def _notes(sheet: Sheet, grid: Grid) -> list[Note]:
    wide = sheet.px(1) - sheet.px(0)
    notes = [
        Note(x=-8, y=sheet.py(y + 0.5) + 4.5, text=shorten(name, LABEL_ROOM), align="right", ink="ink2")
        for y, name in enumerate(grid.down)
    ]
    for x, name in enumerate(grid.across):
        text = _head(name, wide)
        if width_of(text[:1]) <= wide:
            foot = -8 - text.count("\n") * 15
            notes.append(Note(x=sheet.px(x + 0.5), y=foot, text=text, align="center", ink="ink2"))
    for x, y, cell in grid:
        text = cell.marker or "x" if cell.value is None else number(cell.value) if cell.value else ""
        if text and width_of(text) <= max(wide, LEAST):
            shade = grid.shade(cell)
            ink = f"on{shade}" if shade else "ink"
            place = (sheet.px(x + 0.5), sheet.py(y + 0.5) + 4.5)
            notes.append(Note(x=place[0], y=place[1], text=text, align="center", ink=ink))
    if not grid.cells:
        notes.append(Note(x=8, y=20, text="nothing to show", ink="ink2"))
    return notes


def read(exhibit: PublishedExhibit) -> Reading:
    """The timetable in words: its table has the same rows and columns."""
    grid = Grid.of(exhibit)
    rows = tuple(
        cells(
            row,
            *(
                grid.cells[row, column].said if (row, column) in grid.cells else None
                for column in grid.across
            ),
        )
        for row in grid.down
    )
    return Reading("", _description(grid), ("When", *grid.across), rows, _key(grid))


def _description(grid: Grid) -> str:
    known = [(cell.value, grid.down[y], grid.across[x]) for x, y, cell in grid if cell.value is not None]
    if not known:
        return "No cell has a number that can be shown." if grid.cells else "Nothing was counted."
    most = max(value for value, _, _ in known)
    where = [f"{column} {row}" for value, row, column in known if value == most]
    hidden = [f"{grid.across[x]} {grid.down[y]}" for x, y, cell in grid if cell.value is None]
    return sentences(
        f"{counted(len(grid.down), 'row')} by {counted(len(grid.across), 'column')}; "
        + f"single cells run from {number(min(v for v, _, _ in known))} to {number(most)}.",
        f"The highest stands at {listed(where, 3)}." if most > 0 else "Every cell shown is none.",
        f"Without a number: {listed(hidden)}." if hidden else "",
    )


def _key(grid: Grid) -> tuple[tuple[str, str], ...]:
    shades = {grid.shade(cell) for _, _, cell in grid}
    markers = {cell.marker or "x" for _, _, cell in grid if cell.value is None}
    second, third = grid.steps
    bands = (f"1–{second - 1}", f"{second}–{third - 1}", f"{number(third)} or more")
    key = [("none", "none")] if any(cell.value == 0 for _, _, cell in grid) else []
    key += [(shade, said) for shade, said in zip(SHADES, bands, strict=True) if shade in shades]
    return (*key, *((marker, words) for marker, words in MARKERS.items() if marker in markers))
