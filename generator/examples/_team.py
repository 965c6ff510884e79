"""The invented adults of the school and the home, their training, and the hours worked in each part of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from generator.examples._calendar import (
    AS_OF,
    DAY,
    FIRST_DAY,
    HOME,
    LESSONS,
    SCHOOL,
    days,
    months,
    school_open,
)
from generator.examples._dice import Dice, make_codes
from generator.examples._roll import Row


@dataclass(frozen=True)
class Adult:
    """One invented adult."""

    code: str
    setting: str
    team: str
    role: str
    employment: str
    start: date
    end: date | None
    hours: float

    def here(self, day: date) -> bool:
        return self.start <= day <= (self.end or AS_OF)


# Setting, team, role, how many, weekly hours.
POSTS = (
    (SCHOOL, "leadership", "leader", 2, 37.0),
    (SCHOOL, "lower_school", "teacher", 3, 32.5),
    (SCHOOL, "upper_school", "teacher", 4, 32.5),
    (SCHOOL, "lower_school", "ta", 8, 30.0),
    (SCHOOL, "upper_school", "ta", 9, 30.0),
    (SCHOOL, "therapy", "therapist", 2, 22.5),
    (SCHOOL, "site", "other", 2, 37.0),
    (HOME, "leadership", "leader", 2, 37.0),
    (HOME, "garden_team", "senior_care", 3, 37.0),
    (HOME, "garden_team", "care", 9, 37.0),
    (HOME, "orchard_team", "senior_care", 2, 37.0),
    (HOME, "orchard_team", "care", 9, 37.0),
    (HOME, "nights", "night", 6, 33.0),
)


def make_adults(dice: Dice) -> list[Adult]:
    """Every adult of the example; one post in four changed hands or was filled for a while only."""
    codes = iter(make_codes(dice, "adult", sum(post[3] for post in POSTS)))
    adults: list[Adult] = []
    for setting, team, role, count, hours in POSTS:
        for number in range(count):
            start, end, employment = date(2016, 1, 4) + dice.whole(0, 2700) * DAY, None, "permanent"
            if role != "leader" and number % 4 == 3:
                start = FIRST_DAY + dice.whole(30, 900) * DAY
            if role != "leader" and number % 4 == 2:
                end = FIRST_DAY + dice.whole(250, 1100) * DAY
            if role in ("ta", "care") and number % 4 == 3:
                employment = dice.pick(("agency", "bank", "fixed"))
            adults.append(Adult(next(codes), setting, team, role, employment, start, end, hours))
    return sorted(adults, key=lambda adult: adult.code)


def staff_rows(adults: list[Adult]) -> list[Row]:
    """One row an adult."""
    return [
        {
            "staff_id": adult.code,
            "setting_id": adult.setting,
            "team": adult.team,
            "role_group": adult.role,
            "employment_type": adult.employment,
            "start_on": adult.start,
            "end_on": adult.end,
            "weekly_hours": adult.hours if adult.employment != "bank" else "",
        }
        for adult in adults
    ]


def training_rows(dice: Dice, adults: list[Adult]) -> list[Row]:
    """Courses taken: yearly for those who may hold a child, with some renewals late, some missed."""
    rows: list[Row] = []
    for adult in adults:
        holds = adult.role in ("ta", "care", "senior_care", "teacher", "night", "leader")
        day = max(adult.start + dice.whole(5, 60) * DAY, date(2022, 9, 1) + dice.whole(0, 364) * DAY)
        while day <= (adult.end or AS_OF):
            rows.append(_course(dice, adult, "de_escalation", day))
            if holds and dice.chance(0.92):
                rows.append(_course(dice, adult, "physical_intervention", day + timedelta(days=1)))
            day += timedelta(days=365 + (dice.whole(-40, -2) if dice.chance(0.75) else dice.whole(5, 120)))
        if dice.chance(0.5):
            first = max(adult.start, FIRST_DAY) + dice.whole(20, 200) * DAY
            rows.append(
                _course(dice, adult, dice.pick(("trauma_informed", "communication", "restorative")), first)
            )
    last = AS_OF.isoformat()
    return sorted(
        (row for row in rows if str(row["completed_on"]) <= last), key=lambda row: str(row["completed_on"])
    )


def _course(dice: Dice, adult: Adult, course: str, day: date) -> Row:
    yearly = course in ("de_escalation", "physical_intervention")
    return {
        "staff_id": adult.code,
        "course": course,
        "provider": "own trainers" if yearly else "outside trainers",
        "rrn_certified": "true" if course == "physical_intervention" else "",
        "completed_on": day,
        "expires_on": day + timedelta(days=364) if yearly else "",
        "competence_assessed": ("true" if dice.chance(0.86) else "false") if yearly else "",
    }


SHIFT_HOURS_A_DAY = {"early": 32.0, "late": 48.0, "night": 20.0}
"""Hours worked a day on each shift of the home. They are the same on every day of the three years."""
SCHOOL_ADULTS = 24
"""Adults with children at any time of the school day."""


def exposure_rows(adults: list[Adult]) -> list[Row]:
    """Hours worked and days open, by month, and hours of bank adults; child-days are left to the roll."""
    rows: list[Row] = []
    for first, last in months():
        length = (last - first).days + 1
        for shift, hours in SHIFT_HOURS_A_DAY.items():
            rows.append(_exposure(HOME, first, last, "shift", shift, "staff_hours", hours * length))
        rows.append(_exposure(HOME, first, last, "all", "Total", "staff_hours", 100.0 * length))
        rows.append(_exposure(HOME, first, last, "all", "Total", "open_days", length))
        lessons = sum(school_open(day) for day in days(first, last + DAY))
        if lessons:
            rows += _school_exposure(first, last, lessons)
        rows += [
            row for adult in adults if adult.employment == "bank" for row in _bank_hours(adult, first, last)
        ]
    return rows


def _bank_hours(adult: Adult, first: date, last: date) -> list[Row]:
    """What a bank adult worked in a month: as much as others in the post, on the days the place was open."""
    here = [day for day in days(first, last + DAY) if adult.here(day)]
    worked = [day for day in here if adult.setting == HOME or school_open(day)]
    if not worked:
        return []
    hours = adult.hours * len(worked) / (7 if adult.setting == HOME else 5)
    return [_exposure(adult.setting, here[0], here[-1], "staff", adult.code, "staff_hours", round(hours, 1))]


def _school_exposure(first: date, last: date, open_days: int) -> list[Row]:
    hours = {lesson: SCHOOL_ADULTS * minutes / 60 * open_days for lesson, (_, minutes) in LESSONS.items()}
    total = sum(hours.values())
    rows = [
        _exposure(SCHOOL, first, last, "lesson", name, "staff_hours", part) for name, part in hours.items()
    ]
    rows.append(_exposure(SCHOOL, first, last, "shift", "school_day", "staff_hours", total))
    rows.append(_exposure(SCHOOL, first, last, "all", "Total", "staff_hours", total))
    rows.append(_exposure(SCHOOL, first, last, "all", "Total", "open_days", open_days))
    return rows


def _exposure(
    setting: str, first: date, last: date, dimension: str, value: str, measure: str, amount: float
) -> Row:
    return {
        "setting_id": setting,
        "period_start": first,
        "period_end": last,
        "dimension": dimension,
        "value": value,
        "measure": measure,
        "amount": f"{amount:g}",
    }
