"""When, where and with which child something happened: the course of three invented years, day by day.

What the site should find lies in the rates below and nowhere in the tables. Each rate is a mean number of recorded
crises a day; whether a crisis ended in restriction depends on the setting and on what came before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from generator.examples._calendar import (
    AS_OF,
    DAY,
    FIRST_DAY,
    HOME,
    LESSONS,
    SCHOOL,
    SERIES_BREAK,
    at,
    days,
    school_open,
)
from generator.examples._dice import Dice
from generator.examples._roll import Child


@dataclass(frozen=True)
class Episode:
    """One child in one crisis."""

    child: Child
    setting: str
    start: datetime
    part_of_day: str
    trigger: str
    restrictive: bool
    kind: str = "usual"

    @property
    def day(self) -> date:
        return self.start.date()


ROUTINE_CHANGED = date(2025, 2, 24)
"""The school's morning arrival was changed on this day; far fewer mornings began with a crisis from then on."""

SILENCE = (date(2026, 2, 9), date(2026, 3, 9))
"""Nothing was written down in these four weeks, though adults were hurt and parents rang."""

LATE_SHIFT = (date(2026, 4, 20), date(2026, 9, 1))
"""A summer with many more crises on the home's late shift, with the same hours worked."""

# From this day: crises a school day during arrival, and during the rest of the school day.
SCHOOL_RATES = (
    (date(2023, 9, 1), 0.66, 0.70),
    (date(2024, 9, 1), 0.84, 0.76),
    (date(2025, 1, 1), 1.05, 0.84),
    (ROUTINE_CHANGED, 0.20, 0.66),
    (date(2025, 9, 1), 0.17, 0.68),
    (date(2026, 1, 1), 0.22, 1.00),
    (date(2026, 3, 28), 0.14, 0.55),
    (date(2026, 9, 1), 0.14, 0.58),
)
HOME_RATES = {"early": 0.11, "late": 0.16, "night": 0.06}
COUNTED_SINCE_BREAK = 0.17
"""Short holds and limits without touch a school day that were not recorded before the series break."""

SCHOOL_TRIGGERS = {
    "demand": 32, "peers": 18, "sensory": 14, "denied_access": 12, "routine_change": 9,
    "attention": 5, "unknown": 4, "staffing_change": 3, "pain_or_illness": 3,
}  # fmt: skip
HOME_TRIGGERS = {
    "demand": 32, "family_contact": 16, "denied_access": 14, "peers": 13, "routine_change": 9,
    "bereavement_or_trauma_reminder": 5, "attention": 5, "unknown": 3, "sensory": 3,
}  # fmt: skip
SHIFT_HOURS = {"early": (time(7, 0), 430), "late": (time(14, 45), 420), "night": (time(22, 0), 75)}


def make_episodes(dice: Dice, children: list[Child]) -> list[Episode]:
    """Every crisis of the example in the order it happened."""
    found: list[Episode] = []
    for day in days(FIRST_DAY, AS_OF + DAY):
        if SILENCE[0] <= day < SILENCE[1]:
            continue
        if school_open(day):
            found += _school_day(dice.stream(f"school {day}"), children, day)
        found += _home_day(dice.stream(f"home {day}"), children, day)
    found += _planted(dice.stream("planted"), children)
    return sorted(found, key=lambda episode: (episode.start, episode.child.code, episode.setting))


def _school_day(dice: Dice, children: list[Child], day: date) -> list[Episode]:
    _, arrival, rest = max(rate for rate in SCHOOL_RATES if rate[0] <= day)
    busy = 1.25 if day.weekday() == 0 else 0.94
    found = []
    for _ in range(dice.poisson(arrival * busy)):
        found.append(_at_school(dice, _whose(dice, children, SCHOOL, day), day, "arrival", "transition"))
    for _ in range(dice.poisson(rest * busy)):
        lesson = dice.pick(list(LESSONS)[1:])
        trigger = dice.weighted(SCHOOL_TRIGGERS)
        found.append(_at_school(dice, _whose(dice, children, SCHOOL, day), day, lesson, trigger))
    if day >= SERIES_BREAK and dice.chance(COUNTED_SINCE_BREAK):
        day_pupils = [child for child in children if not child.home]
        newly = _at_school(dice, _whose(dice, day_pupils, SCHOOL, day), day, "period_3", "routine_change")
        found.append(replace(newly, restrictive=True, kind="counted-since-break"))
    return found


def _at_school(dice: Dice, child: Child, day: date, lesson: str, trigger: str) -> Episode:
    start, minutes = LESSONS[lesson]
    likely = 0.30 if trigger == "demand" else 0.80
    if child.home:
        likely *= 0.45
    moment = at(day, start, dice.whole(0, minutes - 12))
    return Episode(child, SCHOOL, moment, lesson, trigger, dice.chance(likely))


