"""What the disclosure line lets through, for each policy, on settings of 6, 8, 14 and 40 children."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from attack import attack
from small import HOME, SCHOOL, usual, write_workspace

from generator.build import Evidence, disclosed, gather
from generator.disclosure import protected
from generator.published import Published, PublishedCell

SIZES = (6, 8, 14, 40)
K = 5


class Made:
    """Evidence and published values of small settings, each computed once."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self._evidence: dict[Any, Evidence] = {}
        self._published: dict[Any, Published] = {}

    def evidence(self, children: int, decision: bool = True, swapped: bool = False) -> Evidence:
        key = children, decision, swapped
        if key not in self._evidence:
            folder = self._folders.mktemp("setting")
            per_term = (lambda child, term: usual(children - 1 - child, term)) if swapped else usual
            write_workspace(folder, children, decision=decision, per_term=per_term)
            self._evidence[key] = gather(folder)
        return self._evidence[key]

    def published(
        self, children: int, audience: str, decision: bool = True, swapped: bool = False
    ) -> Published:
        key = children, audience, decision, swapped
        if key not in self._published:
            evidence = self.evidence(children, decision, swapped)
            found = evidence.dataset.setting.audience(audience)
            assert found is not None
            self._published[key] = disclosed(evidence, found)
        return self._published[key]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory)


