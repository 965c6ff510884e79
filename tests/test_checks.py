from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from generator import checks
from generator.model import CheckReport, Dataset, Place, Setting
from generator.package import load
from generator.setting import THRESHOLDS

SCHOOL = Place("school", "The School", "special_school")
HOME = Place("home", "The Home", "childrens_home")
START = {
    "incident_id": "i1",
    "child_id": "c1",
    "incident_date": "2026-03-04",
    "intervention_category": "physical_restraint",
}

Row = Mapping[str, str]


def setting(*places: Place) -> Setting:
    defaults = {each.name: each.default for each in THRESHOLDS}
    return Setting("Fern Green", places, (), (), defaults, as_of=date(2026, 11, 20))


def write(folder: Path, table: str, rows: Sequence[Row]) -> None:
    (folder / "data").mkdir(exist_ok=True)
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]
    (folder / "data" / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def check(folder: Path, *places: Place, **tables: Sequence[Row]) -> tuple[Dataset, CheckReport]:
    for table, rows in tables.items():
        write(folder, table, rows)
    loaded = load(folder, setting(*(places or (SCHOOL,))))
    report = checks.run(loaded.dataset, loaded.findings)
    return loaded.dataset, report


def said(report: CheckReport) -> list[tuple[str, str, str, int | None, str | None]]:
    return [(each.severity, each.code, each.table, each.row, each.field) for each in report.findings]


def incidents(*changes: Row) -> list[Row]:
    """One row a mapping, each with its own number, all else as in START."""
    return [{**START, "incident_id": f"i{number}", **row} for number, row in enumerate(changes, 1)]


FINE: Row = {
    "started_time": "09:00",
    "ended_time": "09:12",
    "duration_minutes": "12",
    "record_made_at": "2026-03-04T15:00",
    "reason_primary": "injury_to_adult",
    "prevented_from_leaving": "no",
}


def test_a_row_without_fault_gives_no_finding(tmp_path: Path) -> None:
    assert said(check(tmp_path, incidents=incidents(FINE))[1]) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"ended_time": "08:59", "duration_minutes": ""}, ("error", "time-order", "ended_time")),
        ({"ended_date": "2026-03-03", "duration_minutes": ""}, ("error", "time-order", "ended_date")),
        ({"duration_minutes": "20"}, ("warning", "duration-mismatch", "duration_minutes")),
        ({"ended_time": "10:20", "duration_minutes": "80"}, ("warning", "long-duration", "duration_minutes")),
        ({"record_made_at": "2026-03-04T08:59"}, ("error", "record-before-start", "record_made_at")),
        ({"parent_informed_at": "2026-03-03T18:00"}, ("error", "time-order", "parent_informed_at")),
        ({"child_spoken_to_at": "2026-03-04T08:00"}, ("error", "time-order", "child_spoken_to_at")),
        (
            {"prevented_from_leaving": "yes"},
            ("warning", "seclusion-under-another-name", "intervention_category"),
        ),
        ({"reason_primary": "refusal_only"}, ("warning", "ground-not-named", "reason_primary")),
        ({"de_escalation_used": "none|distraction"}, ("warning", "none-with-others", "de_escalation_used")),
        ({"plan_in_place": "no", "plan_followed": "yes"}, ("warning", "plan-contradiction", "plan_followed")),
        ({"lead_up_summary": "see sam@example.org"}, ("error", "identifier-shape", "lead_up_summary")),
        ({"trigger_codes": "demand|noise"}, ("error", "unknown-code", "trigger_codes")),
    ],
)
def test_one_fault_in_a_row_is_one_finding_of_that_row(
    tmp_path: Path, change: Row, expected: tuple[str, str, str]
) -> None:
    report = check(tmp_path, incidents=incidents({**FINE, **change}))[1]
    severity, code, field = expected
    assert said(report) == [(severity, code, "incidents", 2, field)]


