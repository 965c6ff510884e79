"""Child-days, counted with a calendar in the hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.exposure import Exposure
from generator.model import Place, TermDates
from generator.periods import Calendar, Window

SCHOOL = Place("school", "The School", "special_school")
HOME = Place("home", "The Home", "childrens_home")
AUTUMN = TermDates(
    "202526", "autumn", date(2025, 9, 3), date(2025, 12, 19), date(2025, 10, 27), date(2025, 10, 31)
)
SPRING = TermDates("202526", "spring", date(2026, 1, 5), date(2026, 3, 27))
TERM = Window("2025-26-autumn", "Autumn term 2025", date(2025, 9, 3), date(2025, 12, 20), "term", True)
ON_TO_SPRING = Window("2025-26-autumn", "Autumn term 2025", date(2025, 9, 3), date(2026, 1, 5), "term", True)
AUTUMN_OPEN = 3 + 15 * 5 - 5
"""3 to 5 September, fifteen weeks, less half term."""

Row = Mapping[str, object]


def calendar(*places: Place) -> Calendar:
    return Calendar(places or (SCHOOL,), (AUTUMN, SPRING), date(2025, 9, 3), date(2026, 3, 27))


def roll(*rows: tuple[str, str | None, str, str | None]) -> pd.DataFrame:
    """Rows of child, place, first day, last day (None: still here)."""
    frame = pd.DataFrame(rows, columns=["child_id", "setting_id", "on_roll_from", "on_roll_to"])
    for name in ("on_roll_from", "on_roll_to"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def stated(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Rows of place, first day, last day, child-days."""
    return pd.DataFrame(
        {
            "setting_id": [row[0] for row in rows],
            "period_start": pd.to_datetime([row[1] for row in rows]),
            "period_end": pd.to_datetime([row[2] for row in rows]),
            "measure": "child_days",
            "dimension": "all",
            "amount": [row[3] for row in rows],
        }
    )


def test_a_child_here_all_term_has_a_day_for_every_open_day() -> None:
    found = Exposure(calendar(), roll(("a", "school", "2024-09-04", None)), None)
    assert found.by_child(TERM) == {"a": AUTUMN_OPEN}
    assert found.child_days(TERM) == AUTUMN_OPEN
    assert found.source == "roll"


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2025-12-15", None, 5),  # the last week of term
        ("2025-09-01", "2025-09-05", 3),  # the last day on the roll is a day here
        ("2025-09-06", "2025-09-07", 0),  # a weekend
        ("2025-10-24", "2025-11-03", 2),  # the Friday before half term and the Monday after it
        ("2025-12-19", "2026-01-04", 1),  # the last day of term
        ("2024-01-01", "2025-09-02", 0),  # left before the first day
    ],
)
def test_joiners_and_leavers_count_from_their_first_day_to_their_last(
    first: str, last: str | None, days: int
) -> None:
    found = Exposure(calendar(), roll(("a", "school", first, last)), None)
    assert found.by_child(TERM).get("a", 0) == days
    assert found.child_days(TERM) == days
    assert found.days_here("a", TERM.start, TERM.end) == days


def test_a_child_on_two_rolls_counts_once_a_day_for_the_whole_site() -> None:
    rows = roll(("a", "school", "2025-09-01", None), ("a", "home", "2025-09-01", None))
    found = Exposure(calendar(SCHOOL, HOME), rows, None)
    nights = 28 + 31 + 30 + 31 + 4
    assert found.child_days(ON_TO_SPRING) == nights
    assert found.child_days(ON_TO_SPRING, "school") == AUTUMN_OPEN
    assert found.child_days(ON_TO_SPRING, "home") == nights
    assert found.at_both(ON_TO_SPRING, ["school"], ["home"]) == ("a",)
    assert found.days_at_both("a", ON_TO_SPRING, ["school"], ["home"]) == AUTUMN_OPEN


def test_two_stays_that_overlap_in_one_place_count_once() -> None:
    rows = roll(("a", "school", "2025-09-03", "2025-09-12"), ("a", "school", "2025-09-08", "2025-09-19"))
    # 3 days of the first week and two whole ones.
    assert Exposure(calendar(), rows, None).child_days(TERM) == 13


def test_a_child_who_came_back_has_the_days_of_both_stays_and_a_last_day() -> None:
    rows = roll(("a", "school", "2025-09-03", "2025-09-05"), ("a", "school", "2025-12-15", "2025-12-16"))
    found = Exposure(calendar(), rows, None)
    assert found.child_days(TERM) == 3 + 2
    assert found.last_day("a") == date(2025, 12, 16)
    assert found.last_day("nobody") is None


