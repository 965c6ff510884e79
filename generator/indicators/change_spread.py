"""How soon an incident is followed by another for the same child, and how far incidents gather on few children."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np

from generator.indicator import indicator
from generator.indicators._headcount import days_to_next as gaps_to_next
from generator.indicators._headcount import pair_by_child
from generator.indicators._shared import NEEDS, comparison_id, is_current, when
from generator.indicators._tally import Places, held_places, incident_days, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing, Verdict
from generator.periods import Window
from generator.statistics import report
from generator.statistics.compare import compare
from generator.statistics.rates import Concentration, Survival, concentration, kaplan_meier
from generator.statistics.wording import amount, count_sentence, count_slots, verdict_sentence

EPOCH = date(1970, 1, 1)
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
    Leaves out: days the child was not here, where a roll is kept. Calendar days are counted without one, and for a
    child whom the roll does not have here on any day of the window.
    Read with care: incidents near the end of the window have had little time to be followed. Where fewer than half were
    followed the median is not reached, and the time until a quarter were followed is given.
    """
    held = held_places(dataset, window)
    durations, followed = waits(dataset, window, held)
    life = kaplan_meier(durations.tolist(), followed.tolist())
    if 2 * int(followed.sum()) < len(held):
        life = replace(life, median=None)
    slots = count_slots(
        "CHG-04",
        when=when(window),
        median=life.median,
        quartile=life.quartile if life.median is None else None,
        followed=int(followed.sum()) if len(held) else None,
        incidents=len(held),
        nobody=None if len(held) else when(window),
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
        cells=(_median(dataset, window, held, held[followed], life), quartile),
        slots=slots,
        headline=slots.certain,
    )


def waits(dataset: Dataset, window: Window, held: Places) -> tuple[np.ndarray, np.ndarray]:
    """For each incident the days here until the child's next restrictive one, and whether one came in the window."""
    end = (min(window.end, dataset.calendar.end) - EPOCH).days
    days, gaps = incident_days(dataset)[held], gaps_to_next(dataset)[held]
    followed = gaps < end - days
    until = np.where(followed, days + np.where(followed, gaps, 0), end)
    names, who = tally_of(dataset).names, tally_of(dataset).who[held]
    here = dataset.exposure.days_of(names, who, days, until)
    on_roll = dataset.exposure.by_child(window)
    here[np.array([name not in on_roll for name in names], dtype=bool)[who]] = -1
    return np.where(here < 0, np.maximum(until - days, 0), here), followed


def _median(dataset: Dataset, window: Window, held: Places, again: Places, life: Survival) -> Cell:
    children, top = tally_of(dataset).behind(held)
    low, high = life.median_low, life.median_high
    reached = life.median is not None
    return Cell(
        unit="days",
        value=life.median,
        numerator=len(again),
        denominator=float(len(held)),
        interval=(low, high) if reached and low is not None and high is not None else None,
        marker=None if reached else "z",
        compare_window=comparison_id(dataset, window),
        children=children,
        top_share=top,
        evidence=tally_of(dataset).rows(again),
        sentence=count_sentence("CHG-04", when=when(window), median=life.median) if reached else NOT_REACHED,
    )


@indicator(
    id="CHG-08",
    title="Share of the children with most incidents",
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
    held = held_places(dataset, window)
    counts = tally_of(dataset).named(held)
    ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    here = set(dataset.exposure.by_child(window)) or set(tally_of(dataset).names)
    # A window that only serves comparison needs no chance line.
    told = window.kind != "before" or is_current(dataset, window)
    children = sorted(here | set(counts)) if told else []
    spread = concentration([counts.get(child, 0) for child in children])
    first, three = [child for child, _ in ranking[:1]], [child for child, _ in ranking[:3]]
    cells = (
        _share(dataset, held, first, "Total", "Child with most incidents", spread.top1_chance, spread),
        _share(dataset, held, three, "top-three", "Three children with most", spread.top3_chance, spread),
        *_without(dataset, window, first),
    )
    slots = count_slots(
        "CHG-08",
        top=ranking[0][1] if ranking else None,
        incidents=len(held),
        three=sum(count for _, count in ranking[:3]),
        chance=math.floor(spread.top1_chance * len(held)) if spread.enough else None,
    )
    if not ranking:
        slots = replace(slots, certain=f"No restrictive incident was recorded in {when(window)}.")
    return IndicatorResult(
        cells=cells,
        slots=slots,
        headline=slots.certain,
        listings=_listing(ranking, len(held)),
    )


def _of(dataset: Dataset, held: Places, codes: list[str]) -> np.ndarray:
    """Which of the incidents are of these children."""
    names = tally_of(dataset).names
    return np.isin(tally_of(dataset).who[held], [names.index(code) for code in codes])


def _share(
    dataset: Dataset,
    held: Places,
    codes: list[str],
    group: str,
    label: str,
    chance: float,
    spread: Concentration,
) -> Cell:
    if not len(held):
        return Cell(group=group, label=label, unit="%", counts="events", marker="z")
    mine = held[_of(dataset, held, codes)]
    children, top = tally_of(dataset).behind(mine)
    share = len(mine) / len(held)
    above = spread.enough and share > chance
    facts = {"k": len(codes), "x": len(mine), "n": len(held), "chance": 100 * chance}
    said = f"{amount(len(codes), 'child')} in {len(mine)} of {amount(len(held), 'incident')}"
    return Cell(
        group=group,
        label=label,
        unit="%",
        counts="events",
        value=100 * share,
        numerator=len(mine),
        denominator=float(len(held)),
        verdict=Verdict("R9", facts) if above else None if spread.enough else Verdict("R0", facts),
        children=children,
        top_share=top,
        evidence=tally_of(dataset).rows(mine),
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
    held = held_places(dataset, window)
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
            evidence=tally_of(dataset).rows(held[~_of(dataset, held, top)]),
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
            title="The children with most incidents, in the order of their codes",
            columns=("child", "incidents", "of all"),
            rows=tuple((child, count, total) for child, count in sorted(ranking[:3])),
        ),
    )
