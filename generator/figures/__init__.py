"""Drawings: one exhibit in, one figure out, drawn wide and narrow, with the words and the table that say the same.

How a drawing comes about: a kind reads the exhibit's rows, lays them out on a sheet (`sheet.py`, `axes.py`) as layers
of marks (`layers.py`, the one place that knows Altair), and `svg.py` makes the result fit for a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.errors import SiteError
from generator.figures import (
    changes,
    control,
    control_words,
    dumbbell,
    gaps,
    heat,
    panels,
    ranges,
    shares,
    svg,
    timeline,
)
from generator.figures.layers import Layer, to_svg
from generator.figures.palette import Palette, PaletteName
from generator.figures.sheet import Sheet
from generator.figures.symbols import symbol
from generator.figures.words import Reading
from generator.published import Figure, PublishedExhibit

__all__ = ["KINDS", "draw", "symbol"]

Chart = Callable[[PublishedExhibit, Palette, bool], tuple[Sheet, list[Layer]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of exhibit is read and drawn. `twice`: a wide and a narrow drawing, else one for all widths."""

    read: Callable[[PublishedExhibit], Reading]
    chart: Chart | None
    twice: bool = True


KINDS: Mapping[str, Kind] = {
    "control": Kind(control_words.read, control.chart),
    "days-between": Kind(gaps.read, gaps.chart),
    "shares": Kind(shares.read, shares.chart),
    "ranges": Kind(ranges.read, ranges.chart),
    "before-after": Kind(changes.read, changes.chart),
    "dumbbell": Kind(dumbbell.read, dumbbell.chart),
    "panels": Kind(panels.read, None, twice=False),
    "heat": Kind(heat.read, heat.chart, twice=False),
    "timeline": Kind(timeline.read, timeline.chart),
}
"""Every kind of exhibit there is."""


def draw(exhibit: PublishedExhibit, *, id: str, palette: PaletteName = "css") -> Figure:
    """The figure of an exhibit; `id` must be unique in its page.

    `wide` is for 680 units and more, `narrow` for 340; where `narrow` is empty, `wide` serves every width. For pages
    the colours are style-sheet variables with the light colour behind them, for paper ("print") plain colours.
    """
    kind = KINDS.get(exhibit.kind)
    if kind is None:
        raise SiteError(
            f"Exhibit {exhibit.id}: there is no drawing of its kind.", f"Use one of: {', '.join(KINDS)}."
        )
    reading = kind.read(exhibit)
    title = _title(exhibit, reading)
    paint = Palette(palette)

    def drawn(narrow: bool) -> str:
        if kind.chart is None:
            return panels.draw(exhibit, paint, id=svg.safe(id), title=title)
        text = to_svg(*kind.chart(exhibit, paint, narrow))
        name = f"{svg.safe(id)}-{'narrow' if narrow else 'wide'}"
        return svg.finish(text, id=name, title=title, description=reading.description)

    return Figure(
        id=id,
        title=title,
        description=reading.description,
        wide=drawn(False),
        narrow=drawn(True) if kind.twice else "",
        columns=reading.columns,
        rows=reading.rows,
        key=reading.key,
    )


def _title(exhibit: PublishedExhibit, reading: Reading) -> str:
    """What is plotted and when."""
    what = (exhibit.sub or exhibit.headline).rstrip(". ")
    dated = re.search(r"\b(19|20)\d\d\b", what)
    return f"{what}. {reading.when}." if reading.when and not dated else f"{what}."
