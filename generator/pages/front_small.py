"""The first page of a setting with fewer than twelve on roll: a grid with one row an incident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from generator.pages.addresses import GRID_CODE, listed, whom
from generator.pages.common import day, in_words, readers, strip
from generator.published import Published, PublishedGrid, PublishedGridRow

STATES = ("met", "late", "not known", "not yet due")


def small(published: Published) -> dict[str, Any]:
    """What the grid page shows: the incidents of the last twelve months."""
    grid = published.grid
    assert grid is not None
    number = len(grid.recent)
    many = f"{in_words(number).capitalize()} {'incident' if number == 1 else 'incidents'}"
    return {
        **_page(published, grid, grid.recent),
        "title": "Each incident",
        "h1": f"{many} in twelve months: what was tried, and what followed",
        "lead": _lead(grid),
        "since": f"Since {day(grid.since)}, the newest first.",
        "older": len(grid.older),
    }


def older(published: Published) -> dict[str, Any] | None:
    """The page of incidents more than twelve months old; None where there are none."""
    grid = published.grid
    if grid is None or not grid.older:
        return None
    return {
        **_page(published, grid, grid.older),
        "title": "Older incidents",
        "h1": "Incidents more than twelve months old",
        "lead": "",
        "since": f"Before {day(grid.since)}, the newest first.",
        "older": 0,
    }


def _page(published: Published, grid: PublishedGrid, rows: Sequence[PublishedGridRow]) -> dict[str, Any]:
    pages = {child.code for child in published.children}
    return {
        "template": "shared/grid.html.j2",
        "strip": strip(published, readers(published)),
        "published": published,
        "code": GRID_CODE if published.internal else "",
        "rows": [
            (row, day(row.on), f"children/{row.child}.html" if row.child in pages else "") for row in rows
        ],
        "timed": grid.timed,
        "counts": _counts(rows) if grid.timed else (),
        "reissued": grid.reissued,
        "ask": listed([whom(role) for role in published.holders], "or"),
        "overview": "overview.html",
    }


def _lead(grid: PublishedGrid) -> str:
    """How many children, and how many of the year's incidents nobody has looked at since."""
    children = len({row.child for row in grid.recent})
    heard = sum(row.view.startswith("Told") for row in grid.recent)
    if not grid.recent:
        return (
            "No incident is recorded in twelve months. Ask whether everything that happened was written down."
        )
    people = "one child" if children == 1 else f"{in_words(children)} different children"
    return (
        f"They involve {people}. After {in_words(heard)} of the incidents the child’s own view is recorded. "
        "What follows an incident here is only what came next in the records; it does not say why."
    )


def _counts(rows: Sequence[PublishedGridRow]) -> list[tuple[str, ...]]:
    """How often each time limit was met, was late or is not known."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        for limit, what, state in row.times:
            found.setdefault((limit, what), Counter())[state] += 1
    return [
        (f"{limit}: {what}", *(str(states[state]) for state in STATES))
        for (limit, what), states in found.items()
    ]
