"""Home and school together: is the same child met in the same way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from generator.indicator import evidence, indicator
from generator.indicators._shared import held, is_current, needing, one_a_child
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Verdict
from generator.periods import Window
from generator.statistics import report
from generator.statistics.compare import compare
from generator.statistics.rates import RateRatio, exact_conditional
from generator.statistics.wording import count_slots

DAY_HOURS = 24.0
SCHOOL_HOURS = 6.5
MIN_EVENTS = 10
MIN_CHILDREN = 3
MIN_ROWS = 3
PLACES = (
    ("both", "In both home and school"),
    ("home-only", "At home only"),
    ("school-only", "At school only"),
    ("neither", "In neither"),
)
Side = Mapping[str, tuple[int, float]]


@dataclass(frozen=True)
class Together:
    """Children of both home and school, their rows at each, and for each child count and hours at each."""

    children: tuple[str, ...]
    home_rows: pd.DataFrame
    school_rows: pd.DataFrame
    home: Side
    school: Side

    @staticmethod
    def hours(side: Side) -> float:
        return sum(hours for _, hours in side.values())


@indicator(
    id="HSC-01",
    title="Same child, two settings",
    unit="ratio",
    better="neither",
    answers=("Q30",),
    needs=needing("setting_id", children=("child_id", "setting_id", "on_roll_from")),
    requires=("setting.yml:settings",),
)
def home_and_school(dataset: Dataset, window: Window) -> IndicatorResult:
    """For children of both home and school: restrictive incidents an hour at home against an hour at school.

    Counts: incidents of these children at each place for every 100 hours there, and the first over the second. A
    school day is 6.5 hours (a setting may choose another number); at home are all other hours of the days on the
    home's roll.
    Leaves out: children of only one of the two, and restriction planned as routine in an education, health and care
    plan, which a home need not record. No ratio under ten incidents in all or three children with one.
    Read with care: demands, hours and company differ between the two, and a difference can be in a child's interest.
    """
    found = together(dataset, window)
    a, b = len(found.school_rows), len(found.home_rows)
    hours_home, hours_school = found.hours(found.home), found.hours(found.school)
    cells = (
        _ratio(
            found,
            report.level(dataset.calendar, "places"),
            report.speaks(dataset.calendar, "places", window),
        ),
        _at("at-home", "At home", found.home_rows, hours_home),
        _at("at-school", "At school", found.school_rows, hours_school),
        *_matrix(dataset, found),
    )
    slots = count_slots(
        "HSC-01",
        dual=len(found.children),
        home=b,
        school=a,
        home_rate=_rate(b, hours_home),
        school_rate=_rate(a, hours_school),
    )
    current = is_current(dataset, window)
    return IndicatorResult(
        cells=cells,
        slots=slots,
        headline=slots.certain,
        exhibits=_dumbbell(found, window) if current else (),
    )


def sides(dataset: Dataset) -> tuple[list[str], list[str]]:
    """Homes and schools that share a site with each other."""
    shared: dict[str, set[bool]] = {}
    for place in dataset.setting.places:
        if place.co_location_group:
            shared.setdefault(place.co_location_group, set()).add(place.is_home)
    both = {group for group, kinds in shared.items() if len(kinds) == 2}
    inside = [place for place in dataset.setting.places if place.co_location_group in both]
    return [p.id for p in inside if p.is_home], [p.id for p in inside if not p.is_home]


def together(dataset: Dataset, window: Window) -> Together:
    """The children of both, with their rows and hours at each in the window."""
    homes, schools = sides(dataset)
    exposure = dataset.exposure
    children = exposure.at_both(window, homes, schools)
    rows = held(dataset, window, "planned")
    rows = rows[rows["child_id"].isin(children)]
    if "planned" in rows.columns:
        rows = rows[~rows["planned"].eq("planned_routine_ehcp").fillna(False).astype(bool)]
    places = dataset.place_of(rows)
    home_rows, school_rows = rows[places.isin(homes)], rows[places.isin(schools)]
    day = float(dataset.setting.thresholds.get("school_day_hours", SCHOOL_HOURS))
    at_home, at_school = home_rows["child_id"].value_counts(), school_rows["child_id"].value_counts()
    home: dict[str, tuple[int, float]] = {}
    school: dict[str, tuple[int, float]] = {}
    for child in children:
        school_days = exposure.days_at(child, window, schools)
        both_days = exposure.days_at_both(child, window, homes, schools)
        hours = DAY_HOURS * exposure.days_at(child, window, homes) - day * both_days
        home[child] = (int(at_home.get(child, 0)), hours)
        school[child] = (int(at_school.get(child, 0)), day * school_days)
    return Together(children, home_rows, school_rows, home, school)


def _rate(count: int, hours: float) -> float | None:
    return 100 * count / hours if hours > 0 else None


def _ratio(found: Together, alpha: float, speaks: bool) -> Cell:
    """Home over school, with its exact interval and what a test by child has earned."""
    a, b = len(found.school_rows), len(found.home_rows)
    hours_a, hours_b = found.hours(found.school), found.hours(found.home)
    concerned = {child for side in (found.home, found.school) for child, (count, _) in side.items() if count}
    enough = a + b >= MIN_EVENTS and len(concerned) >= MIN_CHILDREN and a > 0 and hours_a > 0 and hours_b > 0
    ratio = exact_conditional(b, hours_b, a, hours_a) if enough else None
    verdict = _verdict(found, ratio, alpha, speaks)
    return Cell(
        unit="ratio",
        counts="events",
        value=ratio.ratio if ratio else None,
        numerator=b,
        interval=(ratio.low, ratio.high) if ratio and math.isfinite(ratio.high) else None,
        marker=None if ratio else "u" if found.children else "z",
        verdict=verdict,
        children=len({*found.home_rows["child_id"]}),
        top_share=_top(found.home_rows),
        evidence=evidence("incidents", found.home_rows),
        sentence=_sentence(verdict),
    )


def _verdict(found: Together, ratio: RateRatio | None, alpha: float, speaks: bool) -> Verdict | None:
    """What a test by child has earned; a difference is called only where the ratio's interval leaves out 1 as well."""
    if not found.children:
        return None
    verdict = compare(found.school, found.home, alpha=alpha, speaks=speaks)
    apart = ratio is not None and (ratio.high < 1 or ratio.low > 1)
    if verdict.klass in ("R2", "R3") and not apart:
        return Verdict("R1", {**verdict.facts, "reason": "chance"})
    return verdict


