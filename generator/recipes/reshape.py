"""The rows of a table from the rows of its exports: which of them stay, and several from one where a recipe says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

from generator.recipes.recipe import HEADINGS, Filter, Listed, TableRecipe, Wide, many, same
from generator.recipes.sources import Source


@dataclass
class Rows:
    """Columns of one length, and for each row the file and the row in it that it comes from."""

    columns: dict[str, list[str]]
    numbers: list[int]
    files: list[str]
    typed: bool = False
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def where(self, position: int) -> str:
        """The place of a row as a person finds it."""
        return f"{self.files[position]}, row {self.numbers[position]}"

    def only(self, keep: Sequence[bool]) -> Rows:
        """The rows for which `keep` is true."""
        columns = {name: list(compress(cells, keep)) for name, cells in self.columns.items()}
        numbers, files = list(compress(self.numbers, keep)), list(compress(self.files, keep))
        return Rows(columns, numbers, files, self.typed, self.notes)


def rows_of(how: TableRecipe, sources: Sequence[Source], missing: frozenset[str]) -> Rows:
    """The rows that a table is made of, those of the first source first; `missing` is what is read as empty."""
    parts = [_rows(how, each, missing) for each in sources if not how.sources or each.shape in how.sources]
    names = list(parts[0].columns) if parts else []
    return Rows(
        {name: [text for part in parts for text in part.columns[name]] for name in names},
        [number for part in parts for number in part.numbers],
        [file for part in parts for file in part.files],
        any(part.typed for part in parts),
        [note for part in parts for note in part.notes],
    )


def _rows(how: TableRecipe, source: Source, missing: frozenset[str]) -> Rows:
    needed = {name for each in how.fields for name in each.columns}
    needed |= set(how.counted.values())
    needed |= {name for step in how.steps for name in step.asked} | {each.column for each in how.filters}
    needed |= {name for each in how.patterns for name in source.expanded[each]}
    columns = {name: cells for name, cells in source.columns.items() if name in needed}
    if "<row number>" in needed:
        columns["<row number>"] = [str(number) for number in source.numbers]
    if "<file name>" in needed:
        columns["<file name>"] = [source.name] * len(source.numbers)
    rows = Rows(columns, source.numbers, [source.name] * len(source.numbers), source.typed)
    rows = _filtered(rows, how, [each for each in how.filters if each.column in columns])
    for step in how.steps:
        rows = (
            _spread(rows, step, source, missing) if isinstance(step, Wide) else _unlisted(rows, step, missing)
        )
    rows = _filtered(rows, how, [each for each in how.filters if each.column not in columns])
    for name, column in how.counted.items():
        rows.columns[name] = _occurrences(rows.columns[column])
    return rows


def _occurrences(texts: Sequence[str]) -> list[str]:
    """1, 2, … within the rows that have the same text."""
    seen: Counter[str] = Counter()
    made = []
    for text in texts:
        seen[text] += 1
        made.append(str(seen[text]))
    return made


def _filtered(rows: Rows, how: TableRecipe, filters: Sequence[Filter]) -> Rows:
    for each in filters:
        texts = rows.columns[each.column]
        stays = {text: (same(text) in each.values) == each.keep for text in set(texts)}
        keep = [stays[text] for text in texts]
        if gone := len(keep) - sum(keep):
            said = "only_where" if each.keep else "leave_out_where"
            rows.notes.append(f"{how.table}: left out {many(gone, 'row')} by {said} on column {each.column}.")
            rows = rows.only(keep)
    return rows


def _spread(rows: Rows, step: Wide, source: Source, missing: frozenset[str]) -> Rows:
    """Wide columns to rows: the k-th row takes the k-th column of each list; none where the first is empty."""
    lists = {name: _resolved(each, source) for name, each in step.columns.items() if each != HEADINGS}
    length = min(len(each) for each in lists.values())
    first = next(iter(lists.values()))
    empty = {text for name in first for text in set(rows.columns[name]) if same(text) in missing}
    picks = [
        (position, place)
        for position in range(len(rows))
        for place in range(length)
        if rows.columns[first[place]][position] not in empty
    ]
    made = _repeated(rows, [position for position, _ in picks])
    for name, listed in lists.items():
        cells = [rows.columns[each] for each in listed]
        made.columns[name] = [cells[place][position] for position, place in picks]
    for name in (name for name, each in step.columns.items() if each == HEADINGS):
        made.columns[name] = [first[place] for _, place in picks]
    made.columns[step.made[-1]] = _counted([position for position, _ in picks])
    return made


def _resolved(each: tuple[str, ...] | str, source: Source) -> tuple[str, ...]:
    return source.expanded[each] if isinstance(each, str) else each


def _unlisted(rows: Rows, step: Listed, missing: frozenset[str]) -> Rows:
    """A list in one cell to rows: each value of it one row, taken apart where it is a pair."""
    positions: list[int] = []
    parts: list[Sequence[str]] = []
    known: Mapping[str, list[Sequence[str]]] = {
        text: list(_parts(text, step, missing)) for text in set(rows.columns[step.cell])
    }
    for position, text in enumerate(rows.columns[step.cell]):
        for part in known[text]:
            positions.append(position)
            parts.append(part)
    made = _repeated(rows, positions)
    for place, name in enumerate(step.into):
        made.columns[name] = [part[place] for part in parts]
    made.columns[step.made[-1]] = _counted(positions)
    extra = sum(len(part) > len(step.into) for part in parts)
    if extra:
        made.notes.append(
            f"column {step.cell}: {many(extra, 'value')} with more parts than into names; the rest is left out."
        )
    return made


def _parts(text: str, step: Listed, missing: frozenset[str]) -> Iterator[Sequence[str]]:
    for value in text.split(step.between):
        parts = [part.strip() for part in value.split(step.inside)] if step.inside else [value.strip()]
        if same(parts[0]) not in missing:
            yield [*parts, *[""] * (len(step.into) - len(parts))]


def _repeated(rows: Rows, positions: Sequence[int]) -> Rows:
    columns = {name: [cells[each] for each in positions] for name, cells in rows.columns.items()}
    numbers = [rows.numbers[each] for each in positions]
    return Rows(columns, numbers, [rows.files[each] for each in positions], rows.typed, rows.notes)


def _counted(positions: Sequence[int]) -> list[str]:
    """1, 2, … within each row that these rows come from."""
    made, last, number = [], -1, 0
    for position in positions:
        number = number + 1 if position == last else 1
        last = position
        made.append(str(number))
    return made
