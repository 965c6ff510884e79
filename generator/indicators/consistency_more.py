"""Home and school together: the same trigger, one plan, and whether each tells the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import reduce

import numpy as np
import pandas as pd

from generator.indicator import indicator
from generator.indicators._answers import Answers, both, told
from generator.indicators._cells import duty, share
from generator.indicators._clock import CLOCK, began, ended, in_time, spread
from generator.indicators._dual import at_side, children_of_both, held_of_both, of_children, routine
from generator.indicators._due import duty_part, filled, open_rows, recent
from generator.indicators._plans import flagged_list, known, plans
from generator.indicators._responses import difference_cell, mix_cells, trigger_cell, year_list
from generator.indicators._shared import (
    is_current,
    needing,
    still,
    when,
)
from generator.indicators._tally import Places, incidents_of, tally_of
from generator.indicators._triggers import by_child, crises
from generator.law import deadline
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window
from generator.statistics import report
from generator.statistics.compare import compare
from generator.statistics.wording import amount, count_slots

YEAR = timedelta(days=365)
STANDARD = (
    ("record-in-24-hours", "Record made in time, by the home's rule", "home-record", ("record_made_at",)),
    (
        "adult-and-signature-in-48-hours",
        "Adult spoken to and record signed in time, by the home's rule",
        "home-adult-spoken-to",
        ("user_spoken_to_at", "record_signed_at"),
    ),
    (
        "child-in-five-days",
        "Child spoken to in time, by the home's rule",
        "home-child-spoken-to",
        ("child_spoken_to_at",),
    ),
)
"""What regulation 35(3) asks of a home, looked at for the same children's incidents at school."""


@indicator(
    id="HSC-02",
    title="Same trigger, same response",
    unit="% points",
    better="neither",
    answers=("Q30",),
    needs=needing("setting_id", "trigger_codes"),
    requires=("setting.yml:settings",),
)
def same_response(dataset: Dataset, window: Window) -> IndicatorResult:
    """For the same trigger at home and at school: how often a crisis ended in restriction at each.

    Counts: for every trigger seen in at least five crises (a setting may choose another number) at home and at school,
    the share that ended in restriction at home less the share at school, in percentage points; all those triggers
    together, each crisis once; and how the kinds of response differ.
    Leaves out: crises without a recorded trigger or with "unknown" or "other", and restriction planned as routine in an
    education, health and care plan. Where crises that ended without restriction are not recorded at both places, only
    the kinds of restriction are compared.
    Read with care: the children are not all the same at both, and one word for a trigger can stand for different
    demands. A difference is called only where a test by child, on children who were in crises at both, finds it.
    """
    found = crises(dataset, window)
    home, school = found.of(*found.triggers)
    verdict = (
        compare(
            *by_child(dataset, found, home, school),
            alpha=report.level(dataset.calendar, "responses"),
            speaks=report.speaks(dataset.calendar, "responses", window),
        )
        if found.calm_recorded and found.triggers
        else None
    )
    cells = (
        difference_cell(found, home, school, verdict),
        *(trigger_cell(found, code) for code in found.triggers),
        *(mix_cells(found, home, school) if found.triggers else ()),
    )
    slots = count_slots(
        "HSC-02",
        triggers=len(found.triggers),
        home=len(found.restricted(home)),
        home_all=len(home),
        school=len(found.restricted(school)),
        school_all=len(school),
    )
    if not found.triggers:
        slots = replace(slots, certain=f"No trigger was seen often enough at both places in {when(window)}.")
    return IndicatorResult(
        cells=cells,
        slots=slots,
        headline=slots.certain,
        listings=_year(dataset, window) if is_current(dataset, window) else (),
    )


def _year(dataset: Dataset, window: Window) -> tuple[Listing, ...]:
    """The same for leaders, over the twelve months up to the window's end."""
    return year_list(crises(dataset, Window("", "", window.end - YEAR, window.end, "before")), window)


