"""How it felt for the child: listened to, treated fairly, safe now, and in the child's own words for feelings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from generator.indicator import indicator
from generator.indicators._answers import NO, YES, Told, numbers_of
from generator.indicators._cells import middle, part, share
from generator.indicators._heard import given, view_flags
from generator.indicators._shared import comparison_id, slug, words
from generator.indicators._tally import Places, Tally, tally_of
from generator.indicators.voice_more import by_code
from generator.model import Cell, Dataset, IndicatorResult, Slots
from generator.periods import Window
from generator.statistics.wording import count_slots

QUESTIONS = (
    ("felt_listened_to", "listened-to", "Listened to"),
    ("felt_treated_fairly", "treated-fairly", "Treated fairly"),
    ("felt_safe_now", "safe-now", "Safe now"),
)
LOW = 2
"""Answers of 1 or 2 out of 5 are counted as low; the catalogue's number."""
FEW = "Too few answers, or from too few children, for a figure: read the views themselves."


@indicator(
    id="VOI-04",
    title="How it felt",
    unit="views",
    better="up",
    answers=("Q21", "Q24"),
    needs={"child_views": ("child_id", "captured_on", *(name for name, _, _ in QUESTIONS))},
)
def how_it_felt(dataset: Dataset, window: Window) -> IndicatorResult:
    """How children felt in views captured in this window: listened to, treated fairly, safe now, each from 1 to 5.

    Counts: views with an answer to at least one of the three, out of views given. For each question apart the middle
    answer, and how many answers were 1 or 2 out of 5; the same again by whether the adult who asked took part in the
    incident; and how many views name each feeling.
    Leaves out: views a child declined to give. A question left empty was not asked: not known, and not low. No figure
    under five answers or from fewer than three children (a setting may choose other numbers).
    Read with care: a child may say what pleases the adult who asks. The three are never put together into one number.
    """
    views, places = tally_of(dataset, "child_views"), given(dataset, window)
    answered = places[~np.all([np.isnan(_scores(dataset, name)[places]) for name, _, _ in QUESTIONS], axis=0)]
    lows = [_low(dataset, window, places, *question) for question in QUESTIONS]
    slots = _slots(len(answered), *lows)
    whole = replace(
        part(
            views,
            answered,
            "Total",
            "Views with an answer",
            unit="views",
            of=len(places),
            counts="other",
            better=None,
        ),
        unknown=len(places) - len(answered),
        compare_window=comparison_id(dataset, window),
        sentence=slots.certain,
    )
    middles = (_middle(dataset, window, places, *question) for question in QUESTIONS)
    return IndicatorResult(
        cells=(
            whole,
            *middles,
            *lows,
            *_by_who_asked(dataset, window, places),
            *_feelings(dataset, views, places),
        ),
        slots=slots,
        headline=slots.certain,
    )


def _scores(dataset: Dataset, name: str) -> NDArray[np.float64]:
    """The answer of each view to one question, from 1 to 5; not a number where it was not asked."""
    views = dataset.tables["child_views"]
    return dataset.once(f"scores: {name}", lambda: numbers_of(views, name))  # type: ignore[no-any-return]


def _slots(views: int, listened: Cell, fair: Cell, safe: Cell) -> Slots:
    """What is certain: views with an answer, and the low answers to each question that has enough of them."""

    def of(cell: Cell) -> tuple[int | None, float | None]:
        return (cell.numerator, cell.denominator) if cell.value is not None else (None, None)

    return count_slots(
        "VOI-04",
        views=views,
        low_listened=of(listened)[0],
        listened=of(listened)[1],
        low_fair=of(fair)[0],
        fair=of(fair)[1],
        low_safe=of(safe)[0],
        safe=of(safe)[1],
    )


def _enough(dataset: Dataset, known: Places) -> bool:
    """Whether there are answers enough, from children enough."""
    setting = dataset.setting
    children, _ = tally_of(dataset, "child_views").behind(known)
    return len(known) >= setting.threshold("min_answers") and children >= setting.threshold(
        "min_answer_children"
    )


def _middle(dataset: Dataset, window: Window, places: Places, name: str, group: str, label: str) -> Cell:
    """The middle answer to one question."""
    scores = _scores(dataset, name)
    known = places[~np.isnan(scores[places])]
    cell = middle(
        dataset,
        window,
        tally_of(dataset, "child_views"),
        scores,
        (known, len(places) - len(known)),
        "from 1 to 5",
        f"{group}-middle",
        f"{label}: middle answer",
        enough=_enough(dataset, known),
    )
    return cell if cell.marker != "u" else replace(cell, sentence=FEW)


def _low(dataset: Dataset, window: Window, places: Places, name: str, group: str, label: str) -> Cell:
    """Answers of 1 or 2 to one question, out of all answers to it."""
    scores = _scores(dataset, name)[places]
    known = places[~np.isnan(scores)]
    cell = share(
        dataset,
        window,
        tally_of(dataset, "child_views"),
        Told(places[scores <= LOW], known, len(places) - len(known)),
        f"{group}-low",
        f"{label}: answered 1 or 2 of 5",
        counts="other",
        better="down",
    )
    if not len(known) or _enough(dataset, known):
        return cell
    return replace(cell, value=None, interval=None, marker="u", sentence=FEW)


def _by_who_asked(dataset: Dataset, window: Window, places: Places) -> tuple[Cell, ...]:
    """Low answers where the adult who asked took part in the incident, and where not; nothing where not recorded."""
    if not dataset.has("child_views", "captured_by_involved_staff"):
        return ()
    involved = view_flags(dataset, "captured_by_involved_staff")[places]
    return tuple(
        _low(dataset, window, part, name, f"{group}-{end}", f"{label}, {clause}")
        for name, group, label in QUESTIONS
        for part, end, clause in (
            (places[involved == YES], "asked-by-involved", "asked by an adult who took part"),
            (places[involved == NO], "asked-by-other", "asked by another adult"),
        )
    )


def _feelings(dataset: Dataset, views: Tally, places: Places) -> tuple[Cell, ...]:
    """Views that name each feeling, the most often named first."""
    if "feeling_codes" not in dataset.tables["child_views"].columns:
        return ()
    named = {code: places[mask[places]] for code, mask in by_code(dataset, "feeling_codes").items()}
    told = len(np.unique(np.concatenate(list(named.values())))) if named else 0
    return tuple(
        part(
            views,
            some,
            f"felt-{slug(code)}",
            f"Felt {words(code)}",
            unit="views",
            of=told,
            counts="other",
            better="neither",
        )
        for code, some in sorted(named.items(), key=lambda each: -len(each[1]))
        if len(some)
    )