def texts(value: Any) -> Iterator[str]:
    """Every text that a value holds, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from texts(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(key)
            yield from texts(inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from texts(inner)


every_size = pytest.mark.parametrize("children", SIZES)
every_reader = pytest.mark.parametrize(
    ("audience", "decision"),
    [("governors", True), ("inspectors", True), ("inspectors", False)],
)


@pytest.mark.parametrize("children", [8, 14])
@every_reader
def test_no_figure_is_finer_than_was_decided(
    made: Made, children: int, audience: str, decision: bool
) -> None:
    evidence = made.evidence(children, decision)
    published = made.published(children, audience, decision)
    found = evidence.dataset.setting.audience(audience)
    assert found is not None
    windows = evidence.dataset.calendar.completed_terms
    rules = protected.decide(evidence.results, windows, found, evidence.dataset)
    cells = {cell.key: cell for cell in published.cells}
    seen = 0
    for decision_ in rules.decided.decisions:
        cell = cells.get(decision_.key)
        if cell is None:
            # Children by two things at once stand in no table: what no page shows was decided as hidden.
            assert decision_.key.startswith("roll|") or decision_.state == "hidden"
            continue
        seen += 1
        if cell.hidden:
            continue  # coarser than decided is always allowed, finer never
        if decision_.state == "exact":
            assert cell.value in (None, decision_.lo)
        else:
            assert decision_.state == "band" and decision_.hi is not None, cell.key
            # A range ends at the roll, which everyone knows.
            roll = cell.denominator if cell.denominator is not None else decision_.hi
            assert (cell.value, cell.lower, cell.upper) == (None, decision_.lo, min(decision_.hi, roll))
    assert seen >= 6 * 9


@every_size
@every_reader
def test_a_hidden_or_banded_figure_carries_no_count_and_no_interval(
    made: Made, children: int, audience: str, decision: bool
) -> None:
    found = [cell for cell in made.published(children, audience, decision).cells if not cell.exact]
    assert found
    for cell in found:
        assert cell.numerator is None, cell.key
        assert (cell.interval_lower, cell.interval_upper, cell.unknown) == (None, None, None), cell.key
    for cell in found:
        if cell.hidden:
            assert (cell.lower, cell.upper, cell.denominator, cell.klass) == (None, None, None, None), (
                cell.key
            )
            assert cell.sentence == "Not shown, to protect children."


@every_size
@every_reader
def test_a_cell_is_one_of_exact_a_range_or_marked(
    made: Made, children: int, audience: str, decision: bool
) -> None:
    for cell in made.published(children, audience, decision).cells:
        states = [
            cell.value is not None,
            cell.lower is not None and cell.upper is not None,
            cell.marker is not None,
        ]
        assert sum(states) == 1, cell.key
        if cell.lower is not None and cell.upper is not None:
            assert cell.lower < cell.upper


@every_size
@every_reader
def test_a_percentage_is_shown_only_where_both_its_parts_are(
    made: Made, children: int, audience: str, decision: bool
) -> None:
    for cell in made.published(children, audience, decision).cells:
        if cell.unit == "%" and cell.exact:
            assert cell.numerator is not None and cell.denominator, cell.key
            assert cell.value == pytest.approx(100 * cell.numerator / cell.denominator)
    for cell in made.published(children, audience, decision).cells:
        if cell.unit == "% points" and cell.exact:
            groups = made.published(children, audience, decision).results[cell.indicator, cell.window].cells
            assert all(each.numerator is not None for each in groups if each.group != "Total")


@every_size
@every_reader
def test_what_is_for_leaders_alone_reaches_nobody_else(
    made: Made, children: int, audience: str, decision: bool
) -> None:
    evidence = made.evidence(children, decision)
    internal = {each.id for each in evidence.known if each.internal_only}
    assert {"CHG-04", "CHG-05", "CHG-07", "CHG-08"} <= internal
    published = made.published(children, audience, decision)
    for (indicator, _), result in published.results.items():
        assert result.listings == () and result.due == ()
        if indicator in internal:
            assert result.withheld and result.exhibits == ()
            assert all(cell.hidden for cell in result.cells)
            assert not re.search(r"\d", result.headline)
    assert published.children == () and published.findings == ()
    assert all(table.rows is None for table in published.tables)


@every_size
@every_reader
def test_no_code_of_a_child_an_adult_or_a_row_stands_anywhere(
    made: Made, children: int, audience: str, decision: bool
) -> None:
    codes = re.compile(r"child-\d{3}x|inc-\d{4}|view-\d{4}|rev-\d{4}")
    assert [text for text in texts(made.published(children, audience, decision)) if codes.search(text)] == []


def test_leaders_see_the_codes_of_the_tables_and_every_number(made: Made) -> None:
    published = made.published(8, "leaders")
    assert any(re.search(r"child-\d{3}x", text) for text in texts(published))
    assert not any(cell.hidden or cell.lower is not None for cell in published.cells)
    assert {each.indicator for each in published.methods if each.state == "withheld"} == set()


@every_size
@every_reader
def test_only_completed_terms_are_shown_so_that_no_two_windows_overlap(
    made: Made, children: int, audience: str, decision: bool
) -> None:
    published = made.published(children, audience, decision)
    terms = {window.id for window in made.evidence(children, decision).dataset.calendar.completed_terms}
    assert {window.id for window in published.windows} <= terms
    assert {window for _, window in published.results} <= terms
    assert {cell.window for cell in published.cells} <= terms
    assert published.lead.id == "2025-26-summer"
    ordered = sorted(published.windows, key=lambda window: window.start)
    assert all(first.end <= second.start for first, second in itertools.pairwise(ordered))
    keys = {cell.key for cell in published.cells}
    assert {cell.comparison for cell in published.cells if cell.comparison} <= keys
    for result in published.results.values():
        assert result.compared_with is None or result.compared_with.id in terms


@every_size
@every_reader
def test_nothing_that_must_stay_open_can_be_worked_out(
    made: Made, children: int, audience: str, decision: bool
) -> None:
    found = attack(made.evidence(children, decision), made.published(children, audience, decision))
    assert found.consistent
    assert len(found.intervals) > 0
    assert [(each.id, each.lo, each.hi) for each in found.intervals if not each.ok] == []


def test_the_attacker_does_work_out_what_leaders_are_shown(made: Made) -> None:
    found = attack(made.evidence(14), made.published(14, "leaders"))
    assert found.consistent
    assert any(each.exact for each in found.intervals)


@pytest.mark.parametrize("audience", ["governors"])
def test_a_setting_of_six_children_gives_no_exact_small_number_of_children(made: Made, audience: str) -> None:
    published = made.published(6, audience)
    evidence = made.evidence(6)
    for cell in published.cells:
        if cell.unit == "children":
            assert cell.value is None or cell.value == 0 or cell.value >= K, cell.key
            assert cell.denominator in (None, 6), f"{cell.key}: of how many is itself a number of children"
    by_place = [cell for cell in published.cells if cell.group in (SCHOOL, HOME)]
    truth = {
        (window, cell.group): cell
        for (indicator, window), result in evidence.results.items()
        for cell in result.cells
        if indicator == "CHG-01"
    }
    for cell in by_place:
        few = (truth[cell.window, cell.group].children or 0) < K
        assert not (few and cell.exact), cell.key


@every_size
@every_reader
def test_a_group_of_children_that_no_plan_names_has_no_size(
    made: Made, children: int, audience: str, decision: bool
) -> None:
    """Only the roll stands behind "of": how many children are at both places is itself a number of children."""
    for cell in made.published(children, audience, decision).cells:
        if cell.unit == "children" and cell.denominator is not None:
            assert cell.denominator == children, cell.key


def test_a_named_decision_makes_totals_of_the_setting_exact_and_nothing_finer(made: Made) -> None:
    with_decision, without = (made.published(6, "inspectors", decision) for decision in (True, False))
    for term in made.evidence(6).dataset.calendar.completed_terms:
        for group in ("incidents", SCHOOL, HOME):
            assert cell_of(with_decision, "CHG-01", term.id, group).exact
        assert cell_of(made.published(14, "inspectors"), "CHG-01", term.id, "children").exact
    assert "the headteacher" in with_decision.decision and "14 Sep 2026" in with_decision.decision
    assert without.decision == ""
    finer = [cell for cell in with_decision.cells if cell.indicator in ("CHG-02", "HSC-01") and cell.exact]
    assert [cell.key for cell in finer if 0 < (cell.value or 0) < K] == []


def test_without_a_decision_inspectors_see_what_governors_see(made: Made) -> None:
    inspectors, governors = (made.published(14, name, decision=False) for name in ("inspectors", "governors"))
    assert [cell.record() for cell in inspectors.cells] == [cell.record() for cell in governors.cells]


def test_a_visitor_sees_the_figures_of_governors_and_no_words_of_the_board(made: Made) -> None:
    visitor, governors = made.published(8, "visitor"), made.published(8, "governors")
    assert [cell.record() for cell in visitor.cells] == [cell.record() for cell in governors.cells]
    assert visitor.agreed == ()


def cell_of(published: Published, indicator: str, window: str, group: str = "Total") -> PublishedCell:
    found = published.results[indicator, window].cell(group)
    assert found is not None
    return found


def order(published: Published) -> list[tuple[str, str]]:
    return [(cell.indicator, cell.group) for cell in published.cells if cell.window == "2025-26-summer"]


def rows(published: Published) -> list[tuple[str, list[Any]]]:
    found = []
    for exhibit in published.exhibits.values():
        found.append((exhibit.id, [row[0] for row in exhibit.rows]))
    for result in published.results.values():
        found += [(exhibit.id, [row[0] for row in exhibit.rows]) for exhibit in result.exhibits]
    return found


@pytest.mark.parametrize("audience", ["governors", "inspectors"])
def test_the_order_of_figures_and_rows_is_the_same_whatever_their_size(made: Made, audience: str) -> None:
    one, other = made.published(14, audience), made.published(14, audience, swapped=True)
    assert order(one) == order(other)
    assert rows(one) == rows(other)
    values = [[cell.shown for cell in each.cells] for each in (one, other)]
    assert values[0] != values[1]


@every_size
@pytest.mark.parametrize("audience", ["governors", "inspectors"])
def test_the_median_of_a_few_records_is_not_shown(made: Made, children: int, audience: str) -> None:
    evidence, published = made.evidence(children), made.published(children, audience)
    for cell in published.cells:
        if cell.group == "median-hours-to-record" and cell.exact:
            truth = next(
                each for each in evidence.results["REC-01", cell.window].cells if each.group == cell.group
            )
            assert (truth.denominator or 0) >= 10 and (truth.children or 0) >= K, cell.key


@every_size
@pytest.mark.parametrize("audience", ["governors"])
def test_how_many_incidents_passed_without_restraint_is_not_given_away_by_two_totals(
    made: Made, children: int, audience: str
) -> None:
    """All that was recorded, less the restrictive, is a number of incidents with children behind it."""
    evidence, published = made.evidence(children), made.published(children, audience)
    for term in evidence.dataset.calendar.completed_terms:
        total = cell_of(published, "CHG-01", term.id, "incidents")
        recorded = [
            cell.denominator
            for cell in published.results["REC-01", term.id].cells
            if cell.denominator is not None and cell.unit == "%"
        ]
        rows_ = evidence.dataset.crises(term)
        calm = rows_[~rows_["restrictive"]]
        if total.exact and recorded and len(calm):
            assert calm["child_id"].nunique() >= K, term.id


def test_voices_of_two_groups_stand_together_or_not_at_all(made: Made) -> None:
    for children in SIZES:
        evidence, published = made.evidence(children), made.published(children, "governors")
        for (indicator, window), result in published.results.items():
            if indicator == "VOI-02":
                shown = [cell.exact for cell in result.cells]
                assert all(shown) or not any(shown)
                if any(shown):
                    truth = evidence.results[indicator, window].cells
                    assert all((cell.children or 0) >= K for cell in truth if cell.group != "Total")


@every_reader
def test_what_is_withheld_says_so_in_the_same_words_whatever_the_cause(
    made: Made, audience: str, decision: bool
) -> None:
    published = made.published(8, audience, decision)
    withheld = [result for result in published.results.values() if result.withheld]
    assert withheld
    assert {result.slots.certain for result in withheld} == {
        "This breakdown is not published because it would say too much about individual children."
    }
    for result in withheld:
        assert not re.search(r"\d", " ".join((result.slots.certain, result.slots.cannot, result.slots.ask)))
