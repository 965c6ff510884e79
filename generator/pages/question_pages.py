"""A page for each question: the short answer, what supports it, what points the other way, what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from generator.pages import addresses
from generator.pages import blocks as blocks_
from generator.pages import questions as questions_
from generator.pages.common import leading_drawings, too_few
from generator.pages.questions import Question
from generator.published import Published, PublishedMethod, PublishedResult

AS_HEADED = "What the heading says, and no more."
"""Stands for what is certain where that is the heading directly above, word for word."""


def context(published: Published, route: Sequence[Question], position: int) -> dict[str, Any]:
    """What one question's page shows."""
    question = route[position]
    found = questions_.results(published, question)
    note = blocks_.recording_note(published)
    tables = _tables(published, found)
    return {
        "template": "shared/question.html.j2",
        "title": question.short,
        "strip": f"Question {position + 1} of {len(route)} · {published.lead.label} ({published.lead.dates})",
        "question": question,
        "answer": " ".join(result.headline for result in _told(found)[:2]),
        "quiet": too_few(found),
        "three": _three(found),
        "blocks": _blocks(published, question, found, note),
        "plain": _plain(published, found),
        "tables": [table for table in tables if not table["drawn"]],
        "also": [table for table in tables if table["drawn"]],
        "listings": _listings(published, found),
        "locked": _methods(published, question, "locked"),
        "withheld": addresses.items(published, _withheld(published, question, found)),
        "elsewhere": addresses.items(published, _methods(published, question, "elsewhere")),
        "withheld_words": addresses.WITHHELD,
        "front": "overview.html" if published.grid else "index.html",
        "before": _neighbour(route, position - 1),
        "after": _neighbour(route, position + 1),
        "published": published,
    }


def _told(found: Sequence[PublishedResult]) -> list[PublishedResult]:
    """The results that say something to these readers; all of them where none does."""
    return [result for result in found if not result.withheld] or list(found)


def _blocks(
    published: Published, question: Question, found: Sequence[PublishedResult], note: str
) -> list[blocks_.Block]:
    """The drawings of a question; for readers under protection with different children first, then incidents."""
    lead = leading_drawings(published) if "CHG-01" in question.indicators else ()
    joined = [blocks_.block(published.exhibits[name], ("CHG-01",), note) for name in lead]
    code = {result.indicator: addresses.page_code(result.indicator) for result in found}
    return joined + [
        _said_once(each)
        for result in found
        for each in blocks_.blocks(result, note, code[result.indicator] if published.internal else "")
    ]


def _said_once(block: blocks_.Block) -> blocks_.Block:
    """The block; where its heading is what is certain, word for word, the slot says so instead of repeating it."""
    if blocks_.heading(block.slots.certain) != block.headline:
        return block
    return replace(block, slots=replace(block.slots, certain=AS_HEADED))


def _tables(published: Published, found: Sequence[PublishedResult]) -> list[dict[str, Any]]:
    """Figures window by window, of each that is drawn or, for readers under protection, of each that is shown."""
    chosen = [each for each in found if not each.withheld and (each.exhibits or not published.internal)]
    return [table for result in chosen if (table := _table(published, result))["rows"]]


def _listings(published: Published, found: Sequence[PublishedResult]) -> list[dict[str, Any]]:
    """The lists for leaders; a child's code in them leads to the child's page."""
    pages = {child.code: f"../children/{child.code}.html" for child in published.children}
    return [
        {
            "title": listing.title,
            "columns": listing.columns,
            "rows": [
                tuple((cell, pages[cell]) if cell in pages else cell for cell in row) for row in listing.rows
            ],
            "note": listing.note,
        }
        for result in found
        for listing in result.listings
    ]


def _three(found: Sequence[PublishedResult]) -> tuple[tuple[str, list[tuple[str, str]], str], ...]:
    titles = [f"“{result.title}”" for result in found if not result.withheld]
    looked = addresses.listed(titles) if titles else "all that is shown here"
    return (
        (
            "What supports this",
            _points(found, "supports"),
            f"We looked at {looked} and found nothing that supports a good answer yet.",
        ),
        (
            "What points the other way",
            _points(found, "against"),
            f"We looked at {looked} and found nothing that points the other way.",
        ),
        ("What we do not know", _points(found, "unknowns"), "No blank was found in these figures."),
    )


def _points(found: Sequence[PublishedResult], name: str) -> list[tuple[str, str]]:
    return [
        (clause, f"definitions.html#{blocks_.slug(result.indicator)}")
        for result in found
        for clause in getattr(result, name)
    ]


def _table(published: Published, result: PublishedResult) -> dict[str, Any]:
    columns, rows = blocks_.history(published, result.indicator)
    return {
        "id": blocks_.slug(result.indicator),
        "indicator": result.indicator,
        "title": result.title,
        "headline": result.headline,
        "unit": result.unit,
        "slots": result.slots,
        "columns": columns,
        "rows": rows,
        "drawn": bool(result.exhibits)
        or (result.indicator == "CHG-01" and bool(leading_drawings(published))),
        "name": f"{result.title} ({result.indicator})",
        "code": addresses.page_code(result.indicator),
        "hidden": _hidden(published, result),
    }


def _hidden(published: Published, result: PublishedResult) -> str:
    """The sentence under a table in which something is a range or not shown; empty where all of it is shown."""
    cells = (cell for cell in published.cells if cell.indicator == result.indicator)
    if published.internal or not any(cell.hidden or cell.lower is not None for cell in cells):
        return ""
    said = addresses.SMALL_NUMBERS.format(k=published.k)
    return f"{said} {addresses.address(published, addresses.page_code(result.indicator))}"


def _withheld(
    published: Published, question: Question, found: Sequence[PublishedResult]
) -> list[PublishedMethod]:
    """Figures of which nothing is shown: named so by the plan, or because nothing of them could be shown safely."""
    shut = {result.indicator for result in found if result.withheld}
    named = _methods(published, question, "withheld")
    also = [each for each in _methods(published, question, "available") if each.indicator in shut]
    return [*named, *also]


def _plain(published: Published, found: Sequence[PublishedResult]) -> list[tuple[object, ...]]:
    """Figures without a drawing, for leaders: what is measured, the figure, what may be said of it."""
    if not published.internal:
        return []
    rows: list[tuple[object, ...]] = []
    for result in found:
        total = result.cell()
        if result.exhibits:
            continue
        figure = blocks_.measured(total) if total is not None else "–"
        rows.append(
            (
                (result.title, f"../definitions.html#{blocks_.slug(result.indicator)}"),
                figure,
                result.headline,
                addresses.page_code(result.indicator),
            )
        )
    return rows


def _methods(published: Published, question: Question, state: str) -> list[PublishedMethod]:
    return [m for m in published.methods if m.indicator in question.indicators and m.state == state]


def _neighbour(route: Sequence[Question], position: int) -> tuple[str, str] | None:
    return (route[position].short, route[position].link) if 0 <= position < len(route) else None
