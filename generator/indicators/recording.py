"""How far the record can be trusted: late, incomplete, rounded, or silent."""

from __future__ import annotations

import numpy as np

from generator.indicator import indicator
from generator.indicators._answers import Told
from generator.indicators._cells import part, share
from generator.indicators._clock import began
from generator.indicators._due import filled
from generator.indicators._gaps import Silence, days_between, silences
from generator.indicators._shared import NEEDS, comparison_id, is_current, thin, when
from generator.indicators._tally import Places, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing, Place
from generator.periods import Window, date_range
from generator.statistics.rates import order_interval
from generator.statistics.wording import count_slots, verdict_sentence

SHOWN = 8


@indicator(
    id="REC-01",
    title="Recording confidence",
    unit="incidents",
    better="neither",
    answers=("Q10", "Q42"),
    needs=NEEDS,
)
def recording(dataset: Dataset, window: Window) -> IndicatorResult:
    """How soon incidents were written up, what is missing, and the longest time in which nothing was recorded.

    Counts: all recorded rows of the window, restrictive or not; the middle number of hours from the start to the
    record; rows without a start time; durations that end in 0 or 5; and the longest run of open days without a row
    that touches the window, with the chance of such a run at the setting's own rate until then, among all its gaps.
    Leaves out: each figure where its field is not in the table. Hours need a start time, and are those of the clock on
    the wall.
    Read with care: there is no score, and no one way that is good news for all of these. A silence can be calm; ask
    what diaries, injuries and parents say of those days.
    """
    rows = dataset.places(window, restrictive=False)
    every = {place: silences(dataset, place, window) for place in _places(dataset)}
    hours = _hours(dataset, window, rows)
    missing = _missing_time(dataset, window, rows)
    cells = (
        part(tally_of(dataset), rows, "Total", "Rows recorded", counts="events"),
        *hours,
        *missing,
        *_rounded(dataset, window, rows),
        *(_silence_cell(window, place, found) for place, found in every.items()),
    )
    longest = _touching(every[None], window)
    slots = count_slots(
        "REC-01",
        rows=len(rows),
        when=when(window),
        hours=round(hours[0].value) if hours and hours[0].value is not None else None,
        missing=missing[0].numerator if missing else None,
        silence=longest.days if longest else None,
    )
    current = is_current(dataset, window)
    exhibit = (
        days_between(dataset, thin(dataset.incidents), None, id="rec-01", what="a recorded incident")
        if current
        else None
    )
    return IndicatorResult(
        cells=cells,
        slots=slots,
        headline=_headline(every, slots.certain) if current else slots.certain,
        exhibits=(exhibit,) if exhibit else (),
        listings=_listing(every) if current else (),
        due=_due(every) if current else (),
    )


def _places(dataset: Dataset) -> tuple[Place | None, ...]:
    """All places together, and each where there is more than one and rows say which."""
    places = dataset.setting.places
    return (None, *places) if len(places) > 1 and dataset.has("incidents", "setting_id") else (None,)


def _hours(dataset: Dataset, window: Window, rows: Places) -> tuple[Cell, ...]:
    """The middle number of hours from start to record, with its order-statistic interval."""
    if not (dataset.has("incidents", "record_made_at") and dataset.has("incidents", "started_time")):
        return ()
    waited = dataset.once("hours to the record", lambda: _waited(dataset))
    known = rows[waited[rows] >= 0]
    children, top = tally_of(dataset).behind(known)
    middle = order_interval(waited[known])
    return (
        Cell(
            group="median-hours-to-record",
            label="Middle number of hours to the record",
            unit="hours",
            value=middle.value,
            denominator=float(len(known)),
            unknown=len(rows) - len(known),
            interval=middle.interval,
            marker=None if middle.value is not None else "z",
            compare_window=comparison_id(dataset, window),
            children=children,
            top_share=top,
        ),
    )


def _waited(dataset: Dataset) -> np.ndarray:
    """For each row the hours from start to record, not a number where either is missing."""
    rows = thin(dataset.incidents, "started_time", "record_made_at")
    return (rows["record_made_at"] - began(rows)).dt.total_seconds().to_numpy() / 3600  # type: ignore[no-any-return]


