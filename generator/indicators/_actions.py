"""One practice change measured: incidents and child-days in its scope before it, after it, and later still."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from generator.indicator import as_date
from generator.indicators._shared import slug, stamp
from generator.indicators.practice import title_of
from generator.law import breaks_for
from generator.model import Dataset, Verdict
from generator.periods import Window
from generator.statistics.compare import compare
from generator.statistics.rates import exact_conditional, holm

CHOSEN = ("child", "group")
"""Scopes for which children are picked, mostly after a bad spell: their figures carry that warning."""
MIN_EVENTS = 10
ByChild = dict[str, tuple[int, float]]


@dataclass(frozen=True)
class Stretch:
    """Days `[start, end)` of a scope: its rows, and each child's count and days."""

    start: date
    end: date
    rows: pd.DataFrame
    by_child: ByChild

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def child_days(self) -> float:
        return float(sum(days for _, days in self.by_child.values()))

    @property
    def rate(self) -> float | None:
        return 100 * self.count / self.child_days if self.child_days else None

    def without(self, child: str | None) -> tuple[int, float]:
        """Count and child-days with one child left out."""
        kept = [value for code, value in self.by_child.items() if code != child]
        return sum(count for count, _ in kept), float(sum(days for _, days in kept))


@dataclass(frozen=True)
class Measured:
    """One action with its stretches; `after` is None where too few days have passed, `reason` says why."""

    id: str
    group: str
    title: str
    scope: str
    effective: date
    before: Stretch | None
    after: Stretch | None
    later: Stretch | None
    overlaps: tuple[str, ...]
    reason: str
    decided_before: bool | None
    broken: bool
    among_all: Verdict | None = None
    """The verdict once all changes are looked at together."""

    @property
    def selected(self) -> bool:
        return self.scope in CHOSEN

    @cached_property
    def top_child(self) -> str | None:
        """The child with most incidents before and after together; the first by code where several share it."""
        if self.before is None or self.after is None:
            return None
        totals = {
            child: self.before.by_child.get(child, (0, 0.0))[0] + self.after.by_child.get(child, (0, 0.0))[0]
            for child in self.before.by_child.keys() | self.after.by_child.keys()
        }
        return min(totals, key=lambda child: (-totals[child], child)) if any(totals.values()) else None

    @property
    def measurable(self) -> bool:
        """Whether a ratio may be given: ten incidents before and after together, children here in both."""
        if self.before is None or self.after is None:
            return False
        here = self.before.child_days > 0 and self.after.child_days > 0
        return here and self.before.count > 0 and self.before.count + self.after.count >= MIN_EVENTS

    @cached_property
    def ratio(self) -> tuple[float, float, float] | None:
        """After over before, with its exact interval."""
        if not self.measurable or self.before is None or self.after is None:
            return None
        found = exact_conditional(
            self.after.count, self.after.child_days, self.before.count, self.before.child_days
        )
        return None if found.ratio is None else (found.ratio, found.low, found.high)

    @property
    def verdict(self) -> Verdict | None:
        """What may be said: among all changes where that is known, else of this one alone."""
        return self.alone if self.among_all is None else self.among_all

    @cached_property
    def alone(self) -> Verdict | None:
        """R7 for children who were chosen, else what the comparison by child has earned."""
        if self.before is None or self.after is None:
            return None
        facts: dict[str, int | float | str] = {
            "a": self.before.count,
            "b": self.after.count,
            "d1": (self.before.end - self.before.start).days,
            "d2": (self.after.end - self.after.start).days,
        }
        if self.selected:
            return Verdict("R7", facts)
        found = compare(self.before.by_child, self.after.by_child)
        return Verdict(found.klass, {**facts, **found.facts})


def after_all(verdicts: Sequence[Verdict | None], level: float) -> list[Verdict | None]:
    """The verdicts, where a difference is called only if it holds with all changes that were tested (Holm)."""
    tested = [place for place, each in enumerate(verdicts) if each and "p" in each.facts]
    adjusted = holm([float(verdicts[place].facts["p"]) for place in tested])  # type: ignore[union-attr]
    found = list(verdicts)
    for place, p in zip(tested, adjusted, strict=True):
        verdict = verdicts[place]
        if verdict and verdict.klass in ("R2", "R3") and p >= level:
            found[place] = Verdict("R1", {**verdict.facts, "reason": "share"})
    return found


