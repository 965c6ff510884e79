"""Files that have not changed are not checked twice, and whatever has changed is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from small import FOUR, write_setting, write_table

from generator import checked, checks, rules, setting
from generator.model import CheckReport, Dataset
from generator.rules.rule import Hit, rule


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_setting(tmp_path, home=False)
    first = dict(zip(FOUR, ("i1", "c1", "2026-09-10", "physical_restraint"), strict=True))
    write_table(tmp_path, "incidents", [{**first, "duration_minutes": "61", "lead_up_summary": "canary"}])
    return tmp_path


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[Dataset]:
    """Every data set that was really checked, in order: the real rules run, and are counted."""
    seen: list[Dataset] = []
    really = checks.run

    def run(dataset: Dataset, found: object = ()) -> CheckReport:
        seen.append(dataset)
        return really(dataset, found)  # type: ignore[arg-type]

    monkeypatch.setattr(checks, "run", run)
    return seen


def codes(workspace: Path) -> list[str]:
    found = checked.check(
        workspace, setting.read(workspace), headline=lambda: frozenset({("incidents", None)})
    )
    assert found.headline == {("incidents", None)}
    return [each.code for each in found.report.findings]


def test_a_second_check_of_the_same_files_says_the_same_and_reads_nothing_again(
    workspace: Path, work: list[Dataset]
) -> None:
    known = setting.read(workspace)
    assert checked.check(workspace, known) == checked.check(workspace, known)
    assert len(work) == 1


def test_a_changed_cell_a_new_file_and_another_setting_are_checked_anew(
    workspace: Path, work: list[Dataset]
) -> None:
    assert codes(workspace) == ["long-duration"]
    path = workspace / "data" / "incidents.csv"
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("61", "16"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # the same length and the same time of change
    assert codes(workspace) == []
    (workspace / "data" / "incident.csv").write_text("a,b\n", encoding="utf-8")
    assert codes(workspace) == ["unknown-file"]
    (workspace / "data" / "incident.csv").unlink()
    write_setting(workspace, home=True)
    assert codes(workspace) == ["missing-setting"]
    assert len(work) == 4


def test_a_changed_rule_checks_everything_anew(
    workspace: Path,
    work: list[Dataset],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    program = tmp_path_factory.mktemp("program")
    (program / "one.py").write_text("rule = 1\n", encoding="utf-8")
    monkeypatch.setattr(checked, "PROGRAM", program)
    assert codes(workspace) == codes(workspace) == ["long-duration"]
    assert len(work) == 1
    (program / "one.py").write_text("rule = 2\n", encoding="utf-8")

    @rule("always", "note", "Always", {})
    def always(dataset: Dataset) -> list[Hit]:
        """A rule that somebody has just written."""
        return [Hit("incidents", None, None, "is here.")]

    every = rules.load()
    monkeypatch.setattr(rules, "load", lambda: (*every, always))
    assert codes(workspace) == ["long-duration", "always"]


@pytest.mark.parametrize("damage", ["", "{", '{"key": 1}', "null", "[]", "cut", "changed"])
def test_a_damaged_memory_is_passed_over(workspace: Path, work: list[Dataset], damage: str) -> None:
    assert codes(workspace) == ["long-duration"]
    kept = workspace / checked.KEPT
    text = kept.read_text(encoding="utf-8")
    broken = {"cut": text[:-9], "changed": text.replace("long-duration", "lung-duration")}.get(damage, damage)
    kept.write_text(broken, encoding="utf-8")
    assert codes(workspace) == ["long-duration"]
    assert len(work) == 2


def test_the_memory_holds_no_cell_and_can_be_deleted(workspace: Path, work: list[Dataset]) -> None:
    codes(workspace)
    kept = workspace / checked.KEPT
    text = kept.read_text(encoding="utf-8")
    assert "canary" not in text and "c1" not in json.dumps(json.loads(text)["said"])
    assert [path.name for path in kept.parent.iterdir()] == ["checked.json"], "nothing half-written is left"
    kept.unlink()
    assert codes(workspace) == ["long-duration"]


def test_a_workspace_that_cannot_be_written_is_checked_all_the_same(workspace: Path) -> None:
    (workspace / "records").write_text("a file where the folder would be", encoding="utf-8")
    assert codes(workspace) == codes(workspace) == ["long-duration"]
