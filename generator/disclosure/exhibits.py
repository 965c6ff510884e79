"""Drawings that join several indicators or several terms, made from published cells alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from generator.disclosure import certain
from generator.disclosure.cells import BANDS
from generator.disclosure.plan import DUTIES
from generator.periods import MONTHS, day
from generator.published import (
    PublishedCell,
    PublishedExhibit,
    PublishedResult,
    PublishedSlots,
    PublishedWindow,
    named,
    plain,
)

Results = Mapping[tuple[str, str], PublishedResult]
SHIFT = "shift-"
MIN_FOR_PERCENT = 20
"""Known rows from which a percentage is printed (methods page, section 4)."""


REASONS = {"neutral": True, "states": ("a reason the law names", "another reason", "no reason to read")}
BLANK, NO_REASON = "A blank is never counted as done.", "Incidents whose reason cannot be read stand apart."
BY_REASON = "LAW-01"
"""Divides uses of force by their reason: no duty is done or not done by one, so it has the colour of force."""


def duties(results: Results, lead: PublishedWindow) -> PublishedExhibit | None:
    """Share bars of the setting's own duties in the leading window."""
    names = [name for name in DUTIES if name != BY_REASON]
    found = [results[name, lead.id] for name in names if (name, lead.id) in results]
    rows = [(result.title, *_share(result.cell())) for result in found]
    if not rows:
        return None
    first = next((result for result in found if not result.withheld), found[0])
    return PublishedExhibit(
        id="duties",
        kind="shares",
        headline=first.headline,
        sub=f"The setting’s own duties, {lead.label} ({lead.dates}). Done, not done and not known are kept apart.",
        columns=("label", "met", "notmet", "unknown", "right"),
        rows=tuple(rows),
        slots=replace(first.slots, certain=certain.of_duties(rows)),
    )


def duty_terms(
    result: PublishedResult, results: Results, windows: Sequence[PublishedWindow]
) -> PublishedExhibit:
    """Share bars of one duty, term by term."""
    chosen = [each for each in windows if each.kind in ("term", "term-so-far")][-6:]
    found = [(each, results.get((result.indicator, each.id))) for each in chosen]
    rows = [(each.label, *_share(one.cell() if one else None)) for each, one in found]
    return PublishedExhibit(
        id=f"{result.indicator.lower()}-terms",
        kind="shares",
        headline=result.headline,
        sub=f"{named(result.title)}, by term. {BLANK if result.indicator != BY_REASON else NO_REASON}",
        columns=("label", "met", "notmet", "unknown", "right"),
        rows=tuple(rows),
        slots=replace(result.slots, certain=certain.of_terms(rows, result)),
        marks=REASONS if result.indicator == BY_REASON else {},
    )


def _share(cell: PublishedCell | None) -> tuple[int | None, int | None, int | None, str]:
    if cell is None:
        return None, None, None, "not available"
    if cell.hidden:
        return None, None, None, "not shown, to protect children"
    if cell.numerator is None or cell.denominator is None:
        return None, None, None, "nothing to count"
    known, unknown = int(cell.denominator), cell.unknown or 0
    counted = f"{cell.numerator} of {known} known" if known or unknown else "nothing to count"
    right = counted + (f" · {unknown} not known" if unknown else "")
    return cell.numerator, known - cell.numerator, unknown, right


WORDS = {
    "children": (
        "child restrained",
        "children restrained",
        "Different children restrained at least once, each term.",
        "Whether it was the same children each time, and why.",
        "Are the same children affected, term after term?",
        "Look at whether it is the same children term after term, and bring each child’s plan up to date with them.",
    ),
    "incidents": (
        "incident recorded",
        "incidents recorded",
        "Recorded incidents of restraint or seclusion, each term.",
        "Why, and whether everything that happened was written down.",
        "What do the reviews of these incidents have in common, and what was changed after them?",
        "Read the reviews of these incidents together, and write down what was changed after them.",
    ),
}
"""For each lead series: one, several, what is counted, what it cannot show, what others ask, what leaders do."""


def terms(
    results: Results,
    windows: Sequence[PublishedWindow],
    change: PublishedResult,
    group: str,
    changed_on: date | None,
    *,
    leaders: bool = False,
) -> PublishedExhibit | None:
    """Exact numbers, ranges and hidden numbers of children or of incidents, term by term.

    `changed_on` is the day from which the law counts something else: no line and no comparison crosses it unmarked.
    `leaders` are told what to do now, others what to ask.
    """
    rows: list[tuple[Any, ...]] = []
    before = bool(changed_on and windows and windows[0].start < changed_on)
    broken = False
    for window in windows:
        result = results.get(("CHG-01", window.id))
        breaks = bool(changed_on and before and not broken and window.start >= changed_on)
        broken = broken or breaks
        rows.append((_short(window), *_range(result.cell(group) if result else None), "", breaks))
    if not rows or all(row[4] == "x" for row in rows):
        return None
    highest = max((value for row in rows for value in (row[1], row[3]) if value is not None), default=5)
    cell = change.cell(group)
    one, several, what, cannot, ask, do = WORDS[group]
    said = _said(cell, one, several)
    earlier = cell.sentence if cell is not None and not cell.hidden else ""
    sure = certain.of_level(rows, several, earlier) or f"{change.window.label}: {said}."
    return PublishedExhibit(
        id=f"terms-{group}",
        kind="ranges",
        headline=_beside(change, said, results, group),
        sub=what,
        columns=("label", "value", "lower", "upper", "marker", "note", "break_before"),
        rows=tuple(rows),
        slots=PublishedSlots(sure, cannot, do if leaders else ask),
        marks={
            "y_max": next((edge for edge in BANDS if edge >= highest), highest),
            "events": (("A", f"Law changed {day(changed_on)}"),) if broken and changed_on else (),
        },
    )


