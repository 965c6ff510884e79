"""Shifts and lessons, weekdays, hours of the day and rooms of one place, each against the time it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from generator.indicators._hours import COVERED, stated_hours
from generator.indicators._shared import at_place, ever_held, slugs, words
from generator.indicators._shifts import code_of, codes_of, shift_label
from generator.model import Dataset, Place
from generator.periods import Window
from generator.statistics.units import MIN_CHILDREN, MIN_TOTAL, Unit
from generator.statistics.wording import sentence_case

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BAND = 2
BANDS = tuple(f"{hour:02d}-{hour + BAND:02d}" for hour in range(0, 24, BAND))
HOURS, DAYS = "hours worked", "days open"


@dataclass(frozen=True, slots=True)
class Part:
    """The incidents of one code: the numbers of their rows, and how many each child has."""

    rows: tuple[int, ...]
    by_child: Counter[str]

    @property
    def top_share(self) -> float:
        return max(self.by_child.values()) / len(self.rows) if self.rows else 0.0


@dataclass(frozen=True)
class Division:
    """One way of dividing the incidents of a place: the code of each row, the label of each code, and its time.

    `sizes` is empty where nothing says how much time each code stands for; `basis` says what that time is.
    """

    name: str
    place: Place
    rows: pd.DataFrame
    codes: pd.Series
    labels: Mapping[str, str]
    sizes: Mapping[str, float]
    basis: str = HOURS

    @cached_property
    def parted(self) -> dict[str, Part]:
        """For each code the numbers of its rows, and each child's incidents."""
        whose = self.rows["child_id"].astype("str").to_numpy()
        numbers = self.rows.index.to_numpy()
        found = {}
        for code, places in self.rows.groupby(self.codes.to_numpy()).indices.items():
            found[str(code)] = Part(tuple(sorted(numbers[places].tolist())), Counter(whose[places].tolist()))
        return found

    def part(self, code: str) -> Part:
        return self.parted.get(code, Part((), Counter()))

    @property
    def units(self) -> dict[str, Unit]:
        """Every code that has time, with each child's incidents."""
        return {code: Unit(size, self.part(code).by_child) for code, size in self.sizes.items()}

    @property
    def comparable(self) -> bool:
        """Whether ten incidents of three children or more fall to codes that have time (catalogue, rule 7.2)."""
        inside: Counter[str] = Counter()
        for code in self.sizes:
            inside.update(self.part(code).by_child)
        return len(self.sizes) > 1 and inside.total() >= MIN_TOTAL and len(inside) >= MIN_CHILDREN


def divisions(dataset: Dataset, window: Window, place: Place, rows: pd.DataFrame) -> tuple[Division, ...]:
    """Every way of dividing that the records of this place allow."""
    found = [_weekdays(dataset, window, place, rows)]
    if dataset.has("incidents", "shift_or_lesson"):
        found.insert(0, _shifts(dataset, window, place, rows))
    if dataset.has("incidents", "started_time"):
        found.append(_bands(dataset, place, rows))
    if dataset.has("incidents", "location_code"):
        found.append(_rooms(dataset, window, place, rows))
    return tuple(found)


def _stated(dataset: Dataset, window: Window, place: Place, dimension: str) -> dict[str, float]:
    """Hours worked by code, of the codes whose hours cover enough of the days on which the place was open."""
    rows = stated_hours(dataset, window, (dimension,))
    rows = rows[rows["setting_id"] == place.id]
    if rows.empty:
        return {}
    rows = rows[rows["open"] >= COVERED * max(dataset.calendar.open_days(window, place), 1)]
    hours = rows["hours"].groupby(slugs(rows["value"])).sum()
    return {str(code): float(amount) for code, amount in sorted(hours.items()) if amount > 0}


def _shifts(dataset: Dataset, window: Window, place: Place, rows: pd.DataFrame) -> Division:
    """By shift or lesson, whichever of the two the hours divide as the incidents do; never both at once."""
    common = codes_of(dataset, "shift_or_lesson", place.id)
    slugged = slugs(rows["shift_or_lesson"])
    given = [_stated(dataset, window, place, name) for name in ("shift", "lesson")]
    sizes = max(given, key=lambda each: (int(slugged.isin(list(each)).sum()), len(set(each) & set(common))))
    if not set(sizes) & set(common):
        sizes = {}
    every = tuple(sorted({*common, *sizes}))
    labels = {code: shift_label(code) for code in every}
    return Division("shift", place, rows, code_of(rows, every), labels, sizes)


def _weekdays(dataset: Dataset, window: Window, place: Place, rows: pd.DataFrame) -> Division:
    """By weekday, against the days on which the place was open, or against hours where they are stated."""
    names = [name.lower() for name in WEEKDAYS]
    said = {code[:3]: hours for code, hours in _stated(dataset, window, place, "weekday").items()}
    mask = dataset.calendar.open_mask(place, window.start, window.end)
    days = pd.date_range(window.start, periods=window.days, freq="D").day_of_week[mask]
    opened = pd.Series(days).value_counts()
    sizes = {name: float(opened.get(number, 0)) for number, name in enumerate(names) if opened.get(number, 0)}
    basis = DAYS
    if set(said) >= {name[:3] for name in sizes} and said:
        sizes, basis = {name: said[name[:3]] for name in sizes}, HOURS
    codes = rows["incident_date"].dt.day_of_week.map(dict(enumerate(names)))
    labels = dict(zip(names, WEEKDAYS, strict=True))
    labels = {code: label for code, label in labels.items() if code in sizes or bool((codes == code).any())}
    return Division("weekday", place, rows, codes, labels, sizes, basis)


def band_of(times: pd.Series) -> pd.Series:
    """The two hours in which each start time lies; missing stays missing."""
    hour = pd.to_numeric(times.astype("str").str.slice(0, 2), errors="coerce")
    known = hour.between(0, 23) & times.notna()
    return (hour.where(known) // BAND).map(dict(enumerate(BANDS)))


def _bands(dataset: Dataset, place: Place, rows: pd.DataFrame) -> Division:
    """By two hours of the day: no table says how much time each stands for, so these are shares."""
    seen = dataset.once(f"bands {place.id}", lambda: _seen(dataset, place))
    labels = {band: f"{band[:2]}:00 to {band[3:]}:00" for band in BANDS if band in seen}
    return Division(
        "time", place, rows, band_of(rows["started_time"]).astype("object").fillna("not-known"), labels, {}
    )


def _seen(dataset: Dataset, place: Place) -> frozenset[str]:
    """The two-hour bands in which anything was ever recorded at the place."""
    rows = at_place(dataset, ever_held(dataset, "started_time"), place.id)
    return frozenset(band_of(rows["started_time"]).dropna())


def _rooms(dataset: Dataset, window: Window, place: Place, rows: pd.DataFrame) -> Division:
    """By room, against hours where the exposure table gives them by location."""
    common = codes_of(dataset, "location_code", place.id)
    sizes = _stated(dataset, window, place, "location")
    every = tuple(sorted({*common, *sizes}))
    codes = code_of(rows, every, "location_code")
    labels = {code: sentence_case(words(code.replace("-", " "))) for code in every}
    if bool((codes == "other").any()):
        labels["other"] = "Other places"
    return Division("location", place, rows, codes, labels, sizes)
