"""Cases that others published, read from ../shared, and how a number is compared with theirs."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from generator.statistics.deviations import not_offered

GOLDEN = Path(__file__).parents[2].parent / "shared" / "statistics" / "golden"
Case = dict[str, Any]

NOT_OFFERED: dict[str, str] = {name: why for name, _, why in not_offered()}
"""The list that the page of methods prints."""


def cases() -> list[Case]:
    files = sorted(GOLDEN.glob("*.json")) if GOLDEN.is_dir() else []
    return [case for file in files for case in json.loads(file.read_text(encoding="utf-8"))["cases"]]


def method_of(case: Case) -> str:
    return case["id"] if case["id"] in NOT_OFFERED or case["method"] == "pitfall" else case["method"]


def near(found: Any, expected: Any, tolerance: float) -> bool:
    """Equal within the case's tolerance, absolute or relative; null is no line, "Infinity" is without end."""
    if expected is None or found is None:
        return found is None and expected is None
    if expected == "Infinity":
        return found == math.inf
    return math.isclose(found, expected, rel_tol=max(tolerance, 1e-9), abs_tol=tolerance)


def agree(found: Any, expected: Any, tolerance: float) -> None:
    """Compare a line with a line, or a line that is the same everywhere with one number."""
    found = list(found)
    expected = expected if isinstance(expected, list) else [expected] * len(found)
    assert len(found) == len(expected)
    wrong = [i for i, (f, e) in enumerate(zip(found, expected, strict=True)) if not near(f, e, tolerance)]
    assert not wrong, f"differs at {wrong[:5]}: {found[wrong[0]]} for {expected[wrong[0]]}"
