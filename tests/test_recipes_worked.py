"""Every worked recipe brings its invented sample in, row for row as counted by hand, and `check` finds no error."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from generator import checks, package, recipes, setting
from generator.recipes.reading import SHIPPED
from generator.workspace import create

SHAPES = (
    "log-one-row-a-person",
    "wide-staff-columns",
    "behaviour-log-with-points",
    "seclusion-room-book",
    "home-restraint-form",
)
TODAY = date(2026, 4, 1)
PEOPLE = {
    "Robin Sample": "c-1",
    "Sam Example": "c-2",
    "Pat Invented": "a-1",
    "Kim Madeup": "a-2",
    "Lee Fictional": "a-3",
}


def pseudonym(kind: str, identity: str) -> str:
    code = PEOPLE[identity]
    assert code.startswith("c-" if kind == "child" else "a-")
    return code


@pytest.fixture(params=SHAPES)
def shape(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def brought_in(shape: str, folder: Path) -> Path:
    """A new workspace with the sample of a shape in it."""
    list(create(folder, None))
    recipe = recipes.read(Path(shape))
    conversion = recipes.convert(recipe, [sample(shape)], pseudonym if recipe.names_people else None)
    assert conversion.problems == () and conversion.unmapped == ()
    recipes.write(conversion, folder)
    return folder


def sample(shape: str) -> Path:
    (found,) = (SHIPPED / shape).glob("sample.*")
    return found


def rows(workspace: Path, table: str) -> list[dict[str, str]]:
    with (workspace / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def cells(workspace: Path, table: str, *names: str) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in names) for row in rows(workspace, table)]


def test_each_worked_recipe_has_its_name_and_takes_under_sixty_lines(shape: str) -> None:
    assert shape in recipes.shipped()
    recipe = recipes.read(Path(shape))
    assert recipe.name == shape and recipe.note.endswith("Sample invented.")
    assert len((SHIPPED / shape / "recipe.yml").read_text(encoding="utf-8").splitlines()) < 60


def test_check_finds_no_error_in_what_a_worked_recipe_brings_in(shape: str, tmp_path: Path) -> None:
    folder = brought_in(shape, tmp_path / "w")
    loaded = package.load(folder, setting.read(folder), None, TODAY)
    report = checks.run(loaded.dataset, loaded.findings)
    assert [each for each in report.findings if each.severity == "error"] == []
    assert loaded.dataset.states["incidents"].state == "loaded"


def test_the_same_sample_twice_gives_the_same_bytes(shape: str, tmp_path: Path) -> None:
    folder = brought_in(shape, tmp_path / "w")
    before = {path.name: path.read_bytes() for path in (folder / "data").iterdir()}
    recipe = recipes.read(Path(shape))
    recipes.write(recipes.convert(recipe, [sample(shape)], pseudonym), folder)
    assert {path.name: path.read_bytes() for path in (folder / "data").iterdir()} == before


def test_a_log_with_one_row_a_person_gives_a_row_a_child_and_its_adults(tmp_path: Path) -> None:
    folder = brought_in("log-one-row-a-person", tmp_path / "w")
    # Three events; the second has two children, so its one adult stands with both.
    assert cells(folder, "incidents", "incident_id", "source_id", "child_id", "incident_date") == [
        ("inc-1041-1", "1041", "pupil-07", "2026-02-03"),
        ("inc-1042-1", "1042", "pupil-07", "2026-02-13"),
        ("inc-1042-2", "1042", "pupil-12", "2026-02-13"),
        ("inc-1043-1", "1043", "pupil-12", "2026-02-27"),
    ]
    assert cells(folder, "incidents", "intervention_category", "degree_of_force", "location_code") == [
        ("physical_restraint", "moderate", "main_corridor"),
        ("physical_restraint", "light", "hall"),
        ("guided_contact", "light", "hall"),
        ("de_escalated_no_restriction", "none", "main_corridor"),
    ]
    assert cells(folder, "staff_involvement", "incident_id", "staff_id", "role") == [
        ("inc-1041-1", "adult-3", "led"),
        ("inc-1041-1", "adult-9", "held"),
        ("inc-1042-1", "adult-3", "led"),
        ("inc-1042-2", "adult-3", "led"),
        ("inc-1043-1", "adult-4", "witness"),
    ]


def test_wide_columns_of_adults_become_a_row_each(tmp_path: Path) -> None:
    folder = brought_in("wide-staff-columns", tmp_path / "w")
    assert cells(folder, "incidents", "incident_id", "started_time", "trigger_codes", "child_injury") == [
        ("INC-26-001", "09:05", "demand|sensory|peers", "none"),
        ("INC-26-002", "12:30", "transition", "first_aid"),
        ("INC-26-003", "15:10", "", "none"),
        ("INC-26-004", "10:00", "demand", "none"),
    ]
    # 3 + 1 + 2 + 4 adults; the dash in Staff 4 is none.
    assert [row["role"] for row in rows(folder, "staff_involvement")] == [
        *("led", "held", "witness"),
        "led",
        *("led", "held"),
        *("led", "held", "held", "witness"),
    ]
    assert rows(folder, "incidents")[0]["lead_up_summary"] == "Waiting at the café door – then a shout."


def test_a_behaviour_log_feeds_incidents_and_events_and_leaves_the_rest(tmp_path: Path) -> None:
    folder = brought_in("behaviour-log-with-points", tmp_path / "w")
    assert cells(
        folder, "incidents", "child_id", "incident_date", "intervention_category", "behaviour_codes"
    ) == [
        ("child-0031", "2026-01-05", "physical_restraint", "physical_aggression_child"),
        ("child-0112", "2026-01-12", "seclusion", "property_damage"),
        ("child-0112", "2026-01-12", "de_escalated_no_restriction", "other"),
    ]
    # The spreadsheet took the zeros of 0031 away in one row, and both rows are one child.
    assert cells(folder, "related_events", "child_id", "event_date", "kind") == [
        ("child-0031", "2026-01-05", "positive_incident"),
        ("child-0007", "2026-01-08", "disciplinary_removal"),
        ("child-0007", "2026-01-14", "suspension"),
    ]
    assert len({row["incident_id"] for row in rows(folder, "incidents")}) == 3


def test_a_hand_kept_room_book_comes_out_of_its_workbook(tmp_path: Path) -> None:
    folder = brought_in("seclusion-room-book", tmp_path / "w")
    assert cells(
        folder, "incidents", "incident_id", "incident_date", "started_time", "ended_time", "ended_date"
    ) == [
        ("room-001", "2026-01-13", "09:05", "09:31", ""),
        ("room-002", "2026-01-15", "14:10", "14:25", ""),
        ("room-003", "2026-01-16", "23:50", "00:45", "2026-01-17"),
        ("room-004", "2026-02-02", "09:05", "09:20", ""),
    ]
    # Began and ended by the same adult twice (rows 2 and 4): one row each; row 3 has nobody who ended it.
    assert cells(folder, "staff_involvement", "incident_id", "staff_id") == [
        *(("room-001", "st-1"), ("room-001", "st-2"), ("room-002", "st-2"), ("room-003", "st-3")),
        ("room-004", "st-1"),
    ]
    assert cells(folder, "incidents", "adverse_signs") == [("none",), ("breathing|pain",), ("",), ("",)]


def test_a_home_s_form_gives_holds_adults_and_talks_and_no_name(tmp_path: Path) -> None:
    folder = brought_in("home-restraint-form", tmp_path / "w")
    assert cells(
        folder, "incidents", "incident_id", "child_id", "started_time", "duration_minutes", "record_made_at"
    ) == [
        ("H-2026-01", "c-1", "19:15", "12", "2026-01-03T21:05"),
        ("H-2026-02", "c-2", "08:40", "65", "2026-01-17T11:30"),
        ("H-2026-03", "c-1", "21:30", "6", "2026-01-29T07:50"),
    ]
    assert cells(
        folder, "interventions", "intervention_id", "sequence", "technique_code", "duration_minutes"
    ) == [
        ("H-2026-01-1", "1", "figure_of_four", "8"),
        ("H-2026-01-2", "2", "seated_hold", "4"),
        ("H-2026-02-1", "1", "seated_hold", "25"),
        ("H-2026-03-1", "1", "standing_hold", "6"),
    ]
    assert [row["staff_id"] for row in rows(folder, "staff_involvement")] == [
        "a-1",
        "a-2",
        "a-1",
        "a-2",
        "a-3",
        "a-1",
    ]
    assert cells(folder, "reviews", "incident_id", "held_at") == [
        ("H-2026-01", "2026-01-04T10:00"),
        ("H-2026-03", "2026-01-29T16:20"),
    ]
    written = "".join(path.read_text(encoding="utf-8") for path in (folder / "data").iterdir())
    assert not [name for identity in PEOPLE for name in identity.split() if name in written]
