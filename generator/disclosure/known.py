"""What readers know before they read: the roll, a named decision, and what follows from how figures are defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from generator.disclosure.cells import ProtectCell
from generator.disclosure.system import Fact
from generator.model import Cell, IndicatorResult
from generator.trace import key_of

Results = Mapping[tuple[str, str], IndicatorResult]
Atoms = Mapping[str, Mapping[str, int]]
Terms = dict[str, Fraction]
AT_BOTH = ("both", "home-only", "school-only", "neither")


def of_the_roll(results: Results, windows: Sequence[str], atoms: Atoms) -> Iterator[Fact]:
    """Who joined, left or was here too short, and who is at home and school: anyone who knows the roll counts them."""
    for window in windows:
        apart = _cell(results, "CHG-02", window, "not-compared")
        roll = f"roll|{window}"
        unseen = _sum(atoms, key_of("CHG-02", window, "not-compared"))
        if apart is not None and apart.denominator is not None and unseen and roll in atoms:
            everyone = _sum(atoms, roll)
            here = _cell(results, "CHG-01", window, "children")
            left = Fraction(apart.denominator) - Fraction((here.denominator if here else None) or 0)
            gone = {atom: weight for atom, weight in unseen.items() if atom not in everyone}
            yield Fact(f"roll|{window}|left", gone, left, left)
            number = Fraction(apart.numerator or 0)
            yield Fact(f"roll|{window}|not-compared", unseen, number, number)
        yield from _at_both(results, window, atoms, apart)


def _at_both(results: Results, window: str, atoms: Atoms, apart: Cell | None) -> Iterator[Fact]:
    """How many children are at home and school, and how many of them cannot be compared."""
    found = {group: _cell(results, "HSC-01", window, group) for group in AT_BOTH}
    cells = [cell for cell in found.values() if cell is not None]
    if len(cells) < len(AT_BOTH):
        return
    both = _add(*(_sum(atoms, key_of("HSC-01", window, group)) for group in AT_BOTH))
    number = Fraction(sum(cell.numerator or 0 for cell in cells))
    yield Fact(f"roll|{window}|both", both, number, number)
    if apart is None:
        return
    unseen = _sum(atoms, key_of("CHG-02", window, "not-compared"))
    here = {atom: weight for atom, weight in both.items() if atom in unseen}
    # Both groups point at the first row of each child on the roll.
    rows = {row for cell in cells for row in cell.evidence}
    shared = Fraction(len(rows & set(apart.evidence)))
    if here:
        yield Fact(f"roll|{window}|both-not-compared", here, shared, shared)


def given(cells: Iterable[ProtectCell]) -> list[Fact]:
    """The totals that a named decision shows exactly, whatever else is shown beside them."""
    return [
        Fact(f"decided|{cell.key}", _fractions(cell.atoms), Fraction(cell.value), Fraction(cell.value))
        for cell in cells
        if cell.table and not cell.sensitive
    ]


def linked(
    results: Results, windows: Sequence[str], atoms: Atoms, places: Sequence[str], homes: Sequence[str]
) -> Iterator[Fact]:
    """What the definitions say of one figure and another, as sums that cannot be under nought."""
    for window in windows:
        restrained = _sum(atoms, key_of("CHG-01", window, "children"))
        incidents = _sum(atoms, key_of("CHG-01", window, "incidents"))
        if not restrained or not incidents:
            continue
        # Every child counted has an incident, and a child with more than before has at least two.
        more = _sum(atoms, key_of("CHG-02", window, "more"))
        yield _under(f"children|{window}", _add(restrained, more), incidents)
        if len(places) > 1 and f"{window}|incidents|" in incidents:
            # The row "place not recorded" stands on the page only where there is such an incident.
            yield Fact(f"nowhere|{window}", {f"{window}|incidents|": Fraction(1)}, Fraction(1), None)
        yield from _by_side(window, atoms, places, homes)
        yield from _before(results, window, atoms)


def _by_side(window: str, atoms: Atoms, places: Sequence[str], homes: Sequence[str]) -> Iterator[Fact]:
    """A child with an incident at home, or at school, stands behind one of the incidents there."""
    if not homes:
        return
    both = _sum(atoms, key_of("HSC-01", window, "both"))
    schools = [place for place in places if place not in homes]
    for group, there in (("home-only", homes), ("school-only", schools)):
        children = _add(both, _sum(atoms, key_of("HSC-01", window, group)))
        incidents = _add(*(_sum(atoms, key_of("CHG-01", window, place)) for place in there))
        if children and incidents:
            yield _under(f"{group}|{window}", children, incidents)


def _before(results: Results, window: str, atoms: Atoms) -> Iterator[Fact]:
    """The change of a term is told against an earlier one, whose own figures stand beside it."""
    fewer_cell = _cell(results, "CHG-02", window, "fewer")
    earlier = fewer_cell.compare_window if fewer_cell else None
    restrained = _sum(atoms, key_of("CHG-01", earlier, "children")) if earlier else {}
    if not earlier or not restrained:
        return
    groups = {
        group: _sum(atoms, key_of("CHG-02", window, group))
        for group in ("fewer", "more", "about-the-same", "not-compared")
    }
    now = _sum(atoms, key_of("CHG-01", window, "children"))
    calm = {atom: weight for atom, weight in groups["about-the-same"].items() if atom not in now}
    yield _under(f"before|{window}", _add(groups["fewer"], calm), restrained)
    yield _under(f"after|{window}", restrained, _add(*groups.values()))
    # Fewer than before means at least two before.
    incidents = _sum(atoms, key_of("CHG-01", earlier, "incidents"))
    yield _under(f"two-before|{window}", _add(restrained, groups["fewer"]), incidents)


def _cell(results: Results, indicator: str, window: str, group: str) -> Cell | None:
    result = results.get((indicator, window))
    return next((cell for cell in result.cells if cell.group == group), None) if result else None


def _fractions(terms: Mapping[str, int]) -> Terms:
    return {atom: Fraction(weight) for atom, weight in terms.items()}


def _sum(atoms: Atoms, key: str) -> Terms:
    return _fractions(atoms.get(key, {}))


def _add(*sums: Mapping[str, Fraction]) -> Terms:
    total: Terms = {}
    for terms in sums:
        for atom, weight in terms.items():
            total[atom] = total.get(atom, Fraction(0)) + weight
    return total


def _under(name: str, less: Terms, more: Terms) -> Fact:
    """One sum is never above another."""
    terms = _add(more, {atom: -weight for atom, weight in less.items()})
    return Fact(
        f"linked|{name}", {atom: weight for atom, weight in terms.items() if weight}, Fraction(0), None
    )
