"""The ledger: what each release showed, chained line by line, and refused wherever it is not as it was written."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from generator.disclosure import ledger
from generator.disclosure.ledger import Entry
from generator.disclosure.system import Fact
from generator.errors import DisclosureError

TERM = "2025-26-summer"
FACT = Fact("shown|CHG-01", {f"{TERM}|incidents|school": Fraction(1)}, Fraction(10), Fraction(14))
CELL = {"key": f"CHG-01/{TERM}/incidents", "window": TERM, "lower": 10, "upper": 14, "value": None}


def entry(release: str, **more: object) -> Entry:
    made = Entry(
        release=release,
        audience="governors",
        policy="protected",
        exact=False,
        k=5,
        bands=(0, 5, 10, 15),
        categories={"places": ("school",)},
        plan="full",
        plan_hash="p",
        windows={TERM: ("2026-04-13", "2026-07-22")},
        facts=(FACT,),
        cells=(CELL,),
        figures=f"hash-of-{release}",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def written(releases: Path, *entries: Entry) -> Path:
    """A ledger of these entries, each line naming the one before it."""
    path = releases / "governors" / ledger.FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    frozen: dict[str, str] = {}
    for each in entries:
        line = ledger.line(each, ledger.head(releases, "governors", frozen))
        path.write_bytes(path.read_bytes() + line)
        frozen[each.release] = each.figures
    return path


def test_what_was_written_is_read_back_exactly(tmp_path: Path) -> None:
    written(tmp_path, entry("a"), entry("b", facts=(), cells=()))
    found = ledger.read(tmp_path, "governors", {"a": "hash-of-a", "b": "hash-of-b"})
    assert [each.release for each in found] == ["a", "b"]
    assert found[0] == entry("a")
    assert ledger.merged(found) == (FACT,)


def test_a_first_release_needs_no_ledger(tmp_path: Path) -> None:
    assert ledger.read(tmp_path, "governors", {}) == ()
    assert ledger.head(tmp_path, "governors", {}) == ""


def test_a_lost_ledger_is_refused_while_there_are_releases(tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match="lost") as refused:
        ledger.read(tmp_path, "governors", {"a": ""})
    assert refused.value.exit_code == 12
    assert "copy of the releases folder" in refused.value.hint


def test_a_release_that_the_ledger_does_not_name_is_refused(tmp_path: Path) -> None:
    written(tmp_path, entry("a"))
    with pytest.raises(DisclosureError, match="not named"):
        ledger.read(tmp_path, "governors", {"a": "hash-of-a", "b": ""})


def test_a_withdrawn_release_stays_in_the_ledger(tmp_path: Path) -> None:
    written(tmp_path, entry("a"), entry("b"))
    assert len(ledger.read(tmp_path, "governors", {"b": "hash-of-b"})) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"hi":"14"', '"hi":"15"'),  # a fact
        ('"upper":14', '"upper":13'),  # a figure
        ('"k":5', '"k":6'),
        ('"previous":""', '"previous":"x"'),
        ('"release":"a"', '"release":"c"'),
        ("{", "["),
    ],
)
def test_an_altered_line_is_refused_and_named(tmp_path: Path, old: str, new: str) -> None:
    path = written(tmp_path, entry("a"), entry("b"))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert old in lines[0]
    path.write_text("\n".join([lines[0].replace(old, new), lines[1]]) + "\n", encoding="utf-8")
    with pytest.raises(DisclosureError, match="line 1"):
        ledger.read(tmp_path, "governors", {})


def test_a_line_that_was_taken_out_breaks_the_chain(tmp_path: Path) -> None:
    path = written(tmp_path, entry("a"), entry("b"), entry("c"))
    first, _, last = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{first}\n{last}\n", encoding="utf-8")
    with pytest.raises(DisclosureError, match="line 2"):
        ledger.read(tmp_path, "governors", {})


def test_a_line_that_was_rewritten_with_a_hash_of_its_own_does_not_match_its_release(tmp_path: Path) -> None:
    written(tmp_path, entry("a", figures="of other figures"))
    with pytest.raises(DisclosureError, match="line 1"):
        ledger.read(tmp_path, "governors", {"a": "hash-of-a"})


def test_the_ledger_of_one_audience_is_not_anothers(tmp_path: Path) -> None:
    path = written(tmp_path, entry("a"))
    other = tmp_path / "inspectors" / ledger.FILE
    other.parent.mkdir()
    other.write_bytes(path.read_bytes())
    with pytest.raises(DisclosureError, match="line 1"):
        ledger.read(tmp_path, "inspectors", {})


def test_no_message_repeats_what_the_ledger_holds(tmp_path: Path) -> None:
    path = written(tmp_path, entry("a"))
    path.write_text(path.read_text(encoding="utf-8").replace('"14"', '"31337"'), encoding="utf-8")
    with pytest.raises(DisclosureError) as refused:
        ledger.read(tmp_path, "governors", {})
    assert "31337" not in refused.value.message + refused.value.hint


def test_another_threshold_band_or_category_is_another_epoch() -> None:
    same = entry("a").epoch
    assert entry("b").epoch == same
    assert entry("a", k=8).epoch != same
    assert entry("a", bands=(0, 10)).epoch != same
    assert entry("a", categories={"places": ("school", "home")}).epoch != same


def test_facts_are_kept_as_exact_fractions(tmp_path: Path) -> None:
    third = Fact("f", {"x": Fraction(1, 3)}, Fraction(2, 7), None)
    path = written(tmp_path, entry("a", facts=(third,)))
    assert json.loads(path.read_text(encoding="utf-8"))["facts"][0]["terms"] == {"x": "1/3"}
    assert ledger.read(tmp_path, "governors", {})[0].facts == (third,)
