"""Which incidents were seclusion by what the child experienced, whatever they were called, and a drawing by term."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicators._answers import by_text, holds
from generator.indicators._shared import is_current, when
from generator.indicators._tally import Mask, Places
from generator.law import SeriesBreak, breaks_for, laws_of
from generator.model import Dataset, Exhibit, Slots
from generator.periods import Window, day
from generator.statistics.wording import amount, sentence_case

SHOWN = 9
"""Terms in the drawing."""


def says(rows: pd.DataFrame, code: str) -> Mask:
    """Whether the kind of intervention, which may be several codes, holds this one."""
    return holds(rows["intervention_category"], code)


def flag(rows: pd.DataFrame, name: str) -> Mask:
    """A yes-or-no field as plain truth: empty is not yes."""
    if name not in rows.columns:
        return np.zeros(len(rows), dtype=bool)
    return rows[name].fillna(False).to_numpy(dtype=bool)


def sanction(rows: pd.DataFrame) -> Mask:
    """Whether the row is marked as a sanction or as a removal as a sanction."""
    return flag(rows, "is_disciplinary") | says(rows, "disciplinary_removal")


def states(rows: pd.DataFrame) -> pd.Series:
    """For each row: `yes`, `no` or `unknown` (it does not say whether the child could leave).

    Seclusion is what the setting calls so, and being prevented from leaving when it is no sanction.
    """
    kept_in, asked = flag(rows, "prevented_from_leaving"), "prevented_from_leaving" in rows.columns
    silent = rows["prevented_from_leaving"].isna().to_numpy() if asked else np.ones(len(rows), dtype=bool)
    punished = sanction(rows)
    found = np.select(
        [says(rows, "seclusion") | (kept_in & ~punished), silent & ~punished],
        ["yes", "unknown"],
        "no",
    )
    return pd.Series(found, index=rows.index, dtype="str")


def every_state(dataset: Dataset) -> tuple[Mask, Mask]:
    """Which recorded rows are seclusion, and which do not say; worked out once: it does not depend on the window."""

    def make() -> tuple[Mask, Mask]:
        state = states(dataset.incidents)
        return state.eq("yes").to_numpy(dtype=bool), state.eq("unknown").to_numpy(dtype=bool)

    return dataset.once("SEC states", make)  # type: ignore[no-any-return]


def recorded(dataset: Dataset, window: Window) -> Places:
    """Every recorded row of the window, restrictive or not."""
    return dataset.places(window, restrictive=False)


def secluded(dataset: Dataset, window: Window) -> Places:
    """The rows of the window that were seclusion by what the child experienced."""
    here = recorded(dataset, window)
    return here[every_state(dataset)[0][here]]


def silent(dataset: Dataset, window: Window) -> int:
    """How many rows of the window do not say whether the child could leave."""
    return int(np.count_nonzero(every_state(dataset)[1][recorded(dataset, window)]))


def minutes(dataset: Dataset) -> NDArray[np.float64]:
    """The recorded minutes of every row; not a number where there are none, and none is filled in."""

    def make() -> NDArray[np.float64]:
        if "duration_minutes" not in dataset.incidents.columns:
            return np.full(len(dataset.incidents), np.nan)
        return pd.to_numeric(dataset.incidents["duration_minutes"]).to_numpy(dtype=float, na_value=np.nan)

    return dataset.once("SEC minutes", make)  # type: ignore[no-any-return]


def mismatches(dataset: Dataset) -> dict[tuple[str, str], Mask]:
    """For each of the three kinds of mismatch, which of all rows it holds for."""

    def make() -> dict[tuple[str, str], Mask]:
        every, (secluded, _) = dataset.incidents, every_state(dataset)
        named = says(every, "seclusion") | says(every, "long_term_segregation")
        alone = every["intervention_category"].isin(["seclusion"]).to_numpy()
        open_homes = [place.id for place in dataset.setting.places if "home" in laws_of(place.kind)]
        at_home = dataset.place_of(every).isin(open_homes).to_numpy()
        kept_in = flag(every, "prevented_from_leaving")
        return {
            ("another-name", "Called something else"): secluded
            & (~named | (alone & _another_word(every["local_label"]))),
            ("in-open-home", "In a home that is not a secure one"): secluded & at_home,
            ("sanction-kept-in", "A sanction, and not free to leave"): sanction(every) & kept_in,
        }

    return dataset.once("SEC mismatches", make)  # type: ignore[no-any-return]


def _another_word(labels: pd.Series) -> Mask:
    """Whether the setting's own word is there and does not speak of seclusion."""
    return by_text(labels, lambda word: "seclu" not in word.lower(), False)


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
    dates = dataset.incidents["incident_date"].to_numpy()
    counts, silent = (_counts(dates[mask], terms) for mask in every_state(dataset))
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
            headline=(
                f"{amount(counts[-1], 'incident')} of seclusion in {when(terms[-1])}, "
                f"{counts[-2]} in {when(terms[-2])}"
            ),
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


def _counts(dates: NDArray[np.datetime64], terms: Sequence[Window]) -> list[int]:
    """How many of the dates fall into each term."""
    ends = [(np.datetime64(each.start), np.datetime64(each.end)) for each in terms]
    return [int(np.count_nonzero((dates >= start) & (dates < end))) for start, end in ends]


def _slots(total: int, terms: int, changed: bool) -> Slots:
    return Slots(
        f"{amount(total, 'incident')} of seclusion recorded in {amount(terms, 'term')}.",
        "Whether terms before and after the mark count the same: what schools must record changed there."
        if changed
        else "Why one term differs from another, or whether every incident was recorded.",
        "Look at the terms with most: which children, which rooms, and what was tried first?",
    )


def _short(term: Window) -> str:
    """A term as the foot of a drawing holds it: "Aut 24"."""
    name, year = term.label.split(" ")[0], term.label.rsplit(" ", 1)[-1]
    return f"{name[:3].capitalize()} {year[-2:]}"
