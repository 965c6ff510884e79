"""What a control chart says in words."""

from __future__ import annotations

from collections.abc import Sequence

from generator.figures.events import Event
from generator.figures.series import Period, Series
from generator.figures.words import Reading, cells, counted, day, from_to, listed, number, sentences
from generator.published import PublishedExhibit


def read(exhibit: PublishedExhibit) -> Reading:
    """The control chart in words."""
    series = Series.of(exhibit)
    when = from_to(series.periods[0].label, series.periods[-1].label) if series.periods else ""
    description = sentences(_values(series), _signals(series), _events(series), _missing(series))
    columns, rows = _table(series)
    return Reading(when, description, columns, rows, _key(series))


def _values(series: Series) -> str:
    known = series.known
    if not known:
        return f"No {series.noun} has a known value."
    least, most = min(known, key=lambda p: p.value or 0.0), max(known, key=lambda p: p.value or 0.0)
    if len(known) == 1:
        return f"One {series.noun} is known: {most.label}, {number(most.value)}."
    if least.value == most.value:
        return f"All {counted(len(known), 'known ' + series.noun)} have the value {number(most.value)}."
    low, high = f"{number(least.value)} ({least.label})", f"{number(most.value)} ({most.label})"
    return f"{counted(len(known), 'known ' + series.noun)}, from {low} to {high}."


def _signals(series: Series) -> str:
    if all(p.upper is None for p in series.periods):
        return "No usual range is drawn." if series.known else ""
    said = []
    for direction in ("high", "low"):
        points = [f"{p.label} ({number(p.value)})" for p in series.unusual if p.direction == direction]
        if points:
            said.append(f"unusual – {direction}: {listed(points)}")
    for run in series.runs:
        said.append(f"{run.words}: {from_to(run.periods[0].label, run.periods[-1].label)}")
    nothing = "No point is marked as unusual." if series.tested else ""
    return "; ".join(said) + "." if said else nothing


def _events(series: Series) -> str:
    shown = [event for event in series.events if series.place(event[2]) is not None]
    breaks = [f"{label}, {day(when)}" for _, label, when, kind in shown if kind == "break"]
    changes = [f"{label}, {day(when)}" for _, label, when, kind in shown if kind != "break"]
    said = [f"a break in the series: {listed(breaks)}"] if breaks else []
    said += [f"marked with a line: {listed(changes)}"] if changes else []
    return "; ".join(said) + "." if said else ""


def _missing(series: Series) -> str:
    said = []
    for state, words in (("unknown", "not known"), ("closed", "closed")):
        found = [from_to(a.label, b.label) for kind, a, b in series.stretches() if kind == state]
        if found:
            said.append(f"{words}: {listed(found)}")
    return "; ".join(said) + "." if said else ""


def _table(series: Series) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """One row a period; numerator and denominator only where the value is made of them."""
    parts = any(p.denominator is not None for p in series.periods)
    ranged = any(p.upper is not None for p in series.periods)
    columns: tuple[str, ...] = (
        series.noun.capitalize(),
        series.unit[:1].upper() + series.unit[1:] or "Value",
    )
    columns += ("Counted", "Out of") if parts else ()
    columns += ("Usual range",) if ranged else ()
    rows = []
    for period in series.periods:
        row = [period.label, number(period.value)]
        row += [number(period.numerator), number(period.denominator)] if parts else []
        row += [series.range_of(period)] if ranged else []
        rows.append(cells(*row, _said(series, period)))
    return (*columns, "Reading"), tuple(rows)


def _said(series: Series, period: Period) -> str:
    """The reading of one period in words."""
    if period.state != "known" or period.value is None:
        return "closed" if period.state == "closed" else "not known"
    said = [f"unusual – {period.direction}"] if period in series.unusual else []
    said += [f"part of: {run.words}" for run in series.runs if period in run.periods]
    if said:
        return "; ".join(said)
    if period.upper is None:
        return "no usual range"
    if not series.tested:
        return "not tested"
    if (period.lower or 0.0) <= period.value <= period.upper:
        return "usual range"
    return f"{'above' if period.value > period.upper else 'below'} the range, not marked as unusual"


def _key(series: Series) -> tuple[tuple[str, str], ...]:
    states = {p.state for p in series.periods}
    directions = {p.direction for p in series.unusual}
    so_far = " so far, from few months" if series.limits == "trial" else ""
    wanted: Sequence[tuple[bool, str, str]] = (
        (bool(series.known) and not series.long, "dot", f"one {series.noun}"),
        (bool(series.known) and series.long, "line", f"{series.noun}s, joined"),
        ("high" in directions, "triangle-up", "unusual – high"),
        ("low" in directions, "triangle-down", "unusual – low"),
        (bool(series.runs), "run", _run_words(series)),
        (any(p.upper is not None for p in series.periods), "band", f"usual range{so_far}"),
        (any(p.centre is not None for p in series.periods), "middle", "middle"),
        ("unknown" in states, "unknown", f"{series.noun} not known"),
        ("closed" in states, "–", "closed"),
    )
    key = [(symbol, words) for present, symbol, words in wanted if present]
    return (*key, *event_key(series))


def _run_words(series: Series) -> str:
    """What the line beside several points means; "near the edge" is explained, the others say it in the drawing."""
    near = any(run.rule not in ("shift", "trend") for run in series.runs)
    return f"unusual run{f'; near the edge: two of three {series.noun}s in the outer third' if near else ''}"


def event_key(series: Series) -> tuple[tuple[str, str], ...]:
    """The letters over the chart and what they stand for."""
    return tuple(
        (letter, Event(letter, label, 0.0, kind == "break", when).words)
        for letter, label, when, kind in series.events
        if series.place(when) is not None
    )
