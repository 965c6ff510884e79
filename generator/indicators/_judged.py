"""How incidents were judged by the five tests, worked out once: windows overlap, and nothing here depends on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from generator.model import Dataset

TESTS = (
    ("judged_legal", "legal", "Legal"),
    ("judged_necessary", "necessary", "Necessary"),
    ("judged_reasonable", "reasonable", "Reasonable in this circumstance"),
    ("judged_minimum_force", "minimum-force", "The least force necessary"),
    ("judged_proportionate", "proportionate", "Proportionate"),
)
FIELDS = tuple(name for name, _, _ in TESTS)
LESS = ("partly", "not_met", "unclear")
JUDGED = ("met", *LESS)


def _column(rows: pd.DataFrame, name: str) -> pd.Series:
    """The field, or as many empty values where the table does not have it."""
    return rows[name] if name in rows.columns else pd.Series(None, index=rows.index, dtype="str")


def marks_of(dataset: Dataset) -> pd.DataFrame:
    """For every incident and test: judged or not, met or not; and judged on any, on all, less than met on any."""

    def make() -> pd.DataFrame:
        rows = dataset.incidents
        judged = pd.DataFrame({name: _column(rows, name).isin(JUDGED) for name in FIELDS}, index=rows.index)
        met = pd.DataFrame(
            {f"met-{name}": _column(rows, name).isin(["met"]) for name in FIELDS}, index=rows.index
        )
        less = np.logical_or.reduce([_column(rows, name).isin(LESS).to_numpy() for name in FIELDS])
        return judged.assign(
            **{"judged-any": judged.any(axis=1), "judged-all": judged.all(axis=1), "less": less}
        ).join(met)

    found = dataset.once("five-tests", make)
    assert isinstance(found, pd.DataFrame)
    return found


def named(rows: pd.DataFrame, answers: Sequence[str] | None) -> list[str]:
    """For each incident the tests with one of these answers; without answers, those not yet judged."""
    marked = [
        (label, _column(rows, name).isin(answers) if answers else ~_column(rows, name).isin(JUDGED))
        for name, _, label in TESTS
    ]
    return [
        ", ".join(label.lower() for (label, _), yes in zip(marked, flags, strict=True) if yes)
        for flags in zip(*(mask for _, mask in marked), strict=True)
    ]
