"""Events other than restrictive incidents, and where each kind of them was collected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from generator.indicators._clock import no, yes
from generator.indicators._tally import place_numbers
from generator.model import Dataset
from generator.periods import Window

KINDS = (
    ("suspension", "Suspensions"),
    ("permanent_exclusion", "Permanent exclusions"),
    ("disciplinary_removal", "Removals as a sanction"),
    ("part_time_timetable_day", "Days on a part-time timetable"),
    ("missing_episode", "Missing episodes"),
    ("police_call_out", "Police call-outs"),
    ("self_harm", "Self-harm"),
    ("positive_incident", "Things that went well"),
)
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Events:
    """Every other event: its row, day since 1970, kind and place as one number, how many, and what it says.

    `first` and `last` are the days of the first and the last entry of each kind and place that was collected.
    """

    numbers: np.ndarray
    days: np.ndarray
    keys: np.ndarray
    amounts: np.ndarray
    yes: np.ndarray
    no: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def inside(self, window: Window) -> np.ndarray:
        return (self.days >= (window.start - EPOCH).days) & (self.days < (window.end - EPOCH).days)


def keys(dataset: Dataset, kind: str) -> range:
    """The numbers of a kind at each place of the setting."""
    many = len(dataset.setting.places)
    start = [name for name, _ in KINDS].index(kind) * many
    return range(start, start + many)


def events(dataset: Dataset) -> Events:
    """The dated events of a kind and a place that are known; worked out once."""
    return dataset.once("other events", lambda: _read_events(dataset))  # type: ignore[no-any-return]


def _read_events(dataset: Dataset) -> Events:
    table, many = dataset.tables["related_events"], len(dataset.setting.places)
    dates = pd.to_datetime(table["event_date"])
    kinds = table["kind"].map({kind: number for number, (kind, _) in enumerate(KINDS)}).fillna(-1).to_numpy()
    places = place_numbers(dataset, "related_events")
    known = dates.notna().to_numpy() & (kinds >= 0) & (places >= 0)
    days = dates[known].to_numpy().astype("datetime64[D]").astype(np.int64)
    both = (kinds * many + places)[known].astype(np.intp)
    said = yes(table, "collected").to_numpy()[known]
    first, last = np.full(len(KINDS) * many, np.inf), np.full(len(KINDS) * many, -np.inf)
    np.minimum.at(first, both[said], days[said])
    np.maximum.at(last, both[said], days[said])
    return Events(
        numbers=table.index.to_numpy()[known],
        days=days,
        keys=both,
        amounts=pd.to_numeric(table["amount"]).astype("float64").fillna(0.0).to_numpy()[known],
        yes=said,
        no=no(table, "collected").to_numpy()[known],
        first=first,
        last=last,
    )


def collected(dataset: Dataset, window: Window) -> dict[int, float]:
    """For each kind and place that was collected in the window how many there were.

    It was collected where an entry in the window says so, or where entries before and after it do; an entry in the
    window that says it was not decides.
    """

    def make() -> dict[int, float]:
        every = events(dataset)
        inside = every.inside(window)
        here, stopped = inside & every.yes, inside & every.no
        ran = (every.first < (window.start - EPOCH).days) & (every.last >= (window.end - EPOCH).days)
        sums = np.bincount(every.keys[here], weights=every.amounts[here], minlength=len(ran))
        found = {*np.flatnonzero(ran).tolist(), *every.keys[here].tolist()}
        return {key: float(sums[key]) for key in found - set(every.keys[stopped].tolist())}

    return dataset.once(f"collected {window.start} {window.end}", make)  # type: ignore[no-any-return]
