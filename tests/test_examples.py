"""The worked examples: the makers write the committed bytes, and the tables hang together."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
import yaml
from example_tables import (
    AS_OF,
    CONTENT,
    FIRST_NIGHT,
    HELD,
    HOME,
    SCHOOL,
    attention,
    restrictive,
    table,
)

from generator.examples import first_night, school_and_home
from generator.examples._dice import Dice
from generator.examples._write import as_csv


@pytest.mark.parametrize(("maker", "folder"), [(school_and_home, CONTENT), (first_night, FIRST_NIGHT)])
def test_the_maker_writes_the_committed_bytes_every_time(maker: ModuleType, folder: Path) -> None:
    tables = maker.make_tables()
    committed = {path.stem: path.read_bytes() for path in (folder / "data").glob("*.csv")}
    assert set(tables) == set(committed)
    assert [name for name in tables if as_csv(tables[name]) != committed[name]] == []


def test_the_maker_puts_its_tables_into_the_folder_it_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first_night.main([str(tmp_path)])
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["children.csv", "incidents.csv"]
    assert (tmp_path / "data" / "incidents.csv").read_bytes() == (
        FIRST_NIGHT / "data" / "incidents.csv"
    ).read_bytes()
    assert "incidents.csv" in capsys.readouterr().out


def test_another_seed_makes_other_children() -> None:
    codes = {row["child_id"] for row in first_night.make_tables(1)["children"]}
    assert codes.isdisjoint({row["child_id"] for row in first_night.make_tables()["children"]})


def test_there_are_sixteen_tables_of_the_size_of_a_real_place() -> None:
    assert len(list((CONTENT / "data").glob("*.csv"))) == 16
    assert 900 <= len(table("incidents")) <= 1500
    assert table("children")["child_id"].nunique() == 48
    assert 55 <= len(table("staff")) <= 65
    roll = table("children")
    for day in ("2024-10-01", "2025-03-03", "2026-02-02", "2026-11-20"):
        here = roll[
            (roll["on_roll_from"] <= day) & ((roll["on_roll_to"] == "") | (roll["on_roll_to"] >= day))
        ]
        assert 30 <= here["child_id"].nunique() <= 36
        assert (here["setting_id"] == HOME).sum() == 10


def test_every_code_is_prefixed_long_enough_and_used_where_it_is_known() -> None:
    children, adults = set(table("children")["child_id"]), set(table("staff")["staff_id"])
    assert all(code.startswith("child-") and len(code) == 10 for code in children)
    assert all(code.startswith("adult-") and len(code) == 10 for code in adults)
    incidents = set(table("incidents")["incident_id"])
    for name in ("reviews", "child_views", "interventions", "staff_involvement", "concerns"):
        assert set(table(name)["incident_id"]) - {""} <= incidents
    actions = set(table("actions")["action_id"])
    for name, field in (("reviews", "led_to_action_id"), ("child_views", "led_to_action_id"),
                        ("governance_reviews", "actions_agreed")):  # fmt: skip
        assert {code for cell in table(name)[field] for code in cell.split("|") if code} <= actions
    assert set(table("staff_involvement")["staff_id"]) <= adults
    assert set(table("child_views")["child_id"]) <= children


def test_every_incident_falls_on_a_day_its_child_was_on_that_roll() -> None:
    joined = table("incidents").merge(table("children"), on=["child_id", "setting_id"], how="left")
    day = joined["incident_date"].dt.strftime("%Y-%m-%d")
    assert len(joined) == len(table("incidents"))
    assert (joined["on_roll_from"] <= day).all()
    assert ((joined["on_roll_to"] == "") | (joined["on_roll_to"] >= day)).all()


def test_nothing_is_dated_after_the_day_the_evidence_runs_to() -> None:
    for name, fields in {
        "incidents": ("record_made_at", "parent_informed_at", "child_spoken_to_at", "judged_on"),
        "reviews": ("held_at",),
        "child_views": ("captured_on",),
        "actions": ("raised_on", "effective_from", "completed_on", "evaluated_on"),
        "concerns": ("arose_at", "submitted_at", "resolved_on"),
    }.items():
        for field in fields:
            assert table(name)[field].astype(str).replace("NaT", "").str[:10].max() <= str(AS_OF)


def test_no_record_review_or_view_is_older_than_its_incident() -> None:
    incidents = table("incidents").set_index("incident_id")
    for name, field in (("reviews", "held_at"), ("child_views", "captured_on"), ("concerns", "arose_at")):
        rows = table(name)
        rows = rows[rows["incident_id"] != ""]
        day = rows["incident_id"].map(incidents["incident_date"].dt.strftime("%Y-%m-%d"))
        assert (rows[field].astype(str).str[:10] >= day).all()
    timed = incidents[(incidents["started_time"] != "") & (incidents["record_made_at"] != "")]
    started = timed["incident_date"].dt.strftime("%Y-%m-%dT") + timed["started_time"]
    assert (timed["record_made_at"] >= started).all()


def test_few_words_are_cleared_and_none_of_those_tells_of_one_incident() -> None:
    views = table("child_views")
    cleared = views[views["quote_cleared"] == "true"]
    assert 4 <= len(cleared) <= 12
    assert (cleared["incident_id"] == "").all() and (cleared["view_text"] != "").all()
    assert ((views["view_text"] != "") & (views["quote_cleared"] != "true")).sum() > 400
    assert (table("incidents")["lead_up_summary"] != "").mean() > 0.85


def test_the_edges_of_the_law_are_in_the_records() -> None:
    rows = restrictive(HOME)
    named_nowhere = rows["reason_primary"].isin(
        ["good_order_and_discipline", "other_property_damage", "refusal_only"]
    )
    assert 0 < named_nowhere.mean() < 0.1
    everything = restrictive()
    assert (everything["planned"] == "planned_routine_ehcp").sum() >= 10
    assert (everything["de_escalation_none_reason"] == "immediate_danger").sum() >= 10
    assert (restrictive(HOME)["child_spoken_to_at"] != "").mean() > 0.7
    assert (restrictive(SCHOOL)["parent_informed_at"] != "").mean() > 0.8
    late = pd.to_datetime(rows["record_made_at"]) - rows["incident_date"] > pd.Timedelta(days=2)
    assert late.sum() >= 5


def test_the_two_settings_stand_on_one_site_and_every_month_of_exposure_is_there() -> None:
    settings = table("settings")
    assert settings["co_location_group"].nunique() == 1
    assert set(settings["kind"]) == {"residential_special_school", "childrens_home"}
    home = table("exposure").query("setting_id == @HOME and value == 'Total' and measure == 'open_days'")
    assert home["amount"].astype(float).sum() == (AS_OF - date(2023, 9, 1)).days + 1
    assert table("terms")["start_on"].is_monotonic_increasing


def test_the_narrative_is_as_long_as_a_real_one_and_names_no_code() -> None:
    words = ""
    for path in sorted(CONTENT.glob("*/*.md")):
        text = path.read_text("utf-8")
        front = yaml.safe_load(text.split("---\n")[1])
        assert {"title", "owner", "reviewed_on"} <= set(front)
        words += text
    assert len(words.split()) >= 1500
    assert not any(code in words for code in {*table("children")["child_id"], *table("staff")["staff_id"]})


def test_the_first_night_holds_four_columns_and_a_roll_and_has_something_to_say() -> None:
    rows = pd.read_csv(FIRST_NIGHT / "data" / "incidents.csv", parse_dates=["incident_date"])
    roll = pd.read_csv(FIRST_NIGHT / "data" / "children.csv")
    assert list(rows.columns) == ["incident_id", "child_id", "incident_date", "intervention_category"]
    assert list(roll.columns) == ["child_id", "setting_id", "on_roll_from", "on_roll_to"]
    assert 60 <= len(rows) <= 90 and rows["child_id"].nunique() == 9 and len(roll) == 40
    weekdays = rows["incident_date"].dt.day_name().value_counts()
    assert weekdays["Monday"] > 2 * weekdays.drop("Monday").max()
    days = rows["incident_date"].drop_duplicates().sort_values()
    assert days.diff().dt.days.max() > 56
    held = rows[rows["intervention_category"].str.contains(HELD)]
    assert len(attention(held, date(2026, 11, 18))) == 1


def test_an_even_share_never_strays_by_more_than_two() -> None:
    dice, said = Dice(1), 0
    for times in range(1, 500):
        said += dice.even("one group", 0.37)
        assert abs(said - 0.37 * times) <= 2


def test_a_stream_of_chance_is_the_same_each_time_and_apart_from_others() -> None:
    first = [Dice(7).stream("a").between(0, 1), Dice(7).stream("b").between(0, 1)]
    assert first == [Dice(7).stream("a").between(0, 1), Dice(7).stream("b").between(0, 1)]
    assert first[0] != first[1]
