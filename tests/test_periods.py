"""Terms, windows and open days; every day was counted with a calendar in the hand."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Place, TermDates
from generator.periods import (
    Calendar,
    Window,
    academic_year,
    assumed_terms,
    date_range,
    fill,
    month,
    months,
    year_name,
)

SCHOOL = Place("school", "The School", "special_school")
HOME = Place("home", "The Home", "childrens_home")


def on(text: str) -> date:
    return date.fromisoformat(text)


def term(year: str, name: str, first: str, last: str, half: str, until: str, *closed: str) -> TermDates:
    return TermDates(
        year,
        name,  # type: ignore[arg-type]
        on(first),
        on(last),
        on(half),
        on(until),
        tuple(on(each) for each in closed),
    )


TERMS = (
    term("202425", "autumn", "2024-09-04", "2024-12-20", "2024-10-28", "2024-11-01"),
    term("202425", "spring", "2025-01-06", "2025-04-04", "2025-02-17", "2025-02-21"),
    term("202425", "summer", "2025-04-22", "2025-07-22", "2025-05-26", "2025-05-30", "2025-05-05"),
    term("202526", "autumn", "2025-09-03", "2025-12-19", "2025-10-27", "2025-10-31"),
    term("202526", "spring", "2026-01-05", "2026-03-27", "2026-02-16", "2026-02-20"),
    term("202526", "summer", "2026-04-13", "2026-07-21", "2026-05-25", "2026-05-29", "2026-05-04"),
    term("202627", "autumn", "2026-09-02", "2026-12-18", "2026-10-26", "2026-10-30"),
)


def calendar(
    *places: Place,
    as_of: str = "2026-11-20",
    data_start: str = "2024-09-04",
    terms: tuple[TermDates, ...] = TERMS,
    inspected: str | None = None,
    reg45: int | None = None,
    assumed: bool = False,
) -> Calendar:
    return Calendar(
        places=places or (SCHOOL,),
        terms=terms,
        data_start=on(data_start),
        as_of=on(as_of),
        last_inspection=on(inspected) if inspected else None,
        reg45_month=reg45,
        terms_assumed=assumed,
    )


def window(found: tuple[Window, ...], name: str) -> Window:
    return next(each for each in found if each.id == name)


def ids(found: tuple[Window, ...]) -> list[str]:
    return [each.id for each in found]


# Windows of terms


def test_a_schools_term_runs_from_its_first_day_to_the_day_after_its_last() -> None:
    autumn = window(calendar().all_terms, "2025-26-autumn")
    assert (autumn.start, autumn.end) == (on("2025-09-03"), on("2025-12-20"))
    assert autumn.label == "Autumn term 2025"
    assert autumn.dates == "3 Sep to 19 Dec 2025"
    assert autumn.days == 28 + 31 + 30 + 19


def test_spring_and_summer_are_named_after_the_second_year_of_the_academic_year() -> None:
    found = calendar().all_terms
    assert window(found, "2025-26-spring").label == "Spring term 2026"
    assert window(found, "2025-26-summer").label == "Summer term 2026"


def test_with_a_home_a_term_runs_on_to_the_next_so_that_no_day_is_lost() -> None:
    found = calendar(SCHOOL, HOME).all_terms
    assert window(found, "2025-26-autumn").end == on("2026-01-05")
    for first, second in itertools.pairwise(found):
        assert first.end == second.start


def test_with_a_home_a_summer_term_without_a_next_runs_to_the_end_of_august() -> None:
    found = calendar(HOME, terms=TERMS[:6]).all_terms
    assert window(found, "2025-26-summer").end == on("2026-09-01")


def test_with_a_home_an_autumn_term_without_a_next_ends_with_its_last_day() -> None:
    assert window(calendar(HOME).all_terms, "2026-27-autumn").end == on("2026-12-19")


def test_a_term_is_complete_on_its_last_day_and_not_the_day_before() -> None:
    assert ids(calendar(as_of="2026-07-21").completed_terms)[-1] == "2025-26-summer"
    assert ids(calendar(as_of="2026-07-20").completed_terms)[-1] == "2025-26-spring"


def test_with_a_home_the_summer_term_is_complete_only_when_the_holiday_is_over() -> None:
    in_august = calendar(SCHOOL, HOME, as_of="2026-08-20")
    assert ids(in_august.completed_terms)[-1] == "2025-26-spring"
    assert in_august.term_so_far is not None
    assert in_august.term_so_far.id == "2025-26-summer-so-far"
    assert ids(calendar(SCHOOL, HOME, as_of="2026-09-01").completed_terms)[-1] == "2025-26-summer"


def test_a_school_in_the_holiday_has_no_term_that_is_running() -> None:
    assert calendar(as_of="2026-08-20").term_so_far is None
    assert calendar(as_of="2026-08-20").current.id == "2025-26-summer"


def test_a_term_of_which_the_data_cover_too_little_is_not_among_the_completed() -> None:
    # Autumn 2024 has 78 weekdays less 5 of half term, 73; from 25 November on there are 20.
    assert ids(calendar(data_start="2024-11-25").completed_terms)[0] == "2024-25-spring"
    assert ids(calendar(data_start="2024-09-06").completed_terms)[0] == "2024-25-autumn"


def test_the_leading_window_is_this_term_once_twenty_days_have_been_open() -> None:
    # Autumn 2026: 2, 3 and 4 September, three weeks of five, 28 and 29 September.
    assert calendar(as_of="2026-09-28").current.id == "2025-26-summer"
    assert calendar(as_of="2026-09-29").current.id == "2026-27-autumn-so-far"


def test_readers_under_protection_lead_with_the_last_completed_term() -> None:
    found = calendar(as_of="2026-11-20").last_term
    assert found is not None and found.id == "2025-26-summer"
    assert calendar(as_of="2024-09-20").last_term is None


def test_the_term_so_far_holds_the_day_it_runs_to() -> None:
    so_far = calendar().term_so_far
    assert so_far is not None
    assert (so_far.start, so_far.end, so_far.nested) == (on("2026-09-02"), on("2026-11-21"), False)
    assert so_far.label == "Autumn term 2026 so far"


# What a window is compared with


def test_a_term_is_compared_with_the_same_term_last_year() -> None:
    found = calendar()
    other = found.comparison(window(found.completed_terms, "2025-26-summer"))
    assert other is not None and other.id == "2024-25-summer"


def test_a_term_so_far_is_compared_with_as_many_days_of_the_same_term_last_year() -> None:
    found = calendar()
    assert found.term_so_far is not None
    other = found.comparison(found.term_so_far)
    assert other is not None
    # 2 September to 20 November are 29 + 31 + 20 = 80 days.
    assert (other.start, other.end) == (on("2025-09-03"), on("2025-11-22"))
    assert other.days == found.term_so_far.days == 80


@pytest.mark.parametrize(
    ("data_start", "expected"),
    [
        # Summer 2025 has 60 open days; 48 are four fifths. 9 are over on 5 May; 6, 7 and 8 May make 12.
        ("2025-05-06", "2024-25-summer"),
        ("2025-05-09", "2024-25-summer"),
        ("2025-05-12", "2025-26-summer-before"),
    ],
)
def test_last_years_term_counts_only_where_the_data_cover_four_fifths_of_its_open_days(
    data_start: str, expected: str
) -> None:
    found = calendar(data_start=data_start)
    summer = window(found.all_terms, "2024-25-summer")
    assert found.open_days(summer) == 60
    other = found.comparison(window(found.completed_terms, "2025-26-summer"))
    assert other is not None and other.id == expected


def test_without_last_years_term_a_window_is_compared_with_as_many_days_just_before() -> None:
    found = calendar(data_start="2025-12-01")
    summer = window(found.completed_terms, "2025-26-summer")
    other = found.comparison(summer)
    assert summer.days == 18 + 31 + 30 + 21
    assert other is not None
    assert (other.start, other.end) == (on("2026-01-03"), on("2026-04-13"))
    assert other.days == summer.days


def test_where_nothing_before_is_covered_there_is_nothing_to_compare_with() -> None:
    found = calendar(data_start="2026-04-01", as_of="2026-09-30")
    assert found.comparison(window(found.completed_terms, "2025-26-summer")) is None


# Windows that overlap others


def test_the_window_since_the_inspection_begins_on_its_day_and_holds_today() -> None:
    found = window(calendar(inspected="2025-06-10").extra, "since-inspection")
    assert (found.start, found.end) == (on("2025-06-10"), on("2026-11-21"))
    assert found.label == "since the last inspection (10 Jun 2025)"


@pytest.mark.parametrize("inspected", ["2024-09-03", "2026-11-20"])
def test_an_inspection_before_the_data_or_today_has_no_window(inspected: str) -> None:
    assert "since-inspection" not in ids(calendar(inspected=inspected).extra)


def test_the_month_is_the_last_that_is_over() -> None:
    assert window(calendar(as_of="2026-11-20").extra, "2026-10").dates == "1 Oct to 31 Oct 2026"
    assert "2026-10" in ids(calendar(as_of="2026-10-31").extra)
    assert "2026-09" in ids(calendar(as_of="2026-10-30").extra)


def test_the_month_after_february_of_a_leap_year_is_preceded_by_29_days() -> None:
    found = window(calendar(as_of="2028-03-15").extra, "2028-02")
    assert (found.start, found.end, found.days) == (on("2028-02-01"), on("2028-03-01"), 29)


@pytest.mark.parametrize(
    ("as_of", "reg45", "first", "last"),
    [
        ("2026-11-20", 3, "2026-03-01", "2026-08-31"),
        ("2026-08-31", 3, "2026-03-01", "2026-08-31"),
        ("2026-08-30", 3, "2025-09-01", "2026-02-28"),
        ("2026-11-20", 12, "2025-12-01", "2026-05-31"),
        ("2026-11-20", 7, "2026-01-01", "2026-06-30"),
        ("2026-11-20", 6, "2025-12-01", "2026-05-31"),
    ],
)
def test_a_homes_half_year_is_the_last_that_is_over(as_of: str, reg45: int, first: str, last: str) -> None:
    found = [each for each in calendar(HOME, as_of=as_of, reg45=reg45).extra if each.kind == "half-year"]
    assert [(each.start, each.end) for each in found] == [(on(first), on(last) + timedelta(days=1))]


def test_a_school_without_a_home_has_no_half_year() -> None:
    assert [each for each in calendar(reg45=3).extra if each.kind == "half-year"] == []


def test_only_completed_terms_are_marked_as_never_overlapping() -> None:
    found = calendar(SCHOOL, HOME, inspected="2025-06-10", reg45=3)
    assert found.term_so_far is not None
    assert all(each.nested for each in found.completed_terms)
    assert not any(each.nested for each in (*found.extra, found.term_so_far))


# Open days


@pytest.mark.parametrize(
    ("name", "days"),
    [
        # Three days and fifteen weeks, less half term.
        ("2025-26-autumn", 3 + 75 - 5),
        # Twelve weeks, less half term.
        ("2025-26-spring", 60 - 5),
        # Fourteen weeks and two days, less half term and the May bank holiday.
        ("2025-26-summer", 72 - 5 - 1),
    ],
)
def test_a_school_is_open_on_weekdays_of_term_outside_half_term_and_closed_days(name: str, days: int) -> None:
    found = calendar()
    assert found.open_days(window(found.all_terms, name), SCHOOL) == days


def test_a_home_is_open_every_day() -> None:
    found = calendar(SCHOOL, HOME)
    autumn = window(found.all_terms, "2025-26-autumn")
    assert autumn.days == 28 + 31 + 30 + 31 + 4
    assert found.open_days(autumn, HOME) == autumn.days
    assert found.open_days(autumn) == autumn.days
    assert found.open_days(autumn, SCHOOL) == 73


def test_the_hour_that_the_clocks_change_takes_or_adds_no_day() -> None:
    found = calendar(HOME)
    for first, last in (("2026-03-28", "2026-03-30"), ("2026-10-24", "2026-10-26")):
        three = Window("", "", on(first), on(last) + timedelta(days=1), "before")
        assert found.open_days(three) == three.days == 3


def test_a_leap_day_is_a_day() -> None:
    found = calendar(HOME, as_of="2028-03-31")
    assert found.open_days(Window("", "", on("2028-02-28"), on("2028-03-01"), "before")) == 2


def test_thirds_of_the_year_stand_in_where_no_terms_are_given_and_weekdays_are_open() -> None:
    terms = assumed_terms(on("2025-10-01"), on("2026-03-01"))
    assert [(each.name, each.start_on, each.end_on) for each in terms] == [
        ("autumn", on("2025-09-01"), on("2025-12-31")),
        ("spring", on("2026-01-01"), on("2026-03-31")),
        ("summer", on("2026-04-01"), on("2026-08-31")),
    ]
    found = calendar(terms=terms, data_start="2025-10-01", assumed=True)
    week = Window("", "", on("2026-08-03"), on("2026-08-10"), "before")
    assert found.open_days(week) == 5


def test_without_any_term_that_has_data_the_last_91_days_lead() -> None:
    found = calendar(terms=(), data_start="2025-01-01")
    assert (found.current.start, found.current.end) == (on("2026-08-22"), on("2026-11-21"))
    assert found.current.days == 91


# Words and months


def test_the_academic_year_turns_on_the_first_of_september() -> None:
    assert (academic_year(on("2026-08-31")), academic_year(on("2026-09-01"))) == (2025, 2026)
    assert (year_name(2025), year_name(2099)) == ("2025-26", "2099-00")


def test_dates_name_their_year_once_where_it_is_the_same() -> None:
    assert date_range(on("2026-04-13"), on("2026-08-31")) == "13 Apr to 31 Aug 2026"
    assert date_range(on("2025-12-01"), on("2026-01-05")) == "1 Dec 2025 to 5 Jan 2026"
    assert month(on("2025-11-30")) == "Nov 2025"


def test_months_are_cut_to_the_window_they_lie_in() -> None:
    found = months(on("2025-11-10"), on("2026-01-05"))
    assert [(each.id, each.start.isoformat(), each.end.isoformat()) for each in found] == [
        ("2025-11", "2025-11-10", "2025-12-01"),
        ("2025-12", "2025-12-01", "2026-01-01"),
        ("2026-01", "2026-01-01", "2026-01-05"),
    ]


def test_filling_holds_both_ends_and_stays_inside_the_days_there_are() -> None:
    mask = np.zeros(5, dtype=bool)
    fill(mask, on("2026-01-01"), on("2025-12-30"), on("2026-01-02"), True)
    assert mask.tolist() == [True, True, False, False, False]
    fill(mask, on("2026-01-01"), on("2026-01-05"), on("2026-02-05"), True)
    assert mask.tolist() == [True, True, False, False, True]
    fill(mask, on("2026-01-01"), on("2026-03-01"), on("2026-02-05"), False)
    assert mask.tolist() == [True, True, False, False, True]


# What must always hold

DAYS = st.integers(min_value=0, max_value=1500)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Terms in order that never overlap, with gaps or none, and any day to look from."""
    edges = sorted(draw(st.sets(DAYS, min_size=2, max_size=18)))
    first = on("2022-09-01")
    terms = []
    for number, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=False)):
        year = 2022 + number // 3
        name = ("autumn", "spring", "summer")[number % 3]
        code = f"{year}{(year + 1) % 100:02d}"
        terms.append(
            TermDates(code, name, first + timedelta(days=start), first + timedelta(days=end - 1))  # type: ignore[arg-type]
        )
    places = draw(st.sampled_from([(SCHOOL,), (HOME,), (SCHOOL, HOME)]))
    return Calendar(
        places, tuple(terms), first + timedelta(days=draw(DAYS)), first + timedelta(days=draw(DAYS))
    )


@settings(max_examples=60, deadline=None)
@given(calendars())
def test_completed_terms_never_overlap_and_none_is_later_than_today(found: Calendar) -> None:
    done = found.completed_terms
    assert all(first.end <= second.start for first, second in itertools.pairwise(done))
    assert all(each.end <= found.end and each.days > 0 for each in done)


@settings(max_examples=60, deadline=None)
@given(calendars())
def test_a_comparison_never_overlaps_its_window_and_is_never_longer(found: Calendar) -> None:
    for each in (*found.completed_terms, *([found.term_so_far] if found.term_so_far else [])):
        other = found.comparison(each)
        if other is not None:
            assert other.end <= each.start
            if other.kind == "before":
                assert other.days <= each.days


@settings(max_examples=60, deadline=None)
@given(calendars())
def test_a_site_is_open_at_least_as_often_as_any_of_its_places_and_at_most_as_often_as_all(
    found: Calendar,
) -> None:
    for each in found.all_terms:
        by_place = [found.open_days(each, place) for place in found.places]
        assert max(by_place) <= found.open_days(each) <= min(sum(by_place), each.days)
