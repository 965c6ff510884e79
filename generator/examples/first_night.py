"""The example `first-night`: what a head has on the evening before a visit, four columns and a roll list.

    python -m generator.examples.first_night [FOLDER]

writes the two tables to `FOLDER/data`, the same bytes each time; without FOLDER to this package's `first-night`.
The school, its children and every date are invented.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator.examples._calendar import DAY, days, school_open
from generator.examples._dice import Dice, make_codes
from generator.examples._roll import Row
from generator.examples._write import write_tables

SEED = 20261117
SCHOOL = "larch-lane"
FIRST, LAST = date(2025, 9, 8), date(2026, 11, 17)
SILENCE = (date(2026, 2, 24), date(2026, 4, 21))
"""No row in these eight weeks, of which the school was open for almost six."""
WEEKDAYS = (0.70, 0.24, 0.20, 0.25, 0.22)
"""Rows a school day, Monday to Friday: mornings after the weekend are hardest."""
OFTEN = (3.2, 2.4, 1.8, 1.4, 1.2, 1.0, 0.7, 0.5)
"""How often each of eight children; a ninth is hardly in the tables before the last four weeks."""
CATEGORIES = {
    "physical_restraint": 52,
    "de_escalated_no_restriction": 22,
    "guided_contact": 13,
    "seclusion": 7,
    "guided_contact|physical_restraint": 4,
    "non_contact_restraint": 2,
}
FRESH = (date(2026, 10, 22), date(2026, 11, 5), date(2026, 11, 9), date(2026, 11, 13), date(2026, 11, 16))
JOINED = (("2023-09-05", 12), ("2024-09-04", 12), ("2025-09-03", 10), ("2026-01-05", 2), ("2026-09-02", 4))
LEFT = {3: date(2026, 7, 21), 17: date(2026, 3, 27), 26: date(2026, 7, 21)}
"""Which children, by their place in the order of joining, have left, and when."""


def make_tables(seed: int = SEED) -> dict[str, list[Row]]:
    """The two tables by name."""
    dice = Dice(seed)
    codes = make_codes(dice.stream("children"), "child", sum(count for _, count in JOINED))
    found = sorted(_incidents(dice.stream("incidents"), codes), key=lambda pair: (pair[0], pair[1]))
    categories = dice.stream("categories")
    incidents: list[Row] = [
        {
            "incident_id": f"inc-{number:03d}",
            "child_id": code,
            "incident_date": day,
            "intervention_category": category or categories.weighted(CATEGORIES),
        }
        for number, (day, code, category) in enumerate(found, start=1)
    ]
    return {"incidents": incidents, "children": _roll(codes)}


def _incidents(dice: Dice, codes: list[str]) -> Iterator[tuple[date, str, str]]:
    """Day, child and, where it is fixed, the category."""
    often = dict(zip(codes[4:12], OFTEN, strict=True))
    for day in days(FIRST, LAST + DAY):
        if school_open(day) and not SILENCE[0] <= day < SILENCE[1]:
            for _ in range(dice.poisson(WEEKDAYS[day.weekday()])):
                yield day, dice.weighted(often), ""
    fresh = codes[20]
    yield date(2026, 6, 9), fresh, "guided_contact"
    for day in FRESH:
        yield day, fresh, "physical_restraint"


def _roll(codes: list[str]) -> list[Row]:
    joined = [start for start, count in JOINED for _ in range(count)]
    rows: list[Row] = [
        {"child_id": code, "setting_id": SCHOOL, "on_roll_from": start, "on_roll_to": LEFT.get(place)}
        for place, (code, start) in enumerate(zip(codes, joined, strict=True))
    ]
    return sorted(rows, key=lambda row: str(row["child_id"]))


def main(arguments: list[str]) -> None:
    """Writes the tables and prints where they are."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent / "first-night"
    for path in write_tables(folder / "data", make_tables()):
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
