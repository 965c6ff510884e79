"""The build attacks its own pages before they are put in place, and refuses on any finding."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from small import write_workspace

from generator import build as story
from generator import site
from generator.attack import Report
from generator.build import Evidence, build, decided, gather, publish
from generator.disclosure.rules import Rules
from generator.errors import DisclosureError
from generator.proof import refuse_leaks, true_numbers

AUDIENCE = ("governors",)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of a school and a home with fourteen children, its governors' site built once."""
    folder = write_workspace(tmp_path_factory.mktemp("proof") / "w", 14)
    build(folder, audiences=AUDIENCE)
    return folder


@pytest.fixture(scope="module")
def ground(built: Path) -> tuple[Evidence, Mapping[str, Rules]]:
    """The true values of that workspace, and what was decided for governors."""
    evidence = gather(built)
    (governors,) = (each for each in evidence.dataset.setting.audiences if each.name == "governors")
    return evidence, {"governors": decided(evidence, governors)}


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def records(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "data/indicators.json").read_text("utf-8"))
    return found


def printing(spoil: Callable[[Path], None]) -> Callable[..., Any]:
    """The renderer with a fault: it lets more onto the pages than it was given."""

    def render(*given: Any, **named: Any) -> Any:
        rendered = site.render(*given, **named)
        spoil(rendered.folder)
        return rendered

    return render


class Faulty:
    """The room of sites with another renderer."""

    def __init__(self, spoil: Callable[[Path], None]) -> None:
        self.render = printing(spoil)

    def __getattr__(self, name: str) -> Any:
        return getattr(site, name)


def test_a_renderer_that_prints_hidden_numbers_stops_the_build_and_nothing_is_replaced(
    built: Path, ground: tuple[Evidence, Mapping[str, Rules]], monkeypatch: pytest.MonkeyPatch
) -> None:
    true = true_numbers(ground[0].results)

    def print_them(folder: Path) -> None:
        rows = "".join(
            f"<tr><td>{each['title'].replace(': ', '</td><td>')}</td><td>{each['window']}</td>"
            f"<td>{true[each['key']]}</td></tr>"
            for each in records(folder)
            if each["marker"] == "c" and each["key"] in true
        )
        page = folder / "index.html"
        head = "<tr><th>What</th><th>Of whom</th><th>Term</th><th>Children</th></tr>"
        page.write_text(
            page.read_text("utf-8").replace("</article>", f"<table>{head}{rows}</table></article>"), "utf-8"
        )

    before = everything(built / "build")
    monkeypatch.setattr(story, "site", Faulty(print_them))
    with pytest.raises(DisclosureError) as refused:
        build(built, audiences=AUDIENCE)
    assert refused.value.exit_code == 12
    assert "number-beside-hidden" in refused.value.message
    assert everything(built / "build") == before


def test_a_refused_release_leaves_no_release_no_line_of_the_ledger_and_no_record(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ship(folder: Path) -> None:
        (folder / "data/rows.csv").write_text("a\n1\n", encoding="utf-8")

    before = everything(built)
    monkeypatch.setattr(story, "site", Faulty(ship))
    with pytest.raises(DisclosureError) as refused:
        publish(built, "2026-summer", audiences=AUDIENCE)
    assert refused.value.exit_code == 12
    after = everything(built)
    # Decisions that are kept between builds may be added to; nothing else is.
    assert {name for name in after if name not in before and "/records/" not in name} == set()
    assert not [name for name in after if "release-2026-summer" in name or "ledger" in name]
    assert all(after[name] == content for name, content in before.items())


@pytest.fixture
def attacked(
    built: Path, ground: tuple[Evidence, Mapping[str, Rules]], tmp_path: Path
) -> Callable[[Callable[[Path], None]], Report]:
    """The attack of the build on a copy of its site, spoiled before."""

    def attack(spoil: Callable[[Path], None]) -> Report:
        shutil.copytree(built / "build/governors", tmp_path / "governors")
        spoil(tmp_path / "governors")
        evidence, rules = ground
        everyone = evidence.dataset.setting.audiences
        return refuse_leaks({"governors": tmp_path / "governors"}, rules, everyone, evidence.results, {})

    return attack


Attack = Callable[[Callable[[Path], None]], Report]


def test_a_site_as_it_was_built_passes_with_its_hidden_numbers_tried(attacked: Attack) -> None:
    report = attacked(lambda _: None)
    assert report.ok
    assert report.hidden > 0 < report.checks


def test_a_file_of_which_no_list_knows_is_refused(attacked: Attack) -> None:
    def ship(folder: Path) -> None:
        (folder / "data/rows.csv").write_text("a\n1\n", encoding="utf-8")

    with pytest.raises(DisclosureError) as refused:
        attacked(ship)
    assert "data/rows.csv" in refused.value.message


def test_figures_that_say_more_than_was_decided_are_refused(
    ground: tuple[Evidence, Mapping[str, Rules]], attacked: Attack
) -> None:
    true = true_numbers(ground[0].results)

    def bare(folder: Path) -> None:
        found = records(folder)
        for each in found:
            if each["marker"] == "c" and each["key"] in true:
                each.update(value=true[each["key"]], marker=None)
            elif each["unit"] == "children" and each["lower"] is not None:
                each.update(value=true[each["key"]], lower=None, upper=None)
        (folder / "data/indicators.json").write_text(json.dumps(found), encoding="utf-8")

    with pytest.raises(DisclosureError):
        attacked(bare)