def _home_day(dice: Dice, children: list[Child], day: date) -> list[Episode]:
    found = []
    summer = LATE_SHIFT[0] <= day < LATE_SHIFT[1]
    for shift, rate in HOME_RATES.items():
        many = (2.7 if shift == "late" else 0.7) if summer else 1.0
        if date(2026, 1, 1) <= day < LATE_SHIFT[0]:
            many = 1.3
        for _ in range(dice.poisson(rate * many)):
            found.append(_at_home(dice, _whose(dice, children, HOME, day), day, shift))
    return found


def _at_home(dice: Dice, child: Child, day: date, shift: str) -> Episode:
    start, minutes = SHIFT_HOURS[shift]
    if shift == "early" and school_open(day):
        minutes = 90
    if shift == "late" and school_open(day):
        start, minutes = time(15, 30), 380
    trigger = dice.weighted(HOME_TRIGGERS)
    likely = 0.88 if trigger == "demand" else 0.70
    moment = at(day, start, dice.whole(0, minutes))
    return Episode(child, HOME, moment, shift, trigger, dice.chance(likely))


def _whose(dice: Dice, children: list[Child], setting: str, day: date) -> Child:
    """One of the children who were there, some more often than others."""
    weights = {child: _weight(child, setting, day) for child in children if child.here(setting, day)}
    return dice.weighted(weights)


def _weight(child: Child, setting: str, day: date) -> float:
    if child.part == "fresh" and day >= date(2026, 7, 22):
        return 0.15 * child.weight
    return child.weight * (0.75 if setting == SCHOOL and child.home else 1.0)


def _planted(dice: Dice, children: list[Child]) -> list[Episode]:
    """What single children's stories add to the usual days."""
    by_part = {
        part: [child for child in children if child.part == part]
        for part in ("one-child", "fresh", "routine")
    }
    found = _one_child(dice, by_part["one-child"][0])
    found += _fresh(dice, by_part["fresh"])
    for child in by_part["routine"]:
        found += _routine(dice, child)
    return found + _quiet_pod(dice, children)


def _one_child(dice: Dice, child: Child) -> list[Episode]:
    """From the summer term of 2026 one child's crises grow many, nearly all ending in restriction."""
    found = []
    for day in days(date(2026, 4, 15), date(2026, 11, 13)):
        if school_open(day) and dice.chance(0.50):
            lesson, trigger = (
                dice.pick(("period_1", "period_2", "lunch", "period_4")),
                dice.pick(("peers", "sensory")),
            )
            found.append(
                replace(_at_school(dice, child, day, lesson, trigger), restrictive=dice.chance(0.93))
            )
    return found


def _fresh(dice: Dice, children: list[Child]) -> list[Episode]:
    """Three children with four restrictive incidents each in the last four weeks, after a quiet spell."""
    found = []
    open_days = [day for day in days(date(2026, 11, 2), AS_OF + DAY) if school_open(day)]
    for child in children:
        for day in dice.sample(open_days[:-1], 4):
            if child.home:
                found.append(replace(_at_home(dice, child, day, "late"), restrictive=True))
            else:
                again = _at_school(dice, child, day, "period_2", "sensory")
                found.append(replace(again, restrictive=True))
    return found


def _routine(dice: Dice, child: Child) -> list[Episode]:
    """Holds that are written into the child's EHC plan, for care that is needed anyway."""
    found = []
    for day in days(date(2025, 1, 6), AS_OF):
        quiet = SILENCE[0] <= day < SILENCE[1]
        if (
            day.weekday() == 2
            and school_open(day)
            and not quiet
            and child.here(SCHOOL, day)
            and dice.chance(0.11)
        ):
            again = _at_school(dice, child, day, "period_1", "pain_or_illness")
            found.append(replace(again, restrictive=True, kind="routine"))
    return found


def _quiet_pod(dice: Dice, children: list[Child]) -> list[Episode]:
    """Children kept in a small room and not free to leave, under a kind name and as calm without restriction."""
    found = []
    open_days = [day for day in days(date(2025, 9, 8), AS_OF) if school_open(day)]
    open_days = [day for day in open_days if not SILENCE[0] <= day < SILENCE[1]]
    for day in sorted(dice.sample(open_days, 22)):
        child = _whose(dice, children, SCHOOL, day)
        again = _at_school(dice, child, day, dice.pick(("period_2", "period_4")), "sensory")
        found.append(replace(again, restrictive=False, kind="quiet-pod"))
    return found


def later(moment: datetime, hours: float) -> datetime:
    """A moment some hours on, to the minute."""
    return moment + timedelta(minutes=round(hours * 60))
