"""Whether the downloads say the same as the figures, and the search index the same in both its copies."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.attack.reading import FIGURES, RECORD, STATED, Publication
from generator.attack.reporting import Finding

SEARCH = ("search/search_index.json", "search/search_index.js")


def differing(site: Publication) -> Iterator[Finding]:
    """A finding for each row of a download that is no figure, and each cell that says something else than it."""
    records = {str(each.get("key")): each for each in site.records}
    for file, text in site.files.items():
        if file.startswith("data/") and file.endswith(".csv"):
            yield from _in_csv(site.name, file, text, records)
        elif file.startswith("data/") and file.endswith(".json") and file not in (FIGURES, STATED, RECORD):
            yield Finding("not-a-figure", site.name, file, "is data that the figures do not hold.")
    if all(name in site.files for name in SEARCH) and _index(site.files[SEARCH[1]]) != _index(
        site.files[SEARCH[0]]
    ):
        yield Finding(
            "not-a-figure", site.name, SEARCH[1], "says something else than the search index beside it."
        )


def _in_csv(name: str, file: str, text: str, records: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    for place, row in enumerate(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))), 2):
        record = records.get(str(row.get("key")))
        if record is None:
            yield Finding("not-a-figure", name, f"{file}, row {place}", "is no figure of this site.")
            continue
        for column, cell in row.items():
            if column is None or column not in record or not _same(str(cell or ""), record[column]):
                message = "says something else than the figure."
                yield Finding(
                    "not-a-figure", name, f"{file}, row {place}, {column or 'beyond the columns'}", message
                )


def _same(cell: str, value: Any) -> bool:
    """Whether a cell is the value; a text that a spreadsheet would calculate stands behind an apostrophe."""
    plain = "" if value is None else str(value)
    return cell in (plain, f"'{plain}")


def _index(text: str) -> Any:
    start = text.find("{")
    try:
        return json.JSONDecoder().raw_decode(text[start:])[0] if start >= 0 else None
    except (ValueError, RecursionError):
        return None
