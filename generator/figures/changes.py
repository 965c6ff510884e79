"""Before and after each change, every rate with its plausible range, and no arrow between the two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.figures import axes
from generator.figures.layers import Layer, dots, rules, words
from generator.figures.lettering import LINE, lines_in, width_of, wrap
from generator.figures.palette import Palette
from generator.figures.sheet import Note, Sheet
from generator.figures.words import ARROW, Reading, cells, counted, day, number, sentences
from generator.published import PublishedExhibit

ROW, NARROW_ROW = 58.0, 78.0
APART = 0.3
"""Between the two lines of a row, in rows."""
LABEL_ROOM = 190.0
SMALL = 62.0


@dataclass(frozen=True, slots=True)
class Change:
    """One change: rates and plausible ranges before and after it, and the counts they come from."""

    label: str
    when: date | None
    before: float | None
    before_lower: float | None
    before_upper: float | None
    after: float | None
    after_lower: float | None
    after_upper: float | None
    n_before: int | None
    n_after: int | None

    @property
    def counts(self) -> str:
        return f"{number(self.n_before)} {ARROW} {number(self.n_after)}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change's two lines lie, and its label."""

    change: Change
    label: str
    label_foot: float
    before: float
    after: float
    bottom: float


def changes_of(exhibit: PublishedExhibit) -> tuple[Change, ...]:
    return tuple(Change(*row) for row in exhibit.rows)


def chart(exhibit: PublishedExhibit, palette: Palette, narrow: bool) -> tuple[Sheet, list[Layer]]:
    """The drawing, 680 or 340 wide; a row a change, in the exhibit's order."""
    changes = changes_of(exhibit)
    places = list(_places(changes, narrow))
    ends = [v for c in changes for v in (c.before, c.after, c.before_upper, c.after_upper)]
    axis = axes.scale(ends, most=3 if narrow else 4, rounded=True)
    sheet = _sheet(places, axis, palette, narrow)
    first = [(p.change.before, p.before, p.change.before_lower, p.change.before_upper) for p in places]
    then = [(p.change.after, p.after, p.change.after_lower, p.change.after_upper) for p in places]
    spans = [(low, y, high, y) for _, y, low, high in (*first, *then) if low is not None and high is not None]
    return sheet, [
        axes.upright_grid(sheet, axis),
        rules(sheet, spans, "force", width=2),
        dots(
            sheet,
            [(v, y) for v, y, *_ in first if v is not None],
            fill="bg",
            stroke="force",
            width=2,
            size=SMALL,
        ),
        dots(sheet, [(v, y) for v, y, *_ in then if v is not None], fill="force", size=SMALL + 14),
        *words(sheet, [*axes.upright_labels(sheet, axis), *_notes(sheet, places)]),
    ]


def _places(changes: Sequence[Change], narrow: bool) -> Iterator[Place]:
    top = 0.0
    for change in changes:
        label = wrap(change.label, 330 if narrow else LABEL_ROOM, bold=True)
        more = (lines_in(label) - 1) * LINE
        if narrow:
            middle = top + 50 + more
            bottom = top + NARROW_ROW + more
            step = NARROW_ROW * APART / 2
            foot = top + 18
        else:
            bottom = top + ROW + more
            middle = (top + bottom) / 2
            step = ROW * APART / 2
            foot = middle - more / 2 - 3
        yield Place(change, label, foot, middle - step, middle + step, bottom)
        top = bottom


def _sheet(places: Sequence[Place], axis: axes.Scale, palette: Palette, narrow: bool) -> Sheet:
    height = places[-1].bottom if places else ROW
    widest = max((width_of(p.label, bold=True) for p in places), default=0.0)
    left = 8.0 if narrow else max(110.0, widest + 24)
    counts = max((width_of(p.change.counts) for p in places), default=0.0)
    right = 12.0 if narrow else counts + 60
    return Sheet(
        width=340 if narrow else 680,
        height=height + 4 + axes.foot_room(1),
        left=left,
        right=right,
        top=4,
        bottom=axes.foot_room(1),
        x=(0, axis.top),
        y=(height, 0),
        palette=palette,
        narrow=narrow,
    )


