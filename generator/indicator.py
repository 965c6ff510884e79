"""How an indicator is declared, and the counting that several of them share.

An indicator is one function with `@indicator(...)` on it. Nothing is registered: `generator.catalogue` finds it.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from generator.model import Better, Cell, Dataset, Indicator, IndicatorResult, RowRef, Verdict, references
from generator.periods import Window
from generator.statistics.rates import garwood, wilson

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


def evidence(table: str, rows: pd.DataFrame) -> tuple[RowRef, ...]:
    """The rows behind a count, in spreadsheet order."""
    return refs(table, rows.index.to_numpy())


def refs(table: str, numbers: np.ndarray) -> tuple[RowRef, ...]:
    """References to rows by their numbers, in spreadsheet order."""
    return references(table, np.sort(numbers))


def behind(rows: pd.DataFrame) -> tuple[int, float]:
    """How many different children stand behind some rows, and the share of the one with most (0 without rows)."""
    counts = Counter(rows["child_id"].tolist())
    for missing in [child for child in counts if child != child or child is None or child is pd.NA]:
        del counts[missing]
    return len(counts), max(counts.values()) / counts.total() if counts else 0.0


def share_cell(
    table: str,
    met: pd.DataFrame,
    known: pd.DataFrame,
    unknown: int,
    *,
    percent_from: int,
    group: str = "Total",
    label: str = "All",
    unit: str = "%",
    counts: str = "duty",
    compare_window: str | None = None,
    verdict: Verdict | None = None,
    dims: Mapping[str, str] | None = None,
) -> Cell:
    """A share as met / known / unknown: unknown is never counted as met, nor as not met.

    The value is a percentage of the known; its interval is Wilson's, 95 %. Without a known row there is no value
    (marker `z`); under `percent_from` known rows the percentage stands in the file and pages say "3 of 7".
    """
    base = len(known)
    children, top = behind(known) if base else (0, 0.0)
    return Cell(
        group=group,
        label=label,
        unit=unit,
        counts=counts,  # type: ignore[arg-type]
        value=100 * len(met) / base if base else None,
        numerator=len(met),
        denominator=base,
        unknown=unknown,
        interval=_percent(wilson(len(met), base)) if base >= percent_from else None,
        marker=None if base else "z",
        compare_window=compare_window,
        verdict=verdict,
        children=children,
        top_share=top,
        dims=dims or {},
        evidence=evidence(table, met),
    )


def _percent(interval: tuple[float, float]) -> tuple[float, float]:
    return 100 * interval[0], 100 * interval[1]


def rate_interval(count: int, child_days: float, per: float = 100.0) -> tuple[float, float]:
    """Garwood's exact 95 % interval of a rate, per 100 child-days."""
    low, high = garwood(count, child_days)
    return per * low, per * high


def count_by_child(
    dataset: Dataset, rows: pd.DataFrame, window: Window, place: str | None = None
) -> dict[str, tuple[int, float]]:
    """For each child here in the window (or with a row in it): incidents and child-days.

    Without a roll every child with a row gets the window's length, so that windows of equal length can be compared.
    """
    counts = Counter(str(child) for child in rows["child_id"])
    days: Mapping[str, float] = dataset.exposure.by_child(window, place)
    if not days:
        return {child: (int(count), float(window.days)) for child, count in counts.items()}
    children = sorted(set(days) | set(counts))
    return {child: (counts[child], float(days.get(child, 0))) for child in children}


def as_date(value: object) -> date:
    """A table's date as a plain date."""
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