def _said(cell: PublishedCell | None, one: str, several: str) -> str:
    if cell is None or cell.hidden:
        return f"the number of {several} is not shown, to protect children"
    of = f" of {plain(cell.denominator)}" if cell.denominator else ""
    return f"{cell.shown}{of} {one if cell.shown == '1' and not of else several}"


def _beside(change: PublishedResult, said: str, results: Results, group: str) -> str:
    """The headline: this term's number with that of the term it is compared with."""
    before = results.get(("CHG-01", change.compared_with.id)) if change.compared_with else None
    cell = before.cell(group) if before else None
    text = said[:1].upper() + said[1:]
    now = f"{text} in {_lower(change.window.label)}"
    if cell is None or change.compared_with is None:
        return now
    earlier = change.compared_with.label
    number = "not shown" if cell.hidden else cell.shown
    return f"{now}, {number} in {_lower(earlier)}"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


NO_SHIFT = "Allowing for hours worked, no shift stands out"


def shifts(
    result: PublishedResult, results: Results, windows: Sequence[PublishedWindow]
) -> PublishedExhibit | None:
    """Incidents of each shift or lesson, term by term, for readers with lawful access to everything.

    The headline is the latest sentence in which a shift stood out (class R10), else that none did.
    """
    chosen = [each for each in windows if each.kind in ("term", "term-so-far")][-6:]
    found = [one for each in chosen if (one := results.get((result.indicator, each.id))) is not None]
    groups = [
        cell for cell in result.cells if cell.group.startswith(SHIFT) and cell.group != f"{SHIFT}not-known"
    ]
    if len(found) < 2 or not groups:
        return None
    rows = tuple(
        (cell.label, _short(one.window), *_panel(one.cell(cell.group))) for cell in groups for one in found
    )
    said = [(one.window, cell) for one in found for cell in one.cells if cell.group.startswith(SHIFT)]
    high = [
        (window, cell) for window, cell in said if cell.klass == "R10" and "more than hours" in cell.sentence
    ]
    tested = any(cell.klass in ("R1", "R10") for _, cell in said)
    none = NO_SHIFT if tested else "Incidents by shift and lesson, as counts"
    headline = f"{high[-1][1].sentence.split('. ')[0]} ({_lower(high[-1][0].label)})" if high else none
    return PublishedExhibit(
        id="chg-01-shifts",
        kind="panels",
        headline=headline.rstrip("."),
        sub=f"Restrictive incidents by shift or lesson, {found[0].window.label} to {found[-1].window.label}",
        columns=("panel", "label", "value", "marker"),
        rows=rows,
        slots=PublishedSlots(
            high[-1][1].sentence
            if high
            else certain.of_shifts([row[2] for row in rows if row[1] == rows[-1][1]], found[-1]),
            "Why: a shift may have the hardest hours, other children, or adults who are called to help.",
            "Look at which children and hours a shift covers before drawing any conclusion about adults.",
        ),
        marks={
            "y_max": max([row[2] for row in rows if row[2] is not None], default=1),
            "first": _short(found[0].window).lower(),
            "last": _short(found[-1].window).lower(),
        },
    )


def voices(
    result: PublishedResult, results: Results, windows: Sequence[PublishedWindow]
) -> PublishedExhibit | None:
    """Views captured after incidents, children who communicate without speech beside the others, term by term.

    In percent, and only where at least twenty are known; `u` where fewer are, `c` where it is not shown.
    """
    chosen = [each for each in windows if each.kind in ("term", "term-so-far")][-6:]
    found = [one for each in chosen if (one := results.get((result.indicator, each.id))) is not None]
    groups = [cell for cell in result.cells if cell.group != "Total"]
    if len(found) < 2 or not groups:
        return None
    names = {"non-verbal": "Without speech", "others": "Others"}
    rows = tuple(
        (names.get(cell.group, cell.label), _short(one.window), *_percent(one.cell(cell.group)))
        for cell in groups
        for one in found
    )
    return PublishedExhibit(
        id="voi-02-terms",
        kind="panels",
        headline=result.headline,
        sub="Incidents after which the child’s own view was captured, in percent of those known, by term",
        columns=("panel", "label", "value", "marker"),
        rows=rows,
        slots=replace(result.slots, certain=certain.of_voices(rows, _short(found[-1].window), result)),
        marks={
            "y_max": 100,
            "first": _short(found[0].window).lower(),
            "last": _short(found[-1].window).lower(),
        },
    )


def _percent(cell: PublishedCell | None) -> tuple[int | None, str | None]:
    if cell is None or cell.value is None:
        return None, (cell.marker if cell else None) or "x"
    return (None, "u") if (cell.denominator or 0) < MIN_FOR_PERCENT else (round(cell.value), None)


def _panel(cell: PublishedCell | None) -> tuple[float | None, str | None]:
    return (None, "x") if cell is None or cell.value is None else (cell.value, None)


def _range(cell: PublishedCell | None) -> tuple[float | None, float | None, float | None, str | None]:
    if cell is None:
        return None, None, None, "x"
    return cell.value, cell.lower, cell.upper, cell.marker


def _short(window: PublishedWindow) -> str:
    """A term in two short words for an axis: "Aut 24"."""
    name = window.id.removesuffix("-so-far").rsplit("-", 1)[-1]
    short = {"autumn": "Aut", "spring": "Spr", "summer": "Sum"}.get(name, MONTHS[window.start.month - 1])
    return f"{short} {window.start.year % 100:02d}"
