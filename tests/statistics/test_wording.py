"""Which sentence a result has earned, from plain numbers and released ranges alike."""

from __future__ import annotations

import pytest

from generator.model import Verdict
from generator.statistics import wording
from generator.statistics.templates import CHARTS, CLASSES, COUNTS, DUTIES, LATEST


def test_one_is_one_incident_and_a_range_takes_the_plural() -> None:
    assert wording.amount(1, "incident") == "1 incident"
    assert wording.amount(0, "recorded incident") == "0 recorded incidents"
    assert wording.amount(2, "child") == "2 children"
    assert wording.amount("10 to 14", "child") == "10 to 14 children"
    assert wording.amount(1500, "incident") == "1,500 incidents"


def test_a_verb_follows_its_number() -> None:
    # One takes the singular; nought, more than one and a range that may hold more the plural.
    for met, verb in ((0, "were"), (1, "was"), (2, "were"), (1500, "were"), ("1 to 4", "were")):
        said = wording.duty_sentence("LAW-02", met, 2000)
        assert said == f"{wording.plain(met)} of 2,000 incidents {verb} judged on all five tests."
    assert wording.count_sentence("EQU-01", restrained=1, children=1, when="May 2026") == (
        "1 of 1 child was restrained at least once in May 2026."
    )
    assert wording.duty_sentence("PRA-03", 1, 3).endswith("was looked at to see whether it helped.")
    one = wording.verdict_slots(Verdict("R0", {"n": 1, "reason": "few-events"}), "x").cannot
    assert one.endswith("1 incident in the two windows together is too few to say.")


def test_a_rate_that_rounds_to_nought_is_not_called_nought() -> None:
    assert [wording.plain(number) for number in (0, 0.004, 0.006, 0.5, 12.34)] == [
        "0",
        "under 0.01",
        "0.01",
        "0.50",
        "12.3",
    ]


def test_two_equal_counts_are_no_difference_and_two_equal_ranges_are_not_called_equal() -> None:
    same = Verdict("R1", {"a": 9, "b": 9, "n": 18, "lo": 1, "hi": 21, "reason": "chance"})
    assert wording.verdict_sentence(same) == (
        "There were 9 recorded incidents in each window. That does not say that nothing changed. "
        "With numbers this small we could only have seen a change to 1 or fewer, or 21 or more."
    )
    assert "equal numbers" in wording.verdict_slots(same, "x").cannot
    uneven = Verdict("R1", {"a": 9, "b": 9, "n": 18, "reason": "uneven"})
    assert wording.verdict_sentence(uneven).startswith("There were 9 recorded incidents in each window. Some")
    ranges = Verdict("R1", {"a": "5 to 9", "b": "5 to 9", "reason": "chance"})
    assert wording.verdict_sentence(ranges).startswith("Recorded incidents went from 5 to 9 to 5 to 9. A")


def test_nought_is_none_and_nothing_before_is_no_usual_gap() -> None:
    nought = Verdict("R1", {"a": 6, "b": 2, "n": 8, "lo": 0, "hi": 18, "reason": "chance"})
    assert wording.verdict_sentence(nought).endswith(
        "could only have seen a change to none, or to 18 or more."
    )
    first = Verdict("R5", {"met": 0, "d": 30, "p_in_100": 100, "n": 0})
    assert wording.verdict_sentence(first) == (
        "No incidents were recorded in 30 open days, and none before to set that beside."
    )


def test_parts_are_joined_as_a_sentence_lists_them() -> None:
    assert [wording.joined(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This caused a drop", ("caused", "drop")),
        ("No change, and stable", ("No change", "stable")),
        ("a RAG rating, not a rag", ("RAG",)),
        ("16 reviewed, 5 led to a change", ()),
        ("views led to an action", ()),
        ("which led to calm", ("led to",)),
        ("a significant incident, a significant use of force", ()),
        ("a significant rise", ("significant",)),
        ("a letterbox and a backdrop", ()),
    ],
)
def test_banned_words_are_found_and_the_phrases_of_law_are_let_through(
    text: str, found: tuple[str, ...]
) -> None:
    assert wording.banned_words(text) == found


def test_no_template_holds_a_banned_word_and_no_fixed_slot_is_longer_than_thirty_words() -> None:
    fixed = [
        *(text for words in CLASSES.values() for text in (words.sentence, words.cannot, words.do, words.ask)),
        *(
            text
            for words in DUTIES.values()
            for text in (words.sentence, words.none, words.cannot, words.do, words.ask)
        ),
        *(text for words in COUNTS.values() for text in (*words.clauses, words.cannot, words.do, words.ask)),
        *(text for words in CHARTS.values() for text in words),
        *LATEST.values(),
    ]
    assert [text for text in fixed if wording.banned_words(text)] == []
    assert [text for text in fixed if len(text.split()) > 30] == []


@pytest.mark.parametrize("side", ["above", "below"])
def test_a_latest_point_that_is_not_confirmed_is_said_to_lie_outside_and_asks_to_wait(side: str) -> None:
    reading = {"above": "unconfirmed-high", "below": "unconfirmed-low"}[side]
    slots = wording.chart_slots(reading, "132 incidents in 12 months.")
    assert f"{side} the drawn range, by no more than chance often gives" in slots.cannot
    assert slots.ask.startswith("Wait for the next month before asking why")
    assert f"{side} the drawn range" in LATEST[reading] and "usual range" not in LATEST[reading]
    assert set(LATEST) == set(CHARTS)


