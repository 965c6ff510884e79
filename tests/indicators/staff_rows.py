"""Rows about adults for the tests: who is in post, who took which part, which course was taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from example_rows import held

CHILDREN = ("c1", "c2", "c3", "c4", "c5", "c6")


def adult(code: str, hours: float | None = 40, **more: Any) -> dict[str, Any]:
    """One adult in post since 2020, at home, in the green team."""
    return {
        "staff_id": code,
        "setting_id": "home",
        "team": "green",
        "role_group": "care",
        "employment_type": "permanent",
        "start_on": "2020-01-01",
        "end_on": None,
        "weekly_hours": hours,
        **more,
    }


def part(incident: int, code: str, role: str = "held", **more: Any) -> dict[str, Any]:
    """One adult's part in the incident of that number (i1, i2, …)."""
    return {"incident_id": f"i{incident}", "staff_id": code, "role": role, **more}


def incidents(
    count: int, month: str = "2025-05", names: Sequence[str] = CHILDREN, **more: Any
) -> list[dict[str, Any]]:
    """So many restrictive incidents on the days of a month, the children in turn."""
    return [
        held(names[number % len(names)], f"{month}-{number % 28 + 1:02d}", **more) for number in range(count)
    ]


def dealt(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Parts in incidents i1, i2, …: so many for each adult, one adult an incident."""
    codes = [code for code, count in counts.items() for _ in range(count)]
    return [part(number, code) for number, code in enumerate(codes, 1)]


def course(
    code: str, done: str, until: str | None, kind: str = "physical_intervention", **more: Any
) -> dict[str, Any]:
    """One course that an adult took."""
    return {
        "staff_id": code,
        "course": kind,
        "completed_on": done,
        "expires_on": until,
        "competence_assessed": True,
        "rrn_certified": None,
        **more,
    }
