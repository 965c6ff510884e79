"""Shifts and lessons, weekdays, hours of the day and rooms of one place, each against the time it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.indicators._hours import COVERED, open_on, stated_keys, worked
from generator.indicators._shared import slug, slugs, words
from generator.indicators._shifts import codes_of, shift_label
from generator.indicators._tally import Places, tally_of
from generator.model import Dataset, Place
from generator.periods import Window
from generator.statistics.units import MIN_CHILDREN, MIN_TOTAL, Unit
from generator.statistics.wording import sentence_case

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BAND = 2
BANDS = tuple(f"{hour:02d}-{hour + BAND:02d}" for hour in range(0, 24, BAND))
HOURS, DAYS = "hours worked", "days open"
NOT_KNOWN = "not-known"

Codes = tuple[NDArray[np.intp], tuple[str, ...]]
"""For each incident the number of its code, and the codes; the last code stands for rows that say nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """The incidents of one code: where they stand, and how many each child has."""

    places: Places
    by_child: Mapping[str, int]

    @property
    def top_share(self) -> float:
        return max(self.by_child.values()) / len(self.places) if len(self.places) else 0.0


NOTHING = Part(np.array([], dtype=np.intp), {})


@dataclass(frozen=True)
class Division:
    """One way of dividing the `rows` incidents of a place: the part and the label of each code, and its time.

    `sizes` is empty where nothing says how much time each code stands for; `basis` says what that time is.
    """

    name: str
    place: Place
    rows: int
    parts: Mapping[str, Part]
    labels: Mapping[str, str]
    sizes: Mapping[str, float]
    basis: str = HOURS

    def part(self, code: str) -> Part:
        return self.parts.get(code, NOTHING)

    @property
    def units(self) -> dict[str, Unit]:
        """Every code that has time, with each child's incidents."""
        return {code: Unit(size, self.part(code).by_child) for code, size in self.sizes.items()}

    @property
    def comparable(self) -> bool:
        """Whether ten incidents of three children or more fall to codes that have time (catalogue, rule 7.2)."""
        inside = [self.part(code) for code in self.sizes]
        children = {child for part in inside for child in part.by_child}
        total = sum(len(part.places) for part in inside)
        return len(self.sizes) > 1 and total >= MIN_TOTAL and len(children) >= MIN_CHILDREN


def divisions(dataset: Dataset, window: Window, place: Place, rows: Places) -> tuple[Division, ...]:
    """Every way of dividing that the records of this place allow; `rows` are the places of its incidents."""
    found = [_weekdays(dataset, window, place, rows)]
    if dataset.has("incidents", "shift_or_lesson"):
        found.insert(0, _shifts(dataset, window, place, rows))
    if dataset.has("incidents", "started_time"):
        found.append(_bands(dataset, place, rows))
    if dataset.has("incidents", "location_code"):
        found.append(_rooms(dataset, window, place, rows))
    return tuple(found)


def at_places(dataset: Dataset) -> NDArray[np.intp]:
    """For each incident where its place stands among the settings; -1 where it names none of them."""

    def number() -> NDArray[np.intp]:
        numbers = {place.id: number for number, place in enumerate(dataset.setting.places)}
        return np.asarray(dataset.place_of(dataset.incidents).map(numbers).fillna(-1), dtype=np.intp)

    return dataset.once("place of each incident", number)  # type: ignore[no-any-return]


def _parts(
    dataset: Dataset, rows: Places, numbers: NDArray[np.intp], names: Sequence[str]
) -> dict[str, Part]:
    """The incidents of each code; `numbers` says which of `names` each row has. Codes without any are left out."""
    children = ("", *tally_of(dataset).names)  # the first is for rows that name no child
    cells = numbers * len(children) + tally_of(dataset).who[rows] + 1
    counts = np.bincount(cells, minlength=len(names) * len(children)).reshape(len(names), len(children))
    order = np.argsort(numbers, kind="stable")
    ends = np.searchsorted(numbers[order], np.arange(len(names) + 1))
    return {
        name: Part(
            rows[order[ends[number] : ends[number + 1]]],
            {children[child]: int(counts[number, child]) for child in np.flatnonzero(counts[number])},
        )
        for number, name in enumerate(names)
        if ends[number] < ends[number + 1]
    }


def _stated(dataset: Dataset, window: Window, place: Place, dimension: str) -> dict[str, float]:
    """Hours worked by code, of the codes whose hours cover enough of the days on which the place was open."""
    least = COVERED * max(int(open_on(dataset, window, place).sum()), 1)
    found = worked(dataset, window)
    wanted = dataset.once(f"hours {place.id} {dimension}", lambda: _wanted(dataset, place, dimension))
    hours: dict[str, float] = {}
    for number, amount, opened in zip(
        found.number.tolist(), found.hours.tolist(), found.open.tolist(), strict=True
    ):
        if number in wanted and opened >= least:
            hours[wanted[number]] = hours.get(wanted[number], 0.0) + amount
    return {code: hours[code] for code in sorted(hours) if hours[code] > 0}


def _wanted(dataset: Dataset, place: Place, dimension: str) -> dict[int, str]:
    """The numbers of the stated hours of one place and dimension, with the code that each stands for."""
    keys = stated_keys(dataset)
    here = np.flatnonzero(keys["setting_id"].eq(place.id) & keys["dimension"].eq(dimension))
    return {int(number): slug(keys["value"].iloc[number]) for number in here}


