"""Whatever lies in `data/`: a clear finding or error with the right exit code, in bounded time, without a value."""

from __future__ import annotations

import csv
import io
import json
import os
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from small import SCHOOL, write_setting
from typer.testing import CliRunner

from generator import checks, findings, schema
from generator import setting as setting_
from generator.build import disclosed, gather
from generator.cli import app
from generator.errors import DataError
from generator.model import CheckReport, Finding
from generator.package import load, scan

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
FOUR = "incident_id,child_id,incident_date,intervention_category"
ROW = "inc-1,child-a,2026-09-10,physical_restraint"
CANARY = "canary-in-a-cell"
TODAY = date(2026, 11, 23)


def workspace(folder: Path, **tables: bytes | str) -> Path:
    write_setting(folder, home=False)
    (folder / "data").mkdir(exist_ok=True)
    for name, text in tables.items():
        raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        (folder / "data" / f"{name}.csv").write_bytes(raw)
    return folder


def checked(folder: Path) -> CheckReport:
    loaded = load(folder, setting_.read(folder), None, TODAY)
    report = checks.run(loaded.dataset, loaded.findings)
    checks.sound(loaded.dataset, report)
    json.loads(findings.render_json(report))
    findings.render_text(report)
    return report


def of(report: CheckReport, table: str) -> list[str]:
    return [each.code for each in report.findings if each.table == table]


def told(found: tuple[Finding, ...]) -> str:
    return " ".join(f"{each.message} {each.hint}" for each in found)


LONG_LINE = b'"' + b"x" * 6_000_000 + b'"'
BAD: dict[str, tuple[bytes, str]] = {
    "windows letters": (f"{FOUR}\n{ROW}\ninc-2,caf\u00e9,2026-09-10,other\n".encode("cp1252"), "not-utf8"),
    "UTF-16 with its mark": (f"{FOUR}\n{ROW}\n".encode("utf-16"), "not-utf8"),
    "UTF-16 without its mark": (f"{FOUR}\n{ROW}\n".encode("utf-16-le"), "not-utf8"),
    "a NUL byte": (f"{FOUR}\ninc-1,a\0b,2026-09-10,other\n".encode(), "nul-byte"),
    "half a letter at the end": (f"{FOUR}\n{ROW}\n".encode() + b"\xc3", "not-utf8"),
    "a quote never closed": (f'{FOUR}\ninc-1,"{CANARY},2026-09-10,other\n'.encode(), "broken-quotes"),
    "a quote in the middle": (f'{FOUR}\ninc-1,"a"b,2026-09-10,other\n'.encode(), "broken-quotes"),
    "a cell that never ends": (f"{FOUR}\n{CANARY * 9000},a,2026-09-10,other\n".encode(), "cell-too-long"),
    "a line that never ends": (FOUR.encode() + b"\n" + LONG_LINE, "line-too-long"),
    "nothing at all": (b"", "empty-file"),
    "a mark and nothing else": (b"\xef\xbb\xbf\r\n", "empty-file"),
    "only a header": (FOUR.encode(), "no-rows"),
    "a blank first line": (f"\n{FOUR}\n{ROW}\n".encode(), "header-not-first"),
    "semicolons": (f"{FOUR}\n{ROW}\n".replace(",", ";").encode(), "delimiter"),
    "a heading twice": (f"{FOUR},child_id\n{ROW},x\n".encode(), "duplicate-column"),
    "a heading with one wrong letter": (
        f"{FOUR}\n{ROW}\n".replace("incident_date", "incident_dats").encode(),
        "missing-column",
    ),
    "another table": (b"name,colour\n1,2\n", "no-known-column"),
    "a spreadsheet": (b"PK\x03\x04" + bytes(range(256)) * 20, "nul-byte"),
    "cells too many": (f"{FOUR}\n{ROW},{CANARY}\n".encode(), "extra-cells"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_table_is_named_and_stops_with_the_exit_code_of_data(
    tmp_path: Path, name: str
) -> None:
    raw, code = BAD[name]
    folder = workspace(tmp_path, incidents=raw)
    report = checked(folder)
    assert code in of(report, "incidents")
    assert report.tables["incidents"].state in ("blocked", "absent")
    assert CANARY not in told(report.findings)
    with pytest.raises(DataError) as error:
        gather(folder, today=TODAY)
    assert error.value.exit_code == 11 and CANARY not in error.value.message


def test_the_heading_with_one_wrong_letter_is_pointed_at(tmp_path: Path) -> None:
    raw, _ = BAD["a heading with one wrong letter"]
    report = checked(workspace(tmp_path, incidents=raw))
    assert [each.hint for each in report.findings] == ["Did you mean column C? Name it incident_date."]


def test_ragged_rows_old_line_ends_and_three_hundred_columns_are_read_as_far_as_they_go(
    tmp_path: Path,
) -> None:
    wide = FOUR + "".join(f",own {number}" for number in range(300))
    lines = "\r".join([wide, ROW + f",{CANARY}" * 300, "inc-2,child-b,2026-09-11,other", ",,,"])
    report = checked(workspace(tmp_path, incidents=lines))
    assert of(report, "incidents") == ["missing-cells", "unknown-column"]
    assert (report.tables["incidents"].state, report.tables["incidents"].rows) == ("loaded", 2)
    assert CANARY not in told(report.findings)


def as_folder(path: Path) -> None:
    path.mkdir()


def as_broken_link(path: Path) -> None:
    os.symlink(path.with_name("nowhere"), path)


def as_loop(path: Path) -> None:
    os.symlink(path, path)


def as_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (as_folder, "not-a-file"),
        (as_broken_link, "broken-link"),
        (as_loop, "broken-link"),
        (as_pipe, "not-a-file"),
    ],
)
def test_what_is_no_file_is_said_in_every_place_and_by_the_command(
    tmp_path: Path, make: Callable[[Path], None], code: str
) -> None:
    folder = workspace(tmp_path, incidents=f"{FOUR}\n{ROW}\n")
    make(folder / "data" / "reviews.csv")
    report = checked(folder)
    assert of(report, "reviews") == [code]
    assert report.tables["incidents"].state == "loaded"
    (folder / "data" / "incidents.csv").unlink()
    make(folder / "data" / "incidents.csv")
    said = CliRunner().invoke(app, ["check", "--workspace", str(folder)])
    assert said.exit_code == 11 and f"error {code}" in said.stdout


