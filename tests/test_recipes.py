"""Foreign exports become canonical tables by a recipe: nothing guessed, nothing lost unsaid, no cell repeated."""

from __future__ import annotations

import csv
import json
import os
from datetime import date, time
from pathlib import Path

import pytest
from frictionless import validate

from generator import recipes
from generator.errors import DataError, SettingError, UsageError
from generator.package import load
from generator.recipes import Conversion, Recipe, writing
from generator.recipes.moments import format_of
from generator.recipes.recipe import CodeRule
from generator.schema import tables
from generator.setting import read as read_setting

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
SEATTLE = SHARED / "seattle" / "use_of_force.csv"
NAUGHTY = SHARED / "adversarial" / "blns.json"

RECIPE = """
recipe: school-log
title: Incident log, one row a child
file: {encoding: utf-8, delimiter: semicolon, header_row: 2}
missing: ["-", n/a]
tables:
  - table: incidents
    columns:
      incident_id: Ref
      child_id: Pupil No
      incident_date: When
      started_time: When
      intervention_category: What was done
      lead_up_summary: Notes
      degree_of_force: Force
    formats: {incident_date: DD/MM/YYYY hh:mm AM/PM, started_time: DD/MM/YYYY hh:mm AM/PM}
    values:
      intervention_category:
        Figure of four: physical_restraint
        held, then own room: [physical_restraint, seclusion]
        Talked down: de_escalated_no_restriction
      degree_of_force: {"1": light, "2": moderate, "9": ""}
    codes: {child_id: {prefix: child-, pad: 4}}
    constants: {setting_id: hazel-school}
    leave_out_without: [child_id]
  - table: staff_involvement
    columns: {incident_id: Ref, staff_id: Adult}
    codes: {staff_id: {prefix: adult-}}
    constants: {role: held}
    leave_out_without: [staff_id]
"""

