from __future__ import annotations

import csv
import hashlib
import json
import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from generator import checks, findings, schema
from generator.errors import SettingError
from generator.model import Dataset, Finding, Place, Setting, TermDates
from generator.package import Loaded, load
from generator.package.cells import local
from generator.package.identifiers import identifying
from generator.setting import THRESHOLDS

SHARED = Path(__file__).parents[1].parent / "shared"
FOUR = "incident_id,child_id,incident_date,intervention_category"
ROWS = "inc-1,child-a,2026-01-07,physical_restraint\ninc-2,child-b,2026-01-08,guided_contact|seclusion\n"
SCHOOL = Place("school", "The School", "special_school")
HOME = Place("home", "The Home", "childrens_home")


def a_setting(*places: Place, as_of: date | None = date(2026, 11, 20)) -> Setting:
    return Setting(
        name="Fern Green",
        places=places,
        terms=(),
        audiences=(),
        thresholds={each.name: each.default for each in THRESHOLDS},
        as_of=as_of,
    )


def put(folder: Path, **tables: str | bytes) -> Path:
    (folder / "data").mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / "data" / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def read(folder: Path, **tables: str | bytes) -> Loaded:
    return load(put(folder, **tables), a_setting(SCHOOL))


def brief(found: tuple[Finding, ...]) -> list[tuple[str, str, int | None, str | None]]:
    return [(each.severity, each.code, each.row, each.field) for each in found]


def state(dataset: Dataset, table: str) -> str:
    return dataset.states[table].state


def test_four_columns_are_enough(tmp_path: Path) -> None:
    text = f"{FOUR}\n{ROWS}"
    loaded = read(tmp_path, incidents=text)
    assert loaded.findings == ()
    incidents = loaded.dataset.tables["incidents"]
    assert list(incidents.index) == [2, 3]
    assert incidents.loc[3, "intervention_category"] == "guided_contact|seclusion"
    assert incidents["incident_date"].dtype == "datetime64[s]"
    known = loaded.dataset.states["incidents"]
    assert (known.rows, known.state, known.sha256) == (2, "loaded", hashlib.sha256(text.encode()).hexdigest())
    assert state(loaded.dataset, "reviews") == "absent"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_mark_at_the_start_and_any_line_ending_make_no_difference(
    tmp_path: Path, mark: bytes, end: bytes
) -> None:
    raw = mark + f"{FOUR}\n{ROWS}".encode().replace(b"\n", end)
    loaded = read(tmp_path, incidents=raw)
    assert loaded.findings == ()
    assert list(loaded.dataset.tables["incidents"]["incident_id"]) == ["inc-1", "inc-2"]


def test_row_numbers_are_those_of_the_spreadsheet_with_blank_rows_and_line_breaks_in_cells(
    tmp_path: Path,
) -> None:
    text = (
        f"{FOUR},lead_up_summary\n"  # row 1
        'inc-1,child-a,2026-01-07,other,"one\ntwo\nthree"\n'  # row 2, three lines of the file
        "\n"  # row 3
        ",,,,\n"  # row 4
        "inc-2,child-b,2026-01-08,other,\n"  # row 5
        "inc-3,child-b,2026-99-08,other,\n"  # row 6
    )
    loaded = read(tmp_path, incidents=text)
    assert brief(loaded.findings) == [("error", "not-a-date", 6, "incident_date")]


