"""Rules that look at more than one cell. Each is a small function from the data set to findings, none with a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import Finding, Severity


def in_rows(
    severity: Severity,
    code: str,
    table: str,
    rows: Iterable[object],
    field: str | None,
    message: str,
    hint: str = "",
) -> Iterator[Finding]:
    """The same finding for each of the rows, given by spreadsheet row number."""
    for row in rows:
        yield Finding(severity, code, table, int(str(row)), field, message, hint)
