"""From the library's SVG to one fit for a page: named, described, small, and the same whatever was drawn before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from generator.figures.lettering import FAMILY, TEXT

SPACE = "http://www.w3.org/2000/svg"
KEPT = {"transform", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "d", "r", "cx", "cy", "width", "height"}
KEPT |= {
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "opacity",
    "text-anchor",
    "font-size",
    "font-weight",
}
SHARED = {
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "paint-order",
    "text-anchor",
}
SHARED |= {"font-size", "font-weight"}
"""What marks inherit from the group they stand in."""
FEW = 3
"""From so many marks on, a group pays."""
IDLE = {("opacity", "1"), ("fill", "transparent"), ("stroke", "transparent")}
IDLE |= {("font-size", f"{TEXT:g}px"), ("font-weight", "400"), ("transform", "translate(0,0)")}
NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
CIRCLE = re.compile(r"^M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0$")


def safe(id: str) -> str:
    """The id as it may stand in a page: letters, digits, hyphen and underscore."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", id).strip("-") or "figure"


def finish(text: str, *, id: str, title: str, description: str) -> str:
    """One `svg` element with its own title and description; `id` must be unique in the page.

    Inner roles, labels, classes and empty paths are gone, coordinates have at most two places.
    """
    old = ET.fromstring(text)
    return element(list(_children(old)), old.get("viewBox", ""), id=id, title=title, description=description)


def element(inner: list[ET.Element], box: str, *, id: str, title: str, description: str) -> str:
    """The `svg` element round finished parts."""
    box = _rounded(box)
    width, height = box.split()[2:4]
    id = safe(id)
    root = ET.Element(
        "svg",
        {
            "xmlns": SPACE,
            "width": width,
            "height": height,
            "viewBox": box,
            "role": "img",
            "aria-labelledby": f"{id}-title {id}-desc",
            "focusable": "false",
            "font-family": FAMILY,
            "font-size": f"{TEXT:g}px",
        },
    )
    ET.SubElement(root, "title", {"id": f"{id}-title"}).text = _sound(title)
    ET.SubElement(root, "desc", {"id": f"{id}-desc"}).text = _sound(description)
    root.extend(inner)
    return ET.tostring(root, encoding="unicode", short_empty_elements=True).replace(" />", "/>")


def parts(text: str) -> list[ET.Element]:
    """What a finished SVG draws, without its title and description, to be set into another."""
    root = ET.fromstring(text.replace(f' xmlns="{SPACE}"', "", 1))
    return [child for child in root if child.tag not in ("title", "desc")]


def _children(parent: ET.Element) -> Iterator[ET.Element]:
    for child in parent:
        yield from _cleaned(child)


def _cleaned(old: ET.Element) -> Iterator[ET.Element]:
    """The element without what says nothing; a group that only held others gives way to them."""
    if old.get("class") in ("background", "foreground"):
        return
    tag = old.tag.removeprefix(f"{{{SPACE}}}")
    kept = {name: _value(name, value) for name, value in old.attrib.items() if name in KEPT}
    kept = {name: value for name, value in kept.items() if (name, value) not in IDLE and value != ""}
    inner = list(_children(old))
    if tag == "g" and not kept:
        yield from _gathered(inner)
        return
    if tag == "g" and not inner:
        return
    new = ET.Element(tag, kept)
    new.text = old.text
    new.extend(inner)
    yield _circle(new) if tag == "path" else _haloed(new)


def _gathered(marks: list[ET.Element]) -> Iterator[ET.Element]:
    """The marks of one layer, in a group that says once what all of them say."""
    common = {
        name: value
        for name, value in (marks[0].attrib.items() if marks else ())
        if name in SHARED and all(mark.get(name) == value for mark in marks)
    }
    if len(marks) < FEW or not common:
        yield from marks
        return
    group = ET.Element("g", common)
    for mark in marks:
        for name in common:
            del mark.attrib[name]
    group.extend(marks)
    yield group


def _circle(path: ET.Element) -> ET.Element:
    """A circle drawn as two arcs, said in one word."""
    found = CIRCLE.match(path.get("d", ""))
    if not found:
        return path
    rest = {name: value for name, value in path.attrib.items() if name != "d"}
    return ET.Element("circle", {"r": found[1], **rest})


def _haloed(new: ET.Element) -> ET.Element:
    """Letters lie over their halo, not under it."""
    if new.tag == "text" and new.get("stroke"):
        new.set("paint-order", "stroke")
        new.set("stroke-linejoin", "round")
    return new


def _value(name: str, value: str) -> str:
    return value if name in ("fill", "stroke", "text-anchor") else _rounded(value)


def _rounded(value: str) -> str:
    return NUMBER.sub(lambda found: f"{round(float(found[0]), 2) + 0.0:g}", value)


def _sound(text: str) -> str:
    """The text without characters that XML forbids."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
