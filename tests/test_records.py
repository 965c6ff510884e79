"""Large files are read many rows at a time, and by two processes, and say what they say row by row and by one."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import replace
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import schema
from generator.model import Finding
from generator.package import cells, files, records, tables
from generator.package.texts import Gathered

CONTENT = Path(__file__).parents[1] / "content"
INCIDENTS = schema.tables()["incidents"]
FOUR = ["incident_id", "child_id", "incident_date", "intervention_category"]
LONG = "x" * (records.LONGEST_CELL + 1)
CELLS = st.sampled_from(
    ["", "", " ", "\u00a0", "a", "b", "inc-1", "one, two", 'a "word"', "line\nbreak", "é"]
)


def file_of(folder: Path, rows: list[list[str]], end: str = "\n") -> Path:
    path = folder / "incidents.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=end).writerows(rows)
    return path


def even(number: int) -> list[str]:
    return [f"inc-{number}", "child-a", "2026-01-07", "other"]


def the_one(found: files.RawTable) -> Finding:
    (finding,) = found.findings
    return finding


@given(
    columns=st.lists(st.sampled_from([*FOUR, "own", "more", ""]), min_size=4, max_size=6, unique=True),
    body=st.lists(st.lists(CELLS, max_size=7), max_size=12),
    blank=st.lists(st.sampled_from(["", " ", "\u00a0"]), max_size=2),
    even_rows=st.integers(0, 5),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_rows_taken_together_are_the_rows_taken_one_by_one(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    columns: list[str],
    body: list[list[str]],
    blank: list[str],
    even_rows: int,
    end: str,
) -> None:
    columns = [*FOUR, *(name for name in columns if name not in FOUR)]
    wide = len(columns)
    rows = [["inc", *row] for row in body[::2]] + body[1::2] + [[f"i{n}"] * wide for n in range(even_rows)]
    rows += [[sign] * wide for sign in blank]
    path = file_of(tmp_path_factory.mktemp("rows"), [columns, *rows], end)
    read = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))
    filled = [(at, row) for at, row in enumerate(read[1:], 2) if any(cell.strip() for cell in row)]
    padded = [(row + [""] * wide)[:wide] for _, row in filled]
    for together in (1, 3, 100):
        monkeypatch.setattr(records, "AT_A_TIME", together)
        found = files.read(INCIDENTS, path)
        assert list(found.numbers) == [at for at, _ in filled]
        for place, name in enumerate(FOUR):
            texts = found.columns[name]
            assert [texts.different[each] for each in texts.places] == [row[place] for row in padded]
        odd = [(each.code, each.row) for each in found.findings if each.row]
        assert odd == [
            ("missing-cells" if len(row) < wide else "extra-cells", at)
            for at, row in filled
            if len(row) < wide or any(cell.strip() for cell in row[wide:])
        ]
        unnamed = [place for place, name in enumerate(columns) if not name]
        warned = any(each.code == "unnamed-column" for each in found.findings)
        assert warned == any(row[place].strip() for row in padded for place in unnamed)


@pytest.mark.parametrize("before", [0, 1, 98, 99, 100, 250])
def test_a_broken_quote_is_named_by_its_row_wherever_it_stands(tmp_path: Path, before: int) -> None:
    path = file_of(tmp_path, [FOUR, *map(even, range(before))])
    with path.open("a", encoding="utf-8") as file:
        file.write('"inc-1"x,child-a,2026-01-07,other\n' + "inc-2,child-a,2026-01-07,other\n" * 3)
    found = files.read(INCIDENTS, path)
    # The header is row 1, so the row after `before` others is row `before` + 2.
    assert the_one(found).message == f"row {before + 2}: the quotes do not match."
    assert not found.usable and not found.numbers


@pytest.mark.parametrize(
    "row",
    [
        ["inc-long", LONG, "2026-01-07", "other", ""],
        ["inc-long", "child-a", "2026-01-07", "other", LONG],  # a column that no table has
        [" " * len(LONG), "", "", "", ""],  # a row that would count as blank
        ["inc-long", "child-a", "2026-01-07", "other", "", LONG],  # beyond the last column
    ],
)
def test_a_cell_that_is_too_long_is_named_by_its_row_before_what_is_broken_after_it(
    tmp_path: Path, row: list[str]
) -> None:
    rows = [[*even(number), "x"] for number in range(130)]
    path = file_of(tmp_path, [[*FOUR, "own"], *rows, row])
    with path.open("a", encoding="utf-8") as file:
        file.write('"inc-1"x,,,,\n')
    # 130 rows stand between the header, row 1, and this one.
    assert (
        the_one(files.read(INCIDENTS, path)).message == "row 132: one cell is longer than 100,000 characters."
    )


def test_a_cell_of_the_greatest_length_is_read(tmp_path: Path) -> None:
    path = file_of(tmp_path, [[*FOUR, "lead_up_summary"], [*even(1), LONG[1:]]])
    assert files.read(INCIDENTS, path).columns["lead_up_summary"].different == (LONG[1:],)


def test_a_header_that_is_wrong_does_not_hide_what_is_broken_further_down(tmp_path: Path) -> None:
    path = file_of(tmp_path, [FOUR[1:], *([["a", "2026-01-07", "other"]] * 150)])
    assert the_one(files.read(INCIDENTS, path)).code == "missing-column"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{LONG},b,c\n")
    assert the_one(files.read(INCIDENTS, path)).code == "cell-too-long"


@pytest.mark.parametrize("many", [1, 255, 256, 257, 600])
def test_a_column_keeps_every_text_however_many_differ(many: int) -> None:
    texts = [f"t{number % many}" for number in range(700)]
    column = Gathered()
    longest = [column.add(texts[at : at + 70]) for at in range(0, 700, 70)]
    whole = column.texts()
    assert [whole.different[place] for place in whole.places] == texts
    assert whole.different == tuple(f"t{number}" for number in range(many))
    # A place of a byte is 0 to 255, so 256 texts are the most.
    assert whole.places.itemsize == (1 if many <= 256 else 4)
    # "t69" has three signs; the second seventy bring "t100" only where more than 100 differ.
    assert longest[:2] == [3 if many > 10 else 2, 0 if many <= 70 else 4 if many > 100 else 3]


SHAPED = sorted(
    {
        each.pattern: each
        for table in schema.tables().values()
        for each in table.fields
        if each.pattern and not each.month_allowed
    }.items()
)


@given(
    each=st.sampled_from([each for _, each in SHAPED]),
    text=st.text(max_size=12) | st.text("aZ09 |-_.\n\r\u00a0", max_size=45),
    data=st.data(),
)
@example(each=INCIDENTS.field("incident_id"), text="inc-1\n", data=None)
@example(each=INCIDENTS.field("incident_id"), text="", data=None)
@example(each=INCIDENTS.field("incident_id"), text="x" * 41, data=None)
@settings(max_examples=300, deadline=None)
def test_a_text_is_a_value_here_where_it_is_one_for_frictionless(
    each: schema.FieldSchema, text: str, data: st.DataObject | None
) -> None:
    if data and each.pattern and data.draw(st.booleans()):
        text = data.draw(st.from_regex(f"^(?:{each.pattern})$"))
    column, found = cells.read_column("t", each, [text, "inc-1", text], [2, 3, 4])
    outcome = cells._reader(each)(text)  # what reading says of it, however plain it is
    assert ({2, 4} <= {finding.row for finding in found}) == isinstance(outcome, cells.Problem)
    if not isinstance(outcome, cells.Problem):
        assert column[[2, 4]].isna().all() if outcome is None else list(column[[2, 4]]) == [outcome] * 2
    value, notes = frictionless.Field.from_descriptor(dict(each.descriptor)).read_cell(text)
    if cells._is_shape_alone(each) and "\n" not in text:
        assert (outcome == value) == (not notes)


def test_what_asks_for_no_reading_is_a_plain_number_or_code_of_ones_own() -> None:
    alone = {each.name for each in INCIDENTS.fields if cells._is_shape_alone(each)}
    # Of incidents, the fields with a pattern that name no person and have no list of codes, counted in the schema.
    assert alone == {"incident_id", "setting_id", "incident_group_id", "source_id"}
    each = INCIDENTS.field("incident_id")
    for more in (
        {"constraints": {"pattern": "a", "maxLength": 3}},
        {"constraints": {}},
        {"missingValues": ["-"]},
    ):
        assert not cells._is_shape_alone(replace(each, descriptor={**each.descriptor, **more}))


def test_two_processes_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CONTENT / "data", tmp_path / "data")
    broken = tmp_path / "data" / "reviews.csv"
    broken.write_bytes(broken.read_bytes().replace(b"2024-", b"2024-13-").replace(b"rev-0003,", b"rev 3,"))
    (tmp_path / "data" / "staff.csv").write_bytes(b"\xff\xfe")
    (tmp_path / "data" / "training.csv").unlink()
    monkeypatch.setattr(tables, "WORTH_SHARING", 0)
    one, two = tables.read(tmp_path / "data"), tables.read(tmp_path / "data", both=True)
    assert one[1:] == two[1:]
    assert {each.code for each in two[2]} >= {"not-a-date-and-time", "code-shape", "not-utf8"}
    assert list(one[0]) == list(two[0]) and len(one[0]) == 14  # sixteen, less one unreadable and one absent
    for name, frame in one[0].items():
        pd.testing.assert_frame_equal(frame, two[0][name], check_freq=True)


def test_small_files_are_not_worth_a_second_process() -> None:
    worth = tables.WORTH_SHARING
    # However large the largest is, this process reads it itself: it is the others that a second one can take.
    assert not tables.worth_sharing([100 * worth])
    assert not tables.worth_sharing([worth // 2, 100 * worth, worth // 2])
    assert tables.worth_sharing([worth // 2, 100 * worth, worth // 2, 1])
    assert not tables.worth_sharing([])
