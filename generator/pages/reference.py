"""Pages that explain: children's pages (leaders), definitions, how numbers are protected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.pages import addresses, quality, questions, withheld
from generator.pages import blocks as blocks_
from generator.pages.common import day
from generator.pages.questions import Question
from generator.published import Published, PublishedChild, PublishedMethod

BETTER = {
    "up": "more is what the setting aims for",
    "down": "fewer is what the setting hopes for; it is never a target",
    "target": "every one is the duty",
    "neither": "neither more nor fewer is good in itself",
    "to-zero": "the nearer to no gap, the more even",
    "to-one": "the nearer to one, the more even",
}


OPENINGS = ("Counts:", "Leaves out:", "Read with care:")
"""What opens the parts of a method note."""
APART = re.compile(r"(?<=\d)[ \u00a0\u202f]%")
"""A percentage as notes may write it; pages write it without the space."""


def pages(published: Published) -> Iterator[tuple[str, dict[str, Any]]]:
    """Path and content of each page about the figures."""
    yield "definitions.md", _definitions(published)
    yield from quality.pages(published)
    yield "protection.md", _protection(published)


def children(published: Published) -> Iterator[tuple[str, dict[str, Any]]]:
    """Path and content of each child's page; there are none unless the policy is internal."""
    if published.children:
        yield "children/index.md", _children_index(published)
    for child in published.children:
        yield f"children/{child.code}.md", _child(published, child)


def _children_index(published: Published) -> dict[str, Any]:
    return {
        "template": "leaders/children.html.j2",
        "title": "Children",
        "strip": "Leaders only · codes, in the order of the codes",
        "rows": [((child.code, f"{child.code}.html"), child.heading) for child in published.children],
    }


def _child(published: Published, child: PublishedChild) -> dict[str, Any]:
    return {
        "template": "leaders/child.html.j2",
        "title": child.code,
        "strip": f"Leaders only · do not print or forward · {child.code} is a code; the key's holder knows the name",
        "child": child,
        "blocks": [blocks_.block(exhibit, (), "") for exhibit in child.exhibits],
    }


def _definitions(published: Published) -> dict[str, Any]:
    windows = [(window.label[:1].upper() + window.label[1:], window.dates) for window in published.windows]
    return {
        "template": "shared/definitions.html.j2",
        "title": "How the figures are made",
        "strip": f"{published.setting_name} · figures to {day(published.as_of)}",
        "groups": _groups(published),
        "windows": windows,
        "choices": published.choices,
        "law": published.law,
        "published": published,
    }


def _groups(published: Published) -> list[dict[str, Any]]:
    """Every figure under the question it answers: those these readers may see, and those that leaders hold."""
    by_id = {method.indicator: method for method in published.methods}
    named = [(each.id, each.short, each.indicators) for each in questions.read()]
    rest = set(by_id) - {indicator for _, _, indicators in named for indicator in indicators}
    found = []
    for id, title, indicators in (*named, ("other", "Other measures", tuple(sorted(rest)))):
        methods = [by_id[indicator] for indicator in indicators if indicator in by_id]
        held = [method for method in methods if method.state in ("withheld", "elsewhere")]
        shown = [method for method in methods if method not in held]
        if methods:
            found.append(
                {
                    "id": f"about-{id}",
                    "title": title,
                    "shown": [_method(each) for each in shown],
                    "held": [_method(each) for each in held],
                }
            )
    return found


def _method(method: PublishedMethod) -> dict[str, Any]:
    return {
        "method": method,
        "id": blocks_.slug(method.indicator),
        "better": BETTER[method.better],
        "paragraphs": [_opened(APART.sub("%", each)) for each in _paragraphs(method.method)],
    }


def _opened(paragraph: str) -> tuple[str, str]:
    """The word that opens a paragraph of a method note ("Counts:"), empty where none does, and the rest."""
    opening = next((each for each in OPENINGS if paragraph.startswith(each)), "")
    return opening, paragraph.removeprefix(opening).strip()


def _paragraphs(method: str) -> list[str]:
    """A method note as paragraphs: lines that follow on are joined, a line that opens a part starts one."""
    parts: list[str] = []
    for block in method.split("\n\n"):
        for line in block.splitlines():
            opens = line.startswith(OPENINGS) or not parts
            if opens or not line.strip() or parts[-1] == "":
                parts.append(line.strip())
            else:
                parts[-1] = f"{parts[-1]} {line.strip()}"
        parts.append("")
    return [part for part in parts if part]


def _protection(published: Published) -> dict[str, Any]:
    return {
        "template": "shared/protection.html.j2",
        "title": "How children are protected",
        "strip": f"{published.setting_name} · for {published.audience.replace('-', ' ')}",
        "published": published,
        "protection": published.protection,
        "rule": addresses.SMALL_NUMBERS.format(k=published.k),
        "how": addresses.how(published) if not published.internal else "",
        "measured": [_measured(each) for each in published.protection.get("measured", ())],
    }


def _measured(each: Mapping[str, Any]) -> tuple[str, ...]:
    """One size of setting: what a first release shows, and what is left of it after nine."""
    states = ("exact", "band", "hidden")
    later = each["after_nine"]
    return (
        str(each["roll"]),
        str(each["cells"]),
        *(str(each[state]) for state in states),
        *(str(later[state]) for state in states),
        str(each["recovered"]),
    )


def about_withheld(
    published: Published, route: Sequence[Question], others: Sequence[Published]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Path and content of the pages about what is withheld: where it is for its reader; for leaders why, and codes."""
    if not published.internal:
        yield (
            "where.md",
            {
                "template": "shared/where.html.j2",
                "title": "What is not here",
                "strip": f"{published.setting_name} · for {published.audience.replace('-', ' ')}",
                "sections": addresses.by_question(published),
                "how": addresses.how(published),
                "published": published,
            },
        )
    else:
        yield "withheld.md", withheld.page(published, others)
        yield (
            "codes.md",
            {
                "template": "leaders/codes.html.j2",
                "title": "Page codes",
                "strip": "Leaders only · the codes that other readers’ pages name",
                "rows": addresses.codes(published, route),
                "published": published,
            },
        )
