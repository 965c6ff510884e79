"""A build from end to end: what it makes, what it never lets out, and what it leaves as it was."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
import shutil
from datetime import date
from pathlib import Path

import frictionless
import pytest
from built import AUDIENCES, CANARIES, Worked, change, run
from small import (
    FOUR,
    HOME,
    SCHOOL,
    heavy,
    incident_rows,
    usual,
    write_documents,
    write_four_columns,
    write_setting,
    write_table,
    write_workspace,
)

from generator.build import build, gather, named, publish
from generator.errors import DataError, ReleaseError, SettingError, UsageError

SHARED = Path(__file__).parents[1].parent / "shared"
KEYS = [
    "key",
    "indicator",
    "title",
    "unit",
    "better",
    "window",
    "group",
    "value",
    "lower",
    "upper",
    "marker",
    "numerator",
    "denominator",
    "unknown",
    "interval_lower",
    "interval_upper",
    "comparison",
    "class",
    "sentence",
]
FIRST_FIFTEEN = {
    *("CHG-01", "CHG-02", "CHG-04", "CHG-05", "CHG-07", "CHG-08", "VOI-01", "VOI-02", "VOI-05"),
    *("RES-01", "PRA-03", "LAW-01", "LAW-04", "HSC-01", "REC-01"),
}


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def everything(folder: Path) -> dict[str, str]:
    """Every file of a folder as text, whatever it is."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "replace")
        for path in folder.rglob("*")
        if path.is_file()
    }


# The worked example


def test_the_worked_example_becomes_three_sites_and_the_command_names_them(worked: Worked) -> None:
    assert sorted(path.name for path in worked.out.iterdir()) == sorted(AUDIENCES)
    assert worked.stdout.splitlines() == [
        f"{audience}: {worked.out / audience / 'index.html'}" for audience in AUDIENCES
    ]
    for audience in AUDIENCES:
        assert (worked.site(audience) / "index.html").is_file()
    assert worked.stderr == ""


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("field", CANARIES)
def test_no_private_value_stands_in_any_file_of_any_site(worked: Worked, audience: str, field: str) -> None:
    canary = CANARIES[field].lower()
    files = everything(worked.site(audience))
    assert any(name.endswith("search_index.js") for name in files)
    assert [name for name, text in files.items() if canary in text.lower() or canary in name.lower()] == []


def test_no_private_value_stands_in_what_the_command_said_or_in_the_records(worked: Worked) -> None:
    said = (
        worked.stdout + worked.stderr + "".join(everything(worked.workspace / "records").values())
    ).lower()
    assert [canary for canary in CANARIES.values() if canary.lower() in said] == []


