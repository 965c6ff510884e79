"""When and where restrictive incidents happen, set against the time that adults worked and places were open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from generator.indicator import indicator
from generator.indicators._shared import is_current, needing, when
from generator.indicators._shifts import may_say, time_verdict
from generator.indicators._tally import Places, held_places, tally_of
from generator.indicators._units import (
    BANDS,
    NOT_KNOWN,
    WEEKDAYS,
    Division,
    at_places,
    band_of,
    divisions,
    weekday_of,
)
from generator.model import Cell, Dataset, Exhibit, IndicatorResult, Place, Slots
from generator.periods import Window
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
    5 % (Holm). Where the incidents of one child fall on the same times, each counts for less in that test, though not
    in the numbers shown (Rao and Scott's design effect): three on one Monday are one hard day of one child.
    Leaves out: rows that do not say when or where, shown as not known. Hours of the day have no time to be set
    against, and so do rooms and shifts without stated hours: these are shares and nothing is said of them.
    Read with care: the same children, and the harder lessons, may fall on the same hours. It does not show why.
    """
    rows = held_places(dataset, window)
    parts = [
        each for place, mine in _by_place(dataset, rows) for each in divisions(dataset, window, place, mine)
    ]
    speaks = window.id in may_say(dataset, "times")[1]
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
        children=tally_of(dataset).behind(rows)[0],
        evidence=tally_of(dataset).rows(rows),
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


def _by_place(dataset: Dataset, rows: Places) -> list[tuple[Place, Places]]:
    """The incidents of each place."""
    at = at_places(dataset)[rows]
    return [(place, rows[at == number]) for number, place in enumerate(dataset.setting.places)]


def _high(cell: Cell) -> bool:
    return cell.verdict is not None and cell.verdict.facts["stands_out"] == "high"


def _cells(dataset: Dataset, parts: Sequence[Division], speaks: bool) -> tuple[Cell, ...]:
    """One cell for each part of each division: rates where there is time to set them against, else shares."""
    level = dataset.setting.threshold("false_discovery")
    compared = [each for each in parts if each.comparable]
    units = [each.units for each in compared]
    share = may_say(dataset, "times")[0]
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
    known = part.rows - len(part.part(NOT_KNOWN).places)
    cell = Cell(
        group="-".join([*([part.place.id] if several else []), part.name, code]),
        label=f"{part.place.name}: {part.labels[code]}" if several else part.labels[code],
        unit="%",
        counts="events",
        value=100 * len(mine.places) / known if known else None,
        numerator=len(mine.places),
        denominator=float(known),
        unknown=part.rows - known,
        marker=None if known else "z",
        children=len(mine.by_child),
        top_share=mine.top_share,
        dims={"place": part.place.id, part.name: code},
        evidence=tally_of(dataset).rows(mine.places),
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
        unknown=part.rows - reading.total,
        interval=found[1:] if found else None,
        verdict=verdict,
        sentence=fill(UNITS[name], facts),
    )


def _exhibits(dataset: Dataset, window: Window, rows: Places) -> tuple[Exhibit, ...]:
    """The timetable of each place: weekdays across, two hours of the day down."""
    if "started_time" not in dataset.incidents.columns:
        return ()
    found = (_timetable(dataset, window, place, mine) for place, mine in _by_place(dataset, rows))
    return tuple(each for each in found if each is not None)


def _timetable(dataset: Dataset, window: Window, place: Place, rows: Places) -> Exhibit | None:
    bands = band_of(dataset)[rows]
    timed, bands = rows[bands >= 0], bands[bands >= 0]
    if not len(timed):
        return None
    days = weekday_of(dataset)[timed]
    counts = np.zeros((len(BANDS), 7), dtype=int)
    np.add.at(counts, (bands, days), 1)
    first, last = int(bands.min()), int(bands.max())
    down = range(first, last + 1)
    across = WEEKDAYS if place.is_home or (days > 4).any() else WEEKDAYS[:5]
    missing = len(rows) - len(timed)
    where = f" at {place.name}" if len(dataset.setting.places) > 1 else ""
    certain = f"{amount(len(timed), 'incident')}{where} in {when(window)}"
    untimed = f"; {missing} without a start time" if missing else ""
    most = int(counts.max())
    return Exhibit(
        id=f"stf-03-timetable-{place.id}" if where else "stf-03-timetable",
        kind="heat",
        headline=f"{certain}; the most in any two hours of one weekday: {most}",
        sub=f"Restrictive incidents by weekday and start time{where}, {window.dates}{untimed}",
        columns=("row", "column", "value", "marker"),
        rows=tuple(
            (BANDS[band].replace("-", " to "), name[:3], int(counts[band, number]), None)
            for band in down
            for number, name in enumerate(across)
        ),
        slots=Slots(
            f"{certain}{untimed}.",
            "Whether an hour is harder than others: children and adults are not here in equal numbers at each.",
            "Look at the darkest squares: who is there then, what is planned, what comes just before?",
        ),
        marks={
            "rows": tuple(BANDS[band].replace("-", " to ") for band in down),
            "columns": tuple(name[:3] for name in across),
        },
    )
