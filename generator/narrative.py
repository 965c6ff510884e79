"""The setting's own Markdown: behaviour policy, self-evaluation, responses. Read, made safe, never reworded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator.errors import SettingError

FORBIDDEN = (
    (
        re.compile(r"<\s*(script|iframe|object|embed|link|style|form|svg|base|meta)\b", re.I),
        "holds active HTML",
    ),
    (re.compile(r"<[^>]*\son\w+\s*=", re.I), "holds HTML that runs a script"),
    (
        re.compile(r"(?:javascript|vbscript)\s*:|data\s*:\s*text/html", re.I),
        "holds a link that runs a script",
    ),
    (re.compile(r"!\[[^\]]*\]\(\s*<?\s*(https?:)?//", re.I), "loads a picture from another host"),
    (re.compile(r"<[^>]*\b(src|srcset|poster)\s*=", re.I), "loads a file through HTML"),
)
FOLDERS = ("policy", "narrative")


@dataclass(frozen=True, slots=True)
class Document:
    """One page in the setting's own words; `body` is Markdown below its first heading."""

    slug: str
    folder: str
    title: str
    body: str
    owner: str = ""
    reviewed_on: str = ""
    audiences: tuple[str, ...] = ()
    front: Mapping[str, Any] = field(default_factory=dict)

    def for_audience(self, name: str) -> bool:
        """Whether an audience gets this page; all do unless its front matter names some."""
        return not self.audiences or name in self.audiences


def read(workspace: Path) -> tuple[Document, ...]:
    """Every Markdown file of `policy/` and `narrative/`, in order of folder and name.

    Raises `SettingError` with every mistake at once: text that is not UTF-8, front matter that cannot be read, and
    anything that would run a script or fetch a file from another host.
    """
    documents: list[Document] = []
    mistakes: list[str] = []
    for folder in FOLDERS:
        for path in sorted((workspace / folder).glob("*.md")):
            document = _document(path, folder, mistakes)
            if document:
                documents.append(document)
    if mistakes:
        raise SettingError("\n".join(mistakes), "Correct the text and build again.")
    return tuple(documents)


def _document(path: Path, folder: str, mistakes: list[str]) -> Document | None:
    where = f"{folder}/{path.name}"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        mistakes.append(f"{where}: the text is not saved as UTF-8. Save it again as UTF-8.")
        return None
    front, body, error = split_front_matter(text.replace("\r\n", "\n"))
    if error:
        mistakes.append(f"{where}: {error}")
        return None
    for number, line in enumerate(body.split("\n"), start=text.count("\n") - body.count("\n") + 1):
        mistakes.extend(
            f"{where}, line {number}: {why}. Pages are plain text, lists, tables and links."
            for pattern, why in FORBIDDEN
            if pattern.search(line)
        )
    heading = re.match(r"\s*#\s+(.+?)\s*\n", body + "\n")
    title = str(
        front.get("title") or (heading.group(1) if heading else path.stem.replace("-", " ").capitalize())
    )
    wanted = front.get("audiences") or []
    return Document(
        path.stem,
        folder,
        title,
        (body + "\n")[heading.end() :].strip() if heading else body.strip(),
        str(front.get("owner", "")),
        str(front.get("reviewed_on", "")),
        tuple(map(str, wanted)) if isinstance(wanted, list) else (str(wanted),),
        front,
    )


def split_front_matter(text: str) -> tuple[dict[str, Any], str, str]:
    """Front matter, body and what is wrong with the front matter (empty where nothing is)."""
    if not text.startswith("---\n"):
        return {}, text, ""
    end = text.find("\n---\n", 3)
    if end < 0:
        return {}, text, "the front matter does not end. Close it with a line of three hyphens."
    try:
        front = yaml.safe_load(text[4:end])
    except yaml.YAMLError:
        return {}, text, "the front matter cannot be read. Write one `name: value` a line."
    if front is not None and not isinstance(front, dict):
        return {}, text, "the front matter is not a list of `name: value` lines."
    return front or {}, text[end + 5 :], ""
