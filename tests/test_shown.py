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
from generator.disclosure.plan import PLANNED, WITHHELD
from generator.errors import ReleaseError, SiteError, UsageError
from generator.evidence import computed, sound
from generator.published import PublishedCell

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


# The figures alone


def with_errors(workspace: Path) -> Path:
    """The same workspace with a cell that cannot be read, a row from after the last day, and a child unknown."""
    path = workspace / "data" / "incidents.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    names = header.split(",")

    def changed(number: int, **values: str) -> str:
        row = dict(zip(names, first.split(","), strict=True))
        return ",".join((row | {"incident_id": f"x-{number}"} | values)[name] for name in names)

    odd = [
        changed(1, started_time="soon"),
        changed(2, incident_date="2026-11-09"),
        changed(3, child_id="c-unknown"),
    ]
    path.write_text("\n".join([header, first, *rest, *odd]) + "\n", encoding="utf-8")
    return workspace


def cells_of(workspace: Path, *names: str) -> dict[str, tuple[PublishedCell, ...]]:
    """The figures of whole sites, by audience."""
    evidence = gather(workspace, today=DAY)
    found = shown.show(evidence, shown.named(evidence.dataset.setting.audiences, names))
    return {name: each.published.cells for name, each in found.items()}


def test_the_figures_alone_are_those_of_the_pages_for_every_audience(workspace: Path) -> None:
    for name, cells in cells_of(workspace).items():
        assert shown.figures(workspace, name, today=DAY) == cells, name
        assert cells and {cell.indicator for cell in cells} >= {"CHG-01", "VOI-01"}


def test_errors_in_the_records_touch_the_figures_alone_as_they_touch_those_of_the_pages(
    workspace: Path,
) -> None:
    before = shown.figures(workspace, "leaders", today=DAY)
    evidence = gather(with_errors(workspace), today=DAY)
    codes = {finding.code for finding in evidence.report.findings if finding.severity == "error"}
    assert {"incident-after-as-of", "not-a-time"} <= codes
    after = shown.figures(workspace, "leaders", today=DAY)
    assert before != after == cells_of(workspace, "leaders")["leaders"]


def test_the_figures_alone_stay_after_a_release_as_the_release_showed_them(workspace: Path) -> None:
    publish(workspace, "1", audiences=["governors"], today=DAY)
    frozen = shown.figures(workspace, "governors", today=DAY)
    path = workspace / "data" / "incidents.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-3]) + "\n", encoding="utf-8")  # three records fewer since
    after = shown.figures(workspace, "governors", today=DAY)
    assert after == cells_of(workspace, "governors")["governors"] and len(after) == len(frozen)
    assert {cell.key: cell for cell in after} == {cell.key: cell for cell in frozen}


def test_looking_for_errors_alone_leaves_the_same_tables_and_neither_warning_nor_note(
    workspace: Path,
) -> None:
    whole, report = sound(with_errors(workspace), today=DAY)
    errors, told = sound(workspace, today=DAY, errors_only=True)
    assert {"warning"} <= {finding.severity for finding in report.findings}
    assert told.findings == tuple(each for each in report.findings if each.severity == "error")
    assert told.tables == report.tables and errors.states == whole.states
    assert errors.tables.keys() == whole.tables.keys()
    assert all(errors.tables[name].equals(whole.tables[name]) for name in whole.tables)


def test_readers_under_protection_have_nothing_computed_that_they_are_not_shown(workspace: Path) -> None:
    dataset, report = sound(workspace, today=DAY)
    governors, leaders = (dataset.setting.audience(name) for name in ("governors", "leaders"))
    some, every = (computed(workspace, dataset, report, each) for each in (governors, leaders))
    terms = {window.id for window in dataset.calendar.completed_terms}
    assert {window for _, window in some.results} <= terms
    assert {indicator for indicator, _ in some.results} <= {*PLANNED, *WITHHELD}
    assert some.results.keys() < every.results.keys() == gather(workspace, today=DAY).results.keys()
    assert all(every.results[key] == result for key, result in some.results.items())


def test_the_figures_of_an_audience_that_is_not_there_are_refused(workspace: Path) -> None:
    with pytest.raises(UsageError, match="names no such audience") as stop:
        shown.figures(workspace, "govenors", today=DAY)
    assert stop.value.hint == "Did you mean governors?"
