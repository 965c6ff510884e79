"""What readers know already when a site is made: earlier releases, of their own and of audiences they see too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.disclosure.cells import ProtectCell, Range
from generator.disclosure.ledger import Entry, merged
from generator.disclosure.system import Fact
from generator.errors import DisclosureError
from generator.model import Audience
from generator.periods import Window
from generator.published import PublishedCell

Record = Mapping[str, Any]
FIELDS = (
    *("key", "indicator", "title", "unit", "better", "window", "group", "label", "value", "lower", "upper"),
    *("marker", "numerator", "denominator", "unknown", "interval_lower", "interval_upper"),
)
"""What the ledger keeps of a published cell; sentences are made again from it."""
HIDDEN = "Not shown, to protect children."


@dataclass(frozen=True)
class History:
    """The ledgers of all audiences under protection, and where decisions may be kept (private; None: nowhere)."""

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    store: Path | None = None

    def of(self, names: Iterable[str]) -> tuple[Entry, ...]:
        return tuple(entry for name in names for entry in self.entries.get(name, ()))


@dataclass(frozen=True)
class Past:
    """What one audience's readers know: their own settled windows, all facts, and figures seen elsewhere."""

    kept: Mapping[str, tuple[PublishedCell, ...]] = field(default_factory=dict)
    """Windows that the audience's own releases showed, each with every figure as it was shown."""
    facts: tuple[Fact, ...] = ()
    seen: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    """Figures by key as other readable releases showed them."""
    spans: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    """First day and day after the last of every window that was shown."""

    def ranges(self) -> dict[str, Range | None]:
        """The state of every figure of the settled windows: its range, or None where it was hidden."""
        found: dict[str, Range | None] = {}
        for cells in self.kept.values():
            for cell in cells:
                if cell.value is not None and float(cell.value).is_integer():
                    found[cell.key] = int(cell.value), int(cell.value)
                elif cell.lower is not None and cell.upper is not None:
                    found[cell.key] = int(cell.lower), int(cell.upper)
                else:
                    found[cell.key] = None
        return found

    def crossed(self, windows: Sequence[Window]) -> frozenset[str]:
        """Windows of which one that was shown earlier is another cut: from the two a few days could be told apart."""
        found = set()
        for window in windows:
            span = str(window.start), str(window.end)
            for name, earlier in self.spans.items():
                same = name == window.id
                if any(each != span if same else each[0] < span[1] and span[0] < each[1] for each in earlier):
                    found.add(window.id)
        return frozenset(found)

    def since_first(self, windows: Sequence[Window]) -> tuple[Window, ...]:
        """The windows less those before the first that was shown: a term that turns up says an early record came late.

        A term is there from the first incident in the tables on, so one late record can bring one more term.
        """
        first = min((start for spans in self.spans.values() for start, _ in spans), default="")
        return tuple(each for each in windows if each.id in self.spans or str(each.start) >= first)


def sees(audience: Audience, audiences: Sequence[Audience]) -> tuple[str, ...]:
    """The audiences under protection whose sites these readers see, their own first.

    Inspectors see what governors see, whatever is named. Raises DisclosureError where readers under protection are
    said to see a site of readers with lawful access to everything.
    """
    by_name = {each.name: each for each in audiences}
    found = [audience.name]
    for name in found:
        each = by_name.get(name)
        if each is None:
            continue
        usual = [o.name for o in audiences if o.policy == "protected"] if each.policy == "inspection" else []
        for other in (*usual, *each.can_see):
            if other in by_name and by_name[other].internal:
                raise DisclosureError(
                    f"setting.yml, audiences.{each.name}.can_see: names readers with lawful access to everything.",
                    "Take it out, or give both the policy internal.",
                )
            if other not in found:
                found.append(other)
    return tuple(found)


def past_of(audience: Audience, audiences: Sequence[Audience], history: History, exact: bool, k: int) -> Past:
    """What the readers of one audience know from releases; `exact` is whether a named decision frees totals now.

    What was shown to an audience that setting.yml no longer names is known to all: its readers may have another name.
    """
    gone = sorted(history.entries.keys() - {each.name for each in audiences})
    entries = history.of((*sees(audience, audiences), *gone))
    own = [entry for entry in entries if entry.audience == audience.name and entry.exact == exact]
    kept: dict[str, tuple[PublishedCell, ...]] = {}
    for entry in own:
        for window in entry.windows:
            cells = tuple(_cell(record) for record in entry.cells if record["window"] == window)
            kept.setdefault(window, tighten(cells, entry.k, k))
    seen: dict[str, list[Record]] = {}
    spans: dict[str, set[tuple[str, str]]] = {}
    for entry in entries:
        for window, span in entry.windows.items():
            spans.setdefault(window, set()).add(span)
        if entry not in own:
            for record in entry.cells:
                seen.setdefault(str(record["key"]), []).append(record)
    return Past(
        kept,
        merged(entries),
        {key: tuple(records) for key, records in seen.items()},
        {name: frozenset(found) for name, found in spans.items()},
    )


def record_of(cell: PublishedCell) -> dict[str, Any]:
    """A published cell as the ledger keeps it."""
    return {name: getattr(cell, name) for name in FIELDS}


def _cell(record: Record) -> PublishedCell:
    said = HIDDEN if record["marker"] == "c" else ""
    return PublishedCell(**{name: record[name] for name in FIELDS}, sentence=said)


def tighten(cells: Sequence[PublishedCell], k_then: int, k_now: int) -> tuple[PublishedCell, ...]:
    """Figures shown under an earlier threshold, less those a higher one would hide; judged by what was shown alone."""
    small = {cell.indicator for cell in cells if k_now > k_then and _under(cell, k_now)}
    return tuple(hide(cell) if cell.indicator in small else cell for cell in cells)


def _under(cell: PublishedCell, k: int) -> bool:
    counts = [cell.upper, cell.denominator if cell.unit == "%" else None]
    if cell.unit in ("children", "incidents"):
        counts.append(cell.value)
    few = any(count is not None and 0 < count < k for count in counts)
    rest = cell.unit == "children" and cell.denominator is not None and cell.value is not None
    return few or (rest and 0 <= (cell.denominator or 0) - (cell.value or 0) < k)


def hide(cell: PublishedCell) -> PublishedCell:
    """The same cell saying nothing."""
    return replace(
        cell,
        value=None,
        lower=None,
        upper=None,
        marker="c",
        numerator=None,
        denominator=None,
        unknown=None,
        interval_lower=None,
        interval_upper=None,
        sentence=HIDDEN,
    )


def window_of(name: str) -> str:
    """The window that an atom belongs to."""
    return name.split("|", 1)[0]


def windows_of(fact: Fact) -> frozenset[str]:
    """The windows whose numbers a fact adds up."""
    return frozenset(window_of(atom) for atom, weight in fact.terms.items() if weight)


def inside(cells: Iterable[ProtectCell], window: str) -> list[ProtectCell]:
    """The cells of one window."""
    return [cell for cell in cells if all(window_of(atom) == window for atom in cell.atoms)]
