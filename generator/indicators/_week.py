"""When in the week and term restrictive incidents happen."""

from __future__ import annotations

from collections.abc import Mapping

from generator.indicators._shared import ever_held, stamp
from generator.model import Dataset, Exhibit, Slots
from generator.periods import Window, academic_year, day
from generator.statistics.wording import amount, joined

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
FULL = dict(zip(WEEKDAYS, DAYS, strict=True))
TERMS = 6


def heat_exhibit(dataset: Dataset, window: Window) -> Exhibit | None:
    """Restrictive incidents by weekday and term, for the last six terms."""
    terms = [each for each in dataset.calendar.completed_terms if each.end <= window.end][-TERMS:]
    running = dataset.calendar.term_so_far
    if running and running.end <= window.end:
        terms = [*terms, running][-TERMS:]
    spans = terms or [window]
    rows = ever_held(dataset)
    table: list[tuple[str, Mapping[int, int]]] = []
    for each in spans:
        dates = rows["incident_date"]
        inside = dates[(dates >= stamp(each.start)) & (dates < stamp(each.end))]
        table.append((_short(each), inside.dt.day_of_week.value_counts().to_dict()))
    total = sum(sum(counts.values()) for _, counts in table)
    if not total:
        return None
    weekend = any(counts.get(5, 0) + counts.get(6, 0) for _, counts in table) or dataset.calendar.has_home
    days = WEEKDAYS if weekend else WEEKDAYS[:5]
    by_day = {name: sum(counts.get(i, 0) for _, counts in table) for i, name in enumerate(days)}
    most = max(by_day.values())
    top = [name for name, count in by_day.items() if count == most]
    return Exhibit(
        id="chg-01-week",
        kind="heat",
        headline=f"More were recorded on {FULL[top[0]]} than on any other day: {most} of {total}"
        if len(top) == 1
        else f"{total} restrictive incidents, as many on {joined([FULL[name] for name in top])}",
        sub=f"Restrictive incidents by weekday and term, {day(spans[0].start)} to {day(dataset.as_of)}",
        columns=("row", "column", "value", "marker"),
        rows=tuple(
            (name, weekday, int(counts.get(i, 0)), None)
            for name, counts in table
            for i, weekday in enumerate(days)
        ),
        slots=Slots(
            f"{amount(total, 'incident')} in {amount(len(spans), 'term')}; most on one weekday: {most}.",
            "Whether a day is harder than others: children and adults are not here in equal numbers every day.",
            "Look at what happens on the days with most: who is on, what is planned, what comes before.",
        ),
        marks={"rows": tuple(name for name, _ in table), "columns": days},
    )


def _short(window: Window) -> str:
    """A term in a few letters: "Aut 25", "Aut 26 so far"."""
    names = window.label.split(" ")
    if window.kind not in ("term", "term-so-far"):
        return window.label
    start = academic_year(window.start)
    year = start + (names[0] != "Autumn")
    return f"{names[0][:3]} {year % 100:02d}{' so far' if window.kind == 'term-so-far' else ''}"
