"""Every indicator: open, or locked with why and what would open it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small import write_four_columns, write_workspace

from generator import catalogue, schema
from generator.listing import indicators

TODAY = date(2026, 11, 1)


def listed(workspace: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in json.loads(indicators(workspace, TODAY, as_json=True))}


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_four_columns(tmp_path_factory.mktemp("four"))


def test_the_whole_catalogue_is_listed_with_exactly_six_keys(four: Path) -> None:
    found = listed(four)
    assert set(found) == {each.id for each in catalogue.load()}
    assert len(found) >= 15
    for row in found.values():
        assert list(row) == ["id", "title", "state", "why", "unlock", "questions"]
        assert row["state"] in ("available", "locked")
        assert row["questions"] and all(re.fullmatch(r"Q\d+", each) for each in row["questions"])


def test_what_is_open_lacks_nothing_and_what_is_locked_says_why_and_what_opens_it(four: Path) -> None:
    for row in listed(four).values():
        assert (row["why"] == "", row["unlock"] == []) == (row["state"] == "available",) * 2, row["id"]


def test_what_would_unlock_is_a_table_a_field_or_a_key_of_the_setting(four: Path) -> None:
    for row in listed(four).values():
        for item in row["unlock"]:
            if item.startswith("setting.yml:"):
                continue
            table, _, field = item.partition(".")
            assert table in schema.tables(), item
            assert not field or field in schema.tables()[table].names, item


def test_four_columns_open_what_needs_nothing_else(four: Path) -> None:
    found = listed(four)
    assert {"CHG-01", "CHG-04", "CHG-07", "REC-01"} <= {
        name for name, row in found.items() if row["state"] == "available"
    }
    assert "child_views" in found["VOI-01"]["unlock"]
    assert found["VOI-01"]["why"] == "needs the table child_views, which is not here yet"


def test_adding_a_table_opens_what_waited_for_it(tmp_path: Path) -> None:
    found = listed(write_workspace(tmp_path, 6))
    assert found["VOI-01"]["state"] == found["HSC-01"]["state"] == "available"
    alone = listed(write_workspace(tmp_path / "school", 6, home=False))
    assert alone["HSC-01"]["state"] == "locked"
    assert "setting.yml:settings" in alone["HSC-01"]["unlock"]


def test_people_get_the_open_ones_first_and_then_what_to_add(four: Path) -> None:
    text = indicators(four, TODAY, as_json=False)
    rows = listed(four)
    some = sum(row["state"] == "available" for row in rows.values())
    assert text.startswith(f"{some} of {len(rows)} indicators are available.")
    assert text.index("CHG-01") < text.index("Locked") < text.index("VOI-01")
    assert "(add child_views" in text
