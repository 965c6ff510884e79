"""Which children have incidents closer together than before, and incidents that came soon after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from generator.indicators._headcount import NEVER, days_since_last, in_order
from generator.indicators._tally import Places, held_places, incident_days, tally_of
from generator.model import Dataset, Listing
from generator.periods import Window, day
from generator.statistics.wording import amount

LAST_GAPS = 3
MIN_GAPS = 6
"""With fewer gaps the last three cannot all be shorter than the middle one."""
TWICE = 2.0
SOON = 7
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Attention:
    """One child, why, the last incident and its row, and when the plan was last reviewed."""

    child: str
    why: str
    recent: int
    prior: int
    last: date
    row: int
    reviewed: str

    @property
    def clause(self) -> str:
        """What leaders' first page says of the child."""
        return f"{self.child}: {self.why}; {self.reviewed}"


def flagged(dataset: Dataset, window: Window) -> tuple[Attention, ...]:
    """Children who meet the definition of CHG-07 at the end of the window, in the order of their codes."""
    setting = dataset.setting
    recent_days = int(setting.threshold("attention_recent_days"))
    prior_days = int(setting.threshold("attention_prior_days"))
    start = window.end - timedelta(days=recent_days)
    # Days before the records begin hold no noughts: they are left out.
    before = min(start, max(start - timedelta(days=prior_days), dataset.calendar.data_start))
    every, names = in_order(dataset), tally_of(dataset).names
    edges = [every.until(_number(day), len(names)) for day in (date.min, before, start, window.end)]
    numbers = dataset.incidents.index
    found = []
    for child in np.flatnonzero(edges[3] > edges[2]).tolist():
        low, prior, recent, end = (int(edge[child]) for edge in edges)
        counts = recent - prior, end - recent
        why = _why(dataset, names[child], (before, start, window.end), counts, every.days[low:end])
        if not why:
            continue
        plans = dataset.once("plan review days", lambda: _plan_reviews(dataset))
        reviewed = _reviewed(dataset, plans.get(child), start, window.end)
        last = date.fromordinal(EPOCH + int(every.days[end - 1]))
        row = int(numbers[every.places[end - 1]])
        found.append(Attention(names[child], why, counts[1], counts[0], last, row, reviewed))
    return tuple(sorted(found, key=lambda each: each.child))


def _why(
    dataset: Dataset, child: str, edges: tuple[date, date, date], counts: tuple[int, int], days: np.ndarray
) -> str:
    """Why a child needs attention, or nothing; `counts` are incidents before and in the recent days."""
    (before, start, end), (prior, recent) = edges, counts
    if recent >= dataset.setting.threshold("attention_min_incidents") and _faster(
        dataset, child, edges, counts
    ):
        earlier = (start - before).days
        since = f"{prior} in the {earlier} before" if earlier else "with no record before them"
        return f"{amount(recent, 'incident')} in the last {(end - start).days} days, {since}"
    return "the last three gaps were shorter than usual for this child" if _closer(days) else ""


def _number(when: date) -> int:
    """A date as days since 1970, as the arrays hold it."""
    return when.toordinal() - EPOCH


def _faster(dataset: Dataset, child: str, edges: tuple[date, date, date], counts: tuple[int, int]) -> bool:
    """Whether the recent rate is at least twice that of the days before.

    Compared without dividing, so that a child who was not here before needs no rate of nought.
    """
    before, start, end = edges
    prior, recent = counts
    return recent * _days(dataset, child, before, start) >= TWICE * prior * _days(dataset, child, start, end)


def _days(dataset: Dataset, child: str, start: date, end: date) -> int:
    """Days here by the roll, else calendar days."""
    here = dataset.exposure.days_here(child, start, end)
    return (end - start).days if here is None else here


def _closer(days: np.ndarray) -> bool:
    """Whether the last three gaps are all shorter than the child's own middle gap."""
    gaps = np.diff(days)
    return len(gaps) >= MIN_GAPS and bool((gaps[-LAST_GAPS:] < np.median(gaps)).all())


