"""How the 5 % of a report is shared, of which windows a test may speak, and what is to be expected by chance."""

from __future__ import annotations

from datetime import date

import pytest

from generator.model import Place, TermDates
from generator.periods import Calendar
from generator.statistics import report
from generator.statistics.compare import compare
from generator.statistics.deviations import chart_rate
from generator.statistics.groups import Group, compare_groups

SCHOOL = Place(id="school", name="School", kind="special_school")
TERMS = (
    TermDates("202324", "autumn", date(2023, 9, 1), date(2023, 12, 20)),
    TermDates("202324", "spring", date(2024, 1, 8), date(2024, 3, 28)),
    TermDates("202324", "summer", date(2024, 4, 15), date(2024, 7, 19)),
    TermDates("202425", "autumn", date(2024, 9, 2), date(2024, 12, 20)),
)


def calendar(as_of: date, inspected: date | None = None) -> Calendar:
    return Calendar((SCHOOL,), TERMS, date(2023, 9, 1), as_of, inspected)


def test_the_headline_tests_share_five_percent_and_not_more() -> None:
    # 2.0 + 0.8 + 0.6 + 0.5 + 0.5 + 0.6 = 5.0.
    assert sum(each.percent for each in report.HEADLINES) == pytest.approx(report.TOTAL) == 5.0
    assert all(each.percent > 0 for each in report.HEADLINES)
    names = [each.name for each in (*report.HEADLINES, *report.OTHERS)]
    assert len(set(names)) == len(names)
    assert len({each.indicator for each in report.HEADLINES}) <= 6


def test_after_a_term_has_ended_there_is_one_latest_window_and_it_has_the_whole_share() -> None:
    # 1 August 2024: the summer term is over and leads; it is the last completed term as well.
    over = calendar(date(2024, 8, 1))
    assert [each.id for each in report.windows(over, "groups")] == ["2023-24-summer"]
    assert report.level(over, "groups") == pytest.approx(0.006)
    assert report.level(over, "change") == pytest.approx(0.02)


def test_in_the_middle_of_a_term_the_share_is_divided_among_the_windows_spoken_of() -> None:
    # 30 October 2024: the running term leads (over 20 open days), the summer term is the last completed one.
    now = calendar(date(2024, 10, 30))
    assert [each.id for each in report.windows(now, "groups")] == ["2024-25-autumn-so-far", "2023-24-summer"]
    assert report.level(now, "groups") == pytest.approx(0.003)
    # What says that the level changed speaks of windows that end today, and of nothing else.
    assert [each.id for each in report.windows(now, "change")] == ["2024-25-autumn-so-far"]
    assert report.level(now, "change") == pytest.approx(0.02)
    looked = calendar(date(2024, 10, 30), inspected=date(2024, 3, 1))
    assert report.level(looked, "change") == pytest.approx(0.01)
    assert report.level(looked, "groups") == pytest.approx(0.002)


def test_no_test_speaks_of_an_earlier_window() -> None:
    now = calendar(date(2024, 10, 30))
    earlier = [each for each in now.completed_terms if each.id != "2023-24-summer"]
    assert len(earlier) == 2
    for name in ("change", "shifts", "adults", "times", "groups", "places", "responses"):
        assert not any(report.speaks(now, name, each) for each in earlier)
        assert report.speaks(now, name, now.current)


def test_a_window_of_one_day_is_never_said_to_differ() -> None:
    # Inspected on 30 October, read on the 31st: two days since, fewer than the twenty that are asked for.
    soon = calendar(date(2024, 10, 31), inspected=date(2024, 10, 30))
    since = next(each for each in soon.extra if each.kind == "since-inspection")
    assert since.days == 2 and not report.speaks(soon, "change", since)
    assert report.level(soon, "change") == pytest.approx(0.02)
    # Records of a single day: no window at all is long enough, and nothing is divided by nought.
    first = Calendar((SCHOOL,), TERMS, date(2024, 10, 31), date(2024, 10, 31))
    assert report.windows(first, "groups") == () and report.level(first, "groups") == pytest.approx(0.006)


def test_what_is_to_be_expected_by_chance_is_the_sum_of_the_parts_of_the_tests_that_were_made() -> None:
    # 0.02 for the change, 0.006 for groups, and the chart with the rate that was simulated, here 0.004.
    made = {"change": 1, "groups": 1, "chart": 1, "adults": 0}
    assert report.expected_by_chance(made, 0.004) == pytest.approx(0.03)
    assert report.expected_by_chance({}, 0.004) == 0


def test_the_charts_part_is_not_below_its_simulated_rate() -> None:
    part = next(each.percent for each in report.HEADLINES if each.name == "chart")
    assert 100 * chart_rate() <= part


def eight(before: int, after: int) -> tuple[dict[int, tuple[int, float]], dict[int, tuple[int, float]]]:
    """Eight children with so many incidents each in two windows of a hundred days."""
    return dict.fromkeys(range(8), (before, 100.0)), dict.fromkeys(range(8), (after, 100.0))


def test_a_smaller_share_asks_for_more_children() -> None:
    # All of eight went from 3 to 1: p = 2 / 256 = 0.0078. Without one of them seven: 2 / 128 = 0.0156.
    assert compare(*eight(3, 1), alpha=0.05).klass == "R2"
    assert compare(*eight(3, 1), alpha=0.02).klass == "R2"
    # At 0.01 the eight would do and the seven do not: with seven no p is below 0.0156.
    few = compare(*eight(3, 1), alpha=0.01)
    assert (few.klass, few.facts["reason"]) == ("R1", "few-children")


def test_what_is_rare_for_one_test_and_not_for_a_report_is_said_to_be_so() -> None:
    # Ten children: nine go from 2 to 1, one from 1 to 2. Sums of ten signs of one half each: P(|sum| >= 8 halves)
    # = 2 (1 + 10) / 1024 = 0.0215, below 0.05 and not below 0.02.
    before = {c: (2 if c else 1, 100.0) for c in range(10)}
    after = {c: (1 if c else 2, 100.0) for c in range(10)}
    found = compare(before, after, alpha=0.02)
    assert found.facts["p"] == pytest.approx(22 / 1024)
    assert (found.klass, found.facts["reason"]) == ("R1", "share")


def test_an_earlier_window_is_counted_and_not_said_to_have_changed() -> None:
    found = compare(*eight(3, 1), speaks=False)
    assert (found.klass, found.facts["reason"]) == ("R1", "earlier")
    assert (found.facts["a"], found.facts["b"]) == (24, 8)


def test_totals_that_differ_by_no_more_than_chance_are_not_said_to_have_changed() -> None:
    # Eight children each have one fewer (24 to 16), and a newcomer has ten: 24 and 26 in all.
    before, after = eight(3, 2)
    after["new"] = (10, 100.0)  # type: ignore[index]
    before["new"] = (0, 0.0)  # type: ignore[index]
    assert compare(before, after, totals_too=True).klass == "R1"


def test_groups_are_held_to_their_share_and_only_in_the_latest_windows() -> None:
    # 9 of 12 against 2 of 14: Fisher's two-sided p is about 0.004.
    gap = {"a": Group(9, 12, 2, 14)}
    assert compare_groups(gap)["a"].klass == "R8"
    assert compare_groups(gap, alpha=0.002)["a"].klass == "R1"
    earlier = compare_groups(gap, speaks=False)["a"]
    assert (earlier.klass, earlier.facts["reason"]) == ("R1", "earlier")
