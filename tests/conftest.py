"""Nothing is silently skipped: the one excuse is a file of `../shared` that is absent, and it is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from built import Worked, worked_example

SHARED = Path(__file__).parents[1].parent / "shared"
EXCUSE = "shared"


def skips(reporter: pytest.TerminalReporter) -> tuple[set[str], set[str]]:
    """What was skipped: for want of a file of `../shared`, and for any other reason."""
    excused: set[str] = set()
    others: set[str] = set()
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        (excused if EXCUSE in reason else others).add(f"{report.nodeid}: {reason}")
    return excused, others


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn a run with a skip that has no excuse into a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and exitstatus == pytest.ExitCode.OK and skips(reporter)[1]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line how many tests wanted a file of `../shared` that is not there."""
    excused, others = skips(terminalreporter)
    where = "present" if SHARED.is_dir() else "absent"
    terminalreporter.write_line(f"../shared is {where}: {len(excused)} skipped for want of a file in it.")
    for line in sorted(others):
        terminalreporter.write_line(f"skipped without an excuse, which fails the run: {line}")


@pytest.fixture(scope="session")
def worked(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Worked:
    """The worked example with a canary in every private field, built once in a run."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "master")
    return worked_example(tmp_path_factory, worker)
