"""Commands that prove: what a reader can work out of what was published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.options import Format, app
from generator.errors import DisclosureError, UsageError

EXAMPLE = (
    'A system is {"unknowns": {"names": ["a", "b"], "lb": {}, "ub": {}}, "published": [{"id": "sum", '
    '"terms": {"a": "1", "b": "1"}, "lo": "7", "hi": "7"}], "hidden": [{"id": "a", "terms": {"a": "1"}, '
    '"need_lo": "1", "need_hi": "4"}]}: whole numbers unknown, all else fractions written as text.'
)


@app.command(epilog=EXAMPLE)
def audit(
    path: Annotated[
        Path | None, typer.Argument(metavar="PATH", help="A built site, a release, or a folder of either.")
    ] = None,
    system: Annotated[
        Path | None, typer.Option("--system", metavar="FILE", help="One system of facts instead, as JSON.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How findings are printed.")] = Format.text,
) -> None:
    """Attack what was published: which hidden numbers can be worked out from it. Exit code 12 when any can."""
    if (path is None) == (system is None):
        raise UsageError(
            "audit: give either PATH or --system FILE.", "For example: readiness audit build/governors"
        )
    passed = audit_system(system) if system is not None else audit_path(path or Path(), form)
    if not passed:
        raise typer.Exit(DisclosureError.exit_code)


def audit_path(path: Path, form: Format) -> bool:
    """Print what an attack on a folder found; whether that was nothing."""
    from generator.attack import as_json, as_text, attack

    if not path.is_dir():
        raise UsageError(
            "audit: there is no such folder.", "Name a built site, a release, or a folder of either."
        )
    report = attack(path)
    print(as_json(report) if form is Format.json else as_text(report))
    return report.ok


def audit_system(path: Path) -> bool:
    """Print what can be said of each hidden number of one system; whether all of them stay open."""
    from generator.disclosure.audit import examine
    from generator.disclosure.system import read_system

    result = examine(read_system(_read(path)), AUDIT_SECONDS)
    found = [
        {"id": each.id, "lo": each.lo, "hi": each.hi, "exact": each.exact, "ok": each.ok}
        for each in result.intervals
    ]
    print(json.dumps(found, ensure_ascii=False))
    return result.ok


AUDIT_SECONDS = 600.0
"""Work allowed for one system, in seconds of an ordinary machine."""


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except OSError:
        raise UsageError("--system: the file cannot be read.", "Give the path of a JSON file.") from None
    except (ValueError, RecursionError):
        raise UsageError(
            "--system: the file is not JSON.", "Give one JSON object; `--help` shows its shape."
        ) from None
