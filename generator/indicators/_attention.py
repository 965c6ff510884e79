"""Which children have incidents closer together than before, and incidents that came soon after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from generator.indicator import as_date
from generator.indicators._shared import by_child_and_date, stamp, thin
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
    least = int(setting.threshold("attention_min_incidents"))
    start = window.end - timedelta(days=recent_days)
    before = start - timedelta(days=prior_days)
    plans: Mapping[str, list[date]] | None = None
    found = []
    for child, days, row in _by_child(dataset, window):
        recent = int((days >= _number(start)).sum())
        prior = int((days >= _number(before)).sum()) - recent
        if not recent:
            continue
        faster = recent >= least and _faster(dataset, child, (before, start, window.end), (prior, recent))
        if not faster and not _closer(days):
            continue
        why = (
            f"{amount(recent, 'incident')} in the last {recent_days} days, {prior} in the {prior_days} before"
            if faster
            else "the last three gaps were shorter than usual for this child"
        )
        plans = dataset.once("plan review days", lambda: _plan_reviews(dataset)) if plans is None else plans
        reviewed = _reviewed(dataset, plans.get(child, []), start, window.end)
        last = date.fromordinal(EPOCH + int(days[-1]))
        found.append(Attention(child, why, recent, prior, last, row, reviewed))
    return tuple(sorted(found, key=lambda each: each.child))


def _number(when: date) -> int:
    """A date as days since 1970, as the arrays hold it."""
    return when.toordinal() - EPOCH


def _by_child(dataset: Dataset, window: Window) -> list[tuple[str, np.ndarray, int]]:
    """For each child the days of all restrictive incidents until the window ends, in order, and the last one's row."""
    rows = by_child_and_date(dataset)
    rows = rows[rows["incident_date"] < stamp(window.end)]
    days = rows["incident_date"].to_numpy().astype("datetime64[D]").astype(int)
    codes, children = pd.factorize(rows["child_id"])
    edges = np.searchsorted(codes, np.arange(len(children) + 1))
    return [
        (str(child), days[a:b], int(rows.index[b - 1]))
        for child, a, b in zip(children, edges[:-1], edges[1:], strict=True)
    ]


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


def _reviewed(dataset: Dataset, plans: list[date], since: date, until: date) -> str:
    """Whether the plan was reviewed since the recent incidents began, as far as any table says."""
    if not (dataset.has("children", "plan_reviewed_on") or dataset.has("reviews", "review_type")):
        return "plan review not known"
    inside = [each for each in plans if each < until]
    if not inside:
        return "no plan review recorded"
    last = max(inside)
    return f"plan reviewed {day(last)}" if last >= since else f"plan not reviewed since {day(last)}"


def _plan_reviews(dataset: Dataset) -> dict[str, list[date]]:
    """For each child the days on which the plan was reviewed, by the roll or by the table of reviews."""
    parts = []
    if dataset.has("children", "plan_reviewed_on"):
        roll = dataset.tables["children"]
        parts.append(pd.DataFrame({"child": roll["child_id"], "on": roll["plan_reviewed_on"]}))
    if dataset.has("reviews", "held_at") and dataset.has("reviews", "review_type"):
        reviews = dataset.tables["reviews"]
        reviews = reviews[reviews["review_type"].eq("plan_review")]
        child = pd.Series(None, index=reviews.index, dtype="str")
        if "incident_id" in reviews.columns:
            owner = dataset.incidents.set_index("incident_id")["child_id"]
            child = pd.Series(
                owner.reindex(reviews["incident_id"]).to_numpy(), index=reviews.index, dtype="str"
            )
        if "child_id" in reviews.columns:
            child = reviews["child_id"].fillna(child)
        parts.append(pd.DataFrame({"child": child, "on": reviews["held_at"]}))
    found: dict[str, list[date]] = {}
    for part in parts:
        for child_id, on in part.dropna().itertuples(index=False):
            found.setdefault(str(child_id), []).append(as_date(on))
    return found


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


def repeats(dataset: Dataset, window: Window) -> pd.Series:
    """For restrictive incidents of the window that came within seven days of the child's last: the days between."""
    rows = by_child_and_date(dataset)
    between = dataset.once(
        "days since the last", lambda: rows.groupby("child_id")["incident_date"].diff().dt.days
    )
    inside = (rows["incident_date"] >= stamp(window.start)) & (rows["incident_date"] < stamp(window.end))
    return between[inside & between.le(SOON)].sort_index()


def repeats_listing(dataset: Dataset, again: pd.Series) -> tuple[Listing, ...]:
    """Incidents that came soon after another for the same child, newest first."""
    if again.empty:
        return ()
    rows = thin(dataset.incidents).loc[again.index].assign(_between=again)
    rows = rows.sort_values("incident_date", ascending=False, kind="stable")
    first = rows.head(50)
    lines = tuple(
        (day(as_date(when)), str(child), int(between))
        for when, child, between in zip(
            first["incident_date"], first["child_id"], first["_between"], strict=True
        )
    )
    left = len(rows) - len(lines)
    return (
        Listing(
            id="chg-07-repeats",
            title="The same child again within seven days",
            columns=("date", "child", "days since the one before"),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )
