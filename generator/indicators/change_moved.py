"""Whether less recorded restriction came with more of something else."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from generator.indicator import indicator, refs
from generator.indicators._elsewhere import KINDS, collected, events, keys
from generator.indicators._shared import is_current, slug, when
from generator.indicators._tally import held_places, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window
from generator.rows import Rows
from generator.statistics.wording import amount, count_slots, plain

WELCOME = "positive_incident"
MIN_EVENTS = 10
"""Events in both windows together from which a change in percent is given; catalogue, rule 7.2."""


@dataclass(frozen=True)
class Pair:
    """One kind of event in both windows, at the places that collected it in both."""

    before: float
    after: float
    days_before: float
    days_after: float
    rows: Rows

    @property
    def ratio(self) -> float | None:
        """Rate after over rate before; nothing where nobody was here or there was none before."""
        if not (self.days_before > 0 and self.days_after > 0 and self.before > 0):
            return None
        return (self.after / self.days_after) / (self.before / self.days_before)

    @property
    def change(self) -> float | None:
        """The change in percent where there are ten events in both together."""
        enough = self.before + self.after >= MIN_EVENTS and self.ratio is not None
        return 100 * (self.ratio - 1) if enough and self.ratio is not None else None

    def up(self, percent: float, least: float) -> bool:
        """Whether it went up by so many in a hundred, with at least so many events now; from none counts as up."""
        if self.after < least or not (self.days_before > 0 and self.days_after > 0):
            return False
        return self.ratio is None or _at_least(100 * self.ratio, 100 + percent)

    def down(self, percent: float) -> bool:
        """Whether it went down by so many in a hundred, where a change in percent is given."""
        return (
            self.change is not None and self.ratio is not None and _at_least(100 - percent, 100 * self.ratio)
        )


def _at_least(one: float, other: float) -> bool:
    """Whether one is at or over the other; a rate just on a limit counts as reaching it."""
    return one >= other or math.isclose(one, other, rel_tol=1e-9)


@indicator(
    id="CHG-09",
    title="Other events beside restrictive incidents",
    unit="% change",
    better="neither",
    answers=("Q24", "Q27"),
    needs={
        "incidents": ("incident_id", "child_id", "incident_date", "intervention_category"),
        "related_events": ("setting_id", "event_date", "kind", "amount", "collected"),
    },
    internal_only=True,
)
def moved(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents against the earlier window, beside suspensions, removals and other events.

    Counts: the change in percent for every 100 child-days of restrictive incidents, and of each kind of other event
    that is marked as collected in both windows; things that went well stand beside them. Where restriction went down
    by 20 in a hundred or more and another kind went up by 20 or more with at least five events (a setting may choose
    other numbers), both are named together.
    Leaves out: a kind marked as not collected, or with no entry that covers the window: that is not nought. A place
    counts for a kind only where it collected it in both windows; a kind with entries before and after a window was
    collected in it. No percentage under ten events in both together, and none without a roll: where restriction has
    none, nothing is named. A number given for a month counts on its first day.
    Read with care: kinds are defined differently from place to place, and one can go up for reasons of its own.
    """
    other = dataset.calendar.comparison(window)
    held_pair = _restriction(dataset, window, other)
    pairs = {kind: _pair(dataset, window, other, kind) for kind, _ in KINDS}
    flagged = _flagged(dataset, held_pair, pairs)
    cells = (
        _cell("Total", "Restrictive incidents", held_pair, other),
        *(_cell(slug(kind), label, pairs[kind], other) for kind, label in KINDS),
    )
    slots = count_slots(
        "CHG-09",
        compared=sum(1 for pair in pairs.values() if pair),
        kinds=len(KINDS),
        when=when(window),
        flagged=len(flagged) or None,
    )
    current = is_current(dataset, window)
    said = tuple(
        f"{label} went up ({_counts(pairs[kind])}) while recorded restriction went down: is it the same children?"
        for kind, label in flagged
    )
    return IndicatorResult(
        cells=cells,
        slots=slots,
        headline=f"{said[0]}" if said else slots.certain,
        listings=_listing(held_pair, pairs) if current else (),
        due=said if current else (),
    )


