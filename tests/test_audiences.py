"""Who reads by default, who may be named, and what can never be loosened."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import setting
from generator.errors import SettingError
from generator.model import Audience

KINDS = {"school": "special_school", "home": "childrens_home", "dual": "dual_registered"}


def audiences(folder: Path, *kinds: str, more: str = "") -> dict[str, Audience]:
    lines = [f"  - {{setting_id: place-{place}, kind: {KINDS[kind]}}}" for place, kind in enumerate(kinds)]
    (folder / "setting.yml").write_text("name: Fern\nsettings:\n" + "\n".join(lines) + "\n" + more)
    return {each.name: each for each in setting.read(folder).audiences}


def refused(folder: Path, more: str) -> str:
    with pytest.raises(SettingError) as stopped:
        audiences(folder, "home", more=more)
    return stopped.value.message


def told(found: dict[str, Audience]) -> list[tuple[str, str, str]]:
    return [(each.name, each.policy, each.pages) for each in found.values()]


def test_a_school_has_leaders_governors_and_inspectors(tmp_path: Path) -> None:
    assert told(audiences(tmp_path, "school")) == [
        ("leaders", "internal", "leaders"),
        ("governors", "protected", "governors"),
        ("inspectors", "inspection", "inspectors"),
    ]


def test_a_home_has_a_provider_with_lawful_access_and_a_visitor_without(tmp_path: Path) -> None:
    assert told(audiences(tmp_path, "home")) == [
        ("leaders", "internal", "leaders"),
        ("provider", "internal", "leaders"),
        ("independent-visitor", "visitor", "visitor"),
        ("inspectors", "inspection", "inspectors"),
    ]


@pytest.mark.parametrize("kinds", [("school", "home"), ("dual",)])
def test_where_there_are_both_there_are_the_readers_of_both(tmp_path: Path, kinds: tuple[str, ...]) -> None:
    assert set(audiences(tmp_path, *kinds)) == {
        "leaders",
        "governors",
        "provider",
        "independent-visitor",
        "inspectors",
    }


def test_the_kind_may_stand_in_the_settings_table_alone(tmp_path: Path) -> None:
    (tmp_path / "setting.yml").write_text("name: Fern\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.csv").write_text("setting_id,kind\nfern,childrens_home\n")
    assert "provider" in {each.name for each in setting.read(tmp_path).audiences}


def test_who_to_ask_follows_the_kind_unless_it_is_named(tmp_path: Path) -> None:
    assert audiences(tmp_path, "school")["leaders"].role == "the headteacher"
    assert audiences(tmp_path, "home")["leaders"].role == "the registered manager"
    both = audiences(tmp_path, "school", "home")
    assert both["leaders"].role == "the headteacher or the registered manager"
    assert both["provider"].role == "the responsible individual"
    named = "audiences: {leaders: {role: the head of care}, inspectors: {}}\n"
    assert audiences(tmp_path, "home", more=named)["leaders"].role == "the head of care"


def test_an_unknown_policy_and_page_set_are_named_with_a_suggestion(tmp_path: Path) -> None:
    said = refused(tmp_path, "audiences: {board: {policy: protectd, pages: govenors}}\n")
    assert "audiences.board.policy: not one of the choices" in said and "Did you mean protected?" in said
    assert "audiences.board.pages: not one of the choices" in said and "Did you mean governors?" in said


@pytest.mark.parametrize("policy", ["internal", "inspection", "protected"])
def test_a_visitor_can_be_given_nothing_looser(tmp_path: Path, policy: str) -> None:
    said = refused(tmp_path, f"audiences: {{independent-visitor: {{policy: {policy}}}}}\n")
    assert "independent-visitor are readers under protection. Choose visitor." in said


def test_whose_pages_readers_see_too_must_be_audiences_of_the_file(tmp_path: Path) -> None:
    more = "audiences: {leaders: {}, governors: {}, board: {policy: protected, can_see: [%s]}}\n"
    assert audiences(tmp_path, "school", more=more % "governors")["board"].can_see == ("governors",)
    said = refused(tmp_path, more % "goverors")
    assert "audiences.board.can_see[1]: no such audience in this file. Did you mean governors?" in said


def test_a_misspelt_key_of_an_audience_is_named(tmp_path: Path) -> None:
    said = refused(tmp_path, "audiences: {leaders: {roll: the head}}\n")
    assert "audiences.leaders.roll: no such key. Did you mean role?" in said
