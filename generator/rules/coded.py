"""Columns of texts as whole numbers: each different text is looked at once, and rows are compared by number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.model import Dataset


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """One column: its different texts as they come, and for each row the place of its text among them, or -1."""

    places: NDArray[np.int64]
    different: list[str]

    def told(self, tell: Callable[[str], Any], missing: Any) -> NDArray[Any]:
        """What `tell` says of each row's text, asked once for each different one; `missing` where there is none."""
        return np.array([*map(tell, self.different), missing])[self.places]

    def holds(self, wanted: Callable[[str], object]) -> NDArray[np.bool_]:
        """Which rows hold a text of which `wanted` is true."""
        return self.told(lambda text: bool(wanted(text)), False).astype("bool")

    def among(self, other: Coded) -> NDArray[np.int64]:
        """For each row the place of its text among the different ones of another column; -1 where it has none."""
        known = {text: place for place, text in enumerate(other.different)}
        return self.told(lambda text: known.get(text, -1), -1)


def coded(dataset: Dataset, table: str, name: str) -> Coded:
    """The column as numbers, worked out once for this data set; of a table without it every row is empty."""

    def make() -> Coded:
        frame = dataset.tables[table]
        if name not in frame.columns:
            return Coded(np.full(len(frame), -1), [])
        places, different = pd.factorize(frame[name].to_numpy(dtype="object"))
        return Coded(places, [str(each) for each in different])

    made: Coded = dataset.once(f"{table}.{name}", make)
    return made


def number(*parts: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for each different combination of the parts, row by row; -1 where one of them is -1."""
    whole = parts[0]
    for part in parts[1:]:
        both = np.where((whole < 0) | (part < 0), -1, whole * (part.max(initial=0) + 1) + part)
        # Counted anew each time: the product of three columns of 100,000 codes is more than a number can hold.
        whole = np.where(both < 0, -1, pd.factorize(both)[0])
    return whole


def again(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows have a number that a row above has; a row with -1 is like no other."""
    return pd.Series(numbers).duplicated().to_numpy() & (numbers >= 0)
