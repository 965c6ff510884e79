"""First pages: what changed for children, what did not, and what to do or ask, in the first screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import yaml

from generator import resources
from generator.pages import blocks as blocks_
from generator.pages import questions as questions_
from generator.pages.questions import Question
from generator.published import MARKERS, Published, PublishedCell, PublishedFinding, PublishedResult

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
AUDIENCE_TITLES = {"leaders": "leaders", "governors": "governors", "inspectors": "inspectors"}
SHOWN = 8
"""Things late or missing that stand on the first page."""
DUTIES = ("VOI-01", "RES-01", "LAW-04", "LAW-01", "PRA-03", "VOI-05")


def day(when: date) -> str:
    """A date in words: "9 Jun 2025"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def front(published: Published, route: Sequence[Question]) -> dict[str, Any]:
    """What the first page of this audience shows."""
    chosen = {"leaders": _leaders, "governors": _governors, "inspectors": _inspectors}[published.pages]
    context = chosen(published, route)
    return {"notes": published.notes, "published": published, **context}


def _strip(published: Published, whom: str) -> str:
    said = [published.setting_name, whom, f"figures to {day(published.as_of)}"]
    return " · ".join(each for each in said if each)


def _leaders(published: Published, route: Sequence[Question]) -> dict[str, Any]:
    late = [
        (clause, question.link)
        for question in route
        for result in questions_.results(published, question)
        if result.indicator != "CHG-07"
        for clause in result.due
    ]
    attention = published.result("CHG-07")
    children = [(clause, "questions/attention.html") for clause in attention.due] if attention else []
    records = [(_finding(finding), "data-quality.html") for finding in published.findings[:4]]
    change = [result for name in ("CHG-01", "CHG-02") if (result := published.result(name))]
    return {
        "template": "leaders/front.html.j2",
        "title": "Today",
        "strip": _strip(published, "leaders only: outside the disclosure guarantee"),
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
        "questions": _availability(published, route),
    }


