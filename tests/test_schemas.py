from __future__ import annotations

import csv
import json
from pathlib import Path

import frictionless
import pytest
import yaml

from generator import resources, schema
from generator.package.cells import Problem, read_column

NAMES = [
    "incidents",
    "interventions",
    "staff_involvement",
    "reviews",
    "child_views",
    "actions",
    "children",
    "staff",
]
NAMES += ["training", "exposure", "restrictions", "concerns", "related_events", "settings", "terms"]
NAMES += ["governance_reviews"]

EVERY_FIELD = [(table, each) for table in schema.tables().values() for each in table.fields]
by_field = pytest.mark.parametrize(
    ("table", "each"), EVERY_FIELD, ids=[f"{table.name}.{each.name}" for table, each in EVERY_FIELD]
)


def test_there_are_sixteen_tables_in_the_order_of_the_dictionary_and_only_incidents_is_required() -> None:
    assert list(schema.tables()) == NAMES
    assert [name for name, table in schema.tables().items() if table.required] == ["incidents"]


def test_incidents_begins_with_its_four_required_fields() -> None:
    fields = schema.tables()["incidents"].fields
    assert [each.name for each in fields if each.required] == [
        "incident_id",
        "child_id",
        "incident_date",
        "intervention_category",
    ]
    assert [each.name for each in fields[:4] if not each.required] == []


def test_every_schema_is_one_that_frictionless_accepts_alone() -> None:
    for name in NAMES:
        plain = yaml.safe_load((resources.schemas_dir() / f"{name}.yaml").read_text(encoding="utf-8"))
        assert frictionless.Schema.from_descriptor(plain).name == name


@by_field
def test_every_field_is_described_and_says_whether_it_may_be_shown(
    table: schema.TableSchema, each: schema.FieldSchema
) -> None:
    assert each.title and each.description.endswith(".") and each.example
    assert each.advice in ("required", "advised", "optional")
    assert each.publish in ("never", "cleared", "code", "value")
    assert (each.advice == "required") == each.required


@by_field
def test_every_example_is_a_value_of_its_field(table: schema.TableSchema, each: schema.FieldSchema) -> None:
    column, findings = read_column(table.name, each, [each.example], [2])
    assert findings == []
    assert column.notna().all()


@by_field
def test_every_code_has_its_readers_label_once(table: schema.TableSchema, each: schema.FieldSchema) -> None:
    if each.enum:
        assert each.codes is not None
        assert list(each.enum) == list(schema.labels()[each.codes])
    assert all(each.label(code) for code in each.enum)


def test_labels_are_words_and_no_code_became_a_number_or_a_truth_value() -> None:
    for codes in schema.labels().values():
        assert all(isinstance(code, str) and isinstance(label, str) for code, label in codes.items())


def test_a_code_of_ones_own_is_read_out_with_its_underscores_opened() -> None:
    place = schema.tables()["incidents"].field("location_code")
    assert place.label("classroom") == "classroom"
    assert place.label("music_room_2") == "music room 2"


def test_what_a_child_or_a_recorder_wrote_freely_is_never_shown_unless_cleared() -> None:
    assert schema.tables()["incidents"].field("lead_up_summary").publish == "never"
    assert schema.tables()["child_views"].field("view_text").publish == "cleared"
    free = {
        f"{table.name}.{each.name}"
        for table, each in EVERY_FIELD
        if each.type == "string" and not each.enum and not each.pattern and each.publish == "value"
    }
    assert free == {
        "incidents.local_label",
        "actions.published_title",
        "settings.name",
        "governance_reviews.published_question",
    }


@pytest.mark.parametrize(
    ("code", "accepted"),
    [
        ("child-7kq2", True),
        ("11205", True),
        ("A12345678901B", False),  # the shape of a UPN
        ("A123456789012", False),
        ("9434765919", False),  # the example NHS number of the NHS data dictionary
        ("sam@example.org", False),
        ("Sam Smith", False),
        ("child-1\n", False),
    ],
)
def test_a_childs_code_cannot_be_a_number_the_state_gave_nor_a_name_with_a_space(
    code: str, accepted: bool
) -> None:
    each = schema.tables()["incidents"].field("child_id")
    findings = read_column("incidents", each, [code], [2])[1]
    assert (findings == []) == accepted


