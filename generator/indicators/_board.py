"""What boards and visitors agreed and when they looked: rows and lists that the figures rest on."""

from __future__ import annotations

from datetime import date

import pandas as pd

from generator.indicator import as_date
from generator.indicators._shared import stamp
from generator.law import rule
from generator.model import Dataset, Listing
from generator.periods import Window, day
from generator.statistics.wording import amount

VISITOR, QUALITY = "reg44", "reg45"


def inside_of(rows: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    return rows[(rows["review_on"] >= stamp(start)) & (rows["review_on"] < stamp(end))]


def agreed_rows(dataset: Dataset, reviews: pd.DataFrame) -> pd.DataFrame:
    """The actions agreed at any of the reviews; none where these are not kept."""
    if not dataset.has("actions", "due_on") or "actions_agreed" not in reviews.columns:
        return pd.DataFrame()
    codes = {code for text in reviews["actions_agreed"].dropna() for code in str(text).split("|")}
    actions = dataset.tables["actions"]
    found = actions[actions["action_id"].isin(codes)]
    due = pd.to_datetime(found["due_on"])
    empty = pd.Series(pd.NaT, index=found.index, dtype="datetime64[s]")
    done = pd.to_datetime(found["completed_on"]) if "completed_on" in found.columns else empty
    return found.assign(_due=due, _done=done)


def months_allowed() -> int:
    return rule("home-reviewed").number or 6


def last_quality(reviews: pd.DataFrame, end: date) -> date | None:
    found = reviews[(reviews["body"] == QUALITY) & (reviews["review_on"] < stamp(end))]["review_on"]
    return as_date(found.max()) if len(found) else None


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


def actions_list(dataset: Dataset, reviews: pd.DataFrame, window: Window) -> tuple[Listing, ...]:
    """Agreed actions that are past the day they were due and not done, the longest wait first."""
    late = _late(dataset, reviews, min(window.end, dataset.calendar.end))
    if late.empty:
        return ()
    rows = tuple((_called(action), day(as_date(action["_due"]))) for _, action in late.head(50).iterrows())
    return (
        Listing(id="ddl-04-late", title="Agreed, due and not done", columns=("action", "due"), rows=rows),
    )


def _late(dataset: Dataset, reviews: pd.DataFrame, end: date) -> pd.DataFrame:
    actions = agreed_rows(dataset, reviews[reviews["review_on"] < stamp(end)])
    if "_due" not in actions.columns:
        return pd.DataFrame()
    open_ = actions["_done"].isna() | (actions["_done"] >= stamp(end))
    return actions[open_ & (actions["_due"] < stamp(end))].sort_values("_due", kind="stable")


def due(dataset: Dataset, reviews: pd.DataFrame, homes: bool) -> tuple[str, ...]:
    """What wants an adult now: agreed actions past their day, and a review of quality that is overdue."""
    late = len(_late(dataset, reviews, dataset.calendar.end))
    said = [f"{amount(late, 'action')} agreed by the board past the day due"] if late else []
    last = last_quality(reviews, dataset.calendar.end) if homes else None
    if last and overdue(last, dataset.as_of):
        said.append(f"the home's review of quality of care, last on {day(last)}, is overdue")
    return tuple(said)


def _called(action: pd.Series) -> str:
    """An action where people read it: its published title, else the number of the setting's own."""
    title = action.get("published_title")
    return str(title) if title is not None and pd.notna(title) else f"Action {action['action_id']}"
