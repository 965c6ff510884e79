"""What a recipe says, once it has been read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.recipes.dates import Moments

People = Callable[[str, str], str]
"""`people(kind, identity)`: the code of a person, for kind `child` or `adult`."""
OWN = ("<row number>", "<file name>", "<row id>")
"""Columns that every export has, whatever its headings."""
NUMBER_IN = "<number in "
"""`<number in COLUMN>` counts the rows of a table that have the same text in that column: 1, 2, …"""
HEADINGS = "headings"
"""Stands for the headings of wide columns where `rows_from` names its columns."""


@dataclass(frozen=True, slots=True)
class StopAt:
    """Where a table ends: before the row in which `column` (None: the first filled cell) begins with `word`.

    An empty `word` means a blank row.
    """

    word: str
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Pivot:
    """Long to wide: the cells of `headings` name the columns that hold what stands in `cells`."""

    headings: str
    cells: str


@dataclass(frozen=True, slots=True)
class FileShape:
    """How an export is written: its encoding, what divides its columns, where its headings and its rows stand.

    `header_rows` counts from 1; empty where there are no headings, and then `names` may give them.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    header_rows: tuple[int, ...] = (1,)
    names: tuple[str, ...] = ()
    sheet: str | None = None
    skip_footer: int = 0
    stop_at: StopAt | None = None
    pivot: Pivot | None = None
    name: str = ""
    match: str | None = None


@dataclass(frozen=True, slots=True)
class CodeRule:
    """How a number of the source becomes a code: digits filled with zeros to `pad`, then `prefix` before them."""

    prefix: str = ""
    pad: int = 0
    as_written: bool = False
    """Whether codes that look mangled by a spreadsheet are taken all the same."""

    def apply(self, text: str) -> str:
        return self.prefix + (text.zfill(self.pad) if text.isascii() and text.isdigit() else text)


@dataclass(frozen=True, slots=True)
class FieldRecipe:
    """How one field is filled: from which columns, and by a format, a value map or a code rule, or as it stands."""

    field: str
    columns: tuple[str, ...]
    format: Moments | str | None = None
    """How dates and times are written; for numbers `number` or `minutes`."""
    values: Mapping[str, str] | None = None
    """Source value, as `same` makes it, to the field's value; empty where it is to be left empty."""
    code: CodeRule | None = None
    otherwise: str | None = None
    split: str | None = None
    person: str | None = None

    @property
    def column(self) -> str:
        """The columns as a person names them."""
        return " + ".join(self.columns)


@dataclass(frozen=True, slots=True)
class Wide:
    """Several columns to several rows: each new column takes its cell of the k-th row from its k-th source column."""

    columns: Mapping[str, tuple[str, ...] | str]
    """New column → source columns, a pattern with #, or `headings`."""

    @property
    def made(self) -> tuple[str, ...]:
        return (*self.columns, f"<{next(iter(self.columns))} number>")

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns that must be there; a pattern is none."""
        return tuple(name for each in self.columns.values() if not isinstance(each, str) for name in each)


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values in one cell to several rows, each of one part or of several (`inside`, `into`)."""

    cell: str
    between: str
    inside: str | None
    into: tuple[str, ...]

    @property
    def made(self) -> tuple[str, ...]:
        return (*self.into, f"<{self.into[0]} number>")

    @property
    def asked(self) -> tuple[str, ...]:
        return (self.cell,)


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows that stay (`keep`) or go by the values of one column, compared as `same` makes them."""

    column: str
    values: frozenset[str]
    keep: bool


@dataclass(frozen=True, slots=True)
class TableRecipe:
    """How one table is filled; a row is left out where one of `needs` is empty in the export."""

    table: str
    fields: tuple[FieldRecipe, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """The names of the file shapes that it is filled from; none means all."""
    steps: tuple[Wide | Listed, ...] = ()
    filters: tuple[Filter, ...] = ()
    link: str | None = None
    """The field of incidents that `incident_id` of the export stands for, where that is not the incident's own id."""

    @property
    def counted(self) -> dict[str, str]:
        """Each `<number in COLUMN>` with its column."""
        names = (name for each in self.fields for name in each.columns if name.startswith(NUMBER_IN))
        return {name: name.removeprefix(NUMBER_IN).removesuffix(">").strip() for name in names}

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is asked of the export, those that `rows_from` makes and the program's own left out."""
        used: list[str] = []
        made = set(OWN)
        for step in self.steps:
            used += [name for name in step.asked if name not in made]
            made |= set(step.made)
        rest = [each.column for each in self.filters]
        rest += [name for each in self.fields for name in each.columns if name not in self.counted]
        rest += self.counted.values()
        return tuple(dict.fromkeys([*used, *(name for name in rest if name not in made)]))

    @property
    def patterns(self) -> tuple[str, ...]:
        """The headings with # that stand for a row of columns."""
        found = [each for step in self.steps if isinstance(step, Wide) for each in step.columns.values()]
        return tuple(each for each in found if isinstance(each, str) and each != HEADINGS)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole recipe, and the SHA-256 of its file."""

    name: str
    title: str
    files: tuple[FileShape, ...]
    missing: frozenset[str]
    tables: tuple[TableRecipe, ...]
    sha256: str
    note: str = ""
    """What the recipe says of itself."""

    @property
    def names_people(self) -> bool:
        """Whether names or numbers of people are to become pseudonyms."""
        return any(each.person for table in self.tables for each in table.fields)


def many(number: int, noun: str) -> str:
    """A count with its noun: "1 row", "1,200 rows"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def same(text: str) -> str:
    """A text as it is compared: without outer, double or hard spaces, and without regard to capitals."""
    return " ".join(text.split()).casefold()