def measure(dataset: Dataset, record: pd.DataFrame, action: pd.Series, others: pd.DataFrame) -> Measured:
    """An action's incidents and child-days before, after, and 61 to 120 days after.

    `record` is all restrictive incidents in order of date, `others` all dated actions with a `_title`.
    """
    setting = dataset.setting
    effective = as_date(action["effective_from"])
    length = int(setting.threshold("before_after_days"))
    least = int(setting.threshold("before_after_min_days"))
    start = effective + timedelta(days=int(setting.threshold("washout_days")))
    first = max(effective - timedelta(days=length), dataset.calendar.data_start)
    last = min(start + timedelta(days=length), dataset.calendar.end)
    later_end = start + timedelta(days=2 * length)
    before = after = later = None
    reason = ""
    if not _in_scope(dataset, action):
        reason = "its scope is not one that the tables can follow"
    elif (effective - first).days < least:
        reason = "too few days of records before it"
    elif (last - start).days < least:
        reason = "too few days since"
    else:
        before = _stretch(dataset, record, action, first, effective)
        after = _stretch(dataset, record, action, start, last)
        if later_end <= dataset.calendar.end:
            later = _stretch(dataset, record, action, start + timedelta(days=length), later_end)
    decided = action.get("decided_before_seeing_result")
    return Measured(
        id=str(action["action_id"]),
        group=slug(action["action_id"]),
        title=title_of(action),
        scope=str(action["scope"]),
        effective=effective,
        before=before,
        after=after,
        later=later,
        overlaps=_overlaps(action, others, first, last),
        reason=reason,
        decided_before=None if decided is None or pd.isna(decided) else bool(decided),
        broken=any(first < each.on < last for each in breaks_for(None, setting.places)),
    )


def _in_scope(dataset: Dataset, action: pd.Series) -> bool:
    """Whether incidents and children of the scope can be told from the tables."""
    scope, value = action["scope"], action.get("scope_value")
    if scope == "whole_setting":
        return True
    if value is None or pd.isna(value):
        return False
    if scope == "child":
        return value in dataset.once("ever on a roll", lambda: frozenset(dataset.exposure.children))
    if scope == "group":
        return bool(_group(dataset, str(value)))
    field = {"location": "location_code", "time_of_day": "shift_or_lesson"}.get(str(scope))
    return field is not None and dataset.has("incidents", field)


def _group(dataset: Dataset, value: str) -> set[str]:
    """Children of a group, by age band, year group or setting; nobody where the code is none of these."""
    roll = dataset.tables["children"]
    found: set[str] = set()
    for name in ("setting_id", "age_band", "year_group"):
        if name in roll.columns:
            found |= set(roll.loc[roll[name].astype("str") == value, "child_id"].astype("str"))
    return found


def _stretch(dataset: Dataset, record: pd.DataFrame, action: pd.Series, start: date, end: date) -> Stretch:
    """Rows and child-days of the scope in these days."""
    window = Window("", "", start, end, "before")
    low, high = record["incident_date"].searchsorted([stamp(start), stamp(end)])
    rows = record.iloc[low:high]
    scope, value = action["scope"], action.get("scope_value")
    place = (
        value if scope == "whole_setting" and value in {each.id for each in dataset.setting.places} else None
    )
    if place is not None:
        rows = rows[dataset.place_of(rows) == place]
    days = dataset.exposure.by_child(window, place)
    children: set[str] | None = None
    if scope == "child":
        children = {str(value)}
    elif scope == "group":
        children = _group(dataset, str(value))
    elif scope in ("location", "time_of_day"):
        field = "location_code" if scope == "location" else "shift_or_lesson"
        rows = rows[rows[field] == value]
    if children is not None:
        rows = rows[rows["child_id"].isin(children)]
        days = {child: days[child] for child in children if child in days}
    counts = Counter(str(child) for child in rows["child_id"].dropna().tolist())
    by_child = {child: (counts[child], float(days.get(child, 0))) for child in days.keys() | counts.keys()}
    return Stretch(start, end, rows, by_child)


def _overlaps(action: pd.Series, others: pd.DataFrame, first: date, last: date) -> tuple[str, ...]:
    """Titles of other actions for the whole setting, or for the same scope, that took effect in these days."""
    dates = others["effective_from"]
    near = others[(dates >= pd.Timestamp(first)) & (dates < pd.Timestamp(last))]
    near = near[near["action_id"] != action["action_id"]]
    values = near["scope_value"] if "scope_value" in near.columns else pd.Series("", index=near.index)
    same = (near["scope"] == action["scope"]) & (values.fillna("") == str(action.get("scope_value") or ""))
    return tuple(near.loc[np.logical_or(near["scope"] == "whole_setting", same), "_title"])
