"""STF-06: how often adults were hurt."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import BOTH, build, cells, held, window

from generator.indicators.staffing_support import hurt

SUMMER = "2024-25-summer"


def event(when: str, kind: str = "staff_injury", amount: int = 1, collected: bool = True) -> dict[str, Any]:
    return {"setting_id": "home", "event_date": when, "kind": kind, "amount": amount, "collected": collected}


def test_first_aid_or_more_is_hurt_a_mark_is_not_and_a_blank_is_not_known() -> None:
    answers = [
        "first_aid",
        "gp_or_minor_unit",
        "hospital",
        "serious",
        "mark_only",
        "none",
        "none",
        "none",
        None,
        None,
    ]
    rows = [held("a", f"2025-05-{day:02}", staff_injury=answer) for day, answer in enumerate(answers, 1)]
    rows.append(held("a", "2025-05-20", staff_injury="serious", intervention_category="guided_contact"))
    data = build(rows)
    total = cells(hurt.compute(data, window(data, SUMMER)))["Total"]
    assert (total.numerator, total.denominator, total.unknown) == (4, 8, 2)
    assert total.value == 50 and total.unit == "per 100" and total.interval is None
    assert [ref.row for ref in total.evidence] == [2, 3, 4, 5]


def test_a_row_counts_with_each_trigger_it_names() -> None:
    rows = [
        held("a", "2025-05-01", staff_injury="first_aid", trigger_codes="demand|sensory"),
        held("a", "2025-05-02", staff_injury="none", trigger_codes="demand"),
        held("a", "2025-05-03", staff_injury=None, trigger_codes="demand"),  # not known
        held("a", "2025-05-04", staff_injury="none", trigger_codes=None),
    ]
    data = build(rows)
    found = cells(hurt.compute(data, window(data, SUMMER)))
    demand, sensory = found["trigger-demand"], found["trigger-sensory"]
    assert (demand.numerator, demand.denominator, demand.unknown) == (1, 2, 1)
    assert (sensory.numerator, sensory.denominator, sensory.unknown) == (1, 1, 0)


def test_a_trigger_of_which_nothing_is_known_has_no_number() -> None:
    data = build(
        [
            held("a", "2025-05-01", staff_injury=None, trigger_codes="peers"),
            held("a", "2025-05-02", staff_injury="none"),
        ]
    )
    peers = cells(hurt.compute(data, window(data, SUMMER)))["trigger-peers"]
    assert (peers.value, peers.marker, peers.denominator, peers.unknown) == (None, "z", 0, 1)


def test_injuries_recorded_apart_count_where_they_are_collected_and_a_month_counts_whole() -> None:
    events = [
        event("2025-05-06", amount=2),
        event("2025-06"),  # the whole month lies in the window
        event("2025-04"),  # it does not: the window begins on 11 April
        event("2025-04-10"),  # the day before
        event("2025-05-07", kind="self_harm"),
    ]
    data = build([held("a", "2025-05-01", staff_injury="none")], related_events=events)
    apart = cells(hurt.compute(data, window(data, SUMMER)))["recorded-apart"]
    assert (apart.value, [ref.row for ref in apart.evidence]) == (3, [2, 3])


@pytest.mark.parametrize(
    "events", [[event("2025-05-06", collected=False)], [event("2025-05-06", kind="self_harm")]]
)
def test_what_is_not_collected_is_never_nought(events: list[dict[str, Any]]) -> None:
    data = build([held("a", "2025-05-01", staff_injury="none")], related_events=events)
    apart = cells(hurt.compute(data, window(data, SUMMER)))["recorded-apart"]
    assert (apart.value, apart.marker) == (None, "x")


@pytest.mark.parametrize(
    ("events", "value"),
    [
        ([event("2025-03-01"), event("2025-05-06", collected=False)], None),  # given up by this window
        ([event("2025-03-01")], None),  # nothing covers this window
        ([event("2025-03-01"), event("2025-09-01")], 0),  # collected before and after: none in between
        ([event("2025-05-06"), event("2025-05", collected=False)], None),  # a part of it was not collected
        ([event("2025-05-06", amount=0)], 0),
    ],
)
def test_injuries_recorded_apart_are_nought_only_where_they_were_collected_in_that_window(
    events: list[dict[str, Any]], value: float | None
) -> None:
    data = build([held("a", "2025-05-01", staff_injury="none")], related_events=events)
    apart = cells(hurt.compute(data, window(data, SUMMER)))["recorded-apart"]
    assert (apart.value, apart.marker) == (value, "x" if value is None else None)


def test_injuries_recorded_apart_at_one_place_do_not_speak_for_another() -> None:
    events = [event("2025-05-06"), {**event("2025-05-07", amount=3), "setting_id": "school"}]
    data = build([held("a", "2025-05-01", staff_injury="none")], places=BOTH, related_events=events)
    assert cells(hurt.compute(data, window(data, SUMMER)))["recorded-apart"].value == 4  # 1 + 3
    events[1]["collected"] = False
    data = build([held("a", "2025-05-01", staff_injury="none")], places=BOTH, related_events=events)
    assert cells(hurt.compute(data, window(data, SUMMER)))["recorded-apart"].value == 1  # at home alone


def test_nothing_known_gives_no_number() -> None:
    data = build([held("a", "2025-05-01", staff_injury=None)])
    assert cells(hurt.compute(data, window(data, SUMMER)))["Total"].marker == "z"


def test_the_list_and_the_call_come_with_the_leading_window_only() -> None:
    data = build(
        [held("a", "2025-08-30", staff_injury="first_aid"), held("b", "2024-05-01", staff_injury="first_aid")]
    )
    current = hurt.compute(data, data.calendar.current)
    assert [row[1] for row in current.listings[0].rows] == ["a"]
    assert current.due == ("1 incident in the last 28 days in which an adult was hurt",)
    earlier = hurt.compute(data, window(data, "2023-24-summer"))
    assert (earlier.listings, earlier.due) == ((), ())