def write(folder: Path, name: str, rows: list[list[str]]) -> None:
    (folder / "data").mkdir(exist_ok=True)
    with (folder / "data" / f"{name}.csv").open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines).writerows(rows)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two incidents and a review of the first; no settings table for setting_id to point at."""
    four = ["incident_id", "child_id", "incident_date", "intervention_category", "setting_id"]
    write(
        tmp_path,
        "incidents",
        [
            four,
            ["inc-1", "child-a", "2026-01-07", "physical_restraint|seclusion", "school"],
            ["inc-2", "child-b", "2026-01-08", "guided_contact", ""],
        ],
    )
    review = ["review_id", "incident_id", "review_type", "held_at", "colour"]
    write(tmp_path, "reviews", [review, ["rev-1", "inc-1", "child_debrief", "2026-01-07T15:00", "blue"]])
    return tmp_path


def verdict(workspace: Path) -> bool:
    """What Frictionless alone says of the package the program describes."""
    package = workspace / "datapackage.json"
    package.write_text(schema.describe_text(workspace), encoding="utf-8")
    return frictionless.validate(str(package)).valid


def test_frictionless_alone_accepts_a_sound_workspace_with_few_columns_and_one_of_its_own(
    workspace: Path,
) -> None:
    assert verdict(workspace)


def test_the_description_has_only_the_tables_that_are_there_and_no_key_to_an_absent_one(
    workspace: Path,
) -> None:
    resources = schema.describe(workspace)["resources"]
    assert [each["name"] for each in resources] == ["incidents", "reviews"]
    assert "foreignKeys" not in resources[0]["schema"]
    assert [key["fields"] for key in resources[1]["schema"]["foreignKeys"]] == [["incident_id"]]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("incidents", "incident_date", "date"),
        ("incidents", "2026-01-08", "8 January 2026"),
        ("incidents", "inc-2", "inc-1"),
        ("incidents", "child-b", "child b"),
        ("reviews", "child_debrief", "a_chat"),
        ("reviews", "inc-1", "inc-9"),
        ("reviews", "2026-01-07T15:00", "later"),
    ],
)
def test_frictionless_alone_refuses_a_broken_copy(workspace: Path, name: str, old: str, new: str) -> None:
    path = workspace / "data" / f"{name}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert not verdict(workspace)


@pytest.mark.parametrize("name", resources.examples())
def test_the_package_file_of_each_example_is_what_the_schemas_say(name: str) -> None:
    folder = resources.example_dir(name)
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8")) == schema.describe(folder)


@pytest.mark.parametrize("name", resources.examples())
def test_frictionless_alone_accepts_each_example(name: str) -> None:
    assert frictionless.validate(str(resources.example_dir(name) / "datapackage.json")).valid


TRIED = [
    "",
    " ",
    "1",
    "0",
    "-1",
    "2.5",
    "NaN",
    "yes",
    "FALSE",
    "none",
    "other",
    "2026-03-04",
    "2026-02-30",
    "Total",
]
TRIED += [
    "2026-03-04T09:05",
    "2026-03-04T09:05:30+01:00",
    "09:05",
    "24:00",
    "a|b",
    "x" * 130,
    "A12345678901B",
    "202627",
]


@by_field
def test_a_cell_is_accepted_here_only_where_frictionless_accepts_it(
    table: schema.TableSchema, each: schema.FieldSchema
) -> None:
    plain = frictionless.Field.from_descriptor(dict(each.descriptor))
    for text in TRIED:
        ours = not read_column(table.name, each, [text], [2])[1]
        theirs = not plain.read_cell(text)[1]
        assert theirs or not ours, f"{text!r} is accepted here and refused by Frictionless"


def test_a_problem_never_carries_the_cell() -> None:
    assert set(Problem.__dataclass_fields__) == {"code", "message", "hint"}
