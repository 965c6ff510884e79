"""How long it took until a child was back in an activity."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import indicator
from generator.indicators._answers import Told, numbers_of
from generator.indicators._cells import MIN_MIDDLE, middle, share
from generator.indicators._shared import column, is_current, needing, newest
from generator.indicators._tally import Places, held_places, incidents_of, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing
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
    incidents, places = tally_of(dataset, "incidents"), held_places(dataset, window)
    minutes, back = dataset.once("recovery", lambda: _recovery(dataset))
    known = places[~np.isnan(minutes[places])]
    whole = middle(
        dataset,
        window,
        incidents,
        minutes,
        (known, len(places) - len(known)),
        "minutes",
        enough=len(known) >= MIN_MIDDLE,
    )
    same_day, later = _same_day(dataset, window, back, places)
    slots = count_slots(
        "RES-03",
        median=whole.value,
        known=len(known),
        few=len(known) if whole.value is None else None,
        same=same_day.numerator,
        timed=same_day.denominator or None,
    )
    return IndicatorResult(
        cells=(replace(whole, sentence=slots.certain), _longest(minutes[known]), same_day),
        slots=slots,
        headline=slots.certain,
        listings=_later(dataset, later, minutes) if is_current(dataset, window) else (),
    )


def _same_day(
    dataset: Dataset, window: Window, back: NDArray[np.float64], places: Places
) -> tuple[Cell, Places]:
    """The share of incidents after which the child was back that day, and the places of those where not."""
    timed = places[~np.isnan(back[places])]
    same = timed[back[timed] < DAY_MINUTES]
    cell = share(
        dataset,
        window,
        tally_of(dataset, "incidents"),
        Told(same, timed, len(places) - len(timed)),
        "same-day",
        "Back in an activity on the same day",
        counts="other",
        better="up",
    )
    return cell, timed[back[timed] >= DAY_MINUTES]


def _later(dataset: Dataset, places: Places, minutes: NDArray[np.float64]) -> tuple[Listing, ...]:
    return newest(
        dataset,
        incidents_of(dataset, places),
        id="res-03-later",
        title="Not back in an activity on the same day",
        more={"minutes": [f"{each:.0f}" for each in minutes[places]]},
    )


def _longest(minutes: NDArray[np.float64]) -> Cell:
    """The longest recovery recorded."""
    some = len(minutes) > 0
    return Cell(
        group="longest",
        label="The longest recovery",
        unit="minutes",
        value=float(minutes.max()) if some else None,
        marker=None if some else "z",
        children=1 if some else 0,
        top_share=1.0 if some else 0.0,
    )


def _recovery(dataset: Dataset) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each incident its minutes of recovery, and when it was over in minutes from the midnight before."""
    rows = dataset.incidents
    minutes = numbers_of(rows, "recovery_minutes")
    return minutes, np.asarray(_ended(rows)) + minutes


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