def test_an_empty_place_means_the_only_one_and_an_unknown_place_counts_nowhere() -> None:
    one = Exposure(calendar(), roll(("a", None, "2025-12-15", None)), None)
    assert one.child_days(TERM) == 5
    strange = Exposure(calendar(), roll(("a", "elsewhere", "2025-12-15", None)), None)
    assert strange.by_child(TERM) == {}


def test_a_home_loses_no_day_when_the_clocks_change() -> None:
    found = Exposure(calendar(HOME), roll(("a", "home", "2025-10-24", "2025-10-27")), None)
    assert found.child_days(TERM) == 4


def test_without_a_roll_and_without_stated_days_there_is_no_rate() -> None:
    for empty in (None, roll()):
        found = Exposure(calendar(), empty, None)
        assert found.source is None
        assert found.child_days(TERM) is None
        assert found.days_here("a", TERM.start, TERM.end) is None


def test_stated_days_that_tile_the_window_come_before_the_roll() -> None:
    table = stated(("school", "2025-09-03", "2025-10-31", 700), ("school", "2025-11-01", "2025-12-19", 500))
    found = Exposure(calendar(), roll(("a", "school", "2025-09-03", None)), table)
    assert found.child_days(TERM) == 1200
    assert found.by_child(TERM) == {"a": AUTUMN_OPEN}
    assert Exposure(calendar(), None, table).source == "exposure"


@pytest.mark.parametrize(
    "rows",
    [
        [("school", "2025-09-03", "2025-12-18", 700.0)],  # a day short
        [("school", "2025-09-04", "2025-12-19", 700.0)],  # begins a day late
        [
            ("school", "2025-09-03", "2025-10-31", 700.0),
            ("school", "2025-11-02", "2025-12-19", 500.0),
        ],  # a gap
        [
            ("school", "2025-09-03", "2025-11-01", 700.0),
            ("school", "2025-11-01", "2025-12-19", 500.0),
        ],  # overlap
        [("school", "2025-09-01", "2025-12-31", 700.0)],  # wider than the window
        [("home", "2025-09-03", "2025-12-19", 700.0)],  # another place
    ],
)
def test_stated_days_that_do_not_tile_the_window_are_left_to_the_roll(
    rows: list[tuple[str, str, str, float]],
) -> None:
    with_roll = Exposure(calendar(), roll(("a", "school", "2025-09-03", None)), stated(*rows))
    assert with_roll.child_days(TERM) == AUTUMN_OPEN
    assert Exposure(calendar(), None, stated(*rows)).child_days(TERM) is None


def test_stated_days_of_two_places_are_never_added_up_because_children_may_be_at_both() -> None:
    table = stated(("school", "2025-09-03", "2026-01-04", 700), ("home", "2025-09-03", "2026-01-04", 500))
    found = Exposure(calendar(SCHOOL, HOME), None, table)
    assert found.child_days(ON_TO_SPRING, "school") == 700
    assert found.child_days(ON_TO_SPRING, "home") == 500
    assert found.child_days(ON_TO_SPRING) is None


def test_days_of_other_measures_and_of_parts_are_not_taken_for_child_days() -> None:
    table = stated(("school", "2025-09-03", "2025-12-19", 700))
    for change in ({"measure": "staff_hours"}, {"dimension": "shift"}):
        assert Exposure(calendar(), None, table.assign(**change)).child_days(TERM) is None


STAYS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["school", "home"]),
        st.integers(min_value=-100, max_value=250),
        st.one_of(st.none(), st.integers(min_value=0, max_value=200)),
    ),
    max_size=8,
)


@settings(max_examples=50, deadline=None)
@given(STAYS)
def test_the_days_of_a_site_are_never_more_than_those_of_its_places_nor_fewer_than_any(
    stays: list[tuple[str, str, int, int | None]],
) -> None:
    first = date(2025, 9, 3)
    rows = []
    for child, place, start, length in stays:
        begin = first + timedelta(days=start)
        end = None if length is None else (begin + timedelta(days=length)).isoformat()
        rows.append((child, place, begin.isoformat(), end))
    found = Exposure(calendar(SCHOOL, HOME), roll(*rows), None)
    whole = sum(found.by_child(ON_TO_SPRING).values())
    parts = [sum(found.by_child(ON_TO_SPRING, place).values()) for place in ("school", "home")]
    assert max(parts) <= whole <= sum(parts)
    for child, days in found.by_child(ON_TO_SPRING).items():
        assert days <= ON_TO_SPRING.days
        assert days == found.days_here(child, ON_TO_SPRING.start, ON_TO_SPRING.end)
        assert days == found.days_at(child, ON_TO_SPRING, ["school", "home"])


