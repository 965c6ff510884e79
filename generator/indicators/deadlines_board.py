"""Whether boards and visitors looked when they should, and whether what they agreed was done in time."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from generator.indicator import evidence, indicator
from generator.indicators._board import (
    QUALITY,
    VISITOR,
    actions_list,
    agreed_rows,
    due,
    inside_of,
    last_quality,
    months_allowed,
    overdue,
    reviews_list,
)
from generator.indicators._clock import places_under
from generator.indicators._shared import comparison_id, is_current, percent_from, stamp
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import DAY, Window, day, months
from generator.statistics.compare import process
from generator.statistics.rates import wilson
from generator.statistics.wording import amount, duty_sentence, duty_slots, share_words

BOARD = ("governors", "trust", "proprietor")


@dataclass(frozen=True)
class Counted:
    """A duty by its rows: one for each time it was met; how often that is known, and how often not."""

    met: pd.DataFrame
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
    Leaves out: terms over before the first review in the table, which may begin later than looking did. Not known: a
    term still running without a review, and agreed actions with no day on which they are due.
    Read with care: looking is not challenging. Read the questions, and what came of them.
    """
    reviews = dataset.tables["governance_reviews"]
    reviews = reviews[reviews["review_on"].notna() & (reviews["review_on"] < stamp(dataset.calendar.end))]
    inside = inside_of(reviews, window.start, window.end)
    terms = _terms(dataset, window, reviews)
    base = percent_from(dataset)
    said = duty_sentence("DDL-04", len(terms.met), terms.known, terms.unknown)
    share = share_words(len(terms.met), terms.known, percent_from=base)
    homes = bool(places_under(dataset, "home", "secure_home"))
    current = is_current(dataset, window)
    return IndicatorResult(
        cells=(
            _cell(dataset, window, terms, "Total", "Terms looked at", f"{said} {share}"),
            *_agreed(dataset, window, reviews),
            *(_visits(dataset, window, reviews) if homes else ()),
            *(_quality(dataset, window, reviews) if homes else ()),
            _questions(inside),
        ),
        slots=duty_slots("DDL-04", len(terms.met), terms.known, terms.unknown),
        headline=said,
        listings=(*reviews_list(inside), *actions_list(dataset, reviews, window)) if current else (),
        due=due(dataset, reviews, homes) if current else (),
    )


def _bodies(dataset: Dataset) -> tuple[str, ...]:
    """Who counts as the board: in a home that stands alone its visitor and its review of quality do too."""
    return BOARD if places_under(dataset, "school") else (*BOARD, VISITOR, QUALITY)


def _terms(dataset: Dataset, window: Window, reviews: pd.DataFrame) -> Counted:
    """Terms that the window touches: looked at by its end, over without, or still running."""
    board = reviews[reviews["body"].isin(_bodies(dataset))]
    first = board["review_on"].min()
    calendar, end = dataset.calendar, min(window.end, dataset.calendar.end)
    met, known, unknown = [], 0, 0
    for term in calendar.all_terms:
        if term.end <= window.start or term.start >= end:
            continue
        rows = inside_of(board, term.start, min(term.end, end))
        if len(rows):
            met.append(rows.sort_values("review_on", kind="stable").iloc[:1])
            known += 1
        elif term.end <= end and pd.notna(first) and stamp(term.end) > first:
            known += 1
        else:
            unknown += 1
    return Counted(pd.concat(met) if met else board.iloc[:0], known, unknown)


def _cell(dataset: Dataset, window: Window, found: Counted, group: str, label: str, said: str) -> Cell:
    """A share with the rows that met it."""
    met, known = len(found.met), found.known
    enough = known >= percent_from(dataset)
    low, high = wilson(met, known)
    table = "actions" if group == "actions-on-time" else "governance_reviews"
    return Cell(
        group=group,
        label=label,
        unit="%",
        counts="duty",
        value=100 * met / known if known else None,
        numerator=met,
        denominator=float(known),
        unknown=found.unknown,
        interval=(100 * low, 100 * high) if enough else None,
        marker=None if known else "z",
        compare_window=comparison_id(dataset, window),
        verdict=process(met, known) if known else None,
        evidence=evidence(table, found.met),
        sentence=said.strip(),
    )


