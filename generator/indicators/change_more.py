"""How long restriction lasted, as far as that was recorded."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from generator.indicator import behind, evidence, indicator, share_cell
from generator.indicators._clock import no, yes
from generator.indicators._shared import (
    comparison_id,
    group_cell,
    held,
    is_current,
    needing,
    newest,
    percent_from,
    still,
    when,
)
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window
from generator.statistics.rates import order_interval
from generator.statistics.wording import count_slots

NINTH = 0.9


@indicator(
    id="CHG-03",
    title="Time under restriction",
    unit="minutes per 100 child-days",
    better="down",
    answers=("Q3", "Q9"),
    needs=needing("duration_minutes"),
)
def time_under_restriction(dataset: Dataset, window: Window) -> IndicatorResult:
    """Recorded minutes under restriction for every 100 days that children were here, and how long one lasted.

    Counts: the minutes of all restrictive incidents whose length is recorded, divided by child-days; the middle length
    and the length that nine in ten do not pass, with their ranges; and how many lasted 10 minutes or longer (a
    setting may choose another number).
    Leaves out: incidents without a length. Nothing is put in for them, so the sum is what was recorded and no more;
    their number stands beside it. A length over 240 minutes counts as 240 (a setting may choose another number) and is
    listed. Lengths marked as estimated are counted, and shown apart. Without a roll there is no sum for 100 days.
    Read with care: lengths are often rounded, and a short restriction can be a hard one.
    """
    rows = held(dataset, window, "duration_minutes", "duration_is_estimate")
    minutes = pd.to_numeric(rows["duration_minutes"]).astype("float64")
    known = rows[minutes.notna()]
    cap = dataset.setting.threshold("duration_cap_minutes")
    over = known[minutes[known.index] > cap]
    lengths = minutes[known.index].clip(upper=cap)
    middle = _quantile(dataset, window, minutes[known.index], 0.5, "median", "Middle length")
    slots = count_slots(
        "CHG-03",
        known=len(known),
        incidents=len(rows),
        when=when(window),
        minutes=float(lengths.sum()) if len(known) else None,
        median=middle.value,
    )
    current = is_current(dataset, window)
    return IndicatorResult(
        cells=(
            _total(dataset, window, rows, known, float(lengths.sum())),
            middle,
            *_shape(dataset, window, rows, known, minutes),
            _over(over, cap),
        ),
        slots=slots,
        headline=slots.certain,
        listings=_listings(dataset, rows, over, minutes) if current else (),
        due=still(len(over), "incident", f"recorded as longer than {cap:g} minutes: is that right?")
        if current
        else (),
    )


def _shape(
    dataset: Dataset, window: Window, rows: pd.DataFrame, known: pd.DataFrame, minutes: pd.Series
) -> tuple[Cell, ...]:
    """How long most lasted, how many were long, and how many lengths are estimates."""
    long = dataset.setting.threshold("long_restriction_minutes")
    label = "Nine in ten lasted no longer"
    return (
        _quantile(dataset, window, minutes[known.index], NINTH, "ninth-decile", label),
        _long(dataset, window, rows, known, minutes, long),
        _estimated(dataset, window, known),
    )


def _over(over: pd.DataFrame, cap: float) -> Cell:
    label = f"Over {cap:g} minutes, counted as {cap:g}"
    return group_cell("incidents", over, group="over-cap", label=label, unit="incidents")


def _total(dataset: Dataset, window: Window, rows: pd.DataFrame, known: pd.DataFrame, minutes: float) -> Cell:
    """Minutes for every 100 child-days; nothing where no length is known or nobody was here."""
    days = dataset.exposure.child_days(window)
    told = len(known) > 0 or len(rows) == 0
    children, top = behind(known)
    return Cell(
        unit="minutes per 100 child-days",
        counts="other",
        value=100 * minutes / days if days and told else None,
        denominator=days,
        unknown=len(rows) - len(known),
        marker=None if days and told else "x" if days is None or not told else "z",
        compare_window=comparison_id(dataset, window),
        children=children,
        top_share=top,
        evidence=evidence("incidents", known),
    )


def _quantile(
    dataset: Dataset, window: Window, minutes: pd.Series, share: float, group: str, label: str
) -> Cell:
    """A length that so many do not pass, with its order-statistic interval where there are enough."""
    found = order_interval(minutes.tolist(), share)
    interval = (found.low, found.high) if found.low is not None and found.high is not None else None
    return Cell(
        group=group,
        label=label,
        unit="minutes",
        value=found.value,
        denominator=float(found.n),
        interval=interval,
        marker=None if found.value is not None else "z",
        compare_window=comparison_id(dataset, window),
    )


def _long(
    dataset: Dataset,
    window: Window,
    rows: pd.DataFrame,
    known: pd.DataFrame,
    minutes: pd.Series,
    long: float,
) -> Cell:
    return share_cell(
        "incidents",
        known[minutes[known.index] >= long],
        known,
        len(rows) - len(known),
        percent_from=percent_from(dataset),
        group="long",
        label=f"Lasted {long:g} minutes or longer",
        counts="events",
        compare_window=comparison_id(dataset, window),
    )


def _estimated(dataset: Dataset, window: Window, known: pd.DataFrame) -> Cell:
    """Lengths marked as estimated, of those that say whether they are."""
    estimated, timed = yes(known, "duration_is_estimate"), no(known, "duration_is_estimate")
    cell = share_cell(
        "incidents",
        known[estimated],
        known[estimated | timed],
        int((~(estimated | timed)).sum()),
        percent_from=percent_from(dataset),
        group="estimated",
        label="Lengths that are estimates",
        compare_window=comparison_id(dataset, window),
    )
    collected = dataset.has("incidents", "duration_is_estimate")
    return cell if collected else replace(cell, marker="x")


def _listings(
    dataset: Dataset, rows: pd.DataFrame, over: pd.DataFrame, minutes: pd.Series
) -> tuple[Listing, ...]:
    """Very long ones, and those without a length."""
    return (
        *newest(
            dataset,
            over,
            id="chg-03-long",
            title="Very long restrictions",
            more={"minutes": [f"{each:g}" for each in minutes[over.index]]},
        ),
        *newest(dataset, rows[minutes.isna()], id="chg-03-missing", title="No length recorded"),
    )
