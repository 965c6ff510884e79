"""One of several units against its share of the time: exact tails, correction, and the child with most left out."""

from __future__ import annotations

import pytest

from generator.statistics.charts import ChartError
from generator.statistics.rates import holm
from generator.statistics.units import Unit, benjamini_yekutieli, readings


def children(count: int, names: str = "abcdefghij") -> dict[str, int]:
    """So many incidents, dealt out in turn to ten children."""
    return {name: len(range(place, count, len(names))) for place, name in enumerate(names)}


def test_the_tails_are_those_of_a_fair_coin_where_two_units_have_the_same_time() -> None:
    # 9 of 10 with a half each: P(9 or more) = (10 + 1) / 1024; P(1 or fewer) is the same for the other.
    ((nine, one),) = readings([[Unit(5, children(9)), Unit(5, children(1))]], holm)
    assert nine.p_high == pytest.approx(11 / 1024) and one.p_low == pytest.approx(11 / 1024)
    assert (nine.expected, nine.ratio) == (5, pytest.approx(1.8))
    # Four tails are looked at: Holm gives 4 x 11/1024 = 0.043 for the smallest, which is below 0.05.
    assert nine.adjusted == pytest.approx(44 / 1024)


def test_many_children_stand_out_and_one_child_does_not() -> None:
    ((many, _),) = readings([[Unit(1, children(20)), Unit(1, children(2))]], holm)
    assert many.said == "high"
    # 12 of the 20 are one child's. Without that child 8 against 2: P(8 or more of 10) = 56 / 1024 = 0.055.
    alone = {"z": 12, **children(8)}
    ((one, _),) = readings([[Unit(1, alone), Unit(1, children(2))]], holm)
    assert one.said == "one-child"


def test_all_who_share_the_place_of_most_are_left_out_one_by_one() -> None:
    # y and z have eight each beside ten children with three incidents, two of them here and one in the rest. Without
    # either 28 are left against 10: P(28 or more of 38) = 700,614,760 / 2^38 = 0.0025.
    ((both, _),) = readings([[Unit(1, {"y": 8, "z": 8, **children(20)}), Unit(1, children(10))]], holm)
    assert both.said == "high"
    # With one incident of each of the ten on both sides, 26 of 36 taken one by one is rare (0.006, times four tails
    # 0.023), but without either 18 are left against 10: P(18 or more of 28) = 24,821,333 / 2^28 = 0.092.
    ((neither, _),) = readings([[Unit(1, {"y": 8, "z": 8, **children(10)}), Unit(1, children(10))]], holm)
    assert neither.said == "one-child"


REST_OF_WEEK = [Unit(14, {first: 1, second: 1}) for first, second in ("ef", "gh", "ij", "kl")]
"""Tuesday to Friday of fourteen weeks: two incidents each, of eight children."""


def test_hard_days_of_a_few_children_do_not_make_a_weekday_stand_out() -> None:
    # Twelve of twenty on Mondays, a fifth of the days: 0.0001 if each stood for itself, 0.001 after ten tails (Holm).
    # But they are three each of four children. With p = 0.6 for Monday and 0.1 for each other day, the squares of
    # x - T·p are (3 - 1.8)² + 4 x 0.3² = 1.8 for each of the four, 0.6² + 0.9² + 3 x 0.1² = 1.2 for each of the
    # eight: 16.8, times 12/11. By chance 20 x 20/19 x (1 - 0.36 - 4 x 0.01) = 12.63. So 1.45 count as one.
    hard = Unit(14, dict.fromkeys("abcd", 3))
    ((monday, *_),) = readings([[hard, *REST_OF_WEEK]], benjamini_yekutieli, 0.10, familywise=0.005)
    assert monday.together.effect == pytest.approx(16.8 * 12 / 11 / (400 / 19 * 0.6))
    assert monday.said == ""
    # What is shown is of all twelve, one by one.
    assert (monday.count, monday.expected) == (12, 4) and monday.p_high == pytest.approx(0.000102, abs=1e-6)


def test_a_weekday_that_many_children_share_still_stands_out() -> None:
    many = Unit(14, dict.fromkeys("abcdmnopqrst", 1))
    ((monday, *_),) = readings([[many, *REST_OF_WEEK]], benjamini_yekutieli, 0.10, familywise=0.005)
    assert monday.together.effect == 1 and monday.said == "high"
    # Twice as many of the same children on the same days: every two count for less, and the weekday still stands out.
    twice = [Unit(14, {child: 2 * n for child, n in unit.by_child.items()}) for unit in [many, *REST_OF_WEEK]]
    ((monday, *_),) = readings([twice], benjamini_yekutieli, 0.10, familywise=0.005)
    assert monday.together.effect > 1 and monday.said == "high"


