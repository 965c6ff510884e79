"""How a rule is declared: in one place, with its public code, how grave it is, its name and why it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, NamedTuple

import numpy as np

from generator.model import Dataset, Finding, Severity


class Hit(NamedTuple):
    """Where a rule does not hold: the table, its row and field, what is wrong, what to do.

    `row` is a spreadsheet row, all the rows of which the same is to be said, or None for the table as a whole.
    """

    table: str
    row: int | Sequence[int] | None
    field: str | None
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that looks at more than one cell.

    `needs` names the tables it cannot do without, and of each the fields; where one is absent the rule says nothing.
    `tables` are those whose rows it may name. `why` is the docstring of the function that looks.
    """

    code: str
    severity: Severity
    title: str
    why: str
    needs: Mapping[str, tuple[str, ...]]
    tables: tuple[str, ...]
    look: Callable[[Dataset], Iterable[Hit]]

    def find(self, dataset: Dataset) -> Iterator[Finding]:
        """Every place in the data where the rule does not hold."""
        return self.findings(self.places(dataset))

    def places(self, dataset: Dataset) -> list[Hit]:
        """Every place in the data where the rule does not hold, rows with the same words still together."""
        if not all(_holds(dataset, table, names) for table, names in self.needs.items()):
            return []
        return list(self.look(dataset))

    def findings(self, hits: Iterable[Hit]) -> Iterator[Finding]:
        """One finding for each row of the hits."""
        severity, code = self.severity, self.code
        for table, place, field, message, hint in hits:
            rows: Sequence[int | None] = place if isinstance(place, Sequence) else (place,)
            for row in rows:
                yield Finding(severity, code, table, row, field, message, hint)


def _holds(dataset: Dataset, table: str, names: tuple[str, ...]) -> bool:
    frame = dataset.tables.get(table)
    return frame is not None and set(names) <= set(frame.columns)


def rule(
    code: str,
    severity: Severity,
    title: str,
    needs: Mapping[str, tuple[str, ...]],
    tables: tuple[str, ...] = (),
) -> Callable[[Callable[[Dataset], Iterable[Hit]]], Rule]:
    """Make a rule of a function from the data set to the places where it does not hold; its docstring says why."""

    def declare(look: Callable[[Dataset], Iterable[Hit]]) -> Rule:
        why = " ".join((getdoc(look) or "").split())
        return Rule(code, severity, title, why, needs, tables or tuple(needs)[:1], look)

    return declare


def hits(table: str, rows: Any, field: str | None, message: str, hint: str = "") -> Iterator[Hit]:
    """The same words for each of the rows, given by spreadsheet row number; nothing where there are none."""
    numbers = np.asarray(rows, dtype="int64").tolist()
    if numbers:
        yield Hit(table, numbers, field, message, hint)
