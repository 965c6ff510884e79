from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator import setting
from generator.errors import SettingError

SHORT = "name: Fern Green\nsettings:\n  - {setting_id: green, kind: special_school}\n"


def read(folder: Path, text: str | bytes) -> setting.Setting:
    path = folder / "setting.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return setting.read(folder)


def mistakes(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(SettingError) as stop:
        read(folder, text)
    assert stop.value.exit_code == 10
    return stop.value.message.splitlines()


def test_a_name_and_one_setting_are_enough_and_everything_else_has_a_default(tmp_path: Path) -> None:
    found = read(tmp_path, SHORT)
    assert found.name == "Fern Green"
    assert [(place.id, place.kind, place.name) for place in found.places] == [
        ("green", "special_school", "green")
    ]
    assert found.terms == () and found.as_of is None
    assert [(each.name, each.policy, each.pages) for each in found.audiences] == [
        ("leaders", "internal", "leaders"),
        ("governors", "protected", "governors"),
        ("inspectors", "inspection", "inspectors"),
    ]
    chosen = {
        "k": 5,
        "min_percent_base": 20,
        "fewer_ratio": 0.8,
        "more_ratio": 1.25,
        "attention_recent_days": 28,
        "attention_prior_days": 84,
        "attention_min_incidents": 3,
        "view_days": 5,
        "washout_days": 7,
        "before_after_days": 60,
        "before_after_min_days": 28,
        "evaluate_after_days": 42,
        "min_open_days_on_roll": 20,
        "comparison_cover": 0.8,
    }
    assert {name: found.thresholds[name] for name in chosen} == chosen
    assert set(found.thresholds) == {each.name for each in setting.THRESHOLDS}
    assert all(each.low <= each.default <= each.high for each in setting.THRESHOLDS)


def test_everything_that_can_be_said_is_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """
name: Fern Green
settings:
  - setting_id: school
    kind: residential_special_school
    name: The School
    co_location_group: site
    urn: 100000
    registered_places: 40
    opened_on: 2001-09-03
  - {setting_id: home, kind: childrens_home, co_location_group: site}
terms:
  - academic_year: 202627
    term: autumn
    start_on: 2026-09-02
    end_on: "2026-12-18"
    half_term_start: 2026-10-26
    half_term_end: 2026-10-30
    closed_on: [2026-09-02, 2026-11-27]
audiences:
  leaders: {policy: internal}
  board: {policy: protected, pages: governors}
  inspectors:
    policy: inspection
    decision: {by: the chair of governors, on: 2026-09-14, reason: So that what we say can be checked.}
thresholds: {k: 8, fewer_ratio: 0.75}
as_of: 2026-11-20
last_inspection: 2025-06-10
reg45_month: 3
staff_patterns: {purpose: support, owner: the head, date: 2025-09-08}
training_roles: [night, care, teacher, care]
""",
    )
    school = found.places[0]
    assert (school.name, school.registered_places, school.opened_on) == ("The School", 40, date(2001, 9, 3))
    assert found.places[1].is_home and found.places[1].co_location_group == "site"
    term = found.terms[0]
    assert (term.academic_year, term.name, term.start_on) == ("202627", "autumn", date(2026, 9, 2))
    assert term.closed_on == (date(2026, 9, 2), date(2026, 11, 27))
    board = found.audience("board")
    assert board is not None and board.pages == "governors"
    inspectors = found.audience("inspectors")
    assert inspectors is not None and inspectors.decision is not None
    assert inspectors.decision.on == date(2026, 9, 14)
    assert found.threshold("k") == 8 and found.threshold("fewer_ratio") == 0.75
    assert (found.as_of, found.last_inspection, found.reg45_month) == (
        date(2026, 11, 20),
        date(2025, 6, 10),
        3,
    )
    assert found.staff_patterns is not None and found.staff_patterns.owner == "the head"
    assert found.training_roles == ("teacher", "care", "night"), "in the order of the code list, each once"


def test_all_mistakes_are_said_at_once_each_with_its_place(tmp_path: Path) -> None:
    text = """
nam: Fern Green
settings:
  - {setting_id: a b, kind: special_scool}
  - {setting_id: home, kind: childrens_home, registered_place: 6}
as_of: 31/12/2026
reg45_month: 13
audiences:
  governors: {policy: protectd}
thresholds: {k: 4, kk: 3, fewer_ratio: yes, view_days: 2.5}
staff_patterns: {purpose: support}
training_roles: [carer]
"""
    found = mistakes(tmp_path, text)
    assert found == [
        "setting.yml, nam: no such key. Did you mean name?",
        "setting.yml, name: this is missing. Add it.",
        "setting.yml, as_of: not a date. Write it as year-month-day, for example 2026-09-01.",
        "setting.yml, reg45_month: must lie between 1 and 12.",
        "setting.yml, settings[1].setting_id: use letters, digits, - and _ only.",
        "setting.yml, settings[1].kind: not one of the choices: mainstream_school, special_school, "
        "residential_special_school, alternative_provision, pru, independent_school, childrens_home, "
        "secure_childrens_home, short_break_home, dual_registered. Did you mean special_school?",
        "setting.yml, settings[2].registered_place: no such key. Did you mean registered_places?",
        "setting.yml, audiences.governors.policy: not one of the choices: internal, protected, inspection, visitor. "
        "Did you mean protected?",
        "setting.yml, thresholds.kk: no such key. Did you mean k?",
        "setting.yml, thresholds.k: must lie between 5 and 50.",
        "setting.yml, thresholds.fewer_ratio: this must be a number.",
        "setting.yml, thresholds.view_days: this must be a whole number.",
        "setting.yml, staff_patterns.owner: this is missing. Add it.",
        "setting.yml, staff_patterns.date: this is missing. Write a date as year-month-day.",
        "setting.yml, training_roles[1]: not one of the choices: teacher, ta, care, senior_care, leader, therapist, "
        "night, other. Did you mean care?",
    ]


