"""What is drawn across a series as a lettered line: practice changes for the whole setting, and breaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from generator.indicators.practice import title_of
from generator.model import Dataset, Place

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
EVENTS = 6
"""More lines than this make a chart unreadable; the latest are drawn, all are on the page of changes."""


def events(
    dataset: Dataset, place: Place | None, span: tuple[date, date], breaks: Sequence[tuple[date, str]]
) -> tuple[tuple[str, str, date, str], ...]:
    """Practice changes for the whole setting, and breaks of the series, as lettered lines in order of date."""
    first, last = span
    found = [(on, label, "break") for on, label in breaks]
    if dataset.has("actions", "effective_from"):
        actions = dataset.tables["actions"]
        broad = actions[(actions["scope"] == "whole_setting") & actions["effective_from"].notna()]
        ids = {each.id for each in dataset.setting.places}
        mine = [
            (pd.Timestamp(action["effective_from"]).date(), title_of(action), "change")
            for _, action in broad.iterrows()
            if place is None or action.get("scope_value") not in ids - {place.id}
        ]
        found += sorted(change for change in mine if first <= change[0] < last)[-EVENTS:]
    return tuple((LETTERS[i], label, on, kind) for i, (on, label, kind) in enumerate(sorted(found)))
