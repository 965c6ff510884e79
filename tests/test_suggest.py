"""A first recipe from an export's headings and words: what is sure is written, what is not is left to a person."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from generator import recipes
from generator.cli import app
from generator.errors import DataError
from generator.recipes.lexicon import meaning
from generator.recipes.remarks import text_of, to_look_at
from generator.recipes.suggest import Suggestion, suggest

SAMPLES = Path(recipes.__file__).parents[1] / "examples" / "recipes"
HEAD = ["Ref", "Date", "Child", "Intervention"]
HELD = [HEAD, ["A1", "14/01/2026", "child-1", "Held"], ["A2", "20/01/2026", "child-2", "Held"]]


def sample(name: str) -> Path:
    return next((SAMPLES / name).glob("sample.*"))


def written(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows(rows)
    return path


def converted(found: Suggestion, tmp_path: Path, *more: Path) -> recipes.Conversion:
    place = tmp_path / "made.yml"
    place.write_text(text_of(found), encoding="utf-8")
    return recipes.convert(
        recipes.read(place), [found.incidents.path, *more], people=lambda kind, who: f"{kind}-{len(who)}"
    )


def column(conversion: recipes.Conversion, field: str, table: str = "incidents") -> tuple[str, ...]:
    return conversion.tables[table].columns[field]


# The five shapes: the codes read off each sample by hand, in the order of its rows.
@pytest.mark.parametrize(
    ("name", "codes", "children"),
    [
        ("behaviour-log-with-points", ["physical_restraint", "disciplinary_removal", "seclusion",
                                       "de_escalated_no_restriction", "disciplinary_removal"], 3),
        ("home-restraint-form", ["physical_restraint", "physical_restraint|environmental_restriction",
                                 "physical_restraint"], 2),
        ("log-one-row-a-person", ["physical_restraint", "physical_restraint", "guided_contact",
                                  "de_escalated_no_restriction"], 2),
        ("seclusion-room-book", ["seclusion"] * 4, 3),
        ("wide-staff-columns", ["physical_restraint", "physical_restraint|seclusion", "guided_contact",
                                "physical_restraint"], 3),
    ],
)  # fmt: skip
def test_each_sample_becomes_incidents_by_its_first_recipe(
    tmp_path: Path, name: str, codes: list[str], children: int
) -> None:
    conversion = converted(suggest([sample(name)]), tmp_path)
    assert conversion.problems == ()
    assert list(column(conversion, "intervention_category")) == codes
    ids = column(conversion, "incident_id")
    assert len(set(ids)) == len(ids)
    # Robin Sample and Sam Example have names of different lengths, so the fake codes above tell them apart.
    assert len(set(column(conversion, "child_id"))) == children


def test_a_number_that_lost_its_zeros_is_the_same_child(tmp_path: Path) -> None:
    # 0031 and 31 of the behaviour log; the praise of row 3 is no incident, so take the log with both as holds.
    rows = [["Date", "Student ID", "Action"], ["14/01/2026", "0031", "Held"], ["15/01/2026", "31", "Held"]]
    conversion = converted(suggest([written(tmp_path / "log.csv", rows)]), tmp_path)
    assert column(conversion, "child_id") == ("child-0031", "child-0031")


def test_rows_that_are_no_intervention_are_left_out_and_counted(tmp_path: Path) -> None:
    conversion = converted(suggest([sample("behaviour-log-with-points")]), tmp_path)
    assert conversion.tables["incidents"].rows == 5  # of 7: Praise and Warning are not
    assert any("left out 2 rows" in each for each in conversion.decisions)


def test_a_column_of_kinds_of_people_is_never_what_was_done() -> None:
    found = suggest([sample("log-one-row-a-person")])
    assert (found.people.kind, found.category) == ("Type", "Action")


def test_the_column_whose_words_are_known_best_says_what_was_done() -> None:
    assert suggest([sample("home-restraint-form")]).category == "Measure"


def test_the_incident_number_is_found_whatever_it_is_called(tmp_path: Path) -> None:
    rows = [["Our own", *HEAD[1:]], *HELD[1:]]
    assert suggest([written(tmp_path / "a.csv", rows)]).fields["incident_id"] == "Our own"
    named = {"home-restraint-form": "Form", "wide-staff-columns": "Reference", "seclusion-room-book": "No."}
    for name, heading in named.items():
        assert suggest([sample(name)]).fields["incident_id"] == heading


def test_a_list_in_one_cell_is_taken_apart_and_its_minutes_do_not_make_new_words(tmp_path: Path) -> None:
    rows = [
        ["Ref", "Date", "Child", "Holds used"],
        ["1", "14/01/2026", "child-1", "Figure of four; 8 | Seated hold; 4"],
        ["2", "15/01/2026", "child-2", "Seated hold; 25"],
    ]
    found = suggest([written(tmp_path / "a.csv", rows)])
    assert [(word.key, word.rows) for word in found.words] == [("seated hold", 2), ("figure of four", 1)]
    assert column(converted(found, tmp_path), "intervention_category") == ("physical_restraint",) * 2


def test_dates_that_could_be_either_are_left_to_a_person(tmp_path: Path) -> None:
    rows = [HEAD, ["1", "03/04/2026", "child-1", "Held"], ["2", "05/06/2026", "child-1", "Held"]]
    found = suggest([written(tmp_path / "a.csv", rows)])
    assert found.date_is_unclear
    assert any("day-first or month-first" in line for line in to_look_at(found))
    assert converted(found, tmp_path).problems


def test_a_roll_whose_dates_could_be_either_is_asked_about_with_the_logs_own_order_as_default(
    tmp_path: Path,
) -> None:
    # 14/01 and 20/01 of the log can be day-first alone; 01/09 of the roll could be either.
    log = written(tmp_path / "log.csv", HELD)
    roll = written(
        tmp_path / "roll.csv",
        [["Code", "Admission date"], ["child-1", "01/09/2024"], ["child-2", "01/09/2025"]],
    )
    assert not suggest([log]).date_is_unclear
    found = suggest([log, roll])
    assert found.date_is_unclear and found.order_elsewhere == "day"
    conversion = converted(replace(found, order="day"), tmp_path, roll)
    assert column(conversion, "on_roll_from", "children") == ("2024-09-01", "2025-09-01")


def test_semicolons_and_windows_letters_are_seen(tmp_path: Path) -> None:
    rows = [[*HEAD, "Where"], *([*row, "Café"] for row in HELD[1:])]
    found = suggest([written(tmp_path / "a.csv", rows, ";", "windows-1252")])
    assert found.incidents.keys == {"encoding": "windows-1252", "delimiter": "semicolon"}
    assert converted(found, tmp_path).tables["incidents"].rows == 2


def test_a_workbook_with_title_rows_and_a_sheet_of_notes_is_read_from_the_right_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Notes on how to use this"])  # type: ignore[union-attr]
    sheet = book.create_sheet("Log")
    for row in [["Log of the school"], [], *HELD]:
        sheet.append(row)
    book.save(tmp_path / "log.xlsx")
    found = suggest([tmp_path / "log.xlsx"])
    assert found.incidents.keys == {"sheet": "Log", "header_row": 3}
    assert converted(found, tmp_path).tables["incidents"].rows == 2


def test_two_rows_of_headings_are_one(tmp_path: Path) -> None:
    found = suggest([sample("seclusion-room-book")])
    assert found.incidents.keys["header_rows"] == [3, 4]
    assert (found.fields["started_time"], found.fields["ended_time"]) == ("Time / In", "Time / Out")
    # Rows 5 to 8 of the sheet: 905, 1410, '2350' and a real time.
    assert column(converted(found, tmp_path), "started_time") == ("09:05", "14:10", "23:50", "09:05")


def test_a_pupil_number_is_taken_before_names_and_becomes_a_pseudonym(tmp_path: Path) -> None:
    rows = [
        ["Ref", "Date", "UPN", "Forename", "Surname", "Date of birth", "Type"],
        ["1", "14/01/2026", "A123456789012", "Robin", "Sample", "02/03/2012", "Held"],
        ["2", "15/01/2026", "A123456789013", "Robin", "Sample", "03/03/2012", "Held"],
    ]
    found = suggest([written(tmp_path / "a.csv", rows)])
    assert found.people.child == ("UPN",) and not found.children_are_coded
    text = text_of(found)
    assert "child_id: child" in text and "Robin" not in text and "A1234" not in text


def test_a_roll_beside_it_is_known_and_shares_the_children(tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", HELD)
    rows = [
        ["Code", "Admission date", "Year group"],
        ["child-1", "01/09/2024", "7"],
        ["child-2", "15/09/2025", "8"],
    ]
    roll = written(tmp_path / "roll.csv", rows)
    conversion = converted(suggest([log, roll]), tmp_path, roll)
    assert column(conversion, "child_id", "children") == ("child-1", "child-2")
    assert column(conversion, "on_roll_from", "children") == ("2024-09-01", "2025-09-15")


@pytest.mark.parametrize(
    ("word", "codes", "sure"),
    [
        ("Figure of Four", ("physical_restraint",), True),
        ("Guide", ("guided_contact",), False),
        ("Held and room", ("physical_restraint", "seclusion"), False),
        ("No restraint used", ("de_escalated_no_restriction",), True),
        ("not restrained", ("physical_restraint",), False),
        ("Praise", (), True),
        ("Restrained then calmed", ("physical_restraint",), True),
    ],
)
def test_words_mean_what_settings_use_them_for(word: str, codes: tuple[str, ...], sure: bool) -> None:
    found = meaning(word)
    assert found and (found.codes, found.sure) == (codes, sure)


def test_a_word_of_which_nothing_is_known_stops_the_import(tmp_path: Path) -> None:
    assert meaning("Zebra") is None
    rows = [*HELD, ["A3", "21/01/2026", "child-2", "Zebra"]]
    conversion = converted(suggest([written(tmp_path / "a.csv", rows)]), tmp_path)
    assert len(conversion.problems) == 1 and "Zebra" not in conversion.problems[0]


def test_what_is_missing_is_said_with_the_nearest_worked_recipe(tmp_path: Path) -> None:
    rows = [["Staff 1", "Staff 2", "Zone"], ["st-1", "st-2", "north"], ["st-1", "", "south"]]
    with pytest.raises(DataError) as stopped:
        suggest([written(tmp_path / "wide.csv", rows)])
    assert "the date of the incident" in stopped.value.message and "the child" in stopped.value.message
    assert "wide-staff-columns" in stopped.value.hint


def test_the_command_writes_the_recipe_once_and_prints_counts_alone(tmp_path: Path) -> None:
    rows = [*HELD, ["A3", "21/01/2026", "child-2", "Zebra"]]
    log, out = written(tmp_path / "log.csv", rows), tmp_path / "ours.yml"
    said = CliRunner().invoke(app, ["recipe", "suggest", str(log), "--out", str(out)])
    assert said.exit_code == 0 and out.exists()
    assert "1 word in 1 row without a meaning" in said.output and "Zebra" not in said.output
    before = out.read_bytes()
    again = CliRunner().invoke(app, ["recipe", "suggest", str(log), "--out", str(out)])
    assert again.exit_code != 0 and out.read_bytes() == before
