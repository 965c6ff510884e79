"""Blank tables for a setting that records by hand: one CSV a table, and one workbook that explains itself.

    write(Path("to-fill"))     incidents.csv, children.csv, … and records.xlsx

Everything in them comes from `schemas/`: columns, lists, limits, words. The same schemas give the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator import schema
from generator.errors import UsageError
from generator.schema import TableSchema
from generator.templates.workbook import workbook

__all__ = ["WORKBOOK", "write"]

WORKBOOK = "records.xlsx"


def write(folder: Path) -> Iterator[str]:
    """Write every blank table into a folder, all or none, and say what to do next. Nothing there is written over."""
    blank = {f"{table.name}.csv": _blank(table) for table in schema.tables().values()}
    _refuse(folder, (*blank, WORKBOOK))
    contents = {**blank, WORKBOOK: workbook()}
    _put(folder, contents)
    yield f"Made {folder / WORKBOOK}, and beside it one empty CSV for each of the {len(contents) - 1} tables."
    yield "Open the workbook and read its first sheet. Only the sheet incidents must be filled."
    yield f"Then: readiness import canonical {_quoted(folder / WORKBOOK)} --workspace DIR"
    yield "Or fill the CSVs in another program and put them into DIR/data, then: readiness check --workspace DIR"
    yield "A spreadsheet that opens a CSV makes 7 of 007 and guesses at dates. The workbook does not."


def _blank(table: TableSchema) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(table.names)
    return out.getvalue().encode("utf-8")


def _refuse(folder: Path, names: Sequence[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError("template: this is a file, not a folder.", "Name a folder.")
    there = [name for name in names if (folder / name).exists() or (folder / name).is_symlink()]
    if there:
        some = ", ".join(there[:3]) + (f" and {len(there) - 3} more" if len(there) > 3 else "")
        raise UsageError(
            f"template: {some} lie{'s' if len(there) == 1 else ''} in this folder already.",
            "Name another folder. Nothing was written.",
        )


def _put(folder: Path, contents: Mapping[str, bytes]) -> None:
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            with (folder / name).open("xb") as file:
                written.append(folder / name)
                file.write(content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise UsageError(
            "template: the files could not be written.",
            f"The computer says: {error.strerror or 'no'}. Nothing was left behind; name another folder.",
        ) from error


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
