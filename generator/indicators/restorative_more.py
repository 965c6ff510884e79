"""How child and adults see each other afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from generator.indicator import indicator, share_cell
from generator.indicators._reviews import with_child
from generator.indicators._shared import (
    comparison_id,
    group_cell,
    held,
    needing,
    percent_from,
    when,
)
from generator.model import Better, Cell, Dataset, IndicatorResult, Slots
from generator.periods import Window
from generator.statistics.wording import count_slots

SAID = ("better", "same", "worse")
RATINGS = (
    ("better", "closer", "closer than before"),
    ("same", "the-same", "the same as before"),
    ("worse", "more-strained", "more strained than before"),
)

BETTER: Mapping[str, Better] = {"the-same": "neither", "more-strained": "down"}
"""Which way is good news for the answers that are not "closer"."""


@indicator(
    id="RES-02",
    title="Relationship after",
    unit="%",
    better="up",
    answers=("Q23",),
    needs=needing(reviews=("incident_id", "relationship_after_child", "relationship_after_staff")),
)
def relationship_after(dataset: Dataset, window: Window) -> IndicatorResult:
    """How children see the relationship with the adults after a restrictive incident, and how adults see it.

    Counts: reviews of restrictive incidents of the window in which the child says the relationship is closer than
    before, out of those in which the child says closer, the same or more strained. Apart from it: the other two
    answers, the adults' answers, and, where both answered, how far apart the two shares of "closer" are and how often
    the child sees it as less close than the adult does; from five such pairs on (a setting may choose another
    number).
    Leaves out: reviews in which neither was asked. Not known: the child was not asked there, or did not say.
    Read with care: the child's answer leads. A child may say what is expected, and the adult who asks may be the one.
    """
    reviews = _asked(dataset, held(dataset, window))
    child = reviews["relationship_after_child"]
    staff = reviews["relationship_after_staff"]
    cells = (
        *(_rated(dataset, window, reviews, child, *rating, who="child") for rating in RATINGS),
        *(_rated(dataset, window, reviews, staff, *rating, who="adult") for rating in RATINGS),
    )
    slots = _slots(window, {cell.group: cell for cell in cells})
    pairs = reviews[child.isin(SAID) & staff.isin(SAID)]
    silent = reviews[child.eq("not_said").fillna(False).astype(bool)]
    return IndicatorResult(
        cells=(
            replace(cells[0], sentence=slots.certain),
            *cells[1:],
            _gap(dataset, window, pairs),
            _part(
                pairs[_rank(pairs, "child") < _rank(pairs, "staff")],
                pairs,
                "child-lower",
                "Child sees it as less close than the adult does",
            ),
            _part(silent, reviews, "child-did-not-say", "Child asked, did not say"),
        ),
        slots=slots,
        headline=slots.certain,
    )


def _slots(window: Window, cells: Mapping[str, Cell]) -> Slots:
    """What is certain: the child's answers first, then how many adults say closer."""
    said, adult_said = (int(cells[group].denominator or 0) for group in ("Total", "adult-closer"))
    return count_slots(
        "RES-02",
        said=said or None,
        closer=cells["Total"].numerator,
        same=cells["child-the-same"].numerator,
        strained=cells["child-more-strained"].numerator,
        nobody=None if said else when(window),
        adult_said=adult_said or None,
        adult_closer=cells["adult-closer"].numerator,
    )


def _asked(dataset: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """Reviews of these incidents in which the child or an adult was asked about the relationship."""
    reviews = with_child(dataset)
    asked = reviews["relationship_after_child"].notna() | reviews["relationship_after_staff"].notna()
    return reviews[asked & reviews["incident_id"].isin(rows["incident_id"])]


def _rated(
    dataset: Dataset,
    window: Window,
    reviews: pd.DataFrame,
    answer: pd.Series,
    code: str,
    group: str,
    label: str,
    *,
    who: str,
) -> Cell:
    """One answer of the child or of the adult, out of all who gave one; the child's "closer" is the whole."""
    known = reviews[answer.isin(SAID)]
    whole = who == "child" and group == "closer"
    cell = share_cell(
        "reviews",
        known[answer[known.index] == code],
        known,
        len(reviews) - len(known),
        percent_from=percent_from(dataset),
        group="Total" if whole else f"{who}-{group}",
        label=f"{'Child' if who == 'child' else 'Adult'}: {label}",
        counts="other",
        compare_window=comparison_id(dataset, window),
    )
    return cell if group == "closer" else replace(cell, better=BETTER[group])


def _rank(pairs: pd.DataFrame, who: str) -> pd.Series:
    """Answers in order: more strained 0, the same 1, closer 2."""
    return pairs[f"relationship_after_{who}"].map({"worse": 0, "same": 1, "better": 2}).astype("float64")


def _gap(dataset: Dataset, window: Window, pairs: pd.DataFrame) -> Cell:
    """Points between the child's and the adult's share of "closer", among reviews in which both answered."""
    group, label, unit = "gap", "Closer: child less adult, where both answered", "% points"
    compared = comparison_id(dataset, window)
    if len(pairs) < dataset.setting.threshold("min_answers"):
        few = "Too few reviews in which both answered for a difference."
        marker = "u" if len(pairs) else "z"
        return Cell(
            group=group,
            label=label,
            unit=unit,
            marker=marker,
            denominator=float(len(pairs)),
            sentence=few,
            better="neither",
        )
    shares = [100 * float((_rank(pairs, who) == 2).mean()) for who in ("child", "staff")]
    children = pairs["child_id"].value_counts()
    return Cell(
        group=group,
        label=label,
        unit=unit,
        value=shares[0] - shares[1],
        denominator=float(len(pairs)),
        compare_window=compared,
        better="neither",
        children=len(children),
        top_share=float(children.iloc[0] / children.sum()) if len(children) else 0.0,
    )


def _part(rows: pd.DataFrame, whole: pd.DataFrame, group: str, label: str) -> Cell:
    cell = group_cell(
        "reviews",
        rows,
        group=group,
        label=label,
        unit="reviews",
        denominator=float(len(whole)),
        counts="other",
    )
    return replace(cell, better="neither")
