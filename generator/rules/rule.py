"""How a rule is declared: in one place, with its public code, how grave it is, its name and why it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import getdoc
from typing import NamedTuple

from generator.model import Dataset, Finding, Severity


class Hit(NamedTuple):
    """One place where a rule does not hold: the table, its spreadsheet row and field, what is wrong, what to do."""

    table: str
    row: int | None
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
        if not all(_holds(dataset, table, names) for table, names in self.needs.items()):
            return
        for hit in self.look(dataset):
            yield Finding(self.severity, self.code, *hit)


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


def hits(
    table: str, rows: Iterable[object], field: str | None, message: str, hint: str = ""
) -> Iterator[Hit]:
    """The same words for each of the rows, given by spreadsheet row number."""
    for row in rows:
        yield Hit(table, int(str(row)), field, message, hint)