def test_values_have_the_types_that_indicators_rely_on(tmp_path: Path) -> None:
    head = f"{FOUR},started_time,duration_minutes,prevented_from_leaving,record_made_at,trigger_codes"
    rows = (
        "inc-1,child-a,2026-01-07,other,9:05,12.5,yes,2026-07-07T10:00:00Z,demand|sensory\n"
        "inc-2,child-a,2026-01-08,other,,,0,2026-01-08 10:00,\n"
        "inc-3,child-a,2026-01-09,other,23:59:30,0,,2026-01-09T10:00+00:00,unknown\n"
    )
    incidents = read(tmp_path, incidents=f"{head}\n{rows}").dataset.tables["incidents"]
    assert incidents["started_time"].tolist()[::2] == ["09:05", "23:59"]
    assert incidents["started_time"].isna().tolist() == [False, True, False]
    assert incidents["duration_minutes"].dtype == "float64"
    assert incidents["prevented_from_leaving"].dtype == "boolean"
    assert incidents["prevented_from_leaving"].tolist()[:2] == [True, False]
    # 10:00 UTC on 7 July is 11:00 in England; in January the two are the same.
    assert incidents["record_made_at"].tolist() == [
        pd.Timestamp(2026, 7, 7, 11),
        pd.Timestamp(2026, 1, 8, 10),
        pd.Timestamp(2026, 1, 9, 10),
    ]
    assert incidents["trigger_codes"].dropna().tolist() == ["demand|sensory", "unknown"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-29T00:30:00Z", "2026-03-29T00:30:00"),  # half an hour before the clocks go forward
        ("2026-03-29T01:30:00Z", "2026-03-29T02:30:00"),
        ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00"),
        ("2026-10-25T01:30:00Z", "2026-10-25T01:30:00"),  # the hour that comes twice
        ("2026-03-04T09:05", "2026-03-04T09:05:00"),
        ("2026-03-04", None),
        ("04/03/2026 09:05", None),
        ("2026-02-30T09:05", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("10", None),
    ],
)
def test_a_time_with_a_zone_becomes_the_time_on_an_english_clock(text: str, expected: str | None) -> None:
    found = local(text)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        (b"", "empty-file", "empty"),
        (b"\n\n", "empty-file", "empty"),
        (b"\n" + FOUR.encode(), "header-not-first", "first row is empty"),
        (FOUR.encode(), "no-rows", "no rows yet"),
        (f"{FOUR}\n{ROWS}".encode() + b"inc-3,caf\xe9,2026-01-09,other\n", "not-utf8", "row 4:"),
        (f"{FOUR}\n{ROWS}".encode("utf-16"), "not-utf8", "UTF-16"),
        (f"{FOUR}\ninc-1,a\0b,2026-01-07,other\n".encode(), "nul-byte", "row 2:"),
        (f"{FOUR}\n{ROWS}".replace(",", ";").encode(), "delimiter", "semicolons"),
        (f"{FOUR}\n{ROWS}".replace(",", "\t").encode(), "delimiter", "tabs"),
        (f"{FOUR},child_id\n{ROWS}".encode(), "duplicate-column", "child_id stands there more than once"),
        (b"a,b\n1,2\n", "no-known-column", "no column name"),
        (f'{FOUR}\ninc-1,"child-a,2026-01-07,other\n'.encode(), "broken-quotes", "quotes"),
        (f"{FOUR}\n{ROWS}inc-3,{'x' * 140_000},2026-01-09,other\n".encode(), "cell-too-long", "row 4:"),
    ],
)
def test_a_file_that_is_no_table_is_one_finding_that_says_what_to_do(
    tmp_path: Path, raw: bytes, code: str, words: str
) -> None:
    loaded = read(tmp_path, incidents=raw)
    assert [each.code for each in loaded.findings] == [code]
    assert words in loaded.findings[0].message and loaded.findings[0].hint
    assert state(loaded.dataset, "incidents") == "blocked"
    assert "incidents" not in loaded.dataset.tables


def test_a_folder_a_broken_link_and_nothing_at_all_are_findings_too(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "data" / "incidents.csv").mkdir()
    os.symlink(tmp_path / "nowhere.csv", tmp_path / "data" / "reviews.csv")
    loaded = load(tmp_path, a_setting(SCHOOL))
    assert [(each.table, each.code) for each in loaded.findings] == [
        ("incidents", "not-a-file"),
        ("reviews", "broken-link"),
    ]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert brief(load(empty, a_setting(SCHOOL)).findings) == [("error", "file-missing", None, None)]


