"""Share bars: each duty's incidents as done, not done and not known, kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.figures.layers import FINE, Layer, boxes, words
from generator.figures.lettering import LINE, lines_in, width_of, wrap
from generator.figures.palette import Palette
from generator.figures.sheet import Note, Sheet
from generator.figures.words import Reading, cells, counted, listed, number, sentences
from generator.published import PublishedExhibit, named

BAR = 20.0
ROW, NARROW_ROW = 50.0, 56.0
LABEL = 15.0
"""From the top of a row to the foot of its label."""
Style = tuple[str, str | None, str | None, Sequence[float]]
UNKNOWN: Style = ("unknown", None, "unknown", FINE)
STYLES: tuple[Style, ...] = (("met", "met", None, ()), ("notmet", "notsoft", "notmet", ()), UNKNOWN)
INKS = {"met": "onmet", "notmet": "ink", "unknown": "ink2"}
NEUTRAL: tuple[Style, ...] = (("met", "heat3", None, ()), ("notmet", "heat1", "axis", ()), UNKNOWN)
NEUTRAL_INKS = {"met": "onheat3", "notmet": "onheat1", "unknown": "ink2"}
"""The shades of force, for rows that divide uses of force and are no duty done or not done."""
STATES = ("done", "not done", "not known")
"""What the three parts of a bar are called, unless the exhibit's `states` names them."""


