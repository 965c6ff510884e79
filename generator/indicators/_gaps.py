"""Stretches of days without an incident: how long, how unusual, and the drawing of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from generator.indicators._shared import at_place, thin
from generator.model import Dataset, Exhibit, Place, Slots, Verdict
from generator.periods import DAY, Window, day
from generator.statistics.compare import zero
from generator.statistics.rates import ZERO_P
from generator.statistics.spc import t_chart
from generator.statistics.wording import amount

DRAWN = 120
LONGEST = 8
MIN_GAPS = 10
"""Gaps from which a usual range is drawn; methods page, section 8."""


@dataclass(frozen=True)
class Silence:
    """Open days in a row without a recorded row; `running` where it has not ended by the day of the figures."""

    place: Place | None
    days: int
    first: date
    last: date
    running: bool
    before: tuple[int, int]
    """Incident-days and open days of the record until it began."""
    looked_at: int
    """How many gaps the record holds."""

    @cached_property
    def verdict(self) -> Verdict:
        """How often chance alone would give such a silence at the rate up to then, among as many as there were.

        The longest of many gaps is always long, so the chance of one is turned into that of one among all of them.
        """
        single = zero(*self.before, self.days)
        p = 1 - (1 - float(single.facts["p"])) ** self.looked_at
        facts = {"p": p, "p_in_100": min(round(100 * p), 99), "met": int(p < ZERO_P)}
        return Verdict("R5", {**single.facts, **facts})


def different_days(dataset: Dataset, rows: pd.DataFrame, place: Place | None) -> list[date]:
    """The different days with a row, in order."""
    dates = (
        at_place(dataset, rows, place.id if place else None)["incident_date"].drop_duplicates().sort_values()
    )
    return [each.date() for each in dates]


def open_days_up_to(dataset: Dataset, place: Place | None, days: Sequence[date]) -> np.ndarray:
    """For each day, how many open days there were from the first day of the data up to and including it."""
    calendar = dataset.calendar
    start = min([calendar.data_start, *days])
    chosen = (place,) if place else calendar.places
    masks = [calendar.open_mask(each, start, calendar.end) for each in chosen]
    running = np.cumsum(np.logical_or.reduce(masks))
    positions = [min((each - start).days, len(running) - 1) for each in days]
    return running[positions] if len(running) else np.zeros(len(days), dtype=int)


def gaps(dataset: Dataset, place: Place | None, days: Sequence[date]) -> list[int]:
    """Open days from each incident-day to the next, at least one each."""
    if len(days) < 2:
        return []
    return np.maximum(np.diff(open_days_up_to(dataset, place, days)), 1).astype(int).tolist()


@dataclass(frozen=True)
class Stretches:
    """Open days in a row after each day with a recorded row: how many, and `order`, the longest first."""

    days: list[date]
    ends: list[date]
    opened: np.ndarray
    quiet: np.ndarray
    order: list[int]


def silences(dataset: Dataset, place: Place | None, touching: Window) -> tuple[Silence, ...]:
    """The longest stretches of open days without a row, and the longest that touches the window; longest first.

    The stretch still running is among them.
    """
    name = f"stretches without a row {place.id if place else ''}"
    found: Stretches = dataset.once(name, lambda: _stretches(dataset, place))
    days, ends = found.days, found.ends
    near = (i for i in found.order if days[i] < touching.end - DAY and ends[i] > touching.start)
    shown = {*found.order[:LONGEST], *([i] if (i := next(near, None)) is not None else [])}
    return tuple(
        Silence(
            place=place,
            days=int(found.quiet[i]),
            first=days[i] + DAY,
            last=ends[i] - DAY,
            running=i == len(days) - 1,
            before=(i + 1, int(found.opened[i])),
            looked_at=len(days),
        )
        for i in found.order
        if i in shown
    )


def _stretches(dataset: Dataset, place: Place | None) -> Stretches:
    days = different_days(dataset, thin(dataset.incidents), place)
    ends = [*days[1:], dataset.calendar.end] if days else []
    opened = open_days_up_to(dataset, place, days) if days else np.zeros(0, dtype=int)
    quiet = open_days_up_to(dataset, place, [each - DAY for each in ends]) - opened if days else opened
    order = [int(i) for i in np.argsort(-quiet, kind="stable") if quiet[i] > 0]
    return Stretches(days, ends, opened, quiet, order)


def days_between(
    dataset: Dataset, rows: pd.DataFrame, place: Place | None, *, id: str, what: str
) -> Exhibit | None:
    """The drawing of days between incident-days over the last 24 months; nothing with fewer than two such days."""
    since = dataset.as_of - timedelta(days=730)
    days = [each for each in different_days(dataset, rows, place) if each >= since][-DRAWN - 1 :]
    if len(days) < 2:
        return None
    lengths = gaps(dataset, place, days)
    chart = t_chart(lengths) if len(lengths) >= MIN_GAPS else None
    usual = chart.upper[0] if chart else None
    flags = [usual is not None and length > usual for length in lengths]
    counted = open_days_up_to(dataset, place, [days[-1], dataset.as_of])
    so_far = int(counted[1] - counted[0])
    longest = max(lengths)
    ended = days[1:][lengths.index(longest)]
    opened = "days open" if not dataset.calendar.has_home or (place and not place.is_home) else "days"
    return Exhibit(
        id=id,
        kind="days-between",
        headline=f"The longest time between two days with {what} was {amount(longest, 'day')}, until {day(ended)}",
        sub=f"{opened.capitalize()} between days with {what}, {day(days[0])} to {day(dataset.as_of)}"
        f"{f', {place.name}' if place else ''}. Taller means longer without an incident",
        columns=("date", "gap", "flag"),
        rows=tuple(zip(days[1:], lengths, flags, strict=True)),
        slots=_slots(lengths, flags, so_far),
        marks={
            "usual": usual,
            "middle": chart.centre[0] if chart else None,
            "running": (days[-1], so_far),
        },
    )


def _slots(lengths: Sequence[int], flags: Sequence[bool], so_far: int) -> Slots:
    middle = amount(float(np.median(lengths)), "day")
    odd = sum(flags)
    found = f", {odd} longer than usual" if odd else ""
    return Slots(
        f"{amount(len(lengths), 'gap')}; half are {middle} or shorter{found}. {amount(so_far, 'day')} so far now.",
        "Whether a long gap was calm or only unrecorded.",
        "Where a gap is longer than usual, compare it with diaries and injuries of those days."
        if odd
        else "Ask what was different in the longest gaps, and write it down.",
    )
