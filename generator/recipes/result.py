"""What a conversion gives: the tables, and everything a person should know before they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import DataError
from generator.recipes.recipe import Recipe, many


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One export that was read: its name, the SHA-256 of its bytes, how many rows."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Converted:
    """One canonical table: its columns in the order of its schema, all of the same length, empty where not known."""

    name: str
    columns: Mapping[str, tuple[str, ...]]

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values())))


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one source column became: cells filled and empty, and how many different values it held and were mapped."""

    table: str
    field: str
    column: str
    filled: int
    empty: int
    different: int
    known: int
    how: str


@dataclass(frozen=True, slots=True)
class Unmapped:
    """What could not be taken over from one column: how many different values, in how many rows, where first, why."""

    table: str
    field: str
    column: str
    different: int
    rows: int
    first: str
    why: str
    required: bool

    @property
    def counted(self) -> str:
        """How much of it there is: "2 different values in 138 rows (first: log.csv, row 23)"."""
        different, rows = many(self.different, "different value"), many(self.rows, "row")
        return f"{different} in {rows} (first: {self.first})"


@dataclass(frozen=True)
class Conversion:
    """The tables of one import before they are written. No text in it but the tables' own holds a cell."""

    recipe: Recipe
    sources: tuple[SourceFile, ...]
    tables: Mapping[str, Converted]
    mapped: tuple[Mapped, ...]
    unmapped: tuple[Unmapped, ...]
    dropped: tuple[str, ...]
    decisions: tuple[str, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    """What does not stop the import and a person should look at first."""

    def stop(self) -> None:
        """Raise one `DataError` with every problem; return where the tables may be written."""
        if self.problems:
            raise DataError(
                "\n".join(self.problems), "Nothing was written. Correct what is named above and import again."
            )
