"""What a recipe can say: headings, footers, dates, codes, wide and listed values, several files, words and people."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from small import write_setting

from generator import cli, recipes
from generator.errors import DataError, GeneratorError, SettingError, UsageError
from generator.recipes import Conversion, Recipe
from generator.recipes.dates import Auto, moments_of

NHS = Path(__file__).parents[1].parent / "shared" / "data" / "nhs-restraint"
HEAD = "Ref,Pupil,When,Type"
RECIPE = """
recipe: log
file: {}
tables:
  - table: incidents
    columns: {incident_id: Ref, child_id: Pupil, incident_date: When, intervention_category: Type}
    values: {intervention_category: {Held: physical_restraint, Room: seclusion}}
"""


def a_recipe(folder: Path, text: str = RECIPE) -> Recipe:
    path = folder / "recipe.yml"
    path.write_text(text, encoding="utf-8")
    return recipes.read(path)


def converted(folder: Path, text: str, *exports: str) -> Conversion:
    """What a recipe makes of exports, which are called 1.csv, 2.csv and so on."""
    paths = []
    for number, content in enumerate(exports, 1):
        paths.append(folder / f"{number}.csv")
        paths[-1].write_text(content, encoding="utf-8", newline="")
    return recipes.convert(a_recipe(folder, text), paths)


def column(conversion: Conversion, name: str, table: str = "incidents") -> list[str]:
    return list(conversion.tables[table].columns[name])


def refused(folder: Path, text: str, *exports: str) -> str:
    with pytest.raises(DataError) as stop:
        converted(folder, text, *exports).stop()
    return stop.value.message


# Headings and ends


def test_two_rows_of_headings_are_read_as_upper_and_lower(tmp_path: Path) -> None:
    text = RECIPE.replace("{}", "{header_rows: [2, 3]}").replace(
        "incident_date: When", "incident_date: When / Day"
    )
    export = "A log,,,,,\nRef,Pupil,When,,What,\n,,Day,Hour,Type,Note\na1,p1,13/02/2026,9:05,Held,x\n"
    made = converted(tmp_path, text.replace("category: Type", "category: What / Type"), export)
    assert column(made, "incident_date") == ["2026-02-13"]
    assert made.dropped == ("When / Hour", "What / Note")


def test_a_file_without_headings_is_read_by_number_or_by_name(tmp_path: Path) -> None:
    export = "a1,p1,13/02/2026,Held\na2,p2,14/02/2026,Room\n"
    named = RECIPE.replace("{}", "{header: none, names: [Ref, Pupil, When, Type]}")
    numbered = RECIPE.replace("{}", "{header: none}").replace(
        "{incident_id: Ref, child_id: Pupil, incident_date: When, intervention_category: Type}",
        "{incident_id: 1, child_id: 2, incident_date: 3, intervention_category: 4}",
    )
    for text in (named, numbered):
        assert column(converted(tmp_path, text, export), "incident_date") == ["2026-02-13", "2026-02-14"]


@pytest.mark.parametrize(
    ("how", "footer"),
    [
        ("{skip_footer: 2}", "Total,2,,\nPrinted on,20/02/2026,,\n"),
        ("{stop_at: total}", "Total: 2,2,,,,\nPrinted by,the office,,,,,\n"),
        ("{stop_at: {column: Pupil, word: All}}", ",All pupils,,\nx,y,,\n"),
        ('{stop_at: ""}', ",,,\nPrinted by the office,,,\n"),
    ],
)
def test_what_stands_below_the_table_is_left_out_and_counted(how: str, footer: str, tmp_path: Path) -> None:
    export = f"{HEAD}\na1,p1,13/02/2026,Held\na2,p2,14/02/2026,Room\n{footer}"
    made = converted(tmp_path, RECIPE.replace("{}", how), export)
    assert column(made, "incident_id") == ["a1", "a2"]
    assert any(
        "2 rows at the end" in each or "row below" in each or "rows below" in each for each in made.decisions
    )


def test_a_word_that_ends_no_table_is_a_warning(tmp_path: Path) -> None:
    made = converted(tmp_path, RECIPE.replace("{}", "{stop_at: Total}"), f"{HEAD}\na1,p1,13/02/2026,Held\n")
    assert made.warnings == ("1.csv: no row begins as stop_at says, so the table ends with the file.",)


def test_headings_that_stand_twice_are_told_apart_by_a_number(tmp_path: Path) -> None:
    export = "Ref,Pupil,When,Type,Type\na1,p1,13/02/2026,Held,Room\n"
    assert "write Type (1) in the recipe" in refused(tmp_path, RECIPE, export)
    made = converted(tmp_path, RECIPE.replace("category: Type", "category: Type (2)"), export)
    assert column(made, "intervention_category") == ["seclusion"]


def test_long_becomes_wide_one_row_for_each_set_of_the_other_columns(tmp_path: Path) -> None:
    export = (
        "Ref,Pupil,When,Measure,Value\na1,p1,13/02/2026,Type,Held\na1,p1,13/02/2026,Minutes,12\n"
        "a2,p2,14/02/2026,Type,Room\na2,p2,14/02/2026,Mood,low\n"
    )
    text = RECIPE.replace("{}", "{pivot: {headings: Measure, cells: Value}}").replace(
        "category: Type}", "category: Type, duration_minutes: Minutes}"
    )
    made = converted(tmp_path, text, export)
    assert column(made, "intervention_category") == ["physical_restraint", "seclusion"]
    assert column(made, "duration_minutes") == ["12", ""]
    again = refused(tmp_path, text, export + "a2,p2,14/02/2026,Type,Held\n")
    assert again == "1.csv, row 6: a second cell for the same heading and the same other columns."


# Dates and times


def test_a_column_that_can_only_be_day_first_is_read_so_and_the_decision_is_shown(tmp_path: Path) -> None:
    made = converted(
        tmp_path, RECIPE, f"{HEAD}\na1,p1,03/04/2026,Held\na2,p1,13/04/2026,Held\na3,p1,04/04/2026,Held\n"
    )
    assert column(made, "incident_date") == ["2026-04-03", "2026-04-13", "2026-04-04"]
    # The 13th can be nothing else; 3/4 could be either; 4/4 is the same both ways.
    assert (
        "incidents.incident_date, column When: read day-first, because 1 of its dates can be nothing else; 1 could be "
        "either and are read the same way." in made.decisions
    )
    american = converted(tmp_path, RECIPE, f"{HEAD}\na1,p1,03/04/2026,Held\na2,p1,04/13/2026,Held\n")
    assert column(american, "incident_date") == ["2026-03-04", "2026-04-13"]


def test_a_column_that_could_be_either_is_asked_about_and_never_guessed(tmp_path: Path) -> None:
    said = refused(tmp_path, RECIPE, f"{HEAD}\na1,p1,03/04/2026,Held\na2,p1,04/05/2026,Held\n")
    assert "each of its dates could be day-first or month-first. Say which" in said
    assert "formats: {incident_date: DD/MM/YYYY}" in said and "03/04" not in said
    both = refused(tmp_path, RECIPE, f"{HEAD}\na1,p1,13/04/2026,Held\na2,p1,04/13/2026,Held\n")
    assert "1 of its dates can only be day-first and 1 only month-first" in both
    text = RECIPE + "    formats: {incident_date: DD/MM/YYYY}\n"
    made = converted(tmp_path, text, f"{HEAD}\na1,p1,03/04/2026,Held\na2,p1,04/05/2026,Held\n")
    assert column(made, "incident_date") == ["2026-04-03", "2026-05-04"]


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("3 Apr 2025", date(2025, 4, 3), None),
        ("3rd April 2025 at 9.05 pm", date(2025, 4, 3), time(21, 5)),
        ("Apr 3, 2025", date(2025, 4, 3), None),
        ("Thu 3-Apr-25", date(2025, 4, 3), None),
        ("2025-04-03 09:05:30", date(2025, 4, 3), time(9, 5, 30)),
        # Summer time: nine o'clock in Greenwich is ten in London.
        ("2025-06-03T09:05:00Z", date(2025, 6, 3), time(10, 5)),
        ("2025-01-03T09:05:00+00:00", date(2025, 1, 3), time(9, 5)),
        ("905", None, time(9, 5)),
        ("9 am", None, time(9)),
    ],
)
def test_what_can_only_mean_one_moment_is_read_without_a_format(
    text: str, day: date | None, clock: time | None
) -> None:
    assert Auto().read(text) == (day, clock)


@pytest.mark.parametrize(
    "text", ["03/04/2025", "45", "9", "9.5", "31 Apr 2025", "25:00", "45748", "2025-13-01", "soon"]
)
def test_what_could_mean_another_moment_is_not_read_without_a_format(text: str) -> None:
    assert Auto().read(text) is None


@pytest.mark.parametrize(
    ("written", "text", "moment"),
    [
        ("HHmm", "905", (None, time(9, 5))),
        ("HHmm", "45", (None, time(0, 45))),
        ("HHmm", "2360", None),
        ("HH.mm", "9.5", None),
        ("D/M/YY", "3/4/26", (date(2026, 4, 3), None)),
        ("DDMMYYYY", "3042026", (date(2026, 4, 3), None)),
        ("DD/MM/YYYY HHmm", "03/04/2026 905", (date(2026, 4, 3), time(9, 5))),
        # 1 January 2025 is day 45658 of the system of 1900, and 1462 days less in that of 1904.
        ("excel", "45658", (date(2025, 1, 1), time(0, 0))),
        ("excel", "45658.5", (date(2025, 1, 1), time(12))),
        ("excel", "0.378472222222", (None, time(9, 5))),
        ("excel", "60", None),
        ("excel-1904", "44196", (date(2025, 1, 1), time(0, 0))),
    ],
)
def test_a_moment_is_read_by_its_format(written: str, text: str, moment: object) -> None:
    assert moments_of([written]).read(text) == moment


def test_several_formats_are_tried_but_never_both_orders_of_day_and_month() -> None:
    both = moments_of(["DD/MM/YYYY", "D MMM YYYY", "YYYY-MM-DD"])
    assert [both.read(text) for text in ("03/04/2026", "3 Apr 2026", "2026-04-03")] == [
        (date(2026, 4, 3), None)
    ] * 3
    with pytest.raises(ValueError, match="a date may fit both"):
        moments_of(["DD/MM/YYYY", "MM/DD/YYYY"])


def test_a_date_and_a_time_of_two_columns_become_one_moment_and_one_column_two_fields(tmp_path: Path) -> None:
    text = RECIPE.replace("When,", "When, started_time: When, record_made_at: [When, At],").replace(
        "incident_date: When", "incident_date: When"
    )
    made = converted(tmp_path, text, f"{HEAD},At\na1,p1,13/02/2026 09:05,Held,\n")
    assert column(made, "started_time") == ["09:05"]
    made = converted(
        tmp_path,
        RECIPE.replace("When,", "When, record_made_at: [When, At],"),
        f"{HEAD},At\na1,p1,13/02/2026,Held,1:30 pm\n",
    )
    assert column(made, "record_made_at") == ["2026-02-13T13:30"]


def test_lengths_of_time_and_thousands_become_numbers(tmp_path: Path) -> None:
    text = RECIPE.replace(
        "Type}\n", "Type, duration_minutes: Long}\n    formats: {duration_minutes: minutes}\n", 1
    )
    lengths = ["12", "12 mins", "1h 5m", "0:12", "1 hour", "7.5", "ages"]
    export = f"{HEAD},Long\n" + "".join(f"a{n},p1,13/02/2026,Held,{each}\n" for n, each in enumerate(lengths))
    assert column(converted(tmp_path, text, export), "duration_minutes") == [
        "12",
        "12",
        "65",
        "12",
        "60",
        "7.5",
        "",
    ]


# Codes and values


def test_codes_that_a_spreadsheet_mangled_stop_the_import_and_are_named(tmp_path: Path) -> None:
    rows = "".join(
        f"a{n},{code},13/02/2026,Held\n" for n, code in enumerate(["p1", "3-Apr", "1.2E+05", "03-Apr"])
    )
    said = refused(tmp_path, RECIPE, f"{HEAD}\n{rows}")
    assert (
        "column Pupil: holds codes that a spreadsheet turned into dates (as 3-Apr): 2 different values in 2 rows"
        in said
    )
    assert (
        "column Pupil: holds numbers that a spreadsheet shortened (as 1.2E+05): 1 different value in 1 row"
        in said
    )
    kept = RECIPE + "    codes: {child_id: {as_written: true}}\n"
    made = converted(tmp_path, kept, f"{HEAD}\na1,3-Apr,13/02/2026,Held\n")
    assert column(made, "child_id") == ["3-Apr"] and made.problems == ()


def test_zeros_that_a_spreadsheet_took_away_are_named_and_given_back(tmp_path: Path) -> None:
    export = f"{HEAD}\na1,0031,13/02/2026,Held\na2,31,14/02/2026,Held\na3,1200,14/02/2026,Held\n"
    (warning,) = converted(tmp_path, RECIPE, export).warnings
    assert "as if a spreadsheet had taken leading zeros away: 1 different value shorter" in warning
    made = converted(tmp_path, RECIPE + "    codes: {child_id: {prefix: c-, pad: 4}}\n", export)
    assert made.warnings == () and "become the same as another" in made.problems[0]
    # Numbers that simply grew are nothing to look at: 1 to 120.
    grown = "".join(f"a{n},{n},13/02/2026,Held\n" for n in range(1, 121))
    assert converted(tmp_path, RECIPE, f"{HEAD}\n{grown}").warnings == ()


def test_otherwise_takes_what_the_map_does_not_know_and_counts_it(tmp_path: Path) -> None:
    text = RECIPE + "    otherwise: {intervention_category: other}\n"
    made = converted(
        tmp_path, text, f"{HEAD}\na1,p1,13/02/2026,Held\na2,p1,14/02/2026,Odd\na3,p1,14/02/2026,odd\n"
    )
    assert column(made, "intervention_category") == ["physical_restraint", "other", "other"]
    assert any("1 different value in 2 rows by otherwise" in each for each in made.decisions)


def test_several_values_of_one_cell_are_mapped_one_by_one(tmp_path: Path) -> None:
    text = RECIPE.replace("category: Type}", "category: Type, trigger_codes: Why}").replace(
        "seclusion}}",
        'seclusion}, trigger_codes: {"18": demand, "19": sensory, "20": ""}}\n    split: {trigger_codes: ","}',
    )
    export = f'{HEAD},Why\na1,p1,13/02/2026,Held,"18,19,18,"\na2,p1,13/02/2026,Held,"20"\na3,p1,13/2/2026,Room,"9"\n'
    made = converted(tmp_path, text, export)
    assert column(made, "trigger_codes") == ["demand|sensory", "", ""]
    assert [(each.field, each.rows) for each in made.unmapped] == [("trigger_codes", 1)]


WORDS = """
recipe: words
words:
  Type:
    Figure of four: {intervention_category: physical_restraint, interventions.category: physical_restraint,
      interventions.technique_code: figure_of_four}
    Guide: {intervention_category: guided_contact, interventions.category: guided_contact}
