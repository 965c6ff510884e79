"""TRN-01: whether adults who led or held were trained on that day."""

from __future__ import annotations

from example_rows import build, cells, held, window
from staff_rows import course, part

from generator.indicators.training import trained_on_the_day

SUMMER = "2024-25-summer"


def test_a_course_is_in_date_from_the_day_it_was_taken_to_its_last_day() -> None:
    days = ["2025-05-01", "2025-05-02", "2025-05-31", "2025-06-01", "2025-06-02", "2025-06-03", "2025-06-04"]
    rows = [held("a", day) for day in days]
    training = [
        course("x", "2025-05-02", "2025-05-31"),
        course("x", "2025-06-04", None),  # nobody wrote down until when
        course("y", "2024-01-01", "2026-01-01", kind="de_escalation"),  # another course
        course("z", "2023-01-01", "2024-01-01"),
        course("z", "2024-02-01", "2026-02-01"),  # taken again
    ]
    parts = [
        part(1, "x"),  # the day before the course: not met
        part(2, "x"),  # the day of the course: met
        part(3, "x", "led"),  # its last day: met
        part(3, "x"),  # the same adult in the same incident again
        part(4, "x"),  # a day too late: not met
        part(7, "x"),  # valid until not known
        part(5, "y"),  # never took this course: not met
        part(6, "z"),  # met by the second course
        part(6, "x", "witness"),  # only saw it
        part(5, "x", "called_to_help"),
    ]
    data = build(rows, staff_involvement=parts, training=training)
    result = trained_on_the_day.compute(data, data.calendar.current)
    total = cells(result)["Total"]
    assert (total.numerator, total.denominator, total.unknown) == (3, 6, 1)
    assert [(ref.table, ref.row) for ref in total.evidence] == [
        ("staff_involvement", row) for row in (3, 4, 9)
    ]
    listed = [(row[3], row[4]) for row in result.listings[0].rows]
    assert listed == [
        ("x", "valid until not recorded"),
        ("y", "no training in date"),
        ("x", "no training in date"),
        ("x", "no training in date"),
    ]
    assert result.due == ("3 parts taken by adults without training in date: book it",)


def test_without_a_part_nothing_is_due() -> None:
    data = build(
        [held("a", "2025-05-01", intervention_category="guided_contact")],
        staff_involvement=[part(1, "x")],
        training=[course("x", "2025-01-01", "2026-01-01")],
    )
    result = trained_on_the_day.compute(data, window(data, SUMMER))
    assert cells(result)["Total"].marker == "z" and result.due == ()
    assert result.headline == "No adult led or held in this window."


def test_parts_of_which_nothing_is_known_are_not_said_to_be_none() -> None:
    data = build(
        [held("a", "2025-05-01")],
        staff_involvement=[part(1, "x")],
        training=[course("x", "2025-01-01", None)],
    )
    result = trained_on_the_day.compute(data, window(data, SUMMER))
    assert (cells(result)["Total"].marker, cells(result)["Total"].unknown) == ("z", 1)
    assert result.headline == (
        "Nothing says whether adults who led or held had training in date on that day. "
        "For 1 part this is not known."
    )


def test_the_list_comes_with_the_leading_window_only() -> None:
    data = build(
        [held("a", "2024-05-01")],
        staff_involvement=[part(1, "x")],
        training=[course("y", "2025-01-01", "2026-01-01")],
    )
    assert trained_on_the_day.compute(data, window(data, "2023-24-summer")).listings == ()
