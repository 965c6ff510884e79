"""The governors' first page: four statements, three questions, and the term's figures, on two sides of paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from generator.pages import blocks as blocks_
from generator.pages import questions as questions_
from generator.pages.common import DUTIES, cell_of, in_words, is_empty, shown_duties
from generator.pages.questions import Question
from generator.published import MARKERS, Published, PublishedCell


def governors(published: Published, route: Sequence[Question]) -> dict[str, Any]:
    """What the governors\' first page shows."""
    children, incidents = cell_of(published, "CHG-01", "children"), cell_of(published, "CHG-01", "incidents")
    shown = [
        name
        for name in ("children", "duties", "incidents")
        if name in published.exhibits and not (published.small and is_empty(published, name))
    ]
    note = blocks_.recording_note(published)
    return {
        "template": "governors/front.html.j2",
        "title": _for_whom(published),
        "strip": " · ".join(
            each
            for each in (
                published.setting_name,
                _for_whom(published),
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
        "tonight": "to ask tonight" if published.pages == "governors" else "to ask",
    }


def _for_whom(published: Published) -> str:
    plain = {"governors": "Report to governors", "independent-visitor": "For the independent visitor"}
    return plain.get(published.audience, f"For {published.audience.replace('-', ' ')}")


def _names(published: Published, exhibit: str) -> tuple[str, ...]:
    return shown_duties(published) if exhibit == "duties" else ("CHG-01",)


def _governors_heading(published: Published, children: PublishedCell | None) -> str:
    when = published.lead.label[0].lower() + published.lead.label[1:]
    if children is None or children.hidden or children.marker:
        return f"What was recorded in the {when}, and what to ask"
    number = children.shown if children.lower is not None else in_words(int(children.value or 0))
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
        (cell for name in DUTIES if (cell := cell_of(published, name)) and cell.numerator is not None), None
    )
    label = "Our own duties"
    if duty and duty.denominator is not None:
        text = {
            "number": f"{duty.numerator} of {int(duty.denominator)}",
            "unit": "done" + (f", {duty.unknown} not known" if duty.unknown else ""),
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
        said = MARKERS[cell.marker]
        more = "" if cell.sentence.casefold().rstrip(".") == said else cell.sentence
        return {"number": cell.marker, "unit": said, "text": more}
    return {"number": cell.shown, "unit": unit, "text": cell.sentence}


def _not_known(published: Published) -> Mapping[str, str]:
    unknown = [
        (cell.unknown, result.title)
        for name in DUTIES
        if (result := published.result(name)) and (cell := result.cell()) and cell.unknown
    ]
    hidden = sum(cell.hidden for cell in published.cells if cell.window == published.lead.id)
    figures = "1 figure of this term is" if hidden == 1 else f"{hidden} figures of this term are"
    text = f"{figures} not shown, to protect children." if hidden else ""
    if not any(published.result(name) for name in DUTIES):
        told = f"Nothing is recorded yet about what was done after each incident. {text}"
        return {"number": "–", "unit": "", "text": told.strip()}
    if not unknown:
        duties = [cell for name in DUTIES if (cell := cell_of(published, name))]
        part = "in the duties that are shown" if any(cell.hidden for cell in duties) else "in our own duties"
        return {"number": "0", "unit": f"blanks {part}", "text": text or "Every duty has an entry."}
    worst = max(unknown)
    entries = "entry is" if worst[0] == 1 else "entries are"
    more = "That is the most of any duty here. " if len(unknown) > 1 else ""
    return {
        "number": str(worst[0]),
        "unit": f"{entries} missing under “{worst[1]}”",
        "text": f"{more}{text}".strip() or "Every other duty has an entry.",
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
