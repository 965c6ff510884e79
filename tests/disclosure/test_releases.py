"""Release after release: what was shown stays, what was hidden stays open, whatever is recorded or corrected later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from simulate import RELEASES, Shelf, changed_figures, invent, measure, worked_out, write_release

from generator import build, catalogue
from generator.build import Evidence
from generator.disclosure import books, ledger, rules, solve
from generator.disclosure.audit import examine
from generator.disclosure.history import History, Past, sees
from generator.disclosure.rules import Rules, decide
from generator.disclosure.stage import disclose
from generator.errors import DisclosureError, ReleaseError
from generator.model import Audience, NamedDecision
from generator.published import Published, PublishedCell
from generator.release import freezing

SIZE = 30


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Nine termly releases of a setting of thirty, with late, moved, corrected and removed rows in between."""
    folder, setting = tmp_path_factory.mktemp("setting"), invent(SIZE)
    made = Shelf(("governors",))
    for release in range(1, RELEASES + 1):
        made.release(measure(write_release(folder, setting, release)), str(release))
    return made


def audience(evidence: Evidence, name: str) -> Audience:
    found = evidence.dataset.setting.audience(name)
    assert found is not None
    return found


def decided(evidence: Evidence, name: str, history: History) -> Rules:
    windows = catalogue.windows(evidence.dataset, internal=False)
    return decide(evidence.results, windows, audience(evidence, name), evidence.dataset, history)


def shown(evidence: Evidence, name: str, history: History) -> Published:
    found = decided(evidence, name, history)
    return disclose(
        evidence.known,
        evidence.results,
        evidence.locked,
        evidence.report,
        evidence.dataset,
        audience(evidence, name),
        found,
    )


def figures(published: Published) -> Mapping[str, PublishedCell]:
    return {cell.key: cell for cell in published.cells}


def with_k(evidence: Evidence, k: int) -> Evidence:
    setting = evidence.dataset.setting
    changed = replace(setting, thresholds={**setting.thresholds, "k": k})
    return replace(evidence, dataset=replace(evidence.dataset, setting=changed))


def test_records_did_change_between_the_releases_or_nothing_was_tested(shelf: Shelf) -> None:
    first, last = shelf.evidence[3], shelf.evidence[-1]
    moved = [key for key in first.results if first.results[key].cells != last.results[key].cells]
    assert len(moved) > 10
    assert any(each.shut for each in shelf.rules["governors"])


def test_no_figure_is_ever_shown_in_two_ways(shelf: Shelf) -> None:
    assert changed_figures(shelf.published["governors"]) == []


def test_nothing_opens_in_nine_releases(shelf: Shelf) -> None:
    assert worked_out(shelf, "governors") == []


def test_every_release_shows_something_of_its_new_term(shelf: Shelf) -> None:
    for published in shelf.published["governors"][1:]:
        newest = published.windows[-1].id
        assert any(cell.window == newest and not cell.hidden for cell in published.cells)


def test_the_ledger_holds_each_window_once_and_nothing_that_was_hidden(shelf: Shelf) -> None:
    entries = shelf.history.entries["governors"]
    windows = [window for entry in entries for window in entry.windows]
    assert len(windows) == len(set(windows)) == RELEASES
    for entry in entries:
        for cell in entry.cells:
            if cell["marker"] == "c":
                said = [
                    cell[name] for name in ("value", "lower", "upper", "numerator", "denominator", "unknown")
                ]
                assert said == [None] * 6
        hidden = {cell["key"] for cell in entry.cells if cell["marker"] == "c"}
        assert not hidden & {fact.id.removeprefix("shown|") for fact in entry.facts if fact.hi is not None}


def test_a_higher_threshold_hides_what_it_would_have_hidden_and_shows_nothing_finer(shelf: Shelf) -> None:
    evidence, before = shelf.evidence[2], figures(shelf.published["governors"][2])
    history = History({"governors": shelf.history.entries["governors"][:3]})
    after = figures(shown(with_k(evidence, 12), "governors", history))
    assert after.keys() == before.keys()
    for key, cell in after.items():
        old = before[key]
        assert cell.hidden or (cell.value, cell.lower, cell.upper) == (old.value, old.lower, old.upper)
        if cell.unit == "children" and cell.value:
            assert cell.value >= 12
    assert sum(cell.hidden for cell in after.values()) > sum(cell.hidden for cell in before.values())


