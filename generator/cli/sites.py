"""Commands for what people read: sites, releases and snapshots."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.cli.options import HERE, AsOf, Audiences, Workspace, app, day_named, folder, say, today


@app.command()
def build(
    workspace: Workspace = HERE,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the sites go (default: WORKSPACE/build).")
    ] = None,
    audience: Audiences = None,
    as_of: AsOf = None,
) -> None:
    """Build the sites, DIR/AUDIENCE/index.html: all of them, or none and the old ones untouched."""
    from generator.build import build as run

    built = run(
        folder(workspace),
        out=out,
        audiences=audience or (),
        as_of=day_named(as_of),
        today=today(),
        say=say,
        both=True,
    )
    for name, place in built.sites.items():
        print(f"{name}: {place / 'index.html'}")
    errors = sum(each.severity == "error" for each in built.report.findings)
    if errors:
        say(f"Built with what is sound. {errors} errors wait: readiness check --workspace {workspace}")


@app.command()
def serve(
    workspace: Workspace = HERE,
    audience: Annotated[str, typer.Option("--audience", "-a", metavar="NAME")] = "leaders",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535)] = 8000,
) -> None:
    """Build one site, show it on this computer only, and build again when data or words change."""
    from generator.serve import serve as run

    run(folder(workspace), audience, port, today=today(), say=say)


@app.command()
def publish(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="For example 2026-autumn.")],
    workspace: Workspace = HERE,
    audience: Audiences = None,
    as_of: AsOf = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="One line on why this release was made.")] = "",
) -> None:
    """Build, then freeze a release for each audience. A release is never changed; an existing one is refused."""
    from generator.build import publish as run

    frozen = run(
        folder(workspace),
        version,
        audiences=audience or (),
        as_of=day_named(as_of),
        today=today(),
        note=note,
        say=say,
        both=True,
    )
    for each in frozen:
        print(f"{each.audience}: {workspace / 'releases' / each.audience / each.version / 'index.html'}")


@app.command()
def snapshot(
    version: Annotated[str, typer.Argument(metavar="VERSION")],
    audience: Annotated[str, typer.Option("--audience", "-a", metavar="NAME", help="Whose release to pack.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.zip", help="The file to write.")],
    workspace: Workspace = HERE,
) -> None:
    """Pack one release for one reader; one obvious file in it opens by double-click, without a network."""
    from generator import release

    release.snapshot(folder(workspace) / "releases", version, audience, out)
    print(out)
