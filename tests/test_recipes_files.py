"""Workbooks as exports, tables that come as they stand, and files that are broken, hostile or far too large."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from small import write_setting

from generator import checks, package, recipes, setting
from generator.errors import DataError
from generator.recipes import Conversion, Recipe
from generator.recipes.lines import LONGEST_LINE
from generator.templates.workbook import workbook as template

HEAD = ["Ref", "Pupil", "When", "Time", "Type", "Note"]
RECIPE = """
recipe: book
file: {sheet: Log}
tables:
  - table: incidents
    columns: {incident_id: Ref, child_id: Pupil, incident_date: When, started_time: Time, intervention_category: Type,
      lead_up_summary: Note}
    values: {intervention_category: {Held: physical_restraint}}
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    path = tmp_path / "recipe.yml"
    path.write_text(RECIPE, encoding="utf-8")
    return recipes.read(path)


def a_book(path: Path, *rows: list[Any], change: Callable[[Any], None] | None = None) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Log"
    for row in (HEAD, *rows):
        sheet.append(row)
    if change:
        change(sheet)
    book.save(path)
    return path


def repacked(path: Path, part: str, content: bytes) -> Path:
    """The workbook with one of its parts exchanged."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    path.write_bytes(out.getvalue())
    return path


def column(conversion: Conversion, name: str) -> list[str]:
    return list(conversion.tables["incidents"].columns[name])


def test_cells_of_a_workbook_become_text_exactly(recipe: Recipe, tmp_path: Path) -> None:
    path = a_book(
        tmp_path / "log.xlsx",
        ["a1", "p1", date(2026, 2, 3), time(9, 5), "Held", True],
        [
            "a2",
            "p1",
            datetime(2026, 2, 4, 10, 30),
            datetime(2026, 2, 4, 9, 4, 59, 999_997),
            "Held",
            0.1 + 0.2,
        ],
        ["a3", 7.0, "14/02/2026", "9.15 pm", "Held", 12.5],
        ["a4", 7, date(2026, 2, 5), None, "Held", timedelta(hours=25, minutes=5)],
    )
    made = recipes.convert(recipe, [path])
    assert made.problems == ()
    assert column(made, "incident_date") == ["2026-02-03", "2026-02-04", "2026-02-14", "2026-02-05"]
    # A time of nine and 4 minutes 59.999997 seconds is how a workbook holds five past nine.
    assert column(made, "started_time") == ["09:05", "09:05", "21:15", ""]
    assert column(made, "child_id") == ["p1", "p1", "7", "7"]
    assert column(made, "lead_up_summary") == ["true", "0.3", "12.5", "25:05"]


def test_numbers_shown_with_zeros_keep_them_and_errors_stay_what_they_are(
    recipe: Recipe, tmp_path: Path
) -> None:
    def change(sheet: Any) -> None:
        sheet["B2"].number_format = "0000"
        sheet["F2"] = "#REF!"
        sheet["F2"].data_type = "e"

    made = recipes.convert(
        recipe, [a_book(tmp_path / "log.xlsx", ["a1", 7, date(2026, 2, 3), None, "Held", ""], change=change)]
    )
    assert column(made, "child_id") == ["0007"] and column(made, "lead_up_summary") == ["#REF!"]
    assert "log.xlsx: 1 cell in which the spreadsheet shows an error." in made.decisions


def test_the_sheet_is_the_one_that_is_named_or_the_first_that_is_shown(
    recipe: Recipe, tmp_path: Path
) -> None:
    path = a_book(tmp_path / "log.xlsx", ["a1", "p1", date(2026, 2, 3), None, "Held", ""])
    book = load_workbook(path)
    hidden = book.create_sheet("Old", 0)
    hidden.sheet_state = "hidden"
    book.save(path)
    plain = tmp_path / "plain.yml"
    plain.write_text(RECIPE.replace("file: {sheet: Log}\n", ""), encoding="utf-8")
    for each in (recipe, recipes.read(plain)):
        assert column(recipes.convert(each, [path]), "incident_id") == ["a1"]
    plain.write_text(RECIPE.replace("sheet: Log", "sheet: Lug"), encoding="utf-8")
    with pytest.raises(DataError, match="no sheet of the name that the recipe gives, but 2 others"):
        recipes.convert(recipes.read(plain), [path])


def test_a_formula_gives_the_result_that_the_workbook_keeps_and_without_one_it_is_said(
    recipe: Recipe, tmp_path: Path
) -> None:
    path = a_book(tmp_path / "log.xlsx", ["a1", "p1", date(2026, 2, 3), None, '=IF(1,"Held","")', ""])
    with pytest.raises(DataError, match="1 cell with a formula whose result the file does not hold"):
        recipes.convert(recipe, [path])
    with zipfile.ZipFile(path) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
    kept = sheet.replace(b"</f><v></v>", b"</f><v>Held</v>").replace(b"</f><v />", b"</f><v>Held</v>")
    kept = kept.replace(b'<c r="E2">', b'<c r="E2" t="str">')
    assert kept != sheet
    made = recipes.convert(recipe, [repacked(path, "xl/worksheets/sheet1.xml", kept)])
    assert column(made, "intervention_category") == ["physical_restraint"]


def test_a_date_where_a_code_belongs_is_named(recipe: Recipe, tmp_path: Path) -> None:
    path = a_book(tmp_path / "log.xlsx", ["a1", date(2026, 4, 3), date(2026, 2, 3), None, "Held", ""])
    (problem,) = recipes.convert(recipe, [path]).problems
    assert "column Pupil: holds codes that a spreadsheet turned into dates (as 3-Apr)" in problem


def test_a_spreadsheet_that_took_days_for_months_is_suspected_aloud(recipe: Recipe, tmp_path: Path) -> None:
    # Typed as day/month: 3/2 to 9/2 were taken for months, 16/2 stayed text because there is no sixteenth month.
    rows: list[list[Any]] = [[f"a{day}", "p1", date(2026, day, 2), None, "Held", ""] for day in range(3, 10)]
    made = recipes.convert(
        recipe, [a_book(tmp_path / "log.xlsx", *rows, ["b", "p1", "16/02/2026", None, "Held", ""])]
    )
    assert any("all 7 real dates of the workbook fall on days 1 to 12" in each for each in made.warnings)
    plain = [["c", "p1", date(2026, 2, 20), None, "Held", ""], ["b", "p1", "16/02/2026", None, "Held", ""]]
    assert recipes.convert(recipe, [a_book(tmp_path / "log.xlsx", *rows, *plain)]).warnings == ()


# Tables as they stand


def test_a_filled_template_becomes_the_tables_and_passes_check(tmp_path: Path) -> None:
    path, folder = tmp_path / "filled.xlsx", tmp_path / "w"
    path.write_bytes(template())
    book = load_workbook(path)
    for name, row in (
        ("incidents", {"incident_id": "007", "child_id": "0012", "incident_date": date(2026, 2, 3)}),
        ("incidents", {"incident_id": "008", "child_id": "0013", "incident_date": "2026-02-04"}),
        ("staff_involvement", {"incident_id": "007", "staff_id": "st-1", "role": "led"}),
    ):
        sheet = book[name]
        heads = [cell.value for cell in sheet[1]]
        number = 3 if row.get("incident_id") == "008" else 2
        cells = row | (
            {"intervention_category": "physical_restraint", "started_time": time(9, 5)}
            if name == "incidents"
            else {}
        )
        for field, value in cells.items():
            sheet.cell(number, heads.index(field) + 1, value)
    book.save(path)
    folder.mkdir()
    write_setting(folder)
    made = recipes.convert(recipes.canonical([path]), [path])
    assert set(made.tables) == {"incidents", "staff_involvement"}
    assert column(made, "incident_id") == ["007", "008"] and column(made, "child_id") == ["0012", "0013"]
    recipes.write(made, folder)
    loaded = package.load(folder, setting.read(folder), None, date(2026, 2, 10))
    report = checks.run(loaded.dataset, loaded.findings)
    assert [each for each in report.findings if each.severity == "error"] == []
    assert loaded.dataset.states["incidents"].rows == 2


def test_csvs_called_as_tables_are_taken_and_a_near_miss_is_named(tmp_path: Path) -> None:
    path = tmp_path / "Incidents.csv"
    path.write_text(
        "A title,,,\nincident_id,child_id,incident_date,intervention_category\na1,p1,2026-02-03,seclusion\n",
        encoding="utf-8",
    )
    assert column(recipes.convert(recipes.canonical([path]), [path]), "incident_date") == ["2026-02-03"]
    path.write_text(path.read_text(encoding="utf-8").replace("child_id", "child_idd"), encoding="utf-8")
    with pytest.raises(DataError, match=r"the column child_id is missing\. Did you mean column B\?"):
        recipes.canonical([path])
    other = tmp_path / "log.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="no sheet or file that is called as a table has rows"):
        recipes.canonical([other])


# Broken, hostile and far too large


def broken(name: str, path: Path) -> None:
    """Make the file of a case."""
    good = a_book(path, ["a1", "p1", date(2026, 2, 3), None, "Held", "SECRET"])
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(good) as packed:
        xml = packed.read(sheet)
    if name == "cut short":
        path.write_bytes(path.read_bytes()[:3000])
    elif name == "half a sheet":
        repacked(path, sheet, xml[: len(xml) // 2])
    elif name == "no workbook":
        repacked(path, "xl/workbook.xml", b"<broken SECRET")
    elif name == "entities":
        inner = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        repacked(
            path,
            sheet,
            b'<!DOCTYPE x [<!ENTITY a "SECRET">' + inner + b"]>" + xml.replace(b"</v>", b"&j;</v>", 1),
        )
    elif name == "far row":
        repacked(path, sheet, xml.replace(b'<row r="2"', b'<row r="99999999"'))
    elif name == "bomb":
        rows = xml.replace(b"</sheetData>", b"<row></row>" * 6_000_000 + b"</sheetData>")
        repacked(path, sheet, rows)
    elif name == "old":
        path.write_bytes(b"\xd0\xcf\x11\xe0" + b"SECRET" * 100)
    elif name == "password":
        path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(100) + "EncryptedPackage".encode("utf-16-le"))
    else:
        path.write_bytes(zipped("content.xml"))


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, "SECRET")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("cut short", "the workbook is damaged"),
        ("half a sheet", "cannot be read as a workbook"),
        ("no workbook", "cannot be read as a workbook"),
        ("entities", "cannot be read as a workbook"),
        ("far row", "below the last that a sheet can have"),
        ("bomb", "far larger than a table of records can be"),
        ("old", "a workbook of the old kind (.xls)"),
        ("password", "it has a password"),
        ("another zip", "this is no Excel workbook"),
    ],
)
def test_a_workbook_that_is_none_ends_with_one_clear_error(
    name: str, says: str, recipe: Recipe, tmp_path: Path
) -> None:
    path = tmp_path / "log.xlsx"
    broken(name, path)
    with pytest.raises(DataError) as stop:
        recipes.convert(recipe, [path])
    assert says in stop.value.message and stop.value.hint and stop.value.exit_code == 11
    assert "SECRET" not in stop.value.message + stop.value.hint


def test_a_line_without_an_end_stops_before_it_fills_the_memory(recipe: Recipe, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    with path.open("wb") as file:
        file.write((",".join(HEAD) + "\n").encode())
        file.truncate(200_000_000)
    with pytest.raises(DataError, match=r"row 2: one cell is longer"):
        recipes.convert(recipe, [path])
    path.write_text(",".join(HEAD) + "\n" + "x" * (LONGEST_LINE + 10), encoding="utf-8")
    with pytest.raises(DataError, match=r"row 2: one cell is longer"):
        recipes.convert(recipe, [path])
    path.write_text(",".join(HEAD) + '\n"' + "x\n" * LONGEST_LINE, encoding="utf-8")
    with pytest.raises(DataError, match=r"row 2: one cell is longer"):
        recipes.convert(recipe, [path])


def test_three_hundred_columns_are_only_columns(recipe: Recipe, tmp_path: Path) -> None:
    more = [f"x{number}" for number in range(300)]
    path = tmp_path / "log.csv"
    path.write_text(
        ",".join([*HEAD, *more]) + "\n" + ",".join(["a1", "p1", "13/02/2026", "", "Held", "", *more]) + "\n",
        encoding="utf-8",
    )
    made = recipes.convert(recipe, [path])
    assert column(made, "incident_id") == ["a1"] and made.dropped == tuple(more)


def test_a_file_that_shrinks_while_it_is_read_is_not_taken_for_whole(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.csv"
    line = "a{},p1,13/02/2026,,Held,{}\n"
    path.write_text(
        ",".join(HEAD) + "\n" + "".join(line.format(n, "x" * 99) for n in range(9000)), encoding="utf-8"
    )
    from generator.recipes import lines

    real, size = lines.Hashed.readinto, path.stat().st_size

    def shrinking(self: Any, buffer: Any) -> int:
        if self.read_bytes:
            os.truncate(path, size // 2 // 128 * 128)
        return real(self, buffer)

    monkeypatch.setattr(lines.Hashed, "readinto", shrinking)
    with pytest.raises(DataError, match="changed while it was read"):
        recipes.convert(recipe, [path])


def test_utf_16_is_read_when_the_recipe_says_so_and_named_when_it_does_not(
    recipe: Recipe, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(",".join(HEAD) + "\na1,p1,13/02/2026,,Held,café\n", encoding="utf-16")
    with pytest.raises(DataError, match="the file is utf-16") as stop:
        recipes.convert(recipe, [path])
    assert stop.value.hint == "Write encoding: utf-16."
    own = tmp_path / "own.yml"
    own.write_text(RECIPE.replace("{sheet: Log}", "{encoding: utf-16}"), encoding="utf-8")
    assert column(recipes.convert(recipes.read(own), [path]), "lead_up_summary") == ["café"]


def test_what_is_no_file_is_refused_at_once(recipe: Recipe, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, says in (("pipe", "this is not a file"), (".", "a folder"), ("nothing.csv", "no such file")):
        with pytest.raises(DataError, match=says):
            recipes.convert(recipe, [tmp_path / name])
