"""REC-03: where nothing is recorded although hours would predict it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from example_rows import HOME, cells, held
from time_rows import SUMMER, dataset

from generator.indicators.recording_silence import silent_places
from generator.model import Dataset, StaffPatterns


def hours(value: str, amount: int, dimension: str = "shift", place: str = "home") -> dict[str, Any]:
    return {
        "setting_id": place,
        "period_start": "2026-04-11",
        "period_end": "2026-08-31",
        "dimension": dimension,
        "value": value,
        "measure": "staff_hours",
        "amount": amount,
    }


def data(rows: list[dict], exposure: list[dict], **tables: Any) -> Dataset:
    built = dataset(rows, places=(HOME,), exposure=exposure, **tables)
    for table, name in (("related_events", "event_date"), ("concerns", "arose_at")):
        if table in built.tables:
            built.tables[table][name] = built.tables[table][name].astype("datetime64[s]")
    return built


def on_shift(*shifts: str | None, day: str = "2026-05-04") -> list[dict[str, Any]]:
    return [held("a", day, shift_or_lesson=shift) for shift in shifts]


def test_a_shift_with_none_where_its_share_of_hours_gives_five_is_listed() -> None:
    # 15 incidents on shifts that have hours; nights have 100 of 300 hours: 5 predicted. Weekends 10 of 300: 0.5.
    exposure = [hours("late", 190), hours("night", 100), hours("weekend", 10)]
    result = silent_places.compute(data(on_shift(*["late"] * 15, None, "other"), exposure), SUMMER)
    found = cells(result)
    assert (found["Total"].value, found["Total"].denominator) == (1, 3)
    assert found["shift-night"].value == 0
    assert found["shift-night"].sentence == "0 incidents recorded, 5 predicted by hours."
    assert result.listings[0].rows == (("Night (shift)", "100", "5"),)
    assert result.due == ("Night (shift): nothing recorded, hours would predict 5",)


def test_just_under_five_predicted_or_one_recorded_is_not_odd() -> None:
    exposure = [hours("late", 201), hours("night", 99)]
    assert (
        cells(silent_places.compute(data(on_shift(*["late"] * 15), exposure), SUMMER))["Total"].value == 0
    )  # 4.95
    exposure = [hours("late", 200), hours("night", 100)]
    rows = on_shift(*["late"] * 30, "night")
    assert cells(silent_places.compute(data(rows, exposure), SUMMER))["Total"].value == 0


def test_without_any_hours_nothing_is_said_and_that_is_not_nought() -> None:
    exposure = [{**hours("Total", 300, "all"), "measure": "child_days"}]
    found = cells(silent_places.compute(data(on_shift("late"), exposure), SUMMER))["Total"]
    assert (found.value, found.marker) == (None, "x")


def test_injuries_without_an_incident_that_day_or_in_that_month_stand_alone() -> None:
    def injury(when: str, collected: bool = True, amount: int = 1) -> dict[str, Any]:
        given = {"setting_id": "home", "event_date": when, "kind": "staff_injury"}
        return {**given, "amount": amount, "collected": collected}

    events = [
        injury("2026-05-04"),  # an incident that day
        injury("2026-05-05"),  # none that day
        injury("2026-05-01"),  # may be the month of May, which has one
        injury("2026-06-01"),  # a month without any
        injury("2026-06-07", amount=0),  # no injury
        injury("2026-06-08", collected=False),  # not collected
    ]
    built = data(on_shift("late"), [hours("late", 1)], related_events=events)
    found = cells(silent_places.compute(built, SUMMER))["injuries"]
    assert [ref.row for ref in found.evidence] == [3, 5]
    none = data(on_shift("late"), [hours("late", 1)])
    assert cells(silent_places.compute(none, SUMMER))["injuries"].marker == "x"


def test_a_parents_complaint_without_an_incident_of_the_child_in_the_week_before_stands_alone() -> None:
    def complaint(child: str | None, when: str, **more: Any) -> dict[str, Any]:
        return {"kind": "complaint_parent", "child_id": child, "arose_at": when, "incident_id": None, **more}

    concerns = [
        complaint("a", "2026-05-11 09:00"),  # seven days after
        complaint("a", "2026-05-12 09:00"),  # eight days after
        complaint("b", "2026-05-05 09:00"),  # another child
        complaint("a", "2026-06-12 09:00", incident_id="i1"),  # linked
        complaint("a", "2026-06-12 09:00", kind="complaint_child"),
        complaint(None, "2026-06-12 09:00"),  # names no child
    ]
    built = data(on_shift("late"), [hours("late", 1)], concerns=concerns)
    found = cells(silent_places.compute(built, SUMMER))["complaints"]
    assert [ref.row for ref in found.evidence] == [3, 4]


def test_teams_are_looked_at_only_where_purpose_owner_and_date_are_named() -> None:
    adults = [
        {
            "staff_id": code,
            "setting_id": "home",
            "team": team,
            "role_group": "care",
            "employment_type": "permanent",
        }
        | {"start_on": "2024-09-01", "end_on": None, "weekly_hours": hours}
        for code, team, hours in (("x", "days", 20), ("y", "nights", 10))
    ]
    rows = on_shift(*["late"] * 15)
    involved = [{"incident_id": f"i{number}", "staff_id": "x", "role": "held"} for number in range(1, 16)]
    built = data(rows, [hours("late", 1)], staff=adults, staff_involvement=involved)
    built.tables["staff"]["weekly_hours"] = built.tables["staff"]["weekly_hours"].astype("float64")
    for name in ("start_on", "end_on"):
        built.tables["staff"][name] = built.tables["staff"][name].astype("datetime64[s]")
    assert not [group for group in cells(silent_places.compute(built, SUMMER)) if group.startswith("team-")]
    named = replace(built.setting, staff_patterns=StaffPatterns("support", "the head", date(2025, 9, 1)))
    found = cells(silent_places.compute(replace(built, setting=named), SUMMER))
    # Nights work 10 of 30 hours a week: a third of 15 involvements.
    assert found["team-nights"].value == 0 and found["Total"].value == 1
    assert found["team-nights"].sentence == "0 involvements recorded, 5 predicted by hours."
