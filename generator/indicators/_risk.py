"""The cells and lists of safety: features and reviews, injuries and checks."""

from __future__ import annotations

import numpy as np

from generator.indicators._answers import NO, UNKNOWN, YES, Answers, Told, answered, told, unknown_to_all
from generator.indicators._cells import duty_share, part
from generator.indicators._clock import CLOCK, in_time
from generator.indicators._features import LABELS, any_of, features
from generator.indicators._first import first_reviews, ran_out
from generator.indicators._shared import comparison_id, newest, words
from generator.indicators._tally import Places, incidents_of, tally_of
from generator.model import Cell, Dataset, Listing
from generator.periods import Window
from generator.statistics.wording import amount

REVIEWED = {YES: "in time", NO: "late or not at all", UNKNOWN: "not known"}


def at_risk(dataset: Dataset) -> Answers:
    """For each incident whether it had a high-risk feature."""
    return dataset.once(  # type: ignore[no-any-return]
        "at risk", lambda: any_of(features(dataset), len(dataset.incidents))
    )


def reviewed_in_time(dataset: Dataset, hours: float) -> Answers | None:
    """For each incident at risk whether its first review came in time; None without a table of reviews."""
    if not dataset.has("reviews", "held_at") or not dataset.has("reviews", "incident_id"):
        return None
    return dataset.once("reviewed in time", lambda: _reviewed(dataset, hours))  # type: ignore[no-any-return]


def _reviewed(dataset: Dataset, hours: float) -> Answers:
    reviews = dataset.tables["reviews"]
    first = first_reviews(dataset, reviews["held_at"].notna())
    never = np.isnat(first.at) & ~first.early & ran_out(dataset, hours)
    answer = np.where(never, NO, UNKNOWN).astype(np.int8)
    seen = np.flatnonzero((at_risk(dataset) == YES) & ~np.isnat(first.at))
    rows = incidents_of(dataset, seen, *CLOCK).assign(first_review=first.at[seen])
    said = in_time(rows, "first_review", hours)
    answer[seen] = answered(said)
    return answer


def risky_cell(dataset: Dataset, window: Window, found: Told, incidents: int) -> Cell:
    """Incidents with at least one feature, out of all; not available where the tables can tell none."""
    if not features(dataset):
        label = "Incidents with a high-risk feature"
        return Cell(label=label, unit="incidents", counts="events", unknown=incidents, marker="x")
    return part(
        tally_of(dataset),
        found.met,
        "Total",
        "Incidents with a high-risk feature",
        of=incidents,
        unknown=found.unknown,
        compare_window=comparison_id(dataset, window),
        counts="events",
    )


def review_cell(dataset: Dataset, window: Window, found: Told | None) -> Cell:
    """Of the incidents with a feature those reviewed in time."""
    group, label = "reviewed-in-time", "With a feature, reviewed in time"
    if found is None:
        return Cell(group=group, label=label, unit="%", counts="duty", marker="x")
    return duty_share(dataset, window, tally_of(dataset), found, group, label)


def feature_cell(dataset: Dataset, window: Window, places: Places, name: str) -> Cell:
    """One feature by itself, out of the incidents where it is known."""
    group, label = f"feature-{name}", LABELS[name]
    if name == "long":
        label = f"{amount(dataset.setting.threshold('high_risk_minutes'), 'minute')} or more"
    answers = features(dataset).get(name)
    if answers is None:
        return Cell(group=group, label=label, unit="incidents", counts="events", marker="x")
    found = told(answers, places)
    return part(
        tally_of(dataset),
        found.met,
        group,
        label,
        of=len(found.known),
        unknown=found.unknown,
        compare_window=comparison_id(dataset, window),
        dims={"feature": name},
        counts="events",
    )


def risky_list(dataset: Dataset, risky: Places, reviewed: Answers | None) -> tuple[Listing, ...]:
    """The incidents with a feature, newest first, with what was seen and whether they were reviewed."""
    marks = {
        LABELS[name].lower(): (answers[risky] == YES).tolist() for name, answers in features(dataset).items()
    }
    seen = [
        ", ".join(label for label, marked in zip(marks, line, strict=True) if marked)
        for line in zip(*marks.values(), strict=True)
    ]
    states = (unknown_to_all(dataset) if reviewed is None else reviewed)[risky].tolist()
    return newest(
        dataset,
        incidents_of(dataset, risky),
        id="saf-01-incidents",
        title="Incidents with a high-risk feature",
        more={"feature": seen, "review": [REVIEWED[each] for each in states]},
    )


def checked_cell(dataset: Dataset, window: Window, found: Told | None) -> Cell:
    """Incidents after which a check was offered or not needed."""
    group, label = "checked", "Check offered, or not needed"
    if found is None:
        return Cell(group=group, label=label, unit="%", counts="duty", marker="x")
    return duty_share(dataset, window, tally_of(dataset), found, group, label)


def hurt_list(dataset: Dataset, hurt: Places, unchecked: Places) -> tuple[Listing, ...]:
    """The incidents in which a child was hurt, newest first, with the check."""
    rows = incidents_of(dataset, hurt, "child_injury")
    missing = np.isin(hurt, unchecked).tolist()
    return newest(
        dataset,
        rows,
        id="saf-02-hurt",
        title="Incidents in which a child was hurt",
        more={
            "injury": [words(each) for each in rows["child_injury"]],
            "check": ["not offered, or not recorded" if each else "offered" for each in missing],
        },
    )
