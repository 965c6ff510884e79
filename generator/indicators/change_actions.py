"""Before and after a practice change."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from generator.indicator import evidence, indicator, rate_interval
from generator.indicators._actions import Measured, Stretch, after_all, measure
from generator.indicators._shared import ever_held, is_current, needing, when
from generator.indicators.practice import title_of
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Listing, Slots
from generator.periods import Window, day
from generator.statistics import report
from generator.statistics.wording import amount, count_slots, plain, verdict_sentence

BROAD = ("whole_setting", "group", "location", "time_of_day")
DRAWN = 10
READ = (
    "Incidents in 60 days before and after each change. Changes usually start after a bad spell, and bad spells often "
    "ease on their own, so a lower number is not evidence that a change worked."
)


@indicator(
    id="CHG-05",
    title="Before and after a practice change",
    unit="ratio",
    better="neither",
    answers=("Q8", "Q17"),
    needs=needing(actions=("action_id", "scope", "effective_from"), children=("child_id", "on_roll_from")),
    internal_only=True,
)
def before_and_after(dataset: Dataset, window: Window) -> IndicatorResult:
    """The rate of restrictive incidents after each practice change that took effect in the window, against before.

    Counts: incidents and child-days in the scope of the change (the whole setting, a child, a group, a place, a
    shift) in the 60 days before it and in 60 days after it, a week left out in between; the ratio with its exact
    interval, once more without the child with most incidents, and again 61 to 120 days after.
    Leaves out: changes without a date; those with fewer than 28 days of records before or after; and those whose
    scope the tables cannot follow. A difference is called only where it holds with all changes of the same reach
    (Holm: the whole setting, or a part). No ratio under ten incidents before and after together.
    Read with care: changes usually start after a bad spell, and bad spells often ease on their own, so a lower rate is
    not evidence that a change worked. Other changes in the same days are listed.
    """
    found = measured(dataset, window.start, window.end)
    slots = count_slots(
        "CHG-05",
        actions=len(found),
        when=when(window),
        measured=sum(each.measurable for each in found) if found else None,
    )
    current = is_current(dataset, window)
    every = measured(dataset, dataset.calendar.data_start, dataset.calendar.end) if current else found
    return IndicatorResult(
        cells=tuple(_cell(each) for each in found),
        slots=slots,
        headline=slots.certain,
        exhibits=_exhibit(every) if current else (),
        listings=_listing(every) if current else (),
    )


def measured(dataset: Dataset, start: date, end: date) -> tuple[Measured, ...]:
    """Every action that took effect in `[start, end)`, measured, in order of its date."""
    every: tuple[Measured, ...] = dataset.once("actions measured", lambda: _every(dataset))
    return tuple(each for each in every if start <= each.effective < end)


def _every(dataset: Dataset) -> tuple[Measured, ...]:
    """Every dated action of the data set, measured; it does not depend on the window that asks."""
    actions = dataset.tables["actions"]
    dated = actions[actions["effective_from"].notna()]
    ordered = dated.sort_values(["effective_from", "action_id"], kind="stable")
    held = ever_held(dataset)
    fields = ("child_id", "incident_date", "setting_id", "location_code", "shift_or_lesson")
    record = held[[name for name in fields if name in held.columns]].sort_values(
        "incident_date", kind="stable"
    )
    dated = dated.assign(_title=[title_of(action) for _, action in dated.iterrows()])
    found = [measure(dataset, record, action, dated) for _, action in ordered.iterrows()]
    level = report.level(dataset.calendar, "actions")
    judged = {
        each.id: verdict
        for wide in (True, False)
        for part in ([each for each in found if (each.scope == "whole_setting") == wide],)
        for each, verdict in zip(part, after_all([one.alone for one in part], level), strict=True)
    }
    return tuple(replace(each, among_all=judged[each.id]) for each in found)


def _cell(each: Measured) -> Cell:
    """One change: the ratio of rates, or why there is none."""
    after = each.after
    ratio = each.ratio
    by_child = after.rows["child_id"].value_counts() if after else pd.Series(dtype="int64")
    return Cell(
        group=each.group,
        label=each.title,
        unit="ratio",
        counts="events",
        value=ratio[0] if ratio else None,
        numerator=after.count if after else None,
        interval=(ratio[1], ratio[2]) if ratio and math.isfinite(ratio[2]) else None,
        marker=None if ratio else "u" if after else "x",
        verdict=each.verdict,
        children=len(by_child),
        top_share=float(by_child.iloc[0] / by_child.sum()) if len(by_child) else 0.0,
        evidence=evidence("incidents", after.rows) if after else (),
        sentence=_sentence(each),
    )


def _sentence(each: Measured) -> str:
    """What may be said of one change, with its counts; never that it worked."""
    if each.before is None or each.after is None:
        return f"Not compared: {each.reason}."
    said = verdict_sentence(each.verdict, when=f"the {(each.after.end - each.after.start).days} days after")
    if each.selected:
        return said
    counts = (
        f"{amount(each.before.count, 'incident')} in the {amount(_days(each.before), 'day')} before, "
        f"{each.after.count} in {_days(each.after)} after."
    )
    decided = " It was decided before the result was seen." if each.decided_before else ""
    broken = " The recording law for schools changed in these days." if each.broken else ""
    return f"{counts} {said}{decided}{broken}"


def _days(stretch: Stretch) -> int:
    return (stretch.end - stretch.start).days


def _exhibit(every: tuple[Measured, ...]) -> tuple[Exhibit, ...]:
    """Rates before and after, with their plausible ranges, for changes that reach beyond one child."""
    shown = [each for each in every if each.scope in BROAD and each.measurable][-DRAWN:]
    if not shown:
        return ()
    fewer = sum(1 for each in shown if each.verdict and each.verdict.klass == "R2")
    told = f"after {fewer} of them fewer incidents were recorded than the usual ups and downs would explain"
    return (
        Exhibit(
            id="chg-05",
            kind="before-after",
            headline=f"{amount(len(shown), 'practice change')} with enough incidents to compare; {told}",
            sub="Restrictive incidents for every 100 child-days, 60 days before and after, one week left out; "
            "with 95% ranges",
            columns=(
                "label",
                "date",
                "before",
                "before_lower",
                "before_upper",
                "after",
                "after_lower",
                "after_upper",
                "n_before",
                "n_after",
            ),
            rows=tuple(_row(each) for each in shown),
            slots=Slots(
                f"{amount(len(shown), 'practice change')} could be compared; counts stand beside each.",
                "Whether a change worked: changes usually start after a bad spell, and those often ease on their own.",
                "Ask the children and adults concerned what is different since each change.",
            ),
            marks={"unit": "per 100 child-days", "days": 60},
        ),
    )


def _row(each: Measured) -> tuple[Any, ...]:
    def side(stretch: Stretch | None) -> tuple[float | None, ...]:
        if stretch is None or not stretch.child_days:
            return None, None, None
        return (stretch.rate, *rate_interval(stretch.count, stretch.child_days))

    return (
        each.title,
        each.effective,
        *side(each.before),
        *side(each.after),
        each.before.count if each.before else 0,
        each.after.count if each.after else 0,
    )


def _listing(every: tuple[Measured, ...]) -> tuple[Listing, ...]:
    """Every change with its counts, without the child with most, later on, and what else began in those days."""
    if not every:
        return ()
    lines = tuple(_line(each) for each in reversed(every[-50:]))
    left = len(every) - len(lines)
    return (
        Listing(
            id="chg-05-changes",
            title="Practice changes, before and after",
            columns=(
                "change",
                "from",
                "before",
                "after",
                "without one child",
                "61 to 120 days after",
                "also in these days",
            ),
            rows=lines,
            note=f"{READ} {f'And {left:,} more.' if left else ''}".strip(),
        ),
    )


def _line(each: Measured) -> tuple[Any, ...]:
    also = list(each.overlaps)
    if each.broken:
        also.append("recording law for schools changed")
    if each.before is None or each.after is None:
        return (each.title, day(each.effective), "–", "–", "–", "–", ", ".join(also) or "–")
    top = each.top_child
    (a, days_a), (b, days_b) = each.before.without(top), each.after.without(top)
    return (
        each.title,
        day(each.effective),
        _of(each.before.count, each.before.child_days),
        _of(each.after.count, each.after.child_days),
        f"{_of(a, days_a)}, then {_of(b, days_b)}" if top and not each.selected else "–",
        _of(each.later.count, each.later.child_days) if each.later else "–",
        ", ".join(also) or "–",
    )


def _of(count: int, child_days: float) -> str:
    """A count with its rate, where there were children."""
    return f"{count} ({plain(round(100 * count / child_days, 2))} per 100)" if child_days else f"{count}"
