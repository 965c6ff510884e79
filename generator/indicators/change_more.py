"""How long restriction lasted, as far as that was recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from generator.indicator import indicator
from generator.indicators._answers import Answers, Told, flags, told
from generator.indicators._cells import part, share
from generator.indicators._shared import comparison_id, is_current, needing, newest, still, thin, when
from generator.indicators._tally import Places, held_places, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window
from generator.statistics.rates import order_interval
from generator.statistics.wording import amount, count_slots

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
    listed. Lengths marked as estimated are counted, and shown apart. Without a roll there is no sum for 100 days. Under
    6 lengths the middle has no range; under 36 the length that nine in ten do not pass has none, and the longest is
    given instead.
    Read with care: lengths are often rounded, and a short restriction can be a hard one.
    """
    lengths = _lengths(dataset, window)
    cap = dataset.setting.threshold("duration_cap_minutes")
    minutes = float(lengths.minutes.clip(max=cap).sum())
    middle = _quantile(dataset, window, lengths, 0.5, "median", "Middle length")
    slots = count_slots(
        "CHG-03",
        known=len(lengths.known) if len(lengths.held) else None,
        incidents=len(lengths.held),
        when=when(window),
        nobody=None if len(lengths.held) else when(window),
        minutes=minutes if len(lengths.known) else None,
        median=middle.value,
    )
    over, current = lengths.minutes > cap, is_current(dataset, window)
    return IndicatorResult(
        cells=(
            _total(dataset, window, lengths, minutes),
            middle,
            _quantile(dataset, window, lengths, NINTH, "ninth-decile", "Nine in ten lasted no longer"),
            _long(dataset, window, lengths),
            _estimated(dataset, window, lengths.known),
            _over(dataset, lengths.known[over], cap),
        ),
        slots=slots,
        headline=slots.certain,
        listings=_listings(dataset, lengths, over) if current else (),
        due=still(int(over.sum()), "incident", f"recorded as longer than {cap:g} minutes: is that right?")
        if current
        else (),
    )


@dataclass(frozen=True)
class Lengths:
    """The restrictive incidents of a window, those whose length is recorded, and the minutes of these."""

    held: Places
    known: Places
    minutes: np.ndarray

    @property
    def unknown(self) -> int:
        return len(self.held) - len(self.known)


def _lengths(dataset: Dataset, window: Window) -> Lengths:
    every = dataset.once(
        "minutes of each incident",
        lambda: pd.to_numeric(dataset.incidents["duration_minutes"]).to_numpy(dtype=float, na_value=np.nan),
    )
    held = held_places(dataset, window)
    known = held[~np.isnan(every[held])]
    return Lengths(held, known, every[known])


def _over(dataset: Dataset, over: Places, cap: float) -> Cell:
    label = f"Over {cap:g} minutes, counted as {cap:g}"
    cell = part(tally_of(dataset), over, "over-cap", label, counts="events")
    return replace(cell, counts="duty")


def _total(dataset: Dataset, window: Window, lengths: Lengths, minutes: float) -> Cell:
    """Minutes for every 100 child-days; nothing where no length is known or nobody was here."""
    days = dataset.exposure.child_days(window)
    told_of = len(lengths.known) > 0 or len(lengths.held) == 0
    children, top = tally_of(dataset).behind(lengths.known)
    return Cell(
        unit="minutes per 100 child-days",
        counts="other",
        value=100 * minutes / days if days and told_of else None,
        denominator=days,
        unknown=lengths.unknown,
        marker=None if days and told_of else "x" if days is None or not told_of else "z",
        compare_window=comparison_id(dataset, window),
        children=children,
        top_share=top,
        evidence=tally_of(dataset).rows(lengths.known),
    )


def _quantile(
    dataset: Dataset, window: Window, lengths: Lengths, share_: float, group: str, label: str
) -> Cell:
    """A length that so many do not pass, with its order-statistic interval where there are enough, else the longest."""
    found = order_interval(lengths.minutes, share_)
    longest = found.longest if found.interval is None and share_ == NINTH else None
    said = "" if longest is None else f"Too few for a range; the longest was {amount(longest, 'minute')}."
    return Cell(
        group=group,
        label=label,
        unit="minutes",
        value=found.value,
        denominator=float(found.n),
        interval=found.interval,
        marker=None if found.value is not None else "z",
        compare_window=comparison_id(dataset, window),
        sentence=said,
    )


def _long(dataset: Dataset, window: Window, lengths: Lengths) -> Cell:
    long = dataset.setting.threshold("long_restriction_minutes")
    return share(
        dataset,
        window,
        tally_of(dataset),
        Told(lengths.known[lengths.minutes >= long], lengths.known, lengths.unknown),
        "long",
        f"Lasted {amount(long, 'minute')} or longer",
        counts="events",
    )


def _estimated(dataset: Dataset, window: Window, known: Places) -> Cell:
    """Lengths marked as estimated, of those that say whether they are."""
    collected = dataset.has("incidents", "duration_is_estimate")

    def make() -> Answers:
        return flags(dataset.incidents, "duration_is_estimate")

    cell = share(
        dataset,
        window,
        tally_of(dataset),
        told(dataset.once("lengths that are estimates", make), known),
        "estimated",
        "Lengths that are estimates",
    )
    return cell if collected else replace(cell, marker="x")


def _listings(dataset: Dataset, lengths: Lengths, over: np.ndarray) -> tuple[Listing, ...]:
    """Very long ones, and those without a length."""
    incidents = thin(dataset.incidents)
    return (
        *newest(
            dataset,
            incidents.take(lengths.known[over]),
            id="chg-03-long",
            title="Very long restrictions",
            more={"minutes": [f"{each:g}" for each in lengths.minutes[over]]},
        ),
        *newest(
            dataset,
            incidents.take(np.setdiff1d(lengths.held, lengths.known)),
            id="chg-03-missing",
            title="No length recorded",
        ),
    )
