"""Which restrictions of liberty hold on the last day of a window, and how many child-days a rule for all covers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.indicators._shared import LIST_LENGTH, stamp, words
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


def restrictions(dataset: Dataset) -> pd.DataFrame:
    """The table with every field that figures use; one that the setting does not have is empty."""
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


def flag(rows: pd.DataFrame, name: str) -> pd.Series:
    """A yes-or-no field as plain truth: empty is not yes."""
    return rows[name].fillna(False).astype(bool)


def active(dataset: Dataset, window: Window) -> pd.DataFrame:
    """The restrictions in force on the last day of the window; of a child who had left by then there is none."""
    rows = restrictions(dataset)
    last = stamp(window.end - DAY)
    ended = (rows["ended_on"] <= last).fillna(False).astype(bool)
    started = (rows["started_on"] <= last).fillna(False).astype(bool)
    return rows[started & ~ended & ~away(dataset, rows, pd.Series(last, index=rows.index))]


def away(dataset: Dataset, rows: pd.DataFrame, when: pd.Series) -> pd.Series:
    """For each restriction whether its child, who stands on the roll, was not on it on that day.

    A child whom the roll does not know, and a rule for all, are never away.
    """
    roll = dataset.tables.get("children")
    if roll is None or rows.empty:
        return pd.Series(False, index=rows.index, dtype=bool)
    to = roll["on_roll_to"] if "on_roll_to" in roll.columns else pd.Series(pd.NaT, index=roll.index)
    spells = pd.DataFrame(
        {
            "child_id": roll["child_id"],
            "from": roll["on_roll_from"],
            "to": to.fillna(pd.Timestamp(2200, 1, 1)),
        }
    )
    asked = pd.DataFrame(
        {"row": rows.index, "child_id": rows["child_id"].to_numpy(), "when": when.to_numpy()}
    )
    pairs = asked.merge(spells, on="child_id")
    here = pairs.loc[(pairs["from"] <= pairs["when"]) & (pairs["when"] <= pairs["to"]), "row"]
    known = rows["child_id"].notna() & rows["child_id"].isin(spells["child_id"])
    return known & ~pd.Series(rows.index.isin(here), index=rows.index)


def days_under(dataset: Dataset, window: Window, blanket: pd.DataFrame, place: str) -> float | None:
    """Child-days of the place in the window on which at least one of these rules for all held there."""
    covered = np.zeros(max(window.days, 0), dtype=bool)
    for started, ended in zip(blanket["started_on"], blanket["ended_on"], strict=True):
        low = max((started.date() - window.start).days, 0)
        high = window.days if pd.isna(ended) else min((ended.date() - window.start).days, window.days)
        covered[low : max(high, low)] = True
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
    dataset: Dataset, rows: pd.DataFrame, states: list[str], *, id: str, title: str
) -> tuple[Listing, ...]:
    """Restrictions for leaders, the longest in force first; nothing where there is none."""
    if rows.empty:
        return ()
    names = {place.id: place.name for place in dataset.setting.places}
    ordered = rows.assign(_state=states).sort_values("started_on", kind="stable")
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
