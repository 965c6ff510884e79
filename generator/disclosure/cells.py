"""What goes into protection and what comes out: cells, their rule, bands, decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from generator.disclosure.system import Fact, System, Target, World

State = Literal["exact", "band", "hidden"]
Range = tuple[int, int | None]
BANDS = (0, 5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300)
LADDER = ("exact", "bands", "wide", "margins", "total")
DOMINANT = 0.75


@dataclass(frozen=True)
class ProtectCell:
    """One true number of a table, before anything is hidden.

    `terms` says which atoms it adds up (None: an atom of its own); `contributors` is the number of distinct children
    behind it and `top_share` the largest share one of them has. `sensitive` cells are subject to the rule, others
    are never small. `unit` is `children` or `events` (empty: children where each counts once). `denominator` is the
    key of the cell that it is a part of, for "all but a few". `whole` cells are setting totals, whose 0 may be said.
    A cell of the table "" is never shown, and protected all the same.
    """

    key: str
    value: int
    terms: Mapping[str, int] | None
    contributors: int
    top_share: float
    sensitive: bool
    priority: int
    table: str
    unit: str = ""
    denominator: str = ""
    whole: bool = False

    @property
    def atoms(self) -> Mapping[str, int]:
        return {f"cell|{self.key}": 1} if self.terms is None else self.terms

    @property
    def counts_children(self) -> bool:
        return self.unit == "children" or (not self.unit and self.contributors == self.value)


@dataclass(frozen=True)
class Decision:
    """What may be said of one cell: the number, a true range (`hi` None: or more), or nothing."""

    key: str
    state: State
    lo: int | None = None
    hi: int | None = None


@dataclass(frozen=True)
class Protected:
    """Decisions by key, the rung each table reached, and what proves them.

    `facts` are what this release newly shows, for the ledger; `system` holds them with everything known before and
    all targets, ready for the audit. `worlds` are the two checked worlds of each target: private. `known` names
    targets that public facts and earlier releases had narrowed already, `withheld` says why for each table.
    """

    decisions: tuple[Decision, ...]
    rungs: Mapping[str, str]
    facts: tuple[Fact, ...]
    system: System
    worlds: Mapping[str, tuple[World, World]] = field(repr=False)
    known: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)

    def decision(self, key: str) -> Decision:
        return next(decision for decision in self.decisions if decision.key == key)


def retell(cells: Sequence[ProtectCell], world: World) -> tuple[ProtectCell, ...]:
    """The same cells with the numbers they would have in a world: what a reader cannot tell from the truth."""
    return tuple(
        replace(cell, value=sum(weight * world[atom] for atom, weight in cell.atoms.items()))
        for cell in cells
    )


def is_primary(cell: ProtectCell, k: int, denominators: Mapping[str, int]) -> bool:
    """Whether the rule itself hides a cell: fewer than k children, one child above 75 %, or all but fewer than k.

    A 0 below the setting total counts as small, because a 0 that is shown removes the cover of its neighbours.
    """
    if not cell.sensitive:
        return False
    if cell.value == 0:
        return not cell.whole
    if cell.counts_children:
        return cell.value < k or _nearly_all(cell, k, denominators)
    return cell.contributors < k or cell.top_share > DOMINANT or _nearly_all(cell, k, denominators)


def _nearly_all(cell: ProtectCell, k: int, denominators: Mapping[str, int]) -> bool:
    whole = denominators.get(cell.denominator)
    return whole is not None and 0 <= whole - cell.value < k


def targets_of(cells: Sequence[ProtectCell], k: int) -> tuple[Target, ...]:
    """What readers must not learn, each with its need.

    Small counts stay open from 1 to k-1, complements from 0 to k-1, other cells from half to half as much again.
    """
    by_key = {cell.key: cell for cell in cells}
    values = {cell.key: cell.value for cell in cells}
    found: list[Target] = []
    for cell in cells:
        if not is_primary(cell, k, values):
            continue
        terms = {atom: Fraction(weight) for atom, weight in cell.atoms.items()}
        small = cell.value < k
        if small or not cell.counts_children:
            low = 1 if small else cell.value // 2
            high = k - 1 if small else -(-3 * cell.value // 2)
            found.append(Target(cell.key, terms, Fraction(low), Fraction(high)))
        if _nearly_all(cell, k, values):
            rest = {atom: Fraction(weight) for atom, weight in by_key[cell.denominator].atoms.items()}
            for atom, weight in terms.items():
                rest[atom] = rest.get(atom, Fraction(0)) - weight
            rest = {atom: weight for atom, weight in rest.items() if weight}
            found.append(Target(f"{cell.key}|rest", rest, Fraction(0), Fraction(k - 1)))
    return tuple(found)


def band_of(value: int, bands: Sequence[int]) -> Range:
    """The fixed band that holds a value: a true range; the last one is open."""
    place = max(i for i, edge in enumerate(bands) if edge <= value)
    return bands[place], (bands[place + 1] - 1 if place + 1 < len(bands) else None)


def widen(bands: Sequence[int]) -> tuple[int, ...]:
    """Every other edge: bands twice as coarse that never cut across the finer ones."""
    return tuple(bands[::2])


@dataclass(frozen=True)
class Attempt:
    """One way to show a table: the cells considered, the ranges of those shown, and the share that may be hidden."""

    considered: frozenset[str]
    shown: Mapping[str, Range]
    most_hidden: float


def attempts(
    rung: str, cells: Sequence[ProtectCell], primary: frozenset[str], bands: Sequence[int]
) -> list[Attempt]:
    """What a rung of the ladder tries for a table, finest first; empty where the table has no such rung."""
    if rung == "exact":
        return [_marked(cells, primary, None, 0.25)]
    if rung in ("bands", "wide"):
        edges = bands if rung == "bands" else widen(bands)
        return [_banded(cells, edges), _marked(cells, primary, edges, 0.5)]
    chosen = _margins(cells) if rung == "margins" else _totals(cells)
    if not chosen or len(chosen) == len(cells) > 1:
        return []
    finest = _marked(chosen, primary, None, 0.25 if rung == "margins" else 0.0)
    return [finest, _banded(chosen, bands), _banded(chosen, widen(bands))]


def _marked(
    cells: Sequence[ProtectCell], primary: frozenset[str], bands: Sequence[int] | None, most: float
) -> Attempt:
    shown = {cell.key: _range(cell, bands) for cell in cells if cell.key not in primary}
    return Attempt(frozenset(cell.key for cell in cells), shown, most)


def _banded(cells: Sequence[ProtectCell], bands: Sequence[int]) -> Attempt:
    shown = {cell.key: _range(cell, bands) for cell in cells}
    return Attempt(frozenset(shown), shown, 0.0)


def _range(cell: ProtectCell, bands: Sequence[int] | None) -> Range:
    if bands is None or (cell.whole and cell.value == 0):
        return cell.value, cell.value
    return band_of(cell.value, bands)


def _margins(cells: Sequence[ProtectCell]) -> list[ProtectCell]:
    """Cells that contain another cell of the table."""
    return [cell for cell in cells if any(set(other.atoms) < set(cell.atoms) for other in cells)]


def _totals(cells: Sequence[ProtectCell]) -> list[ProtectCell]:
    """Margins that no other cell of the table contains."""
    margins = _margins(cells)
    return [cell for cell in margins if not any(set(cell.atoms) < set(other.atoms) for other in cells)]
