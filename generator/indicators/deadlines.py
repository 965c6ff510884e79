"""Whether what the law gives hours or days for was done in that time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.indicator import indicator
from generator.indicators._answers import UNKNOWN, Answers, both, told
from generator.indicators._cells import duty, part
from generator.indicators._clock import (
    among,
    home_frame,
    in_time_at_home,
    moments,
    routine_frame,
    school_frame,
    spread,
)
from generator.indicators._due import duty_part, filled, open_rows, recent
from generator.indicators._shared import needing, stamp, still
from generator.indicators._tally import tally_of
from generator.law import deadline, rule
from generator.model import Dataset, IndicatorResult
from generator.periods import Window

EXCEPTIONS = (
    ("aged_20_plus", "Aged 20 or over"),
    ("significant_harm", "Telling a parent would likely bring serious harm"),
    ("la_informed_instead", "Local authority told in a parent's place"),
)
"""Reasons for which the law asks nobody to tell a parent."""
NOT_TOLD = ("no_contact_yet", "other")


@indicator(
    id="DDL-01",
    title="Home: recorded in 24 hours",
    unit="%",
    better="target",
    answers=("Q40", "Q44"),
    needs=needing("record_made_at", "started_time"),
)
def recorded_in_time(dataset: Dataset, window: Window) -> IndicatorResult:
    """Measures of restraint and discipline in a home whose record was made within 24 hours.

    Counts: in a children's home, incidents with restriction or a sanction whose record was made at most 24 hours that
    passed after the measure began, out of those where that is known: regulation 35(3)(a) of the Children's Homes
    (England) Regulations 2015.
    Leaves out: schools, incidents that name no setting, and restraint planned as routine in an education, health and
    care plan (regulation 35(4)), which is shown apart. Not known: no start time or no time of the record; a record
    that is late even after the recorded end is late.
    Read with care: a record made in time can still be thin. Hours are hours that passed, also when clocks change.
    """
    rows = among(dataset, window, "home", home_frame(dataset))
    routine = among(dataset, window, "routine at home", routine_frame(dataset))
    state = in_time_at_home(dataset, "record_made_at", deadline("home-record").hours)
    untimed = rows[(state[rows] == UNKNOWN) & ~filled(dataset, "started_time")[rows]]
    latest = recent(dataset, rows[~filled(dataset, "record_made_at")[rows]])
    return duty(
        dataset,
        window,
        "DDL-01",
        tally_of(dataset),
        told(state, rows),
        groups=(
            part(tally_of(dataset), untimed, "no-start-time", "Cannot be told: no start time"),
            part(
                tally_of(dataset),
                routine,
                "planned-routine",
                "Planned as routine in an education plan: not under this rule",
            ),
        ),
        listings=open_rows(
            dataset, window, rows, state, id="ddl-01-late", title="Recorded late in the home, or not known"
        ),
        due=still(len(latest), "incident", "at home in the last 28 days without the time of the record"),
    )


@indicator(
    id="DDL-02",
    title="Home: 48 hours and 5 days",
    unit="%",
    better="target",
    answers=("Q40", "Q44"),
    needs=needing("started_time", "user_spoken_to_at", "record_signed_at", "child_spoken_to_at"),
)
def spoken_to_in_time(dataset: Dataset, window: Window) -> IndicatorResult:
    """Measures in a home after which the adult was spoken to and the record signed in 48 hours; the child in 5 days.

    Counts: in a children's home, incidents with restriction or a sanction where both the adult was spoken to and the
    record signed at most 48 hours after the measure began, out of those where that is known. Beside it those where
    the child was spoken to within five times 24 hours, and once more by the end of the fifth calendar day:
    regulation 35(3)(b) and (c) of the Children's Homes (England) Regulations 2015.
    Leaves out: schools, incidents that name no setting, and restraint planned as routine in an education, health and
    care plan. Not known: no start time, or one of the times missing while the other is not late.
    Read with care: a child may refuse to talk; what counts is that they were spoken to.
    """
    rows = among(dataset, window, "home", home_frame(dataset))
    hours = deadline("home-adult-spoken-to").hours
    # Missing and late is late; missing and in time cannot be told.
    state = both(
        *(in_time_at_home(dataset, name, hours) for name in ("user_spoken_to_at", "record_signed_at"))
    )
    child = in_time_at_home(dataset, "child_spoken_to_at", deadline("home-child-spoken-to").hours)
    by_day = dataset.once("child spoken to by day", lambda: _child_by_day(dataset))
    waiting = recent(dataset, rows[~filled(dataset, "child_spoken_to_at")[rows]])
    return duty(
        dataset,
        window,
        "DDL-02",
        tally_of(dataset),
        told(state, rows),
        groups=tuple(
            duty_part(dataset, window, told(answers, rows), group, label, f"{label}: {{share}}.")
            for answers, group, label in (
                (child, "child-in-five-days", "Child spoken to within 5 times 24 hours"),
                (by_day, "child-by-fifth-day", "Child spoken to by the fifth calendar day"),
            )
        ),
        listings=(
            *open_rows(
                dataset, window, rows, state, id="ddl-02-late", title="Adult or signature late, or not known"
            ),
            *open_rows(
                dataset, window, rows, child, id="ddl-02-child", title="Child spoken to late, or not known"
            ),
        ),
        due=still(
            len(waiting), "incident", "at home in the last 28 days without a time of speaking to the child"
        ),
    )


def _child_by_day(dataset: Dataset) -> Answers:
    """Whether the child was spoken to by the end of the fifth calendar day."""
    frame, days = home_frame(dataset), deadline("home-child-spoken-to").hours // 24
    return spread(dataset, frame, _day_state(frame, moments(frame, "child_spoken_to_at"), days))


@indicator(
    id="DDL-03",
    title="School: parents told the same day",
    unit="%",
    better="target",
    answers=("Q39", "Q44"),
    needs=needing("parent_informed_at"),
)
def parents_told(dataset: Dataset, window: Window) -> IndicatorResult:
    """School incidents of a significant use of force, seclusion or restraint after which a parent was told that day.

    Counts: school incidents from 1 April 2026 on where a parent was told on the calendar day of the incident, out of
    those where that is known; beside it those where a parent had it in writing that day. The law asks for "as soon as
    practicable" (section 93A of the Education and Inspections Act 2006); the same day is what guidance asks.
    Leaves out: homes; incidents that name no setting, or before that day; force that the record says was no
    significant incident; and, counted apart, children aged 20 or over, children to whom telling a parent would likely
    bring serious harm, and those of whom the local authority was told in a parent's place. Not told for another
    recorded reason counts as not told. Not known: neither a time nor a reason, or a day not yet over.
    Read with care: a message sent is not a talk held. Ask what parents say.
    """
    rows = among(dataset, window, "school", school_frame(dataset))
    excepted, informed, written = parents(dataset)
    tally, why = tally_of(dataset), excepted[rows]
    due = rows[why == UNKNOWN]
    silent = recent(dataset, due[informed[due] == UNKNOWN])
    label = "In writing the same day"
    return duty(
        dataset,
        window,
        "DDL-03",
        tally,
        told(informed, due),
        groups=(
            duty_part(dataset, window, told(written, due), "written-same-day", label, f"{label}: {{share}}."),
            *(
                part(tally, rows[why == number], f"exception-{code.replace('_', '-')}", f"Exception: {name}")
                for number, (code, name) in enumerate(EXCEPTIONS)
            ),
        ),
        listings=open_rows(
            dataset,
            window,
            due,
            informed,
            id="ddl-03-late",
            title="Parent told later, not told or not known",
        ),
        due=still(
            len(silent), "school incident", "in the last 28 days that does not say whether a parent was told"
        ),
    )


def parents(dataset: Dataset) -> tuple[Answers, Answers, Answers]:
    """For each school incident which exception it has (-1: none), and whether a parent was told and had it written."""
    return dataset.once("parents told", lambda: _parents(dataset))  # type: ignore[no-any-return]


def _parents(dataset: Dataset) -> tuple[Answers, Answers, Answers]:
    rows = school_frame(dataset)
    told = moments(rows, "parent_informed_at")
    reason = _reasons(rows).where(told.isna())
    numbers = {code: number for number, (code, _) in enumerate(EXCEPTIONS)}
    excepted = reason.map(numbers).fillna(UNKNOWN).to_numpy(dtype=np.int8)
    days = rule("school-same-day").number or 0
    return (
        spread(dataset, rows, excepted),
        spread(dataset, rows, _told_state(dataset, rows, told, reason, days)),
        spread(dataset, rows, _day_state(rows, moments(rows, "parent_written_report_at"), days)),
    )


def _day_state(rows: pd.DataFrame, done: pd.Series, days: int) -> pd.Series:
    """Whether something was done by the end of so many calendar days after the incident's own; missing if unknown."""
    gap = (done.dt.normalize() - rows["incident_date"]).dt.days
    answer = pd.Series(pd.NA, index=rows.index, dtype="boolean")
    return answer.mask(gap.between(0, days), True).mask(gap > days, False)


def _reasons(rows: pd.DataFrame) -> pd.Series:
    name = "parent_not_informed_reason"
    return rows[name] if name in rows.columns else pd.Series(pd.NA, index=rows.index, dtype="str")


def _told_state(
    dataset: Dataset, rows: pd.DataFrame, told: pd.Series, reason: pd.Series, days: int
) -> pd.Series:
    """Told that day, or not; a reason for not telling counts as not told once the day is over."""
    over = rows["incident_date"] < stamp(dataset.as_of)
    untold = told.isna() & reason.isin(NOT_TOLD) & over
    return _day_state(rows, told, days).mask(untold, False)
