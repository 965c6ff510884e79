"""How it felt for the child: listened to, treated fairly, safe now, and in the child's own words for feelings."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from generator.indicator import indicator, share_cell
from generator.indicators._reviews import by_code, flag, middle_cell
from generator.indicators._shared import comparison_id, group_cell, percent_from, slug, words
from generator.indicators.voice_more import given
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
    asked = [name for name, _, _ in QUESTIONS]
    rows = given(dataset, window, *asked, "captured_by_involved_staff", "feeling_codes")
    answered = rows[rows[asked].notna().any(axis=1)]
    feelings = _feelings(rows)
    lows = {group: _low(dataset, window, rows, name, group, label) for name, group, label in QUESTIONS}
    slots = _slots(len(answered), *lows.values())
    whole = group_cell(
        "child_views",
        answered,
        group="Total",
        label="Views with an answer",
        unit="views",
        denominator=float(len(rows)),
        counts="other",
    )
    whole = replace(
        whole,
        unknown=len(rows) - len(answered),
        compare_window=comparison_id(dataset, window),
        sentence=slots.certain,
    )
    middles = (_middle(dataset, window, rows, *question) for question in QUESTIONS)
    return IndicatorResult(
        cells=(whole, *middles, *lows.values(), *_by_who_asked(dataset, window, rows), *feelings),
        slots=slots,
        headline=slots.certain,
    )


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


def enough(dataset: Dataset, rows: pd.DataFrame) -> bool:
    """Whether there are answers enough, from children enough."""
    setting = dataset.setting
    children = rows["child_id"].nunique()
    return len(rows) >= setting.threshold("min_answers") and children >= setting.threshold(
        "min_answer_children"
    )


def _middle(dataset: Dataset, window: Window, rows: pd.DataFrame, name: str, group: str, label: str) -> Cell:
    """The middle answer to one question."""
    known = rows.loc[rows[name].notna(), ["child_id", name]]
    cell = middle_cell(
        "child_views",
        known,
        name,
        len(rows) - len(known),
        unit="from 1 to 5",
        enough=enough(dataset, known),
        compare_window=comparison_id(dataset, window),
        group=f"{group}-middle",
        label=f"{label}: middle answer",
    )
    return cell if cell.marker != "u" else replace(cell, sentence=FEW)


def _low(dataset: Dataset, window: Window, rows: pd.DataFrame, name: str, group: str, label: str) -> Cell:
    """Answers of 1 or 2 to one question, out of all answers to it."""
    known = rows.loc[rows[name].notna(), ["child_id", name]]
    cell = share_cell(
        "child_views",
        known[known[name] <= LOW],
        known,
        len(rows) - len(known),
        percent_from=percent_from(dataset),
        group=f"{group}-low",
        label=f"{label}: answered 1 or 2 of 5",
        counts="other",
        compare_window=comparison_id(dataset, window),
    )
    cell = replace(cell, better="down")
    if enough(dataset, known) or not len(known):
        return cell
    return replace(cell, value=None, interval=None, marker="u", sentence=FEW)


def _by_who_asked(dataset: Dataset, window: Window, rows: pd.DataFrame) -> tuple[Cell, ...]:
    """Low answers where the adult who asked took part in the incident, and where not; nothing where not recorded."""
    if not dataset.has("child_views", "captured_by_involved_staff"):
        return ()
    involved, told = flag(rows, "captured_by_involved_staff")
    return tuple(
        _low(dataset, window, part, name, f"{group}-{end}", f"{label}, {clause}")
        for name, group, label in QUESTIONS
        for part, end, clause in (
            (rows[involved], "asked-by-involved", "asked by an adult who took part"),
            (rows[told & ~involved], "asked-by-other", "asked by another adult"),
        )
    )


def _feelings(rows: pd.DataFrame) -> tuple[Cell, ...]:
    """Views that name each feeling, the most often named first."""
    if "feeling_codes" not in rows.columns:
        return ()
    named = by_code(rows[["child_id", "feeling_codes"]], "feeling_codes")
    told = float(rows["feeling_codes"].notna().sum())
    return tuple(
        replace(
            group_cell(
                "child_views",
                some,
                group=f"felt-{slug(code)}",
                label=f"Felt {words(code)}",
                unit="views",
                denominator=told,
                counts="other",
            ),
            better="neither",
        )
        for code, some in sorted(named.items(), key=lambda each: -len(each[1]))
    )
