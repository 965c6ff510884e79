"""The control chart of restrictive incidents, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from generator.indicators._events import events
from generator.indicators._gaps import different_days, gaps
from generator.indicators._months import Series, counts_of, series
from generator.indicators._shared import at_place, held
from generator.law import breaks_for
from generator.model import Dataset, Exhibit, Place, Slots
from generator.periods import Window, month
from generator.statistics.choose import ChosenChart, choose, survives
from generator.statistics.rates import top_children
from generator.statistics.wording import amount, chart_reading, chart_slots, latest_month, plain

COLUMNS = (
    "start",
    "end",
    "label",
    "value",
    "numerator",
    "denominator",
    "flags",
    "phase",
    "centre",
    "lower",
    "upper",
    "state",
)
TIES = 5
"""Children who share the place of most incidents, up to which each is left out in turn."""


@dataclass(frozen=True)
class Phase:
    """One phase of a series, the chart it has earned, and what stands out also without the child with most."""

    series: Series
    chosen: ChosenChart
    flags: tuple[tuple[str, ...], ...]
    reading: str

    @property
    def read(self) -> int | None:
        """The place of the month that the rules read: the last with a value on the chart, None without a chart."""
        values = self.chosen.chart.values if self.chosen.chart is not None and _lines(self.chosen) else ()
        return max((i for i, value in enumerate(values) if value is not None), default=None)

    @property
    def latest(self) -> str:
        """That month in words, as it stands after "the"; whether a later one is drawn that the rules do not read."""
        if self.read is None:
            return "latest month"
        months = self.series.months
        later = any(self.series.value(i) is not None for i in range(self.read + 1, len(months)))
        return latest_month(months[self.read].label, last=not later)


def control_exhibit(dataset: Dataset, window: Window, place: Place | None) -> Exhibit | None:
    """The control chart of one place over all data: months, range of each phase, changes and breaks as letters."""
    whole = series(dataset, place)
    if not whole.months:
        return None
    breaks = [each for each in breaks_for(place, dataset.setting.places) if _inside(each.on, whole)]
    starts = sorted(
        {0, *(i for i, each in enumerate(whole.months) for b in breaks if each.start <= b.on < each.end)}
    )
    phases = [_phase(dataset, whole.between(a, b), place) for a, b in pairwise([*starts, len(whole.months)])]
    known = sum(1 for i in range(len(whole.months)) if whole.state(i) == "known")
    span = (whole.months[0].start, whole.months[-1].end)
    unit = "per 100 child-days" if whole.rates else "incidents"
    reading = phases[-1].reading
    return Exhibit(
        id=f"chg-01-{place.id}" if place else "chg-01",
        kind="control",
        headline=_headline(dataset, window, place, phases),
        sub=f"Restrictive incidents{' for every 100 child-days' if whole.rates else ''} by month, "
        f"{_months_shown(whole)}{f', {place.name}' if place else ''}",
        columns=COLUMNS,
        rows=tuple(row for number, phase in enumerate(phases, 1) for row in _rows(phase, number)),
        slots=_slots(phases, known, reading),
        marks={
            "events": events(dataset, place, span, [(each.on, each.label) for each in breaks]),
            "verdict_allowed": phases[-1].chosen.may_speak and reading != "none",
            "limits": _limits(phases),
            "latest": reading,
            "y_max": None,
            "unit": unit,
        },
    )


def _months_shown(whole: Series) -> str:
    """The first and the last month of a series; one month alone by itself."""
    first, last = (month(each.start) for each in (whole.months[0], whole.months[-1]))
    return first if first == last else f"{first} to {last}"


def _inside(when: date, whole: Series) -> bool:
    """Whether a break falls after the first month's start and so divides the series."""
    return whole.months[0].start < when < whole.months[-1].end


def _phase(dataset: Dataset, part: Series, place: Place | None) -> Phase:
    """The chart a phase has earned; what stands out only with one child counted is taken off again."""
    between = gaps(dataset, place, different_days(dataset, part.rows, None))
    chosen = choose(part.counts, part.exposures, gaps=between, per=part.per)
    plain_flags = _flags(part, chosen)
    totals = part.rows["child_id"].value_counts().to_dict()
    tops = top_children({str(child): int(count) for child, count in totals.items()})[:TIES]
    if not any(plain_flags) or not tops:
        return Phase(part, chosen, plain_flags, _reading(chosen))
    rests = [_without(dataset, part, child, place) for child in tops]
    rest_flags = [_flags(part, rest) for rest in rests]
    kept = tuple(
        tuple(flag for flag in flags if all(flag in other[i] for other in rest_flags))
        for i, flags in enumerate(plain_flags)
    )
    found = Phase(part, chosen, tuple(_tidy(flags) for flags in kept), _reading(chosen))
    return _agreed(found, rests) if found.reading in ("high", "low") else found