tables:
  - table: incidents
    columns: {incident_id: Ref, child_id: Pupil, incident_date: When}
  - table: interventions
    columns: {intervention_id: Ref, incident_id: Ref}
    constants: {sequence: "1"}
"""


def test_one_word_fills_several_fields_of_several_tables(tmp_path: Path) -> None:
    made = converted(tmp_path, WORDS, f"{HEAD}\na1,p1,13/02/2026,FIGURE of four\na2,p1,13/02/2026,Guide\n")
    assert column(made, "intervention_category") == ["physical_restraint", "guided_contact"]
    assert column(made, "technique_code", "interventions") == ["figure_of_four", ""]
    assert made.unmapped == ()
    with pytest.raises(SettingError, match="a field is named that no table of this recipe has"):
        a_recipe(tmp_path, WORDS.replace("interventions.technique_code", "reviews.technique_code"))


# Rows


STAFF = """  - table: staff_involvement
    rows_from: {columns: {Adult: "Staff #", Part: [P1, P2]}}
    columns: {incident_id: Ref, staff_id: Adult, role: Part}
    values: {role: {Led: led, Held: held}}
"""


def test_wide_columns_and_those_beside_them_become_rows(tmp_path: Path) -> None:
    text = RECIPE.replace("file: {}", 'missing: ["-"]') + STAFF
    export = f"{HEAD},Staff 1,P1,Staff 2,P2\na1,p1,13/02/2026,Held,s1,Led,s2,Held\na2,p1,13/02/2026,Room,-,,s3,Led\n"
    made = converted(tmp_path, text, export).tables["staff_involvement"].columns
    assert list(zip(made["incident_id"], made["staff_id"], made["role"], strict=True)) == [
        *(("a1", "s1", "led"), ("a1", "s2", "held"), ("a2", "s3", "led")),
    ]


def test_headings_can_be_the_value_and_pairs_in_a_cell_come_apart(tmp_path: Path) -> None:
    text = (
        RECIPE
        + """  - table: interventions
    rows_from: {columns: {Tick: [Prone, Seated], Kind: headings}}
    columns: {intervention_id: [Ref, <Tick number>], incident_id: Ref, sequence: <Tick number>, position: Kind}
    values: {position: {Prone: prone, Seated: seated}}
    constants: {category: physical_restraint}
