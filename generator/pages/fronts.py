"""First pages: what changed for children, what did not, and what to do or ask, in the first screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.pages import questions as questions_
from generator.pages.addresses import how
from generator.pages.common import in_words, strip
from generator.pages.front_governors import governors
from generator.pages.front_leaders import leaders
from generator.pages.questions import Question
from generator.published import Published, PublishedResult


def front(published: Published, route: Sequence[Question]) -> dict[str, Any]:
    """What the first page of this audience shows."""
    chosen = {"leaders": leaders, "inspectors": _inspectors}.get(published.pages, governors)
    context = chosen(published, route)
    how_to_see = "" if published.internal else how(published)
    return {"notes": published.notes, "published": published, "how": how_to_see, **context}


def _inspectors(published: Published, route: Sequence[Question]) -> dict[str, Any]:
    rows = []
    for question in route:
        found = questions_.results(published, question)
        rows.append(
            {
                "title": question.title,
                "link": question.link,
                "answer": _answer(found),
                "supports": sum(len(result.supports) for result in found),
                "against": sum(len(result.against) for result in found),
                "unknown": sum(len(result.unknowns) for result in found),
            }
        )
    return {
        "template": "inspectors/front.html.j2",
        "title": "For inspectors",
        "strip": strip(published, "for inspectors") + " · about five minutes",
        "h1": f"{in_words(len(route)).capitalize()} questions, with the evidence for and against",
        "questions": rows,
        "lead": f"{published.lead.label} ({published.lead.dates}).",
    }


def _answer(found: Sequence[PublishedResult]) -> str:
    told = [result for result in found if not result.withheld] or list(found)
    return told[0].headline if told else "Nothing is recorded that answers this yet."
