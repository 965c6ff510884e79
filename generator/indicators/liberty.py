"""Restrictions of liberty: on what authority, and whether they are looked at again and lifted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.indicator import evidence, indicator
from generator.indicators._restrictions import (
    BASIC,
    active,
    away,
    flag,
    listing,
    restrictions,
)
from generator.indicators._shared import (
    comparison_id,
    duty_result,
    group_cell,
    part_cell,
    stamp,
    still,
)
from generator.law import definition
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import DAY, Window
from generator.statistics.rates import order_interval

COURT = ("high_court_dol_order", "section_25", "court_other")
"""Authorities that always end on a day: without it nobody can say whether they are in date."""


@indicator(
    id="LIB-01",
    title="Lawful basis in date",
    unit="%",
    better="target",
    answers=("Q28",),
    needs={"restrictions": (*BASIC, "legal_basis")},
)
def basis_in_date(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictions of liberty in force on the last day of the window that rest on a recorded authority still in date.

    Counts: restrictions with an authority recorded whose last day, where it has one, is not over, out of all in force
    where that is known. Shown apart, and counted above as well: a risk assessment alone where the restriction can
    amount to supervision all the time or to not being free to leave.
    Leaves out: a child's restriction once the child has left the roll. Not known: a court's order without its last
    day.
    Read with care: the record names an authority; whether it covers this restriction is for someone with legal
    training. Regulations 20 to 24 of the Children's Homes (England) Regulations 2015 ask it of homes; of schools it is
    asked here in the same way, as practice. Earlier windows are read with the dates as they stand now.
    """
    rows = active(dataset, window)
    state = _basis(rows, window)
    met, known = rows[state == "in date"], rows[state != "not known"]
    alone = rows[rows["legal_basis"].eq("risk_assessment_only").fillna(False).astype(bool)]
    alone = alone[alone["kind"].isin(definition("liberty-deprived").kinds)]
    look = rows[(state != "in date") | rows.index.isin(alone.index)]
    said = np.where(state[look.index] == "in date", "risk assessment alone", state[look.index])
    missing = known.drop(index=met.index)
    return duty_result(
        dataset,
        window,
        "LIB-01",
        ("restrictions", met, known, len(rows) - len(known)),
        groups=(
            group_cell(
                "restrictions",
                alone,
                group="risk-assessment-alone",
                label="Risk assessment alone, where a child may not be free to leave",
                unit="restrictions",
                denominator=float(len(rows)),
            ),
        ),
        listings=listing(
            dataset, look, said.tolist(), id="lib-01-look", title="Restrictions whose authority needs a look"
        ),
        due=still(len(missing), "restriction", "in force without an authority in date"),
    )


def _basis(rows: pd.DataFrame, window: Window) -> pd.Series:
    """For each restriction: in date, expired, none recorded or not known."""
    basis, until = rows["legal_basis"], rows["basis_expires_on"]
    over = (until < stamp(window.end - DAY)).fillna(False).astype(bool)
    endless = basis.isin(COURT) & until.isna()
    found = np.select(
        [basis.isna() | endless, basis.eq("none_recorded").fillna(False).astype(bool), over],
        ["not known", "none recorded", "expired"],
        "in date",
    )
    return pd.Series(found, index=rows.index, dtype="str")