"""
    )
    made = converted(
        tmp_path, text, f"{HEAD},Prone,Seated\na1,p1,13/02/2026,Held,x,x\na2,p1,13/02/2026,Held,,x\n"
    )
    assert column(made, "position", "interventions") == ["prone", "seated", "seated"]
    assert column(made, "intervention_id", "interventions") == ["a1-1", "a1-2", "a2-1"]
    pairs = text.replace(
        "{columns: {Tick: [Prone, Seated], Kind: headings}}",
        '{cell: Used, between: "|", inside: ;, into: [Kind, Long]}',
    )
    pairs = pairs.replace("<Tick number>", "<Kind number>").replace(
        "position: Kind", "position: Kind, duration_minutes: Long"
    )
    made = converted(
        tmp_path,
        pairs,
        f"{HEAD},Used\na1,p1,13/02/2026,Held,prone; 2 | seated; 5 | \na2,p1,13/02/2026,Held,seated\n",
    )
    assert column(made, "position", "interventions") == ["prone", "seated", "seated"]
    assert column(made, "duration_minutes", "interventions") == ["2", "5", ""]


def test_one_row_with_several_children_becomes_a_row_a_child(tmp_path: Path) -> None:
    text = RECIPE.replace("incident_id: Ref", "incident_id: [Ref, <Pupil number>], incident_group_id: Ref")
    text += "    rows_from: {cell: Pupil, between: ;}\n"
    made = converted(tmp_path, text, f"{HEAD}\na1,p1; p2,13/02/2026,Held\na2,p1,13/02/2026,Held\n")
    assert column(made, "incident_id") == ["a1-1", "a1-2", "a2-1"]
    assert column(made, "child_id") == ["p1", "p2", "p1"]


def test_two_steps_multiply_each_child_with_each_adult(tmp_path: Path) -> None:
    text = RECIPE.replace("incident_id: Ref", "incident_id: [Ref, <Pupil number>]")
    text += """    rows_from: {cell: Pupil, between: ;}
  - table: staff_involvement
    rows_from: [{cell: Pupil, between: ;}, {cell: Adults, between: ","}]
    columns: {incident_id: [Ref, <Pupil number>], staff_id: Adults}
    constants: {role: held}