# Rows 1 to 9 of the spreadsheet; row 6 is blank.
EXPORT = """Behaviour log 2026;;;;;;;
Ref;Pupil No;When;What was done;Notes;Force;Adult;Room
a1;7;03/04/2026 01:05 PM;Figure of four;"Waiting; then ""no"".";1;m3;Hall
a2;0012;25/04/2026 12:30 AM;HELD,  then own room;=1+1;9;-;Hall
a3;-;26/04/2026 09:00 am;Talked down;n/a;2;m4;Hall

a4;7;27/04/2026 11:59 pm;Talked down;;7;m3;Gym
a4;7;27/04/2026 11:59 pm;Talked down;;7;m9;Gym
a5;31;28/04/2026 10:00 AM;talked down;Quiet.;N/A;m3;Gym
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return a_recipe(tmp_path, RECIPE)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "our setting é"
    folder.mkdir()
    return folder


def a_recipe(folder: Path, text: str) -> Recipe:
    path = folder / "recipe.yml"
    path.write_text(text, encoding="utf-8")
    return recipes.read(path)


def an_export(folder: Path, content: str | bytes, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def converted(recipe: Recipe, folder: Path, content: str | bytes = EXPORT) -> Conversion:
    return recipes.convert(recipe, [an_export(folder, content)])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def mistakes(folder: Path, text: str) -> str:
    with pytest.raises(SettingError) as stop:
        a_recipe(folder, text)
    assert stop.value.exit_code == 10
    return stop.value.message


# Converting


def test_a_log_becomes_tables_as_counted_by_hand(recipe: Recipe, tmp_path: Path, workspace: Path) -> None:
    paths = recipes.write(converted(recipe, tmp_path), workspace)
    assert [path.name for path in paths] == ["incidents.csv", "staff_involvement.csv"]
    common = {"setting_id": "hazel-school"}
    assert rows(workspace / "data" / "incidents.csv") == [
        {
            **{"incident_id": "a1", "child_id": "child-0007", "incident_date": "2026-04-03"},
            **{
                "intervention_category": "physical_restraint",
                "started_time": "13:05",
                "degree_of_force": "light",
            },
            **{"lead_up_summary": 'Waiting; then "no".', **common},
        },
        {
            **{"incident_id": "a2", "child_id": "child-0012", "incident_date": "2026-04-25"},
            **{"intervention_category": "physical_restraint|seclusion", "started_time": "00:30"},
            **{"degree_of_force": "", "lead_up_summary": "=1+1", **common},
        },
        {
            **{"incident_id": "a4", "child_id": "child-0007", "incident_date": "2026-04-27"},
            **{"intervention_category": "de_escalated_no_restriction", "started_time": "23:59"},
            **{"degree_of_force": "", "lead_up_summary": "", **common},
        },
        {
            **{"incident_id": "a5", "child_id": "child-0031", "incident_date": "2026-04-28"},
            **{"intervention_category": "de_escalated_no_restriction", "started_time": "10:00"},
            **{"degree_of_force": "", "lead_up_summary": "Quiet.", **common},
        },
    ]
    # a3 has no child and its adult goes with it; a2 has no adult.
    assert [(each["incident_id"], each["staff_id"], each["role"]) for each in rows(paths[1])] == [
        ("a1", "adult-m3", "held"),
        ("a4", "adult-m3", "held"),
        ("a4", "adult-m9", "held"),
        ("a5", "adult-m3", "held"),
    ]


def test_columns_of_a_table_stand_in_the_order_of_its_schema(recipe: Recipe, tmp_path: Path) -> None:
    made = converted(recipe, tmp_path).tables["incidents"]
    assert list(made.columns) == [name for name in tables()["incidents"].names if name in made.columns]


def test_the_plan_counts_everything_and_repeats_no_cell(recipe: Recipe, tmp_path: Path) -> None:
    conversion = converted(recipe, tmp_path)
    plan = recipes.plan_text(conversion)
    assert conversion.problems == ()
    assert conversion.dropped == ("Room",)
    for said in (
        "export.csv: 6 rows",
        "data/incidents.csv: 4 rows",
        "incidents: left out 1 row without child_id, which cannot be counted for anyone.",
        "incidents: left out 1 exact repeat of an earlier row.",
        "staff_involvement: left out 1 row without staff_id",
        "staff_involvement: left out 1 row whose row of incidents is left out.",
        # 3 April could be 4 March; 25 to 28 April could be nothing else.
        "1 of 6 could also be read with day and month exchanged",
        "text that begins like a formula is kept as text: 1 cell.",
        "incidents.degree_of_force, column Force: not in the value map: 1 different value in 2 rows "
        "(first: export.csv, row 7); left empty",
        "3 of 3 different values mapped",
        "incidents.setting_id: hazel-school in every row, by the recipe.",
    ):
        assert said in plan
    for cell in ("Waiting", "1+1", "0012", "m9", "a5", "Quiet", "Hall", "Gym", "Talked", "13:05"):
        assert cell not in plan


def test_two_files_of_one_shape_are_read_one_after_the_other(
    recipe: Recipe, tmp_path: Path, workspace: Path
) -> None:
    other = EXPORT.replace("\na", "\nb")
    files = [an_export(tmp_path, EXPORT), an_export(tmp_path, other, "second.csv")]
    recipes.write(recipes.convert(recipe, files), workspace)
    found = [each["incident_id"] for each in rows(workspace / "data" / "incidents.csv")]
    assert found == ["a1", "a2", "a4", "a5", "b1", "b2", "b4", "b5"]


def test_headings_are_found_whatever_their_capitals_and_spaces(recipe: Recipe, tmp_path: Path) -> None:
    conversion = converted(recipe, tmp_path, EXPORT.replace("Pupil No", " PUPIL   no "))
    assert conversion.tables["incidents"].rows == 4


def test_a_windows_export_is_read_by_its_encoding(tmp_path: Path) -> None:
    recipe = a_recipe(tmp_path, RECIPE.replace("utf-8", "windows-1252"))
    raw = EXPORT.replace("Quiet.", "Café – “calm”.").encode("windows-1252")
    made = converted(recipe, tmp_path, raw).tables["incidents"]
    assert made.columns["lead_up_summary"][3] == "Café – “calm”."
    said = converted(recipe, tmp_path, EXPORT.replace("Quiet.", "Café")).decisions
    assert any("sound UTF-8" in each for each in said)


def test_texts_of_several_lines_come_back_whole(recipe: Recipe, tmp_path: Path, workspace: Path) -> None:
    text = EXPORT.replace("Quiet.", '"First.\r\nSecond.\rThird."')
    recipes.write(converted(recipe, tmp_path, text), workspace)
    assert rows(workspace / "data" / "incidents.csv")[3]["lead_up_summary"] == "First.\nSecond.\nThird."


# What stands in the way


def problems(recipe: Recipe, folder: Path, content: str) -> str:
    """The problems of a conversion, which `write` then refuses with exit code 11."""
    conversion = converted(recipe, folder, content)
    empty = folder / "empty"
    empty.mkdir(exist_ok=True)
    with pytest.raises(DataError) as stop:
        recipes.write(conversion, empty)
    assert stop.value.exit_code == 11 and list(empty.iterdir()) == []
    assert "In the way" in recipes.plan_text(conversion)
    return stop.value.message


def test_an_unknown_value_of_a_required_field_is_counted_and_stops(recipe: Recipe, tmp_path: Path) -> None:
    said = problems(recipe, tmp_path, EXPORT.replace("Figure of four", "Secret hold"))
    assert said == (
        "incidents.intervention_category, column What was done: not in the value map: 1 different value in 1 row "
        "(first: export.csv, row 3). The field must be filled. Correct the recipe, or the values at the source."
    )


def test_a_date_that_does_not_fit_is_never_guessed(recipe: Recipe, tmp_path: Path) -> None:
    said = problems(recipe, tmp_path, EXPORT.replace("28/04/2026", "04/28/2026").replace("27/04", "31/04"))
    assert "column When: not written as the format says: 2 different values in 3 rows" in said
    decisions = converted(recipe, tmp_path, EXPORT.replace("28/04/2026", "04/28/2026")).decisions
    assert any("1 value that would fit with day and month exchanged" in each for each in decisions)


def test_an_empty_required_field_says_how_to_leave_such_rows_out(recipe: Recipe, tmp_path: Path) -> None:
    said = problems(recipe, tmp_path, EXPORT.replace("a5;", "-;"))
    assert "incidents.incident_id, column Ref: empty in 1 row (first: export.csv, row 9)" in said
    assert "leave_out_without: [incident_id]" in said


def test_rows_that_disagree_under_one_id_are_a_problem(recipe: Recipe, tmp_path: Path) -> None:
    said = problems(recipe, tmp_path, EXPORT.replace("a5;", "a1;"))
    assert "incidents.incident_id: 1 code on several rows that differ otherwise" in said


def test_two_numbers_that_would_become_one_child_are_a_problem(recipe: Recipe, tmp_path: Path) -> None:
    said = problems(recipe, tmp_path, EXPORT.replace("a5;31;", "a5;012;"))
    assert "column Pupil No: 1 code of the export would become the same as another" in said


def test_an_identifier_is_refused_without_repeating_it(recipe: Recipe, tmp_path: Path) -> None:
    said = problems(recipe, tmp_path, EXPORT.replace("a5;31;", "a5;sam@example.org;"))
    assert "column Pupil No: holds what looks like an e-mail address: 1 different value in 1 row" in said
    assert "sam" not in said
    # Nine digits and the tenth that checks them: 9434765919 is the example of the NHS data dictionary.
    plain = a_recipe(tmp_path, RECIPE.replace("    codes: {child_id: {prefix: child-, pad: 4}}\n", ""))
    assert "9434765919" not in problems(plain, tmp_path, EXPORT.replace("a5;31;", "a5;9434765919;"))


def test_a_code_outside_an_open_fields_shape_is_left_empty_and_counted(tmp_path: Path) -> None:
    recipe = a_recipe(tmp_path, RECIPE.replace("lead_up_summary: Notes", "location_code: Notes"))
    conversion = converted(recipe, tmp_path)
    # Not empty and no code: the sentence, the formula, "Quiet."
    assert [(each.field, each.rows) for each in conversion.unmapped if each.column == "Notes"] == [
        ("location_code", 3)
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "ends before row 2"),
        ("one\n" + EXPORT.splitlines()[1] + "\n", "has headings and no rows"),
        (EXPORT.replace("Pupil No", "Pupill No"), "column Pupil No is not there. Did you mean column B?"),
        (EXPORT.replace("Room", "Adult"), "column Adult stands there 2 times"),
        (EXPORT.replace(";Gym", ";Gym;more", 1), "row 7: has more cells than there are columns"),
        (EXPORT.replace("a5;", '"a5"x;'), "row 9: the quotes do not match"),
        (
            EXPORT.replace("Quiet", "Caf\u00e9").encode("latin-1"),
            "about row 9: holds a letter that is not utf-8",
        ),
        (EXPORT.replace("Quiet", "Q\x00"), "about row 9: holds a character that no text has"),
        (b"PK\x03\x04...", "the workbook is damaged"),
        (EXPORT.replace("Quiet", "x" * 140_000), "row 9: one cell is longer"),
        (EXPORT.replace(";", ","), "the column Ref is not there"),
    ],
)
def test_a_file_that_is_no_proper_export_ends_with_one_clear_error(
    content: str | bytes, says: str, recipe: Recipe, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as stop:
        converted(recipe, tmp_path, content)
    assert says in stop.value.message and stop.value.hint
    for cell in ("a5", "m3", "Talked", "Waiting", "Behaviour"):
        assert cell not in stop.value.message + stop.value.hint


def test_no_file_a_folder_and_an_absent_file_are_told_apart(recipe: Recipe, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        recipes.convert(recipe, [])
    with pytest.raises(DataError, match="a folder"):
        recipes.convert(recipe, [tmp_path])
    (tmp_path / "link.csv").symlink_to(tmp_path / "nowhere.csv")
    for name in ("absent.csv", "link.csv"):
        with pytest.raises(DataError, match="no such file"):
            recipes.convert(recipe, [tmp_path / name])


def test_rows_with_too_few_cells_are_filled_up_and_counted(recipe: Recipe, tmp_path: Path) -> None:
    conversion = converted(recipe, tmp_path, EXPORT.replace(";Quiet.;N/A;m3;Gym", ""))
    said = "export.csv: fewer cells than headings in 1 row; what is missing is read as empty."
    assert said in conversion.decisions


# Reading a recipe


def test_all_mistakes_of_a_recipe_are_said_at_once_with_what_was_meant(tmp_path: Path) -> None:
    said = mistakes(
        tmp_path,
        RECIPE.replace("child_id: Pupil No", "child_idd: Pupil No")
        .replace("encoding: utf-8", "encoding: utf8")
        .replace("physical_restraint\n", "physical_restrain\n")
        .replace("{role: held}", "{role: hold}")
        .replace("incident_date: DD/MM/YYYY hh:mm AM/PM", "incident_date: DD/MM hh:mm")
        .replace("header_row: 2", "header_row: two"),
    ).splitlines()
    for part in (
        "recipe.yml, file.encoding: not one of the choices",
        "recipe.yml, file.header_row: must be a whole number between 1 and 100.",
        "recipe.yml, tables[1].columns.child_idd: no such key. Did you mean child_id?",
        "recipe.yml, tables[1].columns: child_id is missing. Every row of incidents needs it.",
        "recipe.yml, tables[1].formats.incident_date: a date needs its day, its month and its year",
        "recipe.yml, tables[1].values.intervention_category, entry 1: not a code of intervention_category.",
        "recipe.yml, tables[2].constants.role: not a code of involvement_role.",
    ):
        assert any(line.startswith(part) for line in said), part
    assert any("Did you mean physical_restraint?" in line for line in said)
    assert not any("Figure of four" in line for line in said)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("recipe: school-log", "recipe: School Log", "use small letters"),
        ("recipe: school-log\n", "", "recipe: this is missing"),
        ("delimiter: semicolon", "delimiter: ab", "nor one sign"),
        ("table: staff_involvement", "table: staff_involvment", "Did you mean staff_involvement?"),
        ("table: staff_involvement", "table: incidents", "given twice"),
        ("formats: {incident_date", "formats: {incident_id: DD, incident_date", "only dates and times"),
        ("codes: {child_id", "codes: {incident_date: {pad: 2}, child_id", "stands under formats too"),
        ("codes: {child_id", "codes: {degree_of_force: {pad: 2}, child_id", "stands under values too"),
        ("prefix: child-", "prefix: 'child '", "use letters, digits"),
        ("leave_out_without: [child_id]", "leave_out_without: [setting_id]", "not one of the choices"),
        ("Talked down:", "figure  OF four:", "the same value stands there already"),
        ("setting_id: hazel-school", "child_id: child-1", "filled from a column already"),
        ("setting_id: hazel-school", "setting_id: hazel school", "not written as this field wants it"),
        ("tables:", "tabels:", "Did you mean tables?"),
        ("header_row: 2", "header_row: 2, header_row: 3", "a key stands twice"),
        ("title: Incident", "title: [Incident", "cannot be read as YAML"),
    ],
)
def test_each_mistake_has_its_sentence(old: str, new: str, says: str, tmp_path: Path) -> None:
    assert old in RECIPE
    assert says in mistakes(tmp_path, RECIPE.replace(old, new, 1))


@pytest.mark.parametrize(
    "text", ["", "[]", "3", "tables:\n", "tables: [3]", "recipe: a\ntables: {}", "? [a]\n: b"]
)
def test_a_recipe_of_another_shape_is_a_mistake_and_no_traceback(text: str, tmp_path: Path) -> None:
    assert mistakes(tmp_path, text)


def test_codes_of_a_recipe_stay_as_written(tmp_path: Path) -> None:
    # YAML alone would read 007 as the number 7 and no as false.
    text = RECIPE.replace('{"1": light, "2": moderate, "9": ""}', "{007: light, no: high, 1e3: moderate}")
    assert a_recipe(tmp_path, text).tables[0].fields[-1].values == {
        "007": "light",
        "no": "high",
        "1e3": "moderate",
    }


def test_a_recipe_is_found_by_the_name_of_a_worked_one(tmp_path: Path) -> None:
    assert recipes.read(Path("police-use-of-force")).name in recipes.shipped()
    with pytest.raises(SettingError) as stop:
        recipes.read(Path("police-use-of-forc.yml"))
    assert "Did you mean police-use-of-force?" in stop.value.hint
    with pytest.raises(SettingError, match="not UTF-8"):
        a_recipe_of_bytes(tmp_path, b"recipe: \xff")


def a_recipe_of_bytes(folder: Path, content: bytes) -> Recipe:
    return recipes.read(an_export(folder, content, "recipe.yml"))


# Dates and times


@pytest.mark.parametrize(
    ("written", "text", "day", "clock"),
    [
        ("DD/MM/YYYY", "4/3/2026", date(2026, 3, 4), None),
        ("MM/DD/YYYY", "4/3/2026", date(2026, 4, 3), None),
        ("DD.MM.YY", "04.03.26", date(2026, 3, 4), None),
        ("DD.MM.YY", "04.03.69", date(1969, 3, 4), None),
        ("DD-MMM-YYYY", "04-sep-2026", date(2026, 9, 4), None),
        ("DD MMMM YYYY", "4  September 2026", date(2026, 9, 4), None),
        ("%d %b %Y", "04 Sept 2026", date(2026, 9, 4), None),
        ("YYYY-MM-DDTHH:mm", "2026-03-04T09:05", date(2026, 3, 4), time(9, 5)),
        ("%m/%d/%Y %I:%M:%S %p", "03/04/2026 12:00:01 AM", date(2026, 3, 4), time(0, 0, 1)),
        ("MM/DD/YYYY hh:mm:ss AM/PM", "03/04/2026 12:00:00 PM", date(2026, 3, 4), time(12)),
        ("hh:mm AM/PM", "1:05 p.m.", None, time(13, 5)),
        ("HH.mm", "9.05", None, time(9, 5)),
    ],
)
def test_a_moment_is_read_as_its_format_says(
    written: str, text: str, day: date | None, clock: time | None
) -> None:
    assert format_of(written).read(text) == (day, clock)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("DD/MM/YYYY", "31/04/2026"),
        ("DD/MM/YYYY", "29/02/2025"),
        ("DD/MM/YYYY", "04/13/2026"),
        ("DD/MM/YYYY", "4/3/26"),
        ("DD/MM/YYYY", "04/03/2026 "),
        ("DD/MM/YYYY", "04/03/2026 10:00"),
        ("DD/MM/YYYY", "٠٤/٠٣/٢٠٢٦"),
        ("DD/MM/YYYY", "00/03/2026"),
        ("hh:mm AM/PM", "13:05 PM"),
        ("hh:mm AM/PM", "0:05 AM"),
        ("HH:mm", "24:00"),
        ("HH:mm", "9:5:1"),
        ("DD MMM YYYY", "4 Smarch 2026"),
        ("DD MMM YYYY", "4 Mark 2026"),
    ],
)
def test_what_does_not_fit_is_not_read(written: str, text: str) -> None:
    assert format_of(written).read(text) is None


@pytest.mark.parametrize(
    "written", ["", "dd/mm/yyyy", "DD/MM/YYYY HH:MM", "DD/MM", "YYYY", "HH", "%j %Y", "soon"]
)
def test_what_is_no_format_is_said(written: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        format_of(written)


def test_zeros_are_filled_for_digits_only() -> None:
    rule = CodeRule("child-", 5)
    assert [rule.apply(text) for text in ("7", "77884", "123456", "x7", "²")] == [
        *("child-00007", "child-77884", "child-123456", "child-x7", "child-²"),
    ]


# Writing


def test_an_import_run_twice_gives_the_same_bytes(recipe: Recipe, tmp_path: Path, workspace: Path) -> None:
    recipes.write(converted(recipe, tmp_path), workspace)
    before = everything(workspace)
    recipes.write(converted(recipe, tmp_path), workspace)
    assert everything(workspace) == before
    assert sorted(before) == [
        *("data/.imported.json", "data/incidents.csv", "data/staff_involvement.csv", "datapackage.json"),
    ]
    record = json.loads(before["data/.imported.json"])["tables"]["incidents"]
    assert record["recipe"] == "school-log" and record["rows"] == 4
    assert [each["name"] for each in record["files"]] == ["export.csv"]


def everything(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_what_was_written_is_a_sound_data_package(recipe: Recipe, tmp_path: Path, workspace: Path) -> None:
    recipes.write(converted(recipe, tmp_path), workspace)
    assert validate(str(workspace / "datapackage.json"), type="package").valid
    path = workspace / "data" / "incidents.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-04-03", "3 April"), encoding="utf-8")
    assert not validate(str(workspace / "datapackage.json"), type="package").valid


def test_a_later_export_replaces_what_the_same_recipe_made(
    recipe: Recipe, tmp_path: Path, workspace: Path
) -> None:
    recipes.write(converted(recipe, tmp_path), workspace)
    recipes.write(converted(recipe, tmp_path, EXPORT.replace("a5;", "a6;")), workspace)
    assert rows(workspace / "data" / "incidents.csv")[3]["incident_id"] == "a6"


def test_rows_that_something_else_made_are_never_overwritten(
    recipe: Recipe, tmp_path: Path, workspace: Path
) -> None:
    data = workspace / "data"
    data.mkdir()
    (data / "staff_involvement.csv").write_text("incident_id,staff_id,role\nx,y,led\n", encoding="utf-8")
    before = everything(workspace)
    (said, todo) = recipes.in_the_way(converted(recipe, tmp_path), workspace)
    assert (
        said == "data/staff_involvement.csv: holds rows that no import made." and "Move the file away" in todo
    )
    with pytest.raises(DataError, match="holds rows that no import made") as stop:
        recipes.write(converted(recipe, tmp_path), workspace)
    assert stop.value.exit_code == 11 and "Move the file away" in stop.value.hint
    assert everything(workspace) == before
    # A template with its headings only holds nothing that could be lost.
    (data / "staff_involvement.csv").write_text("incident_id,staff_id,role\n,,\n", encoding="utf-8")
    recipes.write(converted(recipe, tmp_path), workspace)
    table = data / "incidents.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Quiet.", "Loud."), encoding="utf-8")
    with pytest.raises(DataError, match=r"incidents\.csv: changed since it was imported"):
        recipes.write(converted(recipe, tmp_path), workspace)
    assert "Loud." in table.read_text(encoding="utf-8")


def test_what_another_recipe_made_is_not_overwritten(recipe: Recipe, tmp_path: Path, workspace: Path) -> None:
    recipes.write(converted(recipe, tmp_path), workspace)
    other = a_recipe(tmp_path, RECIPE.replace("recipe: school-log", "recipe: home-log"))
    with pytest.raises(DataError, match=r"made by another recipe \(school-log\)"):
        recipes.write(converted(other, tmp_path, EXPORT.replace("a5;", "a6;")), workspace)


@pytest.mark.parametrize("step", range(4))
def test_a_disk_that_fills_up_leaves_every_file_as_it_was(
    step: int, recipe: Recipe, tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = a_recipe(tmp_path, RECIPE.split("  - table: staff_involvement")[0])
    recipes.write(converted(first, tmp_path), workspace)
    before, real, calls = everything(workspace), os.replace, 0

    def failing(old: Path, new: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == step + 1:
            raise OSError(28, "No space left on device")
        real(old, new)

    with monkeypatch.context() as fake:
        fake.setattr(os, "replace", failing)
        with pytest.raises(DataError, match="as they were before"):
            recipes.write(converted(recipe, tmp_path, EXPORT.replace("a5;", "a6;")), workspace)
    assert everything(workspace) == before


@pytest.mark.parametrize("step", range(4))
def test_an_import_that_was_cut_short_is_taken_back_by_the_next(
    step: int, recipe: Recipe, tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        """Stands for the machine stopping."""

    recipes.write(converted(recipe, tmp_path), workspace)
    before, real, calls = everything(workspace), os.replace, 0

    def stopping(old: Path, new: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == step + 1:
            raise PowerCut
        real(old, new)

    later = converted(recipe, tmp_path, EXPORT.replace("a5;", "a6;"))
    with monkeypatch.context() as fake:
        fake.setattr(os, "replace", stopping)
        with pytest.raises(PowerCut):
            recipes.write(later, workspace)
    writing.take_back(workspace)
    assert everything(workspace) == before
    recipes.write(later, workspace)
    assert rows(workspace / "data" / "incidents.csv")[3]["incident_id"] == "a6"


def test_a_workspace_that_is_not_there_is_a_usage_error(recipe: Recipe, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        recipes.write(converted(recipe, tmp_path), tmp_path / "nowhere")


# A real file


@pytest.mark.skipif(not SEATTLE.is_file(), reason="needs data/seattle of ../shared")
def test_a_real_log_of_many_years_comes_in_whole(workspace: Path) -> None:
    with SEATTLE.open(encoding="utf-8-sig", newline="") as lines:
        log = list(csv.DictReader(lines))
    conversion = recipes.convert(recipes.read(Path("police-use-of-force")), [SEATTLE])
    recipes.write(conversion, workspace)
    incidents = rows(workspace / "data" / "incidents.csv")
    assert len(incidents) == len(log) == 17_782
    assert len({each["child_id"] for each in incidents}) == len({each["Subject_ID"] for each in log}) == 9_094
    busiest = sum(each["child_id"] == "child-07884" for each in incidents)
    assert busiest == sum(each["Subject_ID"] == "7884" for each in log) == 107
    first = incidents[0]
    assert (first["incident_date"], first["started_time"]) == ("2019-10-28", "13:29")
    assert sum(not each["location_code"] for each in incidents) == sum(
        each["Precinct"] not in {"North", "South", "East", "West", "Southwest", "OOJ"} for each in log
    )
    assert sum(each["intervention_category"] == "other" for each in incidents) == 111
    assert conversion.dropped == ("Sector", "Beat", "Subject_Race", "Subject_Gender")
    (workspace / "setting.yml").write_text(
        "name: A city\nsettings:\n  - setting_id: city\n    kind: special_school\n", encoding="utf-8"
    )
    loaded = load(workspace, read_setting(workspace))
    assert [each for each in loaded.findings if each.severity == "error"] == []
    assert {name: state.rows for name, state in loaded.dataset.states.items() if state.state == "loaded"} == {
        "incidents": 17_782,
        "staff_involvement": 17_782,
    }


@pytest.mark.skipif(not NAUGHTY.is_file(), reason="needs data/adversarial of ../shared")
@pytest.mark.parametrize("place", range(5))
def test_naughty_text_in_any_column_ends_in_a_table_or_a_problem_and_in_no_message(
    place: int, tmp_path: Path, workspace: Path
) -> None:
    names = ("incident_id", "child_id", "incident_date", "intervention_category", "lead_up_summary")
    columns = ", ".join(f"{name}: {letter}" for name, letter in zip(names, "abcde", strict=True))
    recipe = a_recipe(tmp_path, f"recipe: x\ntables:\n  - table: incidents\n    columns: {{{columns}}}\n")
    texts = [text for text in json.loads(NAUGHTY.read_bytes()) if "\x00" not in text]
    path = tmp_path / "naughty.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow("abcde")
        for number, text in enumerate(texts):
            cells = [f"i{number}", "child-1", "2026-01-01", "seclusion", ""]
            cells[place] = text
            writer.writerow(cells)
    conversion = recipes.convert(recipe, [path])
    said = recipes.plan_text(conversion)
    assert not [text for text in texts if len(text.strip()) > 8 and text.strip() in said]
    if place < 4:
        assert conversion.problems
        return
    recipes.write(conversion, workspace)
    written = [each["lead_up_summary"] for each in rows(workspace / "data" / "incidents.csv")]
    assert len(written) == len(texts)
    # A table holds what the source held; what people download is made safe where it is written.
    signs = ("=", "+", "-", "@")
    held = [text.strip() for text in texts if text.strip().startswith(signs)]
    assert held and [text for text in written if text.startswith(signs)] == held
