"""Whether the recorded reason is one the law names, and whether something else was tried first."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicator import indicator
from generator.indicators._answers import Told, holds
from generator.indicators._cells import duty, not_collected, part, share
from generator.indicators._shared import column, held, is_current, needing, newest, still, when, words
from generator.indicators._tally import Mask, Tally, held_places, tally_of
from generator.law import ground, grounds_since
from generator.model import Better, Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window

CALMED = "de_escalated_no_restriction"
NAMED, NOT_NAMED, TO_CHECK, UNKNOWN = 1, 0, 2, -1
CODES = {"yes": NAMED, "no": NOT_NAMED, "check": TO_CHECK, "unknown": UNKNOWN}
TRIED, NOT_TRIED = 1, 0
SHOWN_AS = {NOT_NAMED: "not one the law names", TO_CHECK: "to check"}
GROUPS: tuple[tuple[int, str, str, Better], ...] = (
    (NOT_NAMED, "not-named", "Reason the law does not name", "to-zero"),
    (TO_CHECK, "to-check", "Reason that depends on more, or on other law", "neither"),
)


@indicator(
    id="LAW-01",
    title="Recorded reason is one the law names",
    unit="%",
    better="target",
    answers=("Q1", "Q5"),
    needs=needing("reason_primary"),
)
def ground_named(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents whose recorded reason is one the law names for that kind of setting.

    Counts: for a school section 93 of the Education and Inspections Act 2006, for a home regulation 20 of the
    Children's Homes (England) Regulations 2015; an incident counts where the main reason recorded is named there,
    out of incidents whose reason can be read.
    Leaves out: nothing else. Shown apart: reasons the law does not name, and reasons that depend on more than the
    reason or on other law (to check). Not known: no reason, "other", no setting on the row, or a day before that law
    was in force.
    Read with care: this says whether the reason as recorded is named. It does not say that an act was lawful or not.
    """
    tally, here = tally_of(dataset), held_places(dataset, window)
    answer = grounds(dataset)[here]
    known, named = here[answer != UNKNOWN], here[answer == NAMED]
    return duty(
        dataset,
        window,
        "LAW-01",
        tally,
        Told(named, known, len(here) - len(known)),
        groups=tuple(
            part(tally, here[answer == code], group, label, of=len(known), better=better)
            if len(known) or not len(here)
            else not_collected(group, label, better=better)
            for code, group, label, better in GROUPS
        ),
        listings=_reasons(dataset, window, answer) if is_current(dataset, window) else (),
        due=still(
            int(np.count_nonzero(answer == NOT_NAMED)),
            "incident",
            f"in {when(window)} with a reason the law does not name there",
        ),
    )


def _reasons(dataset: Dataset, window: Window, answer: NDArray[np.int8]) -> tuple[Listing, ...]:
    """Incidents with a reason that the law does not name, or to check; and those without one that can be read."""
    asked, silent = (answer == NOT_NAMED) | (answer == TO_CHECK), answer == UNKNOWN
    rows, others = (held(dataset, window, "reason_primary")[mask] for mask in (asked, silent))
    return (
        *newest(
            dataset,
            rows,
            id="law-01-reasons",
            title="Reasons to look at again",
            more={
                "reason": [words(reason) for reason in rows["reason_primary"]],
                "state": [SHOWN_AS[each] for each in answer[asked].tolist()],
            },
        ),
        *newest(
            dataset,
            others,
            id="law-01-unknown",
            title="Reasons that cannot be read",
            more={"reason": [words(reason) for reason in others["reason_primary"].fillna("not_recorded")]},
        ),
    )


def grounds(dataset: Dataset) -> NDArray[np.int8]:
    """For every incident whether its reason is named, by its setting's kind and the law in force on its day."""
    return dataset.once("LAW-01 grounds", lambda: _grounds(dataset))  # type: ignore[no-any-return]


def _grounds(dataset: Dataset) -> NDArray[np.int8]:
    rows = dataset.incidents
    kinds = {place.id: place.kind for place in dataset.setting.places}
    which, reasons = pd.factorize(rows["reason_primary"])
    where, places = pd.factorize(dataset.place_of(rows))
    # One row a reason and one column a place; the last of each is for "not recorded", which nothing can be read from.
    table = np.full((len(reasons) + 1, len(places) + 1), UNKNOWN, dtype=np.int8)
    since = np.full(len(places) + 1, np.datetime64("0001-01-01"), dtype="datetime64[s]")
    for number, place in enumerate(places):
        if place in kinds:
            table[:-1, number] = [CODES[ground(reason, kinds[place])] for reason in reasons]
            since[number] = np.datetime64(grounds_since(kinds[place]))
    held_on = rows["incident_date"].to_numpy()
    return np.where(held_on < since[where], UNKNOWN, table[which, where]).astype(np.int8)


