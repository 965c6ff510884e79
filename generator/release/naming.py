"""Which names a release may have, and which are taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from generator.errors import ReleaseError, UsageError
from generator.release.registry import names

_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,40}", re.ASCII)
_AUDIENCE = re.compile(r"[a-z][a-z0-9-]{0,30}", re.ASCII)
# Windows keeps these for devices, with any ending: "Naming Files, Paths, and Namespaces", Microsoft Learn.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_OURS = ("latest", "index.html", "versions.json", "ledger.jsonl")
"""What lies beside the releases of an audience."""


def refuse(releases: Path, version: str, audiences: Iterable[str]) -> None:
    """Nothing where `version` may be published for all these audiences; otherwise the reason why not.

    Raises `UsageError` for a name that cannot be a folder everywhere, `ReleaseError` for one that is taken, also where
    it differs in capitals only: on Windows and macOS both would be the same folder.
    """
    check_version(version)
    for audience in audiences:
        check_audience(audience)
        for name in names(releases, audience):
            if name.casefold() != version.casefold():
                continue
            same = (
                "there is such a release already" if name == version else f"{name} differs in capitals only"
            )
            raise ReleaseError(
                f"releases/{audience}/{version}: {same}, and a release is never replaced. Nothing was changed.",
                "Choose another version.",
            )


def check_version(version: str) -> None:
    """Raises `UsageError` where the text cannot be the name of a release."""
    if not _VERSION.fullmatch(version):
        raise UsageError(
            "VERSION: not a name that a release can have.",
            "Begin with a letter or digit, then use letters, digits, point, - and _ only, at most 41 in all.",
        )
    if version.casefold() in _OURS:
        raise UsageError(
            f"VERSION: {version} is kept for the list of releases.",
            "Choose another, for example 2026-autumn.",
        )
    if version.endswith(".") or _DEVICES.fullmatch(version):
        raise UsageError(
            f"VERSION: Windows cannot hold a folder called {version}.",
            "Choose another, for example 2026-autumn.",
        )


def check_audience(audience: str) -> None:
    """Raises `UsageError` where the text cannot be the name of an audience."""
    if not _AUDIENCE.fullmatch(audience):
        raise UsageError(
            "--audience: not the name of an audience.",
            "Use small letters, digits and - as in setting.yml, for example governors.",
        )
