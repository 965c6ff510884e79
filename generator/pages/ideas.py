"""What to add next and what it opens: the leaders' list, and how many figures of each question are available."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator import resources
from generator.pages import questions as questions_
from generator.pages.addresses import listed
from generator.pages.common import lower_first
from generator.pages.questions import Question
from generator.published import Published, PublishedMethod

NOTHING = "more of the figures below"
"""What is said of an item that nobody has described and that opens no figure by itself."""


def source() -> Path:
    """The file that says of each item what it is and what could then be said."""
    return resources.templates_dir() / "ideas.yml"


@cache
def _described() -> Mapping[str, str]:
    found: Mapping[str, str] = yaml.safe_load(source().read_text(encoding="utf-8"))
    return found


def ideas(published: Published) -> list[tuple[str, str, str, int]]:
    """What to add next, what could then be said, its name in the tables, and how many figures it opens.

    The most useful stands first. An item counts fully for a figure that lacks nothing else, and in part where other
    things are missing too.
    """
    worth: dict[str, float] = {}
    opens: dict[str, int] = {}
    alone = len(published.places) < 2
    for method in published.methods:
        if alone and "setting.yml:settings" in method.unlock:
            continue
        for item in method.unlock:
            worth[item] = worth.get(item, 0.0) + 1 / len(method.unlock)
            opens[item] = opens.get(item, 0) + 1
    ranked = sorted(worth, key=lambda item: (-worth[item], item))
    return [(*idea(published.methods, item), item, opens[item]) for item in ranked]


def idea(
    methods: Sequence[PublishedMethod], item: str, described: Mapping[str, str] | None = None
) -> tuple[str, str]:
    """An item in the reader's words, and what it opens; the figures' own names where nobody has put it better."""
    known = (_described() if described is None else described).get(item)
    if known:
        name, text = known.split(" | ")
        return name, text
    opened = [f"“{method.title}”" for method in methods if item in method.unlock]
    return item, listed(opened) if opened else NOTHING


def _named(published: Published, missing: Sequence[str]) -> str:
    """What is missing, in the reader's words, each once."""
    names = list(dict.fromkeys(idea(published.methods, item)[0] for item in missing))
    return "; ".join([*names[:1], *(lower_first(name) for name in names[1:])])


def availability(published: Published, route: Sequence[Question]) -> dict[str, Any]:
    """How many figures of each question are available, and what would unlock the rest where anything is locked."""
    rows = []
    for question in route:
        counts = questions_.states(published, question)
        missing = sorted(
            {
                item
                for method in published.methods
                if method.indicator in question.indicators
                for item in method.unlock
            }
        )
        total = counts["available"] + counts["locked"]
        rows.append(
            (
                (question.short, question.link),
                f"{counts['available']} of {total}",
                _named(published, missing) or "–",
            )
        )
    columns = ("Question", "Available", "What would unlock the rest")
    wanted = 3 if any(row[2] != "–" for row in rows) else 2
    return {"question_columns": columns[:wanted], "questions": [row[:wanted] for row in rows]}
