"""Where nothing is recorded although hours worked would predict it, and what stands alone elsewhere."""

from __future__ import annotations

import pandas as pd

from generator.indicator import indicator, refs
from generator.indicators._alone import Alone, complaints_alone, injuries_alone
from generator.indicators._shared import is_current, when
from generator.indicators._silent import Unit, stated_units, teams
from generator.model import Cell, Dataset, IndicatorResult, Listing
from generator.periods import Window, day
from generator.statistics.wording import amount, count_slots, plain


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
    units = (*stated_units(dataset, window), *teams(dataset, window))
    silent = [each for each in units if each.silent(least)]
    injuries, contacts = injuries_alone(dataset, window), complaints_alone(dataset, window)
    slots = count_slots(
        "REC-03",
        silent=len(silent) if units else None,
        units=len(units),
        nobody=None if units else when(window),
        when=when(window),
        least=least,
        injuries=None if injuries is None else len(injuries.numbers),
        contacts=None if contacts is None else len(contacts.numbers),
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


def _alone(table: str, found: Alone | None, group: str, label: str) -> Cell:
    if found is None:
        return Cell(group=group, label=label, unit="rows", marker="x", sentence="Not collected.")
    rows = refs(table, found.numbers)
    return Cell(
        group=group,
        label=label,
        unit="rows",
        counts="duty",
        value=float(len(rows)),
        numerator=len(rows),
        evidence=rows,
    )


def _listings(silent: list[Unit], injuries: Alone | None, contacts: Alone | None) -> tuple[Listing, ...]:
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
    for table, title, kept in (
        ("injuries", "Injuries to adults with no recorded incident there", injuries),
        ("complaints", "Parents' complaints with no recorded incident", contacts),
    ):
        if kept is not None and len(kept.numbers):
            found.append(_dated(f"rec-03-{table}", title, pd.Series(kept.on, index=kept.numbers)))
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
