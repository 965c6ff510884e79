"""How an indicator is declared, and the counting that several of them share.

An indicator is one function with `@indicator(...)` on it. Nothing is registered: `generator.catalogue` finds it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from generator.model import Better, Dataset, Indicator, IndicatorResult
from generator.periods import Window
from generator.rows import Rows
from generator.statistics.rates import garwood

Compute = Callable[[Dataset, Window], IndicatorResult]


def indicator(
    *,
    id: str,
    title: str,
    unit: str,
    better: Better,
    answers: Sequence[str],
    needs: Mapping[str, Sequence[str]],
    internal_only: bool = False,
    requires: Sequence[str] = (),
) -> Callable[[Compute], Indicator]:
    """Declare an indicator; the function's docstring is its published method note.

    `needs` names tables and the fields without which nothing can be computed. `internal_only` keeps the whole
    indicator from readers under protection.
    """

    def declare(compute: Compute) -> Indicator:
        method = inspect.getdoc(compute)
        if not method:
            raise ValueError(f"{id}: an indicator needs a docstring, it is the published method note")
        named = {table: tuple(fields) for table, fields in needs.items()}
        return Indicator(
            id, title, unit, better, tuple(answers), named, compute, method, internal_only, tuple(requires)
        )

    return declare


def evidence(table: str, rows: pd.DataFrame) -> Rows:
    """The rows behind a count, in spreadsheet order."""
    return refs(table, rows.index.to_numpy())


def refs(table: str, numbers: np.ndarray | Iterable[int]) -> Rows:
    """References to rows by their numbers, in spreadsheet order."""
    whole = numbers if isinstance(numbers, np.ndarray) else np.fromiter(numbers, dtype=np.int64)
    # They nearly always stand in order already, and to see that takes a hundredth of the time of sorting them again.
    return Rows((table, np.sort(whole) if np.any(whole[:-1] > whole[1:]) else whole))


def rate_interval(count: int, child_days: float, per: float = 100.0) -> tuple[float, float]:
    """Garwood's exact 95 % interval of a rate, per 100 child-days."""
    low, high = garwood(count, child_days)
    return per * low, per * high


def as_date(value: object) -> date:
    """A table's date as a plain date."""
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