"""
    made = converted(
        tmp_path, text, f'{HEAD},Adults\na1,p1; p2,13/02/2026,Held,"s1,s2"\na2,p1,13/02/2026,Held,s3\n'
    )
    rows = made.tables["staff_involvement"].columns
    assert list(zip(rows["incident_id"], rows["staff_id"], strict=True)) == [
        *(("a1-1", "s1"), ("a1-1", "s2"), ("a1-2", "s1"), ("a1-2", "s2"), ("a2-1", "s3")),
    ]


def test_an_id_from_the_row_is_the_same_each_time_and_does_not_come_from_names(tmp_path: Path) -> None:
    text = RECIPE.replace("incident_id: Ref", "incident_id: <row id>") + "    people: {child_id: child}\n"
    recipe = a_recipe(tmp_path, text)
    ids = []
    for name in ("Amy Invented", "Ben Invented"):
        path = tmp_path / "log.csv"
        path.write_text(f"{HEAD}\na1,{name},13/02/2026,Held\na2,{name},13/02/2026,Held\n", encoding="utf-8")
        ids.append(column(recipes.convert(recipe, [path], lambda kind, _: f"{kind}-1"), "incident_id"))
    assert ids[0] == ids[1] and len(set(ids[0])) == 2
    assert all(len(each) == 16 for each in ids[0])


def test_rows_are_kept_and_left_out_by_the_value_of_a_column_and_counted(tmp_path: Path) -> None:
    export = f"{HEAD}\na1,p1,13/02/2026,Held\na2,p1,13/02/2026,Total\na3,p1,13/02/2026,Room\n"
    for rule in ("only_where: {Type: [held, ROOM]}", "leave_out_where: {Type: total}"):
        made = converted(tmp_path, f"{RECIPE}    {rule}\n", export)
        assert column(made, "incident_id") == ["a1", "a3"]
        assert any("incidents: left out 1 row by " in each for each in made.decisions)


# Several files


TWO = """
recipe: two
files:
  - {name: log, match: "1*.csv"}
  - {name: old, delimiter: semicolon}
