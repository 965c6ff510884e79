"""The rows behind a figure: which table, and the numbers a person sees in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, order=True)
class RowRef:
    """One row of one table, by the number a person sees in a spreadsheet (the header is row 1)."""

    table: str
    row: int


class Rows(Sequence[RowRef]):
    """References to rows, kept as numbers until somebody reads them: a large setting's figures stand on millions.

    `parts` are tables with the numbers of their rows, one-dimensional and whole. Equal to any sequence of the same
    references in the same order.
    """

    __slots__ = ("parts",)

    def __init__(self, *parts: tuple[str, NDArray[np.int64]]) -> None:
        self.parts = tuple((table, np.asarray(rows, dtype=np.int64)) for table, rows in parts if len(rows))

    @classmethod
    def of(cls, given: Sequence[RowRef]) -> Rows:
        """The same references as numbers."""
        if isinstance(given, Rows):
            return given
        groups = groupby(given, key=lambda ref: ref.table)
        return cls(*((table, np.array([ref.row for ref in refs], dtype=np.int64)) for table, refs in groups))

    def __len__(self) -> int:
        return sum(len(rows) for _, rows in self.parts)

    def __iter__(self) -> Iterator[RowRef]:
        return (RowRef(table, row) for table, rows in self.parts for row in rows.tolist())

    @overload
    def __getitem__(self, place: int) -> RowRef: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[RowRef, ...]: ...
    def __getitem__(self, place: int | slice) -> RowRef | tuple[RowRef, ...]:
        return tuple(self)[place]

    def __add__(self, other: Sequence[RowRef]) -> Rows:
        return Rows(*self.parts, *Rows.of(other).parts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows | tuple | list):
            return NotImplemented
        return len(self) == len(other) and all(
            mine == theirs for mine, theirs in zip(self, other, strict=True)
        )

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Rows({', '.join(f'{table}: {len(rows)}' for table, rows in self.parts)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Rows, self.parts
