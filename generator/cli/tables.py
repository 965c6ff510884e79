"""Commands for the way in: a workspace, its tables, and what the checks say of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.cli.options import HERE, AsOf, Format, Workspace, app, day_named, folder, today
from generator.errors import DataError


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder.")],
    example: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Copy a worked example: school-and-home, first-night or small-home."
        ),
    ] = None,
) -> None:
    """Make a new workspace: templates to fill, or a copy of a worked example."""
    from generator.workspace import create

    for line in create(folder, example):
        print(line)


@app.command(name="import")
def import_(
    recipe: Annotated[
        Path, typer.Argument(metavar="RECIPE", help="A recipe (YAML), or the name of one that ships.")
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="What another system exported.")],
    workspace: Workspace = HERE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would become what; write nothing.")
    ] = False,
) -> None:
    """Bring another system's export in, by a recipe: all tables or none.

    `canonical` for RECIPE takes the tables themselves: a filled workbook of `readiness template`, or CSVs called as
    tables.
    """
    from generator import pseudonyms, recipes

    own = str(recipe) == recipes.CANONICAL and not recipe.exists()
    known = recipes.canonical(files) if own else recipes.read(recipe)
    people = pseudonyms.open(folder(workspace)) if known.names_people else None
    conversion = recipes.convert(known, files, people=people.code if people else None)
    print(recipes.plan_text(conversion))
    conversion.stop()
    if dry_run:
        for line in recipes.in_the_way(conversion, workspace):
            print(line)
    else:
        for path in recipes.write(conversion, folder(workspace), people.save if people else None):
            print(f"written: {path}")
        for note in people.notes if people else ():
            print(note)


@app.command()
def check(
    workspace: Workspace = HERE,
    form: Annotated[
        Format, typer.Option("--format", help="text for people, json for scripts.")
    ] = Format.text,
    as_of: AsOf = None,
) -> None:
    """Check everything and publish nothing. Exits 11 when anything must be put right."""
    from generator import checked, findings, setting

    known = setting.read(folder(workspace))
    found = checked.check(workspace, known, day_named(as_of), today(), headline=_headline, both=True)
    if form is Format.json:
        print(findings.render_json(found.report))
    else:
        print(findings.render_text(found.report, found.headline))
    if found.report.has_errors:
        raise typer.Exit(DataError.exit_code)


def _headline() -> frozenset[tuple[str, str | None]]:
    from generator import catalogue

    return catalogue.headline(catalogue.load())
