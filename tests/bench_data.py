"""Large invented workspaces for `bench.py`: seeded, so that two runs measure the same work."""

from __future__ import annotations

import csv
import random
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = 20_000
MANY, MOST = 100_000, 500_000
CHILDREN = 400
YEARS = 10
CATEGORIES = {"physical_restraint": 5, "guided_contact": 3, "seclusion": 1, "non_contact_restraint": 1}
PLACES = ("classroom", "corridor", "playground", "dining", "calm_room", "hall")
OWN = {"incidents", "interventions", "staff_involvement", "reviews", "child_views", "concerns"}
"""Tables whose rows belong to an incident."""
CODES = re.compile(r"\b(?:inc|view|rev|int|con)-[a-z0-9]+")


def write_rows(path: Path, header: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def large_workspace(folder: Path) -> Path:
    """A copy of the `first-night` example with 20,000 rows and a roll of 400 in place of its own."""
    workspace = folder / "large"
    shutil.copytree(ROOT / "generator" / "examples" / "first-night", workspace)
    (workspace / "datapackage.json").unlink(missing_ok=True)
    with (workspace / "data" / "incidents.csv").open(encoding="utf-8", newline="") as file:
        last = max(date.fromisoformat(row["incident_date"]) for row in csv.DictReader(file))
    with (workspace / "data" / "children.csv").open(encoding="utf-8", newline="") as file:
        setting = next(csv.DictReader(file))["setting_id"]
    first = last - timedelta(days=365 * YEARS)
    dice = random.Random(20261123)
    children = [f"child-{number:04d}x" for number in range(CHILDREN)]
    # A few children are behind many incidents, as in life: the weight falls with the place in the list.
    weights = [1 / (place + 5) for place in range(CHILDREN)]
    rows = [
        [
            f"inc-{number:06d}",
            dice.choices(children, weights)[0],
            (first + timedelta(days=dice.randrange(365 * YEARS))).isoformat(),
            dice.choices(list(CATEGORIES), list(CATEGORIES.values()))[0],
            f"{dice.randrange(8, 16):02d}:{dice.randrange(60):02d}",
            dice.choice(PLACES),
        ]
        for number in range(ROWS)
    ]
    header = [
        "incident_id",
        "child_id",
        "incident_date",
        "intervention_category",
        "started_time",
        "location_code",
    ]
    write_rows(workspace / "data" / "incidents.csv", header, rows)
    roll = [[child, setting, first.isoformat(), ""] for child in children]
    write_rows(
        workspace / "data" / "children.csv", ["child_id", "setting_id", "on_roll_from", "on_roll_to"], roll
    )
    return workspace


def many_rows(folder: Path, number: int) -> Path:
    """A workspace with the worked example's incidents over and over, each under a number of its own."""
    workspace = folder / f"many-{number}"
    (workspace / "data").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "setting.yml", workspace)
    for table in ("settings", "terms"):
        shutil.copy(ROOT / "content" / "data" / f"{table}.csv", workspace / "data")
    with (ROOT / "content" / "data" / "incidents.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    numbered, child, event = (header.index(name) for name in ("incident_id", "child_id", "incident_group_id"))
    dice = random.Random(20261123)
    with (workspace / "data" / "incidents.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for place in range(number):
            row = list(rows[place % len(rows)])
            row[numbered] = f"inc-{place:07d}"
            row[child] = f"child-{dice.randrange(CHILDREN * 10):04d}x"
            row[event] = f"event-{place}" if row[event] else ""
            writer.writerow(row)
    return workspace


def many_incidents(folder: Path, least: int = MANY) -> Path:
    """The worked example with every incident, and all that belongs to it, repeated under new codes.

    Children, adults, actions, hours and terms are as they are, so all 60 indicators and all their windows are asked
    for: at least `least` incidents in three years.
    """
    workspace = folder / "many"
    shutil.copytree(
        ROOT / "content", workspace, ignore=shutil.ignore_patterns("build", "releases", "records")
    )
    (workspace / "datapackage.json").unlink(missing_ok=True)
    data = workspace / "data"
    copies = -(-least // (len((data / "incidents.csv").read_text("utf-8").splitlines()) - 1))
    for name in sorted(OWN):
        header, *rows = (data / f"{name}.csv").read_text("utf-8").splitlines(keepends=True)
        text = "".join(rows)
        parts = [CODES.sub(lambda code, i=i: f"{code[0]}x{i}", text) for i in range(1, copies)]
        (data / f"{name}.csv").write_text("".join([header, text, *parts]), encoding="utf-8", newline="")
    return workspace
