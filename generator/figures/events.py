"""What happened and when: lines with a letter over a chart, and their words in the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from generator.figures.layers import Layer, rules
from generator.figures.lettering import width_of
from generator.figures.sheet import Box, Note, Sheet, first_free, whole
from generator.figures.words import day

ROOM = 26.0
"""Height of the margin over a plot in which letters stand."""
LONGEST = 210.0
"""A name wider than this stands in the key only."""
NEAR = 13.0
"""Letters closer than this are moved apart."""


@dataclass(frozen=True, slots=True)
class Event:
    """A practice change or a break in the series, at a place on the sheet's x scale."""

    letter: str
    label: str
    x: float
    broken: bool = False
    when: date | None = None

    @property
    def words(self) -> str:
        """The key's words: "New morning routine, 9 June 2025", and what a break means."""
        named = self.label[:1].upper() + self.label[1:]
        dated = f"{named}, {day(self.when)}" if self.when else named
        return f"{dated}: counts before and after are not the same thing" if self.broken else dated


def spread(places: Sequence[float], least: float = NEAR) -> list[float]:
    """The places moved apart, as little as it takes, so that neighbours keep the least distance; order is kept."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    for before, at in pairwise(order):
        moved[at] = max(places[at], moved[before] + least)
    groups: list[list[int]] = []
    for at in order:
        if groups and moved[at] - moved[groups[-1][-1]] <= least + 1e-6:
            groups[-1].append(at)
        else:
            groups.append([at])
    for group in groups:
        shift = sum(moved[at] - places[at] for at in group) / len(group)
        for at in group:
            moved[at] -= shift
    return moved


def lines(sheet: Sheet, events: Sequence[Event], rise: float = 4) -> tuple[Layer, ...]:
    """One dark line a change; a double one a break in the series."""
    over = sheet.y_at(-rise)
    upright = {
        broken: [(event.x, sheet.y[0], event.x, over) for event in events if event.broken == broken]
        for broken in (False, True)
    }
    return (
        rules(sheet, upright[False], "ink", width=1.2),
        rules(sheet, upright[True], "ink", width=5),
        rules(sheet, upright[True], "bg", width=2.4),
    )


def names(sheet: Sheet, events: Sequence[Event], taken: Sequence[Box]) -> list[Note]:
    """The letter of each event over its line, with its name where the drawing is wide and there is room."""
    letters = letters_of(sheet, events)
    placed: list[Note] = []
    for at, event in enumerate(events):
        others = [*taken, *(note.box for note in placed), *(note.box for note in letters[at + 1 :])]
        placed.append(first_free(_named(sheet, event), others, whole(sheet)) or letters[at])
    return placed


def letters_of(sheet: Sheet, events: Sequence[Event]) -> list[Note]:
    """The letters alone, moved apart where their lines stand close."""
    places = spread([sheet.px(event.x) for event in events])
    return [
        Note(x=x, y=-8, text=event.letter, align="center", bold=True)
        for x, event in zip(places, events, strict=True)
    ]


def _named(sheet: Sheet, event: Event) -> list[Note]:
    text = f"{event.letter} · {event.label}"
    if sheet.narrow or width_of(text, bold=True) > LONGEST:
        return []
    x = sheet.px(event.x)
    after = Note(x=x - 4, y=-8, text=text, bold=True)
    before = Note(x=x + 4, y=-8, text=text, align="right", bold=True)
    return [before, after] if x > sheet.across / 2 else [after, before]
