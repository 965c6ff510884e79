"""Whether child and adults put things right together afterwards."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.indicator import indicator
from generator.indicators._shared import (
    duty_result,
    group_cell,
    held,
    needing,
    newest,
    stamp,
    still,
)
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window

PARTS = ("child_took_part", "staff_took_part", "restorative_completed", "restorative_offered")


@indicator(
    id="RES-01",
    title="Restored, child and staff",
    unit="%",
    better="up",
    answers=("Q23",),
    needs=needing(reviews=("incident_id", "restorative_completed", "child_took_part", "staff_took_part")),
)
def restored(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents after which things were put right between the child and the adults involved.

    Counts: an incident with a review that marks restoration as completed with the child and staff both taking part,
    out of incidents that were reviewed. Reviewed without a completed restoration counts as not put right, since the
    review is where it would stand.
    Leaves out: nothing else. Shown apart: restoration offered that did not come about, and restoration where only one
    side took part, which counts as not met. Not known: no review yet, or a completed restoration that does not say
    who took part.
    Read with care: it is never forced, and a child may say no; a meeting that was held may still have mended little.
    """
    rows = held(dataset, window)
    reviews = dataset.once("review states", lambda: review_states(dataset.tables["reviews"]))
    ids = rows["incident_id"]
    met = rows[ids.isin(reviews["met"])]
    known = rows[ids.isin(reviews["met"]) | ids.isin(reviews["not-met"])]
    not_met = known.drop(index=met.index)
    offered = not_met[not_met["incident_id"].isin(reviews["offered"])]
    one_sided = not_met[not_met["incident_id"].isin(reviews["one-sided"])]
    open_rows = rows.drop(index=met.index)
    state = np.where(open_rows.index.isin(known.index), "not put right", "not known")
    recent = open_rows[open_rows["incident_date"] >= stamp(dataset.as_of) - pd.Timedelta(28, "D")]
    return duty_result(
        dataset,
        window,
        "RES-01",
        ("incidents", met, known, len(rows) - len(known)),
        groups=(
            _apart(offered, len(known), "offered-not-completed", "Offered, did not come about"),
            _apart(one_sided, len(known), "one-sided", "Only one side took part"),
        ),
        listings=newest(
            dataset,
            open_rows,
            id="res-01-missing",
            title="Not put right between child and adults, or not known",
            more={"state": state.tolist()},
        ),
        due=still(len(recent), "incident", "in the last 28 days not put right with the child, or not known"),
    )


def _apart(rows: pd.DataFrame, known: int, group: str, label: str) -> Cell:
    return group_cell("incidents", rows, group=group, label=label, unit="incidents", denominator=float(known))


def review_states(reviews: pd.DataFrame) -> dict[str, set[str]]:
    """Incident ids by what their reviews say: met, not-met, offered (not completed), one-sided."""
    linked = reviews[reviews["incident_id"].notna()]
    child, staff, done, offered = (
        linked[name] if name in linked.columns else pd.Series(pd.NA, index=linked.index, dtype="boolean")
        for name in PARTS
    )
    ids = linked["incident_id"]
    completed = _true(done)
    met = set(ids[completed & _true(child) & _true(staff)])
    one_sided = set(ids[completed & ((_true(child) & _false(staff)) | (_false(child) & _true(staff)))])
    nobody = set(ids[completed & _false(child) & _false(staff)])
    undecided = set(ids[completed]) - met - one_sided - nobody
    return {
        "met": met,
        "not-met": set(ids) - met - undecided,
        "offered": set(ids[_true(offered) & ~completed]) - met,
        "one-sided": one_sided - met,
    }


def _true(answers: pd.Series) -> pd.Series:
    return answers.astype("boolean").fillna(False).astype(bool)


def _false(answers: pd.Series) -> pd.Series:
    return (~answers.astype("boolean")).fillna(False).astype(bool)
