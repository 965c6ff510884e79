"""When and where restrictive incidents happen, set against the time that adults worked and places were open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from generator.indicator import indicator
from generator.indicators._adults import refs
from generator.indicators._shared import at_place, held, is_current, needing, when
from generator.indicators._shifts import time_verdict
from generator.indicators._units import BANDS, WEEKDAYS, Division, band_of, divisions
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Place, Slots
from generator.periods import Window
from generator.statistics import report
from generator.statistics.units import Reading, benjamini_yekutieli, readings
from generator.statistics.wording import Number, amount, count_slots, fill
from generator.statistics.words_staff import UNITS

ANY = "incidents.location_code"


@indicator(
    id="STF-03",
    title="Where and when",
    unit="ratio",
    better="neither",
    answers=("Q14",),
    needs=needing(),
    requires=(ANY,),
)
def where_and_when(dataset: Dataset, window: Window) -> IndicatorResult:
    """Restrictive incidents by shift or lesson, weekday, two hours of the day and room, each against the rest.

    Counts: incidents of each place apart, home and school never together. Where hours worked are stated (for
    weekdays: the days the place was open), the rate for each hour or day against the rest of that place, with its
    exact 95 % interval. Given the total, each count is set against its share of the time. Something is said to stand
    out only after correction for all that are looked at, so that at most one in ten of what is called is chance
    (Benjamini and Yekutieli; `false_discovery`), from ten incidents of three children and two expected, and only
    where it holds without each child with most; of the latest windows only, and at this test's share of the report's
    5 % (Holm).
    Leaves out: rows that do not say when or where, shown as not known. Hours of the day have no time to be set
    against, and so do rooms and shifts without stated hours: these are shares and nothing is said of them.
    Read with care: the same children, and the harder lessons, may fall on the same hours. It does not show why.
    """
    rows = held(dataset, window, "started_time")
    parts = [
        each
        for place in dataset.setting.places
        for each in divisions(dataset, window, place, at_place(dataset, rows, place.id))
    ]
    speaks = report.speaks(dataset.calendar, "times", window)
    cells = _cells(dataset, parts, speaks)
    tested = [each for each in cells if each.verdict is not None]
    out = [each for each in tested if each.verdict and each.verdict.facts["stands_out"] in ("high", "low")]
    counted: dict[str, Any] = {"incidents": len(rows), "out": len(out), "tested": len(tested)}
    words = ("STF-03" if speaks else "STF-03-earlier") if tested else "STF-03-shares"
    slots = count_slots(words, when=when(window), **counted)
    whole = Cell(
        unit="incidents",
        counts="events",
        value=float(len(rows)),
        numerator=len(rows),
        children=rows["child_id"].nunique(),
        evidence=refs(dataset, "incidents", rows.index.tolist()),
        sentence=slots.certain,
    )
    current = is_current(dataset, window)
    return IndicatorResult(
        cells=(whole, *cells),
        slots=slots,
        headline=out[0].sentence if len(out) == 1 else slots.certain,
        exhibits=_exhibits(dataset, window, rows) if current else (),
        due=tuple(f"{each.label}: more incidents than its time would give" for each in out if _high(each))
        if current
        else (),
    )


def _high(cell: Cell) -> bool:
    return cell.verdict is not None and cell.verdict.facts["stands_out"] == "high"


def _cells(dataset: Dataset, parts: Sequence[Division], speaks: bool) -> tuple[Cell, ...]:
    """One cell for each part of each division: rates where there is time to set them against, else shares."""
    level = dataset.setting.threshold("false_discovery")
    compared = [each for each in parts if each.comparable]
    units = [each.units for each in compared]
    share = report.level(dataset.calendar, "times")
    read = readings([list(each.values()) for each in units], benjamini_yekutieli, level, familywise=share)
    said = {
        id(part): dict(zip(own, row, strict=True))
        for part, own, row in zip(compared, units, read, strict=True)
    }
    return tuple(
        _cell(dataset, part, code, said.get(id(part), {}).get(code), speaks)
        for part in parts
        for code in part.labels
    )


def _cell(dataset: Dataset, part: Division, code: str, reading: Reading | None, speaks: bool) -> Cell:
    """A share in percent of the rows that say when or where; a rate instead where there is a reading."""
    several = len(dataset.setting.places) > 1
    mine = part.part(code)
    known = len(part.rows) - len(part.part("not-known").rows)
    cell = Cell(
        group="-".join([*([part.place.id] if several else []), part.name, code]),
        label=f"{part.place.name}: {part.labels[code]}" if several else part.labels[code],
        unit="%",
        counts="events",
        value=100 * len(mine.rows) / known if known else None,
        numerator=len(mine.rows),
        denominator=float(known),
        unknown=len(part.rows) - known,
        marker=None if known else "z",
        children=len(mine.by_child),
        top_share=mine.top_share,
        dims={"place": part.place.id, part.name: code},
        evidence=refs(dataset, "incidents", mine.rows),
    )
    return _rate(cell, part, reading, speaks) if reading else replace(cell, sentence=_share_words(cell, part))


def _share_words(cell: Cell, part: Division) -> str:
    """What a share is said as; nothing where no row says when or where."""
    if not cell.denominator:
        return ""
    facts: dict[str, Number] = {"unit": cell.label, "x": cell.numerator or 0, "n": cell.denominator}
    timed = part.name in ("shift", "location") and not part.sizes
    if timed:
        return fill(UNITS["share"], {**facts, "basis": part.basis})
    return fill(UNITS["share-only"], facts)


def _rate(cell: Cell, part: Division, reading: Reading, speaks: bool) -> Cell:
    """The rate of one part over the rate of the rest; no value where the rest has no incident at all."""
    found = reading.against_rest
    facts: dict[str, Number] = {
        "unit": cell.label,
        "x": reading.count,
        "n": reading.total,
        "expected": round(reading.expected, 1),
        "basis": part.basis,
    }
    verdict = time_verdict({**facts, "p": reading.adjusted}, reading.said, speaks) if reading.tested else None
    name = "not-tested" if verdict is None else str(verdict.facts["stands_out"]) if speaks else "earlier"
    return replace(
        cell,
        unit="ratio",
        value=found[0] if found else None,
        marker=None if found else "u",
        denominator=float(reading.total),
        unknown=len(part.rows) - reading.total,
        interval=found[1:] if found else None,
        verdict=verdict,
        sentence=fill(UNITS[name], facts),
    )


def _exhibits(dataset: Dataset, window: Window, rows: pd.DataFrame) -> tuple[Exhibit, ...]:
    """The timetable of each place: weekdays across, two hours of the day down."""
    found = (
        _timetable(dataset, window, place, at_place(dataset, rows, place.id))
        for place in dataset.setting.places
    )
    return tuple(each for each in found if each is not None)


def _timetable(dataset: Dataset, window: Window, place: Place, rows: pd.DataFrame) -> Exhibit | None:
    if "started_time" not in rows.columns:
        return None
    bands = band_of(rows["started_time"])
    timed = rows[bands.notna()]
    if timed.empty:
        return None
    days = timed["incident_date"].dt.day_of_week
    counts = timed.groupby([bands[timed.index], days]).size().to_dict()
    first, last = BANDS.index(bands.min()), BANDS.index(bands.max())
    down = BANDS[first : last + 1]
    across = WEEKDAYS if place.is_home or (days > 4).any() else WEEKDAYS[:5]
    missing = len(rows) - len(timed)
    where = f" at {place.name}" if len(dataset.setting.places) > 1 else ""
    certain = f"{amount(len(timed), 'incident')}{where} in {when(window)}"
    untimed = f"; {missing} without a start time" if missing else ""
    most = max(counts.values())
    return Exhibit(
        id=f"stf-03-timetable-{place.id}" if where else "stf-03-timetable",
        kind="heat",
        headline=f"{certain}; the most in any two hours of one weekday: {most}",
        sub=f"Restrictive incidents by weekday and start time{where}, {window.dates}{untimed}",
        columns=("row", "column", "value", "marker"),
        rows=tuple(
            (band.replace("-", " to "), name[:3], int(counts.get((band, number), 0)), None)
            for band in down
            for number, name in enumerate(across)
        ),
        slots=Slots(
            f"{certain}{untimed}.",
            "Whether an hour is harder than others: children and adults are not here in equal numbers at each.",
            "Look at the darkest squares: who is there then, what is planned, what comes just before?",
        ),
        marks={
            "rows": tuple(band.replace("-", " to ") for band in down),
            "columns": tuple(name[:3] for name in across),
        },
    )