def _reviewed(dataset: Dataset, plans: np.ndarray | None, since: date, until: date) -> str:
    """Whether the plan was reviewed since the recent incidents began, as far as any table says."""
    if not (dataset.has("children", "plan_reviewed_on") or dataset.has("reviews", "review_type")):
        return "plan review not known"
    inside = plans[plans < _number(until)] if plans is not None else ()
    if not len(inside):
        return "no plan review recorded"
    last = date.fromordinal(EPOCH + int(max(inside)))
    return f"plan reviewed {day(last)}" if last >= since else f"plan not reviewed since {day(last)}"


def _plan_reviews(dataset: Dataset) -> Mapping[int, np.ndarray]:
    """For each child's number the days on which the plan was reviewed, by the roll or by the table of reviews."""
    numbers = {name: number for number, name in enumerate(tally_of(dataset).names)}
    whose: list[np.ndarray] = []
    days: list[np.ndarray] = []
    if dataset.has("children", "plan_reviewed_on"):
        roll = dataset.tables["children"]
        whose.append(_numbered(roll["child_id"], numbers))
        days.append(_days_of(roll["plan_reviewed_on"]))
    if dataset.has("reviews", "held_at") and dataset.has("reviews", "review_type"):
        reviews = dataset.tables["reviews"]
        mine = reviews["review_type"].eq("plan_review").fillna(False).to_numpy(dtype=bool)
        whose.append(np.where(mine, _reviewed_child(dataset, numbers), -1))
        days.append(_days_of(reviews["held_at"]))
    found: dict[int, list[int]] = {}
    for number, on in zip(_joined(whose), _joined(days), strict=True):
        if number >= 0 and on != NEVER:
            found.setdefault(number, []).append(on)
    return {number: np.array(on) for number, on in found.items()}


def _joined(parts: list[np.ndarray]) -> list[int]:
    return [value for part in parts for value in part.tolist()]


def _numbered(children: pd.Series, numbers: Mapping[str, int]) -> np.ndarray:
    """The number of each child, -1 where it has none."""
    return children.map(numbers).fillna(-1).to_numpy(dtype=int)


def _days_of(moments: pd.Series) -> np.ndarray:
    """Each moment's day since 1970, `NEVER` where it is missing."""
    days = moments.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), NEVER, days.astype(np.int64))


def _reviewed_child(dataset: Dataset, numbers: Mapping[str, int]) -> np.ndarray:
    """The number of the child whom each review names, else of its incident's child; -1 where there is none."""
    reviews = dataset.tables["reviews"]
    found = np.full(len(reviews), -1)
    if "incident_id" in reviews.columns:
        # The last number is for reviews that name no incident: `linked` gives them -1.
        found = np.append(tally_of(dataset).who, -1)[dataset.linked("reviews")]
    if "child_id" not in reviews.columns:
        return found
    return np.where(reviews["child_id"].notna(), _numbered(reviews["child_id"], numbers), found)


def attention_listing(found: tuple[Attention, ...]) -> tuple[Listing, ...]:
    """Each child with the reason and whether the plan was looked at since."""
    if not found:
        return ()
    return (
        Listing(
            id="chg-07-children",
            title="Children who may need fresh attention",
            columns=("child", "why", "last incident", "plan"),
            rows=tuple((each.child, each.why, day(each.last), each.reviewed) for each in found[:50]),
            note=f"and {len(found) - 50:,} more" if len(found) > 50 else "",
        ),
    )


def repeats(dataset: Dataset, window: Window) -> Places:
    """Restrictive incidents of the window that came within seven days of the child's last."""
    held = held_places(dataset, window)
    return held[days_since_last(dataset)[held] <= SOON]


def repeats_listing(dataset: Dataset, again: Places) -> tuple[Listing, ...]:
    """Incidents that came soon after another for the same child, newest first."""
    if not len(again):
        return ()
    days, names = incident_days(dataset), tally_of(dataset).names
    first = again[np.argsort(-days[again], kind="stable")][:50]
    lines = tuple(
        (day(date.fromordinal(EPOCH + when)), names[child], between)
        for when, child, between in zip(
            days[first].tolist(),
            tally_of(dataset).who[first].tolist(),
            days_since_last(dataset)[first].tolist(),
            strict=True,
        )
    )
    left = len(again) - len(lines)
    return (
        Listing(
            id="chg-07-repeats",
            title="The same child again within seven days",
            columns=("date", "child", "days since the one before"),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )
