"""From a figure to its rows, for those who may open the records; and nobody else may read them."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import pytest
from small import write_workspace

from generator import trace
from generator.build import Evidence, gather
from generator.disclosure import children
from generator.errors import ReleaseError, SiteError, UsageError
from generator.trace import explain, key_of, read, records, write

SUMMER = "2025-26-summer"
Made = tuple[Path, Evidence, trace.Records]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    workspace = write_workspace(tmp_path_factory.mktemp("trace") / "w", 6)
    evidence = gather(workspace)
    known = {each.id: each for each in evidence.known}
    return workspace, evidence, records(known, evidence.results, evidence.dataset, evidence.report)


def test_a_key_is_indicator_and_window_and_the_group_where_it_is_a_part() -> None:
    assert key_of("CHG-01", SUMMER) == "CHG-01/2025-26-summer"
    assert key_of("CHG-01", SUMMER, "fern-home") == "CHG-01/2025-26-summer/fern-home"


def test_every_figure_has_its_rows_and_they_are_as_many_as_it_counts(made: Made) -> None:
    figures = made[2]["figures"]
    assert len(figures) > 200
    for key, figure in figures.items():
        counted = sum(len(rows) for rows in figure["rows"].values())
        # A measure that is no count, such as time under restriction, may point at rows without counting them.
        assert figure["numerator"] is None or counted in (0, figure["numerator"]), key


def test_the_rows_behind_the_incidents_of_a_term_are_those_of_the_table(made: Made) -> None:
    workspace, _, found = made
    lines = (workspace / "data" / "incidents.csv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    date, kind = names.index("incident_date"), names.index("intervention_category")
    # The header is row 1 of the sheet; summer 2026 ran from 13 April until school began on 2 September.
    expected = [
        number
        for number, line in enumerate(lines[1:], start=2)
        if "2026-04-13" <= line.split(",")[date] < "2026-09-02"
        and line.split(",")[kind] == "physical_restraint"
    ]
    assert expected
    assert found["figures"][f"CHG-01/{SUMMER}/incidents"]["rows"] == {"incidents": expected}


def test_the_hash_is_that_of_the_file(made: Made) -> None:
    workspace, _, found = made
    for name in ("incidents.csv", "children.csv", "child_views.csv"):
        path = workspace / "data" / name
        assert found["files"][name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert found["files"][name]["rows"] == len(path.read_text(encoding="utf-8").splitlines()) - 1


def test_the_explanation_names_file_hash_rows_and_method(made: Made) -> None:
    text = explain(made[2], f"CHG-01/{SUMMER}/incidents")
    assert made[2]["files"]["incidents.csv"]["sha256"] in text
    rows = made[2]["figures"][f"CHG-01/{SUMMER}/incidents"]["rows"]["incidents"]
    assert ", ".join(map(str, rows)) in text
    assert f"{len(rows)} rows" in text
    assert made[2]["methods"]["CHG-01"]["title"] in text
    assert "How it is counted" in text


def test_an_unknown_key_is_refused_with_the_nearest_ones(made: Made) -> None:
    with pytest.raises(UsageError) as caught:
        explain(made[2], "CHG-01/2025-26-sumer/incidents")
    assert caught.value.exit_code == 2
    assert f"CHG-01/{SUMMER}/incidents" in caught.value.hint


def test_records_are_written_whole_for_their_owner_only_and_read_back(tmp_path: Path, made: Made) -> None:
    path = write(tmp_path, made[2], "release-2026-summer")
    assert path == tmp_path / "records" / "release-2026-summer.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert read(tmp_path, "release-2026-summer") == json.loads(json.dumps(made[2]))


def test_writing_again_replaces_the_old_records(tmp_path: Path, made: Made) -> None:
    write(tmp_path, {**made[2], "as_of": "2020-01-01"})
    write(tmp_path, made[2])
    assert read(tmp_path)["as_of"] == "2026-10-31"


@pytest.mark.parametrize("old", [None, {"as_of": "2020-01-01"}])
def test_records_written_for_what_then_fails_are_taken_back(
    tmp_path: Path, old: dict[str, str] | None
) -> None:
    if old:
        write(tmp_path, old, "release-1")
    with pytest.raises(ReleaseError), trace.written(tmp_path, {"as_of": "2026-10-31"}, "release-1") as path:
        assert json.loads(path.read_text("utf-8")) == {"as_of": "2026-10-31"}
        raise ReleaseError("releases: 1 could not be published.")
    assert [each.name for each in path.parent.iterdir()] == (["release-1.json"] if old else [])
    assert old is None or read(tmp_path, "release-1") == old


def test_records_written_for_what_succeeds_stay(tmp_path: Path) -> None:
    with trace.written(tmp_path, {"as_of": "2026-10-31"}) as path:
        pass
    assert read(tmp_path) == {"as_of": "2026-10-31"} and stat.S_IMODE(path.stat().st_mode) == 0o600


def test_records_that_cannot_be_written_are_said_in_words_and_leave_nothing(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("a file where a folder belongs", encoding="utf-8")
    with pytest.raises(SiteError, match=r"records/current\.json: it cannot be written") as stop:
        write(tmp_path, {})
    assert stop.value.exit_code == 14 and "try again" in stop.value.hint
    assert [each.name for each in tmp_path.iterdir()] == ["records"]


def test_without_a_build_there_is_nothing_to_trace(tmp_path: Path) -> None:
    for name in ("current", "release-1"):
        with pytest.raises(UsageError) as caught:
            read(tmp_path, name)
        assert "readiness build" in caught.value.hint


def test_records_hold_no_value_of_a_cell(made: Made) -> None:
    text = json.dumps(made[2])
    assert "child-000x" not in text and "inc-0001" not in text


def test_a_figure_leads_back_to_the_numbers_of_the_setting_s_own_system(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "w", 6)
    path = workspace / "data" / "incidents.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    # Row 2 of the sheet gets INC/2, row 3 INC/3 and so on; one row has none.
    numbered = [f"{line},INC/{row}" if row != 4 else f"{line}," for row, line in enumerate(lines[1:], 2)]
    path.write_text("\n".join([f"{lines[0]},source_id", *numbered]) + "\n", encoding="utf-8")
    evidence = gather(workspace)
    found = records(
        {each.id: each for each in evidence.known}, evidence.results, evidence.dataset, evidence.report
    )
    key = f"CHG-01/{SUMMER}/incidents"
    rows = found["figures"][key]["rows"]["incidents"]
    said = explain(found, key).splitlines()
    assert said[said.index("Their numbers in your system:") + 1].strip() == ", ".join(
        f"INC/{row}" for row in rows if row != 4
    )


def test_a_child_s_page_for_leaders_names_the_number_of_each_record_where_there_is_one(
    tmp_path: Path,
) -> None:
    workspace = write_workspace(tmp_path / "w", 6)
    plain = children.pages(gather(workspace).dataset)
    assert plain and all("Your number" not in each.columns for each in plain)
    path = workspace / "data" / "incidents.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    numbered = [f"{line},INC/{row}" for row, line in enumerate(lines[1:], 2)]
    path.write_text("\n".join([f"{lines[0]},source_id", *numbered]) + "\n", encoding="utf-8")
    for each in children.pages(gather(workspace).dataset):
        assert each.columns[-1] == "Your number"
        assert all(len(row) == len(each.columns) and row[-1].startswith("INC/") for row in each.rows)


def test_one_version_keeps_one_set_of_records_where_that_loses_nothing(tmp_path: Path) -> None:
    old, new = {"as_of": "2026-10-30"}, {"as_of": "2026-10-31"}
    assert trace.names_for(tmp_path, old, "1.2", ["governors"], kept=True) == {"release-1.2"}
    write(tmp_path, old, "release-1.2")
    assert trace.names_for(tmp_path, old, "1.2", ["leaders"], kept=True) == {"release-1.2"}
    # A release that was cut short leaves records that nobody was shown: they are written over.
    assert trace.names_for(tmp_path, new, "1.2", ["leaders"], kept=False) == {"release-1.2"}
    wanted = {"release-1.2@inspectors", "release-1.2@leaders"}
    assert trace.names_for(tmp_path, new, "1.2", ["leaders", "inspectors"], kept=True) == wanted


def test_a_version_with_records_for_each_reader_is_asked_whose_figure_it_is(tmp_path: Path) -> None:
    write(tmp_path, {"as_of": "2026-10-30"}, "release-1")
    assert trace.name_of(tmp_path, "1", "leaders") == "release-1"
    assert trace.name_of(tmp_path, "2") == "release-2"
    write(tmp_path, {"as_of": "2026-10-31"}, "release-1@leaders")
    assert trace.name_of(tmp_path, "1", "leaders") == "release-1@leaders"
    assert trace.name_of(tmp_path, "1", "governors") == "release-1"
    with pytest.raises(UsageError, match="different records for different readers") as stop:
        trace.name_of(tmp_path, "1")
    assert stop.value.exit_code == 2 and "--audience leaders" in stop.value.hint
