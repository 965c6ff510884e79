"""Children's plans: were they looked at again after repeated incidents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from generator.indicator import as_date, indicator
from generator.indicators._reviews import with_child
from generator.indicators._shared import NEEDS, duty_result, held, is_current, stamp, still
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
    setting = dataset.setting
    days = int(setting.threshold("plan_review_days"))
    rows = _thirds(
        held(dataset, window),
        int(setting.threshold("repeat_incidents")),
        int(setting.threshold("repeat_days")),
    )
    first = _first_review(dataset, rows)
    state = _states(dataset, rows, first, days)
    known = rows[state.isin(["reviewed", "missed"])]
    missed = int(((state == "missed") & first.isna()).sum())
    result = duty_result(
        dataset,
        window,
        "PRA-04",
        ("incidents", rows[state == "reviewed"], known, len(rows) - len(known)),
        listings=_plan_listing(rows[state != "reviewed"], first, state, days)
        if is_current(dataset, window)
        else (),
        due=still(missed, "child", "with repeated incidents and no plan review recorded since"),
        days=days,
    )
    if len(_plan_reviews(dataset)):
        return result
    (whole,) = result.cells
    said = f"{NOT_RECORDED} {amount(len(rows), 'child')} had repeated incidents."
    return replace(result, cells=(replace(whole, marker="x", sentence=said),), headline=said)


def _thirds(rows: pd.DataFrame, count: int, days: int) -> pd.DataFrame:
    """One row a child: the incident with which as many as `count` lay within `days` days, the first time."""
    ordered = rows.sort_values(["child_id", "incident_date"], kind="stable")
    back = ordered.groupby("child_id")["incident_date"].shift(count - 1)
    close = (ordered["incident_date"] - back).dt.days < days
    return ordered[close].drop_duplicates("child_id")


def _plan_reviews(dataset: Dataset) -> pd.DataFrame:
    """Every recorded plan review, `child_id` and `on`, from the reviews and the roll."""
    return dataset.once("plan reviews", lambda: _all_plan_reviews(dataset))  # type: ignore[no-any-return]


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
    if not (dataset.has("reviews", "review_type") and dataset.has("reviews", "held_at")):
        return False
    reviews = with_child(dataset)
    linked = reviews["child_id"].notna() & reviews["held_at"].notna()
    return bool((reviews["review_type"].eq("plan_review") & linked).any())


def _first_review(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
    """For each row the first review of that child's plan on its day or later; missing where there is none."""
    reviews = _plan_reviews(dataset)
    pairs = reviews[reviews["child_id"].isin(rows["child_id"])]
    third = dict(zip(rows["child_id"], rows["incident_date"], strict=True))
    since = pd.to_datetime(pairs["child_id"].map(third))
    later = pairs[pairs["on"] >= since].groupby("child_id")["on"].min()
    return pd.to_datetime(rows["child_id"].map(dict(later.items())))


def _states(dataset: Dataset, rows: pd.DataFrame, first: pd.Series, days: int) -> pd.Series:
    """For each row: reviewed (in time), missed, waiting (days not run out) or unknown."""
    limit = rows["incident_date"] + pd.Timedelta(days, "D")
    ran_out = limit < stamp(dataset.as_of)
    if _has_history(dataset):
        readable = pd.Series(True, index=rows.index)
    else:
        # The roll shows the last review alone: one before the third incident proves that none has come since.
        readable = first.isna() & rows["child_id"].isin(_plan_reviews(dataset)["child_id"])
    state = np.select(
        [first <= limit, ran_out & readable, ~ran_out], ["reviewed", "missed", "waiting"], "unknown"
    )
    return pd.Series(state, index=rows.index, dtype="str")


def _plan_listing(rows: pd.DataFrame, first: pd.Series, state: pd.Series, days: int) -> tuple[Listing, ...]:
    """Children whose plan was not reviewed in time, the latest incident first."""
    if rows.empty:
        return ()
    told = {"missed": "no review since", "waiting": "can still be reviewed in time", "unknown": "not known"}
    ordered = rows.sort_values(["incident_date", "child_id"], ascending=[False, True], kind="stable").head(50)
    lines = tuple(
        (
            str(child),
            day(as_date(when)),
            told[state[row]] if pd.isna(first[row]) else f"reviewed {day(as_date(first[row]))}",
        )
        for row, child, when in zip(ordered.index, ordered["child_id"], ordered["incident_date"], strict=True)
    )
    left = len(rows) - len(lines)
    return (
        Listing(
            id="pra-04-plans",
            title=f"Repeated incidents, plan not reviewed within {amount(days, 'day')}",
            columns=("child", "repeated on", "plan"),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )
