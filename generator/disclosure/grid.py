"""The grid of a small setting: one row an incident, from what was tried first to what has happened since.

For readers who may see the records, and for inspectors by a named decision with codes issued for them. Nobody else is
given a row. Free text comes in by two doors only: an action's published title, and words of a child that were cleared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd

from generator.disclosure.codes import Issue
from generator.indicator import as_date
from generator.indicators._clock import home_frame, in_time, places_under
from generator.law import deadline
from generator.model import Audience, Dataset
from generator.periods import DAY, day
from generator.published import PublishedGrid, PublishedGridRow
from generator.schema import label, labels
from generator.statistics.wording import amount

SMALL = 12
"""Children on roll below which one row an incident says more than any figure (the average home has about four)."""
YEAR = 365
TIMES = (
    ("24 h", "record", "home-record", ("record_made_at",)),
    ("48 h", "adult and signature", "home-adult-spoken-to", ("user_spoken_to_at", "record_signed_at")),
    ("5 days", "child spoken to", "home-child-spoken-to", ("child_spoken_to_at",)),
)
"""What regulation 35(3) of the Children's Homes (England) Regulations 2015 gives hours or days for."""
Names = Callable[[str], str]


def on_roll(dataset: Dataset) -> int | None:
    """Children on roll on the last day of the figures; places registered where there is no roll; None if neither."""
    roll = dataset.tables.get("children")
    if roll is not None and "on_roll_from" in roll.columns:
        today = pd.Timestamp(dataset.as_of)
        here = roll["on_roll_from"] <= today
        if "on_roll_to" in roll.columns:
            here &= roll["on_roll_to"].isna() | (roll["on_roll_to"] >= today)
        return int(roll.loc[here, "child_id"].nunique())
    places = [place.registered_places for place in dataset.setting.places]
    return sum(each for each in places if each) if places and all(places) else None


def is_small(dataset: Dataset) -> bool:
    """Whether fewer than twelve children are on roll."""
    found = on_roll(dataset)
    return found is not None and found < SMALL


def grid(dataset: Dataset, audience: Audience, issue: Issue | None) -> PublishedGrid | None:
    """Every incident, the newest first, for readers who may have it in a setting of under twelve; None otherwise."""
    if not is_small(dataset) or not (audience.internal or issue):
        return None
    names: Names = (lambda code: issue("child", code)) if issue else str
    year_ago = dataset.as_of + DAY - timedelta(days=YEAR)
    rows = list(_rows(dataset, audience, names))
    return PublishedGrid(
        recent=tuple(row for row in rows if row.on >= year_ago),
        older=tuple(row for row in rows if row.on < year_ago),
        since=year_ago,
        reissued=issue is not None,
        timed=bool(places_under(dataset, "home", "secure_home")),
    )


def _rows(dataset: Dataset, audience: Audience, names: Names) -> Iterator[PublishedGridRow]:
    incidents = dataset.incidents
    keys = ["incident_date", *(["started_time"] if "started_time" in incidents.columns else [])]
    rows = incidents[incidents["incident_date"].notna()].sort_values(keys, kind="stable")
    times = _times(dataset)
    said = [
        PublishedGridRow(
            on=as_date(row["incident_date"]),
            started=_text(row, "started_time"),
            child=names(str(row["child_id"])),
            tried=_words(row, "de_escalation_used", "de_escalation"),
            done=_done(row, audience),
            times=times.get(row.name, ()),
            view=_view(dataset, audience, row),
            learned=_learned(dataset, row),
            changed=_changed(dataset, audience, row),
            after=_after(dataset, rows, row),
        )
        for _, row in rows.iterrows()
    ]
    return reversed(said)


def _text(row: pd.Series, name: str) -> str:
    value = row.get(name)
    return "" if value is None or pd.isna(value) else str(value)


def _words(row: pd.Series, name: str, codes: str) -> str:
    found = [label(codes, code) for code in _text(row, name).split("|") if code]
    return ", ".join(found) if found else "not known"


def _done(row: pd.Series, audience: Audience) -> str:
    said = [_words(row, "intervention_category", "intervention_category")]
    minutes = _text(row, "duration_minutes")
    if minutes:
        said.append(f"{float(minutes):g} min")
    elif row["restrictive"]:
        said.append("minutes not known")
    place = _text(row, "location_code")
    if place:
        # A place that the setting named itself may carry a child's name.
        known = audience.internal or place in labels()["location"]
        said.append(label("location", place) if known else "another place")
    return ", ".join(said)


