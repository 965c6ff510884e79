"""What does not fit in actions, restrictions, concerns, reviews by the board, exposure, and what settings say."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from generator import schema
from generator.model import Dataset
from generator.periods import DAY
from generator.rules.coded import coded
from generator.rules.frames import CORRECT, column, days, no, yes
from generator.rules.rule import Hit, hits, rule

BACKWARDS = (
    ("children", "on_roll_from", "on_roll_to"),
    ("staff", "start_on", "end_on"),
    ("training", "completed_on", "expires_on"),
    ("exposure", "period_start", "period_end"),
    ("restrictions", "started_on", "ended_on"),
    ("actions", "raised_on", "completed_on"),
    ("actions", "effective_from", "stopped_on"),
    ("concerns", "arose_at", "submitted_at"),
    ("interventions", "started_at", "ended_at"),
    ("governance_reviews", "period_from", "period_to"),
)
"""Pairs of fields of which the second cannot come before the first."""
DEADLINES = (
    ("actions", "raised_on", "due_on"),
    ("restrictions", "started_on", "review_due_on"),
    ("restrictions", "started_on", "basis_expires_on"),
)
LOOKED_BACK = (
    ("actions", "effective_from", "evaluated_on"),
    ("restrictions", "started_on", "last_reviewed_on"),
    ("restrictions", "started_on", "last_reduced_on"),
    ("concerns", "arose_at", "resolved_on"),
    ("governance_reviews", "period_from", "review_on"),
    ("children", "behaviour_plan_from", "plan_reviewed_on"),
)
HAPPENED = (
    ("reviews", "held_at"),
    ("child_views", "captured_on"),
    ("actions", "raised_on"),
    ("actions", "completed_on"),
    ("actions", "evaluated_on"),
    ("training", "completed_on"),
    ("concerns", "arose_at"),
    ("concerns", "submitted_at"),
    ("restrictions", "last_reviewed_on"),
    ("interventions", "started_at"),
    ("staff_involvement", "statement_made_at"),
    ("incidents", "record_made_at"),
    ("incidents", "judged_on"),
    ("related_events", "event_date"),
    ("governance_reviews", "review_on"),
)
"""Fields that tell of something done; it cannot be done after the day the figures are made for."""


def _tables(pairs: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pair[0] for pair in pairs))


def _earlier(dataset: Dataset, pairs: tuple[tuple[str, str, str], ...], whole_days: bool) -> Iterator[Hit]:
    for table, first, second in pairs:
        frame = dataset.tables.get(table)
        if frame is None or first not in frame.columns or second not in frame.columns:
            continue
        begin = frame[first].dt.normalize() if whole_days else frame[first]
        rows = frame.index[frame[second] < begin]
        yield from hits(table, rows, second, f"earlier than {first} on the same row.", CORRECT)


@rule("dates-backwards", "error", "A row ends before it begins", {}, _tables(BACKWARDS))
def dates_backwards(dataset: Dataset) -> Iterator[Hit]:
    """A stretch of time that runs backwards has no length, and nothing can be counted over it."""
    return _earlier(dataset, BACKWARDS, whole_days=False)


@rule("deadline-impossible", "warning", "Something was due before it began", {}, _tables(DEADLINES))
def deadlines(dataset: Dataset) -> Iterator[Hit]:
    """A deadline that was over before the work began is always missed, and says nothing about anyone."""
    return _earlier(dataset, DEADLINES, whole_days=True)


@rule("reviewed-before-start", "warning", "Looked at again before it began", {}, _tables(LOOKED_BACK))
def looked_back(dataset: Dataset) -> Iterator[Hit]:
    """Whether a change helped, or a restriction is still needed, can only be seen once it is there."""
    return _earlier(dataset, LOOKED_BACK, whole_days=True)


@rule("after-as-of", "warning", "Something was done in the future", {}, _tables(HAPPENED))
def later_than_as_of(dataset: Dataset) -> Iterator[Hit]:
    """What is said to be done after the day of the figures is a plan, or a slip of the pen."""
    end = pd.Timestamp(dataset.as_of) + pd.Timedelta(days=1)
    for table, name in HAPPENED:
        frame = dataset.tables.get(table)
        if frame is not None and name in frame.columns:
            message = "later than the day these figures are made for."
            yield from hits(table, frame.index[frame[name] >= end], name, message, CORRECT)


@rule("missing-setting", "warning", "An incident does not say where", {"incidents": ("incident_id",)})
def missing_setting(dataset: Dataset) -> Iterator[Hit]:
    """With a home and a school the law and the days here differ, and such a row counts in neither."""
    if len(dataset.setting.places) < 2:
        return iter(())
    incidents = dataset.tables["incidents"]
    rows = incidents.index[column(incidents, "setting_id").isna()]
    message = "empty, and there is more than one setting."
    hint = "Say which setting it was. Until then the row counts in neither, only in the whole."
    return hits("incidents", rows, "setting_id", message, hint)


@rule("before-opening", "warning", "An incident before the setting opened", {"incidents": ("incident_date",)})
def before_opening(dataset: Dataset) -> Iterator[Hit]:
    """Nothing can have happened in a place that was not there; one of the two dates is wrong."""
    incidents = dataset.tables["incidents"]
    opened = {place.id: pd.Timestamp(place.opened_on) for place in dataset.setting.places if place.opened_on}
    first = pd.to_datetime(dataset.place_of(incidents).map(opened))
    rows = incidents.index[incidents["incident_date"] < first]
    return hits("incidents", rows, "incident_date", "earlier than the day the setting opened.", CORRECT)


@rule(
    "restriction-of-whom",
    "warning",
    "A restriction is on nobody, or on one and on all",
    {"restrictions": ("blanket",)},
)
def of_whom(dataset: Dataset) -> Iterator[Hit]:
    """A restriction on everyone and one on a child are judged by different rules, so the row must say which it is."""
    frame = dataset.tables["restrictions"]
    rows = frame.index[yes(frame, "blanket") == column(frame, "child_id").notna()]
    message = "either name the child or say that it holds for everyone, not both and not neither."
    return hits("restrictions", rows, "child_id", message, CORRECT)


@rule(
    "restriction-review-overdue",
    "note",
    "A restriction should have been reviewed",
    {"restrictions": ("review_due_on",)},
)
def review_overdue(dataset: Dataset) -> Iterator[Hit]:
    """A restriction nobody looked at in time may no longer be needed, or its review was not written down."""
    frame = dataset.tables["restrictions"]
    due = frame["review_due_on"]
    late = (due < pd.Timestamp(dataset.as_of)) & days(frame, "ended_on").isna()
    late &= ~(days(frame, "last_reviewed_on") >= due)
    message = "past, with no review since and no end."
    hint = "Review it, or write down the review that was held."
    return hits("restrictions", frame.index[late], "review_due_on", message, hint)


@rule(
    "restriction-basis-expired",
    "warning",
    "A restriction outlasts its authority",
    {"restrictions": ("basis_expires_on",)},
)
def basis_expired(dataset: Dataset) -> Iterator[Hit]:
    """After the last day of the order or consent it rests on, a restriction has no lawful ground on record."""
    frame = dataset.tables["restrictions"]
    until = days(frame, "ended_on").fillna(pd.Timestamp(dataset.as_of))
    rows = frame.index[frame["basis_expires_on"] < until]
    message = "the restriction goes on after this day."
    hint = "Write the new authority, or the day the restriction ended."
    return hits("restrictions", rows, "basis_expires_on", message, hint)


@rule(
    "evaluation-without-day",
    "warning",
    "A change was judged, and no day is given",
    {"actions": ("evaluation",)},
)
def evaluated(dataset: Dataset) -> Iterator[Hit]:
    """A finding without its day cannot be set beside what was recorded before and after it."""
    frame = dataset.tables["actions"]
    rows = frame.index[frame["evaluation"].notna() & days(frame, "evaluated_on").isna()]
    return hits(
        "actions", rows, "evaluated_on", "empty, and evaluation says what was found.", "Say when it was."
    )


@rule(
    "aim-unknown",
    "warning",
    "A change aims at something that never occurs",
    {"actions": ("aims_at",), "incidents": ("incident_id",)},
)
def aims(dataset: Dataset) -> Iterator[Hit]:
    """Before and after are compared by the aimed-at code, and a misspelt one finds nothing on either side."""
    known = {code for name in ("trigger", "location", "shift_or_lesson") for code in schema.labels()[name]}
    for name in ("location_code", "shift_or_lesson"):
        known.update(coded(dataset, "incidents", name).different)
    aimed = coded(dataset, "actions", "aims_at").holds(lambda cell: not known.issuperset(cell.split("|")))
    rows = dataset.tables["actions"].index[aimed]
    message = "a code that is no trigger, and no place or shift of any incident."
    return hits("actions", rows, "aims_at", message, "Use the code that the incidents use.")


@rule(
    "counted-not-collected",
    "warning",
    "A number that nobody collects",
    {"related_events": ("amount", "collected")},
)
def not_collected(dataset: Dataset) -> Iterator[Hit]:
    """Rows that say the number is not collected are left out, and this one has a number."""
    frame = dataset.tables["related_events"]
    rows = frame.index[no(frame, "collected") & (frame["amount"] > 0)]
    message = "says it is not collected, and gives a number above nothing."
    return hits("related_events", rows, "collected", message, CORRECT)


@rule(
    "exposure-overlap",
    "warning",
    "Two amounts for the same days",
    {"exposure": ("setting_id", "period_start", "period_end", "dimension", "value", "measure")},
)
def exposure_overlap(dataset: Dataset) -> Iterator[Hit]:
    """Days that two rows both count make the denominator too large and every rate too low."""
    frame = dataset.tables["exposure"].drop_duplicates()
    key = ["setting_id", "dimension", "value", "measure"]
    ordered = frame.sort_values([*key, "period_start"], kind="stable")
    last = ordered.groupby(key, sort=False)["period_end"].cummax()
    before = last.groupby([ordered[name] for name in key], sort=False).shift()
    rows = sorted(ordered.index[ordered["period_start"] <= before])
    message = "begins before an earlier row of the same setting and measure has ended."
    return hits("exposure", rows, "period_start", message, CORRECT)


@rule(
    "exposure-gap",
    "warning",
    "Days here are not counted for the whole time",
    {
        "exposure": ("setting_id", "period_start", "period_end", "dimension", "measure"),
        "incidents": ("incident_date",),
    },
    ("exposure",),
)
def exposure_gap(dataset: Dataset) -> Iterator[Hit]:
    """A window that the days here do not cover has counts and no rate, and readers will ask why."""
    frame = dataset.tables["exposure"]
    whole = frame[(frame["measure"] == "child_days") & (frame["dimension"] == "all")]
    first = pd.Timestamp(dataset.calendar.data_start)
    for _, rows in whole.groupby("setting_id", sort=True):
        ordered = rows.sort_values("period_start", kind="stable")
        free = ordered["period_start"] - ordered["period_end"].cummax().shift() > DAY
        message = "days between the row before and this one are in no row."
        yield from hits(
            "exposure", ordered.index[free], "period_start", message, "Add the period that is missing."
        )
        if ordered["period_start"].iloc[0] > first:
            message = "begins after the first incident, and no row covers the days before."
            yield from hits(
                "exposure", [ordered.index[0]], "period_start", message, "Add the earlier periods."
            )


@rule("outside-terms", "note", "Incidents fall outside every term given", {"incidents": ("incident_date",)})
def outside_terms(dataset: Dataset) -> Iterator[Hit]:
    """An incident before the first term or after the last one stands in no window, and in no comparison."""
    if dataset.setting.terms_assumed or not dataset.calendar.all_terms:
        return iter(())
    windows = dataset.calendar.all_terms
    first, end = min(term.start for term in windows), max(term.end for term in windows)
    day = dataset.tables["incidents"]["incident_date"]
    late = (day >= pd.Timestamp(end)) & (day <= pd.Timestamp(dataset.as_of))
    rows = day.index[(day < pd.Timestamp(first)) | late]
    message = "before the first term or after the last one whose dates are given."
    return hits("incidents", rows, "incident_date", message, "Add the term dates of that time.")
