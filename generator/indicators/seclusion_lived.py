"""Seclusion as the child lived it: how long, watched over by whom, and whether the child was heard afterwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generator.indicator import indicator
from generator.indicators._answers import Told
from generator.indicators._cells import share
from generator.indicators._seclusion import minutes as minutes_of
from generator.indicators._seclusion import secluded
from generator.indicators._shared import comparison_id, is_current, needing, newest, when, words
from generator.indicators._tally import Places, Tally, incidents_of, tally_of
from generator.indicators.voice import view_states
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window
from generator.statistics.rates import OrderInterval, order_interval
from generator.statistics.wording import count_slots


@indicator(
    id="SEC-03",
    title="Seclusion as experienced",
    unit="minutes",
    better="down",
    answers=("Q26",),
    needs=needing("duration_minutes", "seclusion_supervised"),
)
def as_experienced(dataset: Dataset, window: Window) -> IndicatorResult:
    """How long seclusion lasted, whether an adult watched over the child all the time, and whether the child was heard.

    Counts: for the rows of SEC-01 the middle and the longest number of minutes; how many lasted 30 minutes or more
    (long_seclusion_minutes, which a setting may change), of those with a length; how many were watched over all the
    time, of those where that is known; and the child's view within the days of VOI-01.
    Leaves out: rows without a length from every figure of time; none is filled in. Not known: "unknown" or empty. The
    child's view where no views are recorded.
    Read with care: there are few, so read them one by one in the list. The minutes are those of the whole incident.
    """
    tally, rows = tally_of(dataset), secluded(dataset, window)
    timed, minutes = _timed(dataset, rows)
    long = int(dataset.setting.threshold("long_seclusion_minutes"))
    middle = order_interval(minutes.tolist())
    always, known = _watched(dataset, rows)
    lasted = Told(timed[minutes >= long], timed, len(rows) - len(timed))
    watched = Told(always, known, len(rows) - len(known))
    cells = (
        _middle(dataset, window, tally, timed, lasted[2], middle),
        _longest(tally, timed, lasted[2], middle.longest),
        share(dataset, window, tally, lasted, "long", f"{long} minutes or more"),
        share(dataset, window, tally, watched, "watched-over", "Watched over all the time", better="up"),
        *_heard(dataset, window, tally, rows),
    )
    slots = count_slots(
        "SEC-03",
        incidents=len(rows),
        when=when(window),
        middle=middle.value,
        longest=middle.longest,
        always=len(always) if len(known) else None,
        known=len(known) if len(known) else None,
    )
    return IndicatorResult(
        cells=cells, slots=slots, headline=slots.certain, listings=_list(dataset, window, rows)
    )


def _timed(dataset: Dataset, rows: Places) -> tuple[Places, NDArray[np.float64]]:
    """The rows with a length, and those lengths."""
    lengths = minutes_of(dataset)[rows]
    timed = ~np.isnan(lengths)
    return rows[timed], lengths[timed]


def _watched(dataset: Dataset, rows: Places) -> tuple[Places, Places]:
    """The rows in which an adult watched over the child all the time, and those where that is known."""
    field = dataset.incidents["seclusion_supervised"]
    said = field.take(rows)
    known = rows[(said.notna() & said.ne("unknown")).to_numpy(dtype=bool)]
    return rows[said.eq("continuous").to_numpy(dtype=bool, na_value=False)], known


def _middle(
    dataset: Dataset, window: Window, tally: Tally, timed: Places, unknown: int, middle: OrderInterval
) -> Cell:
    """The middle number of minutes, with its interval from six lengths."""
    children, top = tally.behind(timed)
    return Cell(
        label="Middle number of minutes",
        unit="minutes",
        counts="events",
        value=middle.value,
        denominator=float(len(timed)),
        unknown=unknown,
        interval=middle.interval,
        marker=None if middle.value is not None else "z",
        compare_window=comparison_id(dataset, window),
        children=children,
        top_share=top,
        evidence=tally.rows(timed),
    )


def _longest(tally: Tally, timed: Places, unknown: int, longest: float | None) -> Cell:
    return Cell(
        group="longest",
        label="Longest",
        unit="minutes",
        counts="events",
        value=longest,
        denominator=float(len(timed)),
        unknown=unknown,
        marker=None if longest is not None else "z",
        children=tally.behind(timed)[0],
    )


def _heard(dataset: Dataset, window: Window, tally: Tally, rows: Places) -> tuple[Cell, ...]:
    """The child's own view of these incidents, as VOI-01 counts it; nothing where no views are recorded."""
    if not (dataset.has("child_views", "incident_id") and dataset.has("child_views", "captured_on")):
        return ()
    days = int(dataset.setting.threshold("view_days"))
    state = view_states(dataset, incidents_of(dataset, rows), days)
    captured = rows[state.eq("captured").to_numpy()]
    known = rows[state.isin(["captured", "declined", "missed"]).to_numpy()]
    found = Told(captured, known, len(rows) - len(known))
    return (share(dataset, window, tally, found, "view", "Child's own view captured", better="up"),)


def _list(dataset: Dataset, window: Window, rows: Places) -> tuple[Listing, ...]:
    """Every one of them for leaders, in the window that their pages lead with."""
    if not is_current(dataset, window):
        return ()
    each = incidents_of(dataset, rows, "seclusion_supervised")
    length = ["not recorded" if np.isnan(one) else f"{one:g}" for one in minutes_of(dataset)[rows].tolist()]
    return newest(
        dataset,
        each,
        id="sec-03-each",
        title="Each time a child was kept from leaving",
        more={
            "minutes": length,
            "watched over": [words(one) for one in each["seclusion_supervised"].fillna("not recorded")],
        },
    )