def test_a_lower_threshold_afterwards_shows_no_number_of_an_earlier_term(shelf: Shelf) -> None:
    evidence = shelf.evidence[2]
    strict = Shelf(("governors",))
    strict.release(with_k(evidence, 12), "1")
    before = figures(strict.published["governors"][-1])
    after = figures(shown(evidence, "governors", strict.history))
    assert {key: (c.value, c.lower, c.upper) for key, c in after.items()} == {
        key: (c.value, c.lower, c.upper) for key, c in before.items()
    }


def test_another_list_of_places_shows_nothing_new_about_terms_that_were_shown(shelf: Shelf) -> None:
    evidence, before = shelf.evidence[2], figures(shelf.published["governors"][2])
    history = History({"governors": shelf.history.entries["governors"][:3]})
    setting = evidence.dataset.setting
    fewer = replace(evidence.dataset, setting=replace(setting, places=setting.places[:1]))
    after = figures(shown(replace(evidence, dataset=fewer), "governors", history))
    assert {key: (c.value, c.lower, c.upper) for key, c in after.items()} == {
        key: (c.value, c.lower, c.upper) for key, c in before.items()
    }
    assert len({entry.epoch for entry in shelf.history.entries["governors"]}) == 1


def test_terms_that_are_cut_otherwise_afterwards_are_withheld(shelf: Shelf) -> None:
    evidence = shelf.evidence[-1]
    (first, *rest) = shelf.history.entries["governors"][1:]
    moved = dict.fromkeys(first.windows, ("2020-01-01", "2030-01-01"))
    history = History({"governors": (replace(first, windows=moved, facts=(), cells=()),)})
    assert rest
    found = decided(evidence, "governors", history)
    assert found.shut == {window.id for window in catalogue.windows(evidence.dataset, internal=False)}
    assert all(each.state == "hidden" for each in found.decided.decisions)
    assert all(cell.hidden for cell in shown(evidence, "governors", history).cells)


def test_facts_that_contradict_the_records_close_the_window_and_stop_nothing_else(shelf: Shelf) -> None:
    evidence = shelf.evidence[4]
    entry = shelf.history.entries["governors"][2]
    wrong = tuple(replace(fact, lo=(fact.lo or 0) + 900, hi=None) for fact in entry.facts)
    found = decided(evidence, "inspectors", History({"governors": (replace(entry, facts=wrong),)}))
    assert set(entry.windows) <= found.shut
    of_it = [each for each in found.decided.decisions if any(name in each.key for name in entry.windows)]
    assert of_it and {each.state for each in of_it} == {"hidden"}
    assert any(each.state != "hidden" for each in found.decided.decisions)


def test_inspectors_know_what_governors_were_shown_and_governors_do_not_see_theirs(shelf: Shelf) -> None:
    setting = shelf.evidence[-1].dataset.setting
    assert sees(audience(shelf.evidence[-1], "inspectors"), setting.audiences) == ("inspectors", "governors")
    assert sees(audience(shelf.evidence[-1], "governors"), setting.audiences) == ("governors",)


def test_readers_under_protection_cannot_be_said_to_see_the_leaders_site(shelf: Shelf) -> None:
    leaders = audience(shelf.evidence[-1], "leaders")
    board = replace(audience(shelf.evidence[-1], "governors"), can_see=("leaders",))
    with pytest.raises(DisclosureError, match="can_see"):
        sees(board, (leaders, board))


def test_a_figure_that_no_plan_names_is_refused(shelf: Shelf) -> None:
    published, found = shelf.published["governors"][-1], shelf.rules["governors"][-1]
    key = ("CHG-01", published.windows[-1].id)
    odd = replace(published.results[key].cells[0], indicator="NEW-01")
    changed = {**published.results, key: replace(published.results[key], cells=(odd,))}
    with pytest.raises(DisclosureError, match="no release plan"):
        books.entry_for(
            "x",
            replace(published, results=changed),
            found,
            audience(shelf.evidence[-1], "governors"),
        )


