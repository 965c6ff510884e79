"""Records that stop before the day they are looked at: since when nobody can say that nothing happened."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

import pandas as pd

from generator.model import Finding
from generator.periods import DAY, Calendar, Window
from generator.statistics.silence import ZERO_P, zero_period

STALE_DAYS = 92
"""Days without an incident after which the figures always end with the records."""


def too_long(calendar: Calendar, frames: Mapping[str, pd.DataFrame], days: tuple[date, date]) -> bool:
    """Whether the last incident lies in an earlier month, longer ago than the record's own gaps would explain.

    Nobody has said that recording went on after the last record, so time without one would be drawn as calm, and
    called fewer. Counted are different days with an incident, and days on which any place was open; the first incident
    only starts the clock.
    """
    if (days[1].year, days[1].month) >= (calendar.as_of.year, calendar.as_of.month):
        return False
    if (calendar.as_of - days[1]).days > STALE_DAYS:
        return True
    recorded = calendar.open_days(Window("", "", days[0], days[1] + DAY, "before"))
    since = calendar.open_days(Window("", "", days[1] + DAY, calendar.end, "before"))
    return zero_period(frames["incidents"]["incident_date"].nunique() - 1, recorded, since) < ZERO_P


def month_end(day: date) -> date:
    """The last day of its month, because the day of a single incident is not for every reader."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def finding() -> Finding:
    """The note that says where the figures end, and how to say that recording went on."""
    message = "it is long since the last incident, for this setting, so the figures end with its month."
    hint = "If recording went on without incidents, say until when: as_of in setting.yml, or --as-of."
    return Finding("note", "records-end-early", "incidents", None, "incident_date", message, hint)
