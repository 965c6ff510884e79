"""The worked example with a canary in every private field, built once for all tests of a run."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
AUDIENCES = ("leaders", "governors", "inspectors")
CANARIES = {
    "lead_up_summary": "zqleadup",
    "technique_code": "zqtechnique",
    "authorised_by_role": "zqrole",
    "intervention_id": "zqintervention",
    "led_by_staff_id": "zqleader",
    "view_text": "zqviewtext",
    "origin_ref": "zqorigin",
    "provider": "zqprovider",
    "name": "Zqname",
    "key": "zqkey",
    "extra": "zqextra",
}
"""What stands in each field that is never published, in views that are not cleared, in names and keys."""
WAIT_SECONDS = 540


@dataclass(frozen=True)
class Worked:
    """The workspace with its canaries, the folder of the three sites, and what the command said."""

    workspace: Path
    out: Path
    stdout: str
    stderr: str

    def site(self, audience: str) -> Path:
        return self.out / audience

    def pages(self, audience: str) -> list[Path]:
        return sorted(self.site(audience).rglob("*.html"))

    def records(self, audience: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(
            (self.site(audience) / "data/indicators.json").read_text("utf-8")
        )
        return found


def run(*words: str, cwd: Path | None = None, **settled: str) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settled}
    return subprocess.run(
        [sys.executable, "-m", "generator.cli", *words],
        env=environment,
        cwd=cwd,
        capture_output=True,
        text=True,
    )


def change(workspace: Path, table: str, name: str, new: Callable[[int, dict[str, str]], str]) -> None:
    """Write one column of a table anew; `new` is given the row's number from 0 and the row."""
    path = workspace / "data" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or ())
        rows = list(reader)
    names += [] if name in names else [name]
    for number, row in enumerate(rows):
        row[name] = new(number, row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def copy_content(place: Path) -> Path:
    """The worked example's own material in a new folder, without what a build has made."""
    kept_out = shutil.ignore_patterns("build", "releases", "records", "private", ".*")
    shutil.copytree(CONTENT, place, ignore=kept_out)
    return place


def plant(workspace: Path) -> None:
    """A canary in every field of `publish: never`, in every view that is not cleared, in names and keys."""
    change(workspace, "incidents", "lead_up_summary", lambda n, _: f"{CANARIES['lead_up_summary']} {n}")
    change(workspace, "interventions", "technique_code", lambda n, _: CANARIES["technique_code"])
    change(workspace, "interventions", "authorised_by_role", lambda n, _: CANARIES["authorised_by_role"])
    change(
        workspace,
        "interventions",
        "intervention_id",
        lambda n, row: f"{CANARIES['intervention_id']}-{row['intervention_id']}",
    )
    change(workspace, "staff_involvement", "intervention_id", _involved)
    change(workspace, "staff", "staff_id", lambda n, row: _leader(n) if n < 3 else row["staff_id"])
    # Adults who left long ago: no figure about the team names them, so their code can come from the reviews alone.
    change(workspace, "staff", "start_on", lambda n, row: "2015-01-05" if n < 3 else row["start_on"])
    change(workspace, "staff", "end_on", lambda n, row: "2015-12-18" if n < 3 else row["end_on"])
    change(workspace, "reviews", "led_by_staff_id", lambda n, _: _leader(n % 3))
    change(workspace, "child_views", "view_text", _view)
    change(workspace, "actions", "origin_ref", lambda n, _: f"{CANARIES['origin_ref']}-{n}")
    change(workspace, "training", "provider", lambda n, _: f"{CANARIES['provider']} {n}")
    change(workspace, "incidents", "notes", lambda n, _: f"{CANARIES['extra']} {n}")
    private = workspace / "private"
    private.mkdir()
    (private / "key").write_text(CANARIES["key"], encoding="utf-8")
    (private / "names.csv").write_text(f"code,name\nchild-2gn8,{CANARIES['name']} Marlow\n", encoding="utf-8")


def _leader(number: int) -> str:
    return f"{CANARIES['led_by_staff_id']}{number}"


def _involved(number: int, row: dict[str, str]) -> str:
    return f"{CANARIES['intervention_id']}-{row['intervention_id']}" if row.get("intervention_id") else ""


def _view(number: int, row: dict[str, str]) -> str:
    return row["view_text"] if row["quote_cleared"] == "true" else f"{CANARIES['view_text']} {number}"


def build_worked(place: Path) -> Worked:
    """The example with its canaries, built under one time zone and hash seed."""
    workspace = copy_content(place / "hazel bänk")
    plant(workspace)
    out = place / "sites"
    said = run(
        "build",
        "--workspace",
        str(workspace),
        "--out",
        str(out),
        TZ="Pacific/Auckland",
        PYTHONHASHSEED="1",
        SOURCE_DATE_EPOCH="1795392000",
    )
    assert said.returncode == 0, said.stderr
    (place / "said.json").write_text(json.dumps([said.stdout, said.stderr]), encoding="utf-8")
    return Worked(workspace, out, said.stdout, said.stderr)


def worked_example(factory: pytest.TempPathFactory, worker: str) -> Worked:
    """The built example: the first worker of a run builds it, the others wait for it."""
    if worker == "master":
        return build_worked(factory.mktemp("worked"))
    place = factory.getbasetemp().parent / "worked"
    try:
        place.mkdir()
    except FileExistsError:
        return _wait(place)
    return build_worked(place)


def _wait(place: Path) -> Worked:
    for _ in range(WAIT_SECONDS * 2):
        if (place / "said.json").is_file():
            stdout, stderr = json.loads((place / "said.json").read_text(encoding="utf-8"))
            return Worked(place / "hazel bänk", place / "sites", stdout, stderr)
        time.sleep(0.5)
    raise AssertionError("the worked example was not built in time by the worker that began it")