def _notes(sheet: Sheet, places: Sequence[Place]) -> Iterator[Note]:
    if not places:
        yield Note(
            x=sheet.across / 2, y=sheet.down / 2, text="no changes to show", align="center", ink="ink2"
        )
    for place in places:
        change = place.change
        left = 0.0 if sheet.narrow else 1 - sheet.left
        yield Note(x=left, y=place.label_foot, text=place.label, bold=True, halo=sheet.narrow)
        if not sheet.narrow:
            under = place.label_foot + lines_in(place.label) * LINE
            yield Note(x=left, y=under, text=day(change.when), ink="ink2")
            middle = (place.before + place.after) / 2 + 4.5
            yield Note(x=sheet.across + sheet.right - 2, y=middle, text=change.counts, align="right")
        for y, value in ((place.before, change.before), (place.after, change.after)):
            if value is None:
                yield Note(x=4, y=y + 4.5, text="not known", ink="ink2", halo=True)
    yield from _names(sheet, places)


def _names(sheet: Sheet, places: Sequence[Place]) -> Iterator[Note]:
    """ "before" and "after" once, beside the two lines of the first row that has both."""
    both = [p for p in places if p.change.before is not None and p.change.after is not None]
    for place in both[:1]:
        change = place.change
        for name, y, value, lower, upper in (
            ("before", place.before, change.before, change.before_lower, change.before_upper),
            ("after", place.after, change.after, change.after_lower, change.after_upper),
        ):
            end = sheet.px(upper if upper is not None else value or 0.0)
            start = sheet.px(lower if lower is not None else value or 0.0)
            room = sheet.across + (4 if sheet.narrow else 44) - end
            if room >= width_of(name) + 8 or start < width_of(name) + 8:
                yield Note(x=end + 8, y=y + 4.5, text=name, ink="ink2", halo=True)
            else:
                yield Note(x=start - 8, y=y + 4.5, text=name, align="right", ink="ink2", halo=True)


def read(exhibit: PublishedExhibit) -> Reading:
    """Before and after in words."""
    changes = changes_of(exhibit)
    unit, days = exhibit.marks.get("unit") or "rate", exhibit.marks.get("days")
    span = f"{counted(days, 'day')} " if days else ""
    said = [f"{c.label}, {day(c.when)}: {_both(c)}" for c in changes]
    description = sentences(
        f"{counted(len(changes), 'change')}, in order of date, each with the {span or 'time '}before and after.",
        "; ".join(said) + "." if said else "",
        f"Figures are {unit}, each with its plausible range." if changes else "",
    )
    columns = ("Change", "Date", "Counted before", "Counted after", "Before", "After", "Reading")
    rows = tuple(_row(c, unit) for c in changes)
    dates = sorted(c.when for c in changes if c.when)
    when = f"{day(dates[0])} to {day(dates[-1])}" if len(dates) > 1 else day(dates[0]) if dates else ""
    key = (
        ("hollow", f"{span}before".strip()),
        ("dot", f"{span}after".strip()),
        ("interval", "plausible range"),
    )
    return Reading(when, description, columns, rows, key if changes else ())


def _both(change: Change) -> str:
    return f"{_rate(change.before, change.n_before)} before, {_rate(change.after, change.n_after)} after"


def _rate(rate: float | None, count: int | None) -> str:
    if rate is None:
        return "not known"
    return f"{number(rate)} ({number(count)} counted)" if count is not None else number(rate)


def _row(change: Change, unit: str) -> tuple[str, ...]:
    return cells(
        change.label,
        day(change.when),
        number(change.n_before),
        number(change.n_after),
        _interval(change.before, change.before_lower, change.before_upper),
        _interval(change.after, change.after_lower, change.after_upper),
        f"{_both(change)}, {unit}",
    )


def _interval(value: float | None, lower: float | None, upper: float | None) -> str:
    """A rate with its plausible range: "4.1 (2.9–5.6)"."""
    if value is None or lower is None or upper is None:
        return number(value)
    return f"{number(value)} ({number(lower)}–{number(upper)})"