def terms(*spans: str) -> str:
    lines = [f"  - {{academic_year: '202627', {span}}}" for span in spans]
    return SHORT + "terms:\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            terms(
                "term: autumn, start_on: 2026-09-02, end_on: 2027-01-05",
                "term: spring, start_on: 2027-01-05, end_on: 2027-03-25",
            ),
            "setting.yml, terms[2]: overlaps another term. No day can be in two terms.",
        ),
        (
            terms("term: autumn, start_on: 2026-12-18, end_on: 2026-09-02"),
            "setting.yml, terms[1]: the last day is before the first.",
        ),
        (
            terms("term: autumn, start_on: 2026-09-02, end_on: 2026-12-18, half_term_start: 2026-10-26"),
            "setting.yml, terms[1]: half term has only one of its two days. Give both or neither.",
        ),
        (
            terms(
                "term: autumn, start_on: 2026-09-02, end_on: 2026-12-18, half_term_start: 2026-08-26, "
                "half_term_end: 2026-10-30"
            ),
            "setting.yml, terms[1]: half term does not lie inside the term.",
        ),
    ],
)
def test_term_dates_that_cannot_be_right_are_refused(tmp_path: Path, text: str, message: str) -> None:
    assert mistakes(tmp_path, text) == [message]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: a\nname: b\n", "setting.yml, line 2: a key stands twice. Keep one of the two."),
        ("name: [a\n", "cannot be read as YAML"),
        ("- a\n- b\n", "setting.yml: this must be a list of keys, each with a value."),
        ("name: !!python/object/apply:os.system [ls]\n", "cannot be read as YAML"),
        (b"name: caf\xe9\n", "setting.yml, line 1: not UTF-8 text. Save the file as UTF-8."),
        ("[" * 5000, "cannot be read as YAML"),
        ("name: a\nlast_inspection: 2026-12-01\nas_of: 2026-11-20\n", "later than as_of"),
        ("name: a\nthresholds: {before_after_min_days: 100}\n", "larger than before_after_days"),
        ("name: a\nthresholds: {comparison_cover: .nan}\n", "must lie between 0.5 and 1."),
        ("name: a\naudiences: {Board!: {policy: protected}}\n", "use small letters, digits and -"),
        ("name: a\naudiences: {board: {}}\n", "audiences.board.policy: this is missing."),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_in_plain_words(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    assert any(message in line for line in mistakes(tmp_path, text))


def test_an_empty_file_is_told_what_it_lacks(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "") == ["setting.yml, name: this is missing. Add it."]


def test_a_folder_without_the_file_says_how_to_go_on(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as stop:
        setting.read(tmp_path)
    assert "--workspace" in stop.value.hint


def test_no_threshold_can_weaken_protection() -> None:
    k = next(each for each in setting.THRESHOLDS if each.name == "k")
    assert (k.default, k.low) == (5, 5)


def test_every_default_lies_inside_its_own_limits_and_says_where_it_comes_from() -> None:
    for each in setting.THRESHOLDS:
        assert each.low <= each.default <= each.high
        assert each.meaning and each.source


@pytest.mark.parametrize("name", ["governors", "inspectors"])
def test_protection_of_governors_and_inspectors_cannot_be_taken_away(tmp_path: Path, name: str) -> None:
    (tmp_path / "setting.yml").write_text(
        "name: A school\n"
        "settings:\n  - {setting_id: a-school, name: A school, kind: special_school}\n"
        f"audiences:\n  {name}: {{policy: internal, pages: {name}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(SettingError) as refused:
        setting.read(tmp_path)
    assert f"audiences.{name}.policy" in refused.value.message


def test_an_empty_list_of_roles_is_a_mistake_and_no_list_is_the_default(tmp_path: Path) -> None:
    plain = "name: A\nsettings: [{setting_id: a, kind: special_school}]\n"
    assert read(tmp_path, plain).training_roles == ("teacher", "ta", "care", "senior_care", "night", "leader")
    assert mistakes(tmp_path, plain + "training_roles: []\n") == [
        "setting.yml, training_roles: name at least one role group, or leave the key out."
    ]
