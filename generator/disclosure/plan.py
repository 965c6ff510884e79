"""The release plan: which cells readers under protection may be shown at all, and how they hang together.

The plan is fixed in code, so that the choice of what to publish says nothing about the data. Whatever is not in it is
withheld. Every cell is a sum of atoms (incidents by place; children by what is true of them), so that totals, parts
and linked tables are one system of equations for `generator.disclosure.protect`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from generator.disclosure import known, pairs
from generator.disclosure.cells import ProtectCell
from generator.disclosure.system import Fact
from generator.model import Cell, IndicatorResult
from generator.trace import key_of

CHANGE = ("fewer", "more", "about-the-same", "none-in-both", "not-compared")
PLACES = ("both", "home-only", "school-only", "neither", "one-roll")
DUTIES = ("VOI-01", "RES-01", "LAW-01", "LAW-04", "VOI-05", "PRA-03")
"""Figures about the setting's own duties: shown unless fewer than k children stand behind them."""
PLANNED = ("CHG-01", "CHG-02", "HSC-01", "VOI-02", "REC-01", *DUTIES)
"""Every indicator of which readers under protection may be shown something."""
WITHHELD = ("CHG-04", "CHG-05", "CHG-07", "CHG-08")
"""Indicators that would say too much about single children, and are named as withheld. All others that are not
planned are no part of such a site: leaders hold them."""
OF_INCIDENTS = ("VOI-01", "RES-01", "LAW-01", "LAW-04")
"""Duties whose known and not known add up to the number of restrictive incidents."""
Results = Mapping[tuple[str, str], IndicatorResult]
Atoms = Mapping[str, Mapping[str, int]]
Terms = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Plan:
    """Cells to decide, what anyone may know of them (the roll), and what follows from how they are defined."""

    cells: tuple[ProtectCell, ...]
    public: tuple[Fact, ...]
    linked: tuple[Fact, ...] = ()


def plan(
    results: Mapping[tuple[str, str], IndicatorResult],
    windows: Sequence[str],
    places: Sequence[str],
    *,
    exact_totals: bool,
    homes: Sequence[str] = (),
) -> Plan:
    """The plan over completed terms. `exact_totals` (a named decision) takes setting totals out of the rule.

    `homes` names those of the places that are homes, so that children by place and incidents by place are one system.
    """
    cells: list[ProtectCell] = []
    public: list[Fact] = []
    for window in windows:
        change = results.get(("CHG-01", window))
        if change is None:
            continue
        cells += _events(change, window, places, exact_totals)
        persons = list(_persons(results, window))
        if persons:
            found, facts = _children(results, window, persons, exact_totals)
            cells += found
            public += facts
    atoms = {cell.key: cell.atoms for cell in cells}
    public += known.of_the_roll(results, windows, atoms)
    public += known.given(cells) if exact_totals else []
    return Plan(tuple(cells), tuple(public), tuple(known.linked(results, windows, atoms, places, homes)))


def _group(result: IndicatorResult, group: str) -> Cell | None:
    return next((cell for cell in result.cells if cell.group == group), None)


def _events(
    change: IndicatorResult, window: str, places: Sequence[str], exact_totals: bool
) -> Iterator[ProtectCell]:
    """Incidents: the setting's total, and each place where there is more than one."""
    by_place = {place: f"{window}|incidents|{place}" for place in places}
    located = [cell for place in places if (cell := _group(change, place)) is not None]
    total = _group(change, "incidents")
    if total is None:
        return
    apart = int(total.numerator or 0) - sum(int(cell.numerator or 0) for cell in located)
    # Without an incident apart from all places, readers know that the places add up to the total, and so must we.
    elsewhere = {f"{window}|incidents|": 1} if apart > 0 or not located else {}
    atoms = {by_place[place]: 1 for place in places} | elsewhere
    yield _event(
        key_of("CHG-01", window, "incidents"), total, atoms, 1, "incidents", window, exact_totals, True
    )
    if len(places) > 1:
        for cell in located:
            key = key_of("CHG-01", window, cell.group)
            yield _event(key, cell, {by_place[cell.group]: 1}, 3, "places", window, exact_totals, False)
    if len(places) > 1 and elsewhere:
        nowhere = _group(change, "place-not-known")
        children, top = (int(nowhere.children or 0), nowhere.top_share) if nowhere else (0, 1.0)
        hidden = f"{window}|incidents|"
        yield ProtectCell(hidden, apart, elsewhere, children, top, not exact_totals, 3, "", "events")


