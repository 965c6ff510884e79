"""What a thoughtful colleague would ask about when reading the records: names, grounds, and answers that clash."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from generator import law, schema
from generator.model import Dataset, Finding
from generator.rules import in_rows
from generator.rules.times import CORRECT, column

NONE_STANDS_ALONE = (
    ("incidents", "de_escalation_used"),
    ("incidents", "adverse_signs"),
    ("incidents", "post_incident_support"),
    ("reviews", "learning_codes"),
)


def _says(frame: pd.DataFrame, name: str, code: str) -> pd.Series:
    """Whether a cell with several codes holds this one."""
    return ("|" + column(frame, name).astype("object").fillna("").astype("str") + "|").str.contains(
        f"|{code}|", regex=False
    )


def _yes(frame: pd.DataFrame, name: str) -> pd.Series:
    return column(frame, name).eq(True).fillna(False).astype(bool)


def seclusion_by_another_name(dataset: Dataset) -> Iterator[Finding]:
    """Rows where a child was kept from leaving, not as a sanction, and nothing calls it seclusion."""
    incidents = dataset.tables["incidents"]
    kept_in = _yes(incidents, "prevented_from_leaving") & ~_yes(incidents, "is_disciplinary")
    named = _says(incidents, "intervention_category", "seclusion")
    apart = _says(incidents, "intervention_category", "long_term_segregation")
    sanction = _says(incidents, "intervention_category", "disciplinary_removal")
    rows = incidents.index[kept_in & ~named & ~apart & ~sanction]
    message = "the child was prevented from leaving, and the record does not call it seclusion."
    hint = "Ask what the child experienced, and whether the category should say seclusion."
    code = "seclusion-under-another-name"
    yield from in_rows("warning", code, "incidents", rows, "intervention_category", message, hint)


def ground_not_named(dataset: Dataset) -> Iterator[Finding]:
    """Restrictive rows whose recorded reason is not one that the law for that kind of setting names."""
    rows = dataset.incidents
    if "reason_primary" not in rows.columns:
        return
    kinds = {place.id: place.kind for place in dataset.setting.places}
    kind = dataset.place_of(rows).map(kinds)
    known = rows["restrictive"] & rows["reason_primary"].notna() & kind.notna()
    found = [
        row
        for row, reason, where in zip(
            rows.index[known], rows.loc[known, "reason_primary"], kind[known], strict=True
        )
        if law.ground(str(reason), str(where)) == "no"
    ]
    message = "the reason recorded is not one that the law for this kind of setting names."
    hint = "Look at the record. This is a check of the wording, not a ruling on the act."
    yield from in_rows("warning", "ground-not-named", "incidents", found, "reason_primary", message, hint)


def quotes(dataset: Dataset) -> Iterator[Finding]:
    """Views cleared to be shown that have no words to show."""
    views = dataset.tables.get("child_views")
    if views is None:
        return
    rows = views.index[_yes(views, "quote_cleared") & column(views, "view_text").isna()]
    message = "cleared to be shown, and there are no words to show."
    hint = "Add view_text, or set quote_cleared to false."
    yield from in_rows("warning", "quote-without-text", "child_views", rows, "quote_cleared", message, hint)


def none_with_others(dataset: Dataset) -> Iterator[Finding]:
    """Cells that say none and something else at once."""
    for table, name in NONE_STANDS_ALONE:
        frame = dataset.tables.get(table)
        if frame is None or name not in frame.columns:
            continue
        rows = frame.index[_says(frame, name, "none") & frame[name].ne("none").fillna(False)]
        message = "says none and something else at once."
        yield from in_rows("warning", "none-with-others", table, rows, name, message, CORRECT)


def plans(dataset: Dataset) -> Iterator[Finding]:
    """Rows that say a plan was followed and that there was none."""
    incidents = dataset.tables["incidents"]
    absent = column(incidents, "plan_in_place").isin(["no", "no_plan"])
    followed = column(incidents, "plan_followed").isin(["yes", "partly"])
    rows = incidents.index[absent & followed]
    message = "says a plan was followed where plan_in_place says there was none."
    yield from in_rows("warning", "plan-contradiction", "incidents", rows, "plan_followed", message, CORRECT)


def nothing_tried(dataset: Dataset) -> Iterator[Finding]:
    """How often nothing was tried first and nobody wrote down why."""
    incidents = dataset.tables["incidents"]
    alone = column(incidents, "de_escalation_used").eq("none").fillna(False).astype(bool)
    bare = int((alone & column(incidents, "de_escalation_none_reason").isna()).sum())
    if bare:
        message = (
            f"empty in {bare} {'row that says' if bare == 1 else 'rows that say'} nothing was tried first."
        )
        hint = "Say why, for example immediate_danger."
        yield Finding(
            "note", "nothing-tried-no-reason", "incidents", None, "de_escalation_none_reason", message, hint
        )


def aims(dataset: Dataset) -> Iterator[Finding]:
    """Actions that aim at a code which no incident and no list knows."""
    actions = dataset.tables.get("actions")
    if actions is None or "aims_at" not in actions.columns:
        return
    incidents = dataset.tables["incidents"]
    known = {code for name in ("trigger", "location", "shift_or_lesson") for code in schema.labels()[name]}
    for name in ("location_code", "shift_or_lesson"):
        known |= set(column(incidents, name).dropna())
    aimed = actions["aims_at"].dropna()
    rows = [row for row, cell in aimed.items() if not set(str(cell).split("|")) <= known]
    message = "a code that is no trigger, and no place or shift of any incident."
    hint = "Use the code that the incidents use."
    yield from in_rows("warning", "unknown-code", "actions", rows, "aims_at", message, hint)
