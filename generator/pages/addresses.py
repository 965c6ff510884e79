"""Withheld is an address: who holds what a page does not show, on which of the leaders' pages, and how to see it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.pages import questions
from generator.pages.questions import Question
from generator.published import Published, PublishedMethod

GRID_CODE = "L-GRID"
WITHHELD = "This breakdown is not published because it would say too much about individual children."
"""The same words whatever the cause, so that they say nothing of the numbers."""
SMALL_NUMBERS = (
    "Numbers under {k} are not shown, to protect children. Some larger numbers are shown as a range or as c for the "
    "same reason. Ranges are true: “10 to 14” means at least 10 and at most 14."
)


def page_code(indicator: str) -> str:
    """The code of a figure on the leaders' pages: short, and the same in every release."""
    return f"L-{indicator}"


def whom(role: str) -> str:
    """A role as it follows "ask": "the headteacher"."""
    known = role.split(" ", 1)[0].lower() in ("the", "a", "an", "our")
    return role if known else f"the {role}"


def listed(names: Sequence[str], word: str = "and") -> str:
    """Names in a sentence: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def is_inspector(published: Published) -> bool:
    """Whether these readers may see each record in the room: inspectors, with a named decision or without."""
    return published.pages == "inspectors" or published.policy == "inspection"


def address(published: Published, code: str) -> str:
    """Where one withheld item is: for an inspector here and now, for others who holds it and how to see it."""
    holder = whom(published.holders[0])
    if is_inspector(published):
        return f"Available to you here now: ask {holder}, leaders’ page {code}."
    return f"{_capital(holder)} holds it, on leaders’ page {code}."


def how(published: Published) -> str:
    """How a reader comes to see what is withheld, in one or two sentences."""
    holder = whom(published.holders[0])
    if is_inspector(published):
        return (
            f"Everything that is not shown here is available to you here now: ask {holder}, and name the code of the "
            "leaders’ page. What you looked at can be written down, and these pages will then say so."
        )
    if published.policy == "visitor":
        return (
            f"{_capital(listed([whom(role) for role in published.holders]))} hold the rest. A child’s case record may "
            "be looked at with the consent of the child and of the placing authority (regulation 44 of the Children’s "
            f"Homes (England) Regulations 2015): ask {holder}, and name the code of the leaders’ page."
        )
    holders = listed([whom(role) for role in published.holders])
    hold = "hold" if len(published.holders) > 1 else "holds"
    return (
        f"{_capital(holders)} {hold} the rest. {_capital(published.reader or 'a named governor')} may ask to see it in "
        f"the room: ask {holder}, and name the code of the leaders’ page. No copy is taken, and what was looked at is "
        "written down: by which role, when, and what was asked."
    )


def items(published: Published, methods: Sequence[PublishedMethod]) -> list[tuple[str, str]]:
    """Each withheld figure: its name, and its address."""
    return [
        (f"{each.title} ({each.indicator})", address(published, page_code(each.indicator)))
        for each in methods
    ]


def by_question(published: Published) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that is withheld whole, under the question it answers; the grid of a small setting first."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    if published.small and published.grid is None:
        row = ("Each incident, with what was tried and what followed", address(published, GRID_CODE))
        found.append(("Each incident", [row]))
    shut = {result.indicator for result in published.results.values() if result.withheld}
    seen = {indicator for indicator, _ in published.results}
    for question in questions.read():
        methods = [
            each
            for each in published.methods
            if each.indicator in question.indicators
            and (
                each.state in ("withheld", "elsewhere")
                or (each.state == "available" and (each.indicator in shut or each.indicator not in seen))
            )
        ]
        if methods:
            found.append((question.title, items(published, methods)))
    return found


def codes(published: Published, route: Sequence[Question]) -> list[tuple[object, ...]]:
    """Every page code of the leaders' site, with where it leads."""
    links = {name: question.link for question in route for name in question.indicators}
    rows: list[tuple[object, ...]] = [("L-GRID", ("Each incident", "index.html"))] if published.grid else []
    for method in published.methods:
        link = links.get(method.indicator)
        if link:
            rows.append((page_code(method.indicator), (method.title, link)))
    return rows


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
