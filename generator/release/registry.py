"""Which releases there are, read from the `release.json` that each carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator.errors import ReleaseError
from generator.published import Release

RECORD = "release.json"
HOLDING = ".freezing"
"""In the releases folder while a release is made: the sites to come and, once they are whole, `plan.json`."""
PLAN = "plan.json"
LEDGER = "ledger.jsonl"
"""Beside the releases of an audience under protection: what each of them showed, one line a release."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """One release with its place in the order of publishing (`number`, from 1) and the day it was made, in words."""

    release: Release
    number: int
    made_on: str

    def record(self) -> bytes:
        """The bytes of `release.json`."""
        release = self.release
        plain = {
            "version": release.version,
            "audience": release.audience,
            "number": self.number,
            "as_of": release.as_of.isoformat(),
            "made_on": self.made_on,
            "note": release.note,
            "files": dict(sorted(release.files.items())),
        }
        return as_json(plain)


def as_json(plain: object) -> bytes:
    """The bytes of a JSON file that people may read."""
    return (json.dumps(plain, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def read(releases: Path, audience: str) -> tuple[Release, ...]:
    """Every finished release of one audience, the newest first; none where nothing was published."""
    return tuple(each.release for each in frozen(releases, audience))


def frozen(releases: Path, audience: str, *, unfinished_too: bool = False) -> tuple[Frozen, ...]:
    """The same with number and day; `unfinished_too` counts the release that is being made."""
    found = [
        _frozen(releases / audience / name)
        for name in names(releases, audience, unfinished_too=unfinished_too)
        if (releases / audience / name / RECORD).is_file()
    ]
    return tuple(sorted(found, key=lambda each: each.number, reverse=True))


def ledger(releases: Path, audience: str) -> bytes:
    """The ledger of one audience as it stands; nothing where there is none."""
    path = releases / audience / LEDGER
    return path.read_bytes() if path.is_file() else b""


def release_of(line: bytes) -> str:
    """The release that a line of a ledger names; empty where it cannot be read."""
    try:
        return str(json.loads(line)["release"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def names(releases: Path, audience: str, *, unfinished_too: bool = False) -> tuple[str, ...]:
    """The folder names that are taken by releases of one audience, in alphabetical order."""
    folder = releases / audience
    if not folder.is_dir():
        return ()
    being_made, audiences = plan(releases)
    hidden = being_made if audience in audiences and not unfinished_too else None
    every = sorted(path.name for path in folder.iterdir() if path.is_dir())
    return tuple(name for name in every if name not in ("latest", hidden) and not name.startswith("."))


def plan(releases: Path) -> tuple[str | None, tuple[str, ...]]:
    """The version and audiences of a release that is being made or was cut short; none otherwise."""
    path = releases / HOLDING / PLAN
    if not path.is_file():
        return None, ()
    plain = _json(path)
    return str(plain.get("version")), tuple(map(str, plain.get("audiences", ())))


def _frozen(folder: Path) -> Frozen:
    plain = _json(folder / RECORD)
    try:
        release = Release(
            version=str(plain["version"]),
            audience=str(plain["audience"]),
            as_of=date.fromisoformat(plain["as_of"]),
            note=str(plain["note"]),
            files={str(name): str(digest) for name, digest in plain["files"].items()},
        )
        return Frozen(release, int(plain["number"]), str(plain["made_on"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _unreadable(folder / RECORD) from None


def _json(path: Path) -> Mapping[str, Any]:
    try:
        plain = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise _unreadable(path) from None
    if not isinstance(plain, dict):
        raise _unreadable(path)
    return plain


def _unreadable(path: Path) -> ReleaseError:
    where = "/".join(path.parts[-4:])
    return ReleaseError(
        f"{where}: it cannot be read, or was changed by hand. Nothing was changed.",
        "Put it back from a copy of the releases folder.",
    )
