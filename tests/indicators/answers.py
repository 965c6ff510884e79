"""Answers of children and adults as the loader gives them: yes or no, and numbers, beside the builder's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from generator.model import Dataset

YES_OR_NO = {"True": True, "False": False}


def typed(data: Dataset, table: str, *, flags: Sequence[str] = (), numbers: Sequence[str] = ()) -> Dataset:
    """The dataset with these fields of one table as yes-or-no, or as numbers."""
    rows = data.tables[table].copy()
    for name in flags:
        if name in rows.columns and rows[name].dtype != "boolean":
            rows[name] = rows[name].map(YES_OR_NO).astype("boolean")
    for name in numbers:
        if name in rows.columns:
            rows[name] = pd.to_numeric(rows[name]).astype("float64")
    return replace(data, tables={**data.tables, table: rows})
