"""The files beside the pages: the same figures for machines, after disclosure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from generator.published import Published, PublishedCell

COLUMNS = (
    ("key", "string", "The figure's own key: indicator/window, with /group where it is not the whole"),
    ("title", "string", "What is measured"),
    ("unit", "string", "The unit of value, lower and upper"),
    ("window", "string", "The stretch of days, by its id"),
    ("group", "string", "Total for the whole, else the part"),
    ("value", "number", "The figure, where it is shown exactly"),
    ("lower", "number", "Where a range is shown: at least this"),
    ("upper", "number", "Where a range is shown: at most this"),
    ("marker", "string", "c not shown, to protect children; x not available; z does not apply; u too few"),
    ("numerator", "integer", "How many were counted"),
    ("denominator", "number", "Of how many known, or of how many child-days"),
    ("unknown", "integer", "How many are not known; never counted as done"),
    ("interval_lower", "number", "Lower end of the 95% interval"),
    ("interval_upper", "number", "Upper end of the 95% interval"),
    ("comparison", "string", "Key of the figure it is compared with"),
    ("class", "string", "Result class of the methods page, empty where nothing is tested"),
    ("sentence", "string", "What may be said of it"),
)


def files(published: Published) -> dict[str, bytes]:
    """`data/indicators.json`, one CSV an indicator, and the Data Package that describes them."""
    records = [cell.record() for cell in published.cells]
    found = {"data/indicators.json": _json(records)}
    by_indicator: dict[str, list[PublishedCell]] = {}
    for cell in published.cells:
        by_indicator.setdefault(cell.indicator, []).append(cell)
    for indicator, cells in by_indicator.items():
        found[f"data/{indicator}.csv"] = _csv(cells)
    found["data/datapackage.json"] = _json(_package(published, by_indicator))
    return found


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _csv(cells: list[PublishedCell]) -> bytes:
    """The cells as CSV; text that a spreadsheet would take for a formula is marked as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _, _ in COLUMNS])
    for cell in cells:
        record = cell.record()
        writer.writerow([_safe(record[name]) for name, _, _ in COLUMNS])
    return out.getvalue().encode()


def _safe(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in tuple("=+-@\t\r"):
        return "'" + value
    return "" if value is None else value


def _package(published: Published, by_indicator: Mapping[str, list[PublishedCell]]) -> dict[str, Any]:
    """A Frictionless Data Package that also states what an attacker may know anyway."""
    fields = [{"name": name, "type": kind, "description": words} for name, kind, words in COLUMNS]
    resources: list[dict[str, Any]] = [
        {
            "name": "indicators",
            "title": "Every published figure",
            "path": "indicators.json",
            "type": "json",
            "format": "json",
            "mediatype": "application/json",
        }
    ]
    resources += [
        {
            "name": indicator.lower(),
            "title": cells[0].title,
            "type": "table",
            "path": f"{indicator}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": fields, "missingValues": [""], "primaryKey": ["key"]},
        }
        for indicator, cells in by_indicator.items()
    ]
    return {
        "name": f"inspection-readiness-{published.audience}".lower(),
        "title": f"{published.setting_name}: figures for {published.audience}",
        "created": f"{published.as_of.isoformat()}T00:00:00Z",
        "audience": published.audience,
        "policy": published.policy,
        "decision": published.decision or None,
        "k": published.k,
        "unitCounted": "child",
        "partsOf": {key: list(parts) for key, parts in published.parts.items()},
        "publicKnowledge": {"roll": published.roll or None},
        **_stated(published),
        "resources": resources,
    }


def _stated(published: Published) -> dict[str, Any]:
    """Whoever reads this file can set up every sum behind the figures; nothing here is told of internal sites."""
    stated = published.stated
    return {
        "canSee": list(stated.can_see),
        "bands": list(stated.bands),
        "windows": [
            {
                "id": each.id,
                "label": each.label,
                "from": each.start.isoformat(),
                "before": each.end.isoformat(),
            }
            for each in published.windows
        ],
        "sums": [
            {"key": each.key, "fields": list(each.fields), "terms": dict(each.terms)} for each in stated.sums
        ],
        "definitions": [
            {"id": each.id, "terms": dict(each.terms), "lo": each.lo, "hi": each.hi} for each in stated.linked
        ],
    }
