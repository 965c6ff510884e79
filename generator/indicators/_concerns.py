"""Concerns about restrictive incidents: which there are, how long they waited, what came of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import as_date
from generator.indicators._answers import Answers, answered, told
from generator.indicators._cells import MIN_MIDDLE, part, share
from generator.indicators._clock import moments, utc
from generator.indicators._shared import LIST_LENGTH, comparison_id, slug, stamp, words
from generator.indicators._tally import Places, rows_in, tally_of
from generator.model import Cell, Dataset, Listing
from generator.periods import Window, day
from generator.statistics.rates import order_interval
from generator.statistics.wording import amount


def concerns_about(dataset: Dataset, window: Window) -> Places:
    """The places of the concerns linked to a restrictive incident of the window."""
    return rows_in(dataset, window, "concerns")


def whole_cell(dataset: Dataset, window: Window, places: Places) -> Cell:
    """How many concerns there are."""
    return part(
        tally_of(dataset, "concerns"),
        places,
        "Total",
        "Concerns about incidents",
        unit="concerns",
        unknown=0,
        compare_window=comparison_id(dataset, window),
        counts="events",
    )


def wait_cell(dataset: Dataset, window: Window, places: Places) -> Cell:
    """The middle number of hours from when a concern arose until it was sent, with its order-statistic interval."""
    hours = dataset.once("hours until concerns were sent", lambda: _hours(dataset.tables["concerns"]))
    known = places[hours[places] >= 0]
    middle = order_interval(hours[known].tolist())
    enough = len(known) >= MIN_MIDDLE
    return Cell(
        group="median-hours-to-send",
        label="Middle number of hours until it was sent",
        unit="hours",
        value=middle.value if enough else None,
        denominator=float(len(known)),
        unknown=len(places) - len(known),
        interval=middle.interval if enough else None,
        marker=None if enough else "u" if len(known) else "z",
        compare_window=comparison_id(dataset, window),
        children=tally_of(dataset, "concerns").behind(known)[0],
    )


def _hours(concerns: pd.DataFrame) -> NDArray[np.float64]:
    """For each concern the hours until it was sent; NaN where one of the two moments is missing."""
    arose, sent = (utc(moments(concerns, name), first=True) for name in ("arose_at", "submitted_at"))
    return np.asarray((sent - arose).dt.total_seconds() / 3600, dtype=np.float64)


def open_cell(dataset: Dataset, window: Window, places: Places, days: int) -> Cell:
    """Concerns that were open for more than so many days, out of those where that is known."""
    answers = dataset.once("concerns open for long", lambda: _open_for_long(dataset, days))
    return share(
        dataset,
        window,
        tally_of(dataset, "concerns"),
        told(answers, places),
        "open-for-long",
        f"Open for more than {amount(days, 'day')}",
        counts="events",
    )


def _open_for_long(dataset: Dataset, days: int) -> Answers:
    """Not known: closed without a date; and whatever came of it while the days have not run out."""
    concerns = dataset.tables["concerns"]
    limit = moments(concerns, "arose_at").dt.normalize() + pd.Timedelta(days, "D")
    closed, waiting = moments(concerns, "resolved_on"), _open(concerns)
    running = limit >= stamp(dataset.as_of)
    return answered(waiting | (closed > limit), running | (closed.isna() & ~waiting))


def _open(rows: pd.DataFrame) -> pd.Series:
    """Concerns that nobody has closed: no date of closing, and open or no outcome."""
    outcome = (
        rows["outcome"] if "outcome" in rows.columns else pd.Series(pd.NA, index=rows.index, dtype="str")
    )
    undecided = outcome.isna() | outcome.eq("open").fillna(False).astype(bool)
    return undecided & moments(rows, "resolved_on").isna()


def days_open(dataset: Dataset) -> NDArray[np.int64]:
    """For each concern the days since it arose, where it is still open; -1 where it is not."""

    def count() -> NDArray[np.int64]:
        concerns = dataset.tables["concerns"]
        days = (stamp(dataset.as_of) - moments(concerns, "arose_at").dt.normalize()).dt.days
        return days.where(_open(concerns)).fillna(-1).to_numpy(dtype=np.int64)

    return dataset.once("days concerns are open", count)  # type: ignore[no-any-return]


def action_cell(dataset: Dataset, places: Places) -> Cell:
    """Concerns that led to an action: one that names the concern, or that a review of the incident led to.

    Not available where neither actions nor reviews ever say what led to what: that is not nought.
    """
    group, label = "led-to-an-action", "Led to an action"
    named = dataset.has("actions", "origin_ref")
    if not dataset.has("actions", "action_id") or not (named or _reviews_tell(dataset)):
        return Cell(group=group, label=label, unit="%", counts="duty", marker="x")
    answers = dataset.once("concerns that led to an action", lambda: _led(dataset))
    return share(dataset, None, tally_of(dataset, "concerns"), told(answers, places), group, label)


def _led(dataset: Dataset) -> Answers:
    concerns = dataset.tables["concerns"]["concern_id"]
    return concerns.isin(_named(dataset) | _reviewed_into(dataset)).to_numpy().astype(np.int8)


def _named(dataset: Dataset) -> set[str]:
    """Everything that actions name as what prompted them."""
    if not dataset.has("actions", "origin_ref"):
        return set()
    return set(dataset.tables["actions"]["origin_ref"].dropna())


def _reviews_tell(dataset: Dataset) -> bool:
    """Whether reviews say of which incident they were, when, and what they led to."""
    return all(dataset.has("reviews", name) for name in ("led_to_action_id", "held_at", "incident_id"))


def _reviewed_into(dataset: Dataset) -> set[str]:
    """Concerns whose incident had a review, after the concern arose, that led to an action."""
    if not _reviews_tell(dataset):
        return set()
    reviews, rows = dataset.tables["reviews"], dataset.tables["concerns"]
    led = reviews.loc[reviews["led_to_action_id"].notna(), ["incident_id", "held_at"]].dropna()
    both = rows[["concern_id", "incident_id", "arose_at"]].merge(led, on="incident_id")
    return set(both.loc[both["held_at"] >= both["arose_at"], "concern_id"])


def kind_cells(dataset: Dataset, places: Places) -> tuple[Cell, ...]:
    """How many concerns of each kind there are."""
    codes, kinds = dataset.once(
        "kinds of concern", lambda: pd.factorize(dataset.tables["concerns"]["kind"], sort=True)
    )
    mine = codes[places]
    return tuple(
        part(
            tally_of(dataset, "concerns"),
            places[mine == number],
            f"kind-{slug(kind)}",
            words(kind).capitalize(),
            unit="concerns",
            of=len(places),
            dims={"kind": slug(kind)},
            counts="events",
        )
        for number, kind in enumerate(kinds)
        if (mine == number).any()
    )


def open_list(dataset: Dataset, places: Places) -> tuple[Listing, ...]:
    """The concerns that are still open, for leaders, the longest first."""
    if not len(places):
        return ()
    child = dataset.incidents["child_id"].to_numpy()[dataset.linked("concerns")[places]]
    waiting = dataset.tables["concerns"].take(places).assign(child_id=child, days=days_open(dataset)[places])
    waiting = waiting.sort_values(["days", "concern_id"], ascending=[False, True], kind="stable")
    shown = waiting.head(LIST_LENGTH)
    names = [shown[name].astype("str") for name in ("concern_id", "kind", "child_id")]
    lines = tuple(
        (concern, words(kind), child, day(as_date(arose)), int(days))
        for concern, kind, child, arose, days in zip(*names, shown["arose_at"], shown["days"], strict=True)
    )
    left = len(waiting) - len(lines)
    return (
        Listing(
            id="saf-03-open",
            title="Concerns about incidents that are still open",
            columns=("concern", "kind", "child", "arose", "days open"),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )
