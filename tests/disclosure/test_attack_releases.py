"""Attacks with several releases in hand: what was corrected since, other names for the same readers, first days."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from simulate import Shelf, invent, measure, write_release
from small import SCHOOL, code, usual, write_setting, write_table, write_workspace

from generator import catalogue
from generator.build import disclosed, publish
from generator.disclosure import books, ledger
from generator.disclosure.history import History, past_of
from generator.disclosure.rules import decide
from generator.errors import DisclosureError
from generator.model import Audience
from generator.pages import data
from generator.published import Published

RELEASES = 3


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Termly releases of thirty children, with late, moved and corrected rows in between."""
    folder, setting = tmp_path_factory.mktemp("setting"), invent(30)
    made = Shelf(("governors",))
    for number in range(1, RELEASES + 1):
        made.release(measure(write_release(folder, setting, number)), str(number))
    return made


def package_of(published: Published) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data.files(published)["data/datapackage.json"])
    return found


def told_of(published: Published, window: str) -> dict[str, list[Any]]:
    """All that the data package says of one window, as anyone can read it."""
    package = package_of(published)
    return {
        "sums": [each for each in package["sums"] if window in each["key"]],
        "definitions": [
            each
            for each in package["definitions"]
            if {atom.split("|")[0] for atom in each["terms"]} == {window}
        ],
        "parts": [each for key, each in package["partsOf"].items() if window in key],
    }


def test_the_data_package_does_not_say_which_terms_were_corrected_since(shelf: Shelf) -> None:
    last = shelf.rules["governors"][-1]
    assert last.shut, "no shown term was corrected, so nothing is tested"
    published = shelf.published["governors"]
    for earlier, later in itertools.pairwise(published):
        for window in earlier.windows:
            first = told_of(earlier, window.id)
            assert first["sums"] and first["definitions"]
            assert told_of(later, window.id) == first


def test_a_late_record_without_a_place_adds_no_unknown_to_a_term_that_was_shown(
    shelf: Shelf, tmp_path: Path
) -> None:
    first = shelf.published["governors"][0]
    window = first.windows[0].id
    folder = write_release(tmp_path, invent(30), 2)
    with (folder / "data" / "incidents.csv").open("a", encoding="utf-8") as file:
        file.write("inc-99999,child-001x,2023-10-02,physical_restraint,,injury_to_adult,2023-10-02T18:05\n")
    evidence = measure(folder)
    places = [cell.group for cell in evidence.results["CHG-01", window].cells]
    assert "place-not-known" in places
    entry = books.entry_for(
        "1", first, shelf.rules["governors"][0], _governors(shelf.evidence[0].dataset.setting.audiences)
    )
    windows = catalogue.windows(evidence.dataset, internal=False)
    reader = _governors(evidence.dataset.setting.audiences)
    rules = decide(evidence.results, windows, reader, evidence.dataset, History({"governors": (entry,)}))
    assert told_of(disclosed(evidence, reader, rules), window) == told_of(first, window)


def _governors(audiences: tuple[Audience, ...]) -> Audience:
    return next(each for each in audiences if each.name == "governors")


def write_first_term(folder: Path) -> Path:
    """A setting in its first term: 20 children, six incidents from 6 to 11 November 2024."""
    write_setting(folder, as_of="2024-11-20", home=False)
    days = range(6, 12)
    write_table(
        folder,
        "incidents",
        [
            {
                "incident_id": f"inc-{day:04d}",
                "child_id": code(day),
                "incident_date": f"2024-11-{day:02d}",
                "intervention_category": "physical_restraint",
            }
            for day in days
        ],
    )
    roll = [{"child_id": code(n), "setting_id": SCHOOL, "on_roll_from": "2024-09-01"} for n in range(20)]
    write_table(folder, "children", roll)
    return folder


def test_before_the_first_term_is_over_no_page_says_when_the_first_incident_was(tmp_path: Path) -> None:
    evidence = measure(write_first_term(tmp_path), ("CHG-01",))
    assert evidence.dataset.calendar.data_start == date(2024, 11, 6)
    for name in ("governors", "visitor"):
        reader = evidence.dataset.setting.audience(name)
        assert reader is not None
        # The autumn term 2024 of tests/small.py begins on 4 September.
        assert disclosed(evidence, reader).lead.start == date(2024, 9, 4)


def test_what_was_shown_to_readers_under_another_name_is_still_known(shelf: Shelf) -> None:
    audiences = shelf.evidence[-1].dataset.setting.audiences
    board = replace(_governors(audiences), name="board")
    renamed = tuple(board if each.name == "governors" else each for each in audiences)
    past = past_of(board, renamed, shelf.history, False, 5)
    assert past.facts == past_of(_governors(audiences), audiences, shelf.history, False, 5).facts
    assert past.facts and past.seen and not past.kept


def test_a_ledger_whose_audience_is_no_longer_named_is_opened_and_checked(
    shelf: Shelf, tmp_path: Path
) -> None:
    audiences = shelf.evidence[0].dataset.setting.audiences
    entry = books.entry_for(
        "1", shelf.published["governors"][0], shelf.rules["governors"][0], _governors(audiences), figures="f"
    )
    folder = tmp_path / "governors"
    folder.mkdir()
    (folder / ledger.FILE).write_bytes(ledger.line(entry, ""))
    others = tuple(each for each in audiences if each.name != "governors")
    found = books.open_books(tmp_path, others, {"governors": {"1": "f"}})
    assert [each.release for each in found.entries["governors"]] == ["1"]
    (folder / ledger.FILE).write_bytes(ledger.line(entry, "").replace(b'"k":5', b'"k":4'))
    with pytest.raises(DisclosureError, match="governors"):
        books.open_books(tmp_path, others, {"governors": {"1": "f"}})


@pytest.mark.parametrize("children", [8, 14])
def test_readers_under_protection_cannot_be_said_to_see_a_row_for_each_incident(
    children: int, tmp_path: Path
) -> None:
    write_workspace(tmp_path, children, decision=True, per_term=usual)
    evidence = measure(tmp_path, ("CHG-01",))
    setting = evidence.dataset.setting
    nosy = replace(_governors(setting.audiences), can_see=("inspectors",))
    every = tuple(nosy if each.name == "governors" else each for each in setting.audiences)
    dataset = replace(evidence.dataset, setting=replace(setting, audiences=every))
    windows = catalogue.windows(dataset, internal=False)
    few = {key: found for key, found in evidence.results.items() if key[0] == "CHG-01"}
    if children < 12:
        with pytest.raises(DisclosureError, match=r"governors\.can_see"):
            decide(few, windows, nosy, dataset)
    else:
        assert decide(few, windows, nosy, dataset).decided.decisions


def test_a_late_record_brings_no_earlier_term_to_readers_who_had_a_release(tmp_path: Path) -> None:
    """The first incident is of 13 January 2025; afterwards one of 10 September 2024 is written down."""
    write_setting(tmp_path, as_of="2025-07-31", home=False)
    roll = [{"child_id": code(n), "setting_id": SCHOOL, "on_roll_from": "2024-09-01"} for n in range(20)]
    write_table(tmp_path, "children", roll)
    rows = [
        {"incident_id": f"inc-{n:04d}", "child_id": code(n), "incident_date": day}
        | {"intervention_category": "physical_restraint"}
        for n, day in enumerate(f"2025-{month:02d}-{13 + n}" for month in (1, 2, 6) for n in range(6))
    ]
    write_table(tmp_path, "incidents", rows)
    first = measure(tmp_path, ("CHG-01",))
    reader = _governors(first.dataset.setting.audiences)
    windows = catalogue.windows(first.dataset, internal=False)
    rules = decide(first.results, windows, reader, first.dataset)
    before = disclosed(first, reader, rules)
    entry = books.entry_for("1", before, rules, reader)
    late = {**rows[0], "incident_id": "inc-9999", "incident_date": "2024-09-10"}
    write_table(tmp_path, "incidents", [*rows, late])
    then = measure(tmp_path, ("CHG-01",))
    more = catalogue.windows(then.dataset, internal=False)
    assert len(more) == len(windows) + 1, "no earlier term turned up, so nothing is tested"
    again = decide(then.results, more, reader, then.dataset, History({"governors": (entry,)}))
    assert disclosed(then, reader, again).windows == before.windows


def test_publishing_refuses_a_note_that_holds_the_code_of_a_child(tmp_path: Path) -> None:
    folder = write_first_term(tmp_path)
    with pytest.raises(DisclosureError, match="--note"):
        publish(folder, "first", note=f"{code(6)} has left", today=date(2024, 11, 20))
    assert not list((folder / "releases").glob("*/first"))


def test_no_reader_under_protection_is_told_by_leaders_pages_that_nothing_is_late(shelf: Shelf) -> None:
    evidence = shelf.evidence[0]
    reader = replace(_governors(evidence.dataset.setting.audiences), pages="leaders")
    assert disclosed(evidence, reader, shelf.rules["governors"][0]).pages == "governors"