def test_a_file_that_changes_while_it_is_read_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace(tmp_path, incidents=f"{FOUR}\n{ROW}\n" * 3)
    path = folder / "data" / "incidents.csv"
    really = os.fstat
    calls = iter(range(100))

    def shrinking(number: int) -> os.stat_result:
        if next(calls) == 1:  # between the first look at the file and the last
            with path.open("r+b") as file:
                file.truncate(20)
        return really(number)

    monkeypatch.setattr(os, "fstat", shrinking)
    with pytest.raises(scan.Unreadable) as stopped:
        scan.read("incidents", path)
    assert stopped.value.finding.code == "changed-while-read"


def test_a_file_somebody_keeps_writing_gives_a_whole_reading_or_a_finding(tmp_path: Path) -> None:
    folder = workspace(tmp_path, incidents=f"{FOUR}\n{ROW}\n")
    path = folder / "data" / "incidents.csv"
    stop = threading.Event()

    def rewrite() -> None:
        while not stop.is_set():
            path.write_text(
                f"{FOUR}\n" + "".join(f"inc-{n},child-a,2026-09-10,other\n" for n in range(400)),
                encoding="utf-8",
            )
            os.truncate(path, 60)

    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        for _ in range(20):
            assert checked(folder).tables["incidents"].state in ("loaded", "blocked", "absent")
    finally:
        stop.set()
        writer.join()