def _restriction(dataset: Dataset, window: Window, other: Window | None) -> Pair | None:
    """Restrictive incidents in both windows; nothing without an earlier one."""
    if other is None:
        return None
    now, before = held_places(dataset, window), held_places(dataset, other)
    first, second = (dataset.exposure.child_days(each) or 0.0 for each in (other, window))
    return Pair(len(before), len(now), first, second, tally_of(dataset).rows(now))


def _pair(dataset: Dataset, window: Window, other: Window | None, kind: str) -> Pair | None:
    """One kind of event, at the places where it was collected in both windows; nothing where there is none."""
    if other is None:
        return None
    now, before = collected(dataset, window), collected(dataset, other)
    numbers = keys(dataset, kind)
    places = [
        place
        for place, key in zip(dataset.setting.places, numbers, strict=True)
        if key in now and key in before
    ]
    if not places:
        return None
    whole = len(places) == len(dataset.setting.places)
    ids = [place.id for place in places]
    first, second = (_child_days(dataset, each, ids, whole) for each in (other, window))
    mine = [key for key in numbers if key in now and key in before]
    every = events(dataset)
    rows = every.inside(window) & every.yes & (every.amounts > 0) & np.isin(every.keys, mine)
    was, is_now = (sum(found[key] for key in mine) for found in (before, now))
    return Pair(was, is_now, first, second, refs("related_events", every.numbers[rows]))


def _child_days(dataset: Dataset, window: Window, places: list[str], every: bool) -> float:
    """Child-days at the places; for all of a site a child on two rolls counts once a day."""
    if every:
        return dataset.exposure.child_days(window) or 0.0
    return sum(dataset.exposure.child_days(window, place) or 0.0 for place in places)


def _flagged(
    dataset: Dataset, restriction: Pair | None, pairs: dict[str, Pair | None]
) -> tuple[tuple[str, str], ...]:
    """Kinds that went up while restriction went down, by the setting's limits."""
    percent = dataset.setting.threshold("moved_percent")
    least = dataset.setting.threshold("moved_min_events")
    if restriction is None or not restriction.down(percent):
        return ()
    return tuple(
        (kind, label)
        for kind, label in KINDS
        if kind != WELCOME and (pair := pairs[kind]) is not None and pair.up(percent, least)
    )


def _cell(group: str, label: str, pair: Pair | None, other: Window | None) -> Cell:
    """The change in percent, or why there is none."""
    change = pair.change if pair else None
    return Cell(
        group=group,
        label=label,
        unit="% change",
        counts="events",
        value=change,
        denominator=pair.days_after if pair else None,
        marker=None if change is not None else "u" if pair else "x",
        compare_window=other.id if other else None,
        evidence=pair.rows if pair else (),
        sentence=f"{label}: {_counts(pair)}." if pair else f"{label}: not collected in both windows.",
    )


def _counts(pair: Pair | None) -> str:
    return f"{plain(pair.after)} after {plain(pair.before)}" if pair else "not collected"


def _listing(restriction: Pair | None, pairs: dict[str, Pair | None]) -> tuple[Listing, ...]:
    """All kinds side by side, with their counts."""
    if restriction is None:
        return ()
    named = [("Restrictive incidents", restriction), *((label, pairs[kind]) for kind, label in KINDS)]
    return (
        Listing(
            id="chg-09-kinds",
            title="Restriction and other events, before and now",
            columns=("kind", "before", "now", "for every 100 child-days"),
            rows=tuple((label, *_line(pair)) for label, pair in named),
            note="Not collected in both windows is not nought.",
        ),
    )


def _line(pair: Pair | None) -> tuple[str, str, str]:
    if pair is None:
        return "not collected", "not collected", "–"
    ratio = pair.ratio
    rate = "–" if ratio is None else f"{plain(round(ratio, 2))} times"
    return amount(pair.before, "event"), amount(pair.after, "event"), rate
