"""The control chart: one dot a month, the usual range behind it, and the months outside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from generator.figures import axes, events
from generator.figures.control_notes import notes_of, run_place
from generator.figures.layers import DASH, FINE, Layer, boxes, dots, joined, rules, words
from generator.figures.palette import Palette
from generator.figures.series import Period, Series
from generator.figures.sheet import Sheet
from generator.published import PublishedExhibit


def chart(exhibit: PublishedExhibit, palette: Palette, narrow: bool) -> tuple[Sheet, list[Layer]]:
    """The drawing, 680 by 270 or 340 by 250."""
    series = Series.of(exhibit)
    axis = axes.scale(_reach(series), top=series.top, rounded=True)
    marked = _events(series)
    sheet = _sheet(series, axis, palette, narrow)
    ticks = _ticks(sheet, series)
    notes, taken = notes_of(sheet, series, marked)
    return sheet, [
        *_backdrop(sheet, series, axis),
        axes.foot(sheet),
        axes.tick_marks(sheet, ticks),
        *events.lines(sheet, marked),
        *_line(sheet, series),
        *_unusual(sheet, series),
        _run_lines(sheet, series),
        *words(
            sheet,
            [
                *axes.level_labels(sheet, axis),
                *axes.tick_labels(sheet, ticks),
                *notes,
                *events.names(sheet, marked, taken),
            ],
        ),
    ]


def _reach(series: Series) -> Iterator[float | None]:
    for period in series.periods:
        yield period.value
        yield period.upper


def _events(series: Series) -> list[events.Event]:
    found = []
    for letter, label, when, kind in series.events:
        place = series.place(when)
        if place is not None:
            found.append(events.Event(letter, label, place, kind == "break", when))
    return found


def _sheet(series: Series, axis: axes.Scale, palette: Palette, narrow: bool) -> Sheet:
    width, height = (340.0, 250.0) if narrow else (680.0, 270.0)
    left = axes.label_room(axis)
    count = max(1, len(series.periods))
    return Sheet(
        width=width,
        height=height,
        left=left,
        right=8,
        top=events.ROOM,
        bottom=axes.foot_room(2),
        x=(0, count),
        y=(0, axis.top),
        palette=palette,
        narrow=narrow,
    )


def _ticks(sheet: Sheet, series: Series) -> list[axes.Tick]:
    places = [sheet.px(period.at + 0.5) for period in series.periods]
    if series.monthly:
        months = {
            p.start.replace(day=1): px for p, px in reversed([*zip(series.periods, places, strict=True)])
        }
        return axes.month_ticks([(px, month) for month, px in reversed(months.items())])
    labels = [period.label for period in series.periods]
    return axes.name_ticks(places, labels, sheet.px(1) - sheet.px(0), sheet.narrow)


def _backdrop(sheet: Sheet, series: Series, axis: axes.Scale) -> list[Layer]:
    """Usual range under the grid, its edges and middle over it, and an empty column where a month is not known."""
    ranges = [segment for segment in series.ranges if segment[0].upper is not None]
    bands = [(p.at, p.lower or 0.0, p.at + 1.0, p.upper or 0.0) for segment in ranges for p in segment]
    edges = [_stepped(segment, "upper") for segment in ranges]
    edges += [_stepped(segment, "lower") for segment in ranges if any((p.lower or 0) > 0 for p in segment)]
    middles = [_stepped(segment, "centre") for segment in series.ranges if segment[0].centre is not None]
    empty = [
        (first.at + 0.08, 0.0, last.at + 0.92, axis.top)
        for state, first, last in series.stretches()
        if state == "unknown"
    ]
    return [
        boxes(sheet, _wide(bands), fill="band"),
        axes.level_grid(sheet, axis),
        joined(sheet, edges, "limit", width=1.2, dash=DASH),
        joined(sheet, middles, "limit", width=1.2),
        boxes(sheet, empty, fill="bg", stroke="unknown", dash=FINE),
    ]


def _wide(bands: Sequence[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Neighbouring columns of equal height as one, so that no seam shows between them."""
    merged: list[tuple[float, float, float, float]] = []
    for band in bands:
        if merged and merged[-1][2] == band[0] and merged[-1][1] == band[1] and merged[-1][3] == band[3]:
            merged[-1] = (merged[-1][0], band[1], band[2], band[3])
        else:
            merged.append(band)
    return merged


def _stepped(segment: Sequence[Period], edge: str) -> list[tuple[float, float]]:
    """An edge of the usual range as a line with a step where it changes."""
    points: list[tuple[float, float]] = []
    for period in segment:
        level = float(getattr(period, edge) or 0.0)
        if points and points[-1][1] == level:
            points[-1] = (period.at + 1.0, level)
        else:
            points += [(float(period.at), level), (period.at + 1.0, level)]
    return points


def _line(sheet: Sheet, series: Series) -> list[Layer]:
    """Neighbouring known months of one phase joined; a dot each while there is room for dots."""
    runs = [[(p.at + 0.5, p.value or 0.0) for p in run] for run in series.joined_runs()]
    slot = sheet.px(1) - sheet.px(0)
    full = 46.0 if sheet.narrow else 62.0
    alone = [run[0] for run in runs if len(run) == 1]
    unusual = {p.at for p in series.unusual}
    every = [(p.at + 0.5, p.value or 0.0) for p in series.known if p.at not in unusual]
    return [
        joined(sheet, [run for run in runs if len(run) > 1], "force", width=1.4, opacity=0.75),
        dots(sheet, alone, fill="force", size=16.0)
        if series.long
        else dots(sheet, every, fill="force", size=round(min(full, math.pi * (0.33 * slot) ** 2), 2)),
    ]


def _unusual(sheet: Sheet, series: Series) -> list[Layer]:
    size = 110.0 if series.long else 170.0
    return [
        dots(
            sheet,
            [(p.at + 0.5, p.value or 0.0) for p in series.unusual if p.direction == direction],
            fill="unusual",
            stroke="bg",
            size=size,
            shape=f"triangle-{'up' if direction == 'high' else 'down'}",
        )
        for direction in ("high", "low")
    ]


def _run_lines(sheet: Sheet, series: Series) -> Layer:
    lines = []
    for run in series.runs:
        level = sheet.y_at(run_place(sheet, run)[0])
        lines.append((run.periods[0].at + 0.2, level, run.periods[-1].at + 0.8, level))
    return rules(sheet, lines, "unusual", width=3)
