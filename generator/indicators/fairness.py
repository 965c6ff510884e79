"""Fairness: who is restrained, how much and for how long, and whether care afterwards is equal."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.indicator import evidence, indicator
from generator.indicators._care import care_afterwards, wide_gaps, wide_list
from generator.indicators._characteristics import behind_children, groups, here, known_of, restrained
from generator.indicators._middles import Measured, middle_cells
from generator.indicators._shared import is_current, needing, when
from generator.indicators._unequal import apart_list, concerned_of, named, pooled_list, risk_cell, verdicts_of
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window
from generator.statistics import report
from generator.statistics.wording import count_slots

ROLL = ("child_id", "on_roll_from")


@indicator(
    id="EQU-01",
    title="Who is restrained",
    unit="ratio",
    better="to-one",
    answers=("Q33",),
    needs=needing(children=ROLL),
)
def who_is_restrained(dataset: Dataset, window: Window) -> IndicatorResult:
    """How likely children of a group were to be restrained at least once, beside all other children on the roll.

    Counts: children, each once. The share of the group with at least one restrictive incident, over the same share of
    all others whose answer is known, with a score interval (Miettinen and Nurminen); by sex, major ethnic group, SEN
    provision, primary need, disability, care status, free meals or pupil premium, and speech. A gap is called only
    where Fisher's exact test, allowing for all groups looked at (Holm), and the interval agree.
    Leaves out: a ratio where the group or all others are fewer than ten children, or fewer than six were restrained in
    both together (a setting may choose higher numbers). Children whose answer is not recorded are shown as not known.
    Children not on the roll in the window are counted apart.
    Read with care: small groups hide even large gaps; leaders also get three years together. Where every child has a
    plan, compare needs and not plans. A gap does not show why.
    """
    children = here(dataset, window)
    rows, elsewhere = restrained(dataset, window)
    found = groups(dataset, children)
    concerned = concerned_of(children, rows)
    speaks = report.speaks(dataset.calendar, "groups", window)
    verdicts = verdicts_of(dataset, found, concerned, speaks)
    tested = [each for each in found if verdicts[each.name].klass != "R0"]
    apart = [each for each in tested if verdicts[each.name].klass == "R8"]
    number = int(concerned.sum())
    whole = Cell(
        unit="children",
        counts="children",
        value=float(number) if children else None,
        numerator=number,
        denominator=float(len(children)),
        unknown=elsewhere,
        marker=None if children else "z",
        children=number,
        evidence=behind_children(dataset, named(children, concerned)),
        sentence="" if children else f"No child was on the roll in {when(window)}.",
    )
    slots = count_slots(
        "EQU-01",
        restrained=number,
        children=len(children),
        when=when(window),
        compared=len(tested) or None,
        apart=len(apart) if speaks else None,
        none=None if tested else "no group",
    )
    current = is_current(dataset, window)
    mine = {each.name: named(children, each.inside & concerned) for each in found}
    return IndicatorResult(
        cells=(whole, *(risk_cell(dataset, each, mine[each.name], verdicts[each.name]) for each in found)),
        slots=slots,
        headline=slots.certain,
        listings=(*apart_list(apart, verdicts), *pooled_list(dataset, window)) if current else (),
    )


@indicator(
    id="EQU-02",
    title="How much, how long",
    unit="ratio",
    better="to-one",
    answers=("Q33",),
    needs=needing("duration_minutes", children=ROLL),
)
def how_much_how_long(dataset: Dataset, window: Window) -> IndicatorResult:
    """Among restrained children: the middle number of incidents and of minutes, each group beside all others.

    Counts: for children restrained in the window the median number of restrictive incidents a child, and the median
    minutes of those incidents whose minutes are recorded; the group's over that of all others whose answer is known.
    Each is worked out again without the child with most incidents on either side.
    Leaves out: a ratio with fewer than six restrained children on either side (a setting may choose a higher number).
    Missing minutes are never made up, and are counted as not known.
    Read with care: nothing here is tested. One child can move a middle value, which is why both are given.
    """
    rows, elsewhere = restrained(dataset, window, "duration_minutes")
    children = tuple(sorted(set(rows["child_id"])))
    measured = Measured(children, rows)
    needed = int(dataset.setting.threshold("group_min_measured"))
    pairs = [(each, measured.beside(each, needed)) for each in groups(dataset, children)]
    median = float(np.median(measured.counts)) if children else None
    shown = sum(1 for _, pair in pairs if pair["incidents"].ratio is not None)
    whole = Cell(
        unit="incidents",
        value=median,
        numerator=len(children),
        unknown=elsewhere,
        marker=None if children else "z",
        children=len(children),
        label="Middle number of incidents of a restrained child",
        evidence=behind_children(dataset, children),
    )
    slots = count_slots(
        "EQU-02",
        children=len(children),
        when=when(window),
        median=median if median is not None else 0,
        compared=shown or None,
        none=None if shown else "no group",
    )
    return IndicatorResult(
        cells=(whole, *(cell for group, pair in pairs for cell in middle_cells(group, pair))),
        slots=slots,
        headline=slots.certain,
    )


@indicator(
    id="EQU-03",
    title="Equal care afterwards",
    unit="% points",
    better="to-zero",
    answers=("Q33",),
    needs=needing(
        "child_injury",
        child_views=("incident_id", "captured_on"),
        reviews=("incident_id", "restorative_completed", "child_took_part", "staff_took_part"),
        children=ROLL,
    ),
)
def equal_care(dataset: Dataset, window: Window) -> IndicatorResult:
    """Whether a child's view, putting things right, telling parents and injury are as frequent for every group.

    Counts: for each group the share of its restrictive incidents with a view captured (VOI-01), put right between child
    and adults (RES-01), with parents told the same day (DDL-03, school incidents from 1 April 2026 on) and with an
    injury that needed first aid or more, less the same share of all others, in percentage points; and the share of
    incidents of children for whom any of these characteristics is not recorded.
    Leaves out: a difference with fewer than ten known incidents, or three children, on either side (a setting may
    choose another number of incidents). Children whose answer is not recorded are in neither side.
    Read with care: nothing here is tested, because incidents of one child go together; with many comparisons some
    gaps are wide by chance. A child may also choose not to say.
    """
    rows, elsewhere = restrained(dataset, window, "child_injury")
    known = known_of(dataset)
    complete = known.notna().all(axis=1) if len(known.columns) else pd.Series(False, index=known.index)
    unknown = rows[~rows["child_id"].map(complete).fillna(False).astype(bool)]
    cares = care_afterwards(dataset, window, rows, tuple(sorted(set(rows["child_id"]))))
    shown = [each for each in cares if each.gap is not None]
    wide = wide_gaps(shown, dataset.setting.threshold("group_wide_points"))
    whole = Cell(
        unit="%",
        label="Incidents of children of whom something is not recorded",
        value=100 * len(unknown) / len(rows) if len(rows) else None,
        numerator=len(unknown),
        denominator=float(len(rows)),
        unknown=elsewhere,
        marker=None if len(rows) else "z",
        children=unknown["child_id"].nunique(),
        evidence=evidence("incidents", unknown),
    )
    slots = count_slots(
        "EQU-03",
        compared=len(shown),
        when=when(window),
        wide=len(wide) if shown else None,
        points=int(dataset.setting.threshold("group_wide_points")),
        unknown=len(unknown),
        incidents=len(rows),
    )
    return IndicatorResult(
        cells=(whole, *(each.cell for each in cares)),
        slots=slots,
        headline=slots.certain,
        listings=wide_list(wide) if is_current(dataset, window) else (),
    )