def _first(late: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first eight, and how many more there are."""
    more = len(late) - SHOWN
    return late[:SHOWN] + ([(f"and {more} more, on the pages of the questions", "")] if more > 0 else [])


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
    counted = (
        f"{incidents.shown} {'incident' if incidents.shown == '1' else 'incidents'} involving {children.shown} "
        f"{'child' if children.shown == '1' else 'children'} in {lower_first(result.window.label)}"
    )
    if result.compared_with is not None:
        before = published.results.get(("CHG-01", result.compared_with.id))
        cell = before.cell("incidents") if before else None
        counted += f", {cell.shown} in {lower_first(result.compared_with.label)}" if cell else ""
    told = total.sentence if total.klass in ("R2", "R3", "R4") else ""
    return [text for text in (f"{counted}.", told) if text]


def _leaders_heading(late: int, children: int) -> str:
    things = f"{_words(late)} {'thing is' if late == 1 else 'things are'} late or missing"
    attention = f"{_words(children)} {'child needs' if children == 1 else 'children need'} fresh attention"
    said = [text for text, number in ((things, late), (attention, children)) if number]
    return "; ".join(said).capitalize() if said else "Nothing in the records asks for an adult today"


def lower_first(label: str) -> str:
    """A window's label inside a sentence."""
    return label[:1].lower() + label[1:]


def _words(number: int) -> str:
    names = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    return names[number] if number < len(names) else str(number)


def _leaders_blocks(published: Published) -> list[blocks_.Block]:
    note = blocks_.recording_note(published)
    found: list[blocks_.Block] = []
    change = published.result("CHG-01")
    if change:
        found += [
            blocks_.block(exhibit, ("CHG-01",), note)
            for exhibit in change.exhibits
            if exhibit.kind in ("control", "panels")
        ]
    duties = published.exhibits.get("duties")
    if duties:
        found.append(blocks_.block(duties, _shown_duties(published), note))
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


def _shown_duties(published: Published) -> tuple[str, ...]:
    return tuple(name for name in DUTIES if published.result(name))


@cache
def _idea_texts() -> Mapping[str, str]:
    found: Mapping[str, str] = yaml.safe_load(
        (resources.templates_dir() / "ideas.yml").read_text(encoding="utf-8")
    )
    return found


def ideas(published: Published) -> list[tuple[str, str, int]]:
    """What to add next, what could then be said, and how many figures it opens; most useful first.

    An item counts fully for a figure that lacks nothing else, and in part where other things are missing too.
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
    texts = _idea_texts()
    ranked = sorted(worth, key=lambda item: (-worth[item], item))
    plain_words = [texts.get(item, f"{item} | more of the figures below").split(" | ") for item in ranked]
    return [(name, text, opens[item]) for item, (name, text) in zip(ranked, plain_words, strict=True)]


def too_few(results: Sequence[PublishedResult]) -> str:
    """One sentence at the head of a page where over half of its figures cannot speak for want of numbers."""
    spoken = [cell for result in results if (cell := result.cell()) is not None and not cell.hidden]
    silent = [cell for cell in spoken if cell.klass == "R0" or cell.marker in ("u", "z", "x")]
    if len(spoken) < 2 or 2 * len(silent) <= len(spoken):
        return ""
    return (
        f"Numbers here are small: {len(silent)} of {len(spoken)} figures cannot say whether anything has changed. "
        "They are given as counts, and what can be done with them today stands first."
    )


def _availability(published: Published, route: Sequence[Question]) -> list[tuple[Any, ...]]:
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
                ", ".join(missing) or "–",
            )
        )
    return rows


def _governors(published: Published, route: Sequence[Question]) -> dict[str, Any]:
    children, incidents = _cell(published, "CHG-01", "children"), _cell(published, "CHG-01", "incidents")
    shown = [name for name in ("children", "duties", "incidents") if name in published.exhibits]
    note = blocks_.recording_note(published)
    return {
        "template": "governors/front.html.j2",
        "title": "Report to governors",
        "strip": " · ".join(
            each
            for each in (
                published.setting_name,
                "Report to governors",
                f"{published.lead.label} ({published.lead.dates})",
                published.roll,
            )
            if each
        ),
        "h1": _governors_heading(published, children),
        "statements": _statements(published, children, incidents),
        "asks": _asks(published, route),
        "blocks": {
            name: blocks_.block(published.exhibits[name], _names(published, name), note) for name in shown
        },
        "agreed": published.agreed[-3:],
        "places": _places(published),
        "questions": [(question.title, question.link) for question in route],
    }


def _names(published: Published, exhibit: str) -> tuple[str, ...]:
    return _shown_duties(published) if exhibit == "duties" else ("CHG-01",)


def _cell(published: Published, indicator: str, group: str = "Total") -> PublishedCell | None:
    result = published.result(indicator)
    return result.cell(group) if result else None


def _governors_heading(published: Published, children: PublishedCell | None) -> str:
    when = published.lead.label[0].lower() + published.lead.label[1:]
    if children is None or children.hidden or children.marker:
        return f"What was recorded in the {when}, and what to ask"
    number = children.shown if children.lower is not None else _words(int(children.value or 0))
    if children.denominator:
        return f"{number.capitalize()} of {int(children.denominator)} children were restrained in the {when}"
    people = "child was" if number == "one" else "children were"
    return f"{number.capitalize()} {people} restrained in the {when}"


@cache
def _no_statement() -> Mapping[str, str]:
    return {"number": "–", "unit": "", "text": "Not available: nothing that says so is recorded."}


def _statements(
    published: Published, children: PublishedCell | None, incidents: PublishedCell | None
) -> list[Mapping[str, str]]:
    """The four statements of the governors' page: small label, one number with its unit, what may be said."""
    roll = f"of {int(children.denominator)} " if children and children.denominator else ""
    found: list[Mapping[str, str]] = [
        {
            "label": f"Children, {published.lead.label.lower()}",
            **_statement(children, f"{roll}children restrained"),
        },
        {
            "label": f"Incidents, {published.lead.label.lower()}",
            **_statement(incidents, "recorded incidents"),
        },
    ]
    duty = next(
        (cell for name in DUTIES if (cell := _cell(published, name)) and cell.numerator is not None), None
    )
    label = "Our own duties"
    if duty and duty.denominator is not None:
        text = {
            "number": f"{duty.numerator} of {int(duty.denominator)}",
            "unit": "known",
            "text": duty.sentence,
        }
        found.append({"label": f"{label}: {duty.title.lower()}", **text})
    else:
        found.append({"label": label, **_no_statement()})
    found.append({"label": "What we do not know", **_not_known(published)})
    return found


def _statement(cell: PublishedCell | None, unit: str) -> Mapping[str, str]:
    if cell is None:
        return _no_statement()
    if cell.marker:
        return {"number": cell.marker, "unit": MARKERS[cell.marker], "text": cell.sentence}
    return {"number": cell.shown, "unit": unit, "text": cell.sentence}


def _not_known(published: Published) -> Mapping[str, str]:
    unknown = [
        (cell.unknown, result.title)
        for name in DUTIES
        if (result := published.result(name)) and (cell := result.cell()) and cell.unknown
    ]
    hidden = sum(cell.hidden for cell in published.cells if cell.window == published.lead.id)
    text = f"{hidden} figures of this term are not shown, to protect children." if hidden else ""
    if not any(published.result(name) for name in DUTIES):
        told = f"Nothing is recorded yet about what was done after each incident. {text}"
        return {"number": "–", "unit": "", "text": told.strip()}
    if not unknown:
        return {"number": "0", "unit": "blanks in our own duties", "text": text or "Every duty has an entry."}
    worst = max(unknown)
    return {
        "number": str(worst[0]),
        "unit": "entries missing",
        "text": f"Most are in “{worst[1]}”. {text}".strip(),
    }


def _asks(published: Published, route: Sequence[Question]) -> list[str]:
    """Three questions worth asking tonight: what points the other way first, then what is not known."""
    found: list[str] = []
    for wanted in ("against", "unknowns"):
        for question in route:
            for result in questions_.results(published, question):
                if getattr(result, wanted) and result.slots.ask not in found and not result.withheld:
                    found.append(result.slots.ask)
                    break
    for question in route:
        found += [r.slots.ask for r in questions_.results(published, question) if r.slots.ask not in found]
    return found[:3]


def _places(published: Published) -> Mapping[str, Any] | None:
    """Incidents by place in the leading term and the one it is compared with."""
    result = published.result("CHG-01")
    if result is None or len(published.places) < 2:
        return None
    before = published.results.get(("CHG-01", result.compared_with.id)) if result.compared_with else None
    rows = []
    for group, name in [*((place[0], place[1]) for place in published.places), ("incidents", "Both")]:
        now, then = result.cell(group), before.cell(group) if before else None
        if now is not None:
            rows.append((name, then.shown if then else "x", now.shown))
    earlier = result.compared_with.label if result.compared_with else "Before"
    return {"columns": ("Place", earlier, published.lead.label), "rows": rows} if rows else None


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
        "strip": _strip(published, "for inspectors") + " · about five minutes",
        "h1": f"{_words(len(route)).capitalize()} questions, with the evidence for and against",
        "questions": rows,
        "lead": f"{published.lead.label} ({published.lead.dates}).",
    }


def _answer(found: Sequence[PublishedResult]) -> str:
    told = [result for result in found if not result.withheld] or list(found)
    return told[0].headline if told else "Nothing is recorded that answers this yet."
