"""What boards and visitors agreed and when they looked: rows and lists that the figures rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from generator.indicator import as_date
from generator.indicators._shared import stamp
from generator.law import rule
from generator.model import Dataset, Listing
from generator.periods import day
from generator.statistics.wording import amount

VISITOR, QUALITY = "reg44", "reg45"


@dataclass(frozen=True)
class Looks:
    """Reviews and visits up to the day of the figures: the rows, and for each its day, by whom, and what was agreed."""

    rows: pd.DataFrame
    on: np.ndarray
    body: np.ndarray
    actions: Agreed | None

    def inside(self, start: date, end: date) -> np.ndarray:
        """For each whether it lies in these days."""
        found: np.ndarray = (self.on >= np.datetime64(start)) & (self.on < np.datetime64(end))
        return found

    def by(self, *bodies: str) -> np.ndarray:
        return np.isin(self.body, bodies)

    def first_row(self, wanted: np.ndarray) -> int:
        """The spreadsheet's row of the earliest of some reviews."""
        places = np.flatnonzero(wanted)
        return int(self.rows.index[places[np.argmin(self.on[places])]])


@dataclass(frozen=True)
class Agreed:
    """Actions agreed at any review: the rows, when each was due and done, and for each review which it agreed."""

    rows: pd.DataFrame
    due: np.ndarray
    done: np.ndarray
    at: np.ndarray

    def of(self, reviews: np.ndarray) -> np.ndarray:
        """For each action whether it was agreed at one of these reviews."""
        found: np.ndarray = self.at[reviews].any(axis=0)
        return found


def looks(dataset: Dataset) -> Looks:
    """Every review and visit up to the day of the figures."""
    return dataset.once("looks of the board", lambda: _looks(dataset))  # type: ignore[no-any-return]


def _looks(dataset: Dataset) -> Looks:
    reviews = dataset.tables["governance_reviews"]
    reviews = reviews[reviews["review_on"].notna() & (reviews["review_on"] < stamp(dataset.calendar.end))]
    on = reviews["review_on"].to_numpy().astype("datetime64[D]")
    return Looks(reviews, on, reviews["body"].to_numpy(dtype=object).astype(str), _agreed(dataset, reviews))


def _agreed(dataset: Dataset, reviews: pd.DataFrame) -> Agreed | None:
    """The actions agreed; None where these, or when they were due and done, are not kept."""
    kept = dataset.has("actions", "due_on") and dataset.has("actions", "completed_on")
    if not kept or "actions_agreed" not in reviews.columns:
        return None
    codes = [set(str(text).split("|")) for text in reviews["actions_agreed"].fillna("")]
    actions = dataset.tables["actions"]
    rows = actions[actions["action_id"].isin(set().union(*codes))]
    at = np.array([[action in some for action in rows["action_id"]] for some in codes], dtype=bool)
    due, done = (rows[name].to_numpy().astype("datetime64[D]") for name in ("due_on", "completed_on"))
    return Agreed(rows, due, done, at.reshape(len(codes), len(rows)))


def months_allowed() -> int:
    return rule("home-reviewed").number or 6


def last_quality(found: Looks, end: date) -> date | None:
    """The day of the last review of the quality of care before that day."""
    days = found.on[found.by(QUALITY) & (found.on < np.datetime64(end))]
    return days.max().item() if len(days) else None


def overdue(last: date, on: date) -> bool:
    """Whether the next review should have come by that day."""
    return pd.Timestamp(last) + pd.DateOffset(months=months_allowed()) < stamp(on)


def reviews_list(inside: pd.DataFrame) -> tuple[Listing, ...]:
    """Who looked, when, and how many questions they asked."""
    if inside.empty:
        return ()
    latest = inside.sort_values("review_on", ascending=False, kind="stable").head(50)
    names = {VISITOR: "independent visitor", QUALITY: "review of the quality of care"}
    asked = latest["questions_asked"] if "questions_asked" in latest.columns else [None] * len(latest)
    rows = tuple(
        (
            day(as_date(on)),
            names.get(str(body), str(body)),
            "not recorded" if pd.isna(count) else int(float(count)),
        )
        for on, body, count in zip(latest["review_on"], latest["body"], asked, strict=True)
    )
    return (Listing(id="ddl-04-reviews", title="Who looked", columns=("date", "by", "questions"), rows=rows),)


def actions_list(found: Looks, end: date) -> tuple[Listing, ...]:
    """Agreed actions that are past the day they were due and not done, the longest wait first."""
    late = _late(found, end)
    if late.empty:
        return ()
    rows = tuple((_called(action), day(as_date(action["due_on"]))) for _, action in late.head(50).iterrows())
    return (
        Listing(id="ddl-04-late", title="Agreed, due and not done", columns=("action", "due"), rows=rows),
    )


def _late(found: Looks, end: date) -> pd.DataFrame:
    actions, last = found.actions, np.datetime64(end)
    if actions is None:
        return pd.DataFrame()
    still_open = np.isnat(actions.done) | (actions.done >= last)
    late = actions.of(found.on < last) & still_open & (actions.due < last)
    return actions.rows[late].sort_values("due_on", kind="stable")


def due(dataset: Dataset, found: Looks, homes: bool) -> tuple[str, ...]:
    """What wants an adult now: agreed actions past their day, and a review of quality that is overdue."""
    late = len(_late(found, dataset.calendar.end))
    said = [f"{amount(late, 'action')} agreed by the board past the day due"] if late else []
    last = last_quality(found, dataset.calendar.end) if homes else None
    if last and overdue(last, dataset.as_of):
        said.append(f"the home's review of quality of care, last on {day(last)}, is overdue")
    return tuple(said)


def _called(action: pd.Series) -> str:
    """An action where people read it: its published title, else the number of the setting's own."""
    title = action.get("published_title")
    return str(title) if title is not None and pd.notna(title) else f"Action {action['action_id']}"
