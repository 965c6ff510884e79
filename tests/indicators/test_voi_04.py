"""VOI-04: how it felt, each question for itself."""

from __future__ import annotations

from typing import Any

import pytest
from answers import typed
from example_rows import build, cells, held, window

from generator.indicators.voice_feelings import how_it_felt
from generator.model import Dataset

SUMMER = "2024-25-summer"
QUESTIONS = ("felt_listened_to", "felt_treated_fairly", "felt_safe_now")


def view(
    child: str, day: int, answers: tuple[int | None, int | None, int | None], **more: Any
) -> dict[str, Any]:
    return {
        "view_id": f"v-{child}-{day}",
        "child_id": child,
        "captured_on": f"2025-05-{day:02}",
        "declined": None,
        "feeling_codes": None,
        "captured_by_involved_staff": None,
        **dict(zip(QUESTIONS, answers, strict=True)),
        **more,
    }


VIEWS = [
    view("a", 1, (1, 2, 5), feeling_codes="angry|sad", captured_by_involved_staff=True),
    view("a", 2, (2, None, 5), feeling_codes="angry", captured_by_involved_staff=True),
    view("b", 3, (3, 3, 5), feeling_codes="calm|calm", captured_by_involved_staff=True),
    view("b", 4, (4, 4, 1), captured_by_involved_staff=True),
    view("c", 5, (5, None, None), captured_by_involved_staff=True),
    view("c", 6, (5, 1, None), captured_by_involved_staff=False),
    view("c", 7, (None, None, None), feeling_codes="sad"),  # asked nothing of it
    view("c", 8, (1, 1, 1), declined=True),
]


def with_views(*views: dict[str, Any], **more: Any) -> Dataset:
    data = build([held("a", "2025-05-01")], child_views=views, **more)
    return typed(data, "child_views", flags=("captured_by_involved_staff",), numbers=QUESTIONS)


def test_each_question_has_its_own_middle_and_its_own_low_answers() -> None:
    data = with_views(*VIEWS)
    result = how_it_felt.compute(data, window(data, SUMMER))
    found = cells(result)
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (6, 7, 1)
    # Listened to: 1, 2, 3, 4, 5, 5; the middle is (3 + 4) / 2, two are low, one view has no answer.
    middle, low = found["listened-to-middle"], found["listened-to-low"]
    assert (middle.value, middle.denominator, middle.unknown) == (3.5, 6, 1)
    assert (low.numerator, low.denominator, low.unknown) == (2, 6, 1) and low.value == pytest.approx(100 / 3)
    assert [(ref.table, ref.row) for ref in low.evidence] == [("child_views", 2), ("child_views", 3)]
    # Treated fairly and safe now have four answers each: under five, no figure, and the count stays.
    for group in ("treated-fairly-middle", "treated-fairly-low", "safe-now-middle", "safe-now-low"):
        assert (found[group].value, found[group].marker, found[group].denominator) == (None, "u", 4), group
    assert (found["treated-fairly-low"].numerator, found["safe-now-low"].numerator) == (2, 1)
    assert result.headline == "6 views told how it felt; answers of 1 or 2 out of 5: listened to 2 of 6."


def test_answers_of_two_children_are_no_figure_however_many() -> None:
    data = with_views(*(view(child, day, (1, 1, 1)) for day in range(1, 6) for child in "ab"))
    found = cells(how_it_felt.compute(data, window(data, SUMMER)))
    assert found["listened-to-low"].marker == "u" and found["listened-to-low"].denominator == 10
    data = with_views(
        *(view(child, day, (1, 1, 1)) for day in range(1, 6) for child in "ab"),
        thresholds={"min_answer_children": 2},
    )
    assert cells(how_it_felt.compute(data, window(data, SUMMER)))["listened-to-low"].value == 100


def test_low_answers_are_split_by_whether_the_adult_who_asked_took_part() -> None:
    data = with_views(*VIEWS)
    found = cells(how_it_felt.compute(data, window(data, SUMMER)))
    involved, other = found["listened-to-asked-by-involved-low"], found["listened-to-asked-by-other-low"]
    assert (involved.numerator, involved.denominator, involved.value) == (2, 5, 40)
    assert (other.numerator, other.denominator, other.marker) == (0, 1, "u")


def test_feelings_are_counted_by_view_the_most_often_named_first() -> None:
    data = with_views(*VIEWS)
    felt = [
        cell
        for cell in how_it_felt.compute(data, window(data, SUMMER)).cells
        if cell.group.startswith("felt-")
    ]
    # Of four views that name any: angry and sad twice, calm in one view (written twice there).
    assert [(cell.group, cell.numerator, cell.denominator) for cell in felt] == [
        ("felt-angry", 2, 4),
        ("felt-sad", 2, 4),
        ("felt-calm", 1, 4),
    ]


def test_a_window_without_views_says_nought_views_and_no_figure() -> None:
    data = with_views(*VIEWS)
    result = how_it_felt.compute(data, window(data, "2023-24-autumn"))
    found = cells(result)
    assert (found["Total"].value, found["Total"].denominator) == (0, 0)
    assert {cell.marker for group, cell in found.items() if group != "Total"} == {"z"}
    assert result.headline == "0 views told how it felt."
