"""Whether adults who held a child were trained on that day, and whether the team is in date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator import schema
from generator.indicator import indicator
from generator.indicators._adults import hands_in
from generator.indicators._answers import NO, UNKNOWN, YES, Answers, told, unknown_to_all
from generator.indicators._cells import duty, duty_result, plain_share
from generator.indicators._shared import LIST_LENGTH, is_current, needing, newest, still, words
from generator.indicators._tally import Places, incident_days, incidents_of, of_incident, tally_of
from generator.indicators._training import COURSES, Standing, courses, latest, standing_on
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Listing
from generator.periods import Window, day, months

MONTH_ENDS = 6
SAID = (
    ("competence_assessed", "competence-assessed", "Assessed as able to do it, of those in date"),
    ("rrn_certified", "certified-course", "Certified course, of those in date"),
)
STATES = {YES: "in date", NO: "no training in date", UNKNOWN: "valid until not recorded"}
COURSE_WORDS = {"de_escalation": "De-escalation", "physical_intervention": "Physical intervention"}


@indicator(
    id="TRN-01",
    title="Adults trained on the day",
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
    places = hands_in(dataset, window)
    state = dataset.once("trained", lambda: _trained(dataset))
    found = told(state, places)
    return duty(
        dataset,
        window,
        "TRN-01",
        tally_of(dataset, "staff_involvement"),
        found,
        listings=_parts(dataset, places[state[places] != YES], state) if is_current(dataset, window) else (),
        due=still(
            len(found.known) - len(found.met), "part", "taken by adults without training in date: book it"
        ),
    )


def _trained(dataset: Dataset) -> Answers:
    """For each part in which an adult led or held whether training was in date that day."""
    state = unknown_to_all(dataset, "staff_involvement")
    places = hands_in(dataset)
    days = of_incident(dataset, "staff_involvement", incident_days(dataset), 0)[places]
    people = dataset.tables["staff_involvement"]["staff_id"].to_numpy(dtype=object)[places]
    state[places] = standing_on(dataset, "physical_intervention", people, days)
    return state


def _parts(dataset: Dataset, places: Places, state: Answers) -> tuple[Listing, ...]:
    """Parts to book training for, with the adult."""
    adults = dataset.tables["staff_involvement"]["staff_id"].to_numpy(dtype=object)[places]
    return newest(
        dataset,
        incidents_of(dataset, places, table="staff_involvement"),
        id="trn-01-parts",
        title="Led or held without training known to be in date",
        more={
            "adult": [str(code) for code in adults],
            "state": [STATES[each] for each in state[places].tolist()],
        },
    )


@dataclass(frozen=True)
class Team:
    """Adults in post on a day in the roles that need both courses (the first row of each), and where they stand."""

    on: date
    places: Places
    adults: NDArray[np.object_]
    standing: Standing

    def numbers(self, dataset: Dataset, which: NDArray[np.bool_]) -> list[int]:
        """The numbers of the rows of some of them."""
        return dataset.tables["staff"].index.to_numpy()[self.places[which]].tolist()  # type: ignore[no-any-return]


@indicator(
    id="TRN-02",
    title="Training of the team in date",
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

    Counts: each adult once, in the roles that the setting names (training_roles in setting.yml; if none, teachers,
    teaching assistants, care, senior care and night staff, and leaders), in post on the last day of the last month that
    ends in the window (or the window's last day); met where courses in de-escalation and in physical intervention are
    both in date. Apart from it: each course by itself, and of those in date for physical intervention how many were
    assessed as able to do it, and how many took a course certified against the Restraint Reduction Network's standards,
    which is practice and not law.
    Leaves out: all other roles; which count is the setting's choice and no law. Not known: a course
    without a date until which it is valid, where it decides.
    Read with care: a course attended is not a skill shown, so read it with the part that was assessed.
    """
    team = team_on(dataset, _month_end(window, dataset.as_of))
    both = team.standing.both
    current = is_current(dataset, window)
    short = int((both == NO).sum())
    result = duty_result(
        dataset,
        "TRN-02",
        plain_share(dataset, window, *_counted(dataset, team, both)),
        groups=_groups(dataset, window, team),
        listings=_listing(dataset, team) if current else (),
        due=still(short, "adult", "without both courses in date") if current else (),
    )
    return replace(result, exhibits=_exhibits(dataset, result, team.on)) if current else result