def test_a_column_with_nearly_the_right_name_is_pointed_at_by_its_letter(tmp_path: Path) -> None:
    text = f"{FOUR.replace('incident_date', 'Incident Date')},duration_minute,colour\n" + ROWS.replace(
        "\n", ",5,red\n"
    )
    loaded = read(tmp_path, incidents=text)
    assert [(each.code, each.hint) for each in loaded.findings] == [
        ("missing-column", "Did you mean column C? Name it incident_date."),
        ("near-miss-column", "Did you mean duration_minutes? Then name it so."),
        ("unknown-column", "Nothing to do, unless you expected them to be used."),
    ]
    assert state(loaded.dataset, "incidents") == "blocked"


def test_three_hundred_columns_of_ones_own_are_one_warning_and_none_of_them_is_kept(tmp_path: Path) -> None:
    head = FOUR + "".join(f",own {number}" for number in range(300))
    rows = "\n".join(row + ",secret" * 300 for row in ROWS.splitlines())
    loaded = read(tmp_path, incidents=f"{head}\n{rows}\n")
    assert brief(loaded.findings) == [("warning", "unknown-column", None, None)]
    assert loaded.findings[0].message.endswith("E, F, G, H, I, J, K, L, M, N and 290 more.")
    assert list(loaded.dataset.tables["incidents"].columns) == FOUR.split(",")


def test_a_row_with_cells_too_many_stops_incidents_and_one_with_too_few_does_not(tmp_path: Path) -> None:
    head = f"{FOUR},reason_primary\n"
    short = read(tmp_path, incidents=head + "inc-1,child-a,2026-01-07,other\n")
    assert brief(short.findings) == [("error", "missing-cells", 2, None)]
    assert state(short.dataset, "incidents") == "loaded"
    long = read(tmp_path, incidents=head + "inc-1,child-a,2026-01-07,other,search,oh\n")
    assert brief(long.findings) == [("error", "extra-cells", 2, None)]
    assert state(long.dataset, "incidents") == "blocked"


@pytest.mark.parametrize(
    "row",
    [
        "inc-3,,2026-01-09,other",
        "inc-3,child-a,9 Jan,other",
        "inc-3,child-a,2026-01-09,oter",
        "inc-1,c,2026-01-09,other",
    ],
)
def test_an_error_in_a_required_field_makes_incidents_unusable(tmp_path: Path, row: str) -> None:
    loaded = read(tmp_path, incidents=f"{FOUR}\n{ROWS}{row}\n")
    assert [each.row for each in loaded.findings] == [4]
    assert loaded.dataset.states["incidents"].state == "blocked"
    assert loaded.dataset.states["incidents"].why.startswith("incidents.csv, row 4, ")


def test_an_error_in_another_field_of_incidents_makes_that_one_cell_unknown(tmp_path: Path) -> None:
    head = f"{FOUR},duration_minutes,setting_id\n"
    loaded = read(
        tmp_path,
        incidents=head
        + "inc-1,child-a,2026-01-07,other,long,school\ninc-2,child-a,2026-01-08,other,7,elsewhere\n",
    )
    assert brief(loaded.findings) == [
        ("error", "not-a-number", 2, "duration_minutes"),
        ("error", "unknown-reference", 3, "setting_id"),
    ]
    incidents = loaded.dataset.tables["incidents"]
    assert incidents["duration_minutes"].isna().tolist() == [True, False]
    assert incidents["setting_id"].isna().tolist() == [False, True]


def test_one_error_blocks_an_optional_table_and_leaves_the_others(tmp_path: Path) -> None:
    loaded = read(
        tmp_path,
        incidents=f"{FOUR}\n{ROWS}",
        reviews="review_id,incident_id,review_type,held_at\nr1,inc-9,child_debrief,2026-01-09T10:00\n",
        actions="action_id,raised_on,origin,scope,action_type\na1,2026-01-09,pattern,location,environment\n",
    )
    assert brief(loaded.findings) == [("error", "unknown-reference", 2, "incident_id")]
    assert [state(loaded.dataset, name) for name in ("incidents", "reviews", "actions")] == [
        "loaded",
        "blocked",
        "loaded",
    ]
    assert loaded.dataset.states["reviews"].why == (
        "reviews.csv, row 2, incident_id: points at something that does not stand in incidents.csv."
    )


