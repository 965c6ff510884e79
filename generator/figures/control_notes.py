"""The words inside a control chart, each where it covers nothing that matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from generator.figures import events
from generator.figures.lettering import LINE, width_of
from generator.figures.series import Period, Run, Series
from generator.figures.sheet import Align, Box, Note, Sheet, first_free, whole
from generator.figures.words import number

STEP = 7.0
"""Least width of a period that has room for a sign of its own."""


def run_place(sheet: Sheet, run: Run) -> tuple[float, bool]:
    """How far down the line of a run lies, and whether it lies under its points."""
    values = [p.value or 0.0 for p in run.periods]
    under = sheet.py(min(values)) + 13
    over = sheet.py(max(values)) - 13
    low = run.below and under + LINE + 4 < sheet.down
    return (under, True) if low or over < LINE else (over, False)


def notes_of(sheet: Sheet, series: Series, marked: Sequence[events.Event]) -> tuple[list[Note], list[Box]]:
    """Every word inside the plot, and the places that are then taken."""
    upright = [Box(sheet.px(e.x) - 3, -4, sheet.px(e.x) + 3, sheet.down) for e in marked]
    upright += [letter.box for letter in events.letters_of(sheet, marked)]
    points = [_point_box(sheet, p) for p in series.unusual]
    notes = [*_signs(sheet, series), *_range_names(sheet, series, [*upright, *points])]
    for run in series.runs:
        notes += _run_name(sheet, run, [*upright, *points, *(note.box for note in notes)])
    empty = [
        Box(sheet.px(first.at), 0, sheet.px(last.at + 1), sheet.down)
        for state, first, last in series.stretches()
        if state == "unknown"
    ]
    for period in series.unusual:
        others = [box for box, p in zip(points, series.unusual, strict=True) if p is not period]
        notes += _unusual_name(
            sheet, series, period, [*empty, *upright, *others, *(note.box for note in notes)]
        )
    if not series.periods:
        notes.append(
            Note(x=sheet.across / 2, y=sheet.down / 2, text="no months to show", align="center", ink="ink2")
        )
    return notes, [*points, *(note.box for note in notes)]


def _point_box(sheet: Sheet, period: Period) -> Box:
    x, y = sheet.px(period.at + 0.5), sheet.py(period.value or 0.0)
    return Box(x - 7, y - 8, x + 7, y + 8)


def _signs(sheet: Sheet, series: Series) -> list[Note]:
    """ "–" at the foot of a closed month, "?" in a month that is not known."""
    notes = []
    for state, first, last in series.stretches():
        if state == "unknown" and sheet.px(last.at + 1) - sheet.px(first.at) >= STEP:
            x = sheet.px((first.at + last.at + 1) / 2)
            notes.append(Note(x=x, y=sheet.down / 2 + 20, text="?", align="center", bold=True))
    if sheet.px(1) >= STEP:
        notes += [
            Note(x=sheet.px(p.at + 0.5), y=sheet.down - 5, text="–", align="center", ink="ink2")
            for p in series.periods
            if p.state == "closed"
        ]
    return notes


def _range_names(sheet: Sheet, series: Series, taken: Sequence[Box]) -> list[Note]:
    """What the band of each phase stands for, above its upper edge; or why a phase has none."""
    notes: list[Note] = []
    for _, group in groupby(series.periods, key=lambda p: p.phase):
        phase = list(group)
        room = sheet.px(phase[-1].at + 1) - sheet.px(phase[0].at) - 8
        limited = [p for p in phase if p.upper is not None and p.state == "known"]
        if limited:
            wanted = _range_choices(sheet, series, limited, room if notes else sheet.across)
        elif any(p.upper is not None for p in series.periods) and any(p.state == "known" for p in phase):
            wanted = _no_range(sheet, phase, room)
        else:
            wanted = []
        free = _calmest(sheet, series, wanted, [*taken, *(note.box for note in notes)])
        notes += [free] if free else []
    return notes


def _calmest(sheet: Sheet, series: Series, wanted: Sequence[Note], taken: Sequence[Box]) -> Note | None:
    """The first place that is free of every point too; where there is none, the first that is free of the rest."""
    points = [_point_box(sheet, period) for period in series.known]
    return first_free(wanted, [*taken, *points], whole(sheet)) or first_free(wanted, taken, whole(sheet))


def _range_choices(sheet: Sheet, series: Series, limited: Sequence[Period], room: float) -> list[Note]:
    text = series.range_name(limited, short=sheet.narrow)
    if width_of(text) > room:
        return []
    y = sheet.py(max(p.upper or 0.0 for p in limited)) - 5
    return [Note(x=sheet.px(p.at) + 4, y=y, text=text, ink="ink2", halo=True) for p in limited]


def _no_range(sheet: Sheet, phase: Sequence[Period], room: float) -> list[Note]:
    texts = ("no range\nyet",) if sheet.narrow else ("too few months yet\nfor a usual range", "no range\nyet")
    x = sheet.px(phase[0].at) + 8
    highest = sheet.py(max((p.value or 0.0 for p in phase), default=0.0))
    return [
        Note(x=x, y=y, text=text, ink="ink2", halo=True)
        for text in texts
        if width_of(text) <= room
        for y in (34.0, 14.0, sheet.down / 2)
        if y + LINE + 12 < highest or y > highest + 24
    ]


def _run_name(sheet: Sheet, run: Run, taken: Sequence[Box]) -> list[Note]:
    place, under = run_place(sheet, run)
    y = place + LINE if under else place - 6
    first, last = sheet.px(run.periods[0].at + 0.2), sheet.px(run.periods[-1].at + 0.8)
    places: tuple[tuple[float, Align], ...]
    places = ((last, "right"), (first, "left"), ((first + last) / 2, "center"))
    choices = [
        Note(x=x, y=y, text=text, align=align, bold=True, halo=True)
        for text in (run.words, run.short)
        for x, align in places
    ]
    free = first_free(choices, taken, whole(sheet))
    return [free] if free else []


def _unusual_name(sheet: Sheet, series: Series, period: Period, taken: Sequence[Box]) -> list[Note]:
    """The value and month of an unusual point beside it; the value alone where there is less room."""
    x, y = sheet.px(period.at + 0.5), sheet.py(period.value or 0.0)
    value = number(period.value)
    full = f"{value} in {period.label}\nunusual – {period.direction}"
    texts = [value] if sheet.narrow or len(series.unusual) > 3 else [full, value]
    choices = []
    for text in texts:
        tall = text.count("\n") * LINE
        choices += [
            Note(x=x + 11, y=y + 5, text=text, bold=True, halo=True),
            Note(x=x - 11, y=y + 5, text=text, align="right", bold=True, halo=True),
            Note(x=x, y=y - 11 - tall, text=text, align="center", bold=True, halo=True),
            Note(x=x, y=y + 21, text=text, align="center", bold=True, halo=True),
        ]
    others = replace(series, periods=tuple(p for p in series.periods if p is not period))
    free = _calmest(sheet, others, choices, taken)
    return [free] if free else []