@pytest.mark.parametrize("audience", ["governors", "inspectors"])
def test_no_code_of_a_child_or_an_adult_leaves_the_leaders_site(worked: Worked, audience: str) -> None:
    codes: set[str] = set()
    for table, name in (("children", "child_id"), ("staff", "staff_id"), ("incidents", "incident_id")):
        with (worked.workspace / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            codes |= {row[name] for row in csv.DictReader(file)}
    assert len(codes) > 1000
    text = "\n".join(everything(worked.site(audience)).values())
    found = set(re.findall(r"[A-Za-z]+-[A-Za-z0-9]+", text)) & codes
    assert found == set()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_list_for_machines_has_its_nineteen_keys_and_each_figure_its_own(
    worked: Worked, audience: str
) -> None:
    records = worked.records(audience)
    assert len(KEYS) == 19
    assert {tuple(record) for record in records} == {tuple(KEYS)}
    keys = [record["key"] for record in records]
    assert len(keys) == len(set(keys))
    assert {record["comparison"] for record in records if record["comparison"]} <= set(keys)
    assert {record["indicator"] for record in records} >= FIRST_FIFTEEN


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_figure_is_anything_but_a_finite_number_a_true_range_or_a_marker(
    worked: Worked, audience: str
) -> None:
    text = (worked.site(audience) / "data/indicators.json").read_text(encoding="utf-8")
    assert not re.search(r"\b(NaN|Infinity)\b", text)
    for record in worked.records(audience):
        states = [record["value"] is not None, record["lower"] is not None, record["marker"] is not None]
        assert sum(states) == 1, record["key"]
        assert (record["lower"] is None) == (record["upper"] is None)
        assert record["marker"] in (None, "c", "x", "z", "u", "low")
        numbers = [each for each in record.values() if isinstance(each, int | float)]
        assert all(math.isfinite(number) for number in numbers)
        if record["value"] is None:
            assert record["marker"] in ("x", "z", "u", "low") or record["numerator"] is None, record["key"]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_keys_windows_and_groups_are_written_as_the_interface_says(worked: Worked, audience: str) -> None:
    for record in worked.records(audience):
        assert re.fullmatch(r"[A-Z]{3}-\d\d", str(record["indicator"]))
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(record["window"]))
        group = str(record["group"])
        assert group == "Total" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", group), record["key"]
        end = "" if group == "Total" else f"/{group}"
        assert record["key"] == f"{record['indicator']}/{record['window']}{end}"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_anyones_frictionless_finds_the_data_package_valid(worked: Worked, audience: str) -> None:
    folder = worked.site(audience) / "data"
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["audience"] == audience
    assert package["k"] == 5 and package["unitCounted"] == "child"
    listed = {resource["path"] for resource in package["resources"]} | {"datapackage.json"}
    assert listed == {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_csv_of_each_indicator_says_what_the_list_says(worked: Worked, audience: str) -> None:
    for indicator in {str(record["indicator"]) for record in worked.records(audience)}:
        path = worked.site(audience) / "data" / f"{indicator}.csv"
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        mine = [record for record in worked.records(audience) if record["indicator"] == indicator]
        assert [row["key"] for row in rows] == [record["key"] for record in mine]
        for row, record in zip(rows, mine, strict=True):
            assert row["marker"] == (record["marker"] or "")
            assert row["value"] == ("" if record["value"] is None else str(record["value"]))


def test_what_adds_up_to_what_is_true_wherever_all_parts_are_shown(worked: Worked) -> None:
    for audience in AUDIENCES:
        package = json.loads((worked.site(audience) / "data/datapackage.json").read_text(encoding="utf-8"))
        values = {record["key"]: record["value"] for record in worked.records(audience)}
        assert package["partsOf"]
        for whole, parts in package["partsOf"].items():
            assert {whole, *parts} <= set(values)
            if all(values[key] is not None for key in (whole, *parts)):
                assert values[whole] == sum(values[part] for part in parts), whole


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_in_another_zone_with_another_seed(
    worked: Worked, tmp_path: Path
) -> None:
    said = run(
        "build",
        *("--workspace", str(worked.workspace), "--out", str(tmp_path / "again"), "--audience", "leaders"),
        TZ="America/New_York",
        PYTHONHASHSEED="2",
        SOURCE_DATE_EPOCH="1795392000",
    )
    assert said.returncode == 0, said.stderr
    first, second = hashes(worked.site("leaders")), hashes(tmp_path / "again" / "leaders")
    assert {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)} == set()
    assert len(first) > 30


def test_two_builds_of_a_small_setting_are_the_same_bytes_for_readers_under_protection(
    tmp_path: Path,
) -> None:
    workspace = write_workspace(tmp_path / "w", 14)
    found = []
    for zone, seed in (("Pacific/Auckland", "1"), ("America/New_York", "2")):
        out = tmp_path / seed
        said = run(
            "build",
            *("--workspace", str(workspace), "--out", str(out), "-a", "governors"),
            TZ=zone,
            PYTHONHASHSEED=seed,
            SOURCE_DATE_EPOCH="1795392000",
        )
        assert said.returncode == 0, said.stderr
        found.append(hashes(out))
    assert found[0] == found[1]


# Checks say nothing of what stands in a cell


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_value_of_any_cell_stands_in_what_the_checks_say(tmp_path: Path, form: str) -> None:
    workspace = write_workspace(tmp_path / "w", 8)
    wrong = {
        "child_id": "zq child one",
        "incident_date": "zqdate",
        "intervention_category": "zqcategory",
        "started_time": "zqtime",
        "duration_minutes": "zqlong",
        "setting_id": "zqplace",
        "reason_primary": "zqreason",
        "record_made_at": "zqmade",
        "parent_informed_at": "zqparent",
        "incident_id": "zq id",
    }
    for number, (name, value) in enumerate(wrong.items()):
        change(
            workspace,
            "incidents",
            name,
            lambda n, row, at=number, name=name, new=value: new if n == at else row[name],
        )
    change(workspace, "children", "on_roll_from", lambda n, row: "zqfrom" if n == 1 else row["on_roll_from"])
    change(workspace, "child_views", "methods", lambda n, row: "zqmethod" if n == 0 else row["methods"])
    change(workspace, "child_views", "incident_id", lambda n, row: "zqlink" if n == 2 else row["incident_id"])
    said = run("check", "--workspace", str(workspace), "--format", form)
    assert said.returncode == 11
    assert "zq" not in (said.stdout + said.stderr).lower()
    assert "incidents" in said.stdout


# Broken tables


