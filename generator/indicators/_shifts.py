"""Incidents by shift, set against the hours that adults worked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from generator.indicators._hours import COVERED, stated_hours
from generator.indicators._shared import at_place, ever_held, group_cell, held, slugs, words
from generator.model import Cell, Dataset, Verdict
from generator.periods import Window
from generator.statistics import report
from generator.statistics.compare import ALPHA
from generator.statistics.rates import MIN_EVENTS, central_p, holm, top_children
from generator.statistics.wording import sentence_case, verdict_sentence

AT_MOST = 12
SHIFTS = ("early", "late", "night", "waking-night")


@dataclass(frozen=True, slots=True)
class Compared:
    """One shift in both windows: rows and hours, `before` and `after`."""

    before: pd.DataFrame
    after: pd.DataFrame
    hours_before: float
    hours_after: float

    @property
    def p(self) -> float:
        return self.without(None)

    def without(self, child: str | None) -> float:
        """The chance of a difference this size if hours worked were all there is, one child left out."""
        a, b = (
            int((rows["child_id"] != child).sum()) if child else len(rows)
            for rows in (self.before, self.after)
        )
        return central_p(a, self.hours_before, b, self.hours_after)

    @property
    def testable(self) -> bool:
        events = len(self.before) + len(self.after)
        return events >= MIN_EVENTS and self.hours_before > 0 and self.hours_after > 0

    def reading(self, adjusted: float, level: float) -> str:
        """`high`, `low`, `one-child` where it does not hold without the child with most, or nothing."""
        if adjusted >= level:
            return ""
        counts = pd.concat([self.before, self.after])["child_id"].value_counts().to_dict()
        if any(self.without(str(child)) >= ALPHA for child in top_children(counts)):
            return "one-child"
        more = len(self.after) * self.hours_before > len(self.before) * self.hours_after
        return "high" if more else "low"


def shift_cells(dataset: Dataset, window: Window, other: Window | None) -> tuple[Cell, ...]:
    """One cell a shift or lesson, tested against the hours worked where the exposure table gives them.

    The commonest eleven stand alone, all others together as `shift-other`; rows without one as `shift-not-known`.
    """
    if not dataset.has("incidents", "shift_or_lesson"):
        return ()
    codes = codes_of(dataset)
    now = held(dataset, window)
    now_codes = code_of(now, codes)
    cells = {
        code: group_cell(
            "incidents",
            now[now_codes == code],
            group=f"shift-{code}",
            label=shift_label(code),
            unit="incidents",
            counts="events",
            dims={"shift": code},
        )
        for code in (*codes, "other", "not-known")
        if code in codes or (now_codes == code).any()
    }
    return tuple(_tested(dataset, window, other, cells, codes).values())


def codes_of(dataset: Dataset, field: str = "shift_or_lesson", place: str | None = None) -> tuple[str, ...]:
    """The shifts and lessons (or rooms) that have a cell of their own, whatever the window: the commonest of all."""
    return dataset.once(f"codes {field} {place}", lambda: _codes(dataset, field, place))  # type: ignore[no-any-return]


def _codes(dataset: Dataset, field: str, place: str | None) -> tuple[str, ...]:
    rows = at_place(dataset, ever_held(dataset), place)
    counted = slugs(rows[field].dropna()).value_counts()
    ordered = sorted(counted.items(), key=lambda item: (-item[1], str(item[0])))
    kept = ordered if len(ordered) <= AT_MOST else ordered[: AT_MOST - 1]
    return tuple(str(code) for code, _ in kept)


def code_of(rows: pd.DataFrame, codes: tuple[str, ...], field: str = "shift_or_lesson") -> pd.Series:
    """The shift (or room) of each row, as its cell is called."""
    found = slugs(rows[field]).astype("object").fillna("not-known")
    return found.where(found.isin([*codes, "not-known"]), "other")


def shift_label(code: str) -> str:
    if code == "not-known":
        return "Shift or lesson not recorded"
    if code == "other":
        return "Other shifts and lessons"
    return sentence_case(words(code.replace("-", " "))) + (" shift" if code in SHIFTS else "")


def _tested(
    dataset: Dataset, window: Window, other: Window | None, cells: dict[str, Cell], codes: tuple[str, ...]
) -> dict[str, Cell]:
    """The same cells, those with hours in both windows with what the test says; Holm over all that are tested."""
    if other is None or not dataset.has("exposure", "amount"):
        return cells
    now, before = held(dataset, window), held(dataset, other)
    now_codes, before_codes = code_of(now, codes), code_of(before, codes)
    hours_before, hours_now = _hours(dataset, other), _hours(dataset, window)
    compared = {
        code: Compared(
            before[before_codes == code],
            now[now_codes == code],
            hours_before.get(code, 0.0),
            hours_now.get(code, 0.0),
        )
        for code in codes
    }
    tested = {code: pair for code, pair in compared.items() if pair.testable}
    adjusted = dict(zip(tested, holm([pair.p for pair in tested.values()]), strict=True))
    level, speaks = (
        report.level(dataset.calendar, "shifts"),
        report.speaks(dataset.calendar, "shifts", window),
    )
    return cells | {
        code: _with_verdict(
            cells[code],
            pair,
            adjusted[code],
            other,
            pair.reading(adjusted[code], level),
            speaks,
        )
        for code, pair in tested.items()
    }


def _with_verdict(
    cell: Cell, pair: Compared, adjusted: float, other: Window, said: str, speaks: bool
) -> Cell:
    verdict = time_verdict(
        {"a": len(pair.before), "b": len(pair.after), "p": adjusted, "shift": cell.label}, said, speaks
    )
    return replace(cell, verdict=verdict, compare_window=other.id, sentence=verdict_sentence(verdict))


def time_verdict(facts: Mapping[str, int | float | str], said: str, speaks: bool) -> Verdict:
    """R10 where something stands out beside its hours, else R1, by its reason.

    The reason is `time` (nothing stands out, or only with one child counted) or `earlier` (a window of which nothing
    is said).
    """
    if not speaks:
        return Verdict("R1", {**facts, "stands_out": "", "reason": "earlier"})
    if said in ("high", "low"):
        return Verdict("R10", {**facts, "stands_out": said})
    return Verdict("R1", {**facts, "stands_out": said, "reason": "time"})


def _hours(dataset: Dataset, window: Window) -> dict[str, float]:
    """Hours worked on each shift in the window.

    A shift whose periods cover less than four fifths of the window at every place is left out: it is not tested.
    """
    rows = stated_hours(dataset, window, ("shift",))
    shift = slugs(rows["value"])
    hours = rows["hours"].groupby(shift).sum()
    covered = rows["days"].groupby([shift, rows["setting_id"]]).sum().groupby(level=0).max()
    enough = covered[covered >= COVERED * window.days].index
    return {str(code): float(hours[code]) for code in enough}
