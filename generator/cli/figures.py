"""Commands for the figures without their pages: what is available, what it comes to, and from which rows."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from generator.cli.options import HERE, AsOf, Format, Workspace, app, day_named, folder, today


@app.command()
def indicators(
    workspace: Workspace = HERE,
    form: Annotated[Format, typer.Option("--format")] = Format.text,
) -> None:
    """Every indicator: available, or locked and what would unlock it."""
    from generator.listing import indicators as run

    print(run(folder(workspace), today(), as_json=form is Format.json, both=True))


@app.command()
def compute(
    workspace: Workspace = HERE,
    audience: Annotated[str, typer.Option("--audience", "-a", metavar="NAME")] = "leaders",
    as_of: AsOf = None,
) -> None:
    """The figures alone, no pages: the list that data/indicators.json holds, as JSON."""
    from generator.shown import figures

    cells = figures(folder(workspace), audience, as_of=day_named(as_of), today=today(), both=True)
    print(json.dumps([cell.record() for cell in cells], indent=1, ensure_ascii=False, allow_nan=False))


@app.command()
def trace(
    key: Annotated[str, typer.Argument(metavar="KEY", help="For example CHG-01/2025-26-summer.")],
    workspace: Workspace = HERE,
    release: Annotated[str | None, typer.Option(metavar="VERSION", help="A figure of this release.")] = None,
    audience: Annotated[str | None, typer.Option(metavar="NAME", help="Whose release it is.")] = None,
) -> None:
    """A published figure back to its file, the file's hash and the rows. For people who may open the records."""
    from generator import trace as tracing

    name = tracing.name_of(folder(workspace), release, audience) if release else "current"
    print(tracing.explain(tracing.read(folder(workspace), name), key))
