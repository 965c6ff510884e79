"""Each story of the worked example stands in its tables, to be found by the catalogue's definitions.

Limits are what each story must at least show, not what the maker happened to write.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
import yaml
from example_tables import (
    AS_OF,
    AUTUMN_25,
    AUTUMN_26,
    CONTENT,
    HELD,
    HOME,
    SCHOOL,
    SILENCE,
    SPRING_26,
    SUMMER_25,
    SUMMER_26,
    attention,
    between,
    child_days,
    most_frequent,
    ratio,
    restrictive,
    school_days,
    table,
)
from scipy.stats import binomtest


@pytest.mark.parametrize("first", [7, 61])
def test_the_new_morning_routine_is_followed_by_a_lasting_fall_that_does_not_rest_on_one_child(
    first: int,
) -> None:
    began = date(2025, 2, 24)
    before = (began - timedelta(days=60), began)
    after = (began + timedelta(days=first), began + timedelta(days=first + 60))
    top = most_frequent(SCHOOL, before, after)
    assert ratio(SCHOOL, before, after) < 0.6
    assert ratio(SCHOOL, before, after, without=top) < 0.6
    counts = [len(between(restrictive(SCHOOL), window)) for window in (before, after)]
    share = child_days(SCHOOL, before) / (child_days(SCHOOL, before) + child_days(SCHOOL, after))
    assert binomtest(counts[0], sum(counts), share).pvalue < 0.01
    actions = table("actions")
    wide = actions[(actions["effective_from"] == pd.Timestamp(began)) & (actions["scope"] == "whole_setting")]
    assert wide["scope_value"].tolist() == [SCHOOL]


def test_the_late_shift_rises_in_the_summer_of_2026_with_the_same_hours_worked() -> None:
    late, others = [], []
    for window in (SUMMER_25, SUMMER_26):
        shifts = between(restrictive(HOME), window)["shift_or_lesson"].value_counts()
        late.append(int(shifts["late"]))
        others.append(int(shifts.drop("late").sum()))
    assert late[1] >= 2 * late[0] and others[1] <= others[0]
    hours = table("exposure").query("value == 'late' and measure == 'staff_hours'").copy()
    days = (pd.to_datetime(hours["period_end"]) - pd.to_datetime(hours["period_start"])).dt.days + 1
    assert (hours["amount"].astype(float) / days).nunique() == 1
    worked = table("exposure").query(
        "setting_id == @HOME and measure == 'staff_hours' and dimension != 'lesson'"
    )
    worked = worked[worked["period_start"] == "2026-06-01"].set_index("value")["amount"].astype(float)
    share = worked["late"] / worked["Total"]
    assert binomtest(late[1], late[1] + others[1], share, alternative="greater").pvalue < 0.001
    many = between(restrictive(HOME), SUMMER_26).query("shift_or_lesson == 'late'")["child_id"].value_counts()
    assert len(many) >= 6 and many.iloc[0] / many.sum() < 0.3


@pytest.mark.parametrize(
    ("before", "after"), [(SPRING_26, SUMMER_26), (SUMMER_25, SUMMER_26), (AUTUMN_25, AUTUMN_26)]
)
def test_the_schools_rise_in_2026_is_one_childs_and_vanishes_without_that_child(
    before: tuple[date, date], after: tuple[date, date]
) -> None:
    top = most_frequent(SCHOOL, after)
    rows = between(restrictive(SCHOOL), after)
    assert (rows["child_id"] == top).mean() > 0.3
    assert ratio(SCHOOL, before, after) > 1.4
    assert ratio(SCHOOL, before, after, without=top) < 1.25


@pytest.mark.parametrize("window", [SUMMER_26, AUTUMN_26])
def test_home_and_school_answer_a_demand_differently(window: tuple[date, date]) -> None:
    rows = between(table("incidents"), window)
    rows = rows[rows["trigger_codes"].str.contains("demand")]
    held = rows["intervention_category"].str.contains(HELD).groupby(rows["setting_id"])
    assert (held.size() >= 5).all()
    assert held.mean()[HOME] - held.mean()[SCHOOL] > 0.3


@pytest.mark.parametrize("window", [SUMMER_26, AUTUMN_26])
def test_children_in_both_are_held_more_often_in_the_home_by_day_and_by_hour(
    window: tuple[date, date],
) -> None:
    dual = table("children").query("resident == 'both' and setting_id == @SCHOOL")
    rows = between(restrictive(), window)
    rows = rows[rows["child_id"].isin(dual["child_id"]) & (rows["planned"] != "planned_routine_ehcp")]
    counts = rows["setting_id"].value_counts()
    open_days = pd.date_range(window[0], window[1] - timedelta(days=1)).intersection(school_days())
    days = sum(
        int(((open_days >= row.on_roll_from) & (open_days <= (row.on_roll_to or str(AS_OF)))).sum())
        for row in dual.itertuples()
    )
    at_home = child_days(HOME, window)
    assert counts[HOME] / at_home > 2 * counts[SCHOOL] / days
    assert counts[HOME] / (24 * at_home - 6.25 * days) > counts[SCHOOL] / (6.25 * days)


def gap(window: tuple[date, date]) -> tuple[float, int]:
    """Share of restrictive incidents with a view within five days, non-verbal minus others; the smaller group."""
    views = table("child_views")
    views = views[(views["incident_id"] != "") & (views["declined"] != "true")]
    captured = views.drop_duplicates("incident_id").set_index("incident_id")["captured_on"]
    rows = between(restrictive(), window)
    waited = (rows["incident_id"].map(captured) - rows["incident_date"]).dt.days
    roll = table("children").drop_duplicates("child_id").set_index("child_id")
    own_way = rows["child_id"].map(roll["uses_non_verbal_communication"]) == "true"
    shares = waited.between(0, 5).groupby(own_way).mean()
    return float(shares[True] - shares[False]), int(own_way.value_counts().min())


def test_the_gap_for_children_who_communicate_non_verbally_narrows_after_the_communication_change() -> None:
    wide, rows_before = gap(SUMMER_25)
    narrow, rows_after = gap(SUMMER_26)
    assert rows_before >= 20 and rows_after >= 20
    assert wide < -0.30 and -0.15 < narrow < 0
    changes = table("actions").query("action_type == 'communication_support' and scope == 'whole_setting'")
    assert changes["effective_from"].tolist() == [pd.Timestamp("2025-09-08")]


def test_some_children_are_kept_in_a_room_under_a_kind_name() -> None:
    rows = table("incidents").query("local_label == 'quiet pod time'")
    assert 15 <= len(rows) <= 30 and rows["child_id"].nunique() >= 5
    assert (rows["prevented_from_leaving"] == "true").all()
    assert (rows["is_disciplinary"] == "false").all()
    assert set(rows["intervention_category"]) == {"de_escalated_no_restriction", "guided_contact"}


def test_four_weeks_of_silence_are_no_calm() -> None:
    assert between(table("incidents"), SILENCE).empty
    for rows in (table("incidents"), table("incidents").query("setting_id == @HOME")):
        days = rows["incident_date"].drop_duplicates().sort_values()
        longest = days.diff().dt.days
        assert days[longest.idxmax()] >= pd.Timestamp(SILENCE[1])
        assert longest.max() >= 28 and longest.nlargest(2).iloc[1] <= 0.65 * longest.max()
    before = between(table("incidents").query("setting_id == @HOME"), (date(2023, 9, 1), SILENCE[0]))
    days_before = (SILENCE[0] - date(2023, 9, 1)).days
    chance = (days_before / (days_before + 28)) ** len(before)
    assert chance < 0.025
    events = table("related_events").query("kind == 'staff_injury'")
    hurt = events[(events["event_date"] >= str(SILENCE[0])) & (events["event_date"] < str(SILENCE[1]))]
    assert len(hurt) >= 5


def test_the_self_evaluation_says_more_about_views_than_the_records_and_admits_it() -> None:
    front = yaml.safe_load(
        (CONTENT / "narrative" / "self-evaluation.md").read_text("utf-8").split("---\n")[1]
    )
    claim = next(each for each in front["statements"] if each["id"] == "every-child-asked")
    assert claim["indicator"] == "VOI-01" and claim["acknowledgement"] and claim["reason"]
    rows = between(restrictive(), SUMMER_26)
    asked = table("child_views")
    asked = asked[asked["incident_id"].isin(rows["incident_id"])].set_index("incident_id")["captured_on"]
    waited = (rows["incident_id"].map(asked) - rows["incident_date"]).dt.days
    assert waited.between(0, 5).mean() < 0.9


def test_about_half_of_the_changes_are_looked_at_although_the_policy_says_all() -> None:
    front = yaml.safe_load((CONTENT / "policy" / "behaviour-policy.md").read_text("utf-8").split("---\n")[1])
    assert "evaluated-within-six-weeks" in [each["id"] for each in front["commitments"]]
    due = table("actions")
    due = due[due["effective_from"] <= pd.Timestamp(AS_OF) - pd.Timedelta(days=41)]
    assert len(due) >= 40
    assert 0.4 <= due["evaluated_on"].notna().mean() <= 0.6
    in_time = (due["evaluated_on"] - due["effective_from"]).dt.days <= 42
    assert in_time.mean() < 0.5
    assert set(due["evaluation"]) >= {"helped", "partly", "no_change", "worse"}


def test_the_school_records_more_kinds_of_restriction_from_april_2026() -> None:
    rows = restrictive(SCHOOL)
    newly = rows[rows["intervention_category"] == "non_contact_restraint"]
    before, after = (date(2023, 9, 1), date(2026, 4, 1)), (date(2026, 4, 1), date(2026, 11, 21))
    days = [pd.date_range(*window).intersection(school_days()).size for window in (before, after)]
    assert len(between(newly, after)) >= 8
    assert len(between(newly, after)) / days[1] > 5 * len(between(newly, before)) / days[0]


def test_a_few_children_need_fresh_attention_on_the_day_the_evidence_runs_to() -> None:
    assert 2 <= len(attention(restrictive(), date(2026, 11, 21))) <= 6