def test_one_child_with_three_incidents_on_one_day_changes_nothing_of_what_others_show() -> None:
    # Ten children with one each, two a day, and one with three on a Monday: five of thirteen where 2.6 are expected.
    week = [Unit(14, {first: 1, second: 1}) for first, second in ("ab", "cd", "ef", "gh", "ij")]
    week[0] = Unit(14, {"a": 1, "b": 1, "z": 3})
    (row,) = readings([week], holm)
    assert [each.said for each in row] == [""] * 5 and row[0].together.effect > 1


def test_fewer_than_three_children_are_never_a_pattern_of_a_unit() -> None:
    ((two, _),) = readings([[Unit(1, {"a": 20, "b": 20}), Unit(1, children(2))]], holm)
    assert two.said == "one-child"


def test_where_one_has_many_the_others_are_not_said_to_have_few() -> None:
    # Three units of the same time: 40, 5 and 5. Beside each other the two are even, so only the first stands out.
    ((many, second, third),) = readings(
        [[Unit(1, children(40)), Unit(1, children(5)), Unit(1, children(5))]], holm
    )
    assert (many.said, second.said, third.said) == ("high", "", "")
    # Three of 20 each and one of none: nothing is high, and none of 60 is few.
    ((*even, none),) = readings([[Unit(1, children(20))] * 3 + [Unit(1, {})]], holm)
    assert [each.said for each in even] == ["", "", ""] and none.said == "low"


def test_nothing_is_tested_below_ten_in_all_or_two_expected_or_without_time() -> None:
    ((nine, none),) = readings([[Unit(1, children(9)), Unit(1, {})]], holm)
    assert not nine.tested and nine.said == "" and none.said == ""
    # 12 in all, a tenth of the time: 1.2 expected.
    ((_, small),) = readings([[Unit(9, children(4)), Unit(1, children(8))]], holm)
    assert small.expected == pytest.approx(1.2) and not small.tested
    ((_, idle),) = readings([[Unit(1, children(12)), Unit(0, children(3))]], holm)
    assert not idle.tested and idle.ratio is None and idle.interval is None
    ((nobody,),) = readings([[Unit(0, {})]], holm)
    assert nobody.ratio is None and nobody.against_rest is None


def test_the_rate_against_the_rest_and_its_interval_have_an_end_or_are_not_given() -> None:
    # 6 in 2 hours against 3 in 4 hours: 3 an hour over 0.75 an hour.
    ((six, three),) = readings([[Unit(2, children(6)), Unit(4, children(3))]], holm)
    assert six.against_rest is not None and six.against_rest[0] == pytest.approx(4)
    low, high = six.against_rest[1:]
    assert 0 < low < 4 < high
    assert three.against_rest is not None and three.against_rest[0] == pytest.approx(0.25)
    ((all_of_them, none),) = readings([[Unit(1, children(5)), Unit(1, {})]], holm)
    assert all_of_them.against_rest is None, "nothing over nothing has no end"
    assert none.against_rest is not None and none.against_rest[:2] == (0, 0)
    # The upper end for none of five is 1 - 0.025^(1/5) = 0.5218; as odds 1.0913.
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 5))


def test_limits_hold_what_chance_alone_would_give() -> None:
    # Ten tosses: P(1 or fewer) = 11/1024 = 0.011 < 0.025 < P(2 or fewer) = 56/1024; P(0) = 1/1024 = 0.00098 < 0.001.
    ((reading, _),) = readings([[Unit(1, children(5)), Unit(1, children(5))]], holm)
    assert reading.limits(0.025) == (2, 8)
    assert reading.limits(0.001) == (1, 9)


def test_benjamini_and_yekutieli_by_hand() -> None:
    # Three tests: 1 + 1/2 + 1/3 = 11/6. 0.01 x 3 x 11/6 / 1 = 0.055; 0.02 x 3 x 11/6 / 2 = 0.055; 0.5 x 11/6 = 0.917.
    assert benjamini_yekutieli([0.5, 0.01, 0.02]) == pytest.approx((0.5 * 11 / 6, 0.055, 0.055))
    assert benjamini_yekutieli([]) == ()
    assert benjamini_yekutieli([1.0, 0.9]) == (1.0, 1.0)
    with pytest.raises(ChartError, match="not between nought and one"):
        benjamini_yekutieli([1.2])


def test_of_many_even_units_almost_none_is_called() -> None:
    import numpy as np

    dice = np.random.default_rng(7)
    called = 0
    for _ in range(300):
        drawn = dice.multinomial(60, [1 / 6] * 6)
        (row,) = readings([[Unit(1, children(int(count))) for count in drawn]], benjamini_yekutieli, 0.10)
        called += any(each.said in ("high", "low") for each in row)
    # The share of reports with any false call is held under one in ten; Benjamini and Yekutieli are far below it.
    assert called <= 15
