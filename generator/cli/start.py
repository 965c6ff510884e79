"""Commands for whoever has an export and no recipe yet: a first recipe, and the guided start."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.options import app, say, today
from generator.errors import UsageError

recipe_app = typer.Typer(no_args_is_help=True, help="Recipes: how another system's export becomes tables.")
app.add_typer(recipe_app, name="recipe")
Exports = Annotated[
    list[Path],
    typer.Argument(metavar="FILE…", help="The export of incidents, and the roll beside it if there is one."),
]


@recipe_app.callback()
def recipe() -> None:
    """Recipes: how another system's export becomes tables."""


@recipe_app.command()
def suggest(
    files: Exports,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.yml", help="The new recipe (default: here, called as the export)."),
    ] = None,
) -> None:
    """Write a first recipe from an export's headings and words, for a person to finish.

    The file holds words of the export. What is printed here holds none: only counts of what to look at.
    """
    from generator.recipes import suggest as suggesting
    from generator.recipes.drafting import name_of
    from generator.recipes.remarks import text_of, to_look_at

    found = suggesting.suggest(files)
    place = out or Path(f"{name_of(found)}.yml")
    try:
        with place.open("x", encoding="utf-8", newline="\n") as new:
            new.write(text_of(found))
    except FileExistsError:
        raise UsageError(
            f"{place}: it is there already and was not touched.", "Name another file with --out."
        ) from None
    except OSError as error:
        raise UsageError(
            f"{place}: it cannot be written ({error.strerror}).", "Name a file with --out."
        ) from None
    print(f"written: {place}")
    for line in to_look_at(found):
        print(line)


@app.command()
def start(
    files: Exports,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace", "-w", metavar="DIR", help="The setting's folder (default: FILE-evidence)."
        ),
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Answers as YAML, instead of questions.")
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
) -> None:
    """Go from an export to the leaders' site in the browser, by at most ten plain questions.

    Enter takes the default of a question, and so does `skip` where it has no meaning of its own. Words of the export
    are shown in the questions, to you alone. Nothing is written until all of it can be.
    """
    from generator import pseudonyms
    from generator import start as starting

    begun = starting.start(files, workspace, _asker(answers), today=today(), say=say)
    for note in begun.notes:
        print(note)
    if (warning := pseudonyms.warning(begun.workspace)) and warning not in begun.notes:
        print(warning)
    print("\nThree things to do next:")
    for number, step in enumerate(begun.next_steps, 1):
        print(f"  {number}. {step}")
    print(f"\nleaders: {begun.site}")
    if sys.stdout.isatty() and not no_open:
        import webbrowser

        webbrowser.open(begun.site.resolve().as_uri())


def _asker(answers: Path | None):  # type: ignore[no-untyped-def]
    from generator.start.asking import Given, Terminal, answers_of

    if answers:
        return answers_of(answers)
    if sys.stdin.isatty():
        return Terminal()
    print("Nobody is at the terminal: every question keeps its default.", file=sys.stderr)
    return Given({})
