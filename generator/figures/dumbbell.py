"""Home and school for one child a row: two marks of equal rank and the distance between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.figures import axes
from generator.figures.layers import Layer, dots, rules, words
from generator.figures.lettering import width_of, wrap
from generator.figures.palette import Palette
from generator.figures.sheet import Note, Sheet
from generator.figures.words import Reading, cells, counted, number, sentences
from generator.published import PublishedExhibit

ROW, NARROW_ROW = 34.0, 38.0
LABEL_ROOM, NARROW_LABEL_ROOM = 190.0, 116.0


@dataclass(frozen=True, slots=True)
class Pair:
    """One child's two values; None where a place has none."""

    label: str
    home: float | None
    school: float | None

    @property
    def equal(self) -> bool:
        """Whether the two look the same, written as a reader sees them."""
        return self.home is not None and self.school is not None and number(self.home) == number(self.school)


def pairs_of(exhibit: PublishedExhibit) -> tuple[Pair, ...]:
    return tuple(Pair(*row) for row in exhibit.rows)


def chart(exhibit: PublishedExhibit, palette: Palette, narrow: bool) -> tuple[Sheet, list[Layer]]:
    """The drawing, 680 or 340 wide; a row a child, in the exhibit's order."""
    pairs = pairs_of(exhibit)
    axis = axes.scale([v for p in pairs for v in (p.home, p.school)], most=3 if narrow else 4, rounded=True)
    sheet = _sheet(pairs, axis, palette, narrow)
    rows = [(pair, at + 0.5) for at, pair in enumerate(pairs)]
    bars = [(p.home, y, p.school, y) for p, y in rows if p.home is not None and p.school is not None]
    homes = [(p.home, y) for p, y in rows if p.home is not None]
    schools = [(p.school, y) for p, y in rows if p.school is not None]
    inside = [(p.home, y) for p, y in rows if p.equal and p.home is not None]
    return sheet, [
        axes.upright_grid(sheet, axis),
        rules(sheet, bars, "limit", width=2.5),
        dots(sheet, homes, fill="force", size=70),
        dots(sheet, schools, fill="bg", stroke="force", width=2, size=110, shape="square"),
        dots(sheet, inside, fill="force", size=20),
        *words(sheet, [*axes.upright_labels(sheet, axis), *_notes(sheet, rows)]),
    ]


def _sheet(pairs: Sequence[Pair], axis: axes.Scale, palette: Palette, narrow: bool) -> Sheet:
    room = NARROW_LABEL_ROOM if narrow else LABEL_ROOM
    widest = max((width_of(wrap(p.label, room, bold=True), bold=True) for p in pairs), default=0.0)
    height = max(1, len(pairs)) * (NARROW_ROW if narrow else ROW)
    return Sheet(
        width=340 if narrow else 680,
        height=height + 4 + axes.foot_room(1),
        left=widest + (48 if narrow else 72),
        right=56 if narrow else 90,
        top=4,
        bottom=axes.foot_room(1),
        x=(0, axis.top),
        y=(max(1, len(pairs)), 0),
        palette=palette,
        narrow=narrow,
    )


def _notes(sheet: Sheet, rows: Sequence[tuple[Pair, float]]) -> Iterator[Note]:
    if not rows:
        yield Note(
            x=sheet.across / 2, y=sheet.down / 2 + 5, text="no children to show", align="center", ink="ink2"
        )
    for at, (pair, y) in enumerate(rows):
        label = wrap(pair.label, NARROW_LABEL_ROOM if sheet.narrow else LABEL_ROOM, bold=True)
        rise = label.count("\n") * 7.5
        foot = sheet.py(y) + 4.5
        yield Note(x=1 - sheet.left, y=foot - rise, text=label, bold=True)
        yield from _values(sheet, pair, foot, named=at == 0)


def _values(sheet: Sheet, pair: Pair, foot: float, *, named: bool) -> Iterator[Note]:
    """Values at the outer ends, the place's name with them in the first row only."""
    if pair.equal and pair.home is not None:
        yield Note(x=sheet.px(pair.home) + 12, y=foot, text=f"{number(pair.home)} in both", halo=True)
        return
    known = [(v, name) for v, name in ((pair.home, "home"), (pair.school, "school")) if v is not None]
    for at, (value, name) in enumerate(sorted(known)):
        left = at == 0 and len(known) == 2
        text = number(value) if len(known) == 2 and not named else f"{name} {number(value)}"
        x = sheet.px(value) + (-12 if left else 12)
        yield Note(x=x, y=foot, text=text, align="right" if left else "left", halo=True)
    if not known:
        yield Note(x=8, y=foot, text="not known", ink="ink2", halo=True)


def read(exhibit: PublishedExhibit) -> Reading:
    """Home and school in words; neither is called the right one."""
    pairs = pairs_of(exhibit)
    unit = exhibit.marks.get("unit") or ""
    rows = tuple(cells(p.label, number(p.home), number(p.school), _said(p)) for p in pairs)
    columns = ("Child", "Home", "School", "Reading")
    key = (("dot", "home"), ("square-hollow", "school")) if pairs else ()
    return Reading("", _description(pairs, unit), columns, rows, key)


def _said(pair: Pair) -> str:
    if pair.home is None or pair.school is None:
        return "not known in both places"
    return (
        "the same in both" if pair.equal else f"higher at {'home' if pair.home > pair.school else 'school'}"
    )


def _description(pairs: Sequence[Pair], unit: str) -> str:
    every = [v for p in pairs for v in (p.home, p.school) if v is not None]
    if not every:
        return "No child has a value in either place."
    high = {name: [p for p in pairs if _said(p) == name] for name in {_said(p) for p in pairs}}
    said = [f"{word} for {number(len(high[word]))}" for word in sorted(high)]
    return sentences(
        f"{counted(len(pairs), 'child', 'children')}, values from {number(min(every))} to {number(max(every))}"
        + (f" {unit}." if unit else "."),
        "; ".join(said) + ".",
    )
