"""Care after an incident, group beside group: a view, putting right, telling parents, and injury."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.indicators._answers import UNKNOWN, YES, Answers
from generator.indicators._characteristics import Group, Roll, groups
from generator.indicators._clock import school_frame
from generator.indicators._heard import captured
from generator.indicators._injury import hurt
from generator.indicators._tally import Mask, Places
from generator.indicators.deadlines import parents
from generator.indicators.restorative import put_right
from generator.model import Cell, Dataset, Listing
from generator.statistics.wording import plain, sentence_case

NOT_DUE = -2
"""An incident after which this kind of care was not due."""
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


def care_afterwards(dataset: Dataset, roll: Roll, places: Places) -> tuple[Care, ...]:
    """Every kind of care after these incidents, all of children on the roll, for every group of theirs, in order."""
    needed = int(dataset.setting.threshold("group_min_incidents"))
    answers = dataset.once("care afterwards", lambda: _answers(dataset))
    child = roll.child[places]
    children = np.unique(child)
    found = groups(roll, children)
    cares: list[Care] = []
    for kind, label in KINDS:
        if kind in answers:
            counts = _by_child(child, answers[kind][places])[children]
            one = _sides([group.inside for group in found], counts)
            two = _sides([group.others for group in found], counts)
            cares += [_care(kind, label, *each, needed) for each in zip(found, one, two, strict=True)]
    return tuple(cares)


def _by_child(child: Places, answers: Answers) -> NDArray[np.intp]:
    """For each child, one a line: incidents that met it, known, not known, and 1 where any is known."""
    size = int(child.max(initial=-1)) + 1
    met, known, every = (
        np.bincount(child[mask], minlength=size)
        for mask in (answers == YES, answers > UNKNOWN, answers > NOT_DUE)
    )
    return np.stack([met, known, every - known, known > 0], axis=1)


def _sides(masks: Sequence[Mask], counts: NDArray[np.intp]) -> list[Side]:
    """The counts of the children that each mask marks, together."""
    marked = np.array(masks, dtype=np.intp).reshape(len(masks), len(counts))
    return [Side(*each) for each in (marked @ counts).tolist()]


def _answers(dataset: Dataset) -> Mapping[str, Answers]:
    """For each kind of care whether it came after each incident; not due where nobody had to see to it."""
    found = {
        "view": captured(dataset),
        "restored": put_right(dataset)[0],
        "injury": hurt(dataset),
    }
    if dataset.has("incidents", "parent_informed_at"):
        found["parents"] = _parents(dataset)
    return found


def _parents(dataset: Dataset) -> Answers:
    """Whether a parent was told the same day (DDL-03), for the school incidents after which that was due."""
    excepted, told, _ = parents(dataset)
    due = np.zeros(len(dataset.incidents), dtype=bool)
    due[school_frame(dataset)["_place"].to_numpy()] = True
    return np.where(due & (excepted == UNKNOWN), told, NOT_DUE).astype(np.int8)


def _care(kind: str, what: str, group: Group, one: Side, two: Side, needed: int) -> Care:
    enough = min(one.known, two.known) >= needed and min(one.children, two.children) >= MIN_CHILDREN
    gap = 100 * (one.met / one.known - two.met / two.known) if enough else None
    counted = tuple(f"{each.met} of {each.known}" if each.known else "not known" for each in (one, two))
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
        sentence=sentence_case(f"{said}: too few for a difference." if gap is None else f"{said}."),
    )
    return Care(what, group, gap, (counted[0], counted[1]), cell)


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
    """The widest gaps in care afterwards, for leaders, in the order of what is compared and of the groups."""
    if not wide:
        return ()
    return (
        Listing(
            id="equ-03-gaps",
            title="Care afterwards: wide gaps between groups",
            columns=("what", "group", "this group", "others", "percentage points more"),
            rows=tuple(
                (each.what, each.group.label, each.counted[0], each.counted[1], plain(round(each.gap or 0)))
                for each in sorted(wide[:LISTED], key=lambda each: (each.what, each.group.label))
            ),
            note="In order of name. Not tested: some gaps are wide by chance.",
        ),
    )
