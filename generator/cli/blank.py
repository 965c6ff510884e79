"""The command for a setting that records by hand: blank tables to fill."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.cli.options import app


@app.command()
def template(
    place: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where the files go; made where it is not there.")
    ],
) -> None:
    """Write blank tables to fill by hand: one workbook with lists to choose from, and one CSV a table.

    The workbook explains itself: begin at its first sheet. Its dates stay dates and 007 stays 007. Fill it in, or the
    CSVs, or some of each; only incidents must be filled. Then `readiness import canonical records.xlsx` brings the
    workbook in, and CSVs go into data/ of the setting's folder as they are. No file that is there is written over.
    """
    from generator import templates

    for line in templates.write(place):
        print(line)
