"""Where nothing is recorded although hours worked would predict it, and what stands alone elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from generator.indicator import indicator
from generator.indicators._alone import complaints_alone, injuries_alone
from generator.indicators._clock import inside
from generator.indicators._hours import posts, stated_hours
from generator.indicators._shared import group_cell, held, is_current, slug, when, words
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window, day
from generator.statistics.wording import amount, count_slots, plain

DIMENSIONS = {"shift": "shift_or_lesson", "lesson": "shift_or_lesson", "location": "location_code"}
USERS = ("led", "held")


@dataclass(frozen=True)
class Unit:
    """A shift, a lesson, a location or a team: its hours, what they predict, and what is recorded of what."""

    group: str
    label: str
    hours: float
    expected: float
    recorded: int
    thing: str = "incident"

    def silent(self, least: float) -> bool:
        return self.recorded == 0 and self.expected >= least


@indicator(
    id="REC-03",
    title="Where silence is odd",
    unit="shifts and places",
    better="neither",
    answers=("Q42",),
    needs={
        "incidents": ("incident_id", "child_id", "incident_date", "intervention_category"),
        "exposure": ("dimension", "value", "measure", "amount"),
    },
    internal_only=True,
)
def silent_places(dataset: Dataset, window: Window) -> IndicatorResult:
    """Shifts, lessons, places and teams with no restrictive incident where hours worked would predict five or more.

    Counts: of the restrictive incidents of a setting in the window each shift, lesson or place would have its share of
    the hours worked there; a team its share of the team's weekly hours, where purpose, owner and date of looking at
    patterns by adult are named. Those with none recorded and five or more predicted (a setting may choose another
    number) are listed. Beside them injuries to adults on a day or in a month without any recorded incident there, and
    complaints by parents that name a child without an incident in the week before.
    Leaves out: what has no hours in the table of hours. Incidents without a shift or a place count nowhere.
    Read with care: silence may be success. The hours say nothing about who was there or how hard the day was: ask.
    """
    least = dataset.setting.threshold("silent_expected")
    units = (*_stated(dataset, window), *_teams(dataset, window))
    silent = [each for each in units if each.silent(least)]
    injuries, contacts = injuries_alone(dataset, window), complaints_alone(dataset, window)
    slots = count_slots(
        "REC-03",
        silent=len(silent),
        units=len(units),
        when=when(window),
        least=least,
        injuries=None if injuries is None else len(injuries),
        contacts=None if contacts is None else len(contacts),
    )
    current = is_current(dataset, window)
    return IndicatorResult(
        cells=(
            _total(units, silent),
            *(_cell(each) for each in units),
            _alone("related_events", injuries, "injuries", "Injuries to adults with no incident beside them"),
            _alone("concerns", contacts, "complaints", "Parents' complaints with no incident beside them"),
        ),
        slots=slots,
        headline=slots.certain,
        listings=_listings(silent, injuries, contacts) if current else (),
        due=_due(silent) if current else (),
    )


def _due(silent: list[Unit]) -> tuple[str, ...]:
    return tuple(
        f"{each.label}: nothing recorded, hours would predict {plain(round(each.expected))}"
        for each in silent
    )


def _stated(dataset: Dataset, window: Window) -> tuple[Unit, ...]:
    """Shifts, lessons and locations with stated hours: each one's share of its place's incidents by its hours."""
    hours = stated_hours(dataset, window, tuple(DIMENSIONS))
    rows = held(dataset, window)
    places = dataset.place_of(rows)
    names = {place.id: place.name for place in dataset.setting.places}
    found = []
    for (place, dimension), some in hours.groupby(["setting_id", "dimension"], sort=True):
        field = DIMENSIONS[str(dimension)]
        if field not in rows.columns or place not in names or len(some) < 2:
            continue
        mine = rows.loc[(places == place).fillna(False).astype(bool), field]
        counts = mine[mine.isin(some["value"])].value_counts()
        total, whole = int(counts.sum()), float(some["hours"].sum())
        if whole <= 0:
            continue
        for value, worked in sorted(zip(some["value"], some["hours"], strict=True)):
            group = f"{slug(dimension)}-{slug(value)}" + (f"-{slug(place)}" if len(names) > 1 else "")
            at = f", {names[str(place)]}" if len(names) > 1 else ""
            label = f"{words(value).capitalize()} ({dimension}{at})"
            found.append(
                Unit(group, label, float(worked), total * float(worked) / whole, int(counts.get(value, 0)))
            )
    return tuple(found)


def _teams(dataset: Dataset, window: Window) -> tuple[Unit, ...]:
    """Teams of adults: involvements as leading or holding, by their share of hours; only where that is decided."""
    wanted = dataset.setting.staff_patterns is not None
    if not (wanted and dataset.has("staff_involvement", "staff_id") and dataset.has("staff", "team")):
        return ()
    adults = posts(dataset, window)
    adults = adults[adults["hours"].notna()] if len(adults) else adults
    adults = adults[(adults["hours"] > 0) & (adults["team"] != "")] if len(adults) else adults
    if not len(adults) or adults["team"].nunique() < 2:
        return ()
    involved = inside(dataset.once("involvements by date", lambda: _involvements(dataset)), window)
    # An adult who holds posts in two teams counts with the team of the most hours.
    first = adults.sort_values(["hours", "team"], ascending=[False, True], kind="stable")
    team = first.drop_duplicates("staff_id").set_index("staff_id")["team"]
    counts = involved["staff_id"].map(team).dropna().value_counts()
    total, whole = int(counts.sum()), float(adults["hours"].sum())
    return tuple(
        Unit(
            f"team-{slug(name)}",
            f"{words(name).capitalize()} (team)",
            float(worked),
            total * float(worked) / whole,
            int(counts.get(name, 0)),
            "involvement",
        )
        for name, worked in adults.groupby("team", sort=True)["hours"].sum().items()
    )


def _involvements(dataset: Dataset) -> pd.DataFrame:
    """Who led or held in a restrictive incident, in order of the incident's date."""
    rows = dataset.tables["staff_involvement"]
    rows = rows.loc[rows["role"].isin(USERS), ["incident_id", "staff_id"]]
    restrictive = dataset.incidents[dataset.incidents["restrictive"]]
    dates = restrictive.drop_duplicates("incident_id").set_index("incident_id")["incident_date"]
    dated = rows.assign(incident_date=dates.reindex(rows["incident_id"]).to_numpy())
    return dated[dated["incident_date"].notna()].sort_values("incident_date", kind="stable")


