"""EQU-03: whether care afterwards is equal for every group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from example_rows import SCHOOL, build, cells, held, numbered, roll, window

from generator.indicators.fairness import equal_care
from generator.model import Dataset, TermDates

SUMMER = "2024-25-summer"


def some(sex: str | None, count: int, children: int = 4, **more: Any) -> list[dict[str, Any]]:
    """So many incidents, shared evenly by some children."""
    return [
        held(f"{sex}-{number % children}", f"2025-05-{number + 1:02}", **{"child_injury": "none", **more})
        for number in range(count)
    ]


def data_of(rows: list[dict[str, Any]], seen: list[str], restored: list[str], **more: Any) -> Dataset:
    """Views two days after the incidents in `seen`; every incident reviewed, put right in `restored`."""
    rows = numbered(rows)
    everyone = sorted({row["child_id"] for row in rows})
    children = [
        child
        for name in everyone
        for child in roll(name, sex={"F": "F", "M": "M"}.get(name[0]), place=more.get("place", "home"))
    ]
    days = {row["incident_id"]: row["incident_date"] for row in rows}
    children_of = {row["incident_id"]: row["child_id"] for row in rows}
    views = [{"child_id": children_of[id], "incident_id": id, "captured_on": days[id]} for id in seen]
    views.append({"child_id": everyone[0], "incident_id": "another-day", "captured_on": "2023-10-01"})
    reviews = [
        {
            "incident_id": id,
            "review_type": "manager_review",
            "held_at": days[id],
            "restorative_completed": id in restored,
            "child_took_part": True,
            "staff_took_part": True,
        }
        for id in days
    ]
    more.pop("place", None)
    return build(rows, children=children, child_views=views, reviews=reviews, **more)


def ids(first: int, last: int) -> list[str]:
    return [f"i{number}" for number in range(first, last + 1)]


def test_each_kind_of_care_is_the_groups_share_less_the_others() -> None:
    # Incidents 1 to 10 are of girls (one hurt), 11 to 30 of boys (four hurt), 31 to 33 of a child of unknown sex.
    rows = [
        *some("F", 9), *some("F", 1, child_injury="first_aid"),
        *some("M", 16), *some("M", 4, child_injury="hospital"),
        *some(None, 3, children=1),
    ]  # fmt: skip
    data = data_of(rows, [*ids(1, 4), *ids(11, 26), "i31"], [*ids(1, 5), *ids(11, 15)])
    result = equal_care.compute(data, window(data, SUMMER))
    found = cells(result)
    # Views: 4 of 10 against 16 of 20. Put right: 5 of 10 against 5 of 20. Hurt: 1 of 10 against 4 of 20.
    assert found["view-sex-f"].value == pytest.approx(40 - 80)
    assert found["restored-sex-f"].value == pytest.approx(50 - 25)
    assert found["injury-sex-f"].value == pytest.approx(10 - 20)
    assert found["view-sex-m"].value == pytest.approx(40)
    assert found["view-sex-f"].sentence == "4 of 10 in this group, 16 of 20 among all others."
    # Three of 33 incidents are of a child whose sex is not recorded.
    whole = found["Total"]
    assert (whole.numerator, whole.denominator) == (3, 33)
    assert [ref.row for ref in whole.evidence] == [32, 33, 34]
    # Six comparisons (three kinds, two groups); 20 points and more lie between the groups for views and putting right.
    assert result.headline == (
        "6 comparisons of care afterwards in summer term 2025, 2 with 20 points or more between groups; "
        "3 of 33 incidents not fully known."
    )


@pytest.mark.parametrize(("count", "children"), [(9, 4), (12, 2)])
def test_under_ten_incidents_or_three_children_on_a_side_there_is_no_difference(
    count: int, children: int
) -> None:
    data = data_of([*some("F", count, children), *some("M", 20)], [], [])
    cell = cells(equal_care.compute(data, window(data, SUMMER)))["injury-sex-f"]
    assert (cell.value, cell.marker) == (None, "u")
    assert cell.sentence.endswith("too few for a difference.")


def test_an_injury_that_is_not_recorded_is_in_neither_share() -> None:
    rows = [
        *some("F", 10),
        *some("F", 2, child_injury=None),
        *some("M", 10),
        *some("M", 2, child_injury="mark_only"),
    ]
    data = data_of(rows, [], [])
    cell = cells(equal_care.compute(data, window(data, SUMMER)))["injury-sex-f"]
    # 0 of 10 known against 0 of 12: a mark alone is no injury of this kind.
    assert cell.value == 0 and cell.unknown == 2
    assert cell.sentence == "0 of 10 in this group, 0 of 12 among all others."


def test_the_widest_gaps_are_listed_once_for_leaders() -> None:
    data = data_of([*some("F", 10), *some("M", 20)], ids(11, 30), [])
    listing = equal_care.compute(data, data.calendar.current).listings[0]
    assert listing.rows == (("Child's view captured", "Sex: female", "0 of 10", "20 of 20", "-100"),)


def test_parents_told_the_same_day_counts_school_incidents_from_april_2026_on() -> None:
    terms = (TermDates("202526", "summer", date(2026, 4, 13), date(2026, 8, 31)),)
    told = {"setting_id": "school", "parent_not_informed_reason": None}
    rows = []
    for sex, same_day in (("F", 4), ("M", 9)):
        for number, row in enumerate(some(sex, 12)):
            day = row["incident_date"].replace("2025", "2026")
            at = f"{day} 18:00" if number < same_day else "2026-06-20 09:00"
            rows.append({**row, **told, "incident_date": day, "parent_informed_at": at})
    rows[11]["parent_informed_at"] = None  # one girl: not known
    rows[10] |= {
        "parent_informed_at": None,
        "parent_not_informed_reason": "aged_20_plus",
    }  # one girl: nobody to tell
    data = data_of(
        rows, [], [], place="school", places=(replace(SCHOOL),), terms=terms, as_of=date(2026, 8, 31),
        data_start=date(2026, 4, 13),
    )  # fmt: skip
    cell = cells(equal_care.compute(data, window(data, "2025-26-summer")))["parents-sex-f"]
    # Girls 4 of 10 known, boys 9 of 12.
    assert cell.value == pytest.approx(40 - 75) and cell.unknown == 1
    earlier = data_of(
        [{**row, "incident_date": row["incident_date"].replace("2026", "2025")} for row in rows], [], [],
        place="school", places=(SCHOOL,),
    )  # fmt: skip
    before = cells(equal_care.compute(earlier, window(earlier, SUMMER)))["parents-sex-f"]
    assert (before.value, before.unknown) == (None, 0)
