"""Terms either side of 1 April 2026, and rows with the times that deadlines need."""

from __future__ import annotations

from datetime import date
from typing import Any

from example_rows import build, held

from generator.model import Dataset, Place, TermDates
from generator.periods import Window

AS_OF = date(2026, 8, 31)
TERMS = tuple(
    TermDates(f"{year}{year % 100 + 1}", name, start, end)
    for year in (2024, 2025)
    for name, start, end in (
        ("autumn", date(year, 9, 1), date(year, 12, 31)),
        ("spring", date(year + 1, 1, 1), date(year + 1, 4, 10)),
        ("summer", date(year + 1, 4, 11), date(year + 1, 8, 31)),
    )
)
# 11 April to 31 August 2026, the last term; the spring term of 2026 holds 1 April, from which school law is another.
SUMMER = Window("2025-26-summer", "Summer term 2026", date(2026, 4, 11), date(2026, 9, 1), "term", True)
SPRING = Window("2025-26-spring", "Spring term 2026", date(2026, 1, 1), date(2026, 4, 11), "term", True)
AUTUMN = Window("2025-26-autumn", "Autumn term 2025", date(2025, 9, 1), date(2026, 1, 1), "term", True)
YES_OR_NO = ("is_disciplinary", "significant_incident", "duration_is_estimate", "collected")


def dataset(incidents: Any, *, places: tuple[Place, ...], **more: Any) -> Dataset:
    """A dataset of these terms, with yes-or-no fields as the loader gives them."""
    given = {"as_of": AS_OF, "terms": TERMS, "data_start": date(2024, 9, 1), **more}
    data = build(incidents, places=places, **given)
    for frame in data.tables.values():
        for name in YES_OR_NO:
            if name in frame.columns and frame[name].dtype != "boolean":
                frame[name] = frame[name].map({"True": True, "False": False}).astype("boolean")
    return data


def at(when: str, time: str | None, **more: Any) -> dict[str, Any]:
    """One child held on a day, at a time."""
    return held("a", when, **{"started_time": time, **more})
