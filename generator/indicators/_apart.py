"""Injuries of adults in the table of other events, apart from incidents."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import refs
from generator.indicators._answers import NO, YES, Answers, flags
from generator.model import Cell, Dataset
from generator.periods import Window


@dataclass(frozen=True, slots=True)
class Injuries:
    """Adults' injuries as entered: first and last day, place, number, whether collected, and the number of the row."""

    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    place: NDArray[np.object_]
    amount: NDArray[np.float64]
    collected: Answers
    row: NDArray[np.int64]


def recorded_apart(dataset: Dataset, window: Window) -> Cell:
    """How many injuries were entered in the window; not available where no place collected them throughout.

    A place collected them where an entry in the window says so, or entries before and after it do; an entry that says
    it did not, for any day of the window, decides.
    """
    cell = Cell(
        group="recorded-apart",
        label="Injuries recorded apart from incidents",
        unit="injuries",
        counts="events",
        marker="x",
    )
    if not (dataset.has("related_events", "kind") and dataset.has("related_events", "event_date")):
        return cell
    found = dataset.once("injuries recorded apart", lambda: _entered(dataset))
    start, end = np.datetime64(window.start), np.datetime64(window.end)
    yes = found.collected == YES
    inside = yes & (found.first >= start) & (found.last < end)
    stopped = (found.collected == NO) & (found.first < end) & (found.last >= start)
    ran = set(found.place[yes & (found.first < start)]) & set(found.place[yes & (found.last >= end)])
    places = ({*found.place[inside]} | ran) - {*found.place[stopped]}
    if not places:
        return cell
    rows = inside & np.isin(found.place, list(places))
    return replace(
        cell,
        marker=None,
        value=float(found.amount[rows].sum()),
        evidence=refs("related_events", found.row[rows]),
    )


def _entered(dataset: Dataset) -> Injuries:
    events = dataset.tables["related_events"]
    events = events[events["kind"].eq("staff_injury") & events["event_date"].notna()]
    text = events["event_date"].astype("str").str.slice(0, 10)
    whole_day = text.str.len() == 10
    first = pd.to_datetime(text.where(whole_day, text + "-01"), errors="coerce")
    last = first.where(whole_day, first + pd.offsets.MonthEnd(0))
    return Injuries(
        first.to_numpy(dtype="datetime64[s]"),
        last.to_numpy(dtype="datetime64[s]"),
        dataset.place_of(events).to_numpy(dtype=object),
        np.asarray(pd.to_numeric(events["amount"]).astype("float64").fillna(0.0), dtype=np.float64),
        flags(events, "collected"),
        events.index.to_numpy(dtype=np.int64),
    )
