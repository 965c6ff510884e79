"""Signs that not everything was written down, or not when it happened. They are questions, never a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from generator.model import Dataset
from generator.rules.coded import coded
from generator.rules.frames import column, yes
from generator.rules.rule import Hit, hits, rule

SILENCE_DAYS = 14
SILENT_OPEN_DAYS = 10
"""Two school weeks."""
ROUNDED_FROM = 20
BATCH = 5
COPIES = 3
COPIED_LETTERS = 40
"""Shorter texts are the same by chance: "see log"."""
MIDNIGHTS = 5


@rule(
    "estimated-durations",
    "note",
    "Minutes were estimated",
    {"incidents": ("duration_minutes", "duration_is_estimate")},
)
def estimated(dataset: Dataset) -> Iterator[Hit]:
    """An estimate is honest and less exact; readers of a length of time should know how many there are."""
    incidents = dataset.tables["incidents"]
    amount = int(yes(incidents, "duration_is_estimate").sum())
    if amount:
        known = int(incidents["duration_minutes"].notna().sum())
        message = f"{amount} of {known} lengths of time are marked as estimated."
        yield Hit("incidents", None, "duration_minutes", message)


@rule("rounded-durations", "note", "Minutes end in 0 or 5", {"incidents": ("duration_minutes",)})
def rounded(dataset: Dataset) -> Iterator[Hit]:
    """Times looked up on a clock end in 0 or 5 once in five; where most do, they were guessed afterwards."""
    known = dataset.tables["incidents"]["duration_minutes"].dropna()
    amount = int((known % 5 == 0).sum())
    if len(known) >= ROUNDED_FROM and amount > 0.5 * len(known):
        message = f"{amount} of {len(known)} lengths of time end in 0 or 5, as estimates do."
        hint = "Where times are looked up on a clock, about one in five would."
        yield Hit("incidents", None, "duration_minutes", message, hint)


@rule("rounded-starts", "note", "Times of day end in 0 or 5", {"incidents": ("started_time",)})
def rounded_starts(dataset: Dataset) -> Iterator[Hit]:
    """Nine starts in ten on a round minute say that the time was remembered and not read off a clock."""
    times = coded(dataset, "incidents", "started_time")
    known = int((times.places >= 0).sum())
    amount = int(times.holds(lambda time: time.endswith(("0", "5"))).sum())
    if known >= ROUNDED_FROM and amount > 0.9 * known:
        message = f"{amount} of {known} times of day end in 0 or 5."
        hint = "Where times are looked up on a clock, about one in five would."
        yield Hit("incidents", None, "started_time", message, hint)


@rule(
    "midnight-starts", "note", "Midnight stands where the time is not known", {"incidents": ("started_time",)}
)
def midnights(dataset: Dataset) -> Iterator[Hit]:
    """Spreadsheets write 00:00 where a date has no time, and that would look like incidents at night."""
    known = dataset.tables["incidents"]["started_time"].dropna()
    amount = int(known.eq("00:00").sum())
    if amount >= MIDNIGHTS and amount > 0.05 * len(known):
        hint = "Leave the time empty where it is not known."
        yield Hit(
            "incidents", None, "started_time", f"exactly midnight in {amount} of {len(known)} rows.", hint
        )


@rule(
    "same-minute-records",
    "warning",
    "Several records were made in the same minute",
    {"incidents": ("record_made_at",)},
)
def same_minute(dataset: Dataset) -> Iterator[Hit]:
    """Five records of five days in one minute were typed in together, long after what they tell of."""
    incidents = dataset.tables["incidents"]
    made = incidents["record_made_at"].dt.floor("min")
    different = incidents["incident_date"].groupby(made).nunique()
    rows = incidents.index[made.isin(different.index[different >= BATCH])]
    message = "made in the same minute as the records of at least four other days."
    hint = "Ask how the records are made. If a system writes this time by itself, leave the field empty."
    return hits("incidents", rows, "record_made_at", message, hint)


@rule(
    "copied-summary",
    "note",
    "The same long text stands in several records",
    {"incidents": ("lead_up_summary",)},
)
def copied(dataset: Dataset) -> Iterator[Hit]:
    """What led up to an incident is never the same three times to the letter; a copied text tells of none of them."""
    texts = coded(dataset, "incidents", "lead_up_summary")
    rows = np.bincount(texts.places[texts.places >= 0], minlength=len(texts.different)).tolist()
    alike: Counter[str] = Counter()
    for text, often in zip(texts.different, rows, strict=True):
        if len(text) >= COPIED_LETTERS:
            alike[text.casefold()] += often
    copies = sum(often for often in alike.values() if often >= COPIES)
    if copies:
        message = f"{copies} of {sum(rows)} summaries hold the same words as at least two others."
        hint = "Look whether a text is being copied from one record into the next."
        yield Hit("incidents", None, "lead_up_summary", message, hint)


@rule(
    "silent-weeks",
    "note",
    "Weeks without a record while the setting was open",
    {"incidents": ("incident_date",)},
)
def silence(dataset: Dataset) -> Iterator[Hit]:
    """Weeks without an incident may be calm, or records that were not made; only people can tell."""
    dates = dataset.tables["incidents"]["incident_date"].dropna().sort_values(kind="stable")
    dates = dates[dates <= pd.Timestamp(dataset.as_of)]
    gaps = dates.diff().dt.days.to_numpy()[1:]
    if not len(gaps) or gaps.max() < SILENCE_DAYS:
        return
    day_open = _open_days(dataset, dates.iloc[0])
    place = (dates - dates.iloc[0]).dt.days.to_numpy()
    open_between = np.where(gaps >= SILENCE_DAYS, day_open[place[1:]] - day_open[place[:-1] + 1], 0)
    longest = int(open_between.argmax())
    if open_between[longest] >= SILENT_OPEN_DAYS:
        message = f"{int(gaps[longest])} days follow with no incident, the longest such stretch while open."
        hint = "It may be calm, or records not made: ask."
        yield Hit("incidents", int(dates.index[longest]), "incident_date", message, hint)


def _open_days(dataset: Dataset, first: pd.Timestamp) -> np.ndarray:
    """How many days any place was open from the first day up to, and not with, each day."""
    calendar = dataset.calendar
    masks = [calendar.open_mask(place, first.date(), calendar.end) for place in calendar.places]
    return np.concatenate([[0], np.cumsum(np.logical_or.reduce(masks))])


@rule(
    "nothing-tried-no-reason",
    "note",
    "Nothing was tried first, and nobody wrote why",
    {"incidents": ("de_escalation_used",)},
)
def nothing_tried(dataset: Dataset) -> Iterator[Hit]:
    """The law asks what was tried before force; "nothing" without a reason is the record inspectors stop at."""
    incidents = dataset.tables["incidents"]
    alone = incidents["de_escalation_used"].eq("none").fillna(False).astype(bool)
    bare = int((alone & column(incidents, "de_escalation_none_reason").isna()).sum())
    if bare:
        rows = "row that says" if bare == 1 else "rows that say"
        message = f"empty in {bare} {rows} nothing was tried first."
        hint = "Say why, for example immediate_danger."
        yield Hit("incidents", None, "de_escalation_none_reason", message, hint)