def _roles(dataset: Dataset) -> str:
    """The roles that are counted, as words in a row."""
    labels = schema.labels()["role_group"]
    *first, last = (labels[role] for role in dataset.setting.training_roles)
    return f"{', '.join(first)} and {last}" if first else last


def _month_end(window: Window, as_of: date) -> date:
    """The last day of the last month that ends inside the window, else the window's last day."""
    last = min(window.end - timedelta(days=1), as_of)
    if (last + timedelta(days=1)).day == 1:
        return last
    before = last.replace(day=1) - timedelta(days=1)
    return before if before >= window.start else last


def team_on(dataset: Dataset, on: date) -> Team:
    """Adults in post on a day in the roles that need both courses, with their courses; once for each day."""
    return dataset.once(f"team on {on}", lambda: _team(dataset, on))  # type: ignore[no-any-return]


def _team(dataset: Dataset, on: date) -> Team:
    staff = dataset.tables["staff"]
    when = np.datetime64(on)
    here = (staff["start_on"].to_numpy() <= when) & staff["role_group"].isin(
        dataset.setting.training_roles
    ).to_numpy()
    if "end_on" in staff.columns:
        ends = staff["end_on"].to_numpy()
        here &= np.isnat(ends) | (ends >= when)
    places = np.flatnonzero(here)
    adults = staff["staff_id"].to_numpy(dtype=object)[places]
    first = ~pd.Series(adults, dtype=object).duplicated().to_numpy()
    return Team(on, places[first], adults[first], courses(dataset, adults[first], on))


def _counted(
    dataset: Dataset, team: Team, state: Answers, which: NDArray[np.bool_] | None = None
) -> tuple[str, list[int], int, int]:
    """Adults of the team (or some of them) as a duty counts them: who met it, and how many are known and not known."""
    among = np.ones(len(state), dtype=bool) if which is None else which
    unknown = int((among & (state == UNKNOWN)).sum())
    return "staff", team.numbers(dataset, among & (state == YES)), int(among.sum()) - unknown, unknown


def _groups(dataset: Dataset, window: Window, team: Team) -> tuple[Cell, ...]:
    """Each course by itself, and of those in date how many were assessed and how many took a certified course."""
    states = team.standing.by_course
    found = [
        plain_share(
            dataset,
            window,
            *_counted(dataset, team, state),
            group=course.replace("_", "-"),
            label=COURSE_WORDS[course],
        )
        for course, state in states.items()
    ]
    able = states["physical_intervention"] == YES
    for field, group, label in SAID:
        said = latest(dataset, "physical_intervention", team.adults, team.on, field)
        counted = _counted(dataset, team, said, able)
        found.append(plain_share(dataset, window, *counted, group=group, label=label))
    return tuple(found)


def _listing(dataset: Dataset, team: Team) -> tuple[Listing, ...]:
    """Adults to book, in the order of their codes, with the course that is missing."""
    roles = dataset.tables["staff"]["role_group"].to_numpy(dtype=object)[team.places]
    waiting = [each for each in range(len(team.adults)) if team.standing.both[each] != YES]
    if not waiting:
        return ()
    labels = schema.labels()["role_group"]
    lines = tuple(
        (
            str(team.adults[each]),
            labels.get(roles[each], words(roles[each])),
            *(STATES[int(team.standing.by_course[course][each])] for course in COURSES),
        )
        for each in sorted(waiting, key=lambda each: str(team.adults[each]))[:LIST_LENGTH]
    )
    left = len(waiting) - len(lines)
    return (
        Listing(
            id="trn-02-book",
            title=f"Adults to book on a course, as on {day(team.on)}",
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
        both = team_on(dataset, end).standing.both
        met, unknown = int((both == YES).sum()), int((both == UNKNOWN).sum())
        known = len(both) - unknown
        told_of = [f"{met} of {known} known"] if known else []
        right = " · ".join([*told_of, *([f"{unknown} not known"] if unknown else [])])
        rows.append((day(end), met, known - met, unknown, right if len(both) else "nobody in post"))
    if not rows:
        return ()
    # The heading has the sentence of the last month-end; the slot has its counts and those of the one before.
    certain = " ".join(f"{row[0]}: {row[4]}." for row in rows[-2:]).replace(" · ", ", ")
    return (
        Exhibit(
            id="trn-02-months",
            kind="shares",
            headline=result.headline,
            sub=f"Of {_roles(dataset)}: with both courses in date, at each month-end.",
            columns=("label", "met", "notmet", "unknown", "right"),
            rows=tuple(rows),
            slots=replace(result.slots, certain=certain),
        ),
    )
