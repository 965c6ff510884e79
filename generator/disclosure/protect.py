"""What may be shown of a set of linked tables, so that no child can be worked out from all of it together.

Tables are admitted in priority order, each at the finest rung of the ladder that leaves every target its need when
everything shown before is known too. Every admission rests on explicit worlds that were checked exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain

from generator.disclosure.cells import (
    BANDS,
    LADDER,
    Attempt,
    Decision,
    ProtectCell,
    Protected,
    Range,
    attempts,
    is_primary,
    retell,
)
from generator.disclosure.cover import Candidate, Ints, costs_of, cover
from generator.disclosure.frame import Frame, frame_of
from generator.disclosure.reduce import Problem, Row
from generator.disclosure.solve import Budget
from generator.disclosure.system import Fact, System, Target, World, fits, value_of
from generator.errors import DisclosureError

__all__ = ["Decision", "ProtectCell", "Protected", "leaves_open", "protect", "retell"]

OVER_BUDGET = "the checks took longer than allowed"
REFUSED = "too much could be worked out from it"
UNSETTLED = "it could not be shown to be safe"
Sum = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Progress:
    """What has been admitted so far: the state of each sum, the ranges to show, worlds, rungs, reasons."""

    worlds: tuple[Ints, ...] = ()
    rows: tuple[Row, ...] = ()
    settled: Mapping[Sum, Range | None] = field(default_factory=dict)
    shown: Mapping[str, Range] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    rungs: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)

    def without(self, table: str, reason: str) -> Progress:
        return replace(
            self, rungs={**self.rungs, table: "withheld"}, withheld={**self.withheld, table: reason}
        )


def protect(
    cells: Iterable[ProtectCell],
    k: int = 5,
    bands: Sequence[int] = BANDS,
    public: Sequence[Fact] = (),
    ladder: Sequence[str] = LADDER,
    past: Sequence[Fact] = (),
    seconds: float = 20.0,
    kept: Mapping[str, Range | None] | None = None,
    ladders: Mapping[str, Sequence[str]] | None = None,
) -> Protected:
    """A decision for every cell (exact, band or hidden) that leaves every small number open at both ends of its need.

    `public` facts are known from elsewhere, `past` facts were shown by earlier releases; needs are clipped to what
    both prove together. `kept` cells were decided by an earlier release (None: hidden) and stay as they are; their
    facts are among `past`. `ladders` gives single tables a ladder of their own.
    Raises DisclosureError where cells and facts contradict each other or a cell is unsound.
    The result does not depend on the order of the cells. What is not settled within `seconds` is withheld.
    """
    ladders = ladders or {}
    ordered = _checked(cells, k, bands, (*ladder, *chain(*ladders.values())))
    known = (*public, *past)
    budget = Budget.of(seconds)
    frame = frame_of(ordered, k, known, budget)
    if frame is None:
        return _nothing(ordered, known, OVER_BUDGET if budget.left <= 0 else UNSETTLED)
    values = {cell.key: cell.value for cell in ordered}
    primary = frozenset(cell.key for cell in ordered if is_primary(cell, k, values))
    progress = _kept(Progress(worlds=frame.worlds), ordered, kept or {})
    for inside in _tables(ordered):
        table = inside[0].table
        if kept and all(cell.key in kept for cell in inside):
            progress = replace(progress, rungs={**progress.rungs, table: "kept"})
            continue
        progress = _admit(frame, progress, inside, primary, ladders.get(table, ladder), bands, budget)
    return _result(ordered, frame, progress, known)


def _kept(start: Progress, cells: Sequence[ProtectCell], kept: Mapping[str, Range | None]) -> Progress:
    """The start of admission, with what earlier releases decided: shown as then or hidden as then, never finer."""
    settled = {_sum_of(cell): kept[cell.key] for cell in cells if cell.key in kept}
    shown = {cell.key: shown for cell in cells if (shown := kept.get(cell.key)) is not None}
    return replace(start, settled=settled, shown=shown)


def leaves_open(
    cells: Iterable[ProtectCell], k: int, known: Sequence[Fact], fresh: Sequence[Fact], seconds: float = 20.0
) -> bool:
    """Whether readers who know `known` learn nothing of these cells that the rule protects by `fresh` facts as well."""
    ordered = sorted(cells, key=lambda cell: cell.key)
    budget = Budget.of(seconds)
    frame = frame_of(ordered, k, known, budget, also=fresh)
    if frame is None:
        return False
    shown = [Candidate(fact.id, frame.fact(fact), None) for fact in fresh]
    return cover(frame.boxed, frame.goals, frame.worlds, shown, budget) is not None


def _checked(
    cells: Iterable[ProtectCell], k: int, bands: Sequence[int], ladder: Sequence[str]
) -> list[ProtectCell]:
    ordered = sorted(cells, key=lambda cell: cell.key)
    keys = [cell.key for cell in ordered]
    if len(set(keys)) != len(keys):
        raise DisclosureError(
            "disclosure: a cell key stands there twice.", "Give every cell a key of its own."
        )
    if any(cell.value < 0 or cell.contributors < 0 for cell in ordered):
        raise DisclosureError("disclosure: a cell counts less than nothing.", "Counts are 0 or more.")
    if k < 2 or not bands or bands[0] != 0 or list(bands) != sorted(set(bands)):
        raise DisclosureError(
            "disclosure: threshold or bands unusable.", "k is 2 or more; bands rise from 0."
        )
    if not set(ladder) <= set(LADDER):
        raise DisclosureError("disclosure: a rung that is not known.", f"Rungs are {', '.join(LADDER)}.")
    if {cell.denominator for cell in ordered if cell.denominator} - set(keys):
        raise DisclosureError("disclosure: a denominator that is not among the cells.", "Add that cell.")
    return ordered


def _tables(cells: Sequence[ProtectCell]) -> list[list[ProtectCell]]:
    """The cells of each table, tables by priority and then by name; the table "" is never shown."""
    by_name: dict[str, list[ProtectCell]] = {}
    for cell in cells:
        if cell.table:
            by_name.setdefault(cell.table, []).append(cell)
    return [by_name[name] for name in sorted(by_name, key=lambda n: (min(c.priority for c in by_name[n]), n))]


def _sum_of(cell: ProtectCell) -> Sum:
    return frozenset((atom, weight) for atom, weight in cell.atoms.items() if weight)


def _admit(
    frame: Frame,
    before: Progress,
    cells: Sequence[ProtectCell],
    primary: frozenset[str],
    ladder: Sequence[str],
    bands: Sequence[int],
    budget: Budget,
) -> Progress:
    """The progress after one table: shown at the finest rung that passes, or withheld with the reason."""
    table = cells[0].table
    for rung in ladder:
        for attempt in attempts(rung, cells, primary, bands):
            after = _try(frame, before, cells, attempt, budget)
            if after is not None:
                return replace(after, rungs={**after.rungs, table: rung})
    return before.without(table, OVER_BUDGET if budget.left <= 0 else REFUSED)


def _try(
    frame: Frame, before: Progress, cells: Sequence[ProtectCell], attempt: Attempt, budget: Budget
) -> Progress | None:
    """The progress after showing a table as attempted, or None where that would say too much.

    A sum that was shown or marked before keeps its state in every table.
    """
    ranges: dict[str, Range] = {}
    for cell in cells:
        earlier = before.settled.get(_sum_of(cell), attempt.shown.get(cell.key))
        if earlier is not None:
            ranges[cell.key] = earlier
    fresh = [cell for cell in cells if cell.key in attempt.considered and _sum_of(cell) not in before.settled]
    most = attempt.most_hidden * len(fresh)
    if sum(cell.key not in ranges for cell in fresh) > most:
        return None
    costs = costs_of({cell.key: len(cell.atoms) for cell in cells})
    loose = {cell.key for cell in fresh} if attempt.most_hidden else set()
    candidates = [
        Candidate(
            cell.key, frame.row(cell.atoms, ranges[cell.key]), costs[cell.key] if cell.key in loose else None
        )
        for cell in cells
        if cell.key in ranges
    ]
    known = Problem(frame.boxed.lb, frame.boxed.ub, (*frame.boxed.rows, *before.rows))
    found = cover(known, frame.goals, before.worlds, candidates, budget)
    if found is None:
        return None
    ranges = {key: shown for key, shown in ranges.items() if key not in found.hidden}
    if sum(cell.key not in ranges for cell in fresh) > most or not ranges:
        return None
    rows = tuple(candidate.row for candidate in candidates if candidate.key in ranges)
    return _advance(replace(before, rows=(*before.rows, *rows), worlds=found.worlds), fresh, ranges)


def _advance(before: Progress, fresh: Sequence[ProtectCell], ranges: Mapping[str, Range]) -> Progress:
    settled = dict(before.settled)
    facts = list(before.facts)
    for cell in fresh:
        shown = ranges.get(cell.key)
        if shown is not None and settled.get(_sum_of(cell)) is None:
            terms = {atom: Fraction(weight) for atom, weight in _sum_of(cell)}
            high = None if shown[1] is None else Fraction(shown[1])
            facts.append(Fact(f"shown|{cell.key}", dict(sorted(terms.items())), Fraction(shown[0]), high))
        settled[_sum_of(cell)] = shown
    return replace(before, settled=settled, shown={**before.shown, **ranges}, facts=tuple(facts))


def _decision(key: str, shown: Range | None) -> Decision:
    if shown is None:
        return Decision(key, "hidden")
    return Decision(key, "exact" if shown[0] == shown[1] else "band", shown[0], shown[1])


def _system(atoms: Iterable[str], facts: Sequence[Fact], targets: Sequence[Target]) -> System:
    names = set(atoms)
    for fact in facts:
        names |= set(fact.terms)
    return System(tuple(sorted(names)), {}, {}, tuple(facts), tuple(targets))


def _nothing(cells: Sequence[ProtectCell], known: Sequence[Fact], reason: str) -> Protected:
    """Everything hidden: what is not proved is not shown."""
    tables = sorted({cell.table for cell in cells if cell.table})
    return Protected(
        decisions=tuple(Decision(cell.key, "hidden") for cell in cells),
        rungs=dict.fromkeys(tables, "withheld"),
        facts=(),
        system=_system((atom for cell in cells for atom in cell.atoms), known, ()),
        worlds={},
        withheld=dict.fromkeys(tables, reason),
    )


def _result(
    cells: Sequence[ProtectCell], frame: Frame, progress: Progress, known: Sequence[Fact]
) -> Protected:
    """Decisions with their certificates, every world checked once more against the facts as they are published."""
    system = _system(frame.place, (*known, *progress.facts), frame.targets)
    spread = [world for ints in progress.worlds if fits(system, world := _spread(ints, frame.place))]
    pairs = {target.id: _pair(target, spread) for target in frame.targets}
    if any(pair is None for pair in pairs.values()):
        return _nothing(cells, known, UNSETTLED)
    return Protected(
        decisions=tuple(_decision(cell.key, progress.shown.get(cell.key)) for cell in cells),
        rungs=progress.rungs,
        facts=progress.facts,
        system=system,
        worlds={name: pair for name, pair in pairs.items() if pair is not None},
        known=frame.narrowed,
        withheld=progress.withheld,
    )


def _spread(ints: Ints, place: Mapping[str, int]) -> dict[str, int]:
    """A world over all atoms: of merged atoms the first carries the number."""
    world: dict[str, int] = {}
    taken: set[int] = set()
    for atom in sorted(place):
        world[atom] = 0 if place[atom] in taken else ints[place[atom]]
        taken.add(place[atom])
    return world


def _pair(target: Target, worlds: Sequence[World]) -> tuple[World, World] | None:
    low = next(
        (w for w in worlds if target.need_lo is None or value_of(target.terms, w) <= target.need_lo), None
    )
    high = next(
        (w for w in worlds if target.need_hi is None or value_of(target.terms, w) >= target.need_hi), None
    )
    return None if low is None or high is None else (low, high)
