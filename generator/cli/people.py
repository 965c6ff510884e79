"""The command for the key's holder: whom a code stands for."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from generator.cli.options import HERE, Workspace, app, folder
from generator.errors import UsageError


@app.command()
def who(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code from the leaders' site or a table.")],
    snapshot: Annotated[
        str,
        typer.Option(
            metavar="VERSION", help="The release or snapshot the code stands in; latest for a build."
        ),
    ] = "",
    workspace: Workspace = HERE,
) -> None:
    """Whom a code stands for, told to the holder of the key in private/.

    Answers on the screen only: not into a file, a pipe or another program, so that no name is left lying about.
    A code that your own system gave is not known here; look it up there. With --snapshot, for a code of one release.
    """
    from generator.disclosure.codes import resolve
    from generator.pseudonyms import codes, store

    if not sys.stdout.isatty():
        raise UsageError(
            "who: this answers on a terminal's screen only.",
            "Run it by itself, without > or | behind it. Nothing was looked up.",
        )
    place = folder(workspace)
    if snapshot:
        code = resolve(place, snapshot, code)
        print(f"In your tables: {code}")
        if not codes.is_code(code):
            return
    for line in store.told(place, code):
        print(line)
