"""What stands round the figures, as an audience may see it: methods, findings, tables, actions, notes, law."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from generator import law
from generator.disclosure import protected
from generator.disclosure.plan import PLANNED, WITHHELD
from generator.indicator import as_date
from generator.model import Audience, CheckReport, Dataset, Indicator, Locked
from generator.periods import day
from generator.published import OVERDUE, PublishedMethod, PublishedTable, PublishedWindow
from generator.schema import label
from generator.schema import tables as table_schemas


def decision(audience: Audience) -> str:
    """The named decision that inspectors' figures rest on, in words; empty where there is none."""
    if audience.policy != "inspection" or audience.decision is None:
        return ""
    decision = audience.decision
    reason = f" Reason: {decision.reason.rstrip('.')}." if decision.reason else ""
    return (
        f"Figures for the whole setting are shown exactly to {audience.name}, as decided by {decision.by} "
        f"on {day(decision.on)}.{reason}"
    )


def methods(
    known: Iterable[Indicator], locked: Sequence[Locked], audience: Audience
) -> Iterable[PublishedMethod]:
    """What the definitions page says of every indicator, and whether this audience may see it."""
    shut = {each.indicator.id: each for each in locked}
    for each in known:
        why = shut.get(each.id)
        state = "locked" if why else "available"
        if not audience.internal and each.id in WITHHELD:
            state = "withheld"
        elif not audience.internal and each.id not in PLANNED:
            state = "elsewhere"
        needs = [f"{table}.{name}" for table, names in each.needs.items() for name in names] or list(
            each.needs
        )
        yield PublishedMethod(
            each.id,
            each.title,
            each.unit,
            each.better,
            each.answers,
            each.method,
            tuple(needs),
            state,  # type: ignore[arg-type]
            why.why if why else "",
            why.unlock if why else (),
        )


def tables(report: CheckReport, audience: Audience) -> Iterable[PublishedTable]:
    """The state of each table; how many rows it has is for readers with lawful access alone."""
    for name, schema in table_schemas().items():
        state = report.tables.get(name)
        if state is None:
            continue
        rows = state.rows if audience.internal and state.state != "absent" else None
        # The reason names a row of the file, which says how long the file is at least.
        why = (
            state.why if audience.internal or not state.why else "It has errors that must be put right first."
        )
        yield PublishedTable(name, schema.title, state.state, rows, why)


def agreed(dataset: Dataset, audience: Audience) -> tuple[tuple[str, str, str, str], ...]:
    """What the board agreed in the last twelve months, in the setting's published words; none for a visitor."""
    if audience.policy == "visitor" or not dataset.has("governance_reviews", "actions_agreed"):
        return ()
    reviews = dataset.tables["governance_reviews"]
    reviews = reviews[
        reviews["actions_agreed"].notna() & reviews["body"].isin(["governors", "trust", "proprietor"])
    ]
    if reviews.empty or not dataset.has("actions", "published_title"):
        return ()
    year = reviews[reviews["review_on"] > pd.Timestamp(dataset.as_of) - pd.Timedelta(days=365)]
    agreed = [code for text in year["actions_agreed"] for code in str(text).split("|")]
    actions = dataset.tables["actions"]
    actions = actions[actions["action_id"].isin(agreed) & actions["published_title"].notna()]
    if not audience.internal:
        actions = actions[actions["scope"] != "child"]
        codes = _codes(dataset)
        actions = actions[
            [not any(code in str(title) for code in codes) for title in actions["published_title"]]
        ]
    return tuple(_agreed_row(row) for row in actions.itertuples())


def holders(dataset: Dataset) -> tuple[str, ...]:
    """The roles of those who hold what other readers are not shown."""
    roles = (each.role for each in dataset.setting.audiences if each.internal and each.role)
    return tuple(dict.fromkeys(roles)) or ("the setting's leaders",)