@dataclass(frozen=True, slots=True)
class Share:
    """One row: a duty, perhaps in one term. `met` is None where counts are hidden or a range, as `right` says."""

    label: str
    met: int | None
    notmet: int | None
    unknown: int | None
    right: str

    @property
    def shown(self) -> bool:
        return self.met is not None

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        return (("met", self.met or 0), ("notmet", self.notmet or 0), ("unknown", self.unknown or 0))

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts) if self.shown else 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row lies: the foot of its label, the top of its bar; and the label broken into lines."""

    share: Share
    label: str
    foot: float
    bar: float
    below: bool


def shares_of(exhibit: PublishedExhibit) -> tuple[Share, ...]:
    return tuple(Share(*row) for row in exhibit.rows)


def chart(exhibit: PublishedExhibit, palette: Palette, narrow: bool) -> tuple[Sheet, list[Layer]]:
    """The drawing, 680 or 340 wide; its height grows with its rows."""
    width = 340.0 if narrow else 680.0
    places = list(_places(shares_of(exhibit), width - 2, narrow))
    height = (places[-1].bar + BAR + (20 if places[-1].below else 4)) if places else 40.0
    sheet = Sheet(width=width, height=height + 2, x=(0, 1), y=(height, 0), palette=palette, narrow=narrow)
    bars: list[Layer] = []
    for name, fill, stroke, dash in NEUTRAL if _neutral(exhibit) else STYLES:
        areas = [area for place in places for area in _parts(sheet, place, name)]
        bars.append(
            boxes(sheet, areas, fill=fill, stroke=stroke, width=1.6 if name == "notmet" else 1.2, dash=dash)
        )
    empty = [(0.001, p.bar, 0.999, p.bar + BAR) for p in places if not p.share.total]
    inks = NEUTRAL_INKS if _neutral(exhibit) else INKS
    notes = [note for place in places for note in _notes(sheet, place, inks)]
    if not places:
        notes = [Note(x=4, y=LABEL + 5, text="nothing to show", ink="ink2")]
    return sheet, [boxes(sheet, empty, stroke="hair"), *bars, *words(sheet, notes)]


def _neutral(exhibit: PublishedExhibit) -> bool:
    return bool(exhibit.marks.get("neutral"))


def _states(exhibit: PublishedExhibit) -> tuple[str, ...]:
    return tuple(exhibit.marks.get("states", STATES))


def _places(shares: Sequence[Share], across: float, narrow: bool) -> Iterator[Place]:
    top = 0.0
    for share in shares:
        beside = 0.0 if narrow or not share.shown else width_of(share.right) + 16
        label = wrap(share.label, max(across - beside, across / 3), most=3)
        foot = top + LABEL
        bar = foot + (lines_in(label) - 1) * LINE + 7
        below = narrow and share.shown and not _all_fit(share, across)
        yield Place(share, label, foot, bar, below)
        spare = (NARROW_ROW if narrow else ROW) - LABEL - 7 - BAR
        top = bar + BAR + spare + (10 if below else 0)


def _all_fit(share: Share, across: float) -> bool:
    return all(not count or _fits(count, share.total, across) for _, count in share.counts)


def _fits(count: int, total: int, across: float) -> bool:
    return count / total * across >= width_of(number(count), bold=True) + 6


def _parts(sheet: Sheet, place: Place, name: str) -> Iterator[tuple[float, float, float, float]]:
    """The part of a bar that one state takes, its outline kept inside."""
    start = 0
    for state, count in place.share.counts:
        if state == name and count and place.share.total:
            inset = 0.0 if name == "met" else 1.0
            left = start / place.share.total + inset / sheet.across
            right = (start + count) / place.share.total - inset / sheet.across
            yield (left, place.bar + inset, max(left, right), place.bar + BAR - inset)
        start += count


def _notes(sheet: Sheet, place: Place, inks: Mapping[str, str]) -> Iterator[Note]:
    share = place.share
    yield Note(x=0, y=place.foot, text=place.label)
    middle = place.bar + BAR / 2 + 4.5
    if not share.total:
        text = share.right if not share.shown else share.right or "none"
        text = wrap(text, sheet.across - 12, most=1)
        yield Note(x=sheet.across / 2, y=middle, text=text, align="center", ink="ink2")
        return
    if not sheet.narrow:
        yield Note(x=sheet.across, y=place.foot, text=share.right, align="right", ink="ink2")
    elif place.below:
        yield Note(x=0, y=place.bar + BAR + 15, text=wrap(share.right, sheet.across, most=1), ink="ink2")
    start = 0
    for state, count in share.counts:
        if count and _fits(count, share.total, sheet.across):
            x = (start + count / 2) / share.total * sheet.across
            yield Note(
                x=x, y=middle, text=number(count), align="center", bold=state != "unknown", ink=inks[state]
            )
        start += count


def read(exhibit: PublishedExhibit) -> Reading:
    """The share bars in words."""
    shares, states = shares_of(exhibit), _states(exhibit)
    rows = tuple(_row(share) for share in shares)
    columns = ("Row", *(f"{state[:1].upper()}{state[1:]}" for state in states), "In words")
    signs = ("heat3", "heat1", "unknown") if _neutral(exhibit) else ("met", "notmet", "unknown")
    drawn = {state for share in shares if share.shown for state, count in share.counts if count}
    parts = zip(("met", "notmet", "unknown"), signs, states, strict=True)
    key = tuple((sign, words) for part, sign, words in parts if part in drawn)
    return Reading("", _description(shares, states), columns, rows, key)


def _row(share: Share) -> tuple[str, ...]:
    if not share.shown:
        return cells(share.label, None, None, None, share.right)
    return cells(share.label, *(number(count) for _, count in share.counts), share.right)


def _description(shares: Sequence[Share], states: Sequence[str]) -> str:
    shown = [s for s in shares if s.shown]
    first = f"{counted(len(shares), 'row')}, each a bar of {states[0]}, {states[1]} and {states[2]}."
    said = [
        f"{named(s.label)}: "
        + ", ".join(f"{number(count)} {words}" for (_, count), words in zip(s.counts, states, strict=True))
        for s in shown
    ]
    hidden = [f"{named(s.label)}: {s.right}" for s in shares if not s.shown]
    return sentences(
        first,
        "; ".join(said[:8]) + (f"; {len(said) - 8} more in the table." if len(said) > 8 else ".")
        if said
        else "",
        f"No bar for {listed(hidden)}." if hidden else "",
    )
