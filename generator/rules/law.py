"""Law that nobody has looked at again in time: what pages cite may no longer hold."""

from __future__ import annotations

from collections.abc import Iterator

from generator import law
from generator.model import Dataset
from generator.rules.rule import Hit, rule


@rule("law-review-due", "warning", "The law behind a figure has not been read again in time", {}, ("law",))
def review_due(dataset: Dataset) -> Iterator[Hit]:
    """Law and guidance change, so each source names the day by which somebody must look again."""
    for source, taken in _by_source(law.stale(dataset.as_of)).items():
        called = law.law().sources[source].title
        amount = f"{taken} {'thing' if taken == 1 else 'things'} taken from it should have been looked at again by now."
        hint = "Look whether it still reads so, and use a newer version of this program where there is one."
        yield Hit("law", None, source, f"{called}: {amount}", hint)


def _by_source(facts: tuple[law.Fact, ...]) -> dict[str, int]:
    """How many facts are past their review date, for each source."""
    counted: dict[str, int] = {}
    for fact in facts:
        counted[fact.source.id] = counted.get(fact.source.id, 0) + 1
    return counted