tables:
  - table: incidents
    from: log
    columns: {incident_id: Ref, child_id: Pupil, incident_date: When, intervention_category: Type}
    values: {intervention_category: {Held: physical_restraint}}
  - table: incidents
    from: old
    columns: {incident_id: No, child_id: Who, incident_date: Day, location_code: Where}
    constants: {intervention_category: seclusion}
    codes: {incident_id: {prefix: old-}, location_code: {}}
"""


def test_two_files_of_different_shapes_feed_one_table(tmp_path: Path) -> None:
    made = converted(
        tmp_path, TWO, f"{HEAD}\na1,p1,13/02/2026,Held\n", "No;Who;Day;Where\n7;p1;14/02/2025;Main Hall\n"
    )
    assert column(made, "incident_id") == ["a1", "old-7"]
    assert column(made, "intervention_category") == ["physical_restraint", "seclusion"]
    assert column(made, "location_code") == ["", "main_hall"]
    with pytest.raises(UsageError, match="the recipe needs a file more: old"):
        converted(tmp_path, TWO, f"{HEAD}\na1,p1,13/02/2026,Held\n")
    with pytest.raises(SettingError, match="given twice"):
        a_recipe(tmp_path, TWO.replace("from: old", "from: log"))


@pytest.mark.skipif(not NHS.is_dir(), reason="needs data/nhs-restraint of ../shared")
def test_twelve_real_files_without_headings_come_in_by_a_recipe_alone(tmp_path: Path) -> None:
    text = """
