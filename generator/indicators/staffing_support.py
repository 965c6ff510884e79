"""Whether adults were supported after an incident, and how often they were hurt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from generator.indicator import indicator
from generator.indicators._adults import NOT_INVOLVED, first_parts
from generator.indicators._answers import (
    NO,
    UNKNOWN,
    YES,
    Answers,
    Told,
    answered,
    holders,
    holds,
    told,
    unknown_to_all,
)
from generator.indicators._apart import recorded_apart
from generator.indicators._cells import duty, share
from generator.indicators._clock import within
from generator.indicators._due import RECENT_DAYS, recent
from generator.indicators._first import first_reviews, ran_out, starts
from generator.indicators._shared import is_current, needing, newest, slug, still, when, words
from generator.indicators._tally import (
    Places,
    held_places,
    incidents_of,
    incidents_with,
    of_incident,
    rows_in,
    tally_of,
)
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window
from generator.statistics.wording import amount, count_slots, sentence_case

HURT = ("first_aid", "gp_or_minor_unit", "hospital", "serious", "fatal")
NOT_HURT = ("none", "mark_only")


@indicator(
    id="STF-05",
    title="Staff supported",
    unit="%",
    better="up",
    answers=("Q18",),
    needs=needing(reviews=("incident_id", "review_type", "held_at")),
)
def supported(dataset: Dataset, window: Window) -> IndicatorResult:
    """Adults involved in restrictive incidents for whom a debrief was held within 72 hours.

    Counts: each adult once for each incident, by the table of adults involved (without it, each incident once); met
    where a staff debrief of that incident was held within 72 hours of its start (`staff_debrief_hours`) and adults
    took part. Apart from it: incidents after which a debrief was held at any time, or stands among the support given.
    Leaves out: people who only gave leave beforehand and people who do not work here. Not known: the hours are not
    over yet, the start time is missing and decides, the only debrief is dated before the incident, or no staff debrief
    was ever recorded in this setting.
    Read with care: records say that a debrief was held after the incident, not who came; how good it was is not
    measured.
    """
    hours = int(dataset.setting.threshold("staff_debrief_hours"))
    table = _table(dataset)
    places = _involved(dataset, window, table)
    state, offered = dataset.once("debriefs", lambda: (_debriefed(dataset, hours), _offered(dataset)))
    by_row, offered_by_row = dataset.once(
        "debriefs by row", lambda: [of_incident(dataset, table, each, UNKNOWN) for each in (state, offered)]
    )
    waiting = _waiting(dataset, table, places, state)
    return duty(
        dataset,
        window,
        "STF-05",
        tally_of(dataset, table),
        told(by_row, places),
        groups=(_offered_cell(dataset, table, told(offered_by_row, places)),),
        listings=_missing(dataset, waiting, hours) if is_current(dataset, window) else (),
        due=still(
            len(recent(dataset, waiting)),
            "incident",
            f"in the last {RECENT_DAYS} days without a staff debrief in time",
        ),
        days=hours,
    )


def _offered_cell(dataset: Dataset, table: str, found: Told) -> Cell:
    """Debriefs whenever they were held, or named among the support given."""
    return share(
        dataset, None, tally_of(dataset, table), found, "offered", "Debrief offered or held at any time"
    )


def _missing(dataset: Dataset, places: Places, hours: int) -> tuple[Listing, ...]:
    """Incidents to offer a talk about, newest first."""
    title = f"No staff debrief within {amount(hours, 'hour')}"
    return newest(dataset, incidents_of(dataset, places), id="stf-05-missing", title=title)


def _waiting(dataset: Dataset, table: str, places: Places, state: Answers) -> Places:
    """The incidents of these rows after which no debrief came in time."""
    mine = np.zeros(len(state), dtype=bool)
    mine[places if table == "incidents" else dataset.linked(table)[places]] = True
    return np.flatnonzero(mine & (state == NO))


def _table(dataset: Dataset) -> str:
    """The table whose rows count: adults involved, or incidents where that table is not here."""
    told_by_adult = dataset.has("staff_involvement", "staff_id") and dataset.has("staff_involvement", "role")
    return "staff_involvement" if told_by_adult else "incidents"


def _involved(dataset: Dataset, window: Window, table: str) -> Places:
    """Each adult once for each restrictive incident of the window (or each incident)."""
    places = rows_in(dataset, window, table)
    if table == "incidents":
        return places
    counts = dataset.once(
        "adults involved", lambda: first_parts(dataset, lambda role: ~role.isin(NOT_INVOLVED))
    )
    return places[counts[places]]


def _debriefed(dataset: Dataset, hours: int) -> Answers:
    """For each incident whether a debrief in which adults took part came in time.

    Without a start time both ends of the day are tried.
    """
    reviews = dataset.tables["reviews"]
    which = reviews["review_type"].eq("staff_debrief")
    if not which.any():
        return unknown_to_all(dataset)
    if "staff_took_part" in reviews.columns:
        which &= reviews["staff_took_part"].astype("boolean").fillna(True).astype(bool)
    first = first_reviews(dataset, which)
    seen = np.flatnonzero(~np.isnat(first.at))
    earliest, latest, at = (pd.Series(each[seen]) for each in (*starts(dataset), first.at))
    in_time, late = within(earliest, at, hours).eq(True), within(latest, at, hours).eq(False)
    state = np.where(np.isnat(first.at) & ~first.early & ran_out(dataset, hours), NO, UNKNOWN).astype(np.int8)
    state[seen] = answered(in_time, ~(in_time | late).fillna(False))
    return state


def _offered(dataset: Dataset) -> Answers:
    """For each incident whether a debrief was held at any time or named among the support, where that is known."""
    debriefs = dataset.tables["reviews"]["review_type"].eq("staff_debrief").to_numpy(dtype=bool)
    offered, reviewed = (
        incidents_with(dataset, "reviews", each) for each in (debriefs, np.ones(len(debriefs), dtype=bool))
    )
    said = offered | reviewed
    if "post_incident_support" in dataset.incidents.columns:
        support = dataset.incidents["post_incident_support"]
        offered |= holds(support, "staff_debrief")
        said |= support.notna().to_numpy()
    return np.where(offered, YES, np.where(said, NO, UNKNOWN)).astype(np.int8)


@indicator(
    id="STF-06",
    title="Staff hurt",
    unit="per 100",
    better="down",
    answers=("Q18",),
    needs=needing("staff_injury"),
)
def hurt(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents in which an adult was hurt so that first aid or more was needed, for every 100.

    Counts: rows whose injury to an adult is first aid or more, out of rows that say; the same for each trigger that
    the rows name (a row with two triggers counts with both). Apart from it: adults' injuries in the table of other
    events, at the places that collected them throughout the window.
    Leaves out: a mark that needed nothing counts as not hurt. Not known: nothing recorded. Events by month count where
    the whole month lies in the window; a place that did not collect them for a part of it is left out, never nought.
    Read with care: small injuries are often not written down, and an injury in the table of other events may be one
    of these. It does not show whether the hold or something before it hurt the adult.
    """
    places = held_places(dataset, window)
    found = told(_hurt(dataset), places)
    other = recorded_apart(dataset, window)
    whole = share(dataset, window, tally_of(dataset), found, unit="per 100", counts="events")
    slots = count_slots(
        "STF-06",
        hurt=len(found.met) if len(found.known) else None,
        known=len(found.known),
        when=when(window),
        nobody=None if len(found.known) else when(window),
        unknown=found.unknown or None,
        other=int(other.value) if other.value else None,
    )
    current = is_current(dataset, window)
    listed = incidents_of(dataset, found.met) if current else None
    due = still(
        len(recent(dataset, found.met)),
        "incident",
        f"in the last {RECENT_DAYS} days in which an adult was hurt",
    )
    return IndicatorResult(
        cells=(replace(whole, sentence=slots.certain), *_triggers(dataset, places), other),
        slots=slots,
        headline=slots.certain,
        listings=()
        if listed is None
        else newest(dataset, listed, id="stf-06-hurt", title="Incidents in which an adult was hurt"),
        due=due if current else (),
    )


def _hurt(dataset: Dataset) -> Answers:
    """For each incident whether an adult needed first aid or more."""

    def answer() -> Answers:
        injury = dataset.incidents["staff_injury"]
        return answered(injury.isin(HURT), ~injury.isin([*HURT, *NOT_HURT]))

    return dataset.once("adults hurt", answer)  # type: ignore[no-any-return]


def _triggers(dataset: Dataset, places: Places) -> tuple[Cell, ...]:
    """One cell for each trigger that any of the rows names, in the order of the alphabet."""
    if "trigger_codes" not in dataset.incidents.columns:
        return ()
    named = dataset.once("triggers named", lambda: holders(dataset.incidents["trigger_codes"]))
    mine = {code: places[rows[places]] for code, rows in named.items()}
    return tuple(
        share(
            dataset,
            None,
            tally_of(dataset),
            told(_hurt(dataset), some),
            f"trigger-{slug(code)}",
            f"Trigger: {sentence_case(words(code))}",
            unit="per 100",
            counts="events",
            dims={"trigger": code},
        )
        for code, some in mine.items()
        if len(some)
    )
