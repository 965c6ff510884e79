"""Frozen releases: all audiences or none, read-only, listed, and packed for one reader."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import zipfile
from datetime import date
from pathlib import Path

import pytest

from generator import release
from generator.errors import ReleaseError, UsageError, VerifyError
from generator.published import Release
from generator.release import freezing
from generator.site.built import faults

AS_OF = date(2026, 11, 6)
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def a_site(folder: Path, words: str) -> Path:
    """A finished site of three files."""
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text(
        f"<!doctype html><html lang=en-GB><title>Front</title><h1>{words}</h1><a href=data/a.csv>figures</a>",
        encoding="utf-8",
    )
    (folder / "data" / "a.csv").write_text("a\n1\n", encoding="utf-8")
    (folder / "mark.svg").write_text(MARK, encoding="utf-8")
    return folder


@pytest.fixture
def sites(tmp_path: Path) -> dict[str, Path]:
    return {name: a_site(tmp_path / "build" / name, name) for name in ("governors", "leaders")}


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    return tmp_path / "releases"


def frozen(
    sites: dict[str, Path], releases: Path, version: str, note: str = "", as_of: date = AS_OF
) -> tuple[Release, ...]:
    return release.freeze(sites, releases, version, as_of=as_of, note=note, made_on="9 November 2026")


def everything(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_every_audience_gets_its_own_copy_and_the_site_stays_where_it_was(
    sites: dict[str, Path], releases: Path
) -> None:
    made = frozen(sites, releases, "2026-autumn")
    assert [each.audience for each in made] == ["governors", "leaders"]
    for name, site in sites.items():
        assert everything(site) == {
            path: content
            for path, content in everything(releases / name / "2026-autumn").items()
            if path != "release.json"
        }
    assert [path.name for path in releases.iterdir() if path.name.startswith(".")] == []


def test_release_json_says_what_it_is_and_the_hash_of_every_other_file(
    sites: dict[str, Path], releases: Path
) -> None:
    frozen(sites, releases, "v1", note="  For the board,\n9 November ")
    record = json.loads((releases / "leaders" / "v1" / "release.json").read_bytes())
    assert {key: record[key] for key in ("version", "audience", "number", "as_of", "made_on", "note")} == {
        "version": "v1",
        "audience": "leaders",
        "number": 1,
        "as_of": "2026-11-06",
        "made_on": "9 November 2026",
        "note": "For the board, 9 November",
    }
    # "a\n1\n" hashed with sha256sum.
    assert record["files"]["data/a.csv"] == hashlib.sha256(b"a\n1\n").hexdigest()
    assert sorted(record["files"]) == ["data/a.csv", "index.html", "mark.svg"]


def test_files_of_a_release_are_read_only(sites: dict[str, Path], releases: Path) -> None:
    frozen(sites, releases, "v1")
    modes = {
        stat.S_IMODE(path.stat().st_mode)
        for path in (releases / "leaders" / "v1").rglob("*")
        if path.is_file()
    }
    assert modes == {0o444}


def test_the_list_is_newest_first_by_publishing_and_not_by_name(
    sites: dict[str, Path], releases: Path
) -> None:
    for version in ("v9", "v10", "a-correction"):
        frozen(sites, releases, version)
    assert [each.version for each in release.read(releases, "leaders")] == ["a-correction", "v10", "v9"]
    assert json.loads((releases / "leaders" / "versions.json").read_bytes()) == [
        {"version": "a-correction", "title": "a-correction", "aliases": ["latest"]},
        {"version": "v10", "title": "v10", "aliases": []},
        {"version": "v9", "title": "v9", "aliases": []},
    ]
    latest = (releases / "leaders" / "latest" / "index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../a-correction/index.html"' in latest
    assert '<a href="../a-correction/index.html">' in latest


def test_the_pages_for_people_hold_together_need_no_script_and_ask_no_other_host(
    sites: dict[str, Path], releases: Path
) -> None:
    frozen(sites, releases, "v1", note="For <b>the board</b> & parents")
    frozen(sites, releases, "v2")
    folder = releases / "governors"
    assert faults(folder) == []
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert "<script" not in text and "onload" not in text
    assert "For &lt;b&gt;the board&lt;/b&gt; &amp; parents" in text
    assert text.index("v2/index.html") < text.index("v1/index.html")
    assert text.count("newest</span>") == 1
    assert "up to 6 November 2026. Published 9 November 2026." in text


def test_the_same_sites_freeze_to_the_same_bytes(sites: dict[str, Path], tmp_path: Path) -> None:
    for name in ("one", "two"):
        frozen(sites, tmp_path / name, "v1", note="x")
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_an_existing_version_is_refused_for_all_and_nothing_changes(
    sites: dict[str, Path], releases: Path
) -> None:
    frozen({"leaders": sites["leaders"]}, releases, "v1")
    before = everything(releases)
    with pytest.raises(ReleaseError, match="leaders/v1: there is such a release already") as stop:
        frozen(sites, releases, "v1")
    assert stop.value.exit_code == 13
    assert everything(releases) == before and not (releases / "governors").exists()


def test_a_version_that_differs_in_capitals_only_is_refused(sites: dict[str, Path], releases: Path) -> None:
    frozen(sites, releases, "Autumn")
    with pytest.raises(ReleaseError, match="Autumn differs in capitals only"):
        release.refuse(releases, "autumn", ["leaders"])


@pytest.mark.parametrize("version", ["", "-x", ".x", "a b", "a/b", "a" * 42, "ä", "a\n", "١", "..", "a\\b"])
def test_a_name_outside_the_rule_is_a_usage_error(version: str, releases: Path) -> None:
    with pytest.raises(UsageError) as stop:
        release.refuse(releases, version, ["leaders"])
    assert stop.value.exit_code == 2


@pytest.mark.parametrize(
    "version",
    ["latest", "Latest", "index.html", "versions.json", "CON", "nul", "NUL.txt", "com1", "LPT9.a", "v1."],
)
def test_a_name_that_some_computer_cannot_hold_is_a_usage_error(version: str, releases: Path) -> None:
    with pytest.raises(UsageError):
        release.refuse(releases, version, ["leaders"])


@pytest.mark.parametrize("version", ["a" * 41, "2026-autumn", "1", "console", "v1.0_b", "com10", "latest-2"])
def test_every_other_name_is_free(version: str, releases: Path) -> None:
    release.refuse(releases, version, ["leaders", "governors"])
    assert not releases.exists()


def test_an_audience_cannot_lead_out_of_the_folder(releases: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        release.refuse(releases, "v1", ["../leaders"])
    with pytest.raises(UsageError):
        release.snapshot(releases, "v1", "../leaders", tmp_path / "out.zip")


class PowerCut(BaseException):
    """Stands for the machine stopping: nothing after it runs."""


@pytest.mark.parametrize("step", range(20))
def test_a_stop_at_any_step_leaves_the_earlier_lists_and_the_next_run_clears_up(
    step: int, sites: dict[str, Path], releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(sites, releases, "v1")
    before = {name: release.read(releases, name) for name in sites}
    left = step

    def counted(act: str, real: object) -> object:
        def stopping(*given: object, **named: object) -> object:
            nonlocal left
            if left == 0:
                raise PowerCut(act)
            left -= 1
            return real(*given, **named)  # type: ignore[operator]

        return stopping

    with monkeypatch.context() as fake:
        fake.setattr(os, "replace", counted("replace", os.replace))
        fake.setattr(Path, "rename", counted("rename", Path.rename))
        fake.setattr(Path, "unlink", counted("unlink", Path.unlink))
        fake.setattr(freezing.shutil, "copyfile", counted("copy", freezing.shutil.copyfile))
        try:
            frozen(sites, releases, "v2")
        except PowerCut:
            finished = False
        else:
            finished = True
    # 6 copies, the plan, 2 moves, 6 lists, the plan taken away: 16 steps.
    assert finished is (step >= 16)
    if not finished:
        assert {name: release.read(releases, name) for name in sites} == before
        for name in sites:
            assert faults(releases / name) == []
        release.refuse(releases, "v2", sites)
        frozen(sites, releases, "v2")
    assert [each.version for each in release.read(releases, "governors")] == ["v2", "v1"]
    assert sorted(path.name for path in releases.iterdir()) == ["governors", "leaders"]


def test_a_first_release_that_was_cut_short_leaves_no_list_behind(
    sites: dict[str, Path], releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def full(old: Path, new: Path) -> None:
        if new.name == "versions.json":
            raise OSError(28, "No space left on device")
        real(old, new)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ReleaseError) as stop:
        frozen(sites, releases, "v1")
    assert "No space left" in stop.value.hint and stop.value.exit_code == 13
    assert everything(releases) == {} and list(releases.iterdir()) == []


def test_a_full_disk_takes_every_step_back(
    sites: dict[str, Path], releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(sites, releases, "v1")
    before, real, calls = everything(releases), os.replace, 0

    def once(old: Path, new: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise OSError(28, "No space left on device")
        real(old, new)

    with monkeypatch.context() as fake:
        fake.setattr(os, "replace", once)
        with pytest.raises(ReleaseError, match=r"could not be published\. Nothing was changed"):
            frozen(sites, releases, "v2")
    assert everything(releases) == before


def test_a_site_without_a_first_page_or_with_a_link_is_refused_for_all(
    sites: dict[str, Path], releases: Path, tmp_path: Path
) -> None:
    (sites["leaders"] / "away.html").symlink_to(tmp_path / "elsewhere.html")
    with pytest.raises(ReleaseError, match="a link"):
        frozen(sites, releases, "v1")
    (sites["leaders"] / "away.html").unlink()
    (sites["leaders"] / "index.html").unlink()
    with pytest.raises(ReleaseError, match="no finished site"):
        frozen(sites, releases, "v1")
    assert everything(releases) == {}


def test_a_record_changed_by_hand_stops_with_what_to_do(sites: dict[str, Path], releases: Path) -> None:
    frozen(sites, releases, "v1")
    record = releases / "leaders" / "v1" / "release.json"
    for broken in ("{", "[]", '{"version": "v1"}', '{"files": 3}'):
        record.chmod(0o644)
        record.write_text(broken, encoding="utf-8")
        with pytest.raises(ReleaseError, match=re.escape("leaders/v1/release.json: it cannot be read")):
            release.read(releases, "leaders")


def test_a_snapshot_has_one_file_to_open_and_one_folder_at_its_top(
    sites: dict[str, Path], releases: Path, tmp_path: Path
) -> None:
    frozen(sites, releases, "v1")
    frozen(sites, releases, "v2")
    out = release.snapshot(releases, "v1", "governors", tmp_path / "for the board.zip")
    with zipfile.ZipFile(out) as packed:
        names = packed.namelist()
        packed.extractall(tmp_path / "unpacked")
        stamps = {entry.date_time for entry in packed.infolist()}
        assert all(entry.extra == b"" for entry in packed.infolist())
    assert {name.split("/")[0] for name in names} == {"OPEN-THIS.html", "governors-v1"}
    assert names == sorted(names) and stamps == {(2026, 11, 6, 0, 0, 0)}
    assert faults(tmp_path / "unpacked") == ["there is no first page (index.html)"]
    unpacked = tmp_path / "unpacked" / "governors-v1"
    assert everything(unpacked / "v1") == everything(releases / "governors" / "v1")
    # The version menu reads ../versions.json and looks for the last part of its own address.
    assert [each["version"] for each in json.loads((unpacked / "versions.json").read_bytes())] == ["v1"]
    front = (tmp_path / "unpacked" / "OPEN-THIS.html").read_text(encoding="utf-8")
    assert 'href="governors-v1/v1/index.html"' in front and "unpack the zip first" in front


def test_a_snapshot_is_the_same_each_time(sites: dict[str, Path], releases: Path, tmp_path: Path) -> None:
    frozen(sites, releases, "v1")
    for path in (releases / "leaders" / "v1").rglob("*"):
        os.utime(path, (1, 1))
    one = release.snapshot(releases, "v1", "leaders", tmp_path / "one.zip").read_bytes()
    for path in (releases / "leaders" / "v1").rglob("*"):
        os.utime(path, (10**9, 10**9))
    assert release.snapshot(releases, "v1", "leaders", tmp_path / "two.zip").read_bytes() == one


def test_a_snapshot_never_replaces_a_file_and_needs_a_release(
    sites: dict[str, Path], releases: Path, tmp_path: Path
) -> None:
    frozen(sites, releases, "2026-autumn")
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")
    with pytest.raises(ReleaseError, match=r"there\.zip: this file is there already") as stop:
        release.snapshot(releases, "2026-autumn", "leaders", there)
    assert stop.value.exit_code == 13 and there.read_bytes() == b"mine"
    with pytest.raises(ReleaseError) as stop:
        release.snapshot(releases, "2026-autum", "leaders", tmp_path / "new.zip")
    assert "Did you mean 2026-autumn?" in stop.value.hint
    with pytest.raises(ReleaseError):
        release.snapshot(releases, "2026-autumn", "inspectors", tmp_path / "new.zip")
    with pytest.raises(UsageError, match="no such folder"):
        release.snapshot(releases, "2026-autumn", "leaders", tmp_path / "nowhere" / "new.zip")
    assert sorted(path.name for path in tmp_path.glob("*.zip")) == ["there.zip"]


@pytest.mark.parametrize("harm", ["changed", "added", "gone"])
def test_a_release_that_is_not_as_it_was_frozen_is_not_packed(
    harm: str, sites: dict[str, Path], releases: Path, tmp_path: Path
) -> None:
    frozen(sites, releases, "v1")
    figures = releases / "leaders" / "v1" / "data" / "a.csv"
    figures.chmod(0o644)
    if harm == "changed":
        figures.write_text("a\n2\n", encoding="utf-8")
    elif harm == "added":
        figures.with_name("b.csv").write_text("b\n", encoding="utf-8")
    else:
        figures.unlink()
    with pytest.raises(VerifyError, match=r"not as it was frozen \(data/") as stop:
        release.snapshot(releases, "v1", "leaders", tmp_path / "out.zip")
    assert stop.value.exit_code == 15 and not (tmp_path / "out.zip").exists()


def test_a_snapshot_that_cannot_be_written_leaves_nothing(
    sites: dict[str, Path], releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(sites, releases, "v1")

    def full(*given: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(ReleaseError, match="nothing is left of it"):
        release.snapshot(releases, "v1", "leaders", tmp_path / "out.zip")
    assert [path.name for path in tmp_path.iterdir() if "out.zip" in path.name] == []
