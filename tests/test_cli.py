"""The command: help worth reading, exit codes for scripts, results on stdout and talk on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from built import Worked, run
from small import write_setting, write_table, write_workspace

from generator import cli
from generator.cli import main

COMMANDS = [
    "init",
    "check",
    "build",
    "serve",
    "indicators",
    "compute",
    "trace",
    "import",
    "template",
    "start",
    "who",
    "publish",
    "snapshot",
    "audit",
    "who",
]
Said = tuple[int, str, str]
Call = Callable[..., Said]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """The command in this process: exit code, stdout, stderr."""

    def called(*words: object) -> Said:
        monkeypatch.setattr("sys.argv", ["readiness", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workspace(tmp_path_factory.mktemp("cli") / "w", 8)


# Help


def test_the_help_names_every_command_that_works_and_no_other(call: Call) -> None:
    code, out, _ = call("--help")
    assert code == 0
    names = {command.name or command.callback.__name__ for command in cli.app.registered_commands}  # type: ignore[union-attr]
    assert set(COMMANDS) <= names
    for name in COMMANDS:
        assert f"\n  {name} " in out, name
    for absent in ("start", "template", "who", "withdraw", "report", "verify"):
        if absent not in names:
            assert f"\n  {absent} " not in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_says_what_it_does(call: Call, name: str) -> None:
    code, out, err = call(name, "--help")
    assert (code, err) == (0, "")
    assert f"readiness {name}" in out
    sentence = out.split("\n\n")[1].strip()
    assert len(sentence.split()) >= 5 and sentence.endswith(".")


def test_without_a_word_the_help_is_shown(call: Call) -> None:
    _, out, err = call()
    assert "Usage: " in out + err and "snapshot" in out + err


# Exit codes


@pytest.mark.parametrize(
    "words",
    [["bild"], ["build", "--out"], ["check", "--format", "xml"], ["trace"], ["publish"], ["snapshot", "v1"]],
)
def test_what_the_command_cannot_use_ends_with_2(call: Call, words: list[str]) -> None:
    code, out, err = call(*words)
    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize("command", ["check", "build", "serve", "indicators", "compute"])
def test_a_folder_without_a_setting_ends_with_2_and_says_how_to_make_one(
    call: Call, tmp_path: Path, command: str
) -> None:
    code, out, err = call(command, "--workspace", tmp_path)
    assert (code, out) == (2, "")
    assert "setting.yml" in err and "readiness init" in err


def test_a_date_that_is_none_ends_with_2(call: Call, small: Path) -> None:
    code, _, err = call("compute", "-w", small, "--as-of", "31.12.2025")
    assert code == 2 and "--as-of" in err


def test_an_unknown_audience_ends_with_2_and_the_nearest_name(call: Call, small: Path) -> None:
    for words in (
        ["compute", "-a", "govenors"],
        ["build", "-a", "govenors"],
        ["publish", "v1", "-a", "govenors"],
    ):
        code, out, err = call(*words, "-w", small)
        assert (code, out) == (2, ""), words
        assert "Did you mean governors?" in err


def test_a_setting_with_mistakes_ends_with_10_and_names_each(call: Call, tmp_path: Path) -> None:
    (tmp_path / "setting.yml").write_text("nmae: Fern\nreg45_month: 13\n", encoding="utf-8")
    for command in ("check", "build", "compute", "indicators"):
        code, out, err = call(command, "-w", tmp_path)
        assert (code, out) == (10, "")
        assert "nmae" in err and "Did you mean name?" in err and "reg45_month" in err


def test_tables_with_errors_end_check_with_11_and_unusable_incidents_end_build_with_11(
    call: Call, tmp_path: Path
) -> None:
    write_workspace(tmp_path, 6)
    write_table(tmp_path, "incidents", [{"incident_id": "i1", "child_id": "c1"}])
    for command in ("check", "build", "compute"):
        assert call(command, "-w", tmp_path)[0] == 11, command
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize("version", ["latest", "a/b", "", ".hidden", "x" * 42])
def test_a_version_that_is_no_name_is_refused_before_anything_is_read(
    call: Call, tmp_path: Path, version: str
) -> None:
    write_setting(tmp_path)
    code, out, err = call("publish", version, "-w", tmp_path)
    assert (code, out) == (2, "")
    assert "version" in err.lower()
    assert not (tmp_path / "releases").exists()


def test_a_snapshot_of_no_release_ends_with_13(call: Call, small: Path, tmp_path: Path) -> None:
    code, _, err = call("snapshot", "v9", "-a", "governors", "--out", tmp_path / "a.zip", "-w", small)
    assert code == 13 and err
    assert not (tmp_path / "a.zip").exists()


def test_a_key_that_is_not_there_ends_with_2(call: Call, small: Path) -> None:
    assert call("trace", "CHG-01/x", "-w", small)[0] == 2


# What scripts read


def test_check_prints_one_object_with_findings_and_tables(call: Call, small: Path) -> None:
    code, out, err = call("check", "-w", small, "--format", "json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert set(found) == {"findings", "tables"}
    for each in found["findings"]:
        assert list(each) == ["severity", "code", "table", "row", "field", "message", "hint"]
        assert each["severity"] in ("error", "warning", "note")
        assert each["row"] is None or each["row"] >= 2
    assert list(found["tables"]["incidents"]) == ["rows", "sha256", "state"]
    assert found["tables"]["incidents"]["rows"] == 160
    assert len(found["tables"]["incidents"]["sha256"]) == 64
    assert found["tables"]["training"] == {"rows": 0, "sha256": None, "state": "absent"}


def test_the_row_of_a_finding_is_the_one_in_the_spreadsheet(call: Call, tmp_path: Path) -> None:
    write_workspace(tmp_path, 6)
    rows = [
        {
            "incident_id": f"i{n}",
            "child_id": "child-a1",
            "incident_date": day,
            "intervention_category": "seclusion",
        }
        for n, day in enumerate(["2026-03-04", "2026-03-05", "soon"])
    ]
    write_table(tmp_path, "incidents", rows)
    code, out, _ = call("check", "-w", tmp_path, "--format", "json")
    errors = [
        each
        for each in json.loads(out)["findings"]
        if each["severity"] == "error" and each["table"] == "incidents"
    ]
    assert code == 11
    assert [(each["row"], each["field"]) for each in errors] == [(4, "incident_date")]


def test_check_for_people_names_table_and_what_to_do(call: Call, small: Path) -> None:
    code, out, _ = call("check", "-w", small)
    assert code == 0
    assert "incidents: 160 rows" in out and "Not here: " in out


def test_indicators_prints_the_whole_catalogue_as_a_list(call: Call, small: Path) -> None:
    code, out, err = call("indicators", "-w", small, "--format", "json")
    assert (code, err) == (0, "")
    assert {"CHG-01", "PRA-03"} <= {each["id"] for each in json.loads(out)}
    assert call("indicators", "-w", small)[1].splitlines()[0].endswith("indicators are available.")


def test_compute_prints_the_list_that_stands_beside_the_pages(worked: Worked) -> None:
    said = run("compute", "--workspace", str(worked.workspace), "--audience", "governors")
    assert (said.returncode, said.stderr) == (0, "")
    assert json.loads(said.stdout) == worked.records("governors")


HEAVY = ("altair", "vl_convert", "jinja2", "markdown", "mkdocs", "openpyxl", "typst", "watchdog")
"""What draws, renders, watches or opens workbooks, and takes long to load."""
LOADED = """
import sys
from generator.cli import main
try:
    main()
