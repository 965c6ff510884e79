"""Settings and terms from the tables joined to those of `setting.yml`, and the days the data cover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pandas as pd

from generator.errors import SettingError
from generator.model import Finding, Place, Setting, TermDates
from generator.periods import Calendar, assumed_terms
from generator.setting import term_mistakes

Frames = Mapping[str, pd.DataFrame]
SPAN = (date(2000, 1, 1), date(2000, 1, 1))
"""Stands in for the first and last day where no incident could be read; nothing is computed then."""


def places(frame: pd.DataFrame) -> tuple[Place, ...]:
    """The settings of the settings table."""
    found = []
    for row in frame.to_dict("records"):
        if not _has(row, "setting_id") or not _has(row, "kind"):
            continue
        number = row.get("registered_places")
        opened = row.get("opened_on")
        found.append(
            Place(
                id=str(row["setting_id"]),
                name=str(row["name"]) if _has(row, "name") else str(row["setting_id"]),
                kind=str(row["kind"]),
                co_location_group=str(row["co_location_group"]) if _has(row, "co_location_group") else None,
                registered_places=int(cast(float, number)) if _has(row, "registered_places") else None,
                opened_on=pd.Timestamp(cast(Any, opened)).date() if _has(row, "opened_on") else None,
            )
        )
    return tuple(found)


def terms(frame: pd.DataFrame) -> tuple[TermDates, ...]:
    """The terms of the terms table, in its order."""
    return tuple(
        TermDates(
            academic_year=str(row["academic_year"]),
            name=cast(Any, str(row["term"])),
            start_on=_day(row["start_on"]),
            end_on=_day(row["end_on"]),
            half_term_start=_day(row["half_term_start"]) if _has(row, "half_term_start") else None,
            half_term_end=_day(row["half_term_end"]) if _has(row, "half_term_end") else None,
            closed_on=tuple(map(date.fromisoformat, str(row["closed_on"]).split("|")))
            if _has(row, "closed_on")
            else (),
        )
        for row in frame.to_dict("records")
    )


def findings(setting: Setting, frames: Frames) -> Iterator[Finding]:
    """Settings and terms that are said twice, and terms that overlap or run backwards."""
    if "settings" in frames:
        named = {each.id for each in setting.places}
        for row, place in zip(frames["settings"].index, places(frames["settings"]), strict=False):
            if place.id in named:
                message = "this setting stands in setting.yml too."
                yield Finding("error", "said-twice", "settings", int(row), "setting_id", message, "Keep one.")
    needed = ["academic_year", "term", "start_on", "end_on"]
    if "terms" in frames and set(needed) <= set(frames["terms"].columns):
        frame = frames["terms"].dropna(subset=needed)
        every = [*setting.terms, *terms(frame)]
        for number, message in term_mistakes(every):
            position = number - len(setting.terms)
            if position >= 0:
                row = int(frame.index[position])
                yield Finding(
                    "error",
                    "overlapping-terms",
                    "terms",
                    row,
                    "start_on",
                    message,
                    "Correct the dates of the term.",
                )
        for row, year in zip(map(int, frame.index), map(str, frame["academic_year"]), strict=True):
            if (int(year[:4]) + 1) % 100 != int(year[4:]):
                message = "the six digits are not two years in a row."
                hint = "Write them like 202627."
                yield Finding("error", "not-an-academic-year", "terms", row, "academic_year", message, hint)


def join(setting: Setting, frames: Frames, raw: Frames) -> Setting:
    """The setting with the places and terms that its tables add.

    A settings table with errors still says which settings there are as far as its rows can be read (`raw`), because
    without any setting nothing at all could be checked.
    """
    source = frames.get("settings", raw.get("settings"))
    known = {each.id for each in setting.places}
    added = places(source) if source is not None and {"setting_id", "kind"} <= set(source.columns) else ()
    every = (*setting.places, *(each for each in added if each.id not in known))
    if not every:
        raise SettingError(
            "setting.yml: no setting is named, neither here nor in data/settings.csv.",
            "Add it under settings: with a setting_id and a kind, for example special_school or childrens_home.",
        )
    extra = terms(frames["terms"]) if "terms" in frames else ()
    return replace(setting, places=every, terms=(*setting.terms, *extra))


def span(frames: Frames) -> tuple[date, date] | None:
    """The first and the last day with an incident."""
    incidents = frames.get("incidents")
    if incidents is None or incidents["incident_date"].dropna().empty:
        return None
    dates = incidents["incident_date"]
    return dates.min().date(), dates.max().date()


def calendar(setting: Setting, frames: Frames, as_of: date) -> tuple[Setting, Calendar]:
    """The calendar the data are read by; thirds of the academic year stand in where there are no term dates."""
    days = span(frames)
    first = min(days[0], as_of) if days else as_of
    if not setting.terms:
        setting = replace(setting, terms=assumed_terms(first, as_of), terms_assumed=True)
    return setting, Calendar(
        places=setting.places,
        terms=setting.terms,
        data_start=first,
        as_of=as_of,
        last_inspection=setting.last_inspection,
        reg45_month=setting.reg45_month,
        cover=setting.threshold("comparison_cover"),
        min_days_so_far=int(setting.threshold("min_open_days_on_roll")),
        terms_assumed=setting.terms_assumed,
    )


def _has(row: Mapping[Any, Any], name: str) -> bool:
    return name in row and not pd.isna(row[name])


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()
