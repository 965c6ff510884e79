"""What every row says, worked out once for a whole table: yes, no, or not known; a window only picks its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicators._tally import Mask, Places
from generator.model import Dataset

Answers = NDArray[np.int8]
"""For each row of a table: yes, no, or not known."""
YES, NO, UNKNOWN = 1, 0, -1


class Told(NamedTuple):
    """Places of the rows that say yes and of the rows that say anything, and how many say nothing."""

    met: Places
    known: Places
    unknown: int


def told(answers: Answers, places: Places) -> Told:
    """What the rows at these places answer: met, known and unknown kept apart."""
    mine = answers[places]
    known = places[mine != UNKNOWN]
    return Told(places[mine == YES], known, len(places) - len(known))


def answered(yes: pd.Series | Mask, missing: pd.Series | Mask | None = None) -> Answers:
    """The answer of every row: `yes` where it is not missing, which is where it is empty unless told otherwise."""
    none = pd.isna(yes) if missing is None else missing
    return np.where(_marks(none), UNKNOWN, _marks(yes)).astype(np.int8)


def _marks(said: pd.Series | Mask) -> Mask:
    """What is said of every row, where nothing said is no."""
    return np.asarray(said.to_numpy(dtype=bool, na_value=False) if isinstance(said, pd.Series) else said)


def flags(rows: pd.DataFrame, name: str) -> Answers:
    """The answer of each row to a yes-or-no field; not known throughout where the table does not hold it."""
    if name not in rows.columns:
        return np.full(len(rows), UNKNOWN, dtype=np.int8)
    return answered(rows[name].astype("boolean"))


def unknown_to_all(dataset: Dataset, table: str = "incidents") -> Answers:
    """No row of the table says anything."""
    return np.full(len(dataset.tables[table]), UNKNOWN, dtype=np.int8)


def both(one: Answers, two: Answers) -> Answers:
    """Yes where both say yes, no where either says no; else it is not known."""
    return np.where(
        (one == NO) | (two == NO), NO, np.where((one == YES) & (two == YES), YES, UNKNOWN)
    ).astype(np.int8)


def by_text(field: pd.Series, read: Callable[[str], object], empty: object) -> NDArray[Any]:
    """What each row of a field means, as `read` takes its text; `empty` where there is none.

    Few texts differ, so each is read once.
    """
    which, texts = pd.factorize(field.to_numpy(dtype=object))
    return np.array([*(read(str(text)) for text in texts), empty])[
        which
    ]  # the last place is for empty ones: -1


def holds(field: pd.Series, code: str) -> Mask:
    """Which rows of a field that may hold several codes hold this one."""
    return by_text(field, lambda text: code in text.split("|"), False)


def holders(field: pd.Series) -> dict[str, Mask]:
    """For each code of a field that may hold several, in the order of the alphabet, which rows hold it."""
    texts = field.dropna().unique()
    codes = sorted({code for text in texts for code in str(text).split("|")})
    return {code: holds(field, code) for code in codes}


def numbers_of(rows: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """A field of numbers; not a number where nothing is recorded."""
    return np.asarray(rows[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan))
