"""Which incidents were seclusion by what the child experienced, whatever they were called, and a drawing by term."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from generator.indicators._shared import crises, is_current, stamp, thin, when
from generator.law import SeriesBreak, breaks_for, laws_of
from generator.model import Dataset, Exhibit, Slots
from generator.periods import Window, day
from generator.statistics.wording import amount, sentence_case

FIELDS = (
    "intervention_category",
    "prevented_from_leaving",
    "is_disciplinary",
    "local_label",
    "duration_minutes",
    "seclusion_supervised",
)
SHOWN = 9
"""Terms in the drawing."""


def recorded(dataset: Dataset, window: Window) -> pd.DataFrame:
    """Every recorded row of the window, restrictive or not, with the fields that tell of seclusion."""
    return crises(dataset, window, *FIELDS)


def says(rows: pd.DataFrame, code: str) -> pd.Series:
    """Whether the kind of intervention, which may be several codes, holds this one."""
    return rows["intervention_category"].fillna("").str.contains(rf"(?:^|\|){code}(?:\||$)", regex=True)


def flag(rows: pd.DataFrame, name: str) -> pd.Series:
    """A yes-or-no field as plain truth: empty is not yes."""
    if name not in rows.columns:
        return pd.Series(False, index=rows.index, dtype=bool)
    return rows[name].fillna(False).astype(bool)


def sanction(rows: pd.DataFrame) -> pd.Series:
    """Whether the row is marked as a sanction or as a removal as a sanction."""
    return flag(rows, "is_disciplinary") | says(rows, "disciplinary_removal")


def states(rows: pd.DataFrame) -> pd.Series:
    """For each row: `yes`, `no` or `unknown` (it does not say whether the child could leave).

    Seclusion is what the setting calls so, and being prevented from leaving when it is no sanction.
    """
    kept_in, asked = flag(rows, "prevented_from_leaving"), "prevented_from_leaving" in rows.columns
    silent = rows["prevented_from_leaving"].isna() if asked else pd.Series(True, index=rows.index)
    punished = sanction(rows)
    found = np.select(
        [says(rows, "seclusion") | (kept_in & ~punished), silent & ~punished],
        ["yes", "unknown"],
        "no",
    )
    return pd.Series(found, index=rows.index, dtype="str")


def every_state(dataset: Dataset) -> pd.Series:
    """The state of every recorded row, worked out once: it does not depend on the window."""
    found = dataset.once("seclusion-states", lambda: states(thin(dataset.incidents, *FIELDS)))
    assert isinstance(found, pd.Series)
    return found


def secluded(dataset: Dataset, window: Window) -> pd.DataFrame:
    """The rows of the window that were seclusion by what the child experienced."""
    rows = recorded(dataset, window)
    return rows[every_state(dataset).loc[rows.index] == "yes"]


def mismatches(dataset: Dataset, rows: pd.DataFrame) -> dict[tuple[str, str], pd.Series]:
    """For each of the three kinds of mismatch, which of the rows it holds for; worked out once for all windows."""

    def make() -> dict[tuple[str, str], pd.Series]:
        every = thin(dataset.incidents, *FIELDS)
        secluded = every_state(dataset) == "yes"
        named = says(every, "seclusion") | says(every, "long_term_segregation")
        word = every["local_label"]
        another = word.notna() & ~word.fillna("").str.lower().str.contains("seclu", regex=False)
        alone = every["intervention_category"].fillna("") == "seclusion"
        open_homes = [place.id for place in dataset.setting.places if "home" in laws_of(place.kind)]
        at_home = dataset.place_of(every).isin(open_homes)
        kept_in = flag(every, "prevented_from_leaving")
        return {
            ("another-name", "Called something else"): secluded & (~named | (alone & another)),
            ("in-open-home", "In a home that is not a secure one"): secluded & at_home,
            ("sanction-kept-in", "A sanction, and not free to leave"): sanction(every) & kept_in,
        }

    found: dict[tuple[str, str], pd.Series] = dataset.once("seclusion-mismatches", make)
    return {kind: mask.loc[rows.index] for kind, mask in found.items()}


def broken(dataset: Dataset, window: Window, other: Window | None) -> SeriesBreak | None:
    """The day between two windows on which the law began to count something else, if there is one."""
    if other is None:
        return None
    inside = [each for each in breaks_for(None, dataset.setting.places) if other.start < each.on < window.end]
    return inside[-1] if inside else None


def by_term(dataset: Dataset, window: Window) -> tuple[Exhibit, ...]:
    """Seclusion by completed term, with the day the definition changed; nothing with fewer than two terms."""
    terms = dataset.calendar.completed_terms[-SHOWN:]
    if not is_current(dataset, window) or len(terms) < 2:
        return ()
    state, dates = every_state(dataset), dataset.incidents["incident_date"]
    counts, silent = (_counts(dates[state == answer], terms) for answer in ("yes", "unknown"))
    breaks = [
        each
        for each in breaks_for(None, dataset.setting.places)
        if terms[0].start < each.on <= terms[-1].start
    ]
    marked = [
        any(before.start < each.on <= term.start for each in breaks)
        for before, term in zip((terms[0], *terms), terms, strict=False)
    ]
    letters = tuple(
        (chr(ord("A") + n), f"{sentence_case(each.label)} {day(each.on)}") for n, each in enumerate(breaks)
    )
    return (
        Exhibit(
            id="sec-01-terms",
            kind="ranges",
            headline=f"{amount(counts[-1], 'incident')} in {when(terms[-1])}, {counts[-2]} in {when(terms[-2])}",
            sub="Incidents of seclusion by what the child experienced, whatever they were called, by term",
            columns=("label", "value", "lower", "upper", "marker", "note", "break_before"),
            rows=tuple(
                (_short(term), float(count), None, None, None, "+ ?" if unknown else "", broken_here)
                for term, count, unknown, broken_here in zip(terms, counts, silent, marked, strict=True)
            ),
            slots=_slots(sum(counts), len(terms), bool(letters)),
            marks={"y_max": max(5, *counts), "events": letters},
        ),
    )


def _counts(dates: pd.Series, terms: Sequence[Window]) -> list[int]:
    """How many of the dates fall into each term."""
    return [int(((dates >= stamp(each.start)) & (dates < stamp(each.end))).sum()) for each in terms]


def _slots(total: int, terms: int, changed: bool) -> Slots:
    return Slots(
        f"{amount(total, 'incident')} of seclusion recorded in {amount(terms, 'term')}.",
        "Whether terms before and after the mark count the same: what schools must record changed there."
        if changed
        else "Why one term differs from another, or whether every incident was recorded.",
        "Look at the terms with most: which children, which rooms, and what was tried first?",
    )


def _short(term: Window) -> str:
    """A term as the foot of a drawing holds it: "aut 24"."""
    name, year = term.label.split(" ")[0], term.label.rsplit(" ", 1)[-1]
    return f"{name[:3].lower()} {year[-2:]}"
