"""A page for each child, for leaders only: codes as in the tables, and no free text but a cleared quote."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pandas as pd

from generator.indicator import as_date
from generator.model import Dataset
from generator.periods import DAY, Window, day
from generator.published import PublishedChild, PublishedExhibit, PublishedSlots
from generator.schema import label
from generator.statistics.wording import amount, joined

KEPT_APART = ("seclusion", "long_term_segregation")
LANES = ("Held", "Kept apart", "Distressed, no force used", "Child’s view", "Plan reviewed")
TELLING = ("incident_date", "intervention_category", "prevented_from_leaving", "restrictive")
"""What decides in which lane of the timeline an incident stands."""
MOST = 60
COLUMNS = ("Date", "Where", "From", "Minutes", "What was done", "Tried first", "Child’s view")


def pages(dataset: Dataset) -> tuple[PublishedChild, ...]:
    """Pages of children with a restrictive incident in the last twelve months, in the order of their codes."""
    end = dataset.as_of + DAY
    year = Window("year", "the last twelve months", end - timedelta(days=365), end, "before")
    recent = dataset.restrictive(year)
    children = sorted(recent["child_id"].dropna().unique())[:MOST]
    return tuple(_page(str(child), year, dataset) for child in children)


def _page(child: str, year: Window, dataset: Dataset) -> PublishedChild:
    rows = dataset.crises(year)
    rows = rows[rows["child_id"] == child].sort_values("incident_date", ascending=False)
    views = _of(dataset, "child_views", child)
    reviewed = _reviewed(child, dataset)
    held = rows[rows["restrictive"]]
    linked = dataset.has("child_views", "incident_id")
    seen = set(views["incident_id"].dropna()) if linked else set()
    missing = int((~held["incident_id"].isin(seen)).sum()) if linked and len(held) else None
    last = rows.head(10)
    numbers = _numbers(last)
    return PublishedChild(
        code=child,
        heading=_heading(child, missing, len(held), reviewed, dataset),
        facts=tuple(_facts(child, reviewed, dataset)),
        exhibits=(_timeline(child, rows, views, reviewed, year, dataset),),
        told=_told(child, views),
        columns=(*COLUMNS, "Your number") if numbers else COLUMNS,
        rows=tuple(
            (*_incident(row, seen, dataset), *numbers[place : place + 1])
            for place, row in enumerate(last.itertuples())
        ),
    )


def _numbers(incidents: pd.DataFrame) -> tuple[str, ...]:
    """The number of each incident in the system it was recorded in; none where no row keeps one."""
    if "source_id" not in incidents or incidents["source_id"].isna().all():
        return ()
    return tuple("–" if pd.isna(number) else str(number) for number in incidents["source_id"])


def _of(dataset: Dataset, table: str, child: str) -> pd.DataFrame:
    frame = dataset.tables.get(table)
    if frame is None or "child_id" not in frame.columns:
        return pd.DataFrame()
    places = dataset.once(f"children of {table}", lambda: frame.groupby("child_id", sort=False).indices)
    return frame.iloc[places.get(child, [])]


def _heading(child: str, missing: int | None, held: int, reviewed: list[date], dataset: Dataset) -> str:
    """What is due first; never a count of harm alone."""
    said = []
    if missing:
        said.append(f"a view is missing for {missing} of {amount(held, 'incident')}")
    elif missing == 0:
        said.append(f"a view stands beside {'the one incident' if held == 1 else f'all {held} incidents'}")
    if reviewed:
        said.append(f"plan last reviewed {day(reviewed[-1])}")
    elif dataset.has("children", "plan_reviewed_on"):
        said.append("no plan review is recorded")
    return (
        f"{child}: {'; '.join(said)}"
        if said
        else f"{child}: {amount(held, 'incident')} in the last twelve months"
    )


def _reviewed(child: str, dataset: Dataset) -> list[date]:
    """Days on which the child's plan was reviewed, by the roll and by the reviews."""
    found: set[date] = set()
    roll = _of(dataset, "children", child)
    if "plan_reviewed_on" in roll:
        found |= _days(roll["plan_reviewed_on"])
    reviews = _of(dataset, "reviews", child)
    if "review_type" in reviews:
        plans = reviews[reviews["review_type"] == "plan_review"]
        found |= _days(plans["held_at"])
    return sorted(when for when in found if when <= dataset.as_of)


def _days(moments: pd.Series) -> set[date]:
    """The different days on which these were."""
    return {as_date(value) for value in moments.dropna().unique()}


def _facts(child: str, reviewed: list[date], dataset: Dataset) -> list[tuple[str, str]]:
    roll = _of(dataset, "children", child)
    if roll.empty:
        return []
    facts = [("Here since", day(as_date(roll["on_roll_from"].min())))]
    names = {place.id: place.name for place in dataset.setting.places}
    if "setting_id" in roll:
        places = [names.get(str(value), str(value)) for value in sorted(roll["setting_id"].dropna().unique())]
        facts.append(("Lives or learns in", joined(places)))
    if "communication_methods" in roll and roll["communication_methods"].notna().any():
        codes = str(roll["communication_methods"].dropna().iloc[0]).split("|")
        facts.append(("Communicates with", joined([label("view_method", code) for code in codes])))
    facts.append(("Plan last reviewed", day(reviewed[-1]) if reviewed else "not recorded"))
    return facts