def _total(units: tuple[Unit, ...], silent: list[Unit]) -> Cell:
    return Cell(
        unit="shifts and places",
        value=float(len(silent)) if units else None,
        denominator=float(len(units)),
        marker=None if units else "x",
    )


def _cell(each: Unit) -> Cell:
    """What is recorded beside what hours predict: neither is a target."""
    return Cell(
        group=each.group,
        label=each.label,
        unit=f"{each.thing}s",
        counts="events",
        value=float(each.recorded),
        denominator=each.hours,
        sentence=f"{amount(each.recorded, each.thing)} recorded, {plain(round(each.expected, 1))} predicted by hours.",
    )


def _alone(table: str, rows: pd.DataFrame | None, group: str, label: str) -> Cell:
    if rows is None:
        return Cell(group=group, label=label, unit="rows", marker="x", sentence="Not collected.")
    cell = group_cell(
        table, rows.drop(columns="child_id", errors="ignore"), group=group, label=label, unit="rows"
    )
    return cell


def _listings(
    silent: list[Unit], injuries: pd.DataFrame | None, contacts: pd.DataFrame | None
) -> tuple[Listing, ...]:
    """What to ask about: silent shifts and places, injuries and complaints that stand alone."""
    found = []
    if silent:
        rows = tuple(
            (each.label, plain(round(each.hours)), plain(round(each.expected, 1))) for each in silent
        )
        found.append(
            Listing(
                id="rec-03-silent",
                title="Nothing recorded where hours would predict it",
                columns=("where", "hours worked", "predicted"),
                rows=rows,
                note="Silence may be success. Ask before drawing any conclusion.",
            )
        )
    for table, name, title, kept in (
        ("injuries", "event_date", "Injuries to adults with no recorded incident there", injuries),
        ("complaints", "arose_at", "Parents' complaints with no recorded incident", contacts),
    ):
        if kept is not None and len(kept):
            found.append(_dated(f"rec-03-{table}", title, pd.to_datetime(kept[name])))
    return tuple(found)


def _dated(id: str, title: str, dates: pd.Series) -> Listing:
    latest = dates.sort_values(ascending=False, kind="stable")
    left = len(latest) - 50
    return Listing(
        id=id,
        title=title,
        columns=("date", "row of the table"),
        rows=tuple((day(each.date()), str(number)) for number, each in latest.head(50).items()),
        note=f"and {left:,} more" if left > 0 else "",
    )
