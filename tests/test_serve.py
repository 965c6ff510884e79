"""The site on this computer only, built again on a change, kept as it was when the change is broken."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
from built import ROOT
from small import write_four_columns

PATIENCE = 90


@dataclass
class Running:
    """The command, the address that it said, and every line it has printed."""

    workspace: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.lines[0].split()[0]

    def page(self, name: str = "index.html") -> str:
        with urllib.request.urlopen(self.address + name, timeout=10) as answer:
            return str(answer.read().decode("utf-8"))

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if holds():
                return
            assert self.process.poll() is None, f"it stopped: {self.lines}"
            time.sleep(0.2)
        raise AssertionError(f"{what} did not happen: {self.lines}")


def read(running: Running) -> None:
    assert running.process.stdout is not None
    for line in running.process.stdout:
        running.lines.append(line.rstrip("\n"))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    workspace = write_four_columns(tmp_path_factory.mktemp("a sétting") / "w", 6)
    (workspace / "policy").mkdir()
    (workspace / "policy" / "behaviour.md").write_text("# Behaviour\n\nWe ask first.\n", encoding="utf-8")
    command = [sys.executable, "-m", "generator.cli", "serve", "--workspace", str(workspace), "--port", "0"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    found = Running(workspace, process)
    Thread(target=read, args=(found,), daemon=True).start()
    try:
        found.wait(lambda: bool(found.lines), "the address")
        yield found
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def test_it_says_its_address_which_is_of_this_computer_only(running: Running) -> None:
    assert running.address.startswith("http://127.0.0.1:")
    assert "Ctrl+C" in running.lines[0]
    assert "<h1" in running.page()
    port = int(running.address.rstrip("/").rsplit(":", 1)[1])
    # Another address of the loopback network answers only where a server listens on all addresses.
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", port), timeout=3):
        pass


def test_only_the_site_is_served_and_nothing_beside_it(running: Running) -> None:
    for path in (
        "../setting.yml",
        "../../setting.yml",
        "%2e%2e/%2e%2e/setting.yml",
        "../governors/index.html",
    ):
        with pytest.raises(urllib.error.HTTPError):
            running.page(path)
    assert sorted(path.name for path in (running.workspace / "build").iterdir()) == ["leaders"]


def test_a_change_of_the_words_is_built_again(running: Running) -> None:
    policy = running.workspace / "policy" / "behaviour.md"
    policy.write_text("# Behaviour\n\nWe ask before anything else: kestrel.\n", encoding="utf-8")
    running.wait(lambda: "kestrel" in running.page("policy/behaviour.html"), "the new page")
    running.wait(lambda: "Built again." in running.lines, "the word of it")


def test_a_broken_change_is_said_and_the_last_whole_pages_stay(running: Running) -> None:
    incidents = running.workspace / "data" / "incidents.csv"
    whole, before = incidents.read_text(encoding="utf-8"), running.page()
    incidents.write_text("zqone,zqtwo\n1,2\n", encoding="utf-8")
    running.wait(lambda: any("last ones that were whole" in line for line in running.lines), "the message")
    assert running.page() == before
    count = running.lines.count("Built again.")
    incidents.write_text(whole, encoding="utf-8")
    running.wait(lambda: running.lines.count("Built again.") > count, "the build after the repair")
    assert running.page() == before


def test_a_taken_port_is_a_mistake_that_names_the_way_out(running: Running) -> None:
    port = running.address.rstrip("/").rsplit(":", 1)[1]
    said = subprocess.run(
        [sys.executable, "-m", "generator.cli", "serve", "-w", str(running.workspace), "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert said.returncode == 2
    assert f"port {port} is taken" in said.stderr and "--port" in said.stderr