@indicator(
    id="HSC-03",
    title="One plan",
    unit="%",
    better="up",
    answers=("Q31",),
    needs=needing("setting_id", children=("child_id", "setting_id", "on_roll_from", "plan_reviewed_on")),
    requires=("setting.yml:settings",),
)
def one_plan(dataset: Dataset, window: Window) -> IndicatorResult:
    """Children of both home and school whose two plans were looked at together and are followed in both.

    Counts: children with a date of review at home and one at school that lie at most 14 days apart (a setting may
    choose another number), and for whom every restrictive incident of the window at either place says that the plan was
    followed, out of those where that is known. Beside it the dates alone.
    Leaves out: children of only one of the two. Not known: a date missing, or later than the window's end; or, where
    the dates agree, a place without any incident in the window or with one that does not say whether the plan was
    followed. One incident in which it was not, or only partly, is enough to say no.
    Read with care: a difference can be right for a child. Where one is listed, write down why.
    """
    days = int(dataset.setting.threshold("plan_apart_days"))
    found = plans(dataset, window, days)
    flagged = [each for each in found if each.flagged]
    roll = tally_of(dataset, "children")
    return duty(
        dataset,
        window,
        "HSC-03",
        roll,
        known(dataset, {each.child: each.one for each in found}),
        groups=(
            share(
                dataset,
                window,
                roll,
                known(dataset, {each.child: each.together for each in found}),
                "looked-at-together",
                "Plans looked at together",
                counts="children",
            ),
        ),
        listings=flagged_list(flagged) if is_current(dataset, window) else (),
        due=still(
            len(flagged), "child", "with plans at home and school that differ, or are not followed in both"
        ),
        days=days,
    )


@indicator(
    id="HSC-04",
    title="Told each other; same standard",
    unit="%",
    better="up",
    answers=("Q30", "Q31", "Q32"),
    needs=needing(
        "setting_id",
        "started_time",
        "shared_with_other_setting_at",
        children=("child_id", "setting_id", "on_roll_from"),
    ),
    requires=("setting.yml:settings",),
)
def told_each_other(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents of children of both home and school after which the other place was told within 24 hours.

    Counts: incidents where the other place was told at most 24 hours (a setting may choose another number) after the
    start, out of those where that is known. Beside it, for the same children's incidents at school: the record within
    24 hours, the adult spoken to and the record signed within 48 hours, the child spoken to within five days, as
    regulation 35(3) of the Children's Homes (England) Regulations 2015 asks of a home.
    Leaves out: children of only one of the two; for the second part what is planned as routine in an education, health
    and care plan. Not known: no start time, or no time of telling.
    Read with care: in a school the home's hours and days are a standard the setting may choose, and not the law.
    """
    hours = int(dataset.setting.threshold("shared_hours"))
    rows = held_of_both(dataset, window)
    shared = dataset.once("shared in time", lambda: _shared_in_time(dataset, hours))
    silent = recent(dataset, rows[~filled(dataset, "shared_with_other_setting_at")[rows]])
    return duty(
        dataset,
        window,
        "HSC-04",
        tally_of(dataset),
        told(shared, rows),
        groups=tuple(_standard(dataset, window, rows)),
        listings=open_rows(
            dataset,
            window,
            rows,
            shared,
            id="hsc-04-not-told",
            title=f"The other place not told within {amount(hours, 'hour')}, or not known",
            late="later",
        ),
        due=still(
            len(silent), "incident", "in the last 28 days without a time at which the other place was told"
        ),
        days=hours,
    )


def _ever_of_both(dataset: Dataset) -> pd.DataFrame:
    """Every restrictive incident of a child who was ever at both, with the times that count."""
    return dataset.once("ever of both", lambda: _theirs(dataset))  # type: ignore[no-any-return]


def _theirs(dataset: Dataset) -> pd.DataFrame:
    ever = Window("", "", dataset.exposure.start, dataset.exposure.end, "before")
    theirs = of_children(dataset, children_of_both(dataset, ever))[tally_of(dataset).who]
    mine = np.flatnonzero(theirs & dataset.incidents["restrictive"].to_numpy(dtype=bool))
    fields = {field for _, _, _, fields in STANDARD for field in fields}
    rows = incidents_of(dataset, mine, "shared_with_other_setting_at", *CLOCK, *fields)
    return rows.assign(_place=mine, _began=began(rows), _ended=ended(rows))


def _shared_in_time(dataset: Dataset, hours: float) -> Answers:
    rows = _ever_of_both(dataset)
    return spread(dataset, rows, in_time(rows, "shared_with_other_setting_at", hours))


def _standard(dataset: Dataset, window: Window, rows: Places) -> Iterator[Cell]:
    """The home's three deadlines for the same children's incidents at school."""
    rows = rows[at_side(dataset, "school")[rows] & ~routine(dataset)[rows]]
    for group, label, rule, fields in STANDARD:
        yield duty_part(
            dataset,
            window,
            told(_met(dataset, rule, fields), rows),
            group,
            f"School incidents: {label[:1].lower()}{label[1:]}",
            "{share}; in a school a chosen standard.",
        )


def _met(dataset: Dataset, rule: str, fields: Sequence[str]) -> Answers:
    """For each incident whether all of these were done within the hours of a home's rule."""
    hours = deadline(rule).hours

    def work_out() -> Answers:
        rows = _ever_of_both(dataset)
        return reduce(both, (spread(dataset, rows, in_time(rows, field, hours)) for field in fields))

    return dataset.once(f"standard {rule}", work_out)  # type: ignore[no-any-return]
