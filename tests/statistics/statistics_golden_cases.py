"""Cases that others published, read from ../shared, and how a number is compared with theirs."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parents[2].parent / "shared" / "statistics" / "golden"
Case = dict[str, Any]

NOT_OFFERED: dict[str, str] = {
    "byar": "an approximation; the exact interval is given for every count",
    "phe_rate": "as byar",
    "funnel-poisson": "no comparison of many units with an outside figure",
    "funnel-significance": "as funnel-poisson",
    "precedence": "every rule a point is part of is named, so none takes precedence",
    "twoInThree": "lets the third point lie on the other side; ours wants all three on one side",
    "western-electric": "Western Electric and Nelson rules are not offered",
    "assurance": "use of force gets no target",
    "rebase": "group numbers are not given out; phases are tested by reb-006 and by our own vectors",
    "gate": "charts compute and never gate; 13 points is the decision table's",
    "runcharter": "starts itself anew after a run, which no chart of ours does",
    "pn-09": "the interval named right there is an approximation; ours is exact",
}


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
