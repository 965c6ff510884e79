"""A protected site in which a code stands is refused, wherever the code came from."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from generator.disclosure.identifiers import refuse_codes, refuse_said
from generator.errors import DisclosureError

CODES = SimpleNamespace(
    tables={
        "incidents": pd.DataFrame({"child_id": ["child-7kq2", "12"]}),
        "staff": pd.DataFrame({"staff_id": ["adult-9xw4"]}),
    }
)


def page(folder: Path, text: str, name: str = "policy.html") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "name", ["index.html", "data/indicators.json", "search/search_index.js", "data/CHG-01.csv"]
)
@pytest.mark.parametrize("code", ["child-7kq2", "adult-9xw4"])
def test_a_code_in_any_readable_file_is_refused_without_being_repeated(
    tmp_path: Path, name: str, code: str
) -> None:
    with pytest.raises(DisclosureError) as refused:
        refuse_codes(page(tmp_path, f"a plan for {code}.", name), CODES)  # type: ignore[arg-type]
    assert name in refused.value.message
    assert code not in refused.value.message + refused.value.hint
    assert refused.value.exit_code == 12


def test_a_short_code_that_could_be_any_number_does_not_stop_a_site(tmp_path: Path) -> None:
    refuse_codes(page(tmp_path, "12 incidents, grandchild-7kq2x"), CODES)  # type: ignore[arg-type]


PEOPLE = SimpleNamespace(
    tables=CODES.tables,
    named=(
        SimpleNamespace(kind="child", words=("wren", "farthingale")),
        SimpleNamespace(kind="adult", words=("moss", "underhill")),
    ),
)


@pytest.mark.parametrize("text", ["child-7kq2 moved on", "after Wren Farthingale left", "Underhill, Moss"])
@pytest.mark.parametrize("name", ["--note", "VERSION"])
def test_a_release_whose_note_or_version_points_at_a_person_is_refused_without_repeating_it(
    name: str, text: str
) -> None:
    with pytest.raises(DisclosureError) as refused:
        refuse_said({name: text}, PEOPLE, outside=True)  # type: ignore[arg-type]
    assert refused.value.message.startswith(name)
    assert text not in refused.value.message + refused.value.hint


def test_a_note_for_leaders_alone_may_hold_a_code_and_no_name_of_a_child() -> None:
    refuse_said({"--note": "child-7kq2, Moss Underhill"}, PEOPLE, outside=False)  # type: ignore[arg-type]
    with pytest.raises(DisclosureError):
        refuse_said({"--note": "Wren Farthingale"}, PEOPLE, outside=False)  # type: ignore[arg-type]


def test_an_ordinary_note_is_let_through() -> None:
    refuse_said({"--note": "For the meeting of 12 May", "VERSION": "summer-2026"}, PEOPLE, outside=True)  # type: ignore[arg-type]
