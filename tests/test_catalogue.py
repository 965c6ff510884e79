"""Which indicators there are, which the data allow, and that no count differs from its rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small import write_four_columns, write_table, write_workspace

from generator import catalogue, checks, package, setting
from generator.indicator import indicator
from generator.model import Cell, Dataset, IndicatorResult, RowRef, Slots, TableState
from generator.periods import Window

ORDER = ["CHG", "PRA", "VOI", "RES", "LAW", "HSC", "REC"]


def dataset(workspace: Path) -> Dataset:
    known = setting.read(workspace)
    loaded = package.load(workspace, known)
    return checks.sound(loaded.dataset, checks.run(loaded.dataset, loaded.findings))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return dataset(write_workspace(tmp_path_factory.mktemp("small"), 8))


def result(cell: Cell) -> IndicatorResult:
    return IndicatorResult(cells=(cell,), slots=Slots("", "", ""), headline="")


@indicator(
    id="ABC-01",
    title="A",
    unit="incidents",
    better="neither",
    answers=["Q1"],
    needs={"incidents": ["planned"]},
)
def planned(dataset: Dataset, window: Window) -> IndicatorResult:
    """Incidents that were planned."""
    return result(Cell(unit="incidents"))


def test_all_sixty_are_found_without_any_register_in_the_order_of_the_catalogue() -> None:
    found = [each.id for each in catalogue.load()]
    first = "CHG-01 CHG-02 CHG-04 CHG-05 CHG-07 CHG-08 PRA-03 VOI-01 VOI-02 VOI-05 RES-01 LAW-01 LAW-04 HSC-01 REC-01"
    assert [name for name in found if name in first.split()] == first.split()
    assert len(found) == len(set(found)) == 60
    prefixes = list(dict.fromkeys(name.split("-")[0] for name in found if name.split("-")[0] in ORDER))
    assert prefixes == ORDER


def test_every_indicator_has_a_method_note_a_question_and_names_only_known_fields() -> None:
    from generator import schema

    for each in catalogue.load():
        assert each.method.splitlines()[0].endswith((".", "?")), each.id
        assert "Counts:" in each.method, each.id
        assert each.answers
        for table, fields in each.needs.items():
            assert set(fields) <= set(schema.tables()[table].names), each.id


def test_a_declaration_without_a_note_is_refused() -> None:
    def bare(dataset: Dataset, window: Window) -> IndicatorResult:
        return result(Cell(unit="%"))

    with pytest.raises(ValueError, match="published method note"):
        indicator(id="ABC-02", title="A", unit="%", better="up", answers=["Q1"], needs={})(bare)


def test_an_absent_table_a_missing_column_and_an_empty_column_lock_in_the_same_way(tmp_path: Path) -> None:
    four = dataset(write_four_columns(tmp_path / "four"))
    (absent,) = catalogue.unlock([replace(planned, needs={"child_views": ("captured_on",)})], four)[1]
    assert (absent.unlock, absent.why) == (
        ("child_views",),
        "needs the table child_views, which is not here yet",
    )
    (column,) = catalogue.unlock([planned], four)[1]
    assert column.unlock == ("incidents.planned",)
    rows = [
        {
            "incident_id": "i1",
            "child_id": "child-a1",
            "incident_date": "2026-03-04",
            "intervention_category": "seclusion",
            "planned": "",
        }
    ]
    write_table(tmp_path / "four", "incidents", rows)
    (empty,) = catalogue.unlock([planned], dataset(tmp_path / "four"))[1]
    assert empty.unlock == ("incidents.planned",)
    assert "missing or empty" in empty.why


def test_a_table_with_errors_locks_and_says_that_errors_come_first(small: Dataset) -> None:
    tables = {name: frame for name, frame in small.tables.items() if name != "child_views"}
    states = {**small.states, "child_views": TableState(3, "0", "blocked", "child_views.csv: broken")}
    broken = replace(small, tables=tables, states=states)
    locked = {each.indicator.id: each for each in catalogue.unlock(catalogue.load(), broken)[1]}
    assert locked["VOI-01"].why == "child_views.csv has errors that must be put right first"
    assert locked["VOI-01"].unlock == ("child_views",)


def test_a_home_and_a_school_count_together_only_where_they_share_a_site(small: Dataset) -> None:
    assert catalogue.shared_sites(small) == ("fern",)
    apart = tuple(
        replace(place, co_location_group=str(number)) for number, place in enumerate(small.setting.places)
    )
    assert catalogue.shared_sites(replace(small, setting=replace(small.setting, places=apart))) == ()
    none = tuple(replace(place, co_location_group=None) for place in small.setting.places)
    assert catalogue.shared_sites(replace(small, setting=replace(small.setting, places=none))) == ()


def test_a_count_that_differs_from_its_rows_is_a_bug_and_never_a_figure() -> None:
    two = (RowRef("incidents", 2), RowRef("incidents", 3))
    catalogue.check_evidence(planned, result(Cell(unit="incidents", numerator=2, evidence=two)))
    with pytest.raises(AssertionError, match="ABC-01/Total: 3 counted, 2 rows behind it"):
        catalogue.check_evidence(planned, result(Cell(unit="incidents", numerator=3, evidence=two)))


def test_readers_under_protection_get_completed_terms_and_leaders_the_overlapping_windows_too(
    small: Dataset,
) -> None:
    protected = catalogue.windows(small, internal=False)
    assert [each.id for each in protected] == [
        *("2024-25-autumn", "2024-25-spring", "2024-25-summer"),
        *("2025-26-autumn", "2025-26-spring", "2025-26-summer"),
    ]
    internal = [each.id for each in catalogue.windows(small, internal=True)]
    assert {each.id for each in protected} < set(internal)
    assert {"2026-27-autumn-so-far", "2026-10"} <= set(internal)
    assert len(internal) == len(set(internal))


def test_every_window_a_figure_is_compared_with_is_computed_as_well(small: Dataset) -> None:
    windows = catalogue.windows(small, internal=True)
    available, _ = catalogue.unlock(catalogue.load(), small)
    found = catalogue.compute(available, small, windows)
    assert set(found) == {(each.id, window.id) for each in available for window in windows}
    ids = {window.id for window in windows}
    for window in windows:
        other = small.calendar.comparison(window)
        assert window.kind == "before" or other is None or other.id in ids


def test_a_window_without_any_incident_gives_no_crash_and_no_made_up_figure(small: Dataset) -> None:
    empty = Window("empty", "an empty week", small.calendar.end, small.calendar.end, "before")
    august = Window(
        "2026-08",
        "Aug 2026",
        small.as_of.replace(month=8, day=1),
        small.as_of.replace(month=9, day=1),
        "month",
    )
    assert small.crises(august).empty
    available, _ = catalogue.unlock(catalogue.load(), small)
    for window in (august, empty):
        for each in available:
            value = each.compute(small, window)
            catalogue.check_evidence(each, value)
            for cell in value.cells:
                if cell.unit == "%" and not cell.denominator:
                    assert cell.value is None and cell.marker, (each.id, cell.group)
