"""Marks in a drawing that stand where the table beside it has no number, or a range, and their value by the axis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from generator.attack.reading import Publication
from generator.attack.reporting import Finding
from generator.disclosure.leak_page import Node, parse
from generator.disclosure.leak_shapes import NUMBER, collect, real
from generator.disclosure.leak_words import is_marker

MOVE = re.compile(rf"translate\(\s*({NUMBER})(?:[\s,]+({NUMBER}))?")
LINE = re.compile(rf"[ML]\s*({NUMBER})[\s,]+({NUMBER})")
RANGE = re.compile(r"^(\d+) to (\d+)$")
LETTER = 9.0
"""How far below or beside its line a number of the axis is written at most, in units of the drawing."""
Placed = tuple[str, float, float]
NEAR = 3.0
"""Units of the drawing between a mark and the middle of its category."""
CLOSE = 0.3
"""How far, in the numbers of the axis, a mark may stand from the end of a range it draws."""


@dataclass(frozen=True)
class Mark:
    """A drawn point (`size` 0), or one end of a bar."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class Axis:
    """A scale of numbers: value = `start` + `step` x place, along the height where `upright`."""

    start: float
    step: float
    upright: bool

    def value(self, mark: Mark) -> float:
        return self.start + self.step * (mark.y if self.upright else mark.x)


def drawn_hidden(site: Publication) -> Iterator[Finding]:
    """A finding for each mark that tells a number where its own table tells none, or only a range."""
    for file, text in site.files.items():
        if "<svg" not in text or "<table" not in text:
            continue
        for figure in _figures(parse(text)):
            rows = _rows(figure)
            for drawing in figure.all("svg"):
                for label, value in _told(drawing, rows):
                    message = "a mark is drawn where the table of the figure shows no such number."
                    axis = f"By the axis it stands at {round(value, 1):g}."
                    yield Finding("drawn", site.name, f"{file}, {label}", message, axis)


def _figures(page: Node) -> list[Node]:
    """Elements that hold one table and its drawings, and no smaller element that does."""
    fitting = [node for node in page.walk() if len(node.all("table")) == 1 and node.all("svg")]
    return [node for node in fitting if not any(child in fitting for child in node.children)]


def _rows(figure: Node) -> dict[str, tuple[float, float] | None]:
    """What the table says at each label whose number it does not print: the range, or None for nothing."""
    found: dict[str, tuple[float, float] | None] = {}
    for row in figure.all("tr"):
        cells = [cell.text().strip() for cell in row.all("th", "td")]
        if len(cells) < 2:
            continue
        match = RANGE.match(cells[1])
        if match:
            found[cells[0]] = float(match.group(1)), float(match.group(2))
        elif is_marker(cells[1]) or cells[1].casefold().startswith("not shown"):
            found[cells[0]] = None
    return found


def _told(drawing: Node, rows: Mapping[str, tuple[float, float] | None]) -> Iterator[tuple[str, float]]:
    texts = [(words.text.strip(), words.x, words.y) for words in collect(drawing)[1]]
    marks = list(_marks(drawing))
    placed = [(text, x, y) for text, x, y in texts if x is not None and y is not None]
    axis = _axis(placed, list(_lines(drawing)))
    if axis is None:
        return
    for text, x, y in texts:
        label = " ".join(text.split())
        if label not in rows or x is None or y is None:
            continue
        here = [mark for mark in marks if abs((mark.x - x) if axis.upright else (mark.y - y)) <= NEAR]
        for mark in here:
            value = axis.value(mark)
            allowed = rows[label]
            if mark.kind == "end" and (allowed is None or _an_end(value, allowed)):
                continue
            if allowed is None or allowed[0] - 1 <= value <= allowed[1] + 1:
                yield label, value


def _an_end(value: float, allowed: tuple[float, float]) -> bool:
    return min(abs(value - allowed[0]), abs(value - allowed[1]), abs(value)) <= CLOSE


def _marks(node: Node, shift: tuple[float, float] = (0.0, 0.0)) -> Iterator[Mark]:
    """Every point, corner of a line and end of a bar below an element, group offsets added."""
    move = MOVE.search(node.attrs.get("transform", ""))
    if move:
        shift = shift[0] + float(move.group(1)), shift[1] + float(move.group(2) or 0)
    if node.tag == "circle":
        yield Mark(
            shift[0] + (real(node.attrs.get("cx")) or 0),
            shift[1] + (real(node.attrs.get("cy")) or 0),
            "point",
        )
    elif node.tag == "path" and move and "A" in node.attrs.get("d", ""):
        yield Mark(*shift, "point")
    elif node.tag == "path" and node.attrs.get("d", "").count("L") > 1:
        yield from (
            Mark(shift[0] + float(x), shift[1] + float(y), "point") for x, y in LINE.findall(node.attrs["d"])
        )
    for bar in collect(Node(node.tag, {k: v for k, v in node.attrs.items() if k != "transform"}), shift)[0]:
        for x, y in _ends(bar.x, bar.y, bar.width, bar.height):
            yield Mark(x, y, "end")
    for child in node.children:
        yield from _marks(child, shift)


def _ends(x: float, y: float, width: float, height: float) -> Sequence[tuple[float, float]]:
    return ((x + width / 2, y), (x + width / 2, y + height), (x, y + height / 2), (x + width, y + height / 2))


def _lines(node: Node, shift: tuple[float, float] = (0.0, 0.0)) -> Iterator[tuple[float, float]]:
    """Where every drawn line starts: among them the lines of the grid, which stand exactly at their numbers."""
    move = MOVE.search(node.attrs.get("transform", ""))
    if move:
        shift = shift[0] + float(move.group(1)), shift[1] + float(move.group(2) or 0)
    if node.tag == "line":
        yield shift[0] + (real(node.attrs.get("x1")) or 0), shift[1] + (real(node.attrs.get("y1")) or 0)
    for child in node.children:
        yield from _lines(child, shift)


def _axis(texts: Sequence[Placed], lines: Sequence[tuple[float, float]]) -> Axis | None:
    """The scale that three or more evenly placed numbers in a line make."""
    numbers = [(float(text), x, y) for text, x, y in texts if re.fullmatch(NUMBER, text)]
    for upright in (True, False):
        ranks: dict[float, list[tuple[float, float]]] = {}
        for value, x, y in numbers:
            ranks.setdefault(round(x if upright else y, 1), []).append((y if upright else x, value))
        for rank in ranks.values():
            ordered = sorted(rank)
            steps = {round((b[1] - a[1]) / (b[0] - a[0]), 3) for a, b in pairwise(ordered) if b[0] != a[0]}
            if len(ordered) >= 3 and len(steps) == 1 and 0.0 not in steps:
                step = (ordered[-1][1] - ordered[0][1]) / (ordered[-1][0] - ordered[0][0])
                first = ordered[0][0] - _baseline([at for at, _ in ordered], lines, upright)
                return Axis(ordered[0][1] - step * first, step, upright)
    return None


def _baseline(places: Sequence[float], lines: Sequence[tuple[float, float]], upright: bool) -> float:
    """How far the numbers of an axis are written beside the lines they belong to."""
    drawn = [y if upright else x for x, y in lines]
    gaps = [min((at - line for line in drawn), key=abs) for at in places] if drawn else []
    return median(gaps) if gaps and max(map(abs, gaps)) <= LETTER else 0.0
