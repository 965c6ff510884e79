"""Whether what the law gives hours or days for was done in that time."""

from __future__ import annotations

import pandas as pd

from generator.indicator import indicator
from generator.indicators._clock import began, home_rows, in_time_at_home, moments, school_rows
from generator.indicators._due import apart, open_rows, part, recent, sides
from generator.indicators._shared import (
    duty_result,
    needing,
    stamp,
    still,
)
from generator.law import deadline, rule
from generator.model import Cell, Dataset, IndicatorResult
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
    Leaves out: schools, and restraint planned as routine in an education, health and care plan (regulation 35(4)),
    which is shown apart. Not known: no start time or no time of the record; a record that is late even after the
    recorded end is late.
    Read with care: a record made in time can still be thin. Hours are hours that passed, also when clocks change.
    """
    rows, routine = home_rows(dataset, window)
    state = in_time_at_home(dataset, window, "record_made_at", deadline("home-record").hours)
    met, known = sides(rows, state)
    untimed = rows[state.isna() & began(rows).isna()]
    latest = recent(dataset, rows[moments(rows, "record_made_at").isna()])
    return duty_result(
        dataset,
        window,
        "DDL-01",
        ("incidents", met, known, len(rows) - len(known)),
        groups=(
            apart(untimed, "no-start-time", "Cannot be told: no start time"),
            apart(routine, "planned-routine", "Planned as routine in an education plan: not under this rule"),
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
    Leaves out: schools, and restraint planned as routine in an education, health and care plan. Not known: no start
    time, or one of the times missing while the other is not late.
    Read with care: a child may refuse to talk; what counts is that they were spoken to.
    """
    rows, _ = home_rows(dataset, window)
    hours = deadline("home-adult-spoken-to").hours
    spoken, signed = (
        in_time_at_home(dataset, window, name, hours) for name in ("user_spoken_to_at", "record_signed_at")
    )
    state = spoken & signed  # Missing and late is late; missing and in time cannot be told.
    met, known = sides(rows, state)
    child = in_time_at_home(dataset, window, "child_spoken_to_at", deadline("home-child-spoken-to").hours)
    told = moments(rows, "child_spoken_to_at")
    waiting = recent(dataset, rows[told.isna()])
    return duty_result(
        dataset,
        window,
        "DDL-02",
        ("incidents", met, known, len(rows) - len(known)),
        groups=_child_parts(dataset, window, rows, child, told),
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


def _child_parts(
    dataset: Dataset, window: Window, rows: pd.DataFrame, child: pd.Series, told: pd.Series
) -> tuple[Cell, Cell]:
    """The child spoken to within five times 24 hours, and by the end of the fifth calendar day."""
    by_day = _day_state(rows, told, deadline("home-child-spoken-to").hours // 24)
    label = "Child spoken to by the fifth calendar day"
    return (
        part(dataset, window, rows, child, "child-in-five-days", "Child spoken to within 5 times 24 hours"),
        part(dataset, window, rows, by_day, "child-by-fifth-day", label),
    )


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
    Leaves out: homes; incidents before that day; force that the record says was no significant incident; and, counted
    apart, children aged 20 or over and children to whom telling a parent would likely bring serious harm. Not told for
    another recorded reason counts as not told. Not known: neither a time nor a reason, or a day not yet over.
    Read with care: a message sent is not a talk held. Ask what parents say.
    """
    rows = school_rows(dataset, window)
    told = moments(rows, "parent_informed_at")
    reason = _reasons(rows).where(told.isna())
    excepted = reason.isin([code for code, _ in EXCEPTIONS])
    due = rows[~excepted]
    days = rule("school-same-day").number or 0
    state = _told_state(dataset, due, told[~excepted], reason[~excepted], days)
    met, known = sides(due, state)
    written = _day_state(due, moments(due, "parent_written_report_at"), days)
    silent = recent(dataset, due[state.isna()])
    return duty_result(
        dataset,
        window,
        "DDL-03",
        ("incidents", met, known, len(due) - len(known)),
        groups=(
            part(dataset, window, due, written, "written-same-day", "In writing the same day"),
            *(
                apart(rows[reason == code], f"exception-{code.replace('_', '-')}", f"Exception: {label}")
                for code, label in EXCEPTIONS
            ),
        ),
        listings=open_rows(
            dataset,
            window,
            due,
            state,
            id="ddl-03-late",
            title="Parent told later, not told or not known",
        ),
        due=still(
            len(silent), "school incident", "in the last 28 days that does not say whether a parent was told"
        ),
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
