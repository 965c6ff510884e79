"""What names a person is refused wherever it stands in a table, and never repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_checks import SCHOOL, START, incidents, setting, write

from generator import checks, pseudonyms
from generator.build import build
from generator.disclosure.identifiers import refuse_names
from generator.errors import DisclosureError
from generator.model import Dataset, Finding, Named
from generator.package import load
from generator.package.identifiers import contact, identifying
from generator.rules import load as rules
from generator.rules.names import names

UPN, OTHER_UPN, NHS = "H801200001001", "A801200001002", "9434765919"
# Letters and weights by hand for H801200001001, digits 8 0 1 2 0 0 0 0 1 0 0 1 times 2 to 13:
# 16 + 0 + 4 + 10 + 0 + 0 + 0 + 0 + 10 + 0 + 0 + 13 = 53; 53 - 2 * 23 = 7; A B C D E F G H: the letter is H.
# 9434765919 is the worked example of the NHS data dictionary: 299 / 11 leaves 2, and 11 - 2 = 9 is the last digit.

Row = Mapping[str, str]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path


def found(place: Path, **tables: Sequence[Row]) -> list[Finding]:
    for table, rows in tables.items():
        write(place, table, rows)
    loaded = load(place, setting(SCHOOL))
    return list(checks.run(loaded.dataset, loaded.findings).findings)


def about_people(findings: Sequence[Finding]) -> list[tuple[str, str, int | None, str | None]]:
    ours = {
        "identifier-shape",
        "identifier-in-code",
        "birth-date-as-code",
        "initials-and-date",
        "birth-date-as-text",
        "old-date-in-text",
        "contact-detail",
        "name-in-text",
        "name-perhaps",
    }
    return [(each.severity, each.code, each.row, each.field) for each in findings if each.code in ours]


def lookup(place: Path, *identities: str, kind: str = "child") -> dict[str, str]:
    known = pseudonyms.open(place)
    made = dict(known.codes(kind, identities))
    known.save()
    return made


# Shapes


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"asked {UPN} first", "a unique pupil number"),
        (UPN.lower(), "a unique pupil number"),
        ("Z801200001001", "a unique pupil number"),  # the letter does not check: mistyped, and still a number
        ("H 801 2000 01001", "a unique pupil number"),
        ("H-801-2000-01-001", "a unique pupil number"),
        ("Z 801 2000 01001", None),  # in groups the letter has to check
        ("T80120000100A", "a unique pupil number"),  # a temporary one
        ("Ｈ８０１２００００１００１", "a unique pupil number"),
        ("H8012000\u200b01001", "a unique pupil number"),
        (NHS, "an NHS number"),
        ("943 476 5919", "an NHS number"),
        ("943\u00a0476\u00a05919", "an NHS number"),
        ("9434765918", None),
        ("a.person@example.org", "an e-mail address"),
        ("DOB 12/03/2014", "a date of birth"),
        ("d.o.b: 12.3.14", "a date of birth"),
        ("date of birth is 2014-03-12", "a date of birth"),
        ("was born on 12th March 2014", "a date of birth"),
        ("seen on 12/03/2026", None),
        ("a born leader of 12", None),
        ("stubborn 12/03/2026", None),
    ],
)
def test_what_names_a_person_is_known_by_its_shape(text: str, what: str | None) -> None:
    assert identifying(text) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("ring 07700 900123 tonight", "a telephone number"),
        ("+44 7700 900123", "a telephone number"),
        ("(0117) 496 0123", "a telephone number"),
        ("lives at SW1A 1AA", "a postcode"),
        ("moved to B33 8TH", "a postcode"),
        ("room B12 at 09:05", None),
        ("2026-03-04 15:40", None),
        ("held for 012 minutes", None),
        ("incident 0123456", None),
    ],
)
def test_what_leads_to_a_home_is_known_by_its_shape(text: str, what: str | None) -> None:
    assert contact(text) == what


# In tables


@pytest.mark.parametrize("text", [UPN, f"rang about {NHS}", "a.person@example.org", "born on 12/03/2014"])
def test_a_free_text_that_names_a_person_is_an_error(place: Path, text: str) -> None:
    said = found(place, incidents=incidents({"lead_up_summary": text}, {"lead_up_summary": "a long wait"}))
    assert about_people(said) == [("error", "identifier-shape", 2, "lead_up_summary")]
    assert not any(text in each.message + each.hint for each in said)


@pytest.mark.parametrize("number", [UPN, NHS, f"x-{UPN}", f"{UPN.lower()}_x", "943-476-5919"])
@pytest.mark.parametrize("field", ["incident_id", "incident_group_id"])
def test_a_childs_own_number_in_another_code_is_an_error(place: Path, field: str, number: str) -> None:
    said = found(place, incidents=incidents({}, {field: number}))
    assert about_people(said) == [("error", "identifier-in-code", 3, field)]


def test_numbers_that_only_happen_to_have_the_shape_are_left_alone(place: Path) -> None:
    # Twenty numbers of ten digits in a row: of those that end in 0 to 9 two at most check, which is fewer than half.
    rows = incidents(*({"incident_id": str(9434765910 + number)} for number in range(20)))
    assert about_people(found(place, incidents=rows)) == []
    # The same with a letter: R is no number's letter here but by chance.
    rows = incidents(*({"incident_id": f"R{202600000000 + number}"} for number in range(20)))
    assert about_people(found(place, incidents=rows)) == []


@pytest.mark.parametrize("code", ["2014-03-12", "ab-2014-03-12", "12.03.2014", "20140312", "12032014"])
def test_a_date_as_the_code_of_a_child_is_an_error(place: Path, code: str) -> None:
    said = found(place, incidents=incidents({"child_id": code}))
    assert about_people(said) == [("error", "birth-date-as-code", 2, "child_id")]


@pytest.mark.parametrize("code", ["AJ120314", "aj-12032014", "AJ.120314"])
def test_initials_with_a_date_are_asked_about(place: Path, code: str) -> None:
    assert about_people(found(place, incidents=incidents({"child_id": code}))) == [
        ("warning", "initials-and-date", 2, "child_id")
    ]


@pytest.mark.parametrize("code", ["child-7kq2", "00000012", "c-000131", "p20260145", "1", "12345678"])
def test_codes_that_say_nothing_of_a_child_are_left_alone(place: Path, code: str) -> None:
    assert about_people(found(place, incidents=incidents({"child_id": code}))) == []


def test_a_text_that_is_only_a_date_of_birth_is_an_error(place: Path) -> None:
    rows = incidents({"local_label": "12/03/2014"}, {"local_label": "04/03/2026"}, {"local_label": "pod 12"})
    # The second is a day of this year, which is no child's birthday here: the figures are made for November 2026.
    said = found(place, incidents=rows)
    assert about_people(said) == [("error", "birth-date-as-text", 2, "local_label")]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Zoe (12/03/2014) was waiting", True),
        ("12.3.14, waiting", True),
        ("since 2014-03-12", True),
        ("as on 04/03/2026", False),
        ("as on 04/03/26", False),
        ("since 12/09/2024", False),  # two years back
        ("built 12/03/1987", False),  # no child here was born then
        ("score 12-3-14-2", False),
        ("ratio 1/2 of 3/4", False),
    ],
)
def test_a_day_of_years_ago_in_a_text_is_asked_about(place: Path, text: str, asked: bool) -> None:
    said = about_people(found(place, incidents=incidents({"lead_up_summary": f'"{text}"'})))
    assert said == ([("warning", "old-date-in-text", 2, "lead_up_summary")] if asked else [])


def test_a_telephone_number_or_a_postcode_in_a_text_is_a_warning(place: Path) -> None:
    rows = incidents({"lead_up_summary": "rang 07700 900123"}, {"lead_up_summary": "went to B33 8TH"})
    assert sorted(about_people(found(place, incidents=rows))) == [
        ("warning", "contact-detail", 2, "lead_up_summary"),
        ("warning", "contact-detail", 3, "lead_up_summary"),
    ]


# Names of the lookup


@pytest.mark.parametrize(
    "text",
    [
        "then Zoë shouted",
        "zoe shouted",
        "ZOE’S plan was read",
        '"Okonkwo, Zoe"',
        "the Okonkwo family",
        "zoe\u0308 okonkwo",
    ],
)
def test_a_name_of_the_lookup_in_a_text_is_an_error(place: Path, text: str) -> None:
    lookup(place, "Zoë Okonkwo")
    said = found(place, incidents=incidents({"lead_up_summary": text}, {"lead_up_summary": "a long wait"}))
    assert about_people(said) == [("error", "name-in-text", 2, "lead_up_summary")]
    assert not any("okonkwo" in (each.message + each.hint).lower() for each in said)


def test_a_name_is_a_whole_word(place: Path) -> None:
    lookup(place, "Ann Bard")
    rows = incidents({"lead_up_summary": "an annual visit; bombarded with questions"})
    assert about_people(found(place, incidents=rows)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grace was upset", "name-perhaps"),
        ("asked for grace", None),
        ("Will they stop?", "name-perhaps"),
        ("they will stop", None),
        ("then Jo left", "name-perhaps"),
        ("grace will", "name-in-text"),  # first and last name together are hers
    ],
)
def test_an_everyday_word_that_is_a_name_too_is_asked_about(
    place: Path, text: str, expected: str | None
) -> None:
    lookup(place, "Grace Will", "Jo")
    said = about_people(found(place, incidents=incidents({"lead_up_summary": text})))
    assert [code for _, code, _, _ in said] == ([expected] if expected else [])


def test_a_name_as_a_code_is_an_error_and_an_everyday_word_is_none(place: Path) -> None:
    lookup(place, "Zoë Okonkwo", "Grace Will")
    rows = incidents({"child_id": "zoe-okonkwo"}, {"child_id": "z.okonkwo"}, {"location_code": "grace-room"})
    assert about_people(found(place, incidents=rows)) == [
        ("error", "name-in-text", 2, "child_id"),
        ("error", "name-in-text", 3, "child_id"),
    ]


def test_the_settings_own_name_is_no_childs(place: Path) -> None:
    lookup(place, "Fern Okonkwo")  # the setting is called Fern Green
    rows = incidents({"lead_up_summary": "came back to fern from the shop"})
    assert about_people(found(place, incidents=rows)) == []


def test_a_date_and_a_number_beside_a_name_are_read_apart(place: Path) -> None:
    lookup(place, pseudonyms.joined(("Zoë Okonkwo", "2014-03-12", "AB-1234")))
    texts = ("on 2014-03-12", "see ab-1234", "12 34 and 2014", "zoe")
    said = about_people(found(place, incidents=incidents(*({"lead_up_summary": text} for text in texts))))
    assert [row for _, code, row, _ in said if code == "name-in-text"] == [3, 5]


def test_without_a_lookup_or_with_a_damaged_one_nobody_is_looked_for(place: Path) -> None:
    rows = incidents({"lead_up_summary": "then Zoe shouted"})
    assert about_people(found(place, incidents=rows)) == []
    lookup(place, "Zoe")
    (place / "private" / "lookup.json").write_text("{", encoding="utf-8")
    said = found(place, incidents=rows)
    assert about_people(said) == []
    assert [(each.severity, each.table) for each in said if each.code == "lookup-damaged"] == [
        ("error", "private")
    ]


def test_every_rule_says_why_and_none_names_anybody() -> None:
    mine = [each for each in rules() if each.look.__module__ == "generator.rules.identity"]
    assert len(mine) == 8
    assert all(len(each.why.split()) > 8 and {"incidents"} <= set(each.tables) for each in mine)
    assert {"child_views", "actions"} <= {
        name for each in mine if each.code == "name-in-text" for name in each.tables
    }


# Finished sites


def test_a_build_whose_policy_names_a_child_of_the_lookup_is_refused(place: Path) -> None:
    lookup(place, "Zoë Okonkwo")
    write(place, "incidents", incidents({}))
    (place / "setting.yml").write_text(
        "name: Fern\nsettings:\n  - {setting_id: s, name: Fern, kind: special_school}\n", encoding="utf-8"
    )
    (place / "policy").mkdir()
    policy = "---\ntitle: Policy\n---\n\nThank you, **Zoë** Okonkwo.\n"
    (place / "policy" / "policy.md").write_text(policy, encoding="utf-8")
    with pytest.raises(DisclosureError, match="leaders: the name or number of a child"):
        build(place, audiences=["leaders"], today=date(2026, 11, 20))
    assert not (place / "build" / "leaders").exists()


def site(folder: Path, text: str, name: str = "policy.html") -> Path:
    path = folder / "governors" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.parent


def people(*named: Named) -> Dataset:
    empty = load(Path("/nowhere"), setting(SCHOOL)).dataset
    return Dataset(
        empty.setting, {}, {}, date(2026, 11, 20), empty.calendar, empty.exposure, named=tuple(named)
    )


ZOE, HEAD = Named("child", ("zoe", "okonkwo")), Named("adult", ("mary", "grace"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<p>we thank Zoë Okonkwo</p>", "policy.html"),
        ("<p>we thank <b>Zo&euml;</b> Okonkwo</p>", "policy.html"),
        ('<p title="Okonkwo, Zoe">x</p>', "policy.html"),
        ('{"text": "Zo\\u00eb Okonkwo"}', "search_index.json"),
        ("title\nZoe Okonkwo\n", "figures.csv"),
    ],
)
@pytest.mark.parametrize("adults", [True, False])
def test_a_site_that_names_a_child_of_the_lookup_is_refused(
    tmp_path: Path, text: str, name: str, adults: bool
) -> None:
    folder = site(tmp_path, text, name)
    with pytest.raises(DisclosureError) as refused:
        refuse_names(folder, people(ZOE), adults=adults)
    assert name in refused.value.message
    assert "okonkwo" not in (refused.value.message + refused.value.hint).lower()


def test_an_adult_of_the_lookup_is_refused_for_readers_under_protection_only(tmp_path: Path) -> None:
    folder = site(tmp_path, "<p>Owner: Mary Grace, headteacher</p>")
    refuse_names(folder, people(HEAD), adults=False)
    with pytest.raises(DisclosureError, match="governors: the name"):
        refuse_names(folder, people(HEAD), adults=True)


def test_a_first_name_by_itself_does_not_stop_a_site(tmp_path: Path) -> None:
    folder = site(tmp_path, "<p>Zoe's law; Grace be with us; a new Mary</p>")
    refuse_names(folder, people(ZOE, HEAD, Named("child", ("hope",))), adults=True)
    with pytest.raises(DisclosureError):
        refuse_names(folder, people(Named("child", ("zoe",))), adults=True)  # all that is known of this child


def test_names_of_one_letter_and_titles_are_looked_for_nowhere() -> None:
    sought = names([Named("adult", ("mr", "x", "van", "oss"))])
    assert (sought.find("Mr X of the van"), sought.find("Mr van Oss")) == (None, "sure")


def test_one_row_among_two_thousand_different_texts_is_found(place: Path) -> None:
    lookup(place, *(f"Zed{number} Okonkwo" for number in range(50)), "Zoë Okonkwo")
    row = {**START, "lead_up_summary": ""}
    rows = [{**row, "incident_id": f"i{n}", "lead_up_summary": f"waiting {n}"} for n in range(2000)]
    rows[1500] = {**rows[1500], "lead_up_summary": "waiting with Zoë"}
    assert about_people(found(place, incidents=rows)) == [("error", "name-in-text", 1502, "lead_up_summary")]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("DOB", "dates of birth"),
        ("d.o.b.", "dates of birth"),
        ("child_dob", "dates of birth"),
        ("Date of Birth", "dates of birth"),
        ("UPN", "unique pupil numbers"),
        ("nhs_number", "NHS numbers"),
        ("Surname", "names"),
        ("pupil_name", "names"),
        ("Email address", "e-mail addresses"),
        ("mobile", "telephone numbers"),
        ("postcode", "addresses"),
    ],
)
def test_a_column_that_is_called_as_what_names_a_person_is_refused(place: Path, name: str, what: str) -> None:
    said = [
        each for each in found(place, incidents=incidents({name: ""})) if each.code == "identifying-column"
    ]
    (only,) = said
    assert (only.severity, only.row) == ("error", None)
    assert only.message.startswith(f"column E is for {what}")  # the fifth, after the four of START


@pytest.mark.parametrize(
    "name", ["notes", "birth order", "address_book_ref", "named_worker", "email_sent", "location"]
)
def test_a_column_that_only_sounds_like_it_is_not(place: Path, name: str) -> None:
    said = found(place, incidents=incidents({name: ""}))
    assert "identifying-column" not in {each.code for each in said}


PIECES = st.sampled_from(
    ["Zoe", "zo\u0308e", "ZOË", "Oe", "eo", "Eo", "zi", "-", " ", "'", "|", "\u200d", "ſ", "1"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=5).map("".join), max_size=4))
def test_a_column_is_passed_over_only_where_no_text_of_it_holds_a_name(texts: list[str]) -> None:
    sought = names([Named("child", ("oe", "zi")), Named("child", ("zoe",)), Named("adult", ("eo",))])
    if any(sought.find(text) for text in texts):
        assert sought.may_stand_in(texts)


def test_a_column_without_a_word_of_any_name_is_passed_over() -> None:
    sought = names([Named("child", ("zoe", "quill"))])
    assert not sought.may_stand_in(["i-0001", "zoes", "a long wait"])
    assert sought.may_stand_in(["i-0001", "Zoë-2"])
