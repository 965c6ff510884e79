"""The law in one file: everything with its source, how it is known, when to look again, and what is past that day."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent / "indicators"))
from example_rows import build, held

from generator import checks, law
from generator.rules.law import review_due
from generator.schema import labels
from generator.statistics.wording import banned_words

FILE = Path(law.__file__).with_name("law.yml")


def test_every_source_says_how_it_is_known_since_when_and_when_to_look_again() -> None:
    for source in law.law().sources.values():
        assert source.title and source.verified, source.id
        assert source.in_force < source.review_by, source.id
        # Nothing may wait for more than a year from when it was last looked at, late in 2026.
        assert date(2026, 11, 23) < source.review_by <= date(2027, 11, 23), source.id


def test_every_fact_stands_once_in_words_with_a_source() -> None:
    facts = law.facts()
    # A break rests on two sources and so is two facts; all else has a name of its own.
    names = [fact.id for fact in facts if fact.kind != "break"]
    assert len(names) == len(set(names))
    texts = [fact.text for fact in facts if fact.kind != "break"]
    assert len(texts) == len(set(texts)) and all(texts)
    assert not [word for fact in facts for word in banned_words(f"{fact.text} {fact.source.verified}")]


def test_nothing_stands_in_the_file_that_no_fact_is_taken_from() -> None:
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    named = {
        entry["source"]
        for part in ("deadlines", "rules", "definitions", "elements")
        for entry in raw[part].values()
    }
    named |= {name for each in raw["breaks"] for name in each["sources"]}
    named |= {raw["grounds"]["school"], raw["grounds"]["home"]}
    assert named == set(raw["sources"])


def test_what_could_not_be_checked_is_practice_and_its_day_is_not_printed() -> None:
    from_memory = [
        source for source in law.law().sources.values() if source.verified.startswith("from memory")
    ]
    assert {source.id for source in from_memory} == {"homes-guide-2015", "residential-schools-2022"}
    assert all(source.standing == "practice" and not source.date_known for source in from_memory)
    assert law.deadline("home-record").source.standing == "law"
    assert law.rule("school-same-day").source.standing == "guidance"


@pytest.mark.parametrize(
    ("name", "hours", "regulation"),
    [
        ("home-record", 24, "regulation 35"),  # regulation 35(3)(a)
        ("home-adult-spoken-to", 48, "regulation 35"),  # regulation 35(3)(b)
        ("home-child-spoken-to", 5 * 24, "regulation 35"),  # regulation 35(3)(c): five days
        ("home-contact-limit-told", 24, "regulation 22"),  # regulation 22(6)
    ],
)
def test_deadlines_in_hours_are_those_of_the_regulations(name: str, hours: int, regulation: str) -> None:
    found = law.deadline(name)
    assert found.hours == hours and found.source.title.endswith(regulation)


def test_other_limits_keep_their_own_unit_and_without_delay_has_no_number() -> None:
    def limit(name: str) -> tuple[int | None, str]:
        return law.rule(name).number, law.rule(name).unit

    assert limit("home-visited") == (1, "months") and limit("home-reviewed") == (6, "months")
    assert limit("home-review-sent") == (28, "days") and limit("school-aged-20") == (20, "years")
    assert limit("home-notified") == (None, "") and limit("school-same-day") == (0, "days")


def test_the_law_of_2026_does_not_hold_on_the_day_before() -> None:
    source = law.law().sources["eia-2006-s93a"]
    assert not source.in_force_on(date(2026, 3, 31)) and source.in_force_on(date(2026, 4, 1))


def test_codes_that_a_definition_takes_in_are_codes_of_the_tables() -> None:
    kinds = law.definition("liberty-deprived").kinds
    assert kinds and set(kinds) <= set(labels()["restriction_kind"])
    # Regulation 35(3)(a) has eight parts, (i) to (viii).
    assert len(law.elements("home-record").parts) == 8


@pytest.mark.parametrize("find", [law.deadline, law.rule, law.definition, law.elements])
def test_a_name_that_the_file_does_not_have_is_an_error_and_no_empty_answer(find: object) -> None:
    with pytest.raises(KeyError):
        find("no-such-thing")  # type: ignore[operator]


def test_a_fact_is_stale_from_the_day_after_its_review_date() -> None:
    first = min(fact.source.review_by for fact in law.facts())
    assert law.stale(first) == ()
    due = law.stale(first + timedelta(days=1))
    assert due and {fact.source.review_by for fact in due} == {first}
    assert len(law.stale(date(2100, 1, 1))) == len(law.facts())


def test_citations_hold_every_fact_once_law_before_guidance_before_practice() -> None:
    cited = law.citations()
    assert sorted(fact.id for each in cited for fact in each.facts) == sorted(fact.id for fact in law.facts())
    assert all(each.facts for each in cited)
    order = [each.source.standing for each in cited]
    assert order == sorted(order, key=["law", "guidance", "practice"].index)


def test_check_is_silent_in_time_and_warns_once_a_source_when_it_is_past() -> None:
    first = min(fact.source.review_by for fact in law.facts())
    rows = [held("a", "2025-05-01")]
    assert list(review_due.find(build(rows, as_of=first))) == []
    found = list(review_due.find(build(rows, as_of=first + timedelta(days=1))))
    late = {source.id: source for source in law.law().sources.values() if source.review_by == first}
    assert [each.field for each in found] and {each.field for each in found} == set(late)
    for each in found:
        assert (each.severity, each.code, each.row) == ("warning", "law-review-due", None)
        assert late[str(each.field)].title in each.message and each.hint


def test_the_whole_check_runs_that_rule() -> None:
    report = checks.run(build([held("a", "2025-05-01")], as_of=date(2031, 1, 1)))
    codes = [each.code for each in report.findings]
    assert codes.count("law-review-due") == len(law.law().sources)
    assert not report.has_errors