@indicator(
    id="LAW-04",
    title="Something else tried first",
    unit="%",
    better="up",
    answers=("Q5", "Q6", "Q44"),
    needs=needing("de_escalation_used"),
)
def alternatives_first(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents in which another way of calming was tried first, or danger left no time for one.

    Counts: an incident with at least one way of calming recorded, or with "none" because of immediate danger, out of
    those where that is known. Apart from it: crises that ended without any restriction, out of all recorded crises.
    Leaves out: the second figure where crises without restriction were not recorded in both halves of the window and
    of the one it is compared with. Not known: nothing recorded, or "none" without a reason.
    Read with care: what was tried may not have been right for this child; how long it was tried is not known.
    """
    tally, here = tally_of(dataset), held_places(dataset, window)
    state = tried_first(dataset)[here]
    met, known = here[state == TRIED], here[state != UNKNOWN]
    return duty(
        dataset,
        window,
        "LAW-04",
        tally,
        Told(met, known, len(here) - len(known)),
        groups=(_ended_without(dataset, window, tally),),
        listings=_missing(dataset, window, state) if is_current(dataset, window) else (),
        due=still(len(known) - len(met), "incident", f"in {when(window)} where nothing else was tried first"),
    )


def _missing(dataset: Dataset, window: Window, state: NDArray[np.int8]) -> tuple[Listing, ...]:
    rest = state != TRIED
    said = {NOT_TRIED: "nothing tried first", UNKNOWN: "not known"}
    return newest(
        dataset,
        held(dataset, window)[rest],
        id="law-04-missing",
        title="Nothing tried first, or not known",
        more={"state": [said[each] for each in state[rest].tolist()]},
    )


def tried_first(dataset: Dataset) -> NDArray[np.int8]:
    """For every incident whether something was tried first, or danger left no time for it."""
    return dataset.once("LAW-04 tried first", lambda: _tried_first(dataset.incidents))  # type: ignore[no-any-return]


def _tried_first(rows: pd.DataFrame) -> NDArray[np.int8]:
    used = rows["de_escalation_used"]
    none = used.isin(["none"])
    reason = column(rows, "de_escalation_none_reason")
    told = reason.notna() & ~reason.isin(["", "not_recorded"])
    state = np.select(
        [used.isna(), ~none | reason.isin(["immediate_danger"]), told], [UNKNOWN, TRIED, NOT_TRIED], UNKNOWN
    )
    return state.astype(np.int8)


def _ended_without(dataset: Dataset, window: Window, tally: Tally) -> Cell:
    """Crises that ended without restriction, out of all; not available unless they were recorded throughout."""
    group, label = "ended-without-restriction", "Crises that ended without restriction"
    other = dataset.calendar.comparison(window)
    calm = _calm(dataset)
    if not all(_recorded(dataset, calm, each) for each in (window, *([other] if other else []))):
        return Cell(group=group, label=label, unit="%", counts="events", marker="x")
    here = dataset.places(window, restrictive=False)
    ended = here[calm[here]]
    crises = np.sort(np.concatenate([ended, held_places(dataset, window)]))
    return share(dataset, window, tally, Told(ended, crises, 0), group, label, counts="events")


def _calm(dataset: Dataset) -> Mask:
    """Which incidents are crises that were calmed without restriction."""

    def read() -> Mask:
        said = holds(dataset.incidents["intervention_category"], CALMED)
        return said & ~dataset.incidents["restrictive"].to_numpy(dtype=bool)

    return dataset.once("LAW-04 calmed without restriction", read)  # type: ignore[no-any-return]


def _recorded(dataset: Dataset, calm: Mask, window: Window) -> bool:
    """Whether crises without restriction were recorded in both halves of the window."""
    here = dataset.places(window, restrictive=False)
    dates = dataset.incidents["incident_date"].to_numpy()[here[calm[here]]]
    middle = np.datetime64(window.start + timedelta(days=window.days // 2))
    return bool((dates < middle).any() and (dates >= middle).any())
