"""Whether what a practice change aimed at still comes up, against everything else in the same days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from generator.indicator import indicator
from generator.indicators._actions import CLOSED, MIN_EVENTS, Measured, Stretch, after_all
from generator.indicators._headcount import ByChild
from generator.indicators._scope import coded_field
from generator.indicators._shared import is_current, needing, when, words
from generator.indicators._tally import Places, tally_of
from generator.indicators.change_actions import measured
from generator.model import Cell, Dataset, IndicatorResult, Listing, Verdict
from generator.periods import Calendar, Window, day
from generator.statistics import report
from generator.statistics.compare import compare
from generator.statistics.rates import RateRatio, exact_conditional
from generator.statistics.wording import amount, count_slots, plain, verdict_sentence

CODES = ("trigger_codes", "location_code", "shift_or_lesson")


@dataclass(frozen=True)
class Part:
    """Some of the incidents of one change's scope: those it aims at, or all others, before and after."""

    before: Places
    after: Places
    days_before: float
    days_after: float

    @cached_property
    def ratio(self) -> RateRatio | None:
        """After over before; nothing under ten incidents together, with none before, or with nobody here."""
        a, b = len(self.before), len(self.after)
        if a == 0 or a + b < MIN_EVENTS or not (self.days_before > 0 and self.days_after > 0):
            return None
        return exact_conditional(b, self.days_after, a, self.days_before)


@dataclass(frozen=True)
class Aimed:
    """One change that names what it aims at: its aimed incidents and all others, and what a test has earned."""

    action: Measured
    aims: str
    aimed: Part | None
    others: Part | None
    verdict: Verdict | None


@indicator(
    id="CHG-06",
    title="Does the trigger we acted on come back?",
    unit="ratio",
    better="down",
    answers=("Q7", "Q8"),
    needs=needing(
        "trigger_codes",
        actions=("action_id", "scope", "effective_from", "aims_at"),
        children=("child_id", "on_roll_from"),
    ),
    internal_only=True,
)
def aimed_at(dataset: Dataset, window: Window) -> IndicatorResult:
    """Incidents with the trigger, place or shift that a practice change aimed at, after it against before.

    Counts: for each change that took effect in the window and names what it aims at, restrictive incidents in its
    scope that carry one of those codes, in the 60 days before and in 60 days after, a week left out in between (a
    setting may choose other numbers), as a ratio of rates; beside it the same ratio for all other restrictive incidents
    in its scope.
    Leaves out: incidents on days when the place was closed; changes that name no aim or no date, those with too few
    days before or after, and those whose scope the tables cannot follow. No ratio under ten incidents in all.
    Read with care: what adults call a trigger drifts, and changes usually start after a bad spell. A lower ratio than
    for the others is a reason to ask on, not evidence that a change worked. Tests are corrected for their number.
    """
    every = _every(dataset)
    found = [each for each in every if window.start <= each.action.effective < window.end]
    comparable = sum(1 for each in found if each.aimed and each.aimed.ratio)
    slots = count_slots(
        "CHG-06", actions=len(found), when=when(window), measured=comparable if found else None
    )
    return IndicatorResult(
        cells=tuple(cell for each in found for cell in _cells(dataset, each)),
        slots=slots,
        headline=slots.certain,
        listings=_listing(every) if is_current(dataset, window) else (),
    )


def _every(dataset: Dataset) -> Sequence[Aimed]:
    """All changes with an aim, in order of date; worked out once, it does not depend on the window that asks."""
    return dataset.once("actions aimed", lambda: _corrected(dataset.calendar, _measure(dataset)))  # type: ignore[no-any-return]


def _measure(dataset: Dataset) -> list[Aimed]:
    actions = dataset.tables["actions"]
    aims = actions.set_index("action_id")["aims_at"].dropna()
    aims = aims[~aims.index.duplicated()]
    whole = measured(dataset, dataset.calendar.data_start, dataset.calendar.end)
    return [_aimed(dataset, each, str(aims[each.id])) for each in whole if each.id in aims.index]


def _aimed(dataset: Dataset, action: Measured, aims: str) -> Aimed:
    """One change, its incidents parted into those that carry a code it aims at and all others."""
    before, after = action.before, action.after
    if before is None or after is None:
        return Aimed(action, aims, None, None, None)
    first, second = (_carries(dataset, stretch.places, aims) for stretch in (before, after))
    aimed, others = (
        Part(
            before.places[first == wanted],
            after.places[second == wanted],
            before.child_days,
            after.child_days,
        )
        for wanted in (True, False)
    )
    facts: dict[str, int | float | str] = {
        "a": len(aimed.before),
        "b": len(aimed.after),
        "d1": before.days,
        "d2": after.days,
    }
    if action.selected:
        return Aimed(action, aims, aimed, others, Verdict("R7", facts))
    found = compare(_by_child(dataset, before, aimed.before), _by_child(dataset, after, aimed.after))
    return Aimed(action, aims, aimed, others, Verdict(found.klass, {**facts, **found.facts}))


