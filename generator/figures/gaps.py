"""Days between incident-days: the taller a stem, the longer the time without an incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from generator.figures import axes
from generator.figures.layers import DASH, DOTS, Layer, boxes, dots, rules, words
from generator.figures.lettering import LINE
from generator.figures.palette import Palette
from generator.figures.sheet import Box, Note, Sheet, first_free, whole
from generator.figures.words import Reading, cells, counted, day, from_to, listed, number, sentences
from generator.published import PublishedExhibit

MANY = 120
"""From so many gaps on, stems alone carry the chart and dots would be clutter."""
LONGEST_SINGLE = 31
"""Days that the axis spans at least, so that one gap alone still stands in a month."""
NO_RANGE = "no usual range"


@dataclass(frozen=True, slots=True)
class Gap:
    """Days from one incident-day to the next; `when` is the later one."""

    when: date
    days: float
    long: bool


@dataclass(frozen=True, slots=True)
class Gaps:
    """The exhibit, read. `usual` is the longest gap that is usual, `running` the last day and the days since."""

    gaps: tuple[Gap, ...]
    usual: float | None
    middle: float | None
    running: tuple[date, float] | None

    @classmethod
    def of(cls, exhibit: PublishedExhibit) -> Gaps:
        gaps = tuple(Gap(*row) for row in exhibit.rows)
        running = exhibit.marks.get("running")
        return cls(
            gaps,
            exhibit.marks.get("usual"),
            exhibit.marks.get("middle"),
            (running[0], running[1]) if running and running[0] is not None else None,
        )

    @property
    def today(self) -> date | None:
        return self.running[0] + timedelta(days=int(self.running[1])) if self.running else None

    @property
    def days(self) -> tuple[date, ...]:
        every = [gap.when for gap in self.gaps] + (
            [self.running[0], self.today] if self.running and self.today else []
        )
        return tuple(sorted(every))


def chart(exhibit: PublishedExhibit, palette: Palette, narrow: bool) -> tuple[Sheet, list[Layer]]:
    """The drawing, 680 by 250 or 340 by 230."""
    gaps = Gaps.of(exhibit)
    axis = axes.scale([*(g.days for g in gaps.gaps), gaps.usual, gaps.running[1] if gaps.running else None])
    sheet = _sheet(gaps, axis, palette, narrow)
    ticks = axes.month_ticks(month_places(sheet))
    many = len(gaps.gaps) >= MANY
    usual = [g for g in gaps.gaps if not g.long]
    long = [g for g in gaps.gaps if g.long]
    return sheet, [
        *_backdrop(sheet, gaps, axis),
        rules(sheet, [_stem(g) for g in gaps.gaps], "force", width=0.8 if many else 1.2),
        axes.foot(sheet),
        axes.tick_marks(sheet, ticks),
        *_running(sheet, gaps),
        dots(sheet, [] if many else [_head(g) for g in usual], fill="force", size=36 if narrow else 56),
        dots(sheet, [_head(g) for g in long], fill="unusual", stroke="bg", size=130, shape="diamond"),
        *words(
            sheet, [*axes.level_labels(sheet, axis), *axes.tick_labels(sheet, ticks), *_notes(sheet, gaps)]
        ),
    ]


def _sheet(gaps: Gaps, axis: axes.Scale, palette: Palette, narrow: bool) -> Sheet:
    days = gaps.days or (date(2000, 1, 1),)
    first, last = days[0].replace(day=1).toordinal(), days[-1].toordinal() + 1
    last = max(last, first + LONGEST_SINGLE)
    width, height = (340.0, 230.0) if narrow else (680.0, 250.0)
    return Sheet(
        width=width,
        height=height,
        left=axes.label_room(axis),
        right=14,
        top=24,
        bottom=axes.foot_room(2),
        x=(first, last),
        y=(0, axis.top),
        palette=palette,
        narrow=narrow,
    )


def month_places(sheet: Sheet) -> list[tuple[float, date]]:
    """First days of months on a sheet whose x scale counts days, and how far right they lie."""
    month, found = date.fromordinal(int(sheet.x[0])).replace(day=1), []
    while month.toordinal() < sheet.x[1]:
        if month.toordinal() >= sheet.x[0]:
            found.append((sheet.px(month.toordinal()), month))
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _stem(gap: Gap) -> tuple[float, float, float, float]:
    at = gap.when.toordinal()
    return (at, 0.0, at, gap.days)


def _head(gap: Gap) -> tuple[float, float]:
    return (gap.when.toordinal(), gap.days)


def _backdrop(sheet: Sheet, gaps: Gaps, axis: axes.Scale) -> list[Layer]:
    usual = [(sheet.x[0], 0.0, sheet.x[1], gaps.usual)] if gaps.usual else []
    edge = [(sheet.x[0], gaps.usual, sheet.x[1], gaps.usual)] if gaps.usual else []
    middle = [(sheet.x[0], gaps.middle, sheet.x[1], gaps.middle)] if gaps.middle else []
    return [
        boxes(sheet, usual, fill="band"),
        axes.level_grid(sheet, axis),
        rules(sheet, edge, "limit", width=1.2, dash=DASH),
        rules(sheet, middle, "limit", width=1.2),
    ]


def _running(sheet: Sheet, gaps: Gaps) -> list[Layer]:
    """The gap that has not ended: a hollow dot on a dotted stem, today."""
    if not gaps.running or not gaps.today:
        return []
    at, days = gaps.today.toordinal(), gaps.running[1]
    return [
        rules(sheet, [(at, 0.0, at, days)], "force", width=1.4, dash=DOTS),
        dots(sheet, [(at, days)], fill="bg", stroke="force", width=1.6, size=56),
    ]


def _notes(sheet: Sheet, gaps: Gaps) -> list[Note]:
    heads = [_around(sheet, g) for g in gaps.gaps if g.long]
    notes: list[Note] = []
    if not gaps.gaps and not gaps.running:
        return [
            Note(x=sheet.across / 2, y=sheet.down / 2, text="no gaps to show", align="center", ink="ink2")
        ]
    if gaps.running and gaps.today:
        x, y = sheet.px(gaps.today.toordinal()), sheet.py(gaps.running[1])
        text = f"{number(gaps.running[1])} so far"
        notes.append(Note(x=x + 12, y=y - 10, text=text, align="right", halo=True))
    if gaps.usual:
        text = f"usual gaps: up to {counted(int(gaps.usual), 'day')}"
        y = sheet.py(gaps.usual) - 5
        places = [Note(x=4 + at * 40, y=y, text=text, ink="ink2", halo=True) for at in range(12)]
        free = first_free(places, [*heads, *(n.box for n in notes)], whole(sheet))
        notes += [free] if free else []
    for gap in (g for g in gaps.gaps if g.long):
        others = [_around(sheet, g) for g in gaps.gaps if g.long and g != gap]
        free = first_free(_long_names(sheet, gap), [*others, *(n.box for n in notes)], whole(sheet))
        notes += [free] if free else []
    return notes


def _around(sheet: Sheet, gap: Gap) -> Box:
    x, y = sheet.px(gap.when.toordinal()), sheet.py(gap.days)
    return Box(x - 7, y - 8, x + 7, y + 8)


def _long_names(sheet: Sheet, gap: Gap) -> list[Note]:
    x, y = sheet.px(gap.when.toordinal()), sheet.py(gap.days)
    full = f"{counted(gap.days, 'day')}\nlonger than usual"
    choices = []
    for text in [number(gap.days)] if sheet.narrow else [full, number(gap.days)]:
        choices += [
            Note(x=x - 11, y=y + 2, text=text, align="right", bold=True, halo=True),
            Note(x=x + 11, y=y + 2, text=text, bold=True, halo=True),
            Note(x=x, y=y - 12 - text.count("\n") * LINE, text=text, align="center", bold=True, halo=True),
        ]
    return choices


def read(exhibit: PublishedExhibit) -> Reading:
    """The chart of days between in words."""
    gaps = Gaps.of(exhibit)
    rows = [cells(day(g.when), number(g.days), _said(gaps, g)) for g in gaps.gaps]
    if gaps.running and gaps.today:
        rows.append(cells(f"{day(gaps.today)}, still running", number(gaps.running[1]), "not ended"))
    when = from_to(day(gaps.days[0]), day(gaps.days[-1])) if gaps.days else ""
    columns = ("Day of the later incident", "Days since the one before", "Reading")
    return Reading(when, _description(gaps), columns, tuple(rows), _key(gaps))


def _said(gaps: Gaps, gap: Gap) -> str:
    return "longer than usual" if gap.long else "usual gap" if gaps.usual else NO_RANGE


def _description(gaps: Gaps) -> str:
    if not gaps.gaps:
        first = "No gap between two incident-days has ended in this time."
    else:
        shortest, longest = min(g.days for g in gaps.gaps), max(g.days for g in gaps.gaps)
        first = f"{counted(len(gaps.gaps), 'gap')}, from {number(shortest)} to {counted(longest, 'day')}."
    long = [f"{counted(g.days, 'day')} to {day(g.when)}" for g in gaps.gaps if g.long]
    usual = (
        f"Usual gaps are up to {counted(int(gaps.usual), 'day')}" if gaps.usual else "No usual range is drawn"
    )
    second = f"{usual}; longer than usual: {listed(long)}." if long else f"{usual}."
    third = f"{counted(gaps.running[1], 'day')} so far since {day(gaps.running[0])}." if gaps.running else ""
    return sentences(first, second, third)


def _key(gaps: Gaps) -> tuple[tuple[str, str], ...]:
    wanted = (
        (bool(gaps.gaps), "dot" if len(gaps.gaps) < MANY else "stem", "gap that has ended"),
        (any(g.long for g in gaps.gaps), "diamond", "longer than usual"),
        (gaps.running is not None, "hollow", "still running"),
        (gaps.usual is not None, "band", "usual gaps"),
        (gaps.middle is not None, "middle", f"middle gap: {counted(gaps.middle or 0, 'day')}"),
    )
    return tuple((symbol, said) for present, symbol, said in wanted if present)
