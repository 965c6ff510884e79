"""The shifts, lessons and rooms that have a cell of their own, and what a test by hours worked lets one say."""

from __future__ import annotations

from collections.abc import Mapping

from generator.indicators._shared import at_place, ever_held, slugs, words
from generator.model import Dataset, Verdict
from generator.statistics import report
from generator.statistics.wording import sentence_case

AT_MOST = 12
SHIFTS = ("early", "late", "night", "waking-night")


def codes_of(dataset: Dataset, field: str = "shift_or_lesson", place: str | None = None) -> tuple[str, ...]:
    """The shifts and lessons (or rooms) that have a cell of their own, whatever the window: the commonest of all."""
    return dataset.once(f"codes {field} {place}", lambda: _codes(dataset, field, place))  # type: ignore[no-any-return]


def _codes(dataset: Dataset, field: str, place: str | None) -> tuple[str, ...]:
    rows = at_place(dataset, ever_held(dataset), place)
    counted = slugs(rows[field].dropna()).value_counts()
    ordered = sorted(counted.items(), key=lambda item: (-item[1], str(item[0])))
    kept = ordered if len(ordered) <= AT_MOST else ordered[: AT_MOST - 1]
    return tuple(str(code) for code, _ in kept)


def shift_label(code: str) -> str:
    if code == "not-known":
        return "Shift or lesson not recorded"
    if code == "other":
        return "Other shifts and lessons"
    return sentence_case(words(code.replace("-", " "))) + (" shift" if code in SHIFTS else "")


def may_say(dataset: Dataset, test: str) -> tuple[float, frozenset[str]]:
    """The level of one of the report's tests, and the windows of which it may say something: both from dates alone."""

    def find() -> tuple[float, frozenset[str]]:
        windows = report.windows(dataset.calendar, test)
        return report.level(dataset.calendar, test), frozenset(each.id for each in windows)

    return dataset.once(f"may say {test}", find)  # type: ignore[no-any-return]


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
