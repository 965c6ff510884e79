"""Whether agency and new adults are involved more than their share of the hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator.indicator import behind, indicator
from generator.indicators._adults import hands, inside, refs
from generator.indicators._hours import posts
from generator.indicators._shared import needing, when
from generator.model import Cell, Dataset, IndicatorResult, Slots
from generator.periods import Window
from generator.statistics.rates import garwood
from generator.statistics.units import MIN_CHILDREN, MIN_TOTAL
from generator.statistics.wording import count_slots

OUTSIDE = ("agency", "bank")


@dataclass(frozen=True)
class Group:
    """One group of adults: its rows led or held, what its hours would give, how many adults, and all rows compared."""

    key: str
    label: str
    rows: pd.DataFrame
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
    found = posts(dataset, window)
    known = found[found["hours"].notna() & (found["hours"] > 0)]
    rows = inside(hands(dataset), window)
    own = known.reset_index().set_index(["staff_id", "place"])
    keys = pd.MultiIndex.from_frame(rows[["staff_id", "place"]])
    counted = rows.assign(
        team=own["team"].reindex(keys).to_numpy(),
        employment=own["employment"].reindex(keys).to_numpy(),
        began=own["start"].reindex(keys).to_numpy(),
    )
    counted = counted[keys.isin(own.index)]
    groups = _groups(dataset, known, counted)
    least = int(dataset.setting.threshold("min_team"))
    cells = tuple(_cell(dataset, each, least) for each in groups)
    slots = _slots(dataset, window, groups, len(counted))
    whole = Cell(
        unit="parts",
        counts="events",
        value=float(len(counted)),
        numerator=len(counted),
        denominator=float(len(rows)),
        unknown=len(rows) - len(counted),
        evidence=refs(dataset, "staff_involvement", counted.index.tolist()),
        sentence=slots.certain,
    )
    return IndicatorResult(cells=(whole, *cells), slots=slots, headline=slots.certain)


def _groups(dataset: Dataset, known: pd.DataFrame, counted: pd.DataFrame) -> tuple[Group, Group]:
    """Agency and bank, and new: what each team's parts would give by the group's share of that team's hours."""
    days = int(dataset.setting.threshold("new_staff_days"))
    outside = known["employment"].isin(OUTSIDE)
    teams = known.groupby(["place", "team"])["hours"].sum()
    parts = counted.groupby(["place", "team"]).size().reindex(teams.index).fillna(0)
    each_hour = (parts / teams).rename("each").reset_index()
    per = known.reset_index().merge(each_hour, on=["place", "team"], how="left").set_index("row")["each"]
    fresh = known["new_hours"] > 0
    newly = counted["incident_date"] < counted["began"] + pd.Timedelta(days, "D")
    total = len(counted) if counted["child_id"].nunique() >= MIN_CHILDREN else 0
    return (
        Group(
            "agency-and-bank",
            "Agency and bank adults",
            counted[counted["employment"].isin(OUTSIDE)],
            float((per * known["hours"])[outside].sum()),
            int(known.loc[outside, "staff_id"].nunique()),
            total,
        ),
        Group(
            "first-days",
            f"Adults in their first {days} days",
            counted[newly],
            float((per * known["new_hours"])[fresh].sum()),
            int(known.loc[fresh, "staff_id"].nunique()),
            total,
        ),
    )


def _cell(dataset: Dataset, group: Group, least: int) -> Cell:
    children, top = behind(group.rows)
    enough = group.enough(least)
    low, high = garwood(len(group.rows), group.expected) if enough else (0.0, 0.0)
    return Cell(
        group=group.key,
        label=group.label,
        unit="ratio",
        value=len(group.rows) / group.expected if enough else None,
        marker=None if enough else "u",
        numerator=len(group.rows),
        denominator=group.expected if group.expected > 0 else None,
        interval=(low, high) if enough else None,
        children=children,
        top_share=top,
        evidence=refs(dataset, "staff_involvement", group.rows.index.tolist()),
    )


def _slots(dataset: Dataset, window: Window, groups: tuple[Group, Group], parts: int) -> Slots:
    """What both groups took, each clause only where the group may be compared."""
    outside, new = groups
    least = int(dataset.setting.threshold("min_team"))
    said: dict[str, Any] = {"parts": parts, "when": when(window)}
    if not outside.enough(least) and not new.enough(least):
        return count_slots("STF-04-none", **said)
    if outside.enough(least):
        said |= {"agency": len(outside.rows), "agency_expected": round(outside.expected, 1)}
    if new.enough(least):
        said |= {"new": len(new.rows), "new_expected": round(new.expected, 1)}
    return count_slots("STF-04", **said)
