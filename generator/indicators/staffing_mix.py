"""Whether agency and new adults are involved more than their share of the hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import indicator
from generator.indicators._adults import hands_in, people_of_parts
from generator.indicators._hours import FAR
from generator.indicators._posts import Posts, posts_in
from generator.indicators._shared import needing, when
from generator.indicators._tally import Places, incident_days, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Slots
from generator.periods import Window
from generator.statistics.rates import garwood
from generator.statistics.units import MIN_CHILDREN, MIN_TOTAL
from generator.statistics.wording import count_slots

OUTSIDE = ("agency", "bank")


@dataclass(frozen=True)
class Group:
    """One group of adults: its parts, what its hours would give, how many adults, and all that is compared."""

    key: str
    label: str
    places: Places
    expected: float
    adults: int
    total: int

    def enough(self, least: int) -> bool:
        """Whether it may be compared: parts enough in all, and adults enough that no figure is a person."""
        return self.total >= MIN_TOTAL and self.adults >= least and self.expected > 0


@indicator(
    id="STF-04",
    title="Staffing mix",
    unit="ratio",
    better="to-one",
    answers=("Q14", "Q15"),
    needs=needing(
        staff_involvement=("incident_id", "staff_id", "role"),
        staff=("staff_id", "setting_id", "start_on", "employment_type"),
    ),
    requires=("staff.weekly_hours",),
)
def staffing_mix(dataset: Dataset, window: Window) -> IndicatorResult:
    """Parts that agency and bank adults, and adults in their first 90 days, took in restrictive incidents.

    Counts: an incident once for each adult who led or held. Beside the number stands what the group's share of hours
    worked would give, team by team at each place, so that nights are set against nights; the ratio is one over the
    other, with the exact interval of the count (Garwood). New means the first 90 days at that place (`new_staff_days`).
    Leaves out: adults whose hours are not known, shown apart. A ratio is given from ten parts of three children in
    all and five adults in the group (`min_team`): in a smaller group a figure is a person.
    Read with care: agency adults are often placed with the most distressed children. It is not tested against chance,
    because one hard week of one child weighs heavily on few adults.
    """
    found = posts_in(dataset, window)
    parts = hands_in(dataset, window)
    post = _posts_of(dataset, found, parts)
    counted, post = parts[post >= 0], post[post >= 0]
    groups = _groups(dataset, found, counted, post)
    least = int(dataset.setting.threshold("min_team"))
    cells = tuple(_cell(dataset, each, least) for each in groups)
    slots = _slots(dataset, window, groups, len(counted), len(parts))
    told = len(counted) > 0 or not len(parts)
    whole = Cell(
        unit="parts",
        counts="events",
        value=float(len(counted)) if told else None,
        numerator=len(counted) if told else None,
        denominator=float(len(parts)),
        unknown=len(parts) - len(counted),
        marker=None if told else "x",
        evidence=tally_of(dataset, "staff_involvement").rows(counted),
        sentence=slots.certain,
    )
    return IndicatorResult(cells=(whole, *cells), slots=slots, headline=slots.certain)


def _posts_of(dataset: Dataset, found: Posts, parts: Places) -> Places:
    """For each part where the adult's post stands among those with hours; -1 where there is none."""
    stands = np.full(len(found.people) + 1, -1)  # the last is for adults who are not on staff at that place
    worked = np.flatnonzero(found.hours > 0)
    stands[found.group[worked]] = worked
    return stands[people_of_parts(dataset)[parts]]


def _groups(dataset: Dataset, found: Posts, counted: Places, post: Places) -> tuple[Group, Group]:
    """Agency and bank, and new: what each team's parts would give by the group's share of that team's hours."""
    days = int(dataset.setting.threshold("new_staff_days"))
    outside = np.isin(found.employment, OUTSIDE)
    fresh = found.fresh > 0
    each_hour = _each_hour(found, post)
    on = incident_days(dataset)
    began = found.began[post]
    newly = (began < FAR) & (on[dataset.linked("staff_involvement")[counted]] < began + days)
    total = len(counted) if tally_of(dataset, "staff_involvement").behind(counted)[0] >= MIN_CHILDREN else 0
    worked = found.hours > 0

    def group(
        key: str, label: str, mine: Places, hours: NDArray[np.float64], who: NDArray[np.bool_]
    ) -> Group:
        who = who & worked
        expected = float((each_hour * hours)[who].sum())
        return Group(key, label, mine, expected, len(set(found.adults[who])), total)

    return (
        group("agency-and-bank", "Agency and bank adults", counted[outside[post]], found.hours, outside),
        group("first-days", f"Adults in their first {days} days", counted[newly], found.fresh, fresh),
    )


def _each_hour(found: Posts, post: Places) -> NDArray[np.float64]:
    """For each post how many parts an hour worked in its team stands for."""
    team, names = pd.factorize(pd.MultiIndex.from_arrays([found.places, found.team]))
    hours = pd.Series(np.where(found.hours > 0, found.hours, 0.0)).groupby(team).sum().to_numpy()
    parts = np.bincount(team[post], minlength=len(names))
    return np.divide(parts, hours, out=np.zeros(len(names)), where=hours > 0)[team]


def _cell(dataset: Dataset, group: Group, least: int) -> Cell:
    children, top = tally_of(dataset, "staff_involvement").behind(group.places)
    enough, parts = group.enough(least), len(group.places)
    low, high = garwood(parts, group.expected) if enough else (0.0, 0.0)
    return Cell(
        group=group.key,
        label=group.label,
        unit="ratio",
        value=parts / group.expected if enough else None,
        marker=None if enough else "u",
        numerator=parts,
        denominator=group.expected if group.expected > 0 else None,
        interval=(low, high) if enough else None,
        children=children,
        top_share=top,
        evidence=tally_of(dataset, "staff_involvement").rows(group.places),
    )


def _slots(dataset: Dataset, window: Window, groups: tuple[Group, Group], parts: int, every: int) -> Slots:
    """What both groups took, each clause only where the group may be compared."""
    outside, new = groups
    least = int(dataset.setting.threshold("min_team"))
    said: dict[str, Any] = {"parts": parts, "when": when(window)}
    if every and not parts:
        return count_slots("STF-04-none", untold=every, when=when(window))
    if not outside.enough(least) and not new.enough(least):
        return count_slots("STF-04-none", **said)
    if outside.enough(least):
        said |= {"agency": len(outside.places), "agency_expected": round(outside.expected, 1)}
    if new.enough(least):
        said |= {"new": len(new.places), "new_expected": round(new.expected, 1)}
    return count_slots("STF-04", **said)
