"""What a site states of itself for anyone who checks it: which numbers add up which unknowns, by what rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.disclosure import known
from generator.disclosure.cells import BANDS
from generator.disclosure.plan import OF_INCIDENTS
from generator.disclosure.rules import Rules
from generator.disclosure.system import Fact
from generator.model import Audience, Dataset, IndicatorResult
from generator.published import PublishedCell, PublishedFact, PublishedStated, PublishedSum

AT_BOTH = ("both", "home-only", "school-only", "neither")
Results = Mapping[tuple[str, str], IndicatorResult]
Atoms = Mapping[str, Mapping[str, int]]


def stated(
    rules: Rules, cells: Sequence[PublishedCell], found: Results, dataset: Dataset, audience: Audience
) -> PublishedStated:
    """The sums behind every published or hidden count, and what follows from definitions and from the roll as printed.

    No fact here rests on a true number that no page prints, nor on whether a term was corrected after it was shown:
    a term is told of in every release as in its first.
    """
    shown = {cell.window for cell in cells} - (rules.shut - set(rules.past.kept))
    atoms = _as_printed(rules, cells, shown)
    sums = tuple(
        PublishedSum(cell.key, fields, dict(sorted(terms.items())))
        for cell in cells
        for fields, terms in _sums_of(cell, atoms)
    )
    places = dataset.setting.places
    linked = known.linked(
        found,
        [window for window in dict.fromkeys(cell.window for cell in cells) if window in shown],
        atoms,
        [place.id for place in places],
        [place.id for place in places if place.is_home],
    )
    return PublishedStated(sums, tuple(_plain(fact) for fact in linked), BANDS, tuple(audience.can_see))


def _as_printed(rules: Rules, cells: Sequence[PublishedCell], shown: set[str]) -> dict[str, dict[str, int]]:
    """The sums of the windows that are shown; incidents apart from all places where the page has a row for them.

    What the tables hold today does not count: a late record without a place would be told by one more unknown.
    """
    atoms = {cell.key: dict(cell.atoms) for cell in rules.cells if _windows(cell.atoms) <= shown}
    rows: dict[str, set[str]] = {window: set() for window in shown}
    for cell in cells:
        if cell.indicator == "CHG-01" and cell.window in shown:
            rows[cell.window].add(cell.group)
    for window, groups in rows.items():
        apart, whole = f"{window}|incidents|", atoms.get(f"CHG-01/{window}/incidents")
        if whole is None:
            continue
        whole.pop(apart, None)
        placed = groups & {atom.removeprefix(apart) for atom in whole}
        if "place-not-known" in groups or not placed:
            whole[apart] = 1
    return atoms


def _windows(terms: Mapping[str, int]) -> set[str]:
    return {atom.split("|", 1)[0] for atom in terms}


def _sums_of(cell: PublishedCell, atoms: Atoms) -> Iterator[tuple[tuple[str, ...], Mapping[str, int]]]:
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


def _whole(cell: PublishedCell, atoms: Atoms) -> dict[str, int]:
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
