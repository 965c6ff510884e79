from __future__ import annotations

import json

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


def test_what_stops_incidents_comes_first_then_what_locks_a_table_then_what_is_most_frequent() -> None:
    blocked = {
        "incidents": TableState(9, "a", "blocked", "incidents.csv: x"),
        "reviews": TableState(9, "b", "blocked", "reviews.csv: y"),
        "actions": TableState(9, "c", "loaded"),
    }
    many = [odd(row, "many", "warning", "actions") for row in range(2, 9)]
    given = [*many, odd(20, "few", "warning", "actions"), odd(2, "lock", table="reviews"), odd(5, "stop")]
    report = CheckReport(findings.merge(given), blocked)
    assert [kind[0].code for kind in findings.first_three(report)] == ["stop", "lock", "many"]
    text = findings.render_text(report)
    assert text.startswith("2 errors, 8 warnings.\n\nFirst:\n  1. incidents.csv, row 5, ended_time:")
    assert "reviews: cannot be used. reviews.csv: y" in text


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
