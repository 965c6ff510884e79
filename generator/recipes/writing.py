"""Converted tables → a workspace's `data/`, all of them or none, and never over rows that something else made."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.errors import DataError, UsageError
from generator.recipes.result import Conversion, Converted
from generator.schema import describe_text

RECORD = ".imported.json"
STAGING = ".importing"
DESCRIBED = "datapackage.json"
MOVE = "Move the file away if the import is to replace it, and import again."
GOING = "going.json"
"""Names the files of an import from the first replaced to the last: where it is found, one was cut short."""


def write(
    conversion: Conversion, workspace: Path, before: Callable[[], None] | None = None
) -> tuple[Path, ...]:
    """The paths of the tables, now in `data/`; `datapackage.json` describes them. Twice gives the same bytes.

    `data/.imported.json` remembers which recipe made which table. A table that it does not know, or that was changed
    since, is not replaced. Raises `DataError`; then nothing was changed. `before` is called once nothing stands in the
    way and no table is touched yet: the lookup of pseudonyms must be safe before the tables that need it.
    """
    conversion.stop()
    if not workspace.is_dir():
        raise UsageError(f"{workspace}: there is no such folder.", "Make it first with readiness init.")
    take_back(workspace)
    data = workspace / "data"
    record = _record(data / RECORD)
    contents = {f"{name}.csv": _csv(table) for name, table in conversion.tables.items()}
    if wrong := _strange(conversion, data, contents, record):
        raise DataError("\n".join(wrong), f"Nothing was written. {MOVE}")
    if before:
        before()
    for name, table in conversion.tables.items():
        record[name] = _entry(conversion, table, contents[f"{name}.csv"])
    known = {"tables": dict(sorted(record.items()))}
    contents[RECORD] = (json.dumps(known, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
    _put(contents, workspace)
    return tuple(data / f"{name}.csv" for name in conversion.tables)


def _csv(table: Converted) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(table.columns)
    lines.writerows(zip(*table.columns.values(), strict=True))
    return text.getvalue().encode("utf-8")


def _entry(conversion: Conversion, table: Converted, content: bytes) -> dict[str, Any]:
    return {
        "recipe": conversion.recipe.name,
        "recipe_sha256": conversion.recipe.sha256,
        "files": [{"name": each.name, "sha256": each.sha256} for each in conversion.sources],
        "rows": table.rows,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _record(path: Path) -> dict[str, Any]:
    """Which recipe made which table; empty where nothing was imported, or the record is damaged and proves nothing."""
    try:
        tables = json.loads(path.read_bytes())["tables"]
        return {str(name): dict(entry) for name, entry in tables.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def imported(workspace: Path) -> dict[str, dict[str, Any]]:
    """What `data/.imported.json` says of each table that an import made and that is there still, by name."""
    data = workspace / "data"
    return {name: entry for name, entry in _record(data / RECORD).items() if (data / f"{name}.csv").is_file()}


def in_the_way(conversion: Conversion, workspace: Path) -> tuple[str, ...]:
    """What `write` would refuse to replace in a workspace, and what to do; empty where nothing stands in the way."""
    data = workspace / "data"
    contents = {f"{name}.csv": _csv(table) for name, table in conversion.tables.items()}
    wrong = _strange(conversion, data, contents, _record(data / RECORD))
    return (*wrong, MOVE) if wrong else ()


def _strange(
    conversion: Conversion, data: Path, contents: Mapping[str, bytes], record: Mapping[str, Any]
) -> list[str]:
    """A sentence for each table that holds something which this recipe did not make."""
    wrong = []
    for name in conversion.tables:
        path = data / f"{name}.csv"
        if not os.path.lexists(path):
            continue
        if not path.is_file():
            wrong.append(f"data/{path.name}: this is not a file that can be replaced.")
            continue
        there = path.read_bytes()
        entry = record.get(name, {})
        ours = entry.get("sha256") == hashlib.sha256(there).hexdigest()
        if (
            there == contents[path.name]
            or _has_no_rows(there)
            or (ours and entry.get("recipe") == conversion.recipe.name)
        ):
            continue
        if ours:
            wrong.append(f"data/{path.name}: made by another recipe ({entry.get('recipe')}).")
        elif entry:
            wrong.append(f"data/{path.name}: changed since it was imported.")
        else:
            wrong.append(f"data/{path.name}: holds rows that no import made.")
    return wrong


def _has_no_rows(content: bytes) -> bool:
    """Whether a file is a template still: column names at most."""
    return len([line for line in content.splitlines() if line.strip(b", \xef\xbb\xbf")]) <= 1


def _put(contents: Mapping[str, bytes], workspace: Path) -> None:
    """Write everything aside, then bring it in file by file; where that fails, the files are as they were.

    The files that will be replaced are copied aside first: bringing one back then needs no room on the disk.
    """
    staging = workspace / STAGING
    names = [*contents, DESCRIBED]
    try:
        for part in (staging / "new", staging / "old", workspace / "data"):
            part.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (staging / "new" / name).write_bytes(content)
        for name in names:
            if (place := _place(workspace, name)).is_file():
                shutil.copyfile(place, staging / "old" / name)
        added = [name for name in names if not (staging / "old" / name).exists()]
        (staging / GOING).write_text(json.dumps({"names": names, "added": added}), encoding="utf-8")
        for name in names:
            if name == DESCRIBED:  # can be told only once the tables stand there
                (staging / "new" / name).write_bytes(describe_text(workspace).encode("utf-8"))
            os.replace(staging / "new" / name, _place(workspace, name))
        (staging / GOING).unlink()
    except OSError as error:
        take_back(workspace)
        raise DataError(
            "data: the tables could not be written, and are as they were before.",
            f"The computer says: {error.strerror or 'a file cannot be written'}. Close the tables in other programs.",
        ) from error
    shutil.rmtree(staging, ignore_errors=True)


def _place(workspace: Path, name: str) -> Path:
    return workspace / name if name == DESCRIBED else workspace / "data" / name


def take_back(workspace: Path) -> None:
    """Undo an import that was cut short: every file as it was before it."""
    staging = workspace / STAGING
    try:
        if (staging / GOING).is_file():
            going = json.loads((staging / GOING).read_bytes())
            for name in going["names"]:
                if name in going["added"]:
                    _place(workspace, name).unlink(missing_ok=True)
                elif (staging / "old" / name).is_file():  # otherwise it is back already
                    os.replace(staging / "old" / name, _place(workspace, name))
            (staging / GOING).unlink()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"data: an import was cut short, and its tables could not be taken back. They lie in {STAGING}/old.",
            "Close the tables in other programs and import again.",
        ) from error
    shutil.rmtree(staging, ignore_errors=True)