def _carries(dataset: Dataset, places: Places, aims: str) -> np.ndarray:
    """Incidents with any of the codes among their triggers, as their place or as their shift."""
    mask = np.zeros(len(places), dtype=bool)
    for name in CODES:
        if name in dataset.incidents.columns:
            holding = _holding(dataset, name)
            cells = [cell for code in aims.split("|") for cell in holding.get(code, ())]
            mask |= np.isin(coded_field(dataset, name).numbers[places], cells)
    return mask


def _holding(dataset: Dataset, name: str) -> dict[str, list[int]]:
    """For each code of a field the numbers of the different cells that hold it: cells repeat, so they are few."""

    def make() -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, cell in enumerate(coded_field(dataset, name).cells):
            for code in cell.split("|"):
                found.setdefault(code, []).append(number)
        return found

    return dataset.once(f"cells by code of {name}", make)  # type: ignore[no-any-return]


def _by_child(dataset: Dataset, stretch: Stretch, places: Places) -> ByChild:
    counts = tally_of(dataset).named(places)
    return {child: (counts.get(child, 0), days) for child, (_, days) in stretch.by_child.items()}


def _corrected(calendar: Calendar, every: list[Aimed]) -> list[Aimed]:
    """The changes, where a difference is called only if it holds with all of them tested (Holm)."""
    level = report.level(calendar, "aims")
    said = after_all([each.verdict for each in every], level)
    return [replace(each, verdict=verdict) for each, verdict in zip(every, said, strict=True)]


def _cells(dataset: Dataset, each: Aimed) -> tuple[Cell, Cell]:
    aimed = _cell(dataset, each.action.group, f"{each.action.title}: aimed at {words(each.aims)}", each.aimed)
    others = _cell(dataset, f"{each.action.group}-others", f"{each.action.title}: all others", each.others)
    return replace(aimed, verdict=each.verdict, sentence=_sentence(each)), others


def _cell(dataset: Dataset, group: str, label: str, part: Part | None) -> Cell:
    """The ratio of one part, or why there is none."""
    ratio = part.ratio if part else None
    children, top = tally_of(dataset).behind(part.after) if part else (0, 0.0)
    return Cell(
        group=group,
        label=label,
        unit="ratio",
        counts="events",
        value=ratio.ratio if ratio else None,
        numerator=len(part.after) if part else None,
        interval=(ratio.low, ratio.high) if ratio and math.isfinite(ratio.high) else None,
        marker=None if ratio else "u" if part else "x",
        children=children,
        top_share=top,
        evidence=tally_of(dataset).rows(part.after) if part else (),
    )


def _sentence(each: Aimed) -> str:
    """The counts of both parts, and what the test has earned; never that a change worked."""
    if each.aimed is None or each.others is None or each.verdict is None:
        return f"Not compared: {each.action.reason}."
    aimed, others = each.aimed, each.others
    closed = f" {each.action.closed}" if each.action.closed else ""
    if each.action.selected:
        rest = f"All others in its scope: {len(others.before)} before, {len(others.after)} after."
        return f"{verdict_sentence(each.verdict)} {rest}{closed}"
    counts = (
        f"Aimed at: {amount(len(aimed.before), 'incident')} before, {len(aimed.after)} after. "
        f"All others: {len(others.before)} before, {len(others.after)} after."
    )
    return f"{counts} {verdict_sentence(each.verdict, when='the days after', some=True)}{closed}"


def _listing(every: Sequence[Aimed]) -> tuple[Listing, ...]:
    """Every change with an aim: both parts before and after, the latest first."""
    if not every:
        return ()
    lines = tuple(
        (
            each.action.title,
            day(each.action.effective),
            words(each.aims),
            *(_of(part) for part in (each.aimed, each.others)),
        )
        for each in reversed(every[-50:])
    )
    left = len(every) - len(lines)
    return (
        Listing(
            id="chg-06-aims",
            title="What each practice change aimed at, before and after",
            columns=("change", "from", "aims at", "aimed at: before, after", "all others: before, after"),
            rows=lines,
            note="Changes usually start after a bad spell, and bad spells often ease on their own."
            + (CLOSED if any(each.action.closed for each in every) else "")
            + (f" And {left:,} more." if left else ""),
        ),
    )


def _of(part: Part | None) -> str:
    """The counts before and after, with their ratio where there are enough."""
    if part is None:
        return "–"
    said = f"{len(part.before)}, {len(part.after)}"
    ratio = part.ratio
    return f"{said} (ratio {plain(round(ratio.ratio, 2))})" if ratio and ratio.ratio is not None else said