def test_one_broken_optional_table_locks_what_needs_it_and_the_rest_is_built(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "w", 8)
    change(workspace, "child_views", "captured_on", lambda n, _: "someday")
    built = build(workspace, out=tmp_path / "out", audiences=["leaders"])
    records = json.loads((tmp_path / "out/leaders/data/indicators.json").read_text(encoding="utf-8"))
    found = {record["indicator"] for record in records}
    assert "CHG-01" in found and "LAW-01" in found
    assert not {"VOI-01", "VOI-02"} & found
    assert built.report.tables["child_views"].state == "blocked"
    definitions = (tmp_path / "out/leaders/definitions.html").read_text(encoding="utf-8")
    assert "child_views.csv has errors that must be put right first" in definitions


def test_a_broken_incidents_table_stops_the_build_and_leaves_every_byte_of_the_old_one(
    tmp_path: Path,
) -> None:
    workspace = write_workspace(tmp_path / "w", 8)
    build(workspace, audiences=["governors"])
    before = hashes(workspace / "build"), hashes(workspace / "records")
    (workspace / "data" / "incidents.csv").write_text("when,what\n2026-01-01,hold\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        build(workspace)
    assert caught.value.exit_code == 11
    assert (hashes(workspace / "build"), hashes(workspace / "records")) == before
    assert "untouched" in caught.value.hint


def test_without_incidents_nothing_is_built_and_no_folder_is_made(tmp_path: Path) -> None:
    write_setting(tmp_path)
    with pytest.raises(DataError):
        build(tmp_path)
    assert not (tmp_path / "build").exists()


def test_a_page_of_the_setting_that_would_run_a_script_stops_the_build(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "w", 8)
    (workspace / "policy" / "more.md").write_text("# More\n\n<script>alert(1)</script>\n", encoding="utf-8")
    with pytest.raises(SettingError) as caught:
        build(workspace, audiences=["governors"])
    assert caught.value.exit_code == 10
    assert "policy/more.md, line 3" in caught.value.message
    assert not (workspace / "build").exists() or not list((workspace / "build").iterdir())


def test_an_unknown_audience_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    known = gather(write_workspace(tmp_path / "w", 6)).dataset.setting.audiences
    with pytest.raises(UsageError) as caught:
        named(known, ["govenors"])
    assert "governors" in caught.value.hint
    assert [each.name for each in named(known, [])] == ["leaders", "governors", "inspectors", "visitor"]


# Few columns, hostile words


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("first")
    build(write_four_columns(place / "w"), out=place / "out", audiences=["leaders", "governors"])
    return place / "out"


def test_four_columns_give_leaders_a_first_page_that_says_what_to_add_next(first_night: Path) -> None:
    page = (first_night / "leaders/index.html").read_text(encoding="utf-8")
    assert "Add this next, and you will be able to say" in page
    assert page.count("<li><strong>") >= 5
    ideas = re.findall(r"<li><strong>([^<]+)</strong>", page)
    assert any("children.csv" in idea for idea in ideas[:4])
    assert any("child_views.csv" in idea for idea in ideas)
    assert 'class="figure"' in page and "<svg" in page


def test_four_columns_give_counts_and_no_rates(first_night: Path) -> None:
    records = json.loads((first_night / "leaders/data/indicators.json").read_text(encoding="utf-8"))
    found = {record["indicator"] for record in records}
    assert {"CHG-01", "CHG-04", "CHG-07", "REC-01"} <= found
    rates = [record for record in records if record["unit"].startswith("per 100 child-days")]
    assert all(record["value"] is None for record in rates)
    assert any(record["group"] == "incidents" and record["value"] for record in records)


SCRIPT = "<script>alert('zq')</script><img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://zq.example";"x")'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose names, labels, titles and words are scripts and formulas."""
    place = tmp_path_factory.mktemp("hostile")
    workspace = write_workspace(place / "w", 8, home=False)
    text = (workspace / "setting.yml").read_text(encoding="utf-8")
    text = text.replace("name: Fern Green", f"name: '{SCRIPT.replace(chr(39), chr(39) * 2)}'")
    text = text.replace("name: Fern School", f"name: '{FORMULA}'")
    (workspace / "setting.yml").write_text(text, encoding="utf-8")
    payloads = [
        SCRIPT,
        FORMULA,
        "{{ 7 * 7 }}",
        "{: onclick=alert(1) }",
        "[x](javascript:alert(1))",
        "`</title>`",
    ]
    write_table(
        workspace,
        "actions",
        [
            {
                "action_id": f"act-{n:03d}",
                "raised_on": "2026-02-01",
                "origin": "pattern",
                "scope": "setting",
                "action_type": "environment",
                "published_title": payload,
                "due_on": "2026-03-01",
                "effective_from": "2026-02-10",
            }
            for n, payload in enumerate(payloads)
        ],
    )
    codes = "|".join(f"act-{n:03d}" for n in range(len(payloads)))
    write_table(
        workspace,
        "governance_reviews",
        [
            {
                "review_on": "2026-05-01",
                "body": "governors",
                "period_from": "2026-01-01",
                "period_to": "2026-04-01",
                "actions_agreed": codes,
            }
        ],
    )
    change(workspace, "child_views", "view_text", lambda n, _: payloads[n % len(payloads)])
    change(workspace, "child_views", "quote_cleared", lambda n, _: "true")
    build(workspace, out=place / "out", audiences=["leaders", "governors"])
    return place / "out"


