"""Care after an incident, group beside group: a view, putting right, telling parents, and injury."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicators._characteristics import Group, Mask, groups, here, places_of
from generator.indicators._clock import moments, school_rows
from generator.indicators._injury import hurt_state
from generator.indicators.deadlines import EXCEPTIONS, _reasons, _told_state
from generator.indicators.restorative import review_states
from generator.indicators.voice import view_states
from generator.law import rule
from generator.model import Cell, Dataset, Listing
from generator.periods import Window
from generator.statistics.wording import plain

MIN_CHILDREN = 3
LISTED = 12
KINDS = (
    ("view", "Child's view captured"),
    ("restored", "Put right between child and adults"),
    ("parents", "Parents told the same day"),
    ("injury", "Child hurt, first aid or more"),
)


@dataclass(frozen=True, slots=True)
class Care:
    """One kind of care for one group: its gap in points where both sides have enough, counts in words, its cell."""

    what: str
    group: Group
    gap: float | None
    counted: tuple[str, str]
    cell: Cell


@dataclass(frozen=True, slots=True)
class Side:
    """Incidents of one side: met, known, not known, and the children behind what is known."""

    met: int
    known: int
    unknown: int
    children: int


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """For each child: incidents after which it came, after which that is known, and all."""

    met: NDArray[np.intp]
    known: NDArray[np.intp]
    every: NDArray[np.intp]

    @classmethod
    def of(cls, children: tuple[str, ...], rows: pd.DataFrame, state: pd.Series) -> Answers:
        """Counted by child from one answer an incident: yes, no or missing."""
        who = places_of(children, rows)
        known = state.notna().to_numpy()
        met = state.fillna(False).to_numpy(dtype=bool)
        return cls(*(np.bincount(who[mask], minlength=len(children)) for mask in (met, known, who >= 0)))

    def side(self, mask: Mask) -> Side:
        """The same for some of the children together."""
        met, known, every = (int(each[mask].sum()) for each in (self.met, self.known, self.every))
        return Side(met, known, every - known, int((self.known[mask] > 0).sum()))


def care_afterwards(
    dataset: Dataset, window: Window, rows: pd.DataFrame, children: tuple[str, ...]
) -> tuple[Care, ...]:
    """Every kind of care for every group of these children, in order; `rows` are their restrictive incidents."""
    needed = int(dataset.setting.threshold("group_min_incidents"))
    answers = {
        kind: Answers.of(children, some, state)
        for kind, (some, state) in _states(dataset, window, rows).items()
    }
    found = groups(dataset, children)
    return tuple(
        _care(kind, label, group, answers[kind], needed)
        for kind, label in KINDS
        if kind in answers
        for group in found
    )


def _states(
    dataset: Dataset, window: Window, rows: pd.DataFrame
) -> dict[str, tuple[pd.DataFrame, pd.Series]]:
    """For each kind of care the incidents it was due after, and whether it came: yes, no or missing."""
    views = view_states(dataset, rows, int(dataset.setting.threshold("view_days")))
    reviews = dataset.once("states of reviews", lambda: review_states(dataset.tables["reviews"]))
    ids = rows["incident_id"]
    met = ids.isin(reviews["met"])
    found = {
        "view": (rows, _state(views == "captured", views.isin(["captured", "declined", "missed"]))),
        "restored": (rows, _state(met, met | ids.isin(reviews["not-met"]))),
        "injury": (rows, hurt_state(rows)),
    }
    if dataset.has("incidents", "parent_informed_at"):
        found["parents"] = _parents(dataset, window)
    return found


def _parents(dataset: Dataset, window: Window) -> tuple[pd.DataFrame, pd.Series]:
    """School incidents after which a parent was due to be told, and whether that was the same day (DDL-03)."""
    rows = school_rows(dataset, window, "parent_informed_at", "parent_not_informed_reason")
    rows = rows[rows["child_id"].isin(here(dataset, window)) & rows["restrictive"]]
    told = moments(rows, "parent_informed_at")
    reason = _reasons(rows).where(told.isna())
    due = ~reason.isin([code for code, _ in EXCEPTIONS])
    days = rule("school-same-day").number or 0
    return rows[due], _told_state(dataset, rows[due], told[due], reason[due], days)


def _state(met: pd.Series, known: pd.Series) -> pd.Series:
    return met.astype("boolean").mask(~known)


def _frame(rows: pd.DataFrame, state: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"child": rows["child_id"], "met": state.astype("boolean")})


def _care(kind: str, what: str, group: Group, answers: Answers, needed: int) -> Care:
    one, two = answers.side(group.inside), answers.side(group.others)
    enough = min(one.known, two.known) >= needed and min(one.children, two.children) >= MIN_CHILDREN
    gap = 100 * (one.met / one.known - two.met / two.known) if enough else None
    counted = (f"{one.met} of {one.known}", f"{two.met} of {two.known}")
    said = f"{counted[0]} in this group, {counted[1]} among all others"
    cell = Cell(
        group=f"{kind}-{group.key}",
        label=f"{what}, {group.label}",
        unit="% points",
        value=gap,
        unknown=one.unknown,
        marker=None if gap is not None else "z" if group.alone else "u",
        children=one.children,
        dims={**group.dims, "care": kind},
        sentence=f"{said}: too few for a difference." if gap is None else f"{said}.",
    )
    return Care(what, group, gap, counted, cell)


def wide_gaps(shown: Sequence[Care], points: float) -> tuple[Care, ...]:
    """The gaps of so many points and more, the widest first; of a group and its mirror the first alone."""
    return tuple(sorted(_once(shown, points), key=lambda each: -abs(each.gap or 0)))


def _once(shown: Sequence[Care], points: float) -> Iterator[Care]:
    seen: set[tuple[str, str, frozenset[str]]] = set()
    for each in shown:
        key = (each.what, each.group.of.id, frozenset(each.counted))
        if abs(each.gap or 0) >= points and key not in seen:
            seen.add(key)
            yield each


def wide_list(wide: Sequence[Care]) -> tuple[Listing, ...]:
    """The widest gaps in care afterwards, for leaders."""
    if not wide:
        return ()
    return (
        Listing(
            id="equ-03-gaps",
            title="Care afterwards: the widest gaps between groups",
            columns=("what", "group", "this group", "others", "points"),
            rows=tuple(
                (each.what, each.group.label, each.counted[0], each.counted[1], plain(round(each.gap or 0)))
                for each in wide[:LISTED]
            ),
            note="Not tested: some gaps are wide by chance.",
        ),
    )
