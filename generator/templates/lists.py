"""The lists that columns choose from, each once, with the place it has on the sheet of codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import schema
from generator.schema import FieldSchema, TableSchema

SHEET = "codes"
FIRST_ROW = 4


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list: its codes with the reader's words, which columns use it, and the row on which it begins."""

    name: str
    codes: Mapping[str, str]
    used_by: tuple[str, ...]
    row: int

    @property
    def place(self) -> str:
        """Its codes as a range of the workbook."""
        return f"{SHEET}!$B${self.row}:$B${self.row + len(self.codes) - 1}"


def lists() -> tuple[CodeList, ...]:
    """Every list that a column chooses from, in the order of the tables."""
    used: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    words: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    for table, each in _fields():
        key = (each.codes or each.name, options(each))
        used.setdefault(key, []).append(f"{table.name}.{each.name}")
        words.setdefault(key, {code: each.label(code) for code in key[1]})
    found, row = [], FIRST_ROW
    for key, columns in used.items():
        found.append(CodeList(key[0], words[key], tuple(columns), row))
        row += len(key[1]) + 1
    return tuple(found)


def options(each: FieldSchema) -> tuple[str, ...]:
    """The codes that a column may choose from; none where it is filled in another way."""
    return each.enum or (tuple(each.labels) if each.codes else ())


def _fields() -> Iterator[tuple[TableSchema, FieldSchema]]:
    for table in schema.tables().values():
        yield from ((table, each) for each in table.fields if options(each))
