"""What the leaders' pages say of the records: what it means for the figures, what stops them, what is checked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from small import AS_OF, FOUR, SCHOOL, write_setting, write_table

from generator import catalogue, pages, rules
from generator.build import disclosed, gather
from generator.disclosure import checking
from generator.model import CheckReport, Finding, Severity
from generator.published import Published, PublishedEffect


def published(folder: Path, audience: str = "leaders") -> Published:
    evidence = gather(folder, today=date(2026, 11, 23))
    known = evidence.dataset.setting.audience(audience)
    assert known is not None
    return disclosed(evidence, known)


def incident(number: int, **more: str) -> dict[str, str]:
    values = (f"i{number}", f"c{number}", "2026-09-10", "physical_restraint")
    return {**dict(zip(FOUR, values, strict=True)), "duration_minutes": "7", "record_made_at": "", **more}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Five incidents: one in the future, one with broken minutes, one longer than an hour; and a broken roll."""
    write_setting(tmp_path, home=False)
    changes = [
        {},
        {"incident_date": "2026-11-01"},
        {"duration_minutes": "soon"},
        {"duration_minutes": "61"},
        {},
    ]
    write_table(tmp_path, "incidents", [incident(number, **more) for number, more in enumerate(changes, 1)])
    here = {"setting_id": SCHOOL, "on_roll_from": "2026-09-02", "on_roll_to": ""}
    backwards = {**here, "child_id": "c9", "on_roll_to": "2026-09-01"}
    write_table(
        tmp_path, "children", [*({**here, "child_id": f"c{number}"} for number in range(1, 6)), backwards]
    )
    return tmp_path


def effect(given: Published, indicator: str) -> PublishedEffect:
    return next(each for each in given.effects if each.indicator == indicator)


def test_each_figure_says_how_many_rows_are_left_out_unknown_and_to_be_looked_at(workspace: Path) -> None:
    leaders = published(workspace)
    minutes = effect(leaders, "CHG-03")  # time under restriction
    assert (minutes.left_out, minutes.unknown, minutes.doubtful, minutes.why) == (1, 1, 1, "")
    assert "duration_minutes" in minutes.fields
    locked = {method.indicator for method in leaders.methods if method.state == "locked"}
    assert all(each.why for each in leaders.effects if each.indicator in locked)
    rate = effect(leaders, "CHG-01")
    assert rate.headline and rate.left_out == 1 and rate.unknown == 0


def test_a_table_with_errors_stops_the_figures_that_need_it_and_the_first_page_says_so(
    workspace: Path,
) -> None:
    leaders = published(workspace)
    stopped = [each for each in leaders.effects if each.why]
    needing = {
        method.indicator
        for method in leaders.methods
        if any(need.startswith("children.") for need in method.needs)
    }
    assert stopped and {each.indicator for each in stopped} == needing
    site = {page.path: page.markdown for page in pages.compose(leaders, ()).pages}
    assert f"Errors in children.csv stop {len(stopped)} figure" in site["index.md"]
    assert 'href="data-quality.html"' in site["index.md"]


def test_the_page_begins_with_what_matters_tonight_in_those_words(workspace: Path) -> None:
    site = {page.path: page.markdown for page in pages.compose(published(workspace), ()).pages}
    page = site["data-quality.md"]
    places = [
        page.index(words)
        for words in ("Stops the report", "Would change a headline", "Can wait", "What the checks found")
    ]
    assert places == sorted(places)
    assert ">Nothing.<" in page, "the report can still be made"
    assert "soon" not in re.sub(r"<[^>]*>", " ", page).split()


def test_every_rule_stands_on_the_page_of_what_is_checked_with_its_reason_and_how_often_it_is_found(
    workspace: Path,
) -> None:
    leaders = published(workspace)
    page = next(page.markdown for page in pages.compose(leaders, ()).pages if page.path == "checked.md")
    for each in rules.load():
        assert f">{each.code}<" in page, each.code
        assert str(each.title).replace("'", "&#39;") in page, each.code
    found = {each.code: each.found for each in leaders.rules}
    assert (found["incident-after-as-of"], found["long-duration"], found["time-order"]) == (1, 1, 0)


def test_readers_under_protection_get_neither_findings_nor_the_list_of_rules(workspace: Path) -> None:
    governors = published(workspace, "governors")
    assert (governors.rules, governors.effects, governors.findings) == ((), (), ())
    paths = {page.path for page in pages.compose(governors, ()).pages}
    assert "data-quality.md" in paths and "checked.md" not in paths


def test_the_day_of_the_small_workspace_is_the_one_these_numbers_were_counted_for() -> None:
    assert date(2026, 10, 31) == AS_OF


def test_a_row_that_several_findings_name_counts_once_by_the_worst_that_is_done_to_it() -> None:
    known = next(each for each in catalogue.load() if each.id == "CHG-03")
    assert set(known.needs) == {"incidents"} and "duration_minutes" in known.needs["incidents"]

    def found(severity: Severity, row: int | None, field: str | None, code: str = "c") -> Finding:
        return Finding(severity, code, "incidents", row, field, "m")

    findings = (
        # Row 2 goes, whatever else is found on it; it is named three times.
        found("error", 2, "incident_date", "incident-after-as-of"),
        found("error", 2, "duration_minutes"),
        found("warning", 2, "duration_minutes"),
        # Rows 3 and 9 have one cell that is unknown, row 3 a doubt as well.
        found("warning", 3, "duration_minutes"),
        found("error", 3, "duration_minutes"),
        found("error", 9, "duration_minutes"),
        # Row 4 is to be looked at, once for a field and once as a whole.
        found("warning", 4, "duration_minutes"),
        found("warning", 4, None),
        # Nothing comes of a note, of a field that the figure does not need, or of a finding without a row.
        found("note", 5, "duration_minutes"),
        found("warning", 6, "lead_up_summary"),
        found("warning", None, "duration_minutes"),
    )
    (said,) = checking.effects(CheckReport(findings, {}), [known], ())
    assert (said.left_out, said.unknown, said.doubtful, said.why) == (1, 2, 1, "")
    assert said.fields == ("duration_minutes", "incident_date", "whole rows of incidents")


def test_a_figure_that_only_notes_touch_is_not_named() -> None:
    known = next(each for each in catalogue.load() if each.id == "CHG-03")
    note = Finding("note", "c", "incidents", 2, "duration_minutes", "m")
    assert list(checking.effects(CheckReport((note,), {}), [known], ())) == []
