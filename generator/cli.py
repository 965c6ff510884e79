"""The command `readiness`: thin commands, and the one place that turns errors into exit codes."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator.errors import DataError, GeneratorError, UsageError

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


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder.")],
    example: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Copy a worked example: school-and-home or first-night."),
    ] = None,
) -> None:
    """Make a new workspace: templates to fill, or a copy of a worked example."""
    from generator.workspace import create

    for line in create(folder, example):
        print(line)


@app.command()
def check(
    workspace: Workspace = HERE,
    form: Annotated[
        Format, typer.Option("--format", help="text for people, json for scripts.")
    ] = Format.text,
    as_of: AsOf = None,
) -> None:
    """Check everything and publish nothing. Exits 11 when anything must be put right."""
    from generator import checks, findings, package, setting

    known = setting.read(_folder(workspace))
    loaded = package.load(workspace, known, _date(as_of), _today())
    report = checks.run(loaded.dataset, loaded.findings)
    print(findings.render_json(report) if form is Format.json else findings.render_text(report))
    if report.has_errors:
        raise typer.Exit(DataError.exit_code)


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
        _folder(workspace), out=out, audiences=audience or (), as_of=_date(as_of), today=_today(), say=_say
    )
    for name, folder in built.sites.items():
        print(f"{name}: {folder / 'index.html'}")
    errors = sum(each.severity == "error" for each in built.report.findings)
    if errors:
        _say(f"Built with what is sound. {errors} errors wait: readiness check --workspace {workspace}")


@app.command()
def serve(
    workspace: Workspace = HERE,
    audience: Annotated[str, typer.Option("--audience", "-a", metavar="NAME")] = "leaders",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535)] = 8000,
) -> None:
    """Build one site, show it on this computer only, and build again when data or words change."""
    from generator.serve import serve as run

    run(_folder(workspace), audience, port, today=_today(), say=_say)


@app.command()
def indicators(
    workspace: Workspace = HERE,
    form: Annotated[Format, typer.Option("--format")] = Format.text,
) -> None:
    """Every indicator: available, or locked and what would unlock it."""
    from generator.listing import indicators as run

    print(run(_folder(workspace), _today(), as_json=form is Format.json))


@app.command()
def compute(
    workspace: Workspace = HERE,
    audience: Annotated[str, typer.Option("--audience", "-a", metavar="NAME")] = "leaders",
    as_of: AsOf = None,
) -> None:
    """The figures alone, no pages: the list that data/indicators.json holds, as JSON."""
    from generator.build import disclosed, gather, named

    evidence = gather(_folder(workspace), as_of=_date(as_of), today=_today())
    (chosen,) = named(evidence.dataset.setting.audiences, [audience])
    published = disclosed(evidence, chosen)
    print(
        json.dumps([cell.record() for cell in published.cells], indent=1, ensure_ascii=False, allow_nan=False)
    )


@app.command()
def trace(
    key: Annotated[str, typer.Argument(metavar="KEY", help="For example CHG-01/2025-26-summer.")],
    workspace: Workspace = HERE,
    release: Annotated[str | None, typer.Option(metavar="VERSION", help="A figure of this release.")] = None,
) -> None:
    """A published figure back to its file, the file's hash and the rows. For people who may open the records."""
    from generator import trace as tracing

    name = f"release-{release}" if release else "current"
    print(tracing.explain(tracing.read(_folder(workspace), name), key))


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
    """Bring another system's export in, by a recipe: all tables or none."""
    from generator import recipes

    conversion = recipes.convert(recipes.read(recipe), files)
    print(recipes.plan_text(conversion))
    conversion.stop()
    if not dry_run:
        for path in recipes.write(conversion, _folder(workspace)):
            print(f"written: {path}")


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
        _folder(workspace),
        version,
        audiences=audience or (),
        as_of=_date(as_of),
        today=_today(),
        note=note,
        say=_say,
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

    release.snapshot(_folder(workspace) / "releases", version, audience, out)
    print(out)


def _folder(workspace: Path) -> Path:
    if not (workspace / "setting.yml").is_file():
        where = "here" if workspace == HERE else "in this folder"
        raise UsageError(
            f"workspace: there is no setting.yml {where}.",
            "Name the setting's folder with --workspace, or make one with `readiness init`.",
        )
    return workspace


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError("--as-of: not a date.", "Write it as YYYY-MM-DD, for example 2026-11-20.") from None


def _today() -> date:
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


def _say(text: str) -> None:
    """Talk about progress, on a terminal only."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


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


if __name__ == "__main__":
    main()
