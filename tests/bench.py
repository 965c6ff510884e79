"""How long checking, computing and building take: `make bench` prints a table.

Each command runs as a person would run it, in a process of its own, so start-up and imports are in the times.
The large workspace is invented and seeded: 20,000 rows over ten years, 400 children. Two runs measure the same work.

Checking is also set beside Frictionless alone, with the same schema and no rules, on 100,000 rows with every column of
the worked example's incidents; then 500,000 rows are checked. Checking the same files again takes the findings that
are kept beside the records.

Disclosure control is timed on the invented settings that its tests use: the whole plan for one audience by the number
of children, 27 termly releases attacked together, and unchanged inputs decided again.
"""

from __future__ import annotations

import csv
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
ROWS = 20_000
MANY, MOST = 100_000, 500_000
ALLOWED = 1.25
"""What checking may take at most, as a multiple of what Frictionless alone takes."""
ALLOWED_MB = 1_000
PLAN_SECONDS, AUDIT_SECONDS, AGAIN_SECONDS = 20.0, 60.0, 1.0
"""What one plan, the audit of 27 releases and an unchanged plan may take at most."""
ALONE = """
import sys
from frictionless import Dialect, Resource, Schema, formats
from generator import schema
plain = {key: value for key, value in schema.tables()["incidents"].descriptor.items() if key != "foreignKeys"}
dialect = Dialect(controls=[formats.CsvControl(delimiter=",")])
known = Schema.from_descriptor(plain)
report = Resource(path="incidents.csv", basepath=sys.argv[1], schema=known, dialect=dialect).validate()
sys.exit(0 if report.tasks else 1)
"""
"""Frictionless alone: the same file and the same schema, every cell checked, no rules."""
CHILDREN = 400
YEARS = 10
CATEGORIES = {"physical_restraint": 5, "guided_contact": 3, "seclusion": 1, "non_contact_restraint": 1}
PLACES = ("classroom", "corridor", "playground", "dining", "calm_room", "hall")
COMMANDS = {"check": ["check"], "compute": ["compute", "--audience", "leaders"], "build": ["build"]}


OWN = {"incidents", "interventions", "staff_involvement", "reviews", "child_views", "concerns"}
"""Tables whose rows belong to an incident."""
CODES = re.compile(r"\b(?:inc|view|rev|int|con)-[a-z0-9]+")


class Timing(NamedTuple):
    """One command on one workspace: seconds of wall clock, megabytes at the most, and how it ended."""

    seconds: float
    megabytes: float | None
    exit_code: int


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


def indicators_alone(workspace: Path) -> tuple[int, float]:
    """How many indicators were available, and seconds to compute them all in every window leaders are shown."""
    from generator import build, catalogue

    dataset, _ = build.sound(workspace)
    available, _ = catalogue.unlock(catalogue.load(), dataset)
    windows = catalogue.windows(dataset, internal=True)
    start = time.perf_counter()
    catalogue.compute(available, dataset, windows)
    return len(available), time.perf_counter() - start


def run(command: list[str], workspace: Path, out: Path) -> Timing:
    """Run one `readiness` command to its end and time it."""
    where = ["--workspace", str(workspace), *(["--out", str(out)] if command[0] == "build" else [])]
    return timed(["-c", "from generator.cli import main; main()", *command, *where])


