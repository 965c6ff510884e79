"""Before and after a practice change."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

from generator.indicator import indicator, rate_interval
from generator.indicators._actions import CLOSED, Measured, Stretch, after_all, measure
from generator.indicators._scope import dated_actions
from generator.indicators._shared import is_current, needing, when
from generator.indicators._tally import tally_of
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Listing, Setting, Slots
from generator.periods import Window, day
from generator.statistics import report
from generator.statistics.wording import amount, count_slots, plain, verdict_sentence

BROAD = ("whole_setting", "group", "location", "time_of_day")
DRAWN = 10
READ = (
    "Changes usually start after a bad spell, and bad spells often ease on their own, so a lower number is not "
    "evidence that a change worked."
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
    interval, once more without the child with most incidents, and again 61 to 120 days after, counted from that week's
    end (a setting may choose other numbers of days). Whether it was raised before, in or after the month with most
    incidents of its scope is said where one month has most, from a year before it took effect to the end of the days
    compared.
    Leaves out: incidents on days when the place was closed, which are no child-days either (their number is given);
    changes without a date; those with fewer than 28 days of records before or after; and those whose scope the tables
    cannot follow. A difference is called only where it holds with all changes of the same reach (Holm: the whole
    setting, or a part). No ratio under ten incidents before and after together.
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
        cells=tuple(_cell(dataset, each) for each in found),
        slots=slots,
        headline=slots.certain,
        exhibits=_exhibit(dataset.setting, every) if current else (),
        listings=_listing(dataset.setting, every) if current else (),
    )


def measured(dataset: Dataset, start: date, end: date) -> tuple[Measured, ...]:
    """Every action that took effect in `[start, end)`, measured, in order of its date."""
    every: tuple[Measured, ...] = dataset.once("actions measured", lambda: _every(dataset))
    return tuple(each for each in every if start <= each.effective < end)


def _every(dataset: Dataset) -> tuple[Measured, ...]:
    """Every dated action of the data set, measured; it does not depend on the window that asks."""
    dated = dated_actions(dataset)
    ordered = sorted(dated, key=lambda each: (each.effective, each.id))
    found = [measure(dataset, action, dated) for action in ordered]
    level = report.level(dataset.calendar, "actions")
    judged = {
        each.id: verdict
        for wide in (True, False)
        for part in ([each for each in found if (each.scope == "whole_setting") == wide],)
        for each, verdict in zip(part, after_all([one.alone for one in part], level), strict=True)
    }
    return tuple(replace(each, among_all=judged[each.id]) for each in found)


def _cell(dataset: Dataset, each: Measured) -> Cell:
    """One change: the ratio of rates, or why there is none."""
    after = each.after
    ratio = each.ratio
    children, top = tally_of(dataset).behind(after.places) if after else (0, 0.0)
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
        children=children,
        top_share=top,
        evidence=tally_of(dataset).rows(after.places) if after else (),
        sentence=_sentence(each),
    )


def _sentence(each: Measured) -> str:
    """What may be said of one change, with its counts; never that it worked."""
    if each.before is None or each.after is None:
        return f"Not compared: {each.reason}."
    said = verdict_sentence(each.verdict, when=f"the {each.after.days} days after")
    peak = (
        f" The change was raised {each.peak}, the month with most incidents in its scope."
        if each.peak
        else ""
    )
    closed = f" {each.closed}" if each.closed else ""
    if each.selected:
        return f"{said}{peak}{closed}"
    counts = (
        f"{amount(each.before.count, 'incident')} in the {amount(each.before.days, 'day')} before, "
        f"{each.after.count} in {each.after.days} after."
    )
    decided = " It was decided before the result was seen." if each.decided_before else ""
    broken = " The recording law for schools changed in these days." if each.broken else ""
    return f"{counts} {said}{decided}{peak}{broken}{closed}"


def _compared(setting: Setting) -> tuple[int, str]:
    """How many days are compared, and what is left out after a change, in words."""
    left_out = int(setting.threshold("washout_days"))
    words = "one week" if left_out == 7 else amount(left_out, "day")
    return int(setting.threshold("before_after_days")), f"{words} left out"


def _exhibit(setting: Setting, every: tuple[Measured, ...]) -> tuple[Exhibit, ...]:
    """Rates before and after, with their plausible ranges, for changes that reach beyond one child."""
    shown = [each for each in every if each.scope in BROAD and each.measurable][-DRAWN:]
    if not shown:
        return ()
    days, left_out = _compared(setting)
    fewer = sum(1 for each in shown if each.verdict and each.verdict.klass == "R2")
    told = f"after {fewer} of them fewer incidents were recorded than the usual ups and downs would explain"
    return (
        Exhibit(
            id="chg-05",
            kind="before-after",
            headline=f"{amount(len(shown), 'practice change')} with enough incidents to compare; {told}",
            sub=f"Restrictive incidents for every 100 child-days, {days} days before and after, {left_out}; "
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
            marks={"unit": "per 100 child-days", "days": days},
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


def _listing(setting: Setting, every: tuple[Measured, ...]) -> tuple[Listing, ...]:
    """Every change with its counts, without the child with most, later on, and what else began in those days."""
    if not every:
        return ()
    lines = tuple(_line(each) for each in reversed(every[-50:]))
    left = len(every) - len(lines)
    days, _ = _compared(setting)
    note = (
        f"Incidents in {days} days before and after each change. {READ} Raised: before, in or after the month with "
        "most incidents of its scope, with their number."
    )
    if any(each.closed for each in every):
        note += CLOSED
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
                f"{days + 1} to {2 * days} days after",
                "also in these days",
                "raised",
            ),
            rows=lines,
            note=f"{note} {f'And {left:,} more.' if left else ''}".strip(),
        ),
    )


def _line(each: Measured) -> tuple[Any, ...]:
    also = list(each.overlaps)
    if each.broken:
        also.append("recording law for schools changed")
    if each.before is None or each.after is None:
        return (each.title, day(each.effective), "–", "–", "–", "–", ", ".join(also) or "–", "–")
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
        each.peak or "–",
    )


def _of(count: int, child_days: float) -> str:
    """A count with its rate, where there were children."""
    return f"{count} ({plain(round(100 * count / child_days, 2))} per 100)" if child_days else f"{count}"
