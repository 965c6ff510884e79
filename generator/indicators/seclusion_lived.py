"""Seclusion as the child lived it: how long, watched over by whom, and whether the child was heard afterwards."""

from __future__ import annotations

import pandas as pd

from generator.indicator import behind, evidence, indicator
from generator.indicators._seclusion import secluded
from generator.indicators._shared import (
    comparison_id,
    is_current,
    needing,
    newest,
    part_cell,
    thin,
    when,
    words,
)
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
    rows = secluded(dataset, window)
    minutes = rows["duration_minutes"].dropna().astype(float)
    timed = rows.loc[minutes.index]
    long = int(dataset.setting.threshold("long_seclusion_minutes"))
    middle = order_interval(minutes.tolist())
    watched = rows["seclusion_supervised"].where(rows["seclusion_supervised"] != "unknown")
    known = rows[watched.notna()]
    always = known[known["seclusion_supervised"] == "continuous"]
    cells = (
        _middle(dataset, window, rows, timed, middle),
        _longest(rows, timed, middle.longest),
        part_cell(
            dataset,
            window,
            "incidents",
            (timed[minutes >= long], timed, len(rows) - len(timed)),
            "long",
            f"{long} minutes or more",
        ),
        part_cell(
            dataset,
            window,
            "incidents",
            (always, known, len(rows) - len(known)),
            "watched-over",
            "Watched over all the time",
        ),
        *_heard(dataset, window, rows),
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


def _middle(
    dataset: Dataset,
    window: Window,
    rows: pd.DataFrame,
    timed: pd.DataFrame,
    middle: OrderInterval,
) -> Cell:
    """The middle number of minutes, with its interval from six lengths."""
    children, top = behind(timed)
    low, high = middle.low, middle.high
    return Cell(
        label="Middle number of minutes",
        unit="minutes",
        counts="events",
        value=middle.value,
        denominator=float(len(timed)),
        unknown=len(rows) - len(timed),
        interval=(low, high) if low is not None and high is not None else None,
        marker=None if middle.value is not None else "z",
        compare_window=comparison_id(dataset, window),
        children=children,
        top_share=top,
        evidence=evidence("incidents", timed),
    )


def _longest(rows: pd.DataFrame, timed: pd.DataFrame, longest: float | None) -> Cell:
    return Cell(
        group="longest",
        label="Longest",
        unit="minutes",
        counts="events",
        value=longest,
        denominator=float(len(timed)),
        unknown=len(rows) - len(timed),
        marker=None if longest is not None else "z",
        children=timed["child_id"].nunique(),
    )


def _heard(dataset: Dataset, window: Window, rows: pd.DataFrame) -> tuple[Cell, ...]:
    """The child's own view of these incidents, as VOI-01 counts it; nothing where no views are recorded."""
    if not (dataset.has("child_views", "incident_id") and dataset.has("child_views", "captured_on")):
        return ()
    state = view_states(dataset, rows, int(dataset.setting.threshold("view_days")))
    known = rows[state.isin(["captured", "declined", "missed"])]
    return (
        part_cell(
            dataset,
            window,
            "incidents",
            (rows[state == "captured"], known, len(rows) - len(known)),
            "view",
            "Child's own view captured",
        ),
    )


def _list(dataset: Dataset, window: Window, rows: pd.DataFrame) -> tuple[Listing, ...]:
    """Every one of them for leaders, in the window that their pages lead with."""
    if not is_current(dataset, window):
        return ()
    length = ["not recorded" if pd.isna(each) else f"{float(each):g}" for each in rows["duration_minutes"]]
    watched = rows["seclusion_supervised"].fillna("not recorded")
    return newest(
        dataset,
        thin(rows),
        id="sec-03-each",
        title="Each time a child was kept from leaving",
        more={"minutes": length, "watched over": [words(each) for each in watched]},
    )
