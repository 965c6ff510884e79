"""VOI-06: asked whether the record is right, free to disagree, and offered an advocate."""

from __future__ import annotations

from typing import Any

from answers import typed
from example_rows import build, cells, held, window

from generator.indicators.voice_more import free_to_disagree
from generator.model import Dataset

SUMMER = "2024-25-summer"  # it ends with 31 August 2025, the day of the figures


def view(
    number: int,
    when: str,
    agrees: str | None,
    offered: bool | None = None,
    used: bool | None = None,
    **more: Any,
) -> dict[str, Any]:
    return {
        "view_id": f"v{number}",
        "child_id": f"child-{number}",
        "incident_id": "i1",
        "captured_on": when,
        "agrees_with_record": agrees,
        "advocate_offered": offered,
        "advocate_used": used,
        "declined": None,
        **more,
    }


VIEWS = [
    view(1, "2025-05-01", "yes", True, True),
    view(2, "2025-05-02", "partly", True, False),
    view(3, "2025-08-04", "no", True, None),  # 4 to 31 August, the day of the figures, are 28 days
    view(4, "2025-05-04", "not_asked", False, None),
    view(5, "2025-05-05", None, None, None),
    view(6, "2025-05-06", None, False, None, incident_id=None),  # at another time: no record to agree with
    view(7, "2025-05-07", "no", incident_id=None),  # at another time, and yet asked
    view(8, "2025-05-08", "no", True, True, declined=True),
    view(9, "2025-04-10", "no", True, True),  # the day before the window
]


def with_views(*views: dict[str, Any]) -> Dataset:
    data = build([held("a", "2025-05-01")], child_views=views)
    return typed(data, "child_views", flags=("advocate_offered", "advocate_used"))


def test_asked_disagreed_offered_and_taken_up_each_have_their_own_base() -> None:
    data = with_views(*VIEWS)
    result = free_to_disagree.compute(data, window(data, SUMMER))
    found = cells(result)
    parts = {group: (cell.numerator, cell.denominator, cell.unknown) for group, cell in found.items()}
    assert parts == {
        "Total": (4, 5, 1),  # asked: 1, 2, 3, 7; not asked: 4; not known: 5
        "disagreed": (3, 4, 0),  # 2, 3, 7 of those asked
        "advocate-offered": (3, 5, 2),  # 1, 2, 3; not: 4, 6; not known: 5, 7
        "advocate-used": (1, 2, 1),  # of 1, 2, 3: took it up 1, did not 2, not known 3
    }
    assert [(ref.table, ref.row) for ref in found["disagreed"].evidence] == [
        ("child_views", r) for r in (3, 4, 8)
    ]
    assert result.headline == (
        "The child was asked whether the record is right in 4 of 5 views. For 1 view this is not known."
    )


def test_records_that_a_child_does_not_agree_with_are_listed_newest_first() -> None:
    data = with_views(*VIEWS)
    result = free_to_disagree.compute(data, window(data, SUMMER))
    assert result.listings[0].rows == (
        ("4 Aug 2025", "child-3", "not at all"),
        ("7 May 2025", "child-7", "not at all"),
        ("2 May 2025", "child-2", "in part"),
    )
    assert result.due == ("1 record in the last 28 days that the child does not agree with",)


def test_where_every_child_is_said_to_agree_that_is_asked_about() -> None:
    agreed = [view(number, "2025-05-01", "yes") for number in range(5)]
    extra = view(9, "2025-05-01", None, True, True)
    data = with_views(*agreed, extra)
    ask = "Every child asked is said to agree with the record. Ask who asked, and how."
    assert free_to_disagree.compute(data, window(data, SUMMER)).slots.ask == ask
    data = with_views(*agreed[:4], extra)
    assert free_to_disagree.compute(data, window(data, SUMMER)).slots.ask != ask


def test_a_window_without_views_says_so() -> None:
    data = with_views(*VIEWS)
    result = free_to_disagree.compute(data, window(data, "2023-24-autumn"))
    assert {cell.marker for cell in result.cells} == {"z"}
    assert result.headline == "No view in this window says whether the child was asked about the record."
