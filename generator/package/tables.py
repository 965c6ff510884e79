"""Every table under `data/` as far as it can be read, by one process or two."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator import processes, schema
from generator.model import Finding, TableState
from generator.package import files
from generator.package.cells import read_texts
from generator.schema import TableSchema

WORTH_SHARING = 5_000_000
"""Bytes that a second process must have to read before it saves more than copying this one costs."""


@dataclass(frozen=True)
class _Table:
    """One file as read. Each column is the values of its different texts and, for each row, which of them it holds.

    So little of a table, and not its frame, is handed from one process to another.
    """

    state: TableState
    findings: tuple[Finding, ...] = ()
    numbers: Sequence[int] = ()
    columns: Mapping[str, tuple[pd.Series, NDArray[Any]]] = field(default_factory=dict)

    def frame(self) -> pd.DataFrame:
        rows = pd.Index(np.asarray(self.numbers, dtype="int64"), name="row")
        columns = {
            name: values.take(places).set_axis(rows) for name, (values, places) in self.columns.items()
        }
        return pd.DataFrame(columns, index=rows, copy=False)


def read(
    folder: Path, *, both: bool = False
) -> tuple[dict[str, pd.DataFrame], dict[str, TableState], list[Finding]]:
    """Every table that can be used as a frame indexed by spreadsheet row, the state of each table, and the findings.

    With `both` a second process reads some of the files where they are large; what comes out is the same.
    """
    frames: dict[str, pd.DataFrame] = {}
    states: dict[str, TableState] = {}
    findings: list[Finding] = []
    found = _files(folder, both=both)
    for name, table in schema.tables().items():
        if name not in found:
            states[name] = TableState()
            if table.required:
                findings.append(_absent(name))
            continue
        known = found.pop(name)
        states[name] = known.state
        findings += known.findings
        if known.state.state == "loaded":
            frames[name] = known.frame()
    findings += _strangers(folder)
    return frames, states, findings


def _files(folder: Path, *, both: bool) -> dict[str, _Table]:
    """Every file that is there; the largest are begun first, so that two processes end at about the same time."""
    known = schema.tables()
    sizes = {name: _size(path) for name in known if os.path.lexists(path := folder / f"{name}.csv")}
    names = sorted(sizes, key=lambda name: -sizes[name])
    both = both and worth_sharing(list(sizes.values()))
    read = processes.in_turn(
        lambda at: _read(known[names[at]], folder / f"{names[at]}.csv"), len(names), both=both
    )
    return dict(zip(names, read, strict=True))


def worth_sharing(sizes: Sequence[int]) -> bool:
    """Whether files of so many bytes each are read sooner by two processes, of which one reads the largest file."""
    return sum(sizes) - max(sizes, default=0) > WORTH_SHARING


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read(table: TableSchema, path: Path) -> _Table:
    raw = files.read(table, path)
    rows = len(raw.numbers)
    if not raw.usable:
        first = next(each for each in raw.findings if each.severity == "error" and each.row is None)
        why = f"{table.name}.csv: {first.message}"
        return _Table(TableState(rows, raw.sha256, "blocked", why), raw.findings)
    findings = list(raw.findings)
    columns: dict[str, tuple[pd.Series, NDArray[Any]]] = {}
    for each in table.fields:
        if each.name in raw.columns:
            texts = raw.columns[each.name]
            values, found = read_texts(table.name, each, texts.different, texts.places, raw.numbers)
            columns[each.name] = values, texts.places
            findings += found
    return _Table(TableState(rows, raw.sha256, "loaded"), tuple(findings), raw.numbers, columns)


def _absent(name: str) -> Finding:
    hint = "Put your incidents there with four columns: incident_id, child_id, incident_date, intervention_category."
    return Finding("error", "file-missing", name, None, None, f"data/{name}.csv is not there.", hint)


def _strangers(folder: Path) -> Iterator[Finding]:
    """Files under `data/` that are no table, named only where they look like one."""
    known = schema.tables()
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    for path in paths:
        suffix = path.suffix.lower()
        if path.name in {f"{name}.csv" for name in known} or suffix not in (".csv", ".xlsx", ".xls", ".ods"):
            continue
        near = get_close_matches(path.stem.lower(), list(known), n=1, cutoff=0.6)
        if suffix == ".csv":
            message = "a CSV file lies here whose name is no table's, and it is not read."
            hint = f"Did you mean {near[0]}.csv?" if near else f"The tables are: {', '.join(known)}."
        else:
            message = "a spreadsheet lies here, and it is not read."
            hint = "Save each of its sheets as CSV UTF-8 under the name of its table."
        yield Finding("warning", "unknown-file", "data", None, None, message, hint)
