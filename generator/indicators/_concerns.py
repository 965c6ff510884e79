"""Concerns about restrictive incidents: which there are, how long they waited, what came of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.indicator import as_date, share_cell
from generator.indicators._clock import LONDON, moments
from generator.indicators._shared import (
    LIST_LENGTH,
    comparison_id,
    group_cell,
    percent_from,
    slug,
    stamp,
    words,
)
from generator.model import Cell, Dataset, Listing
from generator.periods import Window, day
from generator.statistics.rates import order_interval

MIN_FOR_MEDIAN = 6
"""With fewer values a middle value has no interval; methods page, section 8."""


def concerns_about(dataset: Dataset, window: Window) -> pd.DataFrame:
    """The concerns linked to a restrictive incident of the window, with that incident's child."""
    concerns = dataset.tables["concerns"]
    held = dataset.restrictive(window)
    child = held.drop_duplicates("incident_id").set_index("incident_id")["child_id"]
    mine = concerns[concerns["incident_id"].isin(child.index)]
    return mine.assign(child_id=child.reindex(mine["incident_id"]).to_numpy())


def wait_cell(dataset: Dataset, window: Window, rows: pd.DataFrame) -> Cell:
    """The middle number of hours from when a concern arose until it was sent, with its order-statistic interval."""
    arose, sent = (_passed(moments(rows, name)) for name in ("arose_at", "submitted_at"))
    hours = (sent - arose).dt.total_seconds() / 3600
    known = hours[hours >= 0]
    middle = order_interval(known.tolist())
    known_rows = rows.loc[known.index]
    interval = (middle.low, middle.high) if middle.low is not None and middle.high is not None else None
    enough = len(known) >= MIN_FOR_MEDIAN
    return Cell(
        group="median-hours-to-send",
        label="Middle number of hours until it was sent",
        unit="hours",
        value=middle.value if enough else None,
        denominator=float(len(known)),
        unknown=len(rows) - len(known),
        interval=interval if enough else None,
        marker=None if enough else "u" if len(known) else "z",
        compare_window=comparison_id(dataset, window),
        children=known_rows["child_id"].nunique(),
    )


def _passed(local: pd.Series) -> pd.Series:
    """Local times as times that never jump when clocks change; an hour that comes twice is the first of the two."""
    return local.dt.tz_localize(LONDON, ambiguous=np.full(len(local), True), nonexistent="shift_forward")


def open_cell(dataset: Dataset, window: Window, rows: pd.DataFrame, days: int) -> Cell:
    """Concerns that were open for more than so many days, out of those where that is known."""
    limit = moments(rows, "arose_at").dt.normalize() + pd.Timedelta(days, "D")
    closed = moments(rows, "resolved_on")
    answer = pd.Series(pd.NA, index=rows.index, dtype="boolean")
    answer = answer.mask(closed.notna(), closed > limit).mask(_open(rows), True)
    answer = answer.mask(limit >= stamp(dataset.as_of))
    known = rows[answer.notna()]
    return share_cell(
        "concerns",
        rows[answer.fillna(False).astype(bool)],
        known,
        len(rows) - len(known),
        percent_from=percent_from(dataset),
        group="open-for-long",
        label=f"Open for more than {days} days",
        counts="events",
        compare_window=comparison_id(dataset, window),
    )


def _open(rows: pd.DataFrame) -> pd.Series:
    """Concerns that nobody has closed: no date of closing, and open or no outcome."""
    outcome = (
        rows["outcome"] if "outcome" in rows.columns else pd.Series(pd.NA, index=rows.index, dtype="str")
    )
    undecided = outcome.isna() | outcome.eq("open").fillna(False).astype(bool)
    return undecided & moments(rows, "resolved_on").isna()


def still_open(dataset: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """The concerns that are still open, the longest first, with `days` since they arose."""
    waiting = rows[_open(rows)]
    days = (stamp(dataset.as_of) - moments(waiting, "arose_at").dt.normalize()).dt.days
    return waiting.assign(days=days).sort_values(
        ["days", "concern_id"], ascending=[False, True], kind="stable"
    )


def action_cell(dataset: Dataset, rows: pd.DataFrame) -> Cell:
    """Concerns that led to an action: one that names the concern, or that a review of the incident led to."""
    group, label = "led-to-an-action", "Led to an action"
    if not dataset.has("actions", "action_id"):
        return Cell(group=group, label=label, unit="%", counts="duty", marker="x")
    led = rows[rows["concern_id"].isin(_named(dataset) | _reviewed_into(dataset, rows))]
    return share_cell("concerns", led, rows, 0, percent_from=percent_from(dataset), group=group, label=label)


def _named(dataset: Dataset) -> set[str]:
    """Everything that actions name as what prompted them."""
    if not dataset.has("actions", "origin_ref"):
        return set()
    return set(dataset.tables["actions"]["origin_ref"].dropna())


def _reviewed_into(dataset: Dataset, rows: pd.DataFrame) -> set[str]:
    """Concerns whose incident had a review, after the concern arose, that led to an action."""
    if not dataset.has("reviews", "led_to_action_id") or not dataset.has("reviews", "held_at"):
        return set()
    reviews = dataset.tables["reviews"]
    led = reviews.loc[reviews["led_to_action_id"].notna(), ["incident_id", "held_at"]].dropna()
    both = rows[["concern_id", "incident_id", "arose_at"]].merge(led, on="incident_id")
    return set(both.loc[both["held_at"] >= both["arose_at"], "concern_id"])


def kind_cells(rows: pd.DataFrame) -> tuple[Cell, ...]:
    """How many concerns of each kind there are."""
    return tuple(
        group_cell(
            "concerns",
            some,
            group=f"kind-{slug(kind)}",
            label=words(kind).capitalize(),
            unit="concerns",
            denominator=float(len(rows)),
            counts="events",
            dims={"kind": slug(kind)},
        )
        for kind, some in rows.groupby("kind", sort=True)
    )


def open_list(waiting: pd.DataFrame) -> tuple[Listing, ...]:
    """The concerns that are still open, for leaders."""
    if waiting.empty:
        return ()
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
