"""What errors leave of the tables: one cell unknown, or one table that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from generator import schema
from generator.model import Finding, TableState

LESS_THAN_A_TABLE = ("missing-cells",)
"""Errors without a field that spoil no other cell of the row: what is missing is already read as empty."""
ROW_GOES = ("incident-after-as-of",)
"""Errors after which a row of incidents is left out, and the rest stands."""


def settle(
    frames: Mapping[str, pd.DataFrame], states: Mapping[str, TableState], errors: Iterable[Finding]
) -> tuple[dict[str, pd.DataFrame], dict[str, TableState]]:
    """The tables that can be used and the state of all, once the errors have had their effect.

    An optional table with any error is blocked, because a figure from part of a table looks like one from all of it.
    In incidents an error in a field that may be empty makes that one cell unknown; any other blocks the table.
    """
    kept = dict(frames)
    known = dict(states)
    for name, found in _by_table(errors).items():
        if name not in kept:
            continue
        stopping = next((each for each in found if _stops(each)), None)
        if stopping:
            del kept[name]
            known[name] = replace(known[name], state="blocked", why=said(stopping))
            continue
        left = _without(kept[name], found)
        if left.empty:
            del kept[name]
            known[name] = replace(
                known[name], state="blocked", why=f"{name}.csv: no row is left that can be used."
            )
        else:
            kept[name] = left
    return kept, known


def said(finding: Finding) -> str:
    """A finding as the reason why its table cannot be used."""
    row = f", row {finding.row}" if finding.row else ""
    field = f", {finding.field}" if finding.field else ""
    return f"{finding.table}.csv{row}{field}: {finding.message}"


def _by_table(errors: Iterable[Finding]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for each in errors:
        if each.severity == "error":
            grouped.setdefault(each.table, []).append(each)
    return grouped


def _stops(error: Finding) -> bool:
    table = schema.tables().get(error.table)
    if table is None:
        return False
    if not table.required:
        return True
    if error.code in LESS_THAN_A_TABLE or error.code in ROW_GOES:
        return False
    return error.row is None or error.field is None or table.field(error.field).required


def _without(frame: pd.DataFrame, errors: Iterable[Finding]) -> pd.DataFrame:
    """The table with the cells that errors name made unknown, and the rows taken out that must go."""
    frame = frame.copy()
    cells: dict[str, list[int]] = {}
    gone: list[int] = []
    for each in errors:
        if each.code in ROW_GOES and each.row is not None:
            gone.append(each.row)
        elif each.field and each.row is not None and each.field in frame.columns:
            cells.setdefault(each.field, []).append(each.row)
    for name, rows in cells.items():
        frame[name] = frame[name].mask(frame.index.isin(rows))
    return frame.drop(index=sorted(set(gone)), errors="ignore")
