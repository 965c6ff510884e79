"""What is made of the figures: drawings, pages, sites and releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing ready for a page: two SVG texts, and the table that says the same in words and numbers."""

    id: str
    title: str
    description: str
    wide: str
    narrow: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    key: tuple[tuple[str, str], ...] = ()
    """Key below the drawing: symbol name and its words."""


@dataclass(frozen=True, slots=True)
class Page:
    """One finished page: `path` is its Markdown file relative to the site, `section` its place in the navigation."""

    path: str
    title: str
    markdown: str
    section: str = ""
    hide_navigation: bool = False
    listed: bool = True
    """Whether the lists of pages name it; children's pages are reached from a list of their own."""


@dataclass(frozen=True, slots=True)
class Site:
    """All pages of one audience and the files that lie beside them."""

    audience: str
    name: str
    pages: tuple[Page, ...]
    files: Mapping[str, bytes]
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """A frozen site: version, audience, the day it shows, and the hash of every file."""

    version: str
    audience: str
    as_of: date
    note: str
    files: Mapping[str, str]
