"""Scales a reader can read: round grid values, and month and year labels that never touch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from generator.figures.layers import Layer, rules
from generator.figures.lettering import LINE, width_of, wrap
from generator.figures.sheet import Note, Sheet
from generator.figures.words import MONTHS, number

TICK = 4.0
"""Length of the small line over a label."""
FOOT = 16.0
"""From the foot of a plot to the foot of its first line of labels."""
GAP = 8.0
"""Least room between two labels."""


NEAR = 1.12
"""A grid value this much above the highest value still ends the axis."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where an axis ends, and its grid values, 0 among them."""

    top: float
    ticks: tuple[float, ...]


def scale(
    values: Iterable[float | None], *, top: float | None = None, most: int = 4, rounded: bool = False
) -> Scale:
    """An axis from 0 with 2 to 4 round grid values above it.

    `top` is where the axis ends by configuration; it gives way only to a value above it. `rounded`: the axis ends at
    a grid value, else where its values do, unless a grid value is near.
    """
    known = [float(value) for value in values if value is not None]
    reach = max([*known, top or 0.0])
    if reach <= 0:
        return Scale(1.0, (0.0, 1.0))
    step = _step(reach, most)
    if all(value.is_integer() for value in known):
        step = max(step, 1.0)
    given = top is not None and top >= max(known, default=0.0)
    end = math.ceil(reach / step - 1e-9) * step
    if given or (not rounded and end > reach * NEAR):
        end = reach
    count = math.floor(end / step + 1e-9)
    return Scale(end, tuple(round(at * step, 10) for at in range(count + 1)))


def _step(reach: float, most: int) -> float:
    """The smallest of 1, 2, 5, 10, … that cuts the reach into at most so many parts."""
    size = 10.0 ** math.floor(math.log10(reach / most))
    return next(
        size * factor for factor in (1, 2, 5, 10, 20) if math.ceil(reach / (size * factor) - 1e-9) <= most
    )


def label_room(axis: Scale) -> float:
    """How wide the margin for the labels of an axis must be."""
    return max(width_of(number(tick)) for tick in axis.ticks) + GAP + 2


def level_grid(sheet: Sheet, axis: Scale) -> Layer:
    """Lines across, one a grid value; the foot is drawn apart."""
    return rules(sheet, [(sheet.x[0], tick, sheet.x[1], tick) for tick in axis.ticks if tick > 0], "hair")


def foot(sheet: Sheet) -> Layer:
    """The line that everything stands on."""
    return rules(sheet, [(sheet.x[0], sheet.y[0], sheet.x[1], sheet.y[0])], "axis")


def level_labels(sheet: Sheet, axis: Scale) -> list[Note]:
    """Grid values at the left of their lines."""
    return [
        Note(x=-GAP, y=sheet.py(tick) + 4.5, text=number(tick), align="right", ink="ink2")
        for tick in axis.ticks
    ]


def upright_grid(sheet: Sheet, axis: Scale) -> Layer:
    """Lines down, one a grid value, for charts that are read from left to right."""
    return rules(sheet, [(tick, sheet.y[0], tick, sheet.y[1]) for tick in axis.ticks], "hair")


def upright_labels(sheet: Sheet, axis: Scale) -> list[Note]:
    return [
        Note(x=sheet.px(tick), y=sheet.down + FOOT, text=number(tick), align="center", ink="ink2")
        for tick in axis.ticks
    ]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the foot, and where."""

    px: float
    text: str


Choice = Callable[[date], bool]
_SCHEMES: tuple[tuple[Choice, bool], ...] = (
    (lambda month: True, False),
    (lambda month: month.month % 2 == 1, False),
    (lambda month: month.month in (1, 4, 9), False),
    (lambda month: month.month in (1, 9), False),
    (lambda month: month.month == 1, True),
    (lambda month: month.month == 1 and month.year % 2 == 0, True),
    (lambda month: month.month == 1 and month.year % 5 == 0, True),
)
"""Which months carry a label, from the closest to the widest; in the last three the year alone stands for January."""
CLOSE = 12
"""With more months than this, not every one is labelled even where there is room."""


def month_ticks(months: Sequence[tuple[float, date]]) -> list[Tick]:
    """Labels for months at their places: as many as have room, years only under September and January."""
    for choose, years in _SCHEMES[(1 if len(months) > CLOSE else 0) :]:
        ticks = _ticks([(px, month) for px, month in months if choose(month)], years)
        if ticks and _roomy(ticks):
            return ticks
    return [Tick(px, f"{MONTHS[month.month - 1]}\n{month.year}") for px, month in months[:1]]


def _ticks(chosen: Sequence[tuple[float, date]], years: bool) -> list[Tick]:
    ticks = []
    for at, (px, month) in enumerate(chosen):
        name = MONTHS[month.month - 1]
        dated = at == 0 or month.month in (1, 9)
        ticks.append(Tick(px, str(month.year) if years else f"{name}\n{month.year}" if dated else name))
    return ticks


def _roomy(ticks: Sequence[Tick]) -> bool:
    return all(
        right.px - left.px >= (width_of(left.text) + width_of(right.text)) / 2 + GAP
        for left, right in pairwise(ticks)
    )


def name_ticks(places: Sequence[float], labels: Sequence[str], slot: float, narrow: bool) -> list[Tick]:
    """Labels of named periods, broken into two lines where the slot is small; every second or third where it must."""
    for every in range(1, max(2, len(labels) + 1)):
        room = slot * every - GAP / 2
        shown = [_named(label, room, narrow) for label in labels[::every]]
        if every >= len(labels) or all(width_of(text) <= room for text in shown):
            return [Tick(px, text) for px, text in zip(places[::every], shown, strict=True)]
    return []


def _named(label: str, room: float, narrow: bool) -> str:
    if not narrow and width_of(label) <= room:
        return label
    lines = wrap(label, 1.0, most=99).count("\n") + 1
    if lines == 1:
        return label
    head, _, tail = label.rpartition(" ")
    return f"{head}\n{tail}"


def tick_marks(sheet: Sheet, ticks: Sequence[Tick]) -> Layer:
    """The small line over each label."""
    below = sheet.y_at(sheet.down + TICK)
    return rules(
        sheet, [(sheet.x_at(tick.px), sheet.y[0], sheet.x_at(tick.px), below) for tick in ticks], "axis"
    )


def tick_labels(sheet: Sheet, ticks: Sequence[Tick]) -> list[Note]:
    return [
        Note(x=tick.px, y=sheet.down + FOOT + 2, text=tick.text, align="center", ink="ink2") for tick in ticks
    ]


def foot_room(lines: int) -> float:
    """How high the margin under a plot must be for so many lines of labels."""
    return FOOT + (lines - 1) * LINE + 7
