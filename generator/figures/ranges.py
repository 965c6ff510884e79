"""Exact numbers, true ranges and hidden values side by side, one place a term, never joined by a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.figures import axes, events
from generator.figures.layers import FINE, Layer, boxes, dots, words
from generator.figures.lettering import LINE
from generator.figures.palette import Palette
from generator.figures.sheet import Box, Note, Sheet, first_free, whole
from generator.figures.words import Reading, between, cells, counted, from_to, listed, number, sentences
from generator.published import MARKERS, PublishedExhibit

ASIDE = (0, -6, 6, -12, 12, -18, 18, -24, 24)
"""How far a number may stand beside its mark where a line or a neighbour is in its way."""
ROOMY = 40.0
"""Least width of a place in which a number may be moved aside and still belong to its mark."""


@dataclass(frozen=True, slots=True)
class Term:
    """One place: an exact value, or a range, or a marker that says why there is neither."""

    at: int
    label: str
    value: float | None
    lower: float | None
    upper: float | None
    marker: str | None
    note: str
    broken: bool

    @property
    def ranged(self) -> bool:
        return self.value is None and self.lower is not None and self.upper is not None

    @property
    def shown(self) -> str:
        """The number, the range or the marker, as it stands in the drawing."""
        if self.value is not None:
            return number(self.value)
        return between(self.lower, self.upper) if self.ranged else self.marker or "x"

    @property
    def top(self) -> float:
        """The height over which its number stands; 0 for a marker."""
        return float((self.value if self.value is not None else self.upper if self.ranged else 0.0) or 0.0)


def terms_of(exhibit: PublishedExhibit) -> tuple[Term, ...]:
    return tuple(
        Term(at, label, value, lower, upper, marker, note or "", bool(broken))
        for at, (label, value, lower, upper, marker, note, broken) in enumerate(exhibit.rows)
    )


def chart(exhibit: PublishedExhibit, palette: Palette, narrow: bool) -> tuple[Sheet, list[Layer]]:
    """The drawing, 680 by 230 or 340 by 220."""
    terms = terms_of(exhibit)
    axis = axes.scale([t.top for t in terms], top=exhibit.marks.get("y_max"), rounded=True)
    sheet = _sheet(terms, axis, palette, narrow)
    slot = sheet.px(1) - sheet.px(0)
    ticks = axes.name_ticks([sheet.px(t.at + 0.5) for t in terms], [t.label for t in terms], slot, narrow)
    marked = _breaks(exhibit, terms)
    half = min(15.0 if narrow else 20.0, slot * 0.4) / slot
    ranged = [
        (t.at + 0.5 - half, t.lower or 0.0, t.at + 0.5 + half, t.upper or 0.0) for t in terms if t.ranged
    ]
    exact = [(t.at + 0.5, t.value) for t in terms if t.value is not None]
    # Where nothing stands over the foot a scale would measure nothing, and its end could pass for a hidden number.
    levels = axes.level_labels(sheet, axis) if any(t.top for t in terms) else ()
    labels = [*levels, *axes.tick_labels(sheet, ticks)]
    return sheet, [
        axes.level_grid(sheet, axis),
        axes.foot(sheet),
        boxes(sheet, ranged, fill="band", stroke="limit", width=1.6, dash=FINE),
        *events.lines(sheet, marked),
        dots(sheet, exact, fill="force", size=min(62.0, round((slot * 0.55) ** 2, 2))),
        *words(sheet, [*labels, *_notes(sheet, terms, marked)]),
    ]


def _sheet(terms: Sequence[Term], axis: axes.Scale, palette: Palette, narrow: bool) -> Sheet:
    return Sheet(
        width=340 if narrow else 680,
        height=220 if narrow else 230,
        left=axes.label_room(axis),
        right=8,
        top=40,
        bottom=axes.foot_room(2 if narrow or len(terms) > 8 else 1),
        x=(0, max(1, len(terms))),
        y=(0, axis.top),
        palette=palette,
        narrow=narrow,
    )


def _breaks(exhibit: PublishedExhibit, terms: Sequence[Term]) -> list[events.Event]:
    """A double line at each break, lettered in the order of the exhibit's events."""
    named = tuple(exhibit.marks.get("events", ()))
    places = [term.at for term in terms if term.broken]
    named += (("", ""),) * (len(places) - len(named))
    return [
        events.Event(letter, label, float(at), broken=True)
        for at, (letter, label) in zip(places, named, strict=False)
    ]


