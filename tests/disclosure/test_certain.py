"""What is certain of a drawing says something that its heading does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.disclosure import certain, exhibits
from generator.figures import draw
from generator.published import PublishedCell, PublishedResult, PublishedSlots, PublishedWindow

SUMMER = PublishedWindow(
    "2025-26-summer",
    "Summer term 2026",
    "13 Apr to 21 Jul 2026",
    date(2026, 4, 13),
    date(2026, 7, 22),
    "term",
)
SPRING = replace(SUMMER, id="2025-26-spring", label="Spring term 2026", start=date(2026, 1, 5))
BEFORE = replace(SUMMER, id="2024-25-summer", label="Summer term 2025", start=date(2025, 4, 22))
SLOTS = PublishedSlots("A view was captured after 7 of 9 incidents.", "Why.", "Who looked?")
ROWS = (
    ("Summer term 2025", 3, 5, 0, "3 of 8 known"),
    ("Spring term 2026", 4, 2, 0, "4 of 6 known"),
    ("Summer term 2026", 7, 2, 1, "7 of 9 known · 1 not known"),
)


def result(indicator: str = "VOI-01", compared: PublishedWindow | None = BEFORE) -> PublishedResult:
    cell = PublishedCell(
        key=f"{indicator}/{SUMMER.id}",
        indicator=indicator,
        title="A duty",
        unit="%",
        better="up",
        window=SUMMER.id,
        group="Total",
        label="All",
        value=700 / 9,
        numerator=7,
        denominator=9.0,
        unknown=1,
    )
    return PublishedResult(
        indicator=indicator,
        title="A duty",
        unit="%",
        better="up",
        answers=(),
        window=SUMMER,
        compared_with=compared,
        headline=SLOTS.certain,
        slots=SLOTS,
        cells=(cell,),
    )


def test_a_duty_is_set_beside_the_term_it_is_compared_with_else_beside_the_row_before() -> None:
    latest = "Summer term 2026: 7 of 9 known, 1 not known."
    assert certain.of_terms(ROWS, result()) == f"Summer term 2025: 3 of 8 known. {latest}"
    assert certain.of_terms(ROWS, result(compared=None)) == f"Spring term 2026: 4 of 6 known. {latest}"
    assert certain.of_terms(ROWS[2:], result(compared=None)) == latest
    assert certain.of_terms(ROWS[:2], result()) == SLOTS.certain  # this term has no row


def test_of_several_duties_the_blanks_are_named_and_those_that_are_not_shown_are_not_called_complete() -> (
    None
):
    views, parents = ("Views", 7, 2, 1, "7 of 9 known"), ("Parents told", 9, 0, 0, "9 of 9 known")
    hidden = ("Put right", None, None, None, "not shown, to protect children")
    assert certain.of_duties((views, parents)) == (
        "2 duties are counted, each of its own whole. Not known: 1 under “Views”."
    )
    assert certain.of_duties((parents, hidden)) == "1 of 2 duties can be shown. No entry is missing there."
    assert certain.of_duties((hidden,)) == "Nothing can be counted of any duty here."


@pytest.mark.parametrize(
    ("numbers", "sentence", "said"),
    [
        (
            (4, 9, 6),
            "Then it was 9.",
            "In 3 terms with an exact number, from 4 to 9 children. Then it was 9.",
        ),
        ((4, 9, None), "Then it was 9.", "Then it was 9."),  # two exact numbers make no span
        ((4, 4, 4), "", ""),
        ((4, 9, 6), " ".join(["word"] * 27), " ".join(["word"] * 27)),  # 27 words leave no room for 11 more
    ],
)
def test_the_span_of_terms_stands_before_the_sentence_where_there_is_room(
    numbers: tuple[int | None, ...], sentence: str, said: str
) -> None:
    rows = [("Term", number, None, None, None, "", False) for number in numbers]
    assert certain.of_level(rows, "children", sentence) == said


def test_the_percentages_of_two_groups_are_those_of_the_last_term_or_nothing_new_is_said() -> None:
    rows = [("Without speech", "Spr 26", 50, None), ("Without speech", "Sum 26", 66, None)]
    said = certain.of_voices([*rows, ("Others", "Sum 26", 75, None)], "Sum 26", result())
    assert said == "In percent of those known: without speech 66, others 75."
    assert certain.of_voices([*rows, ("Others", "Sum 26", None, "u")], "Sum 26", result()) == SLOTS.certain


def test_where_no_shift_stands_out_the_fewest_and_the_most_of_the_latest_term_are_told() -> None:
    assert certain.of_shifts([3.0, None, 13.0], result()) == (
        "From 3 to 13 incidents in a shift or lesson in summer term 2026."
    )
    assert certain.of_shifts([None], result()).startswith("Nothing is counted")


def test_a_heading_names_its_term_and_never_says_this_term() -> None:
    cell = replace(result().cells[0], group="children", unit="children", value=12.0, numerator=None)
    change = replace(result("CHG-01", None), cells=(cell,))
    drawn = exhibits.terms({("CHG-01", SUMMER.id): change}, (SUMMER,), change, "children", None)
    assert drawn is not None
    assert drawn.headline == "12 of 9 children restrained in summer term 2026"


def test_the_reasons_of_force_have_the_colour_of_force_and_stand_apart_from_the_duties() -> None:
    results = {(id, SUMMER.id): result(id) for id in ("VOI-01", "LAW-01")}
    duties = exhibits.duties(results, SUMMER)
    assert duties is not None and [row[0] for row in duties.rows] == ["A duty"]  # VOI-01 alone
    reasons = draw(exhibits.duty_terms(results["LAW-01", SUMMER.id], results, (SUMMER,)), id="one")
    assert [name for name, _ in reasons.key] == ["heat3", "heat1", "unknown"]
    assert reasons.columns[1:4] == ("A reason the law names", "Another reason", "No reason to read")
    assert "--c-met" not in reasons.wide and "--c-notmet" not in reasons.wide
    assert "7 a reason the law names, 2 another reason, 1 no reason to read" in reasons.description
