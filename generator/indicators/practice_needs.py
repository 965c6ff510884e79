"""Whether plans were followed, whether a known need was thought of, and which children have no plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import indicator
from generator.indicators._answers import Told
from generator.indicators._cells import duty, not_collected, part, share
from generator.indicators._shared import column, is_current, needing, newest, still
from generator.indicators._tally import Mask, Places, Tally, held_places, incidents_of, tally_of
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
    tally, here, said = tally_of(dataset), held_places(dataset, window), _answers(dataset)
    known = here[said.known[here]]
    met = known[said.followed[known]]
    unknown = int(np.count_nonzero(~said.none[here])) - len(known)
    often, told, latest = _without_plan(tally, said, here)
    without = _children(tally, often, told, latest)
    return duty(
        dataset,
        window,
        "PRA-05",
        tally,
        Told(met, known, unknown),
        groups=(
            *_why_not(tally, said, known, dataset.has("incidents", "plan_not_followed_reason")),
            _considered(dataset, window, said),
            without,
        ),
        listings=_list(dataset, latest) if is_current(dataset, window) else (),
        due=still(len(latest), "child", "with two incidents or more and no plan"),
    )


@dataclass(frozen=True, slots=True)
class _Answers:
    """What every incident says of the child's plan and needs."""

    has: Mask
    """There is a plan."""
    none: Mask
    """There is none."""
    known: Mask
    """There is a plan, and whether it was followed is said."""
    followed: Mask
    partly: Mask
    reason: NDArray[np.object_]
    considered: Mask
    need_told: Mask
    dates: NDArray[np.datetime64]


def _answers(dataset: Dataset) -> _Answers:
    return dataset.once("PRA-05 plans and needs", lambda: _read(dataset.incidents))  # type: ignore[no-any-return]


def _read(rows: pd.DataFrame) -> _Answers:
    place, answer, linked = rows["plan_in_place"], rows["plan_followed"], rows["linked_to_identified_need"]
    answered = answer.isin(ANSWERED)
    has = place.isin(WITH_PLAN) | (place.isna() & answered)
    none = place.isin(["no", "no_plan"]) | (place.isna() & answer.isin(["no_plan"]))
    return _Answers(
        has.to_numpy(),
        none.to_numpy(),
        (has & answered).to_numpy(),
        answer.isin(["yes"]).to_numpy(),
        answer.isin(["partly"]).to_numpy(),
        column(rows, "plan_not_followed_reason").to_numpy(dtype=object),
        linked.isin(CONSIDERED).to_numpy(),
        linked.notna().to_numpy(),
        rows["incident_date"].to_numpy(),
    )


def _why_not(tally: Tally, said: _Answers, known: Places, asked: bool) -> tuple[Cell, ...]:
    """Followed in part, and the reasons where the plan was not followed in full, if reasons are `asked` for at all."""
    rest = known[~said.followed[known]]
    reason = pd.Series(said.reason[rest], dtype="object")
    parts = [("followed-in-part", "Followed in part", said.partly[rest], len(known))]
    parts += [
        (f"reason-{code.replace('_', '-')}", label, reason.isin([code]).to_numpy(), len(rest))
        for code, label in REASONS
    ]
    parts.append(("reason-not-recorded", "No reason recorded", reason.isna().to_numpy(), len(rest)))
    return tuple(
        part(tally, rest[mask], group, label, of=whole, better="neither")
        if asked or not group.startswith("reason-") or group == "reason-not-recorded"
        else not_collected(group, label, better="neither")
        for group, label, mask, whole in parts
    )


def _considered(dataset: Dataset, window: Window, said: _Answers) -> Cell:
    """Incidents in which a link to a known need was looked for, found or not."""
    here = held_places(dataset, window)
    known = here[said.need_told[here]]
    rows = Told(here[said.considered[here]], known, len(here) - len(known))
    label = "A link to a known need was considered"
    return share(dataset, window, tally_of(dataset), rows, "need-considered", label)


def _without_plan(tally: Tally, said: _Answers, here: Places) -> tuple[int, int, Places]:
    """How many children have two incidents or more, of how many a plan is told, and the last row of each without."""
    mine = here[tally.who[here] >= 0]
    many = np.bincount(tally.who[mine], minlength=len(tally.names)) >= REPEATED
    often = mine[many[tally.who[mine]]]
    told = often[said.has[often] | said.none[often]]
    who, dates = tally.who[told], said.dates[told]
    newest_of = np.full(len(tally.names), np.datetime64("0001-01-01"), dtype="datetime64[s]")
    np.maximum.at(newest_of, who, dates)
    last = told[dates == newest_of[who]]
    planned = np.zeros(len(tally.names), dtype=bool)
    planned[tally.who[last[said.has[last]]]] = True
    latest = tally.one_a_child(last[~planned[tally.who[last]]])
    return int(np.count_nonzero(many)), len(np.unique(who)), latest


def _children(tally: Tally, often: int, told: int, latest: Places) -> Cell:
    """Children with two incidents or more whose last answer says that there is no plan."""
    return Cell(
        group="children-without-plan",
        label="Children with two incidents or more and no plan",
        unit="children",
        counts="children",
        value=float(len(latest)) if told else None,
        numerator=len(latest),
        denominator=float(told),
        unknown=often - told,
        marker=None if told else "z",
        children=len(latest),
        top_share=1 / len(latest) if len(latest) else 0.0,
        evidence=tally.rows(latest),
        better="down",
    )


def _list(dataset: Dataset, latest: Places) -> tuple[Listing, ...]:
    rows = incidents_of(dataset, latest)
    return newest(dataset, rows, id="pra-05-no-plan", title="Two incidents or more, and no plan")
