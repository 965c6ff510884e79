"""The leaders' first page: what wants an adult today, what changed, and what to add next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from generator.pages import blocks as blocks_
from generator.pages import questions as questions_
from generator.pages.common import in_words, lower_first, readers, shown_duties, strip, too_few
from generator.pages.ideas import availability, ideas
from generator.pages.questions import Question
from generator.published import Published, PublishedCell, PublishedFinding, PublishedResult

SHOWN = 8
"""Things late or missing that stand on the first page."""


def leaders(published: Published, route: Sequence[Question]) -> dict[str, Any]:
    """What the leaders\' first page shows."""
    late = [
        (clause, question.link)
        for question in route
        for result in questions_.results(published, question)
        if result.indicator != "CHG-07"
        for clause in result.due
    ]
    attention = published.result("CHG-07")
    children = [(clause, _about(published, clause)) for clause in attention.due] if attention else []
    records = [(_finding(finding), "data-quality.html") for finding in published.findings[:4]]
    change = [result for name in ("CHG-01", "CHG-02") if (result := published.result(name))]
    return {
        "template": "leaders/front.html.j2",
        "title": "Today",
        "strip": strip(published, readers(published)),
        "h1": _leaders_heading(len(late), len(children)),
        "lead": " ".join(text for result in change for text in _lead(published, result)),
        "three": (
            ("Late or missing", _first(late), "Nothing is late or missing in what is recorded."),
            ("Children needing fresh attention", children[:6], "No child meets the signs we look for today."),
            ("Put right in the records", records, "The checks found nothing to put right."),
        ),
        "blocks": _leaders_blocks(published),
        "ideas": ideas(published),
        "quiet": too_few(
            [result for question in route for result in questions_.results(published, question)]
        ),
        **availability(published, route),
        "stopped": _stopped(published),
    }


def _about(published: Published, clause: str) -> str:
    """Where a clause about one child leads: to the child's page, where there is one."""
    code = clause.partition(":")[0]
    there = any(child.code == code for child in published.children)
    return f"children/{code}.html" if there else "questions/attention.html"


def _stopped(published: Published) -> str:
    """One sentence where errors in a table stop figures; empty where none do."""
    tables = [f"{table.name}.csv" for table in published.tables if table.state == "blocked"]
    if not tables:
        return ""
    figures = sum(bool(each.why) for each in published.effects)
    count = "1 figure" if figures == 1 else f"{figures} figures"
    return f"Errors in {' and '.join(tables)} stop {count}."


def _first(late: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Eight of the things that are late, one of each question before the second of any, and how many more."""
    by_question: dict[str, list[tuple[str, str]]] = {}
    for clause, link in late:
        by_question.setdefault(link, []).append((clause, link))
    rounds = [each for turn in zip_longest(*by_question.values()) for each in turn if each is not None]
    chosen = set(rounds[:SHOWN])
    more = len(late) - len(chosen)
    shown = [each for each in late if each in chosen]
    return shown + ([(f"and {more} more, on the pages of the questions", "")] if more > 0 else [])


def _finding(finding: PublishedFinding) -> str:
    """A finding in one line: how often, in which column, what."""
    where = "law: " if finding.table == "law" else f"{finding.table}.csv: "
    column = f"{finding.field}: " if finding.field else where
    rows = f"{finding.count} rows: " if finding.count > 1 else ""
    return f"{rows}{column}{finding.message.rstrip('.')}"


def _lead(published: Published, result: PublishedResult) -> list[str]:
    """The counts of both windows, and what their test has earned where that is more than chance."""
    total, incidents, children = result.cell(), result.cell("incidents"), result.cell("children")
    if result.indicator != "CHG-01" or total is None or incidents is None or children is None:
        return [result.headline]
    counted = _counted(children, incidents, result.window.label)
    if result.compared_with is not None:
        before = published.results.get(("CHG-01", result.compared_with.id))
        earlier = before and _counted(
            before.cell("children"), before.cell("incidents"), result.compared_with.label
        )
        counted += f"; {earlier}" if earlier else ""
    told = total.sentence if total.klass in ("R2", "R3", "R4", "R5") else ""
    return [text for text in (f"{counted}.", told) if text]


def _counted(children: PublishedCell | None, incidents: PublishedCell | None, label: str) -> str:
    """Different children first, then their incidents."""
    if children is None or incidents is None:
        return ""
    people = "child" if children.shown == "1" else "children"
    events = "incident" if incidents.shown == "1" else "incidents"
    return f"{children.shown} {people} in {incidents.shown} {events} in {lower_first(label)}"


def _leaders_heading(late: int, children: int) -> str:
    things = f"{in_words(late)} {'thing is' if late == 1 else 'things are'} late or missing"
    attention = f"{in_words(children)} {'child needs' if children == 1 else 'children need'} fresh attention"
    said = [text for text, number in ((things, late), (attention, children)) if number]
    return "; ".join(said).capitalize() if said else "Nothing in the records asks for an adult today"


def _leaders_blocks(published: Published) -> list[blocks_.Block]:
    note = blocks_.recording_note(published)
    found: list[blocks_.Block] = []
    change = published.result("CHG-01")
    if change:
        found += [
            blocks_.block(exhibit, ("CHG-01",), note)
            for exhibit in change.exhibits
            if exhibit.kind in ("ranges", "control", "panels")
        ]
    duties = published.exhibits.get("duties")
    if duties:
        found.append(blocks_.block(duties, shown_duties(published), note))
        return found
    recording = published.result("REC-01")
    for result in (change, recording):
        if result:
            found += [
                blocks_.block(exhibit, (result.indicator,), note)
                for exhibit in result.exhibits
                if exhibit.kind in ("heat", "days-between")
            ]
    return found
