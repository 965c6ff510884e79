"""Reviews and views beside the incidents and children they are about, worked out once for a data set."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.indicator import evidence
from generator.indicators._shared import stamp
from generator.model import Cell, Dataset
from generator.periods import Window
from generator.statistics.rates import order_interval

MIN_MIDDLE = 6
"""Fewer values than this have no order-statistic interval for their middle at 95 % (methods page, section 4)."""
FIELDS = (
    "incident_id",
    "review_type",
    "held_at",
    "learning_codes",
    "alternative_identified",
    "independent_of_incident",
    "relationship_after_child",
    "relationship_after_staff",
)
FOLLOWED, ALREADY, UNDATED, NOT_LINKED, NOT_REVIEWED = (
    "followed",
    "already",
    "undated",
    "not-linked",
    "not-reviewed",
)


def inside(rows: pd.DataFrame, field: str, window: Window) -> pd.DataFrame:
    """The rows whose date or moment lies in the window."""
    return rows[(rows[field] >= stamp(window.start)) & (rows[field] < stamp(window.end))]


def column(rows: pd.DataFrame, name: str) -> pd.Series:
    """A field, or nothing but missing values where the table does not hold it."""
    return rows[name] if name in rows.columns else pd.Series(pd.NA, index=rows.index, dtype="object")


def flag(rows: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    """Where a yes-or-no field says yes, and where it says anything."""
    values = column(rows, name).astype("boolean")
    return values.fillna(False).astype(bool), values.notna()


def by_code(rows: pd.DataFrame, name: str) -> dict[str, pd.DataFrame]:
    """The rows that name each code of a field that holds several, in the order of the codes."""
    values = rows[name]
    parts = {str(joined): set(str(joined).split("|")) for joined in values.dropna().unique()}
    return {
        code: rows[values.isin([joined for joined, some in parts.items() if code in some])]
        for code in sorted(set().union(*parts.values()))
    }


def with_child(dataset: Dataset) -> pd.DataFrame:
    """Reviews, a few fields of each, with the child they are about: their own, or that of the incident they looked at.

    The fields are those that indicators of reviews count: all of them are slow to cut again and again.
    """
    return dataset.once("reviews with their child", lambda: _with_child(dataset))  # type: ignore[no-any-return]


def _with_child(dataset: Dataset) -> pd.DataFrame:
    reviews, incidents = dataset.tables["reviews"], dataset.tables["incidents"]
    whose = incidents.drop_duplicates("incident_id").set_index("incident_id")["child_id"]
    found = column(reviews, "incident_id").map(whose)
    children = column(reviews, "child_id").astype("object").fillna(found)
    return reviews[[name for name in FIELDS if name in reviews.columns]].assign(child_id=children)


def followed(dataset: Dataset) -> pd.DataFrame:
    """For every incident `state` (see the constants above) and, where it was followed by a change, `days` to it."""
    return dataset.once("incidents followed by a change", lambda: _followed(dataset))  # type: ignore[no-any-return]


def _followed(dataset: Dataset) -> pd.DataFrame:
    """A change counts from the day it took effect, at the earliest the day of the incident, at the latest today."""
    incidents = dataset.tables["incidents"]
    reviews = dataset.tables["reviews"]
    reviews = reviews[reviews["incident_id"].notna()]
    links = reviews.loc[reviews["led_to_action_id"].notna(), ["incident_id", "led_to_action_id"]]
    links = links.assign(action=links["led_to_action_id"].str.split("|")).explode("action")
    gaps = _gaps(dataset, links)
    ids = incidents["incident_id"]
    days = (
        ids.map(gaps[gaps >= 0].groupby(level=0).min()) if len(gaps) else pd.Series(np.nan, index=ids.index)
    )
    state = np.select(
        [
            days.notna(),
            ids.isin(gaps.index[gaps.isna()]),
            ids.isin(gaps.index[gaps < 0]),
            ids.isin(reviews["incident_id"]),
        ],
        [FOLLOWED, UNDATED, ALREADY, NOT_LINKED],
        NOT_REVIEWED,
    )
    return pd.DataFrame({"state": state, "days": days.astype("float64")}, index=incidents.index)


def _gaps(dataset: Dataset, links: pd.DataFrame) -> pd.Series:
    """For each link of an incident to an action the days until it took effect; missing where it has not, or no date."""
    incidents = dataset.tables["incidents"].drop_duplicates("incident_id").set_index("incident_id")
    happened = links["incident_id"].map(incidents["incident_date"])
    actions = dataset.tables.get("actions")
    if actions is None or "effective_from" not in actions.columns:
        return pd.Series(np.nan, index=links["incident_id"], dtype="float64")
    effect = actions.drop_duplicates("action_id").set_index("action_id")["effective_from"]
    started = links["action"].map(effect)
    started = started.where(started < stamp(dataset.calendar.end))
    gaps = (started - happened).dt.days
    return pd.Series(gaps.to_numpy(dtype="float64"), index=links["incident_id"])


def middle_cell(
    table: str,
    rows: pd.DataFrame,
    field: str,
    unknown: int,
    *,
    unit: str,
    enough: bool,
    compare_window: str | None,
    group: str = "Total",
    label: str = "All",
) -> Cell:
    """The middle of a field's values with its order-statistic interval; marker `u` where there are not enough.

    Only the whole carries its rows: where it stands beside one, that has them.
    """
    middle = order_interval(rows[field].astype("float64").tolist())
    shown = enough and middle.value is not None
    ranged = shown and middle.low is not None and middle.high is not None
    by_child = rows["child_id"].value_counts()
    return Cell(
        group=group,
        label=label,
        unit=unit,
        value=middle.value if shown else None,
        denominator=float(len(rows)),
        unknown=unknown,
        interval=(middle.low, middle.high) if ranged else None,  # type: ignore[arg-type]
        marker=None if shown else "u" if len(rows) else "z",
        compare_window=compare_window,
        children=len(by_child),
        top_share=float(by_child.iloc[0] / by_child.sum()) if len(by_child) else 0.0,
        evidence=evidence(table, rows) if group == "Total" else (),
    )