def timed(arguments: list[str]) -> Timing:
    """Run Python with these arguments to its end and time it."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if not hasattr(os, "wait4"):
        return Timing(exit_code=process.wait(), seconds=time.perf_counter() - start, megabytes=None)
    _, status, usage = os.wait4(process.pid, 0)
    # The unit of `ru_maxrss` is the kilobyte, but the byte on macOS.
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return Timing(time.perf_counter() - start, usage.ru_maxrss / unit, os.waitstatus_to_exitcode(status))


def main() -> int:
    """Print the table; give the number of commands that did not end well."""
    failed = 0
    print(f"{'workspace':<22}{'command':<10}{'seconds':>9}{'MB':>7}  exit")
    with tempfile.TemporaryDirectory() as folder:
        large = large_workspace(Path(folder))
        workspaces = {"the example": ROOT / "content", f"{ROWS:,} invented rows": large}
        for title, workspace in workspaces.items():
            (workspace / "records" / "checked.json").unlink(missing_ok=True)
            for name, command in COMMANDS.items():
                timing = run(command, workspace, Path(folder) / "out")
                memory = "" if timing.megabytes is None else f"{timing.megabytes:.0f}"
                print(
                    f"{title:<22}{name:<10}{timing.seconds:>9.1f}{memory:>7}  {timing.exit_code}", flush=True
                )
                failed += timing.exit_code != 0
        count, seconds = indicators_alone(many_incidents(Path(folder)))
        print(f"{count} indicators alone, {MANY:,} incidents: {seconds:.1f} s")
        failed += check_beside_frictionless(Path(folder))
        return failed + disclosure(Path(folder))


def check_beside_frictionless(folder: Path) -> int:
    """Print checking beside Frictionless alone; give the number of promises that were not kept."""
    many = many_rows(folder, MANY)
    alone = timed(["-c", ALONE, str(many / "data")])
    first, again = (run(["check"], many, folder) for _ in range(2))
    most = run(["check"], many_rows(folder, MOST), folder)
    for rows, name, timing in (
        (MANY, "Frictionless", alone),
        (MANY, "check", first),
        (MANY, "again", again),
        (MOST, "check", most),
    ):
        memory = "" if timing.megabytes is None else f"{timing.megabytes:.0f}"
        title = f"{rows:,} full rows"
        print(f"{title:<22}{name:<13}{timing.seconds:>6.1f}{memory:>7}  {timing.exit_code}", flush=True)
    kept = {
        f"at most {ALLOWED} times Frictionless alone": first.seconds <= ALLOWED * alone.seconds,
        f"under {ALLOWED_MB} MB": (first.megabytes or 0) < ALLOWED_MB,
        f"{MOST:,} rows finish": most.exit_code in (0, 11),
        "unchanged files are not checked twice": again.seconds < first.seconds / 2,
    }
    for promise, holds in kept.items():
        print(f"{promise}: {'yes' if holds else 'NO'}")
    return sum(not holds for holds in kept.values())


def disclosure(folder: Path) -> int:
    """Print what deciding and attacking take; give the number of promises that were not kept."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "disclosure")]
    import simulate

    from generator.disclosure.history import History

    plans = []
    for size in simulate.SIZES:
        place = simulate.write_release(folder / f"roll-{size}", simulate.invent(size), simulate.RELEASES)
        evidence = simulate.measure(place)
        history = History({}, folder / f"decided-{size}")
        plans.append(max(_plan_seconds(evidence, history, name) for name in ("governors", "inspectors")))
        again = _plan_seconds(evidence, history, "governors")
        print(
            f"{f'{size} on roll':<22}whole plan{plans[-1]:>9.1f} s   unchanged {1000 * again:.0f} ms",
            flush=True,
        )
    setting, shelf = simulate.invent(30, terms=simulate.LONG), simulate.Shelf(("governors",))
    shelf.history = History({}, folder / "decided")
    for number in range(1, len(simulate.LONG)):
        evidence = simulate.measure(simulate.write_release(folder / "long", setting, number))
        shelf.release(evidence, str(number))
    _plan_seconds(evidence, shelf.history, "governors")
    again = _plan_seconds(evidence, shelf.history, "governors")
    start = time.process_time()
    opened = simulate.worked_out(shelf, "governors")
    audit = time.process_time() - start
    print(
        f"{number} releases of 30 on roll: audit {audit:.1f} s, unchanged {1000 * again:.0f} ms", flush=True
    )
    kept = {
        f"a whole plan in under {PLAN_SECONDS:.0f} s": max(plans) < PLAN_SECONDS,
        f"{number} releases audited in under {AUDIT_SECONDS:.0f} s": audit < AUDIT_SECONDS,
        f"{number} releases open nothing": not opened,
        "unchanged inputs in under a second": again < AGAIN_SECONDS,
    }
    for promise, holds in kept.items():
        print(f"{promise}: {'yes' if holds else 'NO'}")
    return sum(not holds for holds in kept.values())


def _plan_seconds(evidence: Any, history: Any, name: str) -> float:
    """Seconds of processor time to decide how far every figure may be shown to one audience."""
    from generator import catalogue
    from generator.disclosure.rules import decide

    audience = evidence.dataset.setting.audience(name)
    windows = catalogue.windows(evidence.dataset, internal=False)
    start = time.process_time()
    decide(evidence.results, windows, audience, evidence.dataset, history)
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
