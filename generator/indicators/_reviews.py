"""Reviews and views beside the incidents and children they are about, worked out once for a data set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicators._shared import column, stamp
from generator.model import Dataset

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
FOLLOWED, ALREADY, UNDATED, NOT_LINKED, NOT_REVIEWED = range(5)
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Followed:
    """For every incident what came of its reviews (see the constants above), and the days to the first change."""

    state: NDArray[np.int8]
    days: NDArray[np.float64]
    """Not a number where no change followed."""


def with_child(dataset: Dataset) -> pd.DataFrame:
    """Reviews, a few fields of each, with the child they are about: their own, or that of the incident they looked at.

    The fields are those that indicators of reviews count: all of them are slow to cut again and again.
    """
    return dataset.once("reviews with their child", lambda: _with_child(dataset))  # type: ignore[no-any-return]


def _with_child(dataset: Dataset) -> pd.DataFrame:
    reviews, place = dataset.tables["reviews"], dataset.linked("reviews")
    found = dataset.incidents["child_id"].to_numpy(dtype=object)[place] if len(dataset.incidents) else np.nan
    own = column(reviews, "child_id").astype("object")
    children = own.where(own.notna(), np.where(place >= 0, found, np.nan))
    return reviews[[name for name in FIELDS if name in reviews.columns]].assign(child_id=children)


def followed(dataset: Dataset) -> Followed:
    """What came of every incident's reviews."""
    return dataset.once("incidents followed by a change", lambda: _followed(dataset))  # type: ignore[no-any-return]


def _followed(dataset: Dataset) -> Followed:
    """A change counts from the day it took effect, at the earliest the day of the incident, at the latest today."""
    place = np.where(_still_to_come(dataset), -1, dataset.linked("reviews"))
    reviewed, undated, already = (np.zeros(len(dataset.incidents), dtype=bool) for _ in range(3))
    reviewed[place[place >= 0]] = True
    owner, gap = _links(dataset, place)
    undated[owner[np.isnan(gap)]] = True
    already[owner[gap < 0]] = True
    days = np.full(len(dataset.incidents), np.inf)
    np.minimum.at(days, owner[gap >= 0], gap[gap >= 0])
    days[np.isinf(days)] = np.nan
    state = np.select(
        [~np.isnan(days), undated, already, reviewed],
        [FOLLOWED, UNDATED, ALREADY, NOT_LINKED],
        NOT_REVIEWED,
    )
    return Followed(state.astype(np.int8), days)


def _still_to_come(dataset: Dataset) -> NDArray[np.bool_]:
    """Which reviews are dated after the day of the figures, and so not held yet."""
    reviews = dataset.tables["reviews"]
    if "held_at" not in reviews.columns:
        return np.zeros(len(reviews), dtype=bool)
    return (reviews["held_at"] >= stamp(dataset.calendar.end)).to_numpy(dtype=bool)


def _links(dataset: Dataset, place: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """For each link of an incident's review to an action: the incident's place, and the days until it took effect.

    The days are missing where the action is not in effect, has no date, or no table holds it.
    """
    named = dataset.tables["reviews"]["led_to_action_id"]
    links = np.flatnonzero((place >= 0) & named.notna().to_numpy())
    which, cells = pd.factorize(named.to_numpy(dtype=object)[links])
    each, effect, never = (
        [str(joined).split("|") for joined in cells],
        _effects(dataset),
        np.datetime64("NaT"),
    )
    started = np.array([effect.get(id, never) for ids in each for id in ids], dtype="datetime64[s]")
    # A review that names three actions becomes three links, to the actions that stand from `first` on in `started`.
    many = np.array([len(ids) for ids in each], dtype=np.intp)
    first, times = (np.cumsum(many) - many)[which], many[which]
    step = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    owner = np.repeat(place[links], times)
    happened = dataset.incidents["incident_date"].to_numpy()[owner]
    return owner, (started[np.repeat(first, times) + step] - happened) / DAY


def _effects(dataset: Dataset) -> dict[str, np.datetime64]:
    """The day on which each action took effect, of those that have."""
    actions = dataset.tables.get("actions")
    if actions is None or "effective_from" not in actions.columns:
        return {}
    done = actions.drop_duplicates("action_id")
    done = done[done["effective_from"] < stamp(dataset.calendar.end)]
    return dict(zip(done["action_id"], done["effective_from"].to_numpy(), strict=True))