finally:
    print("loaded:", *sorted({name.split(".")[0] for name in sys.modules} | sys.modules.keys()), file=sys.stderr)
"""


@pytest.mark.parametrize("command", ["check", "indicators", "compute"])
def test_a_command_without_pages_loads_nothing_that_draws_or_renders_them(
    command: str, tmp_path: Path
) -> None:
    workspace = write_workspace(tmp_path / "w", 2)
    said = subprocess.run(
        [sys.executable, "-c", LOADED, command, "--workspace", str(workspace)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    *_, last = said.stderr.splitlines()
    loaded = set(last.removeprefix("loaded:").split())
    assert said.returncode == 0 and "pandas" in loaded
    assert not loaded & {*HEAVY, "generator.pages", "generator.figures"}
    assert command == "compute" or "scipy.stats" not in loaded


def test_compute_is_for_leaders_unless_another_audience_is_named(call: Call, small: Path) -> None:
    leaders = json.loads(call("compute", "-w", small)[1])
    governors = json.loads(call("compute", "-w", small, "-a", "governors")[1])
    assert not any(each["marker"] == "c" for each in leaders)
    assert any(each["marker"] == "c" for each in governors)


def test_as_of_moves_the_last_day_that_figures_know(call: Call, small: Path) -> None:
    found = json.loads(call("compute", "-w", small, "-a", "governors", "--as-of", "2026-04-30")[1])
    assert {each["window"] for each in found} == {
        *("2024-25-autumn", "2024-25-spring", "2024-25-summer", "2025-26-autumn", "2025-26-spring")
    }


def test_build_trace_publish_and_snapshot_in_one_go(call: Call, tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "w", 6)
    code, out, err = call("build", "-w", workspace, "-a", "governors", "--out", tmp_path / "out")
    assert (code, out, err) == (0, f"governors: {tmp_path / 'out' / 'governors' / 'index.html'}\n", "")
    code, out, _ = call("trace", "CHG-01/2025-26-summer/incidents", "-w", workspace)
    assert code == 0 and "incidents.csv (sha256 " in out
    code, out, err = call("publish", "2026-autumn", "-w", workspace, "-a", "governors", "--note", "first")
    assert (code, err) == (0, "")
    assert out == f"governors: {workspace / 'releases' / 'governors' / '2026-autumn' / 'index.html'}\n"
    assert (
        call("trace", "CHG-01/2025-26-summer/incidents", "-w", workspace, "--release", "2026-autumn")[0] == 0
    )
    assert call("publish", "2026-autumn", "-w", workspace, "-a", "governors")[0] == 13
    code, out, _ = call(
        "snapshot", "2026-autumn", "-w", workspace, "-a", "governors", "--out", tmp_path / "board.zip"
    )
    assert (code, out) == (0, f"{tmp_path / 'board.zip'}\n")
    assert (tmp_path / "board.zip").stat().st_size > 10_000


def test_init_makes_a_workspace_that_can_be_checked(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "my sétting"
    code, out, err = call("init", folder, "--example", "first-night")
    assert (code, err) == (0, "")
    assert "readiness build" in out
    assert call("check", "-w", folder)[0] == 0
    assert call("init", folder)[0] == 2
    code, _, err = call("init", tmp_path / "x", "--example", "first-nite")
    assert code == 2 and "Did you mean first-night?" in err


def test_a_bug_is_a_traceback_without_the_values_of_its_variables(small: Path, tmp_path: Path) -> None:
    said = run("check", "--workspace", str(small), cwd=tmp_path, PYTHONIOENCODING="ascii:strict")
    assert said.returncode in (0, 1)
    assert "child-000x" not in said.stdout + said.stderr
