"""What is said of figures: the setting's own limits, clean English for every title, something to do for leaders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from small import write_setting, write_workspace

from generator import catalogue
from generator.build import disclosed, gather, sound
from generator.disclosure import exhibits, points, told
from generator.figures import draw
from generator.model import Indicator
from generator.pages import blocks, methods, question_pages, reference
from generator.published import (
    Published,
    PublishedCell,
    PublishedExhibit,
    PublishedMethod,
    PublishedResult,
    PublishedSlots,
    PublishedWindow,
    named,
)
from generator.setting import THRESHOLDS
from generator.statistics.templates import DUTIES

WINDOW = PublishedWindow(
    "2025-26-summer",
    "Summer term 2026",
    "13 Apr to 21 Jul 2026",
    date(2026, 4, 13),
    date(2026, 7, 22),
    "term",
)
QUESTION = "Do we know if it helped?"
SLOTS = PublishedSlots("7 of 9.", "Why.", "Who looked?")


def indicator(id: str) -> Indicator:
    return next(each for each in catalogue.load() if each.id == id)


def share(id: str, title: str, met: int, known: int, unknown: int = 0) -> PublishedCell:
    return PublishedCell(
        key=f"{id}/{WINDOW.id}",
        indicator=id,
        title=title,
        unit="%",
        better="up",
        window=WINDOW.id,
        group="Total",
        label="All",
        value=100 * met / known,
        numerator=met,
        denominator=float(known),
        unknown=unknown,
    )


def result(title: str, cells: tuple[PublishedCell, ...], id: str = "PRA-03") -> PublishedResult:
    return PublishedResult(
        indicator=id,
        title=title,
        unit="%",
        better="up",
        answers=(),
        window=WINDOW,
        compared_with=None,
        headline="7 of 9.",
        slots=SLOTS,
        cells=cells,
    )


@pytest.mark.parametrize(("id", "days"), [("VOI-01", 3), ("PRA-03", 28)])
def test_a_duty_is_told_with_the_days_that_the_setting_chose(id: str, days: int) -> None:
    each = indicator(id)
    cells = {(id, WINDOW.id): (share(id, each.title, 7, 9),)}
    said = told.result(each, WINDOW, None, cells, None, float(days))
    assert f"{days} days" in said.headline
    assert said.headline == said.slots.certain == said.cells[0].sentence
    assert f"{int(DUTIES[id].settings['days'])} days" in told.result(each, WINDOW, None, cells, None).headline


def test_every_duty_whose_words_name_days_is_told_with_a_number_that_a_setting_may_choose() -> None:
    shown = {id for id in exhibits.DUTIES if "{days" in DUTIES[id].sentence}
    assert shown == set(told.DAYS)
    defaults = {each.name: each.default for each in THRESHOLDS}
    assert {id: defaults[name] for id, name in told.DAYS.items()} == {
        id: DUTIES[id].settings["days"] for id in shown
    }


@pytest.fixture(scope="module")
def governors(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A setting of fourteen children that gives three days for a child's view."""
    folder: Path = write_workspace(tmp_path_factory.mktemp("setting"), 14)
    write_setting(folder, more="thresholds: {view_days: 3}")
    evidence = gather(folder)
    audience = sound(folder)[0].setting.audience("governors")
    assert audience is not None
    return disclosed(evidence, audience)


def test_governors_read_the_days_that_the_setting_chose_in_its_own_file(governors: Published) -> None:
    found = [each for (id, _), each in governors.results.items() if id == "VOI-01" and not each.withheld]
    assert found and all("within 3 days" in each.headline for each in found)
    assert not any("within 5 days" in each.headline for each in found)


def test_of_the_counts_checked_together_no_more_are_held_back_than_were_checked(governors: Published) -> None:
    protection = governors.protection
    cells = [cell for each in governors.results.values() for cell in each.cells]
    held = sum(cell.hidden or cell.lower is not None for cell in cells)
    assert 0 < protection["hidden"] <= protection["checked"]
    assert protection["hidden"] + protection["others"] == held
    # Rates, shares and times are of other kinds: what is left are counts of children and of incidents.
    assert protection["hidden"] <= sum(cell.unit in ("children", "incidents") for cell in cells)


def test_a_title_that_asks_is_quoted_before_a_colon_or_a_comma_and_no_other_is() -> None:
    assert named(QUESTION) == "“Do we know if it helped?”"
    assert named("Alternatives first") == "Alternatives first"
    supports, against, unknowns = points.of("PRA-03", (share("PRA-03", QUESTION, 26, 54, 2),))
    assert supports == ("“Do we know if it helped?”: 26 of 54 known",)
    assert against == ("“Do we know if it helped?”: not so for 28 of 54 known",)
    assert unknowns == ("“Do we know if it helped?”: 2 blanks",)