def _times(dataset: Dataset) -> dict[Any, tuple[tuple[str, str, str], ...]]:
    """For each measure under the homes' regulations: limit, what was due, and met, late, not known or not yet due."""
    frame = home_frame(dataset)
    found: dict[int, list[tuple[str, str, str]]] = {int(number): [] for number in frame.index}
    for limit, what, name, fields in TIMES:
        hours = deadline(name).hours
        answers = [in_time(frame, field, hours) for field in fields]
        for number in frame.index:
            each = [answer.loc[number] for answer in answers]
            due = as_date(frame.loc[number, "incident_date"]) + timedelta(days=-(-int(hours) // 24))
            found[int(number)].append((limit, what, _state(each, due >= dataset.as_of)))
    return {number: tuple(rows) for number, rows in found.items()}


def _state(answers: list[Any], running: bool) -> str:
    if any(not pd.isna(each) and not each for each in answers):
        return "late"
    if any(pd.isna(each) for each in answers):
        return "not yet due" if running else "not known"
    return "met"


def _linked(dataset: Dataset, table: str, row: pd.Series) -> pd.DataFrame:
    """Rows of another table about this incident."""
    frame = dataset.tables.get(table)
    if frame is None or "incident_id" not in frame.columns:
        return pd.DataFrame()
    return frame[frame["incident_id"] == row["incident_id"]]


def _view(dataset: Dataset, audience: Audience, row: pd.Series) -> str:
    if not dataset.has("child_views", "incident_id"):
        return "not known"
    views = _linked(dataset, "child_views", row)
    if views.empty:
        return "none recorded"
    return " ".join(_one_view(view, row, audience) for _, view in views.iterrows())


def _one_view(view: pd.Series, row: pd.Series, audience: Audience) -> str:
    captured = as_date(view["captured_on"])
    waited = (captured - as_date(row["incident_date"])).days
    when = "the same day" if waited == 0 else "the next day" if waited == 1 else f"after {waited} days"
    if _true(view, "declined"):
        return f"Asked {when}; the child chose not to say."
    said = [f"Told {when}, {_words(view, 'methods', 'view_method')}"]
    if _text(view, "feeling_codes"):
        said.append(f"felt {_words(view, 'feeling_codes', 'feeling')}")
    if _text(view, "agrees_with_record") in ("yes", "partly", "no"):
        said.append(f"{_words(view, 'agrees_with_record', 'agrees_with_record')} with the record")
    quote = cleared(view, audience)
    return "; ".join(said) + "." + (f" “{quote}”" if quote else "")


def cleared(view: pd.Series, audience: Audience) -> str:
    """A child's own words, if they may be shown: cleared, and for readers outside also cleared by somebody named."""
    if not _true(view, "quote_cleared"):
        return ""
    named = bool(_text(view, "cleared_by").strip())
    return _text(view, "view_text").strip() if audience.internal or named else ""


def _true(row: pd.Series, name: str) -> bool:
    value = row.get(name)
    return value is not None and not pd.isna(value) and bool(value)


def _learned(dataset: Dataset, row: pd.Series) -> str:
    if not dataset.has("reviews"):
        return "not known"
    reviews = _linked(dataset, "reviews", row)
    if reviews.empty:
        return "not reviewed yet" if row["restrictive"] else "–"
    codes = [
        code
        for _, each in reviews.iterrows()
        for code in _text(each, "learning_codes").split("|")
        if code and code != "none"
    ]
    said = [label("learning", code) for code in dict.fromkeys(codes)]
    if any(_true(each, "alternative_identified") for _, each in reviews.iterrows()):
        said.append("another way was found")
    return ", ".join(said) if said else "reviewed, nothing noted"


def _changed(dataset: Dataset, audience: Audience, row: pd.Series) -> str:
    if not dataset.has("actions"):
        return "not known"
    ids = {
        code
        for table in ("reviews", "child_views")
        for _, each in _linked(dataset, table, row).iterrows()
        for code in _text(each, "led_to_action_id").split("|")
        if code
    }
    actions = dataset.tables["actions"]
    said = [
        _action(each, audience, dataset) for _, each in actions[actions["action_id"].isin(ids)].iterrows()
    ]
    return " ".join(said) if said else "nothing recorded"


def _action(action: pd.Series, audience: Audience, dataset: Dataset) -> str:
    title = _text(action, "published_title")
    if not audience.internal and any(code in title for code in _children(dataset)):
        title = ""
    words = title or _words(action, "action_type", "action_type")
    started = f", since {day(as_date(action['effective_from']))}" if _text(action, "effective_from") else ""
    looked = ""
    if _text(action, "evaluated_on"):
        found = (
            _words(action, "evaluation", "evaluation") if _text(action, "evaluation") else "looked at again"
        )
        looked = f". Looked at again {day(as_date(action['evaluated_on']))}: {found}"
    return f"{words}{started}{looked}."


def _children(dataset: Dataset) -> set[str]:
    return set(dataset.incidents["child_id"].dropna().astype(str))


def _after(dataset: Dataset, rows: pd.DataFrame, row: pd.Series) -> str:
    """What is recorded of the same child next: a count of days and what was done, and no word on why."""
    when = row["incident_date"]
    mine = rows[rows["child_id"] == row["child_id"]]
    place = mine.index.get_loc(row.name)
    later = mine.iloc[int(place) + 1 :]
    if later.empty:
        left = _left(dataset, str(row["child_id"]), as_date(when))
        end = min(left, dataset.as_of) if left else dataset.as_of
        moved = ", when the child moved on" if left and left <= dataset.as_of else ""
        return f"No other with this child in the {amount((end - as_date(when)).days, 'day')} to {day(end)}{moved}."
    following = later.iloc[0]
    days = (as_date(following["incident_date"]) - as_date(when)).days
    again = "the same day" if days == 0 else "after 1 day" if days == 1 else f"after {days} days"
    force = int(later["restrictive"].sum())
    total = f" {len(later)} since then, {force} of them with restriction." if len(later) > 1 else ""
    return f"Next {again}: {_words(following, 'intervention_category', 'intervention_category')}.{total}"


def _left(dataset: Dataset, child: str, after: date) -> date | None:
    """The last day of a child who is here no longer."""
    roll = dataset.tables.get("children")
    if roll is None or "on_roll_to" not in roll.columns:
        return None
    mine = roll[roll["child_id"] == child]
    if mine.empty or mine["on_roll_to"].isna().any():
        return None
    last = as_date(mine["on_roll_to"].max())
    return last if last >= after else None
