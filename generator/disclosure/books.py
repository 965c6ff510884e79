"""The ledgers of a workspace: opened before anything is made for readers under protection, written at freezing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from generator.disclosure import ledger
from generator.disclosure.cells import BANDS, ProtectCell
from generator.disclosure.history import History, record_of, windows_of
from generator.disclosure.ledger import Entry
from generator.disclosure.plan import PLANNED, WITHHELD, Results
from generator.disclosure.rules import Rules
from generator.disclosure.system import World, value_of
from generator.errors import DisclosureError
from generator.model import Audience
from generator.published import Published

Frozen = Mapping[str, Mapping[str, str]]
"""For each audience its releases, each with the SHA-256 of its `data/indicators.json`."""


def open_books(
    releases: Path, audiences: Sequence[Audience], frozen: Frozen, store: Path | None = None
) -> History:
    """Every ledger of readers under protection, checked; raises DisclosureError where one is lost or was altered.

    Those of audiences that `setting.yml` no longer names are opened too: what was shown stays known.
    """
    names = readers(releases, audiences)
    return History({name: ledger.read(releases, name, frozen.get(name, {})) for name in names}, store)


def readers(releases: Path, audiences: Sequence[Audience]) -> tuple[str, ...]:
    """Every audience under protection, and those with a ledger that are no longer named or were called otherwise."""
    named = {each.name for each in audiences}
    return (*(each.name for each in audiences if not each.internal), *ledger.unnamed(releases, named))


def line_for(releases: Path, entry: Entry, frozen: Frozen) -> bytes:
    """The line that a new release adds to its audience's ledger."""
    before = ledger.head(releases, entry.audience, frozen.get(entry.audience, {}))
    return ledger.line(entry, before)


def entry_for(
    version: str,
    published: Published,
    rules: Rules,
    audience: Audience,
    bands: Sequence[int] = BANDS,
    figures: str = "",
) -> Entry:
    """What a release shows for the first time: its new windows, their figures and the facts that these are.

    Raises DisclosureError for a figure that neither the plan nor the list of withheld ones names.
    """
    known = {*PLANNED, *WITHHELD}
    if any(cell.indicator not in known for cell in published.cells):
        raise DisclosureError(
            "disclosure: a figure that no release plan names.", "Report this: nothing was published."
        )
    new = [window for window in published.windows if window.id not in rules.past.kept]
    names = {window.id for window in new}
    cells = [cell for cell in published.cells if cell.window in names]
    printed = {cell.window for cell in cells if cell.unit == "children" and cell.denominator is not None}
    rolls = [fact for window, fact in sorted(rules.rolls.items()) if window in printed]
    facts = [fact for fact in rules.decided.facts if windows_of(fact) & names]
    return Entry(
        release=version,
        audience=audience.name,
        policy=audience.policy,
        exact=rules.exact_totals,
        k=rules.k,
        bands=tuple(bands),
        categories={"places": tuple(place for place, _, _ in published.places)},
        plan=rules.size.name,
        plan_hash=rules.size.hash,
        windows={window.id: (str(window.start), str(window.end)) for window in new},
        facts=(*facts, *rolls),
        cells=tuple(record_of(cell) for cell in cells),
        figures=figures,
    )


def retold(found: Results, cells: Sequence[ProtectCell], world: World) -> Results:
    """The true results with every count of the plan as it would be in another world that readers cannot rule out."""
    told = {
        _place_of(cell): int(value_of(_terms(cell), world)) for cell in cells if set(cell.atoms) <= set(world)
    }
    return {
        (indicator, window): replace(
            result,
            cells=tuple(
                replace(cell, value=number, numerator=number)
                if (number := told.get((indicator, window, cell.group))) is not None
                else cell
                for cell in result.cells
            ),
        )
        for (indicator, window), result in found.items()
    }


def _terms(cell: ProtectCell) -> dict[str, Fraction]:
    return {atom: Fraction(weight) for atom, weight in cell.atoms.items()}


def _place_of(cell: ProtectCell) -> tuple[str, str, str]:
    """Where the results hold a cell of the plan; incidents apart from all places stand under a name of their own."""
    if cell.key.endswith("|incidents|"):
        return "CHG-01", cell.key.split("|", 1)[0], "place-not-known"
    indicator, window, group = (*cell.key.split("/"), "", "")[:3]
    return indicator, window, group
