"""Children's views as numbers: what came of asking after each incident, and the views given in a window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from generator.indicator import as_date
from generator.indicators._answers import NO, UNKNOWN, YES, Answers, flags
from generator.indicators._shared import LIST_LENGTH
from generator.indicators._tally import Places, tally_of
from generator.model import Dataset, Listing
from generator.periods import Window, day

CAPTURED, DECLINED, MISSED, WAITING, UNDATED = range(5)
"""What came of asking after an incident. The first three are known; waiting: the days have not run out."""
STATES = np.array(["captured", "declined", "missed", "waiting", "undated"], dtype=object)
DAY = np.timedelta64(1, "D")


def heard(dataset: Dataset, days: int) -> NDArray[np.int8]:
    """For each incident what came of asking the child within so many days."""
    return dataset.once(  # type: ignore[no-any-return]
        f"what came of asking within {days} days", lambda: _heard(dataset, days)
    )


def _heard(dataset: Dataset, days: int) -> NDArray[np.int8]:
    dates = dataset.incidents["incident_date"].to_numpy()
    views, place = dataset.tables["child_views"], dataset.linked("child_views")
    about = np.flatnonzero(place >= 0)
    place = place[about]
    gap = views["captured_on"].to_numpy()[about] - dates[place]
    in_time = (gap >= 0 * DAY) & (gap < (days + 1) * DAY)
    refused = flags(views, "declined")[about] == YES
    state = np.where(dates + days * DAY < np.datetime64(dataset.as_of), MISSED, WAITING).astype(np.int8)
    # Of several views of one incident the last line that speaks of it holds.
    state[place[np.isnat(gap)]] = UNDATED
    state[place[in_time & refused]] = DECLINED
    state[place[in_time & ~refused]] = CAPTURED
    return state


def captured(dataset: Dataset) -> Answers:
    """For each incident whether the child's view was captured: yes, no (declined or missed), or not known."""
    state = heard(dataset, int(dataset.setting.threshold("view_days")))
    return np.where(state == CAPTURED, YES, np.where(state <= MISSED, NO, UNKNOWN)).astype(np.int8)


def view_flags(dataset: Dataset, name: str) -> Answers:
    """The answer of each view to a yes-or-no field."""
    return dataset.once(  # type: ignore[no-any-return]
        f"views: {name}", lambda: flags(dataset.tables["child_views"], name)
    )


def given(dataset: Dataset, window: Window) -> Places:
    """The places of the views captured in the window that the child did not decline to give."""

    def find() -> Places:
        on = dataset.tables["child_views"]["captured_on"].to_numpy()
        inside = (on >= np.datetime64(window.start, "s")) & (on < np.datetime64(window.end, "s"))
        return np.flatnonzero(inside & (view_flags(dataset, "declined") != YES))

    return dataset.once(f"views given {window.start} {window.end}", find)  # type: ignore[no-any-return]


def speechless(dataset: Dataset, table: str) -> Answers:
    """For each row whether its child communicates without speech, as any of the child's rows on the roll says."""
    return dataset.once(  # type: ignore[no-any-return]
        f"without speech: {table}", lambda: _speechless(dataset, table)
    )


def _speechless(dataset: Dataset, table: str) -> Answers:
    roll, tally = dataset.tables["children"], tally_of(dataset, table)
    told = roll[roll["uses_non_verbal_communication"].notna()]
    answers = told.groupby("child_id")["uses_non_verbal_communication"].any().to_dict()
    # The last one is for rows without a child, who have -1.
    each = [int(answers[name]) if name in answers else UNKNOWN for name in tally.names] + [UNKNOWN]
    return np.array(each, dtype=np.int8)[tally.who]


def view_list(
    dataset: Dataset, places: Places, said: Sequence[str], *, id: str, title: str, last: str
) -> tuple[Listing, ...]:
    """Views for leaders, newest first, at most fifty; `said` is the last column, one entry a view."""
    if not len(places):
        return ()
    rows = dataset.tables["child_views"].take(places)[["captured_on", "child_id"]].assign(said=said)
    newest = rows.sort_values("captured_on", ascending=False, kind="stable").head(LIST_LENGTH)
    lines = tuple(
        (day(as_date(when)), str(child), told) for when, child, told in newest.itertuples(index=False)
    )
    left = len(rows) - len(lines)
    note = f"and {left:,} more" if left else ""
    return (Listing(id=id, title=title, columns=("date", "child", last), rows=lines, note=note),)
