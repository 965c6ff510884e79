"""Worlds for every goal at once: the certificates behind a table that is shown, and what must be hidden for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.disclosure.reduce import Problem, Row, agrees, dot, extent, with_row
from generator.disclosure.solve import Budget, minimise

Ints = tuple[int, ...]
LARGEST_UNKNOWNS = 2000
LARGEST_ROWS = 1500


@dataclass(frozen=True)
class Goal:
    """One end of one target: some world must satisfy this row."""

    target: str
    row: Row


@dataclass(frozen=True)
class Candidate:
    """A cell about to be shown: its row, and what hiding it instead costs (None: it may not be hidden)."""

    key: str
    row: Row
    cost: int | None


@dataclass(frozen=True)
class Cover:
    """Checked worlds that meet every goal, and the cells that had to be hidden for that."""

    worlds: tuple[Ints, ...]
    hidden: frozenset[str]


def meets(row: Row, world: Sequence[int]) -> bool:
    total = dot(row.coefs, world)
    return (row.lo is None or total >= row.lo) and (row.hi is None or total <= row.hi)


def unmet(goals: Iterable[Goal], worlds: Sequence[Ints]) -> list[Goal]:
    return [goal for goal in goals if not any(meets(goal.row, world) for world in worlds)]


def cover(
    known: Problem, goals: Sequence[Goal], pool: Sequence[Ints], cells: Sequence[Candidate], budget: Budget
) -> Cover | None:
    """Worlds for all goals that fit everything known and all cells not hidden; None where there are none in time.

    Cells are hidden one goal at a time, always the cheapest set that opens it. What is hidden is never looked at
    again, so nothing depends on it; worlds found earlier stay valid, because hiding only removes facts.
    """
    if len(known.lb) > LARGEST_UNKNOWNS or len(known.rows) + len(cells) > LARGEST_ROWS:
        return None
    shown = {cell.key: cell for cell in cells}
    worlds = [world for world in pool if all(meets(cell.row, world) for cell in cells)]
    open_goals = unmet(goals, worlds)
    hidden: set[str] = set()
    while open_goals:
        problem = Problem(known.lb, known.ub, (*known.rows, *(cell.row for cell in shown.values())))
        world = _pushed(problem, open_goals, budget)
        if world is None:
            step = _hide(known, open_goals[0], list(shown.values()), budget)
            if step is None:
                return None
            world, newly = step
            hidden |= newly
            shown = {key: cell for key, cell in shown.items() if key not in newly}
        worlds.append(world)
        open_goals = unmet(open_goals, [world])
    return Cover(tuple(worlds), frozenset(hidden))


def _pushed(problem: Problem, goals: Sequence[Goal], budget: Budget) -> Ints | None:
    """A world for the first goal that also leans towards all other open goals of the same direction."""
    first = goals[0].row
    upwards = first.lo is not None
    push: dict[int, int] = {}
    for goal in goals:
        if (goal.row.lo is not None) == upwards:
            for i, weight in goal.row.coefs.items():
                push[i] = push.get(i, 0) + (-weight if upwards else weight)
    return minimise(with_row(problem, first), push, budget).world


def _hide(
    known: Problem, goal: Goal, cells: Sequence[Candidate], budget: Budget
) -> tuple[Ints, frozenset[str]] | None:
    """A world for the goal and the cheapest set of cells that must not be shown for it."""
    free = [cell for cell in cells if cell.cost is not None]
    if not free:
        return None
    size = len(known.lb)
    rows: list[Row] = [*known.rows, goal.row, *(cell.row for cell in cells if cell.cost is None)]
    for n, cell in enumerate(free):
        rows.extend(_released_by(cell.row, size + n, known))
    problem = Problem((*known.lb, *(0 for _ in free)), (*known.ub, *(1 for _ in free)), tuple(rows))
    objective = {size + n: cell.cost or 0 for n, cell in enumerate(free)}
    found = minimise(problem, objective, budget).world
    if found is None:
        return None
    world = found[:size]
    newly = frozenset(cell.key for n, cell in enumerate(free) if found[size + n])
    kept = [cell.row for cell in cells if cell.key not in newly]
    complete = Problem(known.lb, known.ub, (*known.rows, goal.row, *kept))
    return (world, newly) if agrees(complete, world) else None


def _released_by(row: Row, switch: int, known: Problem) -> list[Row]:
    """The row's two ends, each of which the switch opens as far as the bounds of the unknowns go."""
    low, high = extent(row.coefs, known.lb, known.ub)
    rows: list[Row] = []
    if row.hi is not None and high is not None and high > row.hi:
        rows.append(Row({**row.coefs, switch: row.hi - high}, None, row.hi))
    if row.lo is not None and low is not None and low < row.lo:
        rows.append(Row({**row.coefs, switch: row.lo - low}, row.lo, None))
    return rows


def costs_of(sizes: Mapping[str, int]) -> dict[str, int]:
    """What hiding a cell costs: totals more than parts, ties by key. Values play no part."""
    return {key: 1000 * size + place for place, (key, size) in enumerate(sorted(sizes.items()))}
