"""Codes of people in anchors, links, ids and file names, where they outlive any table that was protected."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from generator.disclosure.leak_page import Node
from generator.disclosure.leak_tables import Seen
from generator.disclosure.leak_words import listed

PERSON = re.compile(
    r"(?<![a-z])(?:child|pupil|staff|adult|person|resident|learner|kid|yp)[-_:/ ]+([a-z0-9]{3,12})(?![a-z0-9])",
    re.I,
)
PLACES = ("id", "name", "href", "for", "aria-labelledby", "aria-describedby", "aria-controls", "data-target")
DRAWN = listed("svg g defs clippath lineargradient radialgradient path rect use marker mask symbol")


def looks_like_code(text: str) -> bool:
    """Whether a word mixes letters and digits the way a pseudonym does (`K7F2`), unlike `T1`, `Q19` or `2026a`."""
    if not re.fullmatch(r"[A-Z0-9]{4,10}|[a-z0-9]{4,8}", text):
        return False
    changes = sum(a.isdigit() != b.isdigit() for a, b in itertools.pairwise(text))
    if re.fullmatch(r"[A-Z]{1,3}\d{3,6}", text):
        return not re.search(r"(19|20)\d\d$", text)
    return changes >= 2 and not re.fullmatch(r"[0-9a-f]{8,}", text)


def _codes(text: str) -> Iterator[str]:
    plain = unquote(text)
    for match in PERSON.finditer(plain):
        if any(c.isdigit() for c in match.group(1)):
            yield match.group(0)
            yield match.group(1)
    for word in re.split(r"[^A-Za-z0-9]+", plain):
        if looks_like_code(word):
            yield word


def codes_in_page(page: Node, codes: Sequence[str]) -> Iterator[Seen]:
    """Anchors, ids and links of a page that carry a person's code: the whole anchor and the code itself."""
    for place, node in enumerate(page.walk(), 1):
        if node.tag in DRAWN:
            continue
        for name, value in node.attrs.items():
            if name not in PLACES and not name.startswith("data-"):
                continue
            if name.startswith("data-") and not PERSON.search(value):
                continue
            yield from _in_anchor(f"element {place}, {name}", name, value, codes)


def _in_anchor(where: str, name: str, value: str, codes: Sequence[str]) -> Iterator[Seen]:
    target = value
    if name == "href":
        if re.match(r"(?i)[a-z]+:", value):
            return
        if re.search(r"(?i)\.(css|js|png|svg|ico|woff2?)(\?|$)", value):
            return
        target = value.split("#", 1)[1] if "#" in value else value
    found = list(dict.fromkeys([*_codes(value), *(code for code in codes if code in value)]))
    if found:
        yield from (Seen(where, None, text) for text in dict.fromkeys([target, *found]))


def codes_in_address(address: str) -> list[str]:
    """The whole address and the codes in it, where an address in an index or a list carries a person's code."""
    return [seen.text for seen in _in_anchor("", "href", address, ())]


def codes_in_name(file: str, codes: Sequence[str]) -> Iterator[Seen]:
    """Codes of people in the name or folder of a file."""
    if re.search(r"(?i)\.(js|css|map|woff2?|png|ico)$", file):
        return
    found = [*_codes(file), *(code for code in codes if code in file)]
    yield from (Seen("file name", None, text) for text in dict.fromkeys(found))
