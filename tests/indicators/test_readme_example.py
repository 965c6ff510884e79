"""The indicator that the README shows is a whole one: it runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from example_rows import build, cells, held, window

from generator import catalogue

README = Path(__file__).parents[2] / "README.md"


def test_the_indicator_in_the_readme_runs_as_it_stands_there() -> None:
    (code,) = [
        block
        for block in re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.S)
        if "OWN-01" in block
    ]
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)
    own = names["in_the_dining_room"]
    rows = [
        held("a", "2025-05-01", location_code="dining"),
        held("b", "2025-05-02", location_code="hall"),
        held("b", "2025-05-03", location_code="dining"),
        held("b", "2025-05-04", location_code=None),
    ]
    data = build(rows)
    result = own.compute(data, window(data, "2024-25-summer"))
    catalogue.check_evidence(own, result)
    total = cells(result)["Total"]
    assert (total.value, total.numerator) == (2, 2)
    assert [ref.row for ref in total.evidence] == [2, 4]
    assert own.method.startswith("Recorded incidents in the dining room.")