def test_scripts_and_formulas_in_titles_names_and_quotes_come_out_as_plain_text(hostile: Path) -> None:
    shown = 0
    for path in hostile.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "<script>alert" not in page, path.name
        assert not re.search(r"<img[^>]*onerror", page), path.name
        assert not re.search(r"<[a-z][^>]*\sonclick=[\"']?alert", page), path.name
        assert not re.search(r"href=[\"']?\s*javascript:", page, re.I), path.name
        shown += page.count("&lt;script&gt;alert")
    assert shown > 0
    for path in hostile.rglob("data/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t") or re.match(r"-\D", cell)] == []


def test_the_words_of_a_payload_list_never_become_markup(tmp_path: Path) -> None:
    source = SHARED / "data" / "adversarial" / "xss-payload-list.txt"
    if not source.is_file():
        pytest.skip("a file of ../shared is absent: data/adversarial/xss-payload-list.txt")
    lines = [
        line for line in source.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()
    ]
    payloads = [line[:200] for line in lines if '"' not in line or line.count('"') % 2 == 0][:400]
    workspace = write_workspace(tmp_path / "w", 8, home=False)
    change(workspace, "child_views", "view_text", lambda n, _: payloads[n % len(payloads)])
    change(workspace, "child_views", "quote_cleared", lambda n, _: "true")
    try:
        build(workspace, out=tmp_path / "out", audiences=["leaders"])
    except DataError:
        pytest.fail("quotes that read like scripts are text, and text is no error of the incidents")
    scripts: set[tuple[str, ...]] = set()
    for path in (tmp_path / "out").rglob("children/*.html"):
        page = path.read_text(encoding="utf-8")
        scripts.add(tuple(re.findall(r"<script[^>]*>", page)))
        body = page[page.index("<article") : page.index("</article>")]
        assert not re.search(
            r"<(script|iframe|object|embed|img|video|audio|form|math|marquee)\b", body, re.I
        ), path.name
        assert not re.search(r"<[a-z][^<>]*\son[a-z]+\s*=", body, re.I), path.name
    assert len(scripts) == 1


# A month without an incident, as August is in every school


def test_a_window_without_a_single_incident_is_computed(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "w", 8)
    evidence = gather(workspace, as_of=date(2026, 9, 30))
    assert ("VOI-01", "2026-09-before") in evidence.results
    (total,) = (
        cell for cell in evidence.results["CHG-01", "2026-09-before"].cells if cell.group == "incidents"
    )
    assert total.numerator == 0


# Releases


def test_a_release_is_frozen_once_and_an_existing_one_is_refused_with_nothing_changed(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "w", 8)
    frozen = publish(workspace, "2026-summer", audiences=["governors"], today=date(2026, 11, 1))
    assert [(each.audience, each.version) for each in frozen] == [("governors", "2026-summer")]
    assert (workspace / "releases/governors/2026-summer/index.html").is_file()
    menu = json.loads((workspace / "releases/governors/versions.json").read_text(encoding="utf-8"))
    assert [each["version"] for each in menu] == ["2026-summer"]
    assert (workspace / "records" / "release-2026-summer.json").is_file()
    assert not (workspace / "build").exists()
    before = hashes(workspace)
    with pytest.raises(ReleaseError) as caught:
        publish(workspace, "2026-summer", audiences=["governors"])
    assert caught.value.exit_code == 13
    assert hashes(workspace) == before


def test_rows_in_another_order_give_the_same_figures(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write_workspace(one, 8)
    shutil.copytree(one, other)
    rows = incident_rows(heavy(8, usual))
    write_table(other, "incidents", [rows[-n - 1] for n in range(len(rows))])
    found = []
    for place in (one, other):
        evidence = gather(place)
        found.append(
            {
                (key, cell.group): (cell.value, cell.numerator, cell.denominator, cell.unknown)
                for key, result in evidence.results.items()
                for cell in result.cells
            }
        )
    assert found[0] == found[1]


def test_the_names_used_here_are_those_of_the_small_setting(tmp_path: Path) -> None:
    write_setting(tmp_path)
    write_documents(tmp_path)
    text = (tmp_path / "setting.yml").read_text(encoding="utf-8")
    assert SCHOOL in text and HOME in text and FOUR[0] == "incident_id"
