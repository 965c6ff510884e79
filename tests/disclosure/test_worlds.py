"""Two worlds: a site made from numbers that readers cannot rule out is, byte for byte, the site made from the truth."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pytest
from simulate import invent, measure, write_release
from small import write_workspace

from generator import catalogue, narrative, pages, site
from generator.build import Evidence, disclosed
from generator.disclosure import books
from generator.disclosure.plan import PLANNED, WITHHELD
from generator.disclosure.rules import Rules, decide
from generator.disclosure.system import World
from generator.model import Audience

ROOT = Path(__file__).parents[2]
EXAMPLES = {
    "the example": ROOT / "content",
    "first-night": ROOT / "generator" / "examples" / "first-night",
    "small-home": ROOT / "generator" / "examples" / "small-home",
}
CASES = (*EXAMPLES, "eight children", "fourteen children", "thirty children with corrections")
MOST_WORLDS = 12


class Case:
    """One setting with all that is decided for each of its audiences under protection."""

    def __init__(self, folder: Path) -> None:
        self.evidence = measure(folder, (*PLANNED, *WITHHELD))

    @cached_property
    def readers(self) -> list[tuple[Audience, Rules]]:
        dataset = self.evidence.dataset
        windows = catalogue.windows(dataset, internal=False)
        return [
            (audience, decide(self.evidence.results, windows, audience, dataset))
            for audience in dataset.setting.audiences
            if not audience.internal
        ]


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = EXAMPLES.get(request.param)
    if folder is None:
        folder = tmp_path_factory.mktemp("setting")
        if request.param.startswith("thirty"):
            write_release(folder, invent(30), 5)
        else:
            write_workspace(folder, 8 if request.param.startswith("eight") else 14)
    return Case(folder)


def worlds(rules: Rules) -> Iterator[World]:
    """Different certificate worlds, evenly taken where there are many."""
    every = {tuple(sorted(world.items())): world for pair in rules.decided.worlds.values() for world in pair}
    kept = list(every.values())
    return iter(kept[:: max(1, len(kept) // MOST_WORLDS)])


def in_world(evidence: Evidence, rules: Rules, world: World) -> Evidence:
    return replace(evidence, results=books.retold(evidence.results, rules.cells, world))


def test_what_is_published_is_the_same_in_every_world(case: Case) -> None:
    tried = 0
    for audience, rules in case.readers:
        truth = disclosed(case.evidence, audience, rules)
        for world in worlds(rules):
            other = in_world(case.evidence, rules, world)
            assert disclosed(other, audience, rules) == truth
            tried += other.results != case.evidence.results
    assert tried or not any(rules.decided.worlds for _, rules in case.readers)


def test_every_page_and_file_of_a_built_site_is_the_same_in_another_world(tmp_path: Path) -> None:
    evidence = measure(write_workspace(tmp_path / "setting", 14), (*PLANNED, *WITHHELD))
    audience = evidence.dataset.setting.audience("governors")
    assert audience is not None
    windows = catalogue.windows(evidence.dataset, internal=False)
    rules = decide(evidence.results, windows, audience, evidence.dataset)
    world = next(
        world for world in worlds(rules) if in_world(evidence, rules, world).results != evidence.results
    )
    truth = files_of(evidence, audience, rules, tmp_path / "truth")
    assert len(truth) > 20
    assert files_of(in_world(evidence, rules, world), audience, rules, tmp_path / "world") == truth


def files_of(evidence: Evidence, audience: Audience, rules: Rules, folder: Path) -> dict[str, str]:
    """The finished site's files with their hashes."""
    published = disclosed(evidence, audience, rules)
    composed = pages.compose(published, narrative.read(evidence.workspace), version="", made_on="")
    made = site.render(
        composed.pages,
        composed.files,
        None,
        folder,
        site_name=composed.name,
        extra=composed.extra,
        release=False,
    )
    return {
        path.relative_to(made.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(made.folder.rglob("*"))
        if path.is_file()
    }


def test_a_result_that_looks_at_the_truth_is_caught(tmp_path: Path) -> None:
    """The comparison itself can fail: one true number in one sentence is enough."""
    evidence = measure(write_workspace(tmp_path, 14), (*PLANNED, *WITHHELD))
    audience = evidence.dataset.setting.audience("governors")
    assert audience is not None
    windows = catalogue.windows(evidence.dataset, internal=False)
    rules = decide(evidence.results, windows, audience, evidence.dataset)
    found = {
        tuple(
            cell.numerator
            for key, result in sorted(each.results.items())
            if key[0] == "CHG-02"
            for cell in result.cells
        )
        for each in (evidence, *(in_world(evidence, rules, world) for world in worlds(rules)))
    }
    assert len(found) > 1