@indicator(
    id="LIB-02",
    title="Reviewed, reduced, lifted",
    unit="%",
    better="up",
    answers=("Q29",),
    needs={"restrictions": (*BASIC, "review_due_on")},
)
def reviewed_and_lifted(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictions of liberty in force on the last day of the window whose review was not overdue.

    Counts: restrictions whose next review was not yet due, out of those in force where that is known. Apart from it:
    those reduced or lifted in the window and those begun in it, and the first less the second; the middle number of
    days in force; and those with the child's view recorded.
    Leaves out: a restriction that ended because the child left is shown apart and does not count as lifted. Not known:
    no date of the next review, or one that was reviewed since the window, whose dates of then are gone.
    Read with care: regulation 21 of the Children's Homes (England) Regulations 2015 asks homes to keep limits under
    review and gives no number of days, so each row's own date counts. The table holds only the latest
    review and the latest step down, so earlier windows know less.
    """
    rows = active(dataset, window)
    state = _review(rows, window)
    met, known = rows[state == "not due yet"], rows[state.isin(["not due yet", "overdue"])]
    overdue = rows[state == "overdue"]
    return duty_result(
        dataset,
        window,
        "LIB-02",
        ("restrictions", met, known, len(rows) - len(known)),
        groups=(
            *_moved(dataset, window),
            _days_in_force(dataset, window, rows),
            _view(dataset, window, rows),
        ),
        listings=listing(
            dataset,
            overdue,
            ["review overdue"] * len(overdue),
            id="lib-02-overdue",
            title="Restrictions whose review is overdue",
        ),
        due=still(len(overdue), "restriction", "in force whose review is overdue"),
    )


def _review(rows: pd.DataFrame, window: Window) -> pd.Series:
    """For each restriction: not due yet, overdue or not known, on the last day of the window."""
    due, done, last = rows["review_due_on"], rows["last_reviewed_on"], stamp(window.end - DAY)
    since = ((done > last) | (done >= due)).fillna(False).astype(bool)
    found = np.select(
        [due.isna() | since, (due < last).fillna(False).astype(bool)], ["not known", "overdue"], "not due yet"
    )
    return pd.Series(found, index=rows.index, dtype="str")


def _moved(dataset: Dataset, window: Window) -> tuple[Cell, ...]:
    """Restrictions made less or lifted in the window, those begun, the one less the other, and those of leavers."""
    rows = restrictions(dataset)
    ended = _within(rows, "ended_on", window)
    left = ended & away(dataset, rows, rows["ended_on"].astype("datetime64[s]") + pd.Timedelta(1, "D"))
    eased = (ended & ~left) | _within(rows, "last_reduced_on", window)
    begun = _within(rows, "started_on", window)
    counted = tuple(
        group_cell("restrictions", rows[mask], group=group, label=label, unit="restrictions")
        for group, label, mask in (
            ("reduced-or-lifted", "Reduced or lifted", eased),
            ("begun", "Begun", begun),
            ("child-left", "Ended because the child left", left),
        )
    )
    net = float(eased.sum() - begun.sum())
    return (
        *counted,
        Cell(
            group="net",
            label="Reduced or lifted, less those begun",
            unit="restrictions",
            counts="duty",
            value=net,
        ),
    )


def _within(rows: pd.DataFrame, name: str, window: Window) -> pd.Series:
    inside = (rows[name] >= stamp(window.start)) & (rows[name] < stamp(window.end))
    return inside.fillna(False).astype(bool)


def _days_in_force(dataset: Dataset, window: Window, rows: pd.DataFrame) -> Cell:
    """The middle number of days that the restrictions have been in force."""
    days = (stamp(window.end) - rows["started_on"]).dt.days
    middle = order_interval(days.tolist())
    interval = (middle.low, middle.high) if middle.low is not None and middle.high is not None else None
    return Cell(
        group="days-in-force",
        label="Middle number of days in force",
        unit="days",
        counts="duty",
        value=middle.value,
        denominator=float(len(rows)),
        interval=interval,
        marker=None if middle.value is not None else "z",
        compare_window=comparison_id(dataset, window),
        children=rows["child_id"].nunique(),
        evidence=evidence("restrictions", rows),
    )


def _view(dataset: Dataset, window: Window, rows: pd.DataFrame) -> Cell:
    """Restrictions with the child's view recorded, of those where that is known."""
    known = rows[rows["child_view_recorded"].notna()]
    return part_cell(
        dataset,
        window,
        "restrictions",
        (known[flag(known, "child_view_recorded")], known, len(rows) - len(known)),
        "view",
        "Child's view recorded",
    )
