"""The attacker who reads only what was published: sites written by hand, each with one way to give a number away."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.attack import as_json, as_text, attack
from generator.attack.reading import pdf_text
from generator.cli import main
from generator.errors import UsageError

TERM = "2025-26-spring"
WINDOWS = [{"id": TERM, "label": "Spring term 2026", "from": "2026-01-05", "before": "2026-04-13"}]
PLACES = ("home", "school")
Record = dict[str, Any]


def record(group: str, value: int | None, lower: int | None = None, upper: int | None = None) -> Record:
    """Children restrained at a place, as `data/indicators.json` says it."""
    numbers = dict.fromkeys(("numerator", "denominator", "unknown", "interval_lower", "interval_upper"))
    return {
        "key": f"HSC-01/{TERM}/{group}",
        "indicator": "HSC-01",
        "title": f"Children restrained: {group.capitalize()}",
        "unit": "children",
        "window": TERM,
        "group": group,
        "value": value,
        "lower": lower,
        "upper": upper,
        "marker": "c" if value is None and lower is None else None,
        **numbers,
    }


def sums(**terms: str) -> list[dict[str, Any]]:
    """`sums(both="home school")`: the figure "both" is the sum of the two unknowns."""
    return [
        {
            "key": f"HSC-01/{TERM}/{group}",
            "fields": ["value"],
            "terms": {f"{TERM}|{n}": 1 for n in names.split()},
        }
        for group, names in terms.items()
    ]


def write_site(
    folder: Path,
    records: list[Record],
    stated: list[dict[str, Any]],
    page: str = "<p>Spring term 2026</p>",
    **more: Any,
) -> Path:
    """A site of one page, its figures and what it states of itself."""
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text(f"<!doctype html><title>Front</title>{page}", encoding="utf-8")
    (folder / "data/indicators.json").write_text(json.dumps(records), encoding="utf-8")
    package = {
        "audience": "governors",
        "policy": "protected",
        "decision": None,
        "k": 5,
        "windows": WINDOWS,
        "sums": stated,
        "resources": [{"path": "indicators.json"}],
    } | more
    (folder / "data/datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def freeze(folder: Path, number: int) -> Path:
    """The record of a release: its place in the order, and the hash of every file."""
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
    (folder / "release.json").write_text(json.dumps({"number": number, "files": files}), encoding="utf-8")
    return folder


def kinds(place: Path) -> set[str]:
    return {finding.kind for finding in attack(place).findings}


BOTH = sums(both="home school", home="home", school="school")


def hidden_home(school: int | None = None) -> list[Record]:
    return [record("both", 19), record("home", None), record("school", school)]


def test_a_site_whose_hidden_numbers_cover_one_another_gives_nothing_away(tmp_path: Path) -> None:
    report = attack(write_site(tmp_path / "s", hidden_home(), BOTH))
    assert report.findings == ()
    assert (report.hidden, report.attacked) == (2, ("s",))
    assert report.checks > 0


def test_a_total_less_the_visible_part_is_found_with_its_derivation_in_words(tmp_path: Path) -> None:
    # 19 in all, 16 of them at school: 19 - 16 = 3 at home.
    (finding,) = attack(write_site(tmp_path / "s", hidden_home(16), BOTH)).findings
    assert (finding.kind, finding.lo, finding.hi) == ("worked-out", 3, 3)
    assert finding.derivation == f"19 (HSC-01/{TERM}/both) − 16 (HSC-01/{TERM}/school) = 3"


def test_a_number_known_more_closely_than_the_rule_says_is_found(tmp_path: Path) -> None:
    # 19 in all, 16 or 17 at school: 2 or 3 at home, where the rule leaves 1 to 4 open.
    records = [record("both", 19), record("home", None), record("school", None, 16, 17)]
    (finding,) = attack(write_site(tmp_path / "s", records, BOTH)).findings
    assert (finding.lo, finding.hi) == (2, 3)
    assert "at least" in finding.derivation and "at most" in finding.derivation


def test_a_small_number_shown_as_it_is_is_found(tmp_path: Path) -> None:
    assert kinds(write_site(tmp_path / "s", [record("home", 3)], sums(home="home"))) == {"small-shown"}
    assert kinds(write_site(tmp_path / "t", [record("home", 5)], sums(home="home"))) == set()


def test_a_count_of_which_nobody_knows_what_it_adds_up_is_found(tmp_path: Path) -> None:
    records = [*hidden_home(), record("annexe", 30)]
    assert kinds(write_site(tmp_path / "s", records, BOTH)) == {"unknown-figure"}
    assert kinds(write_site(tmp_path / "t", [*hidden_home(), record("annexe", None)], BOTH)) == set()


def test_a_site_that_only_says_which_cells_add_up_is_attacked_by_that(tmp_path: Path) -> None:
    parts = {f"HSC-01/{TERM}/both": [f"HSC-01/{TERM}/{place}" for place in PLACES]}
    found = kinds(write_site(tmp_path / "s", hidden_home(16), [], partsOf=parts))
    assert found == {"worked-out"}


LEAKING: dict[str, tuple[str, str]] = {
    "a table": (
        "<table><tr><th>Place</th><th>Children restrained</th></tr><tr><td>Home</td><td>{}</td></tr></table>",
        "number-beside-hidden",
    ),
    "a sentence": ("<p>Children restrained in spring term 2026 at home: {}.</p>", "number-beside-hidden"),
    "alternative text": ("<img alt='Children restrained, home: {}'>", "number-beside-hidden"),
    "a comment": ("<!-- home={} --><p>c</p>", "number-beside-hidden"),
    "data in a script": (
        '<script>var d = [{{"title": "Children restrained", "group": "Home", "n": {}}}];</script>',
        "number-beside-hidden",
    ),
}


@pytest.mark.parametrize("way", LEAKING)
def test_a_number_beside_the_name_of_a_hidden_figure_is_found(way: str, tmp_path: Path) -> None:
    page, kind = LEAKING[way]
    heading = "<h1>Children restrained, spring term 2026</h1>"
    leaking = write_site(tmp_path / "s", hidden_home(), BOTH, heading + page.format("3"))
    clean = write_site(
        tmp_path / "t", hidden_home(), BOTH, heading + page.format("c").replace(" c}", " null}")
    )
    assert kinds(leaking) == {kind}
    assert kinds(clean) == set()


def drawing(height: float) -> str:
    """A drawing whose axis has 4 units of height a child from y = 40 (0) up to y = 0 (10), and the table beside it."""
    ticks = "".join(f'<text x="0" y="{40 - 4 * n}">{n}</text>' for n in (0, 5, 10))
    names = '<text x="50" y="60">Home</text><text x="90" y="60">School</text>'
    points = f'<circle cx="50" cy="{40 - 4 * height}" r="3"/><circle cx="90" cy="8" r="3"/>'
    rows = "<tr><th>Home</th><td>0 to 4</td></tr><tr><th>School</th><td>8</td></tr>"
    return f"<section><svg>{ticks}{names}{points}</svg><table>{rows}</table></section>"


def test_a_point_drawn_inside_a_range_is_found_and_read_off_the_axis(tmp_path: Path) -> None:
    records = [record("home", None, 0, 4), record("school", 8)]
    stated = sums(home="home", school="school")
    (finding,) = attack(write_site(tmp_path / "s", records, stated, drawing(3))).findings
    assert (finding.kind, finding.derivation) == ("drawn", "By the axis it stands at 3.")
    plain = drawing(3).replace('<circle cx="50" cy="28" r="3"/>', "")
    assert kinds(write_site(tmp_path / "t", records, stated, plain)) == set()


def test_two_releases_that_differ_by_a_few_are_found(tmp_path: Path) -> None:
    # 13 in the first release, 15 in the second: two records came late, and readers know of two.
    for number, value in ((1, 13), (2, 15)):
        folder = tmp_path / f"releases/governors/v{number}"
        freeze(write_site(folder, [record("home", value)], sums(home="home")), number)
    (finding,) = attack(tmp_path / "releases").findings
    assert (finding.kind, finding.lo, finding.hi) == ("small-difference", 2, 2)


def test_releases_that_are_safe_alone_are_attacked_together(tmp_path: Path) -> None:
    # The first says 19 in all, the second 16 at school: 3 at home, which neither says.
    first = [record("both", 19), record("home", None), record("school", None)]
    second = [record("both", None), record("home", None), record("school", 16)]
    for number, records in ((1, first), (2, second)):
        freeze(write_site(tmp_path / f"releases/governors/v{number}", records, BOTH), number)
    assert kinds(tmp_path / "releases/governors/v1") == set()
    assert kinds(tmp_path / "releases/governors/v2") == set()
    (finding,) = attack(tmp_path / "releases").findings
    assert (finding.lo, finding.hi) == (3, 3)
    assert "in governors/v1" in finding.derivation and "in governors/v2" in finding.derivation


def test_sites_that_the_same_readers_see_are_attacked_together(tmp_path: Path) -> None:
    first = [record("both", 19), record("home", None), record("school", None)]
    second = [record("both", None), record("home", None), record("school", 16)]
    write_site(tmp_path / "build/governors", first, BOTH)
    write_site(tmp_path / "build/inspectors", second, BOTH, audience="inspectors", policy="inspection")
    findings = attack(tmp_path / "build").findings
    assert [(each.where, each.lo, each.hi) for each in findings] == [("inspectors", 3, 3)]


Change = Callable[[Path], object]
TAMPERED: dict[str, tuple[Change, str]] = {
    "a file on no list": (lambda v: (v / "copy.csv").write_text("a\n", encoding="utf-8"), "not-listed"),
    "a data file on no list": (
        lambda v: (v / "data/b.csv").write_text("a\n", encoding="utf-8"),
        "not-listed",
    ),
    "a changed page": (lambda v: (v / "index.html").write_text("<p>other</p>", encoding="utf-8"), "changed"),
    "a lost file": (lambda v: (v / "extra.txt").unlink(), "missing"),
    "a file of an unknown kind": (lambda v: (v / "figures.xlsx").write_bytes(b"\x00\x01"), "unread"),
    "figures that cannot be read": (
        lambda v: (v / "data/indicators.json").write_text("[", encoding="utf-8"),
        "unreadable",
    ),
    "a stray beside the releases": (
        lambda v: (v.parent / "incidents.csv").write_text("a\n", encoding="utf-8"),
        "not-listed",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_is_not_as_the_release_lists_it_is_a_finding(what: str, tmp_path: Path) -> None:
    site = write_site(tmp_path / "releases/governors/v1", hidden_home(), BOTH)
    (site / "extra.txt").write_text("words", encoding="utf-8")
    freeze(site, 1)
    assert kinds(tmp_path / "releases") == set()
    change, kind = TAMPERED[what]
    change(site)
    assert kind in kinds(tmp_path / "releases")


RULES: dict[str, tuple[Mapping[str, Any], str]] = {
    "a lowered threshold": ({"k": 3}, "rule-loosened"),
    "other ranges": ({"bands": [0, 3]}, "rule-changed"),
}


@pytest.mark.parametrize("what", RULES)
def test_a_rule_changed_between_releases_is_a_finding(what: str, tmp_path: Path) -> None:
    changed, kind = RULES[what]
    folder = tmp_path / "releases/governors"
    freeze(write_site(folder / "v1", hidden_home(), BOTH, bands=[0, 5]), 1)
    freeze(write_site(folder / "v2", hidden_home(), BOTH, **{"bands": [0, 5], **changed}), 2)
    assert kinds(tmp_path / "releases") == {kind}


def test_a_changed_list_of_categories_is_a_finding(tmp_path: Path) -> None:
    folder = tmp_path / "releases/governors"
    freeze(write_site(folder / "v1", hidden_home(), BOTH), 1)
    other = [record("both", 19), record("home", None), record("annexe", None)]
    freeze(write_site(folder / "v2", other, sums(both="home annexe", home="home", annexe="annexe")), 2)
    assert "categories-changed" in kinds(tmp_path / "releases")


def test_figures_that_contradict_each_other_are_a_finding(tmp_path: Path) -> None:
    records = [record("both", 19), record("home", 9), record("school", 9)]
    assert kinds(write_site(tmp_path / "s", records, BOTH)) == {"contradiction"}


def test_a_download_that_says_more_than_the_figures_is_found(tmp_path: Path) -> None:
    resources = [{"path": "indicators.json"}, {"path": "a.csv"}]
    site = write_site(tmp_path / "s", hidden_home(), BOTH, resources=resources)
    (site / "data/a.csv").write_text(f"key,value,marker\nHSC-01/{TERM}/home,,c\n", encoding="utf-8")
    assert kinds(site) == set()
    (site / "data/a.csv").write_text(f"key,value,marker\nHSC-01/{TERM}/home,3,c\n", encoding="utf-8")
    assert kinds(site) == {"not-a-figure"}


def test_an_internal_site_is_named_as_outside_the_guarantee_and_not_attacked(tmp_path: Path) -> None:
    site = write_site(tmp_path / "leaders", [record("home", 3)], sums(home="home"), policy="internal")
    report = attack(site)
    assert report.ok
    assert report.skipped == ("leaders",)
    assert "outside the guarantee" in as_text(report)


def test_the_words_of_a_pdf_are_read_where_they_stand_in_it() -> None:
    words = zlib.compress(b"BT (Home 3) Tj ET")
    pdf = b"%PDF-1.7\n1 0 obj <</Filter /FlateDecode>> stream\n" + words + b"\nendstream endobj"
    assert pdf_text(pdf) == "Home 3"
    assert pdf_text(pdf.replace(words, b"broken")) is None


def test_a_folder_that_is_no_site_is_a_mistake_of_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        attack(tmp_path)


def called(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["readiness", "audit", *map(str, words)])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_the_command_exits_with_12_on_a_finding_and_prints_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    safe = write_site(tmp_path / "safe", hidden_home(), BOTH)
    leaking = write_site(tmp_path / "leaking", hidden_home(16), BOTH)
    assert called(monkeypatch, safe) == 0
    assert "2 hidden numbers were tried" in capsys.readouterr().out
    assert called(monkeypatch, leaking, "--format", "json") == 12
    plain = json.loads(capsys.readouterr().out)
    assert (plain["ok"], plain["findings"][0]["lo"]) == (False, 3)
    assert json.loads(as_json(attack(leaking))) == plain
    assert called(monkeypatch, tmp_path / "nowhere") == 2
    assert called(monkeypatch) == 2


def system_file(folder: Path, *facts: tuple[str, str]) -> Path:
    """Unknowns a and b; each fact a sum of names and its exact value; a is hidden, to stay open from 1 to 4."""
    published = [
        {"id": names, "terms": dict.fromkeys(names.split(), "1"), "lo": value, "hi": value}
        for names, value in facts
    ]
    hidden = [{"id": "a", "terms": {"a": "1"}, "need_lo": "1", "need_hi": "4"}]
    unknowns = {"names": ["a", "b"], "lb": {}, "ub": {}, "cap": 9}
    path = folder / "system.json"
    path.write_text(
        json.dumps({"unknowns": unknowns, "published": published, "hidden": hidden}), encoding="utf-8"
    )
    return path


SYSTEMS = [
    ((("a b", "7"),), 0, {"lo": 0, "hi": 7, "exact": False, "ok": True}),
    ((), 0, {"lo": 0, "hi": None, "exact": False, "ok": True}),
    ((("a b", "7"), ("b", "5")), 12, {"lo": 2, "hi": 2, "exact": True, "ok": False}),
    ((("b", "7"), ("b", "5")), 12, {"lo": None, "hi": None, "exact": False, "ok": False}),
]


@pytest.mark.parametrize(("facts", "code", "expected"), SYSTEMS)
def test_one_system_is_audited_and_nothing_else_stands_on_standard_output(
    facts: tuple[tuple[str, str], ...],
    code: int,
    expected: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert called(monkeypatch, "--system", system_file(tmp_path, *facts)) == code
    assert json.loads(capfd.readouterr().out) == [{"id": "a", **expected}]


@pytest.mark.parametrize(("text", "code"), [("{", 2), ("[]", 12), ('{"unknowns": {"names": [1, 1]}}', 12)])
def test_a_system_that_cannot_be_read_is_refused_in_words(
    text: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    assert called(monkeypatch, "--system", tmp_path / "x.json") == code
    said = capsys.readouterr()
    assert said.out == "" and said.err


def test_the_attacker_knows_nothing_but_files_and_sums() -> None:
    room = Path(__file__).parents[2] / "generator" / "attack"
    allowed = {"attack", "disclosure", "errors"}
    engine = {"system", "audit", "derive", "leaks", "leak_page", "leak_shapes", "leak_words"}
    for path in sorted(room.glob("*.py")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = line.split()
            if words[:1] == ["from"] and words[1].startswith("generator."):
                parts = words[1].split(".")
                assert parts[1] in allowed, (path.name, line)
                assert parts[1] != "disclosure" or parts[2] in engine, (path.name, line)
