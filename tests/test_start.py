"""The guided start: from an export to the leaders' site by at most ten questions, or nothing left behind."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generator import recipes, setting, start
from generator.cli import app
from generator.errors import DataError, GeneratorError, UsageError
from generator.start.asking import Given, Question, Terminal, answers_of
from generator.start.terms import corrected, draft_terms

SAMPLES = Path(recipes.__file__).parents[1] / "examples" / "recipes"
TODAY = date(2026, 4, 20)
HEAD = ["Ref", "Date", "Child", "Intervention"]


def sample(name: str) -> Path:
    return next((SAMPLES / name).glob("sample.*"))


def written(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows(rows)
    return path


def table(folder: Path, name: str = "incidents") -> list[dict[str, str]]:
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@dataclass
class Heard:
    """Answers given in a test, and the questions that were asked."""

    answers: Mapping[str, object]
    asked: list[Question] = field(default_factory=list)

    def answer(self, question: Question, number: int) -> str:
        self.asked.append(question)
        return Given(self.answers).answer(question, number)


# Which words are unclear in each sample was read off the samples by hand; so were the questions: name, kind, child,
# the unclear words (or what every row is), the roll, and the term dates where the setting is no home.
@pytest.mark.parametrize(
    ("name", "answers", "questions", "codes"),
    [
        ("behaviour-log-with-points", {"words": {"Calm room (staff at door)": "none"}}, 7,
         ["physical_restraint", "disciplinary_removal", "de_escalated_no_restriction", "disciplinary_removal"]),
        ("home-restraint-form", {"kind": "childrens_home",
                                 "words": {"Restraint and locked door": "physical_restraint"}}, 5,
         ["physical_restraint"] * 3),
        ("log-one-row-a-person", {"words": {"Guided away": "1"}}, 6,
         ["physical_restraint"] * 3 + ["de_escalated_no_restriction"]),
        ("seclusion-room-book", {"kind": "special_school"}, 6, ["seclusion"] * 4),
        ("wide-staff-columns", {"words": {"Held and room": "1+5", "Escorted": "guided_contact"}}, 7,
         ["physical_restraint", "physical_restraint|seclusion", "guided_contact", "physical_restraint"]),
    ],
)  # fmt: skip
def test_each_sample_comes_to_a_leaders_site_by_answers(
    tmp_path: Path, name: str, answers: dict[str, object], questions: int, codes: list[str]
) -> None:
    heard, place = Heard({"name": "Beech House", **answers}), tmp_path / "made"
    begun = start.start([sample(name)], place, heard, today=TODAY, audiences=["leaders"])
    assert begun.questions == len(heard.asked) == questions <= 10
    assert "Beech House" in begun.site.read_text(encoding="utf-8")
    assert [row["intervention_category"] for row in table(place)] == codes
    assert setting.read(place).name == "Beech House"
    assert len(begun.next_steps) == 3
    page = (begun.site.parent / "definitions.html").read_text(encoding="utf-8")
    assert "What the words of the export were taken for" in page
    assert list(tmp_path.iterdir()) == [place]
    for question in heard.asked:
        assert question.sample and question.text.endswith(("?", "."))


def test_the_word_map_stands_on_every_audiences_page_in_readers_words(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yml"
    answers.write_text("{name: Beech House, words: {Guided away: none}}", encoding="utf-8")
    place = tmp_path / "made"
    said = CliRunner().invoke(
        app,
        [
            "start",
            str(sample("log-one-row-a-person")),
            "-w",
            str(place),
            "--answers",
            str(answers),
            "--no-open",
        ],
    )
    assert said.exit_code == 0, said.output
    assert str(place / "build" / "leaders" / "index.html") in said.output
    for audience in ("leaders", "governors", "inspectors"):
        page = (place / "build" / audience / "definitions.html").read_text(encoding="utf-8")
        plain = " ".join(re.sub("<[^>]+>", " ", page).split())
        assert "sitting hold held (physical restraint)" in plain
        assert "guided away no incident: left out" in plain
    # Words of the export are shown in questions alone.
    assert "Sitting hold" not in said.output and "Guided away" not in said.output


def test_a_second_start_is_refused_and_says_how_to_bring_the_export_in_again(tmp_path: Path) -> None:
    place = tmp_path / "made"
    start.start([sample("wide-staff-columns")], place, Given({}), today=TODAY, audiences=["leaders"])
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    with pytest.raises(UsageError) as refused:
        start.start([sample("wide-staff-columns")], place, Given({}), today=TODAY)
    assert "readiness import" in refused.value.hint
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    # What lies there is what an import of the recipe makes: bringing it in again changes no byte.
    recipe = recipes.read(place / "recipes" / "sample.yml")
    made = json.loads((place / "data" / ".imported.json").read_bytes())["tables"]
    assert {entry["recipe_sha256"] for entry in made.values()} == {recipe.sha256}
    recipes.write(recipes.convert(recipe, [sample("wide-staff-columns")]), place)
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "ours"
    place.mkdir()
    (place / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        start.start([sample("wide-staff-columns")], place, Given({}), today=TODAY)
    assert [each.name for each in place.iterdir()] == ["letter.txt"]


def test_an_export_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    rows = [HEAD, *([f"A{n}", f"{n}/01/2026", "child-1", "Held"] for n in range(13, 23))]
    rows.append(["A99", "some day", "child-2", "Held"])
    log = written(tmp_path / "log.csv", rows)
    with pytest.raises(DataError) as stopped:
        start.start([log], tmp_path / "made", Given({}), today=TODAY)
    assert "some day" not in f"{stopped.value.message}{stopped.value.hint}"
    assert list(tmp_path.iterdir()) == [log]
    with pytest.raises(GeneratorError):
        start.start([tmp_path / "absent.csv"], tmp_path / "made", Given({}), today=TODAY)
    assert list(tmp_path.iterdir()) == [log]


def test_dates_that_could_be_either_a_roll_and_names_are_asked_and_used(tmp_path: Path) -> None:
    rows = [
        ["Ref", "Date", "UPN", "Pupil name", "Intervention"],
        ["1", "03/04/2026", "A123456789012", "Robin Sample", "Held"],
        ["2", "03/05/2026", "A123456789013", "Sam Example", "Guide"],
    ]
    log = written(tmp_path / "log.csv", rows, ";", "windows-1252")
    roll = [["UPN", "Admission date"], ["A123456789012", "09/01/2025"], ["A123456789013", "09/02/2025"]]
    heard = Heard({"dates": "month", "roll": str(written(tmp_path / "roll.csv", roll)), "terms": "thirds"})
    place = tmp_path / "made"
    begun = start.start([log], place, heard, today=TODAY, audiences=["leaders"])
    assert [each.key for each in heard.asked] == ["name", "kind", "child", "roll", "dates", "words", "terms"]
    assert [row["incident_date"] for row in table(place)] == ["2026-03-04", "2026-03-05"]
    children = table(place, "children")
    assert [row["on_roll_from"] for row in children] == ["2025-09-01", "2025-09-02"]
    assert [row["child_id"] for row in children] == [row["child_id"] for row in table(place)]
    assert setting.read(place).terms == ()
    everything = "".join(
        path.read_text(encoding="utf-8")
        for path in place.rglob("*")
        if path.suffix in (".csv", ".yml", ".html", ".json") and "private" not in path.parts
    )
    assert "Robin" not in everything and "A123456789012" not in everything
    assert any((place / "private").iterdir())
    assert oct((place / "private").stat().st_mode & 0o777) == "0o700"
    assert begun.questions == 7


def test_an_existing_workspace_keeps_its_setting_and_is_not_asked_about_it(tmp_path: Path) -> None:
    from generator import workspace

    place = tmp_path / "ours"
    list(workspace.create(place, None))
    before = (place / "setting.yml").read_bytes()
    heard = Heard({})
    start.start([sample("wide-staff-columns")], place, heard, today=TODAY, audiences=["leaders"])
    assert not {"name", "kind", "terms"} & {each.key for each in heard.asked}
    assert (place / "setting.yml").read_bytes() == before


def test_more_words_than_questions_keep_their_likeliest_meaning_and_are_counted(tmp_path: Path) -> None:
    words = [f"Zebra {letter}" for letter in "abcdefghijkl"]
    rows = [HEAD] + [
        [f"R{place}-{again}", f"{13 + again}/01/2026", f"child-{again}", word]
        for place, word in enumerate(words)
        for again in range(12 - place)
    ]
    heard = Heard({})
    begun = start.start(
        [written(tmp_path / "log.csv", rows)], tmp_path / "made", heard, today=TODAY, audiences=["leaders"]
    )
    # Five of ten go to name, kind, child, roll and terms: five words are asked, the most frequent first.
    assert begun.questions == 10
    assert [each.entry for each in heard.asked if each.key == "words"] == [f"zebra {x}" for x in "abcde"]
    # Seven words are left, in 7+6+5+4+3+2+1 = 28 rows.
    assert any(note.startswith("7 more words, in 28 rows") for note in begun.notes)
    assert not any("ebra" in text for text in (*begun.notes, *begun.next_steps))


def test_a_person_answers_at_the_terminal(tmp_path: Path) -> None:
    lead, follow = pty.openpty()
    place = tmp_path / "made"
    command = [
        sys.executable,
        "-m",
        "generator.cli",
        "start",
        str(sample("wide-staff-columns")),
        "-w",
        str(place),
    ]
    with subprocess.Popen(
        [*command, "--no-open"], stdin=follow, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as asked:
        # name; kind, twice wrong; child; no roll; Escorted; Held and room; terms.
        os.write(lead, b"Beech House\nzoo\n99\n2\n\n\n8\nskip\nskip\n")
        try:
            out, talk = asked.communicate(timeout=300)
        finally:
            asked.kill()  # one that waits for another answer would be waited for without end
    os.close(lead)
    os.close(follow)
    assert asked.returncode == 0, talk
    assert talk.count("That is not one of the answers") == 2
    assert "7 of at most 10" in talk and "8 of at most 10" not in talk
    assert "“Escorted”" in talk and "Escorted" not in out
    known = setting.read(place)
    assert (known.name, known.places[0].kind, known.terms) == ("Beech House", "special_school", ())
    assert [row["intervention_category"] for row in table(place)] == [
        "physical_restraint", "physical_restraint|seclusion", "guided_contact", "physical_restraint",
    ]  # fmt: skip
    assert "Three things to do next" in out


def test_after_three_wrong_answers_the_default_stands_and_that_is_said() -> None:
    said: list[str] = []
    lines = iter(["x\n", "y\n", "z\n"])
    question = Question("kind", "Which?", "It matters.", "a", lambda text: None)
    assert Terminal(lambda: next(lines), said.append).answer(question, 1) == "a"
    assert sum("not one of the answers" in each for each in said) == 3 and "Taken: a" in said[-1]


def test_a_file_of_answers_that_asks_what_is_not_asked_is_refused_without_its_words(tmp_path: Path) -> None:
    place = tmp_path / "a.yml"
    for text in ("{colour: Robin}", "[Robin", "Robin"):
        place.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError) as refused:
            answers_of(place)
        assert "Robin" not in f"{refused.value.message}{refused.value.hint}"


def test_a_file_of_answers_that_names_a_word_which_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        start.start([sample("wide-staff-columns")], tmp_path / "made", Given({"words": {"Zebra": "none"}}))
    assert "1 word" in refused.value.message and "Zebra" not in refused.value.message
    assert list(tmp_path.iterdir()) == []


# The dates as English local authorities published them for these years: the pattern most of them share.
def test_draft_terms_are_those_of_most_schools_in_england() -> None:
    autumn, spring, summer = draft_terms(date(2025, 10, 1), date(2026, 3, 1))
    assert (autumn.academic_year, autumn.half_term_start, autumn.half_term_end) == (
        "202526",
        date(2025, 10, 27),
        date(2025, 10, 31),
    )
    # Easter Sunday 2026 is 5 April: the holiday runs from 28 March to 12 April.
    assert (spring.end_on, summer.start_on) == (date(2026, 3, 27), date(2026, 4, 13))
    assert (summer.half_term_start, summer.closed_on) == (date(2026, 5, 25), (date(2026, 5, 4),))


def test_draft_terms_never_overlap_and_hold_their_half_terms() -> None:
    for year in range(2000, 2060):
        terms = draft_terms(date(year, 9, 10), date(year, 9, 10))
        assert setting.term_mistakes(terms) == []
        assert all(each.start_on.weekday() < 5 and each.end_on.weekday() < 5 for each in terms)


def test_a_term_can_be_corrected_and_nothing_else_is_taken() -> None:
    terms = draft_terms(date(2025, 10, 1), date(2026, 3, 1))
    found = corrected(terms, "spring 2026 2026-01-06 2026-03-26")
    assert found and (found[1].start_on, found[1].end_on) == (date(2026, 1, 6), date(2026, 3, 26))
    assert found[0] == terms[0] and found[1].half_term_start == terms[1].half_term_start
    for wrong in ("spring 2031 2031-01-06 2031-03-26", "spring 2026 2026-03-26 2026-01-06", "yes", ";"):
        assert corrected(terms, wrong) is None
