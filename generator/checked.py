"""Files that have not changed are not checked twice: the last report of a workspace, kept beside its records.

It holds findings and the state of each table, and so no cell value. Anyone may delete `records/checked.json`; a damaged
one is passed over. It is used only where nothing that a finding depends on has changed: the bytes of every file that
is read, the setting, the day, and the program with its schemas and rules.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator import findings
from generator.model import CheckReport, Finding, Setting, TableState
from generator.resources import schemas_dir

KEPT = Path("records") / "checked.json"
PROGRAM = Path(__file__).parent
LEANS_ON = ("frictionless", "pandas", "numpy", "tzdata")
CLOUDS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""What a desktop says of synchronised folders, which a finding may depend on."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A report, and the tables and fields behind the figures at the head of a site, which weigh its findings."""

    report: CheckReport
    headline: frozenset[tuple[str, str | None]]


def check(
    workspace: Path,
    setting: Setting,
    as_of: date | None = None,
    today: date | None = None,
    *,
    headline: Callable[[], frozenset[tuple[str, str | None]]] = frozenset,
    both: bool = False,
) -> Checked:
    """Every finding: the kept ones where nothing has changed since they were found, else found and kept anew.

    `headline` is asked only where something has changed: what it needs takes longer to load than a kept report.
    With `both` a second process shares the work, for a process that does nothing else.
    """
    key = _key(workspace, as_of, today)
    kept = _read(workspace / KEPT, key)
    if kept is not None:
        return kept
    from generator import checks, package

    loaded = package.load(workspace, setting, as_of, today, both=both)
    found = Checked(checks.run(loaded.dataset, loaded.findings), headline())
    if _key(workspace, as_of, today) == key:  # else a file changed while it was read
        _write(workspace / KEPT, key, found)
    return found


def _key(workspace: Path, as_of: date | None, today: date | None) -> str:
    """One hash of all that a finding depends on."""
    whole = hashlib.sha256()
    facts = [str(as_of), str(today), str(workspace.resolve()), platform.python_version()]
    facts += [f"{name} {version(name)}" for name in LEANS_ON] + [os.environ.get(name, "") for name in CLOUDS]
    whole.update(json.dumps(facts).encode())
    read = [workspace / "setting.yml", *_files(workspace / "data"), *_files(workspace / "private")]
    for path in (*read, *_own_files()):
        whole.update(f"\n{path.name}\0{_digest(path)}".encode())
    return whole.hexdigest()


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _own_files() -> Iterator[Path]:
    """The program's source and schemas: whoever changes a rule checks everything anew."""
    for folder in (PROGRAM, schemas_dir()):
        yield from sorted(
            path for path in folder.rglob("*") if path.suffix in (".py", ".yml", ".yaml", ".txt")
        )


def _digest(path: Path) -> str:
    """The hash of a file's bytes, or what stands there instead of a file."""
    if not path.is_file():
        return "link" if path.is_symlink() else "no file"
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "not readable"


def _read(path: Path, key: str) -> Checked | None:
    """What was kept, where it was kept under this key and is whole."""
    try:
        kept = json.loads(path.read_bytes())
        if kept["key"] != key or kept["sum"] != _sum(kept["said"]):
            return None
        said = kept["said"]
        found = (replace(Finding(*kind), row=row) for kind, rows in said["findings"] for row in rows)
        report = CheckReport(
            findings.ordered(found), {name: TableState(*each) for name, each in said["tables"].items()}
        )
        return Checked(report, frozenset((table, name) for table, name in said["headline"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _write(path: Path, key: str, found: Checked) -> None:
    """Keep what was found; where the folder cannot be written nothing is kept."""
    said = {
        "findings": [
            [astuple(replace(kind[0], row=None)), [each.row for each in kind]]
            for kind in findings.kinds(found.report.findings)
        ],
        "tables": {name: astuple(each) for name, each in found.report.tables.items()},
        "headline": sorted(found.headline, key=str),
    }
    text = json.dumps({"key": key, "sum": _sum(said), "said": said})
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _sum(report: Any) -> str:
    return hashlib.sha256(json.dumps(report).encode()).hexdigest()
