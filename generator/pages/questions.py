"""The questions that order every site, and the figures found under each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import yaml

from generator import resources
from generator.published import Published, PublishedResult

SITE = "setting.yml:settings"
"""What a figure lacks that is only for a home and a school on one site: elsewhere it does not apply."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the guidance, where it comes from, which indicators answer it and where else to look."""

    id: str
    title: str
    short: str
    source: str
    indicators: tuple[str, ...]
    look: tuple[str, ...] = field(default=())

    @property
    def path(self) -> str:
        return f"questions/{self.id}.md"

    @property
    def link(self) -> str:
        return f"questions/{self.id}.html"


@cache
def read() -> tuple[Question, ...]:
    """All questions, in the order of the guidance."""
    text = (resources.templates_dir() / "questions.yml").read_text(encoding="utf-8")
    return tuple(
        Question(
            each["id"],
            each["title"],
            each["short"],
            each["source"],
            tuple(each["indicators"]),
            tuple(each["look"]),
        )
        for each in yaml.safe_load(text)
    )


def route(published: Published) -> tuple[Question, ...]:
    """The questions this audience's site can say something about, in order.

    A question is on the route where at least one of its indicators is known to the program and open to the audience;
    figures of third parties that no question names are gathered under one of their own.
    """
    alone = len(published.places) < 2
    known = {
        method.indicator
        for method in published.methods
        if (published.internal or method.state not in ("withheld", "elsewhere"))
        and not (alone and SITE in method.unlock)
    }
    named = {name for question in read() for name in question.indicators}
    chosen = [question for question in read() if known & set(question.indicators)]
    others = tuple(sorted(known - named))
    if others:
        chosen.append(
            Question(
                "other",
                "What else do we measure?",
                "Other measures",
                "Measures this setting has added.",
                others,
            )
        )
    return tuple(chosen)


def results(
    published: Published, question: Question, window: str | None = None
) -> tuple[PublishedResult, ...]:
    """The results under a question in one window (the leading one unless named), in the question's order."""
    found = (published.result(indicator, window) for indicator in question.indicators)
    return tuple(result for result in found if result is not None)


def states(published: Published, question: Question) -> Mapping[str, int]:
    """How many of a question's figures are available, locked or withheld."""
    counts = {"available": 0, "locked": 0, "withheld": 0, "elsewhere": 0}
    for method in published.methods:
        if method.indicator in question.indicators:
            counts[method.state] += 1
    return counts
