"""What every command shares: the application, its common options, and the one place that reads the clock."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator.errors import UsageError

app = typer.Typer(
    name="readiness",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "Turn a setting's own incident tables into evidence that helps children.\n\n"
        "A first evening: readiness init my-setting; put your incidents.csv into my-setting/data; "
        "readiness check --workspace my-setting; readiness build --workspace my-setting."
    ),
)

Workspace = Annotated[
    Path, typer.Option("--workspace", "-w", metavar="DIR", help="The setting's folder (default: this one).")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The last day the figures know of, as YYYY-MM-DD."),
]
Audiences = Annotated[
    list[str] | None,
    typer.Option("--audience", "-a", metavar="NAME", help="Only this audience; may be given again."),
]
HERE = Path(".")


class Format(StrEnum):
    """How results are printed."""

    text = "text"
    json = "json"


def folder(workspace: Path) -> Path:
    """The setting's folder, once it is known to be one."""
    if not (workspace / "setting.yml").is_file():
        where = "here" if workspace == HERE else "in this folder"
        raise UsageError(
            f"workspace: there is no setting.yml {where}.",
            "Name the setting's folder with --workspace, or make one with `readiness init`.",
        )
    return workspace


def day_named(text: str | None) -> date | None:
    """The day that an option names."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError("--as-of: not a date.", "Write it as YYYY-MM-DD, for example 2026-11-20.") from None


def today() -> date:
    """The day a build is made: SOURCE_DATE_EPOCH where it is set, so that a build can be repeated, else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return date.today()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            "SOURCE_DATE_EPOCH: not a number of seconds.", "Take it away or correct it."
        ) from None


def say(text: str) -> None:
    """Talk about progress, on a terminal only."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr)
