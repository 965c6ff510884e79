"""The texts of a table's columns, each different text kept once."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Texts:
    """One column: its different texts and, for each row, the place of its text among them."""

    different: tuple[str, ...]
    places: NDArray[Any]


class Places(dict[str, int]):
    """Gives each different text the next number."""

    def __missing__(self, text: str) -> int:
        place = self[text] = len(self)
        return place


class Gathered:
    """One column while its rows come in; places take a byte each while it has at most 256 different texts."""

    def __init__(self) -> None:
        self._known = Places()
        self._bytes: bytearray | None = bytearray()
        self._wider = array("i")

    def add(self, cells: Sequence[str]) -> int:
        """Take in the cells of the next rows; gives the length of the longest text that was not there before."""
        before = len(self._known)
        if self._bytes is not None:
            rows = len(self._bytes)
            try:
                self._bytes.extend(map(self._known.__getitem__, cells))
            except ValueError:  # a place that no byte holds
                self._wider.extend(self._bytes[:rows])
                self._bytes = None
        if self._bytes is None:
            self._wider.extend(map(self._known.__getitem__, cells))
        new = len(self._known) - before
        return max(map(len, islice(reversed(self._known), new))) if new else 0

    def texts(self) -> Texts:
        """The column as far as it has come in."""
        places = np.array(self._wider) if self._bytes is None else np.frombuffer(bytes(self._bytes), "uint8")
        return Texts(tuple(self._known), places)
