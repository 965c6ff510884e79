"""SEC-02: whether the name and what the child experienced fit."""

from __future__ import annotations

from typing import Any

from example_rows import BOTH, SCHOOL, build, cells, held, window

from generator.indicators.seclusion import name_and_reality
from generator.model import Place

SUMMER = "2024-25-summer"


def apart(
    when: str,
    category: str,
    word: str | None,
    *,
    kept_in: bool | None = True,
    sanction: bool | None = None,
    **more: Any,
) -> dict[str, Any]:
    return held(
        "a",
        when,
        intervention_category=category,
        prevented_from_leaving=kept_in,
        is_disciplinary=sanction,
        local_label=word,
        **more,
    )


def test_each_kind_of_mismatch_is_counted_and_a_row_once_in_all() -> None:
    rows = [
        apart(
            "2025-05-01", "de_escalated_no_restriction", "quiet pod time", setting_id="school"
        ),  # 2 another name
        apart(
            "2025-05-02", "seclusion", "chill out", setting_id="school"
        ),  # 3 the setting's own word says otherwise
        apart("2025-05-03", "seclusion", "Seclusion room", setting_id="school"),  # 4 fits
        apart("2025-05-04", "seclusion", None, setting_id="school"),  # 5 fits
        apart(
            "2025-05-05", "physical_restraint|seclusion", "team hold", setting_id="school"
        ),  # 6 the word is the hold's
        apart("2025-05-06", "long_term_segregation", "own flat", setting_id="school"),  # 7 called what it is
        apart("2025-05-07", "seclusion", None, setting_id="home"),  # 8 in an open home
        apart(
            "2025-05-08", "guided_contact", "calm time", setting_id="home"
        ),  # 9 in an open home, another name
        apart("2025-05-09", "disciplinary_removal", "reset", setting_id="school"),  # 10 a sanction, kept in
        apart(
            "2025-05-10", "guided_contact", "reset", sanction=True, setting_id="school"
        ),  # 11 a sanction, kept in
        apart(
            "2025-05-11", "physical_restraint", "hold", kept_in=None, setting_id="school"
        ),  # 12 does not say
        apart("2025-05-12", "guided_contact", "walk", kept_in=False, setting_id="home"),  # 13 free to leave
    ]
    data = build(rows, places=BOTH)
    result = name_and_reality.compute(data, window(data, SUMMER))
    found = cells(result)
    assert [ref.row for ref in found["another-name"].evidence] == [2, 3, 9]
    assert [ref.row for ref in found["in-open-home"].evidence] == [8, 9]
    assert [ref.row for ref in found["sanction-kept-in"].evidence] == [10, 11]
    # Row 9 is of two kinds and stands once: 3 + 2 + 2 - 1.
    assert (found["Total"].numerator, found["Total"].unknown) == (6, 1)
    lines = {line[3]: line[4] for line in result.listings[0].rows}
    assert lines["calm time"] == "called something else, in a home that is not a secure one"
    assert (
        lines["quiet pod time"] == "called something else"
        and lines["none"] == "in a home that is not a secure one"
    )


def test_seclusion_in_a_secure_home_or_in_a_school_is_not_counted_for_its_place() -> None:
    secure = Place(id="unit", name="Unit", kind="secure_childrens_home")
    for place in (secure, SCHOOL):
        data = build([apart("2025-05-01", "seclusion", "seclusion")], places=(place,))
        assert cells(name_and_reality.compute(data, window(data, SUMMER)))["Total"].value == 0


def test_a_school_that_is_registered_as_a_home_too_is_under_the_homes_law() -> None:
    both = Place(id="dual", name="Dual", kind="dual_registered")
    data = build([apart("2025-05-01", "seclusion", "seclusion")], places=(both,))
    assert cells(name_and_reality.compute(data, window(data, SUMMER)))["in-open-home"].value == 1


def test_where_nobody_recorded_whether_a_child_could_leave_that_is_not_available() -> None:
    data = build(
        [held("a", "2025-05-01", intervention_category="seclusion", local_label="pod")], places=(SCHOOL,)
    )
    found = cells(name_and_reality.compute(data, window(data, SUMMER)))
    assert (found["sanction-kept-in"].value, found["sanction-kept-in"].marker) == (None, "x")
    assert found["Total"].unknown == 0, "a row that is called seclusion is known without it"
    assert (found["another-name"].value, found["Total"].value) == (1, 1), (
        "the setting's own word is known without it"
    )
