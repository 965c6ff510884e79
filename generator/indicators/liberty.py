"""Restrictions of liberty: on what authority, and whether they are looked at again and lifted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generator.indicator import indicator
from generator.indicators._cells import duty, part, share
from generator.indicators._restrictions import (
    BASIC,
    active,
    away,
    counted,
    dates,
    flag,
    given,
    last_day,
    listing,
    restrictions,
)
from generator.indicators._shared import comparison_id, still
from generator.indicators._tally import tally_of
from generator.law import definition
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window
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
    Leaves out: a child's restriction once the child has left the roll of that place. Not known: no authority filled
    in, or a court's order without its last day.
    Read with care: the record names an authority; whether it covers this restriction is for someone with legal
    training. Regulations 20 to 24 of the Children's Homes (England) Regulations 2015 ask it of homes; of schools it is
    asked here in the same way, as practice. Earlier windows are read with the dates as they stand now.
    """
    here = active(dataset, window)
    state = _basis(dataset, window)
    met, known = here & (state == "in date"), here & (state != "not known")
    alone = here & dataset.once("risk assessment alone", lambda: _alone(dataset))
    missing = int(known.sum() - met.sum())
    return duty(
        dataset,
        window,
        "LIB-01",
        tally_of(dataset, "restrictions"),
        counted(met, known, here),
        groups=(
            part(
                tally_of(dataset, "restrictions"),
                np.flatnonzero(alone),
                "risk-assessment-alone",
                "Risk assessment alone, where a child may not be free to leave",
                unit="restrictions",
                of=here.sum(),
            ),
        ),
        listings=listing(
            dataset,
            window,
            (here & ~met) | alone,
            np.where(met, "risk assessment alone", state),
            id="lib-01-look",
            title="Restrictions whose authority needs a look",
        ),
        due=still(missing, "restriction", "in force without an authority in date"),
    )


def _alone(dataset: Dataset) -> np.ndarray:
    """Restrictions that rest on a risk assessment alone though they may take away liberty."""
    rows = restrictions(dataset)
    found = rows["legal_basis"].eq("risk_assessment_only") & rows["kind"].isin(
        definition("liberty-deprived").kinds
    )
    return found.fillna(False).to_numpy(dtype=bool)


def _basis(dataset: Dataset, window: Window) -> np.ndarray:
    """For each restriction: in date, expired, none recorded or not known, on the last day of the window."""
    court = dataset.once("court orders", lambda: _is_one_of(dataset, COURT))
    nobody = dataset.once("no authority", lambda: _is_one_of(dataset, ("none_recorded",)))
    until = dates(dataset, "basis_expires_on")
    untold = ~given(dataset, "legal_basis") | (court & np.isnat(until))
    return np.select(
        [untold, nobody, until < last_day(window)], ["not known", "none recorded", "expired"], "in date"
    )


def _is_one_of(dataset: Dataset, codes: Sequence[str]) -> np.ndarray:
    return restrictions(dataset)["legal_basis"].isin(codes).to_numpy(dtype=bool)


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
    Leaves out: a restriction that ended because the child left that place is shown apart and does not count as lifted.
    Not known: no date of the next review, or one that was reviewed since the window, whose dates of then are gone.
    Read with care: regulation 21 of the Children's Homes (England) Regulations 2015 asks homes to keep limits under
    review and gives no number of days, so each row's own date counts. The table holds only the latest
    review and the latest step down, so earlier windows know less.
    """
    here = active(dataset, window)
    state = _review(dataset, window)
    met, overdue = here & (state == "not due yet"), here & (state == "overdue")
    known = met | overdue
    late = int(overdue.sum())
    return duty(
        dataset,
        window,
        "LIB-02",
        tally_of(dataset, "restrictions"),
        counted(met, known, here),
        groups=(
            *_moved(dataset, window),
            _days_in_force(dataset, window, here),
            _view(dataset, window, here),
        ),
        listings=listing(
            dataset,
            window,
            overdue,
            np.where(overdue, "review overdue", ""),
            id="lib-02-overdue",
            title="Restrictions whose review is overdue",
        ),
        due=still(late, "restriction", "in force whose review is overdue"),
    )


def _review(dataset: Dataset, window: Window) -> np.ndarray:
    """For each restriction: not due yet, overdue or not known, on the last day of the window."""
    due, done, last = dates(dataset, "review_due_on"), dates(dataset, "last_reviewed_on"), last_day(window)
    since = (done > last) | (done >= due)
    return np.select([np.isnat(due) | since, due < last], ["not known", "overdue"], "not due yet")


def _moved(dataset: Dataset, window: Window) -> tuple[Cell, ...]:
    """Restrictions made less or lifted in the window, those begun, the one less the other, and those of leavers."""
    ended = _within(dataset, "ended_on", window)
    left = ended & dataset.once("ended by leaving", lambda: away(dataset, dates(dataset, "ended_on") + 1))
    eased = (ended & ~left) | _within(dataset, "last_reduced_on", window)
    begun = _within(dataset, "started_on", window)
    moved = tuple(
        part(tally_of(dataset, "restrictions"), np.flatnonzero(mask), group, label, unit="restrictions")
        for group, label, mask in (
            ("reduced-or-lifted", "Reduced or lifted", eased),
            ("begun", "Begun", begun),
            ("child-left", "Ended because the child left", left),
        )
    )
    net = float(int(eased.sum()) - int(begun.sum()))
    return (
        *moved,
        Cell(
            group="net",
            label="Reduced or lifted, less those begun",
            unit="restrictions",
            counts="duty",
            value=net,
        ),
    )


def _within(dataset: Dataset, name: str, window: Window) -> np.ndarray:
    on = dates(dataset, name)
    found: np.ndarray = (np.datetime64(window.start, "D") <= on) & (on <= last_day(window))
    return found


def _days_in_force(dataset: Dataset, window: Window, here: np.ndarray) -> Cell:
    """The middle number of days that the restrictions have been in force."""
    days = (last_day(window) - dates(dataset, "started_on")[here]).astype(int) + 1
    middle = order_interval(days.tolist())
    rows = np.flatnonzero(here)
    return Cell(
        group="days-in-force",
        label="Middle number of days in force",
        unit="days",
        counts="duty",
        value=middle.value,
        denominator=float(len(rows)),
        interval=middle.interval,
        marker=None if middle.value is not None else "z",
        compare_window=comparison_id(dataset, window),
        children=tally_of(dataset, "restrictions").behind(rows)[0],
        evidence=tally_of(dataset, "restrictions").rows(rows),
    )


def _view(dataset: Dataset, window: Window, here: np.ndarray) -> Cell:
    """Restrictions with the child's view recorded, of those where that is known."""
    known = here & given(dataset, "child_view_recorded")
    seen = known & flag(dataset, "child_view_recorded")
    return share(
        dataset,
        window,
        tally_of(dataset, "restrictions"),
        counted(seen, known, here),
        "view",
        "Child's view recorded",
    )
