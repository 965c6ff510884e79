"""What makes pages easy to read: order of columns, units, headings, names of what is missing, dates in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from small import FOUR, SCHOOL, write_setting, write_table

from generator import catalogue
from generator.build import disclosed, gather
from generator.pages import (
    blocks,
    common,
    front_governors,
    ideas,
    quality,
    question_pages,
    questions,
    reference,
)
from generator.published import Published, PublishedCell


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Published]:
    """Fifteen children of a school with a roll; c1 to c9 are held once a term, c1 and c2 twice in the last summer."""
    folder = tmp_path_factory.mktemp("reading")
    write_setting(folder, home=False)
    terms = ("2025-01", "2025-05", "2025-09", "2026-02", "2026-06")
    held = [(child, f"{month}-{child:02}") for month in terms for child in range(1, 10)]
    held += [(1, "2026-06-10"), (2, "2026-06-11")]
    write_table(
        folder,
        "incidents",
        [
            dict(zip(FOUR, (f"i{at}", f"c{child}", day, "physical_restraint"), strict=True))
            for at, (child, day) in enumerate(held, 1)
        ],
    )
    here = {"setting_id": SCHOOL, "on_roll_from": "2024-09-04", "on_roll_to": ""}
    write_table(folder, "children", [{**here, "child_id": f"c{child}"} for child in range(1, 16)])
    evidence = gather(folder, today=date(2026, 11, 23))
    return {each.name: disclosed(evidence, each) for each in evidence.dataset.setting.audiences}


def cell(unit: str, value: float | None = None, **more: object) -> PublishedCell:
    given = {"key": "X-01/w", "indicator": "X-01", "title": "X", "better": "neither", "window": "w", **more}
    return PublishedCell(unit=unit, value=value, **given)  # type: ignore[arg-type]


def test_different_children_stand_first_incidents_second_and_the_rate_names_its_unit(
    shown: dict[str, Published],
) -> None:
    columns, rows = blocks.history(shown["leaders"], "CHG-01")
    assert columns[:3] == ("Period", "Children", "Incidents")
    assert columns[-1] == "Per 100 child-days"
    summer = next(row for row in rows if row[0] == "Summer term 2026")
    assert summer[1:3] == ("9", "11")  # c1 to c9; nine incidents and two more


def test_a_heading_of_one_sentence_has_no_full_stop_and_one_of_two_keeps_them() -> None:
    assert blocks.heading("9 of 11 are known.") == "9 of 11 are known"
    assert blocks.heading("9 of 11 are known. For 2 this is not known.").endswith("known.")
    assert blocks.heading("4.5 in all") == "4.5 in all"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (cell("days", 7.0), "7 days"),
        (cell("incidents", 1.0), "1 incident"),
        (cell("minutes per 100 child-days", 21.43), "21.4 minutes per 100 child-days"),
        (cell("% points", -6.25), "-6.2 points"),
        (cell("% change", 50.0), "+50%"),
        (cell("%", 79.3, numerator=23, denominator=29), "23 of 29 (79%)"),
        (cell("days", marker="u"), "u"),
        (cell("children", lower=5, upper=9), "5 to 9 children"),
    ],
)
def test_a_figure_in_a_list_carries_its_unit(given: PublishedCell, said: str) -> None:
    assert blocks.measured(given) == said


def test_readers_under_protection_see_children_and_then_incidents_drawn_under_what_has_changed(
    shown: dict[str, Published],
) -> None:
    for name in ("governors", "inspectors"):
        route = questions.route(shown[name])
        place = next(at for at, each in enumerate(route) if each.id == "change")
        context = question_pages.context(shown[name], route, place)
        assert [each.id for each in context["blocks"]][:2] == [
            blocks.slug(shown[name].exhibits["children"].id),
            blocks.slug(shown[name].exhibits["incidents"].id),
        ]


def test_a_short_answer_is_made_of_what_is_shown_where_anything_is(shown: dict[str, Published]) -> None:
    governors = shown["governors"]
    route = questions.route(governors)
    for place, question in enumerate(route):
        found = questions.results(governors, question)
        told = [each.headline for each in found if not each.withheld]
        if told:
            answer = question_pages.context(governors, route, place)["answer"]
            assert answer == " ".join(told[:2])


def test_every_table_and_condition_that_would_open_a_figure_is_named_in_the_readers_words() -> None:
    known = catalogue.load()
    tables = {name for each in known for name in each.needs} - {"incidents"}
    conditions = {name for each in known for name in each.requires}
    for item in sorted(tables | conditions):
        name, text = ideas.idea((), item)
        assert name != item and text != ideas.NOTHING, item


def test_a_column_that_nobody_has_described_is_named_with_the_figures_it_opens(
    shown: dict[str, Published],
) -> None:
    methods = shown["leaders"].methods
    assert ideas.idea(methods, "child_views.no_such_field") == ("child_views.no_such_field", ideas.NOTHING)
    locked = next(each for each in methods if each.unlock)
    told = [each for each in methods if locked.unlock[0] in each.unlock]
    name, text = ideas.idea(methods, locked.unlock[0], {})
    assert name == locked.unlock[0] and all(f"“{each.title}”" in text for each in told)


def test_a_code_of_a_child_leads_to_the_childs_page_and_other_clauses_to_the_question(
    shown: dict[str, Published],
) -> None:
    leaders = shown["leaders"]
    codes = {child.code for child in leaders.children}
    seen = 0
    route = questions.route(leaders)
    for place in range(len(route)):
        for listing in question_pages.context(leaders, route, place)["listings"]:
            for value in (value for row in listing["rows"] for value in row):
                assert value not in codes  # a bare code would lead nowhere
                if isinstance(value, tuple):
                    assert value[0] in codes and value[1] == f"../children/{value[0]}.html"
                    seen += 1
    assert seen > 0


def test_each_definition_stands_once_under_its_question_and_only_leaders_read_names_of_columns(
    shown: dict[str, Published],
) -> None:
    for published in shown.values():
        ((_, context),) = [each for each in reference.pages(published) if each[0] == "definitions.md"]
        ids = [each["id"] for group in context["groups"] for each in (*group["shown"], *group["held"])]
        assert sorted(ids) == sorted(blocks.slug(each.indicator) for each in published.methods)
        held = {each["method"].state for group in context["groups"] for each in group["held"]}
        assert held <= {"withheld", "elsewhere"}
        assert (not held) == published.internal


def test_what_is_not_known_names_the_duty_with_most_blanks_and_never_adds_them_up(
    shown: dict[str, Published],
) -> None:
    governors = shown["governors"]
    base = governors.result("CHG-01")
    assert base is not None
    lead = governors.lead.id

    def not_known(**blanks: int) -> Mapping[str, str]:
        duties = {
            (id, lead): replace(base, indicator=id, title=id, cells=(cell("%", 50.0, unknown=number),))
            for id, number in ((name.replace("_", "-"), number) for name, number in blanks.items())
        }
        given = replace(governors, results={("CHG-01", lead): base, **duties})
        return front_governors.governors(given, questions.route(given))["statements"][3]  # type: ignore[no-any-return]

    most = not_known(VOI_01=2, LAW_04=11)
    assert (most["number"], most["unit"]) == ("11", "entries are missing under “LAW-04”")  # neither 13 nor 2
    assert most["text"].startswith("That is the most of any duty here.")
    hidden = replace(cell("%", 50.0), value=None, numerator=None, marker="c")
    shut = replace(base, indicator="VOI-01", cells=(hidden,))
    given = replace(governors, results={("CHG-01", lead): base, ("VOI-01", lead): shut})
    none = front_governors.governors(given, questions.route(given))["statements"][3]
    assert (none["number"], none["unit"]) == ("0", "blanks in the duties that are shown")
    one = not_known(VOI_01=1)
    assert (one["number"], one["unit"]) == ("1", "entry is missing under “VOI-01”")
    assert "most of any duty" not in one["text"]


def test_a_list_of_tables_has_no_column_in_which_nothing_stands(shown: dict[str, Published]) -> None:
    pages = dict(quality.pages(shown["governors"]))
    assert "Rows" not in pages["data-quality.md"]["table_columns"]  # rows are told to leaders alone
    assert "Rows" in dict(quality.pages(shown["leaders"]))["data-quality.md"]["table_columns"]


def test_dates_and_roles_stand_in_a_sentence_as_words() -> None:
    assert common.spoken("2026-10-16") == "16 Oct 2026"
    assert common.spoken("last autumn") == "last autumn"
    assert common.inside("The headteacher") == "the headteacher"
    assert common.inside("A. Marlow") == "A. Marlow"


def test_no_idea_is_written_twice() -> None:
    text = Path(ideas.source()).read_text(encoding="utf-8")
    keys = [line.rsplit(': "', 1)[0] for line in text.splitlines() if ': "' in line]
    assert len(keys) == len(set(keys)) > 50
