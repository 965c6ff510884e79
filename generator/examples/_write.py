"""Tables as CSV files with the same bytes on every machine."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path


def write_tables(folder: Path, tables: Mapping[str, Sequence[Mapping[str, object]]]) -> list[Path]:
    """Writes `<table>.csv` for each table, UTF-8 with line feeds, columns as in the first row; gives the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        path.write_bytes(as_csv(rows))
        written.append(path)
    return written


def as_csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    """The rows as the bytes of a CSV file; an empty cell means not known."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({field: "" if value is None else value for field, value in row.items()})
    return text.getvalue().encode("utf-8")
