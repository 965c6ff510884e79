"""STF-02: whether support was planned for adults far above what hours would give."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from example_rows import build, cells, window
from staff_rows import adult, dealt, incidents

from generator.indicators.staffing_people import followed_up
from generator.model import Dataset

SUMMER = "2024-25-summer"
FIVE = [adult(f"a{number}") for number in range(1, 6)]
# a1 in 12 of 20 where a fifth is expected: the upper limit is 10 (P(11 or more) = 0.0006, P(10 or more) = 0.0026), so
# it was passed with the eleventh part, on 11 May.
COUNTS = {"a1": 12, "a2": 2, "a3": 2, "a4": 2, "a5": 2}


def action(
    on: str, scope: str = "staff_team", value: str | None = "green", kind: str = "training"
) -> dict[str, Any]:
    return {
        "action_id": f"act-{on}",
        "raised_on": on,
        "scope": scope,
        "scope_value": value,
        "action_type": kind,
    }


def dataset(*actions: dict[str, Any], as_of: date = date(2025, 8, 31)) -> Dataset:
    rows = [*actions, action("2024-01-01", "child", "c1", "plan_change")]
    return build(incidents(20), staff=FIVE, staff_involvement=dealt(COUNTS), actions=rows, as_of=as_of)


@pytest.mark.parametrize(
    ("actions", "met"),
    [
        ([action("2025-05-11")], 1),  # the day itself
        ([action("2025-06-08")], 1),  # 28 days on: 20 to the end of May and 8
        ([action("2025-06-09")], 0),  # one day too late
        ([action("2025-05-10")], 0),  # before the limit was passed
        ([action("2025-05-20", value="blue")], 0),  # another team
        ([action("2025-05-20", kind="environment")], 0),  # not about adults
        ([action("2025-05-20", "child", "c1", "plan_change")], 0),
        ([action("2025-05-20", "group", "a1", "plan_change")], 1),  # names the adult
        ([], 0),
    ],
)
def test_an_action_counts_within_28_days_of_passing_the_limit(
    actions: list[dict[str, Any]], met: int
) -> None:
    data = dataset(*actions)
    total = cells(followed_up.compute(data, window(data, SUMMER)))["Total"]
    assert (total.numerator, total.denominator, total.unknown) == (met, 1, 0)
    assert [ref.row for ref in total.evidence] == [2] * met


def test_where_actions_never_say_whom_they_are_for_nothing_is_known() -> None:
    actions = [
        {"action_id": "act", "raised_on": "2025-05-20", "scope": "staff_team", "action_type": "training"}
    ]
    data = build(incidents(20), staff=FIVE, staff_involvement=dealt(COUNTS), actions=actions)
    result = followed_up.compute(data, window(data, SUMMER))
    total = cells(result)["Total"]
    assert (total.marker, total.denominator, total.unknown) == ("z", 0, 1)
    assert result.headline == (
        "Nothing says whether adults above the upper limit were supported. "
        "For 1 adult this is not known: no action says whom it is for."
    )


def test_while_there_is_time_it_is_not_known() -> None:
    data = dataset(as_of=date(2025, 6, 7))
    current = followed_up.compute(data, data.calendar.current)
    assert (cells(current)["Total"].marker, cells(current)["Total"].unknown) == ("z", 1)
    assert "still time" in current.headline
    assert "No adult was above" not in current.headline, "one was"
    data = dataset(as_of=date(2025, 6, 8))
    assert cells(followed_up.compute(data, data.calendar.current))["Total"].denominator == 1


def test_nobody_over_the_limit_gives_a_sentence_and_no_number() -> None:
    parts = dealt({f"a{number}": 4 for number in range(1, 6)})
    data = build(incidents(20), staff=FIVE, staff_involvement=parts, actions=[action("2025-05-20")])
    result = followed_up.compute(data, window(data, SUMMER))
    assert cells(result)["Total"].marker == "z"
    assert result.headline == "No adult was above the upper limit for hours worked in this window."


def test_the_list_names_who_waits_and_since_when() -> None:
    data = dataset()
    result = followed_up.compute(data, data.calendar.current)
    assert result.listings[0].rows == (("a1", "green", "11 May 2025"),)
    assert result.due == ("1 adult involved far more than hours would give, without support planned yet",)
