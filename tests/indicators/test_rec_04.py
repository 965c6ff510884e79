"""REC-04: the statements of the self-evaluation that wait for a verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from example_rows import build, cells, held
from small import write_workspace

from generator import catalogue
from generator.build import gather, statements
from generator.indicators.statements import statements_waiting
from generator.listing import indicators
from generator.model import Statement

PAGE = """---
title: Self-evaluation
statements:
  - id: calmer
    text: >-
      Fewer mornings begin
      with a crisis.
    indicator: CHG-05
  - {id: asked, text: Every child is asked., indicator: VOI-01, acknowledgement: Our records do not bear this out.}
  - {id: no-figure, text: We try.}
  - just a line
---

# Self-evaluation

Words.
"""


def test_each_statement_waits_and_those_with_a_note_are_counted_apart() -> None:
    told = (
        Statement("calmer", "Fewer mornings begin with a crisis.", "CHG-05", "Self-evaluation"),
        Statement("asked", "Every child is asked.", "VOI-01", "Self-evaluation", True),
    )
    data = replace(build([held("a", "2025-05-01")]), statements=told)
    result = statements_waiting.compute(data, data.calendar.current)
    found = cells(result)
    assert (found["Total"].value, found["acknowledged"].value) == (2, 1)
    assert [line[1:] for line in result.listings[0].rows] == [
        ("CHG-05", "Self-evaluation", "waiting"),
        ("VOI-01", "Self-evaluation", "waiting, with a note"),
    ]
    assert result.headline.startswith("2 statements of the self-evaluation name a figure")


def test_without_a_statement_it_is_locked_and_says_what_would_open_it() -> None:
    data = build([held("a", "2025-05-01")])
    (locked,) = catalogue.unlock([statements_waiting], data)[1]
    assert locked.unlock == ("setting.yml:statements",)
    assert "at the head of a page in narrative/" in locked.why


def test_statements_are_read_from_the_head_of_narrative_pages_and_open_the_figure(tmp_path: Path) -> None:
    write_workspace(tmp_path, 6)
    assert statements(tmp_path) == ()
    before = {row["id"]: row for row in json.loads(indicators(tmp_path, date(2026, 11, 1), as_json=True))}
    assert before["REC-04"]["state"] == "locked"
    (tmp_path / "narrative" / "self-evaluation.md").write_text(PAGE, encoding="utf-8")
    assert [(each.id, each.text, each.indicator, each.acknowledged) for each in statements(tmp_path)] == [
        ("calmer", "Fewer mornings begin with a crisis.", "CHG-05", False),
        ("asked", "Every child is asked.", "VOI-01", True),
    ]
    after = {row["id"]: row for row in json.loads(indicators(tmp_path, date(2026, 11, 1), as_json=True))}
    assert after["REC-04"]["state"] == "available"
    assert len(gather(tmp_path).dataset.statements) == 2