def test_each_result_class_has_the_sentence_of_the_methods_page() -> None:
    few = Verdict("R0", {"n": 5, "reason": "few-events"})
    assert wording.verdict_sentence(few) == (
        "5 recorded incidents in the two windows together: too few to say whether the level has changed."
    )
    chance = Verdict("R1", {"a": 12, "b": 9, "n": 21, "lo": 3, "hi": 25, "reason": "chance"})
    assert wording.verdict_sentence(chance) == (
        "Recorded incidents went from 12 to 9. A difference this size often happens by chance. "
        "With numbers this small we could only have seen a change to 3 or fewer, or 25 or more."
    )
    higher = wording.verdict_sentence(Verdict("R3", {"a": 5, "b": 30, "n": 35}), when="summer term 2026")
    assert higher == (
        "More incidents were recorded in summer term 2026 than the usual ups and downs would explain. "
        "This does not show why."
    )
    one = wording.verdict_sentence(Verdict("R4", {"x": 14, "n": 30}))
    assert one.startswith(
        "The difference comes from one child, who was in 14 of 30 incidents in both windows together."
    )
    quiet = Verdict("R5", {"met": 0, "d": 12, "p_in_100": 31})
    assert "12 open days" in wording.verdict_sentence(quiet) and "31 in 100" in wording.verdict_sentence(
        quiet
    )
    chosen = wording.verdict_sentence(Verdict("R7", {"a": 6, "d1": 60, "b": 2, "d2": 60}))
    assert chosen.startswith("Before: 6 incidents in 60 days. After: 2 in 60 days.")
    assert "no earlier window" in wording.verdict_sentence(None)


def test_with_large_numbers_they_are_not_called_small_and_an_unknown_reach_is_left_out() -> None:
    large = Verdict("R1", {"a": 100, "b": 90, "n": 190, "hi": 131, "reason": "chance"})
    assert wording.verdict_sentence(large).endswith(
        "With numbers of this size we could only have seen a change to 131 or more."
    )
    past = Verdict("R1", {"a": 12, "b": 1, "n": 13, "reason": "few-children"})
    assert "could only" not in wording.verdict_sentence(past)


def test_a_duty_is_said_with_true_numbers_and_with_released_ranges() -> None:
    assert wording.duty_sentence("VOI-01", 17, 29, 0) == (
        "The child's own view was captured within 5 days after 17 of 29 incidents."
    )
    assert wording.duty_sentence("VOI-01", "15 to 19", "20 to 29", "1 to 4", days=3) == (
        "The child's own view was captured within 3 days after 15 to 19 of 20 to 29 incidents. "
        "For 1 to 4 incidents this is not known yet."
    )
    assert wording.duty_sentence("RES-01", 0, 0, 3) == (
        "No incident in this window has a review that says whether things were put right. "
        "For 3 incidents this is not known."
    )


@pytest.mark.parametrize("id", sorted(DUTIES))
def test_leaders_and_governors_are_asked_different_things(id: str) -> None:
    leaders = wording.duty_slots(id, 3, 7, 1)
    governors = wording.duty_slots(id, 3, 7, 1, reader="governors")
    assert leaders.certain == governors.certain == wording.duty_sentence(id, 3, 7, 1)
    assert leaders.ask != governors.ask and governors.ask.endswith("?")


def test_a_percentage_is_said_from_twenty_on() -> None:
    assert wording.share_words(15, 20) == "That is 75% (53–89% is the plausible range)."
    assert wording.share_words(15, 19) == ""


def test_a_count_leaves_out_the_clauses_whose_numbers_are_not_given() -> None:
    assert wording.count_sentence("CHG-01", incidents=1, children=1, when="autumn term 2026") == (
        "1 child involved in 1 incident in autumn term 2026."
    )
    assert (
        wording.count_sentence(
            "CHG-01", incidents="30 to 39", children="10 to 14", when="autumn term 2026", rate=None
        )
        == "10 to 14 children involved in 30 to 39 incidents in autumn term 2026."
    )
    assert wording.count_sentence("CHG-07", children=2, repeats=3, incidents=9, when="May 2026", days=7) == (
        "2 children may need fresh attention now; 3 of 9 incidents in May 2026 came within 7 days of that child's last."
    )
    assert wording.count_sentence("CHG-01") == ""


def test_a_comparison_of_some_incidents_says_so_wherever_it_names_incidents() -> None:
    def said(klass: str, **facts: int | str) -> str:
        return wording.verdict_sentence(Verdict(klass, facts), when="the days after", some=True)

    kind = "of this kind"
    assert said("R3", a=5, b=8).startswith(f"More incidents {kind} were recorded in the days after")
    assert said("R2", a=8, b=5).startswith(f"Fewer incidents {kind} were recorded in the days after")
    assert said("R1", a=3, b=7, n=10, reason="chance").startswith(
        f"Recorded incidents {kind} went from 3 to 7."
    )
    assert said("R1", a=1, b=1, n=2, reason="chance").startswith(
        f"There was 1 recorded incident {kind} in each"
    )
    assert said("R0", n=1, reason="few-events").startswith(f"1 recorded incident {kind} in the two windows")
    assert f"who was in 4 of 9 incidents {kind} in both windows together" in said("R4", x=4, n=9)


def test_a_chart_names_the_month_that_its_rules_read() -> None:
    last, before = (wording.latest_month("Jul 2026", last=each) for each in (True, False))
    assert (last, before) == ("latest month (Jul 2026)", "latest month long enough to read (Jul 2026)")
    assert wording.chart_reading("low", last) == "the latest month (Jul 2026) is unusual (low)"
    assert wording.chart_slots("high", "x", latest=before).cannot == (
        "Why the latest month long enough to read (Jul 2026) is high. It can also be fuller recording."
    )
    for reading in CHARTS:
        slots = wording.chart_slots(reading, "x", latest=last)
        assert "{" not in f"{slots.cannot} {slots.ask} {wording.chart_reading(reading, last)}"
