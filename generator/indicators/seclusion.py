"""Seclusion by what the child experienced: how much of it there is, and under which name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from generator.indicator import behind, evidence, indicator, rate_interval
from generator.indicators import _seclusion as by_function
from generator.indicators._shared import (
    at_place,
    comparison_id,
    group_cell,
    is_current,
    needing,
    newest,
    one_a_child,
    still,
    when,
)
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window, day
from generator.statistics.wording import count_slots

MIN_FOR_INTERVAL = 5
"""Events from which an interval of a rate is given; catalogue, rule 7.2."""


@indicator(
    id="SEC-01",
    title="Seclusion by function",
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
    rows = by_function.recorded(dataset, window)
    state = by_function.every_state(dataset).loc[rows.index]
    found, unknown = rows[state == "yes"], int((state == "unknown").sum())
    children = found["child_id"].nunique()
    minutes = _minutes(dataset, found)
    slots = count_slots(
        "SEC-01",
        incidents=len(found),
        children=children,
        when=when(window),
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
            _rate(dataset, window, found, unknown),
            group_cell(
                "incidents", found, group="incidents", label="Incidents", unit="incidents", counts="events"
            ),
            _children(dataset, window, found),
            *((minutes,) if minutes else ()),
            *_places(dataset, found),
        ),
        slots=slots,
        headline=slots.certain,
        exhibits=by_function.by_term(dataset, window),
    )


def _rate(dataset: Dataset, window: Window, found: pd.DataFrame, unknown: int) -> Cell:
    """Incidents for every 100 child-days, with Garwood's interval from five incidents."""
    days = dataset.exposure.child_days(window)
    children, top = behind(found)
    return Cell(
        unit="per 100 child-days",
        counts="events",
        value=100 * len(found) / days if days else None,
        numerator=len(found),
        denominator=days,
        unknown=unknown,
        interval=rate_interval(len(found), days) if days and len(found) >= MIN_FOR_INTERVAL else None,
        marker=None if days else "x" if days is None else "z",
        compare_window=comparison_id(dataset, window),
        children=children,
        top_share=top,
        evidence=evidence("incidents", found),
    )


def _children(dataset: Dataset, window: Window, found: pd.DataFrame) -> Cell:
    """Different children, of those on the roll in the window."""
    here = dataset.exposure.by_child(window)
    children, top = behind(found)
    return Cell(
        group="children",
        label="Children",
        unit="children",
        counts="children",
        value=float(children),
        numerator=children,
        denominator=float(len(here.keys() | set(found["child_id"]))) if here else None,
        children=children,
        top_share=top,
        evidence=one_a_child("incidents", found),
    )


def _minutes(dataset: Dataset, found: pd.DataFrame) -> Cell | None:
    """All minutes that were recorded; nothing where no length of time is recorded at all."""
    if not dataset.has("incidents", "duration_minutes"):
        return None
    known = found["duration_minutes"].dropna()
    return Cell(
        group="minutes",
        label="Minutes recorded, all together",
        unit="minutes",
        counts="events",
        value=float(known.sum()) if len(known) or found.empty else None,
        denominator=float(len(known)),
        unknown=len(found) - len(known),
        marker=None if len(known) or found.empty else "x",
        children=found.loc[known.index, "child_id"].nunique(),
        evidence=evidence("incidents", found.loc[known.index]),
    )


def _places(dataset: Dataset, found: pd.DataFrame) -> tuple[Cell, ...]:
    """Incidents by place where there is more than one; rows that name none stand apart."""
    places = dataset.setting.places
    if len(places) < 2:
        return ()
    named = {place.id: place.name for place in places}
    groups = [(id, name, at_place(dataset, found, id)) for id, name in named.items()]
    nowhere = found[~dataset.place_of(found).isin(named)]
    if len(nowhere):
        groups.append(("not-known", "Place not recorded", nowhere))
    return tuple(
        group_cell(
            "incidents",
            rows,
            group=f"place-{id}",
            label=name,
            unit="incidents",
            counts="events",
            dims={"place": id},
        )
        for id, name, rows in groups
    )


@indicator(
    id="SEC-02",
    title="Name and reality",
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
    rows = by_function.recorded(dataset, window)
    state = by_function.every_state(dataset).loc[rows.index]
    masks = by_function.mismatches(dataset, rows)
    together = np.logical_or.reduce([mask.to_numpy() for mask in masks.values()])
    whole = rows[together]
    recorded = dataset.has("incidents", "prevented_from_leaving")
    cells = [
        _mismatch(rows[mask], group, label, available=recorded or group != "sanction-kept-in")
        for (group, label), mask in masks.items()
    ]
    unknown = int((state == "unknown").sum())
    total = group_cell("incidents", whole, group="Total", label="All", unit="incidents", counts="events")
    slots = count_slots("SEC-02", rows=len(whole), when=when(window), unknown=unknown or None)
    return IndicatorResult(
        cells=(replace(total, unknown=unknown, compare_window=comparison_id(dataset, window)), *cells),
        slots=slots,
        headline=slots.certain,
        listings=_list(dataset, whole, masks) if is_current(dataset, window) else (),
        due=still(
            len(whole), "incident", f"of time apart in {when(window)} whose name or place wants a second look"
        ),
    )


def _list(
    dataset: Dataset, whole: pd.DataFrame, masks: dict[tuple[str, str], pd.Series]
) -> tuple[Listing, ...]:
    """The rows to look at again, with the setting's own word and what does not fit."""
    flags = zip(*(mask.loc[whole.index].tolist() for mask in masks.values()), strict=True)
    why = [
        ", ".join(label.lower() for (_, label), yes in zip(masks, row, strict=True) if yes) for row in flags
    ]
    return newest(
        dataset,
        whole,
        id="sec-02-look",
        title="Time apart whose name or place wants a second look",
        more={"your word": whole["local_label"].fillna("none").tolist(), "what does not fit": why},
    )


def _mismatch(rows: pd.DataFrame, group: str, label: str, *, available: bool) -> Cell:
    if not available:
        return Cell(group=group, label=label, unit="incidents", counts="events", marker="x")
    return group_cell("incidents", rows, group=group, label=label, unit="incidents", counts="events")
