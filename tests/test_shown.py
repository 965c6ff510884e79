"""What each audience is shown: decided once, disclosed once, and put in place with its records or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from built import ROOT, run
from small import write_workspace

from generator import release, shown, trace
from generator.build import build, gather, publish
from generator.errors import ReleaseError, SiteError

DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school with eight children, decided before, so that deciding again is quick."""
    folder = write_workspace(tmp_path_factory.mktemp("shown") / "w", 8, home=False)
    evidence = gather(folder)
    shown.show(evidence, [each for each in evidence.dataset.setting.audiences if not each.internal])
    return folder


@pytest.fixture
def workspace(ground: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ground, tmp_path / "w"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often the program decides, discloses and opens the ledgers; all of it is done as ever."""
    found: Counter[str] = Counter()

    def counted(what: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def count(*given: Any, **named: Any) -> Any:
            found[what] += 1
            return real(*given, **named)

        return count

    monkeypatch.setattr(shown, "decide", counted("decided", shown.decide))
    monkeypatch.setattr(shown, "disclose", counted("disclosed", shown.disclose))
    monkeypatch.setattr(shown.books, "open_books", counted("opened", shown.books.open_books))
    yield found


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def records(folder: Path) -> dict[str, bytes]:
    """What lies in `records/` but for decisions, which are kept from one build to the next."""
    return {name: content for name, content in everything(folder).items() if "decisions" not in name}


# Once


def test_a_build_decides_and_discloses_once_for_each_audience(workspace: Path, asked: Counter[str]) -> None:
    build(workspace, audiences=["leaders"], today=DAY)
    # Leaders are told what governors, inspectors and a visitor are not shown; for these three it must be decided.
    assert asked == {"disclosed": 4, "decided": 3, "opened": 1}


def test_publishing_decides_and_discloses_once_and_its_ledger_says_what_its_site_shows(
    workspace: Path, asked: Counter[str]
) -> None:
    (frozen,) = publish(workspace, "1", audiences=["governors"], today=DAY)
    assert asked == {"disclosed": 1, "decided": 1, "opened": 1}
    (entry,) = shown.opened(gather(workspace)).entries["governors"]
    assert entry.release == "1" and entry.figures == frozen.files["data/indicators.json"]


def test_readers_under_protection_alone_need_no_other_decision(workspace: Path, asked: Counter[str]) -> None:
    evidence = gather(workspace)
    (governors,) = (each for each in evidence.dataset.setting.audiences if each.name == "governors")
    found = shown.show(evidence, [governors, governors])
    assert asked == {"disclosed": 1, "decided": 1, "opened": 1}
    assert list(found) == ["governors"] and found["governors"].published.audience == "governors"


def test_internal_readers_have_no_rules_and_open_no_ledger(workspace: Path, asked: Counter[str]) -> None:
    evidence = gather(workspace)
    (leaders,) = (each for each in evidence.dataset.setting.audiences if each.internal)
    assert shown.show(evidence, [leaders])["leaders"].rules is None
    assert asked == {"disclosed": 1}


def test_earlier_releases_come_oldest_first(workspace: Path, tmp_path: Path) -> None:
    site, releases = tmp_path / "site", workspace / "releases"
    site.mkdir()
    (site / "index.html").write_text("x", encoding="utf-8")
    for version in ("b", "a"):
        release.freeze({"governors": site}, releases, version, as_of=DAY, note="", made_on="")
    place = releases / "governors"
    assert shown.earlier(gather(workspace)) == {
        "governors": [place / "b", place / "a"],
        "inspectors": [],
        "visitor": [],
    }


# Whole or not at all


def full(name: str) -> Callable[[Any, Any], None]:
    """A disk that is full once the named file is to be put in place."""
    real = os.replace

    def replace(old: Any, new: Any) -> None:
        if Path(new).name == name:
            raise OSError(28, "No space left on device")
        real(old, new)

    return replace


def test_a_release_that_cannot_be_frozen_leaves_no_records(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = records(workspace)
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", full("versions.json"))
        with pytest.raises(ReleaseError, match="Nothing was changed"):
            publish(workspace, "1", audiences=["governors"], today=DAY)
    assert records(workspace) == before
    assert release.read(workspace / "releases", "governors") == ()


def test_a_release_whose_records_cannot_be_written_is_not_made(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = records(workspace)
    monkeypatch.setattr(os, "replace", full("release-1.json"))
    with pytest.raises(SiteError, match=r"records/release-1\.json: it cannot be written") as stop:
        publish(workspace, "1", audiences=["governors"], today=DAY)
    assert "No space left" in stop.value.hint and stop.value.exit_code == 14
    assert records(workspace) == before
    assert release.read(workspace / "releases", "governors") == ()


def traces(workspace: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (workspace / "records").glob("release-*.json")}


def test_a_version_published_later_for_others_keeps_the_records_of_the_first(workspace: Path) -> None:
    publish(workspace, "1", audiences=["governors"], as_of=date(2026, 9, 30), today=DAY)
    first = traces(workspace)
    publish(workspace, "1", audiences=["inspectors"], as_of=date(2026, 9, 30), today=DAY)
    assert traces(workspace) == first  # the same tables on the same day: one set of records serves both
    publish(workspace, "1", audiences=["leaders"], as_of=DAY, today=DAY)
    assert set(traces(workspace)) - set(first) == {"release-1@leaders.json"}
    assert traces(workspace)["release-1.json"] == first["release-1.json"]
    assert trace.read(workspace, trace.name_of(workspace, "1", "governors"))["as_of"] == "2026-09-30"
    assert trace.read(workspace, trace.name_of(workspace, "1", "leaders"))["as_of"] == DAY.isoformat()


def test_sites_that_cannot_be_put_in_place_leave_the_records_of_the_old_ones(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace.write(workspace, {"as_of": "2026-07-31"})
    before = records(workspace)

    def no_swap(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "move", no_swap)
    with pytest.raises(SiteError, match="the old ones are untouched"):
        build(workspace, audiences=["governors"], as_of=date(2026, 9, 30), today=DAY)
    assert records(workspace) == before


# One process and two

ONE_CORE = """
import os
from generator.cli import main
if hasattr(os, "sched_setaffinity"):  # elsewhere one process does it all anyway
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
main()
"""


@pytest.mark.slow
def test_one_process_and_two_make_the_same_sites(workspace: Path) -> None:
    words = ("build", "--workspace", str(workspace), "-a", "leaders", "-a", "governors", "--out")
    two = run(*words, str(workspace / "two"), SOURCE_DATE_EPOCH="1795392000")
    assert two.returncode == 0, two.stderr
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1795392000"}
    one = subprocess.run(
        [sys.executable, "-c", ONE_CORE, *words, str(workspace / "one")],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert one.returncode == 0, one.stderr
    found = everything(workspace / "two")
    assert found == everything(workspace / "one")
    assert {name.split("/")[0] for name in found} == {"leaders", "governors"}
