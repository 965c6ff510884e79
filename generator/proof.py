"""The last word before pages are put in place: the finished sites are attacked, and any finding refuses them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.attack import Report, attack_site
from generator.disclosure.history import sees
from generator.disclosure.rules import Rules
from generator.errors import DisclosureError
from generator.model import Audience, IndicatorResult
from generator.trace import key_of

Results = Mapping[tuple[str, str], IndicatorResult]
HINT = (
    "Nothing was put in place; what readers have is untouched. If the look or a page of your own was changed, undo "
    "that; otherwise please report this."
)


def refuse_leaks(
    folders: Mapping[str, Path],
    rules: Mapping[str, Rules],
    audiences: Sequence[Audience],
    results: Results,
    releases: Mapping[str, Sequence[Path]],
) -> Report:
    """What the attack on every finished site under protection found, which is nothing: DisclosureError otherwise.

    Each site is attacked together with all earlier releases of its audience, and all that its readers also see.
    `releases` gives the folders of each audience's releases, oldest first; those of an audience that is no longer
    named count as seen by all.
    """
    true = true_numbers(results)
    report = Report(())
    for audience in audiences:
        if audience.name not in folders or audience.internal:
            continue
        system = rules[audience.name].decided.system
        gone = releases.keys() - {each.name for each in audiences}
        also = (*sees(audience, audiences)[1:], *sorted(gone))
        found = attack_site(
            folders[audience.name],
            audience.name,
            earlier=releases.get(audience.name, ()),
            others=[place for name in also for place in (*releases.get(name, ()), *_built(folders, name))],
            known=[fact for fact in system.facts if not fact.id.startswith("shown|")],
            targets=system.targets,
            true=true,
        )
        if not found.ok:
            first, count = found.findings[0], len(found.findings)
            more = f" and {count - 1} more" if count > 1 else ""
            raise DisclosureError(
                f"{first.where}: {first.what}: {first.message} {first.kind}{more}".strip(), HINT
            )
        report += found
    return report


def _built(folders: Mapping[str, Path], name: str) -> tuple[Path, ...]:
    return (folders[name],) if name in folders else ()


def true_numbers(results: Results) -> dict[str, int]:
    """The true whole number behind every figure that counts something, by key. Private."""
    return {
        key_of(indicator, window, cell.group): int(cell.numerator)
        for (indicator, window), result in results.items()
        for cell in result.cells
        if cell.numerator is not None and float(cell.numerator).is_integer()
    }