def _agreed(found: Phase, rests: Sequence[ChosenChart]) -> Phase:
    """The same phase, its reading and the mark of its last point in agreement.

    The last point is said to stand out only where it keeps a rule that marks it also without each child with most; and
    where it is not said to, it is not marked.
    """
    last = found.read
    assert last is not None, "what stands out has a value"
    if survives(found.chosen, rests) and found.flags[last]:
        return found
    marked = all(rest.latest in ("high", "low", "both") for rest in rests)
    flags = tuple(() if i == last else each for i, each in enumerate(found.flags))
    return replace(found, flags=flags, reading="depends" if marked else "one-child")


def _reading(chosen: ChosenChart) -> str:
    """What the chart of months says of its last point, a key of `LATEST`."""
    if not _lines(chosen):
        return "none"
    return f"unconfirmed-{chosen.unconfirmed}" if chosen.unconfirmed else chosen.latest


def _lines(chosen: ChosenChart) -> bool:
    """Whether the chart is one of months and has limits; a chart of gaps has no line for a month."""
    return chosen.kind in ("u", "xmr") and chosen.chart is not None


def _flags(part: Series, chosen: ChosenChart) -> tuple[tuple[str, ...], ...]:
    """For each month the rules it is part of, with its side of the middle where it lies outside the limits."""
    chart = chosen.chart
    if not _lines(chosen) or chart is None:
        return ((),) * len(part.months)
    found: list[tuple[str, ...]] = []
    for signals, value, centre in zip(chart.signals, chart.values, chart.centre, strict=True):
        names: list[str] = sorted(signals)
        if "outside-limits" in names and value is not None and centre is not None:
            names.append("high" if value > centre else "low")
        found.append(tuple(names))
    return tuple(found)


def _tidy(flags: tuple[str, ...]) -> tuple[str, ...]:
    """A side is said only of a month outside the limits."""
    return (
        flags if "outside-limits" in flags else tuple(each for each in flags if each not in ("high", "low"))
    )


def _without(dataset: Dataset, part: Series, child: str, place: Place | None) -> ChosenChart:
    """The chart of the same months without one child, on both sides of the rate."""
    rows = part.rows[part.rows["child_id"] != child]
    sizes: list[float | None] = []
    for each, size in zip(part.months, part.exposures, strict=True):
        here = dataset.exposure.days_here(child, each.start, each.end, place.id if place else None)
        sizes.append(max(size - here, 0.0) if part.rates and size is not None and here else size)
    between = gaps(dataset, place, different_days(dataset, rows, None))
    return choose(counts_of(rows, part.months), sizes, gaps=between, per=part.per)


def _rows(phase: Phase, number: int) -> list[tuple[Any, ...]]:
    part, chart = phase.series, phase.chosen.chart if _lines(phase.chosen) else None
    found = []
    for i, each in enumerate(part.months):
        state = part.state(i)
        lower = chart.lower[i] if chart else None
        found.append(
            (
                each.start,
                each.end,
                each.label,
                part.value(i),
                part.counts[i] if state == "known" else None,
                part.exposures[i] if state == "known" and part.rates else None,
                phase.flags[i],
                number,
                chart.centre[i] if chart else None,
                None if lower is None else max(lower, 0.0),
                chart.upper[i] if chart else None,
                state,
            )
        )
    return found


def _limits(phases: Sequence[Phase]) -> str:
    """How firm the drawn limits are: the firmest of the phases."""
    drawn = [phase.chosen for phase in phases if _lines(phase.chosen)]
    if not drawn:
        return "none"
    return "trial" if all(each.trial for each in drawn) else "firm"


def _headline(dataset: Dataset, window: Window, place: Place | None, phases: Sequence[Phase]) -> str:
    """The number in the window, and what the latest month that is read is; one further back is marked, not told."""
    rows = at_place(dataset, held(dataset, window), place.id if place else None)
    at = f" at {place.name}" if place else ""
    said = f"{amount(len(rows), 'incident')}{at} in {window.label[0].lower()}{window.label[1:]}"
    if not _lines(phases[-1].chosen):
        return f"{said}; too few months or incidents yet for a usual range"
    return f"{said}; {chart_reading(phases[-1].reading, phases[-1].latest)}"


def _slots(phases: Sequence[Phase], known: int, reading: str) -> Slots:
    total = sum(
        count
        for phase in phases
        for i, count in enumerate(phase.series.counts)
        if phase.series.value(i) is not None
    )
    last = phases[-1].series
    values = [value for i in range(len(last.months)) if (value := last.value(i)) is not None]
    unit = " for every 100 child-days" if last.rates else ""
    since = " since the break" if len(phases) > 1 else ""
    middle = f" The middle month{since}: {plain(float(np.median(values)))}{unit}." if values else ""
    certain = f"{amount(total, 'incident')} in {amount(known, 'month')}.{middle}"
    return chart_slots(reading, certain, latest=phases[-1].latest)