def test_each_of_several_references_in_one_cell_must_exist_where_the_other_table_does(tmp_path: Path) -> None:
    head = "view_id,child_id,captured_on,methods,source,led_to_action_id\n"
    views = head + "v1,child-a,2026-01-09,spoken,child_directly,a1|a2\n"
    alone = read(tmp_path, incidents=f"{FOUR}\n{ROWS}", child_views=views)
    assert alone.findings == ()
    actions = "action_id,raised_on,origin,scope,action_type\na1,2026-01-09,pattern,location,environment\n"
    both = read(tmp_path, incidents=f"{FOUR}\n{ROWS}", child_views=views, actions=actions)
    assert brief(both.findings) == [("error", "unknown-reference", 2, "led_to_action_id")]


def test_a_header_without_rows_is_a_table_nobody_has_kept_yet(tmp_path: Path) -> None:
    loaded = read(tmp_path, incidents=f"{FOUR}\n{ROWS}", children="child_id,setting_id,on_roll_from\n")
    assert brief(loaded.findings) == [("note", "no-rows", None, None)]
    assert state(loaded.dataset, "children") == "absent"
    assert not loaded.dataset.has("children")


def test_settings_and_terms_may_stand_in_the_tables_or_in_the_setting(tmp_path: Path) -> None:
    tables = {
        "incidents": f"{FOUR},setting_id\ninc-1,child-a,2026-09-07,other,home\n",
        "settings": "setting_id,kind,name\nhome,childrens_home,The Home\n",
        "terms": "academic_year,term,start_on,end_on,closed_on\n202627,autumn,2026-09-02,2026-12-18,2026-11-27\n",
    }
    loaded = load(put(tmp_path, **tables), a_setting(SCHOOL))
    assert loaded.findings == ()
    assert [place.id for place in loaded.dataset.setting.places] == ["school", "home"]
    assert loaded.dataset.setting.terms[0].closed_on == (date(2026, 11, 27),)
    assert not loaded.dataset.setting.terms_assumed


def test_without_term_dates_thirds_of_the_year_stand_in_and_say_so(tmp_path: Path) -> None:
    dataset = read(tmp_path, incidents=f"{FOUR}\n{ROWS}").dataset
    assert dataset.setting.terms_assumed
    assert dataset.setting.terms[0].name == "autumn"


def test_a_setting_said_twice_and_terms_that_overlap_are_errors_of_their_tables(tmp_path: Path) -> None:
    head = "academic_year,term,start_on,end_on\n"
    loaded = read(
        tmp_path,
        incidents=f"{FOUR}\n{ROWS}",
        settings="setting_id,kind\nschool,special_school\n",
        terms=f"{head}202526,autumn,2025-09-02,2025-12-18\n202526,spring,2025-12-18,2026-03-27\n202528,summer,2026-04-13,2026-07-20\n",
    )
    assert brief(loaded.findings) == [
        ("error", "said-twice", 2, "setting_id"),
        ("error", "overlapping-terms", 3, "start_on"),
        ("error", "not-an-academic-year", 4, "academic_year"),
    ]
    assert loaded.dataset.setting.terms_assumed


def test_a_workspace_that_names_no_setting_at_all_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as stop:
        load(put(tmp_path, incidents=f"{FOUR}\n{ROWS}"), a_setting())
    assert "no setting is named" in stop.value.message


def test_a_day_somebody_asked_for_leaves_later_rows_out_with_a_note(tmp_path: Path) -> None:
    loaded = load(put(tmp_path, incidents=f"{FOUR}\n{ROWS}"), a_setting(SCHOOL), as_of=date(2026, 1, 7))
    assert brief(loaded.findings) == [("note", "after-the-day-asked-for", None, "incident_date")]
    assert list(loaded.dataset.tables["incidents"]["incident_id"]) == ["inc-1"]
    assert loaded.dataset.as_of == date(2026, 1, 7)


