"""What a built site must hold, read from the finished files: nothing foreign, nothing dead, every page named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

# An address with a scheme or a host; `data:` is the page's own bytes.
FOREIGN = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
OWN = re.compile(r"^\s*data:", re.IGNORECASE)
IN_CSS = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)""", re.IGNORECASE)
LOADS = frozenset({"src", "poster", "data", "background", "xlink:href", "action", "formaction", "ping"})
MAY_LEAD_TO = frozenset({"http", "https", "mailto", "tel"})


@dataclass(slots=True)
class Seen:
    """What one page holds, as far as the checks ask."""

    lang: str = ""
    title: str = ""
    headings: int = 0
    names: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads one page into `seen`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        seen, values = self.seen, {name: value or "" for name, value in attrs}
        self._inside = tag
        if tag == "html":
            seen.lang = values.get("lang", "")
        seen.headings += tag == "h1"
        if "id" in values:
            seen.names.append(values["id"])
        for name, value in values.items():
            if name in LOADS:
                seen.loads.append(value)
            elif name == "srcset":
                seen.loads += [part.split()[0] for part in value.split(",") if part.strip()]
            elif name == "href":
                (seen.links if tag in {"a", "area"} else seen.loads).append(value)
            elif name == "style":
                seen.loads += in_css(value)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title" and not self.seen.title:
            self.seen.title = data.strip()
        elif self._inside == "style":
            self.seen.loads += in_css(data)


def in_css(text: str) -> list[str]:
    """Every address that a style asks for."""
    return [first or second for first, second in IN_CSS.findall(text) if first or second]


def faults(folder: Path) -> list[str]:
    """Every fault of a built site, one sentence each, in order of page; empty where it is sound."""
    pages: dict[str, Seen] = {}
    found: list[str] = []
    for path in sorted(folder.rglob("*.html")):
        reader = Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        pages[path.relative_to(folder).as_posix()] = reader.seen
    for path in sorted(folder.rglob("*.css")):
        name = path.relative_to(folder).as_posix()
        found += foreign(name, in_css(path.read_text(encoding="utf-8")))
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name, seen in pages.items():
        found += unnamed(name, seen) + foreign(name, seen.loads) + dead(name, seen, pages, files)
    if "index.html" not in pages:
        found.append("there is no first page (index.html)")
    return found


def unnamed(name: str, seen: Seen) -> list[str]:
    """What a page lacks to be read aloud and found: language, title, one main heading, names used once."""
    wrong = {
        "has no language": not seen.lang,
        "has no title": not seen.title,
        "has no main heading": seen.headings == 0,
        "has more than one main heading": seen.headings > 1,
        "uses the same id twice": len(seen.names) > len(set(seen.names)),
    }
    return [f"{name} {words}" for words, is_so in wrong.items() if is_so]


def foreign(name: str, loads: list[str]) -> list[str]:
    """Addresses of other hosts that opening the page would ask for."""
    there = [address for address in loads if FOREIGN.match(address) and not OWN.match(address)]
    return [f"{name} asks another host: {address}" for address in there]


def dead(name: str, seen: Seen, pages: dict[str, Seen], files: set[str]) -> list[str]:
    """Links and loads within the site that lead nowhere."""
    found = []
    for address in seen.links + seen.loads:
        parts = urlsplit(address.strip())
        if FOREIGN.match(address):
            if address in seen.links and parts.scheme and parts.scheme.lower() not in MAY_LEAD_TO:
                found.append(f"{name}: a link may not lead to {parts.scheme}:")
            continue
        path = unquote(parts.path)
        if path.startswith("/"):
            found.append(f"{name}: {address} holds only at the root of a server")
            continue
        target = normpath(join(dirname(name), path)) if path else name
        target = join(target, "index.html") if path.endswith("/") or target == "." else target
        target = normpath(target)
        if target not in files:
            found.append(f"{name}: the link to {address} leads nowhere")
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].names:
            found.append(f"{name}: the link to {address} finds no such place")
    return found