@pytest.mark.parametrize(
    "change",
    [
        {"ended_date": "2026-03-05", "ended_time": "00:10", "started_time": "23:58"},  # over midnight
        {"duration_minutes": "17"},  # five minutes off is rounding
        {
            "prevented_from_leaving": "yes",
            "is_disciplinary": "yes",
            "intervention_category": "disciplinary_removal",
        },
        {"prevented_from_leaving": "yes", "intervention_category": "physical_restraint|seclusion"},
        {"reason_primary": "good_order_and_discipline"},  # a ground in a school
        {"reason_primary": "refusal_only", "intervention_category": "guided_contact"},  # not restrictive
        {"started_time": "09:00", "record_made_at": "2026-03-04T09:00"},
    ],
)
def test_what_is_unusual_but_right_gives_no_finding(tmp_path: Path, change: Row) -> None:
    row = {**FINE, **change}
    if "ended_date" in change:
        row["record_made_at"] = "2026-03-05T08:00"
    assert said(check(tmp_path, incidents=incidents(row))[1]) == []


def test_good_order_is_no_ground_in_a_home_and_the_setting_of_the_row_decides(tmp_path: Path) -> None:
    rows = incidents(
        {"setting_id": "school", "reason_primary": "good_order_and_discipline"},
        {"setting_id": "home", "reason_primary": "good_order_and_discipline"},
        {"reason_primary": "good_order_and_discipline"},
    )
    report = check(tmp_path, SCHOOL, HOME, incidents=rows)[1]
    assert said(report) == [
        ("warning", "ground-not-named", "incidents", 3, "reason_primary"),
        ("warning", "missing-setting", "incidents", 4, "setting_id"),
    ]


def test_an_incident_dated_ahead_is_an_error_and_leaves_the_figures_and_an_old_one_is_a_warning(
    tmp_path: Path,
) -> None:
    rows = incidents(
        {"incident_date": "2014-12-31"}, {}, {"incident_date": "2026-11-20"}, {"incident_date": "2026-11-21"}
    )
    dataset, report = check(tmp_path, incidents=rows)
    assert said(report)[:2] == [
        ("error", "incident-after-as-of", "incidents", 5, "incident_date"),
        ("warning", "before-2015", "incidents", 2, "incident_date"),
    ]
    assert report.tables["incidents"].state == "loaded"
    assert list(checks.sound(dataset, report).tables["incidents"].index) == [2, 3, 4]


def test_a_time_that_cannot_be_right_is_unknown_to_every_figure(tmp_path: Path) -> None:
    dataset, report = check(
        tmp_path, incidents=incidents({**FINE, "ended_time": "08:00", "duration_minutes": ""})
    )
    assert dataset.tables["incidents"]["ended_time"].tolist() == ["08:00"]
    sound = checks.sound(dataset, report)
    assert sound.tables["incidents"]["ended_time"].isna().all()
    assert sound.tables["incidents"]["started_time"].tolist() == ["09:00"]


def test_the_longest_silence_of_two_weeks_or_more_is_noted_at_the_row_it_follows(tmp_path: Path) -> None:
    days = ["2026-03-04", "2026-03-17", "2026-04-06", "2026-04-07"]  # gaps of 13, 20 and 1 days
    report = check(tmp_path, incidents=incidents(*({"incident_date": day} for day in days)))[1]
    assert said(report) == [("note", "silent-weeks", "incidents", 3, "incident_date")]
    assert report.findings[0].message.startswith("20 days follow")


def test_missing_starts_and_estimated_and_rounded_minutes_are_counted(tmp_path: Path) -> None:
    rows = incidents(
        *(
            {"duration_minutes": "10", "started_time": "09:00", "child_id": f"c{number}"}
            for number in range(15)
        ),
        *({"duration_minutes": "7", "duration_is_estimate": "yes"} for _ in range(5)),
    )
    found = {each.code: each.message for each in check(tmp_path, incidents=rows)[1].findings}
    assert found == {
        "missing-start-time": "empty in 5 of 20 rows.",
        "estimated-durations": "5 of 20 lengths of time are marked as estimated.",
        "rounded-durations": "15 of 20 lengths of time end in 0 or 5, as estimates do.",
    }