def _missing_time(dataset: Dataset, window: Window, rows: Places) -> tuple[Cell, ...]:
    """Rows without a start time."""
    if not dataset.has("incidents", "started_time"):
        return ()
    missing = rows[~filled(dataset, "started_time")[rows]]
    told = Told(missing, rows, 0)
    return (share(dataset, window, tally_of(dataset), told, "missing-time", "Rows without a start time"),)


def _rounded(dataset: Dataset, window: Window, rows: Places) -> tuple[Cell, ...]:
    """Durations that end in 0 or 5, of those recorded."""
    if not dataset.has("incidents", "duration_minutes"):
        return ()
    known = rows[filled(dataset, "duration_minutes")[rows]]
    rounded = dataset.once("rounded durations", lambda: _ends_in_0_or_5(dataset))
    told = Told(known[rounded[known]], known, len(rows) - len(known))
    label = "Durations that end in 0 or 5"
    return (share(dataset, window, tally_of(dataset), told, "rounded-durations", label),)


def _ends_in_0_or_5(dataset: Dataset) -> np.ndarray:
    minutes = dataset.incidents["duration_minutes"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    return np.isclose(minutes % 5, 0)


def _touching(found: tuple[Silence, ...], window: Window) -> Silence | None:
    """The longest silence with a day inside the window."""
    return next((each for each in found if each.first < window.end and each.last >= window.start), None)


def _silence_cell(window: Window, place: Place | None, found: tuple[Silence, ...]) -> Cell:
    """The longest silence that touches the window, in open days, with how odd it is."""
    longest = _touching(found, window)
    group = f"longest-silence-{place.id}" if place else "longest-silence"
    return Cell(
        group=group,
        label=f"Longest silence, {place.name}" if place else "Longest silence",
        unit="days",
        value=float(longest.days) if longest else None,
        marker=None if longest else "z",
        verdict=longest.verdict if longest else None,
        dims={"place": place.id} if place else {},
        sentence=verdict_sentence(longest.verdict) if longest else "",
    )


def _odd(every: dict[Place | None, tuple[Silence, ...]]) -> list[Silence]:
    """Silences longer than the usual gaps, the longest first; one of all places once."""
    found = [each for some in every.values() for each in some[:SHOWN] if each.verdict.facts["met"]]
    return sorted(found, key=lambda each: (-each.days, each.first))


def _headline(every: dict[Place | None, tuple[Silence, ...]], certain: str) -> str:
    """The longest silence on record where it is longer than usual, else the counts."""
    odd = _odd(every)
    if not odd:
        return certain
    first = odd[0]
    at = f" at {first.place.name}" if first.place else ""
    return (
        f"Nothing was recorded{at} for {first.days} open days, {date_range(first.first, first.last)}: "
        "longer than the usual gaps here."
    )


def _due(every: dict[Place | None, tuple[Silence, ...]]) -> tuple[str, ...]:
    """The silence that is still running, where it is longer than usual."""
    running = [each for each in _odd(every) if each.running]
    return tuple(
        f"{each.days} open days without a record{f' at {each.place.name}' if each.place else ''}, longer than usual"
        for each in running[:1]
    )


def _listing(every: dict[Place | None, tuple[Silence, ...]]) -> tuple[Listing, ...]:
    """The longest silences on record, by place, with their dates and how odd they are."""
    found = sorted(
        (each for some in every.values() for each in some[:SHOWN]), key=lambda each: (-each.days, each.first)
    )[:SHOWN]
    if not found:
        return ()
    return (
        Listing(
            id="rec-01-silent",
            title="The longest times without a record",
            columns=("where", "days", "from and to", "reading"),
            rows=tuple(
                (
                    each.place.name if each.place else "all places" if len(every) > 1 else "here",
                    each.days,
                    date_range(each.first, each.last) + (", still running" if each.running else ""),
                    "longer than the usual gaps here"
                    if each.verdict.facts["met"]
                    else f"not unusual ({each.verdict.facts['p_in_100']} in 100 by chance)",
                )
                for each in found
            ),
            note="Open days; days when nobody is here do not count.",
        ),
    )
