"""What deadlines share: their sides, their parts, and the rows that leaders still have to look at."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from generator.indicator import share_cell
from generator.indicators._shared import comparison_id, group_cell, is_current, newest, percent_from, stamp
from generator.model import Cell, Dataset, Listing
from generator.periods import Window
from generator.statistics.compare import process
from generator.statistics.wording import share_words

RECENT_DAYS = 28
"""How far back an open deadline is put before leaders as something to do now; a choice of this program."""


def sides(rows: pd.DataFrame, state: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that met a duty, and those where that is known."""
    return rows[state.fillna(False).astype(bool)], rows[state.notna()]


def recent(dataset: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["incident_date"] >= stamp(dataset.as_of) - pd.Timedelta(RECENT_DAYS, "D")]


def part(
    dataset: Dataset, window: Window, rows: pd.DataFrame, state: pd.Series, group: str, label: str
) -> Cell:
    """One more duty on the same rows, with its share."""
    met, known = sides(rows, state)
    base = percent_from(dataset)
    cell = share_cell(
        "incidents",
        met,
        known,
        len(rows) - len(known),
        percent_from=base,
        group=group,
        label=label,
        compare_window=comparison_id(dataset, window),
        verdict=process(len(met), len(known)) if len(known) else None,
    )
    said = f"{label}: {len(met)} of {len(known)} known, {len(rows) - len(known)} not known."
    return replace(cell, sentence=f"{said} {share_words(len(met), len(known), percent_from=base)}".strip())


def apart(rows: pd.DataFrame, group: str, label: str) -> Cell:
    return group_cell("incidents", rows, group=group, label=label, unit="incidents")


def open_rows(
    dataset: Dataset, window: Window, rows: pd.DataFrame, state: pd.Series, *, id: str, title: str
) -> tuple[Listing, ...]:
    """For the window that leaders read first, the rows that were late or are not known, newest first."""
    if not is_current(dataset, window):
        return ()
    rest = state[~state.fillna(False).astype(bool)]
    said = ["not known" if pd.isna(each) else "late or not done" for each in rest]
    return newest(dataset, rows.loc[rest.index], id=id, title=title, more={"state": said})
