"""The cells and lists of safety: features and reviews, injuries and checks."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from generator.indicator import share_cell
from generator.indicators._clock import in_time
from generator.indicators._features import LABELS
from generator.indicators._shared import comparison_id, group_cell, newest, percent_from, stamp, words
from generator.model import Cell, Dataset, Listing
from generator.periods import Window
from generator.statistics.compare import process


def is_yes(answer: pd.Series) -> pd.Series:
    """Where the answer is yes: missing is not."""
    return answer.fillna(False).astype(bool)


def with_unknown(cell: Cell, unknown: int, compared: str | None) -> Cell:
    """The cell with what is not known of it, and what it is compared with."""
    return replace(cell, unknown=unknown, compare_window=compared)


def reviewed_in_time(dataset: Dataset, rows: pd.DataFrame, hours: float) -> pd.Series | None:
    """For each incident whether its first review came in time; None without a table of reviews."""
    if not dataset.has("reviews", "held_at") or not dataset.has("reviews", "incident_id"):
        return None
    reviews = dataset.tables["reviews"]
    first = dataset.once(
        "first review of every incident", lambda: reviews.groupby("incident_id")["held_at"].min()
    )
    at = pd.Series(first.reindex(rows["incident_id"]).to_numpy(), index=rows.index)
    seen = rows.assign(first_review=at)[at.notna()]
    state = in_time(seen, "first_review", hours).reindex(rows.index)
    ran_out = rows["incident_date"] + pd.Timedelta(hours + 24, "h") < stamp(dataset.calendar.end)
    return state.mask(at.isna() & ran_out, False)


def review_cell(
    dataset: Dataset, window: Window, met: pd.DataFrame, known: pd.DataFrame, unknown: int, told: bool
) -> Cell:
    """Of the incidents with a feature those reviewed in time."""
    group, label = "reviewed-in-time", "With a feature, reviewed in time"
    if not told:
        return Cell(group=group, label=label, unit="%", counts="duty", marker="x")
    return share_cell(
        "incidents",
        met,
        known,
        unknown,
        percent_from=percent_from(dataset),
        group=group,
        label=label,
        compare_window=comparison_id(dataset, window),
        verdict=process(len(met), len(known)) if len(known) else None,
    )


def feature_cell(
    dataset: Dataset, window: Window, rows: pd.DataFrame, name: str, answer: pd.Series | None
) -> Cell:
    """One feature by itself, out of the incidents where it is known."""
    group, label = f"feature-{name}", LABELS[name]
    if name == "long":
        label = f"{int(dataset.setting.threshold('high_risk_minutes'))} minutes or more"
    if answer is None:
        return Cell(group=group, label=label, unit="incidents", counts="events", marker="x")
    known = int(answer.notna().sum())
    cell = group_cell(
        "incidents",
        rows[is_yes(answer)],
        group=group,
        label=label,
        unit="incidents",
        denominator=float(known),
        counts="events",
        dims={"feature": name},
    )
    return with_unknown(cell, len(rows) - known, comparison_id(dataset, window))


def risky_list(
    dataset: Dataset, risky: pd.DataFrame, found: dict[str, pd.Series], reviewed: pd.Series | None
) -> tuple[Listing, ...]:
    """The incidents with a feature, newest first, with what was seen and whether they were reviewed."""
    marks = {
        LABELS[name].lower(): is_yes(answer.loc[risky.index]).to_list() for name, answer in found.items()
    }
    seen = [
        ", ".join(label for label, marked in zip(marks, line, strict=True) if marked)
        for line in zip(*marks.values(), strict=True)
    ]
    said = {True: "in time", False: "late or not at all"}
    states = [None] * len(risky) if reviewed is None else list(reviewed)
    return newest(
        dataset,
        risky,
        id="saf-01-incidents",
        title="Incidents with a high-risk feature",
        more={
            "feature": seen,
            "review": ["not known" if each is None or pd.isna(each) else said[bool(each)] for each in states],
        },
    )


def checked_cell(dataset: Dataset, window: Window, rows: pd.DataFrame, checked: pd.Series | None) -> Cell:
    """Incidents after which a check was offered or not needed."""
    group, label = "checked", "Check offered, or not needed"
    if checked is None:
        return Cell(group=group, label=label, unit="%", counts="duty", marker="x")
    seen, asked = rows[is_yes(checked)], rows[checked.notna()]
    return share_cell(
        "incidents",
        seen,
        asked,
        len(rows) - len(asked),
        percent_from=percent_from(dataset),
        group=group,
        label=label,
        compare_window=comparison_id(dataset, window),
        verdict=process(len(seen), len(asked)) if len(asked) else None,
    )


def hurt_list(dataset: Dataset, hurt: pd.DataFrame, unchecked: pd.DataFrame) -> tuple[Listing, ...]:
    """The incidents in which a child was hurt, newest first, with the check."""
    return newest(
        dataset,
        hurt,
        id="saf-02-hurt",
        title="Incidents in which a child was hurt",
        more={
            "injury": [words(each) for each in hurt["child_injury"]],
            "check": [
                "not offered, or not recorded" if row in unchecked.index else "offered" for row in hurt.index
            ],
        },
    )
