"""Whether plans were followed, whether a known need was thought of, and which children have no plan."""

from __future__ import annotations

import pandas as pd

from generator.indicator import evidence, indicator, share_cell
from generator.indicators._reviews import column
from generator.indicators._shared import (
    comparison_id,
    duty_result,
    group_cell,
    held,
    is_current,
    needing,
    newest,
    percent_from,
    still,
)
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window

WITH_PLAN = ("yes", "partly")
ANSWERED = ("yes", "partly", "no")
CONSIDERED = ("yes", "no", "possibly")
REASONS = (
    ("plan_wrong", "The plan did not fit"),
    ("staff_unaware", "The adults did not know the plan"),
    ("not_possible", "It could not be followed"),
    ("emergency", "An emergency"),
    ("other", "Another reason"),
)
REPEATED = 2
"""Restrictive incidents from which on a child should have a plan; the catalogue's number."""


@indicator(
    id="PRA-05",
    title="Plan followed, need considered",
    unit="%",
    better="up",
    answers=("Q34", "Q35"),
    needs=needing("plan_in_place", "plan_followed", "linked_to_identified_need"),
)
def plan_followed(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents of children with a plan in which the plan was followed.

    Counts: incidents in which the plan was followed in full, out of those with a plan where that is known. Apart
    from it: followed in part; why it was not followed in full; incidents in which a link to a known need was
    considered, whatever was found; and children with two incidents or more whose last answer says there is no plan.
    Leaves out: incidents of children without a plan. Not known: nothing said of a plan, or a plan with no answer
    whether it was followed.
    Read with care: following a poor plan is no success, so read it with children who had fewer incidents.
    """
    fields = ("plan_in_place", "plan_followed", "plan_not_followed_reason", "linked_to_identified_need")
    rows = held(dataset, window, *fields)
    place, answer = rows["plan_in_place"], rows["plan_followed"]
    has = place.isin(WITH_PLAN) | (place.isna() & answer.isin(ANSWERED))
    none = place.isin(["no", "no_plan"]) | (place.isna() & answer.eq("no_plan").fillna(False))
    known = rows[has & answer.isin(ANSWERED)]
    met = known[known["plan_followed"] == "yes"]
    without, listing = _without_plan(dataset, rows, has, none)
    return duty_result(
        dataset,
        window,
        "PRA-05",
        ("incidents", met, known, int((~none).sum()) - len(known)),
        groups=(*_why_not(known, met), _considered(dataset, window, rows), without),
        listings=listing if is_current(dataset, window) else (),
        due=still(without.numerator or 0, "child", "with two incidents or more and no plan"),
    )


def _why_not(known: pd.DataFrame, met: pd.DataFrame) -> tuple[Cell, ...]:
    """Followed in part, and the reasons recorded where the plan was not followed in full."""
    rest = known.drop(index=met.index)
    reason = column(rest, "plan_not_followed_reason")
    parts = [("followed-in-part", "Followed in part", rest["plan_followed"] == "partly", len(known))]
    parts += [
        (f"reason-{code.replace('_', '-')}", label, reason.eq(code).fillna(False).astype(bool), len(rest))
        for code, label in REASONS
    ]
    parts.append(("reason-not-recorded", "No reason recorded", reason.isna(), len(rest)))
    return tuple(
        group_cell(
            "incidents", rest[mask], group=group, label=label, unit="incidents", denominator=float(whole)
        )
        for group, label, mask, whole in parts
    )


def _considered(dataset: Dataset, window: Window, rows: pd.DataFrame) -> Cell:
    """Incidents in which a link to a known need was looked for, found or not."""
    linked = rows["linked_to_identified_need"]
    known = rows[linked.notna()]
    return share_cell(
        "incidents",
        rows[linked.isin(CONSIDERED)],
        known,
        len(rows) - len(known),
        percent_from=percent_from(dataset),
        group="need-considered",
        label="A link to a known need was considered",
        compare_window=comparison_id(dataset, window),
    )


def _without_plan(
    dataset: Dataset, rows: pd.DataFrame, has: pd.Series, none: pd.Series
) -> tuple[Cell, tuple[Listing, ...]]:
    """Children with two incidents or more whose last answer says that there is no plan, as a count and a list."""
    often = rows[rows.groupby("child_id")["incident_date"].transform("size") >= REPEATED]
    said = often[has[often.index] | none[often.index]]
    last = said[said["incident_date"] == said.groupby("child_id")["incident_date"].transform("max")]
    planned = set(last.loc[has[last.index], "child_id"])
    latest = last[~last["child_id"].isin(planned)].drop_duplicates("child_id")
    told = said["child_id"].nunique()
    cell = Cell(
        group="children-without-plan",
        label="Children with two incidents or more and no plan",
        unit="children",
        counts="children",
        value=float(len(latest)) if told else None,
        numerator=len(latest),
        denominator=float(told),
        unknown=often["child_id"].nunique() - told,
        marker=None if told else "z",
        children=len(latest),
        top_share=1 / len(latest) if len(latest) else 0.0,
        evidence=evidence("incidents", latest),
    )
    return cell, newest(dataset, latest, id="pra-05-no-plan", title="Two incidents or more, and no plan")
