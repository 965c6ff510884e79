"""Markdown pages and data files → one finished site folder, the same bytes each time."""

from __future__ import annotations

import hashlib
import html
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from generator.errors import SiteError
from generator.published import Page
from generator.resources import look_file
from generator.site.built import faults
from generator.site.swapping import swap

NO_FACTS: Mapping[str, str] = MappingProxyType({})

# Dates of the build, addresses that hold only at a server's root, and parts that no page asks for.
UNNEEDED = (
    "404.html",
    "sitemap.xml",
    "sitemap.xml.gz",
    "assets/images/favicon.png",
    "assets/javascripts/lunr",
    "assets/**/*.map",
)
MAP_COMMENT = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=[^\n]*?(?:\*/)?\s*$")

# What MkDocs says, in the words of this house.
SAYINGS: tuple[tuple[str, str], ...] = (
    (r"Doc file '(.+?)' contains a link '(.+?)', but the target", "{0}: the link to {1} leads nowhere"),
    (r"Doc file '(.+?)' contains a link '(.+?)', but .* anchor", "{0}: the link to {1} finds no such place"),
    (
        r"Doc file '(.+?)' contains an? (?:absolute|unrecognized relative) link '(.+?)'",
        "{0}: the link to {1} does not lead to a page of this site",
    ),
    (r"A reference to '(.+?)' is included in the 'nav'", "the list of pages names {0}, which is not there"),
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished site: where it lies, and the SHA-256 of every file by its path in the site."""

    folder: Path
    files: Mapping[str, str]


def render(
    pages: Sequence[Page],
    files: Mapping[str, bytes],
    nav: Sequence[Any] | None,
    out: Path,
    *,
    site_name: str,
    extra: Mapping[str, str] = NO_FACTS,
    release: bool = False,
) -> Rendered:
    """A finished site in `out`, whole or not at all: what stood in `out` stays until the new one is checked.

    `files` lie beside the pages, by path (`data/…`). `nav` is the order of pages as MkDocs takes it; `None` takes the
    pages' own order and sections. `extra` holds facts for the foot: `period`, `release`, `made_on`, `for_whom`,
    `definitions` (a page's path). `release` adds the menu of other releases. Raises `SiteError`.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".making-") as work:
        source, built = Path(work, "pages"), Path(work, out.name)
        _write(pages, files, source)
        order = nav if nav is not None else _by_section(pages)
        _run_mkdocs(source, built, order, site_name, {**extra, **_menu(release)})
        _tidy(built)
        if found := faults(built):
            raise SiteError(
                _several("site: the pages do not hold together", found), "Report this page's template."
            )
        swap({out.name: built}, out.parent)
    return Rendered(out, hashes(out))


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file in a folder, by path with forward slashes, in order of path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {name: hashlib.sha256(found[name]).hexdigest() for name in sorted(found)}


def _write(pages: Sequence[Page], files: Mapping[str, bytes], source: Path) -> None:
    contents = {page.path: _front_matter(page).encode() for page in pages}
    twice = sorted(contents.keys() & files.keys())
    if twice or len(contents) < len(pages):
        raise SiteError(
            f"site: two pages or files want the same place ({', '.join(twice) or 'pages'}).", "Rename one."
        )
    for name, content in {**contents, **files}.items():
        where = PurePosixPath(name)
        if where.is_absolute() or ".." in where.parts:
            raise SiteError(f"site: {name} lies outside the site.", "Give a path within it.")
        path = source / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _front_matter(page: Page) -> str:
    """The page's Markdown, headed by its title and, where it stands alone, by the wish for no list at its side."""
    head, body = "", page.markdown
    if body.startswith("---\n") and "\n---\n" in body:
        head, body = body[4:].split("\n---\n", 1)
        head += "\n"
    head = re.sub(r"^title:.*\n", "", head, flags=re.MULTILINE)
    head += f"title: {json.dumps(html.escape(page.title), ensure_ascii=False)}\n"
    if page.hide_navigation and not re.search(r"^hide:", head, re.MULTILINE):
        head += "hide: [navigation, toc]\n"
    return f"---\n{head}---\n\n{body.lstrip()}"


def _by_section(pages: Sequence[Page]) -> list[Any]:
    """The order of pages with their sections, as MkDocs takes it."""
    order: list[Any] = []
    sections: dict[str, list[dict[str, str]]] = {}
    for page in pages:
        if not page.listed:
            continue
        entry = {page.title: page.path}
        if not page.section:
            order.append(entry)
        elif page.section in sections:
            sections[page.section].append(entry)
        else:
            sections[page.section] = [entry]
            order.append({page.section: sections[page.section]})
    return order


def _escaped(nav: Sequence[Any]) -> list[Any]:
    """The same order with titles as HTML: the theme and its search put them on the page as they stand."""
    return [
        {
            html.escape(title): _escaped(place) if isinstance(place, list | tuple) else place
            for title, place in entry.items()
        }
        if isinstance(entry, Mapping)
        else entry
        for entry in nav
    ]


def _menu(release: bool) -> dict[str, Any]:
    # The theme then reads ../versions.json; anywhere but in a release that file is not there.
    return {"version": {"provider": "mike"}} if release else {}


def _run_mkdocs(source: Path, built: Path, nav: Sequence[Any], name: str, extra: Mapping[str, Any]) -> None:
    """Run MkDocs on finished Markdown; its first complaint becomes the error."""
    # Otherwise the theme prints a notice about the future of MkDocs over our own talk.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with _complaints() as said:
        try:
            config = load_config(
                str(look_file()),
                docs_dir=str(source.resolve()),
                site_dir=str(built.resolve()),
                site_name=name,
                nav=_escaped(nav),
            )
            config.extra.update(extra)
            build(config)
        except MkDocsException as error:
            causes = [_plainly(text) for text in said] or [_plainly(str(error))]
            raise SiteError(
                _several("site: the pages could not be put together", causes),
                "Correct the page it names. What was there before is untouched.",
            ) from error


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collects what MkDocs complains of, instead of printing it."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    log, listener = logging.getLogger("mkdocs"), Listener(logging.WARNING)
    before = log.propagate
    log.addHandler(listener)
    log.propagate = False
    try:
        yield said
    finally:
        log.removeHandler(listener)
        log.propagate = before


def _plainly(said: str) -> str:
    for pattern, words in SAYINGS:
        if found := re.search(pattern, said):
            return words.format(*found.groups())
    return said.strip().rstrip(".")


def _several(what: str, causes: Sequence[str]) -> str:
    shown = list(dict.fromkeys(causes))
    more = f" (and {len(shown) - 10} more)" if len(shown) > 10 else ""
    return f"{what}: {'; '.join(shown[:10])}{more}."


def _tidy(built: Path) -> None:
    """Take away what would differ from build to build or what no page needs."""
    for pattern in UNNEEDED:
        for path in sorted(built.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in sorted((built / "assets").rglob("*")):
        if path.suffix in {".css", ".js"}:
            path.write_bytes(MAP_COMMENT.sub(b"\n", path.read_bytes()))
