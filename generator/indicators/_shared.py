"""What several indicators share: phrases for windows, slim tables, codes as words, and lists of rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from generator.indicator import as_date
from generator.model import Dataset, Listing
from generator.periods import Window, day
from generator.statistics.wording import amount

NEEDS = {"incidents": ("incident_id", "child_id", "incident_date", "intervention_category")}
"""The four fields without which nothing can be said."""
LIST_LENGTH = 50
BASE = (
    "incident_id",
    "child_id",
    "incident_date",
    "setting_id",
    "location_code",
    "shift_or_lesson",
    "restrictive",
)


def needing(*fields: str, **tables: Sequence[str]) -> dict[str, Sequence[str]]:
    """The four required fields, further fields of `incidents`, and fields of other tables."""
    return {"incidents": (*NEEDS["incidents"], *fields), **tables}


def slug(code: object) -> str:
    """A code as part of a cell key: lower case, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", str(code).lower()).strip("-") or "not-known"


def slugs(codes: pd.Series) -> pd.Series:
    """Every code as part of a cell key; missing stays missing."""
    return codes.map({code: slug(code) for code in codes.dropna().unique()})


def words(code: object) -> str:
    """A code as words, for a list that leaders read."""
    return str(code).replace("_", " ").replace("|", ", ")


def when(window: Window) -> str:
    """A window as it stands after "in": "autumn term 2026", "the last 91 days"."""
    if window.kind == "since-inspection":
        return f"the time {window.label}"
    first = window.label.split(" ", 1)[0]
    lower = first in ("Autumn", "Spring", "Summer")
    return window.label[0].lower() + window.label[1:] if lower else window.label


def percent_from(dataset: Dataset) -> int:
    """From how many known rows on a percentage is said and an interval given."""
    return int(dataset.setting.threshold("min_percent_base"))


def is_current(dataset: Dataset, window: Window) -> bool:
    """Whether this is the window that leaders' pages lead with: drawings and lists come with it only once."""
    return window.id == dataset.calendar.current.id


def comparison_id(dataset: Dataset, window: Window) -> str | None:
    """The id of the window this one is compared with, or None."""
    other = dataset.calendar.comparison(window)
    return other.id if other else None


def column(rows: pd.DataFrame, name: str) -> pd.Series:
    """A field, or nothing but missing values where the table does not hold it."""
    return rows[name] if name in rows.columns else pd.Series(pd.NA, index=rows.index, dtype="object")


def thin(rows: pd.DataFrame, *more: str) -> pd.DataFrame:
    """The rows with the few fields most counting needs, and `more`: cutting fifty fields again and again is slow."""
    return rows[list(_wanted(rows, more))]


def _wanted(rows: pd.DataFrame, more: Sequence[str]) -> tuple[str, ...]:
    wanted = {*BASE, *more}
    return tuple(name for name in rows.columns if name in wanted)


def held(dataset: Dataset, window: Window, *more: str) -> pd.DataFrame:
    """The restrictive incidents of the window, with the few fields most counting needs, and `more`."""
    return dataset.cut(window, _wanted(dataset.incidents, more), restrictive=True)


def ever_held(dataset: Dataset, *more: str) -> pd.DataFrame:
    """All restrictive incidents there are, with few fields."""
    name = f"ever held {' '.join(sorted(more))}"
    return dataset.once(  # type: ignore[no-any-return]
        name, lambda: thin(dataset.incidents, *more)[dataset.incidents["restrictive"]]
    )


def at_place(dataset: Dataset, rows: pd.DataFrame, place: str | None) -> pd.DataFrame:
    """The rows of one place, or all rows where none is named."""
    return rows if place is None else rows[dataset.place_of(rows) == place]


def where(dataset: Dataset, rows: pd.DataFrame) -> list[str]:
    """For each row the place and the room in words, as far as they are recorded."""
    names = {place.id: place.name for place in dataset.setting.places}
    places = dataset.place_of(rows).map(names).fillna("")
    if len(names) == 1:
        places = pd.Series("", index=rows.index, dtype="str")
    rooms = (
        rows["location_code"].fillna("")
        if "location_code" in rows.columns
        else pd.Series("", index=rows.index, dtype="str")
    )
    return [
        ", ".join(part for part in (str(place), words(room)) if part) or "not recorded"
        for place, room in zip(places, rooms, strict=True)
    ]


def newest(
    dataset: Dataset,
    rows: pd.DataFrame,
    *,
    id: str,
    title: str,
    more: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Listing, ...]:
    """A list of incidents for leaders, newest first, at most fifty; nothing where there is none."""
    if rows.empty:
        return ()
    # Only the fifty that are listed are put in words, not a hundred thousand.
    order = rows["incident_date"].reset_index(drop=True).sort_values(ascending=False, kind="stable")
    shown = order.index[:LIST_LENGTH]
    listed = rows.iloc[shown]
    said = {
        f"_{name}": pd.Series(list(values), dtype=object).iloc[shown] for name, values in (more or {}).items()
    }
    listed = listed.assign(
        _where=where(dataset, listed), **{name: values.to_numpy() for name, values in said.items()}
    )
    extra = [f"_{name}" for name in (more or {})]
    lines = tuple(
        (day(as_date(line[0])), *(str(value) for value in line[1:]))
        for line in listed[["incident_date", "child_id", "_where", *extra]].itertuples(index=False)
    )
    left = len(rows) - len(lines)
    note = f"and {left:,} more" if left > 0 else ""
    return (
        Listing(id=id, title=title, columns=("date", "child", "where", *(more or {})), rows=lines, note=note),
    )


def still(count: int, thing: str, clause: str) -> tuple[str, ...]:
    """A clause for leaders' first page, or nothing where the count is nought."""
    return (f"{amount(count, thing)} {clause}",) if count else ()


def stamp(when_: date) -> pd.Timestamp:
    """A date as tables hold it."""
    return pd.Timestamp(when_)