recipe: trusts
file: {header: none, names: [month, trust, measure, value]}
missing: ["*"]
tables:
  - table: related_events
    only_where: {measure: MHS76}
    columns: {setting_id: trust, event_date: month, amount: value}
    formats: {event_date: [DD/MM/YYYY, YYYY-MM-DD], amount: number}
    codes: {setting_id: {}}
    constants: {kind: self_harm, collected: "true"}
    leave_out_without: [amount]
"""
    files = sorted(NHS.glob("rstr*.csv"))
    rows = [line.rsplit(",", 2) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    counted = [row for row in rows if row[1] == "MHS76" and row[2].strip() != "*"]
    made = recipes.convert(a_recipe(tmp_path, text), files)
    assert len(files) == 12 and made.problems == ()
    assert made.tables["related_events"].rows == len(counted)
    # The names of trusts become codes of at most forty signs, each its own.
    names, codes = (
        {row[0].split(",", 1)[1] for row in counted},
        set(column(made, "setting_id", "related_events")),
    )
    assert len(codes) == len(names) and max(map(len, codes)) == 40


# People


def test_names_become_codes_through_what_is_passed_in_and_a_recipe_is_refused_without_it(
    tmp_path: Path,
) -> None:
    text = RECIPE.replace("child_id: Pupil", "child_id: [First, Last]") + "    people: {child_id: child}\n"
    path = tmp_path / "log.csv"
    path.write_text("Ref,First,Last,When,Type\na1,Amy,Invented,13/02/2026,Held\n", encoding="utf-8")
    recipe = a_recipe(tmp_path, text)
    asked: list[tuple[str, str]] = []

    def people(kind: str, identity: str) -> str:
        asked.append((kind, identity))
        return "c-1"

    made = recipes.convert(recipe, [path], people)
    assert asked == [("child", "Amy Invented")] and column(made, "child_id") == ["c-1"]
    assert "Amy" not in recipes.plan_text(made)
    with pytest.raises(UsageError, match="no key for that is at hand"):
        recipes.convert(recipe, [path])
    with pytest.raises(SettingError, match="the code of a child"):
        a_recipe(tmp_path, text.replace("{child_id: child}", "{child_id: adult}"))


def test_the_command_shows_a_plan_and_writes_nothing_until_it_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = tmp_path / "w"
    workspace.mkdir()
    write_setting(workspace)
    recipe, log = tmp_path / "recipe.yml", tmp_path / "log.csv"
    recipe.write_text(RECIPE + "    people: {child_id: child}\n", encoding="utf-8")
    log.write_text(f"{HEAD}\na1,Amy Invented,13/02/2026,Held\n", encoding="utf-8")
    before = sorted(path.name for path in workspace.rglob("*"))
    command = ["readiness", "import", str(recipe), str(log), "-w", str(workspace)]
    monkeypatch.setattr("sys.argv", [*command, "--dry-run"])
    with pytest.raises(SystemExit):
        cli.main()
    assert "1 pseudonym" in (said := capsys.readouterr().out) and "Amy" not in said
    assert sorted(path.name for path in workspace.rglob("*")) == before
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit):
        cli.main()
    assert "Amy" not in (workspace / "data" / "incidents.csv").read_text(encoding="utf-8")
    assert "Amy Invented" in (workspace / "private" / "lookup.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("file: {}", "file: {header_rows: [3, 2]}", "rows that follow each other"),
        ("file: {}", "file: {header: none, header_row: 2}", "header stands there too"),
        ("file: {}", "file: {names: [a, b]}", "names are for files without headings"),
        ("file: {}", "file: {stop_at: {word: x}}", "file.stop_at.column: this is missing"),
        ("file: {}", "file: {pivot: {headings: a}}", "file.pivot.cells: this is missing"),
        ("file: {}", "files: [{match: x}]", "files[1].name: this is missing"),
        (
            "    values:",
            "    formats: {incident_date: excell}\n    values:",
            "Serial numbers are excel or excel-1904",
        ),
        ("    values:", "    otherwise: {child_id: x}\n    values:", "otherwise belongs to a value map"),
        ("    values:", "    split: {child_id: ;}\n    values:", "this field takes one value"),
        ("    values:", "    people: {incident_date: child}\n    values:", "holds no code of a person"),
        ("    values:", "    formats: {reason_primary: x}\n    values:", "this field has no column"),
        ("    values:", "    rows_from: {cell: a}\n    values:", "between: this is missing"),
        ("    values:", "    rows_from: {cell: a, between: ;, inside: x}\n    values:", "go together"),
        ("    values:", "    rows_from: {columns: {A: [x, y], B: [z]}}\n    values:", "different lengths"),
        (
            "    values:",
            "    only_where: {Type: {}}\n    values:",
            "this must be a value, or a list of values",
        ),
        ("    values:", "    from: other\n    values:", "not one of the choices"),
        ("    values:", "    link: source_id\n    values:", "has no incident_id that could point"),
    ],
)
def test_each_mistake_of_the_language_has_its_sentence(old: str, new: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(GeneratorError) as stop:
        a_recipe(tmp_path, RECIPE.replace(old, new, 1))
    assert says in stop.value.message and stop.value.exit_code == 10
