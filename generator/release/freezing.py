"""Finished sites → frozen releases, for all audiences or for none."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from generator.errors import ReleaseError
from generator.published import Release
from generator.release.lists import lists
from generator.release.naming import refuse
from generator.release.registry import (
    HOLDING,
    LEDGER,
    PLAN,
    RECORD,
    Frozen,
    as_json,
    frozen,
    ledger,
    plan,
    release_of,
)
from generator.site import hashes
from generator.site.swapping import WAITS

READ_ONLY = 0o444
WRITABLE = 0o644


def freeze(
    folders: Mapping[str, Path],
    releases: Path,
    version: str,
    *,
    as_of: date,
    note: str,
    made_on: str,
    lines: Mapping[str, bytes] | None = None,
) -> tuple[Release, ...]:
    """A release of every audience's finished site, in the order given; the sites themselves stay where they are.

    `made_on` is the day of publishing as the list prints it; `lines` are what the release adds to the ledger of an
    audience. The steps, so that a stop between any two of them leaves what readers had before:

    1. what an earlier run left half made is taken back;
    2. every site is copied, hashed and made read-only in `.freezing/`, which no list names;
    3. `.freezing/plan.json` says which version is coming: until it goes, that version does not count as published;
    4. the copies move to their places; no list names them yet;
    5. the ledger, `latest/`, `index.html` and `versions.json` of each audience are replaced, each in one step;
    6. `.freezing/` goes, and with it the plan: now it is published.

    Raises `UsageError` and `ReleaseError`; then no audience has the release.
    """
    try:
        recover(releases)
        refuse(releases, version, folders)
        staged = _stage(folders, releases, version, as_of, note, made_on)
        _write(releases, releases / HOLDING / PLAN, as_json({"version": version, "audiences": list(folders)}))
        _put_in_place(releases, version, folders, lines or {})
        (releases / HOLDING / PLAN).unlink()
    except OSError as error:
        raise _taken_back(releases, version, error) from error
    except ReleaseError:
        with suppress(OSError):
            recover(releases)
        raise
    shutil.rmtree(releases / HOLDING, ignore_errors=True)  # empty by now; the next run tries again
    return staged


def _put_in_place(
    releases: Path, version: str, audiences: Collection[str], lines: Mapping[str, bytes]
) -> None:
    """The copies at their places, then the ledgers and lists that name them."""
    for audience in audiences:
        (releases / audience).mkdir(exist_ok=True)
        _patiently(releases / HOLDING / audience, releases / audience / version)
    for audience in audiences:
        if audience in lines:
            _write(releases, releases / audience / LEDGER, ledger(releases, audience) + lines[audience])
        _write_lists(releases, audience, frozen(releases, audience, unfinished_too=True))


def recover(releases: Path) -> None:
    """Take back a release that was cut short: first from the lists, then its folders; then clear up."""
    version, audiences = plan(releases)
    for number, audience in enumerate(audiences):
        _take_back_line(releases, audience, str(version))
        _write_lists(releases, audience, frozen(releases, audience))
        place = releases / audience / str(version)
        if place.exists():
            _patiently(place, releases / HOLDING / f"taken-back-{number}")
        for emptied in (releases / audience / "latest", releases / audience):
            with suppress(OSError):  # only a first release leaves them empty
                emptied.rmdir()
    holding = releases / HOLDING
    if not holding.exists():
        return
    for part in sorted(holding.iterdir()):
        if part.is_dir():
            _remove(part)
    shutil.rmtree(holding)  # the plan goes last, so that this too may be cut short


def _take_back_line(releases: Path, audience: str, version: str) -> None:
    """The ledger without the line of a release that was cut short; gone where it had no other."""
    *before, last = ledger(releases, audience).splitlines(keepends=True) or [b""]
    if not last or release_of(last) != version:
        return
    if before:
        _write(releases, releases / audience / LEDGER, b"".join(before))
    else:
        (releases / audience / LEDGER).unlink()


def _stage(
    folders: Mapping[str, Path], releases: Path, version: str, as_of: date, note: str, made_on: str
) -> tuple[Release, ...]:
    """Every site as it will stand, in the holding folder."""
    made = []
    for audience, site in folders.items():
        if not (site / "index.html").is_file():
            raise ReleaseError(
                f"{audience}: there is no finished site to publish. Nothing was changed.", "Build again."
            )
        copy = releases / HOLDING / audience
        _copy(site, copy)
        release = Release(version, audience, as_of, " ".join(note.split()), hashes(copy))
        number = max((each.number for each in frozen(releases, audience)), default=0) + 1
        (copy / RECORD).write_bytes(Frozen(release, number, made_on).record())
        for path in sorted(copy.rglob("*")):
            if path.is_file():
                path.chmod(READ_ONLY)
        made.append(release)
    return tuple(made)


def _copy(site: Path, copy: Path) -> None:
    """Every file of a site, contents only; a link could lead out of the release, so it is refused."""
    copy.mkdir(parents=True)
    for path in sorted(site.rglob("*")):
        place = copy / path.relative_to(site)
        if path.is_symlink():
            raise ReleaseError(
                f"{path.name}: a link, which a release cannot hold. Nothing was changed.", "Build again."
            )
        if path.is_dir():
            place.mkdir()
        elif place == copy / RECORD:
            raise ReleaseError(
                f"{RECORD}: the site has a file of this name, which is kept for the release.",
                "Name it otherwise.",
            )
        else:
            shutil.copyfile(path, place)


def _write_lists(releases: Path, audience: str, stand: tuple[Frozen, ...]) -> None:
    """The lists of one audience, or none of them where it has no release."""
    folder = releases / audience
    for name, content in lists(audience, stand).items():
        if stand:
            _write(releases, folder / name, content)
        else:
            (folder / name).unlink(missing_ok=True)


def _write(releases: Path, path: Path, content: bytes) -> None:
    """A small file in one step: a reader finds the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = releases / HOLDING / "new"
    new.write_bytes(content)
    os.replace(new, path)


def _remove(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(WRITABLE)  # Windows does not delete a read-only file
    shutil.rmtree(folder)


def _patiently(old: Path, new: Path) -> None:
    """A renaming that waits for a virus scanner or a synchronising service to let go."""
    for pause in WAITS:
        try:
            old.rename(new)
            return
        except PermissionError:
            time.sleep(pause)
    old.rename(new)


def _taken_back(releases: Path, version: str, error: OSError) -> ReleaseError:
    """The error to say, once the lists and folders are as they were."""
    cause = f"The computer says: {error.strerror or 'a file cannot be written'}. Put that right and publish again."
    try:
        recover(releases)
    except (OSError, ReleaseError):
        left = f"releases: {version} could not be published, and parts of it lie in {HOLDING}/."
        return ReleaseError(left, f"{cause} The next publishing clears them away first.")
    return ReleaseError(f"releases: {version} could not be published. Nothing was changed.", cause)