def _agreed(dataset: Dataset, window: Window, reviews: pd.DataFrame) -> tuple[Cell, ...]:
    """Agreed actions that were due in the window, and done by then."""
    label = "Agreed actions done by the day they were due"
    actions = agreed_rows(dataset, reviews)
    if "_due" not in actions.columns:
        return (Cell(group="actions-on-time", label=label, unit="%", counts="duty", marker="x"),)
    end = min(stamp(window.end), stamp(dataset.calendar.end))
    ran_out = actions[(actions["_due"] >= stamp(window.start)) & (actions["_due"] < end)]
    undated = agreed_rows(dataset, inside_of(reviews, window.start, window.end))
    unknown = int(undated["_due"].isna().sum())
    met = ran_out[ran_out["_done"] <= ran_out["_due"]]
    found = Counted(met, len(ran_out), unknown)
    said = f"{len(met)} of {amount(len(ran_out), 'agreed action')} due in this window done in time."
    return (_cell(dataset, window, found, "actions-on-time", label, said),)


def _visits(dataset: Dataset, window: Window, reviews: pd.DataFrame) -> tuple[Cell, ...]:
    """Whole months that ended in the window, with a visit; months before the first visit are not known."""
    visits = reviews[reviews["body"] == VISITOR]
    first = visits["review_on"].min()
    met, known, unknown = [], 0, 0
    for month in months(window.start.replace(day=1), min(window.end, dataset.calendar.end)):
        if (month.end - DAY).month == month.end.month:
            continue  # Cut short by the end of the window: judged in the next one.
        rows = inside_of(visits, month.start, month.end)
        if len(rows):
            met.append(rows.sort_values("review_on", kind="stable").iloc[:1])
        if pd.notna(first) and stamp(month.end) > first:
            known += 1
        else:
            unknown += 1
    found = Counted(pd.concat(met) if met else visits.iloc[:0], known, unknown)
    said = f"An independent visit in {len(met)} of {amount(known, 'month')}."
    return (_cell(dataset, window, found, "visits", "Home: months with an independent visit", said),)


def _quality(dataset: Dataset, window: Window, reviews: pd.DataFrame) -> tuple[Cell, ...]:
    """Days from the last review of quality to the end of the window, against the six months the regulation gives."""
    end = min(window.end, dataset.calendar.end)
    last = last_quality(reviews, end)
    waited = (end - DAY - last).days if last else None
    late = last is not None and overdue(last, end - DAY)
    said = (
        "No review of the quality of care is in the table by then."
        if last is None
        else f"Last on {day(last)}."
    )
    return (
        Cell(
            group="quality-review",
            label="Home: days since the last review of the quality of care",
            unit="days",
            value=float(waited) if waited is not None else None,
            marker=None if waited is not None else "z",
            sentence=f"{said} More than {months_allowed()} months ago." if late else said,
        ),
    )


def _questions(inside: pd.DataFrame) -> Cell:
    """Questions that the reviews of the window asked, with the reviews that do not say how many."""
    label = "Questions asked at the reviews"
    if "questions_asked" not in inside.columns or inside.empty:
        return Cell(group="questions", label=label, unit="questions", marker="x" if len(inside) else "z")
    asked = pd.to_numeric(inside["questions_asked"])
    known = int(asked.notna().sum())
    return Cell(
        group="questions",
        label=label,
        unit="questions",
        value=float(asked.sum()) if known else None,
        unknown=len(inside) - known,
        marker=None if known else "x",
        evidence=evidence("governance_reviews", inside[asked.notna()]),
        sentence=f"{amount(int(asked.sum()), 'question')} at {amount(known, 'review')}." if known else "",
    )
