"""How soon an incident is followed by another for the same child, and how far incidents gather on few children."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from generator.indicator import evidence, indicator
from generator.indicators._shared import (
    NEEDS,
    by_child_and_date,
    comparison_id,
    group_cell,
    held,
    pair_by_child,
    when,
)
from generator.model import Cell, Dataset, IndicatorResult, Listing, Verdict
from generator.periods import Window
from generator.statistics import report
from generator.statistics.compare import compare
from generator.statistics.rates import Concentration, Survival, concentration, kaplan_meier
from generator.statistics.wording import amount, count_sentence, count_slots, verdict_sentence

MIN_FOR_RATIO = 10
MIN_CHILDREN = 3
"""A ratio needs ten incidents in all and three children; catalogue, rule 7.2."""
NOT_REACHED = (
    "Fewer than half of the incidents were followed by another in this window: the median is not reached."
)


@indicator(
    id="CHG-04",
    title="Days to next incident",
    unit="days",
    better="up",
    answers=("Q9", "Q11"),
    needs=NEEDS,
    internal_only=True,
)
def days_to_next(dataset: Dataset, window: Window) -> IndicatorResult:
    """How many days pass from a restrictive incident to the same child's next one: the middle of all of them.

    Counts: for each restrictive incident of the window the days the child was here until the next; where none came by
    the end of the window, or the child left, the days until then count as "at least so long" (Kaplan and Meier).
    Leaves out: days the child was not here, where a roll is kept; without one, calendar days are counted.
    Read with care: incidents near the end of the window have had little time to be followed. Where fewer than half were
    followed the median is not reached, and the time until a quarter were followed is given.
    """
    rows = held(dataset, window)
    durations, followed = waits(dataset, window, rows)
    life = kaplan_meier(durations, followed)
    mask = np.asarray(followed, dtype=bool)
    again = rows[mask] if len(rows) else rows
    slots = count_slots(
        "CHG-04",
        when=when(window),
        median=life.median,
        quartile=life.quartile if life.median is None else None,
        followed=len(again),
        incidents=len(rows),
    )
    quartile = Cell(
        group="quartile",
        label="Days until a quarter were followed by another",
        unit="days",
        value=life.quartile,
        marker=None if life.quartile is not None else "z",
        compare_window=comparison_id(dataset, window),
    )
    return IndicatorResult(
        cells=(_median(dataset, window, rows, again, life), quartile), slots=slots, headline=slots.certain
    )


def waits(dataset: Dataset, window: Window, rows: pd.DataFrame) -> tuple[list[int], list[bool]]:
    """For each row the days here until the child's next restrictive incident, and whether one came in the window."""
    end = min(window.end, dataset.calendar.end)
    ordered = by_child_and_date(dataset)
    following = dataset.once("next incident", lambda: ordered.groupby("child_id")["incident_date"].shift(-1))
    following = following.reindex(rows.index)
    durations, followed = [], []
    for child, day, after in zip(rows["child_id"], rows["incident_date"], following, strict=True):
        came = pd.notna(after) and after.date() < end
        until: date = after.date() if came else end
        here = dataset.exposure.days_here(str(child), day.date(), until)
        durations.append(max((until - day.date()).days, 0) if here is None else here)
        followed.append(bool(came))
    return durations, followed


def _median(
    dataset: Dataset, window: Window, rows: pd.DataFrame, again: pd.DataFrame, life: Survival
) -> Cell:
    by_child = rows["child_id"].value_counts()
    low, high = life.median_low, life.median_high
    reached = life.median is not None
    return Cell(
        unit="days",
        value=life.median,
        numerator=len(again),
        denominator=float(len(rows)),
        interval=(low, high) if reached and low is not None and high is not None else None,
        marker=None if reached else "z",
        compare_window=comparison_id(dataset, window),
        children=len(by_child),
        top_share=float(by_child.iloc[0] / len(rows)) if len(rows) else 0.0,
        evidence=evidence("incidents", again),
        sentence=count_sentence("CHG-04", when=when(window), median=life.median) if reached else NOT_REACHED,
    )


