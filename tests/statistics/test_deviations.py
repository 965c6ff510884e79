"""The methods page as data: every number in it comes from a simulation, every word is one a report may use."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from generator.disclosure.methods import overview, split
from generator.pages.compose import cell_text, environment
from generator.pages.methods import DO, SLOTS, drawing
from generator.published import PublishedSlots
from generator.statistics import deviations, report
from generator.statistics.wording import banned_words

TEXTS = yaml.safe_load((Path(deviations.__file__).parent / "deviations.yml").read_text(encoding="utf-8"))
NOTES = {
    "overview": "This report checks 3 measures. About 0.1 would stand out by chance alone.",
    "deviations": deviations.deviations(),
    "pairs": deviations.pairs(),
    "split": "Of the 0.25 that would stand out by chance in this report, the headlines make up 0.05.",
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
    # But for two of three near a limit, where a point beyond the limit counts here as near: that is said on the page.
    more = [name for name, theirs, ours in deviations.pairs() if ours >= theirs]
    assert more == ["Two of three near a limit"]


def test_the_shares_of_the_five_percent_are_printed_as_they_are_used() -> None:
    assert [float(row[2].rstrip("%")) for row in deviations.shares()] == [t.percent for t in report.HEADLINES]
    assert [row[0] for row in deviations.others()] == ["CHG-05", "CHG-06", "HSC-01", "HSC-02"]


def test_false_alarms_and_power_are_given_with_interval_and_limit() -> None:
    assert len(deviations.alarms()) == 8 and all(row[3].startswith("at most") for row in deviations.alarms())
    assert deviations.power()[1][3] == "at least 80%"
    assert all(re.fullmatch(r"\d+ of [\d,]+", row[1]) for row in (*deviations.alarms(), *deviations.power()))


def test_the_page_shows_all_of_it_without_a_word_that_no_figure_may_earn() -> None:
    page = environment().get_template("shared/methods.html.j2")
    picture = drawing(deviations.pairs())
    slots = PublishedSlots(*SLOTS, DO)
    html = page.render(root="", strip="Fern Green", notes=NOTES, internal=True, drawing=picture, slots=slots)
    assert banned_words(html) == ()
    assert NOTES["overview"] in html
    for row in deviations.deviations():
        assert all(str(cell_text(text)) in html for text in row)
    assert html.count("<h1") == 1


def test_the_drawing_holds_every_pair_in_its_place_and_describes_itself() -> None:
    svg = ElementTree.fromstring(drawing([("Half and none", 50.0, 0.0), ("Less", 5.0, 10.0)]))
    named = svg.findall("{*}title") + svg.findall("{*}desc")
    assert [each.get("id") for each in named] == svg.attrib["aria-labelledby"].split()
    assert all(each.text for each in named)
    texts = [each.text for each in svg.findall("{*}text")]
    assert texts[5:] == ["Half and none", "50.0%", "0.0%", "Less", "5.0%", "10.0%"]
    # 0 stands at the left end of the scale, 50 half way to 100: by the labels below.
    at = {each.text: float(each.attrib["x"]) for each in svg.findall("{*}text")[:5]}
    squares = [float(each.attrib["x"]) + 5 for each in svg.findall("{*}rect")]
    dots = [float(each.attrib["cx"]) for each in svg.findall("{*}circle")]
    assert squares[0] == pytest.approx(at["50%"], abs=0.1) and dots[0] == pytest.approx(at["0%"], abs=0.1)
    assert squares[1] < dots[1] and len(dots) == 2
    assert ElementTree.fromstring(drawing([])).findall("{*}circle") == []


def test_what_chance_gives_is_split_between_headlines_and_other_questions() -> None:
    # 0.02 for the change and 0.05 for each of two questions beside the headlines.
    said = split({"change": 1, "chart": 0, "actions": 1, "places": 1})
    assert said.startswith("Of the 0.12") and "make up 0.02" in said and said.endswith("them 0.10.")
    assert split({"change": 1, "actions": 0}) == "" == split({})
    assert banned_words(said) == ()


def test_every_method_that_is_not_offered_is_printed_with_its_reason() -> None:
    listed = deviations.not_offered()
    assert len({name for name, _, _ in listed}) == len(listed) == 5
    for _, what, why in listed:
        assert what and why and not banned_words(f"{what} {why}")


def test_readers_under_protection_are_told_that_nothing_is_tested_for_them() -> None:
    # No result at all: nought measures, and the data set is not looked at.
    said = overview({}, "spring", None, internal=False)  # type: ignore[arg-type]
    assert (
        said.startswith("This report checks 0 measures.") and "none would stand out by chance alone" in said
    )
    assert banned_words(said) == ()
