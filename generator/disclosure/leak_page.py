"""A page as a small tree: elements, attributes, comments and embedded data, with nothing interpreted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from generator.disclosure.leak_words import listed

EMPTY = listed("area base br col embed hr img input link meta source track wbr")
MOST_FRAGMENTS = 200
OPENING = re.compile(r"\{\s*\"|\[\s*[\[{\"\d-]")


@dataclass
class Node:
    """An element with its attributes and, in order, its child elements and texts."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.inside:
            if isinstance(child, Node):
                yield from child.walk()

    @property
    def children(self) -> list[Node]:
        return [child for child in self.inside if isinstance(child, Node)]

    def text(self, skip: frozenset[str] = frozenset({"script", "style"})) -> str:
        """The words inside, block by block on lines of their own."""
        parts = [child if isinstance(child, str) else _spaced(child, skip) for child in self.inside]
        return "".join(parts)

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.walk() if node.tag in tags]


INLINE = listed("a abbr b code em i mark small span strong sub sup text tspan")


def _spaced(node: Node, skip: frozenset[str]) -> str:
    if node.tag in skip:
        return "\n"
    edge = "" if node.tag in INLINE else "\n"
    return f"{edge}{node.text(skip)}{edge}"


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in EMPTY:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        places = [n for n, node in enumerate(self.open) if node.tag == tag and n]
        if places:
            del self.open[places[-1] :]

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        self.root.comments.append(data)


def parse(text: str) -> Node:
    """The tree of an HTML or SVG text; unclosed elements end with their parent."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root


def fragments(text: str) -> Iterator[Any]:
    """Every JSON object or list that stands in a text, scripts included; the outermost ones only."""
    decoder = json.JSONDecoder()
    place = found = 0
    while found < MOST_FRAGMENTS:
        start = OPENING.search(text, place)
        if start is None:
            return
        place = start.start()
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            place += 1
            continue
        found += 1
        if isinstance(value, dict | list):
            yield value