def looked(dataset: Dataset, audience: Audience) -> tuple[tuple[str, str, str, str], ...]:
    """When withheld detail was looked at in the room: day, by whom, pages, what was asked; the latest first.

    The question is the setting's published text: none for a visitor, and none in which a code stands.
    """
    if not dataset.has("governance_reviews", "looked_at"):
        return ()
    reviews = dataset.tables["governance_reviews"]
    reviews = reviews[reviews["looked_at"].notna()].sort_values("review_on", ascending=False, kind="stable")
    codes = set() if audience.internal else _codes(dataset)
    found: list[tuple[str, str, str, str]] = []
    for row in reviews.head(12).to_dict("records"):
        question = row.get("published_question")
        asked = "" if pd.isna(question) or audience.policy == "visitor" else str(question)
        role = row.get("looked_at_by")
        who = label("review_body", str(row["body"])) if pd.isna(role) else label("looked_at_by", str(role))
        found.append(
            (
                day(as_date(row["review_on"])),
                who,
                ", ".join(str(row["looked_at"]).split("|")),
                "–" if not asked or any(code in asked for code in codes) else asked,
            )
        )
    return tuple(found)


def _codes(dataset: Dataset) -> set[str]:
    """Every code of a child, an adult or an incident."""
    names = ("child_id", "staff_id", "incident_id", "source_id")
    found = (frame[name].dropna() for frame in dataset.tables.values() for name in names if name in frame)
    return {str(code) for codes in found for code in codes.unique().tolist()}


def _agreed_row(action: object) -> tuple[str, str, str, str]:
    def said(name: str) -> str:
        value = getattr(action, name, None)
        return "" if value is None or pd.isna(value) else day(as_date(value))

    stopped, done, started = said("stopped_on"), said("completed_on"), said("effective_from")
    state = f"under way since {started}" if started else "not started"
    state = f"stopped {stopped}" if stopped else f"done {done}" if done else state
    return (
        str(getattr(action, "published_title", "")),
        said("due_on") or "–",
        state,
        said("evaluated_on") or "not yet",
    )


def words(dataset: Dataset) -> Iterable[tuple[str, str, str]]:
    """What each word of the export was taken for, in readers' words: word, label, field. It decides every figure."""
    for table, name, word, code in dataset.words:
        each = table_schemas()[table].field(name)
        label = " and ".join(each.label(part) for part in code.split("|") if part)
        nothing = "no incident: left out" if name == "intervention_category" else "left empty"
        yield word or "every row", label or nothing, each.title


def notes(dataset: Dataset, windows: Sequence[PublishedWindow], report: CheckReport) -> Iterable[str]:
    """What a reader must know before relying on the figures, one sentence each."""
    yield "These figures count what was recorded."
    if any(finding.code == "records-end-early" for finding in report.findings):
        yield f"The records end on {day(dataset.as_of)}, and so do the figures."
    changed_on = protected.law_changed_on(dataset)
    if changed_on and windows and windows[0].start < changed_on < max(window.end for window in windows):
        yield f"The law on recording in schools changed on {day(changed_on)}: before and after are not the same count."
    if dataset.setting.terms_assumed:
        yield (
            "Term dates were not given, so calendar thirds of the school year stand in for them: "
            "September to December, January to March, April to August."
        )
    if dataset.exposure.source is None:
        yield "Nothing says how long children were here, so there are counts and no rates."
    blocked = [name for name, state in dataset.states.items() if state.state == "blocked"]
    if blocked:
        names = ", ".join(f"{name}.csv" for name in sorted(blocked))
        yield f"Not used because of errors in them: {names}."


def law_used(dataset: Dataset) -> Iterable[tuple[str, str, str, str]]:
    """What is taken from each source, with a mark where it is past the day for another look."""
    for citation in law.citations():
        source = citation.source
        due = day(source.review_by)
        late = f"{due}: {OVERDUE}" if source.review_by < dataset.as_of else due
        for fact in citation.facts:
            yield fact.text, source.title, f"{source.standing}; {source.verified}", late