def test_no_title_gives_a_question_mark_before_a_colon_or_a_comma() -> None:
    for each in catalogue.load():
        cell = share("PRA-03", each.title, 7, 9, 1)
        drawn = exhibits.duty_terms(result(each.title, (cell,)), {}, (WINDOW,))
        bars = replace(drawn, rows=((each.title, 7, 2, 1, "7 of 9 known"),))
        hidden = told.result(each, WINDOW, None, {(each.id, WINDOW.id): (_hidden(cell),)}, None)
        said = [
            drawn.sub,
            draw(bars, id="bars").description,
            hidden.headline,
            *(clause for clauses in points.of("PRA-03", (cell,)) for clause in clauses),
        ]
        assert [text for text in said if any(mark in text for mark in ("?:", "?,", "?;", "?."))] == []


def _hidden(cell: PublishedCell) -> PublishedCell:
    return replace(cell, value=None, numerator=None, denominator=None, unknown=None, marker="c")


@pytest.mark.parametrize("klass", [None, "R1", "R2", "R3", "R4"])
def test_no_clause_about_incidents_holds_two_colons(klass: str | None) -> None:
    cell = replace(share("CHG-01", "Restrictive incident rate", 7, 9), group="incidents", value=132.0)
    cell = replace(cell, unit="incidents", numerator=132, klass=klass)
    clauses = [clause for each in points.of("CHG-01", (cell,)) for clause in each]
    assert any("Recorded incidents: 132" in clause for clause in clauses)
    assert all(clause.count(":") <= 1 for clause in clauses)


@pytest.mark.parametrize("group", ["children", "incidents"])
def test_leaders_are_told_what_to_do_where_others_are_told_what_to_ask(group: str) -> None:
    cell = replace(share("CHG-01", "Restrictive incident rate", 7, 9), group=group, unit=group, value=12.0)
    change = result("Restrictive incident rate", (replace(cell, numerator=None, denominator=None),), "CHG-01")
    results = {("CHG-01", WINDOW.id): change}
    asked = exhibits.terms(results, (WINDOW,), change, group, None)
    told_now = exhibits.terms(results, (WINDOW,), change, group, None, leaders=True)
    assert asked is not None and told_now is not None
    assert asked.slots.ask.endswith("?")
    assert "?" not in told_now.slots.ask and told_now.slots.ask.endswith(".")
    assert len(told_now.slots.ask.split()) <= 30


def test_a_heading_that_is_what_is_certain_word_for_word_is_not_said_again() -> None:
    drawn = PublishedExhibit(
        id="bars",
        kind="shares",
        headline="7 of 9.",
        sub="By term",
        columns=("label", "met", "notmet", "unknown", "right"),
        rows=(("Summer", 7, 2, 0, "7 of 9 known"),),
        slots=SLOTS,
    )
    once = question_pages._said_once(blocks.block(drawn, (), ""))
    assert once.headline == "7 of 9" and once.slots.certain == question_pages.AS_HEADED
    assert (once.slots.cannot, once.slots.ask) == (SLOTS.cannot, SLOTS.ask)
    other = blocks.block(replace(drawn, slots=replace(SLOTS, certain="7 of 9 known.")), (), "")
    assert question_pages._said_once(other) == other


def test_pages_write_a_percentage_without_a_space() -> None:
    note = "Counts: a 95 % interval, and 99.8\u00a0% of cases."
    method = PublishedMethod("STF-01", "Title", "%", "neither", (), note, (), "available")
    paragraphs = reference._method(method)["paragraphs"]
    assert paragraphs == [("Counts:", "a 95% interval, and 99.8% of cases.")]


def test_the_page_of_methods_names_its_readers_in_words(governors: Published) -> None:
    visitor = replace(governors, audience="independent-visitor")
    (_, page), *_ = methods.pages(visitor)
    assert page["strip"].endswith("for independent visitor")


@pytest.mark.parametrize(
    ("before", "now", "klass", "said"),
    [
        # 40 and 40 in as many child-days; in as many where neither window has any published; else not compared.
        (4000.0, 4000.0, "R1", "There were 40 recorded incidents in each window."),
        (None, None, "R1", "There were 40 recorded incidents in each window."),
        (None, 4000.0, "R0", "it is not known how long children were"),
        (4000.0, None, "R0", "it is not known how long children were"),
    ],
)
def test_two_windows_of_which_one_has_no_child_days_are_not_compared(
    before: float | None, now: float | None, klass: str, said: str
) -> None:
    each = indicator("CHG-01")
    earlier = replace(WINDOW, id="2024-25-summer", label="Summer term 2025")
    cells = {
        (each.id, window.id): (
            _level("Total", days and 100 * 40 / days, days),
            _level("incidents", 40.0, None),
        )
        for window, days in ((earlier, before), (WINDOW, now))
    }
    found = told.result(each, WINDOW, earlier, cells, None).cells[1]
    assert found.klass == klass and said in found.sentence


def _level(group: str, value: float | None, days: float | None) -> PublishedCell:
    return replace(
        share("CHG-01", "Restrictive incident rate", 40, 40),
        group=group,
        value=value,
        numerator=40,
        denominator=days,
        marker=None if value is not None else "x",
    )
