"""Finished folders → their places, all together or none."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.errors import SiteError

WAITS = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between tries: a virus scanner or a synchronising service lets go of a folder within a few seconds."""

HOLDING = ".swapping"
"""Beside the sites while a swap lasts: `new/` holds what is still to come in, `old/` what has stepped aside."""

Rename = Callable[[Path, Path], object]
Wait = Callable[[float], object]


def swap(new: Mapping[str, Path], out: Path, *, rename: Rename = os.rename, wait: Wait = time.sleep) -> None:
    """Every folder of `new` at its name under `out`, or `SiteError` and all old ones as they were.

    A folder that is not empty cannot be replaced in one step. Each old one steps aside first, so for a moment a reader
    finds none; should the machine stop in that moment, the next swap brings the old ones back before it begins.
    """
    holding = out / HOLDING
    done: list[tuple[Path, Path]] = []

    def move(old: Path, place: Path) -> None:
        _patiently(old, place, rename, wait)
        done.append((old, place))

    try:
        _recover(out)
        for part in ("new", "old"):
            (holding / part).mkdir(parents=True)
        for name, folder in new.items():
            _bring(folder, holding / "new" / name)
        for name in new:
            if (out / name).exists():
                move(out / name, holding / "old" / name)
        for name in new:
            move(holding / "new" / name, out / name)
    except OSError as error:
        _undo(done, out, rename, wait, error)
        raise SiteError(
            f"{out}: the new pages could not be put in place; the old ones are untouched.", _cause(error)
        ) from error
    shutil.rmtree(holding, ignore_errors=True)  # what will not go now goes before the next swap


def _recover(out: Path) -> None:
    """Take back a swap that was cut short, or clear up after one that was whole."""
    holding = out / HOLDING
    if _names(holding / "new"):
        for name in _names(holding / "old"):
            shutil.rmtree(out / name, ignore_errors=True)
            (holding / "old" / name).rename(out / name)
    if holding.exists():
        shutil.rmtree(holding)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _bring(folder: Path, place: Path) -> None:
    """The new folder beside its place, so that the last step is a renaming; copied where it lies on another disk."""
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    shutil.move(folder, place)


def _patiently(old: Path, new: Path, rename: Rename, wait: Wait) -> None:
    for pause in WAITS:
        try:
            rename(old, new)
        except OSError:
            wait(pause)
        else:
            return
    rename(old, new)


def _undo(done: list[tuple[Path, Path]], out: Path, rename: Rename, wait: Wait, why: OSError) -> None:
    """Every step back, last first; where even that fails, say where the old pages lie and throw nothing away."""
    try:
        for old, new in reversed(done):
            _patiently(new, old, rename, wait)
    except OSError:
        raise SiteError(
            f"{out}: the new pages could not be put in place, and old ones still lie in {HOLDING}/old.",
            f"{_cause(why)} The next build brings the old ones back first.",
        ) from why
    shutil.rmtree(out / HOLDING, ignore_errors=True)


def _cause(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "A finished folder was not there. Build again."
    if isinstance(error, PermissionError):
        return (
            "A program may hold the folder open (a file window, a browser, a virus scanner, a synchronising service),"
            " or you may not write there. Close it, or choose another folder with --out, and build again."
        )
    return f"The computer says: {error.strerror or 'the folder cannot be renamed'}. Put that right and build again."
