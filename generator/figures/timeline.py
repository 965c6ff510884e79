"""One child's year: what was done, what was managed without force, what the child said, what adults reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.figures import axes, events
from generator.figures.gaps import month_places
from generator.figures.layers import Layer, boxes, dots, rules, words
from generator.figures.lettering import width_of
from generator.figures.palette import Palette
from generator.figures.sheet import Note, Sheet
from generator.figures.words import Reading, cells, counted, day, from_to, listed, number, sentences
from generator.published import PublishedExhibit

LANES = (
    ("circle", "force", "bg", 80.0, "dot"),
    ("square", "force", "bg", 80.0, "square"),
    ("circle", "bg", "force", 80.0, "hollow"),
    ("diamond", "met", "bg", 130.0, "view"),
    ("triangle-up", "met", "bg", 130.0, "review"),
)
"""Shape, fill, edge, area and key symbol of each lane, in the order of the exhibit."""
ROW, NARROW_ROW = 27.0, 38.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The exhibit, read."""

    lanes: tuple[str, ...]
    days: tuple[tuple[str, date], ...]
    start: date
    end: date
    away: tuple[tuple[date, date], ...]
    events: tuple[events.Event, ...]

    @classmethod
    def of(cls, exhibit: PublishedExhibit) -> Timeline:
        marks = exhibit.marks
        days = tuple((str(lane), when) for lane, when in exhibit.rows if when is not None)
        lanes = tuple(marks.get("lanes") or dict.fromkeys(lane for lane, _ in days))
        every = [when for _, when in days]
        start = marks.get("start") or min(every, default=date(2000, 1, 1))
        end = marks.get("end") or max(every, default=start)
        shown = tuple(
            events.Event(letter, label, when.toordinal(), when=when)
            for letter, label, when in marks.get("events", ())
            if start <= when <= end
        )
        return cls(lanes, days, start, end, tuple(marks.get("away", ())), shown)

    def count(self, lane: str) -> int:
        return sum(name == lane for name, _ in self.days)


def chart(exhibit: PublishedExhibit, palette: Palette, narrow: bool) -> tuple[Sheet, list[Layer]]:
    """The drawing, 680 by 224 or 340 by 274 with five lanes."""
    line = Timeline.of(exhibit)
    sheet = _sheet(line, palette, narrow)
    ticks = axes.month_ticks(month_places(sheet))
    first, last = sheet.x
    away = [
        (max(a.toordinal(), first), sheet.y[0], min(b.toordinal() + 1, last), 0.0)
        for a, b in line.away
        if a.toordinal() < last and b.toordinal() >= first
    ]
    return sheet, [
        boxes(sheet, away, fill="band"),
        rules(
            sheet,
            [(first, _level(line, at), last, _level(line, at)) for at in range(len(line.lanes))],
            "hair",
        ),
        axes.foot(sheet),
        axes.tick_marks(sheet, ticks),
        *events.lines(sheet, line.events),
        *_marks(sheet, line),
        *words(sheet, [*axes.tick_labels(sheet, ticks), *_notes(sheet, line)]),
    ]


def _level(line: Timeline, at: int) -> float:
    """Where a lane lies: a little under the middle of its row, so that a name has room above it."""
    return at + 0.6


def _sheet(line: Timeline, palette: Palette, narrow: bool) -> Sheet:
    row = NARROW_ROW if narrow else ROW
    count = max(1, len(line.lanes))
    left = 18.0 if narrow else max((width_of(lane) for lane in line.lanes), default=0.0) + 18
    first, last = line.start.toordinal(), max(line.end, line.start).toordinal() + 1
    right = 10.0 if narrow else 46.0
    return Sheet(
        width=340 if narrow else 680,
        height=events.ROOM + count * row + 8 + axes.foot_room(2),
        left=left,
        right=right,
        top=events.ROOM,
        bottom=axes.foot_room(2),
        x=(first, last),
        y=(count + 8 / row, 0),
        palette=palette,
        narrow=narrow,
    )


def _marks(sheet: Sheet, line: Timeline) -> list[Layer]:
    """Filled marks have an edge of the page's colour, so that a cluster stays countable."""
    layers = []
    for at, lane in enumerate(line.lanes):
        shape, fill, edge, size, _ = LANES[at % len(LANES)]
        points = [(when.toordinal() + 0.5, _level(line, at)) for name, when in line.days if name == lane]
        layers.append(
            dots(
                sheet,
                points,
                fill=fill,
                stroke=edge,
                width=1 if edge == "bg" else 1.6,
                size=size,
                shape=shape,
            )
        )
    return layers


def _notes(sheet: Sheet, line: Timeline) -> list[Note]:
    notes = []
    for at, lane in enumerate(line.lanes):
        foot = sheet.py(_level(line, at)) + 4.5
        amount = number(line.count(lane))
        if sheet.narrow:
            notes.append(Note(x=0, y=foot - 15, text=f"{lane} · {amount}", halo=True))
        else:
            notes.append(Note(x=1 - sheet.left, y=foot, text=lane))
            notes.append(Note(x=sheet.across + 36, y=foot, text=amount, align="right", bold=True))
    return [*notes, *events.letters_of(sheet, line.events)]


def read(exhibit: PublishedExhibit) -> Reading:
    """The timeline in words; its table has a row for every mark."""
    line = Timeline.of(exhibit)
    ordered = sorted(
        line.days, key=lambda each: (each[1], line.lanes.index(each[0]) if each[0] in line.lanes else 99)
    )
    rows = tuple(cells(day(when), lane) for lane, when in ordered)
    return Reading(
        from_to(day(line.start), day(line.end)),
        _description(line),
        ("Date", "What was recorded"),
        rows,
        _key(line),
    )


def _description(line: Timeline) -> str:
    said = [f"{lane.lower()} {number(line.count(lane))}" for lane in line.lanes]
    away = [f"{day(a)} to {day(b)}" for a, b in line.away]
    marked = [event.words for event in line.events]
    days = [when for _, when in line.days]
    span = f", from {day(min(days))} to {day(max(days))}" if days else ""
    return sentences(
        f"{counted(len(line.days), 'mark')}{span}: {', '.join(said)}." if said else "Nothing was recorded.",
        f"Marked with a line: {listed(marked)}." if marked else "",
        f"Not here: {listed(away, 3)}." if away else "",
    )


def _key(line: Timeline) -> tuple[tuple[str, str], ...]:
    key: Sequence[tuple[str, str]] = [
        (LANES[at % len(LANES)][4], lane.lower()) for at, lane in enumerate(line.lanes)
    ]
    away = [("away", "not here")] if line.away else []
    return (*key, *away, *((event.letter, event.words) for event in line.events))
