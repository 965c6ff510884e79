"""Rules that hold for everyone: how many, how much of the time, and whether a lesser way was considered."""

from __future__ import annotations

import pandas as pd

from generator.indicator import evidence, indicator
from generator.indicators._restrictions import (
    BASIC,
    active,
    child_days,
    days_under,
    flag,
    listing,
    restrictions,
)
from generator.indicators._shared import comparison_id, is_current, part_cell, still
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import DAY, Window, day
from generator.statistics.wording import count_slots


@indicator(
    id="LIB-03",
    title="Blanket rules",
    unit="restrictions",
    better="down",
    answers=("Q29",),
    needs={"restrictions": (*BASIC, "blanket")},
)
def blanket_rules(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictions that hold for everyone, in force on the last day of the window.

    Counts: restrictions marked as holding for everyone; the share of child-days in the window on which at least one
    of them held where the child was (a child of two places counts at each); and those for which a less restrictive
    way was considered, out of those where that is known.
    Leaves out: ordinary security of a site, which the setting keeps out of this list. Without a roll the share of
    child-days is known only where a rule held the whole window.
    Read with care: one rule can weigh more than five. A rule for all is asked about because no child needed it alone.
    """
    table = restrictions(dataset)
    table = table[flag(table, "blanket")]
    rows = active(dataset, window)
    rows = rows[flag(rows, "blanket")]
    considered = rows[rows["least_restrictive_considered"].notna()]
    thought = considered[flag(considered, "least_restrictive_considered")]
    whole = Cell(
        unit="restrictions",
        counts="duty",
        value=float(len(rows)),
        numerator=len(rows),
        compare_window=comparison_id(dataset, window),
        evidence=evidence("restrictions", rows),
    )
    covered = _covered(dataset, window, table)
    slots = count_slots(
        "LIB-03",
        rules=len(rows),
        on=day(window.end - DAY),
        share=round(covered[0].value) if covered[0].value is not None else None,
    )
    open_rows = rows.drop(index=thought.index)
    state = [
        "not known whether one was considered" if pd.isna(each) else "none considered"
        for each in open_rows["least_restrictive_considered"]
    ]
    return IndicatorResult(
        cells=(
            whole,
            *covered,
            part_cell(
                dataset,
                window,
                "restrictions",
                (thought, considered, len(rows) - len(considered)),
                "considered",
                "A less restrictive way considered",
            ),
        ),
        slots=slots,
        headline=slots.certain,
        listings=listing(
            dataset,
            open_rows,
            state,
            id="lib-03-considered",
            title="Rules for everyone: is there a less restrictive way?",
        ),
        due=still(
            len(open_rows), "rule", "for everyone where no less restrictive way is recorded as considered"
        )
        if is_current(dataset, window)
        else (),
    )


def _covered(dataset: Dataset, window: Window, table: pd.DataFrame) -> tuple[Cell, ...]:
    """The share of child-days under at least one rule: for all places together, and each where there are several."""
    places = dataset.setting.places
    parts = {
        place.id: (
            days_under(dataset, window, table[table["setting_id"] == place.id], place.id),
            child_days(dataset, window, place.id),
        )
        for place in places
    }
    whole = _percent(
        dataset, window, tuple(parts.values()), "child-days", "Child-days under at least one rule"
    )
    if len(places) < 2:
        return (whole,)
    return (
        whole,
        *(
            _percent(
                dataset,
                window,
                (parts[place.id],),
                f"child-days-{place.id}",
                f"Child-days under a rule, {place.name}",
            )
            for place in places
        ),
    )


def _percent(
    dataset: Dataset,
    window: Window,
    parts: tuple[tuple[float | None, float | None], ...],
    group: str,
    label: str,
) -> Cell:
    """Child-days under a rule out of all, in percent; not available where either is not known."""
    known = [(under, every) for under, every in parts if under is not None and every is not None]
    total = sum(every for _, every in known)
    available = len(known) == len(parts)
    return Cell(
        group=group,
        label=label,
        unit="%",
        counts="duty",
        value=100 * sum(under for under, _ in known) / total if available and total else None,
        denominator=total if available else None,
        marker=None if available and total else "z" if available else "x",
        compare_window=comparison_id(dataset, window),
        dims={"place": group.removeprefix("child-days-")} if group != "child-days" else {},
    )
