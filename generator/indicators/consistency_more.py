"""Home and school together: the same trigger, one plan, and whether each tells the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd

from generator.indicator import indicator, share_cell
from generator.indicators._clock import CLOCK, ROUTINE, deadline, in_time, moments
from generator.indicators._plans import flagged_list, plans
from generator.indicators._responses import difference_cell, mix_cells, trigger_cell, year_list
from generator.indicators._shared import (
    comparison_id,
    duty_result,
    held,
    is_current,
    needing,
    newest,
    percent_from,
    still,
    when,
)
from generator.indicators._triggers import by_child, crises
from generator.indicators.consistency import sides
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window
from generator.statistics import report
from generator.statistics.compare import compare, process
from generator.statistics.wording import count_slots, share_words

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
    home, school = found.shared()
    verdict = (
        compare(
            *by_child(home, school),
            alpha=report.level(dataset.calendar, "responses"),
            speaks=report.speaks(dataset.calendar, "responses", window),
        )
        if found.calm_recorded and found.triggers
        else None
    )
    cells = (
        difference_cell(found, home, school, verdict),
        *(trigger_cell(found, code) for code in found.triggers),
        *(mix_cells(home, school, found.calm_recorded) if found.triggers else ()),
    )
    slots = count_slots(
        "HSC-02",
        triggers=len(found.triggers),
        home=int(home["restrictive"].sum()),
        home_all=len(home),
        school=int(school["restrictive"].sum()),
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
    met, known = found.rows(found.one)
    aligned, dated = found.rows(found.together)
    base = percent_from(dataset)
    flagged = found.flagged
    return duty_result(
        dataset,
        window,
        "HSC-03",
        ("children", met, known, len(found.children) - len(known)),
        groups=(
            share_cell(
                "children",
                aligned,
                dated,
                len(found.children) - len(dated),
                percent_from=base,
                group="looked-at-together",
                label="Plans looked at together",
                counts="children",
                compare_window=comparison_id(dataset, window),
            ),
        ),
        listings=flagged_list(found) if is_current(dataset, window) else (),
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
    homes, schools = sides(dataset)
    fields = tuple(field for _, _, _, fields in STANDARD for field in fields)
    rows = held(dataset, window, "planned", "shared_with_other_setting_at", *CLOCK, *fields)
    rows = rows[rows["child_id"].isin(dataset.exposure.at_both(window, homes, schools))]
    hours = int(dataset.setting.threshold("shared_hours"))
    state = in_time(rows, "shared_with_other_setting_at", hours)
    met, known = rows[state.eq(True).fillna(False).astype(bool)], rows[state.notna()]
    silent = rows[moments(rows, "shared_with_other_setting_at").isna()]
    recent = silent[silent["incident_date"] >= pd.Timestamp(dataset.as_of) - pd.Timedelta(28, "D")]
    rest = state.drop(index=met.index)
    return duty_result(
        dataset,
        window,
        "HSC-04",
        ("incidents", met, known, len(rows) - len(known)),
        groups=tuple(_standard(dataset, window, rows[dataset.place_of(rows).isin(schools)])),
        listings=newest(
            dataset,
            rows.loc[rest.index],
            id="hsc-04-not-told",
            title=f"The other place not told within {hours} hours, or not known",
            more={"state": ["not known" if pd.isna(each) else "later" for each in rest]},
        ),
        due=still(
            len(recent), "incident", "in the last 28 days without a time at which the other place was told"
        ),
        days=hours,
    )


def _standard(dataset: Dataset, window: Window, rows: pd.DataFrame) -> list[Cell]:
    """The home's three deadlines for the same children's incidents at school."""
    if "planned" in rows.columns:
        rows = rows[~rows["planned"].eq(ROUTINE).fillna(False).astype(bool)]
    cells, base = [], percent_from(dataset)
    for group, label, rule, fields in STANDARD:
        state = in_time(rows, fields[0], deadline(rule).hours)
        for field in fields[1:]:
            state = state & in_time(rows, field, deadline(rule).hours)
        met, known = rows[state.eq(True).fillna(False).astype(bool)], rows[state.notna()]
        cell = share_cell(
            "incidents",
            met,
            known,
            len(rows) - len(known),
            percent_from=base,
            group=group,
            label=f"School incidents: {label[:1].lower()}{label[1:]}",
            compare_window=comparison_id(dataset, window),
            verdict=process(len(met), len(known)) if len(known) else None,
        )
        said = f"{len(met)} of {len(known)} known, {len(rows) - len(known)} not known; in a school a chosen standard."
        cells.append(
            replace(cell, sentence=f"{said} {share_words(len(met), len(known), percent_from=base)}".strip())
        )
    return cells
