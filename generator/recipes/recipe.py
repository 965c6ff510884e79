"""What a recipe says, once it has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.recipes.moments import Format


@dataclass(frozen=True, slots=True)
class FileShape:
    """How an export is written: its encoding, what divides its columns, the row of its headings (the first is 1)."""

    encoding: str = "utf-8"
    delimiter: str = ","
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class CodeRule:
    """How a number of the source becomes a code: digits filled with zeros to `pad`, then `prefix` before them."""

    prefix: str = ""
    pad: int = 0

    def apply(self, text: str) -> str:
        return self.prefix + (text.zfill(self.pad) if text.isascii() and text.isdigit() else text)


@dataclass(frozen=True, slots=True)
class FieldRecipe:
    """How one field is filled: from which column, and by a format, a value map or a code rule, or as it stands."""

    field: str
    column: str
    format: Format | None = None
    values: Mapping[str, str] | None = None
    """Source value, as `same` makes it, to the field's value; empty where it is to be left empty."""
    code: CodeRule | None = None


@dataclass(frozen=True, slots=True)
class TableRecipe:
    """How one table is filled; a row is left out where one of `needs` is empty in the export."""

    table: str
    fields: tuple[FieldRecipe, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole recipe, and the SHA-256 of its file."""

    name: str
    title: str
    file: FileShape
    missing: frozenset[str]
    tables: tuple[TableRecipe, ...]
    sha256: str


def many(number: int, noun: str) -> str:
    """A count with its noun: "1 row", "1,200 rows"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def same(text: str) -> str:
    """A text as it is compared: without outer, double or hard spaces, and without regard to capitals."""
    return " ".join(text.split()).casefold()
