"""How long adults worked: as the exposure table states it, or by each adult's own post."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from generator.indicators._shared import stamp
from generator.model import Dataset
from generator.periods import Window

COVERED = 0.8
"""The share of a window that stated hours must cover to stand for it."""
KEYS = ["setting_id", "dimension", "value"]


def stated_hours(dataset: Dataset, window: Window, dimensions: Sequence[str]) -> pd.DataFrame:
    """Hours worked in the window as the exposure table states them, a row a setting, dimension and value.

    A period that reaches over an edge of the window counts by the day. `days` is how many days are covered, `open`
    how many of them the place was open.
    """
    found = dataset.once(f"stated {window.start} {window.end}", lambda: _stated(dataset, window))
    return found[found["dimension"].isin(list(dimensions))]  # type: ignore[no-any-return]


def _stated(dataset: Dataset, window: Window) -> pd.DataFrame:
    """The same for every dimension at once."""
    if not dataset.has("exposure", "amount"):
        return pd.DataFrame(columns=[*KEYS, "hours", "days", "open"])
    table = dataset.tables["exposure"]
    rows = table[table["measure"] == "staff_hours"]
    opens, closes = stamp(window.start), stamp(window.end)
    after = rows["period_end"] + pd.Timedelta(1, "D")
    low = (rows["period_start"] - opens).dt.days.clip(0, window.days)
    high = (after.where(after < closes, closes) - opens).dt.days.clip(0, window.days)
    inside = (high - low).clip(lower=0)
    length = (after - rows["period_start"]).dt.days
    found = rows[KEYS].assign(
        hours=rows["amount"].astype(float) * inside / length,
        days=inside,
        open=open_between(dataset, window, rows["setting_id"], low, high),
    )
    return found[inside > 0].groupby(KEYS, as_index=False)[["hours", "days", "open"]].sum()


def open_between(
    dataset: Dataset, window: Window, places: pd.Series, low: pd.Series, high: pd.Series
) -> pd.Series:
    """Days on which each row's place was open, from day `low` to before day `high` of the window."""
    found = pd.Series(0.0, index=places.index)
    for place in dataset.setting.places:
        mine = places == place.id
        total = np.concatenate([[0], np.cumsum(dataset.calendar.open_mask(place, window.start, window.end))])
        found[mine] = (total[high[mine]] - total[low[mine]]).clip(min=0)
    return found


def posts(dataset: Dataset, window: Window) -> pd.DataFrame:
    """Every adult at every place in the window, with the hours worked there; missing where nothing says.

    Hours are those the exposure table states for the adult where it covers four fifths of the time in post, else
    weekly hours times the weeks on which the place was open. The index is the adult's first row in the table of
    staff; `new_hours` are hours of the adult's first days (the setting's threshold for new adults).
    """
    key = f"posts {window.start} {window.end}"
    return dataset.once(key, lambda: _posts(dataset, window))  # type: ignore[no-any-return]


def _posts(dataset: Dataset, window: Window) -> pd.DataFrame:
    staff = dataset.tables["staff"]
    frame = pd.DataFrame(
        {
            "staff_id": staff["staff_id"],
            "place": dataset.place_of(staff),
            "team": _text(staff, "team"),
            "role": _text(staff, "role_group"),
            "employment": _text(staff, "employment_type"),
            "start": staff["start_on"],
            "row": staff.index,
        }
    )
    frame["start"] = frame.groupby(["staff_id", "place"], dropna=False)["start"].transform("min")
    frame = pd.concat([frame, _time_in_post(dataset, window, staff, frame)], axis=1)
    frame = frame[frame["days"] > 0].sort_values(["staff_id", "place", "end"], kind="stable")
    if frame.empty:
        return frame.assign(known=False, new_hours=0.0).set_index("row")
    both = frame.groupby(["staff_id", "place"], as_index=False)
    whole = both[["days", "hours", "open", "fresh"]].sum()
    last = both[["team", "role", "employment"]].last()
    whole = whole.merge(last, on=["staff_id", "place"])
    first = both.agg(start=("start", "min"), row=("row", "min"), known=("known", "all"))
    whole = whole.merge(first, on=["staff_id", "place"])
    whole["hours"] = whole["hours"].where(whole["known"])
    return _with_stated(dataset, window, whole.set_index("row").sort_values(["staff_id", "place"]))


def _time_in_post(dataset: Dataset, window: Window, staff: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """For each row of staff: days in post, open days (`fresh`: those of the adult's first days), and hours."""
    opens, closes = stamp(window.start), stamp(window.end)
    ends = staff["end_on"] if "end_on" in staff.columns else pd.Series(pd.NaT, index=staff.index)
    end = pd.to_datetime(ends) + pd.Timedelta(1, "D")
    end = end.where(end < closes, closes)
    newly = frame["start"] + pd.Timedelta(int(dataset.setting.threshold("new_staff_days")), "D")
    newly = newly.where(newly < end, end)
    began = staff["start_on"].where(staff["start_on"] > opens, opens)
    low, high, new = ((each - opens).dt.days.clip(0, window.days) for each in (began, end, newly))
    week = (
        frame["place"]
        .map({place.id: 7 if place.is_home else 5 for place in dataset.setting.places})
        .fillna(7)
    )
    open_days, fresh = (open_between(dataset, window, frame["place"], low, each) for each in (high, new))
    weekly = (
        staff["weekly_hours"] if "weekly_hours" in staff.columns else pd.Series(np.nan, index=staff.index)
    )
    weekly = weekly.astype("Float64").astype(float)
    return pd.DataFrame(
        {
            "days": (high - low).clip(lower=0),
            "open": open_days,
            "fresh": fresh,
            "hours": (open_days / week * weekly).fillna(0.0),
            "known": weekly.notna(),
            "end": end,
        }
    )


def _with_stated(dataset: Dataset, window: Window, found: pd.DataFrame) -> pd.DataFrame:
    """The posts, with stated hours in place of weekly ones where they cover enough, and the hours of first days."""
    stated = stated_hours(dataset, window, ("staff",)).rename(
        columns={"setting_id": "place", "value": "staff_id"}
    )
    if len(stated):
        rows = found.reset_index().merge(
            stated[["place", "staff_id", "hours", "open"]],
            on=["place", "staff_id"],
            how="left",
            suffixes=("", "_said"),
        )
        enough = rows["open_said"] >= COVERED * rows["open"]
        rows["hours"] = rows["hours_said"].where(enough, rows["hours"])
        found = rows.drop(columns=["hours_said", "open_said"]).set_index("row")
    part = (found["fresh"] / found["open"].where(found["open"] > 0)).fillna(0.0)
    return found.assign(new_hours=found["hours"] * part)


def _text(rows: pd.DataFrame, name: str) -> pd.Series:
    """A field as text, empty where it is missing."""
    return rows[name].fillna("").astype(str) if name in rows.columns else pd.Series("", index=rows.index)
