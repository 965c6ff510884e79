"""TRN-02: how many of the team have both courses in date at the month-end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from example_rows import build, cells, held, window
from staff_rows import adult, course

from generator.indicators.training import team_in_date

SUMMER = "2024-25-summer"
TEAM = [
    adult("a"),  # both in date
    adult("b"),  # de-escalation ran out
    adult("c"),  # physical intervention without its last day: not known
    adult("d"),  # one not known, the other out of date: not met
    adult("e", role_group="therapist"),  # not a role that needs it
    adult("f", end_on="2025-08-30"),  # left the day before the month-end
    adult("g", start_on="2025-08-31", role_group="ta"),  # began that day, nothing taken
]
TRAINING = [
    course("a", "2025-01-01", "2025-08-31", kind="de_escalation"),
    course("a", "2025-01-02", "2026-01-02", rrn_certified=True),
    course("b", "2024-08-31", "2025-08-30", kind="de_escalation"),
    course("b", "2025-01-02", "2026-01-02", competence_assessed=False),
    course("c", "2025-01-01", "2026-01-01", kind="de_escalation"),
    course("c", "2025-01-02", None),
    course("d", "2025-01-01", None, kind="de_escalation"),
    course("d", "2023-01-02", "2024-01-02"),
    course("a", "2025-09-01", "2026-09-01", competence_assessed=None),  # after the month-end
]


def test_both_courses_are_in_date_on_the_last_day_of_the_month() -> None:
    data = build([held("a", "2025-05-01")], staff=TEAM, training=TRAINING)
    found = cells(team_in_date.compute(data, window(data, SUMMER)))
    # Eligible on 31 August 2025: a, b, c, d and g. Met: a. Not known: c. Not met: b, d, g.
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (1, 4, 1)
    assert [(ref.table, ref.row) for ref in found["Total"].evidence] == [("staff", 2)]
    # De-escalation: a and c of a, b, c, g; d not known. Physical intervention: a and b of a, b, d, g; c not known.
    assert (found["de-escalation"].numerator, found["de-escalation"].denominator) == (2, 4)
    assert (found["physical-intervention"].numerator, found["physical-intervention"].denominator) == (2, 4)
    # Of a and b, who are in date: a was assessed as able, b was not; a's course was certified, of b's nothing is said.
    assert (found["competence-assessed"].numerator, found["competence-assessed"].denominator) == (1, 2)
    assert (found["certified-course"].numerator, found["certified-course"].unknown) == (1, 1)


def test_the_month_end_is_the_last_one_inside_the_window() -> None:
    team = [adult("a")]
    training = [
        course("a", "2025-01-01", "2025-07-31", kind="de_escalation"),
        course("a", "2025-01-01", "2025-07-31"),
    ]
    # The records run to 20 August 2025: the last month that ended is July, and on its last day both were in date.
    data = build([held("a", "2025-05-01")], staff=team, training=training, as_of=date(2025, 8, 20))
    current = team_in_date.compute(data, data.calendar.current)
    assert cells(current)["Total"].numerator == 1 and current.listings == ()
    later = build([held("a", "2025-05-01")], staff=team, training=training, as_of=date(2025, 8, 31))
    result = team_in_date.compute(later, later.calendar.current)
    assert cells(result)["Total"].numerator == 0
    assert result.listings[0].rows == (("a", "care staff", "no training in date", "no training in date"),)
    assert result.due == ("1 adult without both courses in date",)


def test_the_drawing_holds_six_month_ends_with_the_blanks_apart() -> None:
    data = build([held("a", "2025-05-01")], staff=TEAM, training=TRAINING)
    (drawn,) = team_in_date.compute(data, data.calendar.current).exhibits
    assert [row[0] for row in drawn.rows] == [
        "31 Mar 2025", "30 Apr 2025", "31 May 2025", "30 Jun 2025", "31 Jul 2025", "31 Aug 2025",
    ]  # fmt: skip
    assert drawn.rows[-1][1:] == (1, 3, 1, "1 of 4 known · 1 not known")
    assert team_in_date.compute(data, window(data, "2023-24-summer")).exhibits == ()


def test_a_team_of_which_nothing_is_known_is_not_said_to_be_nobody() -> None:
    training = [course("a", "2025-01-01", None), course("a", "2025-01-01", None, kind="de_escalation")]
    data = build([held("a", "2025-05-01")], staff=[adult("a")], training=training)
    result = team_in_date.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].marker, cells(result)["Total"].unknown) == ("z", 1)
    assert result.headline.startswith("Nothing says whether adults in the roles that need it")


def test_nobody_in_post_gives_a_sentence() -> None:
    data = build([held("a", "2025-05-01")], staff=[adult("e", role_group="other")], training=TRAINING)
    result = team_in_date.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].marker, result.headline) == (
        "z",
        "No adult in the roles that need it was in post.",
    )


def test_the_setting_names_the_roles_that_are_counted() -> None:
    data = build([held("a", "2025-05-01")], staff=TEAM, training=TRAINING)
    named = replace(data, setting=replace(data.setting, training_roles=("ta", "therapist")))
    # In post on 31 August 2025 are e, a therapist, and g, a teaching assistant; neither has taken a course.
    found = cells(team_in_date.compute(named, window(named, SUMMER)))["Total"]
    assert (found.numerator, found.denominator, found.unknown) == (0, 2, 0)