def test_a_day_before_every_incident_leaves_nothing_to_build_from(tmp_path: Path) -> None:
    loaded = load(put(tmp_path, incidents=f"{FOUR}\n{ROWS}"), a_setting(SCHOOL), as_of=date(2026, 1, 6))
    assert ("error", "no-rows", None, None) in brief(loaded.findings)
    assert state(loaded.dataset, "incidents") == "blocked"


def test_the_day_is_the_settings_else_todays_else_the_last_incidents(tmp_path: Path) -> None:
    workspace = put(tmp_path, incidents=f"{FOUR}\n{ROWS}")
    undated = a_setting(SCHOOL, as_of=None)
    assert load(workspace, a_setting(SCHOOL)).dataset.as_of == date(2026, 11, 20)
    assert load(workspace, undated, today=date(2026, 2, 1)).dataset.as_of == date(2026, 2, 1)
    assert load(workspace, undated).dataset.as_of == date(2026, 1, 8)


def every_third_day(first: date, number: int) -> str:
    days = (first + timedelta(days=3 * each) for each in range(number))
    return "".join(f"inc-{each.isoformat()},child-a,{each.isoformat()},seclusion\n" for each in days)


def test_records_that_stop_end_the_figures_with_their_month_and_a_note_says_so(tmp_path: Path) -> None:
    # 21 days with an incident from 29 January to 30 March 2026: 20 after the first, in 61 days of a home.
    workspace = put(tmp_path, incidents=f"{FOUR}\n{every_third_day(date(2026, 1, 29), 21)}")
    undated = a_setting(HOME, as_of=None)
    # Six days without one: (61 / 67)^20 = 0.15, as the gaps here go. 36 days: (61 / 97)^20 = 0.00009.
    calm = load(workspace, undated, today=date(2026, 4, 5))
    assert calm.dataset.as_of == date(2026, 4, 5) and not calm.findings
    silent = load(workspace, undated, today=date(2026, 5, 5))
    assert silent.dataset.as_of == date(2026, 3, 31) == silent.dataset.calendar.as_of
    assert brief(silent.findings) == [("note", "records-end-early", None, "incident_date")]
    # Who says until when recording went on is believed.
    assert load(workspace, undated, date(2026, 5, 5), today=date(2026, 5, 5)).dataset.as_of == date(
        2026, 5, 5
    )
    assert load(workspace, a_setting(HOME, as_of=date(2026, 5, 5))).dataset.as_of == date(2026, 5, 5)


def test_days_on_which_nobody_was_there_are_no_silence(tmp_path: Path) -> None:
    # A school closed from 31 March to 13 April: by Monday 20 April 2026 there were five open days. Of the 61 days from
    # 29 January 43 are weekdays, so (43 / 48)^20 = 0.11; with the 21 days since then, whatever they were, 0.003.
    terms = (
        TermDates("202526", "spring", date(2026, 1, 5), date(2026, 3, 30)),
        TermDates("202526", "summer", date(2026, 4, 14), date(2026, 7, 22)),
    )
    workspace = put(tmp_path, incidents=f"{FOUR}\n{every_third_day(date(2026, 1, 29), 21)}")
    dated = replace(a_setting(SCHOOL, as_of=None), terms=terms)
    assert load(workspace, dated, today=date(2026, 4, 20)).dataset.as_of == date(2026, 4, 20)
    undated = a_setting(HOME, as_of=None)
    assert load(workspace, undated, today=date(2026, 4, 20)).dataset.as_of == date(2026, 3, 31)