def test_an_incident_recorded_twice_is_pointed_out_on_its_second_row(tmp_path: Path) -> None:
    rows = incidents({"started_time": "09:00"}, {"started_time": "09:00"}, {"started_time": "09:01"})
    report = check(tmp_path, incidents=rows)[1]
    assert said(report) == [
        ("warning", "duplicate-incident", "incidents", 3, None),
        ("warning", "near-duplicate", "incidents", 4, None),  # a minute after it
    ]


def test_a_child_not_on_roll_that_day_and_a_child_nobody_knows_are_pointed_out(tmp_path: Path) -> None:
    roll = [
        {"child_id": "c1", "setting_id": "school", "on_roll_from": "2026-01-05", "on_roll_to": "2026-03-04"},
        {"child_id": "c2", "setting_id": "school", "on_roll_from": "2026-03-05", "on_roll_to": ""},
    ]
    rows = incidents(
        {}, {"child_id": "c2"}, {"child_id": "c3"}, {"child_id": "c2", "incident_date": "2026-03-05"}
    )
    views = [
        {
            "view_id": "v1",
            "child_id": "c9",
            "captured_on": "2026-03-06",
            "methods": "drawn",
            "source": "child_directly",
        }
    ]
    report = check(tmp_path, incidents=rows, children=roll, child_views=views)[1]
    assert said(report) == [
        ("warning", "not-on-roll", "incidents", 3, "child_id"),
        ("warning", "not-on-roll", "incidents", 4, "child_id"),
        ("warning", "unknown-child", "child_views", 2, "child_id"),
    ]


def test_an_adult_who_is_not_listed_is_pointed_out_where_there_is_a_list(tmp_path: Path) -> None:
    part = [{"incident_id": "i1", "staff_id": "a2", "role": "held"}]
    assert said(check(tmp_path, incidents=incidents({}), staff_involvement=part)[1]) == []
    adult = {"staff_id": "a1", "setting_id": "school", "role_group": "ta", "employment_type": "bank"}
    report = check(tmp_path, staff=[{**adult, "start_on": "2020-01-06"}])[1]
    assert said(report) == [("warning", "unknown-adult", "staff_involvement", 2, "staff_id")]


def test_reviews_and_views_before_their_incident_or_of_another_child_are_pointed_out(tmp_path: Path) -> None:
    views: list[Row] = [
        {"view_id": "v1", "child_id": "c1", "incident_id": "i1", "captured_on": "2026-03-03"},
        {"view_id": "v2", "child_id": "c2", "incident_id": "i1", "captured_on": "2026-03-04"},
        {"view_id": "v3", "child_id": "c2", "captured_on": "2026-03-01"},
    ]
    views = [{**row, "methods": "spoken", "source": "child_directly"} for row in views]
    reviews: list[Row] = [
        {
            "review_id": "r1",
            "incident_id": "i1",
            "review_type": "child_debrief",
            "held_at": "2026-03-03T23:59",
        },
        {
            "review_id": "r2",
            "incident_id": "i1",
            "review_type": "child_debrief",
            "held_at": "2026-03-04T00:00",
        },
    ]
    report = check(tmp_path, incidents=incidents({}), child_views=views, reviews=reviews)[1]
    assert said(report) == [
        ("warning", "review-before-incident", "reviews", 2, "held_at"),
        ("warning", "child-mismatch", "child_views", 3, "child_id"),
        ("warning", "view-before-incident", "child_views", 2, "captured_on"),
    ]


def test_a_quote_cleared_without_words_is_pointed_out(tmp_path: Path) -> None:
    view = {"child_id": "c1", "captured_on": "2026-03-05", "methods": "drawn", "source": "child_directly"}
    rows = [
        {"view_id": "v1", **view, "quote_cleared": "yes", "view_text": ""},
        {"view_id": "v2", **view, "quote_cleared": "yes", "view_text": "I like the garden."},
        {"view_id": "v3", **view, "quote_cleared": "", "view_text": ""},
    ]
    report = check(tmp_path, incidents=incidents({}), child_views=rows)[1]
    assert said(report) == [("warning", "quote-without-text", "child_views", 2, "quote_cleared")]


