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
)
