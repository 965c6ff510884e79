"""Letters: the one family, the few sizes, and how much room words take.

Words are measured from a table of widths and not from the fonts of the machine, so that a drawing is the same
everywhere. A tenth is added, since a reader's font may be wider.
"""

from __future__ import annotations

from collections.abc import Mapping

FAMILY = '"Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif'
TEXT = 13.0
"""Size of all text in a drawing, in its own units; at 320 pixels a narrow drawing still shows it at 11."""
PANEL_TEXT = 12.5
LINE = 15.0
"""From one line of text to the next."""
REGULAR, BOLD = 400, 700
CAP = 9.5
"""Height of a capital at the text size."""

SLACK = 1.1
BOLD_FACTOR = 1.07
# Widths in parts of the size, as in Arial and the fonts made to its measure.
_GROUPS: Mapping[float, str] = {
    0.22: "ijl'|’‘",
    0.28: " !,./:;\\ftI·[]",
    0.34: '()-r"“”*',
    0.50: "ckszvxyJ",
    0.61: "FTZ+=<>",
    0.67: "ABEKPSVXY&",
    0.72: "CDHNRUw",
    0.78: "GOQ",
    0.84: "mM",
    0.95: "W%",
    1.00: "…→—@",
}
WIDTHS: Mapping[str, float] = {letter: width for width, letters in _GROUPS.items() for letter in letters}
USUAL_WIDTH = 0.556
FULL_WIDTH_FROM = 0x2E80
"""From this code point on, letters are as wide as they are high."""


def width_of(text: str, *, bold: bool = False, size: float = TEXT) -> float:
    """How wide the widest line of a text may be, in the drawing's units."""
    return max((_line_width(line) for line in text.split("\n")), default=0.0) * size * _factor(bold)


def _factor(bold: bool) -> float:
    return SLACK * (BOLD_FACTOR if bold else 1.0)


def _line_width(line: str) -> float:
    return sum(WIDTHS.get(c, 1.0 if ord(c) >= FULL_WIDTH_FROM else USUAL_WIDTH) for c in line)


def shorten(text: str, room: float, *, bold: bool = False) -> str:
    """The text, or as much of it as there is room for and "…"."""
    if width_of(text, bold=bold) <= room:
        return text
    kept = text
    while kept and width_of(kept + "…", bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,;:–-·") + "…"


def wrap(text: str, room: float, *, bold: bool = False, most: int = 2) -> str:
    """The text broken at spaces into lines that fit; what the last line cannot hold is cut with "…"."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return "\n".join(shorten(line, room, bold=bold) for line in lines)


def lines_in(text: str) -> int:
    return text.count("\n") + 1
