"""Small workspaces written by rule, so that a test can say by hand what stands in them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

Row = Mapping[str, object]

SCHOOL, HOME = "fern-school", "fern-home"
TERMS = (
    ("202425", "autumn", "2024-09-04", "2024-12-20", "2024-10-28", "2024-11-01"),
    ("202425", "spring", "2025-01-06", "2025-04-04", "2025-02-17", "2025-02-21"),
    ("202425", "summer", "2025-04-22", "2025-07-22", "2025-05-26", "2025-05-30"),
    ("202526", "autumn", "2025-09-03", "2025-12-19", "2025-10-27", "2025-10-31"),
    ("202526", "spring", "2026-01-05", "2026-03-27", "2026-02-16", "2026-02-20"),
    ("202526", "summer", "2026-04-13", "2026-07-21", "2026-05-25", "2026-05-29"),
    ("202627", "autumn", "2026-09-02", "2026-12-18", "2026-10-26", "2026-10-30"),
)
AS_OF = date(2026, 10, 31)
FOUR = ("incident_id", "child_id", "incident_date", "intervention_category")
DECISION = '{by: "the headteacher", on: 2026-09-14, reason: "so that what we say can be checked"}'


def write_table(folder: Path, table: str, rows: Iterable[Row]) -> Path:
    """One CSV under `data/`, its columns in the order in which the rows first name them."""
    kept = list(rows)
    names = list(dict.fromkeys(name for row in kept for name in row))
    path = folder / "data" / f"{table}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    return path


def write_setting(
    folder: Path, *, home: bool = True, decision: bool = True, as_of: str = "2026-10-31", more: str = ""
) -> None:
    """`setting.yml`: a school, with `home` a home on the same site, seven terms, the three usual audiences."""
    places = [
        f"  - {{setting_id: {SCHOOL}, name: Fern School, kind: special_school, co_location_group: fern}}"
    ]
    if home:
        places.append(
            f"  - {{setting_id: {HOME}, name: Fern Home, kind: childrens_home, co_location_group: fern}}"
        )
    names = ("academic_year", "term", "start_on", "end_on", "half_term_start", "half_term_end")
    terms = [
        "  - {" + ", ".join(f'{name}: "{value}"' for name, value in zip(names, row, strict=True)) + "}"
        for row in TERMS
    ]
    inspectors = f", decision: {DECISION}" if decision else ""
    text = "\n".join(
        [
            "name: Fern Green",
            *([f"as_of: {as_of}"] if as_of else []),
            "settings:",
            *places,
            "terms:",
            *terms,
            "audiences:",
            "  leaders: {policy: internal}",
            "  governors: {policy: protected}",
            f"  inspectors: {{policy: inspection{inspectors}}}",
            "  visitor: {policy: visitor}",
            more,
        ]
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "setting.yml").write_text(text + "\n", encoding="utf-8")


def write_documents(folder: Path, body: str = "We ask first, and we write down what the child says.") -> None:
    """A behaviour policy and a self-evaluation of one sentence each."""
    for kind, name, title in (
        ("policy", "behaviour-policy", "Behaviour policy"),
        ("narrative", "self-evaluation", "Self-evaluation"),
    ):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        (folder / kind / f"{name}.md").write_text(f"---\ntitle: {title}\n---\n\n{body}\n", encoding="utf-8")


@dataclass(frozen=True)
class Incident:
    """One incident before it is written: its number, its child (counted from 0), its day and its place."""

    number: int
    child: int
    on: date
    place: str


def code(child: int) -> str:
    return f"child-{child:03d}x"


def heavy(children: int, per_term: Callable[[int, int], int], home: bool = True) -> list[Incident]:
    """Incidents term by term: `per_term(child, term)` says how many, every third one of a resident is at home."""
    found: list[Incident] = []
    for position, term in enumerate(TERMS):
        start = date.fromisoformat(term[2])
        for child in range(children):
            for each in range(per_term(child, position)):
                when = start + timedelta(days=(7 * each + 3 * child) % 50)
                when += timedelta(days=(7 - when.weekday()) if when.weekday() > 4 else 0)
                if when <= AS_OF:
                    at_home = home and resident(child) and each % 3 == 2
                    found.append(Incident(len(found) + 1, child, when, HOME if at_home else SCHOOL))
    return found


def resident(child: int) -> bool:
    """Every second child lives in the home as well."""
    return child % 2 == 0


def usual(child: int, term: int) -> int:
    """A few children with many incidents and many with few, as everywhere; some terms of some children are calm."""
    return max(0, 9 // (child % 7 + 1) - (child + term) % 3) if child % 5 != 4 else 0


def incident_rows(incidents: Sequence[Incident]) -> list[Row]:
    return [
        {
            "incident_id": f"inc-{each.number:04d}",
            "child_id": code(each.child),
            "incident_date": each.on.isoformat(),
            "intervention_category": "guided_contact" if each.number % 11 == 0 else "physical_restraint",
            "setting_id": each.place,
            "started_time": ""
            if each.number % 13 == 0
            else f"{8 + each.number % 7:02d}:{each.number % 60:02d}",
            "duration_minutes": 5 if each.number % 3 == 0 else 3 + each.number % 9,
            "reason_primary": "injury_to_adult",
            "parent_informed_at": "" if each.number % 5 == 0 else f"{each.on.isoformat()}T19:30",
            "record_made_at": f"{each.on.isoformat()}T18:{each.number % 60:02d}",
        }
        for each in incidents
    ]


def roll_rows(children: int, home: bool = True) -> list[Row]:
    """Everyone on the school's roll since 2024; every second one on the home's as well."""
    rows: list[Row] = []
    for child in range(children):
        places = [SCHOOL, HOME] if home and resident(child) else [SCHOOL]
        rows += [
            {
                "child_id": code(child),
                "setting_id": place,
                "on_roll_from": "2024-09-01",
                "on_roll_to": "",
                "uses_non_verbal_communication": "true" if child % 3 == 0 else "false",
            }
            for place in places
        ]
    return rows


def view_rows(incidents: Sequence[Incident]) -> list[Row]:
    """A view two days after two of every three incidents."""
    return [
        {
            "view_id": f"view-{each.number:04d}",
            "child_id": code(each.child),
            "incident_id": f"inc-{each.number:04d}",
            "captured_on": (each.on + timedelta(days=2)).isoformat(),
            "methods": "spoken",
            "source": "child_directly",
        }
        for each in incidents
        if each.number % 3 and each.on < AS_OF - timedelta(days=2)
    ]


def review_rows(incidents: Sequence[Incident]) -> list[Row]:
    return [
        {
            "review_id": f"rev-{each.number:04d}",
            "incident_id": f"inc-{each.number:04d}",
            "review_type": "child_debrief",
            "held_at": f"{(each.on + timedelta(days=1)).isoformat()}T15:00",
            "restorative_offered": "true" if each.number % 4 else "false",
            "restorative_completed": "true" if each.number % 4 in (1, 2) else "false",
        }
        for each in incidents
        if each.number % 2 and each.on < AS_OF - timedelta(days=1)
    ]


def write_workspace(
    folder: Path,
    children: int,
    *,
    home: bool = True,
    decision: bool = True,
    per_term: Callable[[int, int], int] = usual,
) -> Path:
    """A whole small workspace: incidents, roll, views, reviews, setting and documents."""
    incidents = heavy(children, per_term, home)
    write_setting(folder, home=home, decision=decision)
    write_documents(folder)
    write_table(folder, "incidents", incident_rows(incidents))
    write_table(folder, "children", roll_rows(children, home))
    write_table(folder, "child_views", view_rows(incidents))
    write_table(folder, "reviews", review_rows(incidents))
    return folder


def write_four_columns(folder: Path, children: int = 14) -> Path:
    """The four required columns and nothing else: no roll, no terms, no documents."""
    folder.mkdir(parents=True, exist_ok=True)
    place = f"  - {{setting_id: {SCHOOL}, name: Fern School, kind: special_school}}"
    (folder / "setting.yml").write_text(
        f"name: Fern Green\nas_of: 2026-10-31\nsettings:\n{place}\n", encoding="utf-8"
    )
    rows = incident_rows(heavy(children, usual, home=False))
    write_table(folder, "incidents", [{name: row[name] for name in FOUR} for row in rows])
    return folder
