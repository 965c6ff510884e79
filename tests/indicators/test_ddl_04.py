"""DDL-04: terms that the board looked at, what it agreed, and visits to a home."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from example_rows import HOME, SCHOOL, cells, held
from time_rows import AUTUMN, SPRING, SUMMER, dataset

from generator.indicators.deadlines_board import board_looked
from generator.model import Dataset
from generator.periods import Window

TWO_YEARS = Window("two-years", "two years", date(2024, 9, 1), date(2026, 9, 1), "year")


def review(on: str, body: str = "governors", **more: Any) -> dict[str, Any]:
    return {"review_on": on, "body": body, "questions_asked": None, "actions_agreed": None, **more}


def data(reviews: list[dict], actions: list[dict] | None = None, place: Any = SCHOOL, **more: Any) -> Dataset:
    tables: dict[str, Any] = {"governance_reviews": reviews}
    if actions is not None:
        tables["actions"] = actions
    built = dataset([held("a", "2025-01-10")], places=(place,), **tables, **more)
    for table, names in (("governance_reviews", ("review_on",)), ("actions", ("due_on", "completed_on"))):
        for name in names:
            if table in built.tables:
                frame = built.tables[table]
                frame[name] = frame[name].astype("datetime64[s]")
    return built


def test_terms_with_a_look_of_the_board_out_of_terms_since_the_table_begins() -> None:
    reviews = [
        review("2025-02-01"),  # spring 2025, the first: autumn 2024 is not known
        review("2025-02-20"),  # once more: still one term
        review("2025-12-31"),  # autumn 2025, its last day
        review("2026-05-01", "reg44"),  # a visitor, not the board of a school
    ]
    # Terms: autumn 24 not known; spring 25 and autumn 25 met; summer 25, spring 26, summer 26 not.
    found = cells(board_looked.compute(data(reviews), TWO_YEARS))["Total"]
    assert (found.numerator, found.denominator, found.unknown) == (2, 5, 1)
    assert [ref.row for ref in found.evidence] == [2, 4]


def test_a_term_that_still_runs_is_not_known_until_somebody_looked() -> None:
    early = {"as_of": date(2026, 6, 30)}
    running = Window(
        "2025-26-summer-so-far", "Summer term 2026 so far", SUMMER.start, date(2026, 7, 1), "term-so-far"
    )
    found = cells(board_looked.compute(data([review("2026-01-15")], **early), running))["Total"]
    assert (found.numerator, found.denominator, found.unknown, found.marker) == (0, 0, 1, "z")
    looked = data([review("2026-01-15"), review("2026-06-30")], **early)
    found = cells(board_looked.compute(looked, running))["Total"]
    assert (found.numerator, found.denominator, found.unknown) == (1, 1, 0)


def test_agreed_actions_are_judged_on_the_day_they_were_due() -> None:
    def action(number: int, due: str | None, done: str | None) -> dict[str, Any]:
        return {
            "action_id": f"act-{number}",
            "due_on": due,
            "completed_on": done,
            "published_title": f"Change {number}",
        }

    actions = [
        action(1, "2026-05-10", "2026-05-10"),  # on the day
        action(2, "2026-05-10", "2026-05-11"),  # a day late
        action(3, "2026-05-10", None),  # not done
        action(4, "2026-10-10", None),  # not due yet
        action(5, None, None),  # agreed in this window, no day: not known
        action(6, "2026-05-10", "2026-05-09"),  # never agreed by the board
    ]
    agreed = review("2026-04-20", actions_agreed="act-1|act-2|act-3|act-4|act-5", questions_asked="4")
    result = board_looked.compute(data([agreed], actions), SUMMER)
    found = cells(result)["actions-on-time"]
    assert (found.numerator, found.denominator, found.unknown) == (1, 3, 1)
    assert [(ref.table, ref.row) for ref in found.evidence] == [("actions", 2)]
    assert cells(result)["questions"].value == 4
    assert {each.id: each.rows for each in result.listings}["ddl-04-late"] == (("Change 3", "10 May 2026"),)
    assert result.due == ("1 action agreed by the board past the day due",)


def test_without_a_table_of_actions_agreed_actions_are_not_nought() -> None:
    found = cells(board_looked.compute(data([review("2026-04-20")]), SUMMER))["actions-on-time"]
    assert (found.value, found.marker, found.numerator) == (None, "x", None)


def test_a_home_has_whole_months_with_a_visit_and_days_since_its_last_review_of_quality() -> None:
    reviews = [
        review("2025-10-01", "reg44"),
        review("2025-10-30", "reg44"),  # October again: one month
        review("2025-12-31", "reg44"),
        review("2025-06-30", "reg45"),
    ]
    # September 2025 lies before the first visit: not known. October and December have one, November has none.
    home = data(reviews, place=HOME)
    found = cells(board_looked.compute(home, AUTUMN))
    visits = found["visits"]
    assert (visits.numerator, visits.denominator, visits.unknown) == (2, 3, 1)
    assert [ref.row for ref in visits.evidence] == [2, 4]
    # 30 June to 31 December 2025: 31 days of July, 31, 30, 31, 30 and 31 make 184; six months end on 30 December.
    assert found["quality-review"].value == 184
    assert found["quality-review"].sentence == "Last on 30 Jun 2025. More than 6 months ago."
    # Where there is only a home, its visitor counts: autumn 2025 was looked at.
    assert (found["Total"].numerator, found["Total"].denominator) == (1, 1)


def test_a_month_that_the_window_cuts_short_is_judged_in_the_next_one() -> None:
    reviews = [review("2026-01-15", "reg44"), review("2026-04-05", "reg44")]
    home = data(reviews, place=HOME)
    # Spring runs to 10 April: January, February and March are whole. April is judged in the summer term.
    spring = cells(board_looked.compute(home, SPRING))["visits"]
    assert (spring.numerator, spring.denominator) == (1, 3)
    summer = cells(board_looked.compute(home, SUMMER))["visits"]
    assert (summer.numerator, summer.denominator) == (1, 5)  # April to August


def test_where_nobody_records_when_actions_are_done_none_is_called_late() -> None:
    agreed = review("2026-04-20", actions_agreed="act-1")
    built = data([agreed], [{"action_id": "act-1", "due_on": "2026-05-10", "completed_on": None}])
    bare = {**built.tables, "actions": built.tables["actions"].drop(columns="completed_on")}
    result = board_looked.compute(replace(built, tables=bare), SUMMER)
    found = cells(result)["actions-on-time"]
    assert (found.value, found.marker, found.denominator) == (None, "x", None)
    assert result.due == () and "ddl-04-late" not in {each.id for each in result.listings}
