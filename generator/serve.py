"""One audience's site on this computer only, built again when data, words or templates change."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator import resources
from generator.build import build
from generator.errors import GeneratorError, UsageError

LOOPBACK = "127.0.0.1"
SETTLE_SECONDS = 0.5
"""How long files must be quiet before a rebuild: spreadsheets save in several steps."""
WATCHED = ("data", "policy", "narrative")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve files and keep no log: addresses of pages may hold codes."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Changes(FileSystemEventHandler):
    """Remembers that something changed in what a site is made from."""

    def __init__(self) -> None:
        self.seen = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("created", "modified", "deleted", "moved"):
            self.seen.set()


def serve(workspace: Path, audience: str, port: int, *, today: date, say: Callable[[str], None]) -> None:
    """Build, serve on the loopback address until interrupted, and rebuild on every change."""
    build(workspace, audiences=(audience,), today=today, say=say)
    handler = functools.partial(Quiet, directory=str(workspace / "build" / audience))
    try:
        server = http.server.ThreadingHTTPServer((LOOPBACK, port), handler)
    except OSError as error:
        raise UsageError(f"serve: port {port} is taken.", "Choose another with --port.") from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://{LOOPBACK}:{server.server_address[1]}/ (stop with Ctrl+C)", flush=True)
    changes = Changes()
    observer = Observer()
    for folder in [*(workspace / name for name in WATCHED), resources.templates_dir()]:
        if folder.is_dir():
            observer.schedule(changes, str(folder), recursive=True)
    observer.schedule(changes, str(workspace), recursive=False)
    observer.start()
    try:
        _watch(workspace, audience, changes, today, say)
    finally:
        observer.stop()
        server.shutdown()


def _watch(workspace: Path, audience: str, changes: Changes, today: date, say: Callable[[str], None]) -> None:
    stamp = _stamp(workspace)
    while True:
        changes.seen.wait()
        changes.seen.clear()
        if changes.seen.wait(SETTLE_SECONDS):
            continue
        now = _stamp(workspace)
        if now == stamp:
            continue
        stamp = now
        try:
            build(workspace, audiences=(audience,), today=today, say=say)
            print("Built again.", flush=True)
        except GeneratorError as error:
            print(
                f"{error.message}\n  {error.hint}\n  The pages shown are the last ones that were whole.",
                flush=True,
            )


def _stamp(workspace: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of everything a site is made from; what a build itself writes is not among it."""
    files = [workspace / "setting.yml"]
    for folder in [*(workspace / name for name in WATCHED), resources.templates_dir()]:
        files += [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    return tuple((str(f), (s := f.stat()).st_size, s.st_mtime_ns) for f in sorted(files) if f.is_file())
