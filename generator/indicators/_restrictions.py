"""Which restrictions of liberty hold on the last day of a window, and how many child-days a rule for all covers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.indicators._answers import Told
from generator.indicators._shared import LIST_LENGTH, is_current, words
from generator.indicators._tally import Mask
from generator.model import Dataset, Listing
from generator.periods import DAY, Window, day

OPTIONAL = (
    "child_id",
    "basis_expires_on",
    "review_due_on",
    "last_reviewed_on",
    "last_reduced_on",
    "ended_on",
    "least_restrictive_considered",
    "child_view_recorded",
)
DATES = ("basis_expires_on", "review_due_on", "last_reviewed_on", "last_reduced_on", "ended_on")


FAR = np.datetime64("2200-01-01")
"""Past every date: the end of a stay that has none."""


def restrictions(dataset: Dataset) -> pd.DataFrame:
    """The table with every field that figures use; one that the setting does not have is empty."""
    return dataset.once("restrictions", lambda: _whole(dataset))  # type: ignore[no-any-return]


def _whole(dataset: Dataset) -> pd.DataFrame:
    table = dataset.tables["restrictions"]
    missing: dict[str, pd.Series] = {
        name: pd.Series(
            pd.NaT if name in DATES else None,
            index=table.index,
            dtype="datetime64[s]" if name in DATES else "str" if name == "child_id" else "boolean",
        )
        for name in OPTIONAL
        if name not in table.columns
    }
    return table.assign(**missing)


def dates(dataset: Dataset, name: str) -> np.ndarray:
    """A field of dates for every restriction, missing as "not a time", which no comparison holds for."""
    return dataset.once(  # type: ignore[no-any-return]
        f"restrictions {name}", lambda: restrictions(dataset)[name].to_numpy().astype("datetime64[D]")
    )


def flag(dataset: Dataset, name: str) -> np.ndarray:
    """A yes-or-no field of every restriction as plain truth: empty is not yes."""
    return dataset.once(  # type: ignore[no-any-return]
        f"restrictions yes {name}", lambda: restrictions(dataset)[name].fillna(False).to_numpy(dtype=bool)
    )


def given(dataset: Dataset, name: str) -> np.ndarray:
    """Whether a field of every restriction is filled in."""
    return dataset.once(  # type: ignore[no-any-return]
        f"restrictions given {name}", lambda: restrictions(dataset)[name].notna().to_numpy()
    )


def counted(met: Mask, known: Mask, every: Mask) -> Told:
    """A share of some restrictions: those that met it, those where that is known, and how many of all are not."""
    return Told(np.flatnonzero(met), np.flatnonzero(known), int(every.sum() - known.sum()))


def last_day(window: Window) -> np.datetime64:
    return np.datetime64(window.end - DAY, "D")


def active(dataset: Dataset, window: Window) -> np.ndarray:
    """For each restriction whether it is in force on the last day of the window; a leaver's is not."""
    name = f"restrictions in force {window.end}"
    return dataset.once(name, lambda: _active(dataset, last_day(window)))  # type: ignore[no-any-return]


def _active(dataset: Dataset, last: np.datetime64) -> np.ndarray:
    begun, over = dates(dataset, "started_on") <= last, dates(dataset, "ended_on") <= last
    there: np.ndarray = begun & ~over & ~away(dataset, np.full(len(begun), last))
    return there


def away(dataset: Dataset, when: np.ndarray) -> np.ndarray:
    """For each restriction whether its child, who stands on the roll there, was not on it on that day.

    A child whom the roll knows at another place only is looked for there. One whom it does not know, and a rule for
    all, are never away.
    """
    stays = dataset.once("stays of restricted children", lambda: _stays(dataset))
    row, since, until = stays
    here, known = np.zeros(len(when), dtype=bool), np.zeros(len(when), dtype=bool)
    known[row] = True
    here[row[(since <= when[row]) & (when[row] <= until)]] = True
    gone: np.ndarray = known & ~here
    return gone


