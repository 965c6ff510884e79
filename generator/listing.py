"""Every indicator the program knows: available, or locked and what would unlock it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from generator import catalogue
from generator.evidence import sound


def indicators(workspace: Path, today: date, *, as_json: bool, both: bool = False) -> str:
    """The whole catalogue for one workspace, as JSON or as lines for people."""
    dataset, _ = sound(workspace, today=today, both=both, errors_only=True)
    known = catalogue.load()
    locked = {each.indicator.id: each for each in catalogue.unlock(known, dataset)[1]}
    rows: list[dict[str, Any]] = [
        {
            "id": each.id,
            "title": each.title,
            "state": "locked" if each.id in locked else "available",
            "why": locked[each.id].why if each.id in locked else "",
            "unlock": list(locked[each.id].unlock) if each.id in locked else [],
            "questions": list(each.answers),
        }
        for each in known
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False) if as_json else _text(rows)


def _text(rows: list[dict[str, Any]]) -> str:
    open_rows = [row for row in rows if row["state"] == "available"]
    lines = [f"{len(open_rows)} of {len(rows)} indicators are available.", ""]
    lines += [f"  {row['id']}  {row['title']}" for row in open_rows]
    shut = [row for row in rows if row["state"] == "locked"]
    if shut:
        lines += ["", "Locked, and what would unlock them:"]
        lines += [
            f"  {row['id']}  {row['title']}: {row['why']} (add {', '.join(row['unlock'])})" for row in shut
        ]
    return "\n".join(lines)
