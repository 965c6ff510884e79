"""What deadlines share: their answers, their parts, and the rows that leaders still have to look at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.indicators._answers import UNKNOWN, YES, Answers, Told
from generator.indicators._cells import duty_share
from generator.indicators._shared import is_current, newest, percent_from
from generator.indicators._tally import Places, incidents_of, tally_of
from generator.model import Cell, Dataset, Listing
from generator.periods import Window
from generator.statistics.wording import amount, sentence_case, share_words

RECENT_DAYS = 28
"""How far back an open deadline is put before leaders as something to do now; a choice of this program."""


def filled(dataset: Dataset, name: str) -> np.ndarray:
    """For each incident whether a field is filled in: nowhere where the table does not have it."""
    rows = dataset.incidents
    if name not in rows.columns:
        return np.zeros(len(rows), dtype=bool)
    return dataset.once(f"filled in {name}", lambda: rows[name].notna().to_numpy())  # type: ignore[no-any-return]


def since(dataset: Dataset, days: int = RECENT_DAYS) -> np.datetime64:
    """The first of so many days, of which the figures' own is the last."""
    return np.datetime64(dataset.as_of, "s") - np.timedelta64(days - 1, "D")


def recent(dataset: Dataset, rows: Places) -> Places:
    """The incidents of the last four weeks."""
    found: Places = rows[dataset.incidents["incident_date"].to_numpy()[rows] >= since(dataset)]
    return found


def duty_part(
    dataset: Dataset, window: Window, rows: Told, group: str, label: str, said: str = "{share}"
) -> Cell:
    """One more duty on the same rows, with its share; `said` is its sentence, with `{share}` for what was counted."""
    met, known, unknown = len(rows.met), len(rows.known), rows.unknown
    cell = duty_share(dataset, window, tally_of(dataset), rows, group, label)
    silent = f"not known for {amount(unknown, 'incident')}" if unknown else "no incident here"
    counted = f"{met} of {known} known, {unknown} not known" if known else silent
    said = sentence_case(said.format(share=counted))
    return replace(
        cell, sentence=f"{said} {share_words(met, known, percent_from=percent_from(dataset))}".strip()
    )


def open_rows(
    dataset: Dataset,
    window: Window,
    rows: Places,
    answers: Answers,
    *,
    id: str,
    title: str,
    late: str = "late or not done",
) -> tuple[Listing, ...]:
    """For the window that leaders read first, the rows that were late or are not known, newest first."""
    if not is_current(dataset, window):
        return ()
    rest = rows[answers[rows] != YES]
    said = ["not known" if each == UNKNOWN else late for each in answers[rest].tolist()]
    return newest(dataset, incidents_of(dataset, rest), id=id, title=title, more={"state": said})
