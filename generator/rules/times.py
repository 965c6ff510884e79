"""What cannot be right, or wants a second look, in the times of incidents."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from generator.model import RESTRICTIVE, Dataset
from generator.rules.coded import coded
from generator.rules.frames import CORRECT, FINE, column, days, ended, neighbours, over, says, started, yes
from generator.rules.rule import Hit, hits, rule

FIRST_USUAL_DAY = pd.Timestamp(2015, 1, 1)
LONG_MINUTES = 60
MISMATCH_MINUTES = 5
LATE_DAYS = 28
AFTER_START = (
    "user_spoken_to_at",
    "record_signed_at",
    "child_spoken_to_at",
    "parent_informed_at",
    "parent_written_report_at",
    "placing_authority_informed_at",
    "social_worker_informed_at",
    "shared_with_other_setting_at",
)
DAY = {"incidents": ("incident_date",)}
CLOCK = {"incidents": ("incident_date", "started_time")}
BOTH_CLOCKS = {"incidents": ("incident_date", "started_time", "ended_time")}
MINUTES = {"incidents": ("incident_date", "duration_minutes")}


@rule("incident-after-as-of", "error", "An incident lies in the future", DAY)
def ahead(dataset: Dataset) -> Iterator[Hit]:
    """A day that has not come is a slip of the pen, and would open a month of its own in every figure."""
    dates = dataset.tables["incidents"]["incident_date"]
    late = dates.index[dates > pd.Timestamp(dataset.as_of)]
    message = "later than the day these figures are made for. The row is left out."
    return hits("incidents", late, "incident_date", message, CORRECT)


@rule("before-2015", "warning", "An incident is very old", DAY)
def very_old(dataset: Dataset) -> Iterator[Hit]:
    """A year typed wrongly stretches every chart, and few settings still hold records from before 2015."""
    dates = dataset.tables["incidents"]["incident_date"]
    early = dates.index[dates < FIRST_USUAL_DAY]
    return hits("incidents", early, "incident_date", "before 2015, which is unusual.", FINE)


@rule("time-order", "error", "Times of an incident run backwards", DAY)
def time_order(dataset: Dataset) -> Iterator[Hit]:
    """What follows an incident cannot come before it; with times that run backwards no delay can be counted."""
    incidents = dataset.tables["incidents"]
    begin, end, day = started(dataset), ended(dataset), incidents["incident_date"]
    other_day = days(incidents, "ended_date")
    backwards = other_day < day
    message = "earlier than incident_date on the same row."
    yield from hits("incidents", incidents.index[backwards], "ended_date", message, CORRECT)
    hint = "Give ended_date if it ended on another day; otherwise correct it and export again."
    message = "earlier than started_time on the same row."
    yield from hits("incidents", incidents.index[(end < begin) & ~backwards], "ended_time", message, hint)
    floor = begin.fillna(day)
    for name in AFTER_START:
        early = incidents.index[days(incidents, name) < floor]
        yield from hits("incidents", early, name, "earlier than the incident itself.", CORRECT)


@rule(
    "record-before-start",
    "error",
    "A record was made before its incident",
    {"incidents": ("record_made_at",)},
)
def record_before(dataset: Dataset) -> Iterator[Hit]:
    """How soon a record was made is a duty, and a record made ahead of its incident would look like the soonest."""
    incidents = dataset.tables["incidents"]
    floor = started(dataset).fillna(incidents["incident_date"])
    early = incidents.index[incidents["record_made_at"] < floor]
    return hits("incidents", early, "record_made_at", "earlier than the incident itself.", CORRECT)


@rule(
    "signed-before-made",
    "warning",
    "A record was signed before it was made",
    {"incidents": ("record_made_at", "record_signed_at")},
)
def signed_before(dataset: Dataset) -> Iterator[Hit]:
    """A signature says that the record was read, and nobody can read what is not written yet."""
    incidents = dataset.tables["incidents"]
    early = incidents.index[incidents["record_signed_at"] < incidents["record_made_at"]]
    return hits(
        "incidents", early, "record_signed_at", "earlier than record_made_at on the same row.", CORRECT
    )


@rule(
    "judged-before-incident", "warning", "A judgement came before its incident", {"incidents": ("judged_on",)}
)
def judged_before(dataset: Dataset) -> Iterator[Hit]:
    """Whether a restraint was lawful can only be judged afterwards."""
    incidents = dataset.tables["incidents"]
    early = incidents.index[incidents["judged_on"] < incidents["incident_date"]]
    return hits("incidents", early, "judged_on", "earlier than incident_date on the same row.", CORRECT)


@rule("record-weeks-later", "note", "A record was made weeks afterwards", {"incidents": ("record_made_at",)})
def weeks_later(dataset: Dataset) -> Iterator[Hit]:
    """Nobody remembers minutes after a month; such rows may have been written for a visit."""
    incidents = dataset.tables["incidents"]
    delay = incidents["record_made_at"] - incidents["incident_date"]
    rows = incidents.index[delay > pd.Timedelta(days=LATE_DAYS)]
    return hits("incidents", rows, "record_made_at", "more than four weeks after the incident.", FINE)


@rule("duration-mismatch", "warning", "Minutes do not fit start and end", {**BOTH_CLOCKS, **MINUTES})
def duration_mismatch(dataset: Dataset) -> Iterator[Hit]:
    """One of the three is wrong, and every figure on how long children are held rests on the minutes."""
    incidents = dataset.tables["incidents"]
    minutes = incidents["duration_minutes"]
    between = (ended(dataset) - started(dataset)).dt.total_seconds() / 60
    apart = (minutes - between).abs()
    off = incidents.index[(between >= 0) & (apart > MISMATCH_MINUTES) & (apart > 0.2 * minutes)]
    message = "does not fit started_time and ended_time on the same row."
    hint = "Look which of the three is right. Figures use the minutes given."
    return hits("incidents", off, "duration_minutes", message, hint)


@rule("long-duration", "warning", "A restraint lasted longer than an hour", MINUTES)
def long_duration(dataset: Dataset) -> Iterator[Hit]:
    """More than an hour is rare and grave; more often hours were typed as minutes, or an end was forgotten."""
    incidents = dataset.tables["incidents"]
    rows = incidents.index[incidents["duration_minutes"] > LONG_MINUTES]
    return hits("incidents", rows, "duration_minutes", "longer than an hour.", FINE)


@rule("zero-duration", "warning", "A restriction lasted no time at all", MINUTES)
def zero_duration(dataset: Dataset) -> Iterator[Hit]:
    """Systems write 0 where the length was not known, and a 0 makes the usual length look shorter than it is."""
    incidents = dataset.tables["incidents"]
    restrictive = says(dataset, "incidents", "intervention_category", *RESTRICTIVE)
    rows = incidents.index[incidents["duration_minutes"].eq(0) & restrictive]
    hint = "Leave it empty where it is not known; write 1 for a moment."
    return hits("incidents", rows, "duration_minutes", "no minutes at all, for a restriction.", hint)


@rule(
    "estimate-without-minutes",
    "warning",
    "An estimated length is not given",
    {"incidents": ("duration_is_estimate",)},
)
def estimate_of_nothing(dataset: Dataset) -> Iterator[Hit]:
    """Saying that the minutes are estimated says that there are some; they may have been lost on the way here."""
    incidents = dataset.tables["incidents"]
    rows = incidents.index[
        yes(incidents, "duration_is_estimate") & column(incidents, "duration_minutes").isna()
    ]
    message = "says the minutes are estimated, and there are none."
    return hits("incidents", rows, "duration_is_estimate", message, "Give the minutes, or leave this empty.")


@rule("seclusion-without-end", "warning", "A seclusion has no end", {"incidents": ("intervention_category",)})
def seclusion_without_end(dataset: Dataset) -> Iterator[Hit]:
    """How long a child was kept alone is the first thing anyone will ask, and the record cannot say."""
    incidents = dataset.tables["incidents"]
    kept = says(dataset, "incidents", "intervention_category", "seclusion", "long_term_segregation")
    open_end = column(incidents, "ended_time").isna() & column(incidents, "duration_minutes").isna()
    if open_end.all():
        return iter(())  # a setting that records no ends yet: what that locks is said elsewhere
    rows = incidents.index[kept & open_end]
    message = "a seclusion with neither an end nor a number of minutes."
    hint = "Find out when the child was free to leave, and write ended_time or duration_minutes."
    return hits("incidents", rows, "ended_time", message, hint)


@rule("two-places-at-once", "warning", "A child is in two incidents at once", CLOCK)
def two_at_once(dataset: Dataset) -> Iterator[Hit]:
    """The second incident of a child begins before the first is over: one event in two rows, or a wrong end."""
    incidents = dataset.tables["incidents"]
    order = neighbours(coded(dataset, "incidents", "child_id").places, started(dataset), over(dataset))
    # Of rows that begin in the same minute none is the earlier one: each is set beside those that began before.
    late = order["late"].where(order["gap"] > 0).groupby(order["number"], sort=False).ffill()
    rows = incidents.index[np.sort(order.loc[order["begin"] < late, "place"])]
    message = "begins before an earlier incident of the same child is over."
    hint = "Correct the end of the earlier one, or join the two if they are one event."
    return hits("incidents", rows, "started_time", message, hint)


@rule("closed-day", "warning", "An incident on a day the setting was closed", DAY)
def closed_day(dataset: Dataset) -> Iterator[Hit]:
    """A day outside the term dates has no children in the count of days, so its incident stands outside every rate."""
    if dataset.setting.terms_assumed or not dataset.calendar.all_terms:
        return
    incidents = dataset.tables["incidents"]
    calendar = dataset.calendar
    first_term, last_term = calendar.all_terms[0], calendar.all_terms[-1]
    dates = incidents["incident_date"]
    inside = (dates >= pd.Timestamp(first_term.start)) & (dates < pd.Timestamp(last_term.end))
    where = dataset.place_of(incidents)
    for place in calendar.places:
        here = dates[inside & (where == place.id)]
        if place.is_home or _sleeps_there(place.kind) or here.empty:
            continue
        first = here.min()
        mask = calendar.open_mask(place, first.date(), calendar.end)
        offset = (here - first).dt.days.to_numpy()
        known = offset < len(mask)
        shut = np.zeros(len(here), dtype=bool)
        shut[known] = ~mask[offset[known]]
        message = "a day on which the setting was closed, by its term dates."
        hint = "Correct the date, the setting or the term dates."
        yield from hits("incidents", here.index[shut], "incident_date", message, hint)


def _sleeps_there(kind: str) -> bool:
    """Whether children of this kind of school sleep there, so that evenings and week-ends are open too."""
    return kind in ("residential_special_school", "dual_registered")


@rule("missing-start-time", "note", "Incidents have no time of day", {"incidents": ("started_time",)})
def missing_start(dataset: Dataset) -> Iterator[Hit]:
    """Without it nobody can tell when in the day children are held, nor whether a record was made in time."""
    incidents = dataset.tables["incidents"]
    missing = int(incidents["started_time"].isna().sum())
    if missing:
        hint = "Without it nobody can tell whether a record was made in time."
        yield Hit("incidents", None, "started_time", f"empty in {missing} of {len(incidents)} rows.", hint)
