"""How child and adults see each other afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from generator.indicator import indicator
from generator.indicators._answers import Told, by_text
from generator.indicators._cells import part, share
from generator.indicators._shared import comparison_id, needing, when
from generator.indicators._tally import Mask, Places, Tally, held_places, tally_of
from generator.model import Better, Cell, Dataset, IndicatorResult, Slots
from generator.periods import Window
from generator.statistics.wording import count_slots

EMPTY, NOT_SAID, WORSE, SAME, BETTER = range(-1, 4)
SAID = {"worse": WORSE, "same": SAME, "better": BETTER}
"""Answers in order, as numbers; every other code says that somebody was asked and did not say."""
RATINGS = (
    (BETTER, "closer", "closer than before"),
    (SAME, "the-same", "the same as before"),
    (WORSE, "more-strained", "more strained than before"),
)
GOOD: Mapping[str, Better] = {"the-same": "neither", "more-strained": "down"}
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
    reviews, asked = tally_of(dataset, "reviews"), _asked(dataset, window)
    child, staff = (_answers(dataset, who) for who in ("child", "staff"))
    cells = tuple(
        _rated(dataset, window, asked, answers, *rating, who=who)
        for who, answers in (("child", child), ("adult", staff))
        for rating in RATINGS
    )
    slots = _slots(window, {cell.group: cell for cell in cells})
    pairs = asked[(child[asked] > NOT_SAID) & (staff[asked] > NOT_SAID)]
    lower = pairs[child[pairs] < staff[pairs]]
    silent = asked[child[asked] == NOT_SAID]
    return IndicatorResult(
        cells=(
            replace(cells[0], sentence=slots.certain),
            *cells[1:],
            _gap(dataset, window, pairs, child, staff),
            _part(reviews, lower, "child-lower", "Child sees it as less close than the adult does", pairs),
            _part(reviews, silent, "child-did-not-say", "Child asked, did not say", asked),
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


def _answers(dataset: Dataset, who: str) -> NDArray[np.int8]:
    """How the child or the adult sees the relationship, for each review; empty where that was not asked."""

    def find() -> NDArray[np.int8]:
        field = dataset.tables["reviews"][f"relationship_after_{who}"]
        return by_text(field, lambda code: SAID.get(code, NOT_SAID), EMPTY).astype(np.int8)

    return dataset.once(f"relationship after: {who}", find)  # type: ignore[no-any-return]


def _asked(dataset: Dataset, window: Window) -> Places:
    """Reviews of the window's restrictive incidents in which somebody was asked about the relationship."""

    def find() -> tuple[Places, Places]:
        answered = (_answers(dataset, "child") != EMPTY) | (_answers(dataset, "staff") != EMPTY)
        asked = np.flatnonzero(answered & (dataset.linked("reviews") >= 0))
        return asked, dataset.linked("reviews")[asked]

    asked, incident = dataset.once("reviews that asked about the relationship", find)
    held: Mask = np.zeros(len(dataset.incidents), dtype=bool)
    held[held_places(dataset, window)] = True
    return asked[held[incident]]  # type: ignore[no-any-return]


def _rated(
    dataset: Dataset,
    window: Window,
    asked: Places,
    answers: NDArray[np.int8],
    code: int,
    group: str,
    label: str,
    *,
    who: str,
) -> Cell:
    """One answer of the child or of the adult, out of all who gave one; the child's "closer" is the whole."""
    known = asked[answers[asked] > NOT_SAID]
    whole = who == "child" and group == "closer"
    return share(
        dataset,
        window,
        tally_of(dataset, "reviews"),
        Told(known[answers[known] == code], known, len(asked) - len(known)),
        "Total" if whole else f"{who}-{group}",
        f"{'Child' if who == 'child' else 'Adult'}: {label}",
        counts="other",
        better=GOOD.get(group),
    )


def _gap(
    dataset: Dataset, window: Window, pairs: Places, child: NDArray[np.int8], staff: NDArray[np.int8]
) -> Cell:
    """Points between the child's and the adult's share of "closer", among reviews in which both answered."""
    whole = Cell(
        group="gap",
        label="Closer: child less adult, where both answered",
        unit="% points",
        denominator=float(len(pairs)),
        better="neither",
    )
    if len(pairs) < dataset.setting.threshold("min_answers"):
        few = "Too few reviews in which both answered for a difference."
        return replace(whole, marker="u" if len(pairs) else "z", sentence=few)
    shares = [100 * float((each[pairs] == BETTER).mean()) for each in (child, staff)]
    children, top = tally_of(dataset, "reviews").behind(pairs)
    return replace(
        whole,
        value=shares[0] - shares[1],
        compare_window=comparison_id(dataset, window),
        children=children,
        top_share=top,
    )


def _part(reviews: Tally, places: Places, group: str, label: str, whole: Places) -> Cell:
    return part(
        reviews, places, group, label, unit="reviews", of=len(whole), counts="other", better="neither"
    )
