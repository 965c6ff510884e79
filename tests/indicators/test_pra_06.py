"""PRA-06: reviews that name another way, or anything learned."""

from __future__ import annotations

from typing import Any

import pytest
from answers import typed
from example_rows import build, cells, held, window

from generator.indicators.practice_reviews import honest_challenge
from generator.model import Dataset

SUMMER = "2024-25-summer"  # 11 April to 31 August 2025


def review(when: str, other: bool | None, learned: str | None, **more: Any) -> dict[str, Any]:
    return {
        "review_id": f"r-{when}",
        "incident_id": "i1",
        "held_at": f"{when} 12:00",
        "alternative_identified": other,
        "learning_codes": learned,
        "independent_of_incident": None,
        **more,
    }


def with_reviews(*reviews: dict[str, Any]) -> Dataset:
    data = build([held("a", "2025-04-20")], reviews=reviews)
    return typed(data, "reviews", flags=("alternative_identified", "independent_of_incident"))


REVIEWS = (
    review("2025-05-01", True, "none", independent_of_incident=True),  # another way: met
    review("2025-05-02", False, "environment|staffing", independent_of_incident=False),  # learned: met
    review("2025-05-03", False, "none", independent_of_incident=True),  # neither: not met
    review("2025-05-04", True, None),  # another way: met, whatever was learned
    review("2025-05-05", None, "training"),  # learned: met
    review("2025-05-06", False, None),  # not known whether anything was learned
    review("2025-05-07", None, "none"),  # not known whether there was another way
    review("2025-05-08", None, None),  # not known
    review("2025-04-10", True, "training"),  # the day before the window
    review("2025-09-01", True, "training"),  # the day after it
)


def test_what_a_review_names_and_what_is_not_known_are_kept_apart() -> None:
    data = with_reviews(*REVIEWS)
    result = honest_challenge.compute(data, window(data, SUMMER))
    found = cells(result)
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (4, 5, 3)
    assert found["Total"].value == pytest.approx(80)
    assert [(ref.table, ref.row) for ref in found["Total"].evidence] == [
        ("reviews", row) for row in (2, 3, 5, 6)
    ]
    assert found["Total"].children == 1, "all are about the one child of incident i1"
    parts = {group: (cell.numerator, cell.denominator, cell.unknown) for group, cell in found.items()}
    assert parts["another-way"] == (2, 5, 3)
    assert parts["something-learned"] == (2, 5, 3)
    assert parts["independent"] == (2, 3, 5)


def test_ten_reviews_that_found_nothing_are_themselves_the_finding() -> None:
    nothing = [review(f"2025-05-{day:02}", False, "none") for day in range(1, 11)]
    data = with_reviews(*nothing)
    result = honest_challenge.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].numerator, cells(result)["Total"].denominator) == (0, 10)
    assert result.due == ("10 reviews in summer term 2025, and none of them found anything",)
    assert result.slots.ask.startswith("Not one of 10 reviews found anything.")
    for others in (nothing[:9], [*nothing, review("2025-06-01", True, "none")]):
        data = with_reviews(*others)
        assert honest_challenge.compute(data, window(data, SUMMER)).due == ()


def test_a_window_without_reviews_says_so() -> None:
    data = with_reviews(*REVIEWS)
    result = honest_challenge.compute(data, window(data, "2023-24-autumn"))
    assert (cells(result)["Total"].value, cells(result)["Total"].marker) == (None, "z")
    assert result.headline == "No review held in this window says whether anything was learned."
