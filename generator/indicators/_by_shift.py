"""Incidents by shift or lesson in two windows, set against the hours that adults worked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator.indicators._cells import part
from generator.indicators._hours import COVERED, stated_hours
from generator.indicators._shared import slugs
from generator.indicators._shifts import codes_of, shift_label, time_verdict
from generator.indicators._tally import Places, held_places, tally_of
from generator.model import Cell, Dataset
from generator.periods import Window
from generator.statistics import report
from generator.statistics.clusters import Together, pooled, together_of
from generator.statistics.compare import ALPHA
from generator.statistics.rates import MIN_EVENTS, central_p, holm
from generator.statistics.wording import verdict_sentence


@dataclass(frozen=True, slots=True)
class Compared:
    """One shift in both windows: each child's incidents and all hours, `before` and `after`."""

    before: np.ndarray
    after: np.ndarray
    hours_before: float
    hours_after: float

    @property
    def counts(self) -> tuple[int, int]:
        return int(self.before.sum()), int(self.after.sum())

    @property
    def together(self) -> Together:
        """How far the incidents of a child on this shift keep to one of the two windows."""
        return _together(np.stack([self.before, self.after]))

    def p(self, least: float | None = 1.0, without: int = -1) -> float:
        """The chance of a difference this size if hours worked were all there is, one child left out (-1: nobody).

        The counts are divided by how far a child's incidents go together. That is never taken to be less than `least`,
        what all tested shifts give as one: children's hard weeks are seen on all of them, and two or three such weeks
        on one shift are too few to be measured there. None takes incidents one by one.
        """
        pairs = np.stack([self.before, self.after])
        if without >= 0:
            pairs = np.delete(pairs, without, axis=1)
        effect = 1.0 if least is None else max(least, _together(pairs).effect)
        a, b = (float(count) / effect for count in pairs.sum(axis=1))
        return central_p(a, self.hours_before, b, self.hours_after)

    @property
    def testable(self) -> bool:
        return sum(self.counts) >= MIN_EVENTS and self.hours_before > 0 and self.hours_after > 0

    def reading(self, adjusted: float, alone: float, level: float, least: float = 1.0) -> str:
        """`high`, `low`, `one-child` where it does not hold without the child with most, or nothing.

        Both p are corrected; `alone` is that of incidents one by one. What only this one would call is often one
        child's, and is then said to be.
        """
        if min(adjusted, alone) >= level:
            return ""
        if not self._holds(least if adjusted < level else None):
            return "one-child"
        a, b = self.counts
        side = "high" if b * self.hours_before > a * self.hours_after else "low"
        return side if adjusted < level else ""

    def _holds(self, least: float | None) -> bool:
        """Whether it is there also without each of the children with most."""
        both = self.before + self.after
        tops = np.flatnonzero(both == both.max())
        # Children with the same two counts leave the same numbers: each pair is looked at once.
        pairs = zip(self.before[tops].tolist(), self.after[tops].tolist(), strict=True)
        return all(
            self.p(least, child) < ALPHA for child in dict(zip(pairs, tops.tolist(), strict=True)).values()
        )


def _together(pairs: np.ndarray) -> Together:
    window, child = np.nonzero(pairs)
    return together_of(window, child, pairs[window, child].astype(float))


def shift_cells(dataset: Dataset, window: Window, other: Window | None) -> tuple[Cell, ...]:
    """One cell a shift or lesson, tested against the hours worked where the exposure table gives them.

    The commonest eleven stand alone, all others together as `shift-other`; rows without one as `shift-not-known`.
    """
    if not dataset.has("incidents", "shift_or_lesson"):
        return ()
    codes = codes_of(dataset)
    parts = _parted(dataset, window)
    cells = {
        code: part(
            tally_of(dataset),
            parts[code],
            f"shift-{code}",
            shift_label(code),
            dims={"shift": code},
            counts="events",
        )
        for code in (*codes, "other", "not-known")
        if code in codes or len(parts[code])
    }
    return tuple(_tested(dataset, window, other, cells).values())


def _parted(dataset: Dataset, window: Window) -> dict[str, Places]:
    """The restrictive incidents of the window by the shift that their cell is called by."""
    names = (*codes_of(dataset), "other", "not-known")

    def make() -> np.ndarray:
        codes = slugs(dataset.incidents["shift_or_lesson"])
        numbers = codes.map({name: number for number, name in enumerate(names[:-2])}).fillna(len(names) - 2)
        return numbers.where(codes.notna(), len(names) - 1).to_numpy(dtype=int)

    places = held_places(dataset, window)
    mine = dataset.once("shift of each incident", make)[places]
    return {name: places[mine == number] for number, name in enumerate(names)}


def _tested(
    dataset: Dataset, window: Window, other: Window | None, cells: dict[str, Cell]
) -> dict[str, Cell]:
    """The same cells, those with hours in both windows with what the test says; Holm over all that are tested."""
    if other is None or not dataset.has("exposure", "amount"):
        return cells
    now, before = _parted(dataset, window), _parted(dataset, other)
    hours_before, hours_now = shift_hours(dataset, other), shift_hours(dataset, window)
    compared = {
        code: Compared(
            tally_of(dataset).by_child(before[code]),
            tally_of(dataset).by_child(now[code]),
            hours_before[code],
            hours_now[code],
        )
        for code in codes_of(dataset)
        if code in hours_before and code in hours_now
    }
    tested = {code: pair for code, pair in compared.items() if pair.testable}
    least = pooled(pair.together for pair in tested.values())
    adjusted, alone = (
        dict(zip(tested, holm([pair.p(each) for pair in tested.values()]), strict=True))
        for each in (least, None)
    )
    level = report.level(dataset.calendar, "shifts")
    speaks = report.speaks(dataset.calendar, "shifts", window)
    return cells | {
        code: _with_verdict(
            cells[code],
            pair,
            adjusted[code],
            other,
            pair.reading(adjusted[code], alone[code], level, least),
            speaks,
        )
        for code, pair in tested.items()
    }


def _with_verdict(
    cell: Cell, pair: Compared, adjusted: float, other: Window, said: str, speaks: bool
) -> Cell:
    a, b = pair.counts
    verdict = time_verdict({"a": a, "b": b, "p": adjusted, "shift": cell.label}, said, speaks)
    return replace(cell, verdict=verdict, compare_window=other.id, sentence=verdict_sentence(verdict))


def shift_hours(dataset: Dataset, window: Window) -> dict[str, float]:
    """Hours worked on each shift in the window.

    A shift whose periods cover less than four fifths of the window at every place is left out: it is not tested.
    """

    def make() -> dict[str, float]:
        rows = stated_hours(dataset, window, ("shift",))
        hours: dict[str, float] = {}
        covered: dict[tuple[str, str], float] = {}
        values = zip(slugs(rows["value"]), rows["setting_id"], rows["hours"], rows["days"], strict=True)
        for shift, place, amount, days in values:
            hours[shift] = hours.get(shift, 0.0) + float(amount)
            covered[shift, place] = covered.get((shift, place), 0.0) + float(days)
        enough = {shift for (shift, _), days in covered.items() if days >= COVERED * window.days}
        return {shift: amount for shift, amount in hours.items() if shift in enough}

    return dataset.once(f"shift hours {window.start} {window.end}", make)  # type: ignore[no-any-return]