def test_a_row_that_ends_before_it_begins_blocks_its_table_and_the_rates_that_need_it(tmp_path: Path) -> None:
    roll = [
        {"child_id": "c1", "setting_id": "school", "on_roll_from": "2026-03-01", "on_roll_to": "2026-02-01"}
    ]
    dataset, report = check(tmp_path, incidents=incidents({}), children=roll)
    assert ("error", "dates-backwards", "children", 2, "on_roll_to") in said(report)
    assert report.tables["children"].state == "blocked"
    sound = checks.sound(dataset, report)
    assert not sound.has("children")
    assert sound.exposure.source is None
    assert report.tables["incidents"].state == "loaded"


def test_a_restriction_is_on_one_child_or_on_everyone(tmp_path: Path) -> None:
    common = {
        "setting_id": "school",
        "kind": "cctv",
        "legal_basis": "none_recorded",
        "started_on": "2026-01-05",
    }
    rows = [
        {"restriction_id": "x1", "blanket": "yes", "child_id": "", **common},
        {"restriction_id": "x2", "blanket": "no", "child_id": "c1", **common},
        {"restriction_id": "x3", "blanket": "yes", "child_id": "c1", **common},
        {"restriction_id": "x4", "blanket": "no", "child_id": "", **common},
    ]
    report = check(tmp_path, incidents=incidents({}), restrictions=rows)[1]
    assert said(report) == [
        ("warning", "restriction-of-whom", "restrictions", 4, "child_id"),
        ("warning", "restriction-of-whom", "restrictions", 5, "child_id"),
    ]


def test_an_action_aims_at_codes_that_lists_or_incidents_know(tmp_path: Path) -> None:
    action = {
        "raised_on": "2026-03-09",
        "origin": "pattern",
        "scope": "location",
        "action_type": "environment",
    }
    rows = [
        {"action_id": "a1", **action, "aims_at": "transition|corridor|swimming"},
        {"action_id": "a2", **action, "aims_at": "transition|moon"},
    ]
    report = check(tmp_path, incidents=incidents({"shift_or_lesson": "swimming"}), actions=rows)[1]
    assert said(report) == [("warning", "aim-unknown", "actions", 3, "aims_at")]


def test_nothing_tried_and_no_reason_is_counted(tmp_path: Path) -> None:
    rows = incidents(
        {"de_escalation_used": "none"},
        {"de_escalation_used": "none", "de_escalation_none_reason": "immediate_danger"},
    )
    report = check(tmp_path, incidents=rows)[1]
    assert [(each.code, each.message) for each in report.findings] == [
        ("nothing-tried-no-reason", "empty in 1 row that says nothing was tried first.")
    ]


def test_something_said_to_have_happened_after_the_day_of_the_figures_is_pointed_out(tmp_path: Path) -> None:
    review = {"incident_id": "i1", "review_type": "child_debrief"}
    rows = [
        {"review_id": "r1", **review, "held_at": "2026-11-20T23:59"},
        {"review_id": "r2", **review, "held_at": "2026-11-21T00:00"},
    ]
    report = check(tmp_path, incidents=incidents({}), reviews=rows)[1]
    assert said(report) == [("warning", "after-as-of", "reviews", 3, "held_at")]


def test_rules_about_incidents_wait_until_incidents_can_be_used(tmp_path: Path) -> None:
    rows = incidents({**FINE, "incident_date": "soon"}, {"started_time": "10:00", "ended_time": "09:00"})
    report = check(tmp_path, incidents=rows)[1]
    assert said(report) == [("error", "not-a-date", "incidents", 2, "incident_date")]
    assert report.tables["incidents"].state == "blocked"
