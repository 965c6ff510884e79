"""Whether the recorded reason is one the law names, and whether something else was tried first."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from generator.indicator import indicator, share_cell
from generator.indicators._shared import (
    comparison_id,
    crises,
    duty_result,
    group_cell,
    held,
    needing,
    newest,
    percent_from,
    still,
    when,
    words,
)
from generator.law import ground
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window

CALMED = r"(?:^|\|)de_escalated_no_restriction(?:\||$)"
SHOWN_AS = {"no": "not one the law names", "check": "to check"}
GROUPS = (
    ("no", "not-named", "Reason the law does not name"),
    ("check", "to-check", "Reason that depends on more, or on other law"),
)


@indicator(
    id="LAW-01",
    title="Ground the regulation names",
    unit="%",
    better="target",
    answers=("Q1", "Q5"),
    needs=needing("reason_primary"),
)
def ground_named(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents whose recorded reason is one the law names for that kind of setting.

    Counts: for a school section 93 of the Education and Inspections Act 2006, for a home regulation 20 of the
    Children's Homes (England) Regulations 2015; an incident counts where the main reason recorded is named there,
    out of incidents whose reason can be read.
    Leaves out: nothing else. Shown apart: reasons the law does not name, and reasons that depend on more than the
    reason or on other law (to check). Not known: no reason, "other", or no setting on the row.
    Read with care: this says whether the reason as recorded is named. It does not say that an act was lawful or not.
    """
    rows = held(dataset, window, "reason_primary")
    answer = grounds(dataset, rows)
    met, known = rows[answer == "yes"], rows[answer.isin(["yes", "no", "check"])]
    rest = rows[answer.isin(["no", "check"])]
    return duty_result(
        dataset,
        window,
        "LAW-01",
        ("incidents", met, known, len(rows) - len(known)),
        groups=_apart(rows, answer, len(known)),
        listings=newest(
            dataset,
            rest,
            id="law-01-reasons",
            title="Reasons to look at again",
            more={
                "reason": [words(reason) for reason in rest["reason_primary"]],
                "state": [SHOWN_AS[each] for each in answer[rest.index]],
            },
        ),
        due=still(
            int((answer == "no").sum()),
            "incident",
            f"in {when(window)} with a reason the law does not name there",
        ),
    )


def _apart(rows: pd.DataFrame, answer: pd.Series, known: int) -> tuple[Cell, ...]:
    """Reasons the law does not name, and reasons to check, each out of all that can be read."""
    return tuple(
        group_cell(
            "incidents",
            rows[answer == code],
            group=group,
            label=label,
            unit="incidents",
            denominator=float(known),
        )
        for code, group, label in GROUPS
    )


def grounds(dataset: Dataset, rows: pd.DataFrame) -> pd.Series:
    """For each incident: yes, no, check or unknown, by its reason and its setting's kind."""
    kinds = {place.id: place.kind for place in dataset.setting.places}
    pairs = pd.DataFrame({"reason": rows["reason_primary"], "kind": dataset.place_of(rows).map(kinds)})
    known = pairs.dropna().drop_duplicates()
    table = {(reason, kind): ground(reason, kind) for reason, kind in known.itertuples(index=False)}
    found = [table.get(pair, "unknown") for pair in zip(pairs["reason"], pairs["kind"], strict=True)]
    return pd.Series(found, index=rows.index, dtype="str")


@indicator(
    id="LAW-04",
    title="Alternatives first",
    unit="%",
    better="up",
    answers=("Q5", "Q6", "Q44"),
    needs=needing("de_escalation_used"),
)
def alternatives_first(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents in which another way of calming was tried first, or danger left no time for one.

    Counts: an incident with at least one way of calming recorded, or with "none" because of immediate danger, out of
    those where that is known. Apart from it: crises that ended without any restriction, out of all recorded crises.
    Leaves out: the second figure where crises without restriction were not recorded in both halves of the window and
    of the one it is compared with. Not known: nothing recorded, or "none" without a reason.
    Read with care: what was tried may not have been right for this child; how long it was tried is not known.
    """
    rows = held(dataset, window, "de_escalation_used", "de_escalation_none_reason")
    state = tried_first(rows)
    met, known = rows[state == "met"], rows[state.isin(["met", "not met"])]
    rest = rows.drop(index=met.index)
    labels = {"not met": "nothing tried first", "unknown": "not known"}
    missed = int((state == "not met").sum())
    return duty_result(
        dataset,
        window,
        "LAW-04",
        ("incidents", met, known, len(rows) - len(known)),
        groups=(_ended_without(dataset, window),),
        listings=newest(
            dataset,
            rest,
            id="law-04-missing",
            title="Nothing tried first, or not known",
            more={"state": [labels[each] for each in state[rest.index]]},
        ),
        due=still(missed, "incident", f"in {when(window)} where nothing else was tried first"),
    )


def tried_first(rows: pd.DataFrame) -> pd.Series:
    """For each incident: met, not met or unknown."""
    used = rows["de_escalation_used"]
    none = used.fillna("").eq("none")
    if "de_escalation_none_reason" in rows.columns:
        reason = rows["de_escalation_none_reason"].fillna("")
    else:
        reason = pd.Series("", index=rows.index, dtype="str")
    state = np.select(
        [
            used.isna(),
            ~none,
            none & reason.eq("immediate_danger"),
            none & ~reason.isin(["", "not_recorded"]),
        ],
        ["unknown", "met", "met", "not met"],
        "unknown",
    )
    return pd.Series(state, index=rows.index, dtype="str")


def _ended_without(dataset: Dataset, window: Window) -> Cell:
    """Crises that ended without restriction, out of all; not available unless they were recorded throughout."""
    group, label = "ended-without-restriction", "Crises that ended without restriction"
    other = dataset.calendar.comparison(window)
    throughout = all(_recorded(dataset, each) for each in (window, *([other] if other else [])))
    crises = _recorded_crises(dataset, window)
    if not throughout:
        return Cell(group=group, label=label, unit="%", counts="events", marker="x")
    return share_cell(
        "incidents",
        crises[~crises["restrictive"]],
        crises,
        0,
        percent_from=percent_from(dataset),
        group=group,
        label=label,
        counts="events",
        compare_window=comparison_id(dataset, window),
    )


def _recorded_crises(dataset: Dataset, window: Window) -> pd.DataFrame:
    """Restrictive incidents and crises that were calmed without restriction."""
    rows = crises(dataset, window, "intervention_category")
    calmed = rows["intervention_category"].fillna("").str.contains(CALMED, regex=True)
    return rows[rows["restrictive"] | calmed]


def _recorded(dataset: Dataset, window: Window) -> bool:
    """Whether crises without restriction were recorded in both halves of the window."""
    crises = _recorded_crises(dataset, window)
    calmed = crises.loc[~crises["restrictive"], "incident_date"]
    middle = pd.Timestamp(window.start + timedelta(days=window.days // 2))
    return bool((calmed < middle).any() and (calmed >= middle).any())
