"""The three things to do next, chosen from what the build found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from generator.build import Built
from generator.recipes.drafting import name_of
from generator.recipes.recipe import many
from generator.recipes.suggest import Suggestion
from generator.start.questions import Unclear

STEPS = 3


def next_steps(
    built: Built, found: Suggestion, unclear: Unclear, drafted: bool, target: Path
) -> tuple[str, ...]:
    """What to do next, the most urgent first; always three."""
    return tuple(_steps(built, found, unclear, drafted, target))[:STEPS]


def _steps(built: Built, found: Suggestion, unclear: Unclear, drafted: bool, target: Path) -> Iterator[str]:
    recipe = target / "recipes" / f"{name_of(found)}.yml"
    errors = sum(each.severity == "error" for each in built.report.findings)
    if errors:
        yield f"Put right what is wrong in the data ({many(errors, 'finding')}): readiness check --workspace {target}"
    if unclear.words:
        yield f"Say what {many(unclear.words, 'word')} of your log mean, in {recipe}, and import again."
    if not found.rolls_dates:
        place = target / "data" / "children.csv"
        yield f"Add the roll (one row a child, with the date of admission) as {place}: it turns counts into rates."
    if drafted:
        yield f"Correct the drafted term dates in {target / 'setting.yml'}: every figure is for a term."
    if opened := _opens_most(built):
        field, figures = opened
        yield f"Record {field}: it is part of what {many(figures, 'more figure')} wait for. See readiness indicators."
    yield f"Read {recipe}: the words there decide every figure. The pages print them under “How the figures are made”."
    warnings = sum(each.severity == "warning" for each in built.report.findings)
    yield f"Look at the data quality page, where {many(warnings, 'warning')} stand, then at what may wait."


def _opens_most(built: Built) -> tuple[str, int] | None:
    """What most locked figures wait for, the roll left out: it is asked for by itself."""
    waits = Counter(
        item
        for each in built.shut
        for item in dict.fromkeys(each.unlock)
        if not item.startswith(("children", "setting.yml"))
    )
    return min(waits.items(), key=lambda each: (-each[1], each[0])) if waits else None