def test_a_solver_that_fails_withholds_and_shows_nothing(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise ValueError("the solver failed")

    monkeypatch.setattr(solve, "milp", broken)
    monkeypatch.setattr(solve, "linprog", broken)
    evidence = shelf.evidence[3]
    assert not figures_of_children_shown(shown(evidence, "governors", History()))


def test_without_work_to_spend_everything_is_withheld(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "BUDGET_SECONDS", 0.0)
    assert not figures_of_children_shown(shown(shelf.evidence[3], "governors", History()))


def figures_of_children_shown(published: Published) -> list[str]:
    counted = ("CHG-01", "CHG-02", "HSC-01")
    return [cell.key for cell in published.cells if cell.indicator in counted and not cell.hidden]


def test_unchanged_inputs_are_not_solved_again_and_an_altered_file_is_not_believed(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = shelf.evidence[3]
    first = decided(evidence, "governors", History({}, tmp_path))
    (kept,) = tmp_path.glob("*.json")
    calls: list[int] = []
    true = rules.protect
    monkeypatch.setattr(rules, "protect", lambda *a, **b: calls.append(1) or true(*a, **b))
    assert decided(evidence, "governors", History({}, tmp_path)).decided.decisions == first.decided.decisions
    assert not calls
    text = kept.read_text(encoding="utf-8")
    assert '"hidden"' in text
    kept.write_text(text.replace('"hidden", null, null', '"exact", 1, 1', 1), encoding="utf-8")
    assert decided(evidence, "governors", History({}, tmp_path)).decided.decisions == first.decided.decisions
    assert calls


def test_the_ledger_is_written_with_the_release_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("x", encoding="utf-8")
    releases = tmp_path / "releases"
    book = releases / "governors" / ledger.FILE

    def freeze(version: str) -> None:
        line = b'{"release":"' + version.encode() + b'"}\n'
        day = date(2026, 11, 6)
        freezing.freeze(
            {"governors": site}, releases, version, as_of=day, note="", made_on="", lines={"governors": line}
        )

    freeze("a")
    assert book.read_bytes() == b'{"release":"a"}\n'

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(freezing, "_write_lists", full)
        with pytest.raises(ReleaseError):
            freeze("b")
    freezing.recover(releases)
    assert book.read_bytes() == b'{"release":"a"}\n'
    freeze("b")
    assert book.read_bytes() == b'{"release":"a"}\n{"release":"b"}\n'


def test_without_its_ledger_nothing_is_decided_for_readers_who_have_a_release(tmp_path: Path) -> None:
    evidence = measure(write_release(tmp_path / "setting", invent(12), 2))
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("x", encoding="utf-8")
    releases = evidence.workspace / "releases"
    freezing.freeze({"governors": site}, releases, "a", as_of=date(2026, 11, 6), note="", made_on="")
    governors = audience(evidence, "governors")
    with pytest.raises(DisclosureError, match=r"ledger\.jsonl: lost") as refused:
        build.decided(evidence, governors)
    assert refused.value.exit_code == 12
    (releases / "governors" / ledger.FILE).write_text("{}\n", encoding="utf-8")
    with pytest.raises(DisclosureError, match="not as it was written"):
        build.disclosed(evidence, governors)


def test_a_decision_that_is_taken_back_leaves_no_new_number_of_terms_that_were_shown(shelf: Shelf) -> None:
    """What the decision let inspectors see is known for ever; afterwards nothing finer comes of any window."""
    evidence = shelf.evidence[3]
    windows = catalogue.windows(evidence.dataset, internal=False)
    inspectors = audience(evidence, "inspectors")
    named = replace(inspectors, decision=NamedDecision("the headteacher", date(2026, 9, 14)))
    free = decide(evidence.results, windows, named, evidence.dataset)
    exact = {each.key: each.lo for each in free.decided.decisions if each.state == "exact"}
    assert free.exact_totals
    assert {f"CHG-01/{window.id}/incidents" for window in windows} <= set(exact)
    entry = books.entry_for(
        "1",
        disclose(
            evidence.known,
            evidence.results,
            evidence.locked,
            evidence.report,
            evidence.dataset,
            named,
            free,
        ),
        free,
        named,
    )
    after = decided(evidence, "inspectors", History({"inspectors": (entry,)}))
    assert not after.exact_totals and not after.past.kept
    before = {each.key: each for each in free.decided.decisions}
    for each in after.decided.decisions:
        if each.state == "exact":
            assert before[each.key].state == "exact" and exact[each.key] == each.lo
    assert examine(after.decided.system).ok


def test_a_refused_release_leaves_no_release_no_line_and_no_record(tmp_path: Path) -> None:
    workspace = write_release(tmp_path / "setting", invent(12), 2)
    book = workspace / "releases" / "governors" / ledger.FILE
    book.parent.mkdir(parents=True)
    book.write_text("{}\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    with pytest.raises(DisclosureError, match="not as it was written") as refused:
        build.publish(workspace, "2026-summer", audiences=["governors"])
    assert refused.value.exit_code == 12
    after = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    assert {path for path in after if "checked.json" not in path.name} == set(before)
    assert all(after[path] == content for path, content in before.items())


def test_nothing_before_is_an_empty_past() -> None:
    assert Past().ranges() == {}
    assert Past().crossed(()) == frozenset()