def test_a_file_with_nearly_a_tables_name_is_pointed_out(tmp_path: Path) -> None:
    put(tmp_path, incidents=f"{FOUR}\n{ROWS}", review="a,b\n")
    (tmp_path / "data" / "incidents.xlsx").write_bytes(b"PK")
    loaded = load(tmp_path, a_setting(SCHOOL))
    assert [(each.code, each.hint) for each in loaded.findings] == [
        ("unknown-file", "Save each of its sheets as CSV UTF-8 under the name of its table."),
        ("unknown-file", "Did you mean reviews.csv?"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to sam@example.org", "an e-mail address"),
        ("number 943 476 5919.", "an NHS number"),
        ("943-476-5919", "an NHS number"),
        ("943 476 5918", None),  # the last digit does not check the others
        ("call 020 7946 0000", None),
        ("A12345678901B", "a unique pupil number"),
        ("I12345678901B", None),  # no UPN begins with I, O or S
        ("at 9.05 for 12 minutes @ the gate", None),
    ],
)
def test_what_names_a_person_is_known_by_its_shape(text: str, kind: str | None) -> None:
    assert identifying(text) == kind


def test_no_message_of_any_kind_holds_a_cell(tmp_path: Path) -> None:
    canary = "CANARY@zz 9\t;"
    for name, table in schema.tables().items():
        lines = [[each.name for each in table.fields]]
        good = [each.example for each in table.fields]
        lines += [[*good[:place], canary, *good[place + 1 :]] for place in range(len(good))]
        lines += [[f"{canary}{place}" for place in range(len(good) + 1)], [canary]]
        (tmp_path / "data").mkdir(exist_ok=True)
        with (tmp_path / "data" / f"{name}.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(lines)
    for header in (False, True):
        if header:  # the same rows without their header: then the first row of data stands where names belong
            for path in (tmp_path / "data").glob("*.csv"):
                path.write_text(path.read_text(encoding="utf-8").split("\n", 1)[1], encoding="utf-8")
        loaded = load(tmp_path, a_setting(SCHOOL))
        report = checks.run(loaded.dataset, loaded.findings)
        assert len({each.table for each in report.findings}) == 16
        text = findings.render_text(report) + findings.render_json(report)
        assert "CANARY" not in text and "zz 9" not in text


def shared(pattern: str) -> list[Path]:
    return sorted((SHARED / "data").glob(pattern))


def everything(workspace: Path) -> list[Finding]:
    loaded = load(workspace, a_setting(SCHOOL))
    report = checks.run(loaded.dataset, loaded.findings)
    findings.render_text(report)
    json.loads(findings.render_json(report))
    checks.sound(loaded.dataset, report)
    schema.describe_text(workspace)
    return list(report.findings)


@pytest.mark.skipif(not shared("bad-csv/**/*.csv"), reason="needs bad-csv in ../shared")
@pytest.mark.parametrize("table", ["incidents", "terms"])
def test_every_hostile_file_gives_findings_and_never_a_traceback(tmp_path: Path, table: str) -> None:
    put(tmp_path)
    for path in shared("bad-csv/**/*.csv"):
        (tmp_path / "data" / f"{table}.csv").write_bytes(path.read_bytes())
        assert [each for each in everything(tmp_path) if each.table == table], path.name


@pytest.mark.skipif(not shared("adversarial/*"), reason="needs adversarial in ../shared")
def test_every_naughty_string_loads_or_is_a_finding(tmp_path: Path) -> None:
    strings = json.loads((SHARED / "data/adversarial/blns.json").read_text(encoding="utf-8"))
    for name in ("xss-payload-list.txt", "csv-payload.txt"):
        strings += (
            (SHARED / "data/adversarial" / name).read_text(encoding="utf-8", errors="replace").splitlines()
        )
    put(tmp_path)
    with (tmp_path / "data" / "incidents.csv").open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow([*FOUR.split(","), "lead_up_summary", "local_label", "reason_primary"])
        rows.writerows(
            [f"i{n}", "c", "2026-01-07", "other", s, s, s] for n, s in enumerate(strings) if "\0" not in s
        )
    assert everything(tmp_path)
    loaded = load(tmp_path, a_setting(SCHOOL))
    assert state(loaded.dataset, "incidents") == "loaded"
    assert loaded.dataset.states["incidents"].rows == sum("\0" not in each for each in strings)
