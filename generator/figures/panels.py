"""Small multiples: one little drawing a child, all on one scale, in the order of their codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree import ElementTree as ET

from generator.figures import svg
from generator.figures.layers import Layer, boxes, dots, rules, to_svg, words
from generator.figures.lettering import PANEL_TEXT, shorten, width_of
from generator.figures.palette import Palette
from generator.figures.sheet import Note, Sheet
from generator.figures.words import Reading, cells, counted, from_to, listed, number, sentences
from generator.published import MARKERS, PublishedExhibit

WIDTH, HEIGHT = 154.0, 92.0
STEM = 9.0
ACROSS = 4
"""Panels side by side on paper; on a page the style sheet decides."""
STRIDE, DROP = (680.0 - WIDTH) / (ACROSS - 1), HEIGHT + 12.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One term in one panel; None with marker "x" where the child was not here then."""

    panel: str
    label: str
    value: float | None
    marker: str | None

    @property
    def shown(self) -> str:
        return number(self.value) if self.value is not None else self.marker or "x"


@dataclass(frozen=True, slots=True)
class Panel:
    name: str
    cells: tuple[Cell, ...]


def panels_of(exhibit: PublishedExhibit) -> tuple[Panel, ...]:
    found = [Cell(*row) for row in exhibit.rows]
    return tuple(Panel(name, tuple(group)) for name, group in groupby(found, key=lambda c: c.panel))


def draw(exhibit: PublishedExhibit, palette: Palette, *, id: str, title: str) -> str:
    """All panels: for a page one SVG each in a `div` of class "panels", for paper one SVG of them all."""
    panels = panels_of(exhibit)
    top = _top(exhibit, panels)
    drawn = [
        svg.finish(
            to_svg(*_chart(panel, exhibit, top, palette)),
            id=f"{id}-p{at}",
            title=f"{panel.name}: {title}",
            description=_panel_words(panel),
        )
        for at, panel in enumerate(panels, start=1)
    ]
    if palette.name == "css":
        return f'<div class="panels">{"".join(f"<div>{each}</div>" for each in drawn)}</div>'
    return _together(drawn, palette, id=id, title=title, description=read(exhibit).description)


def _top(exhibit: PublishedExhibit, panels: Sequence[Panel]) -> float:
    values = [c.value for p in panels for c in p.cells if c.value is not None]
    return max([exhibit.marks.get("y_max") or 0.0, *values, 1.0])


def _chart(
    panel: Panel, exhibit: PublishedExhibit, top: float, palette: Palette
) -> tuple[Sheet, list[Layer]]:
    """One panel, 154 by 92: stems with their values, the name above, the first and last term below."""
    count = max(1, len(panel.cells))
    sheet = Sheet(
        width=WIDTH,
        height=HEIGHT,
        left=8,
        right=8,
        top=31,
        bottom=18,
        x=(0, count),
        y=(0, top),
        palette=palette,
    )
    slot = sheet.px(1) - sheet.px(0)
    half = min(STEM, slot * 0.6) / 2 / slot
    stems = [(at + 0.5 - half, 0.0, at + 0.5 + half, c.value) for at, c in enumerate(panel.cells) if c.value]
    nones = [(at + 0.5, 0.0) for at, c in enumerate(panel.cells) if c.value == 0]
    foot = rules(sheet, [(sheet.x_at(-6), 0.0, sheet.x_at(sheet.across + 6), 0.0)], "axis")
    return sheet, [
        boxes(sheet, stems, fill="force"),
        foot,
        dots(sheet, nones, fill="force", size=14),
        *words(sheet, _notes(sheet, panel, exhibit), size=PANEL_TEXT),
    ]


def _notes(sheet: Sheet, panel: Panel, exhibit: PublishedExhibit) -> list[Note]:
    name = Note(x=-8, y=-18, text=shorten(panel.name, WIDTH, bold=True), bold=True)
    slot = sheet.px(1) - sheet.px(0)
    wide = max((width_of(c.shown, size=PANEL_TEXT) for c in panel.cells), default=0.0)
    highest = max((c.value or 0.0 for c in panel.cells), default=0.0)
    values = [
        Note(x=sheet.px(at + 0.5), y=sheet.py(c.value or 0.0) - 5, text=c.shown, align="center", ink=_ink(c))
        for at, c in enumerate(panel.cells)
        if wide <= slot or c.value == highest
    ]
    under = sheet.down + 14
    first, last = str(exhibit.marks.get("first") or ""), str(exhibit.marks.get("last") or "")
    ends = [
        Note(x=0, y=under, text=first, ink="ink2"),
        Note(x=sheet.across, y=under, text=last, align="right", ink="ink2"),
    ]
    return [name, *values, *(end for end in ends if end.text)]


def _ink(cell: Cell) -> str:
    return "ink" if cell.value is not None else "ink2"


def _together(drawn: Sequence[str], palette: Palette, *, id: str, title: str, description: str) -> str:
    """The panels as one SVG, four in a row, each under its thin line."""
    inner: list[ET.Element] = []
    for at, text in enumerate(drawn):
        x, y = round(at % ACROSS * STRIDE, 2), at // ACROSS * DROP + 1
        group = ET.Element("g", {"transform": f"translate({x:g},{y:g})"})
        line = {
            "x1": "0",
            "x2": f"{WIDTH:g}",
            "y1": "0",
            "y2": "0",
            "stroke": palette["axis"],
            "stroke-width": "1",
        }
        group.append(ET.Element("line", line))
        group.extend(svg.parts(text))
        inner.append(group)
    rows = max(1, -(-len(drawn) // ACROSS))
    return svg.element(inner, f"0 0 680 {rows * DROP:g}", id=id, title=title, description=description)


def _panel_words(panel: Panel) -> str:
    return "; ".join(f"{c.label}: {_said(c)}" for c in panel.cells) + "."


def _said(cell: Cell) -> str:
    if cell.value is not None:
        return number(cell.value)
    return "not here" if cell.marker in (None, "x") else MARKERS.get(cell.marker, cell.marker)


def read(exhibit: PublishedExhibit) -> Reading:
    """The panels in words: one table row a panel, one column a term."""
    panels = panels_of(exhibit)
    labels = list(dict.fromkeys(c.label for p in panels for c in p.cells))
    rows = []
    for panel in panels:
        said = {c.label: _said(c) for c in panel.cells}
        rows.append(cells(panel.name, *(said.get(label) for label in labels)))
    when = from_to(labels[0], labels[-1]) if labels else ""
    markers = {c.shown for p in panels for c in p.cells if c.value is None}
    words = {**MARKERS, "x": "not here then"}
    key = [("stem", "one period"), ("dot-small", "none")] if panels else []
    key += [(marker, words.get(marker, marker)) for marker in sorted(markers)]
    return Reading(when, _description(panels), ("Which", *labels), tuple(rows), tuple(key))


def _description(panels: Sequence[Panel]) -> str:
    values = [c.value for p in panels for c in p.cells if c.value is not None]
    if not values:
        return "No panel has a value."
    most = max(values)
    where = [f"{p.name} ({c.label})" for p in panels for c in p.cells if c.value == most]
    missing = sum(c.value is None for p in panels for c in p.cells)
    return sentences(
        f"{counted(len(panels), 'panel')} on one scale, values from {number(min(values))} to {number(most)}.",
        f"The highest, {number(most)}, stands at {listed(where)}." if most > 0 else "",
        f"{counted(missing, 'place')} without a value." if missing else "",
    )
