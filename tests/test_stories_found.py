"""Each planted story of the worked example is found by the indicator that measures it, and nothing else is claimed.

The stories themselves stand in `test_stories.py`, read from the tables without the program's own indicators.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
from example_tables import AS_OF, CONTENT, SILENCE, SUMMER_26, attention, between, restrictive, table

from generator import build, catalogue
from generator.model import Cell, Dataset, IndicatorResult
from generator.periods import Window

CLAIMING = ("CHG-01", "CHG-05", "CHG-06", "EQU-01", "HSC-01", "HSC-02", "STF-01", "STF-03")
"""Every indicator whose sentence may be of class R2, R3, R8 or R10 (CHG-08 speaks only where CHG-01 does)."""
SUMMER, SPRING, INSPECTION = "2025-26-summer", "2025-26-spring", "since-inspection"


@cache
def example() -> Dataset:
    dataset, _ = build.sound(CONTENT, as_of=AS_OF)
    return dataset


@cache
def windows() -> dict[str, Window]:
    return {each.id: each for each in catalogue.windows(example(), internal=True)}


@cache
def result(id: str, window: str) -> IndicatorResult:
    known = {each.id: each for each in catalogue.load()}
    return known[id].compute(example(), windows()[window])


def cell(id: str, window: str, group: str = "Total") -> Cell:
    return next(each for each in result(id, window).cells if each.group == group)


def facts(id: str, window: str, group: str = "Total") -> tuple[str, dict[str, Any]]:
    verdict = cell(id, window, group).verdict
    assert verdict is not None
    return verdict.klass, dict(verdict.facts)


def claims() -> Iterator[tuple[str, str, str]]:
    """Indicator, group and class of every cell that claims a difference, over all windows."""
    for id in CLAIMING:
        for window in windows():
            for each in result(id, window).cells:
                klass = each.verdict.klass if each.verdict else ""
                stands_out = each.verdict is not None and each.verdict.facts.get("stands_out") in (
                    "high",
                    "low",
                )
                if klass in ("R2", "R3", "R8") or (klass == "R10" and stands_out):
                    yield id, each.group, klass


def morning_routine() -> str:
    actions = table("actions")
    wide = actions[
        (actions["effective_from"] == pd.Timestamp(date(2025, 2, 24))) & (actions["scope"] == "whole_setting")
    ]
    return str(wide["action_id"].item())


def test_only_planted_stories_are_claimed_by_a_headline() -> None:
    routine = morning_routine()
    assert set(claims()) == {
        ("CHG-05", routine, "R2"),
        ("CHG-06", routine, "R2"),
        ("CHG-01", "shift-late", "R10"),
        ("STF-03", "hazel-home-shift-late", "R10"),
        ("HSC-01", "Total", "R3"),
        ("HSC-02", "Total", "R3"),
    }


def test_the_fall_after_the_new_morning_routine_is_told_by_chg_05() -> None:
    klass, found = facts("CHG-05", "2024-25-spring", morning_routine())
    assert klass == "R2" and found["b"] < found["a"]
    sentence = cell("CHG-05", "2024-25-spring", morning_routine()).sentence
    assert sentence.startswith(
        f"{found['a']} incidents in the 60 days before, {found['b']} in 60 after. Fewer"
    )


def test_the_late_shift_is_told_by_chg_01_and_stf_03_as_more_than_its_hours_would_give() -> None:
    late = between(restrictive(), SUMMER_26).query("shift_or_lesson == 'late'")
    for id, group in (("CHG-01", "shift-late"), ("STF-03", "hazel-home-shift-late")):
        klass, found = facts(id, SUMMER, group)
        assert klass == "R10" and found["stands_out"] == "high"
        assert cell(id, SUMMER, group).numerator == len(late)


def test_of_all_the_time_since_the_inspection_nothing_is_claimed_of_the_late_shift() -> None:
    """One by one its incidents would stand out there too; but they come in a few children's hard days."""
    for id, group in (("CHG-01", "shift-late"), ("STF-03", "hazel-home-shift-late")):
        klass, found = facts(id, INSPECTION, group)
        assert (klass, found["stands_out"]) == ("R1", "")


def test_the_schools_rise_is_told_as_one_childs_and_never_as_a_rise() -> None:
    klass, found = facts("CHG-01", SUMMER, "hazel-school")
    top = between(restrictive("hazel-school"), SUMMER_26)["child_id"].value_counts().iloc[0]
    assert klass == "R4" and found["x"] >= top
    assert "comes from one child" in cell("CHG-01", SUMMER, "hazel-school").sentence


def test_home_and_school_that_answer_a_demand_differently_are_told_by_hsc_02_and_the_rate_by_hsc_01() -> None:
    for id in ("HSC-01", "HSC-02"):
        assert facts(id, INSPECTION)[0] == "R3"
        assert "at home than at school, beyond what chance explains" in cell(id, INSPECTION).sentence


def test_the_gap_in_views_of_children_without_speech_is_seen_to_narrow_in_voi_02() -> None:
    wide, narrow = cell("VOI-02", "2024-25-summer").value, cell("VOI-02", SUMMER).value
    assert wide is not None and narrow is not None and wide < -30 and -15 < narrow < 0


def test_a_room_under_a_kind_name_is_counted_as_seclusion_by_sec_01() -> None:
    rows = between(table("incidents").query("local_label == 'quiet pod time'"), SUMMER_26)
    numbers = {row + 2 for row in rows.index}
    assert numbers and numbers <= {ref.row for ref in cell("SEC-01", SUMMER, "incidents").evidence}


def test_four_weeks_of_silence_are_told_by_rec_01() -> None:
    klass, found = facts("REC-01", SPRING, "longest-silence")
    assert klass == "R5" and found["met"] == 1 and found["d"] >= (SILENCE[1] - SILENCE[0]).days


def test_the_statement_that_the_records_do_not_bear_out_waits_in_rec_04() -> None:
    assert cell("REC-04", SUMMER, "acknowledged").value == 1


def test_changes_nobody_looked_at_are_counted_by_pra_03() -> None:
    counted = [cell("PRA-03", each.id) for each in windows().values() if each.nested]
    met, known = (sum(getattr(each, name) or 0 for each in counted) for name in ("numerator", "denominator"))
    assert known >= 40 and 0.3 <= met / known <= 0.7


def test_the_wider_definition_of_april_2026_divides_the_schools_chart_and_not_the_homes() -> None:
    current = example().calendar.current.id
    phases = {
        each.id: {row[each.columns.index("phase")] for row in each.rows}
        for each in result("CHG-01", current).exhibits
        if each.kind == "control"
    }
    assert phases == {"chg-01-hazel-school": {1, 2}, "chg-01-hazel-home": {1}}


def test_a_few_children_who_need_fresh_attention_are_listed_by_chg_07() -> None:
    found = result("CHG-07", example().calendar.current.id)
    listed = {row[0] for listing in found.listings if listing.id == "chg-07-children" for row in listing.rows}
    # The indicator counts days here, so that a holiday inside the 28 days can move one child over the line.
    assert 2 <= len(listed) <= 6 and len(listed & attention(restrictive(), date(2026, 11, 21))) >= 2
