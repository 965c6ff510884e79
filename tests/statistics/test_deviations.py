"""The methods page as data: every number in it comes from a simulation, every word is one a report may use."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from generator.disclosure.methods import overview
from generator.pages.compose import cell_text, environment
from generator.statistics import deviations, report
from generator.statistics.wording import banned_words

TEXTS = yaml.safe_load((Path(deviations.__file__).parent / "deviations.yml").read_text(encoding="utf-8"))
NOTES = {
    "overview": "This report checks 3 measures. About 0.1 would stand out by chance alone.",
    "deviations": deviations.deviations(),
    "shares": deviations.shares(),
    "others": deviations.others(),
    "alarms": deviations.alarms(),
    "power": deviations.power(),
    "not_offered": [(what, why) for _, what, why in deviations.not_offered()],
}


def test_each_difference_says_whose_what_why_and_how_large() -> None:
    assert len({each["id"] for each in TEXTS}) == len(TEXTS) == len(deviations.deviations())
    assert all(text.strip() for row in deviations.deviations() for text in row)


def test_every_figure_of_a_difference_is_one_of_the_simulations() -> None:
    known = {*deviations.simulated()["differences"], "screening", "byar", None}
    assert {each["figures"] for each in TEXTS} <= known
    used = {each["figures"] for each in TEXTS}
    assert used >= set(deviations.simulated()["differences"]), "a simulation that no difference shows"
    # Where there is no simulation it is said; where there is one, its shares are put in and none is typed.
    for each in TEXTS:
        holes = set(re.findall(r"\{(\w+)\}", each["size"]))
        assert holes if each["figures"] else each["size"].startswith("Not simulated")
        assert not re.search(r"\d+(\.\d+)? ?% \(", each["size"])


def test_shares_come_out_as_they_were_simulated() -> None:
    figures = deviations.simulated()["differences"]["xmr-one"]
    size = next(
        row[4]
        for row, each in zip(deviations.deviations(), TEXTS, strict=True)
        if each["id"] == "one-a-month"
    )
    assert f"{figures['theirs']['percent']:.1f}%" in size and f"{figures['ours']['percent']:.1f}%" in size


def test_in_every_comparison_the_method_here_says_less_often_that_something_changed() -> None:
    assert len(deviations.pairs()) == len(deviations.simulated()["differences"])
    assert all(ours < theirs for _, theirs, ours in deviations.pairs())


def test_the_shares_of_the_five_percent_are_printed_as_they_are_used() -> None:
    assert [float(row[2].split()[0]) for row in deviations.shares()] == [t.percent for t in report.HEADLINES]
    assert [row[0] for row in deviations.others()] == ["CHG-05", "CHG-06", "HSC-01", "HSC-02"]


def test_false_alarms_and_power_are_given_with_interval_and_limit() -> None:
    assert len(deviations.alarms()) == 6 and all(row[3].startswith("at most") for row in deviations.alarms())
    assert deviations.power()[1][3] == "at least 80 %"
    assert all(re.fullmatch(r"\d+ of [\d,]+", row[1]) for row in (*deviations.alarms(), *deviations.power()))


def test_the_page_shows_all_of_it_without_a_word_that_no_figure_may_earn() -> None:
    page = environment().get_template("shared/methods.html.j2")
    html = page.render(root="", strip="Fern Green", notes=NOTES, internal=True)
    assert banned_words(html) == ()
    assert NOTES["overview"] in html
    for row in deviations.deviations():
        assert all(str(cell_text(text)) in html for text in row)
    assert html.count("<h1") == 1


def test_every_method_that_is_not_offered_is_printed_with_its_reason() -> None:
    listed = deviations.not_offered()
    assert len({name for name, _, _ in listed}) == len(listed) == 12
    for _, what, why in listed:
        assert what and why and not banned_words(f"{what} {why}")


def test_readers_under_protection_are_told_that_nothing_is_tested_for_them() -> None:
    # No result at all: nought measures, and the data set is not looked at.
    said = overview({}, "spring", None, internal=False)  # type: ignore[arg-type]
    assert (
        said.startswith("This report checks 0 measures.") and "none would stand out by chance alone" in said
    )
    assert banned_words(said) == ()
