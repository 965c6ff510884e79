"""A filled-in template passes `check` with no further work, and gives up no leading zero and no date."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from generator import schema, templates
from generator.cli import main
from generator.errors import UsageError
from generator.templates.lists import lists, options
from generator.templates.workbook import workbook

SETTING = """\
name: Fern Green
as_of: 2026-11-20
settings:
  - {setting_id: "007", name: Fern School, kind: special_school}
"""
Run = Callable[..., tuple[int, str, str]]
# Every kind of cell: text with zeros, date, time, date and time, number, yes or no, one code, several codes, free text.
ONE_OF_EACH: Mapping[str, Any] = {
    "incident_id": "007",
    "child_id": "0042",
    "incident_date": date(2026, 3, 4),
    "intervention_category": "physical_restraint|seclusion",
    "setting_id": "007",
    "started_time": time(9, 5),
    "ended_time": time(9, 17),
    "duration_minutes": 12,
    "duration_is_estimate": "no",
    "location_code": "corridor",
    "planned": "unplanned",
    "lead_up_summary": "=1+1 is what the board said",
    "reason_primary": "injury_to_another_child",
    "prevented_from_leaving": "yes",
    "record_made_at": datetime(2026, 3, 4, 15, 40),
    "judged_on": date(2026, 3, 10),
}
CHILD: Mapping[str, Any] = {
    "child_id": "0042",
    "setting_id": "007",
    "on_roll_from": date(2025, 9, 3),
    "year_group": "7",
    "sex": "F",
}
EVENT: Mapping[str, Any] = {
    "child_id": "0042",
    "setting_id": "007",
    "event_date": "2026-03",
    "kind": "suspension",
    "amount": 1,
    "collected": "yes",
}


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process: its exit code, and what it printed to both."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["readiness", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *capsys.readouterr()

    return run


@pytest.fixture(scope="module")
def made() -> bytes:
    return workbook()


@pytest.fixture(scope="module")
def blank(made: bytes) -> Workbook:
    """The workbook as it is made, to look at."""
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.fixture
def book(made: bytes) -> Workbook:
    """One to fill."""
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.fixture
def setting(tmp_path: Path) -> Path:
    place = tmp_path / "setting"
    (place / "data").mkdir(parents=True)
    (place / "setting.yml").write_text(SETTING, encoding="utf-8")
    return place


def fill(book: Workbook, table: str, row: Mapping[str, Any], number: int = 2) -> None:
    """One row, each cell as a spreadsheet keeps what was typed into a cell of its format."""
    sheet = book[table]
    places = {cell.value: cell.column for cell in sheet[1]}
    for name, value in row.items():
        cell = sheet.cell(number, places[name])
        shown = cell.number_format
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # typed into a cell of text, = begins no formula
        cell.number_format = shown


def findings(ran: Run, place: Path) -> list[dict[str, Any]]:
    said = ran("check", "--workspace", place, "--format", "json")[1]
    found: list[dict[str, Any]] = json.loads(said)["findings"]
    return found


def rows(place: Path, table: str) -> list[dict[str, str]]:
    with (place / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Filled in


def test_a_filled_workbook_comes_in_and_passes_check_with_no_further_work(
    ran: Run, tmp_path: Path, setting: Path, book: Workbook
) -> None:
    fill(book, "incidents", ONE_OF_EACH)
    fill(book, "incidents", {**ONE_OF_EACH, "incident_id": "008", "started_time": time(0, 0)}, number=4)
    fill(book, "children", CHILD)
    fill(book, "related_events", EVENT)
    book.save(tmp_path / "records.xlsx")

    came = ran("import", "canonical", tmp_path / "records.xlsx", "--workspace", setting)

    assert (came[0], came[2]) == (0, "")
    first, second = rows(setting, "incidents")
    assert first["incident_id"] == "007" and first["child_id"] == "0042" and first["setting_id"] == "007"
    assert (first["incident_date"], first["judged_on"]) == ("2026-03-04", "2026-03-10")
    assert (first["started_time"], first["ended_time"], second["started_time"]) == ("09:05", "09:17", "00:00")
    assert (first["record_made_at"], first["duration_minutes"]) == ("2026-03-04T15:40", "12")
    assert first["intervention_category"] == "physical_restraint|seclusion"
    assert first["lead_up_summary"] == "=1+1 is what the board said"
    assert rows(setting, "children")[0]["year_group"] == "7"
    assert rows(setting, "related_events")[0]["event_date"] == "2026-03"
    assert sorted(path.name for path in (setting / "data").glob("*.csv")) == [
        "children.csv",
        "incidents.csv",
        "related_events.csv",
    ]
    assert [each for each in findings(ran, setting) if each["severity"] == "error"] == []


def test_a_moment_at_midnight_keeps_its_time(ran: Run, tmp_path: Path, setting: Path, book: Workbook) -> None:
    fill(book, "incidents", {**ONE_OF_EACH, "record_made_at": datetime(2026, 3, 5, 0, 0)})
    book.save(tmp_path / "records.xlsx")
    assert ran("import", "canonical", tmp_path / "records.xlsx", "--workspace", setting)[0] == 0
    assert rows(setting, "incidents")[0]["record_made_at"].startswith("2026-03-05T00:00")


def test_every_example_of_the_schemas_fits_its_own_template(
    ran: Run, tmp_path: Path, setting: Path, book: Workbook
) -> None:
    """What the help of each column gives as its example can be typed there, comes in, and is a value of its field."""
    for table in schema.tables().values():
        fill(book, table.name, {each.name: typed(each.type, each.example) for each in table.fields})
    book.save(tmp_path / "records.xlsx")
    came = ran("import", "canonical", tmp_path / "records.xlsx", "--workspace", setting)
    assert (came[0], came[2]) == (0, "")
    for table in schema.tables().values():
        (row,) = rows(setting, table.name)
        for each in table.fields:
            told = {"true": ("true", "yes"), "false": ("false", "no")}.get(each.example, (each.example,))
            assert row[each.name] in told, f"{table.name}.{each.name}"
    about_cells = {"not-a-date", "not-a-time", "not-a-date-and-time", "not-a-number", "not-yes-or-no"}
    about_cells |= {"unknown-code", "code-shape", "out-of-range", "too-long", "identifier-shape"}
    assert not about_cells & {each["code"] for each in findings(ran, setting)}


def typed(kind: str, example: str) -> object:
    """An example as a spreadsheet keeps it once it was typed into a cell of that kind."""
    if kind == "date":
        return date.fromisoformat(example)
    if kind == "datetime":
        return datetime.fromisoformat(example)
    if kind == "time":
        return time.fromisoformat(example)
    if kind in ("integer", "number"):
        return float(example) if "." in example else int(example)
    return {"true": "yes", "false": "no"}.get(example, example) if kind == "boolean" else example


def test_a_filled_csv_passes_check_with_no_further_work(ran: Run, tmp_path: Path, setting: Path) -> None:
    assert ran("template", tmp_path / "blank")[0] == 0
    path = tmp_path / "blank" / "incidents.csv"
    header = path.read_text(encoding="utf-8").strip().split(",")
    cells = {**ONE_OF_EACH, "record_made_at": "2026-03-04T15:40"}
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([str(cells.get(name, "")) for name in header])
    for each in (tmp_path / "blank").glob("*.csv"):
        each.rename(setting / "data" / each.name)
    found = findings(ran, setting)
    assert [each for each in found if each["severity"] == "error"] == []
    assert {each["code"] for each in found if each["table"] != "incidents"} <= {
        "no-rows"
    }  # the others are blank


# What is in it


def test_the_headings_are_the_columns_of_the_schemas(tmp_path: Path, blank: Workbook) -> None:
    list(templates.write(tmp_path / "blank"))
    for table in schema.tables().values():
        assert tuple(cell.value for cell in blank[table.name][1]) == table.names
        text = (tmp_path / "blank" / f"{table.name}.csv").read_bytes().decode("utf-8")
        assert text == ",".join(table.names) + "\n"


def test_no_cell_for_a_code_can_lose_a_zero_or_become_a_date(blank: Workbook) -> None:
    for table in schema.tables().values():
        sheet = blank[table.name]
        for number, each in enumerate(table.fields, 1):
            letter = sheet.cell(1, number).column_letter
            told = {
                sheet.cell(2, number).number_format,
                sheet.cell(101, number).number_format,
                sheet.column_dimensions[letter].number_format,
            }
            if each.type == "string":
                assert told == {"@"}, each.name
            elif each.type == "date":
                assert told == {"yyyy-mm-dd"}, each.name


def test_every_column_has_its_help_and_its_limits(blank: Workbook) -> None:
    known = {name: each for each in lists() for name in each.used_by}
    for table in schema.tables().values():
        sheet = blank[table.name]
        rules = {
            str(rule.sqref).split(":")[0].rstrip("2"): rule for rule in sheet.data_validations.dataValidation
        }
        assert len(rules) == len(table.fields)
        for number, each in enumerate(table.fields, 1):
            heading = sheet.cell(1, number)
            rule = rules[heading.column_letter]
            assert each.description in heading.comment.text
            assert rule.showInputMessage and 0 < len(rule.prompt) <= 255 and 0 < len(rule.promptTitle) <= 32
            assert len(rule.error) <= 225 and str(rule.sqref).endswith("2000")
            if options(each):
                one = known[f"{table.name}.{each.name}"]
                assert (rule.type, rule.formula1) == ("list", one.place)
                assert rule.showErrorMessage is not (each.multi or each.open_codes)


def test_every_list_points_at_exactly_its_codes(blank: Workbook) -> None:
    sheet = blank["codes"]
    for each in lists():
        start, end = each.place.removeprefix("codes!").replace("$", "").split(":")
        assert [cell.value for (cell,) in sheet[f"{start}:{end}"]] == list(each.codes)
        assert sheet.cell(each.row, 1).value == each.name
        assert all(sheet.cell(each.row + place, 3).value for place in range(len(each.codes)))
    assert "physical_restraint" in [cell.value for cell in sheet["B"]]


def test_the_first_sheet_explains_and_leads_to_every_other(blank: Workbook) -> None:
    assert blank.sheetnames[0] == "how to fill this" and blank.active.title == "how to fill this"
    links = {cell.hyperlink.location for (cell,) in blank["how to fill this"]["B1:B60"] if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in blank.sheetnames[1:]}


def test_headings_stay_in_sight_and_on_every_page(blank: Workbook) -> None:
    for table in schema.tables():
        sheet = blank[table]
        assert sheet.freeze_panes == "B2" and sheet.print_title_rows in ("1:1", "$1:$1")
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_the_same_schemas_give_the_same_bytes(made: bytes) -> None:
    assert workbook() == made


# The folder


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "children.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"children\.csv lies in this folder already"):
        list(templates.write(tmp_path))
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("children.csv", "mine")]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "here").touch()
    with pytest.raises(UsageError, match="a file, not a folder"):
        list(templates.write(tmp_path / "here"))
    with pytest.raises(UsageError, match="could not be written"):
        list(templates.write(tmp_path / "here" / "below"))
