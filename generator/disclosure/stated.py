"""What a site states of itself for anyone who checks it: which numbers add up which unknowns, by what rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.disclosure.cells import BANDS, ProtectCell
from generator.disclosure.plan import OF_INCIDENTS
from generator.disclosure.rules import Rules
from generator.disclosure.system import Fact
from generator.published import PublishedCell, PublishedFact, PublishedStated, PublishedSum

AT_BOTH = ("both", "home-only", "school-only", "neither")


def stated(rules: Rules, cells: Sequence[PublishedCell], can_see: Sequence[str]) -> PublishedStated:
    """The sums behind every published or hidden count, and what follows from definitions and from the roll as printed.

    No fact here rests on a true number that no page prints.
    """
    atoms = {cell.key: cell.atoms for cell in rules.cells}
    sums = tuple(
        PublishedSum(cell.key, fields, dict(sorted(terms.items())))
        for cell in cells
        for fields, terms in _sums_of(cell, atoms, rules.cells)
    )
    linked = tuple(
        _plain(fact) for fact in rules.decided.system.facts if fact.id.startswith(("linked|", "nowhere|"))
    )
    return PublishedStated(sums, linked, BANDS, tuple(can_see))


def _sums_of(
    cell: PublishedCell, atoms: Mapping[str, Mapping[str, int]], planned: Sequence[ProtectCell]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, int]]]:
    """Fields of one figure that together are a sum of unknowns."""
    if cell.key in atoms:
        yield ("value",), atoms[cell.key]
    incidents = atoms.get(f"CHG-01/{cell.window}/incidents", {})
    if cell.group == "Total" and cell.indicator == "CHG-01" and incidents:
        yield ("numerator",), incidents
    if cell.group == "Total" and cell.indicator in OF_INCIDENTS and incidents:
        yield ("denominator", "unknown"), incidents
    whole = _whole(cell, atoms)
    if whole:
        yield ("denominator",), whole


def _whole(cell: PublishedCell, atoms: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The children that a count of children is a part of."""
    roll = atoms.get(f"roll|{cell.window}", {})
    if cell.indicator == "CHG-01" and cell.group == "children":
        return dict(roll)
    if cell.indicator == "CHG-02" and cell.key in atoms and roll:
        return dict(roll) | dict(atoms.get(f"CHG-02/{cell.window}/not-compared", {}))
    if cell.indicator == "HSC-01" and cell.group in AT_BOTH:
        parts = [atoms.get(f"HSC-01/{cell.window}/{group}", {}) for group in AT_BOTH]
        return {atom: weight for part in parts for atom, weight in part.items()} if all(parts) else {}
    return {}


def _plain(fact: Fact) -> PublishedFact:
    ends = (None if end is None else str(end) for end in (fact.lo, fact.hi))
    return PublishedFact(fact.id, {atom: str(weight) for atom, weight in sorted(fact.terms.items())}, *ends)
