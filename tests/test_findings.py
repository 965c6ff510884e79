from __future__ import annotations

import json
from dataclasses import replace

from generator import findings
from generator.model import CheckReport, Finding, TableState


def odd(
    row: int | None, code: str = "time-order", severity: str = "error", table: str = "incidents"
) -> Finding:
    message = "earlier than started_time on the same row."
    hint = "Correct it where it was recorded and export again."
    return Finding(severity, code, table, row, "ended_time", message, hint)  # type: ignore[arg-type]


LOADED = {"incidents": TableState(60, "ab12", "loaded"), "reviews": TableState()}


def test_a_finding_is_written_as_where_what_and_what_to_do_with_its_code_at_the_end() -> None:
    text = findings.render_text(CheckReport((odd(41),), LOADED))
    assert text.splitlines() == [
        "1 error.",
        "",
        "Tonight:",
        "  Stops the report: nothing.",
        "  Would change a headline: nothing.",
        "  Can wait: incidents.csv, row 41, ended_time: earlier than started_time on the same row.",
        "",
        "incidents.csv, row 41, ended_time: earlier than started_time on the same row.",
        "  Correct it where it was recorded and export again." + "error time-order".rjust(48),
        "",
        "incidents: 60 rows",
        "Not here: reviews.",
    ]


def test_of_one_kind_ten_rows_are_named_and_the_rest_counted() -> None:
    text = findings.render_text(CheckReport(tuple(odd(row) for row in range(2, 49)), LOADED))
    assert "incidents.csv, rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 37 more, ended_time:" in text


def test_one_cell_has_one_finding_and_the_gravest_stays() -> None:
    warning, error = odd(41, "duration-mismatch", "warning"), odd(41)
    assert findings.merge([warning, error]) == (error,)
    assert findings.merge([error, warning]) == (error,)


def test_findings_about_a_whole_table_are_not_merged_into_one() -> None:
    whole = [odd(None, "unknown-column", "warning"), odd(None, "near-miss-column", "warning")]
    assert len(findings.merge(whole)) == 2


def test_findings_stand_by_table_in_the_order_of_the_data_package_and_errors_before_the_rest() -> None:
    given = [odd(3, table="reviews"), odd(2, "silent-weeks", "note"), odd(9), odd(4)]
    assert [(each.table, each.row) for each in findings.merge(given)] == [
        ("incidents", 4),
        ("incidents", 9),
        ("incidents", 2),
        ("reviews", 3),
    ]


HEADLINE = {("incidents", None), ("incidents", "ended_time"), ("reviews", None), ("reviews", "held_at")}


def test_the_report_begins_with_what_stops_it_what_would_change_a_headline_and_what_can_wait() -> None:
    states = {
        "incidents": TableState(9, "a", "blocked", "incidents.csv: x"),
        "reviews": TableState(9, "b", "blocked", "reviews.csv: y"),
        "actions": TableState(9, "c", "loaded"),
    }
    many = [odd(row, "many", "warning", "actions") for row in range(2, 9)]
    given = [*many, odd(20, "few", "note", "actions"), odd(2, "lock", table="reviews"), odd(5, "stop")]
    report = CheckReport(findings.ordered(given), states)
    told = findings.tonight(report, HEADLINE)
    assert [[kind[0].code for kind in kinds] for kinds in told.values()] == [
        ["stop"],
        ["lock"],
        ["many", "few"],
    ]
    lines = findings.render_text(report, HEADLINE).splitlines()
    assert lines[:6] == [
        "2 errors, 7 warnings, 1 note.",
        "",
        "Tonight:",
        "  Stops the report: incidents.csv, row 5, ended_time: earlier than started_time on the same row.",
        "  Would change a headline: reviews.csv, row 2, ended_time: earlier than started_time on the same row.",
        "  Can wait: actions.csv, 7 rows, ended_time: earlier than started_time on the same row. And 1 more kind.",
    ]
    assert "reviews: cannot be used. reviews.csv: y" in lines


def test_a_headline_changes_by_what_touches_a_field_it_is_counted_from_and_a_note_never_changes_one() -> None:
    report = CheckReport((), LOADED)
    assert findings.weight(odd(2), report, HEADLINE) == "would change a headline"
    assert findings.weight(odd(2, severity="note"), report, HEADLINE) == "can wait"
    assert findings.weight(replace(odd(2), field="duration_minutes"), report, HEADLINE) == "can wait"
    assert findings.weight(replace(odd(2), field=None), report, HEADLINE) == "would change a headline"


def test_a_bad_row_is_one_line_that_names_its_fields_and_scripts_get_each_finding() -> None:
    given = [
        odd(41),
        Finding("error", "not-a-date", "incidents", 41, "judged_on", "not a date.", "Write it otherwise."),
        Finding("warning", "long-duration", "incidents", 41, "duration_minutes", "longer than an hour.", ""),
        odd(42),
    ]
    report = CheckReport(findings.ordered(given), LOADED)
    lines = findings.render_text(report).splitlines()
    about = [line for line in lines if "row 41" in line and not line.startswith("  ")]
    assert about == [
        "incidents.csv, row 41, judged_on: not a date; ended_time: earlier than started_time on the same row; "
        "duration_minutes: longer than an hour."
    ]
    assert any(line.startswith("incidents.csv, row 42, ended_time:") for line in lines)
    assert [(each["row"], each["code"]) for each in json.loads(findings.render_json(report))["findings"]] == [
        (41, "not-a-date"),
        (41, "time-order"),
        (42, "time-order"),
        (41, "long-duration"),
    ]


def test_rows_with_many_different_faults_are_ten_lines_and_a_count() -> None:
    fields = [f"field_{number}" for number in range(14)]
    given = [
        finding for row, name in enumerate(fields, 2) for finding in (odd(row), replace(odd(row), field=name))
    ]
    lines = findings.render_text(CheckReport(findings.ordered(given), LOADED)).splitlines()
    assert sum(line.startswith("incidents.csv, row ") for line in lines) == 10
    assert any(
        line.startswith("incidents.csv, 4 more rows with this and other findings, in ended_time, ")
        for line in lines
    )


def test_scripts_get_one_object_with_findings_and_tables() -> None:
    found = json.loads(findings.render_json(CheckReport((odd(41),), LOADED)))
    assert found == {
        "findings": [
            {
                "severity": "error",
                "code": "time-order",
                "table": "incidents",
                "row": 41,
                "field": "ended_time",
                "message": "earlier than started_time on the same row.",
                "hint": "Correct it where it was recorded and export again.",
            }
        ],
        "tables": {
            "incidents": {"rows": 60, "sha256": "ab12", "state": "loaded"},
            "reviews": {"rows": 0, "sha256": None, "state": "absent"},
        },
    }


def test_nothing_found_is_said_in_so_many_words() -> None:
    assert findings.render_text(CheckReport((), LOADED)).startswith("Nothing found.\n")


def test_findings_stand_once_and_by_row_whatever_order_they_came_in() -> None:
    other = replace(odd(7), hint="Another thing to do.")
    doubled = [odd(12), other, odd(3), odd(7), odd(12), odd(None)]
    # Without a row first, then by row, and within a row by what to do: "Another" before "Correct".
    assert findings.ordered(doubled) == (odd(None), odd(3), other, odd(7), odd(12))


def test_a_kind_is_all_that_is_said_in_the_same_words_about_one_field() -> None:
    other = replace(odd(7), hint="Another thing to do.")
    assert findings.kinds([odd(3), other, odd(12)]) == ((odd(3), odd(12)), (other,))
