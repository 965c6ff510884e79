"""A new workspace: templates to fill, or a copy of a worked example that takes nothing private along."""

from __future__ import annotations

import json
import re
from pathlib import Path

import frictionless
import pytest

from generator import resources, schema, setting
from generator.build import build
from generator.errors import UsageError
from generator.workspace import create


def make(folder: Path, example: str | None = None) -> list[str]:
    return list(create(folder, example))


def test_templates_have_the_columns_worth_filling_and_a_setting_that_reads(tmp_path: Path) -> None:
    folder = tmp_path / "my setting é"
    make(folder)
    header = (folder / "data" / "incidents.csv").read_text(encoding="utf-8").strip().split(",")
    assert header[:4] == ["incident_id", "child_id", "incident_date", "intervention_category"]
    assert set(header) <= set(schema.tables()["incidents"].names)
    assert (folder / "policy" / "behaviour-policy.md").is_file()
    assert (folder / "narrative" / "self-evaluation.md").is_file()
    found = setting.read(folder)
    assert found.name and [each.name for each in found.audiences] == ["leaders", "governors", "inspectors"]
    assert len(found.places) == 1


def test_every_line_of_the_setting_template_that_is_switched_on_is_understood(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    make(folder)
    text = (folder / "setting.yml").read_text(encoding="utf-8")
    text = text.replace("#     # decision", "#     decision")
    on = [re.sub(r"^# ( *(?:- )?[a-z0-9_]+:)", r"\1", line) for line in text.splitlines()]
    (folder / "setting.yml").write_text("\n".join(on) + "\n", encoding="utf-8")
    found = setting.read(folder)
    assert found.terms and found.terms[0].name == "autumn"
    assert found.audiences[2].decision is not None


def test_it_says_what_to_do_next_in_words_that_can_be_pasted(tmp_path: Path) -> None:
    said = make(tmp_path / "my setting")
    assert said[-1] == f'Then: readiness build --workspace "{tmp_path / "my setting"}"'
    assert make(tmp_path / "mine")[-1] == f"Then: readiness build --workspace {tmp_path / 'mine'}"


def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "mine"):
        with pytest.raises(UsageError) as caught:
            make(folder)
        assert caught.value.exit_code == 2
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    make(tmp_path)
    assert (tmp_path / "setting.yml").is_file()


def test_an_unknown_example_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        make(tmp_path / "x", "school-and-hom")
    assert caught.value.hint == "Did you mean school-and-home?"
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("name", ["school-and-home", "first-night"])
def test_an_example_is_copied_with_its_tables_and_a_package_that_anyone_can_validate(
    tmp_path: Path, name: str
) -> None:
    make(tmp_path / "copy", name)
    source = resources.example_dir(name)
    for path in (source / "data").glob("*.csv"):
        assert (tmp_path / "copy" / "data" / path.name).read_bytes() == path.read_bytes()
    package = json.loads((tmp_path / "copy" / "datapackage.json").read_text(encoding="utf-8"))
    assert {each["name"] for each in package["resources"]} == {
        path.stem for path in (source / "data").glob("*.csv")
    }
    if name == "first-night":
        assert frictionless.validate(str(tmp_path / "copy" / "datapackage.json")).valid


def test_what_a_used_workspace_has_made_and_its_key_do_not_travel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = tmp_path / "used"
    make(used)
    for name in ("build", "releases", "records", "private"):
        (used / name).mkdir()
        (used / name / "zqcanary").write_text("zqcanary", encoding="utf-8")
    (used / "data" / ".hidden").write_text("zqcanary", encoding="utf-8")
    (used / "snapshot.zip").write_bytes(b"zqcanary")
    monkeypatch.setattr(resources, "example_dir", lambda _: used)
    make(tmp_path / "copy", "first-night")
    names = {path.name for path in (tmp_path / "copy").rglob("*")}
    assert not names & {"build", "releases", "records", "private", "zqcanary", ".hidden", "snapshot.zip"}
    assert "setting.yml" in names


def test_the_four_columns_of_the_first_night_build_as_they_are(tmp_path: Path) -> None:
    make(tmp_path / "copy", "first-night")
    built = build(tmp_path / "copy", audiences=["leaders"])
    page = (built.sites["leaders"] / "index.html").read_text(encoding="utf-8")
    assert "Add this next" in page
    assert built.locked > 0
