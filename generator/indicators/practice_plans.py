"""Children's plans: were they looked at again after repeated incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import as_date, indicator
from generator.indicators._answers import Told
from generator.indicators._cells import duty
from generator.indicators._reviews import with_child
from generator.indicators._shared import LIST_LENGTH, NEEDS, is_current, stamp, still
from generator.indicators._tally import Places, tally_of
from generator.model import Dataset, IndicatorResult, Listing
from generator.periods import Window, day
from generator.statistics.wording import amount

NOT_RECORDED = "No plan review is recorded anywhere, in the reviews or on the roll, so there is no figure."


@indicator(
    id="PRA-04",
    title="Plan refreshed after repeats",
    unit="%",
    better="up",
    answers=("Q35",),
    needs=NEEDS,
)
def plan_refreshed(dataset: Dataset, window: Window) -> IndicatorResult:
    """Children with repeated restrictive incidents whose plan was reviewed soon after.

    Counts: children with three restrictive incidents within 28 days of the window, and of them those whose plan was
    reviewed on the day of the third, the first time this happened, or within 14 days after it (a setting may choose
    other numbers). Plan reviews are read from reviews of that type and from the date on the roll.
    Leaves out: children with fewer incidents. Not known: children whose days had not run out when the figures were
    made, and, where there is only the date on the roll, those without one or with a later one, since it shows the
    last review alone. Where no plan review is recorded anywhere, there is no figure.
    Read with care: the roll may end before the days do. A review can be held and alter nothing.
    """
    days = int(dataset.setting.threshold("plan_review_days"))
    tally, rows = tally_of(dataset), _repeated(dataset, window)
    first = _first_review(dataset, rows)
    state = _states(dataset, rows, first, days)
    known = rows[(state == "reviewed") | (state == "missed")]
    missed = int(np.count_nonzero((state == "missed") & np.isnat(first)))
    current = is_current(dataset, window)
    result = duty(
        dataset,
        window,
        "PRA-04",
        tally,
        Told(rows[state == "reviewed"], known, len(rows) - len(known)),
        listings=_plan_listing(dataset, rows, first, state, days) if current else (),
        due=still(missed, "child", "with repeated incidents and no plan review recorded since"),
        days=days,
    )
    if len(_plan_reviews(dataset)):
        return result
    (whole,) = result.cells
    said = f"{NOT_RECORDED} {amount(len(rows), 'child')} had repeated incidents."
    return replace(result, cells=(replace(whole, marker="x", sentence=said),), headline=said)


@dataclass(frozen=True, slots=True)
class _Close:
    """The restrictive incidents that end a run of repeated ones, each child's together and in order of date.

    `since` is the day on which the run began: in a window it counts where that lies inside too.
    """

    places: Places
    since: NDArray[np.datetime64]
    until: NDArray[np.datetime64]


def _repeated(dataset: Dataset, window: Window) -> Places:
    """For each child with repeated incidents in the window the one that made them so, the first time."""
    close: _Close = dataset.once("PRA-04 repeated incidents", lambda: _close(dataset))
    start, end = np.datetime64(window.start), np.datetime64(window.end)
    inside = close.places[(close.since >= start) & (close.until < end)]
    return tally_of(dataset).one_a_child(inside)


def _close(dataset: Dataset) -> _Close:
    """Every incident with which as many as `repeat_incidents` of one child lay within `repeat_days` days."""
    back = int(dataset.setting.threshold("repeat_incidents")) - 1
    who, dates = tally_of(dataset).who, dataset.incidents["incident_date"].to_numpy()
    held = np.flatnonzero(dataset.incidents["restrictive"].to_numpy(dtype=bool) & (who >= 0))
    ordered = held[np.lexsort((dates[held], who[held]))]
    last, first = ordered[back:], ordered[: len(ordered) - back]
    near = dates[last] - dates[first] < np.timedelta64(int(dataset.setting.threshold("repeat_days")), "D")
    mine = near & (who[last] == who[first])
    return _Close(last[mine], dates[first[mine]], dates[last[mine]])


def _plan_reviews(dataset: Dataset) -> pd.DataFrame:
    """Every recorded plan review, `child_id` and `on`, from the reviews and the roll."""
    return dataset.once("PRA-04 plan reviews", lambda: _all_plan_reviews(dataset))  # type: ignore[no-any-return]


def _all_plan_reviews(dataset: Dataset) -> pd.DataFrame:
    parts = []
    if _has_history(dataset):
        reviews = with_child(dataset)
        held_at = reviews[reviews["review_type"].eq("plan_review").fillna(False)]
        parts.append(pd.DataFrame({"child_id": held_at["child_id"], "on": held_at["held_at"].dt.normalize()}))
    if dataset.has("children", "plan_reviewed_on"):
        roll = dataset.tables["children"]
        parts.append(pd.DataFrame({"child_id": roll["child_id"], "on": roll["plan_reviewed_on"]}))
    found = pd.concat(parts) if parts else pd.DataFrame({"child_id": [], "on": pd.to_datetime([])})
    found = found.astype({"child_id": "object"}).dropna()
    return found[found["on"] < stamp(dataset.calendar.end)].drop_duplicates().reset_index(drop=True)


def _has_history(dataset: Dataset) -> bool:
    """Whether reviews of plans are recorded as such, one row each, and say whose plan it was."""
    return bool(dataset.once("PRA-04 plan reviews one by one", lambda: _one_by_one(dataset)))


def _one_by_one(dataset: Dataset) -> bool:
    if not (dataset.has("reviews", "review_type") and dataset.has("reviews", "held_at")):
        return False
    reviews = with_child(dataset)
    linked = reviews["child_id"].notna() & reviews["held_at"].notna()
    return bool((reviews["review_type"].eq("plan_review") & linked).any())


def _reviews_of(dataset: Dataset) -> Mapping[str, NDArray[np.datetime64]]:
    """For each child the days of the plan's reviews, in order."""

    def sort() -> dict[str, NDArray[np.datetime64]]:
        whole = _plan_reviews(dataset)
        return {str(child): np.sort(days.to_numpy()) for child, days in whole.groupby("child_id")["on"]}

    return dataset.once("PRA-04 plan reviews by child", sort)  # type: ignore[no-any-return]


