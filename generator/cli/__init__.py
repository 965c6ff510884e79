"""The command `readiness`: thin commands, and the one place that turns errors into exit codes."""

from __future__ import annotations

import os
import sys

from generator.cli import blank, figures, people, proofs, sites, start, tables
from generator.cli.options import app
from generator.errors import GeneratorError

__all__ = ["app", "blank", "figures", "main", "people", "proofs", "sites", "start", "tables"]


def main() -> None:
    """Run the command; every known error becomes a clear message and its exit code."""
    try:
        app()
    except GeneratorError as error:
        print(f"{error.message}\n  {error.hint}".rstrip(), file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  the reader of our output has gone
        sys.exit(0)
