"""Children by two things at once: in no table of any site, and protected all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.disclosure.cells import ProtectCell
from generator.model import IndicatorResult

Person = tuple[bool, str, str]
"""Whether restrained, how the number of incidents changed, at which places."""


@dataclass(frozen=True, slots=True)
class Both:
    """The two results of one window that tell children apart, by change and by place."""

    change: IndicatorResult
    where: IndicatorResult


def cells(both: Both, window: str, persons: Mapping[Person, str]) -> Iterator[ProtectCell]:
    """One cell for each change at each place, of no table; none where the rows behind the results do not say it.

    Nought is no secret here: only one to under k children are kept open (a marginal of two attributes and a term).
    """
    changes = _groups(both.change, {change for _, change, _ in persons})
    places = _groups(both.where, {place for _, _, place in persons})
    counted = {(how, at): len(changes[how] & places[at]) for how in changes for at in places}
    everyone = frozenset().union(*places.values())
    if any(sum(counted[how, at] for at in places) != len(changes[how] & everyone) for how in changes):
        return
    if any(sum(counted[how, at] for how in changes) != len(places[at]) for at in places):
        return
    for (how, at), number in counted.items():
        atoms = {atom: 1 for (_, change, place), atom in persons.items() if (change, place) == (how, at)}
        if atoms:
            key = f"{window}|pair|{how}|{at}"
            yield ProtectCell(key, number, atoms, number, 0.0, True, 9, "", "children", "", True)


def _groups(result: IndicatorResult, names: set[str]) -> dict[str, frozenset[object]]:
    """The rows of the roll behind each group of children."""
    return {cell.group: frozenset(cell.evidence) for cell in result.cells if cell.group in names}
