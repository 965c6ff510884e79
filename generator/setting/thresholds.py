"""Every number that a setting may choose for itself: its default, its limits, what it does, where it comes from.

Most are choices of this program and no law: they are printed on the pages that use them, so that a reader can object.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number with its default, its lowest and highest permitted value, its meaning and its source."""

    name: str
    default: float
    low: float
    high: float
    meaning: str
    source: str
    whole: bool = True


CHOICE = "a choice of this program"

THRESHOLDS = (
    Threshold(
        "k",
        5,
        5,
        50,
        "numbers of children from 1 to one below this are not shown to readers under protection",
        "counts under five are hidden in NHS England's restraint statistics; it may be raised, never lowered",
    ),
    Threshold(
        "min_percent_base",
        20,
        20,
        1000,
        "a percentage is shown only where at least this many are known",
        f"{CHOICE}; one in fewer than twenty moves a percentage by more than five points",
    ),
    Threshold(
        "fewer_ratio",
        0.8,
        0.1,
        0.99,
        "a child counts as having fewer incidents when the rate is at or under this share of before",
        CHOICE,
        False,
    ),
    Threshold(
        "more_ratio",
        1.25,
        1.01,
        10,
        "a child counts as having more incidents when the rate is at or over this multiple of before",
        f"{CHOICE}; one divided by 0.8",
        False,
    ),
    Threshold("attention_recent_days", 28, 7, 91, "the days looked at for fresh attention", CHOICE),
    Threshold("attention_prior_days", 84, 28, 366, "the days before them that they are set against", CHOICE),
    Threshold(
        "attention_min_incidents", 3, 2, 20, "the fewest incidents that call for fresh attention", CHOICE
    ),
    Threshold(
        "view_days",
        5,
        1,
        28,
        "a child's view counts as captured when it comes within this many days",
        "regulation 35(3)(c) of the Children's Homes (England) Regulations 2015 gives five days; "
        "for schools the same number is a choice",
    ),
    Threshold("washout_days", 7, 0, 28, "the days right after a change that are left out", CHOICE),
    Threshold(
        "before_after_days", 60, 28, 183, "the days before and after a change that are compared", CHOICE
    ),
    Threshold("before_after_min_days", 28, 14, 183, "the fewest days that will do for that", CHOICE),
    Threshold(
        "evaluate_after_days", 42, 7, 183, "the days after which a change should have been looked at", CHOICE
    ),
    Threshold(
        "min_open_days_on_roll",
        20,
        5,
        190,
        "the fewest open days on the roll for a child to be compared",
        CHOICE,
    ),
    Threshold(
        "comparison_cover",
        0.8,
        0.5,
        1,
        "the share of a window's open days that the data must cover for it to be compared with",
        CHOICE,
        False,
    ),
    Threshold(
        "repeat_incidents",
        3,
        2,
        20,
        "the restrictive incidents of one child that call for a look at the plan",
        CHOICE,
    ),
    Threshold("repeat_days", 28, 7, 91, "the days within which they come", CHOICE),
    Threshold(
        "plan_review_days",
        14,
        1,
        91,
        "the days after them in which the plan should have been reviewed",
        CHOICE,
    ),
    Threshold(
        "challenge_min_reviews",
        10,
        3,
        100,
        "the reviews without another way or any learning from which on that is itself asked about",
        CHOICE,
    ),
    Threshold(
        "min_answers",
        5,
        5,
        100,
        "the fewest answers for a figure on how children felt or saw a relationship",
        CHOICE,
    ),
    Threshold("min_answer_children", 3, 2, 20, "the fewest children those answers come from", CHOICE),
    Threshold(
        "long_seclusion_minutes",
        30,
        5,
        240,
        "a seclusion of at least this many minutes counts as a long one",
        CHOICE,
    ),
    Threshold(
        "all_met_from",
        20,
        5,
        500,
        "the judged incidents from which on a record without any judged less than met is itself asked about",
        CHOICE,
    ),
    Threshold(
        "plan_apart_days",
        14,
        1,
        91,
        "the days within which home and school should look at a child's two plans",
        CHOICE,
    ),
    Threshold(
        "shared_hours", 24, 1, 168, "the hours within which home and school should tell each other", CHOICE
    ),
    Threshold(
        "trigger_min_crises",
        5,
        3,
        50,
        "the crises a trigger needs at each place to be compared between them",
        CHOICE,
    ),
    Threshold(
        "group_min_children",
        10,
        10,
        100,
        "the fewest children in a group, and among all others, for the two to be compared",
        f"{CHOICE}; 34 CFR 300.647 of the United States takes up to 30 as reasonable for such comparisons",
    ),
    Threshold(
        "group_min_restrained",
        6,
        6,
        100,
        "the fewest restrained children in a group and among all others together for that",
        f"{CHOICE}; under six no even split of children can be told from chance",
    ),
    Threshold(
        "group_min_measured",
        6,
        6,
        100,
        "the fewest restrained children on each side for two middle values to stand side by side",
        f"{CHOICE}; under six values a middle value has no interval",
    ),
    Threshold(
        "group_min_incidents",
        10,
        5,
        200,
        "the fewest incidents a side for care afterwards to be compared",
        CHOICE,
    ),
    Threshold(
        "group_wide_points",
        20,
        5,
        50,
        "the gap in points from which care afterwards is put on a list",
        CHOICE,
    ),
    Threshold(
        "high_risk_minutes", 10, 1, 60, "the minutes from which an incident counts as high-risk", CHOICE
    ),
    Threshold("risk_review_hours", 48, 1, 336, "the hours within which it should be reviewed", CHOICE),
    Threshold(
        "concern_open_days", 28, 1, 183, "the days after which a concern counts as open for long", CHOICE
    ),
    Threshold(
        "long_restriction_minutes",
        10,
        1,
        240,
        "a restriction of at least this many minutes is counted as long",
        CHOICE,
    ),
    Threshold(
        "duration_cap_minutes",
        240,
        60,
        1440,
        "a recorded length over this many minutes counts as this many, and is listed",
        CHOICE,
    ),
    Threshold(
        "moved_percent",
        20,
        5,
        100,
        "restriction down, and another kind of event up, by at least this many in a hundred are shown together",
        CHOICE,
    ),
    Threshold("moved_min_events", 5, 5, 100, "the fewest events of the other kind for that", CHOICE),
    Threshold(
        "silent_expected", 5, 5, 100, "the incidents that hours would predict where none is recorded", CHOICE
    ),
    Threshold(
        "min_team",
        5,
        5,
        100,
        "the fewest adults with known hours in a team for its adults to be compared",
        f"{CHOICE}; in a smaller team a figure is a person",
    ),
    Threshold("new_staff_days", 90, 28, 366, "the days for which an adult counts as new", CHOICE),
    Threshold(
        "support_days", 28, 7, 91, "the days within which support for an adult should be planned", CHOICE
    ),
    Threshold(
        "staff_debrief_hours", 72, 4, 336, "the hours within which adults should have a debrief", CHOICE
    ),
    Threshold(
        "false_discovery",
        0.1,
        0.01,
        0.2,
        "of the times and places that are said to stand out, the share that chance alone may have called",
        f"{CHOICE}; held by the method of Benjamini and Yekutieli",
        False,
    ),
)