def _event(
    key: str,
    cell: Cell,
    atoms: Mapping[str, int],
    priority: int,
    table: str,
    window: str,
    exact: bool,
    whole: bool,
) -> ProtectCell:
    return ProtectCell(
        key=key,
        value=int(cell.numerator or 0),
        terms=atoms,
        contributors=int(cell.children or 0),
        top_share=0.0 if whole else cell.top_share,
        sensitive=not exact,
        priority=priority,
        table=f"{table}|{window}",
        unit="events",
        whole=whole,
    )


def _persons(
    results: Mapping[tuple[str, str], IndicatorResult], window: str
) -> Iterator[tuple[bool, str, str]]:
    """Everything that can be true of one child in a term: restrained or not, change, where."""
    changes = CHANGE if ("CHG-02", window) in results else ("",)
    where = PLACES if ("HSC-01", window) in results else ("",)
    for restrained, change, place in product((True, False), changes, where):
        if not restrained and (change == "more" or place in ("both", "home-only", "school-only")):
            continue
        if restrained and change == "none-in-both":
            continue
        yield restrained, change, place


def _atom(window: str, person: tuple[bool, str, str]) -> str:
    return f"{window}|children|{'yes' if person[0] else 'no'}|{person[1]}|{person[2]}"


def _children(
    results: Mapping[tuple[str, str], IndicatorResult],
    window: str,
    persons: Sequence[tuple[bool, str, str]],
    exact_totals: bool,
) -> tuple[list[ProtectCell], list[Fact]]:
    """Children restrained, children by change and by place, with the roll as public knowledge."""
    restrained = _group(results["CHG-01", window], "children")
    if restrained is None:
        return [], []
    cells: list[ProtectCell] = []
    facts: list[Fact] = []
    roll = int(restrained.denominator) if restrained.denominator else None
    whole = ""
    if roll is not None and roll >= int(restrained.numerator or 0):
        whole = f"roll|{window}"
        everyone = {_atom(window, person): 1 for person in persons}
        cells.append(ProtectCell(whole, roll, everyone, roll, 0.0, False, 0, "", "children", "", True))
        number = Fraction(roll)
        facts.append(Fact(whole, {atom: Fraction(1) for atom in everyone}, number, number))
    held = {_atom(window, person): 1 for person in persons if person[0]}
    key = key_of("CHG-01", window, "children")
    cells.append(_count(key, restrained, held, 2, f"children|{window}", not exact_totals, whole, True))
    for indicator, position, priority in (("CHG-02", 1, 4), ("HSC-01", 2, 5)):
        result = results.get((indicator, window))
        for cell in result.cells if result else ():
            atoms = {_atom(window, person): 1 for person in persons if person[position] == cell.group}
            if cell.counts != "children" or not atoms:
                continue
            if cell.group == "not-compared":
                atoms[f"{window}|left"] = 1
            table = f"{indicator}|{window}"
            key = key_of(indicator, window, cell.group)
            cells.append(_count(key, cell, atoms, priority, table, True, whole, False))
    change, where = results.get(("CHG-02", window)), results.get(("HSC-01", window))
    if change and where and whole:
        by_person = {person: _atom(window, person) for person in persons}
        cells += pairs.cells(pairs.Both(change, where), window, by_person)
    return cells, facts


def _count(
    key: str,
    cell: Cell,
    atoms: Mapping[str, int],
    priority: int,
    table: str,
    sensitive: bool,
    denominator: str,
    whole: bool,
) -> ProtectCell:
    value = int(cell.numerator or 0)
    part = "" if f"{key}".endswith("not-compared") else denominator
    return ProtectCell(
        key,
        value,
        atoms,
        value,
        0.0,
        sensitive,
        priority,
        table,
        "children",
        part if sensitive else "",
        whole,
    )
