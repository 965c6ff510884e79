"""Codes of children and adults issued anew for one release and its readers, and back again for the key's holder.

An inspector may need to tell two children apart and to name one to the person who holds the records. A code of the
tables would be the same in every release and in every system; so each release under `inspection` with its named
decision has codes of its own. They are made with a key that never leaves `private/`, so that nobody without it can
tell whose they are, or whether two of different releases stand for the same child.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from generator import package, setting
from generator.errors import SettingError, UsageError
from generator.model import Audience, Dataset

KEY = "codes.key"
PREFIXES = {"child": "ref-c-", "adult": "ref-a-"}
"""No code of a table of the examples begins like this, and the schema's own pattern allows it."""
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 7
BUILD = "latest"
"""What stands for a version where nothing was published: no release can have this name."""
FIELDS = (
    ("children", "child_id", "child"),
    ("incidents", "child_id", "child"),
    ("staff", "staff_id", "adult"),
)
CODE = re.compile(r"ref-[ca]-[0-9a-z]{7}")
Issue = Callable[[str, str], str]
"""From `child` or `adult` and the code of the tables to the code that a reader is given."""


def issuer(workspace: Path, audience: Audience, version: str) -> Issue | None:
    """How this audience's codes are issued in this release; None where its policy and decision give it none.

    The key is made when the first code is issued, readable by its owner only.
    """
    if audience.policy != "inspection" or audience.decision is None:
        return None
    held: list[bytes] = []

    def issue(kind: str, code: str) -> str:
        if not held:
            held.append(_key(workspace, make=True))
        return issued(held[0], audience.name, version, kind, code)

    return issue


def issued(key: bytes, audience: str, version: str, kind: str, code: str) -> str:
    """One code for one child or adult in one release for one audience, the same each time."""
    text = "\0".join((audience, version or BUILD, kind, code)).encode()
    number = int.from_bytes(hmac.new(key, text, sha256).digest(), "big")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return PREFIXES[kind] + "".join(letters)


def resolve(workspace: Path, version: str, code: str) -> str:
    """The code of the tables that a re-issued code of a release or snapshot stands for.

    `version` is the release's, or `latest` for pages that were built and not published. Raises `UsageError` where the
    code is none of that release, `SettingError` where the key is gone.
    """
    wanted = code.strip().lower()
    if not CODE.fullmatch(wanted):
        raise UsageError(
            "CODE: not a code that a snapshot gives.",
            "Write it as it stands on the page: ref-c- or ref-a- and seven letters or digits.",
        )
    known = setting.read(workspace)
    key = _key(workspace, make=False)
    loaded = package.load(workspace, known)
    for audience in known.audiences:
        for kind, each in _people(loaded.dataset):
            if hmac.compare_digest(issued(key, audience.name, version, kind, each), wanted):
                return each
    raise UsageError(
        "CODE: no child or adult of the tables has this code in that version.",
        "Look at the version on the first page of the snapshot. Pages that were never published: --snapshot latest.",
    )


def _people(dataset: Dataset) -> Iterator[tuple[str, str]]:
    for table, field, kind in FIELDS:
        frame = dataset.tables.get(table)
        if frame is not None and field in frame.columns:
            yield from ((kind, str(code)) for code in sorted(frame[field].dropna().unique()))


def _key(workspace: Path, *, make: bool) -> bytes:
    path = workspace / "private" / KEY
    try:
        found = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        if make:
            return _new_key(path)
        raise SettingError(
            f"private/{KEY}: it is not here, so no re-issued code can be told.",
            "Put it back from a copy. Codes of releases that are out stay without it what they are: nobody's.",
        ) from None
    except (OSError, ValueError):
        found = b""
    if len(found) < 32:
        raise SettingError(f"private/{KEY}: not a key that this program made.", "Put it back from a copy.")
    return found


def _new_key(path: Path) -> bytes:
    key = secrets.token_bytes(32)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key.hex() + "\n")
    except OSError:
        raise SettingError(
            f"private/{KEY}: it cannot be written, so no codes can be issued.",
            "Let the program write to private/ of the setting's folder.",
        ) from None
    return key
