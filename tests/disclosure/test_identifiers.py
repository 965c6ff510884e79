"""A protected site in which a code stands is refused, wherever the code came from."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from generator.disclosure.identifiers import refuse_codes
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