def _stays(dataset: Dataset) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The place of a restriction in its table beside each stay of its child: first day and last."""
    rows, roll = restrictions(dataset), dataset.tables.get("children")
    by_child: dict[object, list[tuple[object, np.datetime64, np.datetime64]]] = {}
    if roll is not None:
        left = roll["on_roll_to"] if "on_roll_to" in roll.columns else pd.Series(pd.NaT, index=roll.index)
        until = left.to_numpy().astype("datetime64[D]")
        spells = (
            roll["on_roll_from"].to_numpy().astype("datetime64[D]"),
            np.where(np.isnat(until), FAR, until),
        )
        for child, place, *spell in zip(roll["child_id"], dataset.place_of(roll), *spells, strict=True):
            by_child.setdefault(child, []).append((place, *spell))
    found = []
    for number, (child, place) in enumerate(zip(rows["child_id"], rows["setting_id"], strict=True)):
        stays = by_child.get(child, []) if isinstance(child, str) else []
        there = [stay for stay in stays if stay[0] == place] or stays
        found += [(number, since, until) for _, since, until in there]
    numbers = np.array([each[0] for each in found], dtype=np.intp)
    ends = np.array([each[1:] for each in found], dtype="datetime64[D]").reshape(-1, 2)
    return numbers, ends[:, 0], ends[:, 1]


def days_under(dataset: Dataset, window: Window, rules: np.ndarray, place: str) -> float | None:
    """Child-days of the place in the window on which at least one of these rules for all held there."""
    covered = np.zeros(max(window.days, 0), dtype=bool)
    first = np.datetime64(window.start, "D")
    until = np.where(np.isnat(dates(dataset, "ended_on")), FAR, dates(dataset, "ended_on"))
    for since, end in zip(dates(dataset, "started_on")[rules], until[rules], strict=True):
        if not np.isnat(since):
            low, high = (max(int((each - first).astype(int)), 0) for each in (since, end))
            covered[low:high] = True
    edges = np.flatnonzero(np.diff(np.concatenate(([0], covered.astype(np.int8), [0]))))
    total = 0.0
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        part = Window("", "", window.start + int(low) * DAY, window.start + int(high) * DAY, "before")
        days = child_days(dataset, part, place)
        if days is None:
            return None
        total += days
    return total


def child_days(dataset: Dataset, window: Window, place: str) -> float | None:
    """Child-days of one place: from the roll where there is one, so that parts of a window add up to the whole."""
    if dataset.exposure.source == "roll":
        return float(sum(dataset.exposure.by_child(window, place).values()))
    return dataset.exposure.child_days(window, place)


BASIC = ("restriction_id", "setting_id", "kind", "started_on")
"""Fields without which no restriction can be told from another."""


def listing(
    dataset: Dataset, window: Window, wanted: np.ndarray, states: np.ndarray, *, id: str, title: str
) -> tuple[Listing, ...]:
    """Restrictions for leaders in the window they read first, the longest in force first; nothing where there is none.

    `wanted` says for each restriction whether it is listed, `states` of each in words why.
    """
    if not is_current(dataset, window) or not wanted.any():
        return ()
    rows = restrictions(dataset)[wanted]
    names = {place.id: place.name for place in dataset.setting.places}
    ordered = rows.assign(_state=states[wanted]).sort_values("started_on", kind="stable")
    lines = tuple(
        (
            "everyone" if pd.isna(child) else str(child),
            names.get(str(place), str(place)),
            words(kind),
            day(pd.Timestamp(since).date()),
            state,
        )
        for child, place, kind, since, state in ordered[
            ["child_id", "setting_id", "kind", "started_on", "_state"]
        ]
        .head(LIST_LENGTH)
        .itertuples(index=False)
    )
    left = len(rows) - len(lines)
    return (
        Listing(
            id=id,
            title=title,
            columns=("child", "where", "restriction", "since", "state"),
            rows=lines,
            note=f"and {left:,} more" if left else "",
        ),
    )
