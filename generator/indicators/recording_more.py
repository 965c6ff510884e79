"""Whether each record holds what the law of its setting asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import pandas as pd

from generator.indicator import indicator
from generator.indicators._answers import NO, UNKNOWN, Answers, both, told
from generator.indicators._cells import duty, part, share
from generator.indicators._clock import among, home_frame, school_frame, spread
from generator.indicators._elements import FIELDS, Element, There, home_tests, school_tests
from generator.indicators._shared import NEEDS, is_current, newest, still, thin, when
from generator.indicators._tally import Places, held_places, incidents_of, tally_of
from generator.law import elements
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window
from generator.statistics.wording import amount


@dataclass(frozen=True)
class Judged:
    """One law: its records, its elements, and whether a record has all (yes), lacks one (no) or cannot be told."""

    group: str
    frame: pd.DataFrame
    elements: tuple[Element, ...]
    state: Answers

    @property
    def label(self) -> str:
        return self.group.capitalize()

    def rows(self, dataset: Dataset, window: Window) -> Places:
        """Where this law's records of the window stand among the incidents."""
        return among(dataset, window, self.group, self.frame)


@indicator(
    id="REC-02",
    title="Legal elements complete",
    unit="%",
    better="target",
    answers=("Q42",),
    needs=NEEDS,
)
def complete(dataset: Dataset, window: Window) -> IndicatorResult:
    """Records that hold every element which the rules of their setting name, and the element missing most often.

    Counts: in a home the eight elements of regulation 35(3)(a) of the Children's Homes (England) Regulations 2015, for
    restraint and discipline; in a school, for incidents from 1 April 2026 on, the nine that guidance on the record
    names. A record counts where all are filled in, out of those where that can be told.
    Leaves out: in a home restraint planned as routine in an education, health and care plan; in a school incidents
    before that day. Not known: an element that these tables do not hold at all, so long as no other is missing; and
    incidents that name no setting.
    Read with care: filled in is not the same as good. An account can be there and say little.
    """
    laws = dataset.once("legal elements", lambda: (_home(dataset), _school(dataset)))
    state, nowhere = dataset.once("records complete", lambda: _together(dataset, laws))
    rows = _rows(dataset, window, laws)
    found = told(state, rows)
    missing = rows[state[rows] == NO]
    unplaced = int(nowhere[held_places(dataset, window)].sum())
    result = duty(
        dataset,
        window,
        "REC-02",
        tally_of(dataset),
        found._replace(unknown=found.unknown + unplaced),
        groups=tuple(cell for each in laws for cell in _cells(dataset, window, each)),
        listings=_listing(dataset, laws, missing) if is_current(dataset, window) else (),
        due=still(len(missing), "record", f"of {when(window)} with an element missing"),
    )
    most = _most(dataset, window, laws)
    return replace(result, headline=f"{result.headline} {most}".strip())


def _home(dataset: Dataset) -> Judged:
    return _judged(dataset, "home", home_frame(dataset), home_tests())


def _school(dataset: Dataset) -> Judged:
    return _judged(dataset, "school", school_frame(dataset), school_tests())


def _judged(dataset: Dataset, side: str, frame: pd.DataFrame, tests: Sequence[There]) -> Judged:
    """All records under one law, each element with its name as `law.yml` has it."""
    names = elements(f"{side}-record").parts
    more = [name for name in FIELDS if name in dataset.incidents.columns and name not in frame.columns]
    rows = frame.join(dataset.incidents[more].loc[frame.index])
    found = tuple(
        Element(f"{side}-element-{number}", name, spread(dataset, frame, test(dataset, rows)))
        for number, (name, test) in enumerate(zip(names, tests, strict=True), 1)
    )
    return Judged(side, thin(frame, "_place"), found, reduce(both, (each.there for each in found)))


def _together(dataset: Dataset, laws: Sequence[Judged]) -> tuple[Answers, np.ndarray]:
    """Whether each record is complete, under both laws where both hold; and which restriction names no setting."""
    one, two = laws
    state = one.state.copy()
    under = [np.isin(np.arange(len(state)), each.frame["_place"].to_numpy()) for each in laws]
    state[under[1]] = two.state[under[1]]
    shared = under[0] & under[1]
    state[shared] = both(one.state, two.state)[shared]
    known = dataset.place_of(dataset.incidents).isin([place.id for place in dataset.setting.places])
    return state, ~known.to_numpy(dtype=bool)


def _rows(dataset: Dataset, window: Window, laws: Sequence[Judged]) -> Places:
    """The records of the window under either law, each once."""
    one, two = (each.rows(dataset, window) for each in laws)
    return np.concatenate([one, np.setdiff1d(two, one)])


def _cells(dataset: Dataset, window: Window, law: Judged) -> tuple[Cell, ...]:
    """One law's records as a share, and for each element the records without it."""
    rows = law.rows(dataset, window)
    if not len(rows):
        return ()
    whole = share(
        dataset,
        window,
        tally_of(dataset),
        told(law.state, rows),
        law.group,
        f"{law.label}: every element there",
        dims={"law": law.group},
    )
    return (whole, *(_missing(dataset, rows, law, each) for each in law.elements))


def _missing(dataset: Dataset, rows: Places, law: Judged, each: Element) -> Cell:
    label = f"{law.label}, missing: {each.label}"
    there = each.there[rows]
    told = int((there != UNKNOWN).sum())
    if not told:
        return Cell(
            group=each.group,
            label=label,
            unit="incidents",
            marker="x",
            sentence="These tables do not hold it.",
        )
    return part(tally_of(dataset), rows[there == NO], each.group, label, of=told)


def _most(dataset: Dataset, window: Window, laws: Sequence[Judged]) -> str:
    """Which element is missing most often, where one is."""
    counts = [
        (int((each.there[rows] == NO).sum()), f"{each.label} ({law.group})")
        for law in laws
        for rows in (law.rows(dataset, window),)
        for each in law.elements
    ]
    count, name = max(counts, key=lambda each: each[0], default=(0, ""))
    return f"Missing most often: {name}, from {amount(count, 'record')}." if count else ""


def _listing(dataset: Dataset, laws: Sequence[Judged], rows: Places) -> tuple[Listing, ...]:
    return newest(
        dataset,
        incidents_of(dataset, rows),
        id="rec-02-missing",
        title="Records with an element missing",
        more={"missing": _named(laws, rows)},
    )


def _named(laws: Sequence[Judged], rows: Places) -> list[str]:
    """For each record the elements it lacks, in words."""
    every = [each for law in laws for each in law.elements]
    lacking = np.stack([each.there[rows] == NO for each in every])
    return [", ".join(every[number].label for number in np.flatnonzero(column)) for column in lacking.T]
