"""One practice change measured: incidents and child-days in its scope before it, after it, and later still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from generator.indicators._headcount import ByChild
from generator.indicators._scope import Action, in_scope, incidents_of, on_open_day, people_of
from generator.indicators._shared import slug
from generator.indicators._tally import Places, tally_of
from generator.law import breaks_for
from generator.model import Dataset, Verdict
from generator.periods import Window, month, months
from generator.statistics.compare import compare
from generator.statistics.rates import exact_conditional, holm
from generator.statistics.wording import amount

CHOSEN = ("child", "group")
"""Scopes for which children are picked, mostly after a bad spell: their figures carry that warning."""
MIN_EVENTS = 10
YEAR = timedelta(days=365)
CLOSED = " Incidents on days when the place was closed are not counted."
"""What a list says where there were any."""


@dataclass(frozen=True)
class Stretch:
    """Days `[start, end)` of a scope: its incidents on open days, and each child's count and days.

    `closed` is how many more there were on days when the place was closed: these days are no child-days either.
    """

    start: date
    end: date
    places: Places
    by_child: ByChild
    closed: int

    @property
    def count(self) -> int:
        return len(self.places)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

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
    peak: str = ""
    """Whether it was raised before, in or after the month with most incidents of its scope, where that is known."""
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
    def closed(self) -> str:
        """The incidents that are not counted because the place was closed that day; nothing where there are none."""
        if self.before is None or self.after is None or not self.before.closed + self.after.closed:
            return ""
        before = amount(self.before.closed, "incident")
        return (
            f"Not counted, because the place was closed that day: {before} before, {self.after.closed} after."
        )

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
            "d1": self.before.days,
            "d2": self.after.days,
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


def measure(dataset: Dataset, action: Action, others: Sequence[Action]) -> Measured:
    """An action's incidents and child-days before, after, and as many days after that.

    `others` are all dated actions, itself among them.
    """
    setting, effective = dataset.setting, action.effective
    length = int(setting.threshold("before_after_days"))
    least = int(setting.threshold("before_after_min_days"))
    start = effective + timedelta(days=int(setting.threshold("washout_days")))
    first = max(effective - timedelta(days=length), dataset.calendar.data_start)
    last = min(start + timedelta(days=length), dataset.calendar.end)
    later_end = start + timedelta(days=2 * length)
    before = after = later = None
    reason = peak = ""
    if not in_scope(dataset, action):
        reason = "its scope is not one that the tables can follow"
    elif (effective - first).days < least:
        reason = "too few days of records before it"
    elif (last - start).days < least:
        reason = "too few days since"
    else:
        before = _stretch(dataset, action, first, effective)
        after = _stretch(dataset, action, start, last)
        peak = _peak(dataset, action, last)
        if later_end <= dataset.calendar.end:
            later = _stretch(dataset, action, start + timedelta(days=length), later_end)
    return Measured(
        id=action.id,
        group=slug(action.id),
        title=action.title,
        scope=action.scope,
        effective=effective,
        before=before,
        after=after,
        later=later,
        overlaps=_overlaps(action, others, first, last),
        reason=reason,
        decided_before=action.decided_before,
        broken=any(first < each.on < last for each in breaks_for(None, setting.places)),
        peak=peak,
    )


def _stretch(dataset: Dataset, action: Action, start: date, end: date) -> Stretch:
    """Incidents and child-days of the scope, both of the open days among these days."""
    every = incidents_of(dataset, action)
    inside = every.places[slice(*np.searchsorted(every.days, [_number(start), _number(end)]))]
    places = inside[on_open_day(dataset)[inside]]
    days = people_of(dataset, action, Window("", "", start, end, "before"))
    counts = tally_of(dataset).named(places)
    by_child = {
        child: (counts.get(child, 0), float(days.get(child, 0))) for child in days.keys() | counts.keys()
    }
    return Stretch(start, end, places, by_child, len(inside) - len(places))


def _number(when: date) -> int:
    """A date as days since 1970."""
    return (when - date(1970, 1, 1)).days


def _peak(dataset: Dataset, action: Action, last: date) -> str:
    """How the day it was raised lies to the month with most incidents of its scope; nothing where months disagree.

    Looked at are the year before it took effect and the days until `last`; catalogue, rule 7.9.
    """
    start = max(action.effective - YEAR, dataset.calendar.data_start)
    spans = months(start, last)
    edges = [_number(each.start) for each in spans] + [_number(last)]
    counts = np.diff(np.searchsorted(incidents_of(dataset, action).days, edges))
    if action.raised is None or not counts.any():
        return ""
    most = [each for each, count in zip(spans, counts, strict=True) if count == counts.max()]
    said = {_beside(action.raised, each) for each in most}
    return f"{said.pop()} {month(most[0].start)} ({counts.max()})" if len(said) == 1 == len(most) else ""


def _beside(when: date, span: Window) -> str:
    return "before" if when < span.start else "after" if when >= span.end else "in"


def _overlaps(action: Action, others: Sequence[Action], first: date, last: date) -> tuple[str, ...]:
    """Titles of other actions for the whole setting, or for the same scope, that took effect in these days."""
    return tuple(
        other.title
        for other in others
        if first <= other.effective < last
        and other.id != action.id
        and (
            other.scope == "whole_setting"
            or (other.scope == action.scope and other.value is not None and other.value == action.value)
        )
    )
