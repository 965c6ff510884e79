"""Whether a folder is copied to other computers, or lies on one: then `private/` is not private."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePath

from generator.model import Finding
from generator.pseudonyms.files import FOLDER

PARTS: tuple[tuple[str, str], ...] = (
    ("OneDrive", r"onedrive([ -]+.*)?"),
    ("SharePoint", r"(sharepoint.*|.+ - (shared )?documents)"),
    ("Dropbox", r"dropbox([ -].*)?"),
    ("Google Drive", r"(google ?drive([ -].*)?|gdrive|my drive|shared drives|\.shortcut-targets-by-id)"),
    ("iCloud", r"(icloud ?drive.*|mobile documents|com~apple~clouddocs|icloud~.*)"),
    ("Box", r"(box|box[ -](sync|box|drive))"),
    ("Nextcloud", r"nextcloud\d*"),
    ("ownCloud", r"owncloud\d*"),
    ("pCloud", r"pcloud ?drive"),
    ("MEGA", r"mega(sync| drive)?"),
    ("a cloud drive", r"(cloudstorage|creative cloud files.*|tresorit.*|syncthing.*)"),
)
"""What a folder on the way is called where a service keeps it; the whole name, whatever its capitals."""
VARIABLES = {
    "onedrive": "OneDrive",
    "onedrivecommercial": "OneDrive",
    "onedriveconsumer": "OneDrive",
    "dropbox": "Dropbox",
}
"""Environment variables that hold such a folder, in small letters."""
MARKERS = {
    ".849c9593-d756-4e56-8d6e-42412f2a707b": "OneDrive",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".boxsync": "Box",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".sync_folder": "a synchronised folder",
    ".stfolder": "Syncthing",
}
"""Files and folders that a service leaves in what it synchronises, in small letters."""
NETWORK_TYPES = frozenset(
    {
        *("cifs", "smb", "smb2", "smb3", "smbfs", "nfs", "nfs3", "nfs4", "afpfs", "afs", "ncpfs", "network"),
        *(
            "webdav",
            "davfs",
            "fuse.davfs2",
            "ceph",
            "glusterfs",
            "fuse.glusterfs",
            "fuse.sshfs",
            "fuse.rclone",
        ),
        *("fuse.gvfsd-fuse", "fuse.onedriver", "fuse.google-drive-ocamlfuse"),
    }
)
"""Types of file system that lie on another computer."""
NETWORK = "a network drive"

_UNC = re.compile(r"[\\/]{2}(\?[\\/]UNC[\\/])?(?![?.][\\/])(?!wsl(\$|\.localhost))[^\\/]", re.I)


def shared_by(
    path: PurePath,
    env: Mapping[str, str],
    mounts: Collection[tuple[str, str]],
    markers: Collection[str] = (),
) -> str | None:
    """What copies or shares a folder, in words ("OneDrive", "a network drive"), or None.

    `path` is absolute; `mounts` are places with their type of file system (`network` where the system says no more);
    `markers` are the paths of files beside or above the folder. Asks nothing of the machine.
    """
    text = str(path)
    for service, pattern in PARTS:
        if any(re.fullmatch(pattern, part.strip("\\/"), re.I) for part in path.parts):
            return service
    for name, value in env.items():
        if name.casefold() in VARIABLES and value.strip("\\/ ") and _inside(text, value):
            return VARIABLES[name.casefold()]
    for marker in markers:
        place, _, name = marker.replace("\\", "/").rpartition("/")
        if name.casefold() in MARKERS and _inside(text, place or "/"):
            return MARKERS[name.casefold()]
    if _UNC.match(text):
        return NETWORK
    around = [(place, kind) for place, kind in mounts if _inside(text, place)]
    nearest = max(around, key=lambda each: len(each[0].rstrip("\\/")), default=None)
    return NETWORK if nearest and nearest[1].casefold() in NETWORK_TYPES else None


def warning(workspace: Path) -> str | None:
    """What to tell a person whose `private/` lies, or would lie, where others can reach it; None where all is well."""
    service = _look(workspace / FOLDER)
    if service is None:
        return None
    return f"private/: {_message(service)}\n  {_HINT}"


def findings(workspace: Path) -> tuple[Finding, ...]:
    """The same as a finding for `check`, where there is a `private/`."""
    service = _look(workspace / FOLDER) if os.path.lexists(workspace / FOLDER) else None
    if service is None:
        return ()
    return (Finding("warning", "private-in-shared-folder", FOLDER, None, None, _message(service), _HINT),)


_HINT = (
    "Whoever can open that copy can tell which child a code stands for. Move the setting's whole folder to a place "
    "that only this computer has, and back up private/ by itself."
)


def _message(service: str) -> str:
    if service == NETWORK:
        return "lies on a network drive, which other people may be able to open."
    if service[0].islower():
        return f"lies in {service}, which copies it to other computers."
    return f"lies in a folder that {service} copies to other computers."


def _inside(text: str, place: str) -> bool:
    """Whether a path is a place or lies in it; strokes of both kinds and capitals make no difference."""
    inner, outer = (each.replace("\\", "/").rstrip("/").casefold() + "/" for each in (text, place))
    return inner.startswith(outer)


def _look(folder: Path) -> str | None:
    """What shares a folder of this machine, by the name that was given and by where links lead."""
    places = dict.fromkeys((Path(os.path.abspath(folder)), Path(os.path.realpath(folder))))
    for place in places:
        found = shared_by(place, os.environ, tuple(_mounts(place)), tuple(_markers(place)))
        if found:
            return found
    return None


def _markers(folder: Path) -> Iterator[str]:
    for above in (folder, *folder.parents):
        try:
            names = os.listdir(above)
        except OSError:
            continue
        yield from (str(above / name) for name in names if name.casefold() in MARKERS)


def _mounts(folder: Path) -> Iterator[tuple[str, str]]:
    """Places with their type of file system, as far as this system tells them."""
    if os.name == "nt" and folder.drive:
        import ctypes

        windows = getattr(ctypes, "windll", None)
        if windows and windows.kernel32.GetDriveTypeW(f"{folder.drive}\\") == 4:  # DRIVE_REMOTE
            yield folder.drive, "network"
        return
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        words = line.split(" ")
        if len(words) > 2:
            yield re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), words[1]), words[2]
