"""Home and school together: is the same child met in the same way."""

from __future__ import annotations

import math
from collections.abc import Mapping

from generator.indicator import indicator, refs
from generator.indicators._shared import is_current, needing
from generator.indicators._tally import Places, Tally, first_rows, tally_of
from generator.indicators._together import Together, together
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Verdict
from generator.periods import Window
from generator.statistics import report
from generator.statistics.compare import compare
from generator.statistics.rates import RateRatio, exact_conditional
from generator.statistics.wording import amount, count_slots, plain

MIN_EVENTS = 10
MIN_CHILDREN = 3
MIN_ROWS = 3
PLACES = (
    ("both", "In both home and school"),
    ("home-only", "At home only"),
    ("school-only", "At school only"),
    ("neither", "In neither"),
)
NOT_CALLED = {
    "few-children": "Too few children had more at one place than at the other to say whether the difference is more "
    "than chance.",
    "share": "A difference this size is rare by chance for one measure alone, but this report checks many.",
    "uneven": "The children do not agree: for some there was more at home, for some at school.",
    "rolls-differ": "The children one by one and all together point different ways.",
    "earlier": "Whether home and school differed is tested for the latest windows only.",
}
"""Why a difference is not called, for every reason but that chance explains it (methods page, R1)."""


@indicator(
    id="HSC-01",
    title="Same child, at home and at school",
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
    Leaves out: children of only one of the two; incidents that name neither place; and restriction planned as routine
    in an education, health and care plan, which a home need not record. No ratio under ten incidents in all or three
    children with one.
    Read with care: demands, hours and company differ between the two, and a difference can be in a child's interest.
    """
    found, tally = together(dataset, window), tally_of(dataset)
    a, b = len(found.school_rows), len(found.home_rows)
    hours_home, hours_school = found.hours(found.home), found.hours(found.school)
    cells = (
        _ratio(
            tally,
            found,
            report.level(dataset.calendar, "places"),
            report.speaks(dataset.calendar, "places", window),
        ),
        _at(tally, "at-home", "At home", found.home_rows, hours_home),
        _at(tally, "at-school", "At school", found.school_rows, hours_school),
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


def _rate(count: int, hours: float) -> float | None:
    return 100 * count / hours if hours > 0 else None


def _ratio(tally: Tally, found: Together, alpha: float, speaks: bool) -> Cell:
    """Home over school, with its exact interval and what a test by child has earned."""
    a, b = len(found.school_rows), len(found.home_rows)
    hours_a, hours_b = found.hours(found.school), found.hours(found.home)
    concerned = {child for side in (found.home, found.school) for child, (count, _) in side.items() if count}
    enough = a + b >= MIN_EVENTS and len(concerned) >= MIN_CHILDREN and hours_a > 0 and hours_b > 0
    exact = exact_conditional(b, hours_b, a, hours_a) if enough else None
    ratio = (
        exact if a else None
    )  # With nothing at school the ratio has no end, but its interval has a beginning.
    verdict = _verdict(found, exact, alpha, speaks)
    children, top = tally.behind(found.home_rows)
    return Cell(
        unit="ratio",
        counts="events",
        value=ratio.ratio if ratio else None,
        numerator=b,
        interval=(ratio.low, ratio.high) if ratio and math.isfinite(ratio.high) else None,
        marker=None if ratio else "u" if found.children else "z",
        verdict=verdict,
        children=children,
        top_share=top,
        evidence=tally.rows(found.home_rows),
        sentence=_sentence(verdict),
    )


def _verdict(found: Together, ratio: RateRatio | None, alpha: float, speaks: bool) -> Verdict | None:
    """What a test by child has earned; a difference is called only where the ratio's interval leaves out 1 as well."""
    if not found.children:
        return None
    verdict = compare(found.school, found.home, alpha=alpha, speaks=speaks)
    if verdict.klass not in ("R2", "R3"):
        return verdict
    if ratio is None:
        return Verdict("R0", {**verdict.facts, "reason": "few-events"})
    apart = ratio.high < 1 or ratio.low > 1
    return verdict if apart else Verdict("R1", {**verdict.facts, "reason": "chance"})


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
    return not_called(verdict.facts, often="often happens")


def not_called(facts: Mapping[str, int | float | str], *, often: str) -> str:
    """Why no difference is called (class R1), and where chance explains it what would have stood out."""
    known = NOT_CALLED.get(str(facts.get("reason")))
    if known:
        return known
    said = f"A difference this size between home and school {often} by chance."
    if "hi" not in facts:
        return said
    lo, a, hi = (plain(float(facts[name])) if name in facts else "" for name in ("lo", "a", "hi"))
    low = f"{lo} or fewer or " if lo else ""
    return f"{said} Beside {a} at school only {low}{hi} or more at home could be told from it."


def _at(tally: Tally, group: str, label: str, rows: Places, hours: float) -> Cell:
    children, top = tally.behind(rows)
    return Cell(
        group=group,
        label=label,
        unit="per 100 hours",
        counts="events",
        value=_rate(len(rows), hours),
        numerator=len(rows),
        denominator=hours,
        marker=None if hours > 0 else "z",
        children=children,
        top_share=top,
        dims={"where": group.removeprefix("at-")},
        evidence=tally.rows(rows),
    )


def _matrix(dataset: Dataset, found: Together) -> tuple[Cell, ...]:
    """Children with an incident in both, in one, in neither."""
    kinds = {child: _where(found.home[child][0], found.school[child][0]) for child in found.children}
    first = dataset.once("first row of each child", lambda: first_rows(dataset.tables["children"]))
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
                evidence=refs("children", (first[child] for child in mine)),
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
            headline=f"For {more} of {amount(len(rows), 'child')} with three incidents or more there were more an hour "
            "at home",
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
