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

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bench_data import MANY, MOST, ROOT, ROWS, large_workspace, many_incidents, many_rows

ALLOWED = 1.25
"""What checking may take at most, as a multiple of what Frictionless alone takes."""
ALLOWED_MB = 1_000
INDICATORS, INDICATOR_SECONDS = 60, 10.0
"""All indicators, and what computing them on 100,000 incidents may take at most on two cores."""
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
COMMANDS = {"check": ["check"], "compute": ["compute", "--audience", "leaders"], "build": ["build"]}

Result = TypeVar("Result")


class Timing(NamedTuple):
    """One command on one workspace: seconds of wall clock, megabytes at the most, and how it ended."""

    seconds: float
    megabytes: float | None
    exit_code: int


def indicators_alone(workspace: Path) -> tuple[int, int, float, float]:
    """The worked example many times over: incidents, available indicators, and the seconds of two steps.

    The first step reads and checks all tables, the second computes every indicator in every window leaders are shown.
    """
    from generator import build, catalogue

    start = time.perf_counter()
    dataset, _ = build.sound(workspace)
    read = time.perf_counter()
    available, _ = catalogue.unlock(catalogue.load(), dataset)
    windows = catalogue.windows(dataset, internal=True)
    ready = time.perf_counter()
    catalogue.compute(available, dataset, windows)
    return len(dataset.tables["incidents"]), len(available), read - start, time.perf_counter() - ready


def apart(work: Callable[..., Result], *given: Any) -> Result:
    """What `work` gives, in a new process: one that is started later would count the memory of this one as its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as other:
        return other.submit(work, *given).result()


def told(promises: Mapping[str, bool]) -> int:
    """Print each promise with yes or NO; give the number that were not kept."""
    for promise, holds in promises.items():
        print(f"{promise}: {'yes' if holds else 'NO'}", flush=True)
    return sum(not holds for holds in promises.values())


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
        failed += indicators(Path(folder))
        failed += check_beside_frictionless(Path(folder))
        return failed + apart(disclosure, Path(folder))


def indicators(folder: Path) -> int:
    """Print what computing all indicators takes, and the command that does; give how many promises were not kept.

    The whole command starts, reads every table, looks for errors, computes and prints, in a process of its own.
    """
    workspace = apart(many_incidents, folder)
    rows, count, reading, seconds = apart(indicators_alone, workspace)
    print(f"{rows:,} incidents, all tables: read and checked in {reading:.1f} s")
    print(f"{rows:,} incidents, {count} indicators alone: {seconds:.1f} s")
    whole = run(COMMANDS["compute"], workspace, folder)
    memory = "" if whole.megabytes is None else f", {whole.megabytes:.0f} MB"
    print(
        f"{rows:,} incidents, the whole command compute: {whole.seconds:.1f} s{memory}, exit {whole.exit_code}"
    )
    promise = f"{INDICATORS} indicators on {MANY:,} incidents in under {INDICATOR_SECONDS:.0f} s on two cores"
    return told({promise: count == INDICATORS and rows >= MANY and seconds < INDICATOR_SECONDS})


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
    return told(kept)


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
    return told(kept)


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
