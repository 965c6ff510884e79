"""Restrictive incidents and exposure month by month, as a chart reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from generator.indicators._shared import at_place, ever_held, stamp
from generator.model import Dataset, Place
from generator.periods import Window, months


@dataclass(frozen=True)
class Series:
    """Months of one place: incidents, exposure (None: unknown), whether exposure is child-days, and the rows."""

    months: tuple[Window, ...]
    counts: tuple[int, ...]
    exposures: tuple[float | None, ...]
    rates: bool
    rows: pd.DataFrame

    @property
    def per(self) -> float:
        return 100.0 if self.rates else 1.0

    def value(self, i: int) -> float | None:
        size = self.exposures[i]
        return None if not size else self.per * self.counts[i] / size

    def state(self, i: int) -> str:
        size = self.exposures[i]
        return "unknown" if size is None else "known" if size > 0 else "closed"

    def between(self, start: int, end: int) -> Series:
        return Series(
            self.months[start:end],
            self.counts[start:end],
            self.exposures[start:end],
            self.rates,
            self.rows[
                (self.rows["incident_date"] >= stamp(self.months[start].start))
                & (self.rows["incident_date"] < stamp(self.months[end - 1].end))
            ],
        )


def series(dataset: Dataset, place: Place | None) -> Series:
    """Restrictive incidents by calendar month over all data; without child-days counts over whole months only."""
    calendar, exposure = dataset.calendar, dataset.exposure
    spans = months(calendar.data_start, calendar.end)
    rates = exposure.source is not None
    if not rates and len(spans) > 2:
        spans = spans[_cut_short(spans[0], first=True) : len(spans) - _cut_short(spans[-1], first=False)]
    rows = ever_held(dataset)
    rows = at_place(dataset, rows, place.id if place else None)
    sizes: list[float | None] = []
    for each in spans:
        if not calendar.open_days(each, place):
            sizes.append(0.0)
        else:
            sizes.append(exposure.child_days(each, place.id if place else None) if rates else 1.0)
    return Series(spans, counts_of(rows, spans), tuple(sizes), rates, rows)


def _cut_short(span: Window, *, first: bool) -> int:
    """1 where the data hold less than the whole of this first or last month, else 0."""
    whole = months(span.start.replace(day=1), span.end)[0]
    if first:
        return int(span.start != whole.start)
    after = date(span.start.year + span.start.month // 12, span.start.month % 12 + 1, 1)
    return int(span.end != after)


def counts_of(rows: pd.DataFrame, spans: Sequence[Window]) -> tuple[int, ...]:
    """How many rows fall into each span."""
    if not spans:
        return ()
    edges = np.array([stamp(each.start) for each in spans] + [stamp(spans[-1].end)], dtype="datetime64[s]")
    dates = np.sort(rows["incident_date"].to_numpy().astype("datetime64[s]"))
    return tuple(int(count) for count in np.diff(np.searchsorted(dates, edges)))
