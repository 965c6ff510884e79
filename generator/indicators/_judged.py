"""How incidents were judged by the five tests, worked out once: windows overlap, and nothing here depends on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.indicators._shared import column
from generator.indicators._tally import Mask
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
MET = ("met",)
JUDGED = (*MET, *LESS)


@dataclass(frozen=True, slots=True)
class Marks:
    """For every incident (a row) and each of the five tests (a column, in the order of `TESTS`) how it was judged."""

    judged: Mask
    met: Mask
    less: Mask
    """Less than met on any test; one column."""


def marks_of(dataset: Dataset) -> Marks:
    """How every incident was judged."""

    def make() -> Marks:
        tests = [column(dataset.incidents, name) for name in FIELDS]
        met, less = (
            np.column_stack([test.isin(answers).to_numpy() for test in tests]) for answers in (MET, LESS)
        )
        return Marks(met | less, met, np.asarray(less.any(axis=1)))

    return dataset.once("five-tests", make)  # type: ignore[no-any-return]


def named(rows: pd.DataFrame, answers: Sequence[str] | None) -> list[str]:
    """For each incident the tests with one of these answers; without answers, those not yet judged."""
    marked = [
        (label, column(rows, name).isin(answers) if answers else ~column(rows, name).isin(JUDGED))
        for name, _, label in TESTS
    ]
    return [
        ", ".join(label.lower() for (label, _), yes in zip(marked, flags, strict=True) if yes)
        for flags in zip(*(mask for _, mask in marked), strict=True)
    ]
