"""A folder as a stranger finds it: its figures, what it states of itself, and the text of every file in it."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.attack.reporting import Finding

RECORD = "release.json"
FIGURES, STATED = "data/indicators.json", "data/datapackage.json"
TEXT = frozenset(
    {".html", ".htm", ".xhtml", ".svg", ".xml", ".md", ".csv", ".tsv", ".json", ".geojson", ".jsonl", ".js"}
    | {".mjs", ".txt", ".css", ".map", ".webmanifest"}
)
PICTURES = frozenset({".png", ".ico", ".woff", ".woff2", ".ttf", ".gz"})
VENDORED = "assets/"
"""The look of every site, the same for all settings: written by nobody's data."""
SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\)\s*(?:Tj|')|\[((?:[^\]\\]|\\.)*)\]\s*TJ")
INSIDE = re.compile(rb"\(((?:[^()\\]|\\.)*)\)")
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)


@dataclass(frozen=True)
class Publication:
    """One built site or release: `name` says which, `number` its place in the order of publishing."""

    name: str
    audience: str
    policy: str
    k: int
    number: int
    records: tuple[Mapping[str, Any], ...]
    stated: Mapping[str, Any]
    files: Mapping[str, str] = field(repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def internal(self) -> bool:
        return self.policy == "internal"


def is_site(folder: Path) -> bool:
    """Whether a folder is a built site or a release of one."""
    return (folder / "index.html").is_file() and (folder / FIGURES).is_file()


def read(folder: Path, name: str, *, pages: bool = True) -> Publication:
    """Everything a stranger can read in a site; what cannot be read, and what is on no list, is a finding.

    Without `pages` only its figures are read, and what it states of itself.
    """
    findings: list[Finding] = []
    records = _json(folder / FIGURES, name, FIGURES, findings)
    stated = _json(folder / STATED, name, STATED, findings)
    records = [each for each in records if isinstance(each, dict)] if isinstance(records, list) else []
    stated = stated if isinstance(stated, dict) else {}
    policy = str(stated.get("policy", ""))
    files: dict[str, str] = {}
    number = 0
    if policy != "internal" and pages:
        files = _texts(folder, name, findings)
        number = _listed(folder, name, stated, findings)
    k = stated.get("k")
    if not isinstance(k, int) or isinstance(k, bool) or k < 2:
        findings.append(
            Finding("nothing-stated", name, STATED, "does not say from which number on is shown.")
        )
        k = 5
    return Publication(
        name,
        str(stated.get("audience", "")),
        policy,
        k,
        number,
        tuple(records),
        stated,
        files,
        () if policy == "internal" else tuple(findings),
    )


def _json(path: Path, name: str, what: str, findings: list[Finding]) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        findings.append(Finding("unreadable", name, what, "cannot be read."))
        return None


def _texts(folder: Path, name: str, findings: list[Finding]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_symlink():
            findings.append(Finding("unreadable", name, inside, "is a link out of the site."))
        if not path.is_file() or path.is_symlink() or inside == RECORD:
            continue
        suffix = path.suffix.casefold()
        try:
            text = _text(path, suffix)
        except (OSError, UnicodeDecodeError):
            text = None
        vendored = inside.startswith(VENDORED) and suffix not in (".json", ".csv", ".html", ".pdf")
        if text is not None and not vendored:
            found[inside] = text
        elif text is None and suffix not in PICTURES and not vendored:
            findings.append(
                Finding("unread", name, inside, "could not be read, so nobody knows what it says.")
            )
    return found


def _text(path: Path, suffix: str) -> str | None:
    if suffix in TEXT:
        return path.read_text("utf-8")
    return pdf_text(path.read_bytes()) if suffix == ".pdf" else None


def pdf_text(data: bytes) -> str | None:
    """The words that a PDF draws, as far as they stand in it as plain text; None where some cannot be read."""
    parts: list[str] = []
    for match in STREAM.finditer(data):
        content = match.group(1)
        if b"FlateDecode" in data[max(0, match.start() - 400) : match.start()]:
            try:
                content = zlib.decompressobj().decompress(content)
            except zlib.error:
                return None
        if re.search(rb"<[0-9A-Fa-f\s]+>[\s\d.-]*(?:Tj|\]\s*TJ|<)", content) and b"BT" in content:
            return None  # numbers of glyphs, not letters: only the font knows what they say
        for plain, several in SHOWN.findall(content):
            pieces = INSIDE.findall(several) if several else [plain]
            parts.append(b"".join(pieces).decode("latin-1"))
    return "\n".join(parts) if parts else None


def _listed(folder: Path, name: str, stated: Mapping[str, Any], findings: list[Finding]) -> int:
    """The number of a release; findings for every file that no list names, or that is not as it was listed."""
    here = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    resources = stated.get("resources")
    own = {f"data/{each.get('path')}" for each in resources or () if isinstance(each, dict)} | {STATED}
    for inside in sorted(here):
        if inside.startswith("data/") and inside not in own:
            findings.append(Finding("not-listed", name, inside, "is not on the list of data files."))
    if RECORD not in here:
        return 0
    record = _json(here[RECORD], name, RECORD, findings)
    listed = record.get("files") if isinstance(record, dict) else None
    if not isinstance(listed, dict):
        findings.append(Finding("unreadable", name, RECORD, "does not list the files of the release."))
        return 0
    for inside in sorted({*here, *listed} - {RECORD}):
        if inside not in listed:
            findings.append(Finding("not-listed", name, inside, "is not on the list of the release."))
        elif inside not in here:
            findings.append(Finding("missing", name, inside, "is on the list of the release and is gone."))
        elif hashlib.sha256(here[inside].read_bytes()).hexdigest() != str(listed[inside]):
            findings.append(Finding("changed", name, inside, "was changed after the release was made."))
    return int(record["number"]) if isinstance(record.get("number"), int) else 0
