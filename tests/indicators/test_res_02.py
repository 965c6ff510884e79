"""RES-02: how child and adults see the relationship after an incident."""

from __future__ import annotations

from typing import Any

import pytest
from example_rows import build, cells, held, window

from generator.indicators.restorative_more import relationship_after

SUMMER = "2024-25-summer"


def review(number: int, incident: str | None, child: str | None, staff: str | None) -> dict[str, Any]:
    return {
        "review_id": f"r{number}",
        "incident_id": incident,
        "relationship_after_child": child,
        "relationship_after_staff": staff,
    }


INCIDENTS = [held("a", "2025-05-01"), held("b", "2025-05-02"), held("c", "2025-04-10")]
REVIEWS = [
    review(1, "i1", "better", "better"),
    review(2, "i1", "same", "better"),  # the child lower
    review(3, "i2", "worse", "same"),  # the child lower
    review(4, "i2", "better", "worse"),  # the child higher
    review(5, "i2", "same", "same"),
    review(6, "i2", "not_said", "better"),  # the child did not say
    review(7, "i2", None, "worse"),  # the child was not asked
    review(8, "i2", None, None),  # neither was asked
    review(9, "i3", "worse", "worse"),  # an incident before the window
    review(10, None, "worse", "worse"),  # about no one incident
]


def test_the_childs_answer_leads_and_silence_is_not_known() -> None:
    data = build(INCIDENTS, reviews=REVIEWS)
    result = relationship_after.compute(data, window(data, SUMMER))
    found = cells(result)
    # Reviews 1 to 7 asked. The child: closer 1, 4; the same 2, 5; more strained 3; not known 6, 7.
    assert (found["Total"].numerator, found["Total"].denominator, found["Total"].unknown) == (2, 5, 2)
    assert found["Total"].value == pytest.approx(40)
    assert [(ref.table, ref.row) for ref in found["Total"].evidence] == [("reviews", 2), ("reviews", 5)]
    assert (found["child-the-same"].numerator, found["child-more-strained"].numerator) == (2, 1)
    assert found["child-did-not-say"].value == 1
    # Adults: closer 1, 2, 6; the same 3, 5; more strained 4, 7.
    assert [found[f"adult-{group}"].numerator for group in ("closer", "the-same", "more-strained")] == [
        3,
        2,
        2,
    ]
    assert found["adult-closer"].denominator == 7
    assert result.headline == (
        "5 answers of children: 2 closer than before, 2 the same, 1 more strained; 7 answers of adults: 3 closer."
    )


def test_the_gap_needs_five_pairs_and_is_taken_among_them() -> None:
    data = build(INCIDENTS, reviews=REVIEWS)
    found = cells(relationship_after.compute(data, window(data, SUMMER)))
    # Pairs 1 to 5. Closer: the child in 1 and 4, the adult in 1 and 2: 40 less 40. The child lower in 2 and 3.
    assert (found["gap"].value, found["gap"].denominator, found["gap"].unit) == (0, 5, "% points")
    assert (found["child-lower"].numerator, found["child-lower"].denominator) == (2, 5)
    data = build(INCIDENTS, reviews=[REVIEWS[1], *REVIEWS[2:5]])
    gap = cells(relationship_after.compute(data, window(data, SUMMER)))["gap"]
    assert (gap.value, gap.marker, gap.denominator) == (None, "u", 4)
    data = build(INCIDENTS, reviews=[*REVIEWS[1:5], review(11, "i1", "worse", "better")])
    gap = cells(relationship_after.compute(data, window(data, SUMMER)))["gap"]
    # The child closer in one of five, the adult in two.
    assert gap.value == pytest.approx(-20)


def test_where_no_child_answered_that_is_said() -> None:
    data = build(INCIDENTS, reviews=[REVIEWS[6], REVIEWS[8]])
    result = relationship_after.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].marker, cells(result)["Total"].unknown) == ("z", 1)
    assert result.headline == (
        "No child's answer about the relationship stands in the reviews of summer term 2025; "
        "1 answer of adults: 0 closer."
    )
    assert cells(result)["gap"].marker == "z"
