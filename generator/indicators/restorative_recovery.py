"""How long it took until a child was back in an activity."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from generator.indicator import indicator, share_cell
from generator.indicators._reviews import MIN_MIDDLE, column, middle_cell
from generator.indicators._shared import comparison_id, held, is_current, needing, newest, percent_from
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window
from generator.statistics.wording import count_slots

DAY_MINUTES = 24 * 60
TIME = re.compile(r"(\d{1,2}):(\d{2})")


@indicator(
    id="RES-03",
    title="Recovery",
    unit="minutes",
    better="down",
    answers=("Q24",),
    needs=needing("recovery_minutes"),
)
def recovery(dataset: Dataset, window: Window) -> IndicatorResult:
    """Minutes from the end of a restrictive incident until the child was back in an activity.

    Counts: restrictive incidents of the window with that number recorded; the middle of these, with its interval,
    from six incidents on, and the longest. Apart from it: incidents after which the child was back on the day of the
    incident, by the time it ended (its start and its length where no end is recorded) and the minutes after that.
    Leaves out: incidents without the number (not known, never estimated), and for the same day those without a time.
    Read with care: faster is not kinder if feelings are passed over. A long recovery can be good care.
    """
    more = ("recovery_minutes", "started_time", "ended_time", "ended_date", "duration_minutes")
    rows = held(dataset, window, *more)
    rows = rows.assign(recovery_minutes=rows["recovery_minutes"].astype("float64"))
    known = rows[rows["recovery_minutes"].notna()]
    whole = middle_cell(
        "incidents",
        known,
        "recovery_minutes",
        len(rows) - len(known),
        unit="minutes",
        enough=len(known) >= MIN_MIDDLE,
        compare_window=comparison_id(dataset, window),
    )
    back = _ended(rows) + rows["recovery_minutes"]
    same, timed = rows[back < DAY_MINUTES], rows[back.notna()]
    later = timed.drop(index=same.index)
    slots = count_slots(
        "RES-03",
        median=whole.value,
        known=len(known),
        few=len(known) if whole.value is None else None,
        same=len(same),
        timed=len(timed) or None,
    )
    return IndicatorResult(
        cells=(
            replace(whole, sentence=slots.certain),
            _longest(known),
            _same_day(dataset, window, rows, same, timed),
        ),
        slots=slots,
        headline=slots.certain,
        listings=newest(
            dataset,
            later,
            id="res-03-later",
            title="Not back in an activity on the same day",
            more={"minutes": [f"{minutes:.0f}" for minutes in later["recovery_minutes"]]},
        )
        if is_current(dataset, window)
        else (),
    )


def _same_day(
    dataset: Dataset, window: Window, rows: pd.DataFrame, same: pd.DataFrame, timed: pd.DataFrame
) -> Cell:
    cell = share_cell(
        "incidents",
        same,
        timed,
        len(rows) - len(timed),
        percent_from=percent_from(dataset),
        group="same-day",
        label="Back in an activity on the same day",
        counts="other",
        compare_window=comparison_id(dataset, window),
    )
    return replace(cell, better="up")


def _longest(known: pd.DataFrame) -> Cell:
    """The longest recovery recorded."""
    return Cell(
        group="longest",
        label="The longest recovery",
        unit="minutes",
        value=float(known["recovery_minutes"].max()) if len(known) else None,
        marker=None if len(known) else "z",
        children=1 if len(known) else 0,
        top_share=1.0 if len(known) else 0.0,
    )


def _ended(rows: pd.DataFrame) -> pd.Series:
    """Minutes from the midnight before the incident until it ended; missing where no time says so."""
    start, end = _minutes(column(rows, "started_time")), _minutes(column(rows, "ended_time"))
    days = (pd.to_datetime(column(rows, "ended_date")) - rows["incident_date"]).dt.days
    over = pd.Series(np.where(days.notna(), days, np.where(end < start, 1, 0)), index=rows.index)
    length = column(rows, "duration_minutes").astype("Float64").astype("float64")
    return (end + DAY_MINUTES * over.astype("float64")).fillna(start + length)


def _minutes(times: pd.Series) -> pd.Series:
    """Times of day `HH:MM` as minutes after midnight; missing where there is none."""
    known = {time: _of_day(str(time)) for time in times.dropna().unique()}
    return times.map(known).astype("float64")


def _of_day(time: str) -> float:
    found = TIME.match(time)
    return 60.0 * int(found[1]) + int(found[2]) if found else np.nan