def _coded(dataset: Dataset, field: str) -> Codes:
    """The shift (or room) of each incident, as its cell would be called."""

    def number() -> Codes:
        numbers, names = pd.factorize(slugs(dataset.incidents[field]))
        return numbers, (*(str(name) for name in names), NOT_KNOWN)

    return dataset.once(f"coded {field}", number)  # type: ignore[no-any-return]


def _among(codes: Codes, rows: Places, every: Sequence[str]) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """The number of each row's code among `every`, or of `other`, or of not known; and the names of all these."""
    numbers, names = codes
    wanted = (*(code for code in every if code != NOT_KNOWN), "other", NOT_KNOWN)
    stands = {name: number for number, name in reversed(list(enumerate(wanted)))}
    renumbered = np.array([stands.get(name, stands["other"]) for name in names], dtype=np.intp)
    return renumbered[numbers[rows]], wanted


def _shifts(dataset: Dataset, window: Window, place: Place, rows: Places) -> Division:
    """By shift or lesson, whichever of the two the hours divide as the incidents do; never both at once."""
    common = codes_of(dataset, "shift_or_lesson", place.id)
    numbers, names = codes = _coded(dataset, "shift_or_lesson")
    seen = np.bincount(numbers[rows] % len(names), minlength=len(names))  # -1, not known, is the last
    counts = dict(zip(names[:-1], seen[:-1].tolist(), strict=True))
    given = [_stated(dataset, window, place, name) for name in ("shift", "lesson")]
    sizes = max(
        given, key=lambda each: (sum(counts.get(code, 0) for code in each), len(set(each) & set(common)))
    )
    if not set(sizes) & set(common):
        sizes = {}
    every = tuple(sorted({*common, *sizes}))
    parts = _parts(dataset, rows, *_among(codes, rows, every))
    labels = {code: shift_label(code) for code in (*every, *({"other"} & set(parts)))}
    return Division("shift", place, len(rows), parts, labels, sizes)


def _weekdays(dataset: Dataset, window: Window, place: Place, rows: Places) -> Division:
    """By weekday, against the days on which the place was open, or against hours where they are stated."""
    names = [name.lower() for name in WEEKDAYS]
    said = {code[:3]: hours for code, hours in _stated(dataset, window, place, "weekday").items()}
    days = (window.start.weekday() + np.flatnonzero(open_on(dataset, window, place))) % 7
    opened = np.bincount(days, minlength=7).tolist()
    sizes = {name: float(opened[number]) for number, name in enumerate(names) if opened[number]}
    basis = DAYS
    if set(said) >= {name[:3] for name in sizes} and said:
        sizes, basis = {name: said[name[:3]] for name in sizes}, HOURS
    parts = _parts(dataset, rows, weekday_of(dataset)[rows], names)
    labels = {
        code: label for code, label in zip(names, WEEKDAYS, strict=True) if code in sizes or code in parts
    }
    return Division("weekday", place, len(rows), parts, labels, sizes, basis)


def weekday_of(dataset: Dataset) -> NDArray[np.intp]:
    """The weekday of each incident, Monday 0; rows without a date have one too and stand in no window."""
    return dataset.once(  # type: ignore[no-any-return]
        "weekdays",
        lambda: dataset.incidents["incident_date"].dt.day_of_week.fillna(0).to_numpy(dtype=np.intp),
    )


def band_of(dataset: Dataset) -> NDArray[np.intp]:
    """The number among `BANDS` of the two hours in which each incident began; -1 where no time is recorded."""

    def number() -> NDArray[np.intp]:
        texts, times = pd.factorize(dataset.incidents["started_time"])
        hour = pd.to_numeric(pd.Series(times.astype("str")).str.slice(0, 2), errors="coerce")
        bands = (hour.where(hour.between(0, 23)) // BAND).fillna(-1).to_numpy(dtype=np.intp)
        return np.append(bands, -1)[texts]

    return dataset.once("two hours of each incident", number)  # type: ignore[no-any-return]


def _bands(dataset: Dataset, place: Place, rows: Places) -> Division:
    """By two hours of the day: no table says how much time each stands for, so these are shares."""
    seen = dataset.once(f"bands {place.id}", lambda: _seen(dataset, place))
    labels = {band: f"{band[:2]}:00 to {band[3:]}:00" for band in BANDS if band in seen}
    numbers = band_of(dataset)[rows] % (len(BANDS) + 1)  # -1, not known, is the last
    return Division("time", place, len(rows), _parts(dataset, rows, numbers, (*BANDS, NOT_KNOWN)), labels, {})


def _seen(dataset: Dataset, place: Place) -> frozenset[str]:
    """The two-hour bands in which anything restrictive was ever recorded at the place."""
    here = at_places(dataset) == dataset.setting.places.index(place)
    bands = band_of(dataset)[here & dataset.incidents["restrictive"].to_numpy(dtype=bool)]
    return frozenset(BANDS[band] for band in np.unique(bands) if band >= 0)


def _rooms(dataset: Dataset, window: Window, place: Place, rows: Places) -> Division:
    """By room, against hours where the exposure table gives them by location."""
    common = codes_of(dataset, "location_code", place.id)
    sizes = _stated(dataset, window, place, "location")
    every = tuple(sorted({*common, *sizes}))
    parts = _parts(dataset, rows, *_among(_coded(dataset, "location_code"), rows, every))
    labels = {code: sentence_case(words(code.replace("-", " "))) for code in every}
    if "other" in parts:
        labels["other"] = "Other places"
    return Division("location", place, len(rows), parts, labels, sizes)
