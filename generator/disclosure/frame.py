"""The ground that tables are admitted on: merged atoms, known facts in whole numbers, and the goals to keep open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.disclosure.audit import least
from generator.disclosure.cells import ProtectCell, Range, is_primary, targets_of
from generator.disclosure.cover import Goal, Ints, meets
from generator.disclosure.reduce import Problem, Row, make_row, scale, tighten, with_row
from generator.disclosure.solve import Budget, minimise, search
from generator.disclosure.system import Fact, Target
from generator.errors import DisclosureError


@dataclass(frozen=True)
class Frame:
    """Everything in whole numbers.

    `place` gives each atom its unknown: atoms that stand in the same sums throughout are one. `boxed` is what is
    known already with every unknown capped, so that a search for worlds is finite; `narrowed` names the targets
    whose need was clipped to what is provable beforehand.
    """

    place: Mapping[str, int]
    boxed: Problem
    goals: tuple[Goal, ...]
    worlds: tuple[Ints, ...]
    targets: tuple[Target, ...]
    narrowed: tuple[str, ...]

    def row(self, terms: Mapping[str, int], shown: Range) -> Row:
        """A cell shown as a range, as a row over merged atoms."""
        high = None if shown[1] is None else Fraction(shown[1])
        return make_row(_merged(terms, self.place), Fraction(shown[0]), high)

    def fact(self, fact: Fact) -> Row:
        """A fact as a row over merged atoms."""
        return make_row(_merged(fact.terms, self.place), fact.lo, fact.hi)


def agree(cells: Sequence[ProtectCell], facts: Sequence[Fact], budget: Budget) -> bool:
    """Whether the true numbers agree with the facts, shown by a whole-number world; False also where none was found."""
    place = merge_atoms(cells, facts)
    size = max(place.values(), default=-1) + 1
    exact = [
        make_row(_merged(cell.atoms, place), Fraction(cell.value), Fraction(cell.value)) for cell in cells
    ]
    rows = (*(make_row(_merged(fact.terms, place), fact.lo, fact.hi) for fact in facts), *exact)
    whole = tighten(Problem((0,) * size, (None,) * size, rows))
    return whole is not None and minimise(whole, {}, budget).world is not None


def frame_of(
    cells: Sequence[ProtectCell],
    k: int,
    facts: Sequence[Fact],
    budget: Budget,
    also: Sequence[Fact] = (),
) -> Frame | None:
    """The frame for cells in key order and known facts; None where the start could not be settled in time.

    `also` are facts that will be looked at later: their atoms are kept apart, and nothing is taken from them.
    """
    place = merge_atoms(cells, (*facts, *also))
    size = max(place.values(), default=-1) + 1
    rows = tuple(make_row(_merged(fact.terms, place), fact.lo, fact.hi) for fact in facts)
    known = tighten(Problem((0,) * size, (None,) * size, rows))
    if known is None:
        raise DisclosureError("disclosure: known facts contradict each other.", "Correct the public figures.")
    _refuse_contradiction(cells, place, known, budget)
    start = _start(targets_of(cells, k), place, known, budget)
    if start is None:
        return None
    goals, worlds, targets, narrowed = start
    values = {cell.key: cell.value for cell in cells}
    sizes = [cell.value for cell in cells if not is_primary(cell, k, values)] + [4 * k]
    sizes += [
        abs(end) for row in (*known.rows, *(goal.row for goal in goals)) for end in (row.lo, row.hi) if end
    ]
    sizes += [value for world in worlds for value in world]
    cap = 2 * max(sizes) + 10
    upper = tuple(cap if high is None else high for high in known.ub)
    return Frame(place, Problem(known.lb, upper, known.rows), goals, worlds, targets, narrowed)


def merge_atoms(cells: Sequence[ProtectCell], facts: Sequence[Fact]) -> dict[str, int]:
    """The unknown each atom belongs to: one for all atoms with the same weight in every sum."""
    sums: list[Mapping[str, int] | Mapping[str, Fraction]] = [cell.atoms for cell in cells]
    sums += [fact.terms for fact in facts]
    marks: dict[str, list[tuple[int, Fraction]]] = {}
    for number, terms in enumerate(sums):
        for atom, weight in terms.items():
            marks.setdefault(atom, []).append((number, Fraction(weight)))
    numbers: dict[tuple[tuple[int, Fraction], ...], int] = {}
    return {atom: numbers.setdefault(tuple(marks[atom]), len(numbers)) for atom in sorted(marks)}


def _merged(
    terms: Mapping[str, int] | Mapping[str, Fraction], place: Mapping[str, int]
) -> dict[int, Fraction]:
    return {place[atom]: Fraction(weight) for atom, weight in terms.items() if weight}


def _refuse_contradiction(
    cells: Sequence[ProtectCell], place: Mapping[str, int], known: Problem, budget: Budget
) -> None:
    exact = tuple(
        make_row(_merged(cell.atoms, place), Fraction(cell.value), Fraction(cell.value)) for cell in cells
    )
    whole = tighten(Problem(known.lb, known.ub, known.rows + exact))
    if whole is None or minimise(whole, {}, budget).empty:
        raise DisclosureError(
            "disclosure: the numbers to publish do not agree with each other or with what is known already.",
            "Check that totals add up their parts, and whether earlier releases counted the same things.",
        )


Start = tuple[tuple[Goal, ...], tuple[Ints, ...], tuple[Target, ...], tuple[str, ...]]


def _start(
    targets: Sequence[Target], place: Mapping[str, int], known: Problem, budget: Budget
) -> Start | None:
    """Goals with worlds that meet them before anything is shown, needs clipped where a proof demands it."""
    goals: list[Goal] = []
    worlds: list[Ints] = []
    kept: list[Target] = []
    narrowed: list[str] = []
    for target in targets:
        clipped = target
        for upwards in (False, True):
            settled = _settle(clipped, upwards, place, known, worlds, budget)
            if settled is None:
                return None
            goal, world, clipped = settled
            goals.append(goal)
            if world is not None:
                worlds.append(world)
        if clipped != target:
            narrowed.append(target.id)
        # Where what is known leaves one value alone, or none of the small ones, there is nothing left to keep open.
        if clipped.need_lo is None or clipped.need_hi is None or clipped.need_lo < clipped.need_hi:
            kept.append(clipped)
    return tuple(goals), tuple(worlds), tuple(kept), tuple(narrowed)


def _settle(
    target: Target,
    upwards: bool,
    place: Mapping[str, int],
    known: Problem,
    worlds: Sequence[Ints],
    budget: Budget,
) -> tuple[Goal, Ints | None, Target] | None:
    """One end of a target: its goal, a new world for it where none of the old serves, and the target as clipped."""
    coefs, factor = scale(_merged(target.terms, place))
    need = target.need_hi if upwards else target.need_lo
    assert need is not None
    goal = _goal(target.id, coefs, need * factor, upwards)
    if any(meets(goal.row, world) for world in worlds):
        return goal, None, target
    asked = with_row(known, goal.row)
    lean = {i: (-w if upwards else w) for i, w in coefs.items()}
    tried = minimise(asked, {}, budget)
    # Where the solver says that no world is left, the proof of how far one can go is the answer either way.
    world = tried.world if tried.world or tried.empty else search(asked).world
    if world is not None:
        return goal, world, target
    end = least(known, lean, budget)
    if end is None or not end.proved or end.ray is not None:
        return None
    if meets(goal.row, end.world):
        return goal, end.world, target
    reached = Fraction(-end.value if upwards else end.value)
    clipped = reached / factor
    target = replace(target, need_hi=clipped) if upwards else replace(target, need_lo=clipped)
    return _goal(target.id, coefs, reached, upwards), end.world, target


def _goal(target: str, coefs: Mapping[int, int], need: Fraction, upwards: bool) -> Goal:
    return Goal(target, Row(coefs, need.__ceil__(), None) if upwards else Row(coefs, None, need.__floor__()))
