"""Seclusion by what the child experienced: how much of it there is, and under which name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.indicator import indicator, rate_interval
from generator.indicators import _seclusion as by_function
from generator.indicators._cells import part
from generator.indicators._shared import comparison_id, is_current, needing, newest, still, when
from generator.indicators._tally import Places, Tally, incidents_of, tally_of
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window, day
from generator.statistics.wording import count_slots

"""Events from which an interval of a rate is given; catalogue, rule 7.2."""


@indicator(
    id="SEC-01",
    title="Seclusion, whatever it was called",
    unit="per 100 child-days",
    better="down",
    answers=("Q25", "Q26"),
    needs=needing("prevented_from_leaving"),
)
def by_experience(dataset: Dataset, window: Window) -> IndicatorResult:
    """Incidents in which a child was kept from leaving, whatever that was called, for every 100 child-days.

    Counts: rows that are called seclusion, and rows where the child was prevented from leaving and that are not marked
    as a sanction. Beside the rate the number of incidents, of different children, by place, and all minutes that were
    recorded.
    Leaves out: removal as a sanction (SEC-02 shows where a child was prevented from leaving then). Not known: rows that
    do not say whether the child could leave. Missing minutes are not filled in; the minutes are those of the whole
    incident.
    Read with care: what schools must record changed on 1 April 2026, so terms before and after do not count the same.
    No test is made of the difference.
    """
    tally, found = tally_of(dataset), by_function.secluded(dataset, window)
    unknown = by_function.silent(dataset, window)
    children, _ = tally.behind(found)
    minutes = _minutes(dataset, tally, found)
    slots = count_slots(
        "SEC-01",
        incidents=len(found) or None,
        children=children,
        when=when(window),
        nobody=None if len(found) else when(window),
        unknown=unknown or None,
    )
    other = dataset.calendar.comparison(window)
    broken = by_function.broken(dataset, window, other)
    if broken:
        said = (
            f"Whether a difference is real: the {broken.label} on {day(broken.on)}, between the two windows."
        )
        slots = replace(slots, cannot=said)
    return IndicatorResult(
        cells=(
            _rate(dataset, window, tally, found, unknown),
            _children(dataset, window, tally, found),
            part(tally, found, "incidents", "Incidents", counts="events"),
            *((minutes,) if minutes else ()),
            *_places(dataset, tally, found),
        ),
        slots=slots,
        headline=slots.certain,
        exhibits=by_function.by_term(dataset, window),
    )


def _rate(dataset: Dataset, window: Window, tally: Tally, found: Places, unknown: int) -> Cell:
    """Incidents for every 100 child-days, with Garwood's interval."""
    days = dataset.exposure.child_days(window)
    children, top = tally.behind(found)
    return Cell(
        unit="per 100 child-days",
        counts="events",
        value=100 * len(found) / days if days else None,
        numerator=len(found),
        denominator=days,
        unknown=unknown,
        interval=rate_interval(len(found), days) if days else None,
        marker=None if days else "x" if days is None else "z",
        compare_window=comparison_id(dataset, window),
        children=children,
        top_share=top,
        evidence=tally.rows(found),
    )


def _children(dataset: Dataset, window: Window, tally: Tally, found: Places) -> Cell:
    """Different children, of those on the roll in the window."""
    here = dataset.exposure.by_child(window)
    one_each = tally.one_a_child(found)
    everyone = here.keys() | {tally.names[who] for who in tally.who[one_each].tolist()}
    children, top = tally.behind(found)
    return Cell(
        group="children",
        label="Children",
        unit="children",
        counts="children",
        value=float(children),
        numerator=children,
        denominator=float(len(everyone)) if here else None,
        children=children,
        top_share=top,
        evidence=tally.rows(one_each),
    )


