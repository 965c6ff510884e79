"""The colours of every drawing, named by what they stand for and never by their hue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

PaletteName = Literal["css", "print"]

LIGHT: Mapping[str, str] = {
    "bg": "#ffffff",
    "surface": "#f3f5f5",
    "ink": "#1b2429",
    "ink2": "#46535a",
    "link": "#14548c",
    "hair": "#cdd5d8",
    "axis": "#68757c",
    "force": "#37474f",
    "unusual": "#6b2a7d",
    "band": "#e4eaec",
    "limit": "#74838b",
    "met": "#1f5f8b",
    "onmet": "#ffffff",
    "notmet": "#b26205",
    "notsoft": "#f6ead9",
    "unknown": "#68757c",
    "heat1": "#d5dee2",
    "onheat1": "#1b2429",
    "heat2": "#8ba1ac",
    "onheat2": "#1b2429",
    "heat3": "#3b515c",
    "onheat3": "#ffffff",
}
"""The light values; a page's style sheet may give the same names others, for dark and forced colours."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Gives the paint for a token: a style-sheet variable for pages, a plain colour for paper."""

    name: PaletteName

    def __getitem__(self, token: str) -> str:
        plain = LIGHT[token]
        return f"var(--c-{token}, {plain})" if self.name == "css" else plain