def test_a_file_beyond_every_size_is_refused_before_it_is_taken_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "LARGEST_FILE", 50)
    report = checked(workspace(tmp_path, incidents=f"{FOUR}\n{ROW}\n"))
    assert of(report, "incidents") == ["file-too-large"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs bad-csv in ../shared")
def test_every_hostile_file_in_place_of_every_table_is_a_finding_of_each(tmp_path: Path) -> None:
    files = sorted((SHARED / "bad-csv").rglob("*.csv"))
    assert len(files) > 80
    for path in files:
        raw = path.read_bytes()
        folder = workspace(tmp_path, **dict.fromkeys(schema.tables(), raw))
        report = checked(folder)
        words = [word for word in raw.decode("utf-8", "replace").split() if len(word) > 12]
        assert not any(word in told(report.findings) for word in words), path.name
        for table in schema.tables():
            assert of(report, table), (path.name, table)
            assert report.tables[table].state in ("blocked", "absent"), (path.name, table)


def naughty() -> list[str]:
    strings: list[str] = json.loads((SHARED / "adversarial" / "blns.json").read_text(encoding="utf-8"))
    for name in ("csv-payload.txt", "xss-payload-list.txt"):
        strings += (
            (SHARED / "adversarial" / name).read_text(encoding="utf-8", errors="replace").splitlines()[:400]
        )
    return [each for each in strings if "\0" not in each]


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs adversarial in ../shared")
@pytest.mark.parametrize("name", list(schema.tables()))
def test_every_naughty_string_in_every_text_field_is_taken_or_reported_and_never_repeated(
    tmp_path: Path, name: str
) -> None:
    table = schema.tables()[name]
    strings = naughty()
    lines = [[each.name for each in table.fields]]
    for number, string in enumerate(strings):
        row = [string if each.type == "string" else each.example for each in table.fields]
        key = table.primary_key[0] if len(table.primary_key) == 1 else None
        lines.append(
            [f"x{number}" if each.name == key else cell for each, cell in zip(table.fields, row, strict=True)]
        )
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    given = {"incidents": f"{FOUR}\n{ROW}\n", name: text.getvalue()}
    report = checked(workspace(tmp_path, **given))
    said = told(report.findings)
    known = told(checked(workspace(tmp_path / "plain", incidents=f"{FOUR}\n{ROW}\n")).findings)
    odd = [each for each in strings if len(each) > 15 and not each.isalpha() and each not in known]
    assert not [each for each in odd if each in said]
    assert report.tables[name].state in ("loaded", "blocked")


FIELDS = [(table.name, each.name) for table in schema.tables().values() for each in table.fields]
CELLS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40),
    st.dates().map(str),
    st.datetimes().map(lambda each: each.isoformat()),
    st.times().map(lambda each: each.isoformat()),
    st.floats().map(str),
    st.integers().map(str),
    st.sampled_from(["", " ", "|", "none|", "true", "NO", "1.0", "-0", "nan", "inf", "24:00", "0001-01-01", "1e400"]),
    st.sampled_from(["9999-12-31", "2200-01-01", "2026-02-29", "2026-03-29T01:30", "2026-09-10T12:00+14:00", "007"]),
    st.sampled_from(FIELDS).map(lambda place: schema.tables()[place[0]].field(place[1]).example),
    st.sampled_from(sorted({code for codes in schema.labels().values() for code in codes})),
)  # fmt: skip


def example_row(table: str, number: int) -> dict[str, str]:
    """A row of a table's own examples that points at what is there."""
    known = schema.tables()[table]
    own = {"setting_id": SCHOOL, "incident_id": "inc-1", "child_id": "child-a"}
    row = {each.name: own.get(each.name, each.example) for each in known.fields}
    row |= {
        each.name: ""
        for each in known.fields
        if not each.required and (each.refers_to or each.name == "intervention_id")
    }
    if len(known.primary_key) == 1:
        row[known.primary_key[0]] = f"key-{number}"
    return row | ({"incident_date": "2026-09-10", "ended_date": ""} if table == "incidents" else {})


def written(table: str, rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, schema.tables()[table].names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("table", list(schema.tables()))
@given(data=st.data())
@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
def test_whatever_stands_in_any_field_is_reported_or_used_unharmed_by_the_figures(
    tmp_path_factory: pytest.TempPathFactory, table: str, data: st.DataObject
) -> None:
    names = schema.tables()[table].names
    rows = [
        {**example_row(table, 4 * place + turn), name: data.draw(CELLS, label=name)}
        for place, name in enumerate(names)
        for turn in range(4)
    ]
    folder, report = tmp_path_factory.mktemp("any"), None
    for _ in range(5):  # what stops a table hides what other rules would say of its rows
        report = checked(workspace(folder, **{"incidents": f"{FOUR}\n{ROW}\n", table: written(table, rows)}))
        grave = [each for each in report.findings if each.severity == "error" and each.table == table]
        reported = {each.row for each in grave if each.code != "no-rows"}
        assert None not in reported, "no cell spoils a whole file that is written as CSV"
        if not reported:
            break
        rows = [row for number, row in enumerate(rows, 2) if number not in reported]
    assert report is not None and not reported
    if report.tables["incidents"].state == "loaded":
        evidence = gather(folder, today=TODAY)
        for audience in evidence.dataset.setting.audiences[:2]:
            disclosed(evidence, audience)
