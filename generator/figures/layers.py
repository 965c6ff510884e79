"""Marks on a sheet, each kind one Altair layer; together they make one SVG.

No axis, legend or title of the library is used and nothing is fitted: places are worked out on the sheet, so that
the drawing does not depend on the fonts, the time zone or the language of the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode

from generator.figures.lettering import BOLD, LINE, REGULAR, TEXT
from generator.figures.sheet import Note, Sheet

Point = tuple[float, float]
Segment = tuple[float, float, float, float]
"""A line or box: x, y, x of the other end, y of the other end."""
NO_PAINT = "transparent"
"""Said aloud, since the library fills in a colour of its own where none is named."""
DASH, DOTS, FINE = (5, 3), (1, 3), (3, 2)


@dataclass(frozen=True, slots=True)
class Layer:
    """One kind of mark and what it is drawn from; made only where there is something to draw."""

    chart: Callable[[], alt.Chart]
    rows: list[dict[str, Any]]


def _x(sheet: Sheet) -> alt.X:
    return alt.X(
        "x", type="quantitative", axis=None, scale=alt.Scale(domain=list(sheet.x), nice=False, zero=False)
    )


def _y(sheet: Sheet) -> alt.Y:
    return alt.Y(
        "y", type="quantitative", axis=None, scale=alt.Scale(domain=list(sheet.y), nice=False, zero=False)
    )


def _ends(segments: Iterable[Segment]) -> list[dict[str, Any]]:
    return [{"x": x, "y": y, "x2": x2, "y2": y2} for x, y, x2, y2 in segments]


def _ended(sheet: Sheet, mark: alt.Chart) -> alt.Chart:
    """A mark that reaches from one point to another."""
    return mark.encode(x=_x(sheet), y=_y(sheet), x2=alt.X2("x2"), y2=alt.Y2("y2"))


def boxes(
    sheet: Sheet,
    areas: Iterable[Segment],
    *,
    fill: str | None = None,
    stroke: str | None = None,
    width: float = 1,
    dash: Sequence[float] = (),
) -> Layer:
    """Rectangles between two corners."""
    style = _style(sheet, fill, stroke, width, dash, 1)
    return Layer(lambda: _ended(sheet, alt.Chart().mark_rect(**style)), _ends(areas))


def rules(
    sheet: Sheet,
    segments: Iterable[Segment],
    stroke: str,
    *,
    width: float = 1,
    dash: Sequence[float] = (),
) -> Layer:
    """Straight lines from one point to another."""
    style = _style(sheet, None, stroke, width, dash, 1)
    return Layer(lambda: _ended(sheet, alt.Chart().mark_rule(**style)), _ends(segments))


def joined(
    sheet: Sheet,
    runs: Iterable[Sequence[Point]],
    stroke: str,
    *,
    width: float = 1,
    dash: Sequence[float] = (),
    opacity: float = 1,
) -> Layer:
    """Lines through the points of each run, and none from one run to the next."""
    rows = [
        {"x": x, "y": y, "run": run, "at": at}
        for run, points in enumerate(runs)
        for at, (x, y) in enumerate(points)
    ]
    style = _style(sheet, None, stroke, width, dash, opacity)

    def chart() -> alt.Chart:
        run, at = alt.Detail("run", type="nominal"), alt.Order("at", type="quantitative")
        return alt.Chart().mark_line(**style).encode(x=_x(sheet), y=_y(sheet), detail=run, order=at)

    return Layer(chart, rows)


def dots(
    sheet: Sheet,
    points: Iterable[Point],
    *,
    fill: str,
    size: float,
    stroke: str | None = None,
    width: float = 1,
    shape: str = "circle",
) -> Layer:
    """Marks at points; `size` is their area."""
    style = _style(sheet, fill, stroke, width, (), 1)

    def chart() -> alt.Chart:
        return alt.Chart().mark_point(shape=shape, size=size, **style).encode(x=_x(sheet), y=_y(sheet))

    return Layer(chart, [{"x": x, "y": y} for x, y in points])


def words(sheet: Sheet, notes: Iterable[Note], *, size: float = TEXT) -> tuple[Layer, ...]:
    """Words at their places; those over lines stand on a halo of the page's colour."""
    every = list(notes)
    return tuple(
        Layer(partial(_words, sheet, size, halo), [_said(sheet, note) for note in chosen])
        for halo in (False, True)
        if (chosen := [note for note in every if note.halo == halo])
    )


def _words(sheet: Sheet, size: float, halo: bool) -> alt.Chart:
    style: dict[str, Any] = {"stroke": sheet.palette["bg"], "strokeWidth": 4} if halo else {}
    mark = alt.Chart().mark_text(
        size=size,
        lineBreak="\n",
        lineHeight=LINE,
        limit=0,
        align=alt.ExprRef("datum.align"),
        baseline="alphabetic",
        fontWeight=alt.ExprRef("datum.weight"),
        fill=alt.ExprRef("datum.ink"),
        **style,
    )
    return mark.encode(
        x=alt.X("x", type="quantitative", scale=None, axis=None),
        y=alt.Y("y", type="quantitative", scale=None, axis=None),
        text=alt.Text("text", type="nominal"),
    )


def _said(sheet: Sheet, note: Note) -> dict[str, Any]:
    return {
        "x": round(note.x, 2),
        "y": round(note.y, 2),
        "text": note.text,
        "align": note.align,
        "weight": BOLD if note.bold else REGULAR,
        "ink": sheet.palette[note.ink],
    }


def _style(
    sheet: Sheet,
    fill: str | None,
    stroke: str | None,
    width: float,
    dash: Sequence[float],
    opacity: float,
) -> dict[str, Any]:
    style: dict[str, Any] = {"opacity": opacity, "fill": sheet.palette[fill] if fill else NO_PAINT}
    style |= {"stroke": sheet.palette[stroke], "strokeWidth": width} if stroke else {"stroke": NO_PAINT}
    if dash:
        style["strokeDash"] = list(dash)
    return style


def to_svg(sheet: Sheet, layers: Iterable[Layer]) -> str:
    """The library's SVG of the layers, the first at the bottom; `svg.finish` makes it fit for a page."""
    with debug_mode(False):  # checking every mark against the library's schema takes longer than drawing it
        drawn = [_described(layer) for layer in layers if layer.rows]
    spec = {
        "$schema": alt.SCHEMA_URL,
        "layer": drawn,
        "width": sheet.across,
        "height": sheet.down,
        "padding": {"left": sheet.left, "right": sheet.right, "top": sheet.top, "bottom": sheet.bottom},
        "autosize": {"type": "none"},
        "background": None,
        "config": {"aria": False, "view": {"stroke": None}},
    }
    return str(vl_convert.vegalite_to_svg(spec))


def _described(layer: Layer) -> dict[str, Any]:
    """The layer as the library writes it down. Joined here and not by `alt.layer`, which copies every value."""
    spec = layer.chart().to_dict(validate=False)
    return {"data": {"values": layer.rows}, "mark": spec["mark"], "encoding": spec["encoding"]}