def _first_review(dataset: Dataset, rows: Places) -> NDArray[np.datetime64]:
    """For each row the first review of that child's plan on its day or later; missing where there is none."""
    reviews, tally = _reviews_of(dataset), tally_of(dataset)
    dates = dataset.incidents["incident_date"].to_numpy()
    found = np.full(len(rows), np.datetime64("NaT"), dtype="datetime64[s]")
    for n, row in enumerate(rows.tolist()):
        days = reviews.get(tally.names[tally.who[row]])
        place = 0 if days is None else int(np.searchsorted(days, dates[row]))
        if days is not None and place < len(days):
            found[n] = days[place]
    return found


def _states(dataset: Dataset, rows: Places, first: NDArray[np.datetime64], days: int) -> NDArray[np.str_]:
    """For each row: reviewed (in time), missed, waiting (days not run out) or unknown."""
    repeated_on: NDArray[np.datetime64] = dataset.incidents["incident_date"].to_numpy()[rows]
    limit = repeated_on + np.timedelta64(days, "D")
    ran_out = limit < np.datetime64(dataset.as_of)
    if _has_history(dataset):
        readable = np.ones(len(rows), dtype=bool)
    else:
        # The roll shows the last review alone: one before the third incident proves that none has come since.
        tally, reviews = tally_of(dataset), _reviews_of(dataset)
        known = [tally.names[who] in reviews for who in tally.who[rows].tolist()]
        readable = np.isnat(first) & np.array(known, dtype=bool)
    in_time = ~np.isnat(first) & (first <= limit)
    return np.where(
        in_time, "reviewed", np.where(ran_out, np.where(readable, "missed", "unknown"), "waiting")
    )


def _plan_listing(
    dataset: Dataset, rows: Places, first: NDArray[np.datetime64], state: NDArray[np.str_], days: int
) -> tuple[Listing, ...]:
    """Children whose plan was not reviewed in time, the latest incident first."""
    tally, dates = tally_of(dataset), dataset.incidents["incident_date"].to_numpy()
    told = {"missed": "no review since", "waiting": "can still be reviewed in time", "unknown": "not known"}
    late = [
        (as_date(dates[row]), tally.names[tally.who[row]], seen, said)
        for row, seen, said in zip(rows.tolist(), first, state.tolist(), strict=True)
        if said != "reviewed"
    ]
    late.sort(key=lambda each: (-each[0].toordinal(), each[1]))
    if not late:
        return ()
    lines = tuple(
        (child, day(when), told[said] if np.isnat(seen) else f"reviewed {day(as_date(seen))}")
        for when, child, seen, said in late[:LIST_LENGTH]
    )
    left = len(late) - len(lines)
    return (
        Listing(
            id="pra-04-plans",
            title=f"Repeated incidents, plan not reviewed within {amount(days, 'day')}",
            columns=("child", "repeated on", "plan"),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )
