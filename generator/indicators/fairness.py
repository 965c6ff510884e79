"""Fairness: who is restrained, how much and for how long, and whether care afterwards is equal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generator.indicator import indicator
from generator.indicators._answers import numbers_of
from generator.indicators._care import care_afterwards, wide_gaps, wide_list
from generator.indicators._characteristics import groups, here, often, restrained, roll_of
from generator.indicators._middles import Measured, middle_cells
from generator.indicators._shared import is_current, needing, when
from generator.indicators._tally import Mask, Places, tally_of
from generator.indicators._unequal import apart_list, pooled_list, risk_cell, verdicts_of
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
    provision, primary need, disability, care status, free meals or pupil premium, and speech, as the roll last says
    them. A gap is called only where Fisher's exact test, allowing for all groups looked at (Holm), and the interval
    agree.
    Leaves out: a ratio where the group or all others are fewer than ten children, or fewer than six were restrained in
    both together (a setting may choose higher numbers). Children whose answer is not recorded are shown as not known.
    Children not on the roll in the window are counted apart.
    Read with care: small groups hide even large gaps; leaders also get three years together. Where every child has a
    plan, compare needs and not plans. A gap does not show why.
    """
    roll, children = roll_of(dataset), here(dataset, window)
    places, _ = restrained(dataset, window)
    found = groups(roll, children)
    concerned = often(roll, places)[children] > 0
    speaks = report.speaks(dataset.calendar, "groups", window)
    verdicts = verdicts_of(dataset, found, concerned, speaks)
    tested = [each for each in found if verdicts[each.name].klass != "R0"]
    apart = [each for each in tested if verdicts[each.name].klass == "R8"]
    number = int(concerned.sum())
    slots = count_slots(
        "EQU-01",
        restrained=number if len(children) else None,
        children=len(children),
        nobody=None if len(children) else when(window),
        when=when(window),
        compared=len(tested) or None,
        apart=len(apart) if speaks and tested else None,
        none=None if tested or not len(children) else "no group",
    )
    current = is_current(dataset, window)
    mine = {each.name: children[each.inside & concerned] for each in found}
    return IndicatorResult(
        cells=(
            _restrained(dataset, window, children, concerned),
            *(risk_cell(roll, each, mine[each.name], verdicts[each.name]) for each in found),
        ),
        slots=slots,
        headline=slots.certain,
        listings=(*apart_list(apart, verdicts), *pooled_list(dataset, window)) if current else (),
    )


def _restrained(dataset: Dataset, window: Window, children: Places, concerned: Mask) -> Cell:
    """How many of the children on the roll were restrained; children on no roll in the window are not known."""
    number, mine = int(concerned.sum()), roll_of(dataset).behind(children[concerned])
    _, elsewhere = restrained(dataset, window)
    return Cell(
        unit="children",
        counts="children",
        value=float(number) if len(children) else None,
        numerator=number,
        denominator=float(len(children)),
        unknown=tally_of(dataset).behind(elsewhere)[0],
        better="neither",
        marker=None if len(children) else "z",
        children=number,
        evidence=mine,
        sentence="" if len(children) else f"No child was on the roll in {when(window)}.",
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
    Each is worked out again without the child with most incidents on either side. Groups follow what the roll last
    says of a child.
    Leaves out: a ratio with fewer than six restrained children on either side, and the middle number of all with fewer
    than six in all (a setting may choose a higher number). Missing minutes are never made up, and are counted as not
    known. Children not on the roll in the window are counted apart.
    Read with care: nothing here is tested. One child can move a middle value, which is why both are given.
    """
    roll = roll_of(dataset)
    places, elsewhere = restrained(dataset, window)
    children, who = np.unique(roll.child[places], return_inverse=True)
    measured = Measured(who, _minutes(dataset)[places], len(children))
    needed = int(dataset.setting.threshold("group_min_measured"))
    pairs = [(each, measured.beside(each, needed)) for each in groups(roll, children)]
    median = float(np.median(measured.counts)) if len(children) >= needed else None
    shown = sum(1 for _, pair in pairs if pair["incidents"].ratio is not None)
    whole = Cell(
        unit="incidents",
        value=median,
        numerator=len(children),
        unknown=tally_of(dataset).behind(elsewhere)[0],
        better="neither",
        marker=None if median is not None else "u" if len(children) else "z",
        children=len(children),
        label="Middle number of incidents of a restrained child",
        evidence=roll.behind(children),
    )
    slots = count_slots(
        "EQU-02",
        children=len(children),
        few=len(children) if len(children) and median is None else None,
        nobody=None if len(children) else when(window),
        when=when(window),
        median=median,
        compared=shown or None,
        none=None if shown or not len(children) else "no group",
    )
    return IndicatorResult(
        cells=(whole, *(cell for group, pair in pairs for cell in middle_cells(group, pair))),
        slots=slots,
        headline=slots.certain,
    )


def _minutes(dataset: Dataset) -> NDArray[np.float64]:
    """The minutes of each incident; not a number where nobody wrote them down."""
    return dataset.once(  # type: ignore[no-any-return]
        "minutes of incidents", lambda: numbers_of(dataset.incidents, "duration_minutes")
    )


@indicator(
    id="EQU-03",
    title="Care afterwards, group by group",
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
    roll = roll_of(dataset)
    places, elsewhere = restrained(dataset, window)
    unknown = places[~roll.complete[roll.child[places]]]
    cares = care_afterwards(dataset, roll, places)
    shown = [each for each in cares if each.gap is not None]
    wide = wide_gaps(shown, dataset.setting.threshold("group_wide_points"))
    whole = Cell(
        unit="%",
        label="Incidents of children of whom something is not recorded",
        value=100 * len(unknown) / len(places) if len(places) else None,
        numerator=len(unknown),
        denominator=float(len(places)),
        unknown=len(elsewhere),
        marker=None if len(places) else "z",
        children=len(np.unique(roll.child[unknown])),
        evidence=tally_of(dataset).rows(unknown),
    )
    slots = count_slots(
        "EQU-03",
        compared=len(shown),
        when=when(window),
        wide=len(wide) if shown else None,
        points=int(dataset.setting.threshold("group_wide_points")),
        unknown=len(unknown) if len(places) else None,
        incidents=len(places),
        nobody=None if len(places) else when(window),
    )
    return IndicatorResult(
        cells=(whole, *(each.cell for each in cares)),
        slots=slots,
        headline=slots.certain,
        listings=wide_list(wide) if is_current(dataset, window) else (),
    )