def _minutes(dataset: Dataset, tally: Tally, found: Places) -> Cell | None:
    """All minutes that were recorded; nothing where no length of time is recorded at all."""
    if not dataset.has("incidents", "duration_minutes"):
        return None
    minutes = by_function.minutes(dataset)[found]
    timed = found[~np.isnan(minutes)]
    told = len(timed) > 0 or len(found) == 0
    return Cell(
        group="minutes",
        label="Minutes recorded, all together",
        unit="minutes",
        counts="events",
        value=float(np.nansum(minutes)) if told else None,
        denominator=float(len(timed)),
        unknown=len(found) - len(timed),
        marker=None if told else "x",
        children=tally.behind(timed)[0],
        evidence=tally.rows(timed),
    )


def _places(dataset: Dataset, tally: Tally, found: Places) -> tuple[Cell, ...]:
    """Incidents by place where there is more than one; rows that name none stand apart."""
    places = dataset.setting.places
    if len(places) < 2 or not dataset.has("incidents", "setting_id"):
        return ()
    at = dataset.once("SEC-01 places", lambda: dataset.place_of(dataset.incidents).to_numpy(object))[found]
    groups = [(place.id, place.name, found[at == place.id]) for place in places]
    nowhere = found[~np.isin(at.astype(str), [place.id for place in places])]
    if len(nowhere):
        groups.append(("not-known", "Place not recorded", nowhere))
    return tuple(
        part(tally, rows, f"place-{id}", name, counts="events", dims={"place": id})
        for id, name, rows in groups
    )


@indicator(
    id="SEC-02",
    title="Time apart, and what it was called",
    unit="incidents",
    better="to-zero",
    answers=("Q25", "Q44"),
    needs=needing("local_label"),
)
def name_and_reality(dataset: Dataset, window: Window) -> IndicatorResult:
    """Incidents whose name and what the child experienced do not fit, or that want a second look where they happened.

    Counts: each row once that is (a) seclusion by what the child experienced and is not called so, by its category or,
    where nothing else was done, by the setting's own word; (b) seclusion in a children's home that is not a secure one;
    (c) a removal as a sanction in which the child was prevented from leaving. Each of the three also stands alone.
    Leaves out: rows that do not say whether the child could leave, unless they are called seclusion; they are not
    known. Where that was never recorded, (c) is not available.
    Read with care: it asks for a look at the record and is no finding. A kind name can be meant kindly. For (b):
    regulation 20 of the Children's Homes (England) Regulations 2015 asks for a court's order where liberty is taken
    away; whether it was is not for figures to say.
    """
    tally, here = tally_of(dataset), by_function.recorded(dataset, window)
    kinds = by_function.mismatches(dataset)
    whole = here[np.logical_or.reduce([mask[here] for mask in kinds.values()])]
    recorded = dataset.has("incidents", "prevented_from_leaving")
    cells = [
        part(tally, here[mask[here]], group, label, counts="events")
        if recorded or group != "sanction-kept-in"
        else Cell(group=group, label=label, unit="incidents", counts="events", marker="x")
        for (group, label), mask in kinds.items()
    ]
    unknown = by_function.silent(dataset, window)
    total = part(tally, whole, "Total", "All", counts="events")
    slots = count_slots("SEC-02", rows=len(whole), when=when(window), unknown=unknown or None)
    return IndicatorResult(
        cells=(replace(total, unknown=unknown, compare_window=comparison_id(dataset, window)), *cells),
        slots=slots,
        headline=slots.certain,
        listings=_list(dataset, whole) if is_current(dataset, window) else (),
        due=still(
            len(whole), "incident", f"of time apart in {when(window)} whose name or place wants a second look"
        ),
    )


def _list(dataset: Dataset, whole: Places) -> tuple[Listing, ...]:
    """The rows to look at again, with the setting's own word and what does not fit."""
    kinds = by_function.mismatches(dataset)
    flags = zip(*(mask[whole].tolist() for mask in kinds.values()), strict=True)
    why = [
        ", ".join(label.lower() for (_, label), yes in zip(kinds, row, strict=True) if yes) for row in flags
    ]
    rows = incidents_of(dataset, whole, "local_label")
    return newest(
        dataset,
        rows,
        id="sec-02-look",
        title="Time apart whose name or place wants a second look",
        more={"your word": rows["local_label"].fillna("none").tolist(), "what does not fit": why},
    )
