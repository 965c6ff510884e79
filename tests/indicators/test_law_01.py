"""LAW-01: whether the recorded reason is one the law names for that kind of setting."""

from __future__ import annotations

import pytest
from example_rows import BOTH, build, cells, held, window

from generator.indicators.lawful import NAMED, UNKNOWN, ground_named, grounds
from generator.law import ground, grounds_since, law

SUMMER = "2024-25-summer"


def test_the_same_reason_counts_in_a_school_and_not_in_a_home() -> None:
    rows = [
        held("a", "2025-05-01", setting_id="school", reason_primary="good_order_and_discipline"),  # named
        held("a", "2025-05-02", setting_id="home", reason_primary="good_order_and_discipline"),  # not named
        held("a", "2025-05-03", setting_id="home", reason_primary="injury_to_adult"),  # named
        held("a", "2025-05-04", setting_id="home", reason_primary="search"),  # to check
        held("a", "2025-05-05", setting_id="home", reason_primary="other"),  # not known
        held("a", "2025-05-06", setting_id="home", reason_primary=None),  # not known
        held("a", "2025-05-07", setting_id=None, reason_primary="injury_to_adult"),  # not known where
        held("a", "2025-05-08", setting_id="home", reason_primary="not_recorded"),  # not known
    ]
    data = build(rows, places=BOTH)
    result = ground_named.compute(data, window(data, SUMMER))
    found = cells(result)
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (2, 4, 4)
    assert (found["not-named"].value, found["to-check"].value) == (1, 1)
    assert [ref.row for ref in found["Total"].evidence] == [2, 4]
    assert [(line[3], line[4]) for line in result.listings[0].rows] == [
        ("search", "to check"),
        ("good order and discipline", "not one the law names"),
    ]


def test_it_never_says_that_an_act_was_lawful_or_not() -> None:
    data = build([held("a", "2025-05-01", reason_primary="refusal_only")])
    result = ground_named.compute(data, window(data, SUMMER))
    said = " ".join([result.headline, *(cell.sentence for cell in result.cells)])
    assert "unlawful" not in said and "was lawful" not in said
    assert result.slots.cannot.startswith("Whether any of it was lawful")


# Section 93(1) of the Education and Inspections Act 2006; regulation 20(1) of the Homes Regulations 2015.
@pytest.mark.parametrize(
    ("reason", "school", "home", "secure"),
    [
        ("injury_to_another_child", "yes", "yes", "yes"),
        ("serious_property_damage", "yes", "yes", "yes"),
        ("other_property_damage", "yes", "no", "no"),
        ("offence", "yes", "check", "check"),
        ("good_order_and_discipline", "yes", "no", "no"),
        ("absconding_secure_home", "check", "no", "yes"),
        ("leaving_site_unsafe", "check", "check", "check"),
        ("refusal_only", "no", "no", "no"),
        ("personal_care", "check", "check", "check"),
        ("other", "unknown", "unknown", "unknown"),
    ],
)
def test_the_matrix_says_what_the_two_laws_name(reason: str, school: str, home: str, secure: str) -> None:
    assert ground(reason, "special_school") == school
    assert ground(reason, "childrens_home") == home
    assert ground(reason, "secure_childrens_home") == secure


def test_a_setting_under_both_laws_needs_both_to_name_a_reason() -> None:
    assert ground("injury_to_adult", "dual_registered") == "yes"
    assert ground("good_order_and_discipline", "dual_registered") == "check"


def test_an_unknown_or_missing_reason_is_not_known() -> None:
    assert ground(None, "special_school") == "unknown"
    assert ground("something_else", "special_school") == "unknown"


def test_every_piece_of_law_says_how_it_is_known_and_when_to_look_again() -> None:
    for source in law().sources.values():
        assert source.title and source.verified and source.review_by > source.in_force
    assert law().deadlines["home-record"].hours == 24


def test_a_reason_is_not_judged_by_law_that_came_later() -> None:
    # Regulation 20 holds from 1 April 2015, section 93 from 1 April 2007.
    days = ("2007-03-31", "2007-04-01", "2015-03-31", "2015-04-01")
    rows = [
        held("a", when, setting_id=place, reason_primary="injury_to_adult")
        for place in ("school", "home")
        for when in days
    ]
    data = build(rows, places=BOTH, data_start=None)
    assert grounds(data).tolist() == [UNKNOWN, NAMED, NAMED, NAMED, UNKNOWN, UNKNOWN, UNKNOWN, NAMED]


def test_a_setting_under_two_laws_is_judged_from_the_day_both_are_in_force() -> None:
    days = [
        grounds_since(kind).isoformat() for kind in ("special_school", "childrens_home", "dual_registered")
    ]
    assert days == ["2007-04-01", "2015-04-01", "2015-04-01"]


def test_reasons_that_cannot_be_read_have_a_list_of_their_own() -> None:
    reasons = ("other", "not_recorded", None, "injury_to_adult", "refusal_only")
    rows = [held("a", f"2025-05-0{day}", reason_primary=each) for day, each in enumerate(reasons, 1)]
    data = build(rows)
    result = ground_named.compute(data, window(data, SUMMER))
    lists = {each.id: [line[3:] for line in each.rows] for each in result.listings}
    assert lists == {
        "law-01-reasons": [("refusal only", "not one the law names")],
        "law-01-unknown": [("not recorded",), ("not recorded",), ("other",)],
    }


def test_reasons_the_law_does_not_name_are_aimed_at_none_and_reasons_to_check_at_nothing() -> None:
    data = build([held("a", "2025-05-01", reason_primary="search")])
    found = cells(ground_named.compute(data, window(data, SUMMER)))
    assert (found["not-named"].better, found["to-check"].better) == ("to-zero", "neither")
