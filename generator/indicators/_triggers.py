"""The same trigger at home and at school: which crises count, and how each ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.indicators._dual import at_side, routine
from generator.indicators._tally import Mask, Places, tally_of
from generator.model import Dataset
from generator.periods import Window

NO_TRIGGER = ("unknown", "other")
"""Codes that do not name one trigger, so that two crises with them need not have the same."""
CALMED = "de_escalated_no_restriction"


@dataclass(frozen=True)
class Codes:
    """The codes of a field of several: `has` says for each incident, and each of `names`, whether it has that one."""

    names: tuple[str, ...]
    has: Mask

    @classmethod
    def of(cls, field: pd.Series) -> Codes:
        """The codes of each incident; each different cell is read once, since there are few."""
        which, cells = pd.factorize(field)
        split = [{code for code in str(cell).split("|") if code} for cell in cells]
        names = tuple(sorted(set().union(*split)))
        # One more at the end, so that a row without a code (-1) finds it.
        known = np.array([[name in codes for name in names] for codes in (*split, set())], dtype=bool)
        return cls(names, known.reshape(len(split) + 1, len(names))[which])

    def counts(self, rows: Places) -> dict[str, int]:
        """How many of the rows have each code, of those that any has."""
        found = zip(self.names, self.has[rows].sum(axis=0).tolist(), strict=True)
        return {name: count for name, count in found if count}

    def among(self, rows: Places, names: Sequence[str]) -> Places:
        """The rows with at least one of these codes."""
        chosen = np.array([self.names.index(name) for name in names], dtype=np.intp)
        found: Places = rows[self.has[np.ix_(rows, chosen)].any(axis=1)]
        return found


@dataclass(frozen=True)
class Book:
    """What each incident says of its triggers and its end; `counted` are crises that say what set them off."""

    counted: Mask
    restrictive: Mask
    triggers: Codes
    categories: Codes


@dataclass(frozen=True)
class Crises:
    """Crises with a trigger, at home and at school; and the triggers seen enough at each."""

    book: Book
    home: Places
    school: Places
    triggers: tuple[str, ...]
    calm_recorded: bool
    """Whether crises that ended without restriction were recorded at both places."""

    def of(self, *triggers: str) -> tuple[Places, Places]:
        """The crises with at least one of these triggers, at home and at school, each once."""
        return self.book.triggers.among(self.home, triggers), self.book.triggers.among(self.school, triggers)

    def restricted(self, rows: Places) -> Places:
        """Those that ended in restriction."""
        return rows[self.book.restrictive[rows]]

    def share(self, rows: Places) -> float | None:
        """The share of crises that ended in restriction, in percent."""
        return 100 * float(self.book.restrictive[rows].mean()) if len(rows) else None

    def mix(self, rows: Places) -> dict[str, float]:
        """For each category the share of crises that had it, in percent; a crisis with two counts for both."""
        return {code: 100 * count / len(rows) for code, count in self.book.categories.counts(rows).items()}


def crises(dataset: Dataset, window: Window) -> Crises:
    """Crises of the window that say what set them off, at a home and a school that share a site."""
    book = dataset.once("book of triggers", lambda: _book(dataset))
    rows = dataset.places(window, restrictive=False)
    rows = rows[book.counted[rows]]
    home, school = rows[at_side(dataset, "home")[rows]], rows[at_side(dataset, "school")[rows]]
    needed = int(dataset.setting.threshold("trigger_min_crises"))
    one, two = book.triggers.counts(home), book.triggers.counts(school)
    seen = {code for code in one if min(one[code], two.get(code, 0)) >= needed}
    calm = all(bool((~book.restrictive[side]).any()) for side in (home, school))
    return Crises(book, home, school, tuple(sorted(seen - {*NO_TRIGGER})), calm)


def _book(dataset: Dataset) -> Book:
    rows = dataset.incidents
    restrictive = rows["restrictive"].to_numpy(dtype=bool)
    categories = Codes.of(rows["intervention_category"])
    calmed = categories.has[:, [name == CALMED for name in categories.names]].any(axis=1)
    counted = (restrictive | calmed) & rows["trigger_codes"].notna().to_numpy() & ~routine(dataset)
    return Book(counted, restrictive, Codes.of(rows["trigger_codes"]), categories)


def by_child(
    dataset: Dataset, found: Crises, home: Places, school: Places
) -> tuple[dict[str, tuple[int, float]], ...]:
    """For each child at school, and at home: crises that ended in restriction, out of how many."""
    tally = tally_of(dataset)
    sides = [
        [
            np.bincount(tally.who[some], minlength=len(tally.names)).tolist()
            for some in (found.restricted(rows), rows)
        ]
        for rows in (school, home)
    ]
    there = np.unique(tally.who[np.concatenate([home, school])]).tolist()
    children = sorted((tally.names[who], who) for who in there)
    return tuple(
        {child: (ended[who], float(every[who])) for child, who in children} for ended, every in sides
    )
