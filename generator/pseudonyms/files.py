"""The key and the lookup as files that only their owner may open."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import SettingError

FOLDER, KEY, LOOKUP, NOTE = "private", "key.txt", "lookup.json", "README.txt"
BACK_UP = "bring private/key.txt back from a back-up"
ABOUT_KEY = """\
# The key that turns names and numbers of people into codes. Whoever has it can test whether a code is a given child.
# Keep it with lookup.json, in a back-up that only you can open. Never send it, never change it.
"""
ABOUT_LOOKUP = (
    "Whom each code stands for. For the key's holder only; `readiness who CODE` reads it at the terminal."
)
ABOUT_FOLDER = """\
What lies here tells who the children and adults in the tables are. No site, release or report is made from it.

key.txt      turns a name or a number into a code. With it, an import gives the same person the same code each time.
lookup.json  whom each code stands for.

Keep this folder on one computer, not in a folder that is synchronised or shared. Keep a copy of both files where only
you can open it, for example on an encrypted memory stick in the safe: without key.txt the next import cannot give the
same people the same codes. The codes themselves and the tables need neither.
"""
_KEY = re.compile(r"^key: ([0-9a-f]{64})\s*$", re.M)
_ID = re.compile(r"^id: (\S+)\s*$", re.M)


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the lookup: what kind, which code, and the name or number as it arrived."""

    kind: str
    code: str
    identity: str


def new_key() -> bytes:
    """256 bits that nobody can guess."""
    return secrets.token_bytes(32)


def key_id(key: bytes) -> str:
    """The fingerprint of a key: tells two keys apart and gives neither away."""
    return "key-" + hashlib.sha256(b"readiness key id\x00" + key).hexdigest()[:10]


def read_key(folder: Path) -> bytes | None:
    """The key, or None where there is no file; `SettingError` where the file is damaged."""
    text = _text(folder / KEY)
    if text is None:
        return None
    found, said = _KEY.search(text), _ID.search(text)
    key = bytes.fromhex(found[1]) if found else b""
    if not key or not said or said[1] != key_id(key):
        raise SettingError(
            "private/key.txt: damaged, or changed by hand.",
            f"Nothing was written. To go on, {BACK_UP}. Do not make a new one: it would give everyone another code.",
        )
    return key


def read_lookup(folder: Path) -> tuple[str, tuple[Person, ...]] | None:
    """The fingerprint of the key and the people; None where there is no file; `SettingError` where it is damaged."""
    text = _text(folder / LOOKUP)
    if text is None:
        return None
    try:
        plain = json.loads(text)
        people = tuple(
            Person(str(each["kind"]), str(each["code"]), str(each["identity"])) for each in plain["people"]
        )
        return str(plain["key_id"]), people
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SettingError(
            "private/lookup.json: damaged, or changed by hand.",
            "Bring it back from a back-up. Without one move it away and import your exports again: with the same "
            "key everyone gets the same code.",
        ) from None


def write_key(folder: Path, key: bytes) -> None:
    """The key's file, made once: one that is there already is never replaced."""
    text = f"{ABOUT_KEY}id: {key_id(key)}\nkey: {key.hex()}\n"
    staged = _staged(folder, text)
    try:
        os.link(staged, folder / KEY)  # fails where the file exists, and appears whole
    except FileExistsError:
        raise _meanwhile() from None
    except OSError:  # a disk without links
        if (folder / KEY).exists():
            raise _meanwhile() from None
        os.replace(staged, folder / KEY)
    finally:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)


def write_lookup(folder: Path, key: bytes, people: Mapping[str, Person]) -> None:
    """The lookup's file, whole or not at all, ordered by code."""
    rows = [
        json.dumps({"kind": each.kind, "code": each.code, "identity": each.identity}, ensure_ascii=True)
        for _, each in sorted(people.items())
    ]
    head = f'{{"about": {json.dumps(ABOUT_LOOKUP)},\n"key_id": "{key_id(key)}",\n"people": ['
    os.replace(_staged(folder, head + "\n" + ",\n".join(rows) + "\n]}\n"), folder / LOOKUP)


def make_folder(folder: Path) -> None:
    """`private/` with a note of what lies in it, closed to everyone but its owner and to git."""
    folder.mkdir(mode=0o700, exist_ok=True)
    close(folder)
    for name, text in ((NOTE, ABOUT_FOLDER), (".gitignore", "*\n")):
        if not (folder / name).exists():
            os.replace(_staged(folder, text), folder / name)


def close(folder: Path) -> tuple[str, ...]:
    """Take everyone's rights away but the owner's, and say in words where that cannot be done."""
    if os.name == "nt":
        return (
            "private/: on Windows this program cannot set who may open a folder. Keep it in a folder of your own "
            "account, and look at Properties, Security: nobody else should be named there.",
        )
    notes = []
    for path, mode in ((folder, 0o700), (folder / KEY, 0o600), (folder / LOOKUP, 0o600)):
        try:
            if path.exists() and path.stat().st_mode & 0o077:
                path.chmod(mode)
            open_to_others = path.exists() and bool(path.stat().st_mode & 0o077)
        except OSError:
            open_to_others = True
        if open_to_others:
            where = "private/" if path == folder else f"private/{path.name}"
            notes.append(
                f"{where}: others on this computer may open it, and this program cannot change that. "
                "Move the setting's folder to a disk that knows rights, or ask whoever looks after the computer."
            )
    return tuple(notes)


def _meanwhile() -> SettingError:
    return SettingError(
        "private/key.txt: another import made a key at the same moment.", "Nothing was written. Import again."
    )


def _text(path: Path) -> str | None:
    if not os.path.lexists(path):
        return None
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingError(
            f"private/{path.name}: cannot be opened or read.",
            "Check who may open it, or bring it back from a back-up.",
        ) from None


def _staged(folder: Path, text: str) -> Path:
    """The text in a file beside its place, already closed to others (0600) and on the disk."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".making-")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
