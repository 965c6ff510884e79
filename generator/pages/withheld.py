"""For leaders: what each reader under protection is not shown, why, and what would let it be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.pages.addresses import page_code
from generator.published import Published, PublishedCell, PublishedMethod

SINGLE = (
    "It is about single children, adults or days, however many there are.",
    "Nothing: no window is long enough. Look at it together in the room, or tell it as a story that a named person "
    "has cleared.",
)
NO_RULE = (
    "For the following no rule says yet how they may be shown safely, so they are held back whole.",
    "It would take a rule in the program’s release plan. Until then: look at them together in the room.",
)
TOO_FEW = (
    "Too few children stand behind its numbers, in every window.",
    "A longer window (a year in place of a term), or merged categories (the whole setting in place of its parts).",
)
SOME = (
    "In some windows too few children stand behind a number, or one number would give another away.",
    "A longer window for these, or merged categories. What was shown once stays as it was shown.",
)
ORDER = (SOME[0], TOO_FEW[0], SINGLE[0])
"""What can be changed stands first."""


def page(published: Published, others: Sequence[Published]) -> dict[str, Any]:
    """The page's content: one section for each reader under protection."""
    return {
        "template": "leaders/withheld.html.j2",
        "title": "What others are not shown",
        "strip": "Leaders only · for each reader under protection: what, why, and what would let it be shown",
        "sections": [_section(each) for each in others],
        "published": published,
        "no_rule": NO_RULE,
    }


def _section(other: Published) -> dict[str, Any]:
    rows = [
        (f"{method.title} ({method.indicator})", page_code(method.indicator), *state)
        for method in other.methods
        if (state := _state(other, method)) is not None
    ]
    return {
        "heading": f"For {other.audience.replace('-', ' ')}",
        "lead": _lead(other, other.cells),
        "rows": sorted(rows, key=lambda row: ORDER.index(row[3])),
        "rest": [
            (f"{method.title} ({method.indicator})", page_code(method.indicator))
            for method in other.methods
            if method.state == "elsewhere"
        ],
    }


def _lead(other: Published, cells: Sequence[PublishedCell]) -> str:
    exact = sum(cell.exact for cell in cells)
    ranged = sum(cell.lower is not None for cell in cells)
    hidden = sum(cell.hidden for cell in cells)
    decided = f" {other.decision}" if other.decision else ""
    return (
        f"Of {len(cells)} figures {exact} are exact, {ranged} are ranges and {hidden} are not shown.{decided}"
    )


def _state(other: Published, method: PublishedMethod) -> tuple[str, str, str] | None:
    """What these readers see of one figure, why, and what would let more be shown; None where they see all of it."""
    if method.state in ("locked", "elsewhere"):
        return None
    if method.state == "withheld":
        return ("nothing", *SINGLE)
    cells = [cell for cell in other.cells if cell.indicator == method.indicator]
    hidden = [cell for cell in cells if cell.hidden]
    if not cells or not hidden:
        return None
    if len(hidden) == len(cells):
        return ("nothing", *TOO_FEW)
    ranged = sum(cell.lower is not None for cell in cells)
    return (f"{len(cells) - len(hidden)} of {len(cells)} figures, {ranged} as ranges", *SOME)
