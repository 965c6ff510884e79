"""What was found in the tables, and what became of each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
TableStateName = Literal["loaded", "blocked", "absent"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the data that a person should know: where, what, what to do. Never a cell value."""

    severity: Severity
    code: str
    table: str
    row: int | None
    field: str | None
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TableState:
    """What became of one table: `rows` as read, `sha256` of the file's bytes, and whether it can be used."""

    rows: int = 0
    sha256: str | None = None
    state: TableStateName = "absent"
    why: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings, and the state of every table."""

    findings: tuple[Finding, ...]
    tables: Mapping[str, TableState]

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)