def _timeline(
    child: str,
    rows: pd.DataFrame,
    views: pd.DataFrame,
    reviewed: list[date],
    year: Window,
    dataset: Dataset,
) -> PublishedExhibit:
    told = rows[[name for name in TELLING if name in rows]]
    events = [(_lane(row), as_date(row.incident_date)) for row in told[::-1].itertuples()]
    if "captured_on" in views:
        events += [(LANES[3], as_date(value)) for value in views["captured_on"].dropna()]
    events += [(LANES[4], when) for when in reviewed]
    inside = [each for each in events if year.start <= each[1] < year.end]
    held = int(rows["restrictive"].sum())
    calm = len(rows) - held
    return PublishedExhibit(
        id=f"timeline-{child}",
        kind="timeline",
        headline=(
            f"{child}: {amount(held, 'incident')} held or kept apart, "
            f"{calm} managed without force, in twelve months"
        ),
        sub=f"Every recorded event, {year.dates}",
        columns=("lane", "date"),
        rows=tuple(inside),
        slots=PublishedSlots(
            f"{amount(held, 'incident')} with force or keeping apart and {calm} without are recorded in twelve months.",
            "What each day was like for the child, or why some months are fuller than others.",
            "Read the last review with someone the child trusts, and ask the child in their own way.",
        ),
        marks={
            "lanes": LANES,
            "start": year.start,
            "end": dataset.as_of,
            "away": _away(child, year, dataset),
            "events": (),
        },
    )


def _lane(row: object) -> str:
    codes = str(getattr(row, "intervention_category", "")).split("|")
    apart = getattr(row, "prevented_from_leaving", None)
    if any(code in KEPT_APART for code in codes) or (
        apart is not None and not pd.isna(apart) and bool(apart)
    ):
        return LANES[1]
    return LANES[0] if getattr(row, "restrictive", False) else LANES[2]


def _away(child: str, year: Window, dataset: Dataset) -> tuple[tuple[date, date], ...]:
    """Stretches of a week or more on which the child was not here."""
    if dataset.exposure.source != "roll":
        return ()
    found: list[tuple[date, date]] = []
    start: date | None = None
    for offset in range(year.days + 1):
        when = year.start + timedelta(days=offset)
        here = offset < year.days and bool(dataset.exposure.days_here(child, when, when + DAY))
        if not here and start is None and offset < year.days:
            start = when
        if (here or offset == year.days) and start is not None:
            if (when - start).days >= 7:
                found.append((start, when))
            start = None
    return tuple(found)


def _told(child: str, views: pd.DataFrame) -> str:
    """How often and in what way the child's view was captured, and what came of it; only cleared words are quoted."""
    if views.empty:
        return f"No view of {child} is recorded."
    said = [f"{amount(len(views), 'view')} recorded."]
    methods = _codes(views, "methods")
    if methods:
        top = joined([f"{label('view_method', code)} ({count})" for code, count in methods[:3]])
        said.append(f"Ways of telling: {top}.")
    feelings = _codes(views, "feeling_codes")
    if feelings:
        named = joined([f"{label('feeling', code)} ({count})" for code, count in feelings[:4]])
        said.append(f"Feelings named: {named}.")
    if "led_to_action_id" in views:
        led = int(views["led_to_action_id"].notna().sum())
        said.append(f"{amount(led, 'view')} led to an action.")
    said += [f"In the child’s words: “{quote}”" for quote in _quotes(views)]
    return " ".join(said)


def _codes(views: pd.DataFrame, name: str) -> list[tuple[str, int]]:
    if name not in views.columns:
        return []
    counts = Counter(code for text in views[name].dropna() for code in str(text).split("|"))
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _quotes(views: pd.DataFrame) -> list[str]:
    if "view_text" not in views.columns or "quote_cleared" not in views.columns:
        return []
    cleared = views[views["quote_cleared"].fillna(False).astype(bool) & views["view_text"].notna()]
    return [str(text).strip() for text in cleared["view_text"]][-2:]


def _incident(row: object, seen: set[str], dataset: Dataset) -> tuple[str, ...]:
    def text(name: str) -> str:
        value = getattr(row, name, None)
        return "" if value is None or pd.isna(value) else str(value)

    def words(name: str, codes: str) -> str:
        return ", ".join(label(codes, code) for code in text(name).split("|") if code) or "not known"

    minutes = text("duration_minutes")
    linked = dataset.has("child_views", "incident_id")
    due = "not yet" if getattr(row, "restrictive", False) else "–"
    viewed = "recorded" if text("incident_id") in seen else due if linked else "not known"
    return (
        day(as_date(row.incident_date)),  # type: ignore[attr-defined]
        words("location_code", "location"),
        text("started_time") or "not known",
        f"{float(minutes):g}" if minutes else "not known",
        words("intervention_category", "intervention_category"),
        words("de_escalation_used", "de_escalation"),
        viewed,
    )