def _notes(sheet: Sheet, terms: Sequence[Term], marked: Sequence[events.Event]) -> list[Note]:
    """The number over each mark where there is room; a marker on the foot."""
    letters = [
        Note(x=sheet.px(e.x), y=-8, text=e.letter, align="center", bold=True) for e in marked if e.letter
    ]
    upright = [Box(sheet.px(e.x) - 3, -4, sheet.px(e.x) + 3, sheet.down) for e in marked]
    taken = [*upright, *(note.box for note in letters), *_marks(sheet, terms)]
    notes = list(letters)
    for term in terms:
        free = first_free(_places(sheet, term), [*taken, *(n.box for n in notes)], whole(sheet))
        notes += [free] if free else []
    if not terms:
        notes.append(
            Note(x=sheet.across / 2, y=sheet.down / 2, text="no terms to show", align="center", ink="ink2")
        )
    return notes


def _marks(sheet: Sheet, terms: Sequence[Term]) -> list[Box]:
    """Where dots and boxes lie, so that no number is written over a neighbour's."""
    found = []
    for term in terms:
        if term.value is not None or term.ranged:
            x, y = sheet.px(term.at + 0.5), sheet.py(term.top)
            found.append(Box(x - 4, y - 4, x + 4, y + 4))
    return found


def _places(sheet: Sheet, term: Term) -> Iterator[Note]:
    x = sheet.px(term.at + 0.5)
    text = f"{term.shown}\n{term.note}" if term.note else term.shown
    rise = text.count("\n") * LINE
    over = 7 if term.ranged else 10 if term.value is not None else 6
    slot = sheet.px(1) - sheet.px(0)
    for aside in ASIDE if slot >= ROOMY else ASIDE[:1]:
        y = sheet.py(term.top) - over - rise
        yield Note(x=x + aside, y=y, text=text, align="center", bold=True, halo=True)


def read(exhibit: PublishedExhibit) -> Reading:
    """The ranges in words; a hidden value is named as hidden and nothing more."""
    terms = terms_of(exhibit)
    when = from_to(terms[0].label, terms[-1].label) if terms else ""
    rows = tuple(cells(t.label, t.shown, _said(t)) for t in terms)
    return Reading(
        when, _description(exhibit, terms), ("Period", "Number", "Reading"), rows, _key(exhibit, terms)
    )


def _said(term: Term) -> str:
    if term.value is not None:
        said = "exact number"
    elif term.ranged:
        said = f"at least {number(term.lower)} and at most {number(term.upper)}"
    else:
        said = MARKERS.get(term.marker or "x", "not available")
    said += "; a part is not known" if term.note else ""
    return said + ("; a break in the series comes before it" if term.broken else "")


def _description(exhibit: PublishedExhibit, terms: Sequence[Term]) -> str:
    exact = [t for t in terms if t.value is not None]
    first = f"{counted(len(terms), 'period')}, {number(len(exact))} with an exact number."
    if exact:
        least, most = min(exact, key=lambda t: t.top), max(exact, key=lambda t: t.top)
        first = (
            first[:-1]
            + f", from {number(least.value)} ({least.label}) to {number(most.value)} ({most.label})."
        )
        if len(exact) == 1 or least.value == most.value:
            first = f"{counted(len(terms), 'period')}, {number(len(exact))} with an exact number: {number(most.value)}."
    ranged = [f"{t.label} ({t.shown})" for t in terms if t.ranged]
    hidden = [
        f"{MARKERS[marker]}: {listed([t.label for t in terms if _bare(t) and t.marker == marker])}"
        for marker in MARKERS
        if any(_bare(t) and t.marker == marker for t in terms)
    ]
    breaks = [t.label for t in terms if t.broken]
    return sentences(
        first,
        f"A range only: {listed(ranged)}." if ranged else "",
        "; ".join(hidden) + "." if hidden else "",
        f"A break in the series comes before {listed(breaks)}." if breaks else "",
    )


def _bare(term: Term) -> bool:
    return term.value is None and not term.ranged


def _key(exhibit: PublishedExhibit, terms: Sequence[Term]) -> tuple[tuple[str, str], ...]:
    markers = {t.marker or "x" for t in terms if _bare(t)}
    key = [("dot", "exact number")] if any(t.value is not None for t in terms) else []
    key += [("range", "between these two numbers")] if any(t.ranged for t in terms) else []
    key += [(marker, words) for marker, words in MARKERS.items() if marker in markers]
    key += [("+ ?", "a part is not known")] if any(t.note for t in terms) else []
    return (*key, *((e.letter, e.words) for e in _breaks(exhibit, terms) if e.letter))
