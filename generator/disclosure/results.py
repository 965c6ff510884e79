"""Every result as one audience may be shown it: exact for readers with lawful access, else as the rules decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import catalogue
from generator.disclosure import internal, protected
from generator.model import Audience, Dataset, Indicator, IndicatorResult
from generator.periods import Window
from generator.published import PublishedCell, PublishedResult


@dataclass(frozen=True, slots=True)
class Shown:
    """The windows that one audience is shown, the results in them by indicator and window, and the rules behind."""

    windows: tuple[Window, ...]
    results: Mapping[tuple[str, str], PublishedResult]
    rules: protected.Rules | None

    @property
    def cells(self) -> tuple[PublishedCell, ...]:
        """The figures alone, in the order of indicators and windows."""
        return tuple(cell for result in self.results.values() for cell in result.cells)


def shown(
    known: Sequence[Indicator],
    found: Mapping[tuple[str, str], IndicatorResult],
    dataset: Dataset,
    audience: Audience,
    rules: protected.Rules | None = None,
) -> Shown:
    """What one audience may be shown of these true values, by `rules` where they were decided already."""
    by_id = {each.id: each for each in known}
    windows = catalogue.windows(dataset, internal=audience.internal)
    if audience.internal:
        return Shown(windows, internal.results(by_id, found, windows, dataset), None)
    rules = rules or protected.decide(found, windows, audience, dataset)
    windows = rules.past.since_first(windows)
    return Shown(windows, protected.results(by_id, found, windows, rules, dataset), rules)
