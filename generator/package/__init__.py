"""A workspace's CSV files as one `Dataset`, with what is wrong in them.

A table that cannot be used is `blocked` and locks what needs it; nothing here stops a run but a workspace without any
setting. Whether `incidents` may be built from is the build's question: `dataset.states["incidents"].state`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from generator import pseudonyms, schema
from generator.exposure import Exposure
from generator.model import Dataset, Finding, Setting, TableState
from generator.package import calendars, join, silence, tables
from generator.package.settle import settle

__all__ = ["Loaded", "load"]

BEGINS = {
    "incidents": "incident_date",
    "reviews": "held_at",
    "child_views": "captured_on",
    "actions": "raised_on",
    "training": "completed_on",
    "restrictions": "started_on",
    "concerns": "arose_at",
    "related_events": "event_date",
    "governance_reviews": "review_on",
}
"""The field of each table that says when a row came into being."""


@dataclass(frozen=True)
class Loaded:
    """The data set and every finding of reading it; `checks.run` adds those of reading tables together."""

    dataset: Dataset
    findings: tuple[Finding, ...]


def load(
    workspace: Path,
    setting: Setting,
    as_of: date | None = None,
    today: date | None = None,
    *,
    both: bool = False,
) -> Loaded:
    """Read every table under `data/`; with `both` a second process reads some of them where the files are large.

    `as_of` is a day somebody asked for: later rows are left out, and the number of them noted. Otherwise the day is
    the setting's `as_of`, else `today`, else the last incident's, and a later incident is an error (`checks`). Records
    that end long before `today` end the figures with them, and a note says so.
    """
    raw, states, findings = tables.read(workspace / "data", both=both)
    findings += join.findings(schema.tables().values(), raw, (place.id for place in setting.places))
    findings += calendars.findings(setting, raw)
    findings += pseudonyms.findings(workspace)
    frames, states = settle(raw, states, findings)
    frames, states = _emptied(frames, states)
    if as_of:
        frames, later = _up_to(frames, as_of)
        findings += later
        frames, states = settle(frames, states, later)
    joined = calendars.join(setting, frames, raw)
    days = calendars.span(frames)
    stated = as_of or setting.as_of
    dated, calendar = calendars.calendar(joined, frames, stated or today or (days or calendars.SPAN)[1])
    if not stated and days and silence.too_long(calendar, frames, days):
        findings.append(silence.finding())
        dated, calendar = calendars.calendar(joined, frames, silence.month_end(days[1]))
    usable = frames if days else {}
    exposure = Exposure(calendar, usable.get("children"), usable.get("exposure"))
    named = pseudonyms.named(workspace)
    dataset = Dataset(dated, frames, states, calendar.as_of, calendar, exposure, named=named)
    return Loaded(dataset, tuple(findings))


def _emptied(
    frames: Mapping[str, pd.DataFrame], states: Mapping[str, TableState]
) -> tuple[dict[str, pd.DataFrame], dict[str, TableState]]:
    """Tables with a header and no rows count as absent: nothing was collected, which is not a zero."""
    empty = [name for name, frame in frames.items() if frame.empty]
    known = dict(states)
    for name in empty:
        known[name] = TableState(0, states[name].sha256, "absent", f"{name}.csv has no rows yet.")
    return {name: frame for name, frame in frames.items() if name not in empty}, known


def _up_to(frames: Mapping[str, pd.DataFrame], as_of: date) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """The tables as they stood at the end of a day, by the day each row came into being."""
    kept = dict(frames)
    notes: list[Finding] = []
    end = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    for name, field in BEGINS.items():
        if name not in frames or field not in frames[name].columns:
            continue
        later = frames[name][field] >= end
        if later.any():
            kept[name] = frames[name][~later]
            count = int(later.sum())
            rows = "1 row is" if count == 1 else f"{count} rows are"
            message = f"{rows} later than the day asked for, and left out."
            notes.append(Finding("note", "after-the-day-asked-for", name, None, field, message))
        if later.all() and name == "incidents":
            message = "no incident is dated on or before the day asked for."
            notes.append(Finding("error", "no-rows", name, None, None, message, "Ask for a later day."))
    return kept, notes