@indicator(
    id="CHG-08",
    title="Concentration, and the level without the top child",
    unit="%",
    better="neither",
    answers=("Q10", "Q12"),
    needs=NEEDS,
    internal_only=True,
)
def gathered(dataset: Dataset, window: Window) -> IndicatorResult:
    """How many of the restrictive incidents involve one child, or three, and whether the level holds without the first.

    Counts: the share of the child with most incidents and of the three with most, out of all restrictive incidents in
    the window; and the rate against the earlier window once more without the child with most.
    Leaves out: nothing. A share is called more than chance gives only from twelve incidents on, and only above what
    equal chances for every child on the roll would exceed once in forty draws.
    Read with care: one child with many incidents may have been recorded more fully, and is first of all a child.
    """
    rows = held(dataset, window)
    counts = rows["child_id"].value_counts()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    ranking = [(str(child), int(count)) for child, count in ranked]
    here = set(dataset.exposure.by_child(window)) or set(dataset.incidents["child_id"])
    told = window.kind != "before"  # A window that only serves comparison needs no chance line.
    children = sorted(here | set(counts.index)) if told else []
    spread = concentration([int(counts.get(child, 0)) for child in children])
    first, three = [child for child, _ in ranking[:1]], [child for child, _ in ranking[:3]]
    cells = (
        _share(rows, first, "Total", "Child with most incidents", spread.top1_chance, spread),
        _share(rows, three, "top-three", "Three children with most", spread.top3_chance, spread),
        *_without(dataset, window, first),
    )
    slots = count_slots(
        "CHG-08",
        top=ranking[0][1] if ranking else None,
        incidents=len(rows),
        three=sum(count for _, count in ranking[:3]),
        chance=math.floor(spread.top1_chance * len(rows)) if spread.enough else None,
    )
    if not ranking:
        slots = replace(slots, certain=f"No restrictive incident was recorded in {when(window)}.")
    return IndicatorResult(
        cells=cells,
        slots=slots,
        headline=slots.certain,
        listings=_listing(ranking, len(rows)),
    )


def _share(
    rows: pd.DataFrame, children: list[str], group: str, label: str, chance: float, spread: Concentration
) -> Cell:
    mine = rows[rows["child_id"].isin(children)]
    if rows.empty:
        return Cell(group=group, label=label, unit="%", counts="events", marker="z")
    cell = group_cell(
        "incidents", mine, group=group, label=label, unit="%", denominator=float(len(rows)), counts="events"
    )
    share = len(mine) / len(rows)
    above = spread.enough and share > chance
    facts = {"k": len(children), "x": len(mine), "n": len(rows), "chance": 100 * chance}
    said = f"{amount(len(children), 'child')} in {len(mine)} of {amount(len(rows), 'incident')}"
    return Cell(
        group=group,
        label=label,
        unit="%",
        counts="events",
        value=100 * share,
        numerator=len(mine),
        denominator=float(len(rows)),
        verdict=Verdict("R9", facts) if above else None if spread.enough else Verdict("R0", facts),
        children=cell.children,
        top_share=cell.top_share,
        evidence=cell.evidence,
        sentence=f"{said}, more concentrated than chance would give." if above else f"{said}.",
    )


def _without(dataset: Dataset, window: Window, top: list[str]) -> tuple[Cell, ...]:
    """The rate against the earlier window without the child with most incidents, as a ratio."""
    other = dataset.calendar.comparison(window)
    if other is None or not top:
        return ()
    before, after = (
        {child: value for child, value in side.items() if child not in top}
        for side in pair_by_child(dataset, window, other)
    )
    a, b = (sum(count for count, _ in side.values()) for side in (before, after))
    days_a, days_b = (sum(days for _, days in side.values()) for side in (before, after))
    concerned = {child for side in (before, after) for child, (count, _) in side.items() if count}
    enough = a + b >= MIN_FOR_RATIO and len(concerned) >= MIN_CHILDREN and a > 0 and days_a > 0 and days_b > 0
    calendar = dataset.calendar
    verdict = compare(
        before,
        after,
        alpha=report.level(calendar, "change"),
        speaks=report.speaks(calendar, "change", window) and _level_changed(dataset, window, other),
    )
    rows = held(dataset, window)
    rows = rows[~rows["child_id"].isin(top)]
    return (
        Cell(
            group="without-top-child",
            label="Rate against the earlier window, without the child with most",
            unit="ratio",
            value=(b / days_b) / (a / days_a) if enough else None,
            numerator=b,
            marker=None if enough else "u",
            compare_window=other.id,
            verdict=verdict,
            children=len(concerned),
            evidence=evidence("incidents", rows),
            sentence=f"Without the child with most: {verdict_sentence(verdict, when=when(window))}",
        ),
    )


def _level_changed(dataset: Dataset, window: Window, other: Window) -> bool:
    """Whether CHG-01 says so: what is left without one child is no test of its own beside that of the whole."""
    level = report.level(dataset.calendar, "change")
    return compare(*pair_by_child(dataset, window, other), alpha=level).klass in ("R2", "R3")


def _listing(ranking: list[tuple[str, int]], total: int) -> tuple[Listing, ...]:
    if not ranking:
        return ()
    return (
        Listing(
            id="chg-08-children",
            title="Children with most incidents",
            columns=("child", "incidents", "of all"),
            rows=tuple((child, count, total) for child, count in ranking[:3]),
        ),
    )
