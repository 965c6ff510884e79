"""Rules that hold for everyone: how many, how much of the time, and whether a lesser way was considered."""

from __future__ import annotations

import numpy as np

from generator.indicator import indicator
from generator.indicators._cells import share
from generator.indicators._restrictions import (
    BASIC,
    active,
    child_days,
    counted,
    days_under,
    flag,
    given,
    listing,
    restrictions,
)
from generator.indicators._shared import comparison_id, is_current, still
from generator.indicators._tally import Mask, Places, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import DAY, Window, day
from generator.statistics.wording import count_slots

CONSIDERED = "least_restrictive_considered"


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
    rules = flag(dataset, "blanket")
    here = active(dataset, window) & rules
    considered = here & given(dataset, CONSIDERED)
    thought = considered & flag(dataset, CONSIDERED)
    rows = np.flatnonzero(here)
    covered = _covered(dataset, window)
    slots = count_slots(
        "LIB-03",
        rules=len(rows),
        on=day(window.end - DAY),
        share=round(covered[0].value) if covered[0].value is not None else None,
    )
    untold = here & ~thought
    return IndicatorResult(
        cells=(
            _whole(dataset, window, rows),
            *covered,
            share(
                dataset,
                window,
                tally_of(dataset, "restrictions"),
                counted(thought, considered, here),
                "considered",
                "A less restrictive way considered",
            ),
        ),
        slots=slots,
        headline=slots.certain,
        listings=_to_consider(dataset, window, untold, considered),
        due=still(
            int(untold.sum()), "rule", "for everyone where no less restrictive way is recorded as considered"
        )
        if is_current(dataset, window)
        else (),
    )


def _whole(dataset: Dataset, window: Window, rows: Places) -> Cell:
    """How many rules there are; they are of no child, so none is counted behind them."""
    return Cell(
        unit="restrictions",
        counts="duty",
        value=float(len(rows)),
        numerator=len(rows),
        compare_window=comparison_id(dataset, window),
        evidence=tally_of(dataset, "restrictions").rows(rows),
    )


def _to_consider(dataset: Dataset, window: Window, untold: Mask, considered: Mask) -> tuple[Listing, ...]:
    """The rules for which nothing says that a less restrictive way was considered."""
    states = np.where(considered, "none considered", "not known whether one was considered")
    title = "Rules for everyone: is there a less restrictive way?"
    return listing(dataset, window, untold, states, id="lib-03-considered", title=title)


def _covered(dataset: Dataset, window: Window) -> tuple[Cell, ...]:
    """The share of child-days under at least one rule: for all places together, and each where there are several."""
    places = dataset.setting.places
    by_place = dataset.once("rules for all by place", lambda: _rules(dataset))
    parts = {
        place.id: (
            days_under(dataset, window, by_place[place.id], place.id),
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


def _rules(dataset: Dataset) -> dict[str, np.ndarray]:
    """For each place which restrictions are rules for all there."""
    rules, at = flag(dataset, "blanket"), restrictions(dataset)["setting_id"]
    return {
        place.id: rules & at.eq(place.id).fillna(False).to_numpy(dtype=bool)
        for place in dataset.setting.places
    }


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
