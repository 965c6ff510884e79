"""A real, public log that nobody here made: brought in by a recipe, built, and honest about what it cannot say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from generator import checks, package, recipes, setting
from generator.build import build
from generator.workspace import create

SEATTLE = Path(__file__).parents[1].parent / "shared" / "data" / "seattle" / "use_of_force.csv"
ROWS = 17_782
"""Rows of the published file, as its page in ../shared gives them."""

OPEN = {"CHG-01", "CHG-04", "CHG-07", "CHG-08", "PRA-04", "STF-03", "REC-01", "REC-02"}
"""What dates, categories, times and places allow; the log has neither roll nor reviews nor views."""
PROTECTED = {"CHG-01", "CHG-04", "CHG-07", "CHG-08", "REC-01"}

pytestmark = pytest.mark.skipif(not SEATTLE.is_file(), reason="needs data/seattle of ../shared")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "a log"
    list(create(folder, None))
    recipes.write(recipes.convert(recipes.read(Path("police-use-of-force")), [SEATTLE]), folder)
    return folder


def test_every_row_comes_in_and_the_oldest_give_a_warning(workspace: Path) -> None:
    loaded = package.load(workspace, setting.read(workspace), None, date(2026, 11, 23))
    report = checks.run(loaded.dataset, loaded.findings)
    assert report.tables["incidents"].rows == ROWS
    assert not report.has_errors
    old = [each for each in report.findings if each.code == "before-2015"]
    assert old and {each.severity for each in old} == {"warning"}


def test_three_sites_are_built_that_say_what_is_locked_and_stay_readable(
    workspace: Path, tmp_path: Path
) -> None:
    built = build(workspace, out=tmp_path / "sites", today=date(2026, 11, 23))
    assert set(built.sites) == {"leaders", "governors", "inspectors"}
    assert built.locked == 60 - len(OPEN), (
        "the rest of the catalogue is locked, each with what would unlock it"
    )
    for name, folder in built.sites.items():
        pages = sorted(folder.rglob("*.html"))
        assert max(page.stat().st_size for page in pages) < 600_000, name
        assert "<h1" in (folder / "index.html").read_text(encoding="utf-8")
        figures = json.loads((folder / "data" / "indicators.json").read_text(encoding="utf-8"))
        shown = {each["indicator"] for each in figures}
        assert shown == (OPEN if name == "leaders" else PROTECTED)
    front = (built.sites["leaders"] / "index.html").read_text(encoding="utf-8")
    assert "Add this next" in front and "children.csv" in front
    assert "counts and no rates" in front, "nothing says how long anyone was here"
