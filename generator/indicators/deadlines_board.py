"""Whether boards and visitors looked when they should, and whether what they agreed was done in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from generator.indicator import indicator, refs
from generator.indicators._board import (
    QUALITY,
    VISITOR,
    Looks,
    actions_list,
    due,
    last_quality,
    looks,
    months_allowed,
    overdue,
    reviews_list,
)
from generator.indicators._cells import duty_result, plain_share
from generator.indicators._clock import places_under
from generator.indicators._shared import is_current
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import DAY, Window, day, months
from generator.statistics.wording import amount

BOARD = ("governors", "trust", "proprietor")


@dataclass(frozen=True)
class Counted:
    """A duty by its rows: the number of one for each time it was met; how often that is known, and how often not."""

    met: Sequence[int]
    known: int
    unknown: int


@indicator(
    id="DDL-04",
    title="Board looked and acted",
    unit="%",
    better="up",
    answers=("Q41", "Q44"),
    needs={"governance_reviews": ("review_on", "body")},
)
def board_looked(dataset: Dataset, window: Window) -> IndicatorResult:
    """Terms in which the board looked at this evidence, whether what it agreed was done, and visits to a home.

    Counts: terms of the window with a review by governors, trust or proprietor (where there is only a home, by its
    visitor as well), out of terms that are over or were looked at; agreed actions done by the day they were due, out
    of those due in the window; for a home, whole months with an independent visit (regulation 44 of the Children's
    Homes (England) Regulations 2015) and the days since the last review of the quality of care, which is due every
    six months (regulation 45). Beside them how many questions were asked.
    Leaves out: a month that the window cuts short. Not known: terms and months over before the first look in the
    table, which may begin later than looking did; a term still running without a review; and agreed actions with no
    day on which they are due. Where the table of actions has no day on which they were done, none is called late.
    Read with care: looking is not challenging. Read the questions, and what came of them.
    """
    found = looks(dataset)
    end = min(window.end, dataset.calendar.end)
    inside = found.inside(window.start, window.end)
    terms = _terms(dataset, window, found)
    homes = bool(places_under(dataset, "home", "secure_home"))
    current = is_current(dataset, window)
    return duty_result(
        dataset,
        "DDL-04",
        _share(dataset, window, terms, "Total", "Terms looked at"),
        groups=(
            _agreed(dataset, window, found),
            *((_visits(dataset, window, found), _quality(found, end)) if homes else ()),
            _questions(found, inside),
        ),
        listings=(*reviews_list(found.rows[inside]), *actions_list(found, end)) if current else (),
        due=due(dataset, found, homes) if current else (),
    )


def _bodies(dataset: Dataset) -> tuple[str, ...]:
    """Who counts as the board: in a home that stands alone its visitor and its review of quality do too."""
    return BOARD if places_under(dataset, "school") else (*BOARD, VISITOR, QUALITY)


def _terms(dataset: Dataset, window: Window, found: Looks) -> Counted:
    """Terms that the window touches: looked at by its end, over without, or still running."""
    board = found.by(*_bodies(dataset))
    first = found.on[board].min() if board.any() else None
    calendar, end = dataset.calendar, min(window.end, dataset.calendar.end)
    met, known, unknown = [], 0, 0
    for term in calendar.all_terms:
        if term.end <= window.start or term.start >= end:
            continue
        looked = board & found.inside(term.start, min(term.end, end))
        if looked.any():
            met.append(found.first_row(looked))
            known += 1
        elif term.end <= end and first is not None and np.datetime64(term.end) > first:
            known += 1
        else:
            unknown += 1
    return Counted(met, known, unknown)


def _share(dataset: Dataset, window: Window, found: Counted, group: str, label: str) -> Cell:
    """A share with the rows that met it."""
    table = "actions" if group == "actions-on-time" else "governance_reviews"
    return plain_share(
        dataset, window, table, found.met, found.known, found.unknown, group=group, label=label
    )


def _agreed(dataset: Dataset, window: Window, found: Looks) -> Cell:
    """Agreed actions that were due in the window, and done by then."""
    label, actions = "Agreed actions done by the day they were due", found.actions
    if actions is None:
        return Cell(group="actions-on-time", label=label, unit="%", counts="duty", marker="x")
    end = min(window.end, dataset.calendar.end)
    ran_out = (actions.due >= np.datetime64(window.start)) & (actions.due < np.datetime64(end))
    ran_out &= actions.of(np.full(len(found.on), True))
    here = actions.of(found.inside(window.start, window.end))
    met = actions.rows.index[ran_out & (actions.done <= actions.due)].tolist()
    counted = Counted(met, int(ran_out.sum()), int((here & np.isnat(actions.due)).sum()))
    said = (
        f"{len(met)} of {amount(counted.known, 'agreed action')} due in this window done in time."
        if counted.known
        else "No agreed action was due in this window."
    )
    return replace(_share(dataset, window, counted, "actions-on-time", label), sentence=said)


def _visits(dataset: Dataset, window: Window, found: Looks) -> Cell:
    """Whole months that ended in the window, with a visit; months before the first visit are not known."""
    visits = found.by(VISITOR)
    first = found.on[visits].min() if visits.any() else None
    met, known, unknown = [], 0, 0
    for month in months(window.start.replace(day=1), min(window.end, dataset.calendar.end)):
        if (month.end - DAY).month == month.end.month:
            continue  # Cut short by the end of the window: judged in the next one.
        visited = visits & found.inside(month.start, month.end)
        if visited.any():
            met.append(found.first_row(visited))
        if first is not None and np.datetime64(month.end) > first:
            known += 1
        else:
            unknown += 1
    counted = Counted(met, known, unknown)
    said = (
        f"An independent visit in {len(met)} of {amount(known, 'month')}."
        if known
        else "No month in this window can be judged yet."
    )
    label = "Home: months with an independent visit"
    return replace(_share(dataset, window, counted, "visits", label), sentence=said)


def _quality(found: Looks, end: date) -> Cell:
    """Days from the last review of quality to the end of the window, against the six months the regulation gives."""
    last = last_quality(found, end)
    waited = (end - DAY - last).days if last else None
    late = last is not None and overdue(last, end - DAY)
    said = (
        "No review of the quality of care is in the table by then."
        if last is None
        else f"Last on {day(last)}."
    )
    return Cell(
        group="quality-review",
        label="Home: days since the last review of the quality of care",
        unit="days",
        value=float(waited) if waited is not None else None,
        marker=None if waited is not None else "z",
        sentence=f"{said} More than {months_allowed()} months ago." if late else said,
    )


def _questions(found: Looks, inside: np.ndarray) -> Cell:
    """Questions that the reviews of the window asked, with the reviews that do not say how many."""
    label, rows = "Questions asked at the reviews", int(inside.sum())
    if "questions_asked" not in found.rows.columns or not rows:
        return Cell(group="questions", label=label, unit="questions", marker="x" if rows else "z")
    asked = pd.to_numeric(found.rows["questions_asked"]).to_numpy(dtype=float, na_value=np.nan)
    told = inside & ~np.isnan(asked)
    known, questions = int(told.sum()), float(asked[told].sum())
    return Cell(
        group="questions",
        label=label,
        unit="questions",
        value=questions if known else None,
        unknown=rows - known,
        marker=None if known else "x",
        evidence=refs("governance_reviews", found.rows.index[told].to_numpy()),
        sentence=f"{amount(int(questions), 'question')} at {amount(known, 'review')}." if known else "",
    )
