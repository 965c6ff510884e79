"""The little signs of a key, the same marks as in the drawings."""

from __future__ import annotations

from xml.sax.saxutils import escape

from generator.figures.lettering import FAMILY
from generator.figures.palette import Palette, PaletteName

SIZE = 16
_BOX = 'x="1.5" y="3" width="13" height="10"'
_SHAPES: dict[str, str] = {
    "dot": '<circle cx="8" cy="8" r="5" fill="{force}"/>',
    "dot-small": '<circle cx="8" cy="8" r="2.1" fill="{force}"/>',
    "none": '<circle cx="8" cy="8" r="1.4" fill="{axis}"/>',
    "hollow": '<circle cx="8" cy="8" r="4.3" fill="{bg}" stroke="{force}" stroke-width="1.8"/>',
    "square": '<rect x="3" y="3" width="10" height="10" fill="{force}"/>',
    "square-hollow": '<rect x="3" y="3" width="10" height="10" fill="{bg}" stroke="{force}" stroke-width="1.8"/>',
    "triangle-up": '<path d="M8 2L14.5 13.5H1.5Z" fill="{unusual}"/>',
    "triangle-down": '<path d="M8 14L14.5 2.5H1.5Z" fill="{unusual}"/>',
    "diamond": '<path d="M8 2L14 8L8 14L2 8Z" fill="{unusual}"/>',
    "view": '<path d="M8 2L14 8L8 14L2 8Z" fill="{met}"/>',
    "review": '<path d="M8 2L14.5 13.5H1.5Z" fill="{met}"/>',
    "run": '<path d="M0 8H16" stroke="{unusual}" stroke-width="3"/>',
    "interval": '<path d="M0 8H16" stroke="{force}" stroke-width="2"/>',
    "line": '<path d="M1 11L6 5L10 9L15 4" fill="none" stroke="{force}" stroke-width="1.4"/>',
    "middle": '<path d="M0 8H16" stroke="{limit}" stroke-width="1.4"/>',
    "stem": '<rect x="5.5" y="2" width="5" height="12" fill="{force}"/>',
    "band": f'<rect {_BOX} fill="{{band}}"/><path d="M1.5 3H14.5" stroke="{{limit}}" stroke-dasharray="3 2"/>',
    "away": f'<rect {_BOX} fill="{{band}}"/>',
    "range": f'<rect {_BOX} fill="{{band}}" stroke="{{limit}}" stroke-width="1.5" stroke-dasharray="2 2"/>',
    "unknown": f'<rect {_BOX} fill="{{bg}}" stroke="{{unknown}}" stroke-width="1.3" stroke-dasharray="2 2"/>',
    "met": f'<rect {_BOX} fill="{{met}}"/>',
    "notmet": f'<rect {_BOX} fill="{{notsoft}}" stroke="{{notmet}}" stroke-width="1.6"/>',
    "heat1": '<rect x="1.5" y="1.5" width="13" height="13" fill="{heat1}" stroke="{axis}" stroke-width=".7"/>',
    "heat2": '<rect x="1.5" y="1.5" width="13" height="13" fill="{heat2}" stroke="{axis}" stroke-width=".7"/>',
    "heat3": '<rect x="1.5" y="1.5" width="13" height="13" fill="{heat3}" stroke="{axis}" stroke-width=".7"/>',
}


def symbol(name: str, palette: PaletteName = "css") -> str:
    """A key's sign as a small SVG that screen readers pass over; its words stand beside it.

    A name that is no sign is itself the sign, as the letter of an event or a marker is: on a page it is bold text,
    which is read aloud, on paper an SVG of that text.
    """
    paint = Palette(palette)
    shape = _SHAPES.get(name)
    if shape is None and palette == "css":
        return f"<b>{escape(name)}</b>"
    if shape is None:
        shape = (
            f'<text x="8" y="12.5" text-anchor="middle" font-family=\'{FAMILY}\' font-size="13"'
            f' font-weight="700" fill="{paint["ink"]}">{escape(name)}</text>'
        )
    else:
        tokens = ("force", "axis", "bg", "unusual", "met", "notsoft", "notmet", "limit", "band", "unknown")
        shape = shape.format(**{token: paint[token] for token in (*tokens, "heat1", "heat2", "heat3")})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}"'
        f' aria-hidden="true" focusable="false">{shape}</svg>'
    )
