"""One release → one zip for one reader, the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Mapping
from difflib import get_close_matches
from html import escape
from pathlib import Path
from urllib.parse import quote

from generator.errors import ReleaseError, UsageError, VerifyError
from generator.published import Release
from generator.release.lists import menu, page, said
from generator.release.naming import check_audience, check_version
from generator.release.registry import RECORD, Frozen, as_json, frozen

FRONT = "OPEN-THIS.html"


def snapshot(releases: Path, version: str, audience: str, out: Path) -> Path:
    """A zip at `out` with one release of one audience, whole or not at all.

    At its top lie `OPEN-THIS.html` and the folder `<audience>-<version>/`. In that folder the release stands as in the
    releases folder, beside a `versions.json` that names it alone: so the version menu finds its file wherever the
    unpacked folder is put on a web server, and leads nowhere else. Times are the day that the release shows.
    Raises `ReleaseError` where there is no such release or `out` is there already, `VerifyError` where a file is not
    what was frozen.
    """
    check_audience(audience)
    check_version(version)
    release = _find(releases, version, audience)
    if os.path.lexists(out):
        raise ReleaseError(f"{out.name}: this file is there already.", "Choose another name for --out.")
    if not out.parent.is_dir():
        raise UsageError(f"{out.parent}: there is no such folder.", "Make it, or choose another for --out.")
    top = f"{audience}-{version}"
    site = _checked(releases / audience / version, release)
    contents = {
        FRONT: _front(release, top).encode("utf-8"),
        f"{top}/versions.json": as_json(menu([version])),
        **{f"{top}/{version}/{name}": content for name, content in site.items()},
    }
    _write(contents, release, out)
    return out


def _find(releases: Path, version: str, audience: str) -> Frozen:
    stand = {each.release.version: each for each in frozen(releases, audience)}
    if version in stand:
        return stand[version]
    near = get_close_matches(version, list(stand), n=1, cutoff=0.6)
    hint = f"Published are: {', '.join(stand)}." if stand else "Publish one first."
    raise ReleaseError(
        f"releases/{audience}/{version}: there is no such release.",
        f"Did you mean {near[0]}? {hint}" if near else hint,
    )


def _checked(folder: Path, stood: Frozen) -> dict[str, bytes]:
    """Every file of a release by its path, if all are as they were frozen."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    digests = {
        name: hashlib.sha256(content).hexdigest() for name, content in contents.items() if name != RECORD
    }
    known = stood.release.files
    wrong = sorted(name for name in known.keys() | digests.keys() if known.get(name) != digests.get(name))
    if wrong:
        more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise VerifyError(
            f"releases/{stood.release.audience}/{stood.release.version}: not as it was frozen "
            f"({', '.join(wrong[:3])}{more}).",
            "Put the release back from a copy, or publish a new one.",
        )
    return contents


def _write(contents: Mapping[str, bytes], stood: Frozen, out: Path) -> None:
    day = stood.release.as_of
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)  # a zip knows no year before 1980
    new = out.with_name(f".{out.name}.new")
    try:
        with zipfile.ZipFile(new, "w") as packed:
            for name in sorted(contents):
                entry = zipfile.ZipInfo(name, stamp)
                entry.create_system = 3  # otherwise it tells on which system it was packed
                entry.external_attr = 0o100644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(entry, contents[name], compresslevel=9)
        os.replace(new, out)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise ReleaseError(
            f"{out.name}: it could not be written, and nothing is left of it.",
            f"The computer says: {error.strerror or 'the file cannot be written'}. Put that right, or choose another"
            " place with --out.",
        ) from error


def _front(stood: Frozen, top: str) -> str:
    """The one file to open. It goes on by itself where it sees that the release lies beside it."""
    release: Release = stood.release
    target = f"{top}/{release.version}/index.html"
    pictures = sorted(name for name in release.files if name.endswith((".svg", ".png")))
    # A picture loads only once the zip is unpacked, so nobody is sent to a page that is not there.
    look = (
        f'<img src="{top}/{release.version}/{quote(pictures[0])}" alt="" width="1" height="1" '
        f'style="position:absolute;opacity:0" onload="location.replace(\'{target}\')">\n'
        if pictures
        else ""
    )
    body = f"""<h1>Release {escape(release.version)}, for {escape(release.audience)}</h1>
<p>It shows the records up to {said(release.as_of)}. No internet connection is needed.</p>
<p class="go"><a href="{target}">Open the release</a></p>
<h2>If that leads nowhere</h2>
<p>Then this page was opened inside the zip file. Close it and unpack the zip first: on Windows right-click it and
choose Extract all, on a Mac double-click it. Then open {FRONT} in the folder that appears.</p>
{look}"""
    return page(f"Release {release.version}, for {release.audience}", body)
