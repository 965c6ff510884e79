"""How often restriction is used, and with how many children."""

from __future__ import annotations

from dataclasses import replace

from generator.indicator import indicator, rate_interval
from generator.indicators._by_shift import shift_cells
from generator.indicators._cells import part
from generator.indicators._gaps import days_between
from generator.indicators._headcount import pair_by_child
from generator.indicators._series import control_exhibit, series
from generator.indicators._shared import ever_held, is_current, needing, when
from generator.indicators._tally import Places, held_places, place_numbers, tally_of
from generator.indicators._week import heat_exhibit
from generator.law import breaks_for
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Slots, Verdict
from generator.periods import Window, day
from generator.statistics import report
from generator.statistics.choose import choose
from generator.statistics.compare import compare, zero
from generator.statistics.wording import count_sentence, verdict_sentence, verdict_slots

"""Events from which an interval of a rate is given; catalogue, rule 7.2."""


@indicator(
    id="CHG-01",
    title="Restrictive incident rate",
    unit="per 100 child-days",
    better="down",
    answers=("Q9", "Q10"),
    needs=needing(),
)
def rate(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents for every 100 days that children were here, with how many children were involved.

    Counts: every row whose category is restrictive (held, seclusion and the like), once for each child in it, divided
    by child-days: one child on the roll of a place on a day it was open; with its exact range (95 %). Beside it the
    number of different children, of incidents, and of incidents by place and by shift. Restraint that a plan foresees
    as routine counts like any other.
    Leaves out: guided contact, removal as a sanction, and crises that ended without restriction. Without a roll there
    are counts and no rate, unless child-days are stated; the test then takes every child as here throughout, by stated
    child-days or by open days.
    Read with care: a rise can be fuller recording, and a fall can be silence, so read it beside recording confidence.
    A difference from the earlier window is tested by child, at this test's share of the report's 5 %, and stated only
    of the latest window and if it holds without the child with most. Where it would be "fewer" and there was no
    incident at all, the time without one is told instead, because records may have stopped.
    Shifts are set against hours worked; where the incidents of one child keep together in time, each counts for less in
    that test (Rao and Scott's design effect).
    """
    other = dataset.calendar.comparison(window)
    held = held_places(dataset, window)
    whole = _total(dataset, window, other, held)
    cells = (
        whole,
        _children(dataset, window, held),
        part(tally_of(dataset), held, "incidents", "Incidents", counts="events"),
        *_places(dataset, window, other, held),
        *shift_cells(dataset, window, other),
    )
    shifts = tuple(
        f"{each.label}: more incidents than hours worked would predict"
        for each in cells
        if each.verdict and each.verdict.facts.get("stands_out") == "high"
    )
    headline = _headline(whole, window, other)
    return IndicatorResult(
        cells=cells,
        slots=_slots(dataset, window, other, whole),
        headline=headline,
        exhibits=_exhibits(dataset, window) if is_current(dataset, window) else (),
        due=shifts,
    )


def _total(dataset: Dataset, window: Window, other: Window | None, held: Places) -> Cell:
    """The whole: rate with Garwood's interval, and what the comparison has earned."""
    days = dataset.exposure.child_days(window)
    children, top = tally_of(dataset).behind(held)
    verdict = _compared(dataset, window, other, None) if other else None
    return Cell(
        unit="per 100 child-days",
        counts="events",
        value=100 * len(held) / days if days else None,
        numerator=len(held),
        denominator=days,
        interval=rate_interval(len(held), days) if days else None,
        marker=None if days else "x" if days is None else "z",
        compare_window=other.id if other else None,
        verdict=verdict,
        children=children,
        top_share=top,
        evidence=tally_of(dataset).rows(held),
        sentence=verdict_sentence(verdict, when=when(window)),
    )


def _compared(dataset: Dataset, window: Window, other: Window, place: str | None) -> Verdict:
    """What the comparison by child has earned, at its share of the report.

    Where there are several places the whole has half of the share and the places share the other half.
    """
    calendar, places = dataset.calendar, len(dataset.setting.places)
    parts = 1 if places < 2 else 2 if place is None else 2 * places
    verdict = compare(
        *pair_by_child(dataset, window, other, place),
        alpha=report.level(calendar, "change") / parts,
        speaks=report.speaks(calendar, "change", window),
        totals_too=True,
    )
    return _silence(dataset, window, other, place, verdict) if verdict.klass == "R2" else verdict


def _silence(dataset: Dataset, window: Window, other: Window, place: str | None, verdict: Verdict) -> Verdict:
    """R5 in place of "fewer" where a window has no incident at all: records may have stopped (methods, section 9)."""
    if verdict.facts["b"]:
        return verdict
    where = next((each for each in dataset.setting.places if each.id == place), None)
    before, days = (dataset.calendar.open_days(each, where) for each in (other, window))
    return Verdict("R5", {**verdict.facts, **zero(int(verdict.facts["a"]), before, days).facts})


def _children(dataset: Dataset, window: Window, held: Places) -> Cell:
    """Different children with at least one restrictive incident, of those on the roll in the window."""
    here = dataset.exposure.by_child(window)
    children, top = tally_of(dataset).behind(held)
    return Cell(
        group="children",
        label="Children",
        unit="children",
        counts="children",
        value=float(children),
        numerator=children,
        denominator=float(len(here)) if here and children <= len(here) else None,
        children=children,
        top_share=top,
        evidence=tally_of(dataset).rows(tally_of(dataset).one_a_child(held)),
    )


def _places(dataset: Dataset, window: Window, other: Window | None, held: Places) -> tuple[Cell, ...]:
    """Incidents by place where there is more than one; rows that name none stand apart, so that all add up.

    Where no row ever names a place there are none: nothing recorded is not nought.
    """
    places = dataset.setting.places
    if len(places) < 2 or not dataset.has("incidents", "setting_id"):
        return ()
    where = place_numbers(dataset)[held]
    found = []
    for number, place in enumerate(places):
        verdict = _compared(dataset, window, other, place.id) if other else None
        cell = part(
            tally_of(dataset),
            held[where == number],
            place.id,
            place.name,
            dims={"place": place.id},
            counts="events",
        )
        said = verdict_sentence(verdict, when=when(window))
        found.append(
            replace(cell, verdict=verdict, compare_window=other.id if other else None, sentence=said)
        )
    nowhere = held[where < 0]
    if len(nowhere):
        label, dims = "Place not recorded", {"place": "not-known"}
        found.append(part(tally_of(dataset), nowhere, "place-not-known", label, dims=dims, counts="events"))
    return tuple(found)


def _certain(whole: Cell, window: Window, other: Window | None) -> str:
    """The counts, the rate, and the count of the earlier window where there is one."""
    before = whole.verdict.facts.get("a") if whole.verdict else None
    return count_sentence(
        "CHG-01",
        incidents=whole.numerator,
        children=whole.children,
        when=when(window),
        rate=whole.value,
        before=before,
        then=when(other) if other else None,
    )


def _headline(whole: Cell, window: Window, other: Window | None) -> str:
    """What changed where something may be said of it, else the counts."""
    verdict = whole.verdict
    if verdict is not None and verdict.klass in ("R2", "R3"):
        more = "More" if verdict.klass == "R3" else "Fewer"
        return (
            f"{more} incidents were recorded in {when(window)} than the usual ups and downs would explain: "
            f"{verdict.facts['b']} after {verdict.facts['a']}."
        )
    return _certain(whole, window, other)


def _slots(dataset: Dataset, window: Window, other: Window | None, whole: Cell) -> Slots:
    """The three slots; where a definition changed between the two windows, that is what cannot be shown."""
    slots = verdict_slots(whole.verdict, _certain(whole, window, other), when=when(window))
    broken = [
        each
        for each in breaks_for(None, dataset.setting.places)
        if other and other.start < each.on < window.end
    ]
    if not broken:
        return slots
    said = f"Whether a difference is real: the {broken[-1].label} on {day(broken[-1].on)}, between the two windows."
    return replace(slots, cannot=said)


def _exhibits(dataset: Dataset, window: Window) -> tuple[Exhibit, ...]:
    """One chart a place, never home and school on one line, and the weekdays; none where rows name no place."""
    several = len(dataset.setting.places) > 1
    places = (
        (None,) if not several else dataset.setting.places if dataset.has("incidents", "setting_id") else ()
    )
    rows = ever_held(dataset)
    found: list[Exhibit | None] = []
    for place in places:
        whole = series(dataset, place)
        sparse = choose(whole.counts, whole.exposures).kind in ("since", "t")
        between = None
        if sparse:
            id_ = f"chg-01-{place.id}-days" if place else "chg-01-days"
            between = days_between(dataset, rows, place, id=id_, what="a restrictive incident")
        found.append(between or control_exhibit(dataset, window, place))
    return tuple(each for each in [*found, heat_exhibit(dataset, window)] if each is not None)