def test_the_order_of_the_rolls_rows_changes_nothing() -> None:
    rows = roll(
        ("a", "school", "2025-09-03", "2025-10-10"),
        ("b", "home", "2025-11-01", None),
        ("a", "home", "2025-10-01", None),
    )
    one = Exposure(calendar(SCHOOL, HOME), rows, None)
    other = Exposure(calendar(SCHOOL, HOME), rows.iloc[::-1], None)
    assert one.by_child(ON_TO_SPRING) == other.by_child(ON_TO_SPRING)


""


def test_many_stretches_at_once_are_counted_like_each_alone() -> None:
    found = Exposure(
        calendar(SCHOOL, HOME),
        roll(("a", "school", "2025-09-03", "2025-10-10"), ("b", "home", "2025-11-01", None)),
        None,
    )
    begin, names = date(1970, 1, 1), ["b", "nobody", "a"]
    spans = [
        ("a", date(2025, 10, 6), date(2025, 10, 20)),  # Monday to Friday 10 October: 5 days
        ("b", date(2025, 10, 30), date(2025, 11, 3)),  # 1 and 2 November
        ("b", date(2020, 1, 1), date(2020, 1, 9)),  # before anything is known
        ("a", date(2025, 10, 9), date(2025, 10, 9)),  # no day
        ("nobody", date(2025, 10, 6), date(2025, 10, 20)),  # the roll does not say
    ]
    whose, starts, ends = (
        np.array([names.index(child) for child, _, _ in spans]),
        np.array([(first - begin).days for _, first, _ in spans]),
        np.array([(last - begin).days for _, _, last in spans]),
    )
    assert found.days_of(names, whose, starts, ends).tolist() == [5, 2, 0, 0, -1]
    for (child, first, last), days in zip(spans[:4], [5, 2, 0, 0], strict=True):
        assert found.days_here(child, first, last) == days
    unknown = Exposure(calendar(SCHOOL), None, None)
    assert unknown.days_of(["a"], np.array([0]), starts[:1], ends[:1]).tolist() == [-1]


# Open days of the autumn: September from the 3rd 3 + 15 + 2 = 20, October 23 less 5 of half term = 18, November 20,
# December to the 19th 15; together 73. Stated here are ten child-days for each of them.
SEPTEMBER = ("school", "2025-09-01", "2025-09-30", 200.0)
OCTOBER = ("school", "2025-10-01", "2025-10-31", 180.0)
NOVEMBER = ("school", "2025-11-01", "2025-11-30", 200.0)
DECEMBER = ("school", "2025-12-01", "2025-12-31", 150.0)


@pytest.mark.parametrize(
    ("rows", "last", "size"),
    [
        ((SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER), date(2025, 12, 19), 730),
        # To 15 October: 11 of its 18 open days, so 200 + 110.
        ((SEPTEMBER, OCTOBER), date(2025, 10, 15), 310),
        # November stated to the 21st only, with 15 open days: 53 of 58 are covered, 530 x 58 / 53.
        ((SEPTEMBER, OCTOBER, ("school", "2025-11-01", "2025-11-21", 150.0)), date(2025, 11, 30), 580),
        # Without December 58 of 73 are covered, which is 79 in a hundred: too little.
        ((SEPTEMBER, OCTOBER, NOVEMBER), date(2025, 12, 19), 0),
        # September twice: no one can say which of the two holds.
        ((SEPTEMBER, SEPTEMBER), date(2025, 9, 30), 0),
        ((("home", "2025-09-01", "2025-12-31", 500.0),), date(2025, 12, 19), None),
    ],
)
def test_stated_child_days_count_by_the_open_days_of_each_period_in_a_window(
    rows: tuple[tuple[str, str, str, float], ...], last: date, size: float | None
) -> None:
    found = Exposure(calendar(), None, stated(*rows))
    window = Window("x", "x", date(2025, 9, 3), last + timedelta(days=1), "before")
    assert found.stated_size(window) == (None if size is None else pytest.approx(size))
    assert not found.has_roll() and not found.has_roll("school")


def test_a_period_that_tiles_the_window_is_taken_as_it_stands_and_places_are_added() -> None:
    rows = [(place, "2025-09-03", "2025-12-19", amount) for place, amount in (("school", 700), ("home", 90))]
    found = Exposure(calendar(SCHOOL, HOME), roll(("a", "school", "2025-09-03", None)), stated(*rows))
    assert (found.stated_size(TERM, "school"), found.stated_size(TERM, "home"), found.stated_size(TERM)) == (
        700,
        90,
        790,
    )
    assert (found.has_roll("school"), found.has_roll("home"), found.has_roll()) == (True, False, True)
