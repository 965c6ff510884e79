"""Whether adults who held a child were trained on that day, and whether the team is in date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from generator.indicator import indicator
from generator.indicators._adults import hands, inside
from generator.indicators._duties import people_cell, people_result
from generator.indicators._shared import (
    LIST_LENGTH,
    duty_result,
    is_current,
    needing,
    newest,
    stamp,
    still,
    words,
)
from generator.indicators._training import COURSES, Standing, courses, latest, standing_on
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Listing
from generator.periods import Window, day, months

ROLES = ("teacher", "ta", "care", "senior_care", "night", "leader")
"""Roles counted as needing both courses: those who may have to hold a child. A choice of this program, no law."""
MONTH_ENDS = 6
SAID = (
    ("competence_assessed", "competence-assessed", "Assessed as able to do it, of those in date"),
    ("rrn_certified", "certified-course", "Certified course, of those in date"),
)
STATES = {"not met": "no training in date", "unknown": "valid until not recorded"}
COURSE_WORDS = {"de_escalation": "De-escalation", "physical_intervention": "Physical intervention"}


@indicator(
    id="TRN-01",
    title="Trained on the day",
    unit="%",
    better="target",
    answers=("Q16",),
    needs=needing(
        staff_involvement=("incident_id", "staff_id", "role"), training=("staff_id", "course", "completed_on")
    ),
)
def trained_on_the_day(dataset: Dataset, window: Window) -> IndicatorResult:
    """Parts taken in restrictive incidents by adults whose physical intervention training was in date that day.

    Counts: each adult who led or held, once for each incident; met where a course in physical intervention was
    completed on or before that day and valid until that day or later, out of parts where that is known.
    Leaves out: adults who were only there, saw it or were called to help. Not known: a course without a date until
    which it is valid, where no other course decides. No course on record counts as not met.
    Read with care: an adult without training may lawfully act in an emergency, so the list is for booking training and
    not for blame. Courses taken elsewhere count only once they are on record.
    """
    rows = inside(hands(dataset), window)
    state = dataset.once("trained", lambda: _trained(dataset))[rows.index]
    met, known = rows[state == "met"], rows[state != "unknown"]
    rest = rows[state != "met"]
    return duty_result(
        dataset,
        window,
        "TRN-01",
        ("staff_involvement", met, known, len(rows) - len(known)),
        listings=newest(
            dataset,
            rest,
            id="trn-01-parts",
            title="Led or held without training known to be in date",
            more={
                "adult": [str(code) for code in rest["staff_id"]],
                "state": [STATES[each] for each in state[rest.index]],
            },
        )
        if is_current(dataset, window)
        else (),
        due=still(len(known) - len(met), "part", "taken by adults without training in date: book it"),
    )


def _trained(dataset: Dataset) -> pd.Series:
    """For each part ever taken whether training was in date that day."""
    rows = hands(dataset)
    return standing_on(dataset, "physical_intervention", rows["staff_id"], rows["incident_date"])


@indicator(
    id="TRN-02",
    title="Team in date",
    unit="%",
    better="up",
    answers=("Q16",),
    needs={
        "training": ("staff_id", "course", "completed_on"),
        "staff": ("staff_id", "start_on", "role_group"),
    },
)
def team_in_date(dataset: Dataset, window: Window) -> IndicatorResult:
    """Adults in post at the last month-end of the window whose training was in date for both courses.

    Counts: each adult once, in the roles of teacher, teaching assistant, care, senior care, night and leader, in post
    on the last day of the last month that ends in the window (or the window's last day); met where courses in
    de-escalation and in physical intervention are both in date. Apart from it: each course by itself, and of those in
    date for physical intervention how many were assessed as able to do it, and how many took a course certified
    against the Restraint Reduction Network's standards, which is practice and not law.
    Leaves out: therapists and others. Not known: a course without a date until which it is valid, where it decides.
    Read with care: a course attended is not a skill shown, so read it with the part that was assessed.
    """
    on = _month_end(window, dataset.as_of)
    adults = eligible(dataset, on)
    both = courses(dataset, adults["staff_id"], on)
    met = [int(row) for row in adults.index[both.met]]
    unknown = int(both.unknown.sum())
    short = int((~both.met & ~both.unknown).sum())
    current = is_current(dataset, window)
    result = people_result(
        dataset,
        window,
        "TRN-02",
        ("staff", met, len(adults) - unknown, unknown),
        groups=_groups(dataset, window, adults, both, on),
        listings=_listing(adults[~both.met], both, on) if current else (),
        due=still(short, "adult", "without both courses in date") if current else (),
    )
    return replace(result, exhibits=_exhibits(dataset, result, on)) if current else result


def _month_end(window: Window, as_of: date) -> date:
    """The last day of the last month that ends inside the window, else the window's last day."""
    last = min(window.end - timedelta(days=1), as_of)
    if (last + timedelta(days=1)).day == 1:
        return last
    before = last.replace(day=1) - timedelta(days=1)
    return before if before >= window.start else last


def eligible(dataset: Dataset, on: date) -> pd.DataFrame:
    """Adults in post on a day in the roles that need both courses: the first row of each."""
    staff = dataset.tables["staff"]
    here = (staff["start_on"] <= stamp(on)) & staff["role_group"].isin(ROLES)
    if "end_on" in staff.columns:
        here &= staff["end_on"].isna() | (staff["end_on"] >= stamp(on))
    return staff[here].drop_duplicates("staff_id")


def _groups(
    dataset: Dataset, window: Window, adults: pd.DataFrame, both: Standing, on: date
) -> tuple[Cell, ...]:
    """Each course by itself, and of those in date how many were assessed and how many took a certified course."""
    found = []
    for course, state in both.by_course.items():
        met = [int(row) for row in adults.index[state == "met"]]
        unknown = int((state == "unknown").sum())
        counted = ("staff", met, len(adults) - unknown, unknown)
        found.append(
            people_cell(dataset, window, counted, group=course.replace("_", "-"), label=COURSE_WORDS[course])
        )
    able = adults[both.by_course["physical_intervention"] == "met"]
    for field, group, label in SAID:
        said = latest(dataset, "physical_intervention", able["staff_id"], on, field)
        met = [int(row) for row in able.index[said.fillna(False).astype(bool)]]
        known = int(said.notna().sum())
        found.append(
            people_cell(dataset, window, ("staff", met, known, len(able) - known), group=group, label=label)
        )
    return tuple(found)


def _listing(waiting: pd.DataFrame, both: Standing, on: date) -> tuple[Listing, ...]:
    """Adults to book, in the order of their codes, with the course that is missing."""
    if waiting.empty:
        return ()
    ordered = waiting.sort_values("staff_id", kind="stable")
    lines = tuple(
        (
            str(adult),
            words(role),
            *(STATES.get(both.by_course[course][row], "in date") for course in COURSES),
        )
        for row, adult, role in ordered[["staff_id", "role_group"]].head(LIST_LENGTH).itertuples()
    )
    left = len(waiting) - len(lines)
    return (
        Listing(
            id="trn-02-book",
            title=f"Adults to book on a course, as on {day(on)}",
            columns=("adult", "role", *(COURSE_WORDS[course].lower() for course in COURSES)),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )


def _exhibits(dataset: Dataset, result: IndicatorResult, on: date) -> tuple[Exhibit, ...]:
    """The share in date at each of the last six month-ends: met, not met and not known apart."""
    ends = [
        each.end - timedelta(days=1) for each in months(dataset.calendar.data_start, on + timedelta(days=1))
    ]
    rows = []
    for end in ends[-MONTH_ENDS:]:
        adults = eligible(dataset, end)
        both = courses(dataset, adults["staff_id"], end)
        met, unknown = int(both.met.sum()), int(both.unknown.sum())
        known = len(adults) - unknown
        right = f"{met} of {known} known" + (f" · {unknown} not known" if unknown else "")
        rows.append((day(end), met, known - met, unknown, right if len(adults) else "nobody in post"))
    if not rows:
        return ()
    return (
        Exhibit(
            id="trn-02-months",
            kind="shares",
            headline=result.headline,
            sub="Adults in roles that need it with both courses in date, at each month-end.",
            columns=("label", "met", "notmet", "unknown", "right"),
            rows=tuple(rows),
            slots=result.slots,
        ),
    )
