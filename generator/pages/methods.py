"""The page of methods and differences: how often this report would be wrong, and where it does not follow others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from generator.figures.palette import Palette
from generator.figures.svg import element
from generator.published import Published, PublishedSlots

Pair = tuple[str, float, float]
"""A difference: its short name, and how often the other method and this one say something, in percent."""
TITLE = "How often something is said although nothing changed"
DESCRIPTION = (
    "A row for each difference. An open square is the share of made-up series in which the other method says that "
    "something changed, a dot the share in which this report does; in none of them anything changed."
)
SLOTS = (
    "In made-up series in which nothing changes, each method says as often as drawn that something changed.",
    "How often either method is wrong about this setting: its own records are never quite like made-up ones.",
)
DO = "Where another tool says more of the same records than these pages do, look up its square here first."
ASK = "Where another report says more of the same records than these pages do, which method does it use?"
WIDTH, ROW, TOP, FOOT = 340, 43, 6, 24
ROOM = 46
"""Left and right of the scale, for a value at either end of a row."""
GRID = (0, 25, 50, 75, 100)


def pages(published: Published) -> Iterator[tuple[str, dict[str, Any]]]:
    """The page, for every audience: it is about the method and holds no figure of the setting but the overview."""
    notes = published.method_notes
    yield (
        "methods.md",
        {
            "template": "shared/methods.html.j2",
            "title": "Methods and differences",
            "strip": f"{published.setting_name} · for {published.audience.replace('-', ' ')}",
            "notes": notes,
            "internal": published.internal,
            "drawing": drawing(notes["pairs"]),
            "slots": PublishedSlots(*SLOTS, DO if published.internal else ASK),
        },
    )


def drawing(pairs: Sequence[Pair]) -> str:
    """Both shares of every difference on one line each, from 0 to 100%, as an SVG narrow enough for a telephone."""
    foot = TOP + ROW * len(pairs)
    scale = (WIDTH - 2 * ROOM) / 100
    parts = [_upright(ROOM + scale * x, foot) for x in GRID]
    parts += [_text(ROOM + scale * x, foot + 17, f"{x}%", "middle", "ink2") for x in GRID]
    for place, (name, theirs, ours) in enumerate(pairs):
        y = TOP + ROW * place + 30
        parts.append(_text(1, y - 14, name, "start", "ink", bold=True))
        parts += _marks(ROOM + scale * theirs, ROOM + scale * ours, y, theirs, ours)
    box = f"0 0 {WIDTH} {foot + FOOT}"
    return element(parts, box, id="differences", title=TITLE, description=DESCRIPTION)


def _marks(theirs_x: float, ours_x: float, y: float, theirs: float, ours: float) -> Iterator[ET.Element]:
    """A square and a dot, the way between them, and each value at its outer end."""
    paint = Palette("css")
    line = {"x1": ours_x, "x2": theirs_x, "y1": y, "y2": y}
    yield _shape("line", line, {"stroke": paint["limit"], "stroke-width": "2.5"})
    square = {"x": theirs_x - 5, "y": y - 5, "width": 10, "height": 10}
    yield _shape("rect", square, {"fill": paint["bg"], "stroke": paint["force"], "stroke-width": "2"})
    yield _shape("circle", {"cx": ours_x, "cy": y, "r": 4.5}, {"fill": paint["force"]})
    for x, other, value in ((theirs_x, ours_x, theirs), (ours_x, theirs_x, ours)):
        right = x > other
        yield _text(x + (10 if right else -10), y + 4.5, f"{value:.1f}%", "start" if right else "end", "ink2")


def _upright(x: float, foot: float) -> ET.Element:
    stroke = {"stroke": Palette("css")["hair"], "stroke-width": "1"}
    return _shape("line", {"x1": x, "x2": x, "y1": TOP, "y2": foot}, stroke)


def _text(x: float, y: float, words: str, anchor: str, ink: str, *, bold: bool = False) -> ET.Element:
    paint = Palette("css")
    halo = {"stroke": paint["bg"], "stroke-width": "3", "paint-order": "stroke"}
    found = _shape("text", {"x": x, "y": y}, {"text-anchor": anchor, "fill": paint[ink], **halo})
    if bold:
        found.set("font-weight", "700")
    found.text = words
    return found


def _shape(tag: str, places: dict[str, float], look: dict[str, str]) -> ET.Element:
    return ET.Element(tag, {**{name: f"{value:.4g}" for name, value in places.items()}, **look})