def _sentence(verdict: Verdict | None) -> str:
    """What the difference between home and school has earned."""
    if verdict is None:
        return "No child was at both home and school in this window."
    if verdict.klass in ("R2", "R3"):
        more = "More" if verdict.klass == "R3" else "Fewer"
        return f"{more} incidents an hour at home than at school, beyond what chance explains. This does not show why."
    if verdict.klass == "R4":
        return "The difference between home and school comes from one child."
    if verdict.klass == "R0":
        return "Too few incidents to say whether home and school differ."
    if verdict.facts.get("reason") == "earlier":
        return "Whether home and school differed is tested for the latest windows only."
    return "A difference this size between home and school often happens by chance."


def _top(rows: pd.DataFrame) -> float:
    counts = rows["child_id"].value_counts()
    return float(counts.iloc[0] / counts.sum()) if len(counts) else 0.0


def _at(group: str, label: str, rows: pd.DataFrame, hours: float) -> Cell:
    return Cell(
        group=group,
        label=label,
        unit="per 100 hours",
        counts="events",
        value=_rate(len(rows), hours),
        numerator=len(rows),
        denominator=hours,
        marker=None if hours > 0 else "z",
        children=rows["child_id"].nunique(),
        top_share=_top(rows),
        dims={"where": group.removeprefix("at-")},
        evidence=evidence("incidents", rows),
    )


def _matrix(dataset: Dataset, found: Together) -> tuple[Cell, ...]:
    """Children with an incident in both, in one, in neither."""
    kinds = {child: _where(found.home[child][0], found.school[child][0]) for child in found.children}
    roll = dataset.tables["children"]
    cells = []
    for group, label in PLACES:
        mine = [child for child, kind in kinds.items() if kind == group]
        cells.append(
            Cell(
                group=group,
                label=label,
                unit="children",
                counts="children",
                value=float(len(mine)),
                numerator=len(mine),
                denominator=float(len(found.children)),
                children=len(mine),
                dims={"places": group},
                evidence=one_a_child("children", roll[roll["child_id"].isin(mine)]),
            )
        )
    return tuple(cells)


def _where(home: int, school: int) -> str:
    if home and school:
        return "both"
    return "home-only" if home else "school-only" if school else "neither"


def _dumbbell(found: Together, window: Window) -> tuple[Exhibit, ...]:
    """Each child of both with at least three incidents: the rate at home and at school."""
    shown = [child for child in found.children if found.home[child][0] + found.school[child][0] >= MIN_ROWS]
    rows = [(child, _rate(*found.home[child]), _rate(*found.school[child])) for child in shown]
    rows = [row for row in rows if row[1] is not None and row[2] is not None]
    if not rows:
        return ()
    more = sum(1 for _, home, school in rows if (home or 0) > (school or 0))
    return (
        Exhibit(
            id="hsc-01",
            kind="dumbbell",
            headline=f"For {more} of {len(rows)} children with three incidents or more there were more an hour at home",
            sub=f"Restrictive incidents for every 100 hours there, {window.dates}; children of both places",
            columns=("label", "home", "school"),
            rows=tuple(rows),
            slots=count_slots(
                "HSC-01",
                dual=len(found.children),
                home=len(found.home_rows),
                school=len(found.school_rows),
            ),
            marks={"unit": "per 100 hours"},
        ),
    )
