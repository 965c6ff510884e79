"""HSC-01: the same child at home and at school."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import BOTH, build, cells, held, roll, window
from scipy.stats import binom

from generator.indicators.consistency import home_and_school, not_called
from generator.statistics.report import level

SUMMER = "2024-25-summer"
# A school has open weekdays from 11 April to 31 August 2025: 143 days are 20 weeks and 3 days from a Friday
# (Friday, Saturday, Sunday), so 20 x 5 + 1 = 101 school days. Hours there: 101 x 6.5 = 656.5.
# At home: 143 x 24 - 656.5 = 2,775.5.
SCHOOL_HOURS, HOME_HOURS = 656.5, 2775.5


def at(place: str, child: str, count: int, **more: Any) -> list[dict[str, Any]]:
    return [held(child, f"2025-05-{day:02}", setting_id=place, **more) for day in range(1, count + 1)]


def both(*children: str) -> list[dict[str, Any]]:
    return roll(*children, place="home") + roll(*children, place="school")


def test_rates_are_by_the_hour_at_each_place() -> None:
    rows = [
        *at("home", "a", 6), *at("school", "a", 2),
        *at("home", "b", 4),
        *at("school", "c", 3),
        *at("home", "d", 0),
        *at("home", "only-home", 5),
        *at("home", "a", 3, planned="planned_routine_ehcp"),
    ]  # fmt: skip
    children = both("a", "b", "c", "d") + roll("only-home", place="home")
    data = build(rows, places=BOTH, children=children)
    found = cells(home_and_school.compute(data, window(data, SUMMER)))
    assert found["at-home"].denominator == pytest.approx(4 * HOME_HOURS)
    assert found["at-school"].denominator == pytest.approx(4 * SCHOOL_HOURS)
    assert (found["at-home"].numerator, found["at-school"].numerator) == (10, 5)
    assert found["Total"].value == pytest.approx((10 / HOME_HOURS) / (5 / SCHOOL_HOURS))
    assert (found["Total"].numerator, len(found["Total"].evidence)) == (10, 10)
    matrix = {group: found[group].value for group in ("both", "home-only", "school-only", "neither")}
    assert matrix == {"both": 1, "home-only": 1, "school-only": 1, "neither": 1}
    assert found["both"].denominator == 4 and found["both"].evidence[0].table == "children"


def test_under_ten_incidents_or_three_children_there_is_no_ratio() -> None:
    data = build(at("home", "a", 5) + at("school", "a", 4), places=BOTH, children=both("a", "b", "c"))
    assert cells(home_and_school.compute(data, window(data, SUMMER)))["Total"].marker == "u"
    data = build(at("home", "a", 9) + at("school", "b", 4), places=BOTH, children=both("a", "b", "c"))
    assert cells(home_and_school.compute(data, window(data, SUMMER)))["Total"].marker == "u"


def test_a_setting_may_give_its_own_length_of_a_school_day() -> None:
    data = build(at("school", "a", 1), places=BOTH, children=both("a"), thresholds={"school_day_hours": 5})
    found = cells(home_and_school.compute(data, window(data, SUMMER)))
    assert found["at-school"].denominator == pytest.approx(505)


def test_each_child_with_three_incidents_has_a_line_of_their_own() -> None:
    data = build(
        at("home", "a", 2) + at("school", "a", 1) + at("home", "b", 2), places=BOTH, children=both("a", "b")
    )
    dumbbell = home_and_school.compute(data, data.calendar.current).exhibits[0]
    assert [row[0] for row in dumbbell.rows] == ["a"]
    assert dumbbell.rows[0][1:] == pytest.approx((200 / HOME_HOURS, 100 / SCHOOL_HOURS))


def test_the_sentence_says_why_no_difference_is_called() -> None:
    # Three children with four times as many at home: fewer than six differ, so chance cannot be weighed at all.
    rows = [row for child in "abc" for row in at("home", child, 30) + at("school", child, 1)]
    data = build(rows, places=BOTH, children=both("a", "b", "c"))
    said = cells(home_and_school.compute(data, data.calendar.current))["Total"].sentence
    assert said == (
        "Too few children had more at one place than at the other to say whether the difference is more than chance."
    )


def test_nothing_at_school_has_no_ratio_and_is_still_more_at_home() -> None:
    # Twelve children with three each at home and none at school: all twelve the same way is 2 x 0.5^12 = 0.0005.
    rows = [row for child in "abcdefghijkl" for row in at("home", child, 3)]
    data = build(rows, places=BOTH, children=both(*"abcdefghijkl"))
    total = cells(home_and_school.compute(data, data.calendar.current))["Total"]
    assert (total.value, total.interval, total.marker) == (None, None, "u")
    assert total.verdict is not None and total.verdict.klass == "R3"
    assert total.sentence.startswith("More incidents an hour at home than at school")


def test_what_chance_can_explain_stands_beside_what_would_have_stood_out() -> None:
    # 24 at home and 6 at school, beside hours of 2,775.5 to 656.5: three children a little over, three a little under.
    rows = [row for child in "abc" for row in at("home", child, 5) + at("school", child, 1)]
    rows += [row for child in "def" for row in at("home", child, 3) + at("school", child, 1)]
    data = build(rows, places=BOTH, children=both(*"abcdef"))
    total = cells(home_and_school.compute(data, data.calendar.current))["Total"]
    assert total.verdict is not None and total.verdict.klass == "R1"
    low, high = (int(total.verdict.facts[name]) for name in ("lo", "hi"))
    assert total.sentence == (
        "A difference this size between home and school often happens by chance. Beside 6 at school only "
        f"{low} or fewer or {high} or more at home could be told from it."
    )
    share, alpha = HOME_HOURS / (HOME_HOURS + SCHOOL_HOURS), level(data.calendar, "places")
    assert 2 * binom.sf(high - 1, high + 6, share) < alpha <= 2 * binom.sf(high - 2, high + 5, share)
    assert 2 * binom.cdf(low, low + 6, share) < alpha <= 2 * binom.cdf(low + 1, low + 7, share)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            "share",
            "A difference this size is rare by chance for one measure alone, but this report checks many.",
        ),
        ("uneven", "The children do not agree: for some there was more at home, for some at school."),
        ("rolls-differ", "The children one by one and all together point different ways."),
        ("earlier", "Whether home and school differed is tested for the latest windows only."),
    ],
)
def test_each_reason_for_not_calling_a_difference_has_its_own_words(reason: str, said: str) -> None:
    assert not_called({"reason": reason}, often="often happens") == said
